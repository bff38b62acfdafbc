"""What every verb of the workspace needs: the open store, who acts, and the moment (fetched once, here at the edge)."""

from __future__ import annotations

import getpass
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import click

from diemdanh.cli import Place
from diemdanh.cli.spoken import option
from diemdanh.desk import Desk
from diemdanh.failures import Complaint
from store.database import Store, open_store
from store.errors import StoreError

as_json = option("--json", "as_json", is_flag=True, help="cli.json")
dry_run = option("--dry-run", is_flag=True, help="cli.dry_run")
by_whom = option("--by", default="", help="cli.by")
reason = option("--reason", default="", help="cli.reason")


@contextmanager
def sitting(place: Place, by: str = "") -> Iterator[Desk]:
    """Opens the workspace for the time of a command. Raises no_workspace, too_new, busy."""
    store = opened(place)
    try:
        yield Desk(store, by or login(), datetime.now(UTC))
    finally:
        store.close()


def opened(place: Place, create: bool = False) -> Store:
    """The store in the place's folder; its errors know which folder it was."""
    try:
        return open_store(place.home, create)
    except StoreError as error:
        raise Complaint(str(error.code), str(place.home), error.detail) from error


def login() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "?"


def day_of(text: str | None) -> date | None:
    """A date as people write it on a command line. Raises the complaint `bad_date`."""
    if not text:
        return None
    from vntext.dates import Precision, parse_date

    try:
        return date.fromisoformat(text)
    except ValueError:
        value = parse_date(text)
        if value is None or value.precision is not Precision.DAY:
            raise Complaint("bad_date", text, exit_code=2) from None
        return value.first


def end_of(text: str | None) -> datetime | None:
    """The last moment of a day, for `--as-known-on`."""
    day = day_of(text)
    return None if day is None else datetime(day.year, day.month, day.day, 23, 59, 59, 999999, tzinfo=UTC)


def today() -> date:
    return datetime.now().astimezone().date()


class Day(click.ParamType):  # type: ignore[type-arg]
    """A command-line parameter that is a date."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date | None:
        return value if isinstance(value, date) else day_of(str(value))


OUT_FILE = click.Path(path_type=Path, dir_okay=False)
