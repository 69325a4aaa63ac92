"""The papers of the step 用印 as a table: number, project, impressions, use, scan, mark, and how each stands."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyleOptionViewItem

from reviewer_app.services.sealing.sheet import PaperStanding, SealLine
from reviewer_resources.phrases import sentence
from reviewer_ui.messages import sentence_of
from reviewer_ui.theme import Tone, sized_font, tokens
from reviewer_ui.widgets.plain_table import PlainTable, RowDelegate
from reviewer_ui.widgets.rows_model import AnyIndex, Column, RowsModel

ROW_HEIGHT = 46
#: The columns that are drawn otherwise than as one line of words.
PROJECT, SCAN = 1, 4
_SIDE_SPACE = 10
_PAGE = (20.0, 28.0)
_TONES = {
    PaperStanding.OPEN: Tone.IDLE,
    PaperStanding.ASKED: Tone.WARN,
    PaperStanding.APPROVED: Tone.ACCENT,
    PaperStanding.REFUSED: Tone.BAD,
    PaperStanding.SCAN_AWAITED: Tone.WARN,
    PaperStanding.SCAN_DOUBTED: Tone.BAD,
    PaperStanding.SEALED: Tone.OK,
}
_NOTHING = "—"


class SealTable(PlainTable):
    """The papers; Space asks for the use on the chosen one, Enter or a double click for its case."""

    use_pressed = Signal()
    case_pressed = Signal()

    def __init__(self) -> None:
        super().__init__("用印清单")
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setItemDelegate(_SealDelegate(self))
        self.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
        self.doubleClicked.connect(lambda _index: self.case_pressed.emit())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space and Enter act on the chosen paper; with Ctrl they are the page's own."""
        is_plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if is_plain and event.key() == Qt.Key.Key_Space:
            self.use_pressed.emit()
        elif is_plain and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.case_pressed.emit()
        else:
            super().keyPressEvent(event)

    def go_to(self, row: int) -> None:
        """Chooses one row alone, whatever keys are still held down."""
        model = self.selectionModel()
        flags = model.SelectionFlag.ClearAndSelect | model.SelectionFlag.Rows
        model.setCurrentIndex(self.model().index(row, 0), flags)

    def chosen_rows(self) -> list[int]:
        """The rows that are chosen, from above."""
        return sorted(index.row() for index in self.selectionModel().selectedRows())


class _SealDelegate(RowDelegate):
    """Draws project and applicant one below the other, and the scan as a small page."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Draws one cell."""
        if index.column() not in (PROJECT, SCAN):
            super().paint(painter, option, index)
            return
        worn, rect = tokens(), option.rect
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, worn.color("selection"))
        if index.column() == PROJECT:
            self._paint_two_lines(painter, option, str(index.data() or ""))
        else:
            _paint_page(painter, QRectF(rect), str(index.data() or ""))
        painter.setPen(worn.color("line_soft"))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.restore()

    def _paint_two_lines(self, painter: QPainter, option: QStyleOptionViewItem, text: str) -> None:
        room = option.rect.adjusted(_SIDE_SPACE, 5, -_SIDE_SPACE, -5)
        project, _, applicant = text.partition("\n")
        half = room.height() // 2
        left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        elide = Qt.TextElideMode.ElideRight
        painter.setPen(tokens().color("ink"))
        upper = room.adjusted(0, 0, 0, -half) if applicant else room
        painter.drawText(upper, left, option.fontMetrics.elidedText(project, elide, room.width()))
        painter.setFont(sized_font(9))
        painter.setPen(tokens().color("ink2"))
        shown = painter.fontMetrics().elidedText(applicant, elide, room.width())
        painter.drawText(room.adjusted(0, half, 0, 0), left, shown)


def _paint_page(painter: QPainter, rect: QRectF, said: str) -> None:
    """A page where a scan has come, its mark in red where one was seen; a dashed frame where it is awaited."""
    if said == _NOTHING:
        return
    worn = tokens()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    page = QRectF(rect.left() + _SIDE_SPACE, rect.center().y() - _PAGE[1] / 2, *_PAGE)
    is_here = said.startswith("已")
    pen = QPen(worn.color("ink3" if is_here else "scroll"))
    if not is_here:
        pen.setStyle(Qt.PenStyle.DashLine)
    painter.setPen(pen)
    painter.setBrush(worn.color("panel"))
    painter.drawRect(page)
    if is_here and said.endswith("见印迹"):
        painter.setPen(QPen(worn.color("bad"), 1.4))
        painter.drawEllipse(page.center() + QRectF(0, 0, 6, 12).bottomRight() / 2, 4.0, 4.0)


def seal_model(parent: PlainTable) -> RowsModel[SealLine]:
    """The table's rows."""
    return RowsModel(
        (
            Column("发文号", lambda line: line.entry.called, 196),
            Column("项目 / 单位", _project),
            Column("份数", lambda line: str(line.impressions), 52),
            Column("用印号", lambda line: f"第 {line.use.serial} 号" if line.use else _NOTHING, 84),
            Column("扫描回", _scan, 64),
            Column("印迹", mark_words, 132),
            Column("状态", lambda line: line.standing.label, 88, lambda line: _TONES[line.standing]),
        ),
        parent,
    )


def _project(line: SealLine) -> str:
    if line.case is None:
        return line.entry.subject
    if line.refusal is not None:
        return f"{line.case.project_name}\n{sentence_of(line.refusal)}"
    return f"{line.case.project_name}\n{line.case.applicant}"


def _scan(line: SealLine) -> str:
    if line.standing in (PaperStanding.SCAN_AWAITED, PaperStanding.APPROVED):
        return "未扫描"
    if line.scan is None:
        return _NOTHING
    return "已扫描，见印迹" if line.scan.has_mark else "已扫描"


def mark_words(line: SealLine) -> str:
    """What was seen of the mark on the scan, or how the paper was sealed as a file."""
    if line.scan is not None:
        if line.scan.diameter is None:
            return sentence("sealing.no_mark", {"page": line.scan.page})
        return sentence("sealing.mark", {"page": line.scan.page, "size": round(line.scan.diameter)})
    if line.use is not None and line.standing is PaperStanding.SEALED:
        return line.use.way.label
    return _NOTHING
