"""Doubts that a scan leaves about a status: notes that could not be read, words that may have been others."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from minutes.paragraphs import Paragraph
from minutes.standing import Clause, Standing, absence, unread
from minutes.wording import phrasebook, read
from roster.people import AttendanceStatus as Status
from vntext.folding import Key, fold
from vntext.syllables import is_syllable

AWAY_STATUSES = (Status.ABSENT, Status.ABSENT_EXCUSED, Status.ABSENT_UNEXCUSED)


def note_behind(paragraph: Paragraph, parts: Sequence[Clause], index: int) -> bool:
    """On a scan: words in small letters behind the semicolon or full stop, where nobody is named, may be a note on who
    was; so may those that say somebody was away or sent somebody, but for a label (`Vắng có lý do: …`)."""
    end = parts[index + 1].person.start if index + 1 < len(parts) else len(paragraph.text)
    rest = paragraph.text[parts[index].end : end].strip()
    if rest[:1].islower() and len(telling_words(rest)) > 1:
        return True
    away = absence(read(rest, damaged=True).key) is not None or _SENT.search(fold(rest, Key.TONELESS)) is not None
    return away and not rest.endswith(":")


def doubted(standing: Standing, clause: Clause, following: bool) -> Standing:
    """On a scan, silence is presence only where nothing stands beside the name that could not be read."""
    if standing.cue in ("listed", "unknown_note") and (
        telling_words(clause.after) or suspicious(clause.person.position)
    ):
        return unread(standing, clause.after)
    left = clause.after if standing.cue in ("away", "heading") else ""
    hidden = standing.cue == "away" and len(telling_words(left)) > 1
    away = standing.status in AWAY_STATUSES
    sent = away and (_SENT.search(fold(clause.after, Key.TONELESS)) or (following and telling_words(clause.after)))
    superior = phrasebook("posts").first(read(clause.person.position).key)
    lost_heading = standing.cue in ("heading", "reason") and superior is not None and superior.record == "post"
    before = clause.after[: standing.until or 0] if standing.cue == "excused" else ""
    negated = any(word not in _OF_ABSENCE for word in telling_words(before))
    return replace(standing, strength=0.7) if hidden or sent or lost_heading or negated else standing


#: words before `có lý do` that change nothing
_OF_ABSENCE = frozenset(["vắng", "mặt", "xin", "báo", "đã", "nên", "vì", "do", "nghỉ", "họp"])


#: what is left of words that send somebody
_SENT = re.compile(r"\bthay\b|quyen|nhiem\b|dai dien|\bcu d")


#: words that lead from one person to the next, or count as read
_LEADING = frozenset(["và", "cùng", "với", "các", "đồng", "chí", "ông", "bà", "có", "là", "gồm", "đ", "c"])


def telling_words(text: str) -> list[str]:
    return [w for w in re.findall(r"[^\W\d_]{2,}", text) if w not in _LEADING]


_SUSPICIOUS = re.compile(
    r"khong|vang|phep|nghi |ly do|uy (?:quyen|nhiem)|thay mat|di thay|du thay|xin|khong|chua (?:den|ve)"
)


def suspicious(position: str) -> bool:
    """Does what was taken for a post say something of an absence, marks aside, or end in what is no word?"""
    for found in _SUSPICIOUS.finditer(fold(position, Key.TONELESS)):
        if position.isupper() or not position[found.start()].isupper():  # Hoà Vang is a place
            return True
    last = re.findall(r"[^\W\d_]+", position)[-2:]
    return any(word.islower() and len(word) > 2 and not is_syllable(word) for word in last)


def led(before: str) -> bool:
    """Does a word stand right before the title, which on a scan may have been `của` or `gửi tới`?"""
    return before.rstrip()[-1:].isalpha() and not before.rstrip().endswith(("tiếp theo", "sau đó", "tiếp đó", "mở đầu"))
