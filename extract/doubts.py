"""What in a clause makes its reading doubtful: other words of doing, numbers that nothing has read, a verb that says
little. `data/confidence.toml` says how much each of them lowers.
"""

from __future__ import annotations

import re

from extract.anchors import Anchor
from extract.bearers import Bearer
from extract.clause import Reading, duties, form
from extract.duties import Form
from extract.grammar.engine import Mention

#: a bearer of more words than this has probably swallowed a part of the sentence
_LONG = 11
_NUMBER = re.compile(r"(?<![\w/.,-])\d+(?:/\d+)*(?![\w/])")
#: kinds of mention whose numbers are read
_READ = ("cadence", "effect", "exception")


def doubts_of(reading: Reading, found: Anchor, members: list[Mention], who: Bearer | None) -> frozenset[str]:
    """The names of the marks that hold for a duty of this clause."""
    said = {
        "second_verb": _others(reading, found) == 1,
        "many_verbs": _others(reading, found) > 1,
        "number": _unread(reading, members, who) > 0,
        "light_verb": found.work is not None and form(found.work) is Form.LIGHT,
        "long_bearer": who is not None and max(len(phrase.split()) for phrase in who.phrases) > _LONG,
    }
    return frozenset(name for name, holds in said.items() if holds)


def _others(reading: Reading, found: Anchor) -> int:
    """Words of doing besides the one whose cadence it is."""
    return sum(word not in (found.head, found.work) for word in duties(reading))


def _unread(reading: Reading, members: list[Mention], who: Bearer | None) -> int:
    """Numbers of the clause outside what is read."""
    spans = [(m.start, m.end) for m in (*members, *(m for kind in _READ for m in reading.of(kind)))]
    spans += [(who.start, who.end)] if who else []
    return sum(
        not any(low <= reading.start + match.start() < high for low, high in spans)
        for match in _NUMBER.finditer(reading.live)
    )
