"""Who issued: the organ that signs or speaks, joined with the body and place that the header names.

`T/M BAN THƯỜNG VỤ` under `TỈNH ỦY NAM BÌNH` is `Ban Thường vụ Tỉnh ủy Nam Bình`; `BAN TỔ CHỨC` under `THÀNH ỦY HÀ NỘI`
is `Ban Tổ chức Thành ủy Hà Nội`. Source: domain notes 1.2, 1.3 and the bench's conventions.
"""

from __future__ import annotations

import re

from extract.bodies import Level, level_of, read_body
from extract.casing import titled
from extract.forms import form
from extract.header import Header
from extract.numbers import System
from extract.reading import folded
from extract.signature import Signature
from vntext.folding import Key, fold, squeeze

#: Đảng bộ of a rung → its committee
_COMMITTEES = (
    ("đảng bộ tỉnh", "Tỉnh ủy"),
    ("đảng bộ thành phố", "Thành ủy"),
    ("đảng bộ huyện", "Huyện ủy"),
    ("đảng bộ thị xã", "Thị ủy"),
    ("đảng bộ quận", "Quận ủy"),
    ("đảng bộ xã", "Đảng ủy xã"),
    ("đảng bộ phường", "Đảng ủy phường"),
    ("đảng bộ thị trấn", "Đảng ủy thị trấn"),
    ("đảng bộ đặc khu", "Đảng ủy đặc khu"),
)
#: how the body begins that a number's organ stands for
_ORGAN_HEADS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("BTC", ("ban tổ chức",)),
    ("BTG", ("ban tuyên giáo",)),
    ("BNC", ("ban nội chính",)),
    ("BDV", ("ban dân vận",)),
    ("VP", ("văn phòng",)),
    ("UBKT", ("uỷ ban kiểm tra",)),
    ("TU", ("tỉnh uỷ", "thành uỷ")),
    ("HU", ("huyện uỷ", "thị uỷ", "thành uỷ", "quận uỷ")),
    ("ĐU", ("đảng uỷ",)),
    ("CB", ("chi bộ",)),
)
_DEPARTMENT = form("issuer.department")
_RUNG_OF_STATE = form("issuer.state-rung")
_WIDE_BODY = form("issuer.wide-body")
#: organs in the numbers of a city below a province; a city of the first rung writes TU
_DISTRICT_CITIES = ("HU", "ThU", "THU", "TxU")
_PARTY_COMMITTEE = form("issuer.party-committee")
_COMMITTEE_BEHIND = form("issuer.committee-behind")
_ADVISORY = form("issuer.advisory")


def issuer_of(header: Header, signature: Signature | None, opening: str | None) -> str | None:
    """The issuer's name in one normal form; None where header, signature and opening name nobody."""
    bodies = [_with_marks(_committee(titled(body)), header.place) for body in header.bodies]
    if header.system is System.STATE:
        return _state(header, bodies, opening)
    if not bodies:
        return _without_header(header, signature, opening)
    bodies = _up_to_the_numbers(bodies, header.organ)
    own, above = bodies[-1], bodies[-2] if len(bodies) > 1 else None
    if (decider := _head_decides(header, opening)) is not None:
        return decider
    if folded(own).startswith(("ban chấp hành trung ương", "đảng cộng sản")):
        return _central(signature, opening) or own
    if _ADVISORY.match(folded(own)):
        return _advisory(own, above)
    return _with_organ(_of_wide_body(own, above), signature, opening)


def _of_wide_body(own: str, above: str | None) -> str:
    """A bare `ĐẢNG ỦY`, `ĐẢNG ỦY KHỐI` under `ĐẢNG BỘ KHỐI DOANH NGHIỆP TỈNH X` is that body's committee."""
    wide = _WIDE_BODY.match(above or "")
    if wide is None or not folded(own).startswith("đảng uỷ"):
        return own
    tail = folded(own).removeprefix("đảng uỷ").strip()
    return f"{own[:7]} {wide['body']}" if folded(wide["body"]).startswith(tail) else own


def _up_to_the_numbers(bodies: list[str], organ: str | None) -> list[str]:
    """The block down to the body that the number's symbol names: a receiver's stamp may have left a line below it."""
    head = next((words for symbol, words in _ORGAN_HEADS if organ and organ.startswith(symbol)), None)
    fits = [i for i, body in enumerate(bodies) if head is not None and folded(body).startswith(head)]
    return bodies[: fits[-1] + 1] if fits else bodies


def _committee(body: str) -> str:
    """`Đảng bộ tỉnh X`, `Ban Chấp hành Đảng bộ tỉnh X` → `Tỉnh ủy X`."""
    rest = re.sub(r"^ban chấp hành\s+(?=đảng bộ)", "", folded(body))
    offset = len(body) - len(rest)
    for words, committee in _COMMITTEES:
        if rest.startswith(words):
            return squeeze(f"{committee} {body[offset + len(words) :]}")
    return body


def _with_marks(body: str, place: str | None) -> str:
    """`TỈNH ỦY VAN XUÂN` beside `Vạn Xuân, ngày …`: machines lose marks in bold capitals first."""
    if place and fold(body, Key.TONELESS).endswith(" " + fold(place, Key.TONELESS)):
        return body[: len(body) - len(place)] + place
    return body


def _with_organ(own: str, signature: Signature | None, opening: str | None) -> str:
    signs = signature is not None and signature.form == "T/M" and signature.authority is not None
    organ = _signing_organ(signature) if signs else _signing_organ(signature) or _opening_organ(opening)
    if organ == "ban thường vụ":
        return f"Ban Thường vụ {own}"
    if organ == "thường trực":
        return f"Thường trực {own}"
    if organ == "ban chấp hành":
        return _executive(own)
    return own


def _executive(own: str) -> str:
    """`Tỉnh ủy X` → `Ban Chấp hành Đảng bộ tỉnh X`."""
    key = folded(own)
    for words, committee in _COMMITTEES:
        if key.startswith(folded(committee)):
            return squeeze(f"Ban Chấp hành Đ{words[1:]} {own[len(committee) :]}")
    return own


def _signing_organ(signature: Signature | None) -> str | None:
    if signature is None or signature.authority is None or signature.form not in ("T/M", "T/L", "TUQ"):
        return None
    return _organ_words(signature.authority)


def _opening_organ(opening: str | None) -> str | None:
    return _organ_words(opening) if opening else None


def _organ_words(text: str) -> str | None:
    key = squeeze(folded(text))
    bare = squeeze(fold(text, Key.TONELESS))
    if "thuong vu" in bare or "tvtu" in bare or re.match(r"btv\b|ban tv\b", key):
        return "ban thường vụ"
    if bare.startswith("thuong truc"):
        return "thường trực"
    if "chap hanh" in bare or re.match(r"bch\b", key):
        return "ban chấp hành"
    return None


def _central(signature: Signature | None, opening: str | None) -> str | None:
    for text in (signature.authority if signature else None, opening):
        bare = fold(text or "", Key.TONELESS)
        if "bo chinh tri" in bare:
            return "Bộ Chính trị"
        if "ban bi thu" in bare:
            return "Ban Bí thư"
        if "chap hanh trung uong" in bare:
            return "Ban Chấp hành Trung ương"
    return None


def _advisory(own: str, above: str | None) -> str:
    if above is None:
        return own
    folded_above = folded(above)
    if folded_above.startswith("ban chấp hành trung ương"):
        return own if "trung ương" in folded(own) else f"{own} Trung ương"
    committee = _COMMITTEE_BEHIND.search(folded(own))
    bare = own[: committee.start()] if committee else own
    return squeeze(f"{bare} {above}") if _PARTY_COMMITTEE.match(folded_above) else own


def _head_decides(header: Header, opening: str | None) -> str | None:
    """A Quyết định in the name of a head: `TRƯỞNG BAN TUYÊN GIÁO … QUYẾT ĐỊNH`."""
    if opening is None or header.kind is None or header.kind.name != "Quyết định":
        return None
    body = read_body(opening, 0)
    return titled(opening) if body is not None and body.organ == "head" else None


def _state(header: Header, bodies: list[str], opening: str | None) -> str | None:
    body = read_body(opening, 0) if opening else None
    personal = header.kind is None or header.kind.name in ("Quyết định", "Chỉ thị")
    if (
        body is not None
        and opening is not None
        and personal
        and opening.isupper()
        and (body.organ == "head" or folded(opening).startswith("chủ tịch"))
    ):
        return _with_body(titled(opening), bodies)
    if len(bodies) > 1 and folded(bodies[-1]) in ("ban thường trực", "thường trực"):
        return f"{bodies[-1]} {bodies[-2]}"
    if bodies:
        return _with_place_above(bodies)
    return _spoken(header, opening)


def _with_body(head: str, bodies: list[str]) -> str:
    """`Chủ tịch Ủy ban nhân dân phường` under `ỦY BAN NHÂN DÂN PHƯỜNG BÌNH SƠN`: the body's place is the head's."""
    for body in bodies:
        words = body.split()
        for length in range(len(words) - 1, 2, -1):
            tail = " ".join(words[:length])
            if folded(head).endswith(" " + folded(tail)):
                return f"{head[: len(head) - len(tail)]}{body}"
    return head


def _with_place_above(bodies: list[str]) -> str:
    """`SỞ NỘI VỤ` under `ỦY BAN NHÂN DÂN TỈNH NAM LÂM`: a department without a place is that rung's."""
    own, above = bodies[-1], bodies[-2] if len(bodies) > 1 else ""
    place = _RUNG_OF_STATE.match(above)
    return f"{own} {place['rung'].lower()}{place['name']}" if place and _DEPARTMENT.fullmatch(own) else own


def _spoken(header: Header, opening: str | None) -> str | None:
    """The body that the opening names; a circular is the ministry's paper, though its minister speaks in it."""
    if opening is None:
        return None
    name = _cased(opening)
    circular = header.kind is not None and header.kind.name in ("Thông tư", "Thông tư liên tịch")
    return re.sub(r"^Bộ trưởng\s+(?=Bộ\s)", "", name) if circular else name


def _cased(name: str) -> str:
    """Names all in capitals, or all small as some corpora have them, in ordinary writing."""
    return titled(name) if name.isupper() or name.islower() else name


def _without_header(header: Header, signature: Signature | None, opening: str | None) -> str | None:
    if signature is not None and signature.authority and signature.form == "T/M":
        organ = titled(signature.authority)
        return opening if opening and _organ_words(organ) == _organ_words(opening) else organ
    return _spoken(header, opening)


def level_of_issuer(issuer: str | None, header: Header) -> Level | None:
    """The issuer's rung. A Thành ủy under a Đảng bộ tỉnh, or with the symbol HU, is a district's."""
    if issuer is None:
        return None
    level = level_of(issuer)
    key = folded(issuer)
    above = " ".join(folded(body) for body in header.bodies[:-1])
    if (
        level is Level.PROVINCE
        and "thành uỷ" in key
        and ("đảng bộ tỉnh" in above or "tỉnh uỷ" in above or header.organ in _DISTRICT_CITIES)
    ):
        return Level.DISTRICT
    if level is None and header.organ is not None:
        return {
            "TW": Level.CENTRE,
            "TU": Level.PROVINCE,
            "HU": Level.DISTRICT,
            "ĐU": Level.BASE,
            "CB": Level.BRANCH,
        }.get(header.organ)
    return level


def organ_of(issuer: str | None) -> str | None:
    """The id of the issuer's kind (`standing_committee`, `committee`, `advisory`, `office` …)."""
    body = read_body(issuer, 0) if issuer else None
    return body.organ if body else None
