"""The place 登记簿: every paper that left or came in, sorted and filtered, printed and exported as it is shown."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from reviewer_app.domain.changes import Changes, Noun
from reviewer_app.domain.documents import DocumentKind
from reviewer_app.domain.numbers import CODE_SETTINGS, Direction, IncomingKind, RegisterEntry
from reviewer_app.services.office.register import RegisterBook, choose_entries, read_register
from reviewer_app.services.papers.printing import PrintOrder
from reviewer_resources.phrases import sentence
from reviewer_ui.context import Context
from reviewer_ui.explaining import Told, tell
from reviewer_ui.file_copy import ask_and_save_copy, place_dialog
from reviewer_ui.printing.opening import Previews
from reviewer_ui.printing.tables import exporting
from reviewer_ui.register.asking import ask_delivery, ask_incoming, ask_void
from reviewer_ui.register.columns import columns_of, detail_of, sort_key, told_entry
from reviewer_ui.widgets import Button, Card, FieldNote, SectionHead, TextRole, Words
from reviewer_ui.widgets.plain_table import PlainTable
from reviewer_ui.widgets.rows_model import RowsModel

_NOUNS = frozenset({Noun.REGISTER, Noun.BATCH, Noun.CASE})


class RegisterPage(QWidget):
    """收发文登记簿."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._book = RegisterBook((), (), {}, {})
        self._today = date.min
        self._is_stale = False
        self._sorted_by, self._is_falling = -1, False
        self.head = SectionHead("收发文登记簿")
        self.direction, self.kind, self.year = QComboBox(), QComboBox(), QComboBox()
        self.table = PlainTable("收发文登记簿")
        self.model: RowsModel[RegisterEntry] = RowsModel(columns_of(self._book), self)
        self.detail = FieldNote()
        self.gaps = FieldNote()
        self.incoming = Button("来文登记…")
        self.deliver = Button("登记送达…")
        self.void = Button("编号作废…")
        self.save = Button("另存文件…")
        self.print = Button("打印…", icon_name="print")
        self.export = Button("导出 Excel…", icon_name="table")
        tell(self.table, self._told)
        self.previews = Previews(context, self)
        self._lay_out()
        self._connect()
        self.refresh()

    def refresh(self) -> None:
        """Reads the register again."""
        self._is_stale = False
        self._context.background.run_read(lambda unit: (read_register(unit), unit.today), then=self._show)

    def shown(self) -> tuple[RegisterEntry, ...]:
        """The lines as they are shown now, in their order."""
        return tuple(self.model.row_at(place) for place in range(self.model.rowCount()))

    def chosen(self) -> RegisterEntry | None:
        """The line the buttons speak of."""
        row = self.table.current_row()
        return self.model.row_at(row) if 0 <= row < self.model.rowCount() else None

    def _told(self) -> Told | None:
        entry = self.chosen()
        return told_entry(self._book, entry) if entry is not None else None

    def order(self) -> PrintOrder:
        """The register as it is filtered now, to be printed or exported."""
        chosen = {"direction": self.direction, "kind": self.kind, "year": self.year}
        extra = tuple((name, str(box.currentData() or "")) for name, box in chosen.items())
        return PrintOrder(DocumentKind.REGISTER, extra=extra)

    def export_to(self, path: Path) -> None:
        """Writes the lines shown as a workbook; an older file is replaced only by a whole one."""
        work = exporting(self._context.parts, self.order(), path)
        self._context.background.run_long(work, then=lambda _none: self._say_exported(path))

    def sort_by(self, column: int) -> None:
        """Puts the lines in the order of a column; once more turns it round."""
        self._is_falling = column == self._sorted_by and not self._is_falling
        self._sorted_by = column
        falling = Qt.SortOrder.DescendingOrder if self._is_falling else Qt.SortOrder.AscendingOrder
        self.table.horizontalHeader().setSortIndicator(column, falling)
        self._show_lines()

    def showEvent(self, event: QShowEvent) -> None:
        """Catches up with what happened while another place was shown."""
        super().showEvent(event)
        if self._is_stale:
            self.refresh()

    def _show(self, read: tuple[RegisterBook, date]) -> None:
        self._book, self._today = read
        self.model.columns = columns_of(self._book)
        self._offer_years()
        self._show_lines()
        said = [
            f"{DocumentKind(gap.kind).label} {gap.year}年 {gap.called}（{_why(gap.explanation)}）"
            for gap in self._book.gaps
        ]
        self.gaps.say("空号：" + "；".join(said) if said else "")

    def _show_lines(self) -> None:
        before = self.chosen()
        direction, kind, year = (str(box.currentData() or "") for box in (self.direction, self.kind, self.year))
        lines = list(choose_entries(self._book.entries, direction, kind, year))
        if self._sorted_by < 0:
            lines.reverse()
        else:
            text = self.model.columns[self._sorted_by].text
            lines.sort(key=lambda one: sort_key(self._sorted_by, one, text(one)), reverse=self._is_falling)
        self.model.show_rows(lines)
        self.head.set_right(f"{len(lines)} 行" if lines else "还没有登记")
        places = [place for place, entry in enumerate(lines) if before is not None and entry.id == before.id]
        if lines:
            self.table.selectRow(places[0] if places else 0)
        self._show_acts()

    def _show_acts(self) -> None:
        entry = self.chosen()
        is_out = entry is not None and entry.direction is Direction.OUTGOING and not entry.is_void
        self.deliver.setEnabled(is_out)
        self.void.setEnabled(is_out and entry is not None and entry.delivered_on is None)
        self.save.setEnabled(entry is not None and bool(entry.sha256))
        self.detail.say(detail_of(entry) if entry is not None else sentence("outgoing.nothing_yet"))

    def _offer_years(self) -> None:
        kept = self.year.currentData()
        years = sorted({entry.year for entry in self._book.entries}, reverse=True)
        self.year.blockSignals(True)
        self.year.clear()
        self.year.addItem("全部年份", "")
        for year in years:
            self.year.addItem(f"{year}年", str(year))
        self.year.setCurrentIndex(max(self.year.findData(kept), 0))
        self.year.blockSignals(False)

    def _note_changes(self, changes: Changes) -> None:
        if changes.nouns & _NOUNS:
            self._is_stale = True
            if self.isVisible():
                self.refresh()

    def _save(self) -> None:
        entry = self.chosen()
        if entry is not None:
            ask_and_save_copy(self._context, entry.sha256, entry.file_name or f"{entry.called}.pdf", self)

    def _deliver(self) -> None:
        entry = self.chosen()
        if entry is not None:
            ask_delivery(self._context, entry, self._today, self)

    def _void(self) -> None:
        entry = self.chosen()
        if entry is not None:
            ask_void(self._context, entry, self)

    def _ask_export(self) -> None:
        dialog = place_dialog(self._context.preferences, "导出登记簿", "收发文登记簿.xlsx", self)
        dialog.setNameFilter("Excel 工作簿 (*.xlsx)")
        dialog.setDefaultSuffix("xlsx")
        dialog.fileSelected.connect(lambda chosen: self.export_to(Path(chosen)))
        dialog.open()

    def _say_exported(self, path: Path) -> None:
        self._context.messages.inform(f"登记簿已导出为“{path.name}”。")

    def _connect(self) -> None:
        self.table.selectionModel().currentRowChanged.connect(lambda _now, _before: self._show_acts())
        self.table.horizontalHeader().sectionClicked.connect(self.sort_by)
        for box in (self.direction, self.kind, self.year):
            box.currentIndexChanged.connect(lambda _place: self._show_lines())
        self.incoming.clicked.connect(lambda: ask_incoming(self._context, self._today, self))
        self.deliver.clicked.connect(self._deliver)
        self.void.clicked.connect(self._void)
        self.save.clicked.connect(self._save)
        self.print.clicked.connect(lambda: self.previews.show(self.order()))
        self.export.clicked.connect(self._ask_export)
        self._context.background.changed.connect(self._note_changes)

    def _lay_out(self) -> None:
        self.table.show_model(self.model)
        self.table.horizontalHeader().setSectionsClickable(True)
        self.table.horizontalHeader().setSortIndicatorShown(True)
        self.table.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        above = QHBoxLayout()
        above.setContentsMargins(16, 8, 16, 8)
        above.setSpacing(8)
        for label, box, offered in (
            ("方向", self.direction, tuple((one.value, one.label) for one in Direction)),
            ("种类", self.kind, _kinds()),
            ("年份", self.year, ()),
        ):
            words = Words(label, TextRole.LABEL)
            words.setBuddy(box)
            box.setAccessibleName(label)
            box.addItem(f"全部{label}", "")
            for value, said in offered:
                box.addItem(said, value)
            above.addWidget(words)
            above.addWidget(box)
        above.addStretch(1)
        for button in (self.print, self.export):
            above.addWidget(button)
        below = QHBoxLayout()
        below.setContentsMargins(16, 8, 16, 10)
        below.setSpacing(8)
        below.addWidget(self.detail, 1)
        for button in (self.save, self.void, self.deliver, self.incoming):
            below.addWidget(button)
        card = Card()
        column = QVBoxLayout(card)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addLayout(above)
        column.addWidget(self.table, 1)
        self.gaps.setContentsMargins(16, 6, 16, 0)
        column.addWidget(self.gaps)
        column.addLayout(below)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(12, 12, 12, 12)
        whole.addWidget(card)


def _kinds() -> tuple[tuple[str, str], ...]:
    outgoing = tuple((kind.value, kind.label) for kind in CODE_SETTINGS)
    return (*outgoing, *((kind.value, kind.label) for kind in IncomingKind))


def _why(explanation: str) -> str:
    return explanation or sentence("outgoing.unexplained")
