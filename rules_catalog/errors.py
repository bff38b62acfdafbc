"""Why the catalogue refuses: one class with a closed set of codes; sentences for people stand in the message
catalogue."""

from __future__ import annotations

from enum import StrEnum


class RuleFault(StrEnum):
    """Stable codes."""

    UNKNOWN_RULE = "unknown_rule"
    UNKNOWN_VERSION = "unknown_version"
    FORBIDDEN = "forbidden"
    STALE = "stale"
    NEEDS_REASON = "needs_reason"
    SAME_PERSON = "same_person"
    INCOMPLETE = "incomplete"
    NEEDS_DATE = "needs_date"
    NO_CHANGE = "no_change"
    UNKNOWN_FIELD = "unknown_field"
    BAD_VALUE = "bad_value"
    LATER_DECISIONS = "later_decisions"
    ALREADY_UNDONE = "already_undone"
    UNKNOWN_OPERATION = "unknown_operation"
    BAD_RULES_FILE = "bad_rules_file"
    CONFLICT = "conflict"


class RuleRefusal(Exception):
    """`code` is stable; `detail` is a plain English fragment: the field, the state, the place in the file."""

    def __init__(self, code: RuleFault, detail: str = "") -> None:
        super().__init__(code, detail)
        self.code = code
        self.detail = detail

    def __str__(self) -> str:
        return f"{self.code}: {self.detail}" if self.detail else str(self.code)
