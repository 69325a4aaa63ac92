"""The dossier of the case shown, from the window: one key makes it, what is not in it is said in the same place."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from reviewer_app.services.ports.dispatch import archiving as why
from reviewer_app.services.ports.dispatch.archiving import Fate
from reviewer_ui.archive.dossier import DossierDialog
from reviewer_ui.background import Job
from support.binders import PlainBinder
from support.casework import registered, settle
from support.desk_pages import DeskParts, Office, office
from support.followed import FollowedCase


@pytest.fixture
def at(tmp_path: Path, qtbot: QtBot) -> Office:
    made = office(tmp_path)
    made.context.preferences.put("archive/dossier_folder", str(tmp_path))
    assert isinstance(made.context.parts, DeskParts)
    made.context.parts.binder = PlainBinder({"锁.pdf": Fate(why=why.ENCRYPTED)})
    case_id = registered(made.unit)
    made.unit.attachments.add(case_id, "锁.pdf", b"1", "evidence:E2.staff")
    return made


@pytest.fixture
def pane(at: Office, qtbot: QtBot) -> FollowedCase:
    pane = FollowedCase(at.context)
    qtbot.addWidget(pane)
    pane.resize(390, 667)
    pane.show()
    return pane


def _opened(at: Office, pane: FollowedCase) -> DossierDialog:
    pane.show_case(next(iter(at.unit.applications.cases)))
    at.context.actions["case.dossier"].trigger()
    settle()
    return next(iter(pane.findChildren(DossierDialog)))


def test_enter_makes_it_where_it_is_proposed_and_says_what_lies_beside(
    at: Office, pane: FollowedCase, tmp_path: Path
) -> None:
    dialog = _opened(at, pane)
    QTest.keyClick(dialog.focusWidget() or dialog, Qt.Key.Key_Return)
    (file,) = tmp_path.glob("*.pdf")
    assert file.name.startswith("2024-示-0001-")
    assert [one.name for one in (tmp_path / f"{file.stem}-另附").iterdir()] == ["锁.pdf"]
    said = dialog.lines.findChildren(type(dialog.says))
    assert any("有打开密码，看不到内容，另附于" in one.text() for one in said)
    assert at.said[-1].text.endswith(f"的案件档案已存为“{file.name}”。")
    assert dialog.open_place.isVisible()
    assert not dialog.make.isVisible()
    again = _opened(at, pane)
    assert again is dialog or again.place.target().name == f"{file.stem}-2.pdf"


def test_a_refusal_stands_beside_the_place_and_the_place_can_be_mended(
    at: Office, pane: FollowedCase, tmp_path: Path
) -> None:
    dialog = _opened(at, pane)
    (tmp_path / "有.pdf").write_text("别人的")
    dialog.place.show_target(tmp_path / "有")
    dialog.start()
    assert dialog.place.note.text().endswith("已经有了，没有写入。请换一个名称。")
    dialog.place.show_target(tmp_path / "新")
    dialog.start()
    assert (tmp_path / "新.pdf").exists()


def test_closed_while_it_works_it_calls_the_work_off_and_waits_for_no_answer(at: Office, pane: FollowedCase) -> None:
    dialog, job = _opened(at, pane), Job(None, None, is_change=True)
    dialog._job = job
    dialog.leave.click()
    assert job.is_cancelled()
    assert job.is_forgotten


def test_without_a_case_the_act_is_closed_and_says_why(at: Office, pane: FollowedCase) -> None:
    assert not at.context.actions["case.dossier"].isEnabled()
    assert at.context.actions.why_closed("case.dossier")
    pane.show_case(next(iter(at.unit.applications.cases)))
    assert at.context.actions["case.dossier"].isEnabled()
