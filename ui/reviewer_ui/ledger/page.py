"""台账: every project from its approval on, over all seasons, by what is due next; the chosen one beside the list."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QModelIndex, QSize, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from reviewer_app.domain.changes import Changes, Noun
from reviewer_app.domain.documents import DocumentKind
from reviewer_app.domain.guarantee.listing import LedgerLine, LedgerTab
from reviewer_app.domain.guarantee.offers import LedgerAct
from reviewer_app.services.guarantee.reading import (
    ProjectView,
    ledger_index,
    ledger_lines,
    ledger_seasons,
    open_project,
)
from reviewer_app.services.papers.printing import PrintOrder
from reviewer_app.services.ports.after.ledger import LedgerIndex, LedgerQuery
from reviewer_resources.phrases import sentence
from reviewer_ui.background import Job
from reviewer_ui.context import Context
from reviewer_ui.explaining import Told, tell
from reviewer_ui.file_copy import ask_and_save_copy
from reviewer_ui.ledger.asking import LedgerQuestions
from reviewer_ui.ledger.legend import Legend
from reviewer_ui.ledger.list_view import AxisHead, LedgerList
from reviewer_ui.ledger.model import LedgerModel
from reviewer_ui.ledger.rows import told_due
from reviewer_ui.ledger.side import LedgerSide
from reviewer_ui.ledger.taking_along import LedgerExits, ask_calendar
from reviewer_ui.ledger.units import UnitsDialog
from reviewer_ui.printing.opening import Previews
from reviewer_ui.standards.beside import StandardsBeside
from reviewer_ui.widgets import Button, ButtonKind, Card, Chip, EmptyState, OneLine, TextRole

_NOUNS = frozenset({Noun.LEDGER, Noun.REGISTER, Noun.CASE, Noun.QUEUE, Noun.SETTINGS, Noun.CUSTODY})
_SIDE, _NARROW, _NARROW_SIDE = 424, 1100, 336
_LEAST_WIDTH, _LEAST_HEIGHT = 720, 300
#: These chips are there only while something stands under them, or while one looks at them.
_WHEN_THERE = (LedgerTab.AWAITING,)


class LedgerPage(QWidget):
    """The guarantor's ledger; `case_asked` opens a case among the cases."""

    case_asked = Signal(int)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("screen", "ledger")
        self._context = context
        self.query = LedgerQuery()
        self.index: LedgerIndex | None = None
        self._chosen: int | None = None
        self._is_stale = False
        self._job: Job | None = None
        self.chips = {tab: Chip(tab.label, 0) for tab in LedgerTab}
        self.season = QComboBox()
        self.model = LedgerModel(self._fetch, self)
        self.list = LedgerList(self.model)
        self.head = AxisHead(self.list)
        self.empty = EmptyState("clock", sentence("guarantee.nothing"), sentence("guarantee.nothing_hint"))
        self.foot = OneLine("", TextRole.NOTE)
        self.units = Button("按单位看", ButtonKind.LINK)
        self.take_all = Button("全部纳入台账", ButtonKind.LINK)
        self.exits = LedgerExits(context, self, lambda: self.query)
        self.legend = Legend()
        self.side = LedgerSide()
        self.standards = StandardsBeside(context)
        self.side.more_parts.addWidget(self.standards)
        self.questions = LedgerQuestions(context, self)
        self.previews = Previews(context, self)
        self._lay_out()
        self._connect()
        self._bind()
        self.refresh()

    @property
    def chosen(self) -> int | None:
        """The project chosen in the list."""
        return self._chosen

    def refresh(self) -> None:
        """Reads the list and the project shown again; both keep their place."""
        self._is_stale = False
        self._context.background.run_read(ledger_seasons, then=self._offer_seasons)
        self._context.background.run_read(ledger_index, self.query, then=self._show_index)

    def show_tab(self, tab: LedgerTab) -> None:
        """Shows what stands under a chip."""
        self._look(LedgerQuery(tab, self.query.season, self.query.unit_code))

    def show_unit(self, unit_code: str) -> None:
        """Shows the projects of one unit over all seasons, or with an empty code of all."""
        self._look(LedgerQuery(self.query.tab, "", unit_code))

    def ask_unit(self) -> None:
        """Asks whose projects are to be shown; while those of one unit are, all are shown again."""
        if self.query.unit_code:
            self.show_unit("")
            return
        dialog = UnitsDialog(self._context, self)
        dialog.chosen.connect(self.show_unit)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def ask_letter(self, kind: DocumentKind) -> None:
        """Shows a letter of the project chosen, to be issued under its number and printed."""
        if self.side.view is not None:
            self.previews.show(PrintOrder(kind, self.side.view.case.id))

    def offer_letters(self) -> None:
        """Opens the list of the letters."""
        self.side.offer_letters()

    def ask_calendar(self, of_all: bool = True) -> None:
        """Asks where the calendar file goes: of every open project, or of the one chosen."""
        view = self.side.view
        if of_all or view is None:
            ask_calendar(self._context, (), "标准化试点台账", self)
        else:
            ask_calendar(self._context, (view.case.id,), view.case.project_name, self)

    def choose(self, case_id: int) -> None:
        """Chooses a project where it stands in the list."""
        row = self.model.row_of(case_id)
        if row >= 0:
            self.list.setCurrentIndex(self.model.index(row, 0))

    def do(self, act: LedgerAct) -> None:
        """Asks for what an act needs, about the project chosen; says why where it cannot be done."""
        view, why = self.side.view, self.side.why_closed(act)
        if view is None or why:
            self._context.messages.inform(why or sentence("guarantee.no_project"))
            return
        asks: dict[LedgerAct, Callable[[ProjectView], object]] = {
            LedgerAct.TAKE_ON: self.questions.take_on,
            LedgerAct.VISIT: self.questions.visit,
            LedgerAct.PLAN: partial(self.questions.plan, is_visit=True),
            LedgerAct.MILESTONE: partial(self.questions.plan, is_visit=False),
            LedgerAct.ASK_EXTENSION: self.questions.ask_extension,
            LedgerAct.EXTEND: self.questions.extend,
            LedgerAct.ACCEPT: self.questions.accept,
            LedgerAct.CERTIFY: self.questions.certify,
            LedgerAct.CLOSE: self.questions.close,
            LedgerAct.END: self.questions.end_pilot,
            LedgerAct.TAKE_BACK: lambda one: self.questions.take_back(one, one.project.lines[-1]),
        }
        asks[act](view)

    def showEvent(self, event: QShowEvent) -> None:
        """Catches up with what happened while another place was shown; the keyboard is in the list."""
        super().showEvent(event)
        if self._is_stale:
            self.refresh()
        self.take_keys()

    def take_keys(self) -> None:
        """Puts the keyboard into the list; where it is empty, on its chip."""
        is_listed = self.body.currentWidget() is self.full
        (self.list if is_listed else self.chips[self.query.tab]).setFocus()

    def minimumSizeHint(self) -> QSize:
        """Small enough for the smallest screen: what stands at the edge gives way."""
        return QSize(_LEAST_WIDTH, _LEAST_HEIGHT)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """On a narrow screen the pane takes less, and the axis gives way."""
        super().resizeEvent(event)
        is_narrow = event.size().width() < _NARROW
        self.side.setFixedWidth(_NARROW_SIDE if is_narrow else _SIDE)
        self.legend.setVisible(not is_narrow)
        self.side.be_narrow(is_narrow)
        # The seasons give the chips their room.
        for part in (self.season, self.units):
            (self.below if is_narrow else self.above).addWidget(part)
        self._show_chips()

    def _show_chips(self) -> None:
        """On a narrow screen only the chips under which something stands."""
        is_narrow = self.width() < _NARROW
        for tab, chip in self.chips.items():
            has_place = tab is LedgerTab.OPEN or not (is_narrow or tab in _WHEN_THERE)
            chip.setVisible(has_place or bool(chip.count) or tab is self.query.tab)
            chip.setChecked(tab is self.query.tab)
            chip.be_tight(is_narrow)

    def _look(self, query: LedgerQuery) -> None:
        self.query = query
        self._show_chips()
        self._context.background.run_read(ledger_index, query, then=self._show_index)

    def _show_index(self, index: LedgerIndex) -> None:
        if index.query != self.query:
            return
        is_new = self.index is None or self.index.query != index.query
        kept, former = self._chosen, self.list.currentIndex().row()
        self.index = index
        self.list.delegate.is_ended = index.query.tab is LedgerTab.ENDED
        self.model.show_index(index)
        self.head.update()
        for tab, chip in self.chips.items():
            chip.set_count(index.counts.get(tab, 0))
        self._show_chips()
        is_awaiting = index.query.tab is LedgerTab.AWAITING
        self.take_all.setVisible(is_awaiting and len(index.ids) > 0)
        code = {LedgerTab.ENDED: "foot_ended", LedgerTab.AWAITING: "foot_awaiting"}.get(index.query.tab, "foot")
        self.foot.setText(sentence(f"guarantee.{code}", {"count": len(index.ids)}))
        self.units.setText("看全部单位" if index.query.unit_code else "按单位看")
        had_keys = self.list.hasFocus()
        self.body.setCurrentWidget(self.full if len(index.ids) else self.empty)
        held = self.window().focusWidget()
        if self.isVisible() and (had_keys or held is None or not held.isVisible()):
            self.take_keys()
        row = self.model.row_of(kept)
        if row < 0:
            # What went to another chip leaves its place to the next one.
            row = self.model.near(former) if not is_new else self.model.first_row()
        if row < 0:
            self._chosen = None
            self.side.show_nothing()
            return
        self.list.setCurrentIndex(self.model.index(row, 0))
        if is_new or row <= 1:
            self.list.scrollToTop() if row <= 1 else self.list.scrollTo(self.model.index(row, 0))

    def _show_current(self, now: QModelIndex) -> None:
        case_id = self.model.id_at(now.row()) if now.isValid() else None
        if case_id is None:
            return
        self._chosen = case_id
        if self._job is not None:
            self._job.forget()
        self._job = self._context.background.run_read(open_project, case_id, then=self._show_project)

    def _show_project(self, view: ProjectView) -> None:
        if view.case.id == self._chosen:
            self.side.show_project(view, self._context.background.library.user)
            self.standards.show_project(view.case.id)

    def _fetch(
        self, ids: Sequence[int], then: Callable[[list[LedgerLine]], None], failed: Callable[[Exception], None]
    ) -> None:
        self._context.background.run_read(ledger_lines, ids, then=then, failed=failed)

    def _offer_seasons(self, seasons: tuple[str, ...]) -> None:
        self.season.blockSignals(True)
        self.season.clear()
        self.season.addItem("全部年度", "")
        for season in seasons:
            self.season.addItem(f"{season}年度", season)
        self.season.setCurrentIndex(max(self.season.findData(self.query.season), 0))
        self.season.blockSignals(False)

    def _take_all(self) -> None:
        if self.index is None:
            return

        def done(count: int) -> None:
            self._context.messages.inform(sentence("guarantee.taken_all", {"count": count}))
            self.show_tab(LedgerTab.OPEN)

        def ask(lines: list[LedgerLine]) -> None:
            self.questions.take_all(lines, done)

        self._context.background.run_read(ledger_lines, list(self.index.ids), then=ask)

    def _plan(self, entry_id: int, is_off: bool = False) -> None:
        view = self.side.view
        plan = view.project.plan(entry_id) if view is not None else None
        if view is None or plan is None:
            return
        if is_off:
            self.questions.call_off(view, plan)
        elif plan.is_visit:
            self.questions.visit(view, plan)
        else:
            self.questions.reached(view, plan)

    def _take_back(self, entry_id: int) -> None:
        view = self.side.view
        if view is not None:
            line = next((one for one in view.project.lines if one.id == entry_id), None)
            if line is not None:
                self.questions.take_back(view, line)

    def _told_row(self) -> Told | None:
        view = self.side.view
        if view is None:
            return None
        if view.dues:
            return told_due(view, view.dues[0])
        return None

    def _told_chip(self, tab: LedgerTab) -> Told:
        return Told(
            tab.label,
            f"{self.chips[tab].count or 0} 项",
            [sentence("guarantee.why_count"), sentence("guarantee.why_group")],
        )

    def _note_changes(self, changes: Changes) -> None:
        if changes.nouns & _NOUNS:
            self._is_stale = True
            if self.isVisible():
                self.refresh()

    def _bind(self) -> None:
        actions = self._context.actions
        for act in LedgerAct:
            self.addAction(actions.bind(f"ledger.{act}", partial(self.do, act)))
        self.addAction(actions.bind("ledger.letter", self.offer_letters))
        self.addAction(actions.bind("ledger.units", self.ask_unit))
        self.addAction(actions.bind("ledger.calendar", self.ask_calendar))
        self.addAction(actions.bind("ledger.lists", self.exits.open))

    def _connect(self) -> None:
        for tab, chip in self.chips.items():
            chip.clicked.connect(lambda _checked, chosen=tab: self.show_tab(chosen))
            tell(chip, partial(self._told_chip, tab))
        tell(self.list, self._told_row)
        self.season.currentIndexChanged.connect(
            lambda _place: self._look(LedgerQuery(self.query.tab, str(self.season.currentData()), self.query.unit_code))
        )
        self.list.selectionModel().currentChanged.connect(lambda now, _before: self._show_current(now))
        self.list.entered.connect(self.side.primary.click)
        self.list.doubleClicked.connect(lambda _index: self.side.open_case.click())
        self.take_all.clicked.connect(self._take_all)
        self.side.act_asked.connect(self.do)
        self.side.letter_asked.connect(self.ask_letter)
        self.side.calendar_asked.connect(partial(self.ask_calendar, of_all=False))
        self.units.clicked.connect(self.ask_unit)
        self.side.plan_asked.connect(self._plan)
        self.side.call_off_asked.connect(partial(self._plan, is_off=True))
        self.side.back_asked.connect(self._take_back)
        self.side.file_asked.connect(lambda sha256, name: ask_and_save_copy(self._context, sha256, name, self))
        self.side.case_asked.connect(self.case_asked)
        self.standards.case_asked.connect(self.case_asked)
        self._context.background.changed.connect(self._note_changes)

    def _lay_out(self) -> None:
        self.season.setAccessibleName("年度")
        # However large the counts become, the chips do not widen the window.
        row = QWidget()
        row.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        chips = QHBoxLayout(row)
        chips.setContentsMargins(0, 0, 0, 0)
        chips.setSpacing(6)
        for chip in self.chips.values():
            chips.addWidget(chip)
        chips.addStretch(1)
        self.above = above = QHBoxLayout()
        above.setContentsMargins(16, 10, 16, 8)
        above.setSpacing(6)
        above.addWidget(row, 1)
        above.addWidget(self.season)
        above.addWidget(self.units)
        self.below = below = QHBoxLayout()
        below.setContentsMargins(16, 7, 16, 8)
        below.setSpacing(12)
        below.addWidget(self.foot)
        below.addWidget(self.take_all)
        below.addWidget(self.exits.button)
        below.addStretch(1)
        below.addWidget(self.legend)
        self.full = QWidget()
        inner = QVBoxLayout(self.full)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(0)
        inner.addWidget(self.head)
        inner.addWidget(self.list, 1)
        self.body = QStackedWidget()
        self.body.addWidget(self.full)
        self.body.addWidget(self.empty)
        card = Card()
        column = QVBoxLayout(card)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addLayout(above)
        column.addWidget(self.body, 1)
        column.addLayout(below)
        across = QHBoxLayout(self)
        across.setContentsMargins(12, 12, 12, 12)
        across.setSpacing(10)
        across.addWidget(card, 1)
        across.addWidget(self.side)
