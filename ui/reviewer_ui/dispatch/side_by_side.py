"""Cases in columns: what the forms say and what was found of each point; the chosen line is read whole below."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from reviewer_app.services.dispatch.side_by_side import ComparedLine, SideBySide
from reviewer_ui.theme import Tone
from reviewer_ui.widgets import Button, Card, Words
from reviewer_ui.widgets.dialog import Dialog
from reviewer_ui.widgets.plain_table import PlainTable
from reviewer_ui.widgets.rows_model import Column, RowsModel
from reviewer_ui.widgets.scroll_page import ScrollPage

_SIZE, _WHOLE_HEIGHT = (1180, 640), 150


class SideBySideDialog(Dialog):
    """A column for each case; lines that differ are marked, and can be shown alone."""

    def __init__(self, found: SideBySide, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._found = found
        self.setWindowTitle("并排对照")
        self.setAccessibleName("并排对照")
        self.resize(*_SIZE)
        self.model: RowsModel[ComparedLine] = RowsModel(_columns(found), self)
        self.table = PlainTable("并排对照")
        self.table.show_model(self.model)
        self.model.show_rows(found.lines)
        self.only_differing = QCheckBox("只看不同的")
        self.whole = ScrollPage("所选一项的全文")
        self.said = Words("", wrap=True)
        self.shut = Button("关闭")
        self._lay_out()
        self.only_differing.toggled.connect(self._filter)
        self.table.selectionModel().currentRowChanged.connect(lambda now, _before: self._show_whole(now.row()))
        self.shut.clicked.connect(self.reject)
        self.table.selectRow(0)

    def _filter(self, only_differing: bool) -> None:
        self.model.keep(lambda line: line.differs or not only_differing)
        if self.model.rowCount():
            self.table.selectRow(0)
        else:
            self.said.setText("各项都相同。")

    def _show_whole(self, row: int) -> None:
        if row < 0:
            return
        line = self.model.row_at(row)
        said = [f"{case}：{words or '（无）'}" for case, words in zip(self._found.cases, line.said, strict=True)]
        self.said.setText("\n".join((line.about, *said)))

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(8)
        card = Card()
        inside = QVBoxLayout(card)
        inside.setContentsMargins(1, 1, 1, 1)
        inside.addWidget(self.table)
        column.addWidget(card, 1)
        self.whole.column.addWidget(self.said)
        self.whole.column.addStretch(1)
        self.whole.setFixedHeight(_WHOLE_HEIGHT)
        column.addWidget(self.whole)
        row = QHBoxLayout()
        row.addWidget(self.only_differing)
        row.addStretch(1)
        row.addWidget(self.shut)
        column.addLayout(row)


def _columns(found: SideBySide) -> tuple[Column[ComparedLine], ...]:
    return (
        Column("项目", lambda line: line.about, 240),
        *(Column(case, partial(_said, place)) for place, case in enumerate(found.cases)),
        Column("", _mark, 72, lambda line: Tone.WARN if line.differs else None),
    )


def _said(place: int, line: ComparedLine) -> str:
    return line.said[place]


def _mark(line: ComparedLine) -> str:
    return "不同" if line.differs else ""
