"""The queue: chips with true counts, one line with number and sorting, and the rows."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QApplication, QLineEdit, QStackedWidget, QVBoxLayout, QWidget

from reviewer_app.domain.changes import Changes, Noun
from reviewer_app.domain.errors import OfficeError
from reviewer_app.services.listing.places import KeptPlace, keep_place
from reviewer_app.services.ports.rows import ALL_SEASONS, QueueQuery, QueueRow, SortKey, Tab
from reviewer_ui.context import Context
from reviewer_ui.explaining import Told, tell
from reviewer_ui.queue.choosing import Choosing
from reviewer_ui.queue.columns import COLUMNS, told_row
from reviewer_ui.queue.emptiness import NextStep, emptiness_of
from reviewer_ui.queue.head import QueueHead
from reviewer_ui.queue.loading import Arrival, QueueLoader
from reviewer_ui.queue.menus import ChosenCases
from reviewer_ui.queue.model import QueueModel
from reviewer_ui.queue.pages import PAGE_ROWS
from reviewer_ui.queue.place import place_of, put_back
from reviewer_ui.queue.recent import RecentCases
from reviewer_ui.queue.views import RowsView, TableView
from reviewer_ui.queue.views_menu import ViewsMenu
from reviewer_ui.widgets import Card, EmptyState


class QueuePane(Card):
    """The list of cases; says which case was chosen or that there is none, and knows the next of this list."""

    case_chosen = Signal(int)
    none_left = Signal()
    table_shown = Signal(bool)
    search_cleared = Signal()
    search_written = Signal(str)
    season_shown = Signal(str)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._actions = context.actions
        self._background = context.background
        self._messages = context.messages
        self._query = QueueQuery(season="")
        self._in_work = ""
        self._revealed: int | None = None
        self._wants_first = False
        self._loader = QueueLoader(context.background, self)
        self._loader.arrived.connect(self._on_arrived)
        self._loader.failed.connect(self._on_failed)
        self.model = QueueModel(self._loader.fetch_rows, self)
        self.model.order_wanted.connect(self._loader.want_whole)
        context.background.changed.connect(self._on_changed)
        self._choosing = Choosing(self.model, self)
        self._choosing.case_chosen.connect(self._note_chosen)
        self._choosing.none_left.connect(self.none_left)
        self.head = QueueHead()
        self.chips = self.head.chips
        self.rows = RowsView(self.model, self._choosing.selection)
        self._table: TableView | None = None
        self._empty = EmptyState("cases", "")
        self._step = NextStep.NONE
        self._stack = QStackedWidget()
        self._place = KeptPlace()
        self.recent = RecentCases(context, self)
        self.recent.wanted.connect(self.reveal)
        self._chosen = ChosenCases(context, self.chosen_cases, self)
        self._lay_out()
        self._connect()
        self._take_menu(self.rows)
        self.views = ViewsMenu(context, self.head.views)
        self.views.view_chosen.connect(self.show_found)
        self.head.views.clicked.connect(self._show_views)
        self._actions.bind("queue.views", self._show_views)

    def chosen_cases(self) -> list[int]:
        """The selected cases in the order of the list; without a selection the one in hand."""
        current = self.current_case
        return self._choosing.chosen() or ([current] if current is not None else [])

    @property
    def current_case(self) -> int | None:
        """The case last chosen in this list, even if it has left it."""
        return self._choosing.place.case_id

    @property
    def query(self) -> QueueQuery:
        """The view now shown."""
        return self._query

    @property
    def is_table(self) -> bool:
        """Whether the full-width table is shown."""
        return self.head.is_table

    @property
    def is_filled(self) -> bool:
        """Whether the first line is there to be read."""
        return self.model.rowCount() > 0 and self.model.row_at(0) is not None

    @property
    def is_whole(self) -> bool:
        """Whether the whole order has been read, not only its beginning."""
        return self.model.rowCount() > 0 and self.model.case_at(self.model.rowCount() - 1) is not None

    @property
    def table(self) -> TableView | None:
        """The full-width table, once it has been shown."""
        return self._table

    def begin(self) -> None:
        """Shows the season in work; asked before anything else is known, so that the list is soon there."""
        self._look(self._query)

    def show_season(self, season: str) -> None:
        """Shows the cases of a season, or of all."""
        self._look(replace(self._query, season=season))

    def follow_season(self, in_work: str) -> None:
        """Goes along when another season is the one in work; what a person chose otherwise stays."""
        former, self._in_work = self._in_work, in_work
        if self._query.season not in ("", in_work) and former not in ("", in_work):
            self.show_season(in_work)

    def search_for(self, text: str) -> None:
        """Shows only the cases in which the text stands; one character is enough."""
        if text.strip() != self._query.text:
            self._look(replace(self._query, text=text.strip()))

    def show_found(self, text: str, season: str = "") -> None:
        """Shows all cases of a search, in another season if one is named, and writes it where one searches."""
        self.search_written.emit(text)
        self._look(replace(self._query, tab=Tab.ALL, text=text, season=season or self._query.season))

    def _show_views(self) -> None:
        self.views.show(self._query)

    def show_tab(self, tab: Tab) -> None:
        """Shows the cases of a chip."""
        self._look(replace(self._query, tab=tab))

    def sort_by(self, key: SortKey) -> None:
        """Sorts by a column; the same column again turns the order round."""
        is_same = key is self._query.sort
        self._look(replace(self._query, sort=key, descending=is_same and not self._query.descending, then=None))

    def sort_then_by(self, key: SortKey | None) -> None:
        """Orders cases whose first key is the same by a second one; by none any more."""
        self._look(replace(self._query, then=None if key is self._query.sort else key))

    def place(self) -> KeptPlace:
        """How the list stands now, to be found again."""
        columns = self._table.columns.kept() if self._table is not None else self._place.columns
        view, case_id = self._query, self.current_case or 0
        return KeptPlace(view.tab, view.sort, view.then, view.descending, case_id, columns, view.text)

    def keep_place(self) -> None:
        """Keeps how the list stands, with the library."""
        place, library = self.place(), self._background.library
        if place == self._place or not self._query.season or library.is_read_only:
            return
        # The window is closing: that this could not be kept is no reason to hold anybody up.
        with suppress(OfficeError):
            self._background.run_change(keep_place, place, failed=lambda _error: None)

    def refresh(self) -> None:
        """Reads the list again and keeps its place."""
        self._loader.refresh(self._is_deep())

    def select_next(self) -> None:
        """Goes to the next case of this list, also when the current one has just left it; after the last, the first."""
        position = self._beside(1)
        if position >= self.model.rowCount() and self.model.rowCount() > 0:
            position = 0
        self._select(position)

    def go_next(self) -> None:
        """One case down; stays on the last one and says so."""
        position = self._beside(1)
        if position >= self.model.rowCount() > 0:
            self._messages.inform("已是列表最后一件。")
        self._select(min(position, self.model.rowCount() - 1))

    def go_previous(self) -> None:
        """One case up; stays on the first one and says so."""
        position = self._beside(-1)
        if position < 0 < self.model.rowCount():
            self._messages.inform("已是列表第一件。")
        self._select(min(max(0, position), self.model.rowCount() - 1))

    def choose_first(self) -> None:
        """Chooses the first case and puts the keyboard into the list; of a view on its way, once it is there."""
        self._wants_first = self._loader.is_view_awaited
        if not self._wants_first and self._select(0):
            self._view().setFocus()

    def take_keys(self) -> None:
        """Lets the list have the keyboard, or while it is empty the button that says what to do about it."""
        (self._stack.currentWidget() or self.rows).setFocus()

    def reveal(self, case_id: int) -> None:
        """Goes to a case, in this list or else among all."""
        position = self.model.position_of(case_id)
        if position >= 0:
            self._select(position)
            return
        self.search_cleared.emit()
        self._look(replace(self._query, tab=Tab.ALL, text=""), revealed=case_id)

    def show_table(self, shown: bool) -> None:
        """Shows the full-width table, or the two-line rows."""
        self.head.show_table(shown)
        if shown and self._table is None:
            self._table = self._build_table()
            self._loader.with_waiting = True
            self.refresh()
        self._show_view()
        self.table_shown.emit(shown)

    def current_row(self) -> QueueRow | None:
        """The line of the chosen case, if it is in the list and read."""
        position = self.model.position_of(self.current_case)
        return self.model.row_at(position) if position >= 0 else None

    def _lay_out(self) -> None:
        self._stack.addWidget(self.rows)
        self._stack.addWidget(self._empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 7)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addWidget(self._stack, 1)
        self.setMinimumWidth(280)

    def _connect(self) -> None:
        self.chips.tab_chosen.connect(self.show_tab)
        self.head.sort_chosen.connect(self.sort_by)
        self.head.then_chosen.connect(self.sort_then_by)
        self.head.table_asked.connect(self.show_table)
        self._empty.button_pressed.connect(self._take_next_step)
        tell(self.rows, self._told)
        self._actions.bind("queue.next", self.go_next)
        self._actions.bind("queue.previous", self.go_previous)
        self._actions.bind("view.table", lambda: self.show_table(not self.is_table))

    def _told(self) -> Told | None:
        row = self.current_row()
        return told_row(row) if row is not None else None

    def _take_menu(self, view: RowsView | TableView) -> None:
        view.picking.connect(self._choosing.pick)
        view.customContextMenuRequested.connect(lambda at: self._chosen.show_menu(view, at))

    def _build_table(self) -> TableView:
        table = TableView(self.model, self._choosing.selection)
        self._take_menu(table)
        table.sort_asked.connect(lambda number: self._sort_by_column(number, self.sort_by))
        table.then_asked.connect(lambda number: self._sort_by_column(number, self.sort_then_by))
        table.columns.put_back(self._place.columns)
        tell(table, self._told)
        table.opened.connect(lambda: self.show_table(False))
        self._stack.addWidget(table)
        self._mark_sort(table)
        return table

    def _sort_by_column(self, number: int, sort: Callable[[SortKey], None]) -> None:
        key = COLUMNS[number].sort
        if key is not None:
            sort(key)
        elif self._table is not None:
            self._mark_sort(self._table)

    def _view(self) -> RowsView | TableView:
        return self._table if self.is_table and self._table is not None else self.rows

    def _show_view(self) -> None:
        view = self._view()
        self._stack.setCurrentWidget(view if self.model.rowCount() else self._empty)
        current = self._choosing.selection.currentIndex()
        if current.isValid():
            view.scrollTo(current)

    def _look(self, query: QueueQuery, revealed: int | None = None) -> None:
        self._query = query
        self._revealed = revealed
        self._wants_first = False
        self.head.show_query(query)
        if self._table is not None:
            self._mark_sort(self._table)
        self._loader.look(query)

    def _mark_sort(self, table: TableView) -> None:
        table.show_sort([one.sort for one in COLUMNS].index(self._query.sort), self._query.descending)

    def _is_deep(self) -> bool:
        """Whether the current case or the first line in sight is beyond what is read at first."""
        return max(self._choosing.place.position, self._view().top_row()) >= PAGE_ROWS // 2

    def _on_changed(self, changes: Changes) -> None:
        if Noun.QUEUE in changes.nouns:
            self.refresh()

    def _on_failed(self, error: Exception) -> None:
        if isinstance(error, OfficeError):  # a fault of ours has been told by the background already
            self._messages.failure(error)

    def _on_arrived(self, arrival: Arrival) -> None:
        self._query = arrival.index.query
        if arrival.place is not None:
            self._place = arrival.place
            self.head.show_query(self._query)
            self.search_written.emit(self._query.text)
        before = place_of(self._view(), self.model, self._choosing.place)
        self._choosing.begin_settling()
        former = self.model.ids
        was_reset = self.model.show_index(arrival.index, arrival.total, arrival.rows)
        if arrival.is_new or not was_reset:
            self._choosing.as_it_was.renew(former, self.model.ids, arrival.is_new)
        self._show_numbers(arrival)
        self._show_view()
        if was_reset or arrival.is_new:
            put_back(self._view(), self.model, self._choosing.selection, before, to_top=arrival.is_new)
        is_elsewhere = arrival.is_new and self.model.position_of(self.current_case) < 0
        self._choosing.settle(0 if is_elsewhere else before.position)
        self._choose_after(arrival)
        self._say_absent(arrival)

    def _choose_after(self, arrival: Arrival) -> None:
        """After another view came in: the case asked for, else the first one unless one is only searching."""
        if self._revealed is not None and (position := self.model.position_of(self._revealed)) >= 0:
            self._revealed = None
            self._select(position)
        elif self._revealed is not None and not arrival.index.is_complete:
            # It stands beyond the part of the order read so far.
            self._loader.want_whole()
        elif self._revealed is not None:
            self._look_in_all(self._revealed)
        elif arrival.is_new and not arrival.total:
            self._choosing.leave()
        elif arrival.is_new and self._wants_first:
            self._wants_first = False
            self.choose_first()
        elif arrival.is_new and (not self._query.text or arrival.place is not None):
            # At the beginning the case of last time, if it stands on the first screen of its list.
            self._select(max(self.model.position_of(self.current_case or self._place.case_id), 0))
        elif self.current_case is None and not self._query.text:
            # The first cases of all have come into a list that was empty.
            self._select(0)
        if arrival.place is not None and not isinstance(QApplication.focusWidget(), QLineEdit):
            self.take_keys()

    def _look_in_all(self, case_id: int) -> None:
        """Looks for a case in the other seasons, once it is none of this one's."""
        self._revealed = None
        if self._query.season == ALL_SEASONS:
            self._messages.inform("案卷库里没有这一案件。")
            return
        self.season_shown.emit(ALL_SEASONS)
        self._look(replace(self._query, season=ALL_SEASONS), revealed=case_id)

    def _say_absent(self, arrival: Arrival) -> None:
        is_known = arrival.index.is_complete and arrival.total > 0
        self.head.say_absent(is_known and self._choosing.is_absent)

    def _note_chosen(self, case_id: int) -> None:
        self.head.say_absent(False)
        self.recent.note(case_id)
        self.case_chosen.emit(case_id)

    def _show_numbers(self, arrival: Arrival) -> None:
        self.chips.show_counts(arrival.index.counts, self._query.text)
        self.head.show_total(arrival.total, arrival.index.counts.get(Tab.ALL, 0))
        if not arrival.total:
            said = emptiness_of(self._query, arrival.index.counts)
            self._step = said.step
            self._empty.show_words(said.title, said.hint, said.button)

    def _take_next_step(self) -> None:
        if self._step is NextStep.IMPORT:
            self._actions["intake.import"].trigger()
        elif self._step is NextStep.SHOW_ALL:
            self.show_tab(Tab.ALL)
        elif self._step is NextStep.CLEAR_SEARCH:
            self.search_cleared.emit()
            self.search_for("")

    def _beside(self, step: int) -> int:
        """Where the next case stands, or the one before; a case that is not there leaves its place to the next."""
        found = self._choosing.as_it_was.beside(self.model, self.current_case, step)
        return self._choosing.place.position + min(step, 0) if found is None else found

    def _select(self, position: int) -> bool:
        is_there = self._choosing.select(position)
        if is_there:
            self._view().scrollTo(self.model.index(position, 0))
        return is_there
