"""What is typed in a dialog outlives every way out of it: Escape, the cross, the lock, another person's login, a kill.

It is its author's alone, and stands there again when the same dialog is opened on the same thing.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QComboBox, QDialog, QLineEdit, QPlainTextEdit

from reviewer_app.services.cases.draft_keeping import NO_CASE, dialog_box, save_draft, typed_in_dialog
from reviewer_ui.autosave import DraftKeeper
from reviewer_ui.context import Context
from reviewer_ui.widgets.decision import DecisionDialog
from reviewer_ui.widgets.form_dialog import FormDialog

#: What one types in; of a list of choices only one that can be typed in.
Editor = QLineEdit | QPlainTextEdit | QComboBox


class KeptTexts(QObject):
    """Keeps the texts of one dialog; `name` says which dialog it is and of what."""

    def __init__(self, context: Context, dialog: QDialog, name: str, editors: Mapping[str, Editor]) -> None:
        super().__init__(dialog)
        self._context, self._name, self._editors = context, name, dict(editors)
        # What stood there before anybody typed (a day, a proposal) is nobody's text.
        self._usual = {field: _text(editor) for field, editor in self._editors.items()}
        self._keeper = DraftKeeper(context.background, dialog)
        self._keeper.refused.connect(context.messages.failure)
        if context.background.library.is_read_only:
            return
        self._read()
        for editor in self._editors.values():
            if isinstance(editor, QPlainTextEdit):
                editor.textChanged.connect(self._keep)
            else:
                (editor.editTextChanged if isinstance(editor, QComboBox) else editor.textChanged).connect(self._keep)
        dialog.accepted.connect(self.forget)

    def turn_to(self, name: str) -> None:
        """The dialog speaks of another thing now, or with an empty name of none: what was typed of it stands there."""
        if name == self._name:
            return
        self._keeper.flush()
        self._name = ""
        for field, editor in self._editors.items():
            _put(editor, self._usual[field])
        self._name = name
        self._read()

    def flush(self) -> None:
        """Stores what was typed last, because the fields are made anew."""
        self._keeper.flush()

    def forget(self) -> None:
        """The texts were used."""
        if not self._name:
            return
        self._keeper.forget(NO_CASE, self._box)
        self._context.background.run_change(save_draft, NO_CASE, self._box, "")

    @property
    def _box(self) -> str:
        return dialog_box(self._context.background.library.user.name, self._name)

    def _typed(self) -> dict[str, str]:
        texts = {field: _text(editor) for field, editor in self._editors.items()}
        return {field: text for field, text in texts.items() if text.strip() and text != self._usual[field]}

    def _read(self) -> None:
        if self._name and not self._context.background.library.is_read_only:
            self._context.background.run_read(typed_in_dialog, self._name, then=partial(self._put_back, self._name))

    def _keep(self) -> None:
        if self._name:
            typed = self._typed()
            self._keeper.keep(NO_CASE, self._box, json.dumps(typed, ensure_ascii=False) if typed else "")

    def _put_back(self, name: str, kept: str) -> None:
        """Who has begun to type meanwhile goes on with that; what comes after the dialog turned on is dropped."""
        if not kept or name != self._name or self._typed():
            return
        for field, text in json.loads(kept).items():
            if field in self._editors:
                _put(self._editors[field], text)


def keep_texts(context: Context, dialog: DecisionDialog | FormDialog, name: str) -> KeptTexts:
    """Keeps the reason of a decision, or the fields of a form in which one types."""
    if isinstance(dialog, DecisionDialog):
        return KeptTexts(context, dialog, name, {"reason": dialog.reason})
    typed = {
        field: editor for field, editor in dialog.editors.items() if isinstance(editor, QLineEdit | QPlainTextEdit)
    }
    return KeptTexts(context, dialog, name, typed)


def _text(editor: Editor) -> str:
    if isinstance(editor, QPlainTextEdit):
        return editor.toPlainText()
    return editor.currentText() if isinstance(editor, QComboBox) else editor.text()


def _put(editor: Editor, text: str) -> None:
    if isinstance(editor, QPlainTextEdit):
        editor.setPlainText(text)
    elif isinstance(editor, QComboBox):
        editor.setEditText(text)
    else:
        editor.setText(text)
