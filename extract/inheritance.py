"""Whom a clause without a bearer of its own speaks of: the sentences before, a label, the heading, the item above."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from extract.addressees import addressee_of
from extract.bearers import Bearer, bearer_at
from extract.cadence import Cadence, Shape
from extract.clause import Reading, cadences, read
from extract.drafts import Draft, Setting
from extract.leads import duty_named
from extract.paragraphs import View
from extract.sentences import Sentence
from extract.structure import Kind, Provision
from extract.wordings import wording
from vntext.folding import Key, fold

_LABELLED = wording("bearer.label")
_DUTY_OF = wording("heading.duty-of")
_HEADING_ENDS = wording("heading.cut")
_OF_FIGURES = wording("heading.of-figures")
_QUOTA = wording("heading.quota")
_CHARGED = wording("heading.charged")
_ABOUT = wording("heading.about")


@dataclass
class Inheritance:
    """What each provision has said last; `bearer` and `last` look it up for a provision."""

    view: View
    #: is the paper about attending branches?
    attending: bool = False
    _bearers: dict[int, Bearer] = field(default_factory=dict)
    _last: dict[int, Draft] = field(default_factory=dict)
    _periods: dict[int, Cadence] = field(default_factory=dict)
    _headings: dict[int, Draft | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._addressee: Bearer | None = addressee_of(self.view)

    def bearer(self, provision: Provision) -> Bearer | None:
        """The bearer that the first sentence of the provision inherits."""
        for one in (provision, *provision.above()):
            if one is not provision and id(one) in self._bearers:
                return self._bearers[id(one)]
            named = self._labelled(one) or self._of_heading(one)
            if named:
                return named
        return self._addressee

    def last(self, provision: Provision) -> Draft | None:
        """The last duty drafted in the provisions above and in the siblings before, or named by a heading since."""
        siblings = provision.parent.children if provision.parent else []
        before = siblings[: siblings.index(provision)] if siblings else []
        found = None
        for one in reversed(list(provision.above())):
            found = self._last.get(id(one)) or self._named(one) or found
        for one in before:
            found = self._last.get(id(one), found)
        return self._named(provision) or found

    def _named(self, provision: Provision) -> Draft | None:
        """The duty that the heading names ("1. Về số lần dự sinh hoạt chi bộ khu dân cư")."""
        if id(provision) not in self._headings:
            at = self._heading_at(provision)
            text = self.view.text[at : at + len(provision.heading)] if at >= 0 else ""
            about = _ABOUT.match(fold(text, Key.PLACEMENT))
            at, text = (at + about.end(), text[about.end() :]) if about else (at, text)
            quota = self.attending and _QUOTA.match(fold(provision.heading, Key.PLACEMENT)) is not None
            self._headings[id(provision)] = (
                duty_named(Sentence(at, at + len(text), text), quota=quota) if text else None
            )
        return self._headings[id(provision)]

    def _heading_at(self, provision: Provision) -> int:
        return self.view.text.find(provision.heading[:30], provision.start) if provision.heading else -1

    def lead_period(self, provision: Provision) -> Cadence | None:
        """The period that the lead-in above gives the counts of its items."""
        for one in provision.above():
            found = self._periods.get(id(one)) or self._period_of_heading(one)
            if found:
                return found
        return None

    def _period_of_heading(self, provision: Provision) -> Cadence | None:
        """ "Định mức (tính cho một năm)": the heading of quotas gives their period."""
        if not (self.attending and _QUOTA.match(fold(provision.heading, Key.PLACEMENT))):
            return None
        said = (c for m in cadences(read(provision.heading, 0)) for c in m.value)
        return next((c for c in said if c.shape in (Shape.PERIOD, Shape.SPAN) and c.per), None)

    def keep(self, provision: Provision, setting: Setting) -> None:
        """After a sentence: whoever was only told ("giao X …") does not stay the subject of the next one."""
        if setting.bearer:
            if setting.bearer.told and id(provision) in self._bearers:
                setting.bearer = self._bearers[id(provision)]
            self._bearers[id(provision)] = setting.bearer
        if setting.lead_period:
            self._periods[id(provision)] = setting.lead_period
        if setting.last:
            self._last[id(provision)] = setting.last

    def _labelled(self, provision: Provision) -> Bearer | None:
        """ "a) Cơ quan, đơn vị thực hiện: các Vụ …": a sibling before says whose duty the item is."""
        siblings = provision.parent.children if provision.parent else []
        for sibling in siblings[: siblings.index(provision)] if siblings else []:
            text = self.view.text[sibling.start : sibling.end]
            label = _LABELLED.match(fold(text, Key.PLACEMENT))
            if label:
                rest = text[label.end() :].split("\n")[0]
                begin = sibling.start + label.end() + len(rest) - len(rest.lstrip())
                return bearer_at(read(rest, sibling.start + label.end()), begin, sibling.end)
        return None

    def _of_heading(self, provision: Provision) -> Bearer | None:
        """ "Trách nhiệm của Sở Nội vụ"; below an article also a heading that only names the body."""
        at = self._heading_at(provision)
        if at < 0:
            return None
        text = self.view.text[at : at + len(provision.heading)]
        duty_of = _DUTY_OF.match(fold(text, Key.PLACEMENT))
        whole = read(text, at)
        named = bearer_at(whole, at + duty_of.end() if duty_of else at, whole.end)
        if duty_of is None and _OF_FIGURES.search(fold(text, Key.PLACEMENT)):
            return None
        charged = named and _CHARGED.match(whole.folded(named.end, whole.end))
        if duty_of is None and provision.kind is Kind.ARTICLE and not (charged or _is_only_a_post(whole, named)):
            return None
        return _cut(named) if named else None


def _is_only_a_post(heading: Reading, named: Bearer | None) -> bool:
    """ "Điều 15. Huyện ủy viên": the article speaks of those who hold the post."""
    heads = [m for m in heading.of("actor") if m.value in ("post", "body")]
    return bool(named and heads and heads[0].start == heading.start and named.end == heading.end)


def _cut(named: Bearer) -> Bearer:
    ends = (_HEADING_ENDS.search(fold(phrase, Key.PLACEMENT)) for phrase in named.phrases)
    phrases = tuple(p[: end.start()] if end else p for p, end in zip(named.phrases, ends, strict=True))
    return replace(named, phrases=phrases)
