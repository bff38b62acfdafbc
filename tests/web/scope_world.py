"""The office with two communes below the province, each with a member, a rule, minutes and a doubtful name of its own.

`khe` and `loc` are reviewers of one commune each, `tinh` of the province's committee above both.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from conftest import Site
from office_world import NOW, PASSWORD, add_minutes

from diemdanh.accounts import Accounts, Role
from diemdanh.demo.world import Meeting
from diemdanh.desk import Desk
from diemdanh.rosters import import_facts
from documents import serialise
from documents.intake import Input
from documents.read import read
from extract.assembly import find_regulation
from minutes.register import RegisterBook
from roster.book import Book
from roster.people import ALWAYS, Alias
from roster.rows import FactKind
from rules_catalog.catalogue import Catalogue
from rules_catalog.lifecycle import DecisionKind
from store import journal, originals, readings
from store.database import Store
from store.journal import FileState

UNITS = """unit_id,name,level,parent,valid_from,valid_to,successors
u-tinh,Tỉnh ủy Phú Khê,province,,,,
u-khe,Đảng bộ xã Khê Trung,commune,u-tinh,,,
u-loc,Đảng bộ phường An Lộc Đông,commune,u-tinh,,,
"""
PEOPLE = """member_id,full_name,position,unit,term_from,term_to,note
khe01,Tôn Thất Khiêm,Bí thư Đảng ủy xã,u-khe,2020-10-20,2025-10-15,
loc01,Triệu Văn Ngạn,Bí thư Đảng ủy phường,Đảng bộ phường An Lộc Đông,2020-10-20,2025-10-15,
"""
ASSIGNED = "member_id,branch_id,valid_from,valid_to\nkhe01,pk-dong-ha,2020-10-20,\nloc01,pk-khu-pho-5,2020-10-20,\n"
PAPER = """{issuer}
Số {n}-QĐ/ĐU
QUY ĐỊNH
Điều 1. Bí thư đảng ủy xã, phường dự sinh hoạt chi bộ ít nhất 01 lần/quý.
Điều 2. Quy định này có hiệu lực từ ngày 01 tháng 01 năm 2024.
"""


@dataclass(frozen=True)
class Part:
    """What there is of one commune."""

    unit: str
    member: str
    branch: str
    meeting: str
    row: str
    rule: str
    paper: str
    minutes: str
    name: str


def make_communes(site: Site) -> tuple[Part, Part]:
    """Adds both communes to a site's workspace; (Khê Trung, An Lộc Đông)."""
    store, desk = site.store, Desk(site.store, "admin", NOW, "test")
    for kind, text in ((FactKind.UNITS, UNITS), (FactKind.ROSTER, PEOPLE), (FactKind.ASSIGNMENTS, ASSIGNED)):
        file = site.home / f"more-{kind}.csv"
        file.write_text(text, encoding="utf-8")
        assert import_facts(desk, kind, file, dry_run=False).applied, kind
    with store.writing(by="test", at=NOW) as change:
        for name, scope in (("khe", "u-khe"), ("loc", "u-loc"), ("tinh", "u-tinh")):
            Accounts(store).add(change, name, PASSWORD, Role.REVIEWER, name.title(), scope)
        Accounts(store).add(change, "xa-admin", PASSWORD, Role.ADMINISTRATOR, "Quản trị xã", "u-khe")
    papers = site.home / "papers"
    papers.mkdir()
    return _part(store, papers, 71, "khe"), _part(store, papers, 72, "loc")


def _part(store: Store, papers: Path, number: int, key: str) -> Part:
    branch, day = {"khe": ("pk-dong-ha", 15), "loc": ("pk-khu-pho-5", 16)}[key]
    meeting = Meeting(branch, date(2024, 4, day), 0, (("Hoàng Văn Dũng", ""),), requests=(f"Kiến nghị của {key}.",))
    meeting_id = add_minutes(store, papers, meeting, doubtful=True)
    register = RegisterBook(store)
    with store.writing(by="test", at=NOW) as change:
        Book(store).add_alias(change, Alias(f"d {key}", f"{key}01", branch, ALWAYS))
    rule, paper = _rule(store, papers, number, key)
    return Part(
        f"u-{key}", f"{key}01", branch, meeting_id, register.rows(meeting_id)[0].id, rule, paper,
        register.sources(meeting_id)[0].sha256, {"khe": "Tôn Thất Khiêm", "loc": "Triệu Văn Ngạn"}[key],
    )  # fmt: skip


def _rule(store: Store, papers: Path, number: int, key: str) -> tuple[str, str]:
    """A draft of the commune's own, and its file's hash."""
    paper = papers / f"quy-dinh-{key}.txt"
    paper.write_text(PAPER.format(n=number, issuer=f"ĐẢNG ỦY {key.upper()}"), encoding="utf-8")
    document = read(Input(paper, paper.name))
    with store.writing(by=key, at=NOW) as change:
        sha256 = originals.receive(store, change, paper)
        readings.keep(store, change, sha256, document.reader, serialise.dumps(document).encode())
        (found, *_) = Catalogue(store).propose(change, find_regulation(document), sha256)
        row = journal.enqueue(store, change, [(sha256, paper.name)], "regulation")[0]
        journal.mark(store, change, row, FileState.DONE)
    with store.writing(by=key, at=NOW) as change:
        Catalogue(store).edit(change, found.rule.id, {"scope": f"u-{key}"}, "của đơn vị")
    return found.rule.id, sha256


def put_in_force(store: Store, rule_id: str) -> None:
    """By two people, with what the text does not say supplied."""
    lacking = {
        "who_ids": ["commune_secretary"],
        "effective_from": "2024-01-01",
        "where_kind": "assigned_branch",
        "document": {"issuer": "Tỉnh ủy Phú Khê"},
    }
    with store.writing(by="hanh", at=NOW) as change:
        catalogue = Catalogue(store)
        catalogue.edit(change, rule_id, lacking, "bổ sung", assumed=True)
        catalogue.decide(change, rule_id, DecisionKind.SUBMIT)
    with store.writing(by="bao", at=NOW) as change:
        for kind in (DecisionKind.APPROVE, DecisionKind.ACTIVATE):
            Catalogue(store).decide(change, rule_id, kind)
