"""Attaching evidence to an answer: a file with its page, a look-up, or another department's dated view."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from PySide6.QtCore import QDate, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QDateEdit,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from reviewer_app.domain.changes import Changes
from reviewer_app.domain.errors import OfficeError, RefusalError, TroubleError
from reviewer_app.services.cases.checking import attach_evidence
from reviewer_app.services.ports.library import Cancelled, Library, Progress
from reviewer_resources.phrases import sentence
from reviewer_ui.messages import sentence_of
from reviewer_ui.opinion.items import Item
from reviewer_ui.theme import Tone
from reviewer_ui.widgets import Button, ButtonKind, FieldNote, TextRole, Words
from reviewer_ui.widgets.dialog import Dialog

#: A scan of a certificate has a few megabytes; more than this is a mistake of the hand.
LARGEST = 50 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class _RecordWords:
    """How the dialog calls what it records beside files: head, the three fields, button, and what is still wanting."""

    head: str
    site: str
    day: str
    finding: str
    button: str
    examples: tuple[str, str]
    needed: str


_LOOK_UP = _RecordWords(
    *("查询记录", "查询网站", "查询日期", "查询结果", "登记查询"),
    examples=("如：信用中国（上海）", "如：未见不良记录"),
    needed="panes.lookup_needed",
)
_VIEW = _RecordWords(
    *("书面意见", "出具部门", "出具日期", "意见内容", "登记书面意见"),
    examples=("出具意见的主管部门全称", "如：同意并共同推动"),
    needed="panes.view_needed",
)


def attaching(case_id: int, rule_id: str, path: Path, page: int) -> Callable[[Library, Progress, Cancelled], Changes]:
    """The work of reading a file and keeping it, for a thread of its own; a large scan must not hold up the desk."""

    def work(library: Library, _progress: Progress, _cancelled: Cancelled) -> Changes:
        return library.change(attach_evidence, case_id, rule_id, path.name, _content(path), page)

    return work


def _content(path: Path) -> bytes:
    try:
        if path.stat().st_size > LARGEST:
            raise RefusalError("panes.file_too_large", name=path.name, limit=LARGEST // 1024 // 1024)
        return path.read_bytes()
    except OSError as problem:
        raise TroubleError("panes.file_unreadable", name=path.name) from problem


class EvidenceDialog(Dialog):
    """Asks for the evidence of one point; it stays open on a refusal."""

    file_given = Signal(object, int)  # Path, page
    lookup_given = Signal(str, object, str)  # site, day, result
    written = Signal(str)  # what stands in the look-up's fields, to be kept

    def __init__(self, item: Item, today: date, kept: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.path: Path | None = None
        self.setWindowTitle("附证据")
        self.setMinimumWidth(460)
        self.file = QLineEdit(readOnly=True, placeholderText="还没有选择文件")
        self.page = QSpinBox(minimum=0, maximum=9999)
        self.page.setSpecialValueText("不注明")
        self.page.setFixedWidth(120)
        self._words = _VIEW if item.needs_view else _LOOK_UP
        self.site = QLineEdit(placeholderText=self._words.examples[0])
        self.day = QDateEdit(QDate(today.year, today.month, today.day))
        self.day.setCalendarPopup(True)
        self.day.setDisplayFormat("yyyy-MM-dd")
        self.finding = QLineEdit(placeholderText=self._words.examples[1])
        self.note = FieldNote()
        self._choose = Button("选择文件…", icon_name="clip")
        # One primary act: the look-up where the point asks for one, else the file.
        looks_up = item.needs_lookup or item.needs_view
        self.attach = Button("附上文件", ButtonKind.PLAIN if looks_up else ButtonKind.PRIMARY)
        self.record = Button(self._words.button, ButtonKind.PRIMARY if looks_up else ButtonKind.PLAIN)
        self._name_parts()
        self._lay_out(item)
        self._take_up(kept)
        for line in (self.site, self.finding):
            line.returnPressed.connect(self.record.click)
            line.textEdited.connect(lambda _typed: self.written.emit(f"{self.site.text()}\t{self.finding.text()}"))
        self._choose.clicked.connect(self._pick)
        self.attach.clicked.connect(self._give_file)
        self.record.clicked.connect(self._give_lookup)

    def take_file(self, path: Path) -> None:
        """Takes a file chosen by the officer."""
        self.path = path
        self.file.setText(path.name)
        self.note.clear()

    def _take_up(self, kept: str) -> None:
        """A look-up begun earlier and not recorded."""
        site, _, finding = kept.partition("\t")
        self.site.setText(site)
        self.finding.setText(finding)

    def refuse(self, error: Exception) -> None:
        """Says why it was refused; what was filled in stays."""
        self.attach.setEnabled(True)
        self.record.setEnabled(True)
        if isinstance(error, OfficeError):
            self.note.say(sentence_of(error), Tone.BAD)

    def _pick(self) -> None:
        dialog = QFileDialog(self, "选择证据文件")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda name: self.take_file(Path(name)))
        dialog.open()

    def _give_file(self) -> None:
        if self.path is None:
            self.note.say(sentence("panes.file_needed"), Tone.BAD)
            return
        self.attach.setEnabled(False)
        self.file_given.emit(self.path, self.page.value())

    def _give_lookup(self) -> None:
        site, result = self.site.text().strip(), self.finding.text().strip()
        if not site or not result:
            self.note.say(sentence(self._words.needed), Tone.BAD)
            return
        self.record.setEnabled(False)
        day = self.day.date()
        self.lookup_given.emit(site, date(day.year(), day.month(), day.day()), result)

    def _name_parts(self) -> None:
        names = {
            self.file: "证据文件",
            self.page: "页码",
            self.site: self._words.site,
            self.day: self._words.day,
            self.finding: self._words.finding,
        }
        for part, name in names.items():
            part.setAccessibleName(name)
            if isinstance(part, QAbstractSpinBox):
                part.lineEdit().setAccessibleName(name)

    def _lay_out(self, item: Item) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(8)
        column.addWidget(Words(f"{item.clause} {item.title}", TextRole.TITLE, wrap=True))
        if item.evidence_asked:
            column.addWidget(Words(f"宜有：{item.evidence_asked}", TextRole.NOTE, wrap=True))
        if item.needs_lookup or item.needs_view:
            words = self._words
            column.addWidget(Words(words.head, TextRole.HEAD))
            column.addLayout(_form((words.site, self.site), (words.day, self.day), (words.finding, self.finding)))
            column.addLayout(_at_right(self.record))
        column.addWidget(Words("文件", TextRole.HEAD))
        line = QHBoxLayout()
        line.addWidget(self.file, 1)
        line.addWidget(self._choose)
        column.addLayout(line)
        column.addLayout(_form(("页码", self.page)))
        column.addWidget(self.note)
        column.addSpacing(8)
        close = Button("关闭")
        close.clicked.connect(self.reject)
        column.addLayout(_at_right(close, self.attach))


def _form(*lines: tuple[str, QWidget]) -> QFormLayout:
    form = QFormLayout()
    form.setSpacing(8)
    for label, editor in lines:
        form.addRow(Words(label, TextRole.LABEL), editor)
    return form


def _at_right(*buttons: Button) -> QHBoxLayout:
    row = QHBoxLayout()
    row.addStretch(1)
    for button in buttons:
        row.addWidget(button)
    return row
