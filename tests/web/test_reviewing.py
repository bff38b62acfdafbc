"""Rules in the browser: who may decide what, and what is written of it."""

from __future__ import annotations

import pytest
from conftest import Site

from rules_catalog.catalogue import Catalogue
from rules_catalog.rule import RuleState, WhereKind

LIVE, WAITING = "57-qd-tu-2023", "57-qd-tu-2023-2"


def _state(site: Site, rule_id: str) -> RuleState:
    return Catalogue(site.store).get(rule_id).state


def test_two_people_approve_and_the_second_activates(site: Site) -> None:
    approver = site.visitor("bao")
    assert "ít nhất 1 lần/năm" in approver.see(f"/rules/{WAITING}").text
    approver.submit(f"/rules/{WAITING}/decide", {"kind": "approve", "shown": 1})
    approver.submit(f"/rules/{WAITING}/decide", {"kind": "activate", "shown": 1})
    assert _state(site, WAITING) is RuleState.ACTIVE
    decided = [(e["by"], e["where_from"]) for e in site.audit("rule.activate")][-1]
    assert decided == ("bao", "web 127.0.0.1")


def test_whoever_edited_a_rule_does_not_approve_it(site: Site) -> None:
    approver = site.visitor("bao")
    form = {"shown": 1, "action": "attend_branch_meeting", "reason": "đọc lại", "min_count": "2", "per": "year"}
    page = approver.get(f"/api/v1/rules/{WAITING}").json()
    chosen = {name: [c["value"] for c in page["form"][name] if c["chosen"]] for name in ("who_ids", "where_kind")}
    approver.do(
        f"/rules/{WAITING}/edit", {**form, **chosen, "effective_from": "2024-01-01", "issuer": page["form"]["issuer"]}
    )
    assert Catalogue(site.store).get(WAITING).terms.min_count == 2
    answer = approver.do(f"/rules/{WAITING}/decide", {"kind": "approve", "shown": 2})
    assert (answer.status_code, answer.json()["error"]["code"]) == (403, "same_person")
    assert _state(site, WAITING) is RuleState.DRAFT


def test_an_edit_keeps_what_was_not_touched_and_marks_what_was_supplied(site: Site) -> None:
    reviewer = site.visitor("hanh")
    page = reviewer.get(f"/api/v1/rules/{WAITING}").json()
    form = page["form"]
    data = {
        name: [c["value"] for c in form[name] if c["chosen"]]
        for name in ("who_ids", "action", "per", "partial_period", "scope")
    }
    data |= {
        name: form[name]
        for name in ("min_count", "max_count", "every", "effective_from", "effective_to", "due", "issuer")
    }
    answer = reviewer.do(
        f"/rules/{WAITING}/edit",
        {**data, "where_kind": "any_branch", "shown": 1, "reason": "hỏi ban hành", "assumed": "true"},
    )
    assert answer.status_code == 200
    before, after = Catalogue(site.store).versions(WAITING)
    assert after.terms.where_kind is WhereKind.ANY_BRANCH
    assert after.terms.assumed == (("where_kind", "hỏi ban hành"),)
    assert (after.terms.who_ids, after.terms.min_count, after.terms.quote) == (
        before.terms.who_ids,
        before.terms.min_count,
        before.terms.quote,
    )
    diff = reviewer.get(f"/api/v1/rules/{WAITING}/versions").json()["differences"]
    assert ("chi bộ khu dân cư được phân công", "chi bộ bất kỳ") in {(one["before"], one["after"]) for one in diff}


def test_a_stale_page_decides_nothing(site: Site) -> None:
    approver = site.visitor("bao")
    answer = approver.do(f"/rules/{WAITING}/decide", {"kind": "approve", "shown": 9})
    assert (answer.status_code, answer.json()["error"]["code"]) == (409, "stale")


@pytest.mark.parametrize(
    ("account", "kind"),
    [("clerk", "approve"), ("clerk", "submit"), ("hanh", "approve"), ("hanh", "withdraw"), ("xem", "approve")],
)
def test_a_lesser_role_is_refused(site: Site, account: str, kind: str) -> None:
    answer = site.visitor(account).do(f"/rules/{WAITING}/decide", {"kind": kind, "shown": 1, "reason": "thử"})
    assert answer.status_code == 403
    assert _state(site, WAITING) is RuleState.IN_REVIEW


def test_a_reviewer_does_not_undo_an_approver(site: Site) -> None:
    operation = Catalogue(site.store).last_operation(LIVE)
    assert site.visitor("hanh").do(f"/operations/{operation}/undo", {"reason": "thử"}).status_code == 403
    assert _state(site, LIVE) is RuleState.ACTIVE
    assert site.visitor("bao").do(f"/operations/{operation}/undo", {"reason": "áp dụng nhầm"}).status_code == 200
    assert _state(site, LIVE) is not RuleState.ACTIVE


def test_reject_needs_its_reason(site: Site) -> None:
    approver = site.visitor("bao")
    answer = approver.do(f"/rules/{WAITING}/decide", {"kind": "reject", "shown": 1})
    assert answer.json()["error"]["code"] == "needs_reason"
    approver.do(f"/rules/{WAITING}/decide", {"kind": "reject", "shown": 1, "reason": "trùng"})
    assert _state(site, WAITING) is RuleState.REJECTED


def test_the_review_page_lights_the_place_of_each_value(shop: Site) -> None:
    page = shop.visitor("hanh").get(f"/api/v1/rules/{LIVE}").json()
    (sheet,) = page["lighting"]["pages"]
    slots = {box["slot"] for box in sheet["boxes"]}
    assert {"quote", "who"} <= slots
    frequency = next(field for field in page["fields"] if field["name"] == "frequency")
    assert "mỗi quý" in frequency["quote"] and frequency["pattern"] and set(frequency["slots"]) <= slots
    for box in sheet["boxes"]:
        assert 0 <= box["x"] < sheet["width"] and 0 <= box["y"] < sheet["height"]


def test_the_dry_run_says_in_words_who_would_be_bound(shop: Site) -> None:
    preview = shop.visitor("bao").get(f"/api/v1/rules/{WAITING}").json()["preview"]
    assert preview[0].startswith("2 người trong danh sách phải thực hiện từ ngày 01/01/2024")
