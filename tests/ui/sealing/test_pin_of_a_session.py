"""The PIN in the window: asked once a session, forgotten at its end, at the lock and after a refusal; never shown."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from reviewer_app.domain.changes import Changes
from reviewer_app.domain.dispatch.seals import SealSession, SealSetup, SealWay
from reviewer_app.domain.errors import OfficeError, RefusalError
from reviewer_app.services.ports.papers import CertificateNote, PlacedBox, RevocationNote
from reviewer_app.services.sealing.striking import Struck
from reviewer_ui.sealing import SinglePapersDialog
from reviewer_ui.sealing.questions import striking_question, struck_words
from reviewer_ui.settings.seal import SealSetupCard
from reviewer_ui.widgets.decision import DecisionDialog
from reviewer_ui.widgets.form_dialog import FormDialog
from support.desk_pages import Office, office, signed_off, unnamed
from support.sealing import approved, seal_case
from support.signed_pages import NOW

RETURN, CTRL = Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier
PIN = "2468"
NOTE = CertificateNote("示例章", "示例签发", NOW, NOW, is_self_signed=False, sentence="")


@dataclass
class Key:
    """A signer that opens by its PIN, and a stamper that knows the place: what the window asks of both, and no more."""

    opened: list[str] = field(default_factory=list)
    let_go: int = 0

    def look_at(self, _credential: object, password: str) -> CertificateNote:
        self.opened.append(password)
        if password != PIN:
            raise RefusalError("sign.wrong_password")
        return NOTE

    def sign(self, pdf: bytes, *_given: object, is_own: bool) -> bytes:
        assert is_own
        return pdf + b" signed"

    def get_ready(self) -> None:
        """Nothing is to be loaded."""

    def forget(self) -> None:
        self.let_go += 1

    def place_kept(self, _pdf: bytes) -> PlacedBox:
        return PlacedBox(1, 0, 0, 45, 45)

    def without_circle(self, pdf: bytes) -> bytes:
        return pdf


@pytest.fixture
def key() -> Key:
    return Key()


@pytest.fixture
def at(tmp_path: Path, key: Key) -> Office:
    """Three approved papers and an open session in which a certificate signs."""
    at = office(tmp_path)
    cases = [signed_off(at.unit, number) for number in (1, 2, 3)]
    list_id = approved(at.unit, cases)
    at.unit.seals.set_up(SealSetup(key_file="印.p12"))
    at.unit.seals.open_session(SealSession(list_id, SealWay.CERTIFICATE, "示例甲", at.unit.now))
    parts: Any = at.context.parts
    parts.real = type("_Parts", (), {"signer": key, "stamper": key, "shown": parts.real.shown})()
    return at


@pytest.fixture
def dialog(at: Office, qtbot: QtBot) -> SinglePapersDialog:
    dialog = SinglePapersDialog(at.context)
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def _pressed(dialog: SinglePapersDialog) -> list[FormDialog]:
    QTest.keyClick(dialog.step.table, RETURN, CTRL)
    return [one for one in dialog.step.findChildren(FormDialog) if one.isVisible()]


def _typed(form: FormDialog, pin: str) -> None:
    form.fill("pin", pin)
    QTest.keyClick(form, RETURN)


def test_the_pin_is_asked_once_and_its_letters_are_not_shown(at: Office, dialog: SinglePapersDialog, key: Key) -> None:
    (form,) = _pressed(dialog)
    editor = form.editors["pin"]
    assert isinstance(editor, QLineEdit)
    assert editor.echoMode() is QLineEdit.EchoMode.Password
    _typed(form, PIN)
    assert _pressed(dialog) == []
    assert [use.serial for use in at.unit.seals.used] == [1, 2]
    assert key.opened == [PIN, PIN]
    assert not any(PIN in (event.reason, *event.detail.values()) for event in at.unit.events.latest(100))
    assert PIN not in " ".join(message.text for message in at.said)


def test_all_are_signed_with_one_pin_in_a_session_that_begins_and_ends_with_them(
    at: Office, qtbot: QtBot, key: Key
) -> None:
    at.unit.seals.opened[0] = replace(at.unit.seals.opened[0], closed_at=at.unit.now)
    dialog = SinglePapersDialog(at.context)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.step.side.ways[SealWay.CERTIFICATE].setChecked(True)
    assert dialog.step.side.main.text() == "签名用印 3 份…"
    dialog.step.press_main()
    asked = next(one for one in dialog.step.findChildren(DecisionDialog) if one.isVisible())
    assert [line.partition("　")[0] for line in asked.lines()] == ["第 1 号", "第 2 号", "第 3 号"]
    assert at.unit.seals.open_sessions() == ()
    asked.confirm.click()
    (form,) = [one for one in dialog.step.findChildren(FormDialog) if one.isVisible()]
    _typed(form, PIN)
    assert [(use.serial, use.impressions) for use in at.unit.seals.used] == [(1, 1), (2, 1), (3, 1)]
    assert at.unit.seals.open_sessions() == ()
    assert key.let_go == 1


def test_a_refused_pin_is_asked_for_anew(at: Office, dialog: SinglePapersDialog) -> None:
    (form,) = _pressed(dialog)
    _typed(form, "1111")
    assert dialog.step.side.note.text() == "证书密码不对，没有签名。"
    assert at.unit.seals.used == []
    (again,) = _pressed(dialog)
    _typed(again, PIN)
    assert len(at.unit.seals.used) == 1


def test_a_revoked_certificate_is_said_and_a_list_out_of_date_stands_beside_what_was_sealed(
    at: Office, dialog: SinglePapersDialog, key: Key, monkeypatch: pytest.MonkeyPatch
) -> None:
    revoked = {"holder": "示例章", "day": "2026年5月13日", "made": "2026年5月15日"}
    note = replace(NOTE, minded="列表现已过期。")
    answers: list[OfficeError | CertificateNote] = [RefusalError("sign.revoked", **revoked), note]

    def look_at(_credential: object, _password: str) -> CertificateNote:
        answer = answers.pop(0)
        if isinstance(answer, OfficeError):
            raise answer
        return answer

    monkeypatch.setattr(key, "look_at", look_at)
    _typed(_pressed(dialog)[0], PIN)
    assert "示例章”的证书已于 2026年5月13日 被签发单位吊销" in dialog.step.side.note.text()
    assert at.unit.seals.used == []
    for form in _pressed(dialog):
        _typed(form, PIN)
    assert len(at.unit.seals.used) == 1
    assert dialog.step.side.note.text().endswith("列表现已过期。")


def test_the_pin_is_forgotten_when_the_window_is_locked_and_at_the_end(
    at: Office, dialog: SinglePapersDialog, key: Key
) -> None:
    (form,) = _pressed(dialog)
    _typed(form, PIN)
    at.context.actions.hold(True)
    at.context.actions.hold(False)
    assert key.let_go == 1
    (again,) = _pressed(dialog)
    _typed(again, PIN)
    dialog.step.side.end.click()
    assert key.let_go == 2
    assert at.unit.seals.open_sessions() == ()


def test_a_way_that_is_not_set_up_cannot_be_chosen_and_says_so(at: Office, qtbot: QtBot) -> None:
    at.unit.seals.opened[0] = replace(at.unit.seals.opened[0], closed_at=at.unit.now)
    dialog = SinglePapersDialog(at.context)
    qtbot.addWidget(dialog)
    ways = dialog.step.side.ways
    assert [ways[way].isEnabled() for way in SealWay] == [True, False, True]
    assert "还没有印模图片" in dialog.step.side.notes[SealWay.IMAGE].text()


def test_the_setup_is_typed_saved_and_read_again(at: Office, qtbot: QtBot, tmp_path: Path) -> None:
    card = SealSetupCard(at.context)
    qtbot.addWidget(card)
    card.diameter.setText("大约")
    card.save.click()
    assert card.note.text() == "直径“大约”不是数，请写成 42 这样的毫米数。"
    card.diameter.setText("40.5 毫米")
    card.take_key(tmp_path / "新.p12")
    card.save.click()
    setup = at.unit.seals.setup()
    assert (setup.diameter, setup.key_file, setup.set_by) == (40.5, str(tmp_path / "新.p12"), "示例甲")
    assert card.head.right().startswith("示例甲")
    assert unnamed(card) == []


def test_striking_out_a_use_says_what_becomes_of_its_file(at: Office, tmp_path: Path) -> None:
    """Before and after; a sheet that was stamped lies in no folder."""
    seal_case(at.unit, signed_off(at.unit, 4))
    (use,) = at.unit.seals.uses()
    sealed = replace(use, way=SealWay.IMAGE)
    assert f"“已用印”里“{use.called}”盖好的文件一并移走" in striking_question(sealed).says
    assert "已用印" not in striking_question(use).says
    assert f"“{use.called}”盖好的文件已从" in struck_words(Struck(sealed, True, None, Changes(frozenset())))
    assert f"{tmp_path}”没有移走" in struck_words(Struck(sealed, False, tmp_path, Changes(frozenset())))
    assert struck_words(Struck(use, False, None, Changes(frozenset()))) == f"已划去{use.number}。"


def test_a_list_out_of_date_is_said_before_anything_is_sealed_and_leads_to_the_settings(
    at: Office, dialog: SinglePapersDialog, key: Key, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks: list[Path] = []

    def look(file: Path) -> RevocationNote:
        looks.append(file)
        return RevocationNote("列表。", "列表现已过期。")

    monkeypatch.setattr(key, "revocation_list", look, raising=False)
    led: list[bool] = []
    at.context.actions.bind("seal.revocations", lambda: led.append(True))
    side, file = dialog.step.side, tmp_path / "列表.crl"
    assert side.to_list.isHidden()
    at.unit.settings.put(replace(at.unit.settings.get(), revocation_list=str(file)))
    dialog.step.refresh()
    dialog.step.refresh()
    assert side.list_note.text() == "待办：列表现已过期。"
    side.to_list.click()
    assert (len(looks), led) == (1, [True])
    at.unit.settings.put(replace(at.unit.settings.get(), revocation_list=""))
    dialog.step.refresh()
    assert side.to_list.isHidden()
    assert not side.list_note.text()
