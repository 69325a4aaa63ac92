"""The office whose day it is: its library, its cases, and the acts that are done in it most."""

from __future__ import annotations

import hashlib
import random
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from reviewer_app import durable
from reviewer_app.bench.filling import invented_values
from reviewer_app.domain.application import Role, Source, User
from reviewer_app.domain.batch import SealStyle
from reviewer_app.domain.checklist import Verdict
from reviewer_app.domain.drafts import DraftBox
from reviewer_app.domain.errors import RefusalError
from reviewer_app.packs.loading import shipped_pack
from reviewer_app.practice.names import PRACTICE_PASSWORD, PRACTICE_USER
from reviewer_app.services.cases import checking, draft_keeping
from reviewer_app.services.cases.registering import register_application
from reviewer_app.services.dispatch.batch_planning import plan_batch
from reviewer_app.services.dispatch.exporting import export_batch
from reviewer_app.services.dispatch.placing import settle_export
from reviewer_app.services.office.settings import read_settings, write_settings
from reviewer_app.services.ports.library import UnitOfWork
from reviewer_app.wiring import Parts
from reviewer_db import OpenLibrary

Fact = dict[str, Any]
_RULE = "E1.registered"
_PASSWORDS = (PRACTICE_PASSWORD, "测量用密码 2 号", "测量用密码 3 号")


class Day:
    """The office of one such day: its library in `root/library`, its exports and saved copies beside it."""

    def __init__(self, root: Path, seed: int, parts: Parts) -> None:
        self.root, self.seed, self.parts = root, seed, parts
        self._chance = random.Random(seed)
        self._count = 0
        self._password = PRACTICE_PASSWORD
        self._cases: list[int] = []
        self._backups: list[Path] = []
        self.library = self._opened()

    def next_number(self) -> int:
        """A number no other act of the day has."""
        self._count += 1
        return self._count

    def random_bytes(self, most: int) -> bytes:
        """A content of any length up to so many bytes."""
        return self._chance.randbytes(self._chance.randrange(100, most))

    @property
    def today(self) -> date:
        """The office's day."""
        return self.library.read(lambda unit: unit.today)

    def name_of(self, case_id: int) -> str:
        """What a case's project is called."""
        return str(self.library.read(lambda unit: unit.applications.get(case_id)).values["project_name"])

    def new_case(self, unit: UnitOfWork) -> int:
        """A case that no other act of the day touches."""
        values = invented_values(shipped_pack(), self.seed * 1000 + 700 + self.next_number())
        return register_application(unit, values, Source.PAPER).application_id

    def register(self) -> Fact:
        """A case comes in."""
        values = invented_values(shipped_pack(), self.seed * 1000 + self._count)
        case_id = self.library.change(register_application, values, Source.PAPER).application_id
        self._cases.append(case_id)
        return {"case": case_id, "name": values["project_name"]}

    def answer(self) -> Fact:
        """A point of a case is answered."""
        case_id = self._case()
        self.library.change(checking.answer_item, case_id, _RULE, Verdict.MET)
        return {"answered": case_id, "rule": _RULE}

    def draft(self) -> Fact:
        """What is typed is kept."""
        case_id, text = self._case(), f"写到第 {self.seed}-{self._count} 处"
        self.library.change(draft_keeping.save_draft, case_id, DraftBox.OPINION_TEXT, text)
        return {"draft": case_id, "text": text}

    def attach(self) -> Fact:
        """A file is kept in the second of the library's two files, and named in the first."""
        case_id = self._case()
        content = self._chance.randbytes(self._chance.randrange(100, 200_000))
        self.library.change(checking.attach_evidence, case_id, _RULE, f"证明 {self._count}.pdf", content)
        return {"attached": case_id, "sha256": hashlib.sha256(content).hexdigest()}

    def settings(self) -> Fact:
        """The office's settings are written."""
        telephone = f"64{self.seed % 1000:03d}{self._count:03d}"
        settings = replace(self.library.read(read_settings), telephone=telephone)
        self.library.change(write_settings, settings)
        return {"telephone": telephone}

    def password(self) -> Fact:
        """The officer changes the password."""
        new = _PASSWORDS[(_PASSWORDS.index(self._password) + 1) % len(_PASSWORDS)]
        self.library.change_password(self._password, new)
        self._password = new
        return {"password": new}

    def person(self) -> Fact:
        """A colleague is added, in the library and in the key file."""
        name = f"示例员{self.seed}之{self._count}"
        self.library.add_user(User(name, frozenset({Role.HANDLER})), PRACTICE_PASSWORD)
        return {"person": name}

    def save(self) -> Fact:
        """A copy is saved where the officer chose."""
        content = self._chance.randbytes(self._chance.randrange(1, 300_000))
        durable.write_file(self.root / "另存.pdf", content)
        return {"saved": hashlib.sha256(content).hexdigest()}

    def back_up(self) -> Fact:
        """A backup is made."""
        made = self.library.back_up()
        self._backups.append(made)
        return {"backup": made.name}

    def export(self) -> Fact:
        """A batch is exported."""
        chosen = [one.application_id for one in self.library.read(plan_batch) if one.is_allowed][:1]
        if not chosen:
            return {}
        folder = self.root / "报送" / f"日报-{self.seed}-{self._count}"
        folder.parent.mkdir(exist_ok=True)
        export_batch(self.library, self.parts.maker, chosen, folder, SealStyle.CIRCLE, _unheard, lambda: False)
        return {"export": folder.name}

    def half_export(self) -> Fact:
        """A batch is begun and called off; nothing of it may stay."""
        chosen = [one.application_id for one in self.library.read(plan_batch) if one.is_allowed][:1]
        folder = self.root / "报送" / f"日报-{self.seed}-{self._count}"
        folder.parent.mkdir(exist_ok=True)
        if chosen:
            asked = iter((False, True, True, True, True, True))
            export_batch(
                self.library, self.parts.maker, chosen, folder, SealStyle.CIRCLE, _unheard, lambda: next(asked, True)
            )
        return {}

    def restore(self) -> Fact:
        """A backup of this day is gone back to; what came after it is given up knowingly."""
        if not self._backups:
            return {}
        # One made by the clock meanwhile would be the newest; the day's own is meant.
        made = self._backups[-1]
        self.library.close()
        folder = self.root / "library"
        libraries = self.parts.libraries
        libraries.restore(folder, made, PRACTICE_USER, self._password, told=())
        # Its key file came back with it.
        for password in _PASSWORDS:
            try:
                self.library = libraries.open(folder, PRACTICE_USER, password)
                self._password = password
                break
            except RefusalError:
                (folder / "attempts.json").unlink(missing_ok=True)
        self._cases = [one for one in self._cases if self.library.read(_has_case, one)]
        return {"restored": made.name}

    def _opened(self) -> OpenLibrary:
        library = self.parts.libraries.open(self.root / "library", PRACTICE_USER, PRACTICE_PASSWORD)
        settle_export(library)
        return library

    def _case(self) -> int:
        if not self._cases:
            self._note_case()
        return self._chance.choice(self._cases)

    def _note_case(self) -> None:
        values = invented_values(shipped_pack(), self.seed * 1000 + 999)
        self._cases.append(self.library.change(register_application, values, Source.PAPER).application_id)


def _unheard(*_said: object) -> None:
    """Nobody watches this progress."""


def _has_case(unit: UnitOfWork, case_id: int) -> bool:
    try:
        unit.applications.get(case_id)
    except RefusalError:
        return False
    return True
