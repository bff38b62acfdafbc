"""Old office formats by LibreOffice: the text arrives, nothing is fetched, and its absence is told in a sentence."""

from __future__ import annotations

import io
import shutil
import threading
import zipfile
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from documents import read
from documents.errors import FileFault, Refusal
from documents.limits import DEFAULT
from documents.media import Media
from documents.office import to_docx

CLAUSE = "Ủy viên Ban Thường vụ dự sinh hoạt chi bộ mỗi quý 01 lần."
needs_office = pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed here")


def rtf(text: str) -> bytes:
    spelled = "".join(c if ord(c) < 128 else f"\\u{ord(c)}?" for c in text)
    return f"{{\\rtf1\\ansi {spelled}\\par}}".encode("ascii")


def odt_linking_to(address: str) -> bytes:
    """A text with a picture and a section that live elsewhere."""
    spaces = "".join(
        f' xmlns:{short}="{name}"'
        for short, name in {
            "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
            "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
            "draw": "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0",
            "svg": "urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0",
            "xlink": "http://www.w3.org/1999/xlink",
        }.items()
    )
    picture = (
        '<draw:frame text:anchor-type="as-char" svg:width="2cm" svg:height="2cm"><draw:image xlink:type="simple"'
        f' xlink:href="{address}/p.png" xlink:show="embed" xlink:actuate="onLoad"/></draw:frame>'
    )
    section = f'<text:section text:name="S"><text:section-source xlink:href="{address}/s.odt"/><text:p>z</text:p></text:section>'
    content = (
        f'<?xml version="1.0"?><office:document-content{spaces} office:version="1.2"><office:body><office:text>'
        f"<text:p>{CLAUSE}</text:p><text:p>{picture}</text:p>{section}"
        "</office:text></office:body></office:document-content>"
    )
    manifest = (
        '<?xml version="1.0"?><m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        '<m:file-entry m:full-path="/" m:media-type="application/vnd.oasis.opendocument.text"/>'
        '<m:file-entry m:full-path="content.xml" m:media-type="text/xml"/></m:manifest>'
    )
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", manifest)
    return packed.getvalue()


@pytest.fixture
def listener() -> Iterator[tuple[str, list[str]]]:
    """(address, paths that somebody asked for)."""
    asked: list[str] = []

    class Noting(BaseHTTPRequestHandler):
        def handle_one_request(self) -> None:
            asked.append(self.rfile.readline().decode())

    server = HTTPServer(("127.0.0.1", 0), Noting)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", asked
    server.shutdown()
    thread.join()
    server.server_close()


@needs_office
def test_rtf_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.rtf"
    path.write_bytes(rtf(CLAUSE))
    assert [line.text for page in read.read(path).pages for line in page.lines] == [CLAUSE]


@needs_office
def test_what_a_document_links_to_is_never_fetched(tmp_path: Path, listener: tuple[str, list[str]]) -> None:
    address, asked = listener
    path = tmp_path / "a.odt"
    path.write_bytes(odt_linking_to(address))
    assert CLAUSE in [line.text for page in read.read(path).pages for line in page.lines]
    assert asked == []


def test_without_libreoffice_the_refusal_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: None)
    with pytest.raises(Refusal, match="libreoffice-writer") as caught:
        to_docx(rtf(CLAUSE), Media.RTF, DEFAULT)
    assert caught.value.code is FileFault.NEEDS_PROGRAM
