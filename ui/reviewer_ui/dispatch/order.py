"""推荐顺序: the cases recommended and not yet sent, in the office's order; one is moved at a time, with its reason."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDropEvent, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from reviewer_app.domain.changes import Changes
from reviewer_app.domain.errors import OfficeError
from reviewer_app.services.dispatch.ordering import OrderedCase, place_case, recommended_order
from reviewer_app.services.dispatch.side_by_side import SideBySide, side_by_side
from reviewer_resources.phrases import sentence
from reviewer_ui.context import Context
from reviewer_ui.dispatch.side_by_side import SideBySideDialog
from reviewer_ui.kept_texts import KeptTexts
from reviewer_ui.messages import sentence_of
from reviewer_ui.theme import Tone
from reviewer_ui.widgets import Button, ButtonKind, Card, FieldNote, SectionHead, TextRole, Words
from reviewer_ui.widgets.dialog import Dialog
from reviewer_ui.widgets.plain_table import PlainTable
from reviewer_ui.widgets.rows_model import AnyIndex, Column, RowsModel

_SIZE = (1080, 600)


class OrderModel(RowsModel[OrderedCase]):
    """The cases in the order shown; rows can be taken by the mouse."""

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        """A row is taken and let go between two others."""
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsDragEnabled if index.isValid() else flags | Qt.ItemFlag.ItemIsDropEnabled

    def supportedDropActions(self) -> Qt.DropAction:
        """Rows are moved, never copied."""
        return Qt.DropAction.MoveAction


class OrderTable(PlainTable):
    """The list; Alt+↑ and Alt+↓ move the chosen case, and so does dragging it."""

    moved = Signal(int, int)  # row, row it comes to stand at

    def __init__(self) -> None:
        super().__init__("推荐顺序")
        # The chosen case is moved; several are chosen to be seen side by side.
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setDragEnabled(True)
        self.setAcceptDrops(True)
        self.setDropIndicatorShown(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Alt with an arrow moves the case by one."""
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        if event.modifiers() & Qt.KeyboardModifier.AltModifier and event.key() in steps:
            self.moved.emit(self.current_row(), self.current_row() + steps[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        """Where the case was let go it comes to stand; the rows themselves are moved by who keeps the order."""
        gap = self.gap_at(event.position().y())
        row = self.current_row()
        event.setDropAction(Qt.DropAction.IgnoreAction)
        event.accept()
        self.moved.emit(row, gap - (gap > row))

    def gap_at(self, height: float) -> int:
        """Before which row something let go at a height of the list would stand."""
        row = self.rowAt(int(height))
        if row < 0:
            return self.model().rowCount()
        return row + (height > self.rowViewportPosition(row) + self.rowHeight(row) / 2)


class OrderDialog(Dialog):
    """Shows the order and moves one case at a time; nothing is on record before its reason is given."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._background = context.background
        self._stored: tuple[OrderedCase, ...] = ()
        self._moving = 0
        self.setWindowTitle("推荐顺序")
        self.setAccessibleName("推荐顺序")
        self.resize(*_SIZE)
        self.model = OrderModel(self._columns(), self)
        self.table = OrderTable()
        self.table.show_model(self.model)
        self.head = SectionHead("推荐顺序")
        self.up, self.down = Button("上移", is_turned=True), Button("下移", is_turned=True)
        self.up.setToolTip("Alt+↑")
        self.down.setToolTip("Alt+↓")
        self.compare = Button("对照所选…")
        self.compare.setToolTip("按住 Ctrl 选两件到四件，逐项并排看")
        self.reason = QLineEdit()
        self.reason.setAccessibleName("调整顺序的理由")
        self.reason.setPlaceholderText("如：示范作用更强、工作基础更好")
        self.keep = Button("记入顺序", ButtonKind.PRIMARY)
        self.drop = Button("放回原处")
        self.shut = Button("关闭")
        self.note = FieldNote()
        self._lay_out()
        self._connect()
        self._typed = KeptTexts(context, self, "", {"reason": self.reason})
        self.refresh()

    def refresh(self) -> None:
        """Reads the order as it stands on record; a move without its reason is given up."""
        self._background.run_read(recommended_order, then=self._show)

    def move_row(self, row: int, to: int) -> None:
        """Moves a case in the list; another can be moved only once this one is recorded or put back."""
        rows = list(self.model.rows())
        if not (0 <= row < len(rows) and 0 <= to < len(rows)) or row == to or not self.keep_is_free(rows[row]):
            return
        one = rows.pop(row)
        rows.insert(to, one)
        at_home = [case.application_id for case in rows] == self._ids()
        self._moving = 0 if at_home else one.application_id
        self.model.show_rows(rows)
        self.table.selectRow(to)
        self._show_move()

    def keep_is_free(self, case: OrderedCase) -> bool:
        """Whether this case may be moved now; says why not."""
        if self._moving in (0, case.application_id):
            return True
        self.note.say(sentence("order.one_at_a_time", {"number": self._case(self._moving).intake_number}), Tone.WARN)
        return False

    def record(self) -> None:
        """Puts the move on record with its reason."""
        # Enter pressed twice in the field is one move.
        if not self._moving or not self.keep.isEnabled():
            return
        if not self.reason.text().strip():
            self.note.say(sentence("order.reason"), Tone.BAD)
            self.reason.setFocus()
            return
        place = [case.application_id for case in self.model.rows()].index(self._moving) + 1
        self.keep.setEnabled(False)
        self.wait()
        self._background.run_change(
            place_case,
            self._moving,
            place,
            self.reason.text(),
            self._ids(),
            then=self._recorded,
            failed=self._refuse,
        )

    def put_back(self) -> None:
        """Shows the order on record again."""
        self._show(self._stored)

    def open_comparison(self) -> None:
        """Shows the chosen cases side by side, in the order of the list."""
        rows = sorted({index.row() for index in self.table.selectionModel().selectedRows()})
        ids = [self.model.row_at(row).application_id for row in rows]
        self._background.run_read(side_by_side, ids, then=self._compare, failed=self._refuse_comparison)

    def _compare(self, found: SideBySide) -> None:
        dialog = SideBySideDialog(found, self)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _refuse_comparison(self, error: Exception) -> None:
        if isinstance(error, OfficeError):
            self.note.say(sentence_of(error), Tone.BAD)

    def _recorded(self, _changes: Changes) -> None:
        if not self.settled():
            return
        self.reason.clear()
        self._typed.forget()
        self.refresh()
        self.note.say(sentence("order.recorded"), Tone.OK)
        self.table.setFocus()

    def _refuse(self, error: Exception) -> None:
        """What was typed stays; after somebody else's move the list is read anew."""
        self.keep.setEnabled(True)
        self.answered()
        if isinstance(error, OfficeError):
            if error.code == "order.changed_meanwhile":
                self.refresh()
            self.note.say(sentence_of(error), Tone.BAD)

    def _show(self, cases: Sequence[OrderedCase]) -> None:
        chosen = self._moving
        self._stored, self._moving = tuple(cases), 0
        self.model.show_rows(cases)
        self.head.set_right(f"{len(cases)} 件待报送")
        ids = self._ids()
        if ids:
            self.table.selectRow(ids.index(chosen) if chosen in ids else 0)
        self._show_move()

    def _show_move(self) -> None:
        is_moving = bool(self._moving)
        # A reason speaks of one case: moving another must not find it in its field.
        if is_moving:
            self._typed.turn_to(f"order:{self._moving}")
        self.keep.setEnabled(is_moving)
        self.drop.setEnabled(is_moving)
        self.reason.setEnabled(is_moving)
        row, last = self.table.current_row(), self.model.rowCount() - 1
        self.up.setEnabled(row > 0)
        self.down.setEnabled(0 <= row < last)
        if not is_moving:
            self.note.say(sentence("order.how") if last > 0 else sentence("order.too_few"))
            return
        case, before = self._case(self._moving), self._ids().index(self._moving) + 1
        place = [one.application_id for one in self.model.rows()].index(self._moving) + 1
        said = {"number": case.intake_number, "before": before, "after": place}
        self.note.say(sentence("order.moving", said), Tone.WARN)

    def _case(self, case_id: int) -> OrderedCase:
        return next(case for case in self._stored if case.application_id == case_id)

    def _ids(self) -> list[int]:
        return [case.application_id for case in self._stored]

    def _place(self, case: OrderedCase) -> str:
        return str(self.model.rows().index(case) + 1)

    def _columns(self) -> tuple[Column[OrderedCase], ...]:
        return (
            Column("次序", self._place, 64),
            Column("收件编号", lambda case: case.intake_number, 124),
            Column("项目名称", lambda case: case.project_name),
            Column("申报单位", lambda case: case.applicant),
            Column("领域", lambda case: case.sector, 132),
            Column("最近一次调整", _last_move),
        )

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(8)
        card = Card()
        inside = QVBoxLayout(card)
        inside.setContentsMargins(1, 1, 1, 1)
        inside.setSpacing(0)
        inside.addWidget(self.head)
        inside.addWidget(self.table, 1)
        column.addWidget(card, 1)
        column.addWidget(self.note)
        label = Words("理由", TextRole.LABEL)
        label.setBuddy(self.reason)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.up)
        row.addWidget(self.down)
        row.addWidget(self.compare)
        row.addSpacing(8)
        row.addWidget(label)
        row.addWidget(self.reason, 1)
        for button in (self.drop, self.keep, self.shut):
            row.addWidget(button)
        column.addLayout(row)

    def _connect(self) -> None:
        self.table.moved.connect(self.move_row)
        self.table.selectionModel().currentRowChanged.connect(lambda _now, _before: self._show_move())
        self.up.clicked.connect(lambda: self.move_row(self.table.current_row(), self.table.current_row() - 1))
        self.down.clicked.connect(lambda: self.move_row(self.table.current_row(), self.table.current_row() + 1))
        self.compare.clicked.connect(self.open_comparison)
        self.reason.returnPressed.connect(self.record)
        self.keep.clicked.connect(self.record)
        self.drop.clicked.connect(self.put_back)
        self.shut.clicked.connect(self.reject)


def _last_move(case: OrderedCase) -> str:
    return f"{case.last.at:%m-%d} {case.last.by}：{case.last.reason}" if case.last else ""
