"""What running text says of somebody: he came, spoke, sent somebody, or is only named; in lists see `standing`.

A name after `của` or `đến` is the object of something else; what is planned, denied or done elsewhere is no presence.
"""

from __future__ import annotations

import re
from dataclasses import replace

from minutes.patterns import sign
from minutes.standing import DENIED, Clause, Standing, absence, first_absence, without_parts
from minutes.wording import Found, phrasebook
from roster.people import AttendanceStatus as Status

_ONLY_JOIN = re.compile(
    r"[\s,;.&:+\-–—()]*(?:(?:đại diện |cùng )?(?:lãnh đạo|đại diện) [^.;:]{0,90}\s(?=và|cùng))?"
    r"(?:(?:và|cùng|cùng với|với|các)[\s:]*)?"
)
_COLON = re.compile(r"\s*(?:\([^)]*\)\s*)?:")


def joined(part: Clause) -> bool:
    """Is the person only added to the one before (`A và B`, `A; B`)?"""
    return _ONLY_JOIN.fullmatch(part.before) is not None


def speaks_by_colon(part: Clause) -> bool:
    """`Đ/c A (Bí thư): đề nghị …`"""
    return _COLON.match(part.after) is not None


def told(part: Clause, press: bool) -> Standing:
    """What running text says of one person; whoever is named beside words of coming or staying away is never plainly
    only mentioned."""
    part = _within_bracket(part)
    said = _told(part, press)
    if said.status is Status.MENTIONED_ONLY and said.strength >= _PLAIN and _near_attendance(part):
        return replace(said, strength=0.7)
    return said


def _within_bracket(part: Clause) -> Clause:
    """Of somebody named in a bracket (`Quyết định (người ký: đồng chí A) được trao`) nothing behind it is said."""
    close = part.after.find(")")
    opened = part.before.rfind("(") > part.before.rfind(")")
    behind = part.after[close + 1 :].lstrip()
    return part if not opened or close < 0 or behind.startswith(":") else replace(part, after=part.after[:close])


def _near_attendance(part: Clause) -> bool:
    near = f"{part.before[-30:]} | {part.after[:80]}"
    future = any(f.record == "other_time" for f in phrasebook("mentions").find(near)) or "sẽ" in near.split()
    return not future and sign("attendance_words").search(near) is not None


#: as plain as a status must be told to be entered unasked
_PLAIN = 0.8


def _told(part: Clause, press: bool) -> Standing:
    first = _first_saying(part.after)
    lead = part.before.rstrip(" ,:")
    if _invited(lead) and (first is None or first.record not in ("speaks", "leads")):
        return _away_in_text(part) or Standing(Status.MENTIONED_ONLY, 0.9, "invited")
    if any(f.record == "other_time" for f in phrasebook("mentions").find(part.before)):
        return Standing(Status.MENTIONED_ONLY, 0.9, "other_time")
    if paper := _ending("mentions", lead, ("paper",)):
        own_words = paper.start < 4 and speaks_by_colon(part)
        return Standing(Status.PRESENT, 0.9, "speaks") if own_words else Standing(Status.MENTIONED_ONLY, 0.95, "paper")
    if _brings(lead, part.before.rstrip().endswith(":")):
        return _away_in_text(part) or Standing(Status.PRESENT, 0.95, "brought")
    if press and lead.split()[-1:] == ["được"] and not sign("brings").search(lead):
        return Standing(Status.MENTIONED_ONLY, 0.75, "object")
    if _ending("mentions", lead, ("object",)):
        away = _away_in_text(part) if _invited(lead) else None
        return away or _as_object(part, lead, first)
    return _as_subject(part, first, press)


def _as_object(part: Clause, lead: str, first: Found | None) -> Standing:
    """After a preposition: there only where he himself does something at the meeting (`do A trình bày`, `nghe A báo
    cáo`)."""
    acts = first is not None and first.record in ("speaks", "leads") and first.start <= 4
    if acts and lead.split()[-1] in ("do", "nghe", "mời", "bởi"):
        return Standing(Status.PRESENT, 0.9, "acts")
    return Standing(Status.MENTIONED_ONLY, 0.93, "object")


def _as_subject(part: Clause, first: Found | None, press: bool) -> Standing:
    away = _away_in_text(part)
    if away is not None and sign("sent_somebody").search(part.after[:120]):
        return Standing(Status.DELEGATED, 0.9, "sends", until=0)
    asked_only = first is not None and first.record in _ELSEWHERE
    early = first is None or asked_only or (away is not None and (away.until or 0) <= first.start + 3)
    if away is not None and early and away.cue != "heading":
        return replace(away, strength=0.9)
    if first is None or _denied_behind_colon(part):
        return _speaks_or_unclear(part)
    if first.record in _ELSEWHERE:
        return Standing(Status.MENTIONED_ONLY, 0.93, "elsewhere")
    if sign("said_elsewhere").search(part.after[first.start : first.start + 90].split(":")[0]):
        return Standing(Status.MENTIONED_ONLY, 0.7, "quoted")
    if first.record == "quoted" and press and not re.search(r"phát biểu|tại (?:buổi|cuộc|hội nghị)", part.before):
        return Standing(Status.MENTIONED_ONLY, 0.85, "quoted")
    if first.record == "attends" and sign("other_gathering").search(part.after[first.start : first.start + 120]):
        return Standing(Status.MENTIONED_ONLY, 0.9 if press else 0.7, "other_time")
    if first.record == "attends" and not re.search(
        r"^\W*(?:\([^)]*\))?\W*(?:và|cùng|dự|về|đến|tham|đã|có|tới)", part.after
    ):
        return Standing(Status.MENTIONED_ONLY, 0.6, "unclear")
    near = first.start <= 30
    around = f"{part.before} | {part.after}"
    but = first.record == "attends" and (
        sign("turned_out_otherwise").search(around) is not None or absence(part.after) is not None
    )
    led = sign("lead_in").search(part.before.rstrip()) is None
    led = led or sign("done_before").match(part.after) is not None
    return Standing(Status.PRESENT, 0.7 if but or led else 0.93 if near else 0.75, first.record)


def _away_in_text(part: Clause) -> Standing | None:
    """What is said of an absence; behind a colon only a short note, for a speech may tell of anything."""
    said, after = _COLON.match(part.after), without_parts(part.after[:80])
    if said is None:
        return absence(after)
    found = first_absence(after)
    near = found is not None and found.start - said.end() <= 12
    return absence(after) if near else None


def _speaks_or_unclear(part: Clause) -> Standing:
    """`Đ/c A (Bí thư): đề nghị …` speaks; what denies something behind the colon may be a note on who came."""
    if _COLON.match(part.after) is None:
        return Standing(Status.MENTIONED_ONLY, 0.55, "unclear")
    return Standing(Status.PRESENT, 0.6 if _denied_behind_colon(part) else 0.9, "speaks")


def _denied_behind_colon(part: Clause) -> bool:
    said = _COLON.match(part.after)
    if said is None:
        return False
    words = part.after[said.end() :].lstrip()
    short = len(words) < 90 and (absence(words) is not None or sign("attendance_words").search(words) is not None)
    return DENIED.match(words) is not None or short


def _first_saying(key: str) -> Found | None:
    """The leftmost verb or note after a name; what is done elsewhere beats what is done here."""
    done = [f for f in phrasebook("mentions").find(key) if f.record in ("elsewhere", "charged_with")]
    kept = [f for f in done if f.record == "elsewhere" or ")" not in key[f.end :]]
    hits = [*(f for f in phrasebook("sayings").find(key) if not _OTHER_DU.match(key, f.end - 2)), *kept]
    return min(hits, key=lambda f: (f.start, f.record not in _ELSEWHERE, -f.end), default=None)


#: words that begin with `dự` and are no attendance
_OTHER_DU = re.compile(r"dự (?:phòng|án|toán|bị|thảo|kiến|báo|định|tính|trù|trữ|khuyết|thi)(?![^\W_])")
#: what is done by somebody who need not be there
_ELSEWHERE = ("elsewhere", "charged_with")


def _ending(book: str, key: str, wanted: tuple[str, ...]) -> Found | None:
    stop = len(key.rstrip())
    hits = [f for f in phrasebook(book).find(key) if f.end == stop and f.record in wanted]
    return min(hits, key=lambda f: f.start, default=None)


def _invited(lead: str) -> bool:
    return re.search(r"(?:kính|xin|trân trọng)?\s*mời$", lead) is not None


def _brings(lead: str, labelled: bool) -> bool:
    """`dự họp còn có`, `chỉ đạo hội nghị là`, `được đón`, `với sự tham dự của`, `cùng dự có` right before the name."""
    if labelled and any(f.record == "superiors" for f in phrasebook("parts").find(lead)):
        return True
    return sign("brings").search(lead) is not None
