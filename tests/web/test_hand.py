"""Minutes by hand: pages in, a meeting out."""

from __future__ import annotations

from conftest import Site
from office_world import add_book

from diemdanh.books import pages_in
from diemdanh.demo.world import MEETINGS
from minutes.entry import Origin, Settled
from minutes.register import RegisterBook
from roster.people import Capacity
from store.backup import verify


def _unsettled(site: Site) -> tuple[str, str]:
    register = RegisterBook(site.store)
    (meeting,) = register.unsettled_meetings()
    return meeting.id, register.sources(meeting.id)[0].sha256


def test_an_unsettled_meeting_waits_with_its_pages(shop: Site) -> None:
    (waiting,) = shop.visitor("clerk").get("/api/v1/enter").json()["files"]
    assert waiting["why"] == "unsettled"
    page = shop.visitor("clerk").get(f"/api/v1/enter/{waiting['sha256']}").json()
    assert [sheet["page"] for sheet in page["sheets"]] == [1]
    assert page["meeting_id"] and page["branch_id"] == ""


def test_a_meeting_by_hand_settles_the_one_that_was_read(site: Site) -> None:
    meeting, sha256 = _unsettled(site)
    visitor = site.visitor("clerk")
    data = {"branch": "pk-cam-ly", "date": "2024-02-08", "meeting": meeting, "pages": [f"{sha256}:1"],
            "people": ["pk04|present|superior", "pk02|absent_excused|superior"]}  # fmt: skip
    assert visitor.do(f"/enter/{sha256}", data).json()["to"] == "/enter"
    register = RegisterBook(site.store)
    assert register.unsettled_meetings() == ()
    (held,) = [
        m for m in register.meetings() if (m.branch_id, m.date, m.duplicate_of) == ("pk-cam-ly", "2024-02-08", None)
    ]
    assert held.origin is Origin.HAND
    entered = [row for row in register.rows(held.id) if row.settled is Settled.HAND]
    rows = {row.member_id: (row.status.value, row.capacity) for row in entered}
    assert rows["pk04"] == ("present", Capacity.SUPERIOR) and rows["pk02"][0] == "absent_excused"
    assert register.sources(held.id)[0].sha256 == sha256


def test_nobody_from_the_roster_is_an_answer(site: Site) -> None:
    _, sha256 = _unsettled(site)
    site.visitor("clerk").do(
        f"/enter/{sha256}", {"branch": "pk-khu-pho-2", "date": "2024-02-12", "pages": [f"{sha256}:1"]}
    )
    (held,) = [m for m in RegisterBook(site.store).meetings() if m.date == "2024-02-12" and not m.duplicate_of]
    assert held.complete
    assert [row for row in RegisterBook(site.store).rows(held.id) if row.settled is not Settled.DISMISSED] == []


def test_somebody_out_of_office_on_that_day_is_refused(site: Site) -> None:
    meeting, sha256 = _unsettled(site)
    data = {"branch": "pk-cam-ly", "date": "2019-02-08", "meeting": meeting, "people": ["pk04|present|superior"]}
    answer = site.visitor("clerk").do(f"/enter/{sha256}", data)
    assert answer.status_code == 409 and "không giữ chức vụ" in answer.json()["error"]["message"]


def test_wrong_branch_pages_and_people_are_refused(site: Site) -> None:
    _, sha256 = _unsettled(site)
    good = {"branch": "pk-cam-ly", "date": "2024-02-08"}
    visitor = site.visitor("clerk")
    for wrong in (
        {"branch": "nowhere"},
        {"pages": ["../../etc:1"]},
        {"people": ["pk99|present|superior"]},
        {"date": "mồng tám"},
    ):
        assert visitor.do(f"/enter/{sha256}", good | wrong).status_code in (404, 409, 422), wrong
    assert len(RegisterBook(site.store).unsettled_meetings()) == 1


def test_a_clerk_says_which_meeting_it_is(site: Site) -> None:
    meeting, _ = _unsettled(site)
    data = {"branch": "pk-cam-ly", "date": "2024-02-08", "kind": "regular", "reason": "đọc trên ảnh"}
    site.visitor("clerk").do(f"/meetings/{meeting}/settle", data)
    assert RegisterBook(site.store).meeting(meeting).complete


def _pages(site: Site, meeting: str) -> list[str]:
    return [f"{sha256[:4]}:{page}" for sha256, page in pages_in(RegisterBook(site.store).sources(meeting))]


def _entered(site: Site, day: str) -> str:
    (held,) = [one for one in RegisterBook(site.store).meetings() if one.date == day and not one.duplicate_of]
    return held.id


def test_a_book_is_split_and_what_is_left_waits_with_its_rows(site: Site) -> None:
    """Three pages that were read as one meeting are two: the guest of the last page is offered again with his page."""
    sha256 = add_book(site.store, site.home, *MEETINGS[9:12], unsettled=True)
    visitor = site.visitor("clerk")
    page = visitor.get(f"/api/v1/enter/{sha256}").json()
    keys = [f"{sha256}:{n}" for n in (1, 2, 3)]
    assert [one["page"] for one in page["sheets"]] == [1, 2, 3]
    data = {"branch": "pk-khu-pho-2", "date": "2024-06-11", "meeting": page["meeting_id"], "people": ["pk09|present|superior"],
            "pages": keys[:1], "later": keys[1:]}  # fmt: skip
    assert visitor.do(f"/enter/{sha256}", data).json()["to"] == f"/enter/{sha256}"
    rest = visitor.get(f"/api/v1/enter/{sha256}").json()
    assert [one["page"] for one in rest["sheets"]] == [2, 3] and [one["page"] for one in rest["left_out"]] == [1]
    assert [(row["member"]["id"], row["page"]) for row in rest["rows"]] == [("pk07", 2)]
    assert _pages(site, _entered(site, "2024-06-11")) == [f"{sha256[:4]}:1"]
    again = {"branch": "pk-khu-pho-5", "date": "2024-06-12", "meeting": rest["meeting_id"], "pages": keys[1:2]}
    visitor.do(f"/enter/{sha256}", again)
    assert _pages(site, _entered(site, "2024-06-12")) == [f"{sha256[:4]}:2"]
    assert sha256 not in {one["sha256"] for one in visitor.get("/api/v1/enter").json()["files"]}
    assert verify(site.store) == ()


def test_pages_of_two_files_become_one_meeting_in_the_order_given(site: Site) -> None:
    first = add_book(site.store, site.home, *MEETINGS[9:11], name="một.pdf")
    second = add_book(site.store, site.home, MEETINGS[11], name="hai.pdf", unsettled=True)
    visitor = site.visitor("clerk")
    data = {"branch": "pk-khu-pho-2", "date": "2024-06-11", "pages": [f"{second}:1", f"{first}:2", f"{first}:1"]}
    assert visitor.do(f"/enter/{first}", data).status_code == 200
    held = _entered(site, "2024-06-11")
    assert sorted(_pages(site, held)) == sorted([f"{second[:4]}:1", f"{first[:4]}:2", f"{first[:4]}:1"])
    own = RegisterBook(site.store).shelf.sources(held)
    assert [(one.page_from, one.shown_name) for one in own] == [(2, "một.pdf"), (1, "một.pdf")]
    waiting = {one["sha256"] for one in visitor.get("/api/v1/enter").json()["files"]}
    assert not waiting & {first, second}
    assert verify(site.store) == ()


def test_pages_that_are_no_minutes_are_left_out_for_good(site: Site) -> None:
    sha256 = add_book(site.store, site.home, *MEETINGS[9:11])
    visitor = site.visitor("clerk")
    visitor.do(f"/enter/{sha256}", {"branch": "pk-khu-pho-2", "date": "2024-06-11", "pages": [f"{sha256}:2"]})
    assert sha256 not in {one["sha256"] for one in visitor.get("/api/v1/enter").json()["files"]}


def test_a_page_that_carries_two_meetings_can_be_put_into_both(site: Site) -> None:
    sha256 = add_book(site.store, site.home, *MEETINGS[9:12])
    visitor = site.visitor("clerk")
    keys = [f"{sha256}:{n}" for n in (1, 2, 3)]
    first = {"branch": "pk-khu-pho-2", "date": "2024-06-11", "pages": keys[:2], "later": keys[2:]}
    visitor.do(f"/enter/{sha256}", first)
    meeting = visitor.get(f"/api/v1/enter/{sha256}").json()["meeting_id"]
    visitor.do(
        f"/enter/{sha256}", {"branch": "pk-khu-pho-2", "date": "2024-07-11", "pages": keys[1:], "meeting": meeting}
    )
    assert _pages(site, _entered(site, "2024-06-11")) == [f"{sha256[:4]}:1", f"{sha256[:4]}:2"]
    assert sorted(_pages(site, _entered(site, "2024-07-11"))) == [f"{sha256[:4]}:2", f"{sha256[:4]}:3"]
