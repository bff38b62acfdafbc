"""How a branch's name is written: its words, what runs on behind it, the commune or body above it."""

from __future__ import annotations

import re

from minutes.letters import UPPER
from minutes.patterns import expression, sign
from minutes.wording import key_of
from vntext.folding import Key, fold
from vntext.names import is_surname

#: the vowels of `chi bộ`, `đảng bộ` and `đảng ủy` with whatever mark a scan leaves on them
_O, _A, _U, _Y = "OoÔôỘộỒồỐốỔổỖỗÒòÓóỎỏÕõỌọ", "AaÀàÁáẢảÃãẠạĂăẰằẮắẲẳẴẵẶặ", "UuÙùÚúỦủŨũỤụ", "YyỲỳÝýỶỷỸỹỴỵ"
_WORD = (
    rf"(?:{expression('branch_kinds')}(?![^\W_])|{expression('branch_offices')}(?![^\W_])|"
    rf"[{UPPER}][\w'’/-]*(?:\.\w+)*|\d+[\w/.-]*)"
)
NAMED = re.compile(
    rf"(?<![^\W_])(?:[Cc][HhBb][IiÍíÌìỈỉĨĩỊịl]\s?[Bb][{_O}]|CB)\s*:?\s+"
    rf"(?P<name>{_WORD}(?:(?:\s+|,\s(?=\d)|\s?[-–]\s?){_WORD})*)"
)
PARENT = re.compile(
    rf"(?<![^\W_])(?:[ĐđDd][{_A}]{{1,2}}[Nn][Gg] (?:[Bb][{_O}]|[{_U}][{_Y}])|ĐB|ĐU)"
    rf"\s*:?\s+(?P<name>{_WORD}(?:\s+{_WORD})*)"
)
COMMUNE = sign("commune_behind")
_GENERIC = frozenset(
    {"kdc", "đảng", "trực", "cơ sở", "khu dân cư", "ấp", "thôn", "khu phố", "bộ", "và", "số", "xã", "phường"}
)
#: the same before a figure, as a scan leaves capitals: `HỌP CHI BỘ THANG 10 NAM 2021`
_DATED = re.compile(r"(?:thang|quy|nam|ngay|lan|dot|ky)\s*\d")
#: `ẤP7`: a kind of place and its figure run together
_GLUED = re.compile(r"(?i)(?<![^\W_])(ấp|thôn|khóm|xóm|bản|phố|làng|khu|tổ|buôn|đội)(?=\d)")
_BODIES = {"ĐB": "Đảng bộ", "ĐU": "Đảng ủy"}


def clean(name: str) -> str:
    """Without what runs on after the name; empty where nothing but a kind of place is left."""
    name = _GLUED.sub(r"\1 ", name)
    if commune := COMMUNE.search(name):
        name = name[: commune.start()]
    if sign("branch_not_named").match(fold(name)):
        return ""
    for _ in range(3):
        name = sign("branch_tail").sub("", name).strip(" ,.-–")
    if sign("branch_not_named").match(fold(name)) or _DATED.match(fold(name, Key.TONELESS)):
        return ""
    words = name.split()
    while words and fold(words[-1]) in ("và", "thuộc", "của"):
        words.pop()
    name = " ".join(words)
    return "" if fold(name) in _GENERIC or fold(name.split(" ")[0] if name else "") in ("kdc", "trực", "đảng") else name


def commune_in(name: str, after: str) -> re.Match[str] | None:
    return COMMUNE.search(name) or COMMUNE.match(after)


def parent_of(match: re.Match[str] | None) -> str | None:
    if match is None:
        return None
    if commune := COMMUNE.match(match[0]):
        return commune["commune"]
    found = PARENT.match(match[0].strip(" ,(")) or PARENT.search(match[0][:60])
    if not found:
        return None
    name = clean(found["name"])
    body = found[0][: found.start("name") - found.start()].strip(" :")
    if re.fullmatch("da{1,2}ng bo", fold(body, Key.TONELESS)):
        body = "ĐẢNG BỘ" if body.isupper() else "Đảng bộ"
    return f"{_BODIES.get(body, body)} {name}" if name else None


def said(match: re.Match[str]) -> str:
    """How the minutes write it: `CB` stays `CB`."""
    return "CB" if match[0].startswith("CB") else "Chi bộ"


def spelled_out(name: str) -> str:
    """`CB ấp 6` as lists of branches have it: `Chi bộ ấp 6`."""
    return re.sub(r"^CB\s", "Chi bộ ", name)


def is_common(name: str) -> bool:
    """Only small letters and no number: a kind of branch, no name."""
    return name.islower() and not any(c.isdigit() for c in name)


def names_its_secretary(before: str, name: str) -> bool:
    """`Bí thư Chi bộ khóm Lê Văn A`: behind the post stands who holds it, not the branch."""
    if not re.search(r"bí thư\s*$|phó bí thư\s*$", key_of(before)):
        return False
    words = [word for word in name.split() if not sign("branch_kinds").fullmatch(word)]
    return 2 < len(words) < 6 and words[0][:1].isupper() and is_surname(words[0])
