"""The parcels that go to the post: courier and day once, a waybill for each, typed or scanned one after another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from reviewer_app.domain.errors import OfficeError
from reviewer_app.domain.limits.lengths import TextKind
from reviewer_app.services.posting.contents import ParcelView
from reviewer_resources.phrases import sentence
from reviewer_ui.context import Context
from reviewer_ui.kept_texts import KeptTexts
from reviewer_ui.messages import sentence_of
from reviewer_ui.theme import Tone
from reviewer_ui.widgets import Button, ButtonKind, FieldNote, TextRole, Words
from reviewer_ui.widgets.dialog import Dialog
from reviewer_ui.widgets.enter_key import is_enter
from reviewer_ui.widgets.scroll_page import ScrollPage
from reviewer_ui.widgets.words import LetterCount

_WIDTH = 620
#: The rows of parcels are as high as they need, up to so much; beyond that they scroll.
_ROW, _MOST = 40, 320
_WAYBILL = "waybill"


class _Field(QLineEdit):
    """A field in which Enter goes on to the next one, and presses nothing: a scanner sends it after each waybill."""

    entered = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter alone stays here; the dialog would press the button the keyboard has just come to."""
        if is_enter(event):
            event.accept()
            self.entered.emit()
            return
        super().keyPressEvent(event)


@dataclass(frozen=True, slots=True)
class TypedPosting:
    """What stands in the dialog: courier, day as typed, the waybills that are typed by their parcel."""

    courier: str
    day: str
    waybills: dict[int, str]


class PostDialog(Dialog):
    """Enter goes from waybill to waybill; the button names how many parcels go. `confirmed` carries a TypedPosting."""

    confirmed = Signal(object)

    def __init__(
        self, context: Context, says: str, views: Sequence[ParcelView], courier: str, day: str, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("登记寄出")
        self.setAccessibleName("登记寄出")
        self.setMinimumWidth(_WIDTH)
        self._views = tuple(views)
        self.editors: dict[str, _Field] = {}
        self.note = FieldNote()
        self.confirm = Button("", ButtonKind.PRIMARY)
        self.confirm.setToolTip("Ctrl+回车")
        self.cancel = Button("取消")
        self._lay_out(says, courier, day)
        batch_id = views[0].parcel.batch_id
        self._kept = KeptTexts(context, self, f"post:{batch_id}", self.editors)
        self._connect()
        self._name_act()
        self._first_open().setFocus()

    def typed(self) -> TypedPosting:
        """What stands in the fields now; a parcel without a waybill stays here."""
        texts = {view.parcel.id: self.editors[f"{_WAYBILL}:{view.parcel.id}"].text() for view in self._views}
        waybills = {one: text for one, text in texts.items() if text.strip()}
        return TypedPosting(self.editors["courier"].text(), self.editors["day"].text(), waybills)

    def fill(self, name: str, text: str) -> None:
        """Puts a text into a field."""
        self.editors[name].setText(text)

    def refuse(self, error: Exception) -> None:
        """Says why nothing was posted, with the keyboard in the field it is about; what was typed stays."""
        self.go_on_asking()
        if not isinstance(error, OfficeError):
            return
        self.say(sentence_of(error))
        field = str(error.values.get("field", ""))
        if field == _WAYBILL:
            field = f"{_WAYBILL}:{self._views[0].parcel.id}"
        if (editor := self.editors.get(field)) is not None:
            editor.setFocus()

    def go_on_asking(self) -> None:
        """The dialog is there again to be answered."""
        self.answered()
        self._name_act()

    def say(self, words: str, tone: Tone = Tone.BAD) -> None:
        """Shows a sentence above the buttons."""
        self.note.say(words, tone)
        self.fit_content()

    def showEvent(self, event: QShowEvent) -> None:
        """As high as what it says needs."""
        self.fit_content()
        super().showEvent(event)

    def press(self) -> None:
        """Carries it out, as the button does."""
        if self.confirm.isEnabled():
            # A second press while the act is being stored must not carry it out twice.
            self.confirm.setEnabled(False)
            self.wait()
            self.confirmed.emit(self.typed())

    def _first_open(self) -> QWidget:
        """The first field in which nothing stands, else the act."""
        return next((one for one in self.editors.values() if not one.text().strip()), self.confirm)

    def _go_on(self) -> None:
        """Enter in a field leads to the next one in which nothing stands, at last to the act."""
        following = self._first_open()
        following.setFocus()
        if isinstance(following, QLineEdit):
            following.selectAll()

    def _name_act(self) -> None:
        count, whole = len(self.typed().waybills), len(self._views)
        all_of_them = count == whole and whole > 1
        self.confirm.setText(f"全部寄出 {count} 个邮包" if all_of_them else f"登记寄出 {count} 个邮包")
        self.confirm.setEnabled(bool(count))

    def _connect(self) -> None:
        self.confirm.clicked.connect(self.press)
        self.cancel.clicked.connect(self.reject)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self, self.press)
        for editor in self.editors.values():
            editor.entered.connect(self._go_on)
            editor.textChanged.connect(lambda _text: self._name_act())

    def _lay_out(self, says: str, courier: str, day: str) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(8)
        column.addWidget(Words("登记寄出", TextRole.TITLE, wrap=True))
        column.addWidget(Words(says, wrap=True))
        above = QHBoxLayout()
        above.setSpacing(12)
        for name, label, text, hint in (
            ("courier", "承运单位", courier, "如 邮政、顺丰、派人送达"),
            ("day", "寄出日期", day, "如 2024-05-20"),
        ):
            cell = QVBoxLayout()
            cell.setSpacing(6)
            editor = self._editor(name, label, hint)
            editor.setText(text)
            words = Words(label, TextRole.LABEL)
            words.setBuddy(editor)
            cell.addWidget(words)
            cell.addWidget(editor)
            above.addLayout(cell, 1)
        column.addLayout(above)
        column.addWidget(self._rows(), 1)
        column.addWidget(self.note)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addStretch(1)
        buttons.addWidget(self.cancel)
        buttons.addWidget(self.confirm)
        column.addLayout(buttons)

    def _rows(self) -> ScrollPage:
        page = ScrollPage("邮包和快递单号")
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(2, 1)
        for row, view in enumerate(self._views):
            called = view.parcel.called
            editor = self._editor(
                f"{_WAYBILL}:{view.parcel.id}", f"{called}的快递单号", "扫描或键入；派人送达的写送件人"
            )
            words = Words(called, TextRole.LABEL)
            words.setBuddy(editor)
            counts = {"cases": view.cases, "pieces": len(view.lies)}
            grid.addWidget(words, row, 0)
            grid.addWidget(Words(sentence("parcel.post_all_row", counts), TextRole.NOTE), row, 1)
            grid.addWidget(editor, row, 2)
        page.column.addLayout(grid)
        page.column.addStretch(1)
        page.setMinimumHeight(min(len(self._views), 2) * _ROW)
        page.setMaximumHeight(min(len(self._views) * _ROW + 8, _MOST))
        return page

    def _editor(self, name: str, label: str, hint: str) -> _Field:
        editor = _Field()
        editor.setAccessibleName(label)
        editor.setPlaceholderText(hint)
        if name != "day":
            LetterCount(editor, TextKind.NAME)
        self.editors[name] = editor
        return editor
