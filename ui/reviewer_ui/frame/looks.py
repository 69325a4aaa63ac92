"""What the person has had in sight of the open case: marks the pages that others changed, and forgets what was seen.

A page counts as seen after it stood in sight for a moment, not while one leafs through the list. Nothing is written
unless something is new, or the case was never opened before.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QTabWidget, QWidget

from reviewer_app.domain.listing.changes import Kind
from reviewer_app.services.listing.marking import changed_kinds, is_look_due, see
from reviewer_ui.background import Background

#: So long (ms) a page has to be in sight.
SEEN_AFTER_MS = 1_200
_MARK = " •"

#: Where each kind is looked at: the tabs and the page in them.
Places = Mapping[Kind, tuple[QTabWidget, QWidget]]


class Looks(QObject):
    """Follows the open case; `is_changed` says whether its row of the list bears the mark."""

    def __init__(self, background: Background, places: Places, parent: QObject) -> None:
        super().__init__(parent)
        self._background, self._places = background, places
        self._case_id: int | None = None
        self._marked: frozenset[Kind] = frozenset()
        self.is_changed: Callable[[int], bool] = lambda _case_id: False
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(SEEN_AFTER_MS)
        self._pause.timeout.connect(self.note_seen)
        for tabs in {id(tabs): tabs for tabs, _ in places.values()}.values():
            tabs.currentChanged.connect(lambda _page: self._wait())

    @property
    def marked(self) -> frozenset[Kind]:
        """The kinds that are marked as changed by others."""
        return self._marked

    def follow(self, case_id: int | None) -> None:
        """A case was read for the panes, or none is open."""
        if case_id != self._case_id:
            self._case_id, self._marked = case_id, frozenset()
            self._wait()
        self._show_marks()
        if case_id is not None and self.is_changed(case_id):
            self._read_marks(case_id)

    def note_seen(self) -> None:
        """What is in sight now has been seen."""
        case_id = self._case_id
        seen = tuple(kind for kind, (_, page) in self._places.items() if page.isVisible())
        if case_id is None or not seen or self._background.library.is_read_only:
            return

        def write(is_due: bool) -> None:
            if is_due:
                self._background.run_change(see, case_id, seen, then=lambda _changes: self._read_marks(case_id))

        self._background.run_read(is_look_due, case_id, seen, then=write)

    def _read_marks(self, case_id: int) -> None:
        def take(kinds: tuple[Kind, ...]) -> None:
            if case_id == self._case_id:
                self._marked = frozenset(kinds)
                self._show_marks()

        self._background.run_read(changed_kinds, case_id, then=take)

    def _show_marks(self) -> None:
        marked = {(id(tabs), tabs.indexOf(page)) for kind, (tabs, page) in self._places.items() if kind in self._marked}
        for tabs, page in self._places.values():
            place = tabs.indexOf(page)
            words, is_marked = tabs.tabText(place).removesuffix(_MARK), (id(tabs), place) in marked
            tabs.setTabText(place, f"{words}{_MARK}" if is_marked else words)
            tabs.setTabToolTip(place, self._told(tabs, page) if is_marked else "")

    def _told(self, tabs: QTabWidget, page: QWidget) -> str:
        kinds = [kind.label for kind, place in self._places.items() if place == (tabs, page) and kind in self._marked]
        return f"您上次看过之后，他人改动了{'、'.join(kinds)}"

    def _wait(self) -> None:
        if self._case_id is not None:
            self._pause.start()
        else:
            self._pause.stop()
