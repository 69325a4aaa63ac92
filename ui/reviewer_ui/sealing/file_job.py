"""Sealing papers as files from the window: the PIN asked once a session, the work beside the window, with cancel.

The PIN is held in memory for its session alone and forgotten at its end, when the window is locked, and on leaving.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from reviewer_app.domain.dispatch.seals import SealSession, SealSetup, SealWay
from reviewer_app.domain.errors import OfficeError, RefusalError
from reviewer_app.services.office.settings import read_settings
from reviewer_app.services.ports.library import Cancelled, Library, Progress
from reviewer_app.services.ports.papers import Signer
from reviewer_app.services.ports.records import OfficeSettings
from reviewer_app.services.sealing.file_sealing import require_set_up, seal_files
from reviewer_app.services.sealing.sessions import Sealed
from reviewer_app.services.sealing.setup import read_setup
from reviewer_resources.phrases import sentence
from reviewer_ui.background import Job
from reviewer_ui.context import Context
from reviewer_ui.messages import sentence_of
from reviewer_ui.widgets.form_dialog import FormDialog, FormField
from reviewer_ui.widgets.slim_progress import SlimProgress


class FileSealing(QObject):
    """Seals papers of a session as files; `sealed` carries what was done, `refused` why nothing was."""

    begun = Signal()
    sealed = Signal(object)  # Sealed
    refused = Signal(object)  # Exception
    list_told = Signal(str)  # what is to be minded about the office's revocation list; empty while it holds

    def __init__(self, context: Context, window: QWidget, progress: SlimProgress) -> None:
        super().__init__(window)
        self._context, self._window, self._progress = context, window, progress
        self._setup = SealSetup()
        self._session, self._pin = 0, ""
        self._list_seen: tuple[object, ...] = ()
        self._job: Job | None = None
        context.actions.locked.connect(self.forget)
        progress.cancel_requested.connect(self._cancel)

    def refresh(self) -> None:
        """Reads again what is set up."""
        self._context.background.run_read(read_setup, then=self._take_setup)
        self._context.background.run_read(read_settings, then=self._look_at_list)

    def closed_ways(self) -> dict[SealWay, str]:
        """The ways that are not set up, each with its sentence."""
        closed = {}
        for way in (SealWay.IMAGE, SealWay.CERTIFICATE):
            try:
                require_set_up(self._setup, way)
            except RefusalError as refusal:
                closed[way] = sentence_of(refusal)
        return closed

    def seal(self, session: SealSession, register_ids: list[int]) -> None:
        """Seals some papers, after the PIN where the session needs one that is not held."""
        if session.way is SealWay.CERTIFICATE and self._session != session.id:
            self._ask(session, register_ids)
        else:
            self._start(session, register_ids)

    def forget(self) -> None:
        """Forgets the PIN, and lets the key go that it opened."""
        if self._session:
            self._session, self._pin = 0, ""
            self._context.parts.signer.forget()

    def forget_unless(self, sessions: Collection[int]) -> None:
        """Forgets the PIN of a session that is not among the open ones any more."""
        if self._session not in sessions:
            self.forget()

    def _ask(self, session: SealSession, register_ids: list[int]) -> None:
        if not self._context.background.is_synchronous:
            # What signs takes a second to load: while the PIN is being typed.
            self._context.parts.signer.get_ready()
        what = self._setup.token or Path(self._setup.key_file).name
        form = pin_form(sentence("sealing.pin_says", {"what": what}), self._window)

        def take(texts: dict[str, str]) -> None:
            self._session, self._pin = session.id, texts["pin"]
            # Whoever leaves the window takes the key along.
            self.destroyed.connect(partial(_let_go, self._context.parts.signer))
            form.fill("pin", "")
            form.accept()
            self._start(session, register_ids)

        form.confirmed.connect(take)
        form.finished.connect(form.deleteLater)
        form.open()

    def _start(self, session: SealSession, register_ids: list[int]) -> None:
        parts, pin = self._context.parts, self._pin

        def work(library: Library, on_progress: Progress, is_cancelled: Cancelled) -> Sealed:
            return seal_files(library, parts, session.id, register_ids, pin, on_progress, is_cancelled)

        self.begun.emit()
        self._progress.start(sentence("sealing.sealing_now"), len(register_ids))
        self._job = self._context.background.run_long(
            work, then=self._end, failed=self._fail, progress=self._progress.set_progress
        )

    def _end(self, done: Sealed) -> None:
        self._progress.finish()
        if any(problem.code.startswith("sign.") for problem in done.refused):
            self.forget()
        self.sealed.emit(done)

    def _fail(self, error: Exception) -> None:
        """A PIN that was refused, or a token that is gone, is asked for anew."""
        self._progress.finish()
        if isinstance(error, OfficeError) and (error.code.startswith("sign.") or error.code == "seal.not_sealed"):
            self.forget()
        self.refused.emit(error)

    def _take_setup(self, setup: SealSetup) -> None:
        self._setup = setup

    def _look_at_list(self, settings: OfficeSettings) -> None:
        """Says before anything is sealed that the revocation list is out of date or cannot be read.

        It is looked at beside the window, anew when another is named, its file has changed or another day has come.
        """
        named = settings.revocation_list if self._setup.has_certificate else ""
        if not named:
            self._list_seen = ()
            self.list_told.emit("")
            return
        signer, seen = self._context.parts.signer, self._list_seen

        def work(_library: Library, _on_progress: Progress, _is_cancelled: Cancelled) -> _Look | None:
            there = _as_it_is(Path(named))
            if there == seen:
                return None
            try:
                return _Look(there, signer.revocation_list(Path(named)).minded)
            except OfficeError as error:
                return _Look(there, sentence_of(error))

        job = self._context.background.run_long(work, then=self._tell_list, is_quiet=True)
        self.destroyed.connect(job.forget)

    def _tell_list(self, look: _Look | None) -> None:
        if look is not None:
            self._list_seen = look.seen
            self.list_told.emit(look.minded)

    def _cancel(self) -> None:
        """What is being sealed is ended with its record, the next one is not begun."""
        if self._job is not None:
            self._job.cancel()


@dataclass(frozen=True, slots=True)
class _Look:
    """What is to be minded about a list, and the file of which that was said."""

    seen: tuple[object, ...]
    minded: str


def _as_it_is(file: Path) -> tuple[object, ...]:
    """By what a list that was replaced is known, and the day: one that holds today may not tomorrow."""
    try:
        state = file.stat()
    except OSError:
        return file, date.today()
    return file, date.today(), state.st_mtime_ns, state.st_size


def pin_form(says: str, window: QWidget) -> FormDialog:
    """A form with one field whose letters are not shown."""
    form = FormDialog("输入 PIN", says, "继续", (FormField("pin", "PIN 或证书密码"),), window)
    editor = form.editors["pin"]
    if isinstance(editor, QLineEdit):
        editor.setEchoMode(QLineEdit.EchoMode.Password)
    return form


def _let_go(signer: Signer) -> None:
    signer.forget()
