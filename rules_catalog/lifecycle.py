"""The life of a rule's version: which decision leads from which state to which. The database holds the same table.

Two versions of one rule live side by side while a correction is under way: the one in force, and the one in work.
"""

from __future__ import annotations

from enum import StrEnum

from rules_catalog.errors import RuleFault, RuleRefusal
from rules_catalog.rule import RuleState


class DecisionKind(StrEnum):
    """`PROPOSE`, `IMPORT` and `EDIT` make versions; the others move them; `UNDO` takes a whole operation back."""

    PROPOSE = "propose"
    IMPORT = "import"
    EDIT = "edit"
    SUBMIT = "submit"
    APPROVE = "approve"
    REJECT = "reject"
    REQUEST_CHANGES = "request_changes"
    ACTIVATE = "activate"
    SUSPEND = "suspend"
    RESUME = "resume"
    EXTEND = "extend"
    SUPERSEDE = "supersede"
    EXPIRE = "expire"
    WITHDRAW = "withdraw"
    UNDO = "undo"


#: (state, decision) → state
STEPS: dict[tuple[RuleState, DecisionKind], RuleState] = {
    (RuleState.DRAFT, DecisionKind.SUBMIT): RuleState.IN_REVIEW,
    (RuleState.DRAFT, DecisionKind.REJECT): RuleState.REJECTED,
    (RuleState.DRAFT, DecisionKind.WITHDRAW): RuleState.WITHDRAWN,
    (RuleState.DRAFT, DecisionKind.EDIT): RuleState.SUPERSEDED,
    (RuleState.IN_REVIEW, DecisionKind.APPROVE): RuleState.APPROVED,
    (RuleState.IN_REVIEW, DecisionKind.REJECT): RuleState.REJECTED,
    (RuleState.IN_REVIEW, DecisionKind.REQUEST_CHANGES): RuleState.CHANGES_REQUESTED,
    (RuleState.IN_REVIEW, DecisionKind.WITHDRAW): RuleState.WITHDRAWN,
    (RuleState.IN_REVIEW, DecisionKind.EDIT): RuleState.SUPERSEDED,
    (RuleState.CHANGES_REQUESTED, DecisionKind.SUBMIT): RuleState.IN_REVIEW,
    (RuleState.CHANGES_REQUESTED, DecisionKind.WITHDRAW): RuleState.WITHDRAWN,
    (RuleState.CHANGES_REQUESTED, DecisionKind.EDIT): RuleState.SUPERSEDED,
    (RuleState.APPROVED, DecisionKind.ACTIVATE): RuleState.ACTIVE,
    (RuleState.APPROVED, DecisionKind.REQUEST_CHANGES): RuleState.CHANGES_REQUESTED,
    (RuleState.APPROVED, DecisionKind.REJECT): RuleState.REJECTED,
    (RuleState.APPROVED, DecisionKind.WITHDRAW): RuleState.WITHDRAWN,
    (RuleState.APPROVED, DecisionKind.EDIT): RuleState.SUPERSEDED,
    (RuleState.ACTIVE, DecisionKind.SUPERSEDE): RuleState.SUPERSEDED,
    (RuleState.ACTIVE, DecisionKind.EXPIRE): RuleState.EXPIRED,
    (RuleState.ACTIVE, DecisionKind.SUSPEND): RuleState.SUSPENDED,
    (RuleState.ACTIVE, DecisionKind.WITHDRAW): RuleState.WITHDRAWN,
    (RuleState.ACTIVE, DecisionKind.EXTEND): RuleState.ACTIVE,
    (RuleState.SUSPENDED, DecisionKind.RESUME): RuleState.ACTIVE,
    (RuleState.SUSPENDED, DecisionKind.SUPERSEDE): RuleState.SUPERSEDED,
    (RuleState.SUSPENDED, DecisionKind.EXPIRE): RuleState.EXPIRED,
    (RuleState.SUSPENDED, DecisionKind.WITHDRAW): RuleState.WITHDRAWN,
}
#: a version that a person still works on
IN_WORK = frozenset({RuleState.DRAFT, RuleState.IN_REVIEW, RuleState.CHANGES_REQUESTED, RuleState.APPROVED})
#: a version that binds, or would but for a suspension
LIVE = frozenset({RuleState.ACTIVE, RuleState.SUSPENDED})
#: decisions that a person must give a reason for
NEEDS_REASON = frozenset(
    {
        DecisionKind.REJECT,
        DecisionKind.REQUEST_CHANGES,
        DecisionKind.WITHDRAW,
        DecisionKind.SUSPEND,
        DecisionKind.EXPIRE,
        DecisionKind.EXTEND,
        DecisionKind.EDIT,
        DecisionKind.UNDO,
    }
)


def next_state(state: RuleState, kind: DecisionKind) -> RuleState:
    """Where the decision leads. Raises `forbidden`."""
    found = STEPS.get((state, kind))
    if found is None:
        raise RuleRefusal(RuleFault.FORBIDDEN, f"{kind} in state {state}")
    return found


def allowed(state: RuleState) -> tuple[DecisionKind, ...]:
    """The decisions that may be taken in this state, in the order of the table."""
    return tuple(kind for (start, kind) in STEPS if start is state)


def lifecycle_page() -> str:
    """docs/lifecycle.md, made from the table above."""
    kinds = [kind for kind in DecisionKind if any(k is kind for _, k in STEPS)]
    lines = [
        "# The life of a rule",
        "",
        "Generated from `rules_catalog/lifecycle.py`; do not edit by hand. Each cell: the state to which the decision",
        "of the column leads from the state of the row. Every version begins as `draft` (`propose`, `edit`) or in the",
        "state with which it is imported (`import`). `undo` leads back along any step; what was new is withdrawn. The",
        "database holds the same table and refuses every other step; at most one version of a rule is active or",
        "suspended.",
        "",
        "| state | " + " | ".join(f"`{kind}`" for kind in kinds) + " |",
        "| --- " * (len(kinds) + 1) + "|",
    ]
    for state in RuleState:
        cells = [str(STEPS.get((state, kind), "")) for kind in kinds]
        lines.append(f"| `{state}` | " + " | ".join(cells) + " |")
    reasons = ", ".join(f"`{kind}`" for kind in DecisionKind if kind in NEEDS_REASON)
    return "\n".join([*lines, "", f"Decisions that need a reason: {reasons}.", ""])
