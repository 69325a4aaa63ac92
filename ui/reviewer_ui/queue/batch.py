"""One act on the chosen cases: what it needs, then case by case who changes and who not and why; untick, then do it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from functools import partial

from PySide6.QtCore import QDate, Qt, QTimer
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from reviewer_app.domain.application import Role, User
from reviewer_app.domain.errors import OfficeError
from reviewer_app.domain.limits.lengths import TextKind
from reviewer_app.services.cases.reading import people
from reviewer_app.services.listing.batch_acts import (
    BatchAct,
    BatchDone,
    BatchLine,
    BatchOrder,
    do_batch,
    plan_batch,
    proposed_day,
)
from reviewer_app.services.listing.marking import MOST_LETTERS, known_labels, labels_on
from reviewer_app.services.ports.library import UnitOfWork
from reviewer_app.services.ports.listing import Label
from reviewer_resources.phrases import sentence
from reviewer_ui.context import Context
from reviewer_ui.explaining import Told, tell
from reviewer_ui.kept_texts import Editor, KeptTexts
from reviewer_ui.messages import sentence_of
from reviewer_ui.theme import Tone, tokens
from reviewer_ui.widgets import Button, ButtonKind, FieldNote, LetterCount, TextRole, Words
from reviewer_ui.widgets.dialog import Dialog
from reviewer_ui.widgets.field_editors import DayEdit

_WIDTH, _HEIGHT, _LABEL = 620, 480, 64
_PAUSE_MS = 150
#: What was seen of the seals; until the officer says it, nothing is taken in.
_SEALS: tuple[tuple[str, bool | None], ...] = (("请选择", None), ("各份都已盖章", True), ("各份都未盖章", False))
#: Title, what is said of it, and the word of the button.
_WORDS = {
    BatchAct.ASSIGN: ("分派经办", "把选中的案件交给一位经办人，已写的内容一并移交，每件各记一条流转记录。", "分派"),
    BatchAct.SET_ASIDE: (
        "搁置到某日",
        "案件离开待我办，到日自动回来；状态和期限都不变。案件有人推动或移交时也自动回来。",
        "搁置",
    ),
    BatchAct.TAKE_UP: ("取回办理", "搁置的案件提前回到待我办。", "取回"),
    BatchAct.LABEL: ("加标签", "标签只在列表里看，不是状态，不上纸面，不记流转记录。", "加标签"),
    BatchAct.RECEIVE: (
        "收下纸质件",
        "把选中的案件里还没有到的各份登记为今天收到，已登记的各份不动。页数、印文和各份是否相同逐套再看。",
        "收下",
    ),
    BatchAct.UNLABEL: ("去掉标签", "只从选中的案件上去掉。", "去掉"),
}


class BatchDialog(Dialog):
    """Asks, shows the dry run, does it, and then shows what came of each case."""

    def __init__(self, context: Context, act: BatchAct, ids: Sequence[int], today: date, parent: QWidget) -> None:
        super().__init__(parent)
        self._context, self._act, self._ids, self._is_over = context, act, list(ids), False
        title, says, confirm = _WORDS[act]
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.resize(_WIDTH, _HEIGHT)
        self.to = QComboBox()
        self.day = DayEdit(_next_week(today))
        self.reason = QLineEdit()
        LetterCount(self.reason, TextKind.REASON)
        self.reason.setMaxLength(200)
        self.label = QComboBox()
        self.label.setEditable(act is BatchAct.LABEL)
        self.is_private = QCheckBox("只自己看")
        self.seal = QComboBox()
        for word, is_sealed in _SEALS:
            self.seal.addItem(word, is_sealed)
        self.giver, self.place = QLineEdit(), QLineEdit()
        for text in (self.giver, self.place):
            text.setMaxLength(60)
        self._typed: KeptTexts | None = None
        self.lines = QListWidget()
        self.lines.setAccessibleName("选中的案件")
        self._shown: tuple[BatchLine, ...] = ()
        tell(self.lines, self._told)
        self.count = Words("", TextRole.NOTE)
        self.note = FieldNote()
        self.confirm = Button(confirm, ButtonKind.PRIMARY)
        self.cancel = Button("取消")
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(0 if context.background.is_synchronous else _PAUSE_MS)
        self._pause.timeout.connect(self.plan)
        self._lay_out(title, says)
        self._connect()
        context.background.run_read(_choices, self._ids, then=self._show_choices)
        if act is BatchAct.SET_ASIDE:
            context.background.run_read(proposed_day, self._ids, then=partial(self._propose, self.day.date()))

    def order(self) -> BatchOrder:
        """What is asked for now."""
        until, chosen = self.day.day(), self.label.currentData()
        typed = Label(" ".join(self.label.currentText().split()), self.is_private.isChecked())
        label = chosen if self._act is BatchAct.UNLABEL and isinstance(chosen, Label) else typed
        if self._act is BatchAct.RECEIVE:
            sealed = self.seal.currentData()
            return BatchOrder(self._act, is_sealed=sealed, received_from=self.giver.text(), place=self.place.text())
        return BatchOrder(self._act, str(self.to.currentData() or ""), until, self.reason.text(), label)

    def plan(self) -> None:
        """Asks what would come of each case, once it is known what is wanted of them."""
        self._pause.stop()
        if self._lacks_label():
            self._show(())
            return
        self._context.background.run_read(plan_batch, self.order(), self._ids, then=self._show, failed=self._refuse)

    def chosen(self) -> list[int]:
        """The ticked cases that would change."""
        items = (self.lines.item(row) for row in range(self.lines.count()))
        return [item.data(Qt.ItemDataRole.UserRole) for item in items if item.checkState() is Qt.CheckState.Checked]

    def do(self) -> None:
        """Does it to the ticked cases."""
        self._pause.stop()
        ids = self.chosen()
        self.confirm.setEnabled(False)
        self.wait()
        self._context.background.run_change(do_batch, self.order(), ids, then=self._done, failed=self._refuse)

    def _propose(self, former: QDate, day: date) -> None:
        """A day before the next day that runs; one chosen meanwhile stays."""
        if self.day.date() == former:
            self.day.setDate(QDate(day.year, day.month, day.day))

    def _show_choices(self, found: tuple[tuple[User, ...], tuple[Label, ...], tuple[Label, ...]]) -> None:
        everybody, known, standing = found
        for one in everybody:
            if one.has(Role.HANDLER):
                self.to.addItem(one.name, one.name)
        for label in standing if self._act is BatchAct.UNLABEL else known:
            mark = "（只自己看）" if label.is_private and not self.label.isEditable() else ""
            self.label.addItem(f"{label.words}{mark}", label)
        if self.label.isEditable():
            self.label.setCurrentText("")
        name = f"{self._act}:{','.join(map(str, self._ids[:3]))}"
        self._typed = KeptTexts(self._context, self, name, self._written())
        self.plan()

    def _lacks_label(self) -> bool:
        return self._act is BatchAct.LABEL and not self.order().label.words

    def _show(self, lines: tuple[BatchLine, ...]) -> None:
        unticked = {
            item.data(Qt.ItemDataRole.UserRole)
            for item in map(self.lines.item, range(self.lines.count()))
            if item.flags() & Qt.ItemFlag.ItemIsUserCheckable and item.checkState() is Qt.CheckState.Unchecked
        }
        self.note.clear()
        self.lines.clear()
        # What was asked of a label that has been rubbed out meanwhile is let go.
        self._shown = () if self._lacks_label() else lines
        for line in self._shown:
            self.lines.addItem(_item(line, is_ticked=line.case_id not in unticked))
        self._count()

    def _told(self) -> Told | None:
        """Why a case would change or not, or what came of it."""
        row = self.lines.currentRow()
        if not 0 <= row < len(self._shown):
            return None
        line = self._shown[row]
        tense = "done" if self._is_over else "plan"
        said = [line.refusal or line.change, sentence(f"why.batch_{tense}_{'held' if line.refusal else 'goes'}")]
        return Told(line.number, line.name, said)

    def _count(self) -> None:
        ticked, whole = len(self.chosen()), self.lines.count()
        told = f"将改动 {ticked} 件，其余 {whole - ticked} 件不变"
        self.count.setText(sentence("label.wanted") if self._lacks_label() else told)
        self.confirm.setEnabled(ticked > 0)

    def _done(self, done: BatchDone) -> None:
        refused = [line for line in done.lines if line.refusal]
        self._context.steps.note(done)
        if not refused:
            self.accept()
            return
        self.answered()
        if self._typed is not None:
            self._typed.forget()
        self.lines.clear()
        self._shown, self._is_over = done.lines, True
        for line in done.lines:
            self.lines.addItem(_result(line))
        self.count.setText(f"{len(done.done)} 件已办，{len(refused)} 件没有办成")
        self.confirm.hide()
        self.cancel.setText("关闭")

    def _refuse(self, error: Exception) -> None:
        self.answered()
        if isinstance(error, OfficeError):
            self.note.say(sentence_of(error), Tone.BAD)
        self._count()

    def _connect(self) -> None:
        self.to.currentIndexChanged.connect(lambda _index: self._pause.start())
        self.day.dateChanged.connect(lambda _day: self._pause.start())
        self.reason.textChanged.connect(lambda _text: self._pause.start())
        self.label.currentTextChanged.connect(lambda _text: self._pause.start())
        self.is_private.toggled.connect(lambda _on: self._pause.start())
        self.seal.currentIndexChanged.connect(lambda _index: self._pause.start())
        self.lines.itemChanged.connect(lambda _item: self._count())
        self.confirm.clicked.connect(self.do)
        self.cancel.clicked.connect(self.reject)

    def _lay_out(self, title: str, says: str) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(8)
        column.addWidget(Words(title, TextRole.TITLE))
        column.addWidget(Words(says, wrap=True))
        for word, editor in self._fields():
            row = QHBoxLayout()
            name = Words(word, TextRole.LABEL)
            name.setFixedWidth(_LABEL)
            name.setBuddy(editor)
            editor.setAccessibleName(word)
            row.addWidget(name)
            row.addWidget(editor, 1)
            if editor is self.label and self._act is BatchAct.LABEL:
                row.addWidget(self.is_private)
            column.addLayout(row)
        column.addWidget(self.count)
        column.addWidget(self.lines, 1)
        column.addWidget(self.note)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.cancel)
        buttons.addWidget(self.confirm)
        column.addLayout(buttons)
        self.confirm.setDefault(True)

    def _written(self) -> dict[str, Editor]:
        """Where something is written: a reason, or a new label."""
        if self._act is BatchAct.LABEL:
            return {"label": self.label}
        return {"reason": self.reason} if self._act in (BatchAct.ASSIGN, BatchAct.SET_ASIDE) else {}

    def _fields(self) -> list[tuple[str, QWidget]]:
        if self._act is BatchAct.ASSIGN:
            self.reason.setPlaceholderText("可不填，如“按领域分工”")
            return [("经办人", self.to), ("理由", self.reason)]
        if self._act is BatchAct.SET_ASIDE:
            self.reason.setPlaceholderText("必填，如“等单位来电补充”")
            return [("搁置到", self.day), ("理由", self.reason)]
        if self._act is BatchAct.TAKE_UP:
            return []
        if self._act is BatchAct.RECEIVE:
            self.giver.setPlaceholderText("可不填，如“单位专人”")
            self.place.setPlaceholderText("可不填，如“3 号柜”")
            return [("盖章", self.seal), ("送来人", self.giver), ("存放处", self.place)]
        edit = self.label.lineEdit()
        if edit is not None:
            edit.setMaxLength(MOST_LETTERS)
            edit.setPlaceholderText(f"不超过 {MOST_LETTERS} 个字")
        return [("标签", self.label)]


def _next_week(today: date) -> date:
    return today + timedelta(days=7)


def _item(line: BatchLine, *, is_ticked: bool) -> QListWidgetItem:
    item = QListWidgetItem(f"{line.number}　{line.name}\n{line.refusal or line.change}")
    item.setData(Qt.ItemDataRole.UserRole, line.case_id)
    if line.refusal:
        # It can be gone to and asked why; without a box it cannot be ticked.
        item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
        item.setForeground(tokens().color("ink2"))
        return item
    item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsUserCheckable)
    item.setCheckState(Qt.CheckState.Checked if is_ticked else Qt.CheckState.Unchecked)
    return item


def _result(line: BatchLine) -> QListWidgetItem:
    said = f"没有办成：{line.refusal}" if line.refusal else f"已办：{line.change}"
    return QListWidgetItem(f"{line.number}　{line.name}\n{said}")


def _choices(unit: UnitOfWork, ids: list[int]) -> tuple[tuple[User, ...], tuple[Label, ...], tuple[Label, ...]]:
    """Who may be chosen, the labels known, and those on the cases."""
    return people(unit), known_labels(unit), labels_on(unit, ids)
