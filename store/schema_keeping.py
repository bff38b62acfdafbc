"""Tables of the store itself, as of schema 1: audit, originals, journal, readings, settings."""

from __future__ import annotations

from store.tables import fact, one_of, record, state, written_once

AUDIT = (
    """CREATE TABLE audit (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  at TEXT NOT NULL, by TEXT NOT NULL, where_from TEXT NOT NULL,
  operation INTEGER NOT NULL, what TEXT NOT NULL, subject TEXT NOT NULL,
  before TEXT, after TEXT, effects TEXT NOT NULL,
  facts INTEGER NOT NULL CHECK (facts IN (0, 1)),
  previous TEXT NOT NULL, hash TEXT NOT NULL UNIQUE
) STRICT""",
    *written_once("audit"),
    "CREATE INDEX audit_subject ON audit (subject)",
    "CREATE INDEX audit_operation ON audit (operation)",
    "CREATE INDEX audit_facts ON audit (seq) WHERE facts = 1",
)

KEEPING = (
    *record("originals", "sha256 TEXT NOT NULL UNIQUE", "size INTEGER NOT NULL", "media_type TEXT"),
    *record("purges", "sha256 TEXT NOT NULL", "reason TEXT NOT NULL CHECK (reason <> '')"),
    "CREATE INDEX purges_sha256 ON purges (sha256)",
    *state(
        "journal",
        "sha256 TEXT NOT NULL",
        "shown_name TEXT NOT NULL",
        "purpose TEXT NOT NULL",
        one_of("state", "todo", "running", "done", "failed", "quarantined", "skipped"),
        "attempts INTEGER NOT NULL",
        "error_code TEXT",
        one_of("error_class", "input", "poison", "retryable", "capacity", null=True),
        "detail TEXT",
        "result TEXT",
        constraints=("UNIQUE (sha256, purpose)",),
    ),
    "CREATE INDEX journal_todo ON journal (purpose, row) WHERE state = 'todo'",
    *state(
        "readings",
        "sha256 TEXT NOT NULL",
        "reader TEXT NOT NULL",
        "settings TEXT NOT NULL",
        "data BLOB NOT NULL",
        constraints=("UNIQUE (sha256, reader, settings)",),
    ),
    *fact("settings", "name TEXT NOT NULL", "value TEXT NOT NULL", dated=False),
    "CREATE UNIQUE INDEX settings_current ON settings (name) WHERE retired_at IS NULL",
)
