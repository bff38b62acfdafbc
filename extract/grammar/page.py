"""docs/grammar.md, made from the records: what the template language has, and every pattern with what it says."""

from __future__ import annotations

from itertools import groupby

from extract.grammar.records import Record, records

_HEAD = """# The grammar

Generated from `extract/grammar/patterns/*.toml` and `vocabulary.toml`; do not edit by hand (`make docs`).

One record is one way of saying one thing. Its template is read word by word on the folded text (case, place of the
tone mark, i/y):

| mark | means |
| --- | --- |
| `word` | this word |
| `a\\|b`, `( … )` | one of several; a group |
| `x?` | may be missing |
| `{slot}`, `{name:slot}` | a class of `vocabulary.toml`; what it matched is kept under the name |
| `...` | a few words that do not matter |
| `` `text` `` | the text itself, marks included |

`build` names the builder (`extract/grammar/builders.py`) that makes the value of the slots. Each example must be won by
its own record in the whole grammar and each counter-example must not match: the tests are made from these files.
"""


_COLUMNS = "| record | says | template | for example |\n| --- | --- | --- | --- |"


def grammar_page() -> str:
    """The whole page."""
    parts = [_HEAD]
    for kind, group in groupby(sorted(records(), key=lambda r: (r.kind, r.id)), key=lambda r: r.kind):
        rows = list(group)
        parts.append(f"\n## {kind} ({len(rows)} records)\n\n{_COLUMNS}")
        parts.extend(_row(record) for record in rows)
    return "\n".join(parts) + "\n"


def _row(record: Record) -> str:
    example = record.examples[0].text if record.examples else ""
    cells = (f"`{record.id}`", record.says, f"`{record.template}`", example)
    return "| " + " | ".join(_cell(cell) for cell in cells) + " |"


def _cell(text: str) -> str:
    return " ".join(text.replace("|", "\\|").split())
