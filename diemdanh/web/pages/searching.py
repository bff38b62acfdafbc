"""Search over documents, rules, members, branches and meetings' fields; never the debate. Exact first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated

from fastapi import Query

from diemdanh.finding import ranked
from diemdanh.messages import say
from diemdanh.web.pages.routes import TWINS
from diemdanh.web.reading import given_name
from diemdanh.web.rendering import day
from diemdanh.web.roll import position_of
from diemdanh.web.visits import Visit, Visitor
from diemdanh.web.wording import summary, title, who

_EACH = 20


@dataclass(frozen=True, slots=True)
class Hit:
    """`kind` is a key of the messages' group `found`."""

    kind: str
    title: str
    detail: str
    link: str


@dataclass(frozen=True, slots=True)
class SearchPage:
    query: str
    hits: tuple[Hit, ...]


@TWINS.page("/search", "search.html")
def search(visit: Visit, q: Annotated[str, Query(max_length=200)] = "") -> SearchPage:
    """Everything whose fields have these words; at most twenty of each kind."""
    return SearchPage(q, tuple(_hits(visit, q)) if q.strip() else ())


def _hits(visit: Visitor, query: str) -> Iterator[Hit]:
    for entries in (_members(visit), _branches(visit), _rules(visit), _meetings(visit), _files(visit)):
        found = ranked(((f"{hit.title} {hit.detail}", hit) for hit in entries), query)
        yield from (hit for hit in found[:_EACH] if isinstance(hit, Hit))


def _members(visit: Visitor) -> Iterator[Hit]:
    for one in visit.sight.members():
        yield Hit("member", one.name, position_of(one, None), f"/members/{one.id}")


def _branches(visit: Visitor) -> Iterator[Hit]:
    for one in visit.sight.branches():
        yield Hit("branch", one.name, one.parent, f"/branches/{one.id}")


def _rules(visit: Visitor) -> Iterator[Hit]:
    for rule in visit.sight.rules():
        yield Hit("rule", title(rule), f"{who(rule.terms)}: {summary(rule.terms)}", f"/rules/{rule.id}")


def _meetings(visit: Visitor) -> Iterator[Hit]:
    for kept in visit.sight.meetings():
        shown, details = visit.sight.names.meeting(kept), kept.details
        people = ", ".join(part for part in (details.chair, details.secretary, details.place, details.parent) if part)
        yield Hit("meeting", f"{shown.branch_name} {day(kept.date)}".strip(), people, f"/meetings/{kept.id}")


def _files(visit: Visitor) -> Iterator[Hit]:
    for row in visit.sight.files():
        link = f"/regulations/{row.sha256}" if row.purpose == "regulation" else f"/enter/{row.sha256}"
        yield Hit("file", given_name(row.shown_name), say(f"filestate.{row.state}"), link)
