"""The places of the window on an office in memory: their context, and stand-ins for files, documents and backups."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QAccessible, QDragEnterEvent, QDragMoveEvent, QDropEvent, QInputMethodEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QHeaderView,
    QLineEdit,
    QPlainTextEdit,
    QTableView,
    QWidget,
)

from reviewer_app.domain.application import Source
from reviewer_app.domain.errors import OfficeError, TroubleError
from reviewer_app.domain.notice import NoticePack
from reviewer_app.domain.opinion import Opinion, OpinionStatus, Outcome, ProjectClass
from reviewer_app.domain.states import State
from reviewer_app.services.cases.registering import register_application
from reviewer_app.services.ports.after.figures import FigureWriter
from reviewer_app.services.ports.backups import RecordSpan, RestorePreview, SpentNumber
from reviewer_app.services.ports.custody import ContentCodec
from reviewer_app.services.ports.dispatch.archiving import DossierBinder
from reviewer_app.services.ports.dispatch.stacks import StackReader
from reviewer_app.services.ports.library import (
    BackupInfo,
    Cancelled,
    ImportedList,
    Libraries,
    Library,
    ListSource,
    OfficeSettings,
    PackReader,
    PastedList,
    PrintedFile,
    ReadChoice,
    RestoreLogin,
    SheetRow,
    SummaryTable,
)
from reviewer_app.services.ports.look_ups import OwnListSheet
from reviewer_app.services.ports.papers import (
    DocumentMaker,
    DocumentValues,
    FontChoice,
    PageStamper,
    PrintJob,
    PrintOutcome,
    Signer,
    SummaryWriter,
)
from reviewer_app.services.ports.reading import CityListSheet, FormReader, SheetReader
from reviewer_app.services.ports.trust import Verifier
from reviewer_app.wiring import Parts
from reviewer_ui.actions import Actions
from reviewer_ui.background import Background
from reviewer_ui.context import Context
from reviewer_ui.messages import Message, Messages
from reviewer_ui.preferences import Preferences
from reviewer_ui.undoing import BatchSteps
from support.binders import PlainBinder
from support.builders import CLEAN, values
from support.fakes import FakeDesk, FakeUnit
from support.grounds import lay_grounds


def sheet_of(*rows: dict[str, str], name: str = "清单.xlsx", unmapped: tuple[str, ...] = ()) -> ImportedList:
    """A list as the reader gives it, its header in row 1."""
    headers = {"办件编号": "filing_number", "项目名称": "project_name", "单位名称（盖章）": "applicant"}
    numbered = tuple(SheetRow(number, row) for number, row in enumerate(rows, 2))
    return ImportedList(Path(name), "申报清单", 1, headers, unmapped, numbered, ())


def application(number: int, **changed: str) -> dict[str, str]:
    """A complete application unlike the others: its own project, applicant and filing number."""
    own = {
        "project_name": f"示例服务{number}标准化试点",
        "applicant": f"上海示例{number}号服务有限公司",
        "filing_number": f"SH20246171{number:05d}",
    }
    return values(CLEAN, **{**own, **changed})


@dataclass
class Lists:
    """Reads the lists a test has laid out; any other file cannot be read."""

    sheets: dict[str, ImportedList] = field(default_factory=dict)
    own_lists: dict[str, OwnListSheet] = field(default_factory=dict)
    city_lists: dict[str, CityListSheet] = field(default_factory=dict)
    beginnings: list[ImportedList] = field(default_factory=list)
    city_choices: list[ReadChoice | None] = field(default_factory=list)

    def read(self, path: ListSource, pack: NoticePack, choice: ReadChoice | None = None) -> ImportedList:
        if path.name not in self.sheets:
            raise TroubleError("sheet.not_spreadsheet", file=path.name)
        return replace(self.sheets[path.name], path=Path(path.name) if isinstance(path, PastedList) else path)

    def beginning(self, path: Path, pack: NoticePack, choice: ReadChoice | None = None) -> tuple[ImportedList, ...]:
        return tuple(self.beginnings)

    def read_city_list(self, path: Path, choice: ReadChoice | None = None) -> CityListSheet:
        if path.name not in self.city_lists:
            raise TroubleError("sheet.not_spreadsheet", file=path.name)
        self.city_choices.append(choice)
        if choice is None and not self.city_lists[path.name].mapping:
            raise TroubleError("city_list.no_columns", file=path.name)
        if choice is not None and choice.fields:
            return self.city_lists[f"{path.name} 列对应"]
        return self.city_lists[path.name]

    def read_own_list(self, path: Path) -> OwnListSheet:
        if path.name not in self.own_lists:
            raise TroubleError("sheet.not_spreadsheet", file=path.name)
        return self.own_lists[path.name]


class Documents:
    """Writes plain files where the real maker would print."""

    def document(self, values: DocumentValues, seal: str) -> bytes:
        if "印不出" in values.case:
            raise TroubleError("library.disk_full", folder="", path="")
        return f"{values.fields.get('intake_number', values.number)} {seal}".encode()

    def expect(self, count: int) -> None:
        pass

    def documents(self, jobs: Sequence[PrintJob], seal: str, is_cancelled: Cancelled) -> Iterator[PrintOutcome]:
        for place, job in enumerate(jobs):
            if is_cancelled():
                return
            try:
                job.file.write_bytes(self.document(job.values, seal))
            except OfficeError as error:
                yield PrintOutcome(place, error)
            else:
                yield PrintOutcome(place)

    def summary(self, table: SummaryTable, path: Path) -> None:
        path.write_text("\n".join("\t".join(row) for row in table.rows), encoding="utf-8")

    def manifest(self, folder: Path, files: Sequence[PrintedFile], pack_sha256: str, audit_head: str) -> None:
        (folder / "manifest.json").write_text(str([file.path for file in files]), encoding="utf-8")

    def font_choices(self) -> tuple[FontChoice, ...]:
        return ()


@dataclass
class Backups:
    """A gate that only knows backups."""

    kept: tuple[BackupInfo, ...] = ()

    def users(self, folder: Path) -> tuple[str, ...]:
        return ("示例甲",)

    def create(self, folder: Path, office: OfficeSettings, user: str, password: str) -> Library:
        return FakeDesk(folder=folder)

    def open(self, folder: Path, user: str, password: str) -> Library:
        return FakeDesk(folder=folder)

    def open_with_sheet(self, folder: Path, words: str, admin: str, password: str) -> Library:
        return self.open(folder, admin, password)

    def open_practice(self, folder: Path, has_years: bool = False) -> Library:
        return FakeDesk(folder=folder)

    def backups(self, folder: Path) -> tuple[BackupInfo, ...]:
        return self.kept

    def restore_login(self, folder: Path, backup: Path) -> RestoreLogin:
        return RestoreLogin(self.users(folder))

    def backups_in(self, place: Path) -> tuple[BackupInfo, ...]:
        return self.backups(place)

    def preview_restore(self, folder: Path, backup: Path, user: str, password: str) -> RestorePreview:
        return RestorePreview(BackupInfo(backup, datetime(2024, 5, 18, 12, 0), 1), True, RecordSpan(), RecordSpan(), ())

    def restore(
        self, folder: Path, backup: Path, user: str, password: str, told: Sequence[SpentNumber] | None = None
    ) -> Path:
        return folder / "replaced"


@dataclass
class DeskParts:
    """The parts of a desk in a test: its own libraries, lists and documents; all others are the real ones."""

    libraries: Libraries = field(default_factory=Backups)
    reader: SheetReader = field(default_factory=Lists)
    maker: DocumentMaker = field(default_factory=Documents)
    real: Parts = field(default_factory=Parts)
    reader_of_stacks: StackReader | None = None
    binder: DossierBinder = field(default_factory=PlainBinder)

    @property
    def forms(self) -> FormReader:
        return self.real.forms

    @property
    def packs(self) -> PackReader:
        return self.real.packs

    @property
    def stamper(self) -> PageStamper:
        return self.real.stamper

    @property
    def signer(self) -> Signer:
        return self.real.signer

    @property
    def summaries(self) -> SummaryWriter:
        return self.real.summaries

    @property
    def stacks(self) -> StackReader:
        return self.reader_of_stacks or self.real.stacks

    @property
    def figures(self) -> FigureWriter:
        return self.real.figures

    @property
    def verifier(self) -> Verifier:
        return self.real.verifier

    @property
    def contents(self) -> ContentCodec:
        return self.real.contents

    @property
    def practice_password(self) -> str:
        return self.real.practice_password

    def shown(self, pdf: bytes, *, is_foreign: bool = False) -> bytes:
        return self.real.shown(pdf, is_foreign=is_foreign)

    def joined(self, pdfs: Sequence[bytes]) -> bytes:
        return self.real.joined(pdfs)


@dataclass
class Office:
    """One office with all that its pages are handed, and what was said to the officer."""

    library: FakeDesk
    context: Context
    lists: Lists
    backups: Backups
    said: list[Message]

    @property
    def unit(self) -> FakeUnit:
        return self.library.unit


def office(
    folder: Path,
    library: FakeDesk | None = None,
    synchronous: bool = True,
    maker: DocumentMaker | None = None,
    printing: Parts | None = None,
) -> Office:
    """An office whose preferences lie in a folder of the test; work is done at once unless a test wants threads.

    With the real parts for `printing` its papers are real ones.
    """
    library = library or FakeDesk(folder=folder.parent / f"{folder.name}-library" / "案卷库")
    preferences = Preferences(folder / "preferences.ini")
    preferences.put("dispatch/folder", str(folder))
    messages, lists, backups = Messages(), Lists(), Backups()
    said: list[Message] = []
    messages.said.connect(said.append)
    real = printing or Parts()
    parts = DeskParts(backups, lists, maker or (real.maker if printing else Documents()), real)
    background, actions = Background(library, messages, synchronous=synchronous), Actions(preferences)
    context = Context(
        background=background,
        messages=messages,
        actions=actions,
        parts=parts,
        preferences=preferences,
        steps=BatchSteps(background, messages, actions),
    )
    return Office(library, context, lists, backups, said)


def signed_off(unit: FakeUnit, number: int, **changed: str) -> int:
    """A case whose recommendation the head has signed."""
    case_id = register_application(unit, application(number, **changed), Source.ONLINE).application_id
    lay_grounds(unit, case_id)
    unit.applications.cases[case_id] = replace(unit.applications.cases[case_id], state=State.SIGNED_OFF)
    unit.opinions.add(
        Opinion(
            application_id=case_id,
            number=1,
            outcome=Outcome.RECOMMEND,
            proposed_class=ProjectClass.GENERAL,
            text="经初审，建议推荐。",
            status=OpinionStatus.SIGNED_OFF,
            submitted_by="示例甲",
            submitted_at=unit.now,
            decided_by="示例乙",
            decided_at=unit.now,
        )
    )
    return case_id


def backup(hour: int) -> BackupInfo:
    """An invented backup."""
    made = datetime(2024, 5, 18, hour)
    return BackupInfo(Path(f"backups/{hashlib.sha256(str(hour).encode()).hexdigest()[:8]}"), made, 1_800_000)


def type_text(widget: QWidget, text: str) -> None:
    """Types as an input method does: Chinese does not come by single keys."""
    event = QInputMethodEvent()
    event.setCommitString(text)
    QApplication.sendEvent(widget, event)


def drop(over: QWidget, *paths: Path, text: str = "") -> bool:
    """Lets files, or words, go over a part of a window, as the system does it; whether they were taken."""
    data = QMimeData()
    if paths:
        data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    else:
        data.setText(text)
    shown = over.window()
    place = QPointF(over.mapTo(shown, over.rect().center()))
    acts, buttons, keys = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    entering = QDragEnterEvent(place, acts, data, buttons, keys)
    QApplication.sendEvent(shown.windowHandle(), entering)
    if entering.isAccepted():
        moving = QDragMoveEvent(place, acts, data, buttons, keys)
        QApplication.sendEvent(shown.windowHandle(), moving)
        QApplication.sendEvent(shown.windowHandle(), QDropEvent(place, acts, data, buttons, keys))
    return entering.isAccepted()


def unnamed(page: QWidget) -> list[str]:
    """The controls a screen reader could not name."""
    kinds = (QLineEdit, QPlainTextEdit, QComboBox, QAbstractButton, QAbstractItemView)
    controls = [widget for widget in page.findChildren(QWidget) if isinstance(widget, kinds)]
    return [
        f"{type(widget).__name__} {widget.objectName()}"
        for widget in controls
        if widget.isVisibleTo(page)
        and not isinstance(widget, QHeaderView)
        and not isinstance(widget.parent(), QAbstractItemView)
        and not QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)
    ]


def shown_column(table: QTableView, column: int) -> list[str]:
    """What a column of a table says, row by row."""
    model = table.model()
    return [str(model.index(row, column).data() or "") for row in range(model.rowCount())]
