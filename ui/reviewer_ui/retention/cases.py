"""到期案件: every case of a season that is over, what of it would go, by which rule, and what would stop it."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from reviewer_app.domain.changes import Changes
from reviewer_app.domain.documents import DocumentKind
from reviewer_app.domain.record import EventAct
from reviewer_app.domain.retention.rules import Depth
from reviewer_app.services.archive.season_plan import archive_seasons
from reviewer_app.services.papers.printing import PrintOrder
from reviewer_app.services.ports.library import UnitOfWork
from reviewer_app.services.retention.destroying import hold_case, lift_hold, propose_destruction
from reviewer_app.services.retention.planning import CasePlan, cases_left, plan_destruction
from reviewer_resources.phrases import sentence
from reviewer_ui.context import Context
from reviewer_ui.explaining import Told, tell
from reviewer_ui.messages import sentence_of, why_closed
from reviewer_ui.printing.tables import Offered, TableExits
from reviewer_ui.theme import Tone
from reviewer_ui.widgets import Button, ButtonKind, Card, FieldNote, SectionHead, TextRole, Words
from reviewer_ui.widgets.decision import DecisionDialog, Question, Reason
from reviewer_ui.widgets.plain_table import PlainTable
from reviewer_ui.widgets.rows_model import Column, RowsModel

_MOST_NAMED = 12


@dataclass(frozen=True, slots=True)
class _Read:
    """What the view shows: the seasons there are, the plan of one, and how many of its cases are not over."""

    seasons: tuple[str, ...]
    season: str
    plans: tuple[CasePlan, ...]
    left: int


class DueCases(QWidget):
    """The cases of a season under one depth; `proposed` when a list was made of them."""

    proposed = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context, self._background = context, context.background
        self._season = ""
        self._said = ""
        self.season = QComboBox()
        self.season.setAccessibleName("年度")
        self.depths = QComboBox()
        self.depths.setAccessibleName("销毁范围")
        for one in Depth:
            self.depths.addItem(one.label, one)
        self.head = SectionHead("已办结的案件")
        self.model: RowsModel[CasePlan] = RowsModel(_columns(), self)
        self.table = PlainTable("已办结的案件")
        self.table.show_model(self.model)
        self.words = Words("", wrap=True, selectable=True)
        self.note = FieldNote()
        self.hold, self.lift = Button("暂缓销毁…"), Button("解除暂缓…")
        self.propose = Button("提出销毁清单…", ButtonKind.PRIMARY)
        self.exits = TableExits(context, self, self.note.say)
        self.take_out = Button("打印或导出 ▾")
        self.exits.offer(self.take_out, [Offered("到期情况", self.order)])
        self._lay_out()
        self.season.activated.connect(lambda _place: self._choose_season())
        self.depths.activated.connect(lambda _place: self.refresh())
        self.table.selectionModel().currentRowChanged.connect(lambda _now, _before: self._show_chosen())
        self.hold.clicked.connect(self.ask_hold)
        self.lift.clicked.connect(self.ask_lift)
        self.propose.clicked.connect(self.ask_propose)
        tell(self.table, self._told)

    def refresh(self) -> None:
        """Reads what stands today."""
        season, depth = self._season, self.chosen_depth()

        def read(unit: UnitOfWork) -> _Read:
            seasons = archive_seasons(unit)
            wanted = season or seasons[0]
            return _Read(seasons, wanted, plan_destruction(unit, wanted, depth), cases_left(unit, wanted))

        self._background.run_read(read, then=self._show, failed=self._refuse)

    def chosen_depth(self) -> Depth:
        """How much would go."""
        return Depth(self.depths.currentData())

    def order(self) -> PrintOrder:
        """The list as it is shown, to be printed or exported."""
        told = (("season", self._season), ("depth", self.chosen_depth().value))
        return PrintOrder(DocumentKind.RETENTION_LIST, extra=told)

    def ask_propose(self) -> None:
        """Names every case that may go, and what goes, before a list is made of them."""
        going = [one for one in self.model.rows() if one.may_go]
        if not going:
            return
        depth, season = self.chosen_depth(), self._season
        rule = going[0].case.rule(depth)
        named = [f"{one.case.intake_number} {one.case.project_name}：{one.case.goes}" for one in going[:_MOST_NAMED]]
        if len(going) > _MOST_NAMED:
            named.append(f"等 {len(going)} 件，逐件列在清单里")
        says = sentence("retention.propose_says", {"covers": rule.covers, "remains": rule.remains})
        question = Question(
            title=f"提出销毁清单：{depth.label}",
            says=says,
            lines=tuple(named),
            confirm=f"提出 {len(going)} 件",
            reason=Reason.REQUIRED,
            reason_label="依据和理由",
            is_final=True,
        )
        ids = [one.case.application_id for one in going]

        def settle(_changes: Changes) -> None:
            dialog.accept()
            self._said = sentence("retention.proposed", {"count": len(ids)})
            self.refresh()
            self.proposed.emit()

        dialog = DecisionDialog(question, self)
        dialog.confirmed.connect(
            lambda reason, _choice: self._background.run_change(
                propose_destruction, season, depth, ids, reason, then=settle, failed=dialog.refuse
            )
        )
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def ask_hold(self) -> None:
        """Asks why a case has to be kept."""
        self._ask("暂缓销毁", sentence("retention.hold_says"), hold_case, "retention.held_now")

    def ask_lift(self) -> None:
        """Asks why it need not be kept any longer."""
        self._ask("解除暂缓销毁", sentence("retention.lift_says"), lift_hold, "retention.lifted_now")

    def _ask(self, title: str, says: str, act: object, done: str) -> None:
        plan = self.chosen()
        if plan is None or not callable(act):
            return
        case = plan.case
        question = Question(f"{title}：{case.intake_number}", says, title, reason=Reason.REQUIRED)
        dialog = DecisionDialog(question, self)

        def settle(_changes: Changes) -> None:
            dialog.accept()
            self._said = sentence(done, {"number": case.intake_number})
            self.refresh()

        dialog.confirmed.connect(
            lambda reason, _choice: self._background.run_change(
                act, case.application_id, reason, then=settle, failed=dialog.refuse
            )
        )
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def chosen(self) -> CasePlan | None:
        """The case the keyboard is on."""
        row = self.table.current_row()
        return self.model.row_at(row) if 0 <= row < self.model.rowCount() else None

    def _choose_season(self) -> None:
        self._season = str(self.season.currentData() or "")
        self.refresh()

    def _show(self, read: _Read) -> None:
        row = max(self.table.current_row(), 0)
        self._season = read.season
        self.season.clear()
        for one in read.seasons:
            self.season.addItem(f"{one}年度", one)
        self.season.setCurrentIndex(max(self.season.findData(read.season), 0))
        self.model.show_rows(read.plans)
        going = sum(one.may_go for one in read.plans)
        left = f"；另有 {read.left} 件尚未办结" if read.left else ""
        gone = sum(one.is_gone for one in read.plans)
        had = f"，已销毁 {gone} 件" if gone else ""
        self.head.set_right(f"可销毁 {going} 件，不能销毁 {len(read.plans) - going - gone} 件{had}{left}")
        if read.plans:
            self.table.selectRow(min(row, len(read.plans) - 1))
        closed = why_closed(self._background.library, EventAct.DESTRUCTION_PROPOSED)
        self.propose.setEnabled(bool(going) and not closed)
        self.propose.setText(f"提出销毁清单（{going} 件）…" if going else "提出销毁清单…")
        self.propose.setToolTip(closed)
        self._show_chosen()
        empty = "" if read.plans else sentence("retention.none_over", {"season": read.season})
        self.note.say(self._said or empty, Tone.OK if self._said else None)
        self._said = ""

    def _show_chosen(self) -> None:
        plan = self.chosen()
        closed = why_closed(self._background.library, EventAct.DESTRUCTION_HELD)
        closed_lift = why_closed(self._background.library, EventAct.HOLD_LIFTED)
        self.hold.setEnabled(plan is not None and not closed)
        self.hold.setToolTip(closed)
        self.lift.setEnabled(plan is not None and bool(plan.case.holds) and not closed_lift)
        self.lift.setToolTip(closed_lift)
        self.words.setText(_all_said(plan) if plan is not None else "")

    def _refuse(self, error: Exception) -> None:
        self.note.say(sentence_of(error), Tone.BAD)

    def _told(self) -> Told | None:
        plan = self.chosen()
        if plan is None:
            return None
        rule = plan.case.rule(plan.depth)
        said = (plan.why, f"去掉：{plan.case.goes}。", f"留下：{rule.remains}。") if not plan.is_gone else (plan.why,)
        return Told(plan.case.intake_number, plan.standing, said)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        chosen = QHBoxLayout()
        chosen.setSpacing(8)
        for word, box in (("年度", self.season), ("范围", self.depths)):
            label = Words(word, TextRole.LABEL)
            label.setBuddy(box)
            chosen.addWidget(label)
            chosen.addWidget(box)
        chosen.addStretch(1)
        column.addLayout(chosen)
        card = Card()
        inside = QVBoxLayout(card)
        inside.setContentsMargins(1, 1, 1, 1)
        inside.setSpacing(0)
        inside.addWidget(self.head)
        inside.addWidget(self.table, 1)
        column.addWidget(card, 1)
        column.addWidget(self.words)
        column.addWidget(self.note)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.take_out)
        row.addWidget(self.hold)
        row.addWidget(self.lift)
        row.addStretch(1)
        row.addWidget(self.propose)
        column.addLayout(row)


def _all_said(plan: CasePlan) -> str:
    if plan.is_gone:
        return plan.why
    return f"{plan.why}\n会去掉：{plan.case.goes}。留下：{plan.case.rule(plan.depth).remains}。"


def _tone(plan: CasePlan) -> Tone:
    if plan.may_go:
        return Tone.WARN
    return Tone.OK if plan.standing == "已销毁" else Tone.IDLE


def _columns() -> tuple[Column[CasePlan], ...]:
    return (
        Column("收件编号", lambda one: one.case.intake_number, 132),
        Column("项目名称", lambda one: one.case.project_name),
        Column("办结", lambda one: f"{one.case.ended_on} {one.case.state.label}", 176),
        Column("保管", lambda one: one.case.period, 64),
        Column("到期", lambda one: str(one.case.due_on or "—"), 104),
        Column("能否销毁", lambda one: one.standing, 96, _tone),
    )
