"""A person of a unit sees and changes what is his unit's and the units' below; the rest is not there for him."""

from __future__ import annotations

import ast
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from conftest import Site, running
from office_world import Office
from scope_world import PAPER, Part, make_communes, put_in_force

from diemdanh.messages import say
from diemdanh.web import pages
from diemdanh.web.config import WebConfig
from diemdanh.web.office import open_office
from diemdanh.web.reader import Reader
from minutes.register import RegisterBook
from roster.book import Book
from rules_catalog.catalogue import Catalogue


@dataclass(frozen=True)
class World:
    site: Site
    ours: Part
    theirs: Part


@pytest.fixture(scope="module")
def world(made: Office, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """For looking, and for changes that are refused."""
    home = tmp_path_factory.mktemp("scope") / "ws"
    shutil.copytree(made.home, home)
    with running(home, made.papers) as site:
        ours, theirs = make_communes(site)
        put_in_force(site.store, ours.rule)
        put_in_force(site.store, theirs.rule)
        yield World(site, ours, theirs)


@pytest.fixture
def own_world(site: Site) -> World:
    """For changes that go through."""
    return World(site, *make_communes(site))


#: one thing of a unit: the path with the fields of `Part`, and an id of the same shape that is nothing's
ONE = {
    "/members/{member}": "/members/nobody",
    "/branches/{branch}": "/branches/nowhere",
    "/meetings/{meeting}": "/meetings/mt999999",
    "/rules/{rule}": "/rules/nothing",
    "/rules/{rule}/versions": "/rules/nothing/versions",
    "/regulations/{paper}": "/regulations/" + "0" * 64,
    "/enter/{minutes}": "/enter/" + "0" * 64,
    "/results/{rule}/{member}/2024-Q1?as_of=2024-05-02": "/results/{rule}/nobody/2024-Q1?as_of=2024-05-02",
    "/queue?at={row}": "/queue?at=at9999999",
    "/queue/{row}/everywhere?choice=not_present": "/queue/at9999999/everywhere?choice=not_present",
}
PICTURES = {
    "/originals/{minutes}/pages/1": "/originals/" + "0" * 64 + "/pages/1",
    "/crops/{row}": "/crops/at9999999",
}
MANY = (
    "/", "/regulations", "/regulations/upload", "/minutes/upload", "/queue", "/queue?branch=pk-khu-pho-5", "/queue/bulk?threshold=0.5",
    "/meetings", "/meetings?unsettled=true", "/meetings?branch=pk-khu-pho-5", "/enter", "/members", "/members?q=trieu", "/branches",
    "/branches?q=khu+pho", "/results?period=2024&as_of=2024-05-02", "/due?as_of=2024-05-02&within=400", "/search?q=khu+pho",
    "/search?q=trieu", "/search?q=quy-dinh", "/search?q=16/04/2024", "/recommendations", "/files", "/options/members",
    "/options/branches", "/manage/aliases",
)  # fmt: skip
WHOLE = (
    "/manage/audit", "/manage/verify", "/manage/accounts", "/manage/backup", "/manage/imports", "/manage/imports/roster/" + "0" * 64,
    "/manage/restore/" + "0" * 64
)  # fmt: skip
#: pages that hold nothing of any unit
PLAIN = ("/me", "/manage", "/manage/settings", "/reports", "/uploads/{identity}", "/uploads/{identity}/progress")


def test_every_page_is_in_the_table(world: World) -> None:
    paths = world.site.visitor("admin").get("/api/v1/openapi.json").json()["paths"]
    asked = {path.removeprefix("/api/v1") for path, verbs in paths.items() if "get" in verbs}
    tried = [
        one.partition("?")[0].format_map(_Any()) for one in (*ONE, *MANY, *WHOLE, *PLAIN, "/sign-in", "/manage/restore")
    ]
    shapes = {_shape(one) for one in tried}
    assert {path for path in asked if _shape(path) not in shapes} <= {"/healthz"}


class _Any(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return "{x}"


def _shape(path: str) -> str:
    given = {"roster": "{x}", "0" * 64: "{x}", "2024-Q1": "{x}"}
    return "/".join("{x}" if part.startswith("{") else given.get(part, part) for part in path.split("/"))


@pytest.mark.parametrize("path", [*ONE, *PICTURES])
def test_one_thing_is_seen_inside_and_missing_outside(world: World, path: str) -> None:
    nothing = {**ONE, **PICTURES}[path]
    doors = ("",) if path in PICTURES else ("", "/api/v1")
    for door in doors:
        ours, theirs = (door + path.format(**_fields(part)) for part in (world.ours, world.theirs))
        expected = {"khe": (200, 404), "loc": (404, 200), "tinh": (200, 200), "hanh": (200, 200)}
        for account, statuses in expected.items():
            visitor = world.site.visitor(account)
            found = visitor.get(ours), visitor.get(theirs)
            assert (found[0].status_code, found[1].status_code) == statuses, (account, door)
        hidden = world.site.visitor("khe").get(theirs)
        missing = world.site.visitor("khe").get((door + nothing).format(**_fields(world.ours)))
        assert missing.status_code == 404
        if door:
            assert hidden.json()["error"]["code"] == missing.json()["error"]["code"]


def _fields(part: Part) -> dict[str, str]:
    return {name: getattr(part, name) for name in part.__dataclass_fields__}


@pytest.mark.parametrize("path", MANY)
def test_lists_hold_nothing_of_another_unit(world: World, path: str) -> None:
    outside = (world.theirs.member, world.theirs.meeting, world.theirs.row, world.theirs.rule, world.theirs.paper,
               world.theirs.minutes, "pk-khu-pho-2", "pk-khu-pho-5", world.theirs.name, "Kiến nghị của loc", "quy-dinh-loc")  # fmt: skip
    for door in ("", "/api/v1"):
        answer = world.site.visitor("khe").get(door + path)
        assert answer.status_code == 200
        text = answer.text if door else answer.text.split("<main", 1)[1]
        found = [one for one in outside if one in text]
        asked = path.partition("=")[2]
        assert [one for one in found if one not in asked] == [], door


@pytest.mark.parametrize("path", MANY)
def test_the_unit_above_and_the_whole_see_both(world: World, path: str) -> None:
    twin = f"/api/v1{path}"
    above, whole = world.site.visitor("tinh").get(twin), world.site.visitor("hanh").get(twin)
    assert above.status_code == whole.status_code == 200


def test_lists_hold_what_is_the_units_own(world: World) -> None:
    visitor = world.site.visitor("khe")
    ids = {one["id"] for one in visitor.get("/api/v1/members").json()["rows"]}
    assert ids == {"khe01"}
    assert {one["id"] for one in visitor.get("/api/v1/branches").json()["rows"]} == {"pk-dong-ha", "pk-cam-ly"}
    assert {one["branch_id"] for one in visitor.get("/api/v1/meetings").json()["rows"]} == {"pk-dong-ha", "pk-cam-ly"}
    assert visitor.get("/api/v1/queue").json()["row"]["id"] == world.ours.row
    assert visitor.get("/api/v1/queue").json()["left"] == 1
    matrices = visitor.get("/api/v1/results", params={"period": "2024-Q1", "as_of": "2024-05-02"}).json()["matrices"]
    assert {row["person"]["id"] for one in matrices for row in one["rows"]} == {"khe01"}
    due = visitor.get("/api/v1/due", params={"as_of": "2024-05-02", "within": 400}).json()["rows"]
    assert {row["person"]["id"] for row in due} == {"khe01"}
    texts = {one["text"] for one in visitor.get("/api/v1/recommendations").json()["rows"]}
    assert "Kiến nghị của khe." in texts


def test_guests_from_above_can_be_named_and_those_of_another_unit_not(world: World) -> None:
    options = {one["id"] for one in world.site.visitor("khe").get("/api/v1/options/members").json()["options"]}
    assert {"pk01", "pk07", "khe01"} <= options and "loc01" not in options


def test_rules_of_the_units_above_are_read_and_not_changed(world: World) -> None:
    visitor = world.site.visitor("khe")
    above = "57-qd-tu-2023"
    page = visitor.get(f"/api/v1/rules/{above}").json()
    assert page["state"] == "active" and page["decisions"] == [] and page["form"] is None
    answer = visitor.do(f"/rules/{above}/decide", {"kind": "withdraw", "shown": page["version"], "reason": "thử"})
    assert (answer.status_code, answer.json()["error"]["code"]) == (403, "forbidden_scope")
    assert visitor.get("/api/v1/rules/57-qd-tu-2023-2").status_code == 404  # still in review above


@pytest.mark.parametrize("path", WHOLE)
def test_what_is_about_the_whole_workspace_is_for_people_without_a_unit(world: World, path: str) -> None:
    answer = world.site.visitor("xa-admin").get(f"/api/v1{path}")
    assert (answer.status_code, answer.json()["error"]["code"]) == (403, "forbidden_scope")


ACTIONS = {
    "/queue/{row}": ({"choice": "not_on_roster"}, "/queue/at9999999"),
    "/queue/{row}/everywhere": ({"choice": "not_on_roster"}, "/queue/at9999999/everywhere"),
    "/queue-bulk": ({"rows": ["{row}=pk07"]}, ""),
    "/attendance/{row}/correct": ({"reason": "thử", "dismiss": "true"}, "/attendance/at9999999/correct"),
    "/meetings/{meeting}/settle": ({"reason": "thử", "kind": "thematic"}, "/meetings/mt999999/settle"),
    "/rules/{rule}/decide": ({"kind": "withdraw", "shown": "3", "reason": "thử"}, "/rules/nothing/decide"),
    "/rules/{rule}/edit": ({"shown": "3", "action": "attend_branch_meeting", "scope": "u-khe", "reason": "thử"}, "/rules/nothing/edit"),
    "/enter/{minutes}": ({"branch": "pk-dong-ha", "date": "2024-06-05"}, "/enter/" + "0" * 64),
    "/results/{rule}/{member}/2024-Q1/confirm": ({"reason": "thử", "as_of": "2024-05-02"}, ""),
    "/manage/aliases/revoke": ({"written": "d loc", "member": "loc01", "branch": "pk-khu-pho-5"}, ""),
}  # fmt: skip


@pytest.mark.parametrize("path", ACTIONS)
def test_nothing_of_another_unit_can_be_changed(world: World, path: str) -> None:
    data, nothing = ACTIONS[path]
    fields = _fields(world.theirs)
    filled = {name: [one.format(**fields) for one in value] if isinstance(value, list) else value for name, value in data.items()}  # fmt: skip
    before = world.site.store.data_version()
    visitor = world.site.visitor("khe")
    answer = visitor.do(path.format(**fields), filled)
    assert answer.status_code == 404, answer.text
    assert world.site.store.data_version() == before
    if nothing:
        assert visitor.do(nothing, filled).json()["error"]["code"] == answer.json()["error"]["code"]


def test_every_action_is_in_the_table(world: World) -> None:
    paths = world.site.visitor("admin").get("/api/v1/openapi.json").json()["paths"]
    asked = {_shape(path.removeprefix("/api/v1")) for path, verbs in paths.items() if "post" in verbs}
    tried = {_shape(path.format_map(_Any())) for path in ACTIONS}
    elsewhere = {
        "/regulations/upload", "/minutes/upload", "/judgements/{x}/undo", "/operations/{x}/undo", "/language", "/sign-in",
        "/sign-out", "/me/password",
    }  # fmt: skip
    assert {path for path in asked - tried - elsewhere if not path.startswith("/manage/")} == set()


def test_undo_stops_at_the_unit(own_world: World) -> None:
    site, theirs = own_world.site, own_world.theirs
    other = site.visitor("loc")
    judged = other.do(f"/queue/{theirs.row}", {"choice": "not_on_roster"}).json()["undo"]
    submitted = other.do(f"/rules/{theirs.rule}/decide", {"kind": "submit", "shown": "2"}).json()["undo"]
    stranger = site.visitor("khe")
    missing = stranger.do("/judgements/999999/undo")
    answer = stranger.do(judged)
    assert (answer.status_code, answer.json()["error"]["code"]) == (404, missing.json()["error"]["code"])
    assert stranger.do(submitted).status_code == 404
    assert other.do(judged).status_code == other.do(submitted).status_code == 200


def test_work_inside_the_unit_goes_through(own_world: World) -> None:
    site, ours = own_world.site, own_world.ours
    visitor = site.visitor("khe")
    assert visitor.do(f"/queue/{ours.row}", {"choice": "member:pk08"}).status_code == 200
    assert RegisterBook(site.store).row(ours.row).member_id == "pk08"
    assert visitor.do(f"/rules/{ours.rule}/decide", {"kind": "submit", "shown": "2"}).status_code == 200
    data = {"branch": "pk-cam-ly", "date": "2024-04-20", "people": ["khe01|present|superior", "pk04|present|superior"]}
    assert visitor.do(f"/enter/{ours.minutes}", data).status_code == 200


def test_nobody_writes_into_another_units_branches_or_names_its_people(own_world: World) -> None:
    site, ours, theirs = own_world.site, own_world.ours, own_world.theirs
    visitor = site.visitor("khe")
    good = {"branch": "pk-cam-ly", "date": "2024-04-20"}
    refused = {
        "unknown_branch": good | {"branch": theirs.branch},
        "unknown_id": good | {"people": ["loc01|present|superior"]},
        "not_found": good | {"pages": [f"{theirs.minutes}:1"]},
        "unknown_meeting": good | {"meeting": theirs.meeting},
    }
    before = site.store.data_version()
    for code, data in refused.items():
        assert visitor.do(f"/enter/{ours.minutes}", data).json()["error"]["code"] == code
    answer = visitor.do(f"/meetings/{ours.meeting}/settle", {"reason": "thử", "branch": theirs.branch})
    assert answer.json()["error"]["code"] == "unknown_branch"
    assert visitor.do(f"/queue/{ours.row}", {"choice": "member:loc01"}).status_code == 404
    assert site.store.data_version() == before


def test_a_rule_stays_in_the_unit_that_edits_it(own_world: World) -> None:
    visitor, rule = own_world.site.visitor("khe"), own_world.ours.rule
    form = {"shown": "2", "action": "attend_branch_meeting", "reason": "thử", "who_ids": "commune_secretary"}
    for scope in ("", "u-loc", "u-tinh"):
        answer = visitor.do(f"/rules/{rule}/edit", form | {"scope": scope})
        assert answer.json()["error"]["code"] == "forbidden_scope"
    answer = visitor.do(f"/rules/{rule}/edit", form | {"scope": "u-khe", "supersedes": own_world.theirs.rule})
    assert answer.status_code == 404
    assert Catalogue(own_world.site.store).get(rule).version == 2


def test_what_a_unit_sends_goes_to_the_unit(own_world: World) -> None:
    site, visitor = own_world.site, own_world.site.visitor("khe")
    paper = PAPER.format(n=99, issuer="ĐẢNG ỦY XÃ KHÊ TRUNG")
    minutes = "BIÊN BẢN\nSinh hoạt chi bộ thường kỳ\nHôm nay, chi bộ họp tại nhà văn hóa thôn.\n"
    headers = {"X-CSRF-Token": visitor.token}
    sent = {
        f"/api/v1/{kind}/upload": [("files", (f"{kind}.txt", text.encode(), "text/plain"))]
        for kind, text in (("regulations", paper), ("minutes", minutes))
    }
    uploads = [visitor.post(path, files=files, headers=headers).json()["to"] for path, files in sent.items()]
    office = open_office(WebConfig(site.home))
    Reader(office).read_all()
    office.store.close()
    for path in uploads:
        assert visitor.get(f"/api/v1{path}").json()["state"] == "done"
        assert site.visitor("loc").get(f"/api/v1{path}").status_code == 404
        assert site.visitor("tinh").get(f"/api/v1{path}").status_code == 200
    link = visitor.get(f"/api/v1{uploads[0]}").json()["outcomes"][0]["link"]
    rules = visitor.get(f"/api/v1{link}").json()["rules"]
    assert {Catalogue(site.store).get(rule["id"]).terms.scope for rule in rules} == {"u-khe"}
    assert site.visitor("loc").get(f"/api/v1{link}").status_code == 404
    waiting = visitor.get("/api/v1/enter").json()["files"]
    assert [one["name"] for one in waiting] == ["minutes.txt"]
    assert site.visitor("loc").get(f"/api/v1/enter/{waiting[0]['sha256']}").status_code == 404
    assert "minutes.txt" not in site.visitor("loc").get("/api/v1/enter").text


def test_minutes_of_another_unit_s_branch_are_told_to_whoever_sent_them(own_world: World) -> None:
    site, visitor = own_world.site, own_world.site.visitor("khe")
    (paper,) = (site.home / "originals").glob(f"*/{own_world.theirs.minutes}")
    again = paper.read_bytes().replace(b"%%EOF", b"%%EOF\n")
    sent = [("files", ("bien-ban.pdf", again, "application/pdf"))]
    headers = {"X-CSRF-Token": visitor.token}
    upload = visitor.post("/api/v1/minutes/upload", files=sent, headers=headers).json()["to"]
    office = open_office(WebConfig(site.home))
    Reader(office).read_all()
    office.store.close()
    (outcome,) = visitor.get(f"/api/v1{upload}").json()["outcomes"]
    assert (outcome["link"], outcome["sentence"]) == ("", say("web.beyond_unit"))


def test_an_account_is_bound_to_a_unit_that_is_known(own_world: World) -> None:
    admin = own_world.site.visitor("admin")
    new = {"name": "moi", "password": "một câu dài mới tinh", "role": "clerk"}
    assert admin.do("/manage/accounts", new | {"scope": "u-nothing"}).json()["error"]["code"] == "unknown_unit"
    assert admin.do("/manage/accounts", new | {"scope": "u-loc"}).status_code == 200
    assert admin.do("/manage/accounts/moi", {"do": "role", "role": "clerk", "scope": "xã nào đó"}).status_code == 422
    last = admin.do("/manage/accounts/admin", {"do": "role", "role": "administrator", "scope": "u-khe"})
    assert last.json()["error"]["code"] == "last_administrator"


def test_reports_of_a_unit_name_its_own_people_alone(world: World) -> None:
    asked = {"period": "2024-Q1", "as_of": "2024-05-02", "format": "html"}
    text = world.site.visitor("khe").get("/reports/file", params=asked).text
    assert world.ours.name in text and world.theirs.name not in text
    for form in ("csv", "ics"):
        other = world.site.visitor("khe").get("/reports/file", params=asked | {"format": form}).text
        assert world.theirs.name not in other and "Kiến nghị của loc" not in other
    assert world.theirs.name in world.site.visitor("hanh").get("/reports/file", params=asked).text


def test_pages_ask_only_what_the_person_may_see() -> None:
    """Pages build no reader of their own: what they show comes through the person's sight."""
    allowed = {("importing.py", "Book"), ("queue.py", "Book"), ("rules.py", "find")}
    found = set()
    for file in Path(pages.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            called = node.func.id if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) else ""
            if called in ("RegisterBook", "Catalogue", "Book", "files_of"):
                found.add((file.name, called))
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "journal":
                found.add((file.name, node.attr))
    assert found <= allowed


def test_a_spelling_of_the_unit_is_forgotten_by_the_unit(own_world: World) -> None:
    visitor = own_world.site.visitor("khe")
    visitor.do("/manage/aliases/revoke", {"written": "d khe", "member": "khe01", "branch": "pk-dong-ha"})
    assert {one.written for one in Book(own_world.site.store).roster().aliases} == {"d loc"}
