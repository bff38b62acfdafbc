"""Flow: a watched folder — files are taken once they have stopped growing, and nothing is followed out of it.

A plain look at the folder at intervals: the system's notices of changes (which `watchfiles` passes on) do not come from
network shares, where scanners put their files, and two looks are needed anyway to see that a file no longer grows.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from diemdanh.failures import Complaint
from diemdanh.meetings import PHOTOGRAPHS
from documents.intake import READABLE, natural

#: size in bytes and time of the last change in nanoseconds
State = tuple[int, int]


@dataclass
class WatchedFolder:
    """What was seen of a folder. Photographs of one folder may be one book: they are taken together, when none of them
    has changed between two looks; every other file by itself."""

    folder: Path
    _seen: dict[Path, State] = field(default_factory=dict)
    _taken: dict[Path, State] = field(default_factory=dict)

    def look(self) -> tuple[Path, ...]:
        """One look: the files that are ready now and were not taken in this state. Raises the complaint no_folder."""
        if self.folder.is_symlink() or not self.folder.is_dir():
            raise Complaint("no_folder", str(self.folder))
        now = dict(_states(self.folder))
        still = {path for path, state in now.items() if self._seen.get(path) == state and state[0] > 0}
        self._seen = now
        ready = [path for path in still if self._taken.get(path) != now[path]]
        taken = {path for one in ready for path in _with_its_book(one, now) if _with_its_book(one, now) <= still}
        self._taken |= {path: now[path] for path in taken}
        return tuple(sorted(taken, key=lambda path: natural(str(path))))

    def offer_again(self, paths: Iterable[Path]) -> None:
        """What was not taken after all is ready at the next look."""
        for path in paths:
            self._taken.pop(path, None)


def watch(folders: tuple[WatchedFolder, ...], pause: Callable[[], None]) -> Iterator[tuple[Path, ...]]:
    """What is ready at each look, for ever; `pause` waits between two looks."""
    while True:
        found = tuple(path for folder in folders for path in folder.look())
        if found:
            yield found
        pause()


def _with_its_book(path: Path, there: dict[Path, State]) -> frozenset[Path]:
    """The photographs of the same folder, or the file alone."""
    if not _is_photograph(path):
        return frozenset({path})
    return frozenset(other for other in there if other.parent == path.parent and _is_photograph(other))


def _is_photograph(path: Path) -> bool:
    return path.suffix.lower() in PHOTOGRAPHS


def _states(folder: Path) -> Iterator[tuple[Path, State]]:
    """Every file below that a folder is searched for, with its state. A link is never followed, and a file that goes
    away meanwhile is not there."""
    try:
        entries = list(os.scandir(folder))
    except OSError:
        return
    for entry in entries:
        if entry.name.startswith(".") or entry.is_symlink():
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from _states(Path(entry.path))
        elif Path(entry.name).suffix.lower() in READABLE:
            try:
                told = entry.stat(follow_symlinks=False)
            except OSError:
                continue
            yield Path(entry.path), (told.st_size, told.st_mtime_ns)
