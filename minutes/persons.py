"""Who is named in a paragraph: titles, names and posts as they are written, in whichever order.

Four ways lead to a name: a title before it (`đ/c`, `ông`), the start of an item of a list, a post right before it, and
a name that somebody
known bears (the lexicon: it only helps to see where a name begins and ends; who it is, is decided elsewhere).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from minutes.naming import COMMON_FAMILIES, MAX_WORDS, PLACE_WORD, TITLE, Lexicon, Named, Search, Token, cues
from minutes.paragraphs import Paragraph
from minutes.patterns import sign
from minutes.wording import phrasebook
from vntext.folding import fold
from vntext.names import is_surname

__all__ = ["Lexicon", "Named", "persons"]

#: after such a label stands a person, whatever his family is called
_LABEL = re.compile(
    r"(?:chủ (?:trì|toạ)|thư ký|ghi(?: chép)?(?: biên bản| bb)?|khách(?: mời)?|cấp trên|đại biểu)"
    r"(?: có| gồm| là)?\s*:\s*$"
)
_NUMBER = re.compile(r"\s*\d{1,2}\s*\|?\s*")
#: so far back the end of what stands before a name is looked for
_NEAR = 12
_COUNTED = re.compile(r"\d\s*$")
#: `tổ công tác của Đảng ủy gồm đồng chí A`: no post of A
_LEADS_TO_LIST = re.compile(r"\s(?:gồm|gồm có|có|như)(?: các)?$")
#: letters behind a stretch that a phrase may still need to be seen whole
_BEHIND = 80


def persons(paragraph: Paragraph, lexicon: Lexicon, listing: bool = False) -> tuple[Named, ...]:
    """Everybody named in the paragraph, in order; `listing`: names without a title are expected at the start of
    items."""
    search = Search(paragraph, lexicon)
    found: list[Named] = []
    for start, end, titled in _openings(search, listing):
        if found and start < found[-1].stop:
            continue
        person = search.person(start, end, titled)
        if person is not None:
            found.append(person)
    return tuple(_with_posts_before(search, found))


def _openings(search: Search, listing: bool) -> list[tuple[int, int, bool]]:
    """Where a person may begin: (start, end of the title, titled)."""
    found = [
        (m.start(), m.end(), True)
        for m in TITLE.finditer(search.key)
        if not _COUNTED.search(search.key[max(0, m.start() - 9) : m.start()])
    ]
    found += [(at, at, False) for at in _item_starts(search, listing)]
    found += [(at, at, False) for at in _known(search)]
    found += [(at, at, False) for at in _after_posts(search)]
    found += [(at, at, True) for at in _given_names(search)]
    return sorted(set(found), key=lambda f: (f[0], -f[1]))


def _item_starts(search: Search, listing: bool) -> Iterator[int]:
    """After a bullet, a colon, a semicolon or, in a list, a comma or `và`: a name of two words or more that begins
    like one."""
    marks = r"[:;(]\s*|(?:,|\bvà|(?:uỷ|ủy) (?:quyền|nhiệm)(?: cho)?|\bcử)\s+" if listing else r":\s+"
    starts = [search.body, *(m.end() for m in re.finditer(marks, search.text))] if listing else [search.body]
    starts += [] if listing else [m.end() for m in re.finditer(marks, search.text[:80])]
    if search.damaged and (number := _NUMBER.match(search.text)):
        starts.append(number.end())
    for at in starts:
        index = search.at.get(at)
        if index is None or search.post_at(at):
            continue
        run = search.run(index)
        labelled = _LABEL.search(search.key, search.body, at) is not None
        if len(run) >= 2 and (_begins_like_a_name(search, run) or (labelled and not run[0].text.isupper())):
            yield at


def _begins_like_a_name(search: Search, run: list[Token]) -> bool:
    """A known name, or a family name first; in capitals (as headings are) only a common one, in a run no longer than
    names are."""
    if search.lexicon.knows([t.text for t in run]):
        return True
    if run[0].text.isupper() and len(run[0].text) > 1:
        return fold(run[0].text) in COMMON_FAMILIES and len(run) < MAX_WORDS
    return is_surname(run[0].text)


def _given_names(search: Search) -> Iterator[int]:
    """`Vắng: Đức (ốm), Lan Anh - không rõ`: behind a label of absences, what somebody known is called by."""
    label = sign("given_names_follow").search(search.key) if not search.damaged else None
    if label is None:
        return
    for token in search.tokens:
        near = search.text[max(0, token.start - _NEAR) : token.start]
        if token.start < label.end() or not sign("given_name_here").search(near):
            continue
        run = [t.text for t in search.run(search.at[token.start])]
        if 0 < len(run) < 3 and fold(" ".join(run)) in search.lexicon.given:
            yield token.start


def _known(search: Search) -> Iterator[int]:
    """Names of the lexicon, wherever they stand; shorter than three words only where no place is named."""
    for index, token in enumerate(search.tokens):
        if not token.text[0].isupper() or (fold(token.text) not in search.lexicon.first and not search.damaged):
            continue
        run = search.run(index)
        words = [t.text for t in run]
        if len(run) < 2 or not (search.lexicon.knows(words) or (search.damaged and search.lexicon.knows_bare(words))):
            continue
        if len(run) >= 3 or not PLACE_WORD.search(search.key[max(0, token.start - 40) : token.start]):
            yield token.start


def _after_posts(search: Search) -> Iterator[int]:
    """Names that close a post in running text: `Phó trưởng ban Tổ chức Tỉnh ủy Phạm Văn A cho biết`."""
    for post in phrasebook("posts").find(search.key):
        if not search.text[post.start].isupper() or TITLE.search(search.key[max(0, post.start - 12) : post.start]):
            continue
        name = search.name_within(post.start, search.post_end(post.start))
        if name is not None and name[0] > post.start:
            yield name[0]


def _with_posts_before(search: Search, found: list[Named]) -> Iterator[Named]:
    """A name takes the post that stands right before it, first of all where nothing parts the two (`Đảng viên Lê Văn
    A, …`)."""
    last = search.body
    for person in found:
        before = _post_before(search, last, person.start) if person.name else None
        touching = (
            not person.titled
            and before is not None
            and search.text[person.start - 2 : person.start - 1].strip(",:-–—") != ""
        )
        if before is not None and (touching or not person.position):
            after = (
                person.position
                if person.position and search.post_at(search.text.find(person.position, person.name_end))
                else ""
            )
            position = f"{before[0]}, {after}" if after else before[0]
            yield replace(person, position=position, start=before[1])
        else:
            yield person
        last = person.stop


def _post_before(search: Search, low: int, high: int) -> tuple[str, int] | None:
    region = search.text[low:high]
    cut = (
        max(
            (
                m.end()
                for m in re.finditer(r"[;:(\"“]|[.!?]\s|(?<!\w)[Tt]ôi(?: là)?(?!\w)", region.rstrip(" :-–") + " ")
            ),
            default=0,
        )
        + low
    )
    posts = [p for p in phrasebook("posts").find(search.key, cut, high) if p.end <= high]
    if not posts:
        return None
    begin = min((p.start for p in posts if search.text[p.start].isupper()), default=min(p.start for p in posts))
    lower = [f for f in cues(search, begin, high + _BEHIND) if f.end <= high and search.text[f.start].islower()]
    if lower:
        later = [p.start for p in posts if p.start >= max(f.end for f in lower)]
        if not later:
            return None
        begin = min(later)
    position = search.text[begin:high].strip(" ,-–—:")
    if _LEADS_TO_LIST.search(position):
        return None
    return (position, begin) if len(position.split()) <= 24 else None
