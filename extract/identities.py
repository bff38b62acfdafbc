"""Bearer phrases → role ids: by the issuer's level, through the aliases that the paper defines."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from extract.bearers import split_bearers
from extract.bodies import level_of
from extract.clause import Reading
from extract.drafts import Draft, Placed
from extract.obligation import Action, DocumentMention
from extract.sentences import Sentence
from extract.wordings import wording
from roster.roles import contains, roles_of_phrase
from vntext.folding import Key, fold, squeeze

#: levels of the organs in Party numbers, where the text names no issuer
_LEVELS = {
    "TU": "province",
    "HU": "district",
    "QU": "district",
    "ThU": "district",
    "TxU": "district",
    "ĐU": "commune",
    "CB": "branch",
}
#: "Tỉnh ủy viên là Bí thư Huyện ủy": a narrower group keeps the id of the wider one
_IS = wording("bearer.is")
_NARROWED = wording("bearer.narrowed")
_ALL_ATTENDING = wording("bearer.all-attending")
_WHOEVER = wording("bearer.whoever")
_BARE_POST = wording("bearer.bare-post")
_POST_OF = wording("bearer.post-of")
_LEVEL_OF = wording("theme.level")
_OF_UNIT = wording("issuer.of-unit")
_OF_OFFICES = wording("issuer.of-offices")
_PROVINCE = wording("issuer.of-province")
_CITY = wording("bearer.of-city")
_SPOKEN = {"xã": "commune", "huyện": "district"}
_ALIAS = wording("alias")
_ALIAS_LEAD = wording("alias.lead")
_ALIAS_ITEM = wording("alias.item")


def issuer_level(source: DocumentMention | None) -> str | None:
    """The level of the source's issuer, else that of the organ in its number."""
    level = level_of(source.issuer) if source and source.issuer else None
    if level is not None:
        return str(level)
    return _LEVELS.get(source.number.rpartition("/")[2]) if source and source.number else None


def bearer_level(level: str | None, issuer: str | None) -> str | None:
    """The level that "Bí thư" and "đảng ủy viên" are read by: a hospital's committee is a base, whatever place it
    bears in its name; that of the offices of a province is no rung of the ladder (None)."""
    said = fold(issuer or "", Key.PLACEMENT)
    if _OF_UNIT.search(said):
        return "base"
    return None if _OF_OFFICES.search(said) else level


def level_spoken_of(subject: str | None) -> str | None:
    """The one level whose committee members the title speaks of ("cấp ủy viên cấp xã")."""
    levels = {match["level"] for match in _LEVEL_OF.finditer(fold(subject or "", Key.PLACEMENT))}
    return _SPOKEN[levels.pop()] if len(levels) == 1 else None


def is_of_province(issuer: str | None) -> bool:
    """Is the paper a province's ("Tỉnh ủy"), not that of a city under the centre?"""
    return _PROVINCE.search(fold(issuer or "", Key.PLACEMENT)) is not None


def level_of_all(mentions: Iterable[DocumentMention]) -> str | None:
    """The one level of all papers that a report speaks of; None where they differ or none is known."""
    levels = {level for mention in mentions if (level := issuer_level(mention)) is not None}
    return levels.pop() if len(levels) == 1 else None


@dataclass
class Identities:
    """`level` is the issuer's, `spoken` the one that the title speaks of; aliases are learnt as the text is read."""

    level: str | None
    spoken: str | None = None
    #: does a province issue, so that a "Thành ủy" is a district's committee?
    city_below: bool = False
    aliases: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def _level_of(self, phrase: str) -> str | None:
        return "district" if self.city_below and _CITY.search(fold(phrase, Key.PLACEMENT)) else self.level

    def learn(self, sentence: Sentence) -> None:
        """ "Ủy viên Ban Chấp hành … (sau đây gọi chung là Tỉnh ủy viên)"."""
        item = _ALIAS_ITEM.match(fold(sentence.live, Key.PLACEMENT))
        if item:
            self.aliases[item["alias"]] = split_bearers(sentence.live[item.end() :])
        match = _ALIAS.search(fold(sentence.live, Key.PLACEMENT))
        if match:
            what = re.split(r"[()]", sentence.live[: match.start()])[-1]
            lead = _ALIAS_LEAD.match(fold(what, Key.PLACEMENT))
            self.aliases[match["alias"].strip(' "“”.')] = split_bearers(what[lead.end() :] if lead else what)

    def with_names(self, reading: Reading) -> Reading:
        """ "lãnh đạo cơ quan tham mưu", once defined: a name, whose "tham mưu" is nothing to be done."""
        folded, mentions = reading.folded(reading.start, reading.end), reading.mentions
        for alias in sorted(self.aliases, key=len):
            for match in re.finditer(rf"(?<!\w){re.escape(alias)}(?!\w)", folded):
                low, high = reading.start + match.start(), reading.start + match.end()
                head = next((m for m in mentions if m.kind == "actor" and m.start == low), None)
                if head and any(m.kind in ("duty", "order") and low < m.start < high for m in mentions):
                    kept = (m for m in mentions if m.end <= low or m.start >= high)
                    mentions = tuple(sorted([*kept, replace(head, end=high)], key=lambda m: m.start))
        return Reading(reading.live, reading.start, mentions)

    def ids(self, phrases: Iterable[str], excluded: bool = False) -> tuple[str | None, ...]:
        """The ids of the phrases in their order; an alias has those of all that it stands for."""
        return tuple(one for phrase in _whole(tuple(phrases)) for one in self._of_phrase(phrase, excluded))

    def bearer_ids(self, draft: Draft, placed: list[Placed]) -> tuple[str | None, ...]:
        """The ids of a draft's bearer; "người đi dự" and "ai …" have those of the people spoken of before."""
        who = draft.bearer.phrases if draft.bearer else ()
        ids = self.ids(who)
        if any(ids):
            return ids
        folded = [squeeze(fold(phrase, Key.PLACEMENT)) for phrase in who]
        if any(map(_WHOEVER.match, folded)):
            return (
                self._ids_of([p.draft for p in placed if p.draft.start == draft.start and p.draft is not draft][:1])
                or ids
            )
        if any(map(_ALL_ATTENDING.match, folded)):
            return self._ids_of([p.draft for p in placed if p.draft.action is Action.ATTEND_BRANCH_MEETING]) or ids
        return ids

    def _inner(self, phrase: str, wider: tuple[str | None, ...]) -> tuple[str | None, ...]:
        """ "Tỉnh ủy viên là Ủy viên Ban Thường vụ": the narrower post where it is of the same ladder."""
        whole = _before(phrase, _IS)
        inner = () if whole.endswith("không") else roles_of_phrase(phrase[len(whole) + len(" là ") :], self.level)
        one, other = (*wider, None)[0], (*inner, None)[0]
        return inner if one and other and len(inner) == 1 and contains(one, other) else ()

    def _ids_of(self, drafts: list[Draft]) -> tuple[str | None, ...]:
        every = [i for d in drafts if d.bearer for i in self.ids(d.bearer.phrases)]
        return tuple(dict.fromkeys(i for i in every if i))

    def _of_phrase(self, phrase: str, excluded: bool) -> tuple[str | None, ...]:
        phrase = squeeze(phrase.replace("\n", " "))
        plain = phrase if excluded else _narrowed(phrase)
        stands_for = self.aliases.get(fold(plain, Key.PLACEMENT), ())
        ids = [i for one in stands_for for i in roles_of_phrase(one, self._level_of(one), excluded=excluded)]
        if any(ids):
            return tuple(ids)
        wider = () if excluded else roles_of_phrase(_before(plain, _IS), self._level_of(plain))
        if wider and (inner := self._inner(plain, wider)):
            return inner
        found = wider if any(wider) else roles_of_phrase(plain, self._level_of(plain), excluded=excluded)
        return found if any(found) or not self.spoken else roles_of_phrase(plain, self.spoken, excluded=excluded)


def _whole(phrases: tuple[str, ...]) -> tuple[str, ...]:
    """ "Bí thư, Phó Bí thư cấp ủy cấp huyện": whose secretary the first is stands behind the second."""
    tails = [_POST_OF.match(fold(phrase, Key.PLACEMENT)) for phrase in phrases]
    tail = next((phrase[of.start("of") :] for phrase, of in zip(phrases, tails, strict=True) if of), "")
    return tuple(f"{p} {tail}" if tail and _BARE_POST.fullmatch(fold(p, Key.PLACEMENT)) else p for p in phrases)


def _narrowed(phrase: str) -> str:
    """Without what narrows the group: a narrower group keeps the id of the wider one."""
    return _before(phrase, _NARROWED)


def _before(phrase: str, mark: re.Pattern[str]) -> str:
    """The phrase up to the mark; the whole where it has none."""
    match = mark.search(fold(phrase, Key.PLACEMENT))
    return phrase[: match.start()] if match else phrase
