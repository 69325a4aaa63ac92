"""The covering letters at 出件: issued all at once after they were shown, and what the batch had before."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from reviewer_app.domain.batch import Batch
from reviewer_app.domain.dispatch.letters import LetterWay
from reviewer_app.services.dispatch.changing.replaced import ReplacedPaper, replaced_papers
from reviewer_app.services.papers.batch_letters import LettersIssued, LettersPlan, issue_letters, plan_letters
from reviewer_app.services.ports.library import Cancelled, Library, Progress
from reviewer_app.services.ports.parts import Parts
from reviewer_resources.phrases import sentence
from reviewer_ui.context import Context
from reviewer_ui.dispatch.preview import TickTable
from reviewer_ui.dispatch.questions import letter_lines
from reviewer_ui.messages import sentence_of
from reviewer_ui.widgets import Button, TextRole, Words
from reviewer_ui.widgets.decision import DecisionDialog, Question, Reason
from reviewer_ui.widgets.dialog import Dialog
from reviewer_ui.widgets.rows_model import Column, RowsModel

_SIZE = (860, 420)
_COLUMNS: tuple[Column[ReplacedPaper], ...] = (
    Column("编号", lambda one: one.called, 170),
    Column("换下的文件", lambda one: one.file.rpartition("/")[2] or "—"),
    Column("何时", lambda one: f"{one.at:%Y-%m-%d %H:%M}", 124),
    Column("经手", lambda one: one.by, 72),
    Column("理由", lambda one: one.reason, 180),
)


class BatchLettersActs:
    """Asks for the letters of a batch over a page and issues them; what is refused is said in the dialog."""

    def __init__(self, context: Context, over: QWidget) -> None:
        self._context, self._over = context, over

    def ask(self, batch: Batch, way: LetterWay | None = None) -> None:
        """Works out what issuing would do, and asks; `way` changes one letter for all into one for each, or back."""
        read = self._context.background.run_read
        read(plan_letters, batch.id, way, then=self._ask, failed=self._say)

    def show_replaced(self, batch: Batch) -> None:
        """Shows what the batch had before."""
        self._context.background.run_read(replaced_papers, batch.id, then=partial(self._show, batch))

    def _ask(self, plan: LettersPlan) -> None:
        if plan.is_nothing:
            self._context.messages.inform(sentence("letters.none_open", {"number": plan.batch.number}))
            return
        dialog = DecisionDialog(letters_question(plan), self._over)

        def settle(done: LettersIssued) -> None:
            dialog.accept()
            told = {"number": plan.batch.number, "called": "、".join(done.called), "replaced": done.replaced}
            code = "letters.issued_anew" if done.replaced else "letters.issued"
            self._context.messages.inform(sentence(code, told))

        def carry_out(reason: str, _choice: str) -> None:
            work = _issuing(self._context.parts, plan, reason)
            self._context.background.run_long(work, then=settle, failed=dialog.refuse)

        dialog.confirmed.connect(carry_out)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _show(self, batch: Batch, papers: tuple[ReplacedPaper, ...]) -> None:
        if not papers:
            self._context.messages.inform(sentence("letters.none_replaced", {"number": batch.number}))
            return
        dialog = ReplacedDialog(batch, papers, self._over)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _say(self, error: Exception) -> None:
        self._context.messages.inform(sentence_of(error))


class ReplacedDialog(Dialog):
    """已更换的文件: what a batch had before, line by line; of the chosen one also its hash and what stands instead."""

    def __init__(self, batch: Batch, papers: tuple[ReplacedPaper, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(f"第 {batch.number} 批：已更换的文件")
        self.setAccessibleName(self.windowTitle())
        self.resize(*_SIZE)
        self.model: RowsModel[ReplacedPaper] = RowsModel(_COLUMNS, self)
        self.table = TickTable("已更换的文件")
        self.table.show_model(self.model)
        self.model.show_rows(papers)
        self.told = Words("", TextRole.NOTE, wrap=True, selectable=True)
        self.shut = Button("关闭")
        self.shut.clicked.connect(self.reject)
        foot = QHBoxLayout()
        foot.addWidget(self.told, 1)
        foot.addWidget(self.shut)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(10)
        column.addWidget(Words(sentence("letters.replaced_says"), wrap=True))
        column.addWidget(self.table, 1)
        column.addLayout(foot)
        self.table.selectionModel().currentRowChanged.connect(lambda now, _before: self._tell(now.row()))
        self.table.selectRow(0)
        self._tell(0)

    def _tell(self, row: int) -> None:
        if row < 0:
            return
        one = self.model.row_at(row)
        told = {"instead": one.instead or sentence("letters.nothing_instead"), "sha256": one.sha256 or "—"}
        self.told.setText(sentence("letters.replaced_told", told))


def letters_question(plan: LettersPlan) -> Question:
    """Asks before the letters of a batch are issued: each with its number, and which are given up for them."""
    return Question(
        title=f"出具第 {plan.batch.number} 批的报送函",
        says=sentence("letters.asks_anew" if plan.replaced else "letters.asks", {"way": plan.way.label}),
        lines=letter_lines(plan),
        confirm=f"出具 {len(plan.new)} 份" if plan.new else f"作废 {len(plan.replaced)} 份",
        reason=Reason.REQUIRED if plan.replaced else Reason.NONE,
        is_final=bool(plan.replaced),
    )


def _issuing(parts: Parts, plan: LettersPlan, reason: str) -> Callable[[Library, Progress, Cancelled], LettersIssued]:
    """The long job of issuing."""

    def work(library: Library, _progress: Progress, _cancelled: Cancelled) -> LettersIssued:
        return issue_letters(library, parts, plan.batch.id, reason, seen=plan)

    return work
