#!/usr/bin/env python3
"""How fast the figures of a province are, and how time and memory grow to ten times that.

    bench_compliance.py [--only province|large] [--json]

Two worlds are made up: a province (1,000 members, 5 rules, 933 branches, 5 years of monthly meetings) and one ten
times as large in members, with 100,000 meetings and a million rows of attendance. Timed is `figures`, from the facts
to the last figure, for one year and for all five; memory is what the call itself holds at its peak (tracemalloc, in a
run of its own, because it slows the call) and the process's largest resident size."""

from __future__ import annotations

import argparse
import gc
import json
import random
import resource
import sys
import time
import tracemalloc
from dataclasses import asdict, dataclass
from datetime import date

from compliance.figures import figures
from compliance.rows import as_json
from extract.obligation import Per, WhereKind
from minutes.attendance import AttendanceRecord, MeetingRecord, Register
from roster.people import (
    Assignment,
    AttendanceStatus,
    Branch,
    BranchKind,
    Leave,
    MeetingKind,
    Member,
    Post,
    Roster,
    Validity,
)
from rules_catalog.rule import Instrument, PartialPeriod, Rule, RuleState, RuleTerms

YEARS = range(2019, 2024)
AS_OF = date(2024, 1, 15)
ROLES = (
    ("provincial_committee_member", 60),
    ("provincial_standing_committee_member", 15),
    ("party_building_board_leader", 25),
    ("district_committee_member", 300),
    ("commune_committee_member", 600),
)


@dataclass(frozen=True)
class Size:
    name: str
    members: int
    branches: int
    meetings: int
    rows: int


SIZES = (Size("province", 1_000, 933, 933 * 60, 20_000), Size("large", 10_000, 1_667, 100_000, 1_000_000))


@dataclass(frozen=True)
class Measured:
    world: str
    period: str
    figures: int
    seconds: float
    cpu_seconds: float
    rows_seconds: float
    peak_mib: float
    resident_mib: float


def rules() -> tuple[Rule, ...]:
    def rule(number: int, who: str, place: WhereKind, count: int, per: Per, partial: PartialPeriod) -> Rule:
        document = Instrument(f"{30 + number}-QĐ/TU", "Quy định", date(2018, 8, 7), "Ban Thường vụ Tỉnh ủy")
        terms = RuleTerms(
            document=document,
            who_ids=(who,),
            where_kind=place,
            min_count=count,
            per=per,
            effective_from=date(2018, 8, 7),
            partial_period=partial,
        )
        return Rule(f"r{number}", 1, RuleState.ACTIVE, terms)

    residential, assigned = WhereKind.RESIDENTIAL_BRANCH, WhereKind.ASSIGNED_BRANCH
    return (
        rule(1, "provincial_committee_member", residential, 2, Per.YEAR, PartialPeriod.SKIP),
        rule(2, "provincial_standing_committee_member", assigned, 1, Per.QUARTER, PartialPeriod.PRORATE),
        rule(3, "party_building_board_leader", assigned, 1, Per.QUARTER, PartialPeriod.SKIP),
        rule(4, "district_committee_member", residential, 6, Per.YEAR, PartialPeriod.FULL),
        rule(5, "commune_committee_member", residential, 6, Per.YEAR, PartialPeriod.PRORATE),
    )


def roster(size: Size, chance: random.Random) -> Roster:
    branches = tuple(
        Branch(f"b{n:05d}", f"Chi bộ ấp {n % 12 + 1}", _kind(chance), f"Đảng bộ xã {n // 12}", f"xã {n // 12}")
        for n in range(size.branches)
    )
    roles = [role for role, share in ROLES for _ in range(share)]
    members = tuple(_member(n, roles[n % len(roles)], branches, chance) for n in range(size.members))
    assignments = tuple(
        Assignment(member.id, chance.choice(branches).id, None, _span(chance))
        for member in members
        if chance.random() < 0.8
    )
    leaves = tuple(
        Leave(member.id, Validity(date(2022, 3, 1), date(2022, 3, 1 + chance.randrange(30))), "study")
        for member in members
        if chance.random() < 0.03
    )
    return Roster(members, (), branches, assignments, leaves)


def _kind(chance: random.Random) -> BranchKind:
    return BranchKind.RESIDENTIAL if chance.random() < 0.9 else BranchKind.AGENCY


def _span(chance: random.Random) -> Validity:
    return Validity(date(chance.choice((2015, 2018, 2021)), 1, 1), None)


def _member(number: int, role: str, branches: tuple[Branch, ...], chance: random.Random) -> Member:
    start = date(chance.choice((2015, 2015, 2015, 2018, 2021)), chance.randrange(1, 13), 5)
    posts = [Post("Cấp ủy viên", "Đảng bộ", (role,), Validity(start, None))]
    if chance.random() < 0.5:
        posts.append(Post("Đảng viên", "", ("party_member",), Validity(), chance.choice(branches).id))
    return Member(f"m{number:05d}", f"Nguyễn Văn {number}", tuple(posts))


def register(size: Size, people: Roster, chance: random.Random) -> Register:
    months = [(year, month) for year in YEARS for month in range(1, 13)]
    branches = [branch.id for branch in people.branches]
    # About one month in two hundred has no minutes.
    slots = [(branch, year, month) for year, month in months for branch in branches if chance.random() > 0.005]
    meetings = tuple(
        MeetingRecord(f"s{n:06d}", branch, f"{year}-{month:02d}-{chance.randrange(1, 28):02d}", MeetingKind.REGULAR)
        for n, (branch, year, month) in enumerate(slots[: size.meetings])
    )
    members = [member.id for member in people.members]
    rows = tuple(
        AttendanceRecord(
            f"a{n:07d}",
            chance.choice(meetings).id,
            chance.choice(members),
            AttendanceStatus.PRESENT if chance.random() < 0.9 else AttendanceStatus.ABSENT_EXCUSED,
            chance.random() < 0.02,
        )
        for n in range(size.rows)
    )
    return Register(meetings, rows)


def measure(size: Size, people: Roster, book: Register, period: str) -> Measured:
    known = rules()
    figures(known, people, Register(), "2018", AS_OF)  # the ladder of posts is read once a process
    gc.collect()
    start, cpu = time.perf_counter(), time.process_time()
    found = figures(known, people, book, period, AS_OF)
    seconds, cpu_seconds = time.perf_counter() - start, time.process_time() - cpu
    start = time.perf_counter()
    as_json(found)
    rows_seconds = time.perf_counter() - start
    number = len(found)
    del found
    gc.collect()
    tracemalloc.start()
    figures(known, people, book, period, AS_OF)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    resident = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return Measured(size.name, period, number, seconds, cpu_seconds, rows_seconds, peak / 2**20, resident)


COLUMNS = (
    ("world", "world", "10"),
    ("period", "period", "12"),
    ("figures", "figures", ">8"),
    ("seconds", "seconds", ">8.2f"),
    ("cpu_seconds", "CPU s", ">8.2f"),
    ("rows_seconds", "JSON s", ">8.2f"),
    ("peak_mib", "peak MiB", ">9.0f"),
    ("resident_mib", "resident MiB", ">13.0f"),
)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", choices=[size.name for size in SIZES])
    parser.add_argument("--json", action="store_true", help="JSON Lines instead of a table")
    options = parser.parse_args()
    if not options.json:
        print(*(format(heading, look.partition(".")[0]) for _, heading, look in COLUMNS))
    for size in SIZES:
        if options.only not in (None, size.name):
            continue
        chance = random.Random(7)
        people = roster(size, chance)
        book = register(size, people, chance)
        for period in ("2023", "2019..2023"):
            done = asdict(measure(size, people, book, period))
            line = json.dumps(done) if options.json else " ".join(format(done[name], look) for name, _, look in COLUMNS)
            print(line, flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
