"""The tables of a report's results, as every format shows them: headings, kinds of cells, rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from compliance.explaining import Explanation
from compliance.figure import Figure, Note, Status
from compliance.reports.report import Report, RuleTotal
from compliance.visits import Visit
from compliance.wording import Wording, setting_of, sign

Cell = str | int | float | date | None


class CellKind(StrEnum):
    TEXT = "text"
    COUNT = "count"
    SHARE = "share"
    DAY = "day"


@dataclass(frozen=True, slots=True)
class Column:
    """`width` in characters, as a spreadsheet counts them."""

    heading: str
    kind: CellKind = CellKind.TEXT
    width: int = 14


@dataclass(frozen=True, slots=True)
class Table:
    """`id` is the table's key in `words.toml`; `sheet` its short name, `caption` the long one."""

    id: str
    sheet: str
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]


def column(key: str, words: Wording) -> Column:
    return Column(
        words.say("column", key), CellKind(setting_of("column", key, "kind")), int(setting_of("column", key, "width"))
    )


def table(id_: str, words: Wording, columns: Iterable[Column], rows: Iterable[tuple[Cell, ...]]) -> Table:
    return Table(id_, words.say("sheet", id_), words.say("caption", id_), tuple(columns), tuple(rows))


#: The figures at which a reader looks first.
ORDER = (
    Status.SHORT,
    Status.UNKNOWN,
    Status.REVIEW,
    Status.PENDING,
    Status.PARTIAL,
    Status.MET,
    Status.NOT_REQUIRED,
    Status.EXEMPT,
)
#: Notes that hold for all figures of a rule or a period; a report says them once.
_SAID_ONCE = frozenset({Note.PERIOD_OPEN, Note.PRESS_REPORT, Note.ASSUMED, Note.MINUTES_MISSING})
_DETAILS = (
    *("number", "member_id", "name", "position", "unit", "rule", "rule_id", "version", "period", "period_from"),
    *("period_to", "bound_days", "required", "attended", "year_total", "waiting", "remaining", "status", "confirmed"),
    *("provisional", "meetings", "unseen", "why"),
)
_VISITS = (
    *("number", "name", "position", "branch_attended", "date", "kind", "content", "recommendation", "outcome"),
    *("attended", "year_total", "required", "status", "why"),
)
#: What fits on paper of a figure's details.
_BRIEF = ("number", "name", "position", "rule", "period", "required", "attended", "remaining", "status", "why")


class FigureWords:
    """A figure's cells in the report's language."""

    def __init__(self, report: Report) -> None:
        self.words = Wording(report.language)
        self.branch_names: Mapping[str, str] = {
            id_: f"{branch.name}, {branch.parent}" if branch.parent else branch.name
            for id_, branch in report.branches.items()
        }

    def branch(self, branch_id: str | None) -> str:
        if branch_id is None:
            return self.words.say("explain", "unsettled_branch")
        return self.branch_names.get(branch_id, branch_id)

    def status(self, figure: Figure) -> str:
        return f"{sign(figure.status)} {self.words.status(figure.status)}"

    def confirmation(self, figure: Figure) -> str:
        """Whether a shortfall was confirmed by a person; empty where there is none."""
        if figure.status is not Status.SHORT:
            return ""
        return self.words.say("mark", "confirmed" if figure.confirmed else "unconfirmed")

    def marked(self, figure: Figure) -> str:
        """The status with the mark without which nobody is called short, and whether it is provisional."""
        provisional = self.words.say("mark", "provisional") if figure.provisional else ""
        marks = ", ".join(mark for mark in (self.confirmation(figure), provisional) if mark)
        return f"{self.status(figure)} ({marks})" if marks else self.status(figure)

    def provisional(self, figure: Figure) -> str:
        return self.words.say("mark", "provisional") if figure.provisional else ""

    def counted(self, figure: Figure) -> str:
        return "; ".join(f"{self.branch(v.branch_id)} ({self.words.written_day(v.date)})" for v in figure.counted)

    def why(self, figure: Figure, notes: Iterable[Note] | None = None) -> str:
        """Why the verdict, the papers that are missing, and what makes the figure provisional."""
        parts = [] if figure.status is Status.MET else [self.words.say("why", figure.status)]
        if figure.prorated is not None:
            parts.append(self.words.say("explain", "prorated", count=figure.prorated))
        parts += [self.words.note(note) for note in (figure.notes if notes is None else notes)]
        parts += Explanation(figure, self.words, self.branch_names).papers()
        return "; ".join(part.rstrip(".") for part in parts)

    def short_why(self, figure: Figure) -> str:
        if figure.status in (Status.MET, Status.NOT_REQUIRED):
            return ""
        return self.words.say("why", figure.status)


def summary(report: Report) -> Table:
    """A row for each rule: cases by status, and the share met of those judged."""
    words = Wording(report.language)
    statuses = tuple(Column(words.status(status), CellKind.COUNT, 11) for status in ORDER[1:])
    before = [column(key, words) for key in ("rule_name", "total", "short_unconfirmed", "short_confirmed")]
    columns = (*before, *statuses, column("share", words))
    return table("summary", words, columns, (_summary_row(total, words) for total in report.totals()))


def _summary_row(total: RuleTotal, words: Wording) -> tuple[Cell, ...]:
    short = total.counts[Status.SHORT] - total.short_confirmed
    others = (total.counts[status] for status in ORDER[1:])
    return (rule_name(total, words), total.total, short, total.short_confirmed, *others, total.share)


def rule_name(total: RuleTotal, words: Wording) -> str:
    terms = total.rule.terms
    return f"{words.document(terms.document)}: {words.cadence(terms)} [{total.rule.id}]"


def details(report: Report) -> Table:
    """One row a figure, with everything that the figure says."""
    says = FigureWords(report)
    columns = (column(key, says.words) for key in _DETAILS)
    rows = (
        (
            number,
            line.figure.member_id,
            line.figure.member.name,
            line.position,
            line.unit,
            line.figure.rule.terms.document.number or "",
            line.figure.rule_id,
            line.figure.rule.version,
            line.figure.period.label,
            line.figure.period.start,
            line.figure.period.end,
            line.figure.bound_days,
            line.figure.required,
            line.figure.attended,
            line.year_total,
            line.figure.waiting,
            line.figure.remaining,
            says.status(line.figure),
            says.confirmation(line.figure),
            says.provisional(line.figure),
            says.counted(line.figure),
            line.figure.unseen_branches,
            says.why(line.figure),
        )
        for number, line in enumerate(report.lines, 1)
    )
    return table("details", says.words, columns, rows)


def brief(report: Report) -> Table:
    """The details as a page has room for them; the status carries its marks."""
    says = FigureWords(report)
    columns = (column(key, says.words) for key in _BRIEF)
    rows = (
        (
            number,
            line.figure.member.name or line.figure.member_id,
            line.position,
            line.figure.rule.terms.document.number or line.figure.rule_id,
            line.figure.period.label,
            line.figure.required,
            line.figure.attended,
            line.figure.remaining,
            says.marked(line.figure),
            says.why(line.figure, (note for note in line.figure.notes if note not in _SAID_ONCE)),
        )
        for number, line in enumerate(report.lines, 1)
    )
    return table("details", says.words, columns, rows)


def visits(report: Report) -> Table:
    """The quarter report of the committees' practice: one row a visit, with room for what no program knows."""
    says = FigureWords(report)
    columns = (column(key, says.words) for key in _VISITS)
    return table("visits", says.words, columns, _visit_rows(report, says))


def _visit_rows(report: Report, says: FigureWords) -> Iterable[tuple[Cell, ...]]:
    asked = _asked(report)
    number = 0
    for line in report.lines:
        figure = line.figure
        tail = (figure.attended, line.year_total, figure.required, says.marked(figure), says.short_why(figure))
        for visit in figure.counted or (None,):
            number += 1
            yield (number, figure.member.name, line.position, *_visit(visit, says, asked), *tail)


def _visit(visit: Visit | None, says: FigureWords, asked: Mapping[tuple[str | None, str], str]) -> tuple[Cell, ...]:
    """Branch, day, kind; what was said (left open); what the branch asked for; the outcome (left open)."""
    if visit is None:
        return ("", None, "", "", "", "")
    kind = says.words.term("kind", visit.sighting.held.meeting.kind)
    return (says.branch(visit.branch_id), day(visit.date), kind, "", asked.get((visit.branch_id, visit.date), ""), "")


def _asked(report: Report) -> dict[tuple[str | None, str], str]:
    found: dict[tuple[str | None, str], str] = {}
    for each in report.recommendations:
        key = (each.branch_id, each.date)
        found[key] = f"{found[key]}; {each.text}" if key in found else each.text
    return found


def day(text: str) -> Cell:
    """A date where the day is known, else the text as it is."""
    return date.fromisoformat(text) if len(text) == 10 else text
