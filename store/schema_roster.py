"""Tables of people and bodies, as of schema 1. Dates are ISO; NULL is an open end; both ends belong to the interval."""

from __future__ import annotations

from store.tables import fact, one_of

_KINDS = ("residential", "agency", "school", "enterprise", "armed_forces", "base_party_organisation", "other")

ROSTER = (
    *fact("members", "member_id TEXT NOT NULL", "name TEXT NOT NULL", "note TEXT NOT NULL", dated=False),
    "CREATE UNIQUE INDEX members_current ON members (member_id) WHERE retired_at IS NULL",
    *fact(
        "posts",
        "member_id TEXT NOT NULL",
        "position TEXT NOT NULL",
        "unit TEXT NOT NULL",
        "roles TEXT NOT NULL",
        "own_branch_id TEXT",
    ),
    "CREATE INDEX posts_member ON posts (member_id) WHERE retired_at IS NULL",
    *fact(
        "units",
        "unit_id TEXT NOT NULL",
        "name TEXT NOT NULL",
        "level TEXT NOT NULL",
        "parent TEXT",
        "successors TEXT NOT NULL",
    ),
    *fact(
        "branches",
        "branch_id TEXT NOT NULL",
        "name TEXT NOT NULL",
        one_of("kind", *_KINDS),
        "parent TEXT NOT NULL",
        "area TEXT NOT NULL",
    ),
    "CREATE INDEX branches_id ON branches (branch_id) WHERE retired_at IS NULL",
    *fact(
        "assignments",
        "member_id TEXT NOT NULL",
        "branch_id TEXT",
        "area TEXT",
        constraints=("CHECK ((branch_id IS NULL) <> (area IS NULL))",),
    ),
    *fact("schedules", "branch_id TEXT NOT NULL", "day_rule TEXT NOT NULL", "time TEXT NOT NULL"),
    *fact("leaves", "member_id TEXT NOT NULL", "reason TEXT NOT NULL"),
    *fact("terms", "body TEXT NOT NULL", "label TEXT NOT NULL"),
    *fact("aliases", "written TEXT NOT NULL", "member_id TEXT NOT NULL", "branch_id TEXT NOT NULL"),
)
