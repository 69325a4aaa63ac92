"""The bureau's own lists: which there are and of which day, and importing a newer one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from PySide6.QtCore import QDate, Qt, Signal
from PySide6.QtWidgets import QComboBox, QDateEdit, QFileDialog, QFormLayout, QHBoxLayout, QVBoxLayout, QWidget

from reviewer_app.domain.acts import may_do
from reviewer_app.domain.errors import OfficeError, RefusalError
from reviewer_app.domain.evidence.own_lists import ListKind, OwnList
from reviewer_app.domain.record import EventAct
from reviewer_app.services.office.own_lists import OwnListResult, import_own_list, read_own_lists
from reviewer_app.services.ports.library import Cancelled, Library, Progress
from reviewer_app.services.ports.look_ups import OwnListSheet
from reviewer_resources.phrases import sentence
from reviewer_ui.context import Context
from reviewer_ui.messages import sentence_of
from reviewer_ui.settings.card import SettingsCard, fit_rows
from reviewer_ui.theme import Tone
from reviewer_ui.widgets import Button, ButtonKind, FieldNote, TextRole, Words
from reviewer_ui.widgets.dialog import Dialog
from reviewer_ui.widgets.plain_table import ROW_HEIGHT, PlainTable
from reviewer_ui.widgets.rows_model import Column, RowsModel
from reviewer_ui.widgets.scroll_page import ScrollPage

LISTS: tuple[Column[OwnList], ...] = (
    Column("清单", lambda one: one.kind.label, 120),
    Column("来源", lambda one: one.source, 210),
    Column("截至", lambda one: one.as_of.isoformat(), 100),
    Column("行数", lambda one: str(one.rows), 80),
    Column("文件", lambda one: one.file_name, 220),
    Column("导入", lambda one: f"{one.by} {one.at:%Y-%m-%d}", 160),
    Column("状态", lambda one: "已被新清单替换" if one.replaced_by else "现用"),
)
_KINDS = tuple(ListKind)
_FILES = "表格 (*.xlsx *.xls *.et *.ods *.csv)"
_MOST_NOTES = 130
_UNCHOSEN = "请选择"
_EARLIEST = QDate(2000, 1, 1)


class OwnListDialog(Dialog):
    """Says what was read of a file and asks of which kind, source and day it is; nothing is written before."""

    given = Signal(object, str, object)  # ListKind, source, day

    def __init__(self, sheet: OwnListSheet, sources: Sequence[str], today: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("导入本局清单")
        self.setMinimumWidth(560)
        self.kind = QComboBox()
        # Neither kind nor day is guessed: both stand in every sentence that a hit says.
        self.kind.addItems([_UNCHOSEN, *(kind.label for kind in _KINDS)])
        self.source = QComboBox(editable=True)
        self.source.addItems(list(sources))
        self.source.setCurrentText("")
        self.as_of = QDateEdit(_EARLIEST)
        self.as_of.setDateRange(_EARLIEST, QDate(today.year, today.month, today.day))
        self.as_of.setSpecialValueText(_UNCHOSEN)
        self.as_of.setCalendarPopup(True)
        self.as_of.setDisplayFormat("yyyy-MM-dd")
        self.note = FieldNote()
        self.write = Button("写入案卷库", ButtonKind.PRIMARY)
        self.said = said_of(sheet)
        self._name_parts()
        self._lay_out()
        self.write.clicked.connect(self._give)
        self.kind.setFocus()

    def refuse(self, error: Exception) -> None:
        """Says why it was refused; what was filled in stays."""
        self.write.setEnabled(True)
        self.answered()
        if isinstance(error, OfficeError):
            self.note.say(sentence_of(error), Tone.BAD)
            self.fit_content()

    def _give(self) -> None:
        day, place = self.as_of.date(), self.kind.currentIndex() - 1
        if place < 0 or day == _EARLIEST:
            self.refuse(RefusalError("own_list.no_kind" if place < 0 else "own_list.no_day"))
            return
        # A long list takes a moment; a second press must not write it twice.
        self.write.setEnabled(False)
        self.wait()
        self.note.clear()
        chosen = _KINDS[place]
        self.given.emit(chosen, self.source.currentText(), date(day.year(), day.month(), day.day()))

    def _name_parts(self) -> None:
        names: dict[QWidget, str] = {self.kind: "清单种类", self.source: "清单来源", self.as_of: "截至日期"}
        for part, name in names.items():
            part.setAccessibleName(name)
        self.as_of.lineEdit().setAccessibleName("截至日期")
        line = self.source.lineEdit()
        if line is not None:
            line.setAccessibleName("清单来源")
            line.setPlaceholderText("如：执法科处罚台账")

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(8)
        column.addWidget(Words("导入本局清单", TextRole.TITLE))
        lines = ScrollPage("读到的内容")
        lines.column.setSpacing(4)
        for one in self.said:
            lines.column.addWidget(Words(one, wrap=True))
        lines.column.addStretch(1)
        lines.setMinimumHeight(60)
        lines.setMaximumHeight(_MOST_NOTES)
        column.addWidget(lines, 1)
        form = QFormLayout()
        form.setSpacing(8)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        parts: tuple[tuple[str, QWidget], ...] = (
            ("清单种类", self.kind),
            ("清单来源", self.source),
            ("截至日期", self.as_of),
        )
        for label, part in parts:
            form.addRow(Words(label, TextRole.LABEL), part)
        column.addLayout(form)
        column.addWidget(Words(sentence("own_list.what_happens"), TextRole.NOTE, wrap=True))
        column.addWidget(self.note)
        cancel = Button("取消")
        cancel.clicked.connect(self.reject)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(cancel)
        buttons.addWidget(self.write)
        column.addLayout(buttons)


class OwnListsCard(SettingsCard):
    """The lists of this library; handlers and admins import, everybody reads."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__("本局清单", parent)
        self._background = context.background
        self._reader = context.parts.reader
        self._lists: tuple[OwnList, ...] = ()
        self.model: RowsModel[OwnList] = RowsModel(LISTS, self)
        self.table = PlainTable("本局清单")
        self.table.show_model(self.model)
        self.note = FieldNote()
        self.add_file = Button("导入清单…", ButtonKind.PLAIN, "plus")
        self.add_wide(self.table)
        self.add_buttons(self.add_file, self.note)
        self.add_file.setVisible(may_do(context.background.library.user, EventAct.OWN_LIST_IMPORTED))
        self.add_file.clicked.connect(self._ask_file)
        self.refresh()

    def refresh(self) -> None:
        """Reads the lists again."""
        self._background.run_read(read_own_lists, then=self._show)

    def take_file(self, path: Path) -> None:
        """Reads a list beside the window and asks before anything is written."""
        self.add_file.setEnabled(False)
        self.note.say(sentence("own_list.reading", {"file": path.name}))
        reader = self._reader

        def work(library: Library, _progress: Progress, _cancelled: Cancelled) -> tuple[OwnListSheet, date]:
            return reader.read_own_list(path), library.read(lambda unit: unit.today)

        job = self._background.run_long(work, then=lambda found: self._ask(*found), failed=self._refuse)
        self.destroyed.connect(job.forget)

    def _show(self, lists: tuple[OwnList, ...]) -> None:
        self._lists = lists
        self.model.show_rows(lists)
        fit_rows(self.table, len(lists), ROW_HEIGHT)
        standing = sum(not one.replaced_by for one in lists)
        self.head.set_right(f"{standing} 份现用" if lists else "")
        if not self.note.text():
            self.note.say(sentence("own_list.hint" if lists else "own_list.none"))

    def _ask(self, sheet: OwnListSheet, today: date) -> None:
        self._rest()
        sources = tuple(dict.fromkeys(one.source for one in self._lists))
        dialog = OwnListDialog(sheet, sources, today, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)

        def write(kind: ListKind, source: str, as_of: date) -> None:
            self._background.run_change(import_own_list, sheet, kind, source, as_of, then=written, failed=dialog.refuse)

        def written(result: OwnListResult) -> None:
            dialog.accept()
            self._say_written(result)

        dialog.given.connect(write)
        dialog.open()

    def _say_written(self, result: OwnListResult) -> None:
        kept = result.kept
        code = "own_list.written_over" if result.replaced else "own_list.written"
        former = result.replaced.as_of if result.replaced else ""
        values = {"rows": kept.rows, "kind": kept.kind.label, "as_of": kept.as_of, "cases": result.cases}
        self.note.say(sentence(code, {**values, "former": former}), Tone.OK)

    def _rest(self) -> None:
        self.add_file.setEnabled(True)
        self.note.say(sentence("own_list.hint" if self._lists else "own_list.none"))

    def _refuse(self, error: Exception) -> None:
        self.add_file.setEnabled(True)
        self.note.say(sentence_of(error), Tone.BAD)

    def _ask_file(self) -> None:
        dialog = QFileDialog(self, "选择清单文件")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilter(_FILES)
        dialog.fileSelected.connect(lambda chosen: self.take_file(Path(chosen)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()


def said_of(sheet: OwnListSheet) -> tuple[str, ...]:
    """What a person should know before a list is kept: rows, which column is what, and what was noted."""
    head = {"file": sheet.file_name, "sheet": sheet.sheet_name, "rows": len(sheet.rows)}
    columns = "，".join(
        header if header == label else f"“{header}”为{label}" for header, label in sheet.mapping.items()
    )
    return (sentence("own_list.read", head), sentence("own_list.columns", {"columns": columns}), *sheet.notes)
