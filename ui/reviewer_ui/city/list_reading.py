"""How a list of the bureau comes to be shown: read beside the window, its columns known, remembered or given."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from reviewer_app.domain.dispatch.city_list import NAMING_FIELDS
from reviewer_app.domain.errors import TroubleError
from reviewer_app.services.city.list_reading import CityList
from reviewer_app.services.ports.library import Cancelled, Library, Progress
from reviewer_app.services.ports.reading import CityListSheet, SheetReader
from reviewer_app.services.ports.records import ReadChoice
from reviewer_resources.phrases import sentence
from reviewer_ui.city.list_dialog import CityListDialog
from reviewer_ui.columns.dialog import ColumnsDialog, Needed
from reviewer_ui.columns.remembered import RememberedColumns, remembered_choice
from reviewer_ui.context import Context
from reviewer_ui.register.asking import content_of

_FILTER = "名单 (*.xlsx *.xls *.csv *.et *.ods *.pdf)"
_COLUMNS_KEY = "city/columns"
Failed = Callable[[Exception], None]
Kept = Mapping[str, Mapping[str, str]]


def ask_list(context: Context, parent: QWidget, failed: Failed) -> None:
    """Asks for the file of a list; it is read in a process of its own and shown before anything is written."""
    chooser = QFileDialog(parent, "读入市局名单", str(Path.home()), _FILTER)
    chooser.setFileMode(QFileDialog.FileMode.ExistingFile)
    chooser.fileSelected.connect(lambda chosen: read_list(context, Path(chosen), parent, failed))
    chooser.finished.connect(chooser.deleteLater)
    chooser.open()


def read_list(context: Context, path: Path, parent: QWidget, failed: Failed) -> None:
    """Reads a list beside the window and shows it; where no column names a case, the columns are asked for first."""
    Reading(context, path, parent, failed).begin()


class Reading:
    """One list on its way into the window."""

    def __init__(self, context: Context, path: Path, parent: QWidget, failed: Failed) -> None:
        self._context, self._path, self._parent, self._failed = context, path, parent, failed
        self._remembered = RememberedColumns(context.preferences, _COLUMNS_KEY)

    def begin(self) -> None:
        """Reads it as it is."""
        self._context.messages.inform(sentence("city_list.reading", {"file": self._path.name}))
        self._read(None, self._show, self._failed)

    def ask_columns(
        self, sheet: CityListSheet, parent: QWidget, then: Callable[[CityList], None], failed: Failed
    ) -> ColumnsDialog:
        """Asks which column says what; what was chosen is remembered under the head, and the list read by it."""
        needed = Needed(NAMING_FIELDS, sentence("city_list.columns_lack"))
        dialog = ColumnsDialog(sheet, sheet.labels, parent, needed)

        def read_again(choice: ReadChoice) -> None:
            if choice.fields and sheet.fingerprint:
                self._remembered.keep(sheet.fingerprint, choice.fields)

            def take(read: CityList) -> None:
                if choice.fields:
                    then(read)
                else:
                    # Another sheet or row of the head was chosen: now its columns are asked about.
                    self.ask_columns(read.sheet, parent, then, failed)

            self._read(choice, take, failed)

        dialog.chosen.connect(read_again)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
        return dialog

    def _show(self, read: CityList) -> None:
        if NAMING_FIELDS.isdisjoint(column.field for column in read.sheet.columns) and read.sheet.columns:
            self.ask_columns(read.sheet, self._parent, self._show_rows, self._failed)
        else:
            self._show_rows(read)

    def _show_rows(self, read: CityList) -> None:
        dialog = CityListDialog(self._context, read, self._parent)
        dialog.columns_asked.connect(lambda sheet: self.ask_columns(sheet, dialog, dialog.show_read, dialog.refuse))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _read(self, choice: ReadChoice | None, then: Callable[[CityList], None], failed: Failed) -> None:
        path, reader, kept = self._path, self._context.parts.reader, self._remembered.all()

        def work(_library: Library, _progress: Progress, _cancelled: Cancelled) -> CityList:
            _name, content = content_of(str(path))
            sheet = _sheet(reader, path, choice, kept)
            # What is kept must be what was read: a list that is being saved meanwhile is read once more by the officer.
            if content_of(str(path))[1] != content:
                raise TroubleError("city_list.being_written", file=path.name)
            return CityList(sheet, content)

        self._context.background.run_long(work, then=then, failed=failed)


def _sheet(reader: SheetReader, path: Path, choice: ReadChoice | None, kept: Kept) -> CityListSheet:
    """The list as it was chosen by hand, now or earlier under the same head; one nobody knows a column of is open."""
    try:
        sheet = reader.read_city_list(path, choice)
    except TroubleError as trouble:
        if trouble.code != "city_list.no_columns" or choice is not None:
            raise
        sheet = reader.read_city_list(path, ReadChoice(is_open=True))
    again = remembered_choice(kept, sheet) if choice is None else None
    return sheet if again is None else reader.read_city_list(path, again)
