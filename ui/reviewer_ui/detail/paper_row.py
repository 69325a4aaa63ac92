"""One paper copy of a case: read as one line, changed in its place."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QFormLayout, QHBoxLayout, QLineEdit, QSpinBox, QVBoxLayout, QWidget

from reviewer_app.domain.application import Keeping, PaperCopy
from reviewer_ui.theme import Tone
from reviewer_ui.widgets import Button, ButtonKind, FieldNote, TextRole, Words

_LABEL_WIDTH = 108
#: The entries in a draft box, now and before it was asked where a copy went.
_PARTS, _PARTS_BEFORE = 7, 5


class PaperRow(QWidget):
    """`recorded` carries the copy as the officer wants it stored; `seen` is how it stood when its fields opened."""

    recorded = Signal(object)  # PaperCopy
    written = Signal(str)  # what stands in the fields, to be kept; empty when finished

    def __init__(self, number: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.copy = self.seen = PaperCopy(number)
        self._applicant = ""
        self._is_refused = False
        self._may_record = True
        name = f"第 {number} 份"
        self.label = Words(name, TextRole.LABEL)
        self.line = Words("", wrap=True, selectable=True)
        self.warning = FieldNote()
        self.edit = Button("登记", ButtonKind.LINK)
        self.edit.setAccessibleName(f"登记{name}")
        self.is_received = QCheckBox("已收到")
        self.is_sealed = QCheckBox("已盖章")
        self.seal_name = QLineEdit()
        self.pages = QSpinBox()
        self.place = QLineEdit()
        self.keeping = QComboBox()
        for keeping in Keeping:
            self.keeping.addItem(keeping.label, keeping)
        self.keeper = QLineEdit()
        self.save = Button("保存", ButtonKind.PRIMARY)
        self.cancel = Button("取消")
        self.refusal = FieldNote()
        self.form = QWidget()
        self._name_parts(name)
        self._lay_out()
        self.edit.clicked.connect(self.begin)
        self.cancel.clicked.connect(self.finish)
        self.save.clicked.connect(lambda: self.recorded.emit(self.typed()))
        self.is_sealed.toggled.connect(self._offer_seal_name)
        for changed in (self.is_received.clicked, self.is_sealed.clicked, self.pages.valueChanged):
            changed.connect(lambda _value: self._keep())
        self.keeping.activated.connect(lambda _place: self._keep())
        self.keeping.currentIndexChanged.connect(lambda _place: self._ask_keeper())
        for line in (self.seal_name, self.place, self.keeper):
            line.textEdited.connect(lambda _text: self._keep())

    def show_copy(self, copy: PaperCopy, applicant: str, may_record: bool) -> None:
        """Shows a copy; while it is being changed what is typed stays."""
        self.copy, self._applicant, self._may_record = copy, applicant, may_record
        if self._is_refused:
            self.seen, self._is_refused = copy, False
        self.line.setText(copy_line(copy))
        self.warning.say(seal_warning(copy, applicant), Tone.WARN)
        self.edit.setText("修改" if copy.is_received else "登记")
        if may_record:
            self.edit.setVisible(not self.is_editing)
        else:
            self.end()

    @property
    def is_editing(self) -> bool:
        """Whether the copy is being changed."""
        return not self.form.isHidden()

    def begin(self) -> None:
        """Opens the fields with what is stored; a copy not yet here is most likely being received."""
        self._open(replace(self.copy, is_received=True))
        self.is_received.setFocus()

    def take_up(self, kept: str) -> None:
        """Opens the fields with a record begun earlier, if there is one."""
        if kept:
            self._open(copy_of(self.copy, kept))

    def _open(self, copy: PaperCopy) -> None:
        self.seen = self.copy
        self.is_received.setChecked(copy.is_received)
        self.is_sealed.setChecked(copy.is_sealed)
        self.seal_name.setText(copy.seal_name)
        self.pages.setValue(copy.pages)
        self.place.setText(copy.place)
        self.keeping.setCurrentIndex(self.keeping.findData(copy.keeping))
        self.keeper.setText(copy.keeper)
        self._ask_keeper()
        self.form.show()
        self.edit.hide()

    def end(self) -> None:
        """Closes the fields."""
        self.form.hide()
        self.refusal.clear()
        self.edit.setVisible(self._may_record)

    def finish(self) -> None:
        """Closes the fields and forgets what was typed in them."""
        self.end()
        self.written.emit("")

    def refuse(self, sentence: str) -> None:
        """Says why it was not stored; what was typed stays, and the line above says what is stored by now."""
        self.refusal.say(sentence, Tone.BAD)
        self._is_refused = True

    def typed(self) -> PaperCopy:
        """The copy as it stands in the fields."""
        return replace(
            self.copy,
            is_received=self.is_received.isChecked(),
            is_sealed=self.is_sealed.isChecked(),
            seal_name=self.seal_name.text().strip() if self.is_sealed.isChecked() else "",
            pages=self.pages.value(),
            place=self.place.text().strip(),
            keeping=self._kept,
            keeper=self.keeper.text().strip() if self._kept is not Keeping.SHELF else "",
        )

    @property
    def _kept(self) -> Keeping:
        # Qt hands the text of the enum back, not the member.
        return Keeping(self.keeping.currentData())

    def _ask_keeper(self) -> None:
        """Who has it is asked only of a copy that left its shelf."""
        self.keeper.setEnabled(self._kept is not Keeping.SHELF)

    def _keep(self) -> None:
        if self.is_editing:
            self.written.emit(text_of(self.typed()))

    def _offer_seal_name(self, is_sealed: bool) -> None:
        """The seal should bear the applicant's name: it is offered, the officer reads the seal."""
        self.seal_name.setEnabled(is_sealed)
        if is_sealed and not self.seal_name.text():
            self.seal_name.setText(self._applicant)

    def _name_parts(self, name: str) -> None:
        self.pages.setMaximum(9999)
        self.pages.setSuffix(" 页")
        self.pages.lineEdit().setAccessibleName(f"{name}页数")
        self.place.setPlaceholderText("如：卷柜 A-3")
        self.keeper.setPlaceholderText("交给谁、寄往或退给哪里")
        self.seal_name.setEnabled(False)
        names = {
            self.is_received: "已收到",
            self.is_sealed: "已盖章",
            self.seal_name: "印文",
            self.pages: "页数",
            self.place: "存放位置",
            self.keeping: "去向",
            self.keeper: "交给",
        }
        for part, word in names.items():
            part.setAccessibleName(f"{name}{word}")

    def _lay_out(self) -> None:
        form = QFormLayout(self.form)
        form.setContentsMargins(0, 4, 0, 4)
        form.setSpacing(6)
        ticks = QHBoxLayout()
        ticks.setSpacing(16)
        ticks.addWidget(self.is_received)
        ticks.addWidget(self.is_sealed)
        ticks.addStretch(1)
        form.addRow(ticks)
        for label, part in (("印文", self.seal_name), ("页数", self.pages), ("存放", self.place)):
            form.addRow(Words(label, TextRole.LABEL), part)
        gone = QHBoxLayout()
        gone.setSpacing(8)
        gone.addWidget(self.keeping)
        gone.addWidget(self.keeper, 1)
        form.addRow(Words("去向", TextRole.LABEL), gone)
        form.addRow(self.refusal)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.cancel)
        buttons.addWidget(self.save)
        form.addRow(buttons)
        self.form.hide()
        self.label.setFixedWidth(_LABEL_WIDTH)
        # On one line with the value, which stands beside a button.
        self.label.setContentsMargins(0, 4, 0, 0)
        value = QHBoxLayout()
        value.addWidget(self.line, 1)
        value.addWidget(self.edit, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout()
        column.setSpacing(1)
        column.addLayout(value)
        column.addWidget(self.warning)
        column.addWidget(self.form)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 4, 16, 4)
        row.setSpacing(8)
        row.addWidget(self.label, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(column, 1)


def text_of(copy: PaperCopy) -> str:
    """A copy's record as the text of its draft box."""
    marks = ("收" if copy.is_received else "", "章" if copy.is_sealed else "", str(copy.pages))
    return "\t".join((*marks, copy.seal_name, copy.place, copy.keeping, copy.keeper))


def copy_of(stored: PaperCopy, kept: str) -> PaperCopy:
    """The record a draft box holds; the stored one where the text is not a record."""
    parts = kept.split("\t")
    if len(parts) == _PARTS_BEFORE:
        parts += [stored.keeping, stored.keeper]
    if len(parts) != _PARTS or not parts[2].isdigit() or parts[5] not in set(Keeping):
        return stored
    received, sealed, pages, seal_name, place, keeping, keeper = parts
    return replace(
        stored,
        is_received=bool(received),
        is_sealed=bool(sealed),
        pages=int(pages),
        seal_name=seal_name,
        place=place,
        keeping=Keeping(keeping),
        keeper=keeper,
    )


def copy_line(copy: PaperCopy) -> str:
    """A copy in one line: sealed, pages, where it lies; or that it is not here."""
    if not copy.is_received:
        return "未收到"
    parts = ["已盖章" if copy.is_sealed else "未盖章"]
    parts += [f"{copy.pages} 页"] if copy.pages else []
    parts += ["各份相同"] if copy.is_like_first else []
    parts += [f"{copy.received_on:%Y-%m-%d} 收"] if copy.received_on else []
    parts += [f"{copy.received_from}送来"] if copy.received_from else []
    if copy.keeping is not Keeping.SHELF:
        parts.append(f"{copy.keeping.label} {copy.keeper}".strip())
    elif copy.place:
        parts.append(f"在{copy.place}")
    return " · ".join(parts)


def seal_warning(copy: PaperCopy, applicant: str) -> str:
    """What is wrong with the seal of a copy that is here (五（二）)."""
    if not copy.is_received:
        return ""
    if not copy.is_sealed:
        return "这一份还没有盖章"
    if copy.seal_name and copy.seal_name != applicant:
        return f"印文“{copy.seal_name}”与申报单位名称不一致"
    return ""
