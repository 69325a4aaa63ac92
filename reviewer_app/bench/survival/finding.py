"""What is found after a kill or a power cut, held against what had been acknowledged before it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from reviewer_app.domain.drafts import DraftBox
from reviewer_app.domain.errors import OfficeError, RefusalError
from reviewer_app.practice.names import PRACTICE_PASSWORD, PRACTICE_USER
from reviewer_app.services.dispatch.file_hash import file_hash
from reviewer_app.services.dispatch.placing import settle_export
from reviewer_app.services.handover.sending import settle_packages
from reviewer_app.services.office.settings import read_settings
from reviewer_app.services.ports.library import UnitOfWork
from reviewer_app.wiring import Parts
from reviewer_db import OpenLibrary

_PASSWORDS = (PRACTICE_PASSWORD, "测量用密码 2 号", "测量用密码 3 号")


@dataclass(slots=True)
class Told:
    """What the journal says: the facts in order, the act that was on its way, and whether the day was over."""

    facts: list[dict[str, Any]] = field(default_factory=list)
    on_its_way: str = ""
    is_over: bool = False

    @classmethod
    def read(cls, journal: bytes) -> Told:
        """Reads the whole lines of a journal."""
        told = cls()
        for line in journal.split(b"\n")[:-1]:
            said = json.loads(line)
            told.on_its_way = said.get("begun", "")
            told.is_over = told.is_over or "over" in said
            if said.get("fact"):
                told.facts.append(said["fact"])
        return told

    def certain(self) -> list[dict[str, Any]]:
        """The facts that must be found: a backup gone back to, or about to be, takes away what came after it."""
        facts: list[dict[str, Any]] = []
        for fact in self.facts:
            if "restored" in fact:
                facts = self._up_to(facts, str(fact["restored"]))
            facts.append(fact)
        if self.on_its_way == "restore":
            made = [str(fact["backup"]) for fact in facts if "backup" in fact]
            facts = self._up_to(facts, made[-1]) if made else facts
        return facts

    @staticmethod
    def _up_to(facts: list[dict[str, Any]], backup: str) -> list[dict[str, Any]]:
        """What the backup holds, and what stands outside the library."""
        place = next(place for place, fact in enumerate(facts) if fact.get("backup") == backup)
        return facts[: place + 1] + [fact for fact in facts[place + 1 :] if {"saved", "backup"} & fact.keys()]

    def last(self, key: str) -> str | None:
        """What was acknowledged last of something that is replaced each time."""
        return next((str(fact[key]) for fact in reversed(self.certain()) if key in fact), None)


def faults_after(root: Path, told: Told) -> list[str]:
    """What is wrong after the stop: nothing, if the program keeps its word."""
    try:
        library = _opened(root / "library", told)
    except OfficeError as error:
        return [f"the library does not open: {error.code} {error.values}"]
    try:
        settle_export(library)
        settle_packages(library)
        faults = [line.message for line in library.verify() if line.is_broken]
        for fact in told.certain():
            faults += library.read(_missing, fact)
        faults += _exports(library, root, told)
        faults += _outside(library, root, told)
        faults += _replaced(library, told)
        return faults
    finally:
        library.close()


def _opened(folder: Path, told: Told) -> OpenLibrary:
    """By the password acknowledged last; by the next one only if a change of it, or a restoring, was on its way."""
    last = told.last("password") or PRACTICE_PASSWORD
    is_open = told.on_its_way in ("password", "restore") or any("restored" in fact for fact in told.facts)
    tries = [last, *(one for one in _PASSWORDS if one != last and is_open)]
    for place, password in enumerate(tries):
        try:
            return Parts().libraries.open(folder, PRACTICE_USER, password)
        except RefusalError:
            if place + 1 == len(tries):
                raise
            (folder / "attempts.json").unlink(missing_ok=True)
    raise AssertionError("there is a password to try")


def _missing(unit: UnitOfWork, fact: dict[str, Any]) -> list[str]:
    """What one act acknowledged and the library does not hold."""
    try:
        # The check of the library has held every row to what this part of the record says of it.
        is_there = _holds(unit, fact) and ("head" not in fact or unit.events.since(fact["head"]) is not None)
    except OfficeError as error:
        return [f"lost: {fact} ({error.code})"]
    return [] if is_there else [f"lost: {fact}"]


def _holds(unit: UnitOfWork, fact: dict[str, Any]) -> bool:
    if "case" in fact:
        return bool(unit.applications.get(fact["case"]).values["project_name"] == fact["name"])
    if "answered" in fact:
        return fact["rule"] in unit.answers.of(fact["answered"])
    if "draft" in fact:
        return DraftBox.OPINION_TEXT in unit.drafts.of(fact["draft"])
    if "attached" in fact:
        content = unit.attachments.content(fact["sha256"])
        names = {one.sha256 for one in unit.attachments.of(fact["attached"])}
        return hashlib.sha256(content).hexdigest() == fact["sha256"] and fact["sha256"] in names
    if "person" in fact:
        return bool(unit.users.get(fact["person"]).roles)
    if "kept" in fact:
        unit.attachments.content(fact["kept"])
    if "issued" in fact:
        entries = unit.register.of_case(fact["issued"])
        return [one.called for one in entries if unit.attachments.content(one.sha256)] == [fact["called"]]
    if "package" in fact:
        return fact["sha256"] in {one.sha256 for one in unit.desks.packages()}
    return True


def _replaced(library: OpenLibrary, told: Told) -> Iterator[str]:
    telephone = told.last("telephone")
    if telephone and told.on_its_way not in ("settings", "restore"):
        found = library.read(read_settings).telephone
        if found != telephone:
            yield f"lost: telephone {telephone}, found {found}"
    ring = Parts().libraries.users(library.folder)
    for fact in told.certain():
        if "person" in fact and fact["person"] not in ring:
            yield f"lost: key slot of {fact['person']}"


def _exports(library: OpenLibrary, root: Path, told: Told) -> Iterator[str]:
    """A batch is on record exactly when its folder is in place, and the folder is whole."""
    place = root / "报送"
    standing = {path for path in place.iterdir() if not path.name.startswith(".")} if place.is_dir() else set()
    recorded = library.read(_recorded)
    is_restored = told.on_its_way == "restore" or any("restored" in fact for fact in told.facts)
    for folder in standing:
        if not is_restored and str(folder.name) not in recorded:
            yield f"a folder without its batch: {folder.name}"
        yield from _half(folder)
    for fact in told.certain():
        if "export" in fact and (fact["export"] not in recorded or place / fact["export"] not in standing):
            yield f"lost: {fact}"
    for name in recorded:
        if place / name not in standing and name.startswith("日报-"):
            yield f"a batch without its folder: {name}"


def _recorded(unit: UnitOfWork) -> set[str]:
    return {Path(batch.folder).name for batch in unit.batches.all(unit.settings.get().season)}


def _half(folder: Path) -> Iterator[str]:
    try:
        listed = json.loads((folder / "manifest.json").read_bytes())["files"]
    except (OSError, ValueError, KeyError) as error:
        yield f"half an export: {folder.name}: {error!r}"
        return
    for one in _named(listed):
        path, sha256 = one
        if not (folder / path).is_file() or file_hash(folder / path) != sha256:
            yield f"half a file: {folder.name}/{path}"


def _named(listed: object) -> Sequence[tuple[str, str]]:
    if isinstance(listed, dict):
        return [(name, value if isinstance(value, str) else value["sha256"]) for name, value in listed.items()]
    if isinstance(listed, list):
        return [(str(one.get("path") or one.get("name") or one["file"]), str(one["sha256"])) for one in listed]
    raise ValueError("a manifest of another shape")


def _outside(library: OpenLibrary, root: Path, told: Told) -> Iterator[str]:
    """Saved copies and backups: the one acknowledged last, or on its way the next, and never half of one."""
    saved, path = told.last("saved"), root / "另存.pdf"
    if saved and told.on_its_way != "save" and (not path.is_file() or file_hash(path) != saved):
        yield "lost: a saved copy"
    if saved and told.on_its_way == "save" and (not path.is_file() or not path.stat().st_size):
        yield "half a saved copy"
    for fact in told.certain():
        if "package" in fact and not _is_file(root / fact["package"], fact["sha256"]):
            yield f"lost: {fact}"
        yield from (
            f"lost or half: {name}" for name, sha in fact.get("forms", {}).items() if not _is_file(root / name, sha)
        )
    there = {one.path.name for one in Parts().libraries.backups(library.folder)}
    for fact in told.certain():
        if "backup" in fact and fact["backup"] not in there:
            yield f"lost: {fact}"


def _is_file(path: Path, sha256: str) -> bool:
    return path.is_file() and file_hash(path) == sha256
