"""Which papers a text is, replaces, changes, reaffirms, carries out or merely names.

Issuer, type, number and date together are a paper's key; a number alone is none. A relation holds only where this very
document says it of itself: drafts of later papers, other papers' histories and requests to revise are citations.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from documents.model import Document
from extract.acts import with_issuing_acts
from extract.bodies import Level, level_of
from extract.citations import Citation, find_citations
from extract.masthead import Masthead
from extract.numbers import System, find_numbers
from extract.obligation import DocumentEvidence, DocumentMention, DocumentRole
from extract.reading import folded, folded_lines, loose
from extract.reported import as_source, codified_source, reported_source
from extract.terms import records

_JSON = {DocumentRole.REPEALED: DocumentRole.SUPERSEDED, DocumentRole.IMPLEMENTED: DocumentRole.CITED}
# the first of these that holds for any mention of a paper is its role
_RANK = (
    DocumentRole.SUPERSEDED,
    DocumentRole.REPEALED,
    DocumentRole.AMENDED,
    DocumentRole.REAFFIRMED,
    DocumentRole.IMPLEMENTED,
    DocumentRole.CITED,
)


def json_role(role: DocumentRole) -> DocumentRole:
    """The role as the printed row knows it: a repeal supersedes, what is carried out is cited."""
    return _JSON.get(role, role)


@dataclass(frozen=True, slots=True)
class _Phrase:
    """A way of saying a relation: `before` or `after` the citation, on folded text; `unless` voids it."""

    role: DocumentRole
    before: re.Pattern[str] | None
    after: re.Pattern[str] | None
    unless: re.Pattern[str] | None


@lru_cache(maxsize=1)
def _phrases() -> tuple[_Phrase, ...]:
    return tuple(
        _Phrase(
            DocumentRole(r["role"]),
            _compiled(r.get("before"), "$"),
            _compiled(r.get("after"), ""),
            _compiled(r.get("unless"), ""),
        )
        for r in records("relation_phrases", "phrase")
    )


def _compiled(pattern: str | None, end: str) -> re.Pattern[str] | None:
    return loose(pattern + end) if pattern else None


@lru_cache(maxsize=8)
def mark(name: str) -> re.Pattern[str]:
    """A mark of `data/relation_phrases.toml`."""
    return loose(next(str(record["pattern"]) for record in records("relation_phrases", "mark") if record["id"] == name))


# a line that is nothing but a page's number would part a citation from its date
_PAGE_NUMBER = re.compile(r"(?<=[\n\f])[ \t]*[-–]?[ \t]*\d{1,3}[ \t]*[-–]?[ \t]*(?=\n)")


def documents_of(document: Document, masthead: Masthead) -> tuple[DocumentMention, ...]:
    """The source first (None of that role where the text neither is nor reports an instrument), then the others."""
    text = document.text
    clear = _PAGE_NUMBER.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), text)
    found = (c for low, high in _parts(text, masthead) for c in find_citations(clear, low, high))
    citations = with_issuing_acts(text, tuple(found), masthead)
    source = _source(document, masthead, citations)
    others = [c for c in citations if not _is_source(c, source) or _is_forerunner(text, c, source)]
    mentions = _merged(text, masthead, others, source)
    return ((source,) if source else ()) + tuple(sorted(mentions, key=lambda m: (_RANK.index(m.role), m.start)))


def _parts(text: str, masthead: Masthead) -> Iterator[tuple[int, int]]:
    """The body; what an instrument attaches (a Quy chế behind its Quyết định) if that has articles, else footnotes.

    Recipients and signature name no papers; appendices may say what they belong to, which is no relation."""
    end = masthead.body_end or len(text)
    yield 0, end
    if masthead.press:
        return
    if mark("attached_article").search(text, end):
        yield end, len(text)
    else:
        yield from (note.span() for note in mark("footnote").finditer(text, end))


def _source(document: Document, masthead: Masthead, citations: tuple[Citation, ...]) -> DocumentMention | None:
    if masthead.press:
        return reported_source(document.text, masthead, citations)
    if masthead.type is None and masthead.number is None:
        return codified_source(document.text, citations)
    if masthead.number is None and (act := _act_attached_to(document.text, masthead, citations)) is not None:
        return as_source(act, masthead.subject)
    spans = {name: (low, high) for name, low, high in masthead.spans}
    start, end = spans.get("number", spans.get("type", (0, 0)))
    return DocumentMention(
        number=masthead.number,
        type=masthead.type,
        issued=masthead.issued,
        issuer=masthead.issuer,
        subject=masthead.subject,
        role=DocumentRole.SOURCE,
        evidence=DocumentEvidence.INSTRUMENT,
        confidence=_confidence(masthead),
        warnings=masthead.warnings,
        start=start,
        end=end,
    )


def _act_attached_to(text: str, masthead: Masthead, citations: tuple[Citation, ...]) -> Citation | None:
    """A Quy chế without its decision's pages: `(Ban hành kèm theo Quyết định số …)` under its title."""
    for citation in citations:
        near = citation.number is not None and citation.start < masthead.body_start + 200
        if near and mark("issued_with").search(folded(text), max(0, citation.start - 40), citation.start):
            return citation
    return None


def _confidence(masthead: Masthead) -> float:
    missing = sum(value is None for value in (masthead.number, masthead.type, masthead.issued, masthead.issuer))
    return max(0.4, 0.99 - 0.15 * missing - 0.1 * len(masthead.warnings))


def _is_source(citation: Citation, source: DocumentMention | None) -> bool:
    if source is None:
        return False
    if citation.number is not None:
        known = find_numbers(source.number or "")
        return bool(known) and known[0].number.key == citation.number.key
    if citation.serial is None or source.number is None or citation.type != source.type:
        return False
    known = find_numbers(source.number)
    return bool(known) and known[0].number.serial == citation.serial


def _is_forerunner(text: str, citation: Citation, source: DocumentMention | None) -> bool:
    """`Quy chế số 01 … thay thế Quy chế số 01, ngày …` of an earlier term: the same number, another year."""
    if source is None or citation.issued is None or source.issued is None:
        return False
    replaced = role_of(text, citation) in (DocumentRole.SUPERSEDED, DocumentRole.REPEALED)
    return replaced and citation.issued.year < source.issued.year


def _merged(
    text: str, masthead: Masthead, citations: list[Citation], source: DocumentMention | None
) -> Iterator[DocumentMention]:
    """One mention a paper: the strongest role, and each field from the first citation that gives it."""
    groups: dict[object, list[Citation]] = {}
    for citation in citations:
        if _counts(text, masthead, citation):
            groups.setdefault(_key(citation, groups), []).append(citation)
    for group in groups.values():
        yield _mention(text, group, source)


def _counts(text: str, masthead: Masthead, citation: Citation) -> bool:
    """Charters and laws named by title have no number to be known by; laws only ground the competence to issue."""
    if citation.number is None:
        return citation.serial is not None and citation.issuer is not None and not citation.statute
    if citation.type in ("Luật", "Bộ luật", "Pháp lệnh", "Hiến pháp"):
        return False
    undated = citation.issued is None and citation.number.system is System.STATE and citation.number.year is not None
    return not (undated and _in_recital(text, citation))


def _in_recital(text: str, citation: Citation) -> bool:
    line = text[text.rfind("\n", 0, citation.phrase_start) + 1 : citation.phrase_start]
    return folded(line).lstrip(" -–+*").startswith("căn cứ")


def _key(citation: Citation, groups: dict[object, list[Citation]]) -> object:
    if citation.number is not None:
        return citation.number.key
    resolved = [
        k
        for k, g in groups.items()
        if g[0].number and g[0].number.serial == citation.serial and g[0].type == citation.type
    ]
    return resolved[0] if len(resolved) == 1 else (citation.type, citation.serial, citation.issuer)


def _mention(text: str, group: list[Citation], source: DocumentMention | None) -> DocumentMention:
    roles = [role_of(text, citation, source.number if source else None) for citation in group]
    role = min(roles, key=_RANK.index)
    ground = group[roles.index(role)]
    clauses = tuple(
        dict.fromkeys(c.clause for c, r in zip(group, roles, strict=True) if c.clause and r is DocumentRole.AMENDED)
    )
    number = next((c.number for c in group if c.number), None)
    return DocumentMention(
        number=_as_issued(number.text, _first(group, "issuer")) if number else None,
        type=_first(group, "type"),
        issued=next((c.issued for c in group if c.issued), None),
        issuer=_first(group, "issuer"),
        subject=_first(group, "subject"),
        role=role,
        evidence=DocumentEvidence.INSTRUMENT,
        confidence=0.9 if number else 0.7,
        clause="; ".join(clauses) or None,
        warnings=_warnings(group),
        start=ground.start,
        end=ground.end,
    )


def _as_issued(number: str, issuer: str | None) -> str:
    """`35-NQ/TƯ`: Ư for W of the centre, or a misread U of a province; the named issuer tells."""
    if not number.endswith("TƯ"):
        return number
    level = level_of(issuer or "")
    return number[:-2] + ("TU" if level is Level.PROVINCE else "TW")


def _first(group: list[Citation], field: str) -> str | None:
    return next((value for c in group if (value := getattr(c, field)) is not None), None)


def _warnings(group: list[Citation]) -> tuple[str, ...]:
    found = list(dict.fromkeys(w for c in group for w in c.warnings))
    if all(c.number is None for c in group):
        found.append(f"serial_only:{group[0].serial}")
    if any(c.number is not None and c.number.repaired for c in group):
        found.append("number_repaired")
    if len({c.issued for c in group if c.issued}) > 1:
        found.append("dates_differ")
    if _symbol_conflict(group):
        found.append("symbol_conflicts_with_issuer")
    return tuple(found)


def _symbol_conflict(group: list[Citation]) -> bool:
    for citation in group:
        if citation.number is None or citation.issuer is None or citation.number.system is not System.PARTY:
            continue
        level = level_of(citation.issuer)
        if citation.number.organ == "TW" and level in (Level.PROVINCE, Level.DISTRICT, Level.COMMUNE):
            return True
        if citation.number.organ == "TU" and level in (Level.CENTRE, Level.COMMUNE):
            return True
    return False


def role_of(text: str, citation: Citation, source: str | None = None) -> DocumentRole:
    """The role that the words round one citation give it in the paper numbered `source`."""
    whole, low = folded(text), max(0, citation.phrase_start - 260)
    after = whole[citation.end : citation.end + 240]
    behind_title = whole[citation.phrase_end : citation.phrase_end + 120]
    sentence = mark("sentence_end").split(folded_lines(text)[low : citation.phrase_start])[-1].replace("\n", " ")
    if (listed := _listed_role(text, citation)) is not None:
        return _partial(listed, citation)
    for phrase in _phrases():
        said = (phrase.before is not None and phrase.before.search(sentence)) or (
            phrase.after is not None and (phrase.after.match(after) or phrase.after.match(behind_title))
        )
        if said and not (phrase.unless and phrase.unless.search(sentence + " § " + after[:80])):
            return (
                DocumentRole.CITED
                if _of_another(text, citation, phrase.role, source)
                else _partial(phrase.role, citation)
            )
    return DocumentRole.CITED


def _of_another(text: str, citation: Citation, role: DocumentRole, source: str | None) -> bool:
    """`Hướng dẫn số 12 đã thay thế Hướng dẫn số 09`: another paper is the one that replaces."""
    low = max(0, citation.phrase_start - 260)
    sentence = mark("sentence_end").split(folded_lines(text)[low : citation.phrase_start])[-1]
    verb = mark("changes").search(sentence) if role in (DocumentRole.SUPERSEDED, DocumentRole.REPEALED) else None
    if verb is None:
        return False
    begin = citation.phrase_start - len(sentence)
    subjects = find_numbers(text, begin, begin + verb.start())
    if not subjects or " này" in sentence[subjects[-1].end - begin : verb.start()]:
        return False
    own = find_numbers(source or "")
    return not own or own[0].number.key != subjects[-1].number.key


def _listed_role(text: str, citation: Citation) -> DocumentRole | None:
    """`Bãi bỏ các văn bản sau: … ; … .`: the items of the list share its head's verb."""
    low = max(0, citation.start - 1500)
    window = folded_lines(text)[low : citation.phrase_start]
    heads = list(mark("list_head").finditer(window)) if ":" in window else []
    if not heads or mark("list_end").search(window, heads[-1].end()) or _leaves_list(window[heads[-1].end() :]):
        return None
    replaced = "thay thế" in (heads[-1]["verb"] or heads[-1]["ended"])
    return DocumentRole.SUPERSEDED if replaced else DocumentRole.REPEALED


def _leaves_list(items: str) -> bool:
    """A sentence that ends within what should be items, and no item mark after it."""
    ends = list(re.finditer(r"[^\W\d_]{2}\.\s+", items))
    return bool(ends) and not re.search(r"\n\s*(?:[-+*•]|\d{1,2}[.)]|[a-zđ]\))\s", "\n" + items[ends[-1].end() - 1 :])


def _partial(role: DocumentRole, citation: Citation) -> DocumentRole:
    """Who replaces or repeals a clause only changes the paper."""
    if citation.clause and role in (DocumentRole.SUPERSEDED, DocumentRole.REPEALED):
        return DocumentRole.AMENDED
    return role
