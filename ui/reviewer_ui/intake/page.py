"""The intake place: register one application, import a list, and what came in last."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication, QShowEvent
from PySide6.QtWidgets import QFileDialog, QStackedWidget, QVBoxLayout, QWidget

from reviewer_app.domain.changes import Changes, Noun
from reviewer_app.domain.errors import OfficeError
from reviewer_app.domain.notice import NoticePack
from reviewer_app.services.cases.registering import current_pack, recent_intake
from reviewer_app.services.intake.previewing import ImportPreview
from reviewer_app.services.ports.records import NO_HEAD, ImportedList, ListSource, PastedList, ReadChoice
from reviewer_resources.phrases import sentence
from reviewer_ui.background import Job
from reviewer_ui.columns.dialog import ColumnsDialog
from reviewer_ui.columns.remembered import RememberedColumns
from reviewer_ui.context import Context
from reviewer_ui.dropped_files import copied_list
from reviewer_ui.file_copy import place_dialog
from reviewer_ui.intake.pile import PilePage
from reviewer_ui.intake.preview import PreviewPane
from reviewer_ui.intake.reading_jobs import first_rows, previewing, writing_form
from reviewer_ui.intake.register import RegisterDialog
from reviewer_ui.intake.start_view import StartView
from reviewer_ui.messages import sentence_of
from reviewer_ui.widgets.folder_field import documents_folder

_RECENT = 50
_FILE_FILTER = "清单 (*.xlsx *.xlsm *.xlsb *.xls *.et *.ods *.csv *.txt);;所有文件 (*)"
_FOLDER_KEY = "intake/folder"
_FORM_NAME = "申报信息表.xlsx"
#: A list of which neither is known cannot become cases: its columns are asked for at once.
_IDENTITY = frozenset({"project_name", "applicant"})


class IntakePage(QWidget):
    """收件: two ways in, a preview before anything is written, and the newest cases below."""

    case_registered = Signal(int)
    """The officer wants to see a case that came in here."""
    cases_requested = Signal()
    """The officer wants to see the cases of an import."""
    list_done = Signal()
    """A list was written, left or could not be read: what waits for it may come."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._background = context.background
        self._reading: Job | None = None
        self._beginning: Job | None = None
        self._source: ListSource | None = None
        self._asks_columns = False
        self._columns = RememberedColumns(context.preferences)
        self.columns_dialog: ColumnsDialog | None = None
        self._is_stale = False
        self._dialog: RegisterDialog | None = None
        self._pile: PilePage | None = None
        self.start = StartView()
        self.preview = PreviewPane(context)
        self._pages = QStackedWidget()
        self._pages.addWidget(self.start)
        self._pages.addWidget(self.preview)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 12)
        column.addWidget(self._pages)
        self._connect()
        self.refresh()

    @property
    def register_dialog(self) -> RegisterDialog | None:
        """The registration dialog, once it has been opened."""
        return self._dialog

    def register_one(self) -> None:
        """Opens the registration dialog under the season's form."""
        self._background.run_read(current_pack, then=self._open_dialog)

    def receive_pile(self) -> None:
        """Opens the page where a pile of paper sets is taken in; a list being written is not left."""
        if self.preview.is_writing:
            return
        if self._pile is None:
            self._pile = PilePage(self._context)
            self._pile.left.connect(self._show_start)
            self._pile.case_chosen.connect(self.case_registered)
            self._pile.register_wanted.connect(self.register_one)
            self._pile.import_wanted.connect(self.choose_file)
            self._pages.addWidget(self._pile)
        self._stop_reading()
        self._pages.setCurrentWidget(self._pile)
        self._pile.begin()

    @property
    def pile(self) -> PilePage | None:
        """The page of the pile, once it has been opened."""
        return self._pile

    def save_form(self) -> QFileDialog:
        """Asks where the blank form for applicants is to be saved, and writes it there; the dialog is already open."""
        dialog = place_dialog(self._context.preferences, "存申报信息表", _FORM_NAME, self)
        dialog.fileSelected.connect(lambda chosen: self.write_form(Path(chosen)))
        dialog.open()
        return dialog

    def write_form(self, path: Path) -> None:
        """Writes the blank form of the season's notice."""
        told = sentence("paper_set.form_saved", {"name": path.name})
        work = writing_form(self._context.parts, path)
        self._context.background.run_long(work, then=lambda _none: self._context.messages.inform(told))

    def choose_file(self) -> None:
        """Asks for a list and shows what it would write."""
        if self.preview.is_writing:
            return
        kept = self._context.preferences.text(_FOLDER_KEY)
        folder = kept if kept and Path(kept).is_dir() else str(documents_folder())
        dialog = QFileDialog(self, "选择网上申报清单", folder, _FILE_FILTER)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(lambda chosen: self.read_list(Path(chosen)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def paste_list(self) -> None:
        """Reads the list that was copied in a table program as a file is read."""
        if self.preview.is_writing:
            return
        source = copied_list(QGuiApplication.clipboard().mimeData())
        if source is not None:
            self.read_list(source)
        else:
            self._show_start()
            self.start.say_trouble(sentence("sheet.nothing_copied"))

    def _paste_here(self) -> None:
        if self._pages.currentWidget() is not self._pile:
            self.paste_list()

    def read_list(self, source: ListSource, choice: ReadChoice | None = None) -> None:
        """Reads a list and shows its preview; what cannot be read is said here and nothing else changes.

        `choice` is what was chosen by hand; without it what was chosen under the same head before.
        """
        if self.preview.is_writing:
            return
        self._stop_reading()
        self._source = source
        if isinstance(source, Path):
            self._context.preferences.put(_FOLDER_KEY, str(source.parent))
        self._pages.setCurrentWidget(self.start)
        self.start.show_reading(source.name)
        if isinstance(source, Path):
            # Of a long list the first rows are seen while the rest is read; what is wrong with it the reading says.
            first = first_rows(self._context.parts, source, choice)
            self._beginning = self._background.run_long(first, then=self._show_beginning, failed=lambda _error: None)
        self._reading = self._background.run_long(
            previewing(self._context.parts, source, choice, self._columns.all()),
            then=self._show_preview,
            failed=self._say_unreadable,
            progress=self._show_count,
        )

    def refresh(self) -> None:
        """Reads the newest cases again."""
        self._is_stale = False
        self._background.run_read(recent_intake, _RECENT, then=self.start.show_recent)

    def say_nothing_in(self, folders: Sequence[str]) -> None:
        """Nothing in the dropped folders can be read here."""
        self._show_start()
        self.start.say_trouble(sentence("drops.nothing_in", {"folder": "”“".join(folders)}))

    def _connect(self) -> None:
        actions = self._context.actions
        self.start.show_closed(actions.season_closed)
        actions.season_told.connect(lambda: self.start.show_closed(actions.season_closed))
        self.start.register_pressed.connect(self.register_one)
        self.start.pile_pressed.connect(self.receive_pile)
        self.start.form_pressed.connect(self.save_form)
        self.start.scans_pressed.connect(self._context.actions["intake.scans"].trigger)
        self.start.import_pressed.connect(self.choose_file)
        self.start.cancel_pressed.connect(self._cancel_reading)
        self.start.by_hand_pressed.connect(lambda: self._name_columns(ReadChoice(is_open=True)))
        self.start.paste_pressed.connect(self.paste_list)
        self.addAction(self._context.actions.bind("intake.paste_here", self._paste_here))
        self.start.case_chosen.connect(self.case_registered)
        self.preview.left.connect(self._leave_list)
        self.preview.written.connect(self.list_done)
        self.preview.foot.paper_pressed.connect(self.receive_pile)
        self.preview.again_requested.connect(self._read_again)
        self.preview.head.columns_asked.connect(self._ask_columns)
        self.preview.view_requested.connect(self._view_imported)
        self._background.changed.connect(self._note_changes)

    def showEvent(self, event: QShowEvent) -> None:
        """Catches up with what happened while another place was shown."""
        super().showEvent(event)
        if self._is_stale:
            self.refresh()

    def _note_changes(self, changes: Changes) -> None:
        if Noun.QUEUE in changes.nouns:
            self._is_stale = True
            if self.isVisible():
                self.refresh()

    def _open_dialog(self, pack: NoticePack) -> None:
        if self._dialog is None or self._dialog.form.pack.sha256 != pack.sha256:
            self._dialog = RegisterDialog(self._context, pack, self)
            self._dialog.view_requested.connect(self.case_registered)
        self._dialog.open_form()

    def _show_preview(self, read: tuple[ImportPreview, dict[str, str]]) -> None:
        self._end_reading()
        self.preview.show_preview(*read)
        self._pages.setCurrentWidget(self.preview)
        if self._asks_columns or _IDENTITY.isdisjoint(read[0].sheet.mapping.values()):
            self._asks_columns = False
            self._ask_columns()

    def _show_beginning(self, first: tuple[ImportedList, dict[str, str]] | None) -> None:
        """Shows the first rows of a list that is still being read."""
        self._beginning = None
        if first is not None and self._reading is not None and not self._asks_columns:
            self.preview.show_beginning(*first)
            self._pages.setCurrentWidget(self.preview)

    def _show_count(self, done: int, total: int) -> None:
        self.start.progress.set_progress(done, total)
        self.preview.foot.show_progress(done, total)

    def _ask_columns(self) -> None:
        """Lets the officer give columns their fields by hand."""
        shown = self.preview.shown
        if shown is None or self.preview.is_writing:
            return
        sheet, labels = shown
        self.columns_dialog = ColumnsDialog(sheet, labels, self)
        self.columns_dialog.chosen.connect(lambda choice: self._read_as_chosen(sheet, choice))
        self.columns_dialog.finished.connect(self.columns_dialog.deleteLater)
        self.columns_dialog.open()

    def _read_as_chosen(self, sheet: ImportedList, choice: ReadChoice) -> None:
        if choice.fields and sheet.fingerprint:
            self._columns.keep(sheet.fingerprint, choice.fields)
        self._read_again(choice=choice)

    def _read_again(self, _path: object = None, choice: ReadChoice | None = None) -> None:
        """Reads what is shown once more: the file as it is now, or what was pasted."""
        if self._source is not None:
            self.read_list(self._source, choice)

    def _say_unreadable(self, error: Exception) -> None:
        self._end_reading()
        self._pages.setCurrentWidget(self.start)
        is_unknown = isinstance(error, OfficeError) and error.code == "sheet.no_known_column"
        if is_unknown and isinstance(self._source, PastedList):
            # Rows are copied without their head as often as with it: what they are is asked at once.
            self._name_columns(ReadChoice(header_row=NO_HEAD, is_open=True))
        else:
            self.start.say_trouble(sentence_of(error), may_be_named=is_unknown and self._source is not None)
            self.list_done.emit()

    def _name_columns(self, choice: ReadChoice) -> None:
        """Shows a list of which no column is known, and asks for its columns."""
        if self._source is not None:
            self._asks_columns = True
            self.read_list(self._source, choice)

    def _stop_reading(self) -> None:
        for job in (self._reading, self._beginning):
            if job is not None:
                job.cancel()
                job.forget()
        self._reading = self._beginning = None

    def _end_reading(self) -> None:
        """The list is read, or cannot be: its first rows are of no more use."""
        self._reading = None
        self._stop_reading()
        self.start.show_waiting()

    def _cancel_reading(self) -> None:
        self._stop_reading()
        self.start.show_waiting()
        self.list_done.emit()

    def _leave_list(self) -> None:
        self._show_start()
        self.list_done.emit()

    def _show_start(self) -> None:
        self._cancel_reading()
        self._pages.setCurrentWidget(self.start)

    def _view_imported(self) -> None:
        self._show_start()
        self.cases_requested.emit()
