"""The upper part of the pile: the scanner's field, where the copies go, who brought them, and the set in hand."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from reviewer_app.services.intake.paper_sets import PaperSet
from reviewer_ui.intake.pile.set_card import SetCard
from reviewer_ui.widgets import Button, ButtonKind, Card, FieldNote, TextRole, Words

_HINTS = "回车 收下　Alt+S 各份相同　Alt+1 2 3 逐份改　Esc 放下"


class ScanCard(Card):
    """The fields and buttons; what they do is the page's."""

    def __init__(self, place: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.scan = QLineEdit()
        self.scan.setPlaceholderText("扫二维码，或键入编号、代码、单位后回车")
        self.scan.setAccessibleName("扫码或键入")
        self.place = QLineEdit(place)
        self.place.setPlaceholderText("如：卷柜 A-4")
        self.place.setAccessibleName("放到")
        self.giver = QLineEdit()
        self.giver.setPlaceholderText("可不填")
        self.giver.setAccessibleName("来件人")
        self.note = FieldNote()
        self.queue = FieldNote()
        self.several = QListWidget()
        self.several.setAccessibleName("找到的案件")
        self.several.hide()
        self.card = SetCard()
        self.card.hide()
        self.undo = Button("撤销上一套", icon_name="undo")
        self.receipt = Button("打印回执…", icon_name="print")
        self.receipts = Button("今日回执…", icon_name="print")
        self.receipts.setAccessibleName("打印今天全部回执")
        self.register = Button("登记一件纸质申报…", ButtonKind.LINK)
        self.register.hide()
        self.turn = Button("配对与只来一半的", ButtonKind.LINK)
        self.back = Button("返回收件", ButtonKind.LINK)
        for field in (self.scan, self.place, self.giver):
            # A file dropped here is the window's, not a text.
            field.setAcceptDrops(False)
        for field in (self.place, self.giver):
            # A scan that went here by mistake ends with Enter as well: it takes nothing in.
            field.returnPressed.connect(self.scan.setFocus)
        self._lay_out()

    @property
    def has_open_set(self) -> bool:
        """Whether a set is shown that was marked and not taken in."""
        return self.card.isVisibleTo(self) and self.card.paper is not None and self.card.is_open

    def offer(self, found: Sequence[PaperSet]) -> None:
        """Lists several cases, the first chosen; the keyboard stays where the scanner types."""
        self.several.clear()
        for paper in found:
            item = QListWidgetItem(f"{paper.intake_number}　{paper.applicant}　{paper.project_name}")
            item.setData(Qt.ItemDataRole.UserRole, paper)
            self.several.addItem(item)
        self.several.setCurrentRow(0)
        self.several.setFixedHeight(len(found) * self.several.sizeHintForRow(0) + 8)
        self.several.show()
        self.scan.setFocus()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(Words("收一摞纸质件", TextRole.HEAD))
        head.addWidget(Words("扫回执或核对单上的二维码，也可键入编号、代码、单位", TextRole.NOTE), 1)
        head.addWidget(self.turn)
        head.addWidget(self.back)
        fields = QHBoxLayout()
        fields.setSpacing(8)
        fields.addWidget(self.scan, 1)
        for word, field, width in (("放到", self.place, 130), ("来件人", self.giver, 110)):
            fields.addWidget(Words(word, TextRole.NOTE))
            field.setFixedWidth(width)
            fields.addWidget(field)
        feet = QHBoxLayout()
        feet.setSpacing(8)
        feet.addWidget(Words(_HINTS, TextRole.NOTE, wrap=True), 1)
        feet.addWidget(self.undo)
        feet.addWidget(self.receipt)
        feet.addWidget(self.receipts)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(8)
        for row in (head, fields):
            column.addLayout(row)
        column.addWidget(self.note)
        column.addWidget(self.register, 0, Qt.AlignmentFlag.AlignLeft)
        for part in (self.queue, self.several, self.card):
            column.addWidget(part)
        column.addLayout(feet)
