"""Which branches a paper speaks of throughout: its article on where to go, else its title.

Only for duties to attend that say no place themselves, and only the kind of branch: the place as written is the
clause's own.
"""

from __future__ import annotations

from collections.abc import Iterable

from extract.clause import read
from extract.obligation import Action, WhereKind
from extract.paragraphs import View
from extract.places import branch_place, where_kind
from extract.structure import Provision
from extract.wordings import wording
from vntext.folding import Key, fold

_WHERE_TO_GO = wording("heading.where-to-go")
_ATTENDING = wording("theme.attending")


def common_kind(root: Provision, view: View, subjects: Iterable[str | None]) -> WhereKind | None:
    """The kind of branch that the article "Nơi dự" names, else the title; None where neither names one."""
    articles = [view.text[p.start : p.end] for p in root.walk() if _WHERE_TO_GO.search(fold(p.heading, Key.PLACEMENT))]
    titles = [_place(subject) for subject in subjects if subject and _ATTENDING.search(fold(subject, Key.PLACEMENT))]
    kinds = (where_kind(text, Action.ATTEND_BRANCH_MEETING) for text in (*articles, *titles) if text)
    return next((kind for kind in kinds if kind is not WhereKind.ANY_BRANCH), None)


def _place(title: str) -> str | None:
    found = branch_place(read(title, 0), 0, len(title))
    return found[0] if found else None
