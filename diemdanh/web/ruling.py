"""A rule as its review page shows it: fields with their grounds, what may be decided, what activating it would do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from diemdanh.accounts import Role
from diemdanh.messages import say
from diemdanh.web.lighting import Ground, Lighting
from diemdanh.web.rendering import day
from diemdanh.web.sight import Sight
from diemdanh.web.wording import role_name, summary, title, who, wording
from extract.obligation import Action, Per, WhereKind
from roster.people import Roster
from roster.roles import implied_by, known_roles
from rules_catalog.deciding import Preview
from rules_catalog.lifecycle import NEEDS_REASON, DecisionKind, allowed
from rules_catalog.rule import PartialPeriod, Rule, RuleState, RuleTerms

#: field of the terms → slots of the reading that speak of it
SLOTS: dict[str, tuple[str, ...]] = {
    "who_ids": ("who",),
    "who_excludes_ids": ("who_excludes", "excludes"),
    "action": ("action", "action_text"),
    "where_kind": ("where", "where_kind"),
    "frequency": ("frequency", "cadence", "min_count", "per", "frequency_text", "max_count"),
    "due": ("due",),
    "effective_from": ("effective_from", "effective"),
    "effective_to": ("effective_to",),
}
#: the role that a decision asks for
_ROLE: dict[DecisionKind, Role] = {
    DecisionKind.SUBMIT: Role.REVIEWER,
    DecisionKind.PROPOSE: Role.REVIEWER,
    DecisionKind.EDIT: Role.REVIEWER,
}
_NEEDS_DAY = frozenset({DecisionKind.SUSPEND, DecisionKind.RESUME, DecisionKind.EXPIRE, DecisionKind.WITHDRAW})
#: decisions that other rules bring about
_NOT_BY_HAND = frozenset({DecisionKind.EDIT, DecisionKind.SUPERSEDE})


@dataclass(frozen=True, slots=True)
class FieldShown:
    """One value of the rule. `slots` are lit with it; `assumed` is the reason of whoever supplied it."""

    name: str
    label: str
    value: str
    slots: tuple[str, ...]
    quote: str
    pattern: str
    assumed: str


@dataclass(frozen=True, slots=True)
class Choice:
    value: str
    label: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class DecisionChoice:
    kind: DecisionKind
    label: str
    needs_reason: bool
    needs_day: bool
    main: bool


@dataclass(frozen=True, slots=True)
class EditForm:
    """The form's values and choices."""

    who_ids: tuple[Choice, ...]
    who_excludes_ids: tuple[Choice, ...]
    action: tuple[Choice, ...]
    where_kind: tuple[Choice, ...]
    per: tuple[Choice, ...]
    partial_period: tuple[Choice, ...]
    scope: tuple[Choice, ...]
    supersedes: tuple[Choice, ...]
    min_count: str
    max_count: str
    every: str
    effective_from: str
    effective_to: str
    due: str
    issuer: str


@dataclass(frozen=True, slots=True)
class Line:
    """A rule in a list."""

    id: str
    version: int
    state: RuleState
    title: str
    issued: date | None
    who: str
    summary: str
    effective_from: date | None
    last_day: date | None
    confidence: float | None
    press: bool


def line(rule: Rule) -> Line:
    terms = rule.terms
    return Line(
        rule.id,
        rule.version,
        rule.state,
        title(rule),
        terms.document.issued,
        who(terms),
        summary(terms),
        terms.effective_from,
        rule.closed_on or terms.effective_to,
        terms.confidence,
        terms.evidence.value == "press_report",
    )


def fields(terms: RuleTerms, lighting: Lighting) -> tuple[FieldShown, ...]:
    """The values that a person reviews, each with what it was read from."""
    return tuple(_field(terms, lighting, name, value) for name, value in _values(terms))


def _values(terms: RuleTerms) -> Iterator[tuple[str, str]]:
    words = wording()
    yield "who_ids", ", ".join(map(role_name, terms.who_ids)) or ", ".join(terms.who)
    yield "who_excludes_ids", ", ".join(map(role_name, terms.who_excludes_ids)) or ", ".join(terms.who_excludes)
    yield "action", say(f"action.{terms.action}")
    yield "where_kind", words.place(terms.where_kind) if terms.where_kind else ""
    yield "frequency", words.cadence(terms) if terms.min_count is not None else ""
    if terms.due:
        yield "due", terms.due
    yield "effective_from", day(terms.effective_from)
    yield "effective_to", day(terms.effective_to) or (terms.ends_with_term or "")
    yield "partial_period", say(f"partial.{terms.partial_period}")
    yield "scope", terms.scope or say("web.everywhere")
    yield "supersedes", ", ".join(terms.supersedes)


def _field(terms: RuleTerms, lighting: Lighting, name: str, value: str) -> FieldShown:
    grounds = [ground for ground in lighting.grounds if ground.slot in SLOTS.get(name, ())]
    assumed = dict(terms.assumed)
    parts = ("min_count", "per", "every", "max_count") if name == "frequency" else (name,)
    return FieldShown(
        name,
        say(f"field.{name}"),
        value,
        tuple(dict.fromkeys(ground.slot for ground in grounds)),
        _first(grounds, "quote"),
        _first(grounds, "pattern"),
        next((assumed[part] for part in parts if part in assumed), ""),
    )


def _first(grounds: list[Ground], name: str) -> str:
    found: list[str] = [getattr(ground, name) for ground in grounds]
    return found[0] if found else ""


def decisions(rule: Rule, may: Any) -> tuple[DecisionChoice, ...]:
    """What this person may decide in this state, the way forward first."""
    kinds = [kind for kind in allowed(rule.state) if kind not in _NOT_BY_HAND and may(_ROLE.get(kind, Role.APPROVER))]
    forward = (DecisionKind.ACTIVATE, DecisionKind.APPROVE, DecisionKind.SUBMIT, DecisionKind.RESUME)
    kinds.sort(key=lambda kind: forward.index(kind) if kind in forward else 9)
    return tuple(
        DecisionChoice(
            kind, say(f"decide.{kind}"), kind in NEEDS_REASON, kind in _NEEDS_DAY and rule.state in _LIVE, n == 0
        )
        for n, kind in enumerate(kinds)
    )


_LIVE = (RuleState.ACTIVE, RuleState.SUSPENDED)
#: how a form names a bearer without a known post
UNKNOWN = "?"


def role_for(kind: DecisionKind) -> Role:
    return _ROLE.get(kind, Role.APPROVER)


def preview_words(preview: Preview, roster: Roster, today: date) -> tuple[str, ...]:
    """The dry run of activation in plain sentences."""
    lacks = [say("web.lacks", field=say(f"field.{name}")) for name in preview.lacks]
    closes = [say("web.closes", rule=rule_id, day=day(last)) for rule_id, _, last in preview.closes]
    if lacks:
        return tuple(lacks)
    terms = preview.terms
    start = terms.effective_from or today
    bound = bound_members(terms, roster, start)
    said = say("web.will_bind", count=bound, day=day(start), what=summary(terms))
    return (said, *closes, *([] if closes else [say("web.closes_nothing")]))


def bound_members(terms: RuleTerms, roster: Roster, on: date) -> int:
    """How many members hold an included post on that day and no excluded one."""
    included, spared = set(terms.who_ids), set(terms.who_excludes_ids)
    count = 0
    for member in roster.serving_on(on):
        held = {wide for post in member.posts_on(on) for one in post.roles for wide in (one, *implied_by(one))}
        count += bool(held & included) and not held & spared
    return count


def edit_form(rule: Rule, sight: Sight) -> EditForm:
    """Units and rules are offered as far as this person may decide on them."""
    terms, reach = rule.terms, sight.reach
    everywhere = [("", say("web.everywhere"))] if sight.whole else []
    inside = ((unit.id, unit.name) for unit in reach.roster.units if reach.holds_unit(unit.id))
    units = [*everywhere, *dict.fromkeys(inside)]
    units += [(terms.scope, terms.scope)] if terms.scope and terms.scope not in dict(units) else []
    ours = (one for one in sight.rules(RuleState.ACTIVE) if one.id != rule.id and reach.holds_rule(one))
    others = [(one.id, title(one)) for one in ours]
    kept = [(one, one) for one in terms.supersedes if one not in dict(others)]
    return EditForm(
        _roles(terms.who_ids),
        _roles(terms.who_excludes_ids),
        _choices(((a.value, say(f"action.{a}")) for a in Action), terms.action.value),
        _choices((("", "—"), *((w.value, wording().place(w)) for w in WhereKind)), terms.where_kind or ""),
        _choices((("", "—"), *((p.value, wording().say("per", p)) for p in Per)), terms.per or ""),
        _choices(((p.value, say(f"partial.{p}")) for p in PartialPeriod), terms.partial_period.value),
        _choices(units, terms.scope),
        _choices((*others, *kept), *terms.supersedes),
        _text(terms.min_count),
        _text(terms.max_count),
        _text(terms.every),
        _text(terms.effective_from),
        _text(terms.effective_to),
        terms.due or "",
        terms.document.issuer or "",
    )


def _roles(chosen: tuple[str | None, ...]) -> tuple[Choice, ...]:
    """The posts of the ladder; a phrase that no post is known for is a choice too, so that nobody drops it unseen."""
    unknown = ((UNKNOWN, role_name(None)),) if None in chosen else ()
    known = ((one, role_name(one)) for one in known_roles())
    return _choices((*unknown, *known), *(one or UNKNOWN for one in chosen))


def _choices(values: Any, *chosen: str) -> tuple[Choice, ...]:
    return tuple(Choice(value, label, value in chosen) for value, label in values)


def _text(value: object) -> str:
    return "" if value is None else str(value)
