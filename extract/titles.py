"""The instrument's own title (trích yếu), and where its body begins."""

from __future__ import annotations

from dataclasses import dataclass

from extract.bodies import read_body
from extract.forms import form
from extract.header import Header
from extract.openings import is_rule, names_decider, opens_body
from extract.reading import TextLine, folded, text_lines
from vntext.folding import squeeze


@dataclass(frozen=True, slots=True)
class InstrumentTitle:
    subject: str | None
    body_start: int
    spans: tuple[tuple[str, int, int], ...] = ()


_LEAD = form("title.lead")
_ENACTS = form("title.enacts")
_PROVISION = form("title.provision")
_ATTACHED = form("title.attached")
# a lone dot behind a space is dust that a machine read
_SPECK = form("title.speck")
_MOST_LINES = 7


def instrument_title(text: str, header: Header) -> InstrumentTitle:
    """Reads on from the header's type; a công văn has its subject in the header (`V/v`)."""
    if header.kind is None:
        return InstrumentTitle(_bare(header.about), _behind_addressee(text, header.end))
    lines = text_lines(text, header.end, min(len(text), header.end + 3000))
    taken = _title_lines(lines, header.kind_rest)
    rest = [header.kind_rest] if header.kind_rest else []
    parts = [*rest, *taken]
    subject = _bare(squeeze(" ".join(_SPECK.sub("", part.text).strip(" -_*") for part in parts))) if parts else None
    behind = parts[-1].end if taken else header.end
    spans = (("subject", parts[0].start, parts[-1].end),) if subject else ()
    return InstrumentTitle(subject, _body_start(lines, behind), spans)


def _title_lines(lines: tuple[TextLine, ...], rest: TextLine | None) -> list[TextLine]:
    ruled = next(
        (i for i, line in enumerate(lines[: _MOST_LINES + 1]) if is_rule(line.text) and len(line.text) > 2),
        None,
    )
    taken: list[TextLine] = []
    for i, line in enumerate(lines[:_MOST_LINES]):
        if is_rule(line.text):
            if taken or rest:
                break
            continue
        within = ruled is not None and i < ruled
        first = not taken and rest is None
        if not _belongs(line, taken[-1] if taken else rest, first, within):
            break
        taken.append(line)
    return taken


def _belongs(line: TextLine, above: TextLine | None, first: bool, within: bool) -> bool:
    key = folded(line.text)
    if (
        _ATTACHED.match(line.text)
        or key.startswith(("căn cứ", "- căn cứ", "kính gửi", "xét ", "theo đề nghị"))
        or _PROVISION.match(key)
    ):
        return False
    if within:
        return True
    if first:
        return not opens_body(line.text) and not _is_sentence(line.text) and not names_decider(line.text)
    if (
        above is None
        or opens_body(line.text)
        or names_decider(line.text)
        or _SPECK.sub("", above.text).endswith((".", ":", ";"))
    ):
        return False
    if above.text.isupper() and len(above.text) > 12:
        return line.text.isupper()
    return line.text[:1].islower() or (len(line.text) < 60 and line.text[-1:] not in ".:;," and not line.text.isupper())


def _is_sentence(text: str) -> bool:
    return len(text) > 150 and text.rstrip().endswith((".", ":", ";", ","))


def _body_start(lines: tuple[TextLine, ...], behind: int) -> int:
    return next((line.start for line in lines if line.start >= behind and not is_rule(line.text)), behind)


def _behind_addressee(text: str, end: int) -> int:
    lines = text_lines(text, end, min(len(text), end + 200))
    return lines[0].start if lines else end


def _bare(subject: str | None) -> str | None:
    if not subject:
        return None
    for pattern in (_LEAD, _ENACTS):
        match = pattern.match(folded(subject))
        subject = subject[match.end() :] if match else subject
    subject = _without_issuer(subject)
    return subject.strip(" -_*.") or None


def _without_issuer(subject: str) -> str:
    """`CỦA BAN THƯỜNG VỤ TỈNH ỦY về …` → what stands behind "về"."""
    if not folded(subject).startswith("của "):
        return subject
    body = read_body(subject, len("của "))
    lead = _LEAD.match(folded(subject[body.end :].lstrip())) if body else None
    return subject[body.end :].lstrip()[lead.end() :] if body and lead else subject
