"""为何如此 reaches what is worked out anywhere: counts, steps, comparison, the foot, and all dialogs."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from reviewer_app.domain.evidence.comparison import Adopted, ComparedField, Comparison, Settlement
from reviewer_app.domain.limits.lengths import TextKind
from reviewer_app.domain.outside.consultations import Consultation, ConsultationStand
from reviewer_app.services.intake.previewing import ImportAction
from reviewer_app.services.listing.batch_acts import BatchAct
from reviewer_ui.clocks.dialog import DatesDialog
from reviewer_ui.corrections.dialog import CorrectionDialog
from reviewer_ui.detail.explanation import told_compared, told_consultation
from reviewer_ui.detail.pane import CasePane
from reviewer_ui.explaining import Told
from reviewer_ui.explaining.telling import ToldDialog, explain_focused, tell, teller_of
from reviewer_ui.intake.preview_parts import ActionFilter, PreviewFoot
from reviewer_ui.main_window import MainWindow
from reviewer_ui.opinion.pane import OpinionPane
from reviewer_ui.queue.batch import BatchDialog
from reviewer_ui.settings import SettingsPage
from reviewer_ui.widgets import LetterCount, Words
from support.desk_pages import Office

NOW = datetime(2024, 5, 17, 9, 30)


def _told(window: QWidget, part: QWidget) -> str:
    """All that is told of a part by the key itself, in the window or in a dialog over it; closed by the key again."""
    window.activateWindow()
    QApplication.processEvents()
    part.setFocus()
    assert window.focusWidget() in (part, part.focusProxy())
    QTest.keyClick(part, Qt.Key.Key_I, Qt.KeyboardModifier.ControlModifier)
    (dialog,) = [one for one in window.findChildren(ToldDialog) if one.isVisible()]
    said = "\n".join((dialog.accessibleName(), dialog.value.text(), dialog.lines.text()))
    assert len(dialog.lines.text()) > 8
    dialog.end.click()
    QApplication.processEvents()
    return said


def test_what_stands_around_a_case_is_told_by_the_key(window: MainWindow) -> None:
    pane, opinion = window.findChild(CasePane), window.findChild(OpinionPane)
    assert pane is not None
    assert opinion is not None
    queue, writing = window.cases.queue, opinion.writing
    (sorting,) = [one for one in queue.head.findChildren(QWidget) if one.accessibleName() == "排序"]
    said = _told(window, sorting)
    assert "列表的件数" in said
    assert queue.head.count_text().removesuffix(" ·") in said
    assert "按期限排序" in said
    assert "流转记录" in _told(window, pane.head.stepper)
    assert "备份和检验记录" in _told(window, window.foot.library_words)
    said = _told(window, next(iter(opinion.checklist.rows.values())))
    assert "这一部分共" in said
    writing.write()
    assert "意见字数上限" in _told(window, writing.text)
    assert "类别由经办选定" in _told(window, next(iter(writing.classes.chips.values())))
    pane.pages.setCurrentWidget(pane.comparison)
    assert "五（二）" in _told(window, next(iter(pane.comparison.rows.values())))


def test_the_key_works_in_dialogs_of_every_kind(window: MainWindow, desk_of_ten: Office) -> None:
    context, ids = desk_of_ten.context, window.cases.queue.model.ids[:2]
    dates = DatesDialog(context, None, window)
    batch = BatchDialog(context, BatchAct.TAKE_UP, list(ids), date(2024, 5, 20), window)
    correction = CorrectionDialog(context, ids[0], window)
    for dialog in (dates, batch, correction):
        dialog.open()
        if dialog is dates:
            assert "规则包" in _told(dialog, dates.table)
        elif dialog is batch:
            batch.lines.setCurrentRow(0)
            assert "取自预演" in _told(dialog, batch.lines)
        else:
            assert "工作日" in _told(dialog, correction.asked)
        dialog.reject()


def test_a_setting_says_what_its_state_rests_on(window: MainWindow) -> None:
    window.show_place("settings")
    (page,) = window.findChildren(SettingsPage)
    season = page.season
    season.choose("applicant_deadline")
    told: list[Told] = []
    teller = teller_of(season.table)
    assert teller is not None
    teller.explain(told.append)
    assert any("规则包" in line for line in told[0].lines)


def test_a_comparison_says_who_found_it_or_that_a_machine_did() -> None:
    same = ComparedField("phone", "联系电话", "64220000", Comparison("phone", True, by="示例甲", at=NOW))
    assert told_compared(same, "", is_machine=False, clause="五（二）").lines[1].startswith("示例甲")
    by_machine = told_compared(same, "机读一致", is_machine=True, clause="五（二）")
    assert by_machine.value == "一致（机读）"
    assert not any("示例甲" in line for line in by_machine.lines)
    unlike = replace(same, found=Comparison("phone", False, "64220001"))
    assert "还没有说明" in "".join(told_compared(unlike, "", is_machine=False, clause="").lines)
    held = replace(unlike, settled=Settlement(Adopted.PAPER, "64220001", "64220000", "来电更正", "示例乙", NOW))
    assert "示例乙 说明：来电更正" in "".join(told_compared(held, "", is_machine=False, clause="").lines)
    assert told_compared(replace(same, found=None), "", is_machine=False, clause="").value == "未看"


def test_a_consultation_says_why_it_is_due_and_how_late_it_is() -> None:
    one = Consultation(1, "市民政局", ConsultationStand.ASKED, date(2024, 5, 8), "示例甲", date(2024, 5, 15))
    told = told_consultation(one, "逾期未复", date(2024, 5, 20))
    assert "按工作日推算" in told.lines[2]
    assert "已过 5 天" in told.lines[3]
    assert not any("已过" in line for line in told_consultation(one, "待复函", date(2024, 5, 15)).lines)


def test_letters_progress_and_counts_are_told_without_wiring(qtbot: QtBot) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    box = QLineEdit("写了几个字", page)
    LetterCount(box, TextKind.REASON)
    chips, foot = ActionFilter(page), PreviewFoot(page)
    chips.show_counts({ImportAction.CONFLICT: 3})
    foot.show_writing(7)
    foot.show_progress(2, 7)
    page.show()
    conflict = chips.chips[ImportAction.CONFLICT]
    for part, words in ((box, "最多 500 字"), (conflict, "由人认定"), (foot.progress.stop, "2 / 7")):
        part.setFocus()
        explain_focused(page, lambda: None)
        (dialog,) = [one for one in page.findChildren(ToldDialog) if one.isVisible()]
        assert words in dialog.value.text() + dialog.lines.text()
        explain_focused(dialog, lambda: None)
        assert not dialog.isVisible()
        QApplication.processEvents()


def test_the_mouse_finds_the_same_under_its_right_button(qtbot: QtBot) -> None:
    words = Words("33 件")
    qtbot.addWidget(words)
    tell(words, lambda: Told("件数", "33 件", ["取自列表。"]))
    words.show()
    assert words.contextMenuPolicy() is Qt.ContextMenuPolicy.ActionsContextMenu
    (ask,) = words.actions()
    assert isinstance(ask, QAction)
    assert ask.text() == "为何如此"
    ask.trigger()
    (dialog,) = [one for one in words.findChildren(ToldDialog) if one.isVisible()]
    assert dialog.value.text() == "33 件"
    assert dialog.pos() != QPoint()
