"""Tables of the register, of accounts and of confirmations, as of schema 1."""

from __future__ import annotations

from store.tables import fact, one_of, record, state

_MEETINGS = ("regular", "thematic", "congress", "review", "committee", "other", "none")
_STATUSES = ("present", "absent_excused", "absent_unexcused", "absent", "delegated", "mentioned_only")

REGISTER = (
    *fact(
        "meetings",
        "meeting_id TEXT NOT NULL",
        "branch_id TEXT",
        # YYYY-MM-DD, YYYY-MM where the day is not known, or empty
        "date TEXT NOT NULL",
        one_of("kind", *_MEETINGS),
        "complete INTEGER NOT NULL CHECK (complete IN (0, 1))",
        one_of("origin", "read", "hand", "import"),
        "duplicate_of TEXT",
        "details TEXT NOT NULL",
        dated=False,
    ),
    "CREATE UNIQUE INDEX meetings_current ON meetings (meeting_id) WHERE retired_at IS NULL",
    "CREATE UNIQUE INDEX meetings_once ON meetings (branch_id, date, kind) "
    "WHERE retired_at IS NULL AND duplicate_of IS NULL AND branch_id IS NOT NULL AND length(date) = 10",
    "CREATE INDEX meetings_date ON meetings (date) WHERE retired_at IS NULL",
    *fact(
        "meeting_sources",
        "meeting_id TEXT NOT NULL",
        "sha256 TEXT NOT NULL",
        "page_from INTEGER NOT NULL",
        "page_to INTEGER NOT NULL",
        "shown_name TEXT NOT NULL",
        dated=False,
    ),
    "CREATE INDEX meeting_sources_meeting ON meeting_sources (meeting_id) WHERE retired_at IS NULL",
    "CREATE INDEX meeting_sources_sha256 ON meeting_sources (sha256) WHERE retired_at IS NULL",
    *fact(
        "attendance",
        "attendance_id TEXT NOT NULL",
        "meeting_id TEXT NOT NULL",
        "member_id TEXT",
        one_of("status", *_STATUSES),
        one_of("capacity", "superior", "own_branch", "unclear"),
        one_of("settled", "waiting", "automatic", "accepted", "hand", "import", "dismissed"),
        "name_written TEXT NOT NULL",
        "position_written TEXT NOT NULL",
        "confidence REAL",
        "evidence TEXT NOT NULL",
        "page INTEGER",
        "bbox TEXT",
        "candidates TEXT NOT NULL",
        "reasons TEXT NOT NULL",
        dated=False,
    ),
    "CREATE UNIQUE INDEX attendance_current ON attendance (attendance_id) WHERE retired_at IS NULL",
    "CREATE UNIQUE INDEX attendance_once ON attendance (meeting_id, member_id) WHERE retired_at IS NULL "
    "AND member_id IS NOT NULL AND settled NOT IN ('waiting', 'dismissed')",
    "CREATE INDEX attendance_meeting ON attendance (meeting_id) WHERE retired_at IS NULL",
    "CREATE INDEX attendance_member ON attendance (member_id) WHERE retired_at IS NULL",
    "CREATE INDEX attendance_name ON attendance (name_written)",
    "CREATE INDEX attendance_queue ON attendance (attendance_id) WHERE retired_at IS NULL AND settled = 'waiting'",
    *record(
        "judgements",
        "operation INTEGER NOT NULL",
        "attendance_id TEXT NOT NULL",
        one_of("verdict", "accept", "other_member", "not_on_roster", "not_present", "unsure", "correct", "undo"),
        "member_id TEXT",
        "status TEXT",
        "note TEXT NOT NULL",
        # the state of the row that the judgement met, and the one that it left
        "row_before INTEGER NOT NULL REFERENCES attendance (row)",
        "row_after INTEGER NOT NULL REFERENCES attendance (row)",
        "undoes INTEGER",
    ),
    "CREATE INDEX judgements_attendance ON judgements (attendance_id)",
    "CREATE INDEX judgements_operation ON judgements (operation)",
)

PEOPLE = (
    *fact(
        "accounts",
        "account TEXT NOT NULL",
        "shown_name TEXT NOT NULL",
        one_of("role", "viewer", "clerk", "reviewer", "approver", "administrator"),
        "scope TEXT NOT NULL",
        "secret TEXT NOT NULL",
        "session_version INTEGER NOT NULL",
        "disabled INTEGER NOT NULL CHECK (disabled IN (0, 1))",
        dated=False,
    ),
    "CREATE UNIQUE INDEX accounts_current ON accounts (account) WHERE retired_at IS NULL",
    *state("sign_ins", "account TEXT NOT NULL UNIQUE", "failures INTEGER NOT NULL", "locked_until TEXT"),
    *fact(
        "confirmations",
        "member_id TEXT NOT NULL",
        "rule_id TEXT NOT NULL",
        "period TEXT NOT NULL",
        "basis TEXT NOT NULL",
        "reason TEXT NOT NULL",
        dated=False,
    ),
    "CREATE UNIQUE INDEX confirmations_current ON confirmations (member_id, rule_id, period) WHERE retired_at IS NULL",
)
