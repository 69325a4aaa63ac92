"""The bar at the top: season and notice, days to the deadline, search, and who is at the desk."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QMenu, QSizePolicy, QToolButton, QWidget

from reviewer_app.domain.guarantee.dues import SOON_DAYS
from reviewer_app.domain.listing.asking import Operator
from reviewer_app.services.listing.places import MOST_TEXT
from reviewer_app.services.ports.after.ledger import LedgerTold
from reviewer_app.services.ports.rows import ALL_SEASONS, WindowStatus
from reviewer_resources.phrases import sentence
from reviewer_ui.theme import Tone, tokens
from reviewer_ui.widgets import Button, ButtonKind, Pill, TextRole, Words, icon
from reviewer_ui.widgets.pill import PillButton

#: So long after the last key stroke the search runs (ms): not felt, yet a fast typist asks once a word.
SEARCH_DELAY_MS = 60
HEIGHT = 52
_PRESSING_DAYS = 5
_FIELD_SPACE = 64
_FULL_WIDTH = 1060
_LEAST_WIDTH = 720
#: The search field gives way to the ledger's pill down to this width.
_SEARCH_LEAST = 190
_SIDE, _SPACING = 16, 14
#: With less room than this the ledger's pill is left to the rail.
_LEDGER_LEAST = 900


class SearchField(QLineEdit):
    """The search of the queue; Enter or ↓ goes to the first found case, Esc empties it."""

    asked = Signal(str)
    entered = Signal()

    def __init__(self, keys: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setPlaceholderText(f"查找，如 领域:养老 期限:本周  {keys}")
        self.setToolTip(f"可用 {'、'.join(f'{one}:' for one in Operator)}；名称可打拼音首字母")
        self.setAccessibleName("查找案件")
        self.setClearButtonEnabled(True)
        self.setMaxLength(MOST_TEXT)
        self._sign = self.addAction(icon("search", tokens().ink3), QLineEdit.ActionPosition.LeadingPosition)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setMinimumWidth(150)
        for number, button in enumerate(self.findChildren(QToolButton)):
            button.setAccessibleName(("清除查找", "查找")[min(number, 1)])
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(SEARCH_DELAY_MS)
        self._pause.timeout.connect(lambda: self.asked.emit(self.text()))
        self.textChanged.connect(lambda _text: self._pause.start())

    def changeEvent(self, event: QEvent) -> None:
        """Draws the sign anew when other colours are put on."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._sign.setIcon(icon("search", tokens().ink3))

    def sizeHint(self) -> QSize:
        """Room for the words that stand in it while it is empty."""
        words = self.fontMetrics().horizontalAdvance(self.placeholderText())
        return QSize(words + _FIELD_SPACE, super().sizeHint().height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leads from the field into the list, or empties the field."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down):
            self.ask_now()
            self.entered.emit()
        elif event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        else:
            super().keyPressEvent(event)

    def ask_now(self) -> None:
        """Searches without waiting for a pause in typing."""
        if self._pause.isActive():
            self._pause.stop()
            self.asked.emit(self.text())

    def write(self, text: str) -> None:
        """Shows what the list is looking for already."""
        self.setText(text)
        self._pause.stop()

    def forget(self) -> None:
        """Empties the field without searching (the list has already gone elsewhere)."""
        self.clear()
        self._pause.stop()


def deadline_words(status: WindowStatus) -> tuple[str, Tone]:
    """What the pill says of the sending deadline, and in which tone."""
    day = f"{status.sending_deadline.month}月{status.sending_deadline.day}日"
    if status.is_closed:
        return f"{status.season}年度已关闭，只供查阅", Tone.IDLE
    if status.is_draft:
        return f"{status.season}年度未核对新通知", Tone.WARN
    if status.days_left is None:
        return f"{status.season}年度已结束", Tone.IDLE
    if status.days_left < 0:
        return f"报送截止 {day} 已过 {-status.days_left} 天", Tone.BAD
    if status.days_left == 0:
        return f"今天 {day} 报送截止", Tone.BAD
    tone = Tone.BAD if status.days_left <= _PRESSING_DAYS else Tone.WARN
    return f"距报送截止 {day} 还有 {status.days_left} 天", tone


class TopBar(QFrame):
    """Title, notice, deadline, which season's cases are shown, search, person."""

    season_chosen = Signal(str)

    def __init__(self, search_keys: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(HEIGHT)
        self._title = Words("", TextRole.TITLE)
        self._notice = Words("", TextRole.LABEL, selectable=True)
        self._notice.setMinimumWidth(0)
        self.deadline = Pill("", Tone.WARN, is_large=True)
        self.deadline.hide()
        self.seasons = Button("本年度 ▾", ButtonKind.QUIET)
        self.seasons.setToolTip("看哪一年度的案件；查找也在其中")
        self.seasons.setMenu(QMenu(self))
        self.seasons.hide()
        self.season_in_work = ""
        #: How the ledger stands; it leads there.
        self.ledger = PillButton()
        self.ledger.hide()
        self._ledger_full = self._ledger_short = ""
        self._ledger_tone = Tone.WARN
        self.search = SearchField(search_keys)
        # A file dropped here is the window's, not a text.
        self.search.setAcceptDrops(False)
        self.person = Button("", ButtonKind.QUIET, "person")
        # By the mouse the menu acts where the keyboard is: pressing the name must not take it away from there.
        self.person.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.person.setToolTip("换人登录、锁定、改密码、配色和字号")
        self._person_short = self._person_full = ""
        row = QHBoxLayout(self)
        row.setContentsMargins(_SIDE, 8, _SIDE, 8)
        row.setSpacing(_SPACING)
        row.addWidget(self._title)
        row.addWidget(self._notice)
        row.addStretch(1)
        row.addWidget(self.ledger)
        row.addWidget(self.deadline)
        row.addWidget(self.seasons)
        row.addWidget(self.search)
        row.addWidget(self.person)

    def minimumSizeHint(self) -> QSize:
        """Small enough for the smallest screen at 150 %: the notice's number then gives way."""
        return QSize(_LEAST_WIDTH, HEIGHT)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leaves out first the notice's number, then the roles, when there is not room for all."""
        super().resizeEvent(event)
        self.person.setText(self._person_full if event.size().width() >= _FULL_WIDTH else self._person_short)
        self._write_ledger()

    def show_ledger(self, told: LedgerTold, today: date) -> None:
        """Shows how many projects of the ledger are overdue and the nearest day; nothing while neither presses."""
        parts = [sentence("guarantee.told_overdue", {"count": told.overdue})] if told.overdue else []
        if told.nearest is not None and (told.nearest - today).days <= SOON_DAYS:
            days = (told.nearest - today).days
            said = {"day": f"{told.nearest.month}月{told.nearest.day}日", "left": f"还有 {days} 天" if days else "今天"}
            parts.append(sentence("guarantee.told_nearest", said))
        if parts and not told.overdue:
            parts[0] = f"台账{parts[0]}"
        self._ledger_full, self._ledger_short = " · ".join(parts), parts[0] if parts else ""
        self._ledger_tone = Tone.BAD if told.overdue else Tone.WARN
        self._write_ledger()

    def _write_ledger(self) -> None:
        """Its longest words for which there is room beside the others; the notice's number gives way to the last."""
        is_wide, fits = self.width() >= _FULL_WIDTH, False
        full, short = self._ledger_full, self._ledger_short
        is_wanted = bool(short) and self.width() >= _LEDGER_LEAST
        for words, with_notice in ((full, True), (full, False), (short, False)) if is_wanted else ():
            self._notice.setVisible(with_notice and is_wide)
            self.ledger.show_pill(words, self._ledger_tone, "ledger")
            fits = self._fits()
            if fits:
                break
        if not fits:
            self._notice.setVisible(is_wide)
        self.ledger.setVisible(fits)
        self.ledger.setAccessibleName(f"{self._ledger_full}，到台账")

    def _fits(self) -> bool:
        """Whether the ledger's words stand whole between the title and the deadline."""
        others = (self._title, self._notice, self.deadline, self.seasons, self.person)
        shown = [self.ledger, *(one for one in others if not one.isHidden())]
        wanted = sum(one.sizeHint().width() for one in shown) + _SEARCH_LEAST
        return wanted + _SPACING * (len(shown) + 1) + 2 * _SIDE <= self.width()

    def season(self) -> str:
        """The season now told."""
        return self._title.text()

    def show_status(self, status: WindowStatus) -> None:
        """Shows the season, its deadline and the person."""
        self._title.setText(status.notice_title)
        self._notice.setText(status.notice_number)
        self._offer_seasons(status)
        words, tone = deadline_words(status)
        self.deadline.show_text(words, tone)
        self.deadline.show()
        self._person_short = status.user
        self._person_full = f"{status.user}（{status.roles}）" if status.roles else status.user
        self.person.setText(self._person_full if self.width() >= _FULL_WIDTH else self._person_short)
        self.person.setAccessibleName(f"{self._person_full}，本人和外观")
        self._write_ledger()

    def tell_season(self, season: str) -> None:
        """Says which season's cases the list shows."""
        word = "全部年度" if season == ALL_SEASONS else "本年度" if season == self.season_in_work else f"{season}年度"
        self.seasons.setText(f"{word} ▾")
        self.seasons.setAccessibleName(f"看哪一年度的案件，现在是{word}")

    def _offer_seasons(self, status: WindowStatus) -> None:
        """Offers every season and all of them; where there is but one there is nothing to choose."""
        if self.season_in_work != status.season:
            self.season_in_work = status.season
            self.tell_season(status.season)
        self.seasons.setVisible(len(status.seasons) > 1)
        menu = self.seasons.menu()
        menu.clear()
        for season in (ALL_SEASONS, *reversed(status.seasons)):
            in_work = "（当前办理）" if season == status.season else ""
            word = "全部年度" if season == ALL_SEASONS else f"{season}年度{in_work}"
            menu.addAction(word).triggered.connect(lambda _checked, chosen=season: self._choose(chosen))

    def _choose(self, season: str) -> None:
        self.tell_season(season)
        self.season_chosen.emit(season)
