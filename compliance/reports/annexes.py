"""The tables that stand behind the results: assignments, what is open, recommendations, rules, notes."""

from __future__ import annotations

from collections.abc import Iterable

from compliance.figure import Status
from compliance.reports.report import Report
from compliance.reports.tables import Cell, FigureWords, Table, column, details, summary, table, visits
from compliance.reports.topics import topic_of, topics
from compliance.said_periods import period_in_words, schedule_in_words
from compliance.wording import Wording
from extract.obligation import DocumentEvidence
from roster.ladder import ladder
from roster.people import Validity
from rules_catalog.rule import Rule

#: Names that one cell lists before it says how many more there are.
LISTED = 8


def all_tables(report: Report) -> tuple[Table, ...]:
    """Every table, in the order in which papers have them."""
    makers = (summary, details, visits, registration, missing, waiting, recommendations, rules, notes)
    return tuple(make(report) for make in makers)


def _made(report: Report, id_: str, keys: str, rows: Iterable[tuple[Cell, ...]]) -> Table:
    words = Wording(report.language)
    return table(id_, words, (column(key, words) for key in keys.split()), rows)


def registration(report: Report) -> Table:
    """Who is to go where, with the branches' usual days."""
    keys = "number name position area branch_assigned meeting_day note"
    return _made(report, "registration", keys, _registration_rows(report))


def _registration_rows(report: Report) -> Iterable[tuple[Cell, ...]]:
    says = FigureWords(report)
    positions = {line.figure.member_id: line.position for line in report.lines}
    for number, each in enumerate(report.registered, 1):
        assignment = each.assignment
        branch = report.branches.get(assignment.branch_id or "")
        where = says.branch(assignment.branch_id) if assignment.branch_id else says.words.say("mark", "all_branches")
        yield (
            number,
            report.names.get(each.member_id, each.member_id),
            positions.get(each.member_id, ""),
            assignment.area or (branch.area or branch.parent if branch else ""),
            where,
            meeting_days(report, assignment.branch_id),
            _span(assignment.validity, says.words),
        )


def meeting_days(report: Report, branch_id: str | None) -> str:
    """The branch's usual days on the as-of date, in words."""
    found = (s for s in report.schedules if branch_id and s.branch_id == branch_id and s.validity.holds(report.as_of))
    return "; ".join(schedule_in_words(schedule, report.language) for schedule in found)


def _span(validity: Validity, words: Wording) -> str:
    parts = [words.day(each) if each else "…" for each in (validity.start, validity.end)]
    return "" if parts == ["…", "…"] else " – ".join(parts)


def missing(report: Report) -> Table:
    return _made(report, "missing", "number branch parent months concerned names", _missing_rows(report))


def _missing_rows(report: Report) -> Iterable[tuple[Cell, ...]]:
    words = Wording(report.language)
    for number, each in enumerate(report.missing, 1):
        branch = report.branches.get(each.branch_id)
        name, parent = (branch.name, branch.parent) if branch else (each.branch_id, "")
        months = ", ".join(words.month(month) for month in each.months)
        yield number, name, parent, months, len(each.member_ids), _people(report, each.member_ids)


def _people(report: Report, member_ids: tuple[str, ...]) -> str:
    named = [report.names.get(id_, id_) for id_ in member_ids[:LISTED]]
    if len(member_ids) > LISTED:
        named.append(Wording(report.language).say("explain", "more", count=len(member_ids) - LISTED))
    return ", ".join(named)


def waiting(report: Report) -> Table:
    says = FigureWords(report)
    rows = (
        (n, _people(report, w.member_ids), says.branch(w.branch_id), says.words.written_day(w.date), w.row_id)
        for n, w in enumerate(report.waiting, 1)
    )
    return _made(report, "waiting", "number names branch date row_id", rows)


def recommendations(report: Report) -> Table:
    """By unit, then by topic, then by branch and date."""
    keys = "number parent topic branch date recommendation"
    return _made(report, "recommendations", keys, _recommendation_rows(report))


def _recommendation_rows(report: Report) -> Iterable[tuple[Cell, ...]]:
    words = Wording(report.language)
    places = {topic.id: place for place, topic in enumerate(topics())}
    found = []
    for each in report.recommendations:
        branch = report.branches.get(each.branch_id or "")
        topic = topic_of(each.text)
        name, parent = (branch.name, branch.parent) if branch else (each.branch_id or "", "")
        found.append((parent, places[topic.id], name, each.date, each.text, topic.name(report.language)))
    for number, (parent, _, name, held_on, said, about) in enumerate(sorted(found), 1):
        yield number, parent, about, name, words.written_day(held_on), said


def rules(report: Report) -> Table:
    keys = (
        "rule_id version document issued issuer who place cadence effective_from effective_to state evidence assumed "
        "clause quote"
    )
    return _made(report, "rules", keys, (_rule_row(rule, report.language) for rule in report.rules))


def _rule_row(rule: Rule, language: str) -> tuple[Cell, ...]:
    terms, words = rule.terms, Wording(language)
    document = terms.document
    press = terms.evidence is DocumentEvidence.PRESS_REPORT
    return (
        rule.id,
        rule.version,
        " ".join(part for part in (document.type, document.number) if part),
        document.issued,
        document.issuer or "",
        bearers(rule, language),
        words.place(terms.where_kind),
        words.cadence(terms),
        terms.effective_from,
        terms.effective_to or rule.closed_on,
        words.term("state", rule.state),
        words.say("mark", "press_report" if press else "instrument"),
        "; ".join(f"{words.term('column', name)}: {reason}" for name, reason in terms.assumed),
        terms.clause or "",
        " ".join(terms.quote.split()),
    )


def bearers(rule: Rule, language: str) -> str:
    """Whom the rule names, in its own words, else by the names of the posts; and whom it leaves out."""
    terms = rule.terms
    named = terms.who or tuple(_role(id_, language) for id_ in terms.who_ids if id_)
    left_out = terms.who_excludes or tuple(_role(id_, language) for id_ in terms.who_excludes_ids if id_)
    return "; ".join(named) + (f" (– {'; '.join(left_out)})" if left_out else "")


def _role(role_id: str, language: str) -> str:
    role = ladder().roles.get(role_id)
    return role_id if role is None else role.vi if language == "vi" else role.en


def notes(report: Report) -> Table:
    """The period, the as-of date, the settings, and what is provisional, unknown or unconfirmed: on every report."""
    words = Wording(report.language)
    rows = ((words.say("setting", key), value) for key, value in _settings(report, words))
    return _made(report, "notes", "item value", rows)


def _settings(report: Report, words: Wording) -> Iterable[tuple[str, Cell]]:
    yield "period", f"{period_in_words(report.request, report.language)} [{report.request.label}]"
    yield "as_of", words.day(report.as_of)
    yield "selection", report.selection or words.say("setting", "everything")
    yield "rules", "; ".join(f"{rule.id} v{rule.version}" for rule in report.rules)
    yield "data_version", report.data_version
    yield "kinds", ", ".join(words.term("kind", kind) for kind in report.settings.counting_kinds)
    yield "leave_days", report.settings.leave_days
    yield "provisional", report.provisional
    yield "unknown", report.by_status().get(Status.UNKNOWN, 0)
    yield "unconfirmed", report.unconfirmed
    yield "unseen", report.unseen
    for note in sorted(report.notes):
        yield "caution", words.note(note)
    for sentence in ("judged_apart", "unconfirmed", "share"):
        yield "judged_apart", words.say("sentence", sentence)
