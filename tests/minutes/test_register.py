"""The register: one row for a member at a meeting, copies found, people's words kept and taken back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from minutes.entry import (
    AttendanceRow,
    Entry,
    EntryRow,
    MeetingDetails,
    RegisterFault,
    RegisterRefusal,
    RowVerdict,
    Settled,
    Source,
    Unresolved,
)
from minutes.register import RegisterBook
from roster.people import AttendanceStatus, MeetingKind
from store.backup import verify
from store.database import Store, open_store

NOW = datetime(2026, 1, 5, 8, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)
PRESENT = AttendanceStatus.PRESENT


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return open_store(tmp_path / "home", create=True)


@pytest.fixture
def book(store: Store) -> RegisterBook:
    return RegisterBook(store)


def entry(*rows: EntryRow, sha256: str = "a" * 64, complete: bool = True, day: str = "2023-09-03") -> Entry:
    return Entry(
        "b1",
        day,
        MeetingKind.REGULAR,
        rows,
        (Source(sha256, 1, 2, "scan.pdf"),),
        complete,
        details=MeetingDetails(chair="Tư"),
    )


def sure(member: str, status: AttendanceStatus = PRESENT, quote: str = "") -> EntryRow:
    return EntryRow(status, member, f"name of {member}", evidence=quote, confidence=0.999)


def doubtful(*members: str) -> EntryRow:
    return EntryRow(
        PRESENT,
        None,
        "Ng. V. Nam",
        candidates=tuple((m, 0.9) for m in members),
        reasons=("namesake",),
        needs_review=True,
    )


def enter(book: RegisterBook, one: Entry, at: datetime = NOW) -> None:
    with book.store.writing(by="batch", at=at) as change:
        book.record(change, one)


def test_a_meeting_comes_back_with_its_rows_and_pages(book: RegisterBook) -> None:
    enter(book, entry(sure("m1"), doubtful("m2", "m3")))
    shot = book.snapshot()
    assert [(m.branch_id, m.date, m.complete, m.sources) for m in shot.meetings] == [
        ("b1", "2023-09-03", True, (("a" * 64, 1, 2),))
    ]
    assert [(r.member_id, r.waiting, r.candidates) for r in shot.rows] == [
        ("m1", False, ()),
        (None, True, ("m2", "m3")),
    ]
    assert book.meetings()[0].details == MeetingDetails(chair="Tư")
    assert verify(book.store) == ()


def test_the_same_pages_twice_add_nothing(book: RegisterBook) -> None:
    enter(book, entry(sure("m1")))
    enter(book, entry(sure("m1"), sure("m2")))
    assert [r.member_id for r in book.rows()] == ["m1"]


def test_another_copy_of_a_meeting_adds_what_it_knows_and_asks_where_copies_differ(book: RegisterBook) -> None:
    enter(book, entry(sure("m1"), sure("m2"), complete=False))
    copy = entry(sure("m1"), sure("m2", AttendanceStatus.ABSENT_EXCUSED), sure("m3"), sha256="b" * 64)
    enter(book, copy)
    assert {r.member_id: r.settled for r in book.rows()} | {"m2": Settled.WAITING} == {
        "m1": Settled.AUTOMATIC,
        "m2": Settled.WAITING,
        "m3": Settled.AUTOMATIC,
    }
    assert [r.reasons for r in book.queue()] == [("copies_differ",)]
    (meeting,) = book.snapshot().meetings
    assert meeting.complete
    assert [source.sha256[0] for source in book.sources(meeting.id)] == ["a", "b"]


def test_accepting_settles_a_row_and_undo_brings_it_back(book: RegisterBook) -> None:
    enter(book, entry(doubtful("m2", "m3")))
    (row,) = book.queue()
    with pytest.raises(RegisterRefusal) as refused, book.store.writing(by="r", at=NOW) as change:
        book.judge(change, row.id, RowVerdict.ACCEPT)
    assert refused.value.code is RegisterFault.NEEDS_MEMBER
    with book.store.writing(by="reviewer", at=NOW) as change:
        assert book.judge(change, row.id, RowVerdict.ACCEPT, member_id="m3").settled is Settled.ACCEPTED
        operation = change.operation
    assert book.queue() == ()
    with book.store.writing(by="reviewer", at=LATER) as change:
        book.undo(change, operation, "wrong key")
    assert [(r.id, r.member_id, r.candidates) for r in book.queue()] == [(row.id, None, row.candidates)]
    assert [j.verdict for j in book.judgements(row.id)] == [RowVerdict.ACCEPT, RowVerdict.UNDO]
    assert book.snapshot(known_on=NOW).rows[0].member_id == "m3"
    assert verify(book.store) == ()


def test_an_undone_judgement_is_not_undone_past_a_later_one(book: RegisterBook) -> None:
    enter(book, entry(doubtful("m2")))
    (row,) = book.queue()
    with book.store.writing(by="r", at=NOW) as change:
        book.judge(change, row.id, RowVerdict.ACCEPT)
        first = change.operation
    with book.store.writing(by="r", at=NOW) as change:
        book.correct(change, row.id, "he sent a deputy", status=AttendanceStatus.DELEGATED)
    with pytest.raises(RegisterRefusal) as refused, book.store.writing(by="r", at=NOW) as change:
        book.undo(change, first, "try")
    assert refused.value.code is RegisterFault.LATER_DECISIONS


def test_a_negative_decision_is_remembered(book: RegisterBook) -> None:
    enter(book, entry(doubtful("m2")))
    (row,) = book.queue()
    with book.store.writing(by="r", at=NOW) as change:
        book.judge(change, row.id, RowVerdict.NOT_ON_ROSTER, note="a guest")
    assert book.snapshot().rows == ()
    assert [j.note for j in book.rejected("Ng. V. Nam")] == ["a guest"]


def test_a_member_has_one_settled_row_at_a_meeting(book: RegisterBook) -> None:
    enter(book, entry(sure("m1"), doubtful("m1", "m2")))
    (row,) = book.queue()
    with pytest.raises(RegisterRefusal) as refused, book.store.writing(by="r", at=NOW) as change:
        book.judge(change, row.id, RowVerdict.ACCEPT, member_id="m1")
    assert refused.value.code is RegisterFault.CONFLICT


def test_an_attendance_file_is_settled_and_comes_in_once(book: RegisterBook) -> None:
    rows = (
        AttendanceRow("b1", "2023-01-03", MeetingKind.REGULAR),
        AttendanceRow("b1", "2023-02-03", MeetingKind.REGULAR, "m1", AttendanceStatus.ABSENT),
        AttendanceRow("b1", "2023-02-03", MeetingKind.REGULAR, "m1", PRESENT),
        AttendanceRow("b1", "2023-02-03", MeetingKind.REGULAR, "m2", PRESENT, needs_review=True),
        AttendanceRow("b2", "2023-03", MeetingKind.NONE),
    )
    for _ in range(2):
        with book.store.writing(by="clerk", at=NOW) as change:
            book.import_attendance(change, rows)
    shot = book.snapshot()
    assert [(m.branch_id, m.date, m.kind) for m in shot.meetings] == [
        ("b1", "2023-01-03", MeetingKind.REGULAR),
        ("b1", "2023-02-03", MeetingKind.REGULAR),
        ("b2", "2023-03", MeetingKind.NONE),
    ]
    assert [(r.member_id, r.status, r.waiting, r.candidates) for r in shot.rows] == [
        ("m1", PRESENT, False, ()),
        ("m2", PRESENT, True, ("m2",)),
    ]
    assert verify(book.store) == ()


def test_a_later_file_corrects_an_earlier_one_and_history_stays(book: RegisterBook) -> None:
    for status, at in ((AttendanceStatus.ABSENT, NOW), (PRESENT, LATER)):
        with book.store.writing(by="clerk", at=at) as change:
            book.import_attendance(change, [AttendanceRow("b1", "2023-02-03", MeetingKind.REGULAR, "m1", status)])
    assert [r.status for r in book.snapshot().rows] == [PRESENT]
    assert [r.status for r in book.snapshot(known_on=NOW).rows] == [AttendanceStatus.ABSENT]


def test_settling_a_meeting_finds_the_one_that_is_in(book: RegisterBook) -> None:
    enter(book, entry(sure("m1")))
    unknown = Entry(
        None,
        "2023-09-03",
        MeetingKind.REGULAR,
        (doubtful("m1"), doubtful("m4", "m5")),
        (Source("c" * 64, 1, 1),),
        False,
    )
    enter(book, unknown)
    (meeting,) = book.unsettled_meetings()
    with book.store.writing(by="r", at=NOW) as change:
        settled = book.settle_meeting(change, meeting.id, "the stamp says so", branch_id="b1")
    main = book.snapshot().meetings[0].id
    assert settled.duplicate_of == main
    assert {row.meeting_id for row in book.snapshot().rows} == {main}
    assert verify(book.store) == ()


def test_posts_without_a_name_are_kept_with_their_candidates(book: RegisterBook) -> None:
    details = MeetingDetails(
        unresolved=(Unresolved("Trưởng ban Tuyên giáo Tỉnh ủy", ("m7",), 1),), recommendations=("Sửa đường",)
    )
    enter(book, Entry("b1", "2023-09", MeetingKind.REGULAR, details=details, complete=False))
    assert book.meetings()[0].details == details


@pytest.mark.parametrize(
    ("quote", "name", "kept"),
    [
        ("Vắng: đ/c Lê Thị Hoa (ốm)", "Lê Thị Hoa", "Vắng: đ/c Lê Thị Hoa"),
        ("Đồng chí Lê Thị Hoa vắng mặt vì đi điều trị bệnh", "Lê Thị Hoa", "Đồng chí Lê Thị Hoa vắng mặt"),
        ("Vắng có lý do: Trần Văn Tám bận việc gia đình", "Trần Văn Tám", "Vắng có lý do: Trần Văn Tám"),
        ("Vắng: Trần Văn Tám (nằm viện), Lê Thị Hoa", "Lê Thị Hoa", "Lê Thị Hoa"),
        ("Vắng không lý do: Đỗ Văn Ba", "Đỗ Văn Ba", "Vắng không lý do: Đỗ Văn Ba"),
    ],
)
def test_the_quote_of_an_absence_ends_before_its_reason(book: RegisterBook, quote: str, name: str, kept: str) -> None:
    row = EntryRow(AttendanceStatus.ABSENT_EXCUSED, "m1", name, evidence=quote)
    enter(book, entry(row))
    assert book.rows()[0].evidence == kept


def test_a_snapshot_of_some_months_has_their_meetings_and_those_without_a_date(book: RegisterBook) -> None:
    for number, day in enumerate(("2023-08-31", "2023-09-01", "2023-10", "2023-11-01", "")):
        enter(book, entry(sure(f"m{number}"), sha256=str(number) * 64, day=day, complete=len(day) == 10))
    shot = book.snapshot(start="2023-09-15", end="2023-10-02")
    assert [meeting.date for meeting in shot.meetings] == ["2023-09-01", "2023-10", ""]
    assert [row.member_id for row in shot.rows] == ["m1", "m2", "m4"]


def test_the_queue_comes_in_pages_of_a_steady_order(book: RegisterBook) -> None:
    for number in range(5):
        enter(book, entry(doubtful("m1", "m2"), sha256=str(number) * 64, day=f"2023-0{number + 1}-03"))
    first = book.queue(limit=2)
    rest = book.queue(limit=10, after=first[-1].id)
    assert [row.id for row in (*first, *rest)] == sorted(row.id for row in book.rows())
    assert len(rest) == 3


ALL = frozenset({"m1", "m2", "m3", "m9"})


def rematched(book: RegisterBook, again: Entry, serving: frozenset[str] = ALL) -> tuple[int, int, int, int]:
    with book.store.writing(by="clerk", at=LATER) as change:
        found = book.rematch(change, book.meetings()[0].id, again, serving)
    assert verify(book.store) == ()
    return found.entered, found.settled, found.waiting, found.reopened


def test_an_archive_that_came_before_its_roster_is_settled_when_the_roster_is_there(book: RegisterBook) -> None:
    enter(book, Entry(None, "2023-09-03", MeetingKind.REGULAR, (), (Source("a" * 64, 1, 2),), complete=False))
    assert rematched(book, entry(sure("m1"), doubtful("m2", "m3"))) == (1, 0, 1, 0)
    (meeting,) = book.snapshot().meetings
    assert (meeting.branch_id, meeting.complete) == ("b1", True)
    assert rematched(book, entry(sure("m1"), doubtful("m2", "m3"))) == (0, 0, 0, 0)


def test_a_row_that_waited_is_entered_once_it_is_sure(book: RegisterBook) -> None:
    enter(book, entry(doubtful("m2", "m3")))
    now = EntryRow(PRESENT, "m3", "Ng. V. Nam", confidence=0.999)
    assert rematched(book, entry(now)) == (0, 1, 0, 0)
    assert [(row.member_id, row.settled) for row in book.rows()] == [("m3", Settled.AUTOMATIC)]


def test_what_a_person_said_is_not_overruled_by_a_rematch(book: RegisterBook) -> None:
    enter(book, entry(doubtful("m2", "m3"), sure("m9")))
    (row,) = book.queue()
    with book.store.writing(by="r", at=NOW) as change:
        book.judge(change, row.id, RowVerdict.NOT_ON_ROSTER, note="a guest")
    now = EntryRow(PRESENT, "m3", "Ng. V. Nam", confidence=0.999)
    assert rematched(book, entry(now, sure("m9"))) == (0, 0, 0, 0)


def test_a_row_that_a_term_contradicts_goes_back_to_a_person(book: RegisterBook) -> None:
    enter(book, entry(sure("m1"), doubtful("m2")))
    (row,) = book.queue()
    with book.store.writing(by="r", at=NOW) as change:
        book.judge(change, row.id, RowVerdict.ACCEPT)
    assert rematched(book, entry(sure("m1"), doubtful("m2")), frozenset({"m9"})) == (0, 0, 0, 2)
    assert [row.reasons[-1] for row in book.queue()] == ["out_of_term", "out_of_term"]
    assert rematched(book, entry(sure("m1"), doubtful("m2")), frozenset({"m9"})) == (0, 0, 0, 0)


def test_a_lone_page_that_came_first_does_not_swallow_the_book(book: RegisterBook) -> None:
    lone = Entry(None, "", MeetingKind.OTHER, (), (Source("a" * 64, 1, 1),), complete=False)
    enter(book, lone)
    pages = (Source("a" * 64, 1, 1), Source("b" * 64, 1, 1))
    enter(book, Entry("b1", "2023-09-03", MeetingKind.REGULAR, (sure("m1"),), pages))
    assert [row.member_id for row in book.rows()] == ["m1"]


def post_alone(post: str, *members: str) -> EntryRow:
    share = 0.9 / max(1, len(members))
    return EntryRow(PRESENT, None, "", post, candidates=tuple((m, share) for m in members), needs_review=True)


def test_two_posts_without_names_are_two_rows(book: RegisterBook) -> None:
    enter(book, entry(post_alone("Phó Bí thư Huyện ủy", "m1", "m2"), post_alone("Trưởng ban Dân vận", "m3")))
    assert [row.position_written for row in book.queue()] == ["Phó Bí thư Huyện ủy", "Trưởng ban Dân vận"]
    assert rematched(book, entry(post_alone("Phó Bí thư Huyện ủy", "m2", "m1"))) == (0, 0, 0, 0)


def test_whom_a_person_named_is_not_asked_again_nor_entered_beside_another(book: RegisterBook) -> None:
    enter(book, entry(doubtful("m2", "m3"), post_alone("Phó Bí thư Huyện ủy", "m1")))
    named, post = book.queue()
    with book.store.writing(by="Hạnh", at=LATER) as change:
        book.judge(change, named.id, RowVerdict.OTHER_MEMBER, member_id="m3")
        book.judge(change, post.id, RowVerdict.NOT_ON_ROSTER)
    sure_of_another = EntryRow(PRESENT, "m2", "Ng. V. Nam", confidence=0.999)
    assert rematched(book, entry(sure_of_another, post_alone("Phó Bí thư Huyện ủy", "m1"))) == (0, 0, 0, 0)
    assert book.queue() == ()


def test_other_candidates_are_offered_where_nobody_has_looked_yet(book: RegisterBook) -> None:
    enter(book, entry(doubtful("m2", "m3"), post_alone("Trưởng ban Dân vận", "m4")))
    with book.store.writing(by="rematch", at=LATER) as change:
        again = entry(doubtful("m3", "m5"), post_alone("Trưởng ban Dân vận", "m4"))
        found = book.rematch(change, book.meetings()[0].id, again, ALL)
    assert (found.changed, found.waiting) == (1, 0)
    assert [{member for member, _ in row.candidates} for row in book.queue()] == [{"m3", "m5"}, {"m4"}]
    assert verify(book.store) == ()


def test_a_row_that_a_person_left_open_keeps_its_candidates(book: RegisterBook) -> None:
    enter(book, entry(doubtful("m2", "m3")))
    with book.store.writing(by="Hạnh", at=LATER) as change:
        book.judge(change, book.queue()[0].id, RowVerdict.UNSURE, note="xem sổ gốc")
    assert rematched(book, entry(doubtful("m5"))) == (0, 0, 0, 0)
    assert [member for member, _ in book.queue()[0].candidates] == ["m2", "m3"]
