"""The end of an instrument: recipients, the authority that signs (T/M, K/T, T/L), the signer's post and name.

The organ behind T/M tells who decided; the number's symbol does not. In flattened pages the recipients (left column)
and the signature (right column) share lines, so the signature is read from line ends.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from extract.reading import TextLine, folded, text_lines
from vntext.folding import squeeze
from vntext.names import is_surname


@dataclass(frozen=True, slots=True)
class Signature:
    """`start` is where recipients or the signature begin, `end` behind both. `form` is `T/M`, `K/T`, `T/L`, `TUQ` or ``."""

    start: int
    end: int
    form: str
    authority: str | None
    post: str | None
    signer: str | None
    spans: tuple[tuple[str, int, int], ...] = ()


_FORM = re.compile(
    r"(?<![\w/])(?P<form>T\s?[/.|1lI]\s?M|TM|K\s?[/.|1lI]\s?T|KT|T\s?[/.|]\s?L|TL|T\s?[/.|]?\s?U\s?Q|TUQ)(?:\s*\.\s*|\s+)"
    r"(?=(?P<authority>[A-ZĐÀ-Ỹ][A-ZĐÀ-Ỹ.,\-]*(?:\s+(?:[A-ZĐÀ-Ỹ][A-ZĐÀ-Ỹ.,\-]*|\d+))*))"
)
_POST = re.compile(
    r"(?<![\w])(?P<post>(?:Q\.\s*|QUYỀN\s+)?(?:THƯỜNG TRỰC BAN BÍ THƯ|(?:PHÓ\s+)?BÍ THƯ(?:\s+THƯỜNG TRỰC)?(?:\s+(?:ĐẢNG U[ỶỴY]|CHI BỘ|T[ỈI]NH [ỦU][YỶ]))?|(?:PHÓ\s+)?TRƯỞNG (?:BAN|PHÒNG|ĐOÀN|TIỂU BAN)(?:\s+THƯỜNG TRỰC)?"
    r"|(?:PHÓ\s+)?CHÁNH VĂN PHÒNG|(?:PHÓ\s+)?CHỦ (?:NHIỆM|TỊCH)(?:\s+THƯỜNG TRỰC)?|(?:THỨ|BỘ|CỤC|VỤ) TRƯỞNG|(?:PHÓ\s+)?THỦ TƯỚNG|(?:PHÓ\s+)?(?:TỔNG\s+)?GIÁM ĐỐC|TỔNG BÍ THƯ|ỦY VIÊN(?:\s+THƯỜNG TRỰC)?|UỶ VIÊN(?:\s+THƯỜNG TRỰC)?|ỦY VIÊN BAN THƯỜNG VỤ|CHỦ TRÌ))(?![\w])"
)
_RECIPIENTS = re.compile(r"^\W*n[oơ]i\s+nh[aậ]n\b\s*[:.;]?", re.IGNORECASE)
_NAME = re.compile(
    r"(?:^|(?<=[,.;:)\]] )|(?<=[,.;)] )|(?<=[A-ZĐÀ-Ỹ] ))((?:[A-ZĐÀ-Ỹ][a-zà-ỹđ’']+)(?: (?:[A-ZĐÀ-Ỹ][a-zà-ỹđ’']*)){1,4})\s*[.]?$"
)
_CAPS_NAME = re.compile(r"^((?:[A-ZĐÀ-Ỹ]{1,7})(?: [A-ZĐÀ-Ỹ]{1,7}){1,4})$")
_NOT_NAMES = frozenset(
    [
        "nơi",
        "lưu",
        "văn",
        "ban",
        "bí",
        "phó",
        "thường",
        "tỉnh",
        "huyện",
        "thành",
        "đảng",
        "uỷ",
        "các",
        "sở",
        "bộ",
        "hội",
        "công",
        "trung",
        "như",
        "chủ",
        "giám",
        "trưởng",
        "chánh",
        "đã",
        "kèm",
        "phụ",
        "việt",
        "chi",
        "quốc",
        "mặt",
        "khu",
        "điều",
    ]
)
_APPENDIX = re.compile(
    r"^(?:PHỤ LỤC|PHU LUC|Phụ lục|DANH SÁCH|DANH MỤC|BIỂU|MẪU|BẢNG|QUY CHẾ|QUY ĐỊNH|QUY TRÌNH|HƯỚNG DẪN|KẾ HOẠCH|CHƯƠNG TRÌNH|ĐỀ ÁN|ĐIỀU LỆ|ĐỀ CƯƠNG|LỊCH|PHIẾU|BÁO CÁO)(?![\w])"
)
_ATTACHED = re.compile(r"^\(?\s*(?:kèm theo|ban hành kèm theo|đính kèm)\s", re.IGNORECASE)
_REACH = 22


def read_signature(text: str, start: int) -> Signature | None:
    """The first signature block behind `start`; None for an excerpt that has none."""
    lines = text_lines(text, start)
    first = _first_line(lines)
    if first is None:
        return None
    block = _block(lines, first)
    form, authority, spans = _authority(block)
    posts = _posts(block, authority)
    name = _name(block)
    if name is not None:
        spans.append(("signer", name.start, name.end))
    begin = _begin(lines[first])
    if posts:
        spans.append(("signer_post", posts[-1].start, posts[-1].end))
    return Signature(
        start=begin,
        end=block[-1].end,
        form=form,
        authority=squeeze(authority.text) if authority else None,
        post=squeeze(posts[-1].text) if posts else None,
        signer=name.text if name else None,
        spans=tuple(spans),
    )


def appendices(text: str, start: int) -> tuple[tuple[int, int], ...]:
    """The papers behind `start` (Phụ lục, Danh sách, a Quy chế issued with the decision), each to the next one's start."""
    lines = text_lines(text, start)
    heads = [i for i, line in enumerate(lines) if _APPENDIX.match(line.text) and _stands_alone(line.text)]
    heads = [i for n, i in enumerate(heads) if n == 0 or i - heads[n - 1] > 2]
    starts = [lines[i].start for i in heads]
    if lines and (not starts or starts[0] > lines[0].start):
        starts = [lines[0].start, *starts]
    return tuple(zip(starts, [*starts[1:], len(text)], strict=True)) if starts else ()


def _stands_alone(text: str) -> bool:
    return len(text) < 90 and (text.isupper() or text.lower().startswith("phụ lục"))


def _first_line(lines: tuple[TextLine, ...]) -> int | None:
    for i, line in enumerate(lines):
        if _RECIPIENTS.match(line.text) or (_FORM.search(line.text) and _looks_signed(lines, i)):
            return i
    return next((i for i in range(len(lines)) if _bare_post(lines, i)), None)


def _looks_signed(lines: tuple[TextLine, ...], at: int) -> bool:
    """A form of authority alone could stand in prose or a sample form: a post or a name must follow it closely."""
    near = lines[at : at + 6]
    return len(lines[at].text) < 120 and any(_POST.search(line.text) or _NAME.search(line.text) for line in near)


def _bare_post(lines: tuple[TextLine, ...], at: int) -> bool:
    """`TRƯỞNG BAN` alone in its line with a name soon below: a head who signs for himself."""
    match = _POST.fullmatch(lines[at].text)
    return bool(match) and at > 0 and any(_NAME.fullmatch(line.text) for line in lines[at + 1 : at + 4])


def _begin(line: TextLine) -> int:
    match = _RECIPIENTS.match(line.text) or _FORM.search(line.text)
    dashed = line.text.startswith(("-", "–"))
    return line.start if match is None or dashed or match.start() < 3 else line.start + match.start()


def _block(lines: tuple[TextLine, ...], first: int) -> list[TextLine]:
    """The lines of recipients and signature: they end before an appendix, or where prose begins again."""
    block: list[TextLine] = []
    for line in lines[first : first + 3 * _REACH]:
        if block and ((_APPENDIX.match(line.text) and line.text.isupper()) or _ATTACHED.match(line.text)):
            break
        if len(block) >= _REACH and not line.text.startswith(("-", "+", "•")):
            break
        if line.text.startswith("[...]") or (len(line.text) > 220 and not line.text.startswith("-")):
            break
        block.append(line)
    return block or [lines[first]]


def _authority(block: list[TextLine]) -> tuple[str, TextLine | None, list[tuple[str, int, int]]]:
    for line in block:
        match = _FORM.search(line.text)
        if match is None:
            continue
        words = match["authority"]
        post = _POST.search(words) if not _POST.match(words) else _second_post(words)
        if post is not None and post.start() > 0:
            words = words[: post.start()]
        low = line.start + match.start("authority")
        authority = TextLine(words.strip(" ,.-"), low, low + len(words.rstrip(" ,.-")))
        return _form(match["form"]), authority, [("authority", authority.start, authority.end)]
    return "", None, []


def _second_post(words: str) -> re.Match[str] | None:
    """`TRƯỞNG BAN PHÓ TRƯỞNG BAN` in one line: who is signed for, and the signer."""
    matches = list(_POST.finditer(words))
    return matches[1] if len(matches) > 1 else None


def _form(read: str) -> str:
    letters = re.sub(r"[^A-Z]", "", re.sub(r"(?<=[TK])\s?[1lI|](?=\s?[MTL])", "/", read))
    return {"TM": "T/M", "KT": "K/T", "TL": "T/L"}.get(letters, "TUQ")


def _posts(block: list[TextLine], authority: TextLine | None) -> list[TextLine]:
    floor = authority.end if authority else 0
    found = []
    for line in block:
        for match in _POST.finditer(line.text):
            low = line.start + match.start()
            if low >= floor:
                found.append(TextLine(match["post"], low, low + len(match["post"])))
    return found


def _name(block: list[TextLine]) -> TextLine | None:
    """The last personal name at a line's end: what is typed under the signature; recipients are bodies, not names."""
    found = [name for line in block for name in _names_in(line)]
    with_surname = [name for name in found if is_surname(name.text.split()[0])]
    ranked = with_surname or found
    return ranked[-1] if ranked else None


def _names_in(line: TextLine) -> list[TextLine]:
    text = re.sub(r"\(?\s*[đĐ]ã k[ýí]\s*\)?", lambda m: " " * len(m[0]), line.text).rstrip()
    match = _NAME.search(text)
    if match is None and (caps := _CAPS_NAME.match(text)) is not None and is_surname(caps[1].split()[0]):
        match = caps
    if match is None or folded(match[1].split()[0]) in _NOT_NAMES or _POST.fullmatch(match[1]):
        return []
    low = line.start + match.start(1)
    return [TextLine(match[1], low, low + len(match[1]))]
