"""A command line that cannot be understood, told in the language of the moment: one sentence and where help is.

Click words its own errors in English; its classes and the parameter's type say what was wrong."""

from __future__ import annotations

import click

from diemdanh.messages import say

#: the stable code of every wrong command line, as failures have theirs
CODE = "usage"


def told(error: click.ClickException) -> str:
    """The usage line, the sentence with its code, and which command explains more."""
    sentence = f"{CODE}: {sentence_of(error)}"
    context = getattr(error, "ctx", None)
    if context is None:
        return sentence
    return f"{context.get_usage()}\n{sentence}\n{say('mistake.help', command=f'{context.command_path} --help')}"


def sentence_of(error: click.ClickException) -> str:
    if isinstance(error, click.NoSuchOption):
        return say("mistake.option", name=error.option_name) + _meant(error.possibilities)
    if isinstance(error, click.NoSuchCommand):
        return say("mistake.command", name=error.command_name) + _meant(error.possibilities)
    if isinstance(error, click.MissingParameter):
        return say("mistake.missing", name=_name(error))
    if isinstance(error, click.BadParameter):
        return say("mistake.value", name=_name(error), why=_why(error))
    return error.format_message()


def _meant(alike: object) -> str:
    names = [str(name) for name in alike] if isinstance(alike, (list, tuple)) else []
    return " " + say("mistake.meant", names=", ".join(names)) if names else ""


def _name(error: click.BadParameter) -> str:
    hint = error.param_hint or (error.param.get_error_hint(error.ctx) if error.param and error.ctx else "")
    return (hint if isinstance(hint, str) else " / ".join(hint)).replace("'", "").rstrip(".")


def _why(error: click.BadParameter) -> str:
    """What the parameter takes; click's own words where its type says nothing."""
    kind = error.param.type if error.param else None
    if isinstance(kind, click.Choice):
        return say("mistake.choice", choices=", ".join(map(str, kind.choices)))
    if isinstance(kind, (click.types.IntParamType, click.IntRange)):
        return say("mistake.whole_number")
    if isinstance(kind, (click.types.FloatParamType, click.FloatRange)):
        return say("mistake.number")
    if isinstance(kind, click.DateTime):
        return say("mistake.day")
    return say("mistake.path") if isinstance(kind, click.Path) else error.message
