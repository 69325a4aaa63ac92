"""The two panes that show one case, and the switch between them where there is not room for both."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QTabWidget, QWidget

from reviewer_app.domain.listing.changes import Kind
from reviewer_app.domain.readiness import Place
from reviewer_ui.context import Context
from reviewer_ui.frame.case_reader import CaseReader
from reviewer_ui.frame.looks import Looks
from reviewer_ui.widgets import Chip

if TYPE_CHECKING:
    from reviewer_ui.scans.beside import ScanBeside


class CasePanes(QObject):
    """Case and opinion, one reading for both; their modules are loaded with the first case, not at the start.

    `case_wanted` asks for the case pane, where only one of the two is in sight: a point leads to a place in it.
    """

    case_wanted = Signal()
    other_asked = Signal(int)

    def __init__(self, context: Context, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._scan: ScanBeside | None = None
        from reviewer_ui.detail.pane import CasePane
        from reviewer_ui.opinion.pane import OpinionPane

        self.case = CasePane(context)
        self.opinion = OpinionPane(context)
        self._reader = CaseReader(context.background, (self.case, self.opinion), self.case)
        self.looks = Looks(context.background, self._places(), self)
        self._reader.arrived.connect(lambda view: self.looks.follow(view.application.id))
        self.case.doubles.case_asked.connect(self.other_asked)
        self.case.standards.case_asked.connect(self.other_asked)
        self.case.reload_wanted.connect(self._reader.read_again)
        self.opinion.left_behind.connect(self.case.undoing.leave)
        self.opinion.place_wanted.connect(self._show_place)

    def scan_beside(self) -> ScanBeside:
        """The scans of the open case, in a pane of their own; its module is loaded when it is first wanted."""
        from reviewer_ui.scans.beside import ScanBeside

        scan = ScanBeside(self._context)
        self._reader.arrived.connect(scan.show_view)
        self.case.show_beside = scan.go_to
        self._scan = scan
        self._reader.read_again()
        return scan

    def _places(self) -> dict[Kind, tuple[QTabWidget, QWidget]]:
        """Where each kind of what is known of a case is looked at."""
        case, opinion = self.case, self.opinion
        return {
            Kind.VALUES: (case.pages, case.fields),
            Kind.PAPERS: (case.pages, case.material),
            Kind.OUTSIDE: (case.pages, case.outside),
            Kind.CORRECTION: (case.pages, case.outside),
            Kind.ANSWERS: (opinion.pages, opinion.checklist),
            Kind.OPINION: (opinion.pages, opinion.checklist),
        }

    def _show_place(self, place: Place) -> None:
        self.case_wanted.emit()
        self.case.show_place(place)

    def show_case(self, case_id: int | None) -> None:
        """Shows a case in both, or that none is chosen."""
        if case_id is None:
            self.looks.follow(None)
        self._reader.follow(case_id)
        if case_id is None and self._scan is not None:
            self._scan.leave_case()

    def show_parts(self, case: bool, opinion: bool) -> None:
        """Which of the two are in sight."""
        self.case.setVisible(case)
        self.opinion.setVisible(opinion)


class PaneSwitch(QWidget):
    """What is in sight where not all of it has room: the list or not, and which of the two panes."""

    switched = Signal()
    list_asked = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._list = Chip("案件列表")
        self._list.setToolTip("收起或展开案件列表")
        self._list.setChecked(True)
        self._list.clicked.connect(self.list_asked)
        self._case = Chip("申报信息")
        self._opinion = Chip("核对与意见")
        group = QButtonGroup(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 8)
        row.addWidget(self._list)
        row.addStretch(1)
        for chip in (self._case, self._opinion):
            group.addButton(chip)
            row.addWidget(chip)
        self._opinion.setChecked(True)
        group.buttonClicked.connect(lambda _button: self.switched.emit())

    def offer(self, is_list_shown: bool, is_choice: bool) -> None:
        """Shows whether the list is in sight; the two panes are a choice only where there is not room for both."""
        self._list.setChecked(is_list_shown)
        self._case.setVisible(is_choice)
        self._opinion.setVisible(is_choice)

    @property
    def is_case(self) -> bool:
        """Whether the application's information is chosen."""
        return self._case.isChecked()

    def choose(self, case: bool) -> None:
        """Chooses one of the two."""
        (self._case if case else self._opinion).click()
