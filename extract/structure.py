"""The tree of a directive: phần, chương, mục, điều, khoản, điểm, gạch; I / 1 / 1.1 / a of plans; prose of letters.

A hand-written total scanner with a table of line kinds: any text yields a tree, nothing is refused, and every paragraph
of the body stands in exactly one provision. Paths are stable words ("Điều 3 khoản 2 điểm a").
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum

from extract.paragraphs import Paragraph, View
from vntext.folding import squeeze


class Kind(Enum):
    """Line kinds from outer to inner; the value is the depth at which a kind stands."""

    DOCUMENT = 0
    PART = 1
    CHAPTER = 2
    SECTION = 3
    ROMAN = 4
    ARTICLE = 5
    CLAUSE = 6
    SUBCLAUSE = 7
    POINT = 8
    DASH = 9
    PLUS = 10


#: the table of line kinds: what a line begins with, its kind, and how the kind is called in a path
_KINDS: tuple[tuple[Kind, str, re.Pattern[str]], ...] = tuple(
    (kind, name, re.compile(pattern, re.IGNORECASE))
    for kind, name, pattern in (
        (Kind.PART, "Phần", r"phần\s+(?:thứ\s+)?(?P<n>[ivx]+|\d+|nhất|hai|ba|tư|bốn|năm)\b[.:\s-]*"),
        (Kind.CHAPTER, "Chương", r"chương\s+(?P<n>[ivx]+|\d+)\b[.:\s-]*"),
        (Kind.SECTION, "Mục", r"mục\s+(?P<n>\d+|[ivx]+)\s*[.:-]\s*"),
        (Kind.ARTICLE, "Điều", r"[\"“]?điều\s+(?P<n>\d+[a-zđ]?(?:\.[\w.]*\w)?|l)\s*[.:\-–]+\s*"),
        (Kind.ROMAN, "Mục", r"(?P<n>[IVXL]{1,5})\s*[.\-–/)]\s*(?=\S)"),
        (Kind.SUBCLAUSE, "", r"(?P<n>\d{1,2}(?:\.\d{1,2}){1,3})\s*[.)\-–]?\s+(?=\D)"),
        (Kind.CLAUSE, "", r"(?P<n>(?-i:[A-Z])\.\d{1,2})\s*[.)]\s+(?=\S)"),
        (Kind.CLAUSE, "khoản", r"[\"“]?(?P<n>\d{1,2}[a-zđ]?)\s*[.)\-–/]+\s*(?=[^\d\s])"),
        (Kind.POINT, "điểm", r"[\"“]?(?P<n>[a-zđ])\s*[)./]\s*(?:[-–]\s+)?(?=\S)"),
        (Kind.POINT, "điểm", r"\((?P<n>[a-zđ]|[ivx]{1,5})\)\s+(?=\S)"),
        (Kind.PLUS, "dấu cộng", r"(?P<n>\+)\s*"),
        (Kind.DASH, "gạch", r"(?P<n>[-–—•*·])\s*(?=\S)"),
    )
)
_CASED = {Kind.ROMAN, Kind.POINT}
#: a heading is no longer than this
_HEADING = 150
#: a line of a part or section that ends with a full stop and has more words than this is a sentence
_TITLE = 4


@dataclass
class Provision:
    """`start:end` is the whole of it with its children; `body` its own paragraphs, the first cut behind the label."""

    kind: Kind
    label: str
    path: str
    start: int
    end: int
    body: list[Paragraph] = field(default_factory=list)
    heading: str = ""
    parent: Provision | None = None
    children: list[Provision] = field(default_factory=list)

    def walk(self) -> Iterator[Provision]:
        yield self
        for child in self.children:
            yield from child.walk()

    def above(self) -> Iterator[Provision]:
        """The provisions that contain this one, inner first."""
        above = self.parent
        while above is not None:
            yield above
            above = above.parent


def outline(view: View, start: int = 0, end: int | None = None) -> Provision:
    """The tree of `text[start:end]`. Total: a text without labels is one provision."""
    end = len(view.text) if end is None else end
    root = Provision(Kind.DOCUMENT, "", "", start, end)
    here = root
    for paragraph in view.paragraphs:
        if paragraph.end <= start or paragraph.start >= end:
            continue
        here = _placed(view, here, paragraph)
    _close(root)
    return root


def _placed(view: View, here: Provision, paragraph: Paragraph) -> Provision:
    text = view.text[paragraph.start : paragraph.end]
    label = _label(text)
    if label is None:
        if here.kind in (Kind.PART, Kind.CHAPTER) and not here.heading and not here.body and text.isupper():
            here.heading = squeeze(text)
        else:
            here.body.append(paragraph)
        return here
    kind, name, number, length = label
    parent = _parent(here, kind)
    made = Provision(kind, number, _path(parent, kind, name, number), paragraph.start, paragraph.end, parent=parent)
    parent.children.append(made)
    rest = Paragraph(paragraph.start + length, paragraph.end)
    if rest.start < rest.end:
        _set_text(view, made, rest)
    return made


def _set_text(view: View, made: Provision, rest: Paragraph) -> None:
    text = view.text[rest.start : rest.end]
    heading = _is_heading(made.kind, text)
    if heading:
        made.heading = squeeze(text).strip(" .:")
    if not heading or made.kind.value > Kind.ARTICLE.value or not _is_title_only(text):
        made.body.append(rest)


def _is_heading(kind: Kind, text: str) -> bool:
    if kind in (Kind.PART, Kind.CHAPTER, Kind.SECTION, Kind.ROMAN):
        return len(text) <= 2 * _HEADING
    return len(text) <= _HEADING and not text.rstrip().endswith((";", "."))


def _is_title_only(text: str) -> bool:
    if text.rstrip().endswith(".") and not text.isupper() and len(text.split()) > _TITLE:
        return False
    return not re.search(r"[.;:,]\s", text) and not text.rstrip().endswith(":")


def _label(text: str) -> tuple[Kind, str, str, int] | None:
    """(kind, its name in a path, its number, how long the label is) of what a paragraph begins with."""
    for kind, name, pattern in _KINDS:
        match = pattern.match(text)
        if match and not (kind in _CASED and not _cased(kind, match["n"])):
            return kind, name, match["n"], match.end()
    return None


def _cased(kind: Kind, number: str) -> bool:
    return number.isupper() if kind is Kind.ROMAN else number.islower()


def _parent(here: Provision, kind: Kind) -> Provision:
    while here.parent is not None and here.kind.value >= kind.value:
        here = here.parent
    return here


def _path(parent: Provision, kind: Kind, name: str, number: str) -> str:
    if kind in (Kind.DASH, Kind.PLUS):
        ordinal = 1 + sum(child.kind is kind for child in parent.children)
        return f"{parent.path} {name} {ordinal}".strip()
    if kind is Kind.ARTICLE:
        return f"Điều {number}"
    if kind is Kind.SUBCLAUSE:
        return (
            f"{_without_last(parent)} {number}".strip()
            if parent.kind is Kind.CLAUSE
            else f"{parent.path} {number}".strip()
        )
    if kind is Kind.CLAUSE and not any(p.kind is Kind.ARTICLE for p in (parent, *parent.above())):
        return f"{parent.path} mục {number}".strip() if parent.path else f"Mục {number}"
    if kind in (Kind.PART, Kind.CHAPTER):
        return f"{name} {number.upper()}"
    return f"{parent.path} {name} {number}".strip()


def _without_last(clause: Provision) -> str:
    return clause.parent.path if clause.parent else ""


def _close(provision: Provision) -> None:
    """Ends each provision where its last paragraph or child ends."""
    for child in provision.children:
        _close(child)
    last = [p.end for p in provision.body] + [c.end for c in provision.children]
    if provision.parent is not None and last:
        provision.end = max(provision.end, *last)
