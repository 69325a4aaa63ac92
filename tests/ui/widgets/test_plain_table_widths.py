"""The calm table in little room: no column is squeezed until its words are gone."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication
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
