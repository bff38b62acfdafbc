"""The end of an instrument: recipients, the authority that signs (T/M, K/T, T/L), the signer's post and name.

The organ behind T/M tells who decided; the number's symbol does not. In flattened pages the recipients (left column)
and the signature (right column) share lines, so the signature is read from line ends. Source: domain notes 1.3.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from extract.forms import form
from extract.reading import TextLine, folded, text_lines
from extract.terms import records, word_set
from vntext.folding import squeeze
from vntext.names import is_surname


@dataclass(frozen=True, slots=True)
class Signature:
    """`start` is where recipients or the signature begin, `end` behind both. `form`: `T/M`, `K/T`, `T/L`, `TUQ`, ``."""

    start: int
    end: int
    form: str
    authority: str | None
    post: str | None
    signer: str | None
    spans: tuple[tuple[str, int, int], ...] = ()


_FORM = form("signature.form")
_RECIPIENTS = form("signature.recipients")
_NAME = form("signature.name")
_CAPS_NAME = form("signature.name-in-capitals")
_SIGNED = form("signature.signed")
_APPENDIX = form("signature.appendix")
_ATTACHED = form("signature.attached")
_BLOCK_LINES = 22


@lru_cache(maxsize=1)
def _post() -> re.Pattern[str]:
    """A post in capitals, as it stands above a signature."""
    words = sorted((w.upper() for r in records("posts", "post") for w in r["words"]), key=lambda w: -len(w))
    alternatives = "|".join(
        re.escape(w).replace("Ủ", "[ỦU]").replace("Y", "[YỶ]").replace(r"\ ", r"\s+") for w in words
    )
    return re.compile(rf"(?<![\w])(?P<post>(?:Q\.\s*|QUYỀN\s+)?(?:{alternatives}))(?![\w])")


def read_signature(text: str, start: int) -> Signature | None:
    """The first signature block behind `start`; None for an excerpt that has none."""
    lines = text_lines(text, start)
    first = next((i for i in range(len(lines)) if _begins_block(lines, i)), None)
    if first is None:
        return None
    block = _block(lines, first)
    form, authority = _authority(block)
    post = next(reversed(_posts(block, authority)), None)
    name = _name(block)
    parts = (("authority", authority), ("signer", name), ("signer_post", post))
    return Signature(
        start=_begin(lines[first]),
        end=block[-1].end,
        form=form,
        authority=squeeze(authority.text) if authority else None,
        post=squeeze(post.text) if post else None,
        signer=name.text if name else None,
        spans=tuple((label, part.start, part.end) for label, part in parts if part is not None),
    )


def appendices(text: str, start: int) -> tuple[tuple[int, int], ...]:
    """The papers behind `start` (Phụ lục, Danh sách, a Quy chế issued with its decision), each to the next's start."""
    lines = text_lines(text, start)
    heads = [i for i, line in enumerate(lines) if _APPENDIX.match(line.text) and _stands_alone(line.text)]
    starts = [lines[i].start for n, i in enumerate(heads) if n == 0 or i - heads[n - 1] > 2]
    if lines and (not starts or starts[0] > lines[0].start):
        starts = [lines[0].start, *starts]
    return tuple(zip(starts, [*starts[1:], len(text)], strict=True)) if starts else ()


def _stands_alone(text: str) -> bool:
    return len(text) < 90 and (_in_capitals(text) or text.lower().startswith("phụ lục"))


def _in_capitals(text: str) -> bool:
    """`QUY CHẾ (trích)`: what stands in brackets behind a title does not count."""
    return text.partition("(")[0].isupper()


def _begins_block(lines: tuple[TextLine, ...], at: int) -> bool:
    text = lines[at].text
    if _RECIPIENTS.match(text):
        return True
    if len(text) < 120 and _FORM.search(text):
        return any(_post().search(line.text) or _NAME.search(line.text) for line in lines[at : at + 6])
    return at > 0 and _post().fullmatch(text) is not None and _name_soon(lines[at + 1 : at + 4])


def _name_soon(lines: tuple[TextLine, ...]) -> bool:
    """`TRƯỞNG BAN` alone in its line with a name soon below: a head who signs for himself."""
    return any((match := _NAME.match(line.text)) is not None and match["name"] == line.text for line in lines)


def _begin(line: TextLine) -> int:
    """In a line that both columns share, what stands before the authority is a recipient, or the end of the body."""
    match = _RECIPIENTS.match(line.text) or _FORM.search(line.text)
    recipient = line.text.startswith(("-", "–"))
    return line.start if match is None or recipient or match.start() < 3 else line.start + match.start()


def _block(lines: tuple[TextLine, ...], first: int) -> list[TextLine]:
    """The lines of recipients and signature: they end before an appendix, or where prose begins again."""
    block = [lines[first]]
    for at, line in enumerate(lines[first + 1 : first + 3 * _BLOCK_LINES], first + 1):
        if line.text.isupper() and at + 1 < len(lines) and _ATTACHED.match(lines[at + 1].text):
            break  # the title of what comes with the paper
        if (_APPENDIX.match(line.text) and _in_capitals(line.text)) or _ATTACHED.match(line.text):
            break
        if len(block) >= _BLOCK_LINES and not line.text.startswith(("-", "+", "•")):
            break
        if line.text.startswith("[...]") or (len(line.text) > 220 and not line.text.startswith("-")):
            break
        block.append(line)
    return block


def _authority(block: list[TextLine]) -> tuple[str, TextLine | None]:
    """(`T/M`, `BAN THƯỜNG VỤ`); a post in the same line belongs to the signer."""
    for line in block:
        match = _FORM.search(line.text)
        if match is None:
            continue
        posts = [post for post in _post().finditer(match["authority"]) if post.start() > 0]
        words = match["authority"][: posts[0].start()] if posts else match["authority"]
        words = words.rstrip(" ,.-")
        low = line.start + match.start("authority")
        return _form(match["form"]), TextLine(words, low, low + len(words))
    return "", None


def _form(read: str) -> str:
    letters = re.sub(r"[^A-Z]", "", re.sub(r"(?<=[TK])\s?[1lIÌÍ!|](?=\s?[MTL])", "/", read))
    return {"TM": "T/M", "KT": "K/T", "TL": "T/L"}.get(letters, "TUQ")


def _posts(block: list[TextLine], authority: TextLine | None) -> list[TextLine]:
    floor = authority.end if authority else 0
    found = [
        TextLine(match["post"], line.start + match.start(), line.start + match.end())
        for line in block
        for match in _post().finditer(line.text)
    ]
    return [post for post in found if post.start >= floor]


def _name(block: list[TextLine]) -> TextLine | None:
    """The last personal name at a line's end: what is typed under the signature; recipients are bodies, not names."""
    found = [name for line in block if (name := _name_in(line)) is not None]
    with_surname = [name for name in found if is_surname(name.text.split()[0])]
    return next(reversed(with_surname or found), None)


def _name_in(line: TextLine) -> TextLine | None:
    text = _SIGNED.sub(lambda match: " " * len(match[0]), line.text).rstrip()
    match = _NAME.search(text)
    if match is None and (caps := _CAPS_NAME.match(text)) is not None and is_surname(caps["name"].split()[0]):
        match = caps
    if (
        match is None
        or folded(match["name"].split()[0]) in word_set("never_a_name")
        or _post().fullmatch(match["name"])
    ):
        return None
    low = line.start + match.start("name")
    return TextLine(match["name"], low, low + len(match["name"]))
