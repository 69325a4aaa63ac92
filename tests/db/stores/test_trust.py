"""The list of trusted certificates lies in the encrypted library, and an older library gets its place for it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from reviewer_app.domain.roles import Role
from reviewer_app.services.office.trust import stop_trusting, trust_certificates, trusted_certificates
from reviewer_app.services.ports.records import CheckLine, Grade
from reviewer_app.services.ports.trust import TrustedCertificate
from reviewer_db import LibraryGate, OpenLibrary
from reviewer_db.sqlite import engine
from reviewer_db.tables.migrations import MAIN_STEPS
from support.libraries import FIRST, PASSWORD, as_before_access, inside, make_desk, make_gate, person

ROOT = TrustedCertificate(
    fingerprint=hashlib.sha256(b"root").hexdigest(),
    holder="示例根证书",
    issuer="示例根证书",
    valid_from=datetime(2020, 1, 1, tzinfo=UTC),
    valid_to=datetime(2030, 1, 1, tzinfo=UTC),
    may_issue=True,
    content=b"root",
)
LEAF = replace(ROOT, fingerprint=hashlib.sha256(b"leaf").hexdigest(), holder="示例乙", may_issue=False, content=b"leaf")


def lines_of(gate: LibraryGate, folder: Path) -> list[CheckLine]:
    """What a verification says of the list."""
    return [line for line in gate.verify(folder, FIRST, PASSWORD) if line.part == "信任名单"]


def test_the_list_is_kept_as_it_was_given(library: OpenLibrary, reopen: Callable[[], OpenLibrary]) -> None:
    library.change(trust_certificates, [ROOT, LEAF])
    library.close()
    again = reopen()
    assert set(again.read(trusted_certificates)) == {ROOT, LEAF}
    again.change(stop_trusting, LEAF.fingerprint)
    assert again.read(trusted_certificates) == (ROOT,)
    again.close()


def test_an_older_library_gets_the_list_and_keeps_its_people(
    folder: Path, monkeypatch: pytest.MonkeyPatch, gate: LibraryGate
) -> None:
    as_before_access(monkeypatch, 1)
    older = make_desk(folder, gate)
    older.change(lambda unit: unit.users.put(person("示例丙", Role.HEAD)))
    older.close()
    assert lines_of(gate, folder) == [], "a library without the list is looked at without complaint"
    monkeypatch.undo()
    library = make_gate().open(folder, FIRST, PASSWORD)
    assert library.read(lambda unit: engine.version_of(inside(unit).main)) == len(MAIN_STEPS)
    assert library.read(lambda unit: unit.users.get("示例丙")).has(Role.HEAD)
    assert library.read(trusted_certificates) == ()
    library.change(trust_certificates, [ROOT])
    assert library.read(trusted_certificates) == (ROOT,)
    library.close()


def test_a_verification_tells_the_list_and_what_has_ended(library: OpenLibrary, gate: LibraryGate) -> None:
    library.change(trust_certificates, [ROOT])
    (line,) = lines_of(gate, library.folder)
    assert (line.standing, "1 张" in line.message) == (Grade.INTACT, True)
    old = replace(LEAF, valid_to=datetime(2021, 1, 1, tzinfo=UTC))
    library.change(lambda unit: unit.trust.add(old))
    _, told = lines_of(gate, library.folder)
    assert (told.standing, "示例乙" in told.message) == (Grade.NOTICE, True)


def test_a_certificate_put_in_by_another_way_is_found(library: OpenLibrary, gate: LibraryGate) -> None:
    library.change(lambda unit: unit.trust.add(replace(ROOT, content=b"another")))
    told = lines_of(gate, library.folder)[-1]
    assert told.standing is Grade.BROKEN
    assert "示例根证书" in told.message


def test_the_list_is_read_without_opening_the_library(library: OpenLibrary, gate: LibraryGate) -> None:
    library.change(trust_certificates, [ROOT])
    assert gate.trusted(library.folder, FIRST, PASSWORD) == (ROOT,)
