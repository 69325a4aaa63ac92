"""Attaching evidence to an answer: a file with the page that shows it, or another department's dated view."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QComboBox,
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
from reviewer_app.domain.limits.lengths import TextKind
from reviewer_app.services.cases.checking import attach_evidence
from reviewer_app.services.ports.library import Cancelled, Library, Progress
from reviewer_app.small_files import whole_file
from reviewer_resources.phrases import sentence
from reviewer_ui.messages import sentence_of
from reviewer_ui.opinion.items import Item
from reviewer_ui.theme import Tone
from reviewer_ui.widgets import Button, ButtonKind, FieldNote, LetterCount, TextRole, Words
from reviewer_ui.widgets.dialog import Dialog
from reviewer_ui.widgets.field_editors import DayEdit

#: A scan of a certificate has a few megabytes; more than this is a mistake of the hand.
LARGEST = 50 * 1024 * 1024


_DEPARTMENT, _DAY, _VIEW = "出具部门", "出具日期", "意见内容"


def attaching(
    case_id: int, rule_id: str, path: Path, page: int, part_id: str
) -> Callable[[Library, Progress, Cancelled], Changes]:
    """The work of reading a file and keeping it, for a thread of its own; a large scan must not hold up the desk."""

    def work(library: Library, _progress: Progress, _cancelled: Cancelled) -> Changes:
        return library.change(attach_evidence, case_id, rule_id, path.name, content_of(path), page, part_id)

    return work


def content_of(path: Path) -> bytes:
    """The bytes of a file chosen by the officer.

    Raises RefusalError `panes.file_too_large`, `panes.file_empty`, TroubleError `panes.file_unreadable`.
    """
    try:
        if path.stat().st_size > LARGEST:
            raise RefusalError("panes.file_too_large", name=path.name, limit=LARGEST // 1024 // 1024)
        content = whole_file(path)
    except OSError as problem:
        raise TroubleError("panes.file_unreadable", name=path.name) from problem
    if not content:
        raise RefusalError("panes.file_empty", name=path.name)
    return content


class EvidenceDialog(Dialog):
    """Asks for the evidence of one point; it stays open on a refusal."""

    file_given = Signal(object, int, str)  # Path, page, the sub-point that it shows
    view_given = Signal(str, object, str)  # department, day, words
    written = Signal(str)  # what stands in the view's fields, to be kept

    def __init__(self, item: Item, today: date, kept: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.path: Path | None = None
        self.setWindowTitle("附证据")
        self.setMinimumWidth(460)
        self.file = QLineEdit(readOnly=True, placeholderText="还没有选择文件")
        self.page = QSpinBox(minimum=0, maximum=9999)
        self.page.setSpecialValueText("不注明")
        self.page.setFixedWidth(120)
        self.part = QComboBox()
        self.part.addItem("整条", "")
        for place, one in enumerate(item.parts, 1):
            self.part.addItem(f"{place}. {one.point}", one.id)
        # The first that is marked as lacking is what evidence most likely comes for.
        self.part.setCurrentIndex(max(self.part.findData(item.lacking[0]) if item.lacking else 0, 0))
        self.department = QLineEdit(placeholderText="出具意见的主管部门全称")
        LetterCount(self.department, TextKind.NAME)
        self.day = DayEdit(today)
        self.view = QLineEdit(placeholderText="如：同意并共同推动")
        LetterCount(self.view, TextKind.VIEW)
        self.note = FieldNote()
        self._choose = Button("选择文件…", icon_name="clip")
        # One primary act: the view where the point asks for one, else the file.
        self.attach = Button("附上文件", ButtonKind.PLAIN if item.needs_view else ButtonKind.PRIMARY)
        self.record = Button("登记书面意见", ButtonKind.PRIMARY if item.needs_view else ButtonKind.PLAIN)
        self._name_parts()
        self._lay_out(item)
        department, _, view = kept.partition("\t")
        self.department.setText(department)
        self.view.setText(view)
        self.department.returnPressed.connect(self._go_on)
        self.view.returnPressed.connect(self.record.click)
        for line in (self.department, self.view):
            line.textEdited.connect(lambda _typed: self.written.emit(f"{self.department.text()}\t{self.view.text()}"))
        self._choose.clicked.connect(self._pick)
        self.attach.clicked.connect(self._give_file)
        self.record.clicked.connect(self._give_view)

    def take_file(self, path: Path) -> None:
        """Takes a file chosen by the officer."""
        self.path = path
        self.file.setText(path.name)
        self.note.clear()

    def refuse(self, error: Exception) -> None:
        """Says why it was refused; what was filled in stays."""
        self.attach.setEnabled(True)
        self.record.setEnabled(True)
        self.answered()
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
        self.wait()
        self.file_given.emit(self.path, self.page.value(), str(self.part.currentData() or ""))

    def _go_on(self) -> None:
        """Enter at the department leads to what it wrote; with that written it records both."""
        if self.view.text().strip():
            self.record.click()
        else:
            self.view.setFocus()

    def _give_view(self) -> None:
        department, view = self.department.text().strip(), self.view.text().strip()
        if not department or not view:
            self.note.say(sentence("view.incomplete"), Tone.BAD)
            return
        self.record.setEnabled(False)
        self.wait()
        self.view_given.emit(department, self.day.day(), view)

    def _name_parts(self) -> None:
        names = {
            self.file: "证据文件",
            self.page: "页码",
            self.part: "证明哪一分项",
            self.department: _DEPARTMENT,
            self.day: _DAY,
            self.view: _VIEW,
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
        if item.needs_view:
            column.addWidget(Words("书面意见", TextRole.HEAD))
            column.addLayout(_form((_DEPARTMENT, self.department), (_DAY, self.day), (_VIEW, self.view)))
            column.addLayout(_at_right(self.record))
            column.addWidget(Words("文件", TextRole.HEAD))
        line = QHBoxLayout()
        line.addWidget(self.file, 1)
        line.addWidget(self._choose)
        column.addLayout(line)
        shown = (("证明", self.part), ("页码", self.page)) if item.parts else (("页码", self.page),)
        column.addLayout(_form(*shown))
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
