"""The window: rail, top bar, the places, the foot line; joins what the panes say to where it is shown."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QVBoxLayout, QWidget

from reviewer_app.domain.changes import Changes, Noun
from reviewer_app.domain.listing.figures import Behind
from reviewer_app.services.cases.reading import window_status
from reviewer_app.services.guarantee.reading import ledger_told
from reviewer_app.services.ports.rows import ALL_SEASONS, WindowStatus
from reviewer_resources.phrases import codes, sentence
from reviewer_ui.background import LongWork
from reviewer_ui.context import Context
from reviewer_ui.drops.file_drops import FileDrops
from reviewer_ui.frame.cases_page import CasesPage
from reviewer_ui.frame.failures import Failures
from reviewer_ui.frame.foot_line import FootLine
from reviewer_ui.frame.locking import IdleLock
from reviewer_ui.frame.name_menu import NameMenu
from reviewer_ui.frame.on_screen import OnScreen
from reviewer_ui.frame.places import Places
from reviewer_ui.frame.print_line import PrintLine
from reviewer_ui.frame.rail import Rail
from reviewer_ui.frame.top_bar import TopBar
from reviewer_ui.frame.window_acts import WindowActs
from reviewer_ui.messages import Message, MessageKind, Messages

if TYPE_CHECKING:
    from reviewer_ui.intake import IntakePage

T = TypeVar("T")

#: The window's size where nothing else was chosen: the office's smallest screen.
USUAL_SIZE = QSize(1366, 768)
_GEOMETRY_KEY = "window/geometry"
#: The places that work is done in, each with its sign.
_RAIL = (
    ("cases", "cases"),
    ("intake", "intake"),
    ("dispatch", "dispatch"),
    ("ledger", "ledger"),
    ("register", "rows"),
    ("figures", "figures"),
)
_STATUS_NOUNS = frozenset({Noun.SETTINGS, Noun.BACKUP})


class MainWindow(QMainWindow):
    """One open library. `left` (for the backups?) asks for the way in, `restore_asked` for leaving to the backups."""

    left = Signal(bool)
    restore_asked = Signal()
    closed = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._is_leaving = False
        self._leads_to_backups = False
        self._may_stop_work = False
        self._may_miss_backup = False
        actions = context.actions
        self.setWindowTitle("标准化试点初审工作台")
        self.cases = CasesPage(context)
        self.cases.queue.begin()
        self.top = TopBar(actions.keys("search.focus"))
        hints = tuple(
            (name, f"{actions.keys(name)} {actions.spec(name).label}") for name in ("help.keys", "command.palette")
        )
        self.foot = FootLine(hints)
        self._failures = Failures(self)
        self.rail = Rail()
        self.places = Places(context, self.cases)
        self._lay_out()
        self.acts = WindowActs(context, self.places, self.top, self.show_place, self)
        self._connect()
        self.lock = IdleLock(context, self)
        self.acts.lock_asked.connect(self.lock.cover)
        self.drops = FileDrops(context, self, self.lock, self._show_intake)
        self.places.list_done.connect(self.drops.go_on)
        self.lock.leave_asked.connect(self.leave)
        self.print_line = PrintLine(context, self.foot, self)
        self._place_on_screen()
        # What the actions do holds the whole desk: it would stay in memory after the next person came in.
        self.destroyed.connect(actions.deleteLater)
        self.show_place("cases")
        self._read_status()

    @property
    def context(self) -> Context:
        """What the window was built with."""
        return self._context

    @property
    def messages(self) -> Messages:
        """Where anything can be said to the officer."""
        return self._context.messages

    def run_long(self, work: LongWork[T], then: Callable[[T], None]) -> None:
        """Runs long work beside the window, told to nobody but `then`."""
        self._context.background.run_long(work, then=then)

    def show_place(self, place: str) -> None:
        """Goes to a place of the rail; among the cases the keyboard is where it was, at first in the list."""
        self.places.show_place(place)
        held = self.cases.focusWidget()
        if place == "cases" and (held is None or not held.isVisible()):
            self.cases.queue.take_keys()
        self.rail.show_place(place)
        self._context.actions.leave_cases(place != "cases")

    def showEvent(self, event: QShowEvent) -> None:
        """Once the system has put its frame round the window, it is known whether all of it is on the screen."""
        super().showEvent(event)
        self._on_screen.note_shown()
        self.drops.watch(self.windowHandle())
        self.lock.watch(self.windowHandle())

    def changeEvent(self, event: QEvent) -> None:
        """A window that no longer fills the screen may have been left on a larger one."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.WindowStateChange:
            self._on_screen.note_state()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Keeps every draft, stops long work once the officer has said so, and closes the library."""
        if self._context.background.is_busy and not self._may_stop_work:
            event.ignore()
            self._ask_to_stop()
            return
        background = self._context.background
        self._keep_drafts()
        trouble = "" if self._may_miss_backup else background.library.back_up_on_closing()
        if trouble:
            event.ignore()
            self._ask_about_backup(trouble)
            return
        self.lock.end()
        self.drops.end()
        try:
            self._context.preferences.put(_GEOMETRY_KEY, self.saveGeometry())
            self.cases.keep_layout()
            self._keep_drafts()
            background.close()
            # A last backup may take some seconds; nobody has to look at a window that no longer answers.
            self.hide()
            background.library.close(without_backup=self._may_miss_backup)
        finally:
            # A window that is gone without a word would leave an invisible program behind.
            event.accept()
            if self._is_leaving:
                self.left.emit(self._leads_to_backups)
            else:
                self.closed.emit()

    def _show_intake(self) -> IntakePage:
        self.show_place("intake")
        return self.places.intake

    def _ask_to_stop(self) -> None:
        """Long work is under way: closing would stop it."""
        from reviewer_ui.widgets.decision import DecisionDialog, Question

        question = Question(
            "正在处理，要停下来吗",
            "还有一项工作没有做完（导入、导出、打印或备份）。停下后，这一项不留下任何半成品，可以重新开始；"
            "打印任务已送到打印机的部分留有记录，下次打开可以继续。",
            "停下并关闭",
            cancel="继续等待",
            is_destructive=True,
        )
        dialog = DecisionDialog(question, self)
        dialog.confirmed.connect(dialog.accept)
        dialog.confirmed.connect(self._stop_and_close)
        dialog.rejected.connect(self._stay)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _ask_about_backup(self, trouble: str) -> None:
        """The last backup could not be made: told now, while a stick can still be put in or a disk emptied."""
        from reviewer_ui.widgets.decision import DecisionDialog, Question

        known = trouble if trouble in codes() else "backup.unknown_trouble"
        question = Question(
            "关闭前的备份没有做成",
            f"{sentence(known)}今天办的都已存在案卷库里；备份可以现在再试，或下次打开时补做。",
            "再试一次",
            cancel="不备份，关闭",
        )
        dialog = DecisionDialog(question, self)
        dialog.confirmed.connect(dialog.accept)
        dialog.confirmed.connect(self.close)
        dialog.rejected.connect(self._close_without_backup)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _close_without_backup(self) -> None:
        self._may_miss_backup = True
        self.close()

    def _stop_and_close(self) -> None:
        self._may_stop_work = True
        self.close()

    def _stay(self) -> None:
        self._is_leaving = False

    def _keep_drafts(self) -> None:
        """Every box of every page hands over what was typed and not yet stored."""
        from reviewer_ui.autosave import DraftKeeper

        for keeper in self.findChildren(DraftKeeper):
            keeper.flush()

    def _lay_out(self) -> None:
        actions = self._context.actions
        for place, icon_name in _RAIL:
            self.rail.add_place(place, icon_name, actions[f"place.{place}"])
        self.rail.add_place("settings", "settings", actions["place.settings"], at_foot=True)
        right = QVBoxLayout()
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(0)
        right.addWidget(self.top)
        right.addWidget(self.places, 1)
        across = QHBoxLayout()
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(0)
        across.addWidget(self.rail)
        across.addLayout(right, 1)
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(across, 1)
        column.addWidget(self.foot)
        self.setCentralWidget(whole)

    def leave(self, to_restore: bool = False) -> None:
        """Saves all and goes back to the way in: for another person, or for a backup to be restored."""
        self._is_leaving = True
        self._leads_to_backups = to_restore
        self.close()

    def _connect(self) -> None:
        queue = self.cases.queue
        self.rail.place_chosen.connect(self.show_place)
        self.top.search.asked.connect(self._search)
        self.top.ledger.chosen.connect(self.show_place)
        self.top.search.entered.connect(queue.choose_first)
        self.top.season_chosen.connect(self._show_season)
        queue.season_shown.connect(self.top.tell_season)
        self._context.actions.bind("queue.all_seasons", self._show_all_seasons)
        self._context.actions.bind("season.compare", self._compare_notices)
        self.top.person.setMenu(NameMenu(self._context, self.acts.look, self.top.person))
        self.cases.search_cleared.connect(self.top.search.forget)
        self.cases.search_written.connect(self.top.search.write)
        self.top.search.write(queue.query.text)
        self.places.case_asked.connect(self._reveal)
        self.places.list_asked.connect(self._show_behind)
        self.acts.case_asked.connect(self._reveal)
        self.places.cases_asked.connect(lambda: self.show_place("cases"))
        self.foot.hint_pressed.connect(self._trigger)
        self._context.messages.said.connect(self._say)
        self._failures.restore_asked.connect(self.restore_asked)
        self.acts.restore_asked.connect(self.restore_asked)
        self.acts.leave_asked.connect(self.leave)
        self._context.background.changed.connect(self._on_changed)

    def _trigger(self, action_id: str) -> None:
        self._context.actions[action_id].trigger()

    def _place_on_screen(self) -> None:
        self._on_screen = OnScreen(self, USUAL_SIZE)
        self._on_screen.place(self._context.preferences.layout(_GEOMETRY_KEY))

    def _read_status(self) -> None:
        library = self._context.background.library
        backups = (library.last_backup, library.clock_jump, library.backup_standing)
        told = (library.folder.name, *backups, library.last_check, library.is_read_only)
        self._context.background.run_read(window_status, *told, then=self._show_status)
        self._read_ledger()

    def _read_ledger(self) -> None:
        self._context.background.run_read(ledger_told, then=lambda found: self.top.show_ledger(*found))

    def _show_status(self, status: WindowStatus) -> None:
        self.top.show_status(status)
        self.foot.show_status(status, date.today())
        self._context.actions.close_season(status.closed_said)
        self.cases.queue.follow_season(status.season)

    def _on_changed(self, changes: Changes) -> None:
        if changes.nouns & _STATUS_NOUNS:
            self._read_status()
        elif Noun.LEDGER in changes.nouns:
            self._read_ledger()

    def _say(self, message: Message) -> None:
        if message.kind in (MessageKind.INFORM, MessageKind.REFUSAL):
            self.foot.show_message(message)
            return
        self._failures.show(message)

    def _show_season(self, season: str) -> None:
        """Shows the cases of one season, or of all, in the list."""
        self.show_place("cases")
        self.top.tell_season(season)
        self.cases.queue.show_season(season)

    def _compare_notices(self) -> None:
        """The notice of the season in work beside the one before it, or any two others."""
        from reviewer_ui.seasons.notices import NoticesDialog

        dialog = NoticesDialog(self._context, self.top.season_in_work, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def _show_all_seasons(self) -> None:
        """All seasons at once; the season in work again by the same key."""
        self.cases.show_list(True)
        is_all = self.cases.queue.query.season == ALL_SEASONS
        self._show_season(self.top.season_in_work if is_all else ALL_SEASONS)

    def _search(self, text: str) -> None:
        self.show_place("cases")
        self.cases.show_list(True)
        self.cases.queue.search_for(text)

    def _show_behind(self, behind: Behind) -> None:
        """The cases behind a figure, in their season or in all of them."""
        season = behind.season or ALL_SEASONS
        self.show_place("cases")
        self.cases.show_list(True)
        self.top.tell_season(season)
        self.cases.queue.show_found(behind.text, season)

    def _reveal(self, case_id: int) -> None:
        self.show_place("cases")
        self.cases.queue.reveal(case_id)
