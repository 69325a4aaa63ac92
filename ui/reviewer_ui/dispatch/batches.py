"""The season's batches: when they were made, where they lie, whether they were sealed and sent."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from reviewer_app.domain.batch import Batch, BatchChoice
from reviewer_app.domain.documents import DocumentKind
from reviewer_app.domain.states import State
from reviewer_resources.phrases import sentence
from reviewer_ui.dispatch.result import open_folder
from reviewer_ui.explaining import Told, tell
from reviewer_ui.theme import Tone
from reviewer_ui.widgets import Button, Card, FieldNote, SectionHead
from reviewer_ui.widgets.plain_table import ROW_HEIGHT, PlainTable
from reviewer_ui.widgets.rows_model import Column, RowsModel

#: The head and one batch are to be seen on the smallest screen.
_FEWEST_ROWS = 2
COLUMNS: tuple[Column[Batch], ...] = (
    Column("批次", lambda batch: f"第 {batch.number} 批", 80),
    Column("导出时间", lambda batch: f"{batch.made_at:%Y-%m-%d %H:%M}", 140),
    Column("件数", lambda batch: f"{len(batch.lines)} 件", 64),
    Column("用印处", lambda batch: batch.seal.label, 140),
    Column("经手", lambda batch: batch.made_by, 80),
    Column("文件夹", lambda batch: batch.folder),
    Column(
        "报送",
        lambda batch: f"已报送 {batch.sent_at:%m-%d}" if batch.sent_at else "未报送",
        112,
        lambda batch: Tone.OK if batch.sent_at else Tone.IDLE,
    ),
)


class BatchesCard(Card):
    """The list of batches and what can be done with the chosen one; a batch inside the library is named from there."""

    seal_pressed = Signal(object, list)  # Batch, case ids
    send_pressed = Signal(object)  # Batch
    paper_pressed = Signal(object, object)  # Batch, DocumentKind
    check_pressed = Signal(object)  # Batch
    acts_shown = Signal()

    def __init__(self, library: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._library = library
        self._awaiting_seal: set[int] = set()
        self.head = SectionHead("已有批次")
        self.model: RowsModel[Batch] = RowsModel(COLUMNS, self)
        self.table = PlainTable("已有批次")
        self.table.show_model(self.model)
        self.table.setMinimumHeight(_FEWEST_ROWS * ROW_HEIGHT)
        tell(self.table, self._told)
        self.note = FieldNote()
        self.open = Button("打开文件夹")
        self.seal = Button("登记用印")
        self.send = Button("登记报送")
        self.ready = Button("寄前核对…")
        self.print = Button("打印", icon_name="print")
        self.print.setAccessibleName("打印这一批的文件")
        self.check = Button("检验签名…")
        self.print.hide()
        self.check.hide()
        self._lay_out()
        self.open.clicked.connect(self._open)
        self.seal.clicked.connect(self._ask_seal)
        self.send.clicked.connect(self._ask_send)
        self.ready.clicked.connect(self._ask_check)
        self.table.selectionModel().currentRowChanged.connect(lambda _now, _before: self._show_acts())

    def show_batches(self, batches: Sequence[Batch], choices: Sequence[BatchChoice]) -> None:
        """Shows the batches; `choices` tell which of their cases still await the seal."""
        chosen = self.table.current_row()
        self._awaiting_seal = {one.application_id for one in choices if one.state is State.SIGNED_OFF}
        self.model.show_rows(batches)
        self.head.set_right(f"{len(batches)} 批" if batches else "")
        self.table.setVisible(bool(batches))
        if batches:
            self.table.selectRow(min(max(chosen, 0), len(batches) - 1))
        self._show_acts()

    def offer_papers(self, kinds: Sequence[DocumentKind]) -> None:
        """Offers the papers of a batch in a menu, and a look at the signatures of what lies in its folder."""
        menu = QMenu(self.print)
        for kind in kinds:
            menu.addAction(f"{kind.label}…", partial(self._ask_paper, kind))
        self.print.setMenu(menu)
        self.print.setVisible(bool(kinds))
        self.check.setVisible(bool(kinds))
        self._show_acts()

    def chosen(self) -> Batch | None:
        """The batch the buttons speak of."""
        row = self.table.current_row()
        return self.model.row_at(row) if 0 <= row < self.model.rowCount() else None

    def _told(self) -> Told | None:
        batch = self.chosen()
        if batch is None:
            return None
        counted = {"count": len(batch.lines), "by": batch.made_by, "at": f"{batch.made_at:%Y-%m-%d %H:%M}"}
        said = [sentence("why.batch_number"), sentence("why.batch_cases", counted)]
        if batch.sent_at is not None:
            sent = {"by": batch.sent_by, "at": f"{batch.sent_at:%Y-%m-%d %H:%M}"}
            return Told("批次", f"第 {batch.number} 批", (*said, sentence("why.batch_sent", sent)))
        waiting = len(self.cases_to_seal(batch))
        said += [sentence("why.batch_seal_waits", {"count": waiting})] if waiting else []
        return Told("批次", f"第 {batch.number} 批", (*said, sentence("why.batch_open")))

    def cases_to_seal(self, batch: Batch) -> list[int]:
        """The cases of a batch that are signed off and not yet recorded as sealed."""
        return [line.application_id for line in batch.lines if line.application_id in self._awaiting_seal]

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.setContentsMargins(16, 8, 16, 10)
        buttons.setSpacing(8)
        buttons.addWidget(self.note, 1)
        buttons.addStretch(1)
        for button in (self.open, self.check, self.print, self.seal, self.ready, self.send):
            buttons.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addWidget(self.table, 1)
        column.addStretch()
        column.addLayout(buttons)

    def _show_acts(self) -> None:
        self.note.say("" if self.model.rowCount() else "还没有导出过批次。")
        batch = self.chosen()
        is_open = batch is not None and batch.sent_at is None
        waiting = len(self.cases_to_seal(batch)) if batch is not None and is_open else 0
        self.open.setEnabled(batch is not None)
        self.print.setEnabled(batch is not None)
        self.seal.setEnabled(waiting > 0)
        self.seal.setText(f"登记用印 {waiting} 件" if waiting else "登记用印")
        self.send.setEnabled(is_open)
        self.ready.setEnabled(batch is not None)
        self.acts_shown.emit()

    def _open(self) -> None:
        batch = self.chosen()
        if batch is None:
            return
        folder = self._library / batch.folder
        if folder.is_dir():
            open_folder(folder)
        else:
            self.note.say(sentence("dispatch.folder_gone", {"folder": folder}), Tone.BAD)

    def _ask_paper(self, kind: DocumentKind) -> None:
        batch = self.chosen()
        if batch is not None:
            self.paper_pressed.emit(batch, kind)

    def _ask_seal(self) -> None:
        batch = self.chosen()
        if batch is not None:
            self.seal_pressed.emit(batch, self.cases_to_seal(batch))

    def _ask_send(self) -> None:
        batch = self.chosen()
        if batch is not None:
            self.send_pressed.emit(batch)

    def _ask_check(self) -> None:
        batch = self.chosen()
        if batch is not None:
            self.check_pressed.emit(batch)
