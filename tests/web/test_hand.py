"""Minutes by hand: pages in, a meeting out."""

from __future__ import annotations

from conftest import Site

from minutes.entry import Origin, Settled
from minutes.register import RegisterBook
from roster.people import Capacity


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
        {"date": "8/2/2024"},
    ):
        assert visitor.do(f"/enter/{sha256}", good | wrong).status_code in (404, 409, 422), wrong
    assert len(RegisterBook(site.store).unsettled_meetings()) == 1


def test_a_clerk_says_which_meeting_it_is(site: Site) -> None:
    meeting, _ = _unsettled(site)
    data = {"branch": "pk-cam-ly", "date": "2024-02-08", "kind": "regular", "reason": "đọc trên ảnh"}
    site.visitor("clerk").do(f"/meetings/{meeting}/settle", data)
    assert RegisterBook(site.store).meeting(meeting).complete
