"""The words of a paragraph as a search for names needs them: where a name ends, where a post begins and ends."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import accumulate, pairwise

from minutes.paragraphs import Paragraph
from minutes.patterns import sign, words
from minutes.wording import Found, phrasebook
from vntext.folding import Key, fold
from vntext.names import is_surname, strip_title
from vntext.syllables import is_syllable

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
TITLE = sign("person_title")
PLACE_WORD = sign("place_word")
_OFFICE = sign("office_label")
_SEPARATOR = re.compile(r"\s*(?:,|[-–—](?:\s*[-–—])?|\(|:)\s*|\s+(?:(?:hiện )?là\s+)?")
_BREAK = re.compile(r"[;()\[\]]|[.!?](?=\s|$)|:(?!\d)|[\"“”]|\s[*•]\s")
#: another label of the head in the same line
_LABEL = sign("next_label")
#: small words with which the sentence goes on after a post
_GOES_ON = sign("goes_on")
#: the end of a post that goes on
_HALF_POST = sign("half_post")
_SPECKS = re.compile(r"(?<=[^\W\d_])\s?[.'`](?=\s)|(?<=\s)['`‘](?=[^\W\d_])")
MAX_WORDS = 5
#: what joins the next person to a post (`…, Phó Chủ tịch xã và Lê Thị B`)
_AND = re.compile(r"\s(?:và|cùng)\s+")
_JOINED = re.compile(r"(?:\s(?:và|cùng|với)|[,;])\s*$")
#: so wide a gap ends a post
_FAR = re.compile(r"\s{4,}")
#: letters: beyond them nothing is looked for that might end a post
_LONGEST_POST = 600
#: families that by themselves tell a name from a place
COMMON_FAMILIES = frozenset(map(fold, words("common_families")))


#: a speck in place of a space
_WITHIN = re.compile(r"(?<=[^\W\d_])[.-](?=[^\W\d_])")
#: words with which no name ends
_NEVER_LAST = COMMON_FAMILIES | {"văn", "thị"}


@dataclass(frozen=True)
class Lexicon:
    """Names that are known, by their first word, folded; a damaged text may also match without marks."""

    names: frozenset[str] = frozenset()
    first: frozenset[str] = field(default=frozenset())
    bare: frozenset[str] = field(default=frozenset())
    #: what people are called by: the last word of a name, the last two
    given: frozenset[str] = field(default=frozenset())
    #: names without marks and spaces → the lengths of their words
    glued: dict[str, tuple[int, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, names: Iterable[str]) -> Lexicon:
        folded = frozenset(" ".join(fold(name).split()) for name in names)
        return cls(
            folded,
            frozenset(n.split()[0] for n in folded if n),
            frozenset(fold(n, Key.TONELESS) for n in folded),
            frozenset(" ".join(n.split()[-size:]) for n in folded for size in (1, 2) if len(n.split()) > size),
            {fold(n.replace(" ", ""), Key.TONELESS): tuple(map(len, n.split())) for n in folded},
        )

    def knows(self, words: list[str]) -> bool:
        return " ".join(fold(word) for word in words) in self.names

    def parted(self, word: str) -> str:
        """`BÙITÌNHTHANH` as `BÙI TÌNH THANH`, where somebody known is called so; else the word as it is."""
        lengths = self.glued.get(fold(word, Key.TONELESS)) if len(word) > 6 and " " not in word else None
        if lengths is None:
            return word
        cuts = [0, *accumulate(lengths)]
        return " ".join(word[a:b] for a, b in pairwise(cuts))

    def knows_bare(self, words: list[str]) -> bool:
        return " ".join(fold(word, Key.TONELESS) for word in words) in self.bare


@dataclass(frozen=True, slots=True)
class Named:
    """One person as written: `start:stop` is title, name and post together; `name` is empty for a post alone."""

    name: str
    position: str
    start: int
    name_start: int
    name_end: int
    stop: int
    titled: bool


@dataclass(frozen=True, slots=True)
class Token:
    text: str
    start: int
    end: int


class Search:
    """The paragraph with its words, as all steps need them."""

    def __init__(self, paragraph: Paragraph, lexicon: Lexicon) -> None:
        self.text, self.lexicon = paragraph.text, lexicon
        self.damaged = paragraph.damaged
        self.key = paragraph.reading.key
        self.body = paragraph.body
        self.tokens = tuple(Token(m[0], m.start(), m.end()) for m in _WORD.finditer(paragraph.text))
        self.starts = tuple(token.start for token in self.tokens)
        self.at = {start: i for i, start in enumerate(self.starts)}

    def person(self, start: int, end: int, titled: bool) -> Named | None:
        """The person whose title is `start:end` (empty where there is none)."""
        rest = self.text[end:]
        begin = end + len(rest) - len(strip_title(rest.lstrip(" :"))[1])
        index = self._past_specks(self.at.get(begin))
        if index is None:
            return None
        begin = self.tokens[index].start
        if self.post_at(begin):
            return self._post_led(start, begin)
        run = self.run(index)
        if not run or (len(run) == 1 and not titled):
            return None
        position, stop = self.position_after(run[-1].end)
        name = _SPECKS.sub("", self.text[begin : run[-1].end])
        name = _WITHIN.sub(" ", name) if self.damaged else name
        return Named(name, position, start, begin, run[-1].end, stop, titled)

    def _past_specks(self, index: int | None) -> int | None:
        """On a scan a stray small letter may stand between title and name (`Đồng chí í Nguyễn …`)."""
        if index is None or not self.damaged or index + 1 >= len(self.tokens):
            return index
        here, after = self.tokens[index], self.tokens[index + 1]
        stray = len(here.text) <= 2 and here.text.islower() and after.text[0].isupper()
        return index + 1 if stray else index

    def run(self, index: int) -> list[Token]:
        """The words of a name from `index` on."""
        run: list[Token] = []
        for token in self.tokens[index : index + MAX_WORDS]:
            if not token.text[0].isupper() or len(token.text) > 8:
                break
            if run and not (self._speck(run[-1], token) and _same_case(run, token)):
                break
            if (len(run) >= 2 and self.post_at(token.start)) or _OFFICE.match(self.key, token.start):
                break
            run.append(token)
        if len(run) == MAX_WORDS:
            known = [n for n in range(MAX_WORDS, 2, -1) if self.lexicon.knows([t.text for t in run[:n]])]
            return run[: known[0]] if known else run
        return run

    def _speck(self, one: Token, two: Token) -> bool:
        """Nothing stands between two words of a name; on a scan, a speck in capitals (`HOÀNG. XUÂN HÒA`), behind the
        family name (`Nguyễn. Văn A`) or in place of the space (`Út-Ngọc`)."""
        between = self.text[one.end : two.start]
        if not between.strip() or (self.damaged and between == "-"):
            return True
        if not (self.damaged and between.strip() in (".", "'", "`") and len(one.text) > 1):
            return False
        return one.text.isupper() or (fold(one.text) in _NEVER_LAST and not self.post_at(two.start))

    def post_at(self, offset: int) -> Found | None:
        return phrasebook("posts").at(self.key, offset)

    def position_after(self, end: int) -> tuple[str, int]:
        """The post that follows a name: (post, where it ends)."""
        office = _OFFICE.match(self.key, end)
        gap = office or self._stop_for_comma(end) or _SEPARATOR.match(self.key, end)
        if gap is None or gap.end() >= len(self.text):
            return "", end
        begin = self._past_quote(gap.end())
        bracket = "(" in gap[0]
        if not (office or self._post_like(begin, bare=gap[0].strip() in ("", ":"))):
            return "", end
        stop = self.post_end(begin)
        if not bracket and "," in gap[0] and self._leads_another(begin, stop):
            return "", end
        position = _trimmed(self.text[begin:stop])
        if bracket and self.text[stop : stop + 1] == ")":
            stop += 1
        return (position, stop) if position else ("", end)

    def _leads_another(self, begin: int, stop: int) -> bool:
        """`…, Trưởng phòng Nội vụ Lê Văn B`: a post with somebody known behind it is his, not of who stands before."""
        name = self.name_within(begin, stop)
        apart = name is not None and _JOINED.search(self.key[begin : name[0]]) is not None
        return name is not None and not apart and self.lexicon.knows(self.text[name[0] : name[1]].split())

    def _past_quote(self, begin: int) -> int:
        """On a scan a speck before a post looks like a quotation mark (`- 'Trưởng Ban`)."""
        speck = re.compile(r"['‘’`\"“]\s?").match(self.text, begin) if self.damaged else None
        return speck.end() if speck is not None and self.post_at(speck.end()) else begin

    def _stop_for_comma(self, end: int) -> re.Match[str] | None:
        """On a scan a full stop before a post is a comma."""
        gap = re.compile(r"\s*[.]\s+").match(self.key, end) if self.damaged else None
        return gap if gap is not None and self.post_at(gap.end()) else None

    def _post_like(self, begin: int, bare: bool) -> bool:
        if self.post_at(begin):
            return True
        index = self.at.get(begin)
        if bare or index is None or not self.text[begin].isupper() or TITLE.match(self.key, begin):
            return False
        return not self._name_like(index) and _cue_at(self, begin) is None

    def _name_like(self, index: int) -> bool:
        run = self.run(index)
        if not 2 <= len(run) <= 4 or phrasebook("bodies").at(self.key, run[0].start):
            return False
        return is_surname(run[0].text) or fold(run[1].text) in ("văn", "thị") or self._alone(run)

    def _alone(self, run: list[Token]) -> bool:
        """Does the run stand between the commas of a list of names, whatever the family is called (`Bá Kim Thoa`)?"""
        bounded = re.compile(r"\s*(?:[,;)]|\.?\s*$)").match(self.text, run[-1].end) is not None
        syllables = all(t.text[1:].islower() and is_syllable(fold(t.text)) for t in run)
        return len(run) > 2 and bounded and syllables and phrasebook("bodies").at(self.key, run[0].start) is None

    def post_end(self, begin: int) -> int:
        """Where a post ends: at a bracket, full stop or colon, the next person, or a word that says what he did."""
        limit = min(len(self.text), begin + _LONGEST_POST)
        ends = [limit]
        if (gap := _FAR.search(self.text, begin, limit)) is not None:
            ends.append(gap.start())
        if stop := self._break(begin, limit):
            ends.append(stop)
        titles = TITLE.finditer(self.key, begin + 1, limit)
        ends.extend(title.start() for title in titles if self._capital_behind(title.end()))
        ends.extend(found.start for found in cues(self, begin, limit) if self._begins_note(found.start))
        ends.extend(m.start() for m in _GOES_ON.finditer(self.key, begin, limit) if self.text[m.start()].islower())
        ends.extend(m.start() for m in _LABEL.finditer(self.key, begin, limit))
        end = min(ends)
        ends.extend(m.start() for m in _AND.finditer(self.key, begin, end) if self._somebody(m.end(), end))
        return self._without_tail(begin, min(ends))

    def _somebody(self, begin: int, end: int) -> bool:
        index = self.at.get(begin)
        return index is not None and not self.post_at(begin) and self._next_person(index, end)

    def _begins_note(self, at: int) -> bool:
        """A cue in small letters, or one behind a dash (`Chủ tịch UBND xã - Vắng mặt`)."""
        return self.text[at].islower() or self.text[max(0, at - 20) : at].rstrip().endswith((" -", " –", " —"))

    def _capital_behind(self, at: int) -> bool:
        return self.text[at : at + 20].lstrip(" :")[:1].isupper()

    def _break(self, begin: int, limit: int) -> int | None:
        """The first mark that ends a post; on a scan not a speck after a word that cannot end one, nor before the body
        that it is of (`Chủ tịch. UBND xã …`)."""
        for mark in _BREAK.finditer(self.key, begin, limit):
            speck = self.damaged and mark[0] == "."
            if not (speck and (_HALF_POST.search(self.key, begin, mark.start()) or body_follows(self.key, mark.end()))):
                return mark.start()
        return None

    def _without_tail(self, begin: int, end: int) -> int:
        """A comma before what is no post any more ends it: `Phó Bí thư Huyện ủy, Lê Văn A`, `…, người đã …`."""
        for comma in re.finditer(r",\s*|\s[-–—]\s", self.text[begin:end]):
            index = self.at.get(begin + comma.end())
            if index is None or self.post_at(begin + comma.end()):
                continue
            lower = self.text[begin + comma.end()].islower()
            if (lower and "," in comma[0]) or self._next_person(index, end):
                return begin + comma.start()
        return end

    def _next_person(self, index: int, end: int) -> bool:
        """Does somebody else begin here: a known name, or a name that ends the stretch or has a post behind it?"""
        run = self.run(index)
        if len(run) >= 2 and self.lexicon.knows([t.text for t in run]):
            return True
        if not self._name_like(index):
            return False
        gap = _SEPARATOR.match(self.key, run[-1].end)
        return run[-1].end >= end - 1 or (gap is not None and self.post_at(gap.end()) is not None)

    def _post_led(self, start: int, begin: int) -> Named | None:
        """A post first: the name at its end, or a post alone."""
        end = self.post_end(begin)
        name = self.name_within(begin, end)
        if name is None:
            position = self.text[begin:end].strip(" ,-–—.:")
            return Named("", position, start, begin, begin, end, True) if position else None
        position = self.text[begin : name[0]].strip(" ,-–—.:")
        after, stop = self.position_after(name[1])
        if after and self.name_within(stop - len(after), stop) is not None:
            after, stop = "", name[1]  # the post behind the comma is the next person's
        return Named(
            self.text[name[0] : name[1]], f"{position}, {after}" if after else position, start, *name, stop, True
        )

    def name_within(self, begin: int, end: int) -> tuple[int, int] | None:
        """The name that closes a stretch which begins with a post."""
        low, high = bisect_left(self.starts, begin), bisect_left(self.starts, end)
        inside = [i for i in range(low, high) if self.tokens[i].end <= end]
        for index in inside:
            run = self.run(index)
            if len(run) >= 2 and self.lexicon.knows([t.text for t in run]) and self.key[: run[0].start].strip():
                return run[0].start, run[-1].end
        tail = [self.tokens[i] for i in inside if self.tokens[i].text[0].isupper()]
        for size in (4, 3, 2):
            run = tail[-size:]
            if len(run) == size and run[-1].end >= end - 2 and self._is_name(run, begin):
                return run[0].start, run[-1].end
        return None

    def _is_name(self, run: list[Token], begin: int) -> bool:
        together = all(not self.text[a.end : b.start].strip() for a, b in pairwise(run))
        family = fold(run[0].text) in COMMON_FAMILIES if len(run) != 3 else is_surname(run[0].text)
        placed = PLACE_WORD.search(self.key[max(begin, run[0].start - 40) : run[0].start])
        return together and family and run[0].start > begin and not (placed and len(run) == 2)


def body_follows(key: str, end: int) -> bool:
    """Does a body or a place follow the mark that ends at `end`?"""
    gap = re.compile(r"\s*").match(key, end)
    return gap is not None and phrasebook("bodies").at(key, gap.end()) is not None


def _trimmed(position: str) -> str:
    """Without the `và` that only leads to the next person, and without what he is charged with here."""
    said = sign("leads_to_next").sub("", position.strip(" ,-–—.:"))
    return sign("charged_here").sub("", said)


def _same_case(run: list[Token], token: Token) -> bool:
    """ALL CAPITALS do not go on in small letters, nor the other way round (but for one-letter words)."""
    if len(token.text) == 1:
        return True
    capitals = [t.text.isupper() for t in run if len(t.text) > 1]
    return not capitals or capitals[-1] == token.text.isupper()


def cues(search: Search, begin: int, end: int | None = None) -> Iterator[Found]:
    for book in ("absence", "presence", "sayings", "substitution"):
        yield from phrasebook(book).find(search.key, begin, end)
    yield from (
        f for f in phrasebook("mentions").find(search.key, begin, end) if f.record in ("elsewhere", "charged_with")
    )


def _cue_at(search: Search, begin: int) -> Found | None:
    return next((f for f in cues(search, begin, begin + _LONGEST_POST) if f.start == begin), None)
