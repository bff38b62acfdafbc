"""Old Word and OpenDocument files by LibreOffice, when it is installed; else a refusal that says what to install."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

from documents.errors import FileFault, Refusal
from documents.limits import Limits
from documents.media import Media

#: settings of LibreOffice's profile: a document runs nothing and fetches nothing (linked pictures, sections, templates)
_LOCKED = {
    "org.openoffice.Office.Common/Security/Scripting": {
        "BlockUntrustedRefererLinks": "true",
        "DisableActiveContent": "true",
        "DisableMacrosExecution": "true",
        "MacroSecurityLevel": "3",
    },
    "org.openoffice.Office.Writer/Content/Update": {"Link": "0"},
}
_ITEM = '<item oor:path="/{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>'
_PROFILE = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema">{}</oor:items>'
)
_SUFFIX = {Media.DOC: ".doc", Media.RTF: ".rtf", Media.ODT: ".odt"}
_LONGEST = 120.0


def to_docx(data: bytes, kind: Media, limits: Limits) -> bytes:
    """The same document as DOCX. Raises Refusal NEEDS_PROGRAM, CORRUPT, TIMEOUT."""
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        raise Refusal(FileFault.NEEDS_PROGRAM, "old office formats need LibreOffice (Debian: libreoffice-writer)")
    with tempfile.TemporaryDirectory(prefix="diemdanh-office-") as folder:
        source = Path(folder) / f"source{_SUFFIX[kind]}"
        source.write_bytes(data)
        _convert(program, source, Path(folder), min(_LONGEST, limits.seconds * 0.8))
        result = source.with_suffix(".docx")
        if not result.is_file():
            raise Refusal(FileFault.CORRUPT, "LibreOffice cannot read the file")
        return result.read_bytes()


def _convert(program: str, source: Path, folder: Path, seconds: float) -> None:
    """Runs LibreOffice in a group of its own with a profile of its own; the whole group ends with it."""
    _lay_profile(folder / "profile")
    command = [
        program,
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        "--headless",
        "--norestore",
        "--nolockcheck",
        "--convert-to",
        "docx",
        "--outdir",
        str(folder),
        str(source),
    ]
    with subprocess.Popen(  # noqa: S603 - a fixed command, no shell
        command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    ) as process:
        try:
            process.wait(timeout=seconds)
        except subprocess.TimeoutExpired as error:
            raise Refusal(FileFault.TIMEOUT, "LibreOffice took too long") from error
        finally:
            _end_group(process.pid)


def _lay_profile(profile: Path) -> None:
    items = [_ITEM.format(path=p, name=n, value=v) for p, entries in _LOCKED.items() for n, v in entries.items()]
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(_PROFILE.format("".join(items)), encoding="utf-8")


def _end_group(group: int) -> None:
    try:
        os.killpg(group, signal.SIGKILL)
    except ProcessLookupError:
        return
