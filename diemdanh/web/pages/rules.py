"""Regulations: the list of rules, one file with its rules, the review page, versions side by side."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from diemdanh.messages import known, say
from diemdanh.web.lighting import Lighting, lighting_of
from diemdanh.web.pages.routes import TWINS, Version
from diemdanh.web.reading import given_name
from diemdanh.web.ruling import (
    DecisionChoice,
    EditForm,
    FieldShown,
    Line,
    decisions,
    edit_form,
    fields,
    line,
    preview_words,
)
from diemdanh.web.sight import Sight
from diemdanh.web.visits import Visit, Visitor
from diemdanh.web.wording import summary, title, value_words, who
from rules_catalog.catalogue import Catalogue
from rules_catalog.lifecycle import IN_WORK
from rules_catalog.rule import Rule, RuleState
from rules_catalog.terms_json import as_fields
from store import journal

_PURPOSE = "regulation"


@dataclass(frozen=True, slots=True)
class StateCount:
    state: RuleState
    count: int


@dataclass(frozen=True, slots=True)
class RulesPage:
    rows: tuple[Line, ...]
    states: tuple[StateCount, ...]
    state: RuleState | None


@TWINS.page("/regulations", "rules.html")
def regulations(visit: Visit, state: RuleState | None = None) -> RulesPage:
    """Every rule: what is in work and what is live."""
    everything = visit.sight.rules()
    rows = tuple(line(rule) for rule in everything if state in (None, rule.state))
    counts = ((one, sum(rule.state is one for rule in everything)) for one in RuleState)
    return RulesPage(rows, tuple(StateCount(one, count) for one, count in counts if count), state)


@dataclass(frozen=True, slots=True)
class FilePage:
    """One regulation file: its name, and the rules that were read from it."""

    sha256: str
    name: str
    rules: tuple[Line, ...]


@TWINS.page("/regulations/{sha256}", "rule_file.html")
def regulation_file(visit: Visit, sha256: str) -> FilePage:
    row = visit.sight.file(sha256, _PURPOSE)
    rows = tuple(line(rule) for rule in visit.sight.rules() if rule.terms.source_sha256 == sha256)
    return FilePage(sha256, given_name(row.shown_name), rows)


@dataclass(frozen=True, slots=True)
class VersionLine:
    version: int
    state: RuleState
    by: str
    at: datetime | None


@dataclass(frozen=True, slots=True)
class HistoryLine:
    operation: int
    kind: str
    version: int
    state: RuleState
    by: str
    at: datetime
    reason: str
    undone: bool


@dataclass(frozen=True, slots=True)
class RulePage:
    """The review page. `last_operation` can be undone; `preview` is the dry run of activation in words."""

    id: str
    version: int
    state: RuleState
    title: str
    who: str
    summary: str
    quote: str
    confidence: float | None
    press: bool
    sha256: str | None
    file: str
    fields: tuple[FieldShown, ...]
    lighting: Lighting
    decisions: tuple[DecisionChoice, ...]
    preview: tuple[str, ...]
    ready: bool
    form: EditForm | None
    versions: tuple[VersionLine, ...]
    history: tuple[HistoryLine, ...]
    last_operation: int | None
    next_id: str


@TWINS.page("/rules/{rule_id}", "rule.html")
def rule_review(visit: Visit, rule_id: str, version: Version = None) -> RulePage:
    """One version of a rule beside the page that it was read from."""
    return _page(visit, visit.sight.rule(rule_id, version), version is None)


def _page(visit: Visitor, rule: Rule, newest: bool) -> RulePage:
    store, terms, sight = visit.office.store, rule.terms, visit.sight
    catalogue, roster = sight.catalogue, sight.reach.roster
    lighting = lighting_of(store, terms)
    ours = newest and sight.reach.holds_rule(rule)
    preview = catalogue.preview(rule.id) if ours and rule.state in IN_WORK else None
    row = journal.find(store, terms.source_sha256, _PURPOSE) if terms.source_sha256 else None
    return RulePage(
        id=rule.id,
        version=rule.version,
        state=rule.state,
        title=title(rule),
        who=who(terms),
        summary=summary(terms),
        quote=terms.quote,
        confidence=terms.confidence,
        press=terms.evidence.value == "press_report",
        sha256=terms.source_sha256,
        file=given_name(row.shown_name) if row else "",
        fields=fields(terms, lighting),
        lighting=lighting,
        decisions=decisions(rule, visit.may) if ours else (),
        preview=preview_words(preview, roster, visit.today) if preview else (),
        ready=preview is not None and not preview.lacks,
        form=edit_form(rule, sight) if ours and visit.may("reviewer") and rule.state in _EDITABLE else None,
        versions=tuple(VersionLine(v.version, v.state, v.recorded_by, v.recorded_at) for v in sight.versions(rule.id)),
        history=_history(catalogue, rule.id),
        last_operation=catalogue.last_operation(rule.id) if ours and visit.may("reviewer") else None,
        next_id=_next(sight, rule),
    )


_EDITABLE = IN_WORK | {RuleState.ACTIVE}


def _history(catalogue: Catalogue, rule_id: str) -> tuple[HistoryLine, ...]:
    return tuple(
        HistoryLine(
            row.operation, row.kind.value, row.version, row.state, row.by, row.at, row.reason, row.undone_by is not None
        )
        for row in catalogue.history(rule_id)
    )


def _next(sight: Sight, rule: Rule) -> str:
    """The next rule in the same state, in the list's own order."""
    ids = [one.id for one in sight.rules(rule.state)]
    at = ids.index(rule.id) if rule.id in ids else -1
    return ids[at + 1] if 0 <= at < len(ids) - 1 else ""


@dataclass(frozen=True, slots=True)
class Difference:
    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class DiffPage:
    id: str
    title: str
    before: int
    after: int
    differences: tuple[Difference, ...]


@TWINS.page("/rules/{rule_id}/versions", "rule_diff.html")
def rule_versions(visit: Visit, rule_id: str, before: Version = None, after: Version = None) -> DiffPage:
    """Two versions side by side; by default the last two."""
    sight = visit.sight
    newest = sight.versions(rule_id)[-1:] or (sight.rule(rule_id),)
    new = sight.rule(rule_id, after or newest[-1].version)
    old = sight.rule(rule_id, before) if before else _before(sight, new)
    return DiffPage(rule_id, title(new), old.version, new.version, tuple(_differences(old, new)))


def _before(sight: Sight, rule: Rule) -> Rule:
    """The version before this one that may be seen; the first is its own."""
    return next((one for one in sight.versions(rule.id)[::-1] if one.version < rule.version), rule)


def _differences(old: Rule, new: Rule) -> list[Difference]:
    before, after = as_fields(old.terms, whole=True), as_fields(new.terms, whole=True)
    names = [name for name in after if before[name] != after[name]]
    return [Difference(_label(name), value_words(name, before[name]), value_words(name, after[name])) for name in names]


def _label(name: str) -> str:
    return say(f"field.{name}") if known(f"field.{name}") else name
