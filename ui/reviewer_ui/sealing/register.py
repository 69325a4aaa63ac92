"""用印登记簿: every use with its number, struck out lines too; printed, and exported as a workbook."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from reviewer_app.domain.documents import DocumentKind
from reviewer_app.domain.record import EventAct
from reviewer_app.services.papers.printing import PrintOrder
from reviewer_app.services.sealing.seal_register import RegisteredUse, read_seal_register
from reviewer_app.services.sealing.striking import Struck
from reviewer_resources.phrases import sentence
from reviewer_ui.context import Context
from reviewer_ui.explaining import Told, tell
from reviewer_ui.messages import sentence_of, why_closed
from reviewer_ui.printing.opening import Previews
from reviewer_ui.printing.tables import exporting
from reviewer_ui.sealing.questions import ask_strike, struck_words
from reviewer_ui.sealing.words import use_words
from reviewer_ui.theme import Tone
from reviewer_ui.widgets import Button, Card, FieldNote, SectionHead
from reviewer_ui.widgets.dialog import Dialog
from reviewer_ui.widgets.plain_table import PlainTable
from reviewer_ui.widgets.rows_model import Column, RowsModel

_SIZE = (1180, 620)


class SealRegisterDialog(Dialog):
    """The seal register of a year, or of all."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context, self._background = context, context.background
        self._lines: tuple[RegisteredUse, ...] = ()
        self.setWindowTitle("用印登记簿")
        self.setAccessibleName("用印登记簿")
        self.resize(*_SIZE)
        self.head = SectionHead("用印登记簿")
        self.year = QComboBox()
        self.year.setAccessibleName("年份")
        self.model: RowsModel[RegisteredUse] = RowsModel(_columns(), self)
        self.table = PlainTable("用印登记簿")
        self.table.show_model(self.model)
        self.note = FieldNote()
        self.strike = Button("划去这一行…")
        self.print = Button("打印…", icon_name="print")
        self.export = Button("导出 Excel…", icon_name="table")
        self.shut = Button("关闭")
        self._previews = Previews(context, self)
        self._lay_out()
        self.year.activated.connect(lambda _place: self._show_year())
        self.table.selectionModel().currentRowChanged.connect(lambda _now, _before: self._show_acts())
        self.strike.clicked.connect(self.ask_strike)
        self.print.clicked.connect(lambda: self._previews.show(self.order()))
        self.export.clicked.connect(self._choose_file)
        self.shut.clicked.connect(self.reject)
        tell(self.table, self._told)
        self.refresh()

    def refresh(self) -> None:
        """Reads the register as it stands."""
        self._background.run_read(read_seal_register, then=self._show)

    def order(self) -> PrintOrder:
        """The register as it is shown, to be printed or exported."""
        year = str(self.year.currentData() or "")
        return PrintOrder(DocumentKind.SEAL_REGISTER, extra=(("year", year),) if year else ())

    def chosen(self) -> RegisteredUse | None:
        """The line the keyboard is on."""
        row = self.table.current_row()
        return self.model.row_at(row) if 0 <= row < self.model.rowCount() else None

    def ask_strike(self) -> None:
        """Asks for the reason before the chosen use is struck out."""
        line = self.chosen()
        if line is None:
            return
        ask_strike(self._context, line.use, self, self._struck)

    def save(self, path: Path) -> None:
        """Writes the register as a workbook."""
        self._background.run_long(
            exporting(self._context.parts, self.order(), path),
            then=lambda _done: self.note.say(sentence("sealing.exported", {"path": path}), Tone.OK),
            failed=lambda error: self.note.say(sentence_of(error), Tone.BAD),
        )

    def _struck(self, done: Struck) -> None:
        self.note.say(struck_words(done), Tone.OK if done.stays is None else Tone.BAD)
        self.refresh()

    def _choose_file(self) -> None:
        from reviewer_ui.file_copy import place_dialog

        dialog = place_dialog(self._context.preferences, "导出用印登记簿", "用印登记簿.xlsx", self)
        dialog.setNameFilter("Excel 工作簿 (*.xlsx)")
        dialog.setDefaultSuffix("xlsx")
        dialog.fileSelected.connect(lambda path: self.save(Path(path)))
        dialog.open()

    def _show(self, lines: tuple[RegisteredUse, ...]) -> None:
        self._lines = lines
        chosen = self.year.currentData()
        years = sorted({line.use.year for line in lines}, reverse=True)
        self.year.clear()
        self.year.addItem("全部年份", 0)
        for year in years:
            self.year.addItem(f"{year} 年", year)
        self.year.setCurrentIndex(max(self.year.findData(chosen), 0))
        self._show_year()

    def _show_year(self) -> None:
        year = self.year.currentData()
        row = max(self.table.current_row(), 0)
        shown = [line for line in self._lines if year in (0, line.use.year)]
        self.model.show_rows(shown)
        counted = [line.use for line in shown if not line.use.is_struck]
        self.head.set_right(f"用印 {len(counted)} 次，{sum(use.impressions for use in counted)} 印")
        if shown:
            self.table.selectRow(min(row, len(shown) - 1))
        else:
            self.note.say(sentence("sealing.no_uses"))
        self._show_acts()

    def _show_acts(self) -> None:
        line = self.chosen()
        closed = why_closed(self._background.library, EventAct.SEAL_STRUCK)
        self.strike.setEnabled(line is not None and not line.use.is_struck and not closed)
        self.strike.setToolTip(closed)
        self.print.setEnabled(bool(self._lines))
        self.export.setEnabled(bool(self._lines))

    def _told(self) -> Told | None:
        line = self.chosen()
        if line is None:
            return None
        said = (use_words(line.use), line.subject, *((line.remark,) if line.remark else ()))
        return Told(line.use.number, line.use.called, said)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(8)
        card = Card()
        inside = QVBoxLayout(card)
        inside.setContentsMargins(1, 1, 1, 1)
        inside.setSpacing(0)
        self.head.add_act(self.year)
        inside.addWidget(self.head)
        inside.addWidget(self.table, 1)
        column.addWidget(card, 1)
        column.addWidget(self.note)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.strike)
        row.addStretch(1)
        for button in (self.print, self.export, self.shut):
            row.addWidget(button)
        column.addLayout(row)


def _columns() -> tuple[Column[RegisteredUse], ...]:
    return (
        Column("用印号", lambda line: f"{line.use.year} 第 {line.use.serial} 号", 116),
        Column("日期", lambda line: line.use.day.isoformat(), 96),
        Column("编号", lambda line: line.use.called, 176),
        Column("事由", lambda line: line.subject),
        Column("案件", lambda line: line.about, 112),
        Column("印数", lambda line: str(line.use.impressions), 56),
        Column("方式", lambda line: line.use.way.label, 84),
        Column("申请", lambda line: line.use.asked_by, 76),
        Column("同意", lambda line: line.use.approved_by, 76),
        Column("用印", lambda line: line.use.used_by, 76),
        Column("备注", lambda line: line.remark or line.scan_words, 132),
    )
