"""A list of copies: what lies in a parcel, or what is still missing; dragged from one to the other, or moved by key."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QWidget

from reviewer_app.domain.dispatch.parcels import AT_HAND, CopyPlace, Piece
from reviewer_app.services.posting.contents import PieceLine
from reviewer_ui.theme import Tone
from reviewer_ui.widgets.plain_table import PlainTable
from reviewer_ui.widgets.rows_model import AnyIndex, Column, RowsModel

#: What is dragged is of this window alone: the rows are known, nothing of a case goes out with them.
_DRAGGED = "application/x-reviewer-copies"


class PiecesModel(RowsModel[PieceLine]):
    """Rows of copies that can be dragged."""

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        """As any row, and to be dragged."""
        return super().flags(index) | Qt.ItemFlag.ItemIsDragEnabled

    def mimeTypes(self) -> list[str]:
        """What a drag carries."""
        return [_DRAGGED]

    def mimeData(self, indexes: Sequence[AnyIndex]) -> QMimeData:
        """A drag says only that it comes from such a list."""
        data = QMimeData()
        data.setData(_DRAGGED, b"1")
        return data


class PiecesTable(PlainTable):
    """`moved` asks for the chosen copies to go to the other list, by Space or a double click; `dropped` by a drag.

    Enter asks for the case of the chosen copy, as in every list of the road.
    """

    moved = Signal()
    case_pressed = Signal(object)  # PieceLine
    dropped = Signal(object)  # the list they come from

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self.model_: PiecesModel = PiecesModel(piece_columns(), self)
        self.show_model(self.model_)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragDrop)
        self.setDefaultDropAction(Qt.DropAction.CopyAction)
        self.doubleClicked.connect(lambda _index: self.moved.emit())

    def show_lines(self, lines: Sequence[PieceLine]) -> None:
        """Shows other copies; the row stays where it was."""
        row = self.current_row()
        self.model_.show_rows(lines)
        if lines:
            self.selectRow(min(max(row, 0), len(lines) - 1))

    def chosen(self) -> list[PieceLine]:
        """The chosen copies, from the top."""
        rows = sorted({index.row() for index in self.selectionModel().selectedRows()})
        return [self.model_.row_at(row) for row in rows]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space moves what is chosen, Enter opens its case; with Ctrl they are the page's own."""
        is_plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if is_plain and event.key() == Qt.Key.Key_Space and self.chosen():
            self.moved.emit()
            return
        if is_plain and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.chosen():
            self.case_pressed.emit(self.chosen()[0])
            return
        super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Takes copies of the other list."""
        self._take(event)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Takes copies of the other list."""
        self._take(event)

    def dropEvent(self, event: QDropEvent) -> None:
        """Copies of the other list were let go here."""
        source = event.source()
        if isinstance(source, PiecesTable) and source is not self:
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
            self.dropped.emit(source)

    def _take(self, event: QDropEvent) -> None:
        if isinstance(event.source(), PiecesTable) and event.source() is not self:
            event.acceptProposedAction()
        else:
            event.ignore()


def piece_columns() -> tuple[Column[PieceLine], ...]:
    """Of which case a copy is, what it is, and where it lies."""
    return (
        Column("收件编号", lambda line: line.case.intake_number if line.case else "—", 110),
        Column("材料", lambda line: short_name(line.piece)),
        Column("在哪里", standing_of, 98, tone_of),
    )


def short_name(piece: Piece) -> str:
    """A copy in few words: 推荐意见 示〔2024〕6号."""
    if piece.is_enclosure:
        return piece.kind.label
    short = {"sheet": "推荐意见", "form": "申请表"}[piece.kind]
    # A sheet has its number: which one it is says something only where several go.
    which = "" if piece.paper and piece.number == 1 else f"第{piece.number}份"
    return " ".join(word for word in (short, piece.paper, which) if word)


def standing_of(line: PieceLine) -> str:
    """Where a copy lies, in few words."""
    if line.place is CopyPlace.DESK and line.refusal:
        return "未编号" if line.piece.is_enclosure else "不能装"
    return {CopyPlace.DESK: "在经办处", CopyPlace.PARCEL: "已装入", CopyPlace.SEALING: "待用印"}.get(
        line.place, line.place.label
    )


def tone_of(line: PieceLine) -> Tone:
    """Green once it lies in a parcel or beyond, amber while it can be put in, red where it cannot."""
    if line.refusal and not line.piece.is_enclosure:
        return Tone.BAD
    if line.place in AT_HAND or line.place is CopyPlace.SEALING:
        return Tone.WARN
    return Tone.OK
