"""Which forms of the summary are wanted, in which folder, and the button that says how many files it writes."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from reviewer_app.services.ports.records import ReservedPart
from reviewer_app.services.summary.summaries import SummaryForm
from reviewer_resources.phrases import sentence
from reviewer_ui.preferences import Preferences
from reviewer_ui.theme import Tone
from reviewer_ui.widgets import Button, ButtonKind, FieldNote, SectionHead, SlimProgress, TextRole, Words
from reviewer_ui.widgets.folder_field import FolderField, ask_folder, documents_folder
from reviewer_ui.widgets.scroll_page import ScrollPage

_FOLDER_KEY = "summary/folder"
_FORMS_KEY = "summary/forms"
_WHOLE_KEY = "summary/whole"
_WIDTH = 316
_NOTES = {
    SummaryForm.STANDARD: "Excel，可直接打印",
    SummaryForm.BY_CONTACT: "每位联系人一张表",
    SummaryForm.PUBLIC: "供对外公开，见下方说明",
    SummaryForm.CSV: "供其他系统读取",
    SummaryForm.PDF: "A4 横向，供打印",
    SummaryForm.TEMPLATE: "填进下发的 Excel 表",
}


class FormsPanel(QWidget):
    """The left side of the dialog."""

    forms_changed = Signal()
    write_pressed = Signal()
    leave_pressed = Signal()
    cancel_pressed = Signal()

    def __init__(self, preferences: Preferences, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._preferences = preferences
        self._is_ready = False
        self.setFixedWidth(_WIDTH)
        self.boxes = {form: QCheckBox(form.label) for form in SummaryForm}
        self.left_out = Words("", TextRole.NOTE, wrap=True)
        self.shown = {part: QCheckBox(part.label) for part in ReservedPart}
        self.public = self._public_choice()
        self.whole = QCheckBox("列出推荐意见全文")
        self.whole.setAccessibleName("PDF列出推荐意见全文")
        self.printed = self._printed_choice()
        self.folder = FolderField("写到文件夹", "选择文件夹")
        self.folder.line.setText(preferences.text(_FOLDER_KEY) or str(documents_folder()))
        self.files = Words("", TextRole.NOTE, wrap=True)
        self.note = FieldNote()
        self.progress = SlimProgress()
        self.write = Button("写出", ButtonKind.PRIMARY)
        self.leave = Button("关闭")
        self._restore_forms()
        self._lay_out()
        self._connect()
        self._show_left_out()

    def forms(self) -> tuple[SummaryForm, ...]:
        """The forms that are wanted, in the order shown."""
        return tuple(form for form, box in self.boxes.items() if box.isChecked())

    def parts(self) -> frozenset[ReservedPart]:
        """What the public form is to hold beyond the usual."""
        return frozenset(part for part, box in self.shown.items() if box.isChecked())

    def is_whole(self) -> bool:
        """Whether the printed form is to hold the opinions whole."""
        return self.whole.isChecked()

    def show_plan(self, names: Sequence[str], taken: Sequence[str], *, is_ready: bool) -> None:
        """Says which files will be written and which of them are there already."""
        lines = [f"{name}　替换" if name in taken else name for name in names]
        self.files.setText("\n".join(lines) if lines else "还没有选择形式。")
        self._is_ready = is_ready and bool(names)
        replaced = f"，替换 {len(taken)} 个" if taken else ""
        self.write.setText(f"写出 {len(names)} 个文件{replaced}" if names else "写出")
        self.write.setEnabled(self._is_ready)

    def show_writing(self, total: int) -> None:
        """Shows the bar; only cancel can be pressed."""
        self.note.clear()
        self.folder.note.clear()
        self.progress.start("正在写出", total)
        self._set_busy(True)

    def show_ended(self, sentence: str = "", tone: Tone | None = None) -> None:
        """Takes the bar away and says what came of it."""
        self.progress.finish()
        self._set_busy(False)
        self.note.say(sentence, tone)

    def refuse_folder(self, sentence: str) -> None:
        """Says beside the folder why it cannot be used."""
        self.show_ended()
        self.folder.refuse(sentence)

    def remember(self) -> None:
        """Keeps forms and folder for the next time."""
        self._preferences.put(_FOLDER_KEY, str(self.folder.target()))
        self._preferences.put(_FORMS_KEY, " ".join(form.value for form in self.forms()))
        self._preferences.put(_WHOLE_KEY, "whole" if self.is_whole() else "")

    def _restore_forms(self) -> None:
        wanted = self._preferences.text(_FORMS_KEY, SummaryForm.STANDARD.value).split()
        for form, box in self.boxes.items():
            box.setChecked(form.value in wanted)
            box.setAccessibleDescription(_NOTES[form])
        self.whole.setChecked(bool(self._preferences.text(_WHOLE_KEY)))

    def _lay_out(self) -> None:
        page = ScrollPage("形式和文件夹")
        page.column.addWidget(SectionHead("形式"))
        page.column.addLayout(self._form_lines())
        page.column.addWidget(self.printed)
        page.column.addWidget(self.public)
        page.column.addWidget(SectionHead("写到"))
        page.column.addLayout(_boxed([self.folder], 6))
        page.column.addWidget(SectionHead("将写出"))
        page.column.addLayout(_boxed([self.files], 4))
        page.column.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(page, 1)
        foot = _boxed([self.note, self.progress, self.write, self.leave], 8)
        foot.setContentsMargins(16, 8, 16, 14)
        column.addLayout(foot)

    def _public_choice(self) -> QWidget:
        """What the public form leaves out, and a box for each part that may be listed all the same."""
        boxes = QHBoxLayout()
        boxes.setSpacing(10)
        boxes.addWidget(Words("仍列入：", TextRole.NOTE))
        for part, box in self.shown.items():
            box.setAccessibleName(f"公开版仍列入{part.label}")
            boxes.addWidget(box)
        boxes.addStretch(1)
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(16, 0, 16, 10)
        column.setSpacing(4)
        column.addWidget(self.left_out)
        column.addLayout(boxes)
        return holder

    def _printed_choice(self) -> QWidget:
        """What the printed form says of the opinions, and the box for all of each."""
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(16, 0, 16, 10)
        column.setSpacing(4)
        column.addWidget(Words(sentence("summary.printed_in_short"), TextRole.NOTE, wrap=True))
        column.addWidget(self.whole)
        return holder

    def _show_left_out(self) -> None:
        self.printed.setVisible(self.boxes[SummaryForm.PDF].isChecked())
        self.public.setVisible(self.boxes[SummaryForm.PUBLIC].isChecked())
        without = "、".join(part.label for part in ReservedPart if part not in self.parts())
        held = "、".join(part.label for part in ReservedPart if part in self.parts())
        code = "summary.public_holds" if held else "summary.public_leaves_out"
        self.left_out.setText(sentence(code, {"without": f"、{without}" if without else "", "held": held}))

    def _form_lines(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setContentsMargins(16, 8, 16, 10)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(1, 1)
        for row, (form, box) in enumerate(self.boxes.items()):
            grid.addWidget(box, row, 0)
            grid.addWidget(Words(_NOTES[form], TextRole.NOTE), row, 1)
        return grid

    def _connect(self) -> None:
        for box in self.boxes.values():
            box.toggled.connect(self.forms_changed)
            box.toggled.connect(self._show_left_out)
        for box in self.shown.values():
            box.toggled.connect(self._show_left_out)
            box.toggled.connect(self.forms_changed)
        self.folder.line.textChanged.connect(self.forms_changed)
        self.folder.choose_pressed.connect(self._choose_folder)
        self.write.clicked.connect(self.write_pressed)
        self.leave.clicked.connect(self.leave_pressed)
        self.progress.cancel_requested.connect(self.cancel_pressed)

    def _set_busy(self, is_busy: bool) -> None:
        for control in (*self.boxes.values(), *self.shown.values(), self.whole, self.folder, self.leave):
            control.setDisabled(is_busy)
        self.write.setEnabled(not is_busy and self._is_ready)

    def _choose_folder(self) -> None:
        ask_folder(self, "选择文件夹", self.folder.target(), self.folder.show_target)


def _boxed(parts: Sequence[QWidget], spacing: int) -> QVBoxLayout:
    """Widgets one below the other with the panel's margins."""
    box = QVBoxLayout()
    box.setContentsMargins(16, 8, 16, 10)
    box.setSpacing(spacing)
    for part in parts:
        box.addWidget(part)
    return box
