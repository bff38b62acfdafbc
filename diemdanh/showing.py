"""Where every value was read: in words (`explain`), or on one self-contained page (`extract --html`)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from pathlib import Path

from diemdanh.failures import Complaint
from diemdanh.messages import language, say
from diemdanh.regulations import read_regulation
from documents.errors import Refusal
from documents.intake import Input, walk
from documents.limits import DEFAULT
from documents.model import Document
from documents.sandbox import run
from extract.confidence import scale
from extract.obligation import DocumentRole, Evidence, Obligation, Regulation
from rules_catalog.akoma_ntoso import akoma_ntoso


def _read_one(path: str) -> tuple[Document, Regulation]:
    listed = next(iter(walk([path], zips=False)), None)
    if listed is None:
        raise Complaint("empty", path)
    try:
        if not isinstance(listed, Input):
            raise listed[1] if isinstance(listed[1], Refusal) else Complaint("missing", path)
        return run(read_regulation, listed, DEFAULT)
    except Refusal as refusal:  # which knows why, not which file
        raise Complaint(str(refusal.code), path, refusal.detail) from refusal


def explained(path: str, number: int | None) -> Iterator[str]:
    """Lines that say of each obligation what was read, from which words, on which page, by which pattern."""
    _, regulation = _read_one(path)
    chosen = list(enumerate(regulation.obligations, 1))
    if number is not None and number > len(chosen):
        raise Complaint("unknown_id", str(number))
    for n, obligation in chosen if number is None else [chosen[number - 1]]:
        yield from _in_words(n, obligation)
    if not chosen:
        yield say("explain.nothing")


def _in_words(n: int, obligation: Obligation) -> Iterator[str]:
    yield f"{n}. {summary(obligation)}"
    yield "   " + say("explain.quote", page=obligation.page, quote=" ".join(obligation.quote.split()))
    for evidence in obligation.evidence:
        yield "   - " + say(
            "explain.slot",
            slot=slot_name(evidence.slot),
            quote=" ".join(evidence.quote.split()),
            page=evidence.page,
            pattern=evidence.pattern,
        )
    for condition in obligation.conditions:
        yield "   - " + say("explain.condition", text=" ".join(condition.split()))
    yield "   " + say(
        "explain.confidence", value=f"{obligation.confidence:.2f}", band=confidence_band(obligation.confidence)
    )


def summary(o: Obligation) -> str:
    """One sentence: who must do what, how often, where, from when."""
    who = "; ".join(o.who) or say("explain.nobody_named")
    parts = [f"{who}: {say(f'action.{o.action}')}"]
    if o.who_excludes:
        parts.append(say("explain.except", who="; ".join(o.who_excludes)))
    parts.append(o.frequency_text or say("explain.no_figure"))
    if o.where:
        parts.append(say("explain.at", where=o.where))
    if o.effective_from:
        parts.append(say("explain.since", day=o.effective_from.isoformat()))
    return ", ".join(" ".join(part.split()) for part in parts) + "."


def confidence_band(value: float) -> str:
    """What a confidence means for whoever reads it."""
    marks = scale()
    return say(
        "explain.sure" if value >= marks.propose else "explain.look" if value >= marks.look else "explain.doubtful"
    )


def slot_name(slot: str) -> str:
    """A slot's name in the user's language; an unknown slot keeps its own."""
    from diemdanh.messages import known

    return say(f"slot.{slot}") if known(f"slot.{slot}") else slot


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the text with the evidence that covers it, as `n-slot` marks."""

    text: str
    marks: tuple[str, ...]


def pieces(document: Document, regulation: Regulation) -> tuple[Piece, ...]:
    """The whole text cut at every evidence's ends; joined again it is `document.text`."""
    covers = [
        (e.start, e.end, f"{n}-{e.slot}") for n, o in enumerate(regulation.obligations, 1) for e in _all_evidence(o)
    ]
    cuts = sorted({0, len(document.text), *(c[0] for c in covers), *(c[1] for c in covers)})
    return tuple(
        Piece(document.text[low:high], tuple(name for start, end, name in covers if start <= low and high <= end))
        for low, high in pairwise(cuts)
    )


def _all_evidence(o: Obligation) -> Iterator[Evidence]:
    yield Evidence("quote", o.quote, o.start, o.end, o.page, o.box, "")
    yield from o.evidence


def write_html(path: str, out: Path) -> int:
    """Writes the page; nothing in it is loaded from outside."""
    document, regulation = _read_one(path)
    page = render_page(Path(path).name, document, regulation)
    try:
        out.write_text(page, encoding="utf-8")
    except OSError as error:
        raise Complaint("cannot_write", str(out)) from error
    return 0


def write_akoma_ntoso(path: str, out: Path, made_on: date) -> int:
    """Writes the document's structure as Akoma Ntoso. Raises `no_instrument` where the file is no known document."""
    document, regulation = _read_one(path)
    source = next((d for d in regulation.documents if d.role is DocumentRole.SOURCE), None)
    if source is None:
        raise Complaint("no_instrument", path)
    try:
        out.write_bytes(akoma_ntoso(document, source, made_on))
    except OSError as error:
        raise Complaint("cannot_write", str(out)) from error
    return 0


def render_page(title: str, document: Document, regulation: Regulation) -> str:
    from jinja2 import Environment, PackageLoader

    environment = Environment(loader=PackageLoader("diemdanh", "templates"), autoescape=True, trim_blocks=True)
    return environment.get_template("extract.html").render(
        title=title,
        lang=language().value,
        pieces=pieces(document, regulation),
        regulation=regulation,
        summary=summary,
        slot_name=slot_name,
        band=confidence_band,
        say=say,
    )
