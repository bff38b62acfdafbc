"""Styles of a DOCX as far as reading needs them: fonts (legacy encodings), capitals, numbering, borders of tables."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache

from documents.docx_package import Element, Package, W, attribute, switched_on, value

_DRAWN = ("top", "bottom", "left", "right", "start", "end", "insideH", "insideV")


@dataclass(frozen=True, eq=False)
class Styles:
    """Lookup with inheritance (`basedOn`)."""

    by_id: dict[str, Element] = field(default_factory=dict)
    default_font: str = ""
    default_paragraph: str = ""
    default_table: str = ""
    themes: dict[str, str] = field(default_factory=dict)

    @lru_cache(maxsize=512)  # noqa: B019 - one instance a document, gone with it
    def chain(self, style: str) -> tuple[Element, ...]:
        """The style and those it is based on; a ring ends where it closes."""
        found: list[Element] = []
        seen: set[str] = set()
        while style and style not in seen and (element := self.by_id.get(style)) is not None:
            seen.add(style)
            found.append(element)
            style = value(element, "basedOn")
        return tuple(found)

    def font(self, properties: Element | None, run_style: str, paragraph_style: str) -> str:
        """The Latin font of a run: its own, its style's, its paragraph's, the document's."""
        own = _font(properties)
        chained = (*self.chain(run_style), *self.chain(paragraph_style or self.default_paragraph))
        return own or next((f for e in chained if (f := _font(e.find(W + "rPr")))), self.default_font)

    def capitals(self, properties: Element | None, run_style: str, paragraph_style: str) -> bool:
        if properties is not None and properties.find(W + "caps") is not None:
            return switched_on(properties, "caps")
        chained = (*self.chain(run_style), *self.chain(paragraph_style or self.default_paragraph))
        return any(switched_on(e.find(W + "rPr"), "caps") for e in chained)

    def numbering(self, paragraph_style: str) -> tuple[str, str]:
        """(numId, ilvl) that a paragraph style brings along; empty strings for none."""
        for element in self.chain(paragraph_style or self.default_paragraph):
            if number := value(element, "pPr/numPr/numId"):
                return number, value(element, "pPr/numPr/ilvl", "0")
        return "", ""

    def bordered(self, table: Element) -> bool:
        """Does the table show rulings? Its own borders beat its style's; drawn cell borders count."""
        own = table.find(f"{W}tblPr/{W}tblBorders")
        if any(_draws(borders) for borders in table.iterfind(f"{W}tr/{W}tc/{W}tcPr/{W}tcBorders")):
            return True
        if own is not None and len(own):
            return _draws(own)
        style = value(table, "tblPr/tblStyle") or self.default_table
        borders = (e.find(f"{W}tblPr/{W}tblBorders") for e in self.chain(style))
        return next((_draws(b) for b in borders if b is not None), False)


def _font(properties: Element | None) -> str:
    fonts = properties.find(W + "rFonts") if properties is not None else None
    return attribute(fonts, "ascii") or attribute(fonts, "hAnsi")


def _draws(borders: Element) -> bool:
    """Inner rulings, or a frame; a single line under a motto is none."""
    drawn = {n for n in _DRAWN if attribute(borders.find(W + n), "val", "nil") not in ("nil", "none", "")}
    return bool(drawn & {"insideH", "insideV"}) or len(drawn) >= 3


def read_styles(package: Package) -> Styles:
    root = package.part("word/styles.xml")
    if root is None:
        return Styles()
    styles = list(root.iterfind(W + "style"))
    defaults = {
        attribute(s, "type"): attribute(s, "styleId") for s in styles if attribute(s, "default") in ("1", "true")
    }
    return Styles(
        {attribute(s, "styleId"): s for s in styles},
        _font(root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")),
        defaults.get("paragraph", ""),
        defaults.get("table", ""),
    )
