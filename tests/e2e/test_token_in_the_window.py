"""A token in software signs the papers of a session in the window, and one that is pulled out is said."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from reviewer_app.domain.batch import SealStyle
from reviewer_app.domain.dispatch.road import RoadStep
from reviewer_app.domain.dispatch.seals import ListWord, SaidOfList, SealSetup, SealWay
from reviewer_app.domain.numbers import Sealing
from reviewer_app.services.dispatch.batch_planning import plan_batch
from reviewer_app.services.dispatch.dispatching import list_batches
from reviewer_app.services.dispatch.exporting import export_batch
from reviewer_app.services.ports.library import UnitOfWork
from reviewer_app.services.ports.papers import Credential
from reviewer_app.services.sealing.lists import ask_for_seal, papers_of_batch
from reviewer_app.services.sealing.setup import write_setup
from reviewer_app.wiring import Parts
from reviewer_ui.dispatch import DispatchPage
from reviewer_ui.preferences import Preferences
from reviewer_ui.start.session import build_window
from reviewer_ui.widgets.form_dialog import FormDialog
from support.practice import practice_library
from support.signed_pages import identity, pdfsig, soft_token, why_no_token

pytestmark = [
    pytest.mark.bench,
    pytest.mark.skipif(bool(why_no_token()), reason=why_no_token() or "a token can be tried here"),
]
PIN = "2468"


@pytest.fixture
def token(tmp_path: Path) -> Iterator[Credential]:
    with soft_token(tmp_path, identity(key=rsa.generate_private_key(65537, 2048)), pin=PIN) as found:
        yield found


def _approved(unit: UnitOfWork, batch_id: int) -> None:
    ask_for_seal(unit, {entry.id: 1 for entry in papers_of_batch(unit, batch_id)}, batch_id)
    one = unit.seals.lists(unit.settings.get().season)[-1]
    unit.seals.say(one.id, SaidOfList(ListWord.APPROVED, "", "示例乙", unit.now))


def test_a_token_signs_a_session_and_one_pulled_out_is_said(token: Credential, tmp_path: Path, qtbot: QtBot) -> None:
    library, parts = practice_library(tmp_path / "案卷库"), Parts()
    ids = [choice.application_id for choice in library.read(plan_batch) if choice.is_allowed][:3]
    export_batch(library, parts.maker, ids, tmp_path / "批次", SealStyle.CIRCLE, lambda *_: None, lambda: False)
    batch = library.read(list_batches)[0]
    library.change(_approved, batch.id)
    setup = SealSetup(module=str(token.module), token=token.token, label=token.label)
    library.change(write_setup, setup)
    window = build_window(parts, Preferences(tmp_path / "preferences.ini"), library, synchronous=True)
    qtbot.addWidget(window)
    window.resize(1366, 768)
    with qtbot.waitActive(window):
        window.show()
    window.show_place("dispatch")
    page = window.places.page("dispatch")
    assert isinstance(page, DispatchPage)
    page.open_step(RoadStep.SEAL)
    step = page.sealing
    step.side.ways[SealWay.CERTIFICATE].click()

    def press() -> None:
        QTest.keyClick(step.table, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)

    step.table.setFocus()
    press()
    assert step.side.main.text() == "签第 5 号"
    press()
    (form,) = [one for one in step.findChildren(FormDialog) if one.isVisible()]
    form.fill("pin", PIN)
    QTest.keyClick(form, Qt.Key.Key_Return)
    assert "用印第5号" in step.side.note.text()
    (tmp_path / "tokens").rename(tmp_path / "away")
    (tmp_path / "tokens").mkdir()
    press()
    assert "钥匙" in step.side.note.text()
    shutil.rmtree(tmp_path / "tokens")
    (tmp_path / "away").rename(tmp_path / "tokens")
    press()
    (form,) = [one for one in step.findChildren(FormDialog) if one.isVisible()]
    form.fill("pin", PIN)
    QTest.keyClick(form, Qt.Key.Key_Return)
    assert "用印第6号" in step.side.note.text()
    signed = [line.entry for line in step.sheet.lines if line.use is not None]
    assert [entry.sealed_how for entry in signed] == [Sealing.SIGNED] * 2
    content = library.read(lambda unit: unit.attachments.content(signed[0].sha256))
    assert "Signature is Valid" in pdfsig(tmp_path, content)
    assert PIN not in repr(library.read(lambda unit: unit.events.latest(300)))
    library.close(without_backup=True)
