"""The calm table in little room: no column is squeezed until its words are gone."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtGui import QHelpEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolTip
from pytestqt.qtbot import QtBot

from reviewer_ui.widgets.plain_table import PlainTable
from reviewer_ui.widgets.rows_model import Column, RowsModel


def test_columns_that_share_what_is_left_keep_a_few_characters_and_the_table_scrolls(qtbot: QtBot) -> None:
    model = RowsModel[str](
        (Column("编号", str, 200), Column("收文或来文单位", str), Column("事由", str), Column("日期", str, 90))
    )
    table = PlainTable("登记簿")
    qtbot.addWidget(table)
    table.show_model(model)
    table.show()
    found = []
    for width in (1000, 400, 1000):
        table.resize(width, 200)
        QApplication.processEvents()
        found.append((table.columnWidth(1), table.columnWidth(2), table.horizontalScrollBar().maximum()))
    wide, narrow, again = found
    assert wide == again
    assert wide[0] + wide[1] == 1000 - 290
    assert wide[2] == 0
    head = table.horizontalHeader().sectionSizeHint(1)
    assert head > 96
    assert narrow == (head, 96, 290 + head + 96 - 400)


def test_what_a_column_cuts_is_read_by_the_pointer(qtbot: QtBot) -> None:
    """What stands there whole is not said a second time."""
    model = RowsModel[str]((Column("次序的理由", str, 120), Column("日期", str, 90)))
    table = PlainTable("推荐顺序")
    qtbot.addWidget(table)
    table.show_model(model)
    reason = "05-19 示例甲：按市局重点方向的先后调整到前面"
    model.show_rows([reason, "短"])
    table.resize(400, 200)
    table.show()
    tips = []
    for row in (0, 1):
        at = table.visualRect(model.index(row, 0)).center()
        QApplication.sendEvent(table.viewport(), QHelpEvent(QEvent.Type.ToolTip, at, table.viewport().mapToGlobal(at)))
        tips.append(QToolTip.text() if QToolTip.isVisible() else "")
        QToolTip.hideText()
        QTest.qWait(0)
    assert tips[0] == reason
    assert tips[1] != "短"
