"""移交到他库: the cases to be chosen, the receiver, and the file; what cannot go says why.

What this person worked on today is ticked and the desk handed to last is chosen, so that Enter twice hands it over.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from reviewer_app.domain.limits.lengths import TextKind
from reviewer_app.domain.outside.custody import KnownDesk
from reviewer_app.services.dispatch.leaving import leave_batch
from reviewer_app.services.handover.cards import known_desks
from reviewer_app.services.handover.gathering import SendingLine, plan_sending, usual_receiver, worked_on_today
from reviewer_app.services.handover.sending import Sent, hand_over_cases
from reviewer_app.services.ports.library import Cancelled, Library, Progress, UnitOfWork
from reviewer_app.services.ports.rows import QueueQuery
from reviewer_resources.phrases import sentence
from reviewer_ui.context import Context
from reviewer_ui.file_copy import place_dialog
from reviewer_ui.kept_texts import KeptTexts, keep_texts
from reviewer_ui.messages import sentence_of
from reviewer_ui.theme import Tone
from reviewer_ui.widgets import Button, ButtonKind, FieldNote, LetterCount, TextRole, Words
from reviewer_ui.widgets.decision import DecisionDialog, Question, Reason
from reviewer_ui.widgets.dialog import Dialog

#: As many cases of the list as one package may hold.
_MOST_SHOWN = 500
_WIDTH, _HEIGHT, _LEAST = 680, 520, 520
_SAYS = (
    "选定的案件连同材料、意见和流转记录写成一个加密文件，只有接收方的案卷库能打开。移交之后本库只能查看，交还之后再办。"
)


@dataclass(frozen=True, slots=True)
class _Plan:
    """What the dialog opens with."""

    desks: tuple[KnownDesk, ...]
    lines: tuple[SendingLine, ...]
    ticked: frozenset[int]
    receiver: str
    is_of_day: bool


class SendingDialog(Dialog):
    """The day's cases, ticked, then those of the present list; without any of the day the one in hand is ticked."""

    def __init__(self, context: Context, query: QueueQuery, current: int | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.setWindowTitle("移交到他库")
        self.setAccessibleName("移交到他库")
        self.setMinimumWidth(_LEAST)
        self.resize(_WIDTH, _HEIGHT)
        self.receiver = QComboBox()
        self.receiver.setAccessibleName("接收方")
        self.words = QLineEdit()
        LetterCount(self.words, TextKind.REASON)
        self.words.setAccessibleName("交接说明")
        KeptTexts(context, self, "hand_over", {"words": self.words})
        self.words.setPlaceholderText("可不填，如“今天收的件，请初审”")
        self.list = QListWidget()
        self.list.setAccessibleName("要移交的案件")
        self.all = Button("全选", ButtonKind.LINK)
        self.leave = Button("移出批次…", ButtonKind.LINK)
        self.count = Words("", TextRole.NOTE)
        self.note = FieldNote()
        self.confirm = Button("移交并存出…", ButtonKind.PRIMARY)
        self.cancel = Button("取消")
        self._lay_out()
        self._connect()
        self._asked = (query, current)
        self._batches: dict[int, int] = {}
        self.refresh()

    def refresh(self) -> None:
        """Reads what can go where."""
        self._context.background.run_read(_read, *self._asked, then=self._show)

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
            if item.flags() & Qt.ItemFlag.ItemIsUserCheckable:
                item.setCheckState(Qt.CheckState.Checked)

    def save_to(self, target: Path) -> None:
        """Hands the ticked cases over and saves the file."""
        ids, receiver, words = self.chosen(), str(self.receiver.currentData()), self.words.text()
        codec = self._context.parts.contents
        self.confirm.setEnabled(False)
        self.wait()

        def work(library: Library, _progress: Progress, _cancelled: Cancelled) -> Sent:
            return hand_over_cases(library, codec, ids, receiver, target, words)

        self._context.background.run_long(work, then=self._done, failed=self._refuse)

    def _show(self, plan: _Plan) -> None:
        self.receiver.clear()
        self.list.clear()
        self._batches = {line.case_id: line.batch for line in plan.lines if line.batch}
        self.leave.setVisible(bool(self._batches))
        for one in plan.desks:
            self.receiver.addItem(one.card.name, one.card.fingerprint)
        self.receiver.setCurrentIndex(max(0, self.receiver.findData(plan.receiver)))
        for line in plan.lines:
            self.list.addItem(_item(line, is_ticked=line.case_id in plan.ticked and not line.refusal))
        if not plan.desks:
            self.note.say(sentence("custody.nobody_known"), Tone.WARN)
        elif plan.is_of_day:
            self.note.say(sentence("custody.of_today"))
        self.confirm.setDefault(True)
        self.list.setCurrentRow(0)
        self.list.setFocus()
        self._count()

    def _count(self) -> None:
        count = len(self.chosen())
        self.count.setText(f"已选 {count} 件，列表共 {self.list.count()} 件")
        self.confirm.setEnabled(bool(count) and self.receiver.count() > 0)

    def _in_batch(self) -> int | None:
        """The case gone to, when it lies in a batch."""
        chosen = self.list.selectedItems()
        case_id = int(chosen[0].data(Qt.ItemDataRole.UserRole)) if chosen else 0
        return case_id if case_id in self._batches else None

    def _ask_leave(self) -> None:
        case_id = self._in_batch()
        if case_id is None:
            return
        dialog = DecisionDialog(leave_question(self._batches[case_id]), self)
        keep_texts(self._context, dialog, f"leave:{case_id}")

        def done(_changes: object) -> None:
            dialog.accept()
            self.refresh()

        dialog.confirmed.connect(
            lambda reason, _choice: self._context.background.run_change(
                leave_batch, case_id, reason, then=done, failed=dialog.refuse
            )
        )
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _ask_place(self) -> None:
        name = f"移交{self.receiver.currentText()}-{date.today():%m%d}-{len(self.chosen())}件"
        dialog = place_dialog(self._context.preferences, "存出移交件", f"{name}.移交件", self)
        dialog.selectFile(_not_yet_there(Path(dialog.directory().absolutePath()), name))
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
        self.answered()
        self.note.say(sentence_of(error), Tone.BAD)
        self._count()

    def _connect(self) -> None:
        self.list.itemChanged.connect(lambda _item: self._count())
        self.list.itemSelectionChanged.connect(lambda: self.leave.setEnabled(self._in_batch() is not None))
        self.all.clicked.connect(self.tick_all)
        self.leave.clicked.connect(self._ask_leave)
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
        head.addWidget(self.leave)
        head.addWidget(self.all)
        column.addLayout(head)
        column.addWidget(self.list, 1)
        column.addWidget(self.note)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.cancel)
        buttons.addWidget(self.confirm)
        column.addLayout(buttons)


def leave_question(batch: int) -> Question:
    """What taking a case out of its batch means, and why it is done."""
    return Question(
        title="移出批次",
        says=f"把这一件移出第 {batch} 批。已导出的文件里仍有它，这一批不能照原样报送，须不含它重新导出。",
        confirm="移出批次",
        reason=Reason.REQUIRED,
        is_destructive=True,
    )


def _not_yet_there(folder: Path, name: str) -> str:
    """A name of its own: the package of the morning lies on the same stick."""
    names = (f"{name}{number}.移交件" for number in ("", *(f"（{count}）" for count in range(2, 100))))
    return next((one for one in names if not (folder / one).exists()), f"{name}.移交件")


def _item(line: SendingLine, *, is_ticked: bool) -> QListWidgetItem:
    said = f"{line.number}　{line.name}　{line.state}"
    more = line.refusal or line.told
    item = QListWidgetItem(f"{said}\n{more}" if more else said)
    item.setData(Qt.ItemDataRole.UserRole, line.case_id)
    is_chosen = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
    may_go = is_chosen | Qt.ItemFlag.ItemIsUserCheckable
    if line.batch:
        # It can be taken out of its batch from here, so it can be gone to.
        item.setFlags(is_chosen)
        return item
    item.setFlags(Qt.ItemFlag.NoItemFlags if line.refusal else may_go)
    item.setCheckState(Qt.CheckState.Checked if is_ticked else Qt.CheckState.Unchecked)
    return item


def _read(unit: UnitOfWork, query: QueueQuery, current: int | None) -> _Plan:
    """The desks known, and the cases: those of the day, else the one in hand, first."""
    in_hand = (current,) if current is not None else ()
    of_day = worked_on_today(unit)[:_MOST_SHOWN]
    ids = unit.worklist.index(query, unit.actor, _MOST_SHOWN).ids[:_MOST_SHOWN]
    ordered = list(dict.fromkeys((*of_day, *in_hand, *ids)))
    lines = plan_sending(unit, ordered)
    ticked = {line.case_id for line in lines if not line.refusal} & set(of_day)
    return _Plan(known_desks(unit), lines, frozenset(ticked or in_hand), usual_receiver(unit, current), bool(ticked))
