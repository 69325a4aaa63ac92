"""A pack as a form: its parts in a list, the fields of the chosen one beside it; a view of the text, no second draft.

What is typed waits here until it has gone into the text; what cannot go there (a day that is none, a text that is
broken meanwhile) stays in its field.
"""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from reviewer_app.domain.errors import RefusalError
from reviewer_app.packs.form import FormKind, PackField, PackForm, PackPart, value_of
from reviewer_app.packs.rewriting import Place, Value
from reviewer_resources.phrases import sentence
from reviewer_ui.messages import sentence_of
from reviewer_ui.theme import Tone
from reviewer_ui.widgets import Button, FieldNote, TextRole, Words
from reviewer_ui.widgets.plain_table import PlainTable
from reviewer_ui.widgets.rows_model import Column, RowsModel
from reviewer_ui.widgets.scroll_page import ScrollPage

_PARTS_WIDTH, _FIELDS_WIDTH = 196, 268
_LONG_LINES = 3
_PARTS: tuple[Column[PackPart], ...] = (Column("部分", lambda one: one.title),)
_HINTS = {FormKind.DAY: "如 2024-05-31", FormKind.LIST: "用顿号分开"}
Editor = QLineEdit | QPlainTextEdit | QComboBox


class PackFormView(QWidget):
    """`typed` says that a field was typed into; the three others ask for a change of the text's tables."""

    typed = Signal()
    contact_wanted = Signal()
    class_wanted = Signal()
    removal_wanted = Signal(object)  # Place

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._form = PackForm(())
        self._shown: PackPart | None = None
        self._waiting: dict[Place, str] = {}
        self.editors: dict[Place, Editor] = {}
        self.model: RowsModel[PackPart] = RowsModel(_PARTS, self)
        self.parts = PlainTable("规则包各部分")
        self.parts.show_model(self.model)
        self.parts.setMinimumWidth(_PARTS_WIDTH)
        self.page = ScrollPage("规则包表单")
        self.page.setMinimumWidth(_FIELDS_WIDTH)
        self.note = FieldNote()
        self.add_contact = Button("加联系人")
        self.add_class = Button("加类别时限")
        self.remove = Button("删去这一项")
        self._fields = QWidget()
        self._lay_out()
        self.parts.selectionModel().currentRowChanged.connect(lambda now, _before: self._choose(now.row()))
        self.add_contact.clicked.connect(self.contact_wanted)
        self.add_class.clicked.connect(self.class_wanted)
        self.remove.clicked.connect(self._ask_removal)

    @property
    def form(self) -> PackForm:
        """What is shown."""
        return self._form

    @property
    def is_waiting(self) -> bool:
        """Whether something typed has not gone into the text."""
        return bool(self._waiting)

    def show_form(self, form: PackForm) -> None:
        """Shows the text's form; where the text is broken the last one stays, closed, with the line that is."""
        if not form.parts:
            code = "pack_form.broken" if form.broken_line else "pack_form.broken_somewhere"
            self.note.say(sentence(code, {"line": form.broken_line}), Tone.BAD)
            self._set_open(False)
            return
        self._form = form
        self._set_open(True)
        row = max(self.parts.current_row(), 0)
        place = self._shown.place if self._shown is not None else ()
        self.model.show_rows(form.parts)
        places = [one.place for one in form.parts]
        row = places.index(place) if self._shown is not None and place in places else min(row, len(places) - 1)
        self.parts.selectRow(row)
        self._show_part(form.parts[row])
        if not self._waiting:
            self.note.clear()

    def ready(self) -> Mapping[Place, Value]:
        """What was typed and can go into the text, by place; what cannot is said and stays."""
        found: dict[Place, Value] = {}
        fields = {one.place: one for part in self._form.parts for one in part.fields}
        said = ""
        for place, words in tuple(self._waiting.items()):
            field = fields.get(place)
            if field is None:
                del self._waiting[place]
                said = said or sentence("pack_form.gone", {"typed": words})
                continue
            if _says_same(field, words, field.value):
                del self._waiting[place]
                continue
            try:
                found[place] = value_of(field, words)
            except RefusalError as refusal:
                said = said or sentence_of(refusal)
        self.note.say(said, Tone.BAD if said else None)
        return found

    def went_in(self, typed: Mapping[Place, str]) -> None:
        """Notes what has gone into the text; what was typed over meanwhile waits on."""
        for place, words in typed.items():
            if self._waiting.get(place) == words:
                del self._waiting[place]

    def waiting(self) -> dict[Place, str]:
        """What was typed and has not gone into the text yet."""
        return dict(self._waiting)

    def go_to(self, place: Place) -> bool:
        """Shows the part and the field something stands in, without taking the keyboard; False where there is none."""
        part = self._form.part_of(place)
        if part is None:
            return False
        self.parts.selectRow([one.place for one in self._form.parts].index(part.place))
        editor = self.editors.get(place)
        if editor is not None:
            self.page.ensureWidgetVisible(editor)
        return True

    def _choose(self, row: int) -> None:
        if 0 <= row < len(self._form.parts) and self._form.parts[row] != self._shown:
            self._show_part(self._form.parts[row])

    def _show_part(self, part: PackPart) -> None:
        """The fields of a part; those that stand already are filled, so that the keyboard keeps its place."""
        is_same = self._shown is not None and _shape(self._shown) == _shape(part)
        self._shown = part
        self.remove.setEnabled(part.is_listed)
        if not is_same:
            self._make_fields(part)
        for field in part.fields:
            editor = self.editors[field.place]
            words = self._waiting.get(field.place, field.value)
            # A blank just typed is not taken from under the fingers: it says the same.
            if not (editor.hasFocus() and _says_same(field, _words(editor), words)):
                _fill(editor, words)

    def _make_fields(self, part: PackPart) -> None:
        self.editors = {}
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
            self.editors[field.place] = editor
            column.addWidget(label)
            column.addWidget(editor)
            self._follow(editor, field.place)
        column.addStretch(1)
        self.page.column.addWidget(self._fields)
        old.hide()
        old.deleteLater()

    def _follow(self, editor: Editor, place: Place) -> None:
        if isinstance(editor, QLineEdit):
            editor.textEdited.connect(lambda words: self._type(place, words))
        elif isinstance(editor, QComboBox):
            editor.activated.connect(lambda _row: self._type(place, str(editor.currentData())))
        else:
            editor.textChanged.connect(lambda: self._type(place, editor.toPlainText()))

    def _type(self, place: Place, words: str) -> None:
        self._waiting[place] = words
        self.typed.emit()

    def _ask_removal(self) -> None:
        if self._shown is not None and self._shown.is_listed:
            self.removal_wanted.emit(self._shown.place)

    def _set_open(self, is_open: bool) -> None:
        for widget in (self.page, self.add_contact, self.add_class, self.remove):
            widget.setEnabled(is_open)

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
        column.addWidget(self.note)
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


def _says_same(field: PackField, one: str, other: str) -> bool:
    """Whether two ways of typing give the same value; what gives none is only like itself."""
    try:
        return one == other or value_of(field, one) == value_of(field, other)
    except RefusalError:
        return False


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
    editor.blockSignals(False)
