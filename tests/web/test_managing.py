"""Running the place: imports with preview, settings, accounts, the log, copies, and where the server listens."""

from __future__ import annotations

import io
import sqlite3
import zipfile
from contextlib import closing
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import docx
import pytest
from conftest import Site, wait_for

from diemdanh.failures import Complaint
from diemdanh.web.serving import Binding, checked
from minutes.register import RegisterBook
from roster.book import Book
from store import settings
from store.backup import verify

NEW = "member_id,full_name,position,unit,term_from,term_to,note\npk10,Vũ Thị Mai,Tỉnh ủy viên,Tỉnh ủy Phú Khê,2024-01-01,,\n"


def _offered(site: Site, text: str | bytes, account: str = "clerk", name: str = "roster.csv") -> str:
    visitor = site.visitor(account)
    files = {"file": (name, text if isinstance(text, bytes) else text.encode())}
    answer = visitor.post(
        "/api/v1/manage/imports", data={"kind": "roster"}, files=files, headers={"X-CSRF-Token": visitor.token}
    )
    return str(answer.json()["to"])


def test_an_import_is_seen_before_it_is_written_and_a_reviewer_writes_it(site: Site) -> None:
    to = _offered(site, NEW)
    preview = site.visitor("clerk").get(f"/api/v1{to}").json()
    assert preview["counts"] == [2, 0, 18] and preview["can_apply"]
    assert "pk10" not in Book(site.store).roster().by_id
    assert site.visitor("clerk").do(to).status_code == 403
    assert site.visitor("hanh").do(to).status_code == 200
    assert Book(site.store).roster().by_id["pk10"].name == "Vũ Thị Mai"
    assert len(Book(site.store).roster().members) == 10


def test_a_list_may_be_a_table_of_a_paper(site: Site) -> None:
    paper = docx.Document()
    head, row = NEW.splitlines()
    table = paper.add_table(0, 7, style="Table Grid")
    for line in (head, row):
        for cell, text in zip(table.add_row().cells, line.split(","), strict=True):
            cell.text = text
    held = io.BytesIO()
    paper.save(held)
    preview = site.visitor("clerk").get(f"/api/v1{_offered(site, held.getvalue(), name='DS.DOCX')}").json()
    assert preview["can_apply"] and "pk10" in str(preview["added"])


def test_gaps_between_posts_are_shown_and_closed_on_request(site: Site) -> None:
    posts = "pk10,Vũ Thị Mai,Bí thư Huyện ủy,Tỉnh ủy Phú Khê,2022-01-01,2023-12-20,\n"
    to = _offered(site, NEW + posts)
    preview = site.visitor("hanh").get(f"/api/v1{to}").json()
    assert len(preview["gaps"]) == 1 and "21/12/2023" in preview["gaps"][0]
    assert site.visitor("hanh").do(to, {"close_gaps": "true"}).status_code == 200
    ends = {post.validity.end for post in Book(site.store).roster().by_id["pk10"].posts}
    assert ends == {None, date(2023, 12, 31)}


def test_a_file_with_errors_is_told_by_row_and_never_written(site: Site) -> None:
    to = _offered(site, NEW.replace("2024-01-01", "mùa xuân"))
    preview = site.visitor("hanh").get(f"/api/v1{to}").json()
    assert not preview["can_apply"] and preview["problems"][0]["row"] == 2
    assert site.visitor("hanh").do(to).json()["bad"]
    assert "pk10" not in Book(site.store).roster().by_id


def test_only_the_administrator_changes_settings_and_bad_values_are_refused(site: Site) -> None:
    assert site.visitor("bao").do("/manage/settings/leave_days", {"value": "10"}).status_code == 403
    admin = site.visitor("admin")
    assert admin.do("/manage/settings/leave_days", {"value": "viele"}).status_code == 400
    assert admin.do("/manage/settings/nothing", {"value": "1"}).status_code == 404
    admin.do("/manage/settings/counted_meeting_kinds", {"value": ["regular", "congress"]})
    assert settings.texts(site.store, "counted_meeting_kinds") == ("regular", "congress")


def test_accounts_are_made_changed_and_shut(site: Site) -> None:
    admin = site.visitor("admin")
    data = {"name": "moi", "password": "một câu dài mới tinh", "role": "clerk"}
    assert admin.do("/manage/accounts", data).status_code == 200
    newcomer = site.visitor()
    assert newcomer.sign_in("moi", data["password"]).status_code == 303
    admin.do("/manage/accounts/moi", {"do": "role", "role": "reviewer"})
    assert newcomer.get("/api/v1/me").status_code == 401
    admin.do("/manage/accounts/moi", {"do": "disable"})
    assert newcomer.sign_in("moi", data["password"]).status_code == 401
    assert admin.do("/manage/accounts/admin", {"do": "disable"}).json()["error"]["code"] == "last_administrator"
    assert (
        admin.do("/manage/accounts", data | {"name": "yeu", "password": "ngắn"}).json()["error"]["code"]
        == "weak_password"
    )


def test_the_log_verifies_and_tells_tampering(site: Site) -> None:
    reviewer = site.visitor("hanh")
    assert reviewer.get("/api/v1/manage/verify").json()["faults"] == []
    site.store.connection.execute("DROP TRIGGER meetings_only_retired")
    site.store.connection.execute("UPDATE meetings SET date = '2024-01-06' WHERE meeting_id = 'mt000001'")
    codes = {fault["code"] for fault in reviewer.get("/api/v1/manage/verify").json()["faults"]}
    assert "row_changed" in codes


def test_a_copy_is_whole_and_only_for_the_administrator(site: Site) -> None:
    assert site.visitor("bao").submit("/manage/backup/file").status_code == 403
    answer = site.visitor("admin").submit("/manage/backup/file")
    with zipfile.ZipFile(io.BytesIO(answer.content)) as packed:
        assert "diemdanh.db" in packed.namelist() and packed.testzip() is None
    wait_for(lambda: not list(site.home.glob(".copy-*")))


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.5", "::", "office.example"])
def test_the_network_is_refused_without_tls(host: str, tmp_path: Path) -> None:
    with pytest.raises(Complaint):
        checked(Binding(host, 8000))
    assert checked(Binding(host, 8000, tmp_path / "c.pem", tmp_path / "k.pem")).secure


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1", "127.1.2.3"])
def test_this_machine_needs_no_tls(host: str) -> None:
    assert checked(Binding(host, 8000)).address.startswith("http://")


def test_half_a_pair_of_files_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Complaint):
        checked(Binding("127.0.0.1", 8000, tmp_path / "c.pem"))


def _taken(site: Site) -> bytes:
    """A backup as the page gives it."""
    return site.visitor("admin").submit("/manage/backup/file").content


def _offer(site: Site, data: bytes, account: str = "admin") -> tuple[Any, Any]:
    """The visitor who offered a backup, and the answer."""
    visitor = site.visitor(account)
    files = {"file": ("bản-sao.zip", data)}
    return visitor, visitor.post("/api/v1/manage/restore", files=files, headers={"X-CSRF-Token": visitor.token})


def test_a_backup_is_looked_into_confirmed_and_put_back_and_the_present_is_kept_aside(site: Site) -> None:
    copy = _taken(site)
    site.visitor("admin").do("/manage/settings/leave_days", {"value": "12"})
    visitor, answer = _offer(site, copy)
    to = answer.json()["to"]
    shown = visitor.get(f"/api/v1{to}").json()
    assert shown["offered"]["members"] == shown["now"]["members"] == 9
    assert shown["offered"]["entries"] < shown["now"]["entries"]
    assert "khôi phục" in visitor.get(to).text
    assert visitor.do(to, {"word": "vâng"}).json()["error"]["code"] == "not_confirmed"
    assert settings.number(site.store, "leave_days") == 12
    told = visitor.do(to, {"word": "Khoi phuc"}).json()["told"]
    assert settings.number(site.store, "leave_days") != 12
    (aside,) = (site.home / "aside").iterdir()
    assert aside.name in told
    assert [entry["by"] for entry in site.audit("store.put_back")] == ["admin"]
    assert verify(site.store) == ()
    # What was kept aside can be put back in its turn.
    visitor, answer = _offer(site, aside.read_bytes())
    assert visitor.do(answer.json()["to"], {"word": "khôi phục"}).status_code == 200
    assert settings.number(site.store, "leave_days") == 12


def test_figures_are_those_of_the_data_that_were_put_back(site: Site) -> None:
    copy = _taken(site)
    asked = "/api/v1/results?period=2024&as_of=2024-05-02"
    before = site.visitor("xem").get(asked).json()["matrices"]
    row = next(one for one in RegisterBook(site.store).rows("mt000001") if one.member_id == "pk03")
    site.visitor("hanh").do(f"/attendance/{row.id}/correct", {"dismiss": "true", "reason": "thử"})
    assert site.visitor("xem").get(asked).json()["matrices"] != before
    visitor, answer = _offer(site, copy)
    visitor.do(answer.json()["to"], {"word": "khôi phục"})
    assert site.visitor("xem").get(asked).json()["matrices"] == before


def test_what_is_no_whole_backup_is_refused_and_changes_nothing(site: Site) -> None:
    copy = _taken(site)
    for data in (b"PK nothing", copy[: len(copy) // 2], _tampered(copy)):
        visitor, answer = _offer(site, data)
        before = site.store.value("SELECT max(seq) FROM audit")
        for one in (
            visitor.get(f"/api/v1{answer.json()['to']}"),
            visitor.do(answer.json()["to"], {"word": "khôi phục"}),
        ):
            assert one.json()["error"]["code"] == "bad_backup"
        assert site.store.value("SELECT max(seq) FROM audit WHERE what <> 'store.backup'") <= before
    assert list((site.home / "aside").iterdir()) == []
    assert verify(site.store) == ()


def _tampered(copy: bytes) -> bytes:
    """The backup with one row of the register changed behind the log's back."""
    out = io.BytesIO()
    with TemporaryDirectory() as folder, zipfile.ZipFile(io.BytesIO(copy)) as given, zipfile.ZipFile(out, "w") as made:
        given.extractall(folder)
        with closing(sqlite3.connect(Path(folder) / "diemdanh.db", isolation_level=None)) as connection:
            connection.execute("DROP TRIGGER meetings_only_retired")
            connection.execute("UPDATE meetings SET date = '2024-01-06' WHERE meeting_id = 'mt000001'")
        for name in given.namelist():
            made.write(Path(folder) / name, name)
    return out.getvalue()


def test_nobody_restores_but_the_administrator_and_never_during_a_batch(site: Site) -> None:
    copy = _taken(site)
    assert _offer(site, copy, "bao")[1].status_code == 403
    clerk = site.visitor("clerk")
    files = [("files", ("a.txt", b"x", "text/plain"))]
    assert clerk.post("/api/v1/minutes/upload", files=files, headers={"X-CSRF-Token": clerk.token}).status_code == 200
    visitor, answer = _offer(site, copy)
    assert visitor.get(f"/api/v1{answer.json()['to']}").json()["busy"]
    assert visitor.do(answer.json()["to"], {"word": "khôi phục"}).json()["error"]["code"] == "batch_running"
    assert visitor.do("/manage/restore/" + "0" * 64, {"word": "khôi phục"}).status_code == 404
    assert not (site.home / "aside").exists()
