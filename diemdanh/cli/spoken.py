"""Click commands whose help is spoken in the language of the moment: `help` holds a key of the message catalogue."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar

import click

from diemdanh.messages import Language, choose, known, say

F = TypeVar("F", bound=Callable[..., Any])


def _spoken(text: str | None) -> str:
    return say(text) if text and known(text) else text or ""


class SpokenOption(click.Option):
    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        self.help, key = _spoken(self.help), self.help
        try:
            record = super().get_help_record(ctx)
        finally:
            self.help = key
        return record and (record[0], _own_words(record[1]))


def _own_words(text: str) -> str:
    """Click's own remarks ("[required]", "[default: 1]") in the language of the moment."""
    return text.replace("required]", say("cli.required") + "]").replace("[default: ", f"[{say('cli.default')}: ")


class _Speaks(click.Command):
    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(_spoken(self.help))

    def get_short_help_str(self, limit: int = 45) -> str:
        return _spoken(self.help)

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        pieces = " ".join(self.collect_usage_pieces(ctx)).replace("[OPTIONS]", f"[{say('cli.options').upper()}]")
        formatter.write_usage(ctx.command_path, pieces, say("cli.usage") + " ")

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = say("cli.help")
        return option


class SpokenCommand(_Speaks):
    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        write_options(self, ctx, formatter)


class SpokenGroup(_Speaks, click.Group):
    command_class = SpokenCommand
    group_class = type

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        write_options(self, ctx, formatter)
        rows = [
            (name, command.get_short_help_str())
            for name in self.list_commands(ctx)
            if (command := self.get_command(ctx, name))
        ]
        if rows:
            with formatter.section(say("cli.commands")):
                formatter.write_dl(rows)

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)


def write_options(command: click.Command, ctx: click.Context, formatter: click.HelpFormatter) -> None:
    """The options section, under its heading in the user's language."""
    records = [parameter.get_help_record(ctx) for parameter in command.get_params(ctx)]
    rows = [record for record in records if record and record[1]]
    if rows:
        with formatter.section(say("cli.options")):
            formatter.write_dl(rows)


def option(*names: str, **settings: Any) -> Callable[[F], F]:
    """`click.option` with a help key of the catalogue."""
    return click.option(*names, cls=SpokenOption, **settings)


def speak(ctx: click.Context, parameter: click.Parameter, value: str | None) -> str | None:
    """The eager callback of `--lang`."""
    if value:
        choose(Language(value))
    return value


def print_json(value: object) -> None:
    """One JSON value on standard output, the same bytes for the same value."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=1) + "\n")


def print_line(value: object) -> None:
    sys.stdout.write(json.dumps(value, ensure_ascii=False) + "\n")
    sys.stdout.flush()


def print_table(headers: Sequence[str], rows: Iterable[Sequence[object]], title: str | None = None) -> None:
    """A table for people; wide cells wrap."""
    from rich.console import Console  # a fifth of a second that `--json` need not pay
    from rich.table import Table

    table = Table(*headers, title=title, title_justify="left", header_style="bold")
    for row in rows:
        table.add_row(*("" if cell is None else _markup_free(str(cell)) for cell in row))
    width = None if sys.stdout.isatty() else 140
    Console(file=sys.stdout, width=width, highlight=False).print(table)


def _markup_free(text: str) -> str:
    return text.replace("[", "\\[")


def tell(text: str) -> None:
    """A line for people on standard error; standard output stays for results."""
    click.echo(text, err=True)
