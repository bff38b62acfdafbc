"""The questions of `minutes enter`: branch, day, kind and people, typed without marks and chosen by number."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

import click

from diemdanh.cli.desk import day_of
from diemdanh.cli.spoken import tell
from diemdanh.failures import Complaint, failure_of
from diemdanh.finding import ranked
from diemdanh.hand import Person, capacity_of
from diemdanh.messages import say
from minutes.entry import KeptMeeting
from roster.people import AttendanceStatus, Branch, Capacity, MeetingKind, Member, Roster

T = TypeVar("T")
_SHOWN = 9
_NOBODY = "0"
#: what may stand behind a person's number
_MARKS = {"-": AttendanceStatus.ABSENT_EXCUSED, "=": AttendanceStatus.DELEGATED, "*": AttendanceStatus.PRESENT}
_KINDS = tuple(MeetingKind)


@dataclass(frozen=True, slots=True)
class Answers:
    """One meeting as a person tells it."""

    branch_id: str
    day: date
    kind: MeetingKind
    people: tuple[Person, ...]


def asked(roster: Roster, kept: KeptMeeting | None) -> Answers | None:
    """Asks for one meeting (`kept`: what was read of it); None where the person leaves it."""
    branch = _branch(roster, kept)
    if branch is None:
        return None
    day = _day(kept.date if kept and len(kept.date) == 10 else None)
    kind = _kind()
    people = _people(roster, branch.id, day)
    found = Answers(branch.id, day, kind, people)
    named = "; ".join(f"{roster.by_id[p.member_id].name} ({say(f'status.{p.status}')})" for p in people)
    said = say(f"kind.{kind}")
    tell(say("hand.summary", branch=branch.name, date=day, kind=said, people=named or say("hand.nobody")))
    return found if not _line(say("hand.ask_save")) else None


def _line(question: str, default: str = "") -> str:
    answer: str = click.prompt(question, default=default, show_default=bool(default), err=True)
    return answer.strip()


def _branch(roster: Roster, kept: KeptMeeting | None) -> Branch | None:
    known = {branch.id: branch for branch in roster.branches}
    shown = [(f"{b.name} {b.parent} {b.area}", b) for b in known.values()]
    meant = known.get(kept.branch_id or "") if kept else None
    while typed := _line(say("hand.ask_branch"), meant.name if meant else ""):
        if meant and typed == meant.name:
            return meant
        found = _chosen(ranked(shown, typed), lambda b: f"{b.name} — {b.parent or b.id}", "hand.ask_which")
        if found:
            return found[0]
    return None


def _day(read: str | None) -> date:
    while True:
        try:
            day = day_of(_line(say("hand.ask_date"), read or ""))
        except Complaint as complaint:
            tell(failure_of(complaint).sentence)
            continue
        if day is not None:
            return day


def _kind() -> MeetingKind:
    named = ", ".join(f"{n} {say(f'kind.{kind}')}" for n, kind in enumerate(_KINDS, 1))
    while True:
        typed = _line(say("hand.ask_kind", kinds=named)) or "1"
        if typed.isdecimal() and 1 <= int(typed) <= len(_KINDS):
            return _KINDS[int(typed) - 1]


def _people(roster: Roster, branch_id: str, day: date) -> tuple[Person, ...]:
    """Those named, each once, the last word on him counting. An empty line alone is no answer."""
    serving = [(f"{m.name} {' '.join(p.position for p in m.posts_on(day))}", m) for m in roster.serving_on(day)]
    found: dict[str, Person] = {}
    while (typed := _line(say("hand.ask_person"))) != _NOBODY:
        if not typed and found:
            break
        if not typed:
            tell(say("hand.say_who"))
        elif chosen := _chosen(ranked(serving, typed), lambda m: _called(m, day), "hand.ask_number"):
            member, mark = chosen
            found[member.id] = _person(member, mark, branch_id, day)
    return tuple(found.values()) if typed != _NOBODY else ()


def _called(member: Member, day: date) -> str:
    return f"{member.name}, {'; '.join(post.position for post in member.posts_on(day))} ({member.id})"


def _person(member: Member, mark: str, branch_id: str, day: date) -> Person:
    capacity = Capacity.OWN_BRANCH if mark == "*" else capacity_of(member, branch_id, day)
    return Person(member.id, _MARKS.get(mark, AttendanceStatus.PRESENT), capacity)


def _chosen(found: Sequence[T], shown: Callable[[T], str], question: str) -> tuple[T, str] | None:
    """The candidate whose number is typed, with the mark behind it; None where it is none of them."""
    if not found:
        tell(say("hand.nothing_like_it"))
        return None
    for n, one in enumerate(found[:_SHOWN], 1):
        tell(f"  {n}. {shown(one)}")
    typed = _line(say(question))
    number, mark = (typed[:-1], typed[-1]) if typed[-1:] in _MARKS else (typed, "")
    if not number.strip().isdecimal() or not 1 <= int(number) <= min(len(found), _SHOWN):
        return None
    return found[int(number) - 1], mark
