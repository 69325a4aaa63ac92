"""One compared field: the online value, whether the paper agrees, what it says if not, and which value holds and why.

With the keyboard on the row: 1 一致, 2 不一致, then 3 网上, 4 纸质, 5 另填 for what holds, N for why.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from reviewer_app.domain.evidence.comparison import Adopted, ComparedField
from reviewer_app.domain.limits.lengths import TextKind
from reviewer_resources.phrases import sentence
from reviewer_ui.detail.explanation import told_compared
from reviewer_ui.explaining import Told, tell
from reviewer_ui.theme import Tone, tokens
from reviewer_ui.widgets import Button, ButtonKind, Chip, FieldNote, KeyRow, LetterCount, TextRole, Words
from reviewer_ui.widgets.enter_key import is_enter
from reviewer_ui.widgets.field_editors import ChoiceEditor

_KEYS = {Qt.Key.Key_3: Adopted.ONLINE, Qt.Key.Key_4: Adopted.PAPER, Qt.Key.Key_5: Adopted.OTHER}
_BAR = 3


class ComparedRow(KeyRow):
    """`chosen` says whether the two agree, `typed` and `left` are of the paper's words, `settled` says what holds,
    `grew` that more stands in it than before."""

    stepped = Signal(int)
    grew = Signal(str)
    chosen = Signal(str, bool)
    typed = Signal(str, str)
    left = Signal(str)
    settled = Signal(str, object, str, str)  # field, Adopted, reason, other value
    read_wanted = Signal(str)

    def __init__(self, one: ComparedField, choices: Sequence[str] = (), parent: QWidget | None = None) -> None:
        """`choices` are all that may hold of a field with a closed list."""
        super().__init__(parent)
        self._one = one
        self._is_open = self._is_changing = False
        self._is_machine, self._clause = False, ""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(f"{one.label}：按 1 一致，2 不一致")
        self.online = Words("", wrap=True, selectable=True)
        self.read = Words("", TextRole.NOTE, wrap=True)
        self.said = QWidget()
        self.look = Button("看图", ButtonKind.LINK)
        self.look.setAccessibleName(f"{one.label}：看机读的原处图片")
        self.same, self.differs = Chip("一致"), Chip("不一致")
        self.paper = QLineEdit()
        LetterCount(self.paper, TextKind.ON_PAPER)
        self._group = QButtonGroup(self)
        for chip, word in ((self.same, "一致"), (self.differs, "不一致")):
            self._group.addButton(chip)
            chip.setAccessibleName(f"{one.label}：{word}")
        self.paper.setPlaceholderText("纸质材料上写的是")
        self.paper.setAccessibleName(f"{one.label}：纸质材料上写的")
        self.paper.hide()
        self.holds = FieldNote()
        self.change = Button("改", ButtonKind.LINK)
        self.change.setAccessibleName(f"{one.label}：改采用的值")
        self.asking = QWidget()
        self.adopt = {adopted: Chip(adopted.label) for adopted in Adopted}
        self._adopted = QButtonGroup(self)
        for adopted, chip in self.adopt.items():
            self._adopted.addButton(chip)
            chip.setAccessibleName(f"{one.label}：采用{adopted.label}")
        self.other, self.reason = QLineEdit(), QLineEdit()
        LetterCount(self.reason, TextKind.REASON)
        self.other.setPlaceholderText("采用的值")
        self.choice = ChoiceEditor(choices) if choices else None
        for part in (self.other, self.choice.combo if self.choice else None):
            if part is not None:
                part.setAccessibleName(f"{one.label}：采用的值")
        self.reason.setPlaceholderText("说明，如：5月17日来电，以纸质为准")
        self.reason.setAccessibleName(f"{one.label}：说明")
        self.note = FieldNote()
        self.settle = Button("记下说明")
        self.settle.setAccessibleName(f"{one.label}：记下说明")
        self._lay_out()
        self._connect()
        tell(self, self._told)

    def show_source(self, is_machine: bool, clause: str) -> None:
        """Takes over whether the finding is a machine's, and the clause that asks for the comparison."""
        self._is_machine, self._clause = is_machine, clause

    def _told(self) -> Told:
        return told_compared(self._one, self.read.text(), self._is_machine, self._clause)

    def show_field(self, one: ComparedField, is_open: bool, read: str = "") -> None:
        """Shows what was found, and what a machine `read` on the paper; the boxes being typed in are left alone."""
        former, self._one, self._is_open = self._one, one, is_open
        found = one.found
        differs = found is not None and not found.is_same
        self.online.setText(one.online or "未填")
        self.read.setText(read)
        self.said.setVisible(bool(read))
        self._group.setExclusive(False)
        self.same.setChecked(found is not None and found.is_same)
        self.differs.setChecked(differs)
        self._group.setExclusive(True)
        for part in (self.same, self.differs, self.paper):
            part.setEnabled(is_open)
        self.paper.setVisible(differs)
        words = found.paper if found is not None else ""
        if not self.paper.hasFocus() and self.paper.text() != words:
            with QSignalBlocker(self.paper):
                self.paper.setText(words)
        if one.settled != former.settled:
            self._is_changing = False
            self.reason.clear()
            self.note.clear()
        self._show_holding()

    @property
    def is_waiting(self) -> bool:
        """Whether nobody looked at it yet, or nobody said what holds."""
        return self._one.found is None or self._one.is_open

    def refuse(self, text: str) -> None:
        """Says why what holds was not recorded."""
        self.note.say(text, Tone.BAD)
        self.settle.setEnabled(True)
        self.grew.emit(self._one.field_id)

    def begin_reason(self) -> None:
        """Puts the keyboard where the reason goes, if the field differs."""
        if self._differs():
            self._is_changing = True
            self._show_holding()
            self.reason.setFocus()
            self.grew.emit(self._one.field_id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The keys of the row, while it has the keyboard itself."""
        key = Qt.Key(event.key())
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            # Taken here: the page around it would scroll instead.
            self.stepped.emit(1 if key == Qt.Key.Key_Down else -1)
        elif is_enter(event) and self.choice is not None and self.choice.combo.hasFocus():
            self.reason.setFocus()
        elif not self._is_open or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            super().keyPressEvent(event)
        elif key in (Qt.Key.Key_1, Qt.Key.Key_2):
            self._choose(key == Qt.Key.Key_1)
        elif key in _KEYS and self._differs():
            self._is_changing = True
            self._show_holding()
            self.adopt[_KEYS[key]].click()
        elif key == Qt.Key.Key_N and self._differs():
            self.begin_reason()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The row with the keyboard wears a bar."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The bar goes with the keyboard."""
        super().focusOutEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws the bar of the row with the keyboard."""
        super().paintEvent(event)
        if self.hasFocus():
            painter = QPainter(self)
            painter.fillRect(self.rect(), tokens().accent_soft)
            painter.fillRect(QRect(0, 0, _BAR, self.height()), tokens().accent)

    def _differs(self) -> bool:
        return self._one.found is not None and not self._one.found.is_same

    def _choose(self, is_same: bool) -> None:
        self.paper.setVisible(not is_same)
        if not is_same:
            self.paper.setFocus()
        self.chosen.emit(self._one.field_id, is_same)

    def _adopt(self) -> None:
        self._show_other()
        self.grew.emit(self._one.field_id)
        (self._other_editor if self.adopt[Adopted.OTHER].isChecked() else self.reason).setFocus()

    @property
    def _other_editor(self) -> QWidget:
        return self.choice.combo if self.choice is not None else self.other

    def _show_other(self) -> None:
        """What holds instead is typed, or chosen where the field has a closed list."""
        is_other = self.adopt[Adopted.OTHER].isChecked()
        self.other.setVisible(is_other and self.choice is None)
        if self.choice is not None:
            self.choice.setVisible(is_other)

    def _settle(self) -> None:
        adopted = next((one for one, chip in self.adopt.items() if chip.isChecked()), None)
        if adopted is None:
            self.note.say("请先选定采用网上、纸质，还是另填。", Tone.WARN)
            self.grew.emit(self._one.field_id)
            return
        self.note.clear()
        self.settle.setEnabled(False)
        other = self.choice.text() if self.choice is not None else self.other.text()
        self.settled.emit(self._one.field_id, adopted, self.reason.text(), other)

    def _change(self) -> None:
        self.begin_reason()

    def _show_holding(self) -> None:
        settled = self._one.settled
        said = ""
        if settled is not None:
            places = {"adopted": settled.adopted.label, "value": settled.value or "空", "reason": settled.reason}
            at = f"{settled.at.month}月{settled.at.day}日 {settled.at:%H:%M}"
            said = sentence("comparison.settled", {**places, "by": settled.by, "at": at})
        self.holds.say(said, Tone.OK if settled is not None else None)
        is_asking = self._differs() and self._is_open and (settled is None or self._is_changing)
        self.asking.setVisible(is_asking)
        self.settle.setEnabled(True)
        self.change.setVisible(settled is not None and self._is_open and not is_asking)
        self._show_other()

    def _connect(self) -> None:
        self.same.clicked.connect(lambda: self._choose(True))
        self.differs.clicked.connect(lambda: self._choose(False))
        self.paper.textEdited.connect(lambda text: self.typed.emit(self._one.field_id, text))
        self.paper.editingFinished.connect(lambda: self.left.emit(self._one.field_id))
        self.paper.returnPressed.connect(self.setFocus)
        self.change.clicked.connect(self._change)
        self.look.clicked.connect(lambda _checked=False: self.read_wanted.emit(self._one.field_id))
        for chip in self.adopt.values():
            chip.clicked.connect(self._adopt)
        self.other.returnPressed.connect(self.reason.setFocus)
        self.reason.returnPressed.connect(self._settle)
        self.settle.clicked.connect(self._settle)

    def _lay_out(self) -> None:
        ask = QVBoxLayout(self.asking)
        ask.setContentsMargins(0, 2, 0, 2)
        ask.setSpacing(4)
        sides = QHBoxLayout()
        sides.setSpacing(6)
        sides.addWidget(Words("采用", TextRole.NOTE))
        for chip in self.adopt.values():
            sides.addWidget(chip)
        sides.addStretch(1)
        sides.addWidget(self.settle)
        ask.addLayout(sides)
        ask.addWidget(self.other)
        if self.choice is not None:
            ask.addWidget(self.choice)
        ask.addWidget(self.reason)
        ask.addWidget(self.note)
        self.asking.hide()
        held = QHBoxLayout()
        held.addWidget(self.holds, 1)
        held.addWidget(self.change)
        self.change.hide()
        head = QVBoxLayout()
        head.setSpacing(1)
        head.addWidget(Words(self._one.label, TextRole.NOTE, wrap=True))
        head.addWidget(self.online)
        said = QHBoxLayout(self.said)
        said.setContentsMargins(0, 0, 0, 0)
        said.setSpacing(6)
        said.addWidget(self.read, 1)
        said.addWidget(self.look, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self.said)
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addLayout(head, 1)
        top.addWidget(self.same, 0, Qt.AlignmentFlag.AlignVCenter)
        top.addWidget(self.differs, 0, Qt.AlignmentFlag.AlignVCenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 5, 16, 5)
        column.setSpacing(2)
        column.addLayout(top)
        column.addWidget(self.paper)
        column.addLayout(held)
        column.addWidget(self.asking)
