"""What stands above the rows: the chips, and one line with number, sorting and the way to the table."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from reviewer_app.services.ports.rows import ALL_SEASONS, QueueQuery, Tab
from reviewer_resources.phrases import sentence
from reviewer_ui.explaining import Told, tell
from reviewer_ui.queue.chips import ChipRow
from reviewer_ui.queue.columns import SORT_WORDS, sort_words
from reviewer_ui.widgets import Button, ButtonKind, TextRole, Words

#: The margins and the gaps of the line.
_BESIDE = 28


def season_words(season: str) -> str:
    """Which season's cases are shown."""
    return "全部年度" if season == ALL_SEASONS else f"{season}年度" if season else "本年度"


class QueueHead(QWidget):
    """Chips, '9 件 · 按期限排序', 列表视图."""

    sort_chosen = Signal(object)  # SortKey
    then_chosen = Signal(object)  # SortKey | None
    table_asked = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.chips = ChipRow()
        self._count = Words("", TextRole.NOTE)
        self._query = QueueQuery(season="")
        self._absent = Words("打开的案件不在当前列表", TextRole.NOTE)
        self._absent.hide()
        #: What a search found under the other chips, with the way there.
        self.elsewhere = Button("", ButtonKind.LINK)
        self.elsewhere.hide()
        self.elsewhere.clicked.connect(lambda: self.chips.tab_chosen.emit(Tab.ALL))
        self._sort = Button("", ButtonKind.QUIET)
        self._sort.setAccessibleName("排序")
        self.views = Button("视图 ▾", ButtonKind.QUIET)
        self.views.setAccessibleName("视图")
        self.views.setToolTip("到期的、缺的、有变化的，和自己存的查找")
        self._as_table = Button("列表视图", ButtonKind.QUIET, "table")
        self._as_table.setCheckable(True)
        self._as_table.clicked.connect(self.table_asked)
        menu = QMenu(self)
        for key, words in SORT_WORDS.items():
            menu.addAction(words).triggered.connect(lambda _checked, chosen=key: self.sort_chosen.emit(chosen))
        then = menu.addMenu("相同的再按")
        then.addAction("不再细分").triggered.connect(lambda _checked: self.then_chosen.emit(None))
        for key, words in SORT_WORDS.items():
            then.addAction(words).triggered.connect(lambda _checked, chosen=key: self.then_chosen.emit(chosen))
        self._sort.setMenu(menu)
        line = QHBoxLayout()
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(2)
        line.addWidget(self._count)
        line.addWidget(self._sort)
        line.addStretch(1)
        line.addWidget(self.views)
        line.addWidget(self._as_table)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 8, 4)
        column.setSpacing(6)
        column.addWidget(self.chips)
        column.addLayout(line)
        column.addWidget(self._absent)
        column.addWidget(self.elsewhere, 0, Qt.AlignmentFlag.AlignLeft)
        tell(self, self._told, is_stop=False)

    @property
    def is_table(self) -> bool:
        """Whether the table is asked for."""
        return self._as_table.isChecked()

    def show_table(self, shown: bool) -> None:
        """Names the other view on the button."""
        self._as_table.setChecked(shown)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The way to the table is told in words where there is room for them."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        word = "三栏视图" if self.is_table else "列表视图"
        self._as_table.setText(word)
        self._as_table.setToolTip(word)
        self._as_table.setAccessibleName(word)
        line = (self._count, self._sort, self.views, self._as_table)
        if sum(widget.sizeHint().width() for widget in line) + _BESIDE > self.width() > 0:
            self._as_table.setText("")

    def show_query(self, query: QueueQuery) -> None:
        """Shows chip and sorting of a view."""
        self._query = query
        self.chips.show_tab(query.tab)
        short, full = sort_words(query)
        self._sort.setText(f"{short} ▾")
        self._sort.setToolTip(full)
        self._fit()

    def show_total(self, total: int, everything: int = 0) -> None:
        """Shows how many cases stand in the list, and how many more the search found under the other chips.

        An empty list says that itself. `everything` is 0 while it is not counted.
        """
        self._count.setText(f"{total:,} 件 ·")
        others = everything - total if self._query.text and self._query.tab is not Tab.ALL and total else 0
        self.elsewhere.setText(sentence("search.elsewhere", {"count": others}))
        self.elsewhere.setVisible(others > 0)
        self._fit()

    def _told(self) -> Told:
        """What is counted: the season, the chip, the words looked for; and in which order it stands."""
        query, season = self._query, self._query.season
        said = [sentence("why.list", {"season": season_words(season), "tab": query.tab.label})]
        if query.text:
            said.append(sentence("why.count_search", {"text": query.text}))
        said.append(sentence("why.list_order", {"order": sort_words(query)[1]}))
        return Told("列表的件数", self._count.text().removesuffix("·").strip(), [*said, sentence("why.count_fresh")])

    def say_absent(self, is_absent: bool) -> None:
        """Says, or no longer says, that the open case is not in this list."""
        self._absent.setVisible(is_absent)

    def absent_text(self) -> str:
        """What is said of the open case, empty when it stands in the list."""
        return "" if self._absent.isHidden() else self._absent.text()

    def count_text(self) -> str:
        """The number as it is told."""
        return self._count.text()
