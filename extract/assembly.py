"""Document → Regulation: how the drafts of the provisions become obligations. The only place with judgement.

Pure and total: any text gives a Regulation, nothing raises. Each value keeps its place in the text as evidence.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from documents.model import Document, Origin
from extract.appendix import assignments_of
from extract.bearers import Bearer
from extract.cadence import Shape
from extract.clause import read
from extract.commonplace import common_kind, common_place
from extract.confidence import confidence_of
from extract.drafting import drafts_of
from extract.drafts import Draft, Placed, Setting, Slot
from extract.echoes import without_echoes
from extract.effect import NOTHING, Effect
from extract.enforcement import closing_effect, effect_of_whole, opening_effect, recital_effect
from extract.exceptions import Exemption, exempt_item, exemption
from extract.exempting import exempted, set_apart
from extract.grounds import phrase_slots, source_slot
from extract.identities import Identities, bearer_level, is_of_province, issuer_level, level_of_all, level_spoken_of
from extract.inheritance import Inheritance
from extract.leads import lead_of
from extract.listed import listed_drafts, people_labelled
from extract.masthead import Masthead, read_masthead
from extract.obligation import (
    Action,
    DocumentMention,
    DocumentRole,
    EffectiveBasis,
    Evidence,
    Obligation,
    Regulation,
    WhereKind,
)
from extract.paragraphs import Paragraph, View, view_of
from extract.places import where_kind
from extract.references import with_references
from extract.relations import documents_of
from extract.rowdrafts import row_draft
from extract.sentences import Sentence, clauses, is_recital, sentences
from extract.speaker import speaker_of
from extract.structure import Kind, Provision, outline
from extract.tables import MinimumTable, minimum_tables
from extract.telling import is_tale, sets_no_rule
from extract.wordings import wording
from vntext.folding import Key, fold, squeeze

#: kinds of paper whose deadlines come back every year where they name none
_NORMATIVE = frozenset({"Quy định", "Quy chế", "Thông tư", "Nghị định", "Quyết định", "Luật", "Nghị quyết", "Điều lệ"})
_ATTENDING = wording("theme.attending")
#: the issuer's opening words ("… quy định như sau:") name nobody who is bound
_OPENING = wording("opening.issuer")
_IDLE_HEADING = wording("heading.idle")
_DUTY_HEADING = wording("heading.duty")
_AMENDING = wording("heading.amending")
_TELLS_WHO = wording("clause.tells-who-or-where")
_LIST_OF_FREED = wording("except.heading")
_OF_ARTICLE = wording("effect.of-article")
#: a regulation issued with its decision stands behind the signature; so much of it is its head
_ANNEX = wording("annex.instrument")
_HEAD = 600


def find_regulation(document: Document) -> Regulation:
    """All that the file says: documents (source first), obligations in the order of the text, appendix assignments."""
    masthead = read_masthead(document)
    mentions = documents_of(document, masthead)
    reading = _Whole(document, masthead, mentions)
    return Regulation(
        documents=mentions,
        obligations=() if sets_no_rule(document, masthead) else tuple(reading.obligations()),
        assignments=assignments_of(document),
        warnings=masthead.warnings,
    )


@dataclass
class _Whole:
    """One document being read: the effect of the whole, exemptions, aliases and what is inherited."""

    document: Document
    masthead: Masthead
    mentions: tuple[DocumentMention, ...]
    effect: Effect = NOTHING
    effect_slot: Slot | None = None
    exemptions: list[tuple[Exemption, Provision]] = field(default_factory=list)
    tables: tuple[MinimumTable, ...] = ()
    #: the start of single articles ("Riêng Điều 3 có hiệu lực từ …")
    starts: dict[str, Effect] = field(default_factory=dict)
    #: the kind of branch, and the place, for duties to attend that say none
    kind: WhereKind | None = None
    place: str | None = None
    paragraph: Paragraph = field(default_factory=lambda: Paragraph(0, 0))

    def __post_init__(self) -> None:
        self.view: View = view_of(self.document)
        self.source = next((m for m in self.mentions if m.role is DocumentRole.SOURCE), None)
        level = (
            self.masthead.level or issuer_level(self.source) or (self.masthead.press and level_of_all(self.mentions))
        )
        issuer = self.source.issuer if self.source else None
        of_posts = bearer_level(str(level) if level else None, issuer)
        self.identities = Identities(of_posts, level_spoken_of(self.masthead.subject), is_of_province(issuer))
        self.attending = self._is_about_attending()
        self.inheritance = Inheritance(self.view, self.attending)
        self.speaker: Bearer | None = speaker_of(self.view.text) if self.masthead.press else None

    def _is_about_attending(self) -> bool:
        subjects = [self.masthead.subject, *(m.subject for m in self.mentions[:2])]
        head = self.view.text[:600] if self.masthead.press else ""
        said = squeeze(fold(" ".join([*filter(None, subjects), head]), Key.PLACEMENT))
        return _ATTENDING.search(said) is not None

    # --- the walk ------------------------------------------------------------------------------------------------

    def obligations(self) -> Iterator[Obligation]:
        end = self.view.find(self.masthead.body_end) if self.masthead.body_end else len(self.view.text)
        start = min(self.view.find(self.masthead.body_start), end)
        self.effect = opening_effect(self.view.text, start)
        placed = self._drafts_between(start, end)
        for low, high in self._annexes():
            placed += self._drafts_between(low, high)
        if self.masthead.press:
            placed = without_echoes(placed, self.view.text, self.identities)
        placed = exempted(with_references(placed), self.exemptions, self.identities.ids)
        placed = set_apart(placed, self.identities.ids)
        for one in placed:
            yield self._obligation(one, placed)

    def _drafts_between(self, start: int, end: int) -> list[Placed]:
        self.tables = tuple(minimum_tables(self.view.text, start, end))
        root = outline(self.view, start, end)
        subjects = (self.masthead.subject, *(m.subject for m in self.mentions[:1]))
        if not self._is_amending(root):
            self.kind = self.kind or common_kind(root, self.view, subjects)
        self.place = self.place or common_place(root, self.view, subjects)
        return [one for provision in root.walk() for one in self._provision_drafts(provision)]

    def _annexes(self) -> Iterator[tuple[int, int]]:
        """What binds behind the signature: a regulation issued with its decision, tables of minima of an appendix."""
        for low, high in self.masthead.appendices:
            start, end = self.view.find(low), self.view.find(high)
            if _ANNEX.match(fold(self.view.text[start:end][:_HEAD], Key.PLACEMENT)):
                yield start, end
            else:
                yield from ((table.head_start, table.end) for table in minimum_tables(self.view.text, start, end))

    def _provision_drafts(self, provision: Provision) -> Iterator[Placed]:
        setting = self._setting(provision)
        amending = self._is_amending(provision)
        for paragraph in provision.body:
            self.paragraph = paragraph
            if is_recital(self.view.text[paragraph.start : paragraph.end]):
                self.effect = self.effect.over(recital_effect(self.view.text, paragraph))
            else:
                for sentence in sentences(self.view.text, paragraph, amending):
                    for draft in self._sentence_drafts(sentence, provision, setting):
                        yield Placed(draft, provision)

    def _setting(self, provision: Provision) -> Setting:
        return Setting(
            bearer=self.inheritance.bearer(provision),
            last=self.inheritance.last(provision),
            tale=self.masthead.press and self.source is None and is_tale(self.view.text),
            unsourced=self.masthead.press and self.source is None,
            lead_period=self.inheritance.lead_period(provision),
            press=self.masthead.press,
            speaker=self.speaker,
            attending=self.attending,
            normative=bool(self.source and self.source.type in _NORMATIVE and not self.masthead.press),
        )

    def _is_amending(self, provision: Provision) -> bool:
        headings = [self.masthead.subject or "", *(p.heading for p in (provision, *provision.above()))]
        return any(_AMENDING.search(fold(heading, Key.PLACEMENT)) for heading in headings)

    def _sentence_drafts(self, sentence: Sentence, provision: Provision, setting: Setting) -> list[Draft]:
        table = next((t for t in self.tables if t.head_start < sentence.end and sentence.start < t.end), None)
        if table is not None:
            return [row_draft(r, setting) for r in table.rows if sentence.start <= r.start < sentence.end]
        self._learn(sentence, provision)
        whole = self.identities.with_names(read(sentence.live, sentence.start))
        if (labelled := people_labelled(whole)) is not None:
            setting.bearer = labelled
            self.inheritance.keep(provision, setting)
            return []
        below = [(end, self.view.text[start:end]) for start, end in self._below(provision, sentence)]
        drafts = listed_drafts(sentence, whole, below, setting) or drafts_of(sentence, whole, setting)
        drafts = [d for d in drafts if not _is_idle(d, provision, sentence)]
        if provision.kind is Kind.DOCUMENT and _OPENING.search(fold(sentence.live, Key.PLACEMENT)):
            setting.bearer = None
        lead = lead_of(sentence, whole, drafts, [text for _, text in below])
        if lead is not None:
            drafts = []
            setting.lead_period = lead.period
            setting.last = lead.duty or setting.last
        self.inheritance.keep(provision, setting)
        article = _OF_ARTICLE.search(fold(sentence.live, Key.PLACEMENT))
        if article and not drafts:
            starts = [m.value for m in whole.of("effect") if isinstance(m.value, Effect)]
            self.starts[article["article"]] = starts[0] if starts else NOTHING
            return drafts
        self.effect = self.effect.over(closing_effect(sentence, whole) if drafts else NOTHING)
        if not any(d.effect is not NOTHING for d in drafts):
            said = effect_of_whole(sentence, whole, provision, bool(drafts), self.masthead.press)
            self.effect = self.effect.over(said)
            if said is not NOTHING and (found := whole.of("effect")):
                self.effect_slot = Slot("effective", found[0].start, found[0].end, found[0].pattern)
        return drafts

    def _below(self, provision: Provision, sentence: Sentence) -> list[tuple[int, int]]:
        """Where what follows a sentence in its provision stands: further paragraphs, then the provisions below."""
        behind = [p for p in provision.body if p.start >= sentence.end]
        return [(p.start, p.end) for p in behind] + [(c.start, c.end) for c in provision.children]

    def _learn(self, sentence: Sentence, provision: Provision) -> None:
        freed = False
        for clause in clauses(sentence):
            live = sentence.live[clause.start - sentence.start : clause.end - sentence.start]
            exempt = exemption(live, clause.start)
            if exempt:
                within = (self.paragraph.start, self.paragraph.end) if clause.start > self.paragraph.start else None
                self.exemptions.append((replace(exempt, within=within), provision))
                freed = True
        if not freed and provision.parent and _LIST_OF_FREED.search(fold(provision.parent.heading, Key.PLACEMENT)):
            self.exemptions.append((exempt_item(sentence.live, sentence.start), provision))
        self.identities.learn(sentence)

    # --- obligations ---------------------------------------------------------------------------------------------

    def _obligation(self, one: Placed, placed: list[Placed]) -> Obligation:
        draft = one.draft
        effect = self._effect_of(one)
        start, end = self.view.span(draft.start, draft.end)
        spans = self.document.spans(start, end)
        ids = self.identities.bearer_ids(draft, placed)
        return Obligation(
            who=_written(draft.bearer.phrases if draft.bearer else ()),
            who_ids=ids,
            action=draft.action,
            action_text=draft.action_text,
            modality=draft.modality,
            quote=self.document.text[start:end],
            start=start,
            end=end,
            page=spans[0].page if spans else 1,
            box=spans[0].box if spans else None,
            who_excludes=_written(draft.excluded),
            who_excludes_ids=self.identities.ids(draft.excluded, excluded=True),
            where=self._where(draft),
            where_kind=self._where_kind(draft),
            min_count=draft.cadence.minimum,
            max_count=draft.cadence.maximum,
            per=draft.cadence.per,
            every=draft.cadence.every,
            frequency_text=draft.frequency,
            due=draft.cadence.due,
            effective_from=effect.start,
            effective_to=effect.end,
            effective_basis=effect.basis or EffectiveBasis.UNKNOWN,
            source_document=self.source.number if self.source else None,
            restates=next((m.number for m in self.mentions if m.role is DocumentRole.REAFFIRMED), None),
            clause=one.provision.path or None,
            conditions=draft.conditions,
            ends_with_term=effect.ends_with_term,
            confidence=confidence_of(draft, ids, self.masthead.press, self.document.text_source is Origin.OCR),
            evidence=tuple(self._evidence(slot) for slot in self._slots(draft)),
        )

    def _where(self, draft: Draft) -> str | None:
        """The clause's own place; for attending branches else the one that the paper speaks of throughout."""
        if draft.where or draft.action is not Action.ATTEND_BRANCH_MEETING or draft.anywhere:
            return draft.where
        return self.place

    def _where_kind(self, draft: Draft) -> WhereKind | None:
        if draft.where or draft.action is not Action.ATTEND_BRANCH_MEETING:
            return where_kind(draft.where, draft.action)
        return self.kind

    def _effect_of(self, one: Placed) -> Effect:
        """The clause's own start, its article's, else the paper's; the day of signing where the text counts from it."""
        draft, issued = one.draft, self.source.issued if self.source else None
        article = next((p for p in (one.provision, *one.provision.above()) if p.kind is Kind.ARTICLE), None)
        if article and article.label in self.starts and not draft.effect.start:
            return self.starts[article.label].over(self.effect).signed(issued)
        if draft.effect.start or draft.effect.end:
            return draft.effect.over(Effect(ends_with_term=self.effect.ends_with_term)).signed(issued)
        return self.effect.signed(issued)

    def _slots(self, draft: Draft) -> Iterator[Slot]:
        """Where each value stands: those that the draft knows, phrases, the paper's own start and number."""
        yield from draft.slots
        yield from phrase_slots(self.view.text, draft)
        if self.effect_slot is not None and not any(slot.name == "effective" for slot in draft.slots):
            yield self.effect_slot
        number = source_slot(self.view.text, self.source, self.view.find(self.source.start) if self.source else 0)
        if number is not None:
            yield number

    def _evidence(self, slot: Slot) -> Evidence:
        start, end = self.view.span(slot.start, slot.end)
        spans = self.document.spans(start, end)
        page, box = (spans[0].page, spans[0].box) if spans else (1, None)
        return Evidence(slot.name, self.document.text[start:end], start, end, page, box, slot.pattern)


def _written(phrases: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(squeeze(phrase.replace("\n", " ")) for phrase in phrases)


def _is_idle(draft: Draft, provision: Provision, sentence: Sentence) -> bool:
    """Unmeasured wishes in sections of aims and of findings are no duties, nor is what only tells who or where."""
    if draft.action is Action.OTHER and _TELLS_WHO.match(fold(sentence.live, Key.PLACEMENT)):
        return True
    if draft.cadence.shape is not Shape.LOOSE:
        return False
    headings = (fold(one.heading, Key.PLACEMENT) for one in (provision, *provision.above()) if one.heading)
    return any(_IDLE_HEADING.search(h) and not _DUTY_HEADING.search(h) for h in headings)
