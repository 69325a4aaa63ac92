"""Registering one application by typing: the form, what the checks say meanwhile, and the number at the end."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from PySide6.QtCore import QSize, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from reviewer_app.domain.application import Finding, Source
from reviewer_app.domain.drafts import DraftBoxes
from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.notice import NoticePack
from reviewer_app.services.cases.registering import (
    REGISTRATION_DRAFTS,
    Registered,
    check_values,
    forget_typed,
    register_application,
    typed_so_far,
)
from reviewer_ui.autosave import DraftKeeper
from reviewer_ui.context import Context
from reviewer_ui.intake.form import RegistrationForm
from reviewer_ui.intake.register_parts import RegisteredView, RegisterFoot, RegisterHead, SectionList
from reviewer_ui.messages import sentence_of
from reviewer_ui.theme import Tone
from reviewer_ui.widgets import Card
from reviewer_ui.widgets.dialog import Dialog

#: The checks follow the typing after this pause, in milliseconds.
CHECK_DELAY_MS = 350
_SOURCE_BOX = "source"
#: Large enough for a form, with room around it at 1366×768.
_SIZE = QSize(920, 660)
_MARGIN = QSize(24, 64)


class RegisterDialog(Dialog):
    """The registration dialog; what is typed is kept by itself until it is registered or cleared by the officer."""

    view_requested = Signal(int)

    def __init__(self, context: Context, pack: NoticePack, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("登记一件申报")
        self._background = context.background
        self._case_id = 0
        self._asked = False
        self._cleared: dict[str, str] = {}
        self._check_number = 0
        self._keeper = DraftKeeper(context.background, self)
        self._keeper.kept.connect(self._say_kept)
        self._keeper.refused.connect(self._say_not_kept)
        self._checking = QTimer(self, singleShot=True, interval=CHECK_DELAY_MS)
        self._checking.timeout.connect(self._check)
        self.head = RegisterHead(pack)
        self.form = RegistrationForm(pack)
        self.sections = SectionList(pack.sections())
        self.foot = RegisterFoot()
        self.done_view = RegisteredView()
        self._lay_out()
        self._connect()

    def open_form(self) -> None:
        """Opens the dialog on what was typed and not yet registered."""
        self._start_anew()
        self._background.run_read(typed_so_far, then=self._put_back)
        self.resize(_SIZE.boundedTo(self.screen().availableSize() - _MARGIN))
        self.open()

    def done(self, result: int) -> None:
        """Closing loses nothing: what is typed goes to the library first."""
        self._keeper.flush()
        super().done(result)

    def _lay_out(self) -> None:
        body = QHBoxLayout()
        body.setContentsMargins(1, 1, 1, 1)
        body.setSpacing(0)
        body.addWidget(self.sections)
        body.addWidget(self.form, 1)
        card = Card()
        card.setLayout(body)
        column = QVBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self.head)
        column.addWidget(card, 1)
        column.addWidget(self.foot)
        filling = QWidget()
        filling.setLayout(column)
        self._pages = QStackedWidget()
        self._pages.addWidget(filling)
        self._pages.addWidget(self.done_view)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(16, 12, 16, 12)
        outer.addWidget(self._pages)

    def _connect(self) -> None:
        self.form.typed.connect(self._note_typing)
        self.form.section_reached.connect(self.sections.show_reached)
        self.sections.chosen.connect(self.form.go_to_section)
        self.head.source_chosen.connect(self._note_source)
        self.foot.clear_pressed.connect(self._clear)
        self.foot.close_pressed.connect(self.reject)
        self.foot.register_pressed.connect(self._register)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self, self._press_register)
        self.done_view.another_pressed.connect(self._start_anew)
        self.done_view.view_pressed.connect(self._view)
        self.done_view.close_pressed.connect(self.accept)

    def _start_anew(self) -> None:
        self._asked = False
        self._check_number += 1
        self._checking.stop()
        self._forget_clearing()
        self.form.start_anew()
        self.head.choose(Source.PAPER)
        self.foot.say_findings(())
        self.foot.say_kept("")
        self.foot.set_busy(False)
        self._pages.setCurrentIndex(0)
        self.form.go_to(next(iter(self.form.rows)))

    def _put_back(self, typed: Mapping[str, str]) -> None:
        if not typed:
            return
        self.form.fill(typed)
        self.head.choose(Source.BOTH if typed.get(_SOURCE_BOX) == Source.BOTH.value else Source.PAPER)
        self.foot.say_kept("已恢复上次没有登记完的内容")
        self._check()

    def _note_typing(self, field_id: str, text: str) -> None:
        self._keeper.keep(REGISTRATION_DRAFTS, DraftBoxes.REGISTER.of(field_id), text)
        self._forget_clearing()
        self._checking.start()

    def _note_source(self, source: Source) -> None:
        self._keeper.keep(REGISTRATION_DRAFTS, DraftBoxes.REGISTER.of(_SOURCE_BOX), source.value)

    def _say_kept(self, _case_id: int, _box: str, at: datetime) -> None:
        self.foot.say_kept(f"已自动保存 {at:%H:%M:%S}")

    def _say_not_kept(self, error: Exception) -> None:
        self.foot.refuse(sentence_of(error))

    def _check(self) -> None:
        """Asks the checks; an answer to older typing is not shown."""
        self._check_number += 1
        number = self._check_number

        def show(findings: tuple[Finding, ...]) -> None:
            if number == self._check_number:
                self._show_findings(findings)

        self._background.run_read(check_values, self.form.values(), then=show)

    def _show_findings(self, findings: tuple[Finding, ...]) -> None:
        self.form.show_findings(findings, self._asked)
        self.foot.say_findings(findings)
        self.sections.show_missing([self.form.missing_in(section, findings) for section in self.form.pack.sections()])

    def _clear(self) -> None:
        """Empties the form, or takes the emptying back."""
        if self._cleared:
            for field_id, text in self._cleared.items():
                self._keeper.keep(REGISTRATION_DRAFTS, DraftBoxes.REGISTER.of(field_id), text)
            self.form.fill(self._cleared)
            self._forget_clearing()
            self._check()
            return
        typed = {field_id: row.editor.text() for field_id, row in self.form.rows.items() if row.editor.text()}
        self._keeper.forget(REGISTRATION_DRAFTS, DraftBoxes.REGISTER)
        self._background.run_change(forget_typed)
        self._start_anew()
        self._cleared = typed
        self.foot.offer_undo(bool(typed))

    def _forget_clearing(self) -> None:
        self._cleared = {}
        self.foot.offer_undo(False)

    def _press_register(self) -> None:
        if self._pages.currentIndex() == 0:
            self.foot.press()

    def _register(self) -> None:
        self._asked = True
        self.foot.set_busy(True)
        self._keeper.flush()
        self._background.run_change(
            register_application, self.form.values(), self.head.source(), then=self._show_number, failed=self._refuse
        )

    def _show_number(self, registered: Registered) -> None:
        self._case_id = registered.application_id
        project = self.form.values().get("project_name", "") or self.form.values().get("applicant", "")
        self.done_view.show_number(registered.intake_number, project)
        self._pages.setCurrentWidget(self.done_view)

    def _refuse(self, error: Exception) -> None:
        """The refusal stands beside its field, the form stays as it was."""
        self.foot.set_busy(False)
        field = str(error.values.get("field", "")) if isinstance(error, RefusalError) else ""
        if field in self.form.rows:
            self.form.refuse(field, sentence_of(error))
        self.foot.refuse(sentence_of(error), Tone.BAD)
        self._check()

    def _view(self) -> None:
        self.accept()
        self.view_requested.emit(self._case_id)
