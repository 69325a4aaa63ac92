"""The head of a case: its name and state, its numbers, the road, and what can be done with it now."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from reviewer_app.domain.acts import Act
from reviewer_app.domain.documents import DocumentKind
from reviewer_app.services.cases.assigning import recusal_words
from reviewer_app.services.ports.rows import CaseView
from reviewer_resources.phrases import sentence
from reviewer_ui.detail.acts import ASIDE, LEADING
from reviewer_ui.detail.explanation import told_numbers, told_road, told_state
from reviewer_ui.detail.stepper import Stepper
from reviewer_ui.explaining import tell
from reviewer_ui.theme import Tone
from reviewer_ui.widgets import Button, ButtonKind, FieldNote, Pill, TextRole, Words
from reviewer_ui.widgets.band import LineButton

#: The pane's height from which the road is drawn; the smallest screen at 150 % has less.
_ROAD_FROM = 420
#: As little as the line of the days takes before it wraps further.
_DUE_WIDTH = 96


class CaseHead(QWidget):
    """`act_chosen` carries the act whose button was pressed, `paper_chosen` the paper to be shown for printing;
    `dates_wanted` asks for the days that run, `dossier_wanted` for all of the case as one file."""

    act_chosen = Signal(object)  # Act
    paper_chosen = Signal(object)  # DocumentKind
    dates_wanted = Signal()
    dossier_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = Words("", TextRole.TITLE, wrap=True, selectable=True)
        self.state = Pill()
        self.numbers = Words("", TextRole.NOTE, wrap=True, selectable=True)
        self.due = LineButton(self, _DUE_WIDTH)
        self.due.setToolTip("看本案各项期限，和为什么是那一天")
        self.due.clicked.connect(lambda _checked: self.dates_wanted.emit())
        self.kept_off = FieldNote()
        self.packages = Button("移交登记…", ButtonKind.LINK)
        self.waiting = Button("并入来件…", ButtonKind.LINK)
        self.take_up = Button(Act.TAKE_UP.label, ButtonKind.LINK)
        self.take_up.clicked.connect(lambda _checked: self.act_chosen.emit(Act.TAKE_UP))
        self.stepper = Stepper()
        self.buttons = {act: self._button(act) for act in LEADING}
        self.more = Button("更多", ButtonKind.LINK, "down")
        self.more.setAccessibleName("更多办理事项")
        self._menu = QMenu(self.more)
        self._aside = {act: self._menu.addAction(f"{act.label}…", partial(self.act_chosen.emit, act)) for act in ASIDE}
        self._papers = self._menu.addMenu("打印")
        self._papers.menuAction().setVisible(False)
        self._dossier = self._menu.addAction("生成案件档案…", self.dossier_wanted.emit)
        self.more.setMenu(self._menu)
        self._view: CaseView | None = None
        tell(self.state, lambda: told_state(self._view) if self._view else None)
        tell(self.stepper, lambda: told_road(self._view) if self._view else None)
        tell(self.numbers, lambda: told_numbers(self._view, self.numbers.text()) if self._view else None)
        self.numbers.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._lay_out()

    def show_view(self, view: CaseView) -> None:
        """Shows a case; only what this person may do now has a button."""
        self._view = view
        case = view.application
        self.title.setText(case.project_name)
        is_void = case.custody is not None and case.custody.is_void
        if is_void:
            self.state.show_text("作废副本", Tone.IDLE)
        elif case.is_away:
            self.state.show_text("已移交", Tone.WARN)
        else:
            self.state.show_text(case.state.label, case.state.rule.tone)
        self.numbers.setText(numbers_line(view))
        self.numbers.setAccessibleName(f"编号和类别：{self.numbers.text()}")
        is_running = view.days_left is not None
        self.due.show_text(due_line(view), Tone.IDLE, "dates" if is_running else "")
        self.due.setEnabled(is_running)
        kept = [*closed_words(view), *away_words(view), *aside_words(view), *map(recusal_words, case.recusals)]
        self.kept_off.say("\n".join(kept), Tone.WARN)
        self.packages.setVisible(case.is_away and not is_void)
        self.waiting.setVisible(bool(view.waiting) and not case.is_away)
        self.take_up.setVisible(view.aside is not None and Act.TAKE_UP in view.acts)
        self.stepper.show_state(case.state)
        for act, button in self.buttons.items():
            button.setVisible(act in view.acts)
        self._place_due(sum(act in view.acts for act in self.buttons) > 1)
        for act, action in self._aside.items():
            action.setVisible(act in view.acts)
        self._dossier.setVisible(not case.is_away)
        self._show_more()

    def offer_papers(self, kinds: Sequence[DocumentKind]) -> None:
        """Offers the papers that can be made of the case as it stands."""
        self._papers.clear()
        for kind in kinds:
            self._papers.addAction(f"{kind.label}…", partial(self.paper_chosen.emit, kind))
        self._papers.menuAction().setVisible(bool(kinds))
        self._show_more()

    def papers(self) -> list[QAction]:
        """The lines of the printing menu."""
        return self._papers.actions()

    def _place_due(self, is_crowded: bool) -> None:
        """Beside one button the line has room; beside two it stands above them."""
        self._acts.removeWidget(self.due)
        self._column.removeWidget(self.due)
        if is_crowded:
            self._column.insertWidget(self._column.indexOf(self.stepper) + 1, self.due)
        else:
            self._acts.insertWidget(0, self.due, 1)

    def _show_more(self) -> None:
        self.more.setVisible(any(action.isVisible() for action in self._menu.actions()))

    def give_room(self, height: int) -> None:
        """On a low screen the road gives way (the state beside the name says it, too), the name is smaller."""
        is_low = height < _ROAD_FROM
        self.stepper.setVisible(not is_low)
        self.title.set_role(TextRole.HEAD if is_low else TextRole.TITLE)

    def offered(self) -> set[Act]:
        """The acts that can be chosen now."""
        buttons = {act for act, button in self.buttons.items() if not button.isHidden()}
        return buttons | {act for act, action in self._aside.items() if action.isVisible()}

    def choose(self, act: Act) -> None:
        """Chooses an act as its button or menu line does."""
        if act in self.offered():
            self.act_chosen.emit(act)

    def _button(self, act: Act) -> Button:
        button = Button(act.label)
        button.clicked.connect(partial(self._press, act))
        # Six buttons at once would make the pane too wide; a case shows the one or two it needs.
        button.hide()
        return button

    def _press(self, act: Act, _is_checked: bool = False) -> None:
        self.act_chosen.emit(act)

    def _lay_out(self) -> None:
        title = QHBoxLayout()
        title.setSpacing(8)
        title.addWidget(self.title, 1)
        title.addWidget(self.state, 0, Qt.AlignmentFlag.AlignTop)
        self._acts = acts = QHBoxLayout()
        acts.setSpacing(8)
        acts.addWidget(self.due, 1)
        acts.addStretch(0)
        for button in self.buttons.values():
            acts.addWidget(button)
        acts.addWidget(self.more)
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 4)
        column.setSpacing(4)
        column.addLayout(title)
        column.addWidget(self.numbers)
        column.addWidget(self.kept_off)
        beside = QHBoxLayout()
        for link in (self.packages, self.waiting, self.take_up):
            beside.addWidget(link)
            link.hide()
        beside.addStretch(1)
        column.addLayout(beside)
        column.addSpacing(4)
        column.addWidget(self.stepper)
        column.addLayout(acts)


def closed_words(view: CaseView) -> list[str]:
    """That the season of a case was closed, by whom and why: nothing is done with it then."""
    one, season = view.closed, view.application.season
    if one is None:
        return []
    places = {"season": season, "by": one.by, "day": one.at.date(), "reason": one.reason}
    return [sentence("season_end.case", places)]


def away_words(view: CaseView) -> list[str]:
    """To whom and when the case was handed over, while it is there, and what waits for it."""
    case, said = view.application, []
    if case.custody is not None and case.custody.is_void:
        number = case.intake_number.partition("（")[0]
        said.append(sentence("custody.void_words", {"desk": case.custody.desk_name, "number": number}))
    elif case.custody is not None and case.is_away:
        where = {"desk": case.custody.desk_name, "day": case.custody.since.date(), "package": case.custody.package}
        said.append(sentence("custody.away_words", where))
    if view.waiting:
        said.append(sentence("custody.waiting_words", {"count": view.waiting}))
    return said


def aside_words(view: CaseView) -> list[str]:
    """Until when a case is set aside, why and by whom."""
    one = view.aside
    if one is None:
        return []
    places = {"until": one.until, "reason": one.reason, "by": one.by, "day": one.at.date()}
    return [sentence("aside.stands", places)]


def numbers_line(view: CaseView) -> str:
    """Intake number, online number and the class asked for, parted by dots."""
    case = view.application
    filing = case.values.get("filing_number", "")
    asked = case.values.get("project_class", "")
    parts = (
        case.intake_number,
        f"网上 {filing}" if filing else "无网上编号",
        f"{asked}项目（申报）" if asked else "未填项目类别",
    )
    return " · ".join(parts)


def due_line(view: CaseView) -> str:
    """Who handles the case and how many days are left."""
    case = view.application
    who = f"经办 {case.handler}"
    if view.days_left is None:
        return who
    if view.days_left < 0:
        return f"{who} · 已超期 {-view.days_left} 天"
    return f"{who} · 期限 {case.due_on.month}月{case.due_on.day}日（{view.days_left} 天）"
