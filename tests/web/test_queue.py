"""The queue: a person's word, the next row, and the way back."""

from __future__ import annotations

from conftest import Site
from office_world import NOW

from minutes.entry import Entry, EntryRow, Settled
from minutes.register import RegisterBook
from roster.book import Book
from roster.people import AttendanceStatus, MeetingKind


def _waiting(site: Site) -> list[str]:
    return [row.id for row in RegisterBook(site.store).queue()]


def test_accepting_enters_the_member_and_shows_the_next_row(site: Site) -> None:
    visitor = site.visitor("clerk")
    row = visitor.get("/api/v1/queue").json()["row"]["id"]
    answer = visitor.do(f"/queue/{row}", {"choice": "member:pk08", "branch": "pk-khu-pho-5"})
    assert answer.json()["to"] == f"/queue?branch=pk-khu-pho-5&after={row}"
    kept = RegisterBook(site.store).row(row)
    assert (kept.member_id, kept.settled) == ("pk08", Settled.ACCEPTED)
    assert row not in _waiting(site)


def test_undo_puts_the_row_back_and_leads_to_it(site: Site) -> None:
    visitor = site.visitor("clerk")
    before = _waiting(site)
    done = visitor.do(f"/queue/{before[0]}", {"choice": "not_on_roster"}).json()
    assert before[0] not in _waiting(site)
    assert visitor.do(done["undo"]).json()["to"] == f"/queue?at={before[0]}"
    assert _waiting(site) == before


def test_namesakes_are_never_chosen_beforehand(shop: Site) -> None:
    candidates = shop.visitor("clerk").get("/api/v1/queue").json()["candidates"]
    assert [one["person"]["id"] for one in candidates][:2] == ["pk07", "pk08"]
    assert not any(one["chosen"] for one in candidates)


def test_blind_mode_shows_no_score_and_no_order(shop: Site) -> None:
    page = shop.visitor("clerk").get("/api/v1/queue", params={"blind": "true"}).json()
    assert all(one["score"] is None and not one["chosen"] for one in page["candidates"])
    names = [one["person"]["name"] for one in page["candidates"]]
    assert names == sorted(names)
    assert "%" not in shop.visitor("clerk").get("/queue?blind=true").text.split("</form>")[-2]


def test_a_learned_spelling_is_scoped_to_the_branch_and_revoked(site: Site) -> None:
    visitor = site.visitor("hanh")
    row = _waiting(site)[0]
    visitor.do(f"/queue/{row}", {"choice": "member:pk07", "learn": "true"})
    (alias,) = Book(site.store).roster().aliases
    assert (alias.member_id, alias.branch_id) == ("pk07", "pk-khu-pho-5")
    visitor.do("/manage/aliases/revoke", {"written": alias.written, "member": "pk07", "branch": "pk-khu-pho-5"})
    assert Book(site.store).roster().aliases == ()


def test_negative_decisions_are_remembered_for_the_spelling(site: Site) -> None:
    visitor = site.visitor("clerk")
    row = _waiting(site)[0]
    name = RegisterBook(site.store).row(row).name_written
    visitor.do(f"/queue/{row}", {"choice": "not_on_roster"})
    assert [one.row_id for one in RegisterBook(site.store).rejected(name)] == [row]


def test_a_row_that_is_settled_already_is_told(site: Site) -> None:
    first, second = site.visitor("clerk"), site.visitor("hanh")
    row = _waiting(site)[0]
    assert first.do(f"/queue/{row}", {"choice": "member:pk07"}).status_code == 200
    answer = second.do(f"/queue/{row}", {"choice": "member:pk08"})
    assert (answer.status_code, answer.json()["error"]["code"]) == (409, "not_waiting")
    assert RegisterBook(site.store).row(row).member_id == "pk07"


def test_a_viewer_judges_nothing(site: Site) -> None:
    row = _waiting(site)[0]
    assert site.visitor("xem").do(f"/queue/{row}", {"choice": "member:pk07"}).status_code == 403
    assert row in _waiting(site)


def test_nonsense_is_no_verdict(site: Site) -> None:
    row = _waiting(site)[0]
    assert site.visitor("clerk").do(f"/queue/{row}", {"choice": "có lẽ"}).status_code == 422


def test_a_correction_needs_reviewer_and_reason_and_can_be_undone(site: Site) -> None:
    row = next(one for one in RegisterBook(site.store).rows("mt000001") if one.member_id == "pk03")
    data = {"status": "mentioned_only", "reason": "xem lại ảnh"}
    assert site.visitor("clerk").do(f"/attendance/{row.id}/correct", data).status_code == 403
    done = site.visitor("hanh").do(f"/attendance/{row.id}/correct", data).json()
    assert RegisterBook(site.store).row(row.id).status == "mentioned_only"
    site.visitor("hanh").do(done["undo"])
    assert RegisterBook(site.store).row(row.id).status == "present"


def _spelled_alike(site: Site) -> list[str]:
    """Three more rows with the first row's spelling: two of its branch, one of another; their ids."""
    register = RegisterBook(site.store)
    with site.store.writing(by="test", at=NOW) as change:
        for branch, day, whom in (("pk-khu-pho-5", "2024-06-03", "pk08"), ("pk-khu-pho-5", "2024-07-03", "pk01"), ("pk-cam-ly", "2024-06-03", "pk08")):  # fmt: skip
            row = EntryRow(
                AttendanceStatus.PRESENT, None, "Hoàng Văn Dũng", candidates=((whom, 0.8),), needs_review=True
            )
            register.record(change, Entry(branch, day, MeetingKind.REGULAR, (row,)))
    return _waiting(site)[-3:]


def test_one_decision_reaches_the_branch_after_a_preview_and_one_undo_takes_it_back(site: Site) -> None:
    alike, other, elsewhere = _spelled_alike(site)
    first, before = _waiting(site)[0], _waiting(site)
    visitor = site.visitor("clerk")
    page = visitor.get(f"/api/v1/queue/{first}/everywhere", params={"choice": "member:pk08"}).json()
    assert [one["id"] for one in page["decided"]] == [first, alike]
    assert [(one["row"]["id"], one["why"]) for one in page["left"]] == [(other, "ở đó người này không phải ứng viên")]
    assert "Quyết định 2 dòng" in visitor.get(f"/queue/{first}/everywhere?choice=member:pk08").text
    assert _waiting(site) == before
    done = visitor.do(f"/queue/{first}/everywhere", {"choice": "member:pk08"}).json()
    assert set(before) - set(_waiting(site)) == {first, alike} and elsewhere in _waiting(site)
    visitor.do(done["undo"])
    assert _waiting(site) == before


def test_a_viewer_decides_for_no_branch(site: Site) -> None:
    row = _waiting(site)[0]
    assert site.visitor("xem").do(f"/queue/{row}/everywhere", {"choice": "not_present"}).status_code == 403
    assert site.visitor("clerk").do(f"/queue/{row}/everywhere", {"choice": "có lẽ"}).status_code == 422
    assert row in _waiting(site)
