"""Rules as LegalRuleML 1.0 (OASIS), compact serialization, so that other legal tools can read them. Pure.

A rule is a PrescriptiveStatement: if somebody holds one of the posts (and none of the excluded ones), then he bears the
obligation to act so often in each period. Documents are LegalSources, issuers Authorities, the days of force
TemporalCharacteristics; an Association ties them to the statement; an exception is an OverrideStatement.
Source: LegalRuleML Core Specification Version 1.0 (OASIS Standard, 30 August 2021).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from lxml import etree

from rules_catalog.bodies import issuer_key
from rules_catalog.identity import document_key
from rules_catalog.rule import Rule, RuleTerms
from vntext.folding import Key, fold

NAMESPACE = "http://docs.oasis-open.org/legalruleml/ns/v1.0/"
RULEML = "http://ruleml.org/spec"
SCHEMA_INSTANCE = "http://www.w3.org/2001/XMLSchema-instance"
SCHEMA = "http://www.w3.org/2001/XMLSchema"
#: the specification's own words for the status of a rule
_STATUS = f"{NAMESPACE}vocab#"
_NOT_NAME = re.compile(r"[^A-Za-z0-9_.]+")
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def legal_rule_ml(rules: Iterable[Rule]) -> bytes:
    """An XML file of these versions, in their order."""
    return _Writer(tuple(rules)).file()


class _Writer:
    """Writes one file; every key is used once."""

    def __init__(self, rules: tuple[Rule, ...]) -> None:
        self._rules = rules
        self._keys = {
            id(rule): f"rule.{number}.{_name(rule.id)}.v{rule.version}" for number, rule in enumerate(rules, 1)
        }
        self._sources = _numbered("source", (document_key(rule.terms.document) for rule in rules))
        self._issuers = _numbered("authority", (issuer_key(rule.terms.document.issuer) for rule in rules))
        self._days = _numbered("time", (day.isoformat() for rule in rules for day in _days(rule) if day))

    def file(self) -> bytes:
        root = etree.Element(
            _lrml("LegalRuleML"),
            nsmap={"lrml": NAMESPACE, "ruleml": RULEML, "xsi": SCHEMA_INSTANCE, "xs": SCHEMA},
        )
        if self._rules:
            self._legal_sources(root)
            self._times(root)
            self._characteristics(root)
            self._authorities(root)
            self._associations(root)
            self._statements(root)
        return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)

    def _legal_sources(self, root: etree._Element) -> None:
        collection = _child(root, _lrml("LegalSources"))
        documents = {document_key(rule.terms.document): rule.terms.document for rule in self._rules}
        for key, own in self._sources.items():
            document = documents[key]
            words = (document.type, document.number, document.issued and document.issued.isoformat(), document.issuer)
            source = _child(collection, _lrml("LegalSource"), key=own, sameAs=f"urn:lex:vn:{_urn(key)}")
            _text(source, _lrml("Comment"), ", ".join(str(word) for word in words if word))

    def _times(self, root: etree._Element) -> None:
        if not self._days:
            return
        collection = _child(root, _lrml("Times"))
        for day, own in self._days.items():
            time = _child(collection, f"{{{RULEML}}}Time", key=own)
            data = _child(time, f"{{{RULEML}}}Data")
            data.set(f"{{{SCHEMA_INSTANCE}}}type", "xs:dateTime")
            data.text = f"{day}T00:00:00"

    def _characteristics(self, root: etree._Element) -> None:
        for rule in self._rules:
            start, end = _days(rule)
            if start is None:
                continue
            collection = _child(root, _lrml("TemporalCharacteristics"), key=f"force.{self._keys[id(rule)]}")
            self._characteristic(collection, "starts", start)
            if end is not None:
                self._characteristic(collection, "ends", end)

    def _characteristic(self, parent: etree._Element, development: str, day: date) -> None:
        element = _child(parent, _lrml("TemporalCharacteristic"))
        _child(element, _lrml("forStatus"), iri=f"{_STATUS}efficacious")
        _child(element, _lrml("hasStatusDevelopment"), iri=f"{_STATUS}{development}")
        _child(element, _lrml("atTime"), keyref=f"#{self._days[day.isoformat()]}")

    def _authorities(self, root: etree._Element) -> None:
        collection = _child(root, _lrml("Authorities"))
        names = {issuer_key(rule.terms.document.issuer): rule.terms.document.issuer for rule in self._rules}
        for key, own in self._issuers.items():
            authority = _child(collection, _lrml("Authority"), key=own)
            _text(authority, _lrml("Comment"), names[key] or "?")

    def _associations(self, root: etree._Element) -> None:
        collection = _child(root, _lrml("Associations"))
        for rule in self._rules:
            association = _child(collection, _lrml("Association"))
            document = rule.terms.document
            _child(association, _lrml("appliesSource"), keyref=f"#{self._sources[document_key(document)]}")
            if _days(rule)[0] is not None:
                force = f"#force.{self._keys[id(rule)]}"
                _child(association, _lrml("appliesTemporalCharacteristics"), keyref=force)
            _child(association, _lrml("appliesAuthority"), keyref=f"#{self._issuers[issuer_key(document.issuer)]}")
            _child(association, _lrml("toTarget"), keyref=f"#{self._keys[id(rule)]}")

    def _statements(self, root: etree._Element) -> None:
        collection = _child(root, _lrml("Statements"))
        for rule in self._rules:
            self._statement(collection, rule)
        for over, under in self._overrides():
            statement = _child(collection, _lrml("OverrideStatement"))
            _child(statement, _lrml("Override"), over=f"#{over}", under=f"#{under}")

    def _overrides(self) -> Iterable[tuple[str, str]]:
        """(rule, rule that it excepts) where both are in the file."""
        by_id = {rule.id: self._keys[id(rule)] for rule in self._rules}
        for rule in self._rules:
            for other in rule.terms.excepts:
                if other in by_id:
                    yield self._keys[id(rule)], by_id[other]

    def _statement(self, parent: etree._Element, rule: Rule) -> None:
        statement = _child(parent, _lrml("PrescriptiveStatement"), key=self._keys[id(rule)])
        if rule.terms.quote:
            _text(statement, _lrml("Comment"), rule.terms.quote)
        template = _child(statement, f"{{{RULEML}}}Rule", closure="universal")
        _premise(_child(template, f"{{{RULEML}}}if"), rule.terms)
        _conclusion(_child(template, f"{{{RULEML}}}then"), rule.terms)


def _premise(parent: etree._Element, terms: RuleTerms) -> None:
    """Somebody holds one of the posts, and none of the excluded ones."""
    posts = [who or words for who, words in _paired(terms.who_ids, terms.who)]
    excluded = [who or words for who, words in _paired(terms.who_excludes_ids, terms.who_excludes)]
    if excluded:
        parent = _child(parent, f"{{{RULEML}}}And")
    held = _child(parent, f"{{{RULEML}}}Or") if len(posts) > 1 else parent
    for post in posts or ["?"]:
        _holds(held, post)
    for post in excluded:
        _holds(_child(parent, f"{{{RULEML}}}Neg"), post)


def _conclusion(parent: etree._Element, terms: RuleTerms) -> None:
    obligation = _child(parent, _lrml("Obligation"))
    slot = _child(obligation, f"{{{RULEML}}}slot")
    _child(slot, _lrml("Bearer"))
    _text(slot, f"{{{RULEML}}}Var", "member")
    atom = _child(obligation, f"{{{RULEML}}}Atom")
    _child(atom, f"{{{RULEML}}}Rel", iri=f":{terms.action.value}")
    _text(atom, f"{{{RULEML}}}Var", "member")
    for name in ("where_kind", "min_count", "max_count", "per", "every", "due", "scope"):
        value = getattr(terms, name)
        if value not in (None, ""):
            _text(atom, f"{{{RULEML}}}Ind", f"{name}={value}")


def _holds(parent: etree._Element, post: str) -> None:
    atom = _child(parent, f"{{{RULEML}}}Atom")
    _child(atom, f"{{{RULEML}}}Rel", iri=":holds_post")
    _text(atom, f"{{{RULEML}}}Var", "member")
    _text(atom, f"{{{RULEML}}}Ind", post)


def _paired(ids: tuple[str | None, ...], words: tuple[str, ...]) -> list[tuple[str | None, str]]:
    """Each post's id with its words; a document may give more words than posts are known."""
    return [(who, words[number] if number < len(words) else "?") for number, who in enumerate(ids)]


def _days(rule: Rule) -> tuple[date | None, date | None]:
    """The first and last day in force; both None where it never was, or is not yet known."""
    ends = [end for end in (rule.terms.effective_to, rule.closed_on) if end]
    start, end = rule.terms.effective_from, min(ends, default=None)
    return (None, None) if start is None or (end is not None and end < start) else (start, end)


def _numbered(word: str, keys: Iterable[str]) -> dict[str, str]:
    return {key: f"{word}.{number}" for number, key in enumerate(dict.fromkeys(keys), 1)}


def _child(parent: etree._Element, tag: str, **attributes: str) -> etree._Element:
    return etree.SubElement(parent, tag, attributes)


def _text(parent: etree._Element, tag: str, text: str) -> None:
    _child(parent, tag).text = _NOT_XML.sub(" ", text)


def _lrml(tag: str) -> str:
    return f"{{{NAMESPACE}}}{tag}"


def _name(text: str) -> str:
    return _NOT_NAME.sub("-", fold(text, Key.TONELESS)).strip("-") or "x"


def _urn(key: str) -> str:
    return ":".join(_name(part) for part in key.split("|") if part)
