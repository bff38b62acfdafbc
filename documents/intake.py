"""Which files a call means: folders walked in natural order, archives listed under guard, ids as the contract says."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath

from documents.errors import FileFault, Refusal
from documents.limits import DEFAULT, Limits

#: what a folder is searched for; a file that is named itself is tried whatever its name
READABLE = frozenset(
    re.findall(
        r"\S+", ".pdf .docx .doc .rtf .odt .txt .text .htm .html .tif .tiff .png .jpg .jpeg .webp .bmp .heic .heif .zip"
    )
)
#: how names begin that no person gave: hidden files, and what Word leaves beside a paper that is open
_NO_PAPER = (".", "~$")
_OF_THE_SYSTEM = frozenset({"thumbs.db", "desktop.ini"})
_DIGITS = re.compile(r"(\d+)")


@dataclass(frozen=True, slots=True)
class Input:
    """One file to read: at `path`, or the `member` of the archive there; `shown` is the path as given. `data`: the
    bytes themselves, where the reader cannot reach the path (on another machine)."""

    path: Path
    shown: str
    member: str | None = None
    id: str = ""
    data: bytes | None = field(default=None, repr=False, compare=False)


Listed = Input | tuple[Input, Refusal]


def walk(paths: Sequence[str | Path], zips: bool, limits: Limits = DEFAULT) -> Iterator[Listed]:
    """The inputs in order; a missing path or a bad archive yields its refusal and the rest goes on."""
    seen: set[str] = set()
    for path in paths:
        for listed in _under(Path(path), str(path), zips, limits):
            source, refusal = listed if isinstance(listed, tuple) else (listed, None)
            named = replace(source, id=_identity(source, seen))
            yield (named, refusal) if refusal else named


def _under(path: Path, shown: str, zips: bool, limits: Limits) -> Iterator[Listed]:
    if path.is_dir():
        for inner in _files(path):
            yield from _under(inner, str(inner), zips, limits)
    elif not path.is_file():
        yield Input(path, shown), Refusal(FileFault.MISSING, "no such file")
    elif zips and is_archive(path):
        yield from _members(path, shown, limits)
    else:
        yield Input(path, shown)


def _files(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.iterdir(), key=lambda p: natural(p.name)):
        if path.name.startswith(_NO_PAPER):
            continue
        if path.is_dir() and not path.is_symlink():
            yield from _files(path)
        elif path.is_file() and path.suffix.lower() in READABLE:
            yield path


def passed_over(paths: Sequence[str | Path]) -> tuple[str, ...]:
    """What stands in the folders and is of no kind that is read, by name: people should know that it was left."""
    folders = [path for path in map(Path, paths) if path.is_dir()]
    files = (path for folder in folders for path in sorted(folder.rglob("*")) if path.is_file())
    return tuple(
        path.name
        for path in files
        if path.suffix.lower() not in READABLE
        and path.name.lower() not in _OF_THE_SYSTEM
        and not any(part.startswith(_NO_PAPER) for part in path.parts[1:])
    )


def natural(name: str) -> tuple[tuple[int, int, str], ...]:
    """A sort key with which `trang 2` comes before `trang 10`."""
    return tuple((0, int(p), "") if p.isdecimal() else (1, 0, p.casefold()) for p in _DIGITS.split(name) if p)


def is_archive(path: Path) -> bool:
    """A ZIP of files, and no office document (which is a ZIP too)."""
    try:
        with zipfile.ZipFile(path) as package:
            names = package.namelist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, EOFError):
        return False
    return not {"word/document.xml", "xl/workbook.xml", "content.xml", "[Content_Types].xml"} & set(names)


def _members(path: Path, shown: str, limits: Limits) -> Iterator[Listed]:
    with zipfile.ZipFile(path) as package:
        infos = [i for i in package.infolist() if not i.is_dir() and _wanted(i.filename)]
    if len(infos) > limits.members or sum(i.file_size for i in infos) > limits.unpacked_bytes:
        yield Input(path, shown), Refusal(FileFault.TOO_LARGE, "the archive unpacks to more than the limit")
        return
    if not infos:
        yield Input(path, shown), Refusal(FileFault.EMPTY, "the archive holds no readable file")
    for info in sorted(infos, key=lambda i: natural(i.filename)):
        source = Input(path, f"{shown}/{info.filename}", info.filename)
        if escapes(info.filename):
            yield source, Refusal(FileFault.UNSUPPORTED, "the member's path leaves the archive")
        else:
            yield source


def _wanted(name: str) -> bool:
    path = PurePosixPath(name)
    hidden = any(part.startswith(_NO_PAPER) and part not in ("..", ".") for part in path.parts)
    hidden = hidden or "__MACOSX" in path.parts
    return not hidden and path.suffix.lower() in READABLE


def escapes(name: str) -> bool:
    """Would unpacking this name write outside its folder? (Nothing is ever unpacked to disk; such members are told.)"""
    return name.startswith(("/", "\\")) or ".." in re.split(r"[/\\]", name) or bool(re.match(r"[A-Za-z]:", name))


def _identity(source: Input, seen: set[str]) -> str:
    name = PurePosixPath(source.member).name if source.member else source.path.name
    stem = Path(name).stem
    identity = stem if stem not in seen else name
    count = 2
    while identity in seen:
        identity, count = f"{name}~{count}", count + 1
    seen.add(identity)
    return identity


def load(source: Input | Path, limits: Limits = DEFAULT) -> bytes:
    """The bytes of an input. Raises Refusal MISSING, TOO_LARGE, ENCRYPTED, CORRUPT."""
    if isinstance(source, Path):
        source = Input(source, str(source))
    if source.data is not None:
        return source.data
    try:
        return _member_bytes(source, limits) if source.member else _file_bytes(source.path, limits)
    except (FileNotFoundError, IsADirectoryError) as error:
        raise Refusal(FileFault.MISSING, "no such file") from error
    except PermissionError as error:
        raise Refusal(FileFault.MISSING, "the file may not be read") from error


def _file_bytes(path: Path, limits: Limits) -> bytes:
    if path.stat().st_size > limits.file_bytes:
        raise Refusal(FileFault.TOO_LARGE, "the file is larger than the limit")
    return path.read_bytes()


def _member_bytes(source: Input, limits: Limits) -> bytes:
    try:
        with zipfile.ZipFile(source.path) as package:
            return unpack(package, source.member or "", limits.file_bytes)
    except zipfile.BadZipFile as error:
        raise Refusal(FileFault.CORRUPT, "a broken ZIP archive") from error


def unpack(package: zipfile.ZipFile, name: str, limit: int) -> bytes:
    """A member's bytes, however small it declares itself. Raises Refusal."""
    try:
        info = package.getinfo(name)
        if info.flag_bits & 1:
            raise Refusal(FileFault.ENCRYPTED, "the archive needs a password")
        if info.file_size > limit:
            raise Refusal(FileFault.TOO_LARGE, "a member unpacks to more than the limit")
        with package.open(info) as stream:
            data = stream.read(limit + 1)
    except KeyError as error:
        raise Refusal(FileFault.CORRUPT, "a member is missing") from error
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, EOFError) as error:
        raise Refusal(FileFault.CORRUPT, "a member cannot be unpacked") from error
    except Exception as error:  # zlib.error and the like have no common base
        if isinstance(error, Refusal):
            raise
        raise Refusal(FileFault.CORRUPT, "a member cannot be unpacked") from error
    if len(data) > limit:
        raise Refusal(FileFault.TOO_LARGE, "a member unpacks to more than it declares")
    return data
