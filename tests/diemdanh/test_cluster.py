"""Files read on several machines: a scheduler and two workers of this machine with certificates of their own."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
import recorded
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from diemdanh.demo.files import write_lists
from diemdanh.desk import Desk
from diemdanh.engines import CERTIFICATES, Cluster, Local, engine_named
from diemdanh.failures import Complaint
from diemdanh.intake import Manner
from diemdanh.meetings import import_minutes
from diemdanh.rosters import import_facts
from roster.rows import FactKind
from store import settings
from store.database import open_store

NOW = datetime(2024, 5, 2, 8, 0, tzinfo=UTC)
ROOT = Path(__file__).resolve().parents[2]


def write_certificates(folder: Path) -> None:
    """A certificate authority of one's own, and one certificate for this machine: ca.pem, cert.pem, key.pem."""
    folder.mkdir(parents=True)
    root, own = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    authority = _certificate("office", root, "office", root, True)
    leaf = _certificate("127.0.0.1", own, "office", root, False)
    (folder / "ca.pem").write_bytes(authority.public_bytes(serialization.Encoding.PEM))
    (folder / "cert.pem").write_bytes(leaf.public_bytes(serialization.Encoding.PEM))
    forms = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    (folder / "key.pem").write_bytes(own.private_bytes(*forms))


def _certificate(
    name: str, key: ec.EllipticCurvePrivateKey, issuer: str, by: ec.EllipticCurvePrivateKey, authority: bool
) -> x509.Certificate:
    called = [x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, one)]) for one in (name, issuer)]
    now = datetime.now(UTC)
    built = (
        x509.CertificateBuilder()
        .subject_name(called[0])
        .issuer_name(called[1])
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.BasicConstraints(authority, None), True)
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), False)
    )
    return built.sign(by, hashes.SHA256())


@dataclass
class Machines:
    address: str
    certificates: Path
    workers: list[subprocess.Popen[bytes]]


@pytest.fixture
def machines(tmp_path: Path) -> Iterator[Machines]:
    """A scheduler and two workers."""
    pytest.importorskip("distributed", reason="dask.distributed is not installed (extra `cluster`)")
    papers = tmp_path / "home" / CERTIFICATES
    write_certificates(papers)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"tls://127.0.0.1:{port}"
    tls = ["--tls-ca-file", str(papers / "ca.pem"), "--tls-cert", str(papers / "cert.pem"), "--tls-key", str(papers / "key.pem")]  # fmt: skip
    started = [_started(tmp_path, "dask_scheduler", "--host", address, "--no-dashboard", "--no-show", *tls)]
    for name in ("w1", "w2"):
        own = (
            "--name",
            name,
            "--nthreads",
            "1",
            "--no-nanny",
            "--no-dashboard",
            "--local-directory",
            str(tmp_path / name),
        )
        started.append(_started(tmp_path, "dask_worker", address, *own, *tls))
    yield Machines(address, papers, started[1:])
    for process in reversed(started):
        process.kill()
        process.wait()


def _started(folder: Path, module: str, *arguments: str) -> subprocess.Popen[bytes]:
    found = os.pathsep.join((str(ROOT), str(ROOT / "tests")))
    with (folder / "cluster.log").open("ab") as log:
        return subprocess.Popen(
            [sys.executable, "-m", f"distributed.cli.{module}", *arguments],
            env=os.environ | {"PYTHONPATH": found},
            stdout=log,
            stderr=log,
        )


def desk_at(home: Path, lists: Path) -> Desk:
    desk = Desk(open_store(home, create=True), "An", NOW)
    for kind in (FactKind.ROSTER, FactKind.BRANCHES, FactKind.ASSIGNMENTS):
        assert import_facts(desk, kind, lists / f"{kind}.csv", dry_run=False).applied
    return desk


def allow(desk: Desk, address: str) -> None:
    with desk.writing() as change:
        settings.put(desk.store, change, "cluster", address)


def test_a_worker_dies_midway_and_the_database_is_the_same_as_the_local_one(tmp_path: Path, machines: Machines) -> None:
    write_lists(tmp_path)
    recorded.write_pictures(tmp_path / "in", 12, tmp_path / "reads", seconds=0.1)
    here, there = desk_at(tmp_path / "local", tmp_path), desk_at(tmp_path / "home", tmp_path)
    list(import_minutes(here, [tmp_path / "in"], manner=Manner(recorded.InProcess(), reader=recorded.read)))
    allow(there, machines.address)
    engine = engine_named(there, machines.address, 1)
    assert isinstance(engine, Cluster)
    patient = Manner(replace(engine, patience=300), reader=recorded.read)  # three processes start on a busy machine
    outcomes = []
    for outcome in import_minutes(there, [tmp_path / "in"], manner=patient):
        outcomes.append(outcome)
        if len(outcomes) == 3:
            machines.workers[0].kill()
    assert [one.failure for one in outcomes] == [None] * 12
    assert recorded.contents(there.store) == recorded.contents(here.store)


def test_a_stranger_without_the_offices_certificate_is_not_let_in(tmp_path: Path, machines: Machines) -> None:
    write_certificates(tmp_path / "stranger")
    with pytest.raises(Complaint) as refused:
        list(Cluster(machines.address, tmp_path / "stranger", patience=3).map(str, [], recorded.DEFAULT))
    assert refused.value.code == "no_cluster"


def test_files_stay_here_unless_the_administrator_allows_that_very_address(tmp_path: Path) -> None:
    desk = Desk(open_store(tmp_path / "home", create=True), "An", NOW)
    assert engine_named(desk, "local", 2) == Local(2)
    for address in ("tls://10.0.0.1:8786", "tcp://10.0.0.1:8786", ""):
        with pytest.raises(Complaint):
            engine_named(desk, address, 1)
    allow(desk, "tls://10.0.0.1:8786")
    assert engine_named(desk, "tls://10.0.0.1:8786", 1) == Cluster(
        "tls://10.0.0.1:8786", tmp_path / "home" / CERTIFICATES
    )
    with pytest.raises(Complaint):
        engine_named(desk, "tls://10.0.0.2:8786", 1)
    allow(desk, "tcp://10.0.0.1:8786")
    with pytest.raises(Complaint):  # never without encryption
        engine_named(desk, "tcp://10.0.0.1:8786", 1)
