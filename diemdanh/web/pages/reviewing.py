"""Decisions on rules: edit, decide, undo."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from fastapi import Form

from diemdanh.accounts import Role
from diemdanh.messages import say
from diemdanh.web.days import FormDay
from diemdanh.web.pages.routes import TWINS, Operation
from diemdanh.web.refusals import Refused
from diemdanh.web.ruling import UNKNOWN, role_for
from diemdanh.web.twins import Done
from diemdanh.web.visits import Visit
from rules_catalog.catalogue import Catalogue
from rules_catalog.errors import RuleFault, RuleRefusal
from rules_catalog.lifecycle import DecisionKind
from rules_catalog.terms_json import as_fields

Text = Annotated[str, Form(max_length=2000)]


@TWINS.action("/rules/{rule_id}/decide", Role.REVIEWER)
def rule_decide(
    visit: Visit, rule_id: str, kind: Annotated[DecisionKind, Form()], shown: Annotated[int, Form(ge=0, le=10**15)],
    reason: Text = "", on: FormDay = "", next: Text = "",
) -> Done:  # fmt: skip
    """Takes one decision on the version that was shown."""
    visit.sight.rule_to_change(rule_id)
    if not visit.may(role_for(kind)):
        raise Refused("forbidden_role")
    desk = visit.desk
    with desk.writing() as change:
        rule = visit.sight.catalogue.decide(change, rule_id, kind, reason, on=_day(on), shown=shown)
        operation = change.operation
    told = say("web.decided", rule=rule.id, state=say(f"state.{rule.state}"))
    return Done(f"/rules/{next or rule_id}", told, f"/operations/{operation}/undo")


@TWINS.action("/operations/{operation}/undo", Role.REVIEWER)
def operation_undo(visit: Visit, operation: Operation, reason: Text = "") -> Done:
    """Takes back all that one operation decided on rules. Only an approver takes back an approver's decision."""
    desk, catalogue = visit.desk, visit.sight.catalogue
    with desk.writing() as change:
        touched = catalogue.undo(change, operation, reason or say("web.undo_reason"))
        if not all(map(visit.sight.reach.holds_rule, touched)):
            raise RuleRefusal(RuleFault.UNKNOWN_OPERATION, str(operation))
        taken = [row.kind for rule in touched for row in catalogue.history(rule.id) if row.operation == operation]
        if not all(visit.may(role_for(kind)) for kind in taken):
            raise Refused("forbidden_role")
    return Done(f"/rules/{touched[0].id}", say("web.undone"))


@TWINS.action("/rules/{rule_id}/edit", Role.REVIEWER)
def rule_edit(
    visit: Visit,
    rule_id: str,
    shown: Annotated[int, Form(ge=0, le=10**15)],
    action: Text,
    reason: Text = "",
    who_ids: Annotated[list[str], Form()] = [],  # noqa: B006  FastAPI copies it
    who_excludes_ids: Annotated[list[str], Form()] = [],  # noqa: B006
    where_kind: Text = "",
    min_count: Text = "",
    max_count: Text = "",
    per: Text = "",
    every: Text = "1",
    due: Text = "",
    effective_from: FormDay = "",
    effective_to: FormDay = "",
    partial_period: Text = "skip",
    scope: Text = "",
    supersedes: Annotated[list[str], Form()] = [],  # noqa: B006
    issuer: Text = "",
    assumed: Annotated[bool, Form()] = False,
) -> Done:
    """A new version with these values; those that are as before are left alone."""
    desk, catalogue = visit.desk, visit.sight.catalogue
    visit.sight.rule_to_change(rule_id)
    if not visit.sight.whole and not (scope and visit.sight.reach.holds_unit(scope)):
        raise Refused("forbidden_scope")
    for other in supersedes:
        visit.sight.rule_to_change(other)
    given: dict[str, Any] = {
        "action": action, "who_ids": _posts(who_ids), "who_excludes_ids": _posts(who_excludes_ids),
        "where_kind": where_kind or None,
        "min_count": _count(min_count), "max_count": _count(max_count), "per": per or None, "every": _count(every) or 1,
        "due": due or None, "effective_from": effective_from or None, "effective_to": effective_to or None,
        "partial_period": partial_period, "scope": scope, "supersedes": supersedes,
        "document": {"issuer": issuer or None},
    }  # fmt: skip
    changed = _changed(catalogue, rule_id, given)
    with desk.writing() as change:
        rule = catalogue.edit(change, rule_id, changed, reason, assumed=assumed, shown=shown)
        operation = change.operation
    return Done(f"/rules/{rule_id}", say("web.edited", version=rule.version), f"/operations/{operation}/undo")


def _changed(catalogue: Catalogue, rule_id: str, given: dict[str, Any]) -> dict[str, Any]:
    before = as_fields(catalogue.get(rule_id).terms, whole=True)
    if given["document"]["issuer"] == before["document"]["issuer"]:
        given = {name: value for name, value in given.items() if name != "document"}
    return {name: value for name, value in given.items() if not _same(value, before[name])}


def _same(given: Any, before: Any) -> bool:
    """The order of choices in a form says nothing."""
    if isinstance(given, list):
        return set(given) == set(before)
    return bool(given == before)


def _posts(chosen: list[str]) -> list[str | None]:
    return [None if one == UNKNOWN else one for one in chosen]


def _count(written: str) -> int | None:
    if not written.strip():
        return None
    if not written.strip().isdecimal() or len(written) > 9:
        raise Refused("bad_request")
    return int(written)


def _day(written: str) -> date | None:
    try:
        return date.fromisoformat(written) if written else None
    except ValueError as error:
        raise Refused("bad_request") from error
