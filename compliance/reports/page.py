"""HTML: one self-contained file, nothing is loaded from anywhere. Bars differ by pattern, sign and number as well as by
colour; every figure opens to its explanation and leads to the meetings behind it, with pictures of the papers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest

from jinja2 import Environment, PackageLoader, StrictUndefined

from compliance.explaining import Explanation
from compliance.reports import annexes
from compliance.reports.evidence import Meetings, data_uri
from compliance.reports.report import Line, Report, RuleTotal
from compliance.reports.tables import ORDER, Cell, FigureWords, rule_name, summary
from compliance.said_periods import period_in_words
from compliance.wording import Wording, sign
from rules_catalog.rule import Rule


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of a bar: `start` and `width` in percent of its length."""

    status: str
    word: str
    sign: str
    count: int
    start: float
    width: float


@dataclass(frozen=True, slots=True)
class Bar:
    """One rule's cases."""

    name: str
    total: int
    segments: tuple[Segment, ...]
    #: what the filter of the list finds the rule's cases by
    rule: str = ""

    @property
    def said(self) -> str:
        return ", ".join(f"{segment.word} {segment.count}" for segment in self.segments)


@dataclass(frozen=True, slots=True)
class Entry:
    """One figure as a line that opens."""

    id: str
    name: str
    position: str
    rule: str
    period: str
    counts: str
    status: str
    sign: str
    word: str
    marks: tuple[str, ...]
    explanation: tuple[str, ...]
    days: tuple[str, ...]
    meetings: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Clause:
    """A rule's own words, and their place on the page as a data URI."""

    rule: str
    version: int
    quote: str
    picture: str


def page(report: Report) -> str:
    """The whole report as one HTML document; the same report gives the same text."""
    says = FigureWords(report)
    words = says.words
    environment = Environment(
        loader=PackageLoader("compliance.reports"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["cell"] = lambda cell: _cell(cell, words)
    meetings = Meetings(report.figures, report.evidence, words, says.branch_names)
    tables = [
        make(report) for make in (annexes.missing, annexes.waiting, annexes.recommendations, annexes.registration)
    ]
    return environment.get_template("report.html").render(
        report=report,
        say=words.say,
        title=words.say("page", "title", period=period_in_words(report.request, report.language)),
        bars=[bar(total, words) for total in report.totals()],
        legend=[(status.value, sign(status), words.status(status)) for status in ORDER],
        summary=summary(report),
        entries=[_entry(number, line, says, meetings) for number, line in enumerate(report.lines, 1)],
        meetings=list(meetings.shown()),
        clauses=list(_clauses(report)),
        tables=[table for table in tables if table.rows],
        rules=annexes.rules(report),
        notes=annexes.notes(report),
    )


def bar(total: RuleTotal, words: Wording) -> Bar:
    segments, start = [], 0.0
    for status in ORDER:
        count = total.counts[status]
        if count:
            width = 100 * count / total.total
            segments.append(Segment(status.value, words.status(status), sign(status), count, start, width))
            start += width
    return Bar(rule_name(total, words), total.total, tuple(segments), _short(total.rule))


def _short(rule: Rule) -> str:
    return rule.terms.document.number or rule.id


def _clauses(report: Report) -> Iterator[Clause]:
    for rule in report.rules:
        quote = " ".join(rule.terms.quote.split())
        if quote:
            picture = report.evidence.rules.get((rule.id, rule.version))
            yield Clause(rule.id, rule.version, quote, data_uri(picture))


def _entry(number: int, line: Line, says: FigureWords, meetings: Meetings) -> Entry:
    figure = line.figure
    told = Explanation(figure, says.words, says.branch_names)
    papers = tuple(told.papers())
    notes = tuple(says.words.note(note) for note in figure.notes)
    return Entry(
        id=f"f{number}",
        name=figure.member.name or figure.member_id,
        position=line.position,
        rule=_short(figure.rule),
        period=figure.period.label,
        counts=f"{figure.attended}/{says.words.number(figure.required)}",
        status=figure.status.value,
        sign=sign(figure.status),
        word=says.words.status(figure.status),
        marks=tuple(mark for mark in (says.confirmation(figure), says.provisional(figure)) if mark),
        explanation=(*told.head(), *papers, *notes),
        days=tuple(told.days()),
        meetings=tuple(zip_longest(told.meetings(), map(meetings.anchor, figure.visits), fillvalue="")),
    )


def _cell(cell: Cell, words: Wording) -> str:
    if cell is None:
        return ""
    if isinstance(cell, float):
        return f"{cell:.1f}".replace(".", "," if words.language == "vi" else ".")
    return str(cell) if isinstance(cell, (str, int)) else words.day(cell)
