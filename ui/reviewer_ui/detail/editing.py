"""Editing a case in place: what is typed is kept at once, saving first shows what will change."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QWidget

from reviewer_app.domain.acts import Act
from reviewer_app.domain.changes import Changes
from reviewer_app.domain.drafts import DraftBoxes
from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.values.normalised import normalise
from reviewer_app.services.cases.registering import amend_application
from reviewer_app.services.ports.rows import CaseView
from reviewer_ui.autosave import DraftKeeper
from reviewer_ui.context import Context
from reviewer_ui.detail.fields import FieldsPage
from reviewer_ui.kept_texts import keep_texts
from reviewer_ui.messages import sentence_of
from reviewer_ui.widgets.decision import DecisionDialog, Question, Reason


class Editing(QObject):
    """Joins the fields to the services; the case's pane tells it which case is shown."""

    reload_wanted = Signal()

    def __init__(self, context: Context, fields: FieldsPage, keeper: DraftKeeper, window: QWidget) -> None:
        super().__init__(window)
        self._context = context
        self._fields = fields
        self._keeper = keeper
        self._window = window
        self._view: CaseView | None = None
        self._typed: dict[str, str] = {}
        fields.edited.connect(self._keep)
        fields.save_pressed.connect(self.save)
        fields.discard_pressed.connect(self.discard)
        fields.resume_pressed.connect(self.begin)

    def show(self, view: CaseView) -> None:
        """The case now shown; changes typed earlier and not saved are offered again."""
        if self._view is None or self._view.application.id != view.application.id:
            self._typed = {}
        self._view = view
        may_edit = Act.EDIT in view.acts
        if self._fields.is_editing and not may_edit:
            self._fields.end_editing()
        if self._fields.is_editing:
            self._fields.count_changes()
        self._fields.say_kept(len(self._kept(view)) if may_edit else 0)

    def begin(self) -> None:
        """Turns the values into fields, if this person may edit now."""
        view = self._view
        if view is not None and Act.EDIT in view.acts and not self._fields.is_editing:
            self._fields.begin_editing(self._kept(view))

    def toggle(self) -> None:
        """F2: into editing, and out of it when nothing was changed."""
        if not self._fields.is_editing:
            self.begin()
        elif not self._fields.changed_ids():
            self._fields.end_editing()

    def save(self) -> None:
        """Shows each change as 原 → 新 and saves when the officer agrees."""
        view = self._view
        if view is None:
            return
        self._keeper.flush()
        values = self._fields.typed()
        lines = change_lines(view, values)
        if not lines:
            self.discard()
            return
        question = Question(
            title="保存修改",
            says=f"将修改 {len(lines)} 项，保存后重新自动核查：",
            lines=lines,
            confirm=f"保存 {len(lines)} 项修改",
            cancel="继续编辑",
            reason=Reason.OPTIONAL,
            reason_label="修改原因",
        )
        dialog = DecisionDialog(question, self._window)
        keep_texts(self._context, dialog, f"amend:{view.application.id}")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.confirmed.connect(lambda reason, _choice: self._send(view, values, reason, dialog))
        dialog.open()

    def discard(self) -> None:
        """Leaves editing; changed texts go back to what is stored."""
        view = self._view
        if view is None:
            return
        for field_id in {*self._fields.changed_ids(), *self._kept(view)}:
            self._keep(field_id, view.application.values.get(field_id, ""))
        self._keeper.flush()
        self._fields.end_editing()
        self._fields.say_kept(0)

    def _send(self, view: CaseView, values: dict[str, str], reason: str, dialog: DecisionDialog) -> None:
        case_id = view.application.id

        def done(_changes: Changes) -> None:
            dialog.accept()
            self._keeper.forget(case_id, DraftBoxes.EDIT)
            self._typed = {}
            if self._view is not None and self._view.application.id == case_id:
                self._fields.end_editing()
                self._fields.say_kept(0)
            self._context.messages.inform("修改已保存。")

        def refused(error: Exception) -> None:
            dialog.done(DecisionDialog.DialogCode.Rejected)
            if isinstance(error, RefusalError):
                self._fields.refuse(str(error.values.get("field", "")), sentence_of(error))
                if error.code == "case.changed_elsewhere":
                    self.reload_wanted.emit()
            else:
                self._context.messages.failure(error)

        revision = view.application.revision
        self._context.background.run_change(
            amend_application, case_id, revision, values, reason, then=done, failed=refused
        )

    def _keep(self, field_id: str, text: str) -> None:
        if self._view is not None:
            self._typed[field_id] = text
            self._keeper.keep(self._view.application.id, DraftBoxes.EDIT.of(field_id), text)

    def _kept(self, view: CaseView) -> dict[str, str]:
        """The texts typed earlier that differ from what is stored, by field id."""
        fields = DraftBoxes.EDIT.named_in(view.drafts)
        texts = {field_id: view.drafts[box].text for box, field_id in fields.items()} | self._typed
        values = view.application.values
        return {field_id: text for field_id, text in texts.items() if text != values.get(field_id, "")}


def change_lines(view: CaseView, typed: dict[str, str]) -> tuple[str, ...]:
    """Each field that will be stored differently, as it was and as it will be."""
    lines = []
    for field in view.pack.fields:
        before = view.application.values.get(field.id, "")
        after = normalise(field, typed.get(field.id, ""))
        if before != after:
            lines.append(f"{field.label}：{before or '（空）'} → {after or '（空）'}")
    return tuple(lines)
