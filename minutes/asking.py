"""What the branch or its members ask of higher or other bodies, verbatim."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from minutes.paragraphs import Paragraph
from minutes.patterns import sign
from minutes.wording import key_of
from vntext.folding import Key, fold

_ASKS = re.compile(r"^(?:đề nghị|kiến nghị|đề xuất|xin|mong|rất mong|kính đề nghị|đề đạt|yêu cầu|sớm|cần)\b")
_NOTHING = re.compile(
    r"không (?:có )?(?:kiến nghị|đề xuất|ý kiến|đề nghị|nội dung)|^\W*không(?: có)?\W*$"
    r"|chưa có (?:kiến nghị|đề xuất)|^\W*(?:\(?không\)?)\W*$"
)
#: the same where a scan lost the marks
_NOTHING_BARE = re.compile(r"^\W*(?:chi bo |hoi nghi |cuoc hop )?(?:khong|chua) (?:co )?(?:kien nghi|de xuat|y kien)")
_INTRO = re.compile(
    r"(?:như sau|kiến nghị|đề xuất|đề nghị|cấp trên|gồm|sau đây|các nội dung|một số vấn đề|sau)\s*:?\s*$"
)
#: how minutes end
_CLOSING = re.compile(
    r"^\W*(?:biên bản (?:được|này|đã|lập|kết thúc|thông qua)|"
    r"(?:cuộc họp|buổi sinh hoạt|buổi họp|hội nghị|phiên họp) (?:kết thúc|bế mạc)|kết thúc|bế mạc|"
    r"thông qua (?:hồi|lúc|vào|nghị quyết)|hội nghị biểu quyết|\(?\s*ký\b|"
    r"chủ trì (?:thống nhất|kết luận)|đồng chí [^.]{2,40} (?:tiếp thu|kết luận))"
    r"|biên bản (?:được )?(?:đọc|thông qua)"
)
_PASSED_ON = re.compile(r"chuyển (?:ý kiến|lời|đơn|nội dung)|tiếp tục quán triệt")
#: where one who asks begins behind other words of the sentence
_NEXT_ASKER = sign("next_asker")
_SENTENCE = re.compile(r"(?<=[.!?”\"])\s+(?=[^\W_])")


def recommendations(paragraphs: Sequence[tuple[Paragraph, str]], guests: Sequence[str] = ()) -> tuple[str, ...]:
    """Verbatim requests of the minutes; `paragraphs` come with the part in which each stands. What the `guests` (their
    names) ask of the branch is no request of its own."""
    listed = list(_listed(paragraphs))
    given = frozenset(name.split()[-1] for name in guests if name.split())
    told = [s for s in _told(paragraphs, given) if not any(fold(s) in fold(x) or fold(x) in fold(s) for x in listed)]
    return tuple(dict.fromkeys([*listed, *told]))


def _listed(paragraphs: Sequence[tuple[Paragraph, str]]) -> Iterator[str]:
    """The items under a heading of requests, and what follows the colon on its own line."""
    for paragraph, part in paragraphs:
        if part != "requests" or paragraph.row:
            continue
        body = paragraph.text[paragraph.body :].strip()
        for text in _items(body):
            key = key_of(text)
            if key.rstrip().endswith(":"):
                continue
            if (
                _NOTHING.search(key)
                or _CLOSING.search(key)
                or _NOTHING_BARE.search(fold(text, Key.TONELESS))
                or len(key.split()) < 4
                or (_INTRO.search(key) and (key.endswith(":") or len(key) < 70))
            ):
                continue
            if paragraph.is_heading and len(key.split()) <= 8 and not text.endswith("."):
                continue
            yield text


def _items(body: str) -> list[str]:
    """A heading on the line itself is left out; requests in one line parted by semicolons are several."""
    label = re.match(r"[^:]{0,70}:\s+", body)
    if label and re.search(r"kiến nghị|đề xuất|đề nghị", key_of(label[0])):
        body = body[label.end() :]
    parts = re.split(r";\s+(?=(?:đề nghị|kiến nghị|đề xuất|\(?\d\)|[-+–]))", body, flags=re.IGNORECASE)
    parts = [p for part in parts for p in re.split(r"\s(?=\(\d\)\s)", part)]
    bare = (re.sub(r"^(?:[-+–*•]|\(?\d{1,2}[).])\s*", "", p.strip()) for p in parts)
    return [kept for text in bare if (kept := _without_orders(text))]


def _without_orders(text: str) -> str:
    """What a superior answers (`… . Giao Sở Xây dựng khảo sát.`) is no request of the branch."""
    order = sign("orders")
    first = next((m.start() for m in _SENTENCE.finditer(text) if order.match(key_of(text[m.end() :]))), len(text))
    return "" if order.match(key_of(text)) else text[:first].strip()


def _told(paragraphs: Sequence[tuple[Paragraph, str]], guests: frozenset[str]) -> Iterator[str]:
    """Sentences elsewhere in which the branch or its members ask something of a body above it."""
    for paragraph, part in paragraphs:
        if part == "requests" or paragraph.row:
            continue
        for sentence in _SENTENCE.split(paragraph.text[paragraph.body :]):
            key = key_of(sentence)
            asked = sign("asks_above").search(key)
            if asked is None or _PASSED_ON.search(key) or key.rstrip().endswith(":"):
                continue
            own = sign("branch_asks").search(key) is not None
            if own or not _by_guest(sentence[: asked.end()], guests):
                yield _of_asker(sentence, key, asked.start()).strip(' "“”')


def _by_guest(words: str, guests: frozenset[str]) -> bool:
    """Does a guest or a superior ask?"""
    named = any(word in guests for word in re.findall(r"[^\W\d_]+", words))
    return named or sign("superior_asks").search(key_of(words)) is not None


def _of_asker(sentence: str, key: str, asked: int) -> str:
    """The sentence from where the branch begins to ask; the whole of it where somebody else does."""
    begins = [m.end() for m in _NEXT_ASKER.finditer(key) if m.end() <= asked]
    return sentence[begins[-1] :] if begins else sentence
