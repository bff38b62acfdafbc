"""People of the web application, and the application itself."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from diemdanh.accounts import Account, Accounts, Role
from diemdanh.cli import Place
from diemdanh.cli.desk import as_json, by_whom, dry_run, opened, sitting
from diemdanh.cli.spoken import SpokenCommand, SpokenGroup, option, print_json, print_table, tell
from diemdanh.failures import Complaint
from diemdanh.messages import say
from diemdanh.rehearsal import changing
from store.transaction import Transaction

_role = option("--role", type=click.Choice([r.value for r in Role]), default=Role.VIEWER.value, help="cli.account_role")
_stdin = option("--password-stdin", is_flag=True, help="cli.password_stdin")
_PEM = click.Path(path_type=Path, dir_okay=False, exists=True)


@click.group(cls=SpokenGroup, help="cli.accounts")
def accounts() -> None:
    pass


@contextmanager
def _changing(place: Place, by: str, dry_run: bool) -> Iterator[tuple[Accounts, Transaction]]:
    with sitting(place, by) as desk, changing(desk, dry_run) as change:
        yield Accounts(desk.store), change


@accounts.command("add", cls=SpokenCommand, help="cli.accounts_add")
@click.argument("name")
@_role
@option("--shown-name", default="", help="cli.account_shown")
@option("--scope", default="", help="cli.account_scope")
@_stdin
@by_whom
@dry_run
@click.pass_obj
def add(
    place: Place, name: str, role: str, shown_name: str, scope: str, password_stdin: bool, by: str, dry_run: bool
) -> int:
    _check_unit(place, scope)
    password = _password(password_stdin)
    with _changing(place, by, dry_run) as (kept, change):
        made = kept.add(change, name, password, Role(role), shown_name, scope)
    click.echo(f"{made.name}: {say(f'role.{made.role}')}")
    return 0


def _check_unit(place: Place, scope: str) -> None:
    """A unit that nobody knows would show its account nothing at all."""
    from diemdanh.web.scope import known_unit
    from roster.book import Book

    if scope:
        with sitting(place) as desk:
            if not known_unit(Book(desk.store).roster(), scope):
                raise Complaint("unknown_unit", scope)


@accounts.command("list", cls=SpokenCommand, help="cli.accounts_list")
@as_json
@click.pass_obj
def list_accounts(place: Place, as_json: bool) -> int:
    with sitting(place) as desk:
        found = Accounts(desk.store).all()
    if as_json:
        print_json([_row(one) for one in found])
        return 0
    heads = (say("web.account"), say("table.name"), say("web.role"), say("web.scope"), "")
    cells = (
        (a.name, a.shown_name, say(f"role.{a.role}"), a.scope, say("web.disabled") if a.disabled else "") for a in found
    )
    print_table(heads, cells)
    return 0


def _row(one: Account) -> dict[str, object]:
    kept = {"account": one.name, "shown_name": one.shown_name, "role": one.role.value}
    return kept | {"scope": one.scope, "disabled": one.disabled}


@accounts.command("set-password", cls=SpokenCommand, help="cli.accounts_password")
@click.argument("name")
@_stdin
@by_whom
@dry_run
@click.pass_obj
def set_password(place: Place, name: str, password_stdin: bool, by: str, dry_run: bool) -> int:
    password = _password(password_stdin)
    with _changing(place, by, dry_run) as (kept, change):
        kept.set_password(change, name, password)
    click.echo(say("web.password_changed"))
    return 0


@accounts.command("disable", cls=SpokenCommand, help="cli.accounts_disable")
@click.argument("name")
@by_whom
@dry_run
@click.pass_obj
def disable(place: Place, name: str, by: str, dry_run: bool) -> int:
    with _changing(place, by, dry_run) as (kept, change):
        kept.disable(change, name)
    click.echo(say("web.account_changed", name=name))
    return 0


@accounts.command("enable", cls=SpokenCommand, help="cli.accounts_enable")
@click.argument("name")
@by_whom
@dry_run
@click.pass_obj
def enable(place: Place, name: str, by: str, dry_run: bool) -> int:
    with _changing(place, by, dry_run) as (kept, change):
        kept.enable(change, name)
    click.echo(say("web.account_changed", name=name))
    return 0


def _password(from_stdin: bool) -> str:
    """Asked twice on a terminal, or the first line of standard input; never an argument, which others could see."""
    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    password: str = click.prompt(
        say("web.password_ask"), hide_input=True, confirmation_prompt=say("web.password_again")
    )
    return password


@click.command(cls=SpokenCommand, help="cli.serve")
@option("--host", default="127.0.0.1", show_default=True, help="cli.host")
@option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="cli.port")
@option("--tls-cert", type=_PEM, help="cli.tls_cert")
@option("--tls-key", type=_PEM, help="cli.tls_key")
@option("--jobs", type=click.IntRange(1, 64), default=1, show_default=True, help="cli.jobs")
@click.pass_obj
def serve(place: Place, host: str, port: int, tls_cert: Path | None, tls_key: Path | None, jobs: int) -> int:
    from diemdanh.web.serving import Binding, checked
    from diemdanh.web.serving import serve as run

    binding = checked(Binding(host, port, tls_cert, tls_key))
    store = opened(place)
    known = Accounts(store).all()
    store.close()
    if not known:
        tell(say("web.no_accounts"))
        return 1
    tell(say("web.serving", address=binding.address))
    run(place.home, binding, jobs)
    return 0
