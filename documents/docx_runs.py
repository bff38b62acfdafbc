"""A paragraph of a DOCX → its text as it finally stands: insertions taken, deletions left out, fields by their result,
legacy fonts decoded run by run.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from documents.docx_package import MC, Element, W, attribute, switched_on, value
from documents.docx_styles import Styles
from vntext import legacy
from vntext.legacy import Encoding

_SKIPPED = frozenset(
    W + name
    for name in (
        "del",
        "moveFrom",
        "delText",
        "delInstrText",
        "instrText",
        "pPr",
        "rPr",
        "sdtPr",
        "sdtEndPr",
        "fldData",
    )
)
_SYMBOLS = {"f0fc": "✓", "f0fb": "x", "f0fe": "☑", "f0a8": "☐", "f052": "☑", "f0d7": "x", "f0b7": "-", "f02d": "-"}


@dataclass
class Told:
    """What reading a document's runs brought to light."""

    encodings: set[Encoding] = field(default_factory=set)
    changed: bool = False
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Piece:
    """`changed`: it comes from, or stands beside, a tracked change."""

    text: str
    changed: bool = False


class Runs:
    """Reads paragraphs in document order (a field may span several)."""

    def __init__(self, styles: Styles, told: Told) -> None:
        self._styles, self._told = styles, told
        self._fields: list[bool] = []

    def pieces(self, paragraph: Element) -> list[Piece]:
        style = value(paragraph, "pPr/pStyle")
        raw = list(self._walk(paragraph, style, False))
        return [Piece(text, changed) for text, changed in self._decoded(raw)]

    def _walk(self, parent: Element, style: str, changed: bool) -> Iterator[tuple[str, str, bool]]:
        """(text, font, changed) of everything below `parent`."""
        for child in parent:
            if not isinstance(child.tag, str):
                continue
            if child.tag in (W + "del", W + "moveFrom"):
                self._told.changed = True
                yield "", "", True
            elif child.tag in _SKIPPED:
                continue
            elif child.tag == W + "r":
                yield from self._run(child, style, changed)
            elif child.tag == MC + "AlternateContent":
                yield from self._alternative(child, style, changed)
            elif child.tag != W + "p" and child.tag != W + "txbxContent":
                inserted = child.tag in (W + "ins", W + "moveTo")
                self._told.changed |= inserted
                yield from self._walk(child, style, changed or inserted)

    def _alternative(self, element: Element, style: str, changed: bool) -> Iterator[tuple[str, str, bool]]:
        chosen = element.find(MC + "Choice")
        chosen = chosen if chosen is not None else element.find(MC + "Fallback")
        if chosen is not None:
            yield from self._walk(chosen, style, changed)

    def _run(self, run: Element, style: str, changed: bool) -> Iterator[tuple[str, str, bool]]:
        properties = run.find(W + "rPr")
        if switched_on(properties, "vanish"):
            return
        run_style = value(properties, "rStyle")
        font = self._styles.font(properties, run_style, style)
        capitals = self._styles.capitals(properties, run_style, style)
        for child in run:
            if child.tag == W + "fldChar":
                self._field(attribute(child, "fldCharType"))
            elif self._fields and not self._fields[-1]:
                continue
            elif child.tag == MC + "AlternateContent":
                yield from self._alternative(child, style, changed)
            else:
                text = self._text(child)
                yield (
                    (text.upper() if capitals and legacy.font_encoding(font) is Encoding.UNICODE else text),
                    font,
                    changed,
                )

    def _field(self, kind: str) -> None:
        """Between `begin` and `separate` stands the instruction; what follows is the result that people see."""
        if kind == "begin":
            self._fields.append(False)
        elif kind == "separate" and self._fields:
            self._fields[-1] = True
        elif kind == "end" and self._fields:
            self._fields.pop()

    def _text(self, child: Element) -> str:
        match child.tag.removeprefix(W) if isinstance(child.tag, str) else "":
            case "t":
                return str(child.text or "")
            case "tab" | "ptab":
                return "\t"
            case "br" | "cr":
                return "\n"
            case "noBreakHyphen":
                return "-"
            case "softHyphen":
                return "\u00ad"
            case "sym":
                return _SYMBOLS.get(attribute(child, "char").lower(), "")
            case "footnoteReference" | "endnoteReference":
                self._told.notes.append(attribute(child, "id"))
        return ""

    def _decoded(self, raw: list[tuple[str, str, bool]]) -> Iterator[tuple[str, bool]]:
        """Neighbouring runs of one font together, since a VNI letter may be cut by a run's end."""
        merged: list[tuple[str, str, bool]] = []
        for text, font, changed in raw:
            if merged and merged[-1][1] == font and merged[-1][2] == changed:
                merged[-1] = (merged[-1][0] + text, font, changed)
            else:
                merged.append((text, font, changed))
        for text, font, changed in merged:
            encoding = legacy.font_encoding(font)
            if encoding is not Encoding.UNICODE and not _is_unicode(text):
                self._told.encodings.add(encoding)
                yield legacy.decode_font(text, font), changed
            else:
                yield text, changed


def _is_unicode(text: str) -> bool:
    """Vietnamese letters that no legacy code stands for: somebody typed Unicode under a legacy font's name."""
    return any(0x1EA0 <= ord(c) <= 0x1EF9 or c in "ăĂđĐĩĨũŨơƠưƯ" for c in text)
