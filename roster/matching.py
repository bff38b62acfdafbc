"""Who is meant: written names of one meeting's minutes → members of the roster, with reasons, or honest doubt.

A table of features (`roster.features`) weighed in log-odds (`matching.toml`); guards then forbid SAME where it may
never be said unasked: namesakes that nothing tells apart, a term that does not hold, a name that is not exact without a
post that only one person holds. Pure: everything comes in as an argument.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from roster.candidates import NameIndex, name_index
from roster.cases import Setting
from roster.features import FEATURES, Case, TermState
from roster.mentions import Candidate, Circumstances, Match, Mention, Verdict, in_words
from roster.people import Member, Roster
from roster.positions import Standing, standing
from roster.spellings import NameComparison, Nearness, name_key
from roster.weighing import Weighing, default_weighing

__all__ = ["Candidate", "Circumstances", "Match", "Mention", "Verdict", "holders", "identify", "in_words"]

_SHOWN = 5
_INEXACT = (Nearness.TONES, Nearness.LETTERS)
_SHORT = (Nearness.GIVEN, Nearness.PARTIAL, Nearness.INITIALS)
_SUPPORT = ("post_same", "post_fits", "own_unit", "assigned", "said_before", "alias")


@dataclass(frozen=True, slots=True)
class _Scored:
    """One candidate: what is known of it, the features that hold, and their sum."""

    member: Member
    case: Case
    reasons: tuple[str, ...]
    odds: float


def identify(
    mentions: Sequence[Mention], roster: Roster, around: Circumstances, weighing: Weighing | None = None
) -> tuple[Match, ...]:
    """One match a mention, in their order. The same arguments give the same answer."""
    table = weighing or default_weighing()
    desk = _Desk(Setting(roster, around, table), name_index(roster), table)
    first = [desk.match(mention, scored) for mention, scored in zip(mentions, desk.scored(mentions), strict=True)]
    alike = _by_given(first)
    repeated = [desk.with_sheet(m, alike[_given(m)]) if _is_full(m.mention) else m for m in first]
    alike = _by_given(repeated)
    shortened = [m if _is_full(m.mention) else desk.with_sheet(m, alike[_given(m)]) for m in repeated]
    return desk.one_to_one(shortened)


def holders(position: str, roster: Roster, around: Circumstances) -> tuple[Candidate, ...]:
    """Who holds a post that is written without a name, on the day: candidates for a person to choose from."""
    setting = Setting(roster, around, default_weighing())
    found = [
        (standing(position, setting.posts(member)), member.id)
        for member in setting.serving()
        if setting.term(member) is TermState.SERVING
    ]
    fitting = [(value, member_id) for value, member_id in found if value >= Standing.FITS]
    share = 0.9 / max(1, len(fitting))
    return tuple(
        Candidate(member_id, share, ("post_alone",)) for _, member_id in sorted(fitting, reverse=True)[:_SHOWN]
    )


class _Desk:
    """One sheet's work: scores, guards and verdicts share its setting."""

    def __init__(self, setting: Setting, index: NameIndex, table: Weighing) -> None:
        self._setting, self._index, self._table = setting, index, table

    def scored(self, mentions: Sequence[Mention]) -> list[tuple[_Scored, ...]]:
        """The candidates of each mention, the likeliest first."""
        near = self._index.near([name_key(mention.name) for mention in mentions], self._table.similar)
        return [
            tuple(sorted(self._scored(mention, found), key=lambda one: (-one.odds, one.member.id)))
            for mention, found in zip(mentions, near, strict=True)
        ]

    def _scored(self, mention: Mention, found: Sequence[tuple[Member, NameComparison]]) -> Iterator[_Scored]:
        aliased = self._setting.aliases(mention)
        near = {member.id: (member, name) for member, name in found}
        for member_id in aliased - near.keys():
            member = self._setting.roster.by_id.get(member_id)
            if member is not None:
                near[member_id] = (member, NameComparison(Nearness.OTHER, 0.0, False))
        for member, name in near.values():
            if name.nearness is not Nearness.OTHER or member.id in aliased:
                yield self._weighed(member, self._setting.case(mention, member, name, alias=member.id in aliased))

    def _weighed(self, member: Member, case: Case) -> _Scored:
        reasons = tuple(name for name, feature in FEATURES.items() if feature(case))
        return _Scored(member, case, reasons, self._table.start + sum(self._table.weights[name] for name in reasons))

    # --- verdicts

    def match(self, mention: Mention, scored: Sequence[_Scored]) -> Match:
        if not scored:
            return Match(mention, None, (), Verdict.DIFFERENT, 0.99, ("nobody",))
        best = scored[0]
        confidence = self._table.confidence(best.odds)
        guards = tuple(self._guards(best, scored[1:]))
        verdict = self._verdict(confidence, guards)
        candidates = tuple(
            Candidate(one.member.id, round(self._table.confidence(one.odds), 4), one.reasons) for one in scored
        )
        return Match(
            mention,
            best.member.id if verdict is not Verdict.DIFFERENT else None,
            candidates[:_SHOWN],
            verdict,
            round(confidence if verdict is not Verdict.DIFFERENT else 1 - confidence, 4),
            (*best.reasons, *guards),
        )

    def _verdict(self, confidence: float, guards: tuple[str, ...]) -> Verdict:
        if confidence < self._table.unsure:
            return Verdict.DIFFERENT
        return Verdict.SAME if confidence >= self._table.same and not guards else Verdict.UNSURE

    def _guards(self, best: _Scored, others: Sequence[_Scored]) -> Iterator[str]:
        """What forbids SAME, however likely it looks."""
        yield from _term_guard(best.case)
        yield from self._rival_guard(best, others)
        exact = best.case.nearness is Nearness.SAME or best.case.alias
        if exact and not any(reason in _SUPPORT for reason in best.reasons):
            yield "name_alone"
        if best.case.nearness in _INEXACT and not best.case.alias and not _stands_by_post(best, others):
            yield "name_damaged"
        if best.case.nearness in _SHORT and not (best.case.only_holder or best.case.said_before or best.case.alias):
            yield "given_alone"

    def _rival_guard(self, best: _Scored, others: Sequence[_Scored]) -> Iterator[str]:
        for other in others:
            in_office = other.case.term is not TermState.OUT
            if best.odds - other.odds < self._table.margin and in_office:
                yield "namesake" if other.case.nearness is best.case.nearness is Nearness.SAME else "rival"
                return

    # --- the sheet as a whole

    def with_sheet(self, match: Match, alike: Sequence[Match]) -> Match:
        """A name without its post, or only a given name, by what the sheet says elsewhere of those whose given name is
        the same."""
        mention = match.mention
        settled = match.verdict is Verdict.SAME
        if mention.own_branch or (settled and mention.position):
            return match
        fuller = [one for one in alike if _speaks_of(one.mention, mention)]
        people = {one.member_id if one.verdict is Verdict.SAME else name_key(one.mention.name).exact for one in fuller}
        known = next((one for one in fuller if one.verdict is Verdict.SAME), None)
        if len(people) != 1 or (settled and known is not None and known.member_id == match.member_id):
            return match
        if known is None:
            return match if mention.position or settled else _nobody(match, fuller[0])
        again = self._said_before(match, known)
        return again if not settled or again.member_id == known.member_id else replace(again, verdict=Verdict.UNSURE)

    def _said_before(self, match: Match, known: Match) -> Match:
        again = [
            self._weighed(one.member, replace(one.case, said_before=one.member.id == known.member_id))
            for one in self.scored([match.mention])[0]
        ]
        ranked = sorted(again, key=lambda one: (-one.odds, one.member.id))
        return self.match(match.mention, ranked)

    def one_to_one(self, matches: Sequence[Match]) -> tuple[Match, ...]:
        """One member is written under one name in a sheet; who claims him by another, with less right, is not he."""
        claims: dict[str, dict[str, float]] = defaultdict(dict)
        for match in matches:
            if match.member_id and _is_full(match.mention):
                key, score = name_key(match.mention.name).exact, match.candidates[0].score
                claims[match.member_id][key] = max(score, claims[match.member_id].get(key, 0.0))
        return tuple(self._kept(match, claims.get(match.member_id or "", {})) for match in matches)

    def _kept(self, match: Match, claims: dict[str, float]) -> Match:
        key = name_key(match.mention.name).exact
        if len(claims) < 2 or key not in claims or claims[key] == max(claims.values()):
            return match
        if {"post_same", "post_fits"} & set(match.reasons) and match.mention.confidence is not None:
            return match  # one person, read in two ways
        reasons = (*match.reasons, "taken")
        return replace(match, member_id=None, verdict=Verdict.DIFFERENT, confidence=0.9, reasons=reasons)


def _term_guard(case: Case) -> Iterator[str]:
    guards = {TermState.OUT: "not_serving", TermState.PARTLY: "term_partly", TermState.UNKNOWN: "term_unknown"}
    if case.term in guards:
        yield guards[case.term]


def _stands_by_post(best: _Scored, others: Sequence[_Scored]) -> bool:
    """A misread name is his where the page is a scan, only he holds the post, and nobody bears the name as read."""
    exact_elsewhere = any(one.case.nearness is Nearness.SAME and one.case.term is not TermState.OUT for one in others)
    return best.case.scanned and best.case.only_holder and not exact_elsewhere


def _is_full(mention: Mention) -> bool:
    return len(name_key(mention.name).syllables) > 1


def _given(match: Match) -> str:
    return next(reversed(name_key(match.mention.name).syllables), "")


def _by_given(sheet: Sequence[Match]) -> dict[str, list[Match]]:
    """What the sheet says of each given name, each thing once: else a sheet of thousands is compared pair by pair."""
    found: dict[str, dict[tuple[object, ...], Match]] = defaultdict(dict)
    for match in sheet:
        key = name_key(match.mention.name).syllables, bool(match.mention.position), match.verdict, match.member_id
        found[_given(match)].setdefault(key, match)
    return {given: list(matches.values()) for given, matches in found.items()}


def _speaks_of(fuller: Mention, mention: Mention) -> bool:
    """Could the fuller mention name the same person: by the same name with a post, or by the whole name?"""
    whole, part = name_key(fuller.name).syllables, name_key(mention.name).syllables
    if not part or len(whole) < 2:
        return False
    if whole == part:
        return bool(fuller.position) and not mention.position
    return len(part) < len(whole) and whole[-len(part) :] == part


def _nobody(match: Match, fuller: Match) -> Match:
    """The full name elsewhere in the sheet is nobody's of the roster, or in doubt: so is its short form."""
    if fuller.verdict is Verdict.UNSURE:
        return match
    return replace(
        match, member_id=None, verdict=Verdict.DIFFERENT, confidence=fuller.confidence, reasons=("said_before",)
    )
