"""Rows of a paper that name people and branches instead of giving ids: looked up in what is known. Pure.

A name is taken for somebody only where exactly one can be meant and his post does not speak against it; everything else
is told by row, so that a person gives the id. A list of people or branches without ids gives them made ones, always the
same for the same words, so that the list can be imported again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from roster.branch_matching import resolve_branch
from roster.cells import BadCell, Problems, first_day, text
from roster.columns import Record
from roster.mentions import Verdict
from roster.people import Branch, Member, Roster
from roster.places import marked_words
from roster.positions import Standing, standing
from roster.wording import words_of
from vntext.folding import Key, fold
from vntext.names import parse_name

_STARTS = ("term_from", "valid_from", "from")
_ENDS = ("term_to", "valid_to", "to")
_BRANCH_WORDS = ("chi bộ", "chi bô")


@dataclass(frozen=True)
class Directory:
    """Who and what is known, by name; `start` and `end`: days (as cells) for tables that have no column for them."""

    roster: Roster
    start: str = ""
    end: str = ""

    @cached_property
    def by_name(self) -> dict[str, tuple[Member, ...]]:
        found: dict[str, list[Member]] = {}
        for member in self.roster.members:
            found.setdefault(parse_name(member.name).key(), []).append(member)
        return {key: tuple(members) for key, members in found.items()}

    @cached_property
    def branch_ids(self) -> frozenset[str]:
        return frozenset(branch.id for branch in self.roster.branches)

    def member(self, name: str, position: str) -> str:
        """The id of the only one who can be meant. Raises BadCell `nobody_so_named` or `which_person`."""
        named = self.by_name.get(parse_name(name).key(), ())
        if not named:
            raise BadCell("nobody_so_named", name)
        fitting = [one for one in named if _may_be(one, position)]
        sure = [one for one in fitting if _surely(one, position)] if len(fitting) > 1 else fitting
        if len(sure) != 1:
            raise BadCell("which_person", name)
        return sure[0].id

    def branch(self, written: str, parent: str, on: date | None) -> str:
        """The id that is written, or of the branch so named. Raises BadCell `which_branch`."""
        if written in self.branch_ids:
            return written
        found = resolve_branch(written, parent, "", on, self.roster)
        if found.verdict is not Verdict.SAME or found.branch_id is None:
            raise BadCell("which_branch", f"{written}, {parent}" if parent else written)
        return found.branch_id


def named(kind: str, records: Iterable[Record], directory: Directory, problems: Problems) -> Iterator[Record]:
    """The records with ids where names stood; a record that stays in doubt is told and kept out."""
    nameless: dict[str, Record] = {}
    for record in records:
        try:
            for found in _LOOK_UP[kind](_dated(record, directory), directory, problems):
                if kind == "roster" and not record["member_id"]:
                    _refuse_namesake(found, nameless)
                yield found
        except BadCell as bad:
            problems.add(record.row, bad.code, "", bad.value)


def _refuse_namesake(record: Record, earlier: dict[str, Record]) -> None:
    """Two rows of one name without ids are one person only where unit or post say so; else the list has to tell."""
    other = earlier.setdefault(record["member_id"], record)
    if other is not record and not any(_alike(other[column], record[column]) for column in ("unit", "position")):
        raise BadCell("same_name_twice", text(record["full_name"]))


def _dated(record: Record, directory: Directory) -> Record:
    given = dict.fromkeys(_STARTS, directory.start) | dict.fromkeys(_ENDS, directory.end)
    return Record(record.row, {**{column: day for column, day in given.items() if day}, **record.cells})


def _assignment(record: Record, directory: Directory, problems: Problems) -> Iterator[Record]:
    cells = _with_member(record, directory, problems)
    written, area, parent = text(cells.get("branch_id", "")), text(cells.get("area", "")), text(cells.get("parent", ""))
    if not written or written in directory.branch_ids or not _is_name(written):
        _tell_unknown(record, written, directory, problems)
        yield Record(record.row, cells)
        return
    for one in _branches_in(written):
        found = directory.branch(one, parent or area, first_day(cells.get("valid_from", "")))
        yield Record(record.row, {**cells, "branch_id": found, "area": ""})


def _schedule(record: Record, directory: Directory, problems: Problems) -> Iterator[Record]:
    written = text(record["branch_id"])
    if written and written not in directory.branch_ids and _is_name(written):
        found = directory.branch(written, text(record["parent"]), first_day(record["valid_from"]))
        yield Record(record.row, {**record.cells, "branch_id": found})
    else:
        _tell_unknown(record, written, directory, problems)
        yield record


def _leave(record: Record, directory: Directory, problems: Problems) -> Iterator[Record]:
    yield Record(record.row, _with_member(record, directory, problems))


def _person(record: Record, directory: Directory, problems: Problems) -> Iterator[Record]:
    """A row of a roster: without an id, the one of that name in the same unit or post, else a new person."""
    name, post, unit = (text(record[column]) for column in ("full_name", "position", "unit"))
    if record["member_id"] or not name:
        yield record
        return
    known = directory.by_name.get(parse_name(name).key(), ())
    same = [one for one in known if any(_alike(post, p.position) or (unit and _alike(unit, p.unit)) for p in one.posts)]
    if known and (len(same) != 1 or len(known) != 1):
        raise BadCell("which_person", name)
    member_id = same[0].id if same else _made("m", parse_name(name).key())
    if not same:
        problems.add(record.row, "made_id", "member_id", member_id)
    yield Record(record.row, {**record.cells, "member_id": member_id})


def _branch(record: Record, directory: Directory, problems: Problems) -> Iterator[Record]:
    """A row of a list of branches: without an id, the branch of the same name and parent, else a new one."""
    name, parent = text(record["name"]), text(record["parent"])
    if record["branch_id"] or not name:
        yield record
        return
    known = {one.id for one in directory.roster.branches if _same_branch(one, name, parent)}
    if len(known) > 1:
        raise BadCell("which_branch", name)
    branch_id = next(iter(known), "") or _made("b", f"{name}, {parent or text(record['area'])}")
    if not known:
        problems.add(record.row, "made_id", "branch_id", branch_id)
    yield Record(record.row, {**record.cells, "branch_id": branch_id})


def _as_it_is(record: Record, directory: Directory, problems: Problems) -> Iterator[Record]:
    yield record


_LOOK_UP = {
    "roster": _person, "units": _as_it_is, "branches": _branch, "assignments": _assignment, "schedules": _schedule,
    "leaves": _leave, "terms": _as_it_is, "attendance": _as_it_is,
}  # fmt: skip


def _with_member(record: Record, directory: Directory, problems: Problems) -> dict[str, str]:
    name = text(record["full_name"])
    if record["member_id"]:
        known = directory.roster.by_id
        if known and record["member_id"] not in known:
            problems.add(record.row, "unknown_member", "member_id", record["member_id"])
        return dict(record.cells)
    member_id = directory.member(name, text(record["position"])) if name else ""
    return {**record.cells, "member_id": member_id}


def _tell_unknown(record: Record, branch_id: str, directory: Directory, problems: Problems) -> None:
    if branch_id and directory.branch_ids and branch_id not in directory.branch_ids:
        problems.add(record.row, "unknown_branch", "branch_id", branch_id)


def _may_be(member: Member, position: str) -> bool:
    return standing(position, member.posts) is not Standing.CONTRADICTS


def _surely(member: Member, position: str) -> bool:
    return bool(position) and standing(position, member.posts) > Standing.NONE


def _alike(one: str, other: str) -> bool:
    return bool(one) and words_of(one) == words_of(other)


def _same_branch(branch: Branch, name: str, parent: str) -> bool:
    same = marked_words(branch.name) == marked_words(name)
    return same and (not parent or marked_words(branch.parent) == marked_words(parent))


def _is_name(written: str) -> bool:
    """Words, not an id."""
    return " " in written


def _branches_in(written: str) -> list[str]:
    """`Chi bộ ấp 1; chi bộ ấp 2` → each of them."""
    folded = fold(written)
    starts = sorted({0, *(at for word in _BRANCH_WORDS for at in _found(folded, fold(word)))})
    if len(folded) != len(written) or len(starts) == 1:
        return [part.strip() for part in written.split(";") if part.strip()]
    ends = [*starts[1:], len(written)]
    return [part for i, j in zip(starts, ends, strict=True) if (part := written[i:j].strip(" ;,–-+"))]


def _found(written: str, word: str) -> Iterator[int]:
    at = written.find(word)
    while at >= 0:
        yield at
        at = written.find(word, at + 1)


def _made(sort: str, words: str) -> str:
    """An id that people can read; the digits keep apart what differs in tone marks alone."""
    bare = "-".join("".join(c if c.isalnum() else " " for c in fold(words, Key.TONELESS)).split())
    return f"{sort}-{bare}-{hashlib.sha256(fold(words, Key.PLACEMENT).encode()).hexdigest()[:4]}"
