"""Recording a look-up at a point: site, day, window, result, file, and the other points it serves at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from PySide6.QtCore import QDate, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QCheckBox,
    QComboBox,
    QFileDialog,
    QFormLayout,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from reviewer_app.domain.errors import OfficeError
from reviewer_app.domain.evidence.look_ups import STATEABLE, LookedUp, LookUpResult
from reviewer_app.domain.limits.lengths import TextKind
from reviewer_app.services.ports.rows import Lookback
from reviewer_resources.phrases import sentence
from reviewer_ui.messages import sentence_of
from reviewer_ui.opinion.items import Item
from reviewer_ui.theme import Tone
from reviewer_ui.widgets import Button, ButtonKind, FieldNote, LetterCount, TextRole, Words
from reviewer_ui.widgets.dialog import Dialog
from reviewer_ui.widgets.enter_key import is_enter
from reviewer_ui.widgets.field_editors import DayEdit

_RESULTS = STATEABLE
_WIDTH = 600


@dataclass(frozen=True, slots=True)
class Others:
    """The other points of a case that take look-ups, each by its rule id with its words."""

    items: tuple[tuple[str, str], ...]

    @classmethod
    def of(cls, items: Sequence[Item], rule_id: str) -> Others:
        """Those of a checklist beside one point."""
        takers = (item for item in items if item.takes_look_ups and item.is_in_scope and item.rule_id != rule_id)
        return cls(tuple((item.rule_id, f"{item.clause} {item.title}") for item in takers))


class LookUpDialog(Dialog):
    """Asks for one look-up; it stays open on a refusal, and what was typed is kept."""

    given = Signal(object, object)  # LookedUp, Path or None
    written = Signal(str)  # site and words, to be kept

    def __init__(
        self,
        item: Item,
        others: Others,
        today: date,
        window: Lookback | None,
        kept: str = "",
        former: LookedUp | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._rule_id = item.rule_id
        self.path: Path | None = None
        self.setWindowTitle("登记查询")
        self.setMinimumWidth(_WIDTH)
        self.site = QComboBox(editable=True)
        self.site.addItems(list(item.sites))
        self.site.setCurrentIndex(-1)
        self._typed_site().setPlaceholderText("选一处，或自行填写")
        self.day = DayEdit(today)
        end = min(window.end, today) if window else today
        self.start, self.end = DayEdit(window.start if window else today), DayEdit(end)
        self.outcome = QComboBox()
        self.outcome.addItem("请选择")
        self.outcome.addItems([one.label for one in _RESULTS])
        self.words = QLineEdit(placeholderText="查到或不明确的，请写明内容")
        LetterCount(self.words, TextKind.FOUND)
        self.file = QLineEdit(readOnly=True, placeholderText="可附查询页的文件或截图")
        self._choose = Button("选择文件…", icon_name="clip")
        self.boxes = {rule_id: QCheckBox(words) for rule_id, words in others.items}
        self.note = FieldNote()
        self.record = Button("登记查询", ButtonKind.PRIMARY)
        self._name_parts()
        self._lay_out(item)
        site, _, words = kept.partition("\t")
        self.site.setCurrentText(site)
        self.words.setText(words)
        self.record.setDefault(True)
        self._connect()
        self._follow_former(former)

    def _follow_former(self, former: LookedUp | None) -> None:
        """Where and for which points the same person looked last; what came of it is said anew each time."""
        if former is not None:
            for rule_id, box in self.boxes.items():
                box.setChecked(rule_id in former.rule_ids)
            if not self.site.currentText():
                self.site.setCurrentText(former.site)
        (self.outcome if self.site.currentText() else self.site).setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter at the site goes on to what was found there, while nothing is said of it yet."""
        if is_enter(event) and self._typed_site().hasFocus() and not self.outcome.currentIndex():
            self.outcome.setFocus()
        else:
            super().keyPressEvent(event)

    def take_file(self, path: Path) -> None:
        """Takes a file chosen by the officer."""
        self.path = path
        self.file.setText(path.name)
        self.note.clear()

    def choose_result(self, result: LookUpResult) -> None:
        """Chooses what the look-up came to."""
        self.outcome.setCurrentIndex(1 + _RESULTS.index(result))

    def refuse(self, error: Exception) -> None:
        """Says why it was refused; what was filled in stays."""
        self.record.setEnabled(True)
        self.answered()
        if isinstance(error, OfficeError):
            self._say(sentence_of(error))

    def _say(self, said: str) -> None:
        self.note.say(said, Tone.BAD)
        self.fit_content()

    def _typed_site(self) -> QLineEdit:
        line = self.site.lineEdit()
        if line is None:
            raise RuntimeError("the site can be typed")
        return line

    def _connect(self) -> None:
        self._typed_site().textEdited.connect(lambda _typed: self._write())
        self.site.activated.connect(lambda _place: self._write())
        self.words.textEdited.connect(lambda _typed: self._write())
        self.words.returnPressed.connect(self.record.click)
        self.day.dateChanged.connect(self._follow_day)
        self._choose.clicked.connect(self._pick)
        self.record.clicked.connect(self._give)

    def _follow_day(self, day: QDate) -> None:
        """What was looked up on a day sees no further than that day."""
        if self.end.date() > day:
            self.end.setDate(day)

    def _write(self) -> None:
        self.written.emit(f"{self.site.currentText()}\t{self.words.text()}")

    def _pick(self) -> None:
        dialog = QFileDialog(self, "选择查询的文件或截图")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda name: self.take_file(Path(name)))
        dialog.open()

    def _give(self) -> None:
        place = self.outcome.currentIndex() - 1
        if place < 0:
            self._say(sentence("look_up.no_result"))
            self.outcome.setFocus()
            return
        found = LookedUp(
            site=self.site.currentText().strip(),
            on=self.day.day(),
            start=self.start.day(),
            end=self.end.day(),
            result=_RESULTS[place],
            words=self.words.text().strip(),
            rule_ids=(self._rule_id, *(rule_id for rule_id, box in self.boxes.items() if box.isChecked())),
        )
        self.note.clear()
        self.record.setEnabled(False)
        self.wait()
        self.given.emit(found, self.path)

    def _name_parts(self) -> None:
        names: dict[QWidget, str] = {
            self.site: "查询网站",
            self.day: "查询日期",
            self.start: "窗口起始日",
            self.end: "窗口截止日",
            self.outcome: "查询结果",
            self.words: "结果说明",
            self.file: "文件或截图",
        }
        for part, name in names.items():
            part.setAccessibleName(name)
            if isinstance(part, QAbstractSpinBox):
                part.lineEdit().setAccessibleName(name)
        self._typed_site().setAccessibleName("查询网站")

    def _boxes_in_two(self) -> QGridLayout:
        """The other points in two columns: a low screen has no room for one below the other."""
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(6)
        for place, box in enumerate(self.boxes.values()):
            grid.addWidget(box, place // 2, place % 2)
        return grid

    def _lay_out(self, item: Item) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(8)
        column.addWidget(Words(f"{item.clause} {item.title}", TextRole.TITLE, wrap=True))
        if item.evidence_asked:
            column.addWidget(Words(f"宜有：{item.evidence_asked}", TextRole.NOTE, wrap=True))
        form = QFormLayout()
        form.setSpacing(8)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        rows: tuple[tuple[str, QWidget | QHBoxLayout], ...] = (
            ("查询网站", self.site),
            ("查询日期", _at_left(self.day)),
            ("查询窗口", _at_left(self.start, Words("至"), self.end)),
            ("查询结果", self.outcome),
            ("结果说明", self.words),
            ("文件或截图", _beside(self.file, self._choose)),
        )
        for label, part in rows:
            form.addRow(Words(label, TextRole.LABEL), part)
        if self.boxes:
            form.addRow(Words("同时用于", TextRole.LABEL), self._boxes_in_two())
        column.addLayout(form)
        column.addWidget(self.note)
        column.addSpacing(8)
        close = Button("取消")
        close.clicked.connect(self.reject)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(close)
        buttons.addWidget(self.record)
        column.addLayout(buttons)


def _at_left(*parts: QWidget) -> QHBoxLayout:
    row = _beside(*parts)
    row.addStretch(1)
    return row


def _beside(*parts: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(8)
    for part in parts:
        row.addWidget(part, 1 if isinstance(part, QLineEdit) else 0)
    return row
