"""移交到他库: the cases of the list to be chosen, the receiver, and the file; what cannot go says why."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from reviewer_app.domain.outside.custody import KnownDesk
from reviewer_app.services.handover.cards import known_desks
from reviewer_app.services.handover.gathering import SendingLine, plan_sending
from reviewer_app.services.handover.sending import Sent, hand_over_cases
from reviewer_app.services.ports.library import Cancelled, Library, Progress, UnitOfWork
from reviewer_app.services.ports.rows import QueueQuery
from reviewer_resources.phrases import sentence
from reviewer_ui.context import Context
from reviewer_ui.file_copy import place_dialog
from reviewer_ui.messages import sentence_of
from reviewer_ui.theme import Tone
from reviewer_ui.widgets import Button, ButtonKind, FieldNote, TextRole, Words
from reviewer_ui.widgets.dialog import Dialog

#: As many cases of the list as one package may hold.
_MOST_SHOWN = 500
_WIDTH, _HEIGHT = 680, 520
_SAYS = (
    "选定的案件连同材料、意见和流转记录写成一个加密文件，只有接收方的案卷库能打开。移交之后本库只能查看，交还之后再办。"
)


class SendingDialog(Dialog):
    """The cases of the present list; the one in hand is ticked, all others by a press."""

    def __init__(self, context: Context, query: QueueQuery, current: int | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.setWindowTitle("移交到他库")
        self.setAccessibleName("移交到他库")
        self.setMinimumSize(_WIDTH, _HEIGHT)
        self.receiver = QComboBox()
        self.receiver.setAccessibleName("接收方")
        self.words = QLineEdit()
        self.words.setAccessibleName("交接说明")
        self.words.setPlaceholderText("可不填，如“今天收的件，请初审”")
        self.list = QListWidget()
        self.list.setAccessibleName("要移交的案件")
        self.all = Button("全选", ButtonKind.LINK)
        self.count = Words("", TextRole.NOTE)
        self.note = FieldNote()
        self.confirm = Button("移交并存出…", ButtonKind.PRIMARY)
        self.cancel = Button("取消")
        self._lay_out()
        self._connect()
        context.background.run_read(_read, query, current, then=lambda found: self._show(*found, current))

    def chosen(self) -> list[int]:
        """The ids of the ticked cases."""
        items = (self.list.item(row) for row in range(self.list.count()))
        return [
            int(item.data(Qt.ItemDataRole.UserRole)) for item in items if item.checkState() is Qt.CheckState.Checked
        ]

    def tick_all(self) -> None:
        """Ticks every case that can go."""
        for row in range(self.list.count()):
            item = self.list.item(row)
            if item.flags() & Qt.ItemFlag.ItemIsEnabled:
                item.setCheckState(Qt.CheckState.Checked)

    def save_to(self, target: Path) -> None:
        """Hands the ticked cases over and saves the file."""
        ids, receiver, words = self.chosen(), str(self.receiver.currentData()), self.words.text()
        codec = self._context.parts.contents
        self.confirm.setEnabled(False)

        def work(library: Library, _progress: Progress, _cancelled: Cancelled) -> Sent:
            return hand_over_cases(library, codec, ids, receiver, target, words)

        self._context.background.run_long(work, then=self._done, failed=self._refuse)

    def _show(self, desks: Sequence[KnownDesk], lines: Sequence[SendingLine], current: int | None) -> None:
        for one in desks:
            self.receiver.addItem(one.card.name, one.card.fingerprint)
        for line in lines:
            self.list.addItem(_item(line, is_ticked=line.case_id == current and not line.refusal))
        if not desks:
            self.note.say(sentence("custody.nobody_known"), Tone.WARN)
        self._count()

    def _count(self) -> None:
        count = len(self.chosen())
        self.count.setText(f"已选 {count} 件，列表共 {self.list.count()} 件")
        self.confirm.setEnabled(bool(count) and self.receiver.count() > 0)

    def _ask_place(self) -> None:
        name = f"移交{self.receiver.currentText()}-{date.today():%m%d}-{len(self.chosen())}件.移交件"
        dialog = place_dialog(self._context.preferences, "存出移交件", name, self)
        dialog.fileSelected.connect(lambda chosen: self.save_to(Path(chosen)))
        dialog.open()

    def _done(self, sent: Sent) -> None:
        self.accept()
        package = sent.package
        if sent.saved_to is None:
            self._context.messages.inform(sentence("custody.unsaved", {"number": package.number}))
            return
        said = f"已把 {package.cases} 件移交给“{package.desk_name}”："
        self._context.messages.inform(f"{said}第 {package.number} 号移交件，“{sent.saved_to.name}”。")

    def _refuse(self, error: Exception) -> None:
        self.note.say(sentence_of(error), Tone.BAD)
        self._count()

    def _connect(self) -> None:
        self.list.itemChanged.connect(lambda _item: self._count())
        self.all.clicked.connect(self.tick_all)
        self.confirm.clicked.connect(self._ask_place)
        self.cancel.clicked.connect(self.reject)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(8)
        column.addWidget(Words("移交到他库", TextRole.TITLE))
        column.addWidget(Words(_SAYS, wrap=True))
        for label, editor in (("接收方", self.receiver), ("交接说明", self.words)):
            row = QHBoxLayout()
            name = Words(label, TextRole.LABEL)
            name.setFixedWidth(72)
            name.setBuddy(editor)
            row.addWidget(name)
            row.addWidget(editor, 1)
            column.addLayout(row)
        head = QHBoxLayout()
        head.addWidget(self.count, 1)
        head.addWidget(self.all)
        column.addLayout(head)
        column.addWidget(self.list, 1)
        column.addWidget(self.note)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.cancel)
        buttons.addWidget(self.confirm)
        column.addLayout(buttons)


def _item(line: SendingLine, *, is_ticked: bool) -> QListWidgetItem:
    said = f"{line.number}　{line.name}　{line.state}"
    item = QListWidgetItem(f"{said}\n{line.refusal}" if line.refusal else said)
    item.setData(Qt.ItemDataRole.UserRole, line.case_id)
    item.setFlags(
        Qt.ItemFlag.NoItemFlags if line.refusal else Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsUserCheckable
    )
    item.setCheckState(Qt.CheckState.Checked if is_ticked else Qt.CheckState.Unchecked)
    return item


def _read(
    unit: UnitOfWork, query: QueueQuery, current: int | None
) -> tuple[tuple[KnownDesk, ...], tuple[SendingLine, ...]]:
    """The desks known, and the cases of the list, the one in hand first."""
    ids = list(unit.worklist.index(query, unit.actor, _MOST_SHOWN).ids)[:_MOST_SHOWN]
    ordered = [*([current] if current is not None else []), *(one for one in ids if one != current)]
    return known_desks(unit), plan_sending(unit, ordered)
