"""From what a reading found to what the catalogue is asked: new rule, new version, or nothing. Pure.

A re-read, a better grammar or a second copy of the document must find the rule that is there. An instrument outranks
a press report of it; a correction by hand outranks every reading, until a person says otherwise."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from extract.identities import issuer_level
from extract.obligation import (
    DocumentEvidence,
    DocumentMention,
    DocumentRole,
    Modality,
    Obligation,
    Regulation,
)
from roster.ladder import contains, known_roles
from roster.roles import posts_of_phrase
from rules_catalog.identity import clause_parts, likeness, number_key, same_document
from rules_catalog.rule import Instrument, RuleTerms

#: what a rule is made of: a permission asks nothing, and a prohibition has no count
_BINDING = frozenset({Modality.MUST, Modality.SHOULD})
#: relations after which the older rule no longer stands as it was
_ENDING = frozenset({DocumentRole.SUPERSEDED, DocumentRole.REPEALED, DocumentRole.AMENDED})


class Outcome(StrEnum):
    """`NEW`: a rule that was not there; `NEW_VERSION`: another reading of one; `SAME`: nothing to add; `OUTRANKED`: a
    press report of what the instrument says; `HAND_STANDS`: a person corrected the rule."""

    NEW = "new"
    NEW_VERSION = "new_version"
    SAME = "same"
    OUTRANKED = "outranked"
    HAND_STANDS = "hand_stands"


@dataclass(frozen=True, slots=True)
class KnownRule:
    """A rule of the catalogue: its newest terms, and the newest that a reading gave (they part after a correction)."""

    rule_id: str
    terms: RuleTerms
    read: RuleTerms
    by_hand: bool
    #: taken back (a proposal undone): reading the file again proposes it again
    gone: bool = False


@dataclass(frozen=True, slots=True)
class Proposal:
    """`rule_id` is None for a new rule."""

    outcome: Outcome
    terms: RuleTerms
    rule_id: str | None = None


def drafts(regulation: Regulation, sha256: str) -> tuple[RuleTerms, ...]:
    """The duties of a file as terms of rules, in the order of the text."""
    return tuple(
        _draft(duty, _source(regulation, duty), sha256) for duty in regulation.obligations if duty.modality in _BINDING
    )


def proposed(found: Iterable[RuleTerms], known: Iterable[KnownRule]) -> tuple[Proposal, ...]:
    """Each reading with the known rule that it is, the likeliest pairs first; a known rule is taken once."""
    found, known = tuple(found), tuple(known)
    scores = [
        (likeness(terms, rule.read) or likeness(terms, rule.terms), at, index)
        for at, terms in enumerate(found)
        for index, rule in enumerate(known)
    ]
    taken: dict[int, KnownRule] = {}
    used: set[int] = set()
    for score, at, index in sorted(scores, key=lambda s: (-s[0], s[1], s[2])):
        if score and at not in taken and index not in used:
            taken[at] = known[index]
            used.add(index)
    return tuple(_proposal(terms, taken.get(at)) for at, terms in enumerate(found))


def with_predecessors(
    found: Iterable[RuleTerms], mentions: Iterable[DocumentMention], standing: Iterable[tuple[str, RuleTerms]]
) -> tuple[RuleTerms, ...]:
    """The readings of a file with the ids of the rules that it says it replaces.

    A document that is replaced as a whole ends with all its rules: each goes to the new rule of the same action for
    people in common, else to the first of the same action, else to the first. An amended clause needs both.
    """
    found = tuple(found)
    ids: dict[int, list[str]] = {}
    ended = [mention for mention in mentions if mention.role in _ENDING]
    for rule_id, old in standing:
        whole = [mention for mention in ended if _named(mention, old)]
        heir = _heir(found, old, strictly=all(mention.role is DocumentRole.AMENDED for mention in whole))
        if whole and heir is not None:
            ids.setdefault(heir, []).append(rule_id)
    return tuple(
        replace(terms, supersedes=tuple(dict.fromkeys((*terms.supersedes, *ids.get(at, ()))))) if at in ids else terms
        for at, terms in enumerate(found)
    )


def _heir(found: tuple[RuleTerms, ...], old: RuleTerms, strictly: bool) -> int | None:
    """Which of the new rules takes the old one's place."""
    alike = [at for at, terms in enumerate(found) if terms.action is old.action]
    same = [at for at in alike if _same_people(found[at], old)]
    related = [at for at in alike if _related(found[at], old)]
    choices = [*same, *related, *(() if strictly else (*alike, *range(len(found))))]
    return choices[0] if choices else None


def same_terms(one: RuleTerms, other: RuleTerms) -> bool:
    """Is nothing different that a person would want to see? (Confidence and what was assumed apart.)"""
    return _bare(one) == _bare(other)


def instrument_of(mention: DocumentMention) -> Instrument:
    return Instrument(mention.number, mention.type, mention.issued, mention.issuer)


def _proposal(terms: RuleTerms, known: KnownRule | None) -> Proposal:
    if known is None:
        return Proposal(Outcome.NEW, terms)
    if known.gone:
        return Proposal(Outcome.NEW_VERSION, terms, known.rule_id)
    if same_terms(terms, known.terms) or same_terms(terms, known.read):
        return Proposal(Outcome.SAME, terms, known.rule_id)
    instruments = (terms.evidence is DocumentEvidence.INSTRUMENT, known.terms.evidence is DocumentEvidence.INSTRUMENT)
    if instruments == (False, True):
        return Proposal(Outcome.OUTRANKED, terms, known.rule_id)
    if known.by_hand and instruments != (True, False):
        return Proposal(Outcome.HAND_STANDS, terms, known.rule_id)
    return Proposal(Outcome.NEW_VERSION, terms, known.rule_id)


def _draft(duty: Obligation, source: DocumentMention | None, sha256: str) -> RuleTerms:
    level = issuer_level(source)
    return RuleTerms(
        document=instrument_of(source) if source else Instrument(duty.source_document, None, None, None),
        who_ids=_meant(duty.who_ids, duty.who, level),
        who_excludes_ids=_meant(duty.who_excludes_ids, duty.who_excludes, level),
        who=duty.who,
        who_excludes=duty.who_excludes,
        action=duty.action,
        where=duty.where,
        where_kind=duty.where_kind,
        min_count=duty.min_count,
        max_count=duty.max_count,
        per=duty.per,
        every=duty.every,
        due=duty.due,
        effective_from=duty.effective_from,
        effective_to=duty.effective_to,
        clause=duty.clause,
        quote=duty.quote,
        page=duty.page,
        bbox=duty.box,
        evidence=source.evidence if source else DocumentEvidence.INSTRUMENT,
        source_sha256=sha256,
        confidence=duty.confidence,
        ends_with_term=duty.ends_with_term,
        restates=duty.restates,
    )


def _meant(ids: tuple[str | None, ...], phrases: tuple[str, ...], level: str | None) -> tuple[str | None, ...]:
    """The ids that the reading gave; where it has none for a phrase, the whole posts that the phrase means at the
    issuer's level. What stays None a person has to say before the rule can bind: nobody is spared or bound by a guess.
    """
    if None not in ids:
        return ids
    meant = [posts_of_phrase(phrase, level, excluded=True) or (None,) for phrase in phrases]
    found = (*(post for posts in meant for post in posts), *(one for one in ids if one))
    return tuple(dict.fromkeys(found)) or ids


def _source(regulation: Regulation, duty: Obligation) -> DocumentMention | None:
    """The document in whose text the duty stands: by number, else the file's own."""
    own = [mention for mention in regulation.documents if mention.role is DocumentRole.SOURCE]
    if duty.source_document:
        wanted = number_key(duty.source_document)
        named = [mention for mention in regulation.documents if number_key(mention.number) == wanted]
        if named:
            return named[0]
    return own[0] if own else next(iter(regulation.documents), None)


def _named(mention: DocumentMention, old: RuleTerms) -> bool:
    if not same_document(instrument_of(mention), old.document):
        return False
    amended, clause = clause_parts(mention.clause), clause_parts(old.clause)
    return mention.role is not DocumentRole.AMENDED or amended <= clause or clause <= amended


def _same_people(one: RuleTerms, other: RuleTerms) -> bool:
    return bool(_posts(one) & _posts(other))


def _related(one: RuleTerms, other: RuleTerms) -> bool:
    """Does one rule's people contain the other's (all committee members, the secretary)?"""
    pairs = [(a, b) for a in _posts(one) for b in _posts(other) if {a, b} <= set(known_roles())]
    return any(contains(a, b) or contains(b, a) for a, b in pairs)


def _posts(terms: RuleTerms) -> set[str]:
    return {who for who in terms.who_ids if who}


def _bare(terms: RuleTerms) -> RuleTerms:
    return replace(terms, confidence=None, assumed=(), supersedes=(), source_sha256=None)
