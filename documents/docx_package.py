"""The parts of a DOCX, read under guard: no external entity, no DTD, sizes as declared and as they come."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from lxml import etree

from documents.errors import FileFault, Refusal
from documents.intake import unpack
from documents.limits import Limits

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_REL = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
_TRANSITIONAL = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"

Element = Any


@dataclass(frozen=True)
class Package:
    """Parsed parts by name; a part that is missing is None."""

    data: bytes
    limits: Limits

    @cached_property
    def _zip(self) -> zipfile.ZipFile:
        try:
            package = zipfile.ZipFile(io.BytesIO(self.data))
            infos = package.infolist()
        except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
            raise Refusal(FileFault.CORRUPT, "a broken package") from error
        if len(infos) > self.limits.members or sum(i.file_size for i in infos) > self.limits.unpacked_bytes:
            raise Refusal(FileFault.TOO_LARGE, "the package unpacks to more than the limit")
        return package

    @cached_property
    def names(self) -> frozenset[str]:
        return frozenset(self._zip.namelist())

    def part(self, name: str) -> Element | None:
        """The root element of a part. Raises Refusal CORRUPT or TOO_LARGE."""
        if name not in self.names:
            return None
        return parse(unpack(self._zip, name, self.limits.xml_bytes))

    def numbered(self, stem: str) -> list[Element]:
        """`word/header1.xml`, `word/header2.xml` …"""
        names = sorted(n for n in self.names if n.startswith(f"word/{stem}") and n.endswith(".xml"))
        return [root for n in names if (root := self.part(n)) is not None]


def parse(data: bytes) -> Element:
    """XML without entities, network or DTD. Raises Refusal."""
    if b"<!DOCTYPE" in data[:4096] or b"<!ENTITY" in data:
        raise Refusal(FileFault.CORRUPT, "XML with a document type or entities")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True
    )
    try:
        return etree.fromstring(data.replace(_STRICT.encode(), _TRANSITIONAL.encode()), parser)
    except etree.XMLSyntaxError as error:
        raise Refusal(FileFault.CORRUPT, "a part that is no well-formed XML") from error


def attribute(element: Element | None, name: str, default: str = "") -> str:
    """`w:name` of an element that may be missing."""
    return default if element is None else str(element.get(W + name, default))


def value(parent: Element | None, path: str, default: str = "") -> str:
    """`w:val` of the child at `path` (`pPr/numPr/ilvl`)."""
    if parent is None:
        return default
    found = parent.find("/".join(W + step for step in path.split("/")))
    return attribute(found, "val", default) if found is not None else default


def switched_on(parent: Element | None, name: str) -> bool:
    """A toggle such as `w:vanish`: present and not false."""
    if parent is None or (found := parent.find(W + name)) is None:
        return False
    return attribute(found, "val", "true") not in ("0", "false", "off", "none")
