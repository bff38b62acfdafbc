"""Document → Regulation: how the drafts of the provisions become obligations. The only place with judgement.

Pure and total: any text gives a Regulation, nothing raises. Each value keeps its place in the text as evidence.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from functools import cached_property

from documents.model import Document
from extract.appendix import assignments_of
from extract.bearers import Bearer, bearer_at, split_bearers
from extract.cadence import Shape
from extract.bodies import level_of
from extract.clause import Reading, read
from extract.confidence import confidence_of
from extract.drafting import Draft, Placed, Setting, Slot, drafts_of
from extract.effect import NOTHING, Effect
from extract.exceptions import Exemption, exemption
from extract.exempting import exempted
from extract.masthead import Masthead, read_masthead
from extract.obligation import (
    Action,
    DocumentMention,
    DocumentRole,
    EffectiveBasis,
    Evidence,
    Obligation,
    Regulation,
)
from extract.paragraphs import View, view_of
from extract.places import where_kind
from extract.relations import documents_of
from extract.rowdrafts import row_draft
from extract.sentences import Sentence, is_recital, sentences
from extract.speaker import speaker_of
from extract.structure import Kind, Provision, outline
from extract.tables import MinimumTable, minimum_tables
from roster.roles import roles_of_phrase
from vntext.folding import Key, fold, squeeze

_ATTENDING = re.compile(r"dự (?:sinh hoạt|họp)|tham gia sinh hoạt|sinh hoạt (?:tại|ở|với|cùng) (?:các )?chi bộ|họp chi bộ")
_NORMATIVE = frozenset({"Quy định", "Quy chế", "Thông tư", "Nghị định", "Quyết định", "Luật", "Nghị quyết", "Điều lệ"})
#: levels of the organs in Party numbers, where the text names no issuer
_LEVELS = {"TU": "province", "HU": "district", "QU": "district", "ThU": "district", "TxU": "district", "ĐU": "commune", "CB": "branch"}
_NARROWED = re.compile(r"\s(?:được phân công|phụ trách|được giao|đang|theo dõi)\s")
_ALL_ATTENDING = re.compile(r"(?:các )?(?:đồng chí |người )(?:đi dự|được phân công|có tên|nêu trên|dự)|người đi dự|các đồng chí trên")
#: the issuer's opening words ("… quy định như sau:") name nobody who is bound
_OPENING = re.compile(r"(?:quy định|quyết định|hướng dẫn|thông báo|kết luận|ban hành|quyết nghị|kế hoạch|ý kiến)(?![^:]*(?:yêu cầu|đề nghị))[^:]*:\s*$")
_LABELLED = re.compile(
    r"\W*(?:[a-zđ\d]{1,2}\s*[.)]\s*|[-+]\s*)?(?:cơ quan|đơn vị|đối tượng|thành phần|tổ chức|cá nhân|trách nhiệm|chủ thể)(?:, (?:cơ quan|đơn vị|tổ chức|cá nhân))*"
    r"(?: (?:phải )?(?:thực hiện|báo cáo|gửi báo cáo|chủ trì|chịu trách nhiệm|áp dụng))?(?: báo cáo)?\s*:\s*"
)
_IDLE_HEADING = re.compile(r"mục đích|mục tiêu|quan điểm|yêu cầu|đánh giá|tình hình|kết quả|giải thích|phạm vi|nguyên nhân|hạn chế|ưu điểm|cách tính")
_DUTY_HEADING = re.compile(r"trách nhiệm|nhiệm vụ|thực hiện|giải pháp|chế độ")
_AMENDING = re.compile(r"sửa đổi|bổ sung|sửa lại|được thay|thay thế (?:cụm|khoản|điều|điểm)|thêm khoản")


def find_regulation(document: Document) -> Regulation:
    """All that the file says: documents (source first), obligations in the order of the text, appendix assignments."""
    masthead = read_masthead(document)
    mentions = documents_of(document, masthead)
    view = view_of(document)
    reading = _Whole(document, view, masthead, mentions)
    return Regulation(
        documents=mentions,
        obligations=tuple(reading.obligations()),
        assignments=assignments_of(document),
        warnings=masthead.warnings,
    )


class _Whole:
    """One document being read: its tree, the effect of the whole, exemptions and aliases."""

    def __init__(
        self, document: Document, view: View, masthead: Masthead, mentions: tuple[DocumentMention, ...]
    ) -> None:
        self.document = document
        self.view = view
        self.masthead = masthead
        self.mentions = mentions
        self.source = next((m for m in mentions if m.role is DocumentRole.SOURCE), None)
        self.effect = NOTHING
        self.exemptions: list[tuple[Exemption, Provision]] = []
        self.aliases: dict[str, tuple[str, ...]] = {}
        self.tables: list[MinimumTable] = []
        self._bearers: dict[int, Bearer] = {}
        self._last: dict[int, Draft] = {}

    # --- the walk ------------------------------------------------------------------------------------------------

    def obligations(self) -> Iterator[Obligation]:
        if _is_schedule(self.document.text, self.masthead):
            return
        end = self.masthead.body_end or len(self.view.text)
        start = min(self.masthead.body_start, end)
        self.tables = list(minimum_tables(self.document.text, start, end))
        root = outline(self.view, start, end)
        self._read_opening(start)
        placed = list(self._placed(root))
        placed = _with_references(placed)
        placed = exempted(placed, self.exemptions, self._ids)
        for one in placed:
            yield self._obligation(one, placed)

    def _read_opening(self, start: int) -> None:
        """The words between title and body may say from when ("kể từ đợt 02/9/2025")."""
        opening = self.view.text[max(0, start - 1500) : start]
        for mention in read(opening, 0).of("effect"):
            if isinstance(mention.value, Effect) and mention.value.scope == "document":
                self.effect = self.effect.over(mention.value)

    def _placed(self, root: Provision) -> Iterator[Placed]:
        for provision in root.walk():
            yield from self._provision_drafts(provision)

    def _provision_drafts(self, provision: Provision) -> Iterator[Placed]:
        setting = self._setting(provision)
        amending = any(_AMENDING.search(fold(p.heading, Key.PLACEMENT)) for p in (provision, *provision.above()))
        amending = amending or bool(self.masthead.subject and _AMENDING.search(fold(self.masthead.subject, Key.PLACEMENT)))
        for paragraph in provision.body:
            text = self.view.text[paragraph.start : paragraph.end]
            if is_recital(text):
                continue
            for sentence in sentences(self.view.text, paragraph, amending):
                yield from self._sentence_drafts(sentence, provision, setting)

    def _sentence_drafts(self, sentence: Sentence, provision: Provision, setting: Setting) -> Iterator[Placed]:
        table = next((t for t in self.tables if t.head_start < sentence.end and sentence.start < t.end), None)
        if table is not None:
            yield from self._table_drafts(table, sentence, provision, setting)
            return
        exempt = exemption(sentence.live, sentence.start)
        if exempt:
            self.exemptions.append((exempt, provision))
        self._learn_alias(sentence)
        whole = read(sentence.live, sentence.start)
        drafts = drafts_of(sentence, whole, setting)
        drafts = [d for d in drafts if not _is_idle(d, provision)]
        if provision.kind is Kind.DOCUMENT and _OPENING.search(fold(sentence.live, Key.PLACEMENT)):
            setting.bearer = None
        if setting.bearer:
            if setting.bearer.told and id(provision) in self._bearers:
                setting.bearer = self._bearers[id(provision)]
            self._bearers[id(provision)] = setting.bearer
        if setting.last:
            self._last[id(provision)] = setting.last
        if not any(d.effect is not NOTHING for d in drafts):
            self._learn_effect(sentence, whole, provision, bool(drafts))
        for draft in drafts:
            yield Placed(draft, provision)

    def _setting(self, provision: Provision) -> Setting:
        parent = provision.parent
        siblings = parent.children[: parent.children.index(provision)] if parent else []
        last = None
        for before in (*reversed(list(provision.above())), *siblings):
            last = self._last.get(id(before), last)
        return Setting(
            bearer=self._inherited(provision),
            last=last,
            press=self.masthead.press,
            speaker=self._speaker,
            attending=self._attending,
            normative=bool(self.source and self.source.type in _NORMATIVE and not self.masthead.press),
        )

    @cached_property
    def _speaker(self) -> Bearer | None:
        return speaker_of(self.view.text) if self.masthead.press else None

    @cached_property
    def _attending(self) -> bool:
        subject = " ".join(filter(None, [self.masthead.subject, *(m.subject for m in self.mentions[:2])]))
        head = self.view.text[:600] if self.masthead.press else ""
        return _ATTENDING.search(fold(f"{subject} {head}", Key.PLACEMENT)) is not None

    def _inherited(self, provision: Provision) -> Bearer | None:
        for one in (provision, *provision.above()):
            if one is not provision and id(one) in self._bearers:
                return self._bearers[id(one)]
            labelled = self._labelled_bearer(one)
            if labelled:
                return labelled
            named = self._heading_bearer(one)
            if named:
                return named
        return None

    def _labelled_bearer(self, provision: Provision) -> Bearer | None:
        """ "a) Cơ quan, đơn vị thực hiện: các Vụ …": a sibling before says whose duty the item is."""
        siblings = provision.parent.children if provision.parent else []
        for sibling in siblings[: siblings.index(provision)] if provision in siblings else []:
            text = self.view.text[sibling.start : sibling.end]
            label = _LABELLED.match(fold(text, Key.PLACEMENT))
            if label:
                whole = read(text[label.end() :].split("\n")[0], sibling.start + label.end())
                return bearer_at(whole, whole.start + _spaces(whole.live), whole.end)
        return None

    def _heading_bearer(self, provision: Provision) -> Bearer | None:
        if not provision.heading:
            return None
        at = self.view.text.find(provision.heading[:30], provision.start)
        if at < 0:
            return None
        text = self.view.text[at : at + len(provision.heading)]
        found = re.match(r"(?:trách nhiệm|nhiệm vụ|nhiệm vụ, quyền hạn|quyền hạn|trách nhiệm, quyền hạn|chế độ báo cáo)(?: và [^.:]{0,30})? của ", fold(text, Key.PLACEMENT))
        begin = at + found.end() if found else at
        whole = read(text, at)
        named = bearer_at(whole, begin, whole.end)
        if named is None or (not found and provision.kind is Kind.ARTICLE):
            return None if not found else named
        return _cut_heading(named)

    # --- what whole sentences teach ------------------------------------------------------------------------------

    def _learn_effect(self, sentence: Sentence, whole: Reading, provision: Provision, has_drafts: bool) -> None:
        for mention in whole.of("effect"):
            value = mention.value
            if isinstance(value, Effect) and (value.scope == "document" or self._of_whole(sentence, provision, has_drafts)):
                self.effect = self.effect.over(replace(value, scope="document"))

    def _of_whole(self, sentence: Sentence, provision: Provision, has_drafts: bool) -> bool:
        if has_drafts:
            return False
        folded = fold(sentence.live, Key.PLACEMENT).strip()
        if re.search(r"(?:^|\W)(?:quy định|quyết định|kế hoạch|quy chế|chỉ thị|hướng dẫn|thông tư|nghị định|nghị quyết|công văn|thông báo|kết luận|mức|việc|chế độ)(?: \S+){0,6}? (?:này|trên|bắt đầu|được thực hiện|được áp dụng|có hiệu lực)", folded):
            return True
        if provision.kind is Kind.DOCUMENT and not self.masthead.press and folded.endswith("như sau:"):
            return True
        heading = fold(provision.heading, Key.PLACEMENT)
        return re.match(r"(?:về )?thời gian|thời điểm|hiệu lực", heading) is not None or re.match(
            r"(?:về )?(?:thời gian|thời điểm|hiệu lực|kế hoạch)|thực hiện (?:từ|kể từ)|áp dụng (?:từ|kể từ)|hướng dẫn|.{0,120}như sau\s*:?$|¤", folded
        ) is not None

    def _learn_alias(self, sentence: Sentence) -> None:
        match = re.search(r"(?P<what>[^()]*)\((?:sau đây|dưới đây)?\s*(?:được )?(?:gọi (?:chung|tắt) là|gọi là|viết tắt là)\s+(?P<alias>[^()]+)\)", fold(sentence.live, Key.PLACEMENT))
        if match:
            alias = match["alias"].strip(" \"“”.")
            what = sentence.live[match.start("what") : match.end("what")]
            lead = re.match(r".*?(?:\s(?:là|gồm|gồm có|đối với|của)|:)\s", fold(what, Key.PLACEMENT))
            self.aliases[alias] = split_bearers(what[lead.end() :] if lead else what)

    # --- tables --------------------------------------------------------------------------------------------------

    def _table_drafts(
        self, table: MinimumTable, sentence: Sentence, provision: Provision, setting: Setting
    ) -> Iterator[Placed]:
        for row in table.rows:
            if sentence.start <= row.start < sentence.end or (row.start < sentence.start < row.end and row.start < sentence.start):
                if row.start < sentence.start:
                    continue
                yield Placed(row_draft(row, setting), provision)

    # --- obligations ---------------------------------------------------------------------------------------------

    def _ids(self, phrases: Iterable[str], excluded: bool = False) -> tuple[str | None, ...]:
        level = self.masthead.level or _level_of(self.source)
        found: list[str | None] = []
        for phrase in phrases:
            named = str(level) if level else None
            phrase = phrase if excluded else _NARROWED.split(phrase)[0]
            stands_for = self.aliases.get(fold(phrase, Key.PLACEMENT), ())
            ids = [i for one in stands_for for i in roles_of_phrase(one, named, excluded=excluded)]
            found.extend(ids if ids and any(ids) else roles_of_phrase(phrase, named, excluded=excluded))
        return tuple(found)

    def _all_ids(self, draft: Draft, placed: list[Placed]) -> tuple[str | None, ...]:
        """The ids of the bearer; "người đi dự" has those of all who are to attend."""
        who = draft.bearer.phrases if draft.bearer else ()
        ids = self._ids(who)
        if ids == (None,) and re.match(r"(?:ai|người nào|đồng chí nào)\s", fold(who[0], Key.PLACEMENT)):
            same = [p.draft for p in placed if p.draft.start == draft.start and p.draft is not draft and p.draft.bearer]
            return self._ids(same[0].bearer.phrases) if same and same[0].bearer else ids
        if any(ids) or not any(_ALL_ATTENDING.match(fold(phrase, Key.PLACEMENT)) for phrase in who):
            return ids
        quotas = (p.draft for p in placed if p.draft.action is Action.ATTEND_BRANCH_MEETING and p.draft.bearer)
        every = [i for d in quotas if d.bearer for i in self._ids(d.bearer.phrases)]
        return tuple(dict.fromkeys(every)) or ids

    def _obligation(self, one: Placed, placed: list[Placed]) -> Obligation:
        draft, provision = one.draft, one.provision
        who = draft.bearer.phrases if draft.bearer else ()
        effect = self._effect_of(draft)
        text = self.document.text
        spans = self.document.spans(draft.start, draft.end)
        return Obligation(
            who=tuple(squeeze(w.replace("\n", " ")) for w in who),
            who_ids=self._all_ids(draft, placed),
            action=draft.action,
            action_text=draft.action_text,
            modality=draft.modality,
            quote=text[draft.start : draft.end],
            start=draft.start,
            end=draft.end,
            page=spans[0].page if spans else 1,
            box=spans[0].box if spans else None,
            who_excludes=tuple(squeeze(w.replace("\n", " ")) for w in draft.excluded),
            who_excludes_ids=self._ids(draft.excluded, excluded=True),
            where=draft.where,
            where_kind=where_kind(draft.where, draft.action),
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
            restates=self._restated(),
            clause=provision.path or None,
            conditions=draft.conditions,
            ends_with_term=effect.ends_with_term,
            confidence=confidence_of(draft, self.masthead.press),
            evidence=tuple(self._evidence(slot) for slot in draft.slots),
        )

    def _effect_of(self, draft: Draft) -> Effect:
        issued: date | None = self.source.issued if self.source else None
        own = draft.effect
        if own.start or own.end:
            return own.over(Effect(ends_with_term=self.effect.ends_with_term)).signed(issued)
        return self.effect.signed(issued)

    def _restated(self) -> str | None:
        return next((m.number for m in self.mentions if m.role is DocumentRole.REAFFIRMED), None)

    def _evidence(self, slot: Slot) -> Evidence:
        spans = self.document.spans(slot.start, slot.end)
        return Evidence(
            slot.name,
            self.document.text[slot.start : slot.end],
            slot.start,
            slot.end,
            spans[0].page if spans else 1,
            spans[0].box if spans else None,
            slot.pattern,
        )


def _is_schedule(text: str, masthead: Masthead) -> bool:
    """A calendar of visits lists what is planned once; it sets no rule."""
    return re.search(r"(?m)^\s*LỊCH\s+(?:DỰ|CÔNG TÁC|LÀM VIỆC|TIẾP|SINH HOẠT|HỌP)", text[:1500]) is not None


def _is_idle(draft: Draft, provision: Provision) -> bool:
    """Unmeasured wishes in sections of aims and of findings are no duties."""
    if draft.cadence.shape is not Shape.LOOSE:
        return False
    for one in (provision, *provision.above()):
        heading = fold(one.heading, Key.PLACEMENT)
        if heading and _IDLE_HEADING.search(heading) and not _DUTY_HEADING.search(heading):
            return True
    return False


def _spaces(text: str) -> int:
    return len(text) - len(text.lstrip())


def _cut_heading(named: Bearer) -> Bearer:
    phrases = tuple(re.split(r"\s(?:trong|về|đối với|tại|khi)(?:\s|$)", p)[0] for p in named.phrases)
    return replace(named, phrases=phrases)


def _level_of(source: DocumentMention | None) -> str | None:
    level = level_of(source.issuer) if source and source.issuer else None
    if level is not None:
        return str(level)
    symbol = source.number.rpartition("/")[2] if source and source.number else ""
    return _LEVELS.get(symbol)


def _with_references(placed: list[Placed]) -> list[Placed]:
    """ "Cùng thời điểm bắt đầu như mục 1" takes the effect of the duties of that item."""
    found = []
    for one in placed:
        same = one.draft.same_effect
        other = next((o for o in placed if same and o.provision.label == same and o is not one), None)
        if other:
            one = replace(one, draft=replace(one.draft, effect=other.draft.effect, where=other.draft.where or one.draft.where))
        found.append(one)
    return found
