"""A document's structure as Akoma Ntoso 3.0 (OASIS LegalDocML), so that other legal tools can read it. Pure.

A directive becomes an `act`: chương, mục, điều, khoản, điểm, gạch become chapter, section, article, paragraph, point,
indent.
Source: Akoma Ntoso Version 1.0 Part 2 (OASIS Standard, 29 August 2018); names of the work follow its naming convention.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from lxml import etree

from documents.model import Document
from extract.obligation import DocumentMention
from extract.paragraphs import Paragraph, View, view_of
from extract.structure import Kind, Provision, outline
from rules_catalog.bodies import issuer_key
from vntext.folding import Key, fold, squeeze

NAMESPACE = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"
_AS_DEFAULT: Any = {None: NAMESPACE}
#: our line kinds as the standard's elements, with the short form that its ids use
_ELEMENTS: dict[Kind, tuple[str, str]] = {
    Kind.PART: ("part", "part"),
    Kind.CHAPTER: ("chapter", "chp"),
    Kind.SECTION: ("section", "sec"),
    Kind.ROMAN: ("title", "title"),
    Kind.ARTICLE: ("article", "art"),
    Kind.CLAUSE: ("paragraph", "para"),
    Kind.SUBCLAUSE: ("subparagraph", "subpara"),
    Kind.POINT: ("point", "point"),
    Kind.DASH: ("indent", "indent"),
    Kind.PLUS: ("indent", "indent"),
}
_SIGNS = {Kind.DASH: "-", Kind.PLUS: "+"}
_WORDS = {Kind.PART: "Phần", Kind.CHAPTER: "Chương", Kind.SECTION: "Mục", Kind.ARTICLE: "Điều"}
_NOT_PLAIN = re.compile(r"[^a-z0-9]+")
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def akoma_ntoso(document: Document, source: DocumentMention, made_on: date) -> bytes:
    """The document as an XML file. `source`: the document that the file is; `made_on`: the day of this expression."""
    return _Writer(view_of(document)).file(source, made_on, document.sha256)


class _Writer:
    """Writes one file; ids are unique in it."""

    def __init__(self, view: View) -> None:
        self._view = view
        self._ids: set[str] = set()

    def file(self, source: DocumentMention, made_on: date, sha256: str) -> bytes:
        root = etree.Element(_name("akomaNtoso"), nsmap=_AS_DEFAULT)
        act = _child(root, "act", name=_slug(source.type or "act"), contains="originalVersion")
        self._meta(act, source, made_on, sha256)
        tree = outline(self._view)
        if tree.children and tree.body:
            preamble = _child(act, "preamble")
            self._paragraphs(preamble, tree.body)
        body = _child(act, "body")
        if tree.children:
            for child in tree.children:
                self._provision(body, child, "")
        else:
            self._text_alone(body, tree.body)
        return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)

    def _meta(self, act: etree._Element, source: DocumentMention, made_on: date, sha256: str) -> None:
        issuer = _slug(issuer_key(source.issuer)) or "unknown"
        issued = (source.issued or made_on).isoformat()
        kind = "issued" if source.issued else "unknown-date-of-issue"
        number = _slug(source.number or "") or sha256[:12]
        work = f"/akn/vn/act/{issuer}/{issued}/{number}"
        meta = _child(act, "meta")
        identification = _child(meta, "identification", source="#diemdanh")
        self._level(identification, "FRBRWork", work, issued, kind, f"#{issuer}")
        expression = self._level(identification, "FRBRExpression", f"{work}/vie@{issued}", issued, kind, f"#{issuer}")
        _child(expression, "FRBRlanguage", language="vie")
        form = f"{work}/vie@{issued}.xml"
        self._level(identification, "FRBRManifestation", form, made_on.isoformat(), "generated", "#diemdanh")
        references = _child(meta, "references", source="#diemdanh")
        _child(
            references,
            "TLCOrganization",
            eId=issuer,
            href=f"/ontology/organization/vn/{issuer}",
            showAs=_clean(source.issuer or "?"),
        )
        _child(references, "TLCOrganization", eId="diemdanh", href="/ontology/organization/diemdanh", showAs="diemdanh")

    def _level(self, parent: etree._Element, level: str, uri: str, on: str, kind: str, author: str) -> etree._Element:
        """One FRBR level: what it is, from when, by whom."""
        element = _child(parent, level)
        _child(element, "FRBRthis", value=f"{uri}/!main" if level != "FRBRManifestation" else uri)
        _child(element, "FRBRuri", value=uri)
        _child(element, "FRBRdate", date=on, name=kind)
        _child(element, "FRBRauthor", href=author)
        if level == "FRBRWork":
            _child(element, "FRBRcountry", value="vn")
        return element

    def _provision(self, parent: etree._Element, provision: Provision, prefix: str) -> None:
        name, short = _ELEMENTS[provision.kind]
        own = self._id(f"{prefix}{short}_{_slug(provision.label) or len(self._ids)}")
        element = _child(parent, name, eId=own)
        _child(element, "num").text = _num(provision)
        if provision.heading:
            _child(element, "heading").text = _clean(provision.heading)
        if not provision.children:
            self._paragraphs(_child(element, "content"), provision.body)
            return
        first = min(child.start for child in provision.children)
        before = [p for p in provision.body if p.start < first]
        after = [p for p in provision.body if p.start >= first]
        if before:
            self._paragraphs(_child(element, "intro"), before)
        for child in provision.children:
            self._provision(element, child, f"{own}__")
        if after:
            self._paragraphs(_child(element, "wrapUp"), after)

    def _text_alone(self, body: etree._Element, paragraphs: list[Paragraph]) -> None:
        """A text without any label: one container."""
        container = _child(body, "hcontainer", eId=self._id("hcontainer_1"), name="text")
        self._paragraphs(_child(container, "content"), paragraphs)

    def _paragraphs(self, parent: etree._Element, paragraphs: list[Paragraph]) -> None:
        for text in self._texts(paragraphs):
            _child(parent, "p").text = text
        if not len(parent):
            _child(parent, "p")

    def _texts(self, paragraphs: list[Paragraph]) -> Iterator[str]:
        for paragraph in paragraphs:
            text = _clean(squeeze(self._view.text[paragraph.start : paragraph.end]))
            if text:
                yield text

    def _id(self, wanted: str) -> str:
        """An id of the file, numbered where it is taken (a text may count its clauses twice)."""
        found, count = wanted, 1
        while found in self._ids:
            count += 1
            found = f"{wanted}-{count}"
        self._ids.add(found)
        return found


def _num(provision: Provision) -> str:
    label = _SIGNS.get(provision.kind, provision.label)
    return _clean(f"{_WORDS.get(provision.kind, '')} {label}".strip())


def _child(parent: etree._Element, tag: str, **attributes: str) -> etree._Element:
    return etree.SubElement(parent, _name(tag), attributes)


def _name(tag: str) -> str:
    return f"{{{NAMESPACE}}}{tag}"


def _clean(text: str) -> str:
    return _NOT_XML.sub(" ", text)


def _slug(text: str) -> str:
    return _NOT_PLAIN.sub("-", fold(text, Key.TONELESS)).strip("-")
