"""A rule in plain Vietnamese and English: what it asks of whom, since when, by which clause, who decided. Pure."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from extract.obligation import DocumentEvidence
from roster.ladder import known_roles, role
from rules_catalog.decision_rows import DecisionRow
from rules_catalog.lifecycle import IN_WORK
from rules_catalog.rule import PartialPeriod, Rule, RuleTerms


def explain(rule: Rule, history: Iterable[DecisionRow] = (), language: str = "vi") -> str:
    """Lines of plain prose; `history` are the decisions on all versions of the rule, `language` vi or en."""
    speaker = _Speaker(language)
    return "\n".join(line for line in speaker.lines(rule, tuple(history)) if line)


class _Speaker:
    """Says things in one language; the sentences stand in data/explaining.toml."""

    def __init__(self, language: str) -> None:
        self._language = language
        self._words = _sentences()[language]

    def lines(self, rule: Rule, history: tuple[DecisionRow, ...]) -> Iterator[str]:
        yield self._say("head", id=rule.id, version=rule.version, state=self._word("state", rule.state))
        yield from self._duty(rule.terms)
        yield from self._force(rule)
        yield from self._ties(rule)
        if rule.terms.quote:
            page = self._say("page", page=rule.terms.page) if rule.terms.page else ""
            yield self._say("quote", quote=" ".join(rule.terms.quote.split()), page=page)
        if history:
            yield self._say("history")
            yield from map(self._step, history)

    def _duty(self, terms: RuleTerms) -> Iterator[str]:
        document = terms.document
        unknown = self._say("unknown")
        yield self._say(
            "document",
            type=document.type or "",
            number=document.number or "",
            issued=self._day(document.issued),
            issuer=document.issuer or unknown,
            clause=self._say("clause", clause=terms.clause) if terms.clause else "",
        ).replace("  ", " ")
        duty = self._say(
            "duty",
            who=self._people(terms.who, terms.who_ids) or unknown,
            excludes=self._excluded(terms),
            action=self._word("action", terms.action),
            where=self._where(terms),
            count=self._count(terms),
        )
        yield duty + (self._say("due", due=_day_month(terms.due)) if terms.due else "")

    def _force(self, rule: Rule) -> Iterator[str]:
        terms = rule.terms
        if terms.effective_from is None:
            yield self._say("from_unknown")
        else:
            to = self._say("to", to=self._day(terms.effective_to)) if terms.effective_to else self._say("open")
            key = "would" if rule.state in IN_WORK else "from"
            yield self._say(key, to="" if rule.closed_on else to, **{"from": self._day(terms.effective_from)})
        if rule.closed_on:
            never = terms.effective_from is not None and rule.closed_on < terms.effective_from
            yield self._say("never") if never else self._say("closed", on=self._day(rule.closed_on))
        for start, end in rule.suspended:
            to = self._say("to", to=self._day(end)) if end else ""
            yield self._say("suspended", to=to, **{"from": self._day(start)})
        if terms.ends_with_term:
            yield self._say("ends_with_term", term=terms.ends_with_term)

    def _ties(self, rule: Rule) -> Iterator[str]:
        terms = rule.terms
        if terms.partial_period is not PartialPeriod.SKIP:
            yield self._say("part_bound", mode=self._word("partial", terms.partial_period))
        if terms.scope:
            yield self._say("scope", scope=terms.scope)
        for name in ("supersedes", "excepts"):
            ids: tuple[str, ...] = getattr(terms, name)
            if ids:
                yield self._say(name, ids=", ".join(ids))
        if terms.restates:
            yield self._say("restates", number=terms.restates)
        for field, why in terms.assumed:
            yield self._say("assumed", field=self._word("field", field), reason=why)
        if terms.evidence is DocumentEvidence.PRESS_REPORT:
            yield self._say("press")
        if rule.needs_decision_after:
            yield self._say("needs_decision", on=self._day(rule.needs_decision_after))

    def _step(self, row: DecisionRow) -> str:
        return self._say(
            "step",
            at=row.at.date().strftime("%d/%m/%Y") if self._language == "vi" else row.at.date().isoformat(),
            by=row.by,
            kind=self._word("decision", row.kind),
            version=self._say("version", version=row.version),
            on=self._say("on", on=self._day(row.effective_on)) if row.effective_on else "",
            reason=self._say("reason", reason=row.reason) if row.reason else "",
        ) + (self._say("undone") if row.undone_by else "")

    def _count(self, terms: RuleTerms) -> str:
        if terms.min_count is None and terms.max_count is None:
            return self._say("no_count")
        least = self._say("at_least", n=terms.min_count) if terms.min_count is not None else ""
        most = self._say("at_most", n=terms.max_count) if terms.max_count is not None else ""
        return least + most + self._per(terms)

    def _per(self, terms: RuleTerms) -> str:
        if terms.per is None:
            return ""
        period = self._word("period", terms.per)
        return (
            self._say("per_every", every=terms.every, per=period) if terms.every > 1 else self._say("per", per=period)
        )

    def _where(self, terms: RuleTerms) -> str:
        place = terms.where or (self._word("place", terms.where_kind) if terms.where_kind else "")
        return self._say("where_kind", where=place) if place else ""

    def _excluded(self, terms: RuleTerms) -> str:
        people = self._people(terms.who_excludes, terms.who_excludes_ids)
        return self._say("excludes", who=people) if people else ""

    def _people(self, written: tuple[str, ...], ids: tuple[str | None, ...]) -> str:
        """The posts as the document writes them, else their names on the ladder."""
        named = (self._role(one) for one in ids if one)
        return ", ".join(written) if written and self._language == "vi" else ", ".join(named) or ", ".join(written)

    def _role(self, role_id: str) -> str:
        if role_id not in known_roles():
            return role_id
        found = role(role_id)
        return found.vi if self._language == "vi" else found.en

    def _day(self, day: date | None) -> str:
        if day is None:
            return self._say("unknown")
        return day.strftime("%d/%m/%Y") if self._language == "vi" else day.isoformat()

    def _say(self, key: str, **values: object) -> str:
        return str(self._words[key]).format(**values)

    def _word(self, kind: str, value: str) -> str:
        return str(self._words[kind].get(value, value))


def _day_month(due: str) -> str:
    month, _, day = due.partition("-")
    return f"{day}/{month}" if day else due


@cache
def _sentences() -> dict[str, dict[str, Any]]:
    text = files("rules_catalog").joinpath("data/explaining.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
