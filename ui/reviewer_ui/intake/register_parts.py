"""The parts around the registration form: its head, the list of sections, its foot, and the page with the number."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from reviewer_app.domain.application import Finding, Source
from reviewer_app.domain.notice import NoticePack, Severity
from reviewer_ui.intake.field_row import MISSING
from reviewer_ui.theme import Tone
from reviewer_ui.widgets import Button, ButtonKind, Card, Chip, FieldNote, TextRole, Words
from reviewer_ui.widgets.icons import Sign

_SIGN_SIDE = 48


class RegisterHead(QWidget):
    """What is being registered, under which notice, and where it is known from."""

    source_chosen = Signal(object)  # Source

    def __init__(self, pack: NoticePack, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._chips = {Source.PAPER: Chip("纸质"), Source.BOTH: Chip("两者")}
        group = QButtonGroup(self)
        group.setExclusive(True)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(Words("登记一件申报", TextRole.TITLE))
        words.addWidget(Words(f"{pack.season}年度 · 收件编号在登记时自动编排 · 边填写边保存", TextRole.NOTE))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addLayout(words, 1)
        row.addWidget(Words("来源", TextRole.LABEL))
        for source, chip in self._chips.items():
            group.addButton(chip)
            chip.setAccessibleName(f"来源：{source.label}")
            chip.clicked.connect(lambda _checked, chosen=source: self.source_chosen.emit(chosen))
            row.addWidget(chip)
        self._chips[Source.PAPER].setToolTip("只收到纸质材料")
        self._chips[Source.BOTH].setToolTip("纸质材料和网上申报都有")
        self.choose(Source.PAPER)

    def source(self) -> Source:
        """Where the application is known from."""
        return Source.BOTH if self._chips[Source.BOTH].isChecked() else Source.PAPER

    def choose(self, source: Source) -> None:
        """Shows a source as chosen."""
        self._chips[source].setChecked(True)


class SectionList(QListWidget):
    """The form's sections at the left; a press goes there, scrolling moves the mark along."""

    chosen = Signal(str)

    def __init__(self, sections: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sections = tuple(sections)
        self.setObjectName("sectionList")
        self.setAccessibleName("表单栏目")
        self.setFixedWidth(172)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for section in self._sections:
            QListWidgetItem(section, self)
        self.currentRowChanged.connect(lambda place: self.chosen.emit(self._sections[place]))

    def show_reached(self, place: int) -> None:
        """Marks the section now in sight, without going anywhere."""
        with QSignalBlocker(self):
            self.setCurrentRow(place)

    def show_missing(self, counts: Sequence[int]) -> None:
        """Writes behind each section how many required fields it still lacks."""
        for place, (section, count) in enumerate(zip(self._sections, counts, strict=True)):
            self.item(place).setText(f"{section}（差 {count}）" if count else section)


class RegisterFoot(QWidget):
    """What is still missing, when it was saved, and the buttons."""

    clear_pressed = Signal()
    close_pressed = Signal()
    register_pressed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._findings = FieldNote()
        self._kept = Words("", TextRole.NOTE)
        self._register = Button("登记", ButtonKind.PRIMARY)
        self._clear = Button("清空已填内容", ButtonKind.LINK)
        self._close = Button("关闭，稍后继续")
        self._register.setToolTip("Ctrl+Enter")
        self._register.clicked.connect(self.register_pressed)
        self._clear.clicked.connect(self.clear_pressed)
        self._close.clicked.connect(self.close_pressed)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self._findings)
        words.addWidget(self._kept)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addLayout(words, 1)
        for button in (self._clear, self._close, self._register):
            row.addWidget(button)

    def say_findings(self, findings: Sequence[Finding]) -> None:
        """Counts what the checks found; registering stays possible, for papers come in as they are."""
        missing = sum(one.id == MISSING for one in findings)
        blocking = sum(one.severity is Severity.BLOCK for one in findings) - missing
        warned = sum(one.severity is Severity.WARN for one in findings)
        counts = (("必填还差", missing), ("须补正", blocking), ("请核对", warned))
        said = " · ".join(f"{word} {count} 项" for word, count in counts if count > 0)
        self._findings.say(f"{said}，可先登记再补" if said else "", Tone.WARN if said else None)

    def said(self) -> str:
        """What stands in the foot now."""
        return self._findings.text()

    def refuse(self, sentence: str, tone: Tone = Tone.BAD) -> None:
        """Says why it was not registered or not kept."""
        self._findings.say(sentence, tone)

    def offer_undo(self, is_cleared: bool) -> None:
        """After clearing, the same button takes the clearing back."""
        self._clear.setText("撤销清空" if is_cleared else "清空已填内容")

    def say_kept(self, text: str) -> None:
        """Says when the typed text was saved."""
        self._kept.setText(text)

    def press(self) -> None:
        """As if the button were pressed (its key)."""
        self._register.click()

    def set_busy(self, is_busy: bool) -> None:
        """No second press while the first is being carried out."""
        self._register.setDisabled(is_busy)


class RegisteredView(QWidget):
    """The number given, and what next."""

    another_pressed = Signal()
    view_pressed = Signal()
    close_pressed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sign = Sign("check", "ok", _SIGN_SIDE)
        self._number = Words("", TextRole.TITLE, selectable=True)
        self._project = Words("", TextRole.LABEL, wrap=True)
        self._another = Button("继续登记", ButtonKind.PRIMARY)
        self._view = Button("查看这一件")
        self._close = Button("关闭")
        self._another.clicked.connect(self.another_pressed)
        self._view.clicked.connect(self.view_pressed)
        self._close.clicked.connect(self.close_pressed)
        card = Card(self)
        column = QVBoxLayout(card)
        column.setSpacing(8)
        column.addStretch(2)
        for part in (self._sign, self._number, self._project):
            part.setAlignment(Qt.AlignmentFlag.AlignCenter)
            column.addWidget(part)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addStretch(1)
        for button in (self._another, self._view, self._close):
            buttons.addWidget(button)
        buttons.addStretch(1)
        column.addSpacing(12)
        column.addLayout(buttons)
        column.addStretch(3)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(card)

    def show_number(self, number: str, project: str) -> None:
        """Shows the intake number just given, to be written on the paper."""
        self._number.setText(f"已登记，收件编号 {number}")
        self._project.setText(project)
        self._another.setFocus()

    def said(self) -> str:
        """The line with the number."""
        return self._number.text()
