"""The case pane: head with the road and its acts, and the pages 申报信息, 材料, 纸网核对, 往来, 流转记录."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QStackedWidget, QTabWidget, QVBoxLayout, QWidget

from reviewer_app.domain.acts import Act
from reviewer_app.domain.application import PaperCopy
from reviewer_app.domain.documents import DocumentKind
from reviewer_app.domain.drafts import DraftBoxes
from reviewer_app.domain.evidence.scans import Reading, kept_files, standing_scans
from reviewer_app.domain.readiness import Place, PlaceKind
from reviewer_app.services.cases.checking import record_paper
from reviewer_app.services.office.register import contacts_of_case
from reviewer_app.services.ports.rows import CaseView
from reviewer_app.services.seasons.running_dates import RunningDates, dates_of_case
from reviewer_resources.phrases import sentence
from reviewer_ui.archive.asking import DossierMaking
from reviewer_ui.autosave import DraftKeeper
from reviewer_ui.context import Context
from reviewer_ui.detail.acts import CORRECTION_ACTS, CaseActs
from reviewer_ui.detail.comparing import Comparing
from reviewer_ui.detail.comparison import ComparisonPage
from reviewer_ui.detail.consulting import Consulting
from reviewer_ui.detail.doubles import DoublesBand
from reviewer_ui.detail.editing import Editing
from reviewer_ui.detail.fields import FieldsPage
from reviewer_ui.detail.head import CaseHead
from reviewer_ui.detail.list_told import ListToldBand
from reviewer_ui.detail.material import MaterialPage
from reviewer_ui.detail.newer_pack import NewerPackBand
from reviewer_ui.detail.outside import OutsidePage
from reviewer_ui.detail.past import Undoing
from reviewer_ui.detail.timeline import Timeline
from reviewer_ui.explaining import Told, tell
from reviewer_ui.file_copy import ask_and_save_copy
from reviewer_ui.messages import sentence_of
from reviewer_ui.printing.opening import Previews
from reviewer_ui.standards import StandardsBand
from reviewer_ui.tab_order import TabOrder
from reviewer_ui.widgets import Button, ButtonKind, Card, EmptyState

#: In a pane of less pixels the tabs stand closer together.
_NARROW = 430
#: The tabs' words, and the shorter ones below this width, where the smallest screen shows both panes.
_TIGHT = 370
_TABS = (("申报信息", "申报"), ("材料", "材料"), ("纸网核对", "核对"), ("往来", "往来"), ("流转记录", "流转"))

#: The tabs and two lines below them, in pixels.
_LOWEST_PAGES = 92


class CasePane(Card):
    """All of one case, as it is handed over; `reload_wanted` asks for it once more, a change brings it by itself."""

    reload_wanted = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._view: CaseView | None = None
        #: Shows where a value stands on the scan beside the case, where one is in sight.
        self.show_beside: Callable[[Reading], bool] = lambda _reading: False
        self.keeper = DraftKeeper(context.background, self)
        self.head = CaseHead()
        self.newer_pack = NewerPackBand(context)
        self.list_told = ListToldBand()
        self.doubles = DoublesBand(context)
        self.standards = StandardsBand(context)
        self.fields = FieldsPage()
        self.material = MaterialPage()
        self.comparison = ComparisonPage()
        self.outside = OutsidePage()
        self.timeline = Timeline()
        self.edit = Button("编辑", ButtonKind.LINK, "edit")
        self.acts = CaseActs(context, self.keeper, self)
        self.previews = Previews(context, self)
        self.comparing = Comparing(context, self.comparison, self.keeper, self)
        self.consulting = Consulting(context, self.previews, self)
        self.editing = Editing(context, self.fields, self.keeper, self)
        self.undoing = Undoing(context, self)
        self.dossier = DossierMaking(context, self)
        self._ordering = QTimer(self)
        self._ordering.setSingleShot(True)
        self._stops = TabOrder()
        self._lay_out()
        self._connect()
        self.show_none()

    def leave(self) -> None:
        """Stores what was typed, because another case comes."""
        self.comparing.leave()
        self.keeper.flush()

    def show_none(self) -> None:
        """Says that no case is chosen."""
        self._view = None
        self.acts.follow(None)
        self.undoing.follow(None)
        self.dossier.follow(None)
        self.consulting.follow(None)
        self._whole.setCurrentWidget(self._empty)

    def show_view(self, view: CaseView) -> None:
        """Shows a case as it was read; what is being typed in the same case stays."""
        is_other = self._view is None or self._view.application.id != view.application.id
        self._view = view
        self.head.show_view(view)
        self.newer_pack.show_view(view)
        may_correct = not view.acts.isdisjoint(CORRECTION_ACTS)
        self.list_told.show_events(view.application.state, view.events, may_correct)
        self.doubles.show_view(view)
        self.standards.show_view(view)
        self.acts.follow(view)
        self.undoing.follow(view)
        self.dossier.follow(view)
        self.timeline.steps.show_offers(self.undoing.undo_offer, self.undoing.redo_offer)
        self._offer_papers(view)
        self.fields.show_view(view, is_other)
        self.editing.show(view)
        self.material.show_view(view, is_other)
        self.comparing.show(view, is_other)
        self.consulting.follow(view)
        self.outside.consultations.show_view(view)
        self.outside.show_case(view.application.id)
        self.outside.show_correction(view.events, may_correct)
        self.timeline.show_events(view.events)
        count = sum(copy.is_received for copy in view.papers) + len(kept_files(view.attachments))
        self.pages.setTabText(self.pages.indexOf(self.material), f"材料 {count}" if count else "材料")
        self._show_edit()
        self._whole.setCurrentWidget(self._case)
        self._ordering.start()

    def _order_stops(self) -> None:
        """Tab goes on as the case stands, though some of it is made when it first has something to say."""
        bands = (self.newer_pack, self.list_told, self.doubles, self.standards)
        self._stops.keep(self.head, *bands, self.pages.tabBar(), self.edit, self.pages.currentWidget())

    def _offer_papers(self, view: CaseView) -> None:
        from reviewer_app.services.papers.printing import orders_for

        self.head.offer_papers(orders_for(view))

    def _show_paper(self, kind: DocumentKind) -> None:
        from reviewer_app.services.papers.printing import PrintOrder

        if self._view is not None:
            self.previews.show(PrintOrder(kind, self._view.application.id))

    def _show_scan(self, sha256: str = "") -> None:
        """Opens a scan beside the case, the newest one where none is named."""
        from reviewer_ui.scans.viewer import show_scan

        view = self._view
        scans = [one.sha256 for one in standing_scans(view.attachments)] if view is not None else []
        if view is None:
            return
        if not scans:
            self._context.messages.inform(sentence("scans.none"))
            return
        show_scan(self._context, view.application.id, sha256 or scans[-1], self.window())

    def _show_read(self, field_id: str) -> None:
        """Shows the picture of what a machine read of a field, where it stands on its scan."""
        from reviewer_ui.scans.piece import show_piece

        view = self._view
        read = [one for one in (*view.lost, *view.readings) if one.field_id == field_id] if view is not None else []
        if view is not None and read and not self.show_beside(read[-1]):
            show_piece(self._context, view, read[-1], self.window())

    def _take_scan_away(self, sha256: str) -> None:
        from reviewer_ui.scans.taking_away import ask_to_take_away

        if self._view is not None:
            ask_to_take_away(self._context, self._view.application.id, sha256, self.window())

    def _bring_scan_back(self, sha256: str) -> None:
        from reviewer_ui.scans.taking_away import bring_back

        if self._view is not None:
            bring_back(self._context, self._view.application.id, sha256)

    def _print(self) -> None:
        from reviewer_app.services.papers.printing import first_order

        if self._view is not None:
            self._show_paper(first_order(self._view))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The head takes what room there is."""
        super().resizeEvent(event)
        self.head.give_room(event.size().height())
        self._give_tabs_room(event.size().width())

    def _give_tabs_room(self, width: int) -> None:
        """Five tabs and a link stand closer together in a narrow pane, so that none hides behind an arrow."""
        bar, narrow = self.pages.tabBar(), "most" if width < _TIGHT else "some" if width < _NARROW else ""
        if bar.property("narrow") != narrow:
            bar.setProperty("narrow", narrow)
            bar.style().unpolish(bar)
            bar.style().polish(bar)
        for place, (word, short) in enumerate(_TABS):
            if word != short:
                bar.setTabText(place, short if width < _TIGHT else word)
                bar.setTabToolTip(place, word if width < _TIGHT else "")

    def _show_edit(self) -> None:
        view = self._view
        can_edit = view is not None and Act.EDIT in view.acts
        is_here = self.pages.currentWidget() is self.fields
        self.edit.setVisible(can_edit and is_here and not self.fields.is_editing)

    def _begin_editing(self) -> None:
        self.pages.setCurrentWidget(self.fields)
        self.editing.toggle()
        self._show_edit()

    def show_place(self, place: Place) -> None:
        """Turns to the page on which a point of the case is settled, and to the point."""
        if place.kind is PlaceKind.COPY:
            self.pages.setCurrentWidget(self.material)
            self.material.begin_copy(int(place.name))
        elif place.kind is PlaceKind.COMPARISON:
            self.pages.setCurrentWidget(self.comparison)
            self.comparison.show_row(place.name)
            self.comparing.come()
            # Its keys are those of the checklist too: who is led here goes on here.
            QTimer.singleShot(0, self.comparison, self.comparison.begin)
        elif place.kind is PlaceKind.FIELD:
            self.pages.setCurrentWidget(self.fields)

    def _begin_comparing(self, place: int) -> None:
        """Who presses the tab of the comparison goes on by its keys."""
        if self.pages.widget(place) is self.comparison:
            QTimer.singleShot(0, self.comparison, self.comparison.begin)

    def _begin_recording(self) -> None:
        self.pages.setCurrentWidget(self.material)
        self.material.begin_recording()

    def _begin_consulting(self, what: str) -> None:
        self.pages.setCurrentWidget(self.outside)
        self.consulting.do(what)

    def _tell_due(self, show: Callable[[Told], None]) -> None:
        """The day the case is due by, as the list of days explains it."""
        if self._view is None:
            return
        case = self._view.application

        def take(found: RunningDates) -> None:
            due = next((one for one in found.dates if one.clock.due == case.due_on), None)
            if due is not None:
                show(Told(due.name, f"{case.due_on:%Y-%m-%d}", due.why))

        self._context.background.run_read(dates_of_case, case.id, then=take)

    def _carry_out(self, act: Act) -> None:
        if self._view is not None:
            self.acts.carry_out(act, self._view)

    def _record_paper(self, copy: PaperCopy) -> None:
        if self._view is None:
            return
        row = self.material.rows[copy.number - 1]
        self._context.background.run_change(
            record_paper,
            self._view.application.id,
            copy,
            row.seen,
            then=lambda _changes: row.finish(),
            failed=lambda error: row.refuse(sentence_of(error)),
        )

    def _read_outside(self, case_id: int) -> None:
        self._context.background.run_read(
            contacts_of_case, case_id, then=lambda entries: self.outside.show_entries(case_id, entries)
        )

    def _open_corrections(self, _from: str = "") -> None:
        if self._view is not None:
            self.acts.open_corrections(self._view)

    def _enter_incoming(self) -> None:
        from reviewer_ui.register.asking import ask_incoming

        if self._view is not None:
            case = self._view.application
            ask_incoming(self._context, self._view.today, self, case.id, case.project_name)

    def _keep_copy(self, number: int, text: str) -> None:
        if self._view is not None:
            self.keeper.keep(self._view.application.id, DraftBoxes.COPY.of(number), text)

    def _connect(self) -> None:
        context = self._context
        self.keeper.refused.connect(context.messages.failure)
        self.head.act_chosen.connect(self._carry_out)
        self.edit.clicked.connect(self._begin_editing)
        self.fields.state_changed.connect(self._show_edit)
        self.editing.reload_wanted.connect(self.reload_wanted)
        self.material.recorded.connect(self._record_paper)
        self.material.typed.connect(self._keep_copy)
        self.material.copy_wanted.connect(lambda sha256, name: ask_and_save_copy(context, sha256, name, self))
        self.fields.read_wanted.connect(self._show_read)
        self.comparison.read_wanted.connect(self._show_read)
        self.material.scan_wanted.connect(self._show_scan)
        self.material.scan_away.connect(self._take_scan_away)
        self.material.scan_back.connect(self._bring_scan_back)
        self.material.scans_offered.connect(self._context.actions["intake.scans"].trigger)
        self.material.copies_offered.connect(self._context.actions["dispatch.copies"].trigger)
        self.outside.copy_wanted.connect(lambda sha256, name: ask_and_save_copy(context, sha256, name, self))
        self.outside.wanted.connect(self._read_outside)
        self.outside.correction_wanted.connect(self._open_corrections)
        self.list_told.chosen.connect(self._open_corrections)
        self.outside.consultations.act_wanted.connect(self.consulting.do)
        self.outside.incoming_wanted.connect(self._enter_incoming)
        self.timeline.steps.undo_wanted.connect(lambda: self.undoing.turn_case(is_undo=True))
        self.timeline.steps.redo_wanted.connect(lambda: self.undoing.turn_case(is_undo=False))
        self.timeline.steps.past_wanted.connect(self.undoing.look_back)
        self.timeline.then_wanted.connect(self.undoing.look_back)
        self.pages.currentChanged.connect(lambda _page: self._show_edit())
        self.pages.currentChanged.connect(lambda _page: self._ordering.start())
        self._ordering.timeout.connect(self._order_stops)
        self.pages.tabBarClicked.connect(self._begin_comparing)
        context.actions.bind("case.edit", self._begin_editing)
        context.actions.bind("case.follow_pack", self.newer_pack.plan)
        context.actions.bind("case.doubles", self.doubles.open)
        context.actions.bind("case.standards", self.standards.open)
        context.actions.bind("case.record_paper", self._begin_recording)
        context.actions.bind("case.scans", self._show_scan)
        context.actions.bind("case.consult", lambda: self._begin_consulting("ask"))
        context.actions.bind("case.take_view", lambda: self._begin_consulting("reply"))
        self.head.paper_chosen.connect(self._show_paper)
        self.head.dossier_wanted.connect(self.dossier.ask)
        tell(self.head.due, later=self._tell_due)
        self.head.dates_wanted.connect(lambda: context.actions["dates.show"].trigger())
        context.actions.bind("case.print", self._print)
        self.head.packages.clicked.connect(lambda: context.actions["custody.packages"].trigger())
        self.head.waiting.clicked.connect(lambda: context.actions["custody.waiting"].trigger())

    def _lay_out(self) -> None:
        # From the outside in: whoever takes a part that is full already dresses all that stands in it once more.
        self._whole = QStackedWidget(self)
        self._case = QWidget(self._whole)
        self.pages = QTabWidget(self._case)
        # Its row of tabs takes the keyboard; a screen reader would meet the box around it as a part without a name.
        self.pages.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.pages.tabBar().setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.pages.setDocumentMode(True)
        self.pages.tabBar().setAccessibleName("案件各页")
        parts = (self.fields, self.material, self.comparison, self.outside, self.timeline)
        for part, (word, _short) in zip(parts, _TABS, strict=True):
            self.pages.addTab(part, word)
        corner = QWidget()
        beside = QVBoxLayout(corner)
        # On one line with the words of the tabs.
        beside.setContentsMargins(0, 0, 8, 4)
        beside.addWidget(self.edit)
        self.pages.setCornerWidget(corner)
        column = QVBoxLayout(self._case)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addWidget(self.newer_pack)
        column.addWidget(self.list_told)
        column.addWidget(self.doubles)
        column.addWidget(self.standards)
        # With a band above them the pages give way before the head does; they scroll.
        self.pages.setMinimumHeight(_LOWEST_PAGES)
        column.addWidget(self.pages, 1)
        self._empty = EmptyState("cases", "没有选中的案件", "在左侧选一件，即可查看申报信息、材料和流转记录")
        self._whole.addWidget(self._empty)
        self._whole.addWidget(self._case)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(1, 1, 1, 1)
        whole.addWidget(self._whole)
