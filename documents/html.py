"""A web page → its article without the portal's furniture; the page's own dates are kept apart from the document's."""

from __future__ import annotations

import re

import lxml.html

from documents.errors import FileFault, Refusal
from documents.limits import Limits
from documents.model import Line, Origin, Page
from documents.text import decode
from vntext import legacy
from vntext.cleaning import cleaned
from vntext.legacy import Encoding

_DEEPEST = 400
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)[^>]*?(/?)>")
_VOID = frozenset(re.findall(r"\w+", "area base br col embed hr img input link meta source track wbr"))
_DROPPED = ("script", "style", "noscript", "template", "iframe", "object", "svg", "head", "nav", "form", "button")
_BLOCKS = frozenset(
    re.findall(r"\w+", "p div li tr h1 h2 h3 h4 h5 h6 table section article br td ul ol blockquote pre header footer")
)
_SPACE = re.compile(r"[ \t\u00a0]+")
_ENOUGH = 0.3

OuterDates = tuple[tuple[str, str], ...]


def read_html(data: bytes, limits: Limits) -> tuple[Page, OuterDates, tuple[str, ...]]:
    """The page, the portal's dates and the warnings. Raises Refusal."""
    if len(data) > limits.characters * 4:
        raise Refusal(FileFault.TOO_LARGE, "more text than the limit")
    markup, _ = decode(data)
    if _depth(markup) > _DEEPEST:
        return _page(_stripped(markup)), (), ("The page's elements are nested too deep; only its plain text was read.",)
    tree = _tree(markup)
    import trafilatura  # a third of the time that all readers take to load; most processes never see a web page

    article = trafilatura.extract(
        tree, include_comments=False, include_tables=True, favor_recall=True, output_format="txt", fast=False
    )
    whole = _plain(_tree(markup))
    kept = article if article and len(article) > _ENOUGH * min(len(whole), 3000) else whole
    return _page(_unlegacy(kept)), _dates(markup), ()


def _tree(markup: str) -> lxml.html.HtmlElement:
    parser = lxml.html.HTMLParser(no_network=True, remove_comments=True, huge_tree=False, encoding="utf-8")
    try:
        tree = lxml.html.document_fromstring(markup.encode("utf-8", "replace"), parser=parser)
    except (lxml.etree.LxmlError, ValueError, AssertionError) as error:
        raise Refusal(FileFault.CORRUPT, "no HTML that can be parsed") from error
    return tree


def _depth(markup: str) -> int:
    """The deepest nesting, counted without building a tree."""
    depth = deepest = 0
    for closing, name, empty in _TAG.findall(markup):
        if name.lower() in _VOID or empty:
            continue
        depth += -1 if closing else 1
        deepest = max(deepest, depth)
    return deepest


def _stripped(markup: str) -> str:
    bare = re.sub(r"(?is)<(script|style)\b.*?</\1\s*>", " ", markup)
    return re.sub(r"<[^>]*>", "\n", bare)


def _plain(tree: lxml.html.HtmlElement) -> str:
    """All visible text, blocks on lines of their own."""
    for element in list(tree.iter(*_DROPPED)):
        element.drop_tree()
    pieces: list[str] = []
    for event, element in lxml.etree.iterwalk(tree, events=("start", "end")):
        if not isinstance(element.tag, str):
            continue
        if element.tag in _BLOCKS:
            pieces.append("\n")
        pieces.append((element.text if event == "start" else element.tail) or "")
    return "".join(p if p == "\n" else p.replace("\n", " ") for p in pieces)


def _unlegacy(text: str) -> str:
    encoding = legacy.detect(text)
    return text if encoding is Encoding.UNICODE else legacy.decode(text, encoding)


def _page(text: str) -> Page:
    lines = [_SPACE.sub(" ", line).strip() for line in cleaned(text).split("\n")]
    kept = tuple(Line(_row(line), starts_paragraph=True) for line in lines if line)
    if not kept:
        raise Refusal(FileFault.NO_TEXT, "a web page without text")
    return Page(1, None, kept, Origin.HTML)


def _row(line: str) -> str:
    """The extractor writes table rows as `| a | b |`; ours are `a | b`."""
    return (
        " | ".join(c.strip() for c in line.strip("|").split("|"))
        if line.startswith("|") and line.endswith("|")
        else line
    )


def _dates(markup: str) -> OuterDates:
    """What the portal says about its own page: published, modified."""
    import trafilatura

    try:
        found = trafilatura.extract_metadata(markup)
    except Exception:  # the extractor's metadata are a courtesy; no failure of theirs may cost the text
        return ()
    date = getattr(found, "date", None)
    return (("published", str(date)),) if date else ()
