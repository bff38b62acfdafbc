"""What one place in the text says of somebody: there, away (and why), sent somebody, or only mentioned.

The place decides, not the verb alone: in the list of guests silence means *there*, in running text a name after `của`
or `đến` is the object of
something else. Rules of substitution read from one name to the next: `A ủy quyền B dự thay`, `thay mặt A, B dự`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from minutes.letters import UPPER
from minutes.naming import body_follows
from minutes.paragraphs import Paragraph
from minutes.patterns import sign
from minutes.persons import Named
from minutes.sheet import ReasonClass
from minutes.wording import Found, key_of, phrasebook, records
from roster.people import AttendanceStatus as Status

_SENTENCE = re.compile(rf"[.!?…]+[\"”)]*\s+(?=[{UPPER}]|[-–+\"“])|;\s*(?=[-–+])")
_ABBREVIATED = re.compile(r"(?:^|\s)(?:[A-ZĐ]|[Tt]s|TS|[Tt]h[Ss]|PGS|GS|BS|Tp|TP|tp)\.$")
_EMPTY = re.compile(r"[\s,.;:()\-–—]*")
_WITH_REASON = re.compile(r"\s*(?:mặt|họp)?\s*(?:[:(,\-–—]|do\b|vì\b|bởi\b)\s*(?P<why>[^\W\d_].*)")
#: `(F1, vắng)`: what stands in the bracket before the absence is its reason
_REASON_FIRST = re.compile(r"\(\s*(?!nay|hôm|kỳ|lần)[^\W_][^()]{0,40},\s*$")
_BECAUSE = re.compile(r"(?:vì|do|bởi|bận)\s+(?P<why>[^.;]*?)\s*(?:,|nên|đã|\s)\s*$")
#: something is denied of somebody, in words that no record knows
DENIED = re.compile(r"(?<![^\W_])(?:không|chưa|ko)(?![^\W_])")
#: a mark beside a name that may mean anything (`đ/c A: o`)
_MARK = re.compile(r"\s*[:=–-]\s*(?![xv✓✔+]\W*$)[^\W_]{1,2}[\s.;,]*")
_BARE_P = re.compile(r"\(\s*(?:p|cp)\s*\)")
_BARE_K = re.compile(r"\(\s*(?:k|kp|ko)\s*\)")
_PRESENT, _AWAY = Status.PRESENT, (Status.ABSENT, Status.ABSENT_EXCUSED, Status.ABSENT_UNEXCUSED)


@dataclass(frozen=True, slots=True)
class Standing:
    """`strength` 0..1 says how plain the wording is; `cue` names the record that decided; `until` is where the
    evidence may end."""

    status: Status
    strength: float
    cue: str
    reason: ReasonClass | None = None
    remark: str = ""
    until: int | None = None


@dataclass(frozen=True, slots=True)
class Clause:
    """One person with the words before him (since the one before him, or the clause's start) and after him."""

    person: Named
    before: str
    after: str
    start: int
    end: int
    after_at: int


def absence(key: str, assumed: Status | None = None) -> Standing | None:
    """What a note beside a name says of an absence; `assumed` is what the list's heading says already."""
    text = _BARE_K.sub(" kld ", _BARE_P.sub(" cld ", key))
    found = first_absence(text)
    if found is None:
        return _assumed(text, assumed)
    status = _ABSENCES[found.record]
    rest = _WITH_REASON.match(text, found.end)
    if found.record == "away":
        why = _BECAUSE.search(text, 0, found.start)
        if why is not None:
            return Standing(Status.ABSENT_EXCUSED, 0.95, "away_why", reason_class(why["why"]), until=why.start())
        if rest is not None:
            return Standing(Status.ABSENT_EXCUSED, 0.95, "away_why", reason_class(rest["why"]), until=found.end)
        if text.startswith("vắng", found.start) and _REASON_FIRST.search(text[: found.start]):
            return Standing(Status.ABSENT_EXCUSED, 0.95, "away_why", ReasonClass.OTHER, until=0)
        if phrasebook("reasons").first(text, 0, found.start) and not presence(text[: found.start]):
            return Standing(Status.ABSENT_EXCUSED, 0.95, "away_why", reason_class(text[: found.start]), until=0)
        if assumed in _AWAY:
            return Standing(assumed, 0.97, "heading", until=found.end)
    if found.record == "excused":
        return Standing(status, 0.97, found.record, reason_class(text[found.start :]), until=found.start)
    return Standing(status, 0.97, found.record, until=found.end)


def first_absence(text: str) -> Found | None:
    """The first record that fits at all: `không lý do` before `lý do` before `vắng`."""
    book = phrasebook("absence")
    for record in _ABSENCES:
        hit = min((f for f in book.find(text) if f.record == record), key=lambda f: f.start, default=None)
        if hit is not None:
            return hit
    return None


_ABSENCES = {str(r["id"]): Status(str(r["status"])) for r in records("absence")}


def _assumed(text: str, assumed: Status | None) -> Standing | None:
    """Under a heading of absences: a word of reason makes it excused, silence leaves it as the heading says."""
    if assumed is None:
        return None
    silent = _EMPTY.fullmatch(text) is not None
    if assumed is Status.ABSENT and not silent:
        reason = reason_class(text)
        plain = reason is not None or re.match(r"\s*[(\-–—:]", text)
        if plain and re.search(r"[^\W\d_]{2}", text):
            return Standing(Status.ABSENT_EXCUSED, 0.93, "reason", reason or ReasonClass.OTHER, until=0)
    return Standing(assumed, 0.97, "heading", reason_class(text) if not silent else None, until=0)


def reason_class(text: str) -> ReasonClass | None:
    """The class of a reason, the only thing that is kept of it; None where no reason is told."""
    found = phrasebook("reasons").first(text)
    if found is not None:
        return ReasonClass(found.record)
    return ReasonClass.OTHER if len(re.findall(r"[^\W\d_]+", text)) > 4 else None


def presence(key: str) -> Standing | None:
    """Late, early, online or said to be there."""
    for found in sorted(phrasebook("presence").find(key), key=lambda f: (_PRESENCES.index(f.record), f.start)):
        return Standing(Status.PRESENT, 0.97, found.record, remark=found.record if found.record != "there" else "")
    return None


_PRESENCES = [str(r["id"]) for r in records("presence")]


def noted(key: str, assumed: Status) -> Standing:
    """What stands beside a name in a list whose heading says `assumed`."""
    if assumed not in _AWAY and sign("sent_somebody").search(key):
        return Standing(Status.DELEGATED, 0.93, "sends", until=0)
    away, here = absence(without_parts(key), assumed if assumed in _AWAY else None), presence(key)
    if (
        here is not None
        and here.cue in ("late", "early")
        and (away is None or away.cue not in ("away", "unexcused", "away_why"))
    ):
        return here
    if away is not None and away.cue == "heading" and here is not None and here.cue == "there" and away.until == 0:
        return replace(here, strength=0.7)
    if away is not None:
        return replace(away, strength=0.7) if assumed not in _AWAY and _came_first(key) else away
    denied = assumed not in _AWAY and (DENIED.search(key) or _MARK.fullmatch(key)) is not None
    if here is not None:
        return replace(here, strength=0.7) if denied else here
    if denied:
        return Standing(assumed, 0.7, "denied")
    if assumed not in _AWAY and _only_reason(key):
        return Standing(Status.ABSENT_EXCUSED, 0.7, "reason_alone", reason_class(key), until=0)
    return Standing(assumed, 0.7, "unknown_note") if _unknown_note(key) else Standing(assumed, 0.97, "listed")


def _came_first(key: str) -> bool:
    """`ghé chào hỏi trước giờ họp rồi đi, không dự`: what else is told before the absence may change it."""
    found = first_absence(key)
    before = key[: found.start] if found is not None else ""
    return re.search(r"(?<![^\W_])(?:nhưng|rồi|ghé|xuống|vào|lên|tới|đến)(?![^\W_])", before) is not None


def _only_reason(key: str) -> bool:
    """Why somebody would stay away, without the word that he did (`A, Chủ tịch xã: ốm, nằm trạm xá`)."""
    found = phrasebook("reasons").first(sign("harmless_note").sub(" ", key))
    return found is not None and found.record != "work" and not re.search(r"\d", key)


def _unknown_note(key: str) -> bool:
    """Words beside a name that no record knows: they may say anything of who came."""
    rest = sign("harmless_note").sub(" ", key)
    charged = any(f.record == "charged_with" for f in phrasebook("mentions").find(key))
    known = any(
        next(phrasebook(book).find(key), None) is not None for book in ("sayings", "posts", "mentions", "substitution")
    )
    words = re.findall(r"[^\W\d_]{2,}", rest)
    return len(words) >= (6 if charged else 3) and (charged or not known)


def unread(standing: Standing, note: str) -> Standing:
    """The standing of somebody beside whom a scan has a note that could not be read: away where it tells a reason and
    no hour (`… (đi công tác ngo`), else there, late or early; never plainly."""
    told = re.search(r"[:(–-].*", note)
    excused = told is not None and phrasebook("reasons").first(told[0]) is not None and not re.search(r"\d", told[0])
    status = Status.ABSENT_EXCUSED if excused else standing.status
    return replace(standing, status=status, strength=0.7, cue="illegible_note")


def without_parts(key: str) -> str:
    """Without `vắng đầu giờ` and `không dự phần còn lại`, which are no absences."""
    negative = ("vắng", "không", "về ,", "về,")
    late = [
        f
        for f in phrasebook("presence").find(key)
        if f.record in ("late", "early") and key[f.start :].startswith(negative)
    ]
    for found in late:
        key = key[: found.start] + " " * (found.end - found.start) + key[found.end :]
    return key


def clauses(paragraph: Paragraph, people: Sequence[Named], sentences: bool) -> tuple[Clause, ...]:
    """Each person with the words around him; bounded by semicolons (lists) or sentences (running text)."""
    reading = paragraph.reading
    starts = [person.start for person in people]
    cuts = [cut for cut in _cuts(paragraph, sentences) if not _note_follows(paragraph.text, cut, starts)]
    out = []
    for index, person in enumerate(people):
        low = max((c for c in cuts if c <= person.start), default=paragraph.body)
        high = min((c for c in cuts if c >= person.stop), default=len(paragraph.text))
        before = max(low, people[index - 1].stop if index else 0)
        after = min(high, people[index + 1].start if index + 1 < len(people) else high)
        key = reading.key
        out.append(
            Clause(
                person,
                key[min(before, person.start) : person.start],
                key[person.stop : max(after, person.stop)],
                low,
                high,
                person.stop,
            )
        )
    return tuple(out)


def _note_follows(text: str, cut: int, starts: Sequence[int]) -> bool:
    """`Đ/c A, Chủ tịch; vắng không lý do`: after the semicolon nobody is named, only a note on who was."""
    end = text.find(";", cut)
    end = len(text) if end < 0 else end
    rest = text[cut:end].strip()
    note = text[cut - 1 : cut] == ";" and rest[:1].islower() and len(rest) < 60
    return note and not any(cut <= at < end for at in starts) and absence(key_of(rest)) is not None


def _cuts(paragraph: Paragraph, sentences: bool) -> list[int]:
    text = paragraph.text
    cuts = [m.end() for m in _SENTENCE.finditer(text) if not _no_end(paragraph, m)]
    if sentences:
        return cuts
    depth = 0
    for at, letter in enumerate(text):
        depth = max(0, depth + (letter == "(") - (letter == ")"))
        if letter == ";":
            cuts.append(at + 1)
    return sorted(cuts)


def _no_end(paragraph: Paragraph, mark: re.Match[str]) -> bool:
    """A full stop that ends no sentence: of a short form, or on a scan a speck within a post."""
    if _ABBREVIATED.search(paragraph.text[: mark.start() + 1]):
        return True
    return paragraph.damaged and mark[0].strip() == "." and body_follows(paragraph.reading.key, mark.end())
