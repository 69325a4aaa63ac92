"""The set in hand: whose it is, and each of its copies with what the officer sees of it."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSpinBox, QVBoxLayout, QWidget

from reviewer_app.domain.application import Source
from reviewer_app.services.intake.paper_sets import CopyMark, PaperSet, holds_own_code
from reviewer_resources.phrases import sentence
from reviewer_ui.theme import Tone
from reviewer_ui.widgets import Button, ButtonKind, Card, Chip, FieldNote, Pill, TextRole, Words
from reviewer_ui.widgets.enter_key import is_enter

_NEXT = {
    CopyMark.MISSING: CopyMark.SEALED,
    CopyMark.SEALED: CopyMark.UNSEALED,
    CopyMark.UNSEALED: CopyMark.MISSING,
    CopyMark.RETURNED: CopyMark.SEALED,
}
_TONES = {
    CopyMark.SEALED: Tone.OK,
    CopyMark.UNSEALED: Tone.WARN,
    CopyMark.MISSING: Tone.BAD,
    CopyMark.MAILED: Tone.IDLE,
    CopyMark.RETURNED: Tone.BAD,
}


class PagesField(QSpinBox):
    """How many pages each copy has: Enter ends it as in the scanner's field; a scan that went here changes nothing."""

    entered = Signal()
    strayed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._before = 0
        self._is_scan = False
        self.setMaximum(9999)
        self.setSuffix(" 页")
        self.setSpecialValueText("页数")
        self.setAccessibleName("每份页数")
        self.setFixedWidth(88)
        self.lineEdit().setTextMargins(6, 0, 0, 0)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Remembers what stood here."""
        super().focusInEvent(event)
        self._before, self._is_scan = self.value(), False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A letter or a bar is never of a number: whatever types it is a scanner."""
        if is_enter(event):
            event.accept()
            if self._is_scan:
                self.setValue(self._before)
                self._is_scan = False
                self.strayed.emit()
            else:
                self.interpretText()
                self.entered.emit()
            return
        plain = event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier == Qt.KeyboardModifier.NoModifier
        typed = event.text()
        self._is_scan = self._is_scan or (plain and typed.isprintable() and bool(typed) and not typed.isdigit())
        super().keyPressEvent(event)


class SealField(QLineEdit):
    """What is read on the seal: the applicant's name is offered, the officer reads and alters it.

    Enter leads back to the scanner's field and takes nothing in; a scan that went here changes nothing.
    """

    strayed = Signal()
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._offered = ""
        self.setAccessibleName("印文")
        self.setPlaceholderText("各份印文不同，逐份见案件的材料页")
        self.returnPressed.connect(self._end)

    @property
    def is_altered(self) -> bool:
        """Whether the officer read another name than the one offered."""
        return self.text().strip() != self._offered

    def offer(self, name: str) -> None:
        """Shows the name that is expected or was read before."""
        self._offered = name
        self.setText(name)
        self.setCursorPosition(0)

    def _end(self) -> None:
        if holds_own_code(self.text()):
            self.offer(self._offered)
            self.strayed.emit()
        else:
            self.left.emit()


class SetCard(Card):
    """`received` asks to take the set in as it is marked; `strayed` says that a scan went into a field of the card,
    `left` that the keyboard goes back to the scanner's."""

    received = Signal()
    left = Signal()
    strayed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.paper: PaperSet | None = None
        self._marks: list[CopyMark] = []
        self.number = Words("", TextRole.HEAD, selectable=True)
        self.applicant = Words("", TextRole.HEAD, wrap=True)
        self.project = Words("", TextRole.NOTE, wrap=True)
        self.standing = Pill()
        self.alike = Chip("三份相同 Alt+S")
        # A click marks and leaves the keyboard where the scanner types.
        self.alike.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.copies: list[Button] = []
        self.pages = PagesField()
        self.seal, self.seal_label = SealField(), Words("印文", TextRole.NOTE)
        self.seal_note = FieldNote()
        self.refusal = FieldNote()
        self.take = Button("收下，下一套", ButtonKind.PRIMARY)
        self.take.clicked.connect(self.received)
        self.pages.entered.connect(self.received)
        self.pages.strayed.connect(self.strayed)
        self.seal.strayed.connect(self.strayed)
        self.seal.left.connect(self.left)
        self.seal.textChanged.connect(lambda _text: self._show_seal())
        self.alike.clicked.connect(self._mark_all)
        self._copy_row = QHBoxLayout()
        self._lay_out()

    @property
    def marks(self) -> tuple[CopyMark, ...]:
        """The copies as they are marked now."""
        return tuple(self._marks)

    @property
    def are_alike(self) -> bool:
        """Whether the officer said that the copies are the same."""
        return self.alike.isChecked()

    @property
    def is_open(self) -> bool:
        """Whether something was marked that is not on record."""
        if self.paper is None:
            return False
        in_hand = (copy for copy, mark in zip(self.paper.copies, self._marks, strict=True) if mark.is_in_hand)
        is_found_alike = self.are_alike and not all(copy.is_like_first for copy in in_hand)
        is_altered = bool(self.seal_name) and self.seal.is_altered
        return is_found_alike or is_altered or self.marks != self.paper.marks or self.pages.value() != self.paper.pages

    @property
    def seal_name(self) -> str:
        """What the officer confirms to have read on the seals of the copies marked sealed."""
        return self.seal.text().strip() if CopyMark.SEALED in self._marks else ""

    @property
    def can_take(self) -> bool:
        """Whether there is something to take in."""
        return self.is_open and not self.refusal.text() and any(mark.is_in_hand for mark in self._marks)

    def show_set(self, paper: PaperSet) -> None:
        """Shows a set as it is on record; nothing is marked for the officer."""
        self.paper = paper
        self._marks = list(paper.marks)
        self.number.setText(paper.intake_number)
        self.applicant.setText(paper.applicant)
        filing = f"网上 {paper.filing_number}" if paper.filing_number else "没有办件编号"
        self.project.setText(f"{paper.project_name} · {filing}")
        has_online = paper.source is not Source.PAPER
        self.standing.show_text("有网上件" if has_online else "待配对", Tone.OK if has_online else Tone.ACCENT)
        self.pages.setValue(paper.pages)
        self.alike.setChecked(False)
        self.seal.offer(paper.seal_name)
        count = len(paper.copies)
        self.alike.setText(f"{_COUNTED.get(count, str(count))}份相同 Alt+S")
        self.refusal.say(paper.refusal, Tone.BAD)
        self._make_copies(count)
        self._show_marks()

    def turn(self, number: int) -> None:
        """Marks one copy as the next of 已盖章, 未盖章, 未到; then the copies are no longer said to be the same."""
        if self.paper is None or self.refusal.text() or not 1 <= number <= len(self._marks):
            return
        here, on_record = self._marks[number - 1], self.paper.marks[number - 1]
        if here is CopyMark.MAILED:
            return
        is_back = here is CopyMark.UNSEALED and on_record is CopyMark.RETURNED
        self._marks[number - 1] = on_record if is_back else _NEXT[here]
        self.alike.setChecked(False)
        self._show_marks()

    def mark_alike(self) -> None:
        """Marks every copy as here, sealed and the same; once more takes it back to what is on record."""
        if self.paper is None or self.refusal.text():
            return
        self.alike.setChecked(not self.alike.isChecked())
        self._mark_all()

    def _mark_all(self) -> None:
        if self.paper is None:
            return
        is_marked = self.alike.isChecked()
        gone = CopyMark.MAILED
        on_record = self.paper.marks
        self._marks = [one if one is gone or not is_marked else CopyMark.SEALED for one in on_record]
        self._show_marks()

    def _make_copies(self, count: int) -> None:
        for old in self.copies:
            self._copy_row.removeWidget(old)
            old.hide()
            old.deleteLater()
        self.copies = [Button("") for _ in range(count)]
        for number, button in enumerate(self.copies, start=1):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.clicked.connect(partial(self.turn, number))
            self._copy_row.addWidget(button)

    def _show_marks(self) -> None:
        for number, (button, mark) in enumerate(zip(self.copies, self._marks, strict=True), start=1):
            button.setText(f"第{number}份 {mark.label}")
            button.setAccessibleName(f"第{number}份{mark.label}，按一下改")
            button.setProperty("mark", _TONES[mark].value)
            button.style().unpolish(button)
            button.style().polish(button)
            button.setEnabled(not self.refusal.text() and mark is not CopyMark.MAILED)
        self.alike.setEnabled(not self.refusal.text())
        self.pages.setEnabled(not self.refusal.text())
        self.take.setEnabled(any(mark.is_in_hand for mark in self._marks) and not self.refusal.text())
        self._show_seal()

    def _show_seal(self) -> None:
        """The seal is asked of sealed copies; another name than the applicant's is said beside it."""
        is_asked = CopyMark.SEALED in self._marks and not self.refusal.text()
        for part in (self.seal_label, self.seal):
            part.setVisible(is_asked)
        is_other = is_asked and self.paper is not None and self.paper.is_other_seal(self.seal.text())
        told = sentence("paper_set.other_seal" if is_other else "paper_set.read_seal") if is_asked else ""
        self.seal_note.say(told, Tone.WARN if is_other else None)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self.number)
        head.addWidget(self.applicant, 1)
        head.addWidget(self.standing)
        self._copy_row.setSpacing(8)
        marks = QHBoxLayout()
        marks.setSpacing(12)
        marks.addWidget(self.alike)
        marks.addLayout(self._copy_row)
        marks.addWidget(self.pages)
        marks.addStretch(1)
        marks.addWidget(self.take)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(self.project)
        column.addWidget(self.refusal)
        column.addLayout(marks)
        seal = QHBoxLayout()
        seal.setSpacing(8)
        seal.addWidget(self.seal_label)
        seal.addWidget(self.seal, 3)
        seal.addWidget(self.seal_note, 4)
        column.addLayout(seal)


_COUNTED = {2: "两", 3: "三", 4: "四", 5: "五", 6: "六"}
