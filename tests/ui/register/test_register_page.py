"""The register in the window: issued from the preview, sorted, filtered, delivered, given up, exported."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot
from python_calamine import CalamineWorkbook

from reviewer_app.domain.documents import DocumentKind
from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.numbers import Delivery
from reviewer_app.domain.opinion import Outcome
from reviewer_app.services.cases.reading import open_case
from reviewer_app.services.papers.printing import PrintOrder
from reviewer_app.wiring import Parts
from reviewer_ui.detail.pane import CasePane
from reviewer_ui.printing.opening import Previews
from reviewer_ui.printing.preview import PreviewDialog
from reviewer_ui.register import RegisterPage
from reviewer_ui.register.asking import ask_delivery, ask_incoming, ask_void, typed_day
from reviewer_ui.widgets.form_dialog import FormDialog
from support.casework import proposed
from support.desk_pages import Office, office, signed_off, unnamed
from support.grounds import signed_off as signed_by_the_second

SHEET = DocumentKind.RECOMMENDATION


@pytest.fixture(scope="module")
def parts() -> Parts:
    return Parts()


@pytest.fixture
def at(tmp_path: Path, qtbot: QtBot, parts: Parts) -> Office:
    made = office(tmp_path, printing=parts)
    codes = replace(made.unit.settings.get(), agency_code="示市监荐", transfer_code="示市监函")
    made.unit.settings.put(codes)
    return made


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    window = QWidget()
    qtbot.addWidget(window)
    return window


@pytest.fixture
def page(at: Office, qtbot: QtBot) -> RegisterPage:
    page = RegisterPage(at.context)
    qtbot.addWidget(page)
    page.resize(1298, 688)
    page.show()
    return page


def _preview(at: Office, window: QWidget, order: PrintOrder) -> PreviewDialog:
    opened: list[QWidget] = []
    Previews(at.context, window).show(order, opened.append)
    (dialog,) = opened
    assert isinstance(dialog, PreviewDialog)
    return dialog


def _asked(window: QWidget) -> FormDialog:
    (form,) = (one for one in window.findChildren(FormDialog) if one.isVisible())
    return form


def _issue(at: Office, window: QWidget, case_id: int, **said: str) -> PreviewDialog:
    dialog = _preview(at, window, PrintOrder(SHEET, case_id))
    dialog.issue.click()
    form = _asked(dialog)
    for name, text in said.items():
        form.fill(name, text)
    form.confirm.click()
    return dialog


def test_a_draft_is_issued_from_its_preview_and_then_bears_its_number(at: Office, window: QWidget) -> None:
    case_id = signed_off(at.unit, 1)
    dialog = _preview(at, window, PrintOrder(SHEET, case_id))
    assert dialog.standing.text() == "草稿，未发文"
    draft = dialog.previewed.pdf
    dialog.issue.click()
    form = _asked(dialog)
    assert unnamed(form) == []
    form.confirm.click()
    assert dialog.standing.text() == "示市监荐〔2024〕1号"
    assert dialog.issue.isHidden()
    issued = dialog.previewed.pdf
    assert issued != draft
    assert _preview(at, window, PrintOrder(SHEET, case_id)).previewed.pdf == issued


def test_a_refused_number_keeps_what_was_typed_and_issues_nothing(at: Office, window: QWidget) -> None:
    _issue(at, window, signed_off(at.unit, 1))
    dialog = _issue(at, window, signed_off(at.unit, 2), typed="示市监荐〔2024〕1号", note="登记处给号")
    form = _asked(dialog)
    assert "已用于" in form.note.text()
    assert form.texts()["typed"] == "示市监荐〔2024〕1号"
    assert len(at.unit.register.kept) == 1
    form.fill("typed", "示市监荐〔2024〕3号")
    form.confirm.click()
    assert [entry.number for entry in at.unit.register.kept] == ["示市监荐〔2024〕1号", "示市监荐〔2024〕3号"]


def test_a_transfer_asks_whom_it_goes_to(at: Office, window: QWidget) -> None:
    case_id = proposed(at.unit, Outcome.TRANSFER)
    dialog = _preview(at, window, PrintOrder(DocumentKind.TRANSFER_LETTER, case_id))
    assert dialog.issue.isHidden()
    signed_by_the_second(at.unit, case_id)
    dialog = _preview(at, window, PrintOrder(DocumentKind.TRANSFER_LETTER, case_id))
    dialog.issue.click()
    form = _asked(dialog)
    form.confirm.click()
    assert form.note.text() == "请填写收文机关全称，再发文。"
    form.fill("addressee", "上海市示例北区市场监督管理局")
    form.confirm.click()
    assert at.unit.register.kept[0].party == "上海市示例北区市场监督管理局"


def test_the_register_follows_is_sorted_and_filtered(at: Office, window: QWidget, page: RegisterPage) -> None:
    assert unnamed(page) == []
    assert not page.deliver.isEnabled()
    for number in (1, 2):
        _issue(at, window, signed_off(at.unit, number))
    form = ask_incoming(at.context, at.unit.today, page)
    form.confirm.click()
    assert form.note.text() == "请填写来文单位。"
    form.fill("sender", "示例部门")
    form.fill("subject", "退回邮件一件")
    form.fill("kind", "returned-parcel")
    form.confirm.click()
    assert [entry.called for entry in page.shown()] == ["收〔2024〕1号", "示市监荐〔2024〕2号", "示市监荐〔2024〕1号"]
    page.sort_by(0)
    assert [entry.serial for entry in page.shown()] == [1, 1, 2]
    page.sort_by(0)
    assert [entry.serial for entry in page.shown()] == [2, 1, 1]
    page.direction.setCurrentIndex(page.direction.findData("incoming"))
    assert [entry.kind_label for entry in page.shown()] == ["退回邮件"]
    page.kind.setCurrentIndex(page.kind.findData(SHEET.value))
    assert page.shown() == ()
    assert not page.void.isEnabled()


def test_a_paper_is_delivered_or_given_up_from_its_line(at: Office, window: QWidget, page: RegisterPage) -> None:
    for number in (1, 2):
        _issue(at, window, signed_off(at.unit, number))
    form = ask_delivery(at.context, page.shown()[1], at.unit.today, page)
    form.fill("day", "昨天")
    form.confirm.click()
    assert "不是日期" in form.note.text()
    form.fill("day", "2024年5月19日")
    form.fill("receipt", "样本甲")
    form.confirm.click()
    assert (at.unit.register.kept[0].delivered_how, at.unit.register.kept[0].receipt) == (Delivery.COLLECTED, "样本甲")
    dialog = ask_void(at.context, page.shown()[0], page)
    dialog.confirm.click()
    assert at.unit.register.kept[1].voided_at is None
    dialog.reason.setPlainText("文字有误")
    dialog.confirm.click()
    page.table.selectRow(0)
    assert "文字有误" in page.detail.text()
    assert not page.deliver.isEnabled()


def test_what_is_shown_is_exported(at: Office, window: QWidget, page: RegisterPage, tmp_path: Path) -> None:
    _issue(at, window, signed_off(at.unit, 1))
    page.export_to(tmp_path / "登记簿.xlsx")
    rows = CalamineWorkbook.from_path(tmp_path / "登记簿.xlsx").get_sheet_by_index(0).to_python()
    assert "示市监荐〔2024〕1号" in rows[3]
    page.direction.setCurrentIndex(page.direction.findData("incoming"))
    page.export_to(tmp_path / "来文.xlsx")
    rows = CalamineWorkbook.from_path(tmp_path / "来文.xlsx").get_sheet_by_index(0).to_python()
    assert rows[0][0] == "来文登记簿"
    assert "示市监荐〔2024〕1号" not in str(rows)


def test_a_case_shows_its_contact_with_the_outside_alone(at: Office, window: QWidget, qtbot: QtBot) -> None:
    case_id, other = signed_off(at.unit, 1), signed_off(at.unit, 2)
    _issue(at, window, case_id)
    _issue(at, window, other)
    pane = CasePane(at.context)
    qtbot.addWidget(pane)
    pane.resize(420, 680)
    pane.show()
    view = open_case(at.unit, case_id)
    pane.show_view(view)
    assert pane.outside.rows == []
    pane.pages.setCurrentWidget(pane.outside)
    titles = [row.title.text() for row in pane.outside.rows if not row.isHidden()]
    assert titles == [f"发文　示市监荐〔2024〕1号　{view.application.project_name}推荐意见"]
    assert "还没有登记送达" in pane.outside.rows[0].about.text()
    pane.show_view(open_case(at.unit, proposed(at.unit, filing_number="SH2024617120033")))
    assert not pane.outside.none.isHidden()
    assert [row for row in pane.outside.rows if not row.isHidden()] == []


@pytest.mark.parametrize(
    ("typed", "code"), [("", "day_needed"), ("　", "day_needed"), ("2025-02-29", "day_unreadable")]
)
def test_a_day_that_was_not_typed_is_asked_for_and_one_that_never_was_is_named(typed: str, code: str) -> None:
    with pytest.raises(RefusalError, match=rf"outgoing\.{code}"):
        typed_day(typed)
