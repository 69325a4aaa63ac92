"""The chips above the queue: the first that fit stand open, the others go under 更多.

已移交 and 搁置 are there only while there is something under them, or while it is the chip looked at.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSizePolicy, QWidget

from reviewer_app.domain.states import State, states_under
from reviewer_app.services.ports.rows import Tab
from reviewer_resources.phrases import sentence
from reviewer_ui.explaining import Told, tell
from reviewer_ui.widgets.chip import Chip

_SPACING = 8
_WHEN_THERE = (Tab.AWAY, Tab.ASIDE)


class ChipRow(QWidget):
    """One chip for each group of states, with true counts."""

    tab_chosen = Signal(object)  # Tab

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._tab = Tab.MINE
        self._text = ""
        self._hidden: list[Tab] = []
        self._chips = {tab: Chip(tab.label, 0) for tab in Tab}
        self._more = Chip("更多 ▾")
        self._menu = QMenu(self)
        self._menu.aboutToShow.connect(self._fill_menu)
        self._more.setMenu(self._menu)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(_SPACING)
        for tab, chip in self._chips.items():
            tell(chip, partial(self._told, tab))
            chip.clicked.connect(lambda _checked, chosen=tab: self._choose(chosen))
            row.addWidget(chip)
        row.addWidget(self._more)
        row.addStretch(1)
        self.show_tab(Tab.MINE)

    @property
    def tab(self) -> Tab:
        """The chip now chosen."""
        return self._tab

    def show_tab(self, tab: Tab) -> None:
        """Marks a chip as chosen."""
        self._tab = tab
        for own, chip in self._chips.items():
            chip.setChecked(own is tab)
        self._fit()

    def show_counts(self, counts: Mapping[Tab, int], text: str = "") -> None:
        """Writes the true numbers on the chips; under a search they count only where its text stands."""
        self._text = text
        for tab, chip in self._chips.items():
            chip.set_count(counts.get(tab, 0))
        self._fit()

    def _told(self, tab: Tab) -> Told:
        """What a chip's number counts."""
        kinds = {Tab.MINE: "why.count_mine", Tab.ALL: "why.count_all", Tab.AWAY: "why.count_away"}
        states = "、".join(state.label for state in State if state in states_under(tab))
        said = [sentence(kinds.get(tab, "why.count_tab"), {"states": states})]
        if self._text:
            said.append(sentence("why.count_search", {"text": self._text}))
        return Told(tab.label, f"{self.count_of(tab)} 件", [*said, sentence("why.count_fresh")])

    def chip(self, tab: Tab) -> Chip:
        """The chip of a group."""
        return self._chips[tab]

    def count_of(self, tab: Tab) -> int:
        """The number on a chip."""
        return self._chips[tab].count or 0

    def shown_and_hidden(self) -> tuple[list[Tab], list[Tab]]:
        """The chips that stand open, and those under 更多."""
        return [tab for tab in self._offered() if tab not in self._hidden], list(self._hidden)

    def sizeHint(self) -> QSize:
        """Wide enough for the first chips."""
        return QSize(300, self._more.sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """One chip and 更多."""
        width = self._chips[Tab.MINE].sizeHint().width() + _SPACING + self._more.sizeHint().width()
        return QSize(width, self._more.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Shows as many chips as there is room for."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        offered = self._offered()
        widths = {tab: self._chips[tab].sizeHint().width() + _SPACING for tab in offered}
        room = self.width() + _SPACING
        if sum(widths.values()) <= room:
            shown = offered
        else:
            room -= self._more_width() + _SPACING
            shown = []
            for tab in offered:
                if widths[tab] > room and shown:
                    break
                shown.append(tab)
                room -= widths[tab]
        self._hidden = [tab for tab in offered if tab not in shown]
        for tab, chip in self._chips.items():
            chip.setVisible(tab in shown)
        self._write_more()

    def _offered(self) -> list[Tab]:
        return [tab for tab in Tab if tab not in _WHEN_THERE or tab is self._tab or self.count_of(tab)]

    def _more_width(self) -> int:
        """Room for 更多 whatever hidden chip it may have to name."""
        words = max((chip.text() for chip in self._chips.values()), key=len)
        return self._more.fontMetrics().horizontalAdvance(f"{words} ▾") + 26 if self._tab_may_hide() else 74

    def _tab_may_hide(self) -> bool:
        return self._offered().index(self._tab) > 1

    def _write_more(self) -> None:
        self._more.setVisible(bool(self._hidden))
        is_inside = self._tab in self._hidden
        self._more.setText(f"{self._chips[self._tab].text()} ▾" if is_inside else "更多 ▾")
        self._more.setCheckable(is_inside)
        self._more.setChecked(is_inside)
        self._more.setAccessibleName("更多状态")

    def _fill_menu(self) -> None:
        self._menu.clear()
        for tab in self._hidden:
            entry = self._menu.addAction(self._chips[tab].text())
            entry.setCheckable(True)
            entry.setChecked(tab is self._tab)
            entry.triggered.connect(lambda _checked, chosen=tab: self._choose(chosen))

    def _choose(self, tab: Tab) -> None:
        self.show_tab(tab)
        self.tab_chosen.emit(tab)
