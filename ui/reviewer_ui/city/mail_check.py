"""寄前核对: every point of the check before a batch is mailed, leading to its case and excused in writing by key."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from reviewer_app.domain.batch import Batch
from reviewer_app.domain.changes import Changes, Noun
from reviewer_app.domain.dispatch.points import MailPoint, PointStanding, Topic
from reviewer_app.domain.documents import DocumentKind
from reviewer_app.services.dispatch.mail_check import MailCheck, excuse_point, mail_check, point_said
from reviewer_resources.phrases import sentence
from reviewer_ui.context import Context
from reviewer_ui.explaining import Told, tell
from reviewer_ui.kept_texts import keep_texts
from reviewer_ui.printing.opening import Previews
from reviewer_ui.theme import Tone
from reviewer_ui.widgets import Button, ButtonKind, FieldNote, Pill, SectionHead, TextRole, Words
from reviewer_ui.widgets.card import KeyRow
from reviewer_ui.widgets.decision import DecisionDialog, Question, Reason
from reviewer_ui.widgets.scroll_page import ScrollPage

_NAME = "寄前核对"
_TONES = {PointStanding.PASSED: Tone.OK, PointStanding.OPEN: Tone.BAD, PointStanding.EXCUSED: Tone.WARN}
#: So many lines are shown at once; when some are settled, the next come up.
_MOST_ROWS = 60
_NOUNS = frozenset({Noun.CASE, Noun.BATCH, Noun.REGISTER, Noun.SETTINGS})
_CHIP_DOWN = 5


class PointRow(KeyRow):
    """One point: its chip, its sentence, and what can be done about it; Enter leads to where it is mended."""

    go_asked = Signal(object)  # MailPoint
    excuse_asked = Signal(object)  # MailPoint

    def __init__(self, point: MailPoint, is_sent: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.point = point
        said = point_said(point)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(f"{point.standing.label}：{said}")
        self.go = Button("去看", ButtonKind.LINK)
        self.go.setAccessibleName(f"去看 {said}")
        self.excuse = Button("写明理由", ButtonKind.LINK)
        self.excuse.setAccessibleName(f"写明理由 {said}")
        # Only ever hidden here: shown before it lies in the row, a button would be a window of its own.
        if not (point.is_open and (point.application_id or point.step is not None)):
            self.go.hide()
        if is_sent or not point.may_be_excused or point.excuse is not None:
            self.excuse.hide()
        self.go.clicked.connect(lambda: self.go_asked.emit(point))
        self.excuse.clicked.connect(lambda: self.excuse_asked.emit(point))
        words = Words(said, wrap=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 0, 12, 0)
        row.setSpacing(8)
        chip = QVBoxLayout()
        # In line with the first line of the words, however many there are and whatever buttons stand beside them.
        chip.setContentsMargins(0, _CHIP_DOWN, 0, 0)
        chip.addWidget(Pill(point.standing.label, _TONES[point.standing]))
        chip.addStretch(1)
        row.addLayout(chip)
        column = QVBoxLayout()
        column.setContentsMargins(0, _CHIP_DOWN, 0, _CHIP_DOWN)
        column.setSpacing(2)
        column.addWidget(words)
        if point.excuse is not None:
            column.addWidget(Words(_excused(point), TextRole.NOTE, wrap=True))
        column.addStretch(1)
        row.addLayout(column, 1)
        for button in (self.go, self.excuse):
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        tell(self, lambda: _told(point))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter does the first of what can be done; held down, or with another key, it is somebody else's."""
        is_plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier and not event.isAutoRepeat()
        offered = next((one for one in (self.go, self.excuse) if one.isVisible()), None)
        if offered is not None and is_plain and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            offered.click()
        else:
            super().keyPressEvent(event)


def _excused(point: MailPoint) -> str:
    one = point.excuse
    return f"理由：{one.reason}（{one.by} {one.at:%m-%d %H:%M}）" if one is not None else ""


def _told(point: MailPoint) -> Told:
    lines = [sentence(f"why.mail_{point.topic}")]
    if point.is_open:
        lines.append(sentence("why.mail_never" if point.holds else "why.mail_excuse"))
    if point.excuse is not None:
        lines.append(_excused(point))
    return Told(_NAME, f"{point.standing.label}：{point_said(point)}", lines)


class MailCheckPanel(QWidget):
    """The check of one batch, read again whenever something of it changed."""

    case_asked = Signal(int)
    parcel_asked = Signal(int)  # the case whose copies lack in its parcel
    step_asked = Signal(object)  # RoadStep
    checked = Signal(object)  # MailCheck

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._batch_id = 0
        self._wants_keys = False
        self.check: MailCheck | None = None
        self.rows: list[PointRow] = []
        self.head = SectionHead(_NAME)
        self.print = Button("打印…", ButtonKind.LINK)
        self.print.setAccessibleName("打印寄前核对单")
        self.head.add_act(self.print)
        self.note = FieldNote()
        self.page = ScrollPage(_NAME)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addWidget(self.note)
        column.addWidget(self.page, 1)
        self._previews = Previews(context, self)
        self.print.clicked.connect(self.show_paper)
        context.background.changed.connect(self._note_changes)

    def show_batch(self, batch: Batch) -> None:
        """Shows the check of a batch."""
        self._batch_id = batch.id
        self.refresh()

    def refresh(self) -> None:
        """Reads the check again."""
        if self._batch_id:
            self._context.background.run_read(mail_check, self._batch_id, then=self._show)

    def show_paper(self) -> None:
        """Shows the check as it is printed: 寄前核对单."""
        from reviewer_app.services.papers.printing import PrintOrder

        if self._batch_id:
            self._previews.show(PrintOrder(DocumentKind.MAIL_CHECK, batch_id=self._batch_id))

    def has_open(self) -> bool:
        """Whether a point is open as the check was read last."""
        return self.check is not None and self.check.settled < len(self.check.points)

    def take_keys(self) -> None:
        """The keyboard goes to the first point that is open, as the check stands now."""
        self._wants_keys = True
        self.refresh()

    def _note_changes(self, changes: Changes) -> None:
        if changes.nouns & _NOUNS and self.isVisible():
            self.refresh()

    def _show(self, check: MailCheck) -> None:
        if check.batch_id != self._batch_id:
            return
        held = next((row.point.id for row in self.rows if row.isAncestorOf(self.focusWidget() or self)), "")
        self.check = check
        self.head.set_right(f"{check.settled} / {len(check.points)}")
        points = sorted(check.points, key=lambda point: (point.standing is not PointStanding.OPEN, not point.holds))
        rest = len(points) - _MOST_ROWS
        self.note.say(sentence("mail_check.more", {"count": rest}) if rest > 0 else "")
        self._put(points[:_MOST_ROWS], check.is_sent)
        first = next((row for row in self.rows if row.point.standing is PointStanding.OPEN), None)
        wanted = next((row for row in self.rows if row.point.id == held), None)
        keyed, self._wants_keys = first if self._wants_keys else wanted, False
        if keyed is not None:
            keyed.setFocus()
        self.checked.emit(check)

    def _put(self, points: list[MailPoint], is_sent: bool) -> None:
        column = self.page.column
        while (item := column.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.rows = [PointRow(point, is_sent) for point in points]
        for row in self.rows:
            row.go_asked.connect(self._go)
            row.excuse_asked.connect(self.ask_excuse)
            column.addWidget(row)
            # Else it is shown by the next turn of the loop, and could not take the keyboard now.
            row.show()
        column.addStretch(1)

    def _go(self, point: MailPoint) -> None:
        """Leads to where a point is mended: the case's parcel, a step of the road, or the case itself."""
        if point.topic is Topic.PARCELS and point.application_id:
            self.parcel_asked.emit(point.application_id)
        elif point.step is not None:
            self.step_asked.emit(point.step)
        else:
            self.case_asked.emit(point.application_id)

    def ask_excuse(self, point: MailPoint) -> None:
        """Asks for the written reason of a point."""
        question = Question(
            title="写明理由",
            says=sentence("mail_check.excusing"),
            lines=(point_said(point),),
            confirm="记入寄前核对",
            reason=Reason.REQUIRED,
        )
        dialog = DecisionDialog(question, self)
        keep_texts(self._context, dialog, f"excuse:{self._batch_id}:{point.id}")
        dialog.confirmed.connect(lambda reason, _choice: self._excuse(dialog, point, reason))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _excuse(self, dialog: DecisionDialog, point: MailPoint, reason: str) -> None:
        def settle(_changes: Changes) -> None:
            dialog.accept()

        self._context.background.run_change(
            excuse_point, self._batch_id, point.id, reason, point.facts, then=settle, failed=dialog.refuse
        )
