"""Tables of the rule catalogue, with the table of transitions that the database itself enforces.

`LIFECYCLE_1` is what `rules_catalog.lifecycle` said when schema 1 was released (a test compares them): a state row
must name a transition of that table and start from the state in which the version was left.
"""

from __future__ import annotations

from store.tables import fact, one_of, record, written_once

STATES = (
    "draft",
    "in_review",
    "changes_requested",
    "approved",
    "active",
    "suspended",
    "superseded",
    "expired",
    "withdrawn",
    "rejected",
)
#: (from, decision, to); `new` is the state of a version that is not yet there
STEPS_1 = (
    ("new", "propose", "draft"),
    ("draft", "submit", "in_review"),
    ("draft", "reject", "rejected"),
    ("draft", "withdraw", "withdrawn"),
    ("draft", "edit", "superseded"),
    ("in_review", "approve", "approved"),
    ("in_review", "reject", "rejected"),
    ("in_review", "request_changes", "changes_requested"),
    ("in_review", "withdraw", "withdrawn"),
    ("in_review", "edit", "superseded"),
    ("changes_requested", "submit", "in_review"),
    ("changes_requested", "withdraw", "withdrawn"),
    ("changes_requested", "edit", "superseded"),
    ("approved", "activate", "active"),
    ("approved", "request_changes", "changes_requested"),
    ("approved", "reject", "rejected"),
    ("approved", "withdraw", "withdrawn"),
    ("approved", "edit", "superseded"),
    ("active", "supersede", "superseded"),
    ("active", "expire", "expired"),
    ("active", "suspend", "suspended"),
    ("active", "withdraw", "withdrawn"),
    ("active", "extend", "active"),
    ("suspended", "resume", "active"),
    ("suspended", "supersede", "superseded"),
    ("suspended", "expire", "expired"),
    ("suspended", "withdraw", "withdrawn"),
)
IMPORTED_1 = tuple(("new", "import", state) for state in STATES)


def _roads() -> set[tuple[str, str]]:
    """All (from, to) that one or several steps lead along: one operation may take several."""
    roads = {(start, end) for start, _, end in STEPS_1 if start != "new"}
    while longer := {(a, d) for a, b in roads for c, d in roads if b == c} - roads:
        roads |= longer
    return roads


#: an undo leads back along steps; what was new is withdrawn
UNDONE_1 = tuple(
    sorted(
        {(end, "undo", start) for start, end in _roads()}
        # an undo can be undone
        | {(start, "undo", end) for start, end in _roads()}
        | {(state, "undo", "withdrawn") for state in STATES if state != "withdrawn"}
        | {("withdrawn", "undo", state) for state in STATES if state != "withdrawn"}
    )
)
LIFECYCLE_1 = (*STEPS_1, *IMPORTED_1, *UNDONE_1)

RULES = (
    """CREATE TABLE lifecycle (
  start TEXT NOT NULL, decision TEXT NOT NULL, state TEXT NOT NULL,
  PRIMARY KEY (start, decision, state)
) STRICT, WITHOUT ROWID""",
    *record("rules", "rule_id TEXT NOT NULL UNIQUE CHECK (rule_id <> '')", "identity TEXT NOT NULL"),
    "CREATE INDEX rules_identity ON rules (identity)",
    *record(
        "rule_versions",
        "rule_id TEXT NOT NULL REFERENCES rules (rule_id)",
        "version INTEGER NOT NULL CHECK (version >= 1)",
        "document TEXT NOT NULL",
        # keys of `rules_catalog.identity`
        "number TEXT NOT NULL",
        "action TEXT NOT NULL",
        "scope TEXT NOT NULL",
        "terms TEXT NOT NULL",
        one_of("origin", "extraction", "hand", "import"),
        "reader TEXT NOT NULL",
        "grammar TEXT NOT NULL",
        "based_on INTEGER",
        constraints=("UNIQUE (rule_id, version)",),
    ),
    "CREATE INDEX rule_versions_document ON rule_versions (document)",
    "CREATE INDEX rule_versions_number ON rule_versions (number)",
    *record(
        "decisions",
        "operation INTEGER NOT NULL",
        "kind TEXT NOT NULL",
        "rule_id TEXT NOT NULL",
        "version INTEGER NOT NULL",
        "reason TEXT NOT NULL",
        "effective_on TEXT",
        "undoes INTEGER",
        constraints=("FOREIGN KEY (rule_id, version) REFERENCES rule_versions (rule_id, version)",),
    ),
    "CREATE INDEX decisions_rule ON decisions (rule_id)",
    "CREATE INDEX decisions_operation ON decisions (operation)",
    "CREATE INDEX decisions_undoes ON decisions (undoes) WHERE undoes IS NOT NULL",
    *fact(
        "rule_states",
        "rule_id TEXT NOT NULL",
        "version INTEGER NOT NULL",
        "came_from TEXT NOT NULL",
        "decision TEXT NOT NULL",
        "state TEXT NOT NULL",
        "decision_row INTEGER NOT NULL REFERENCES decisions (row)",
        # the days on which the version is in force: NULL for one that never was
        "force_from TEXT",
        "force_to TEXT",
        # days taken out by a suspension: JSON [[from, to or null], …]
        "suspended TEXT NOT NULL",
        "extended INTEGER NOT NULL CHECK (extended IN (0, 1))",
        "reviewer TEXT",
        dated=False,
        constraints=(
            "FOREIGN KEY (rule_id, version) REFERENCES rule_versions (rule_id, version)",
            "FOREIGN KEY (came_from, decision, state) REFERENCES lifecycle (start, decision, state)",
            "CHECK (state NOT IN ('active', 'suspended') OR force_from IS NOT NULL)",
            "CHECK (force_from IS NULL OR state IN ('active', 'suspended', 'superseded', 'expired', 'withdrawn'))",
        ),
    ),
    "CREATE UNIQUE INDEX rule_states_current ON rule_states (rule_id, version) WHERE retired_at IS NULL",
    "CREATE UNIQUE INDEX rule_states_one_active ON rule_states (rule_id) "
    "WHERE retired_at IS NULL AND state IN ('active', 'suspended')",
    "CREATE INDEX rule_states_version ON rule_states (rule_id, version)",
    "CREATE INDEX rule_states_heads ON rule_states (rule_id, version, state) WHERE retired_at IS NULL",
    "CREATE INDEX rule_states_force ON rule_states (force_from, force_to, rule_id, version) "
    "WHERE retired_at IS NULL AND force_from IS NOT NULL",
    "CREATE INDEX rule_states_state ON rule_states (state, rule_id, version) WHERE retired_at IS NULL",
    "CREATE INDEX rule_states_decision ON rule_states (decision_row)",
    """CREATE TRIGGER rule_states_follow BEFORE INSERT ON rule_states
WHEN NEW.came_from IS NOT coalesce((SELECT state FROM rule_states WHERE rule_id = NEW.rule_id
  AND version = NEW.version ORDER BY row DESC LIMIT 1), 'new')
BEGIN SELECT RAISE(ABORT, 'wrong_transition'); END""",
    *fact(
        "instruments",
        "key TEXT NOT NULL",
        "number TEXT",
        "type TEXT",
        "issued TEXT",
        "issuer TEXT",
        "subject TEXT",
        one_of("evidence", "instrument", "press_report"),
        "sha256 TEXT",
        dated=False,
    ),
    "CREATE INDEX instruments_key ON instruments (key) WHERE retired_at IS NULL",
    *fact(
        "relations",
        "source TEXT NOT NULL",
        "target TEXT NOT NULL",
        one_of("kind", "cites", "supersedes", "amends", "reaffirms", "repeals", "implements"),
        "clause TEXT NOT NULL",
        "sha256 TEXT",
    ),
    "CREATE UNIQUE INDEX relations_current ON relations (source, target, kind, clause) WHERE retired_at IS NULL",
)
LIFECYCLE_GUARD = (
    *written_once("lifecycle"),
    *("CREATE TRIGGER lifecycle_no_insert BEFORE INSERT ON lifecycle BEGIN SELECT RAISE(ABORT, 'append_only'); END",),
)
#: as of schema 2
PAST_DECISIONS = (
    *record(
        "past_decisions",
        "rule_id TEXT NOT NULL",
        "version INTEGER NOT NULL",
        "kind TEXT NOT NULL",
        "state TEXT NOT NULL",
        "reason TEXT NOT NULL",
        "effective_on TEXT",
        # the moment and the person in the workspace where it was decided
        "decided_at TEXT NOT NULL",
        "decided_by TEXT NOT NULL",
        # the moment of the decision that this one took back
        "undoes_at TEXT",
        constraints=("FOREIGN KEY (rule_id, version) REFERENCES rule_versions (rule_id, version)",),
    ),
    "CREATE INDEX past_decisions_rule ON past_decisions (rule_id)",
)
