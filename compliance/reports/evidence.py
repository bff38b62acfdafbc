"""What a report shows of the papers behind its figures: meetings with their rows, quotes, pictures of the places."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from compliance.explaining import Explanation
from compliance.figure import Figure
from compliance.visits import Visit, VisitVerdict
from compliance.wording import Wording
from roster.people import AttendanceStatus


@dataclass(frozen=True, slots=True)
class RowShown:
    """A row of the register as its paper has it. `picture`: PNG of the place on its page; None where none is shown."""

    written: str
    quote: str
    page: int | None = None
    picture: bytes | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """`rows` by the register's id, `files` (names with pages) by meeting, `rules`: a rule's sentence
    by (id, version), as PNG.

    `left_out`: pictures that the bound on number and size kept out of the file.
    """

    rows: Mapping[str, RowShown] = field(default_factory=dict)
    files: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    rules: Mapping[tuple[str, int], bytes] = field(default_factory=dict)
    left_out: int = 0


@dataclass(frozen=True, slots=True)
class Seen:
    """A row of a meeting as the page shows it: who, as what, in which words; `picture` as a data URI or empty."""

    name: str
    status: str
    waiting: bool
    written: str
    quote: str
    page: int | None
    picture: str
    figures: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MeetingShown:
    """`id` is the anchor that figures link to."""

    id: str
    day: str
    branch: str
    kind: str
    files: tuple[str, ...]
    rows: tuple[Seen, ...]


def cited(figures: Iterable[Figure]) -> tuple[Visit, ...]:
    """The visits whose places on paper are worth a picture: those that count first, then those that wait for a person.

    Absences are never shown: beside the name stands the reason, which is not kept.
    """
    found: dict[str, Visit] = {}
    for wanted in (VisitVerdict.COUNTED, VisitVerdict.WAITING, None):
        for figure in figures:
            for visit in figure.visits:
                present = visit.sighting.row.status is AttendanceStatus.PRESENT
                if present and wanted in (None, visit.verdict):
                    found.setdefault(visit.sighting.row.id, visit)
    return tuple(found.values())


class Meetings:
    """The meetings that figures cite, by branch and day, with links both ways."""

    def __init__(
        self, figures: tuple[Figure, ...], evidence: Evidence, words: Wording, names: Mapping[str, str]
    ) -> None:
        self._evidence, self._words, self._names = evidence, words, names
        self._visits: dict[str, dict[str, tuple[Visit, Figure, list[str]]]] = {}
        for number, figure in enumerate(figures, 1):
            for visit in figure.visits:
                rows = self._visits.setdefault(visit.sighting.held.meeting.id, {})
                rows.setdefault(visit.sighting.row.id, (visit, figure, []))[2].append(f"f{number}")
        ordered = sorted(self._visits, key=lambda key: (*self._place(key), key))
        self._anchors = {key: f"m{number}" for number, key in enumerate(ordered, 1)}

    def anchor(self, visit: Visit) -> str:
        """Where the page shows the meeting of a visit."""
        return self._anchors[visit.sighting.held.meeting.id]

    def shown(self) -> Iterator[MeetingShown]:
        for key, anchor in self._anchors.items():
            visit, figure, _ = next(iter(self._visits[key].values()))
            meeting = visit.sighting.held.meeting
            yield MeetingShown(
                anchor,
                self._words.written_day(meeting.date) or self._words.say("explain", "undated"),
                Explanation(figure, self._words, self._names).branch(meeting),
                self._words.term("kind", meeting.kind),
                self._evidence.files.get(key, ()),
                tuple(self._seen(*row) for row in self._visits[key].values()),
            )

    def _seen(self, visit: Visit, figure: Figure, figures: list[str]) -> Seen:
        row = visit.sighting.row
        paper = self._evidence.rows.get(row.id, RowShown("", ""))
        return Seen(
            figure.member.name or figure.member_id,
            self._words.term("attendance", row.status),
            row.waiting,
            paper.written,
            paper.quote,
            paper.page,
            data_uri(paper.picture),
            tuple(figures),
        )

    def _place(self, meeting_id: str) -> tuple[str, str]:
        meeting = next(iter(self._visits[meeting_id].values()))[0].sighting.held.meeting
        branch = meeting.branch_id or ""
        return self._names.get(branch, branch), meeting.date


def data_uri(picture: bytes | None) -> str:
    """The picture inside the page itself, so that nothing has to be loaded."""
    return f"data:image/png;base64,{b64encode(picture).decode()}" if picture else ""
