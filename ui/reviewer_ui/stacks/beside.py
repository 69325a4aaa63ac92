"""Beside the list: the page of the chosen line, and what a person says of it: the mark is good, or whose page it is."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QMargins, Qt, Signal
from PySide6.QtGui import QImage, QKeySequence, QPainter, QPaintEvent, QShortcut
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from reviewer_app.domain.dispatch.stacks import ExpectedPaper
from reviewer_app.services.ports.reading import PagePicture
from reviewer_resources.phrases import sentence
from reviewer_ui.theme import tokens
from reviewer_ui.widgets import Button, TextRole, Words

_WIDTH = 300
_MARGIN = QMargins(1, 1, 1, 1)


class _Sheet(QWidget):
    """A page drawn as large as there is room."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._image = QImage()
        self.setMinimumSize(_WIDTH - 40, 240)
        self.setAccessibleName("扫描页")

    def show_image(self, image: QImage) -> None:
        """Shows another page; an empty image shows none."""
        self._image = image
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The page in the middle, in a thin frame."""
        if self._image.isNull():
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        size = self._image.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
        room = self.rect().adjusted(0, 0, -1, -1)
        room.setSize(size.shrunkBy(_MARGIN))
        room.moveCenter(self.rect().center())
        painter.drawImage(room, self._image)
        painter.setPen(tokens().color("line"))
        painter.drawRect(room)


class BesidePane(QWidget):
    """The page in sight; `turned_to` asks for another page of the line, `accepted` and `named` tell a person's word."""

    turned_to = Signal(int)
    accepted = Signal()
    named = Signal(int, int)  # line of the register, page

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedWidth(_WIDTH)
        self._place, self._count = 0, 0
        self.head = Words("", TextRole.SECTION)
        self.said = Words("", TextRole.NOTE, wrap=True)
        self.sheet = _Sheet()
        self.before, self.after = Button("上一页"), Button("下一页")
        self.count = Words("", TextRole.NOTE)
        self.accept = Button("看过，认可 Alt+A")
        self.whose = QComboBox()
        self.whose.setAccessibleName("是哪一份")
        self.name = Button("指定 Alt+G")
        self.note = Words(sentence("stack_window.look"), TextRole.NOTE, wrap=True)
        self._lay_out()
        self.before.clicked.connect(lambda: self._turn(-1))
        self.after.clicked.connect(lambda: self._turn(1))
        self.accept.clicked.connect(self.accepted)
        self.name.clicked.connect(self._say_whose)
        for keys, act in (
            ("Alt+A", self.accept.click),
            ("Alt+G", self.name.click),
            ("PgDown", self.after.click),
            ("PgUp", self.before.click),
        ):
            QShortcut(QKeySequence(keys), self, act)
        self.show_line("", "", 0, 0, can_accept=False, whose=())

    def show_line(
        self,
        head: str,
        said: str,
        place: int,
        count: int,
        *,
        can_accept: bool,
        whose: Sequence[tuple[ExpectedPaper, int]],
    ) -> None:
        """Shows what can be said of a line: page `place` (from 0) of its `count` is the one in sight."""
        self._place, self._count = place, count
        self.head.setText(head)
        self.said.setText(said)
        self.count.setText(f"{place + 1} / {count}" if count > 1 else "")
        for button, is_open in ((self.before, place > 0), (self.after, place + 1 < count)):
            button.setVisible(count > 1)
            button.setEnabled(is_open)
        self.accept.setVisible(can_accept)
        self.whose.setVisible(bool(whose))
        self.name.setVisible(bool(whose))
        self.whose.clear()
        for paper, page in whose:
            self.whose.addItem(f"{paper.called} 第{page}页　{paper.title}", (paper.entry_id, page))

    def show_picture(self, picture: PagePicture | None, small: QImage) -> None:
        """The page in sight; until its picture has come, the small one."""
        if picture is None or not picture.dots:
            self.sheet.show_image(small)
            return
        image = QImage(picture.dots, picture.width, picture.height, 3 * picture.width, QImage.Format.Format_RGB888)
        self.sheet.show_image(image.copy())

    def _turn(self, by: int) -> None:
        if 0 <= self._place + by < self._count:
            self.turned_to.emit(self._place + by)

    def _say_whose(self) -> None:
        said = self.whose.currentData()
        if said is not None:
            self.named.emit(*said)

    def _lay_out(self) -> None:
        turn = QHBoxLayout()
        for widget in (self.before, self.count, self.after):
            turn.addWidget(widget)
        turn.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.head)
        column.addWidget(self.said)
        column.addWidget(self.sheet, 1)
        column.addLayout(turn)
        column.addWidget(self.accept)
        column.addWidget(self.whose)
        column.addWidget(self.name)
        column.addWidget(self.note)
