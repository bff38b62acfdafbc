"""What all tests share: where the development sets are, and that hypothesis is steady in CI."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from diemdanh.messages import Language, choose

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


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Each test begins in Vietnamese, whatever the test before it chose and whatever this machine speaks.

    A test that needs the OCR model is skipped aloud where it is missing, and fails in CI."""
    choose(Language.VI)
    if item.get_closest_marker("ocr") and not _model_is_there():
        said = "the Vietnamese OCR model is not installed (run `make setup`)"
        if os.environ.get("CI"):
            pytest.fail(said)
        pytest.skip(said)


def _model_is_there() -> bool:
    from documents.ocr import model_folder

    folder = model_folder()
    return folder is not None and (Path(folder) / "vie.traineddata").exists()
