"""From when the whole paper binds: sentences that speak of the paper itself, its opening words, its clause of
effect.
"""

from __future__ import annotations

from dataclasses import replace

from extract.clause import Reading, read
from extract.effect import NOTHING, Effect
from extract.grammar.engine import Mention
from extract.paragraphs import Paragraph
from extract.sentences import Sentence, clauses, sentences
from extract.structure import Kind, Provision
from extract.wordings import wording
from vntext.folding import Key, fold, squeeze

_OF_DOCUMENT = wording("effect.of-document")
_OPENS = wording("effect.opens")
_ORDERS = wording("effect.orders")
_OF_PAPER = wording("effect.paper-itself")
_ISSUES = wording("effect.issued-with")
_GROUNDS = wording("effect.grounds")
#: how far before the body the opening words may stand
_OPENING = 1500


def opening_effect(text: str, body_start: int) -> Effect:
    """The words between title and body may say from when."""
    found = NOTHING
    for mention in read(text[max(0, body_start - _OPENING) : body_start], 0).of("effect"):
        if isinstance(mention.value, Effect) and mention.value.scope == "document":
            found = found.over(mention.value)
    return found


def recital_effect(text: str, recital: Paragraph) -> Effect:
    """ "Căn cứ …, Ban Thường vụ ban hành Chương trình, thực hiện từ …, như sau:": grounds that end with the order."""
    if not text[: recital.end].rstrip().endswith(":"):
        return NOTHING
    order = list(sentences(text, recital))[-1]
    whole, found = read(order.live, order.start), NOTHING
    for mention in whole.of("effect"):
        if _ISSUES.search(whole.folded(order.start, mention.start)) and not _is_of_grounds(whole, mention):
            found = found.over(replace(mention.value, scope="document"))
    return found


def _is_of_grounds(whole: Reading, mention: Mention) -> bool:
    """ "Thực hiện Quy định …, có hiệu lực từ …, Ban Thường vụ hướng dẫn như sau:": another paper's start."""
    said = whole.folded(whole.start, whole.end).strip()
    return said.endswith(":") and _GROUNDS.match(said) is not None and bool(whole.of("actor", mention.end))


def effect_of_whole(sentence: Sentence, whole: Reading, provision: Provision, has_drafts: bool, press: bool) -> Effect:
    """What the sentence says of the paper's own force; nothing where it speaks of one duty."""
    found = NOTHING
    of_paper = not has_drafts and _speaks_of_paper(sentence, provision, press)
    for mention in whole.of("effect"):
        told = isinstance(mention.value, Effect) and (of_paper or mention.value.scope == "document")
        if told and not _is_of_grounds(whole, mention):
            found = found.over(replace(mention.value, scope="document"))
    return found


def closing_effect(sentence: Sentence, whole: Reading) -> Effect:
    """ "…; kế hoạch này thực hiện từ ngày …": a clause behind the duties of its sentence that speaks of the paper."""
    found = NOTHING
    for clause in clauses(sentence):
        part = whole.piece(clause.start, clause.end)
        if _OF_PAPER.match(fold(part.live, Key.PLACEMENT).strip()):
            for mention in part.of("effect"):
                found = found.over(replace(mention.value, scope="document"))
    return found


def _speaks_of_paper(sentence: Sentence, provision: Provision, press: bool) -> bool:
    folded = squeeze(fold(sentence.live, Key.PLACEMENT))
    if _OF_DOCUMENT.search(folded) or _OPENS.match(folded):
        return True
    if not press and (folded.endswith(":") and (provision.kind is Kind.DOCUMENT or _ORDERS.search(folded))):
        return True
    return bool(provision.heading) and _OPENS.match(fold(provision.heading, Key.PLACEMENT)) is not None
