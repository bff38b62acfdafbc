"""The command line: one of the doors. It reads input, calls one flow and shows what comes back."""

from __future__ import annotations

import importlib
import os
import signal
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from diemdanh.cli.mistakes import told
from diemdanh.cli.spoken import SpokenGroup, SpokenOption, option, speak, tell, write_options
from diemdanh.failures import failure_of
from diemdanh.messages import say

#: verb → (module of this package, attribute, help key); a module is loaded only when its verb is called
VERBS: dict[str, tuple[str, str, str]] = {
    "extract": ("stateless", "extract", "cli.extract"),
    "explain": ("stateless", "explain", "cli.explain_file"),
    "read-minutes": ("stateless", "read_minutes", "cli.read_minutes"),
    "init": ("workspace", "init", "cli.init"),
    "rules": ("deciding", "rules", "cli.rules"),
    "roster": ("facts", "roster", "cli.roster"),
    "units": ("facts", "units", "cli.units"),
    "branches": ("facts", "branches", "cli.branches"),
    "assignments": ("facts", "assignments", "cli.assignments"),
    "schedules": ("facts", "schedules", "cli.schedules"),
    "leaves": ("facts", "leaves", "cli.leaves"),
    "terms": ("facts", "terms", "cli.terms"),
    "minutes": ("minutes", "minutes", "cli.minutes"),
    "attendance": ("attendance", "attendance", "cli.attendance"),
    "compliance": ("figures", "compliance", "cli.compliance"),
    "report": ("figures", "report", "cli.report"),
    "due": ("figures", "due", "cli.due"),
    "settings": ("workspace", "settings", "cli.settings"),
    "audit": ("workspace", "audit", "cli.audit"),
    "verify": ("workspace", "verify", "cli.verify"),
    "backup": ("workspace", "backup", "cli.backup"),
    "restore": ("workspace", "restore", "cli.restore"),
    "documents": ("workspace", "documents", "cli.documents"),
    "doctor": ("doctor", "doctor", "cli.doctor"),
    "demo": ("demo", "demo", "cli.demo"),
    "accounts": ("accounts", "accounts", "cli.accounts"),
    "serve": ("accounts", "serve", "cli.serve"),
}


@dataclass(frozen=True, slots=True)
class Place:
    """Where the workspace is: what `--home` said, else DIEMDANH_HOME, else the platform's data folder."""

    home: Path


class Door(SpokenGroup):
    """Loads a verb's module when it is called, so that `--help` is quick."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(VERBS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in VERBS:
            return None
        module, attribute, _ = VERBS[name]
        command: click.Command = getattr(importlib.import_module(f"diemdanh.cli.{module}"), attribute)
        return command

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        write_options(self, ctx, formatter)
        with formatter.section(say("cli.commands")):
            formatter.write_dl([(name, say(key)) for name, (_, _, key) in VERBS.items()])


@click.group(
    cls=Door, help="cli.main", context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110}
)
@option("--lang", type=click.Choice(["vi", "en"]), is_eager=True, expose_value=False, callback=speak, help="cli.lang")
@option("--home", type=click.Path(path_type=Path, file_okay=False), envvar="DIEMDANH_HOME", help="cli.home")
@click.version_option(package_name="diemdanh", message="diemdanh %(version)s", cls=SpokenOption, help="cli.version")
@click.pass_context
def program(ctx: click.Context, home: Path | None) -> None:
    ctx.obj = Place(home or default_home())


def default_home() -> Path:
    from platformdirs import user_data_path

    return user_data_path("diemdanh", appauthor=False)


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command line and returns its exit code: 0 done, 1 something failed, 2 wrong usage, 130 stopped."""
    _steady_streams()
    try:
        line = list(sys.argv[1:] if arguments is None else arguments)
        code = program.main(args=line, prog_name="diemdanh", standalone_mode=False)
        return code if isinstance(code, int) else 0
    except click.ClickException as error:
        tell(told(error))
        return error.exit_code
    except (KeyboardInterrupt, click.Abort):
        tell(say("fault.interrupted"))
        return 130
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except Exception as error:
        return _fail(error)


def _fail(error: Exception) -> int:
    if os.environ.get("DIEMDANH_DEBUG"):
        raise error
    failure = failure_of(error)
    tell(f"{failure.code}: {failure.sentence}")
    return failure.exit_code


def _steady_streams() -> None:
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(encoding="utf-8", errors="backslashreplace")
    if hasattr(signal, "SIGTERM"):
        signal.signal(signal.SIGTERM, lambda *_: (_ for _ in ()).throw(KeyboardInterrupt()))


def entry() -> None:
    sys.exit(main())
