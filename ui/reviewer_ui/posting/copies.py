"""每一份在哪里: the list of all copies by place and case, with the history of each, to be exported."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from reviewer_app.domain.dispatch.parcels import CopyPlace
from reviewer_app.domain.errors import TroubleError
from reviewer_app.services.ports.library import Cancelled, Library, Progress
from reviewer_app.services.ports.parts import Parts
from reviewer_app.services.posting.copies import CopyLine, CopyList, copies_table, where_copies_lie
from reviewer_resources.phrases import sentence
from reviewer_ui.background import LongWork
from reviewer_ui.context import Context
from reviewer_ui.explaining import Told, tell
from reviewer_ui.file_copy import place_dialog
from reviewer_ui.posting.pieces_table import short_name
from reviewer_ui.theme import Tone
from reviewer_ui.widgets import Button, Card, FieldNote, SectionHead, TextRole, Words
from reviewer_ui.widgets.dialog import Dialog
from reviewer_ui.widgets.plain_table import PlainTable
from reviewer_ui.widgets.rows_model import Column, RowsModel

_SIZE = (1080, 620)
_TONES = {
    CopyPlace.APPLICANT: Tone.IDLE,
    CopyPlace.DESK: Tone.ACCENT,
    CopyPlace.SEALING: Tone.WARN,
    CopyPlace.PARCEL: Tone.ACCENT,
    CopyPlace.POSTED: Tone.OK,
    CopyPlace.CITY: Tone.OK,
    CopyPlace.BACK: Tone.BAD,
}


class CopiesDialog(Dialog):
    """All copies of the season, or of the case it is opened for; `case_asked` opens a case."""

    case_asked = Signal(int)

    def __init__(self, context: Context, case_id: int | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._case_id = case_id or 0
        self._context, self._background = context, context.background
        self._list = CopyList("", ())
        self.setWindowTitle("每一份在哪里")
        self.setAccessibleName("每一份在哪里")
        self.resize(*_SIZE)
        self.head = SectionHead("每一份在哪里")
        self.model: RowsModel[CopyLine] = RowsModel(_columns(), self)
        self.table = PlainTable("每一份在哪里")
        self.table.show_model(self.model)
        self.place = QComboBox()
        self.place.setAccessibleName("在哪里")
        self.place.addItem("全部去处", "")
        for place in CopyPlace:
            self.place.addItem(place.label, place.value)
        self.words = QLineEdit()
        self.words.setAccessibleName("案件")
        self.words.setPlaceholderText("收件编号、项目、单位、文号或邮包")
        self.history = Words("", wrap=True, selectable=True)
        self.note = FieldNote()
        self.whole = Button("看全部案件")
        self.show_case, self.export, self.shut = Button("看案件"), Button("导出…"), Button("关闭")
        self._lay_out()
        self._connect()
        self.words.setFocus()
        self.refresh()

    def refresh(self) -> None:
        """Reads where the copies lie."""
        self.whole.setVisible(bool(self._case_id))
        self._background.run_read(where_copies_lie, self._case_id, then=self._show)

    def show_whole(self) -> None:
        """Shows the copies of all cases of the season."""
        self._case_id = 0
        self.refresh()
        self.words.setFocus()

    def shown(self) -> list[CopyLine]:
        """The lines that are seen now."""
        return [self.model.row_at(row) for row in range(self.model.rowCount())]

    def export_to(self, path: Path) -> None:
        """Writes the lines that are seen into a workbook."""
        self._background.run_long(
            _exporting(self._context.parts, self.shown(), self._list.season, path),
            then=lambda _done: self.note.say(sentence("parcel.exported", {"name": path.name}), Tone.OK),
        )

    def _show(self, found: CopyList) -> None:
        self._list = found
        self.model.show_rows(found.lines)
        self._narrow()
        if found.left_out:
            self.note.say(sentence("parcel.copies_left_out", {"count": found.left_out}), Tone.WARN)

    def _narrow(self) -> None:
        """Keeps the lines of the chosen place in which every word stands."""
        place, words = self.place.currentData(), self.words.text().split()
        self.model.keep(lambda line: place in ("", line.place.value) and _holds(line, words))
        count, whole = self.model.rowCount(), len(self._list.lines)
        self.head.set_right(f"{count} 份" if count == whole else f"{count} / {whole} 份")
        if count:
            self.table.selectRow(0)
        self._show_history()

    def _chosen(self) -> CopyLine | None:
        row = self.table.current_row()
        return self.model.row_at(row) if 0 <= row < self.model.rowCount() else None

    def _show_history(self) -> None:
        line = self._chosen()
        self.show_case.setEnabled(line is not None)
        self.export.setEnabled(line is not None)
        self.history.setText("\n".join(_steps(line)) if line is not None else sentence("parcel.no_copies"))

    def _open_case(self) -> None:
        line = self._chosen()
        if line is not None:
            self.case_asked.emit(line.case.id)
            self.reject()

    def _ask_export(self) -> None:
        dialog = place_dialog(self._context.preferences, "导出清单", "材料去处清单.xlsx", self)
        dialog.setNameFilter("Excel 工作簿 (*.xlsx)")
        dialog.setDefaultSuffix("xlsx")
        dialog.fileSelected.connect(lambda chosen: self.export_to(Path(chosen)))
        dialog.open()

    def _told(self) -> Told | None:
        line = self._chosen()
        return Told(f"{line.case.intake_number} {line.piece.called}", line.where, _steps(line)) if line else None

    def _connect(self) -> None:
        self.place.currentIndexChanged.connect(lambda _row: self._narrow())
        self.words.textChanged.connect(lambda _text: self._narrow())
        self.table.selectionModel().currentRowChanged.connect(lambda _now, _before: self._show_history())
        self.table.doubleClicked.connect(self._open_case)
        self.show_case.clicked.connect(self._open_case)
        self.export.clicked.connect(self._ask_export)
        self.whole.clicked.connect(self.show_whole)
        self.shut.clicked.connect(self.reject)
        tell(self.table, self._told)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(8)
        above = QHBoxLayout()
        above.setSpacing(8)
        for label, editor, share in (("在哪里", self.place, 0), ("案件", self.words, 1)):
            words = Words(label, TextRole.LABEL)
            words.setBuddy(editor)
            above.addWidget(words)
            above.addWidget(editor, share)
        column.addLayout(above)
        card = Card()
        inside = QVBoxLayout(card)
        inside.setContentsMargins(1, 1, 1, 1)
        inside.setSpacing(0)
        inside.addWidget(self.head)
        inside.addWidget(self.table, 1)
        column.addWidget(card, 1)
        column.addWidget(self.history)
        column.addWidget(self.note)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addStretch(1)
        for button in (self.whole, self.show_case, self.export, self.shut):
            row.addWidget(button)
        column.addLayout(row)


def _columns() -> tuple[Column[CopyLine], ...]:
    return (
        Column("收件编号", lambda line: line.case.intake_number, 112),
        Column("项目名称", lambda line: line.case.project_name),
        Column("材料", lambda line: short_name(line.piece), 232),
        Column("在哪里", lambda line: line.place.label, 112, lambda line: _TONES[line.place]),
        Column("邮包", lambda line: line.parcel or "—", 144),
        Column("何时起", lambda line: line.last.at if line.last else "", 132),
        Column("经手", lambda line: line.last.by if line.last else "", 84),
    )


def _steps(line: CopyLine) -> tuple[str, ...]:
    """The history, one step below the other."""
    return tuple(
        " ".join(word for word in (step.at, step.by, step.where, f"（{step.reason}）" if step.reason else "") if word)
        for step in line.history
    ) or (line.where,)


def _holds(line: CopyLine, words: list[str]) -> bool:
    case = line.case
    said = " ".join((case.intake_number, case.project_name, case.applicant, line.piece.called, line.parcel))
    return all(word.casefold() in said.casefold() for word in words)


def _exporting(parts: Parts, lines: list[CopyLine], season: str, path: Path) -> LongWork[None]:
    def work(library: Library, _progress: Progress, _cancelled: Cancelled) -> None:
        table = library.read(copies_table, lines, season)
        try:
            parts.summaries.standard(table, path)
        except OSError as problem:
            raise TroubleError("printing.not_saved", path=str(path)) from problem

    return work
