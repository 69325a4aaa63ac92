"""A pack as a form: its parts in a list, the fields of the chosen one beside it; a view of a draft and no second one.

What was typed and does not stand in the text is shown in its field, with the reason under it and a way to drop it.
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from reviewer_app.packs.drafting import PackDraft, WrittenDraft, says_same, typed_in
from reviewer_app.packs.form import FormKind, PackField, PackForm, PackPart
from reviewer_app.packs.rewriting import Place
from reviewer_resources.phrases import sentence
from reviewer_ui.messages import sentence_of
from reviewer_ui.theme import Tone
from reviewer_ui.widgets import Button, FieldNote, TextRole, Words
from reviewer_ui.widgets.plain_table import PlainTable
from reviewer_ui.widgets.rows_model import Column, RowsModel
from reviewer_ui.widgets.scroll_page import ScrollPage

_PARTS_WIDTH, _PARTS_HEIGHT, _FIELDS_WIDTH = 212, 80, 268
_LONG_LINES = 3
_HELD_WIDTH = 72
_HINTS = {FormKind.DAY: "如 2024-05-31", FormKind.LIST: "用顿号分开"}
Editor = QLineEdit | QPlainTextEdit | QComboBox


@dataclass(frozen=True, slots=True)
class _PartRow:
    """A part in the list, and how many of its fields hold what does not stand in the text."""

    part: PackPart
    held: int


_PARTS: tuple[Column[_PartRow], ...] = (
    Column("部分", lambda one: one.part.title),
    Column("未写入", lambda one: str(one.held or ""), _HELD_WIDTH, lambda one: Tone.BAD if one.held else None),
)


@dataclass(frozen=True, slots=True)
class _FieldRow:
    """A field's editor, the line under it, and the button that drops what was typed."""

    editor: Editor
    note: FieldNote
    drop: Button


class PackFormView(QWidget):
    """`typed` carries what was typed into a field, `dropped` the places of what is to be forgotten; the three others
    ask for a change of the text's tables."""

    typed = Signal(object)  # TypedValue
    dropped = Signal(object)  # tuple of places
    contact_wanted = Signal()
    class_wanted = Signal()
    removal_wanted = Signal(object)  # PackPart

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._form = PackForm(())
        self._written = WrittenDraft(PackDraft("", ""), self._form, {})
        self._shown: PackPart | None = None
        self._rows: dict[Place, _FieldRow] = {}
        self._is_open, self._is_busy = False, False
        self.model: RowsModel[_PartRow] = RowsModel(_PARTS, self)
        self.parts = PlainTable("规则包各部分")
        self.parts.show_model(self.model)
        self.parts.setMinimumSize(_PARTS_WIDTH, _PARTS_HEIGHT)
        self.page = ScrollPage("规则包表单")
        self.page.setMinimumWidth(_FIELDS_WIDTH)
        self.note = FieldNote()
        self.drop_gone = Button("不要了")
        self.drop_gone.hide()
        self.add_contact = Button("加联系人")
        self.add_class = Button("加类别时限")
        self.remove = Button("删去这一项")
        self._fields = QWidget()
        self._lay_out()
        self.parts.selectionModel().currentRowChanged.connect(lambda now, _before: self._choose(now.row()))
        self.add_contact.clicked.connect(self.contact_wanted)
        self.add_class.clicked.connect(self.class_wanted)
        self.remove.clicked.connect(self._ask_removal)
        self.drop_gone.clicked.connect(lambda: self.dropped.emit(tuple(one.place for one in self._written.gone)))

    @property
    def form(self) -> PackForm:
        """What is shown."""
        return self._form

    @property
    def editors(self) -> dict[Place, Editor]:
        """The fields of the part that is shown."""
        return {place: row.editor for place, row in self._rows.items()}

    def note_of(self, place: Place) -> str:
        """What is said under a field of the part that is shown."""
        return self._rows[place].note.text()

    def drop_of(self, place: Place) -> Button:
        """The button that drops what was typed into a field of the part that is shown."""
        return self._rows[place].drop

    def show_written(self, written: WrittenDraft) -> None:
        """Shows a draft; where its text is broken the last form stays, closed, with the line that is."""
        form = written.form
        self._written = written
        self._say(written)
        if not form.parts:
            self._set_open(False)
            return
        self._form = form
        self._set_open(True)
        row = max(self.parts.current_row(), 0)
        places = [one.place for one in form.parts]
        if self._shown is not None and self._shown.place in places:
            row = places.index(self._shown.place)
        row = min(row, len(places) - 1)
        self.model.show_rows([_PartRow(one, self._held_in(one)) for one in form.parts])
        self.parts.selectRow(row)
        self._show_part(form.parts[row])

    def go_to(self, place: Place) -> bool:
        """Shows the part and the field something stands in, without taking the keyboard; False where there is none."""
        part = self._form.part_of(place)
        if part is None:
            return False
        self.parts.selectRow([one.place for one in self._form.parts].index(part.place))
        row = self._rows.get(place)
        if row is not None:
            self.page.ensureWidgetVisible(row.editor)
        return True

    def _choose(self, row: int) -> None:
        if 0 <= row < len(self._form.parts) and self._form.parts[row] != self._shown:
            self._show_part(self._form.parts[row])

    def _show_part(self, part: PackPart) -> None:
        """The fields of a part; those that stand already are filled, so that the keyboard keeps its place."""
        is_same = self._shown is not None and _shape(self._shown) == _shape(part)
        self._shown = part
        self._open_buttons()
        if not is_same:
            self._make_fields(part)
        typed = {one.place: one.words for one in self._written.draft.typed if one not in self._written.gone}
        for field in part.fields:
            row = self._rows[field.place]
            words = typed.get(field.place, field.value)
            # A blank just typed is not taken from under the fingers: it says the same.
            if not (row.editor.hasFocus() and says_same(field, _words(row.editor), words)):
                _fill(row.editor, words)
            refusal = self._written.held.get(field.place)
            said = sentence_of(refusal) if refusal is not None else ""
            row.note.say(said, Tone.BAD)
            row.editor.setAccessibleDescription(said)
            row.drop.setVisible(refusal is not None)

    def _say(self, written: WrittenDraft) -> None:
        """What is wrong with the text, or what was typed where there is no field any more; it stays until dropped."""
        form = written.form
        said = ""
        if not form.parts:
            code = "pack_form.broken" if form.broken_line else "pack_form.broken_somewhere"
            said = sentence(code, {"line": form.broken_line})
        elif written.gone:
            named = "、".join(f"{one.called}“{one.words}”" for one in written.gone)
            said = sentence("pack_form.gone", {"named": named})
        self.note.say(said, Tone.BAD)
        self.drop_gone.setVisible(bool(form.parts and written.gone))

    def _held_in(self, part: PackPart) -> int:
        return sum(field.place in self._written.held for field in part.fields)

    def _make_fields(self, part: PackPart) -> None:
        self._rows = {}
        old, self._fields = self._fields, QWidget()
        column = QVBoxLayout(self._fields)
        column.setContentsMargins(8, 0, 8, 8)
        column.setSpacing(4)
        for field in part.fields:
            editor = _editor(field)
            name = f"{field.label}（{field.unit}）" if field.unit else field.label
            label = Words(name, TextRole.LABEL, wrap=True)
            label.setBuddy(editor)
            editor.setAccessibleName(f"{part.title}：{name}")
            row = _FieldRow(editor, FieldNote(), Button("不要这一处", parent=self._fields))
            row.drop.setAccessibleName(f"不要这一处：{name}")
            row.drop.hide()
            row.drop.clicked.connect(lambda _checked, place=field.place: self._drop(place))
            self._rows[field.place] = row
            beside = QHBoxLayout()
            beside.addWidget(row.note, 1)
            beside.addWidget(row.drop)
            column.addWidget(label)
            column.addWidget(editor)
            column.addLayout(beside)
            self._follow(editor, field.place)
        column.addStretch(1)
        self.page.column.addWidget(self._fields)
        old.hide()
        old.deleteLater()
        self._order_keys()

    def _order_keys(self) -> None:
        """The keyboard goes from the list through the fields to the buttons below."""
        last: QWidget = self.parts
        for row in self._rows.values():
            for following in (row.editor, row.drop):
                self.setTabOrder(last, following)
                last = following
        for button in (self.drop_gone, self.add_contact, self.add_class, self.remove):
            self.setTabOrder(last, button)
            last = button

    def _drop(self, place: Place) -> None:
        """The keyboard stays at the field whose words are dropped."""
        self._rows[place].editor.setFocus()
        self.dropped.emit((place,))

    def _follow(self, editor: Editor, place: Place) -> None:
        if isinstance(editor, QLineEdit):
            editor.textEdited.connect(lambda words: self._type(place, words))
        elif isinstance(editor, QComboBox):
            editor.activated.connect(lambda _row: self._type(place, str(editor.currentData())))
        else:
            editor.textChanged.connect(lambda: self._type(place, editor.toPlainText()))

    def _type(self, place: Place, words: str) -> None:
        self.typed.emit(typed_in(self._form, place, words))

    def _ask_removal(self) -> None:
        if self._shown is not None and self._shown.is_listed:
            self.removal_wanted.emit(self._shown)

    def set_busy(self, is_busy: bool) -> None:
        """While a part is on its way in or out no other one is asked for."""
        self._is_busy = is_busy
        self._open_buttons()

    def _set_open(self, is_open: bool) -> None:
        self._is_open = is_open
        self.page.setEnabled(is_open)
        self._open_buttons()

    def _open_buttons(self) -> None:
        is_open = self._is_open and not self._is_busy
        for button in (self.add_contact, self.add_class):
            button.setEnabled(is_open)
        self.remove.setEnabled(is_open and self._shown is not None and self._shown.is_listed)

    def _lay_out(self) -> None:
        below = QHBoxLayout()
        below.setSpacing(6)
        for button in (self.add_contact, self.add_class, self.remove):
            below.addWidget(button)
        below.addStretch(1)
        beside = QHBoxLayout()
        beside.setSpacing(8)
        beside.addWidget(self.parts, 2)
        beside.addWidget(self.page, 3)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addLayout(beside, 1)
        said = QHBoxLayout()
        said.addWidget(self.note, 1)
        said.addWidget(self.drop_gone)
        column.addLayout(said)
        column.addLayout(below)


def _shape(part: PackPart) -> tuple[object, ...]:
    return tuple((one.place, one.kind, one.choices) for one in part.fields)


def _editor(field: PackField) -> Editor:
    if field.kind is FormKind.CHOICE:
        chooser = QComboBox()
        for value, words in field.choices:
            chooser.addItem(words, value)
        chooser.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        return chooser
    if field.kind is FormKind.LONG:
        page = QPlainTextEdit()
        page.setTabChangesFocus(True)
        page.setFixedHeight(page.fontMetrics().lineSpacing() * _LONG_LINES + 18)
        return page
    line = QLineEdit()
    line.setPlaceholderText(_HINTS.get(field.kind, "" if field.is_needed else "未写"))
    return line


def _words(editor: Editor) -> str:
    if isinstance(editor, QComboBox):
        return str(editor.currentData())
    return editor.toPlainText() if isinstance(editor, QPlainTextEdit) else editor.text()


def _fill(editor: Editor, words: str) -> None:
    """Puts words into an editor where they differ, without telling that somebody typed."""
    editor.blockSignals(True)
    if isinstance(editor, QComboBox):
        editor.setCurrentIndex(editor.findData(words))
    elif isinstance(editor, QPlainTextEdit):
        if editor.toPlainText() != words:
            editor.setPlainText(words)
    elif editor.text() != words:
        editor.setText(words)
        if not editor.hasFocus():
            # What is longer than its field is seen from its beginning.
            editor.setCursorPosition(0)
    editor.blockSignals(False)
