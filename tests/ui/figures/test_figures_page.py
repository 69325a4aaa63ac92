"""The place 统计: numbers, definitions and lists by mouse and by key; an empty season; printing and exporting."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from reviewer_app.domain.figures.counts import Figure
from reviewer_app.domain.figures.layers import Layer
from reviewer_app.domain.listing.figures import Behind
from reviewer_app.services.figures.layers import say_layer
from reviewer_app.wiring import Parts
from reviewer_ui.figures import FiguresPage
from reviewer_ui.main_window import MainWindow
from reviewer_ui.printing.preview import PreviewDialog
from support.desk_pages import Office, office, unnamed
from support.many_cases import fill


@pytest.fixture
def at(tmp_path: Path) -> Office:
    made = office(tmp_path, printing=Parts())
    fill(made.unit, 10)
    return made


@pytest.fixture
def page(at: Office, qtbot: QtBot) -> FiguresPage:
    page = FiguresPage(at.context)
    qtbot.addWidget(page)
    page.resize(1298, 688)
    page.show()
    return page


def test_the_numbers_are_those_of_the_cases_and_open_their_lists(page: FiguresPage, qtbot: QtBot) -> None:
    assert page.view is not None
    assert page.view.now.of(Figure.RECEIVED) == 10
    assert unnamed(page) == []
    first, second = page.strip.cells[:2]
    QTest.mouseClick(first, Qt.MouseButton.LeftButton)
    assert "一个项目一件" in page.strip.definition.text()
    with qtbot.waitSignal(page.list_asked) as opened:
        QTest.mouseClick(page.strip.open, Qt.MouseButton.LeftButton)
    assert opened.args == [Behind("2024", "统计:收件", 10)]
    second.setFocus()
    QTest.keyClick(second, Qt.Key.Key_Return)
    with qtbot.waitSignal(page.list_asked) as again:
        QTest.keyClick(second, Qt.Key.Key_Return)
    assert again.args == [Behind("2024", "统计:推荐", 2)]


def test_a_bar_opens_its_cases_by_mouse_and_by_key(page: FiguresPage, qtbot: QtBot) -> None:
    chart = page.parts.chart
    area = chart.drawing.areas[0]
    with qtbot.waitSignal(page.list_asked) as opened:
        QTest.mouseClick(chart, Qt.MouseButton.LeftButton, pos=QPoint(int(area.x + 90), int(area.y + area.height / 2)))
    assert opened.args == [area.behind]
    chart.setFocus()
    assert area.says in chart.accessibleName()
    QTest.keyClick(chart, Qt.Key.Key_Down)
    QTest.keyClick(chart, Qt.Key.Key_Up)
    with qtbot.waitSignal(page.list_asked) as by_key:
        QTest.keyClick(chart, Qt.Key.Key_Return)
    assert by_key.args == [area.behind]


def test_the_cases_are_parted_by_outcome_too(page: FiguresPage) -> None:
    page.part.setCurrentIndex(page.part.count() - 1)
    page.part.activated.emit(page.part.currentIndex())
    assert [area.behind.cases for area in page.parts.chart.drawing.areas] == [2, 1, 0, 7]


def test_what_is_said_of_a_layer_is_seen_at_once(at: Office, page: FiguresPage) -> None:
    at.context.background.run_change(say_layer, 1, Layer.FUTURE)
    assert page.layers.chart.drawing.areas[0].says == "2024年度 未来 1 件，10%"


def test_a_season_without_cases_says_so_and_draws_nothing(tmp_path: Path, qtbot: QtBot) -> None:
    page = FiguresPage(office(tmp_path).context)
    qtbot.addWidget(page)
    page.resize(843, 372)
    page.show()
    assert page.empty.isVisibleTo(page)
    assert not page.parts.isVisibleTo(page)
    assert [cell.accessibleName() for cell in page.strip.cells][:1] == ["收件 0件"]


def test_the_page_is_previewed_and_the_workbook_written(
    at: Office, page: FiguresPage, qtbot: QtBot, tmp_path: Path
) -> None:
    QTest.mouseClick(page.print, Qt.MouseButton.LeftButton)
    (dialog,) = page.findChildren(PreviewDialog)
    assert dialog.windowTitle() == "数读 2024年度"
    dialog.close()
    assert page.view is not None
    page.exits.write_workbook(page.view, False, tmp_path / "数读.xlsx")
    assert openpyxl.load_workbook(tmp_path / "数读.xlsx")["概况"]["B4"].value == 10
    assert at.said[-1].text == "数读已导出为“数读.xlsx”。"


def test_in_the_window_a_figure_leads_to_the_list(window: MainWindow, qtbot: QtBot) -> None:
    window.show_place("figures")
    page = window.places.page("figures")
    assert isinstance(page, FiguresPage)
    page.list_asked.emit(Behind("2024", "状态:待补正", 1))
    assert window.cases.isVisibleTo(window)
    assert (window.cases.queue.query.text, window.cases.queue.model.rowCount()) == ("状态:待补正", 1)
