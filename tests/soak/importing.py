"""One import of recorded pictures into a workspace, as a program of its own that a test may kill."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

import recorded

from diemdanh.desk import Desk
from diemdanh.engines import Local
from diemdanh.intake import Manner
from diemdanh.meetings import import_minutes
from store.database import open_store


def main(home: str, folder: str, jobs: str) -> int:
    desk = Desk(open_store(Path(home)), "An", datetime.now(UTC))
    for _ in import_minutes(desk, [folder], manner=Manner(Local(int(jobs)), reader=recorded.read)):
        pass
    desk.store.close()
    return 0


if __name__ == "__main__":
    raise SystemExit(main(*sys.argv[1:]))
