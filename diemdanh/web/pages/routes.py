"""The one registry of pages and actions."""

from __future__ import annotations

from typing import Annotated

from fastapi import Path, Query

from diemdanh.web.twins import Twins

TWINS = Twins()

#: no number of the workspace is larger; SQLite's integers are
_LARGEST = 10**15
Operation = Annotated[int, Path(ge=0, le=_LARGEST)]
Version = Annotated[int | None, Query(ge=0, le=_LARGEST)]
