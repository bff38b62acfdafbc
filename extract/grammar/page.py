"""docs/grammar.md, made from the records: what the template language has, and every pattern with what it says."""

from __future__ import annotations

from itertools import groupby

from extract.confidence import scale
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
`confusions.toml` lists what machines read for words of the field; a misread word is put right before the patterns look.

## How sure an obligation is

`extract/data/confidence.toml` holds the table: a start by what the clause says, and marks that lower it. From {propose}
on an obligation is clear enough to be proposed as it stands; from {look} on a person looks at it; below that it is
shown as doubtful and refused for proposing unasked. What the bins mean, on instruments that the grammar had not seen:
1,113 obligations of 54 batches in the field's usual wordings, with the table of before (starts at 0.89 to 0.95), and
353 of 19 sets in deliberately odd ones, with the table of now, which was lowered on them:

| confidence | usual: number, mean, right | odd: number, mean, right |
| --- | --- | --- |
| below 0.60 | 27, 0.53, 0.48 | 79, 0.43, 0.14 |
| 0.60 to 0.80 | 130, 0.73, 0.73 | 88, 0.67, 0.49 |
| 0.80 to 0.85 | 122, 0.84, 0.92 | 73, 0.82, 0.74 |
| 0.85 to 0.90 | 97, 0.87, 0.80 | none |
| 0.90 and more | 737, 0.95, 0.95 | 113, 0.91, 0.76 |

`tools/bench_extract.py --reliability` prints the bins on the composed cases, clean and with letters misread.
"""


_COLUMNS = "| record | says | template | for example |\n| --- | --- | --- | --- |"


def grammar_page() -> str:
    """The whole page."""
    parts = [_HEAD.replace("{propose}", f"{scale().propose:.2f}").replace("{look}", f"{scale().look:.2f}")]
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
