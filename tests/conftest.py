"""What all tests share: where the development sets are, and that hypothesis is steady in CI."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

ROOT = Path(__file__).resolve().parent.parent
settings.register_profile(
    "steady", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow], max_examples=60
)
settings.load_profile("steady")


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of the development sets: $DIEMDANH_SHARED, else `shared` beside the repository."""
    folder = Path(os.environ.get("DIEMDANH_SHARED", ROOT.parent / "shared"))
    if not (folder / "samples").is_dir():
        pytest.skip("the development sets are not on this machine (set DIEMDANH_SHARED)")
    return folder
