"""`compliance explain`: a figure in words: the days bound and why, which meetings counted, which did not and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from itertools import pairwise

from compliance.binding import Binding, Ground, Stretch
from compliance.days import Days, between, common, union, without
from compliance.figure import Figure, Status
from compliance.periods import Period
from compliance.said_periods import period_in_words
from compliance.visits import Visit, VisitVerdict
from compliance.wording import Wording
from minutes.attendance import MeetingRecord
from roster.people import Member
from rules_catalog.rule import Rule

#: Branches and months that one explanation lists before it says how many more there are.
LISTED = 24


def explain(figure: Figure, language: str = "vi", branch_names: Mapping[str, str] | None = None) -> str:
    """Plain text, several lines. `branch_names`: how to call a branch id; ids are printed where none is given."""
    return "\n".join(Explanation(figure, Wording(language), branch_names or {}).lines()) + "\n"


class Explanation:
    """The parts of an explanation, each as lines, for text and for reports."""

    def __init__(self, figure: Figure, wording: Wording, branch_names: Mapping[str, str]) -> None:
        self._figure = figure
        self._say = wording.say
        self._words = wording
        self._branches = branch_names

    def lines(self) -> Iterator[str]:
        yield from self.head()
        yield self._say("explain", "grounds")
        yield from (f"  {line}" for line in self.days())
        if self._figure.visits:
            yield self._say("explain", "meetings")
        yield from (f"  {line}" for line in self.meetings())
        yield from self.papers()
        yield from (self._words.note(note) for note in self._figure.notes)
        yield self._say("explain", "version", version=self._figure.data_version)

    def head(self) -> Iterator[str]:
        """Whom, what rule, what it says, the verdict and the counts."""
        figure, words, terms = self._figure, self._words, self._figure.rule.terms
        name = f"{figure.member.name or figure.member.id} ({figure.member.id})"
        yield _head(words, name, figure.rule, figure.period)
        yield self._say(
            "explain",
            "rule",
            rule=figure.rule.id,
            version=figure.rule.version,
            cadence=words.cadence(terms),
            place=words.place(terms.where_kind),
        )
        if terms.quote:
            clause = f" ({terms.clause})" if terms.clause else ""
            yield self._say("explain", "quote", clause=clause, quote=" ".join(terms.quote.split()))
        yield self.verdict()
        yield self.counts()
        yield from self._marks()

    def verdict(self) -> str:
        status = self._figure.status
        return self._say("explain", "verdict", status=self._words.status(status), why=self._say("why", status))

    def counts(self) -> str:
        figure, number = self._figure, self._words.number
        return self._say(
            "explain",
            "counts",
            required=number(figure.required),
            attended=figure.attended,
            waiting=figure.waiting,
            remaining=number(figure.remaining),
            days=figure.bound_days,
            length=figure.period.length,
        )

    def _marks(self) -> Iterator[str]:
        if self._figure.prorated is not None:
            yield self._say("explain", "prorated", count=self._figure.prorated)
        if self._figure.status is Status.SHORT:
            yield self._say("explain", "confirmed" if self._figure.confirmed else "unconfirmed")

    def days(self) -> Iterator[str]:
        """One line for each run of days with one ground, in order."""
        return day_lines(self._figure.binding, self._figure.period, self._words)

    # -- meetings

    def meetings(self) -> Iterator[str]:
        """One line for each row of the register that names the member in the period."""
        if not self._figure.visits:
            yield self._say("explain", "no_meetings")
        for visit in self._figure.visits:
            meeting = visit.sighting.held.meeting
            held_on = self._words.written_day(meeting.date) or self._say("explain", "undated")
            yield f"{held_on}, {self.branch(meeting)} [{visit.sighting.row.id}]: {self._verdict(visit)}"

    def branch(self, meeting: MeetingRecord) -> str:
        if meeting.branch_id is None:
            return self._say("explain", "unsettled_branch")
        return self._branches.get(meeting.branch_id, meeting.branch_id)

    def _verdict(self, visit: Visit) -> str:
        detail = ""
        if visit.verdict is VisitVerdict.NOT_PRESENT:
            detail = self._words.term("attendance", visit.sighting.row.status)
        elif visit.verdict is VisitVerdict.KIND_DOES_NOT_COUNT:
            detail = self._words.term("kind", visit.sighting.held.meeting.kind)
        return self._say("verdict", visit.verdict, detail=detail)

    # -- papers

    def papers(self) -> Iterator[str]:
        figure = self._figure
        if figure.missing:
            listed = [f"{self._branches.get(b, b)} {self._words.month(m)}" for b, m in figure.missing[:LISTED]]
            if len(figure.missing) > LISTED:
                listed.append(self._say("explain", "more", count=len(figure.missing) - LISTED))
            yield self._say("explain", "missing", list="; ".join(listed))
        if figure.unseen_branches:
            yield self._say("explain", "unseen", count=figure.unseen_branches)


def explain_unbound(member: Member, rule: Rule, period: Period, binding: Binding, language: str = "vi") -> str:
    """Why the rule binds the member on no day of the period, in plain text: the grounds day by day."""
    words = Wording(language)
    name = f"{member.name or member.id} ({member.id})"
    lines = (
        _head(words, name, rule, period),
        words.say("explain", "unbound"),
        words.say("explain", "grounds"),
        *(f"  {line}" for line in day_lines(binding, period, words)),
    )
    return "\n".join(lines) + "\n"


def _head(words: Wording, member: str, rule: Rule, period: Period) -> str:
    return words.say(
        "explain",
        "head",
        member=member,
        document=words.document(rule.terms.document),
        period=period_in_words(period, words.language),
        start=words.day(period.start),
        end=words.day(period.end),
    )


def day_lines(binding: Binding, period: Period, words: Wording) -> Iterator[str]:
    """One line for each run of days of the period with one ground, in order."""
    found = [(interval, stretch) for stretch in _partition(binding, period) for interval in stretch.days]
    for (first, last), stretch in sorted(found, key=lambda item: item[0]):
        start, end = date.fromordinal(first), date.fromordinal(last)
        span = words.day(start) if first == last else f"{words.day(start)} – {words.day(end)}"
        yield f"{span}: {_ground(stretch, words)}"


def _partition(binding: Binding, period: Period) -> Iterator[Stretch]:
    """Every day of the period under its first ground; several posts that bind on one day are named together."""
    left = between(period.start, period.end)
    bound = [stretch for stretch in binding.stretches if stretch.ground is Ground.BOUND]
    for stretch in (*_together(bound), *_in_order(binding.stretches)):
        days = common(left, stretch.days)
        left = without(left, days)
        if days:
            yield Stretch(stretch.ground, days, stretch.detail)
    if left:
        yield Stretch(Ground.NO_POST, left)


def _ground(stretch: Stretch, words: Wording) -> str:
    if stretch.ground is Ground.NOT_IN_FORCE and stretch.detail:
        return words.say("ground", "superseded", detail=stretch.detail)
    detail = words.term("reason", stretch.detail) if stretch.ground is Ground.ON_LEAVE else stretch.detail
    return words.say("ground", stretch.ground, detail=detail or "–")


def _together(bound: list[Stretch]) -> Iterator[Stretch]:
    """The bound days cut so that each run has one set of posts."""
    if not bound:
        return
    edges = sorted({edge for stretch in bound for first, last in stretch.days for edge in (first, last + 1)})
    runs: dict[str, Days] = {}
    for first, after in pairwise(edges):
        held = [s.detail for s in bound if common(s.days, ((first, after - 1),))]
        if held:
            posts = "; ".join(dict.fromkeys(held))
            runs[posts] = union(runs.get(posts, ()), ((first, after - 1),))
    yield from (Stretch(Ground.BOUND, days, posts) for posts, days in runs.items())


_ORDER = (Ground.NOT_IN_FORCE, Ground.EXCLUDED, Ground.OTHER_RULE, Ground.ON_LEAVE)


def _in_order(stretches: Iterable[Stretch]) -> Iterator[Stretch]:
    for ground in _ORDER:
        yield from (stretch for stretch in stretches if stretch.ground is ground)
