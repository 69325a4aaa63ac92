"""What goes with a batch: what stands in the seal's place, the folder, what will be written, and the button."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QFrame,
    QRadioButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from reviewer_app.domain.batch import SealStyle
from reviewer_app.domain.notice import PostalAddress
from reviewer_resources.phrases import sentence
from reviewer_ui.preferences import Preferences
from reviewer_ui.theme import Tone
from reviewer_ui.widgets import (
    Button,
    ButtonKind,
    FieldNote,
    SectionHead,
    SlimProgress,
    TextRole,
    Words,
    give_keys_to_ground,
)
from reviewer_ui.widgets.folder_field import FolderField, ask_folder, documents_folder

_FOLDER_KEY = "dispatch/folder"
#: The width of the panel, usually and in a narrow window.
_PANEL_WIDTH, _NARROW_WIDTH = 316, 236


class BatchOptions(QWidget):
    """The panel beside the list; says exactly what the button will write."""

    export_pressed = Signal()
    cancel_pressed = Signal()

    def __init__(self, preferences: Preferences, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._preferences = preferences
        self._count = 0
        self._is_own_folder = False
        self._closed = ""
        self.setFixedWidth(_PANEL_WIDTH)
        self.seals = {style: QRadioButton(style.label) for style in SealStyle}
        self.seals[SealStyle.CIRCLE].setChecked(True)
        group = QButtonGroup(self)
        for radio in self.seals.values():
            group.addButton(radio)
        self.folder = FolderField("导出到文件夹", "更改上级文件夹")
        self.folder.choose_pressed.connect(self._choose_folder)
        self.folder.line.textEdited.connect(self._note_folder_typed)
        self.contents = Words("")
        self.letters = QCheckBox("同时出具报送函")
        self.letters.setChecked(True)
        self.letters.setToolTip(sentence("letters.with_batch"))
        self.letters.toggled.connect(lambda _is_on: self._say_contents())
        self.numbers = Words("", TextRole.NOTE, wrap=True)
        self._coming = ""
        self.address = Words("", TextRole.NOTE, wrap=True)
        self.note = FieldNote()
        self.progress = SlimProgress()
        self.export = Button("导出", ButtonKind.PRIMARY)
        self.export.setEnabled(False)
        self.export.setToolTip("Ctrl+Enter")
        self.export.clicked.connect(self.export_pressed)
        self.progress.cancel_requested.connect(self.cancel_pressed)
        self._lay_out()

    def seal(self) -> SealStyle:
        """What shall stand in the seal's place."""
        return next(style for style, radio in self.seals.items() if radio.isChecked())

    def with_letters(self) -> bool:
        """Whether the covering letters are issued with the batch."""
        return self.letters.isChecked()

    def show_practice(self, is_practice: bool) -> None:
        """Offers the sample seal in the practice season alone."""
        sample = self.seals[SealStyle.SAMPLE]
        sample.setVisible(is_practice)
        if not is_practice and sample.isChecked():
            self.seals[SealStyle.CIRCLE].setChecked(True)

    def suggest_folder(self, name: str) -> None:
        """Proposes a folder below the one used last, unless the officer has typed one; a used name gets a number."""
        if self._is_own_folder:
            return
        kept = self._preferences.text(_FOLDER_KEY)
        above = Path(kept) if kept else documents_folder()
        proposed, again = above / name, 2
        while proposed.exists():
            proposed, again = above / f"{name}-{again}", again + 1
        self.folder.show_target(proposed)

    def remember_folder(self) -> None:
        """Keeps the folder above for the next batch."""
        self._preferences.put(_FOLDER_KEY, str(self.folder.target().parent))
        self._is_own_folder = False

    def set_narrow(self, is_narrow: bool) -> None:
        """Takes less room where there is little."""
        self.setFixedWidth(_NARROW_WIDTH if is_narrow else _PANEL_WIDTH)

    def show_count(self, count: int, total: int) -> None:
        """Says what will be written for so many chosen cases."""
        self._count = count
        self.export.setText(f"导出 {count} 件")
        self.export.setEnabled(count > 0 and not self._closed)
        self._say_contents()
        reason = "还没有选择案件。" if total else "目前没有已复核、可以报送的案件。"
        self.note.say(self._closed or ("" if count else reason))
        self.export.setToolTip(self._closed or "Ctrl+Enter")

    def show_closed(self, why: str) -> None:
        """Nothing is exported in a season that was closed; an empty reason opens it again."""
        self._closed = why

    def _say_contents(self) -> None:
        said = ["1 份推荐汇总表（Excel）", f"{self._count} 份推荐意见（PDF）", "1 份文件清单"]
        said += ["报送函，编号接发文登记"] if self.with_letters() else []
        self.contents.setText("\n".join(said) if self._count else "")
        self.contents.setVisible(self._count > 0)
        is_told = self.with_letters() and self._count > 0
        self.numbers.setText(self._coming if is_told else "")
        self.numbers.setVisible(bool(self.numbers.text()))

    def show_coming(self, said: str) -> None:
        """Under which numbers the letters would be issued now, beside their tick; '' while that is not known."""
        self._coming = said
        self._say_contents()

    def show_address(self, address: PostalAddress) -> None:
        """Where the paper goes."""
        self.address.setText(f"纸质材料寄送：{address.recipient}，{address.street}，邮编 {address.postcode}")

    def show_exporting(self, total: int) -> None:
        """Shows the bar; only cancel can be pressed."""
        self.note.clear()
        self.progress.start("正在导出", total)
        self._set_busy(True)

    def show_ended(self, sentence: str = "", tone: Tone | None = None) -> None:
        """Takes the bar away and says what came of it, if anything is to be said here."""
        self.progress.finish()
        self._set_busy(False)
        self.note.say(sentence, tone)

    def refuse_folder(self, sentence: str) -> None:
        """Says beside the folder why it cannot be used."""
        self.show_ended()
        self.folder.refuse(sentence)

    def _set_busy(self, is_busy: bool) -> None:
        for control in (*self.seals.values(), self.folder, self.letters):
            control.setDisabled(is_busy)
        self.export.setEnabled(not is_busy and self._count > 0 and not self._closed)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._choices(), 1)
        foot = QVBoxLayout()
        foot.setContentsMargins(16, 8, 16, 14)
        foot.setSpacing(8)
        for widget in (self.note, self.progress, self.export):
            foot.addWidget(widget)
        column.addLayout(foot)

    def _choices(self) -> QScrollArea:
        """Everything above the button; on a low screen it scrolls and the button stays."""
        inner: tuple[tuple[str, list[QWidget]], ...] = (
            ("用印处", list(self.seals.values())),
            ("导出到", [self.folder]),
            ("将写出", [self.contents, self.letters, self.numbers, self.address]),
        )
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for title, parts in inner:
            column.addWidget(SectionHead(title))
            box = QVBoxLayout()
            box.setContentsMargins(16, 8, 16, 10)
            box.setSpacing(6)
            for part in parts:
                box.addWidget(part)
            column.addLayout(box)
        column.addStretch(1)
        scroll = QScrollArea()
        scroll.setAccessibleName("报送的用印处和去处")
        give_keys_to_ground(scroll)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(page)
        page.setAutoFillBackground(False)
        scroll.viewport().setAutoFillBackground(False)
        return scroll

    def _note_folder_typed(self) -> None:
        self._is_own_folder = True

    def _choose_folder(self) -> None:
        ask_folder(self, "选择上级文件夹", self.folder.target().parent, self._take_folder)

    def _take_folder(self, chosen: Path) -> None:
        self._preferences.put(_FOLDER_KEY, str(chosen))
        self._is_own_folder = False
        self.suggest_folder(self.folder.target().name)
