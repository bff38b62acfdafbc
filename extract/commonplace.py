"""Which branches a paper speaks of throughout: its article on where to go, else its title.

Only for duties to attend that say no place themselves.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from extract.clause import read
from extract.obligation import Action, WhereKind
from extract.paragraphs import View
from extract.places import branch_place, where_kind
from extract.structure import Provision
from extract.wordings import wording
from vntext.folding import Key, fold, squeeze

_WHERE_TO_GO = wording("heading.where-to-go")
_ATTENDING = wording("theme.attending")
#: code points of a label
_LABEL = 24
_SAYS_WHERE = wording("place.said-by-article")


def common_kind(root: Provision, view: View, subjects: Iterable[str | None]) -> WhereKind | None:
    """The kind of branch that the article "Nơi dự" names, else the title; None where neither names one."""
    articles = [view.text[p.start : p.end] for p in _articles(root, view)]
    titles = [_place(subject) for subject in subjects if subject and _ATTENDING.search(fold(subject, Key.PLACEMENT))]
    kinds = (where_kind(text, Action.ATTEND_BRANCH_MEETING) for text in (*articles, *titles) if text)
    return next((kind for kind in kinds if kind is not WhereKind.ANY_BRANCH), None)


def common_place(root: Provision, view: View, subjects: Iterable[str | None]) -> str | None:
    """The place as written by the article "Nơi dự", else by the title; None where the article tells it apart."""
    articles = list(_articles(root, view))
    if articles:
        return next(filter(None, (_said_by(view, one) for one in articles)), None)
    titles = (subject for subject in subjects if subject and _ATTENDING.search(fold(subject, Key.PLACEMENT)))
    return next(filter(None, map(_place, titles)), None)


def _articles(root: Provision, view: View) -> Iterator[Provision]:
    return (p for p in root.walk() if _WHERE_TO_GO.search(fold(p.heading or _label(view, p), Key.PLACEMENT)))


def _label(view: View, provision: Provision) -> str:
    """ "2. Nơi đến: chi bộ thôn …": what stands before the colon."""
    text = view.text[provision.body[0].start : provision.body[0].end] if provision.body else ""
    label, colon, _ = text[:_LABEL].partition(":")
    return label if colon else ""


def _said_by(view: View, article: Provision) -> str | None:
    """ "Nơi đến: chi bộ thôn ghi tại danh sách …": the first sentence, where it begins with a place."""
    if article.children:
        return None
    body = " ".join(view.text[p.start : p.end] for p in article.body).removeprefix(article.heading).lstrip(" .:\n")
    match = _SAYS_WHERE.match(fold(body, Key.PLACEMENT))
    return squeeze(body[match.start("where") : match.end("where")].replace("\n", " ")) if match else None


def _place(title: str) -> str | None:
    found = branch_place(read(title, 0), 0, len(title))
    return found[0] if found else None
