"""The way in: shows the pages, asks for the library beside the window's thread, and hands over an open library."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QCloseEvent, QShowEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from reviewer_ui.gate.early_work import EarlyWork
from reviewer_ui.gate.login_page import LoginPage
from reviewer_ui.gate.page import GatePage
from reviewer_ui.gate.single_instance import FirstWindow, may_be_taken
from reviewer_ui.preferences import Preferences
from reviewer_ui.theme import Tone
from reviewer_ui.widgets.folder_field import ask_folder
from reviewer_ui.widgets.screen_room import keep_on_screen

if TYPE_CHECKING:
    from reviewer_app.services.ports.backups import RestorePreview, SpentNumber
    from reviewer_app.services.ports.library import Library
    from reviewer_app.services.ports.parts import Parts
    from reviewer_app.services.ports.records import BackupInfo, RestoreLogin
    from reviewer_ui.gate.new_library_page import NewLibrary, NewLibraryPage
    from reviewer_ui.gate.own_password_page import OwnPasswordPage
    from reviewer_ui.gate.recovery_page import RecoveryPage
    from reviewer_ui.gate.restore_page import RestorePage
    from reviewer_ui.gate.start_page import StartPage

from PySide6.QtCore import QStandardPaths

LAST_LIBRARY_KEY = "library/last"


def default_library() -> Path:
    """The folder proposed for a new library."""
    return _place(QStandardPaths.StandardLocation.DocumentsLocation) / "标准化试点案卷库"


def practice_library(has_years: bool = False) -> Path:
    """The folder of the practice season, or of five seasons."""
    home = _place(QStandardPaths.StandardLocation.GenericDataLocation) / "reviewer-desk"
    return home / ("演练案卷库（五个年度）" if has_years else "演练案卷库")


def _place(location: QStandardPaths.StandardLocation) -> Path:
    return Path(QStandardPaths.writableLocation(location) or str(Path.home()))


T = TypeVar("T")
#: The page is painted and answers before anything is loaded beside it.
_PAINT_MS = 30
_LAST_USER_KEY = "library/last_user"


class GateWindow(QStackedWidget):
    """First start, login, new library, restore; `opened` carries the open desk."""

    opened = Signal(object)  # Library
    closed = Signal()
    """The officer has closed it, or the library is open in another window, which has been asked to come forward."""

    def __init__(
        self,
        parts: Parts,
        preferences: Preferences,
        first: FirstWindow,
        synchronous: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("标准化试点初审工作台")
        self.resize(860, 640)
        # Only what is run beside the window asks for their libraries: the first time loads these.
        self._parts = parts
        self._preferences = preferences
        self._first = first
        self._errands = EarlyWork(synchronous, self)
        self._folder = default_library()
        self._claimed = self._folder
        self._is_dismissed = False
        self._typed = ""
        self._waiting: Library | None = None
        self.login = LoginPage()
        self.addWidget(self.login)
        self.login.login_asked.connect(self._log_in)
        self.login.other_chosen.connect(self.show_start)
        self.login.sheet_chosen.connect(self._show_recovery)
        self.login.restore_chosen.connect(lambda: self.show_restore(self._folder))

    @cached_property
    def start(self) -> StartPage:
        """The first choices, made when they are first shown."""
        from reviewer_ui.gate.start_page import StartPage

        page = StartPage()
        self.addWidget(page)
        page.practice_chosen.connect(self._open_practice)
        page.new_chosen.connect(lambda: self.setCurrentWidget(self.new))
        page.open_chosen.connect(lambda: self._choose_folder("打开已有案卷库", self.show_login))
        page.restore_chosen.connect(lambda: self._choose_folder("选择要恢复的案卷库", self.show_restore))
        return page

    @cached_property
    def new(self) -> NewLibraryPage:
        """The form of a new library."""
        from reviewer_ui.gate.new_library_page import NewLibraryPage

        page = NewLibraryPage(default_library())
        self.addWidget(page)
        page.create_asked.connect(self._create)
        page.back_chosen.connect(self.show_start)
        return page

    @cached_property
    def restore(self) -> RestorePage:
        """The backups of a library."""
        from reviewer_ui.gate.restore_page import RestorePage

        page = RestorePage()
        self.addWidget(page)
        page.restore_asked.connect(self._restore)
        page.other_chosen.connect(lambda: self._choose_folder("选择要恢复的案卷库", self.show_restore))
        page.elsewhere_chosen.connect(lambda: self._choose_folder("选择备份所在的文件夹", self._find_elsewhere))
        page.back_chosen.connect(self.show_start)
        return page

    @cached_property
    def recovery(self) -> RecoveryPage:
        """The page of who has the recovery sheet in hand."""
        from reviewer_ui.gate.recovery_page import RecoveryPage

        page = RecoveryPage()
        self.addWidget(page)
        page.sheet_used.connect(self._use_sheet)
        page.back_chosen.connect(lambda: self.show_login(self._folder))
        return page

    @cached_property
    def own_password(self) -> OwnPasswordPage:
        """The page of who has a password that another set."""
        from reviewer_ui.gate.own_password_page import OwnPasswordPage

        page = OwnPasswordPage()
        self.addWidget(page)
        page.password_chosen.connect(self._choose_own_password)
        page.back_chosen.connect(self._leave_waiting)
        return page

    def begin(self, folder: Path | None = None) -> None:
        """Begins with a named library, else with the last one, else with the first start."""
        last = self._preferences.text(LAST_LIBRARY_KEY)
        chosen = folder or (Path(last) if last else None)
        if chosen is None or (folder is None and not chosen.is_dir()):
            # Before a library is chosen there is one window a person.
            if self._claims(self._preferences.file):
                self.show_start()
        else:
            self.show_login(chosen)

    def show_start(self) -> None:
        """Shows the first choices."""
        self.start.show_idle()
        self.setCurrentWidget(self.start)

    def show_login(self, folder: Path) -> None:
        """Shows the login of a library; a folder without one is said on the first page."""
        self._folder = folder
        if not self._claims(folder):
            return
        # The page is there at once; who works here is read while the password is being typed.
        last = self._preferences.text(_LAST_USER_KEY)
        self.login.show_library(folder, self._practice_hint(folder))
        self.setCurrentWidget(self.login)
        self._errands.run(
            lambda: self._parts.libraries.users(folder),
            lambda people: self.login.show_people(people, last, folder),
            self._show_start_failure,
            pause_ms=_PAINT_MS,
        )

    def _claims(self, place: Path) -> bool:
        """Makes a folder this window's own, or closes this window when another one has it; False then."""
        self._claimed = place
        if may_be_taken(place):
            return self._claim(place)
        QTimer.singleShot(_PAINT_MS, self, lambda: self._claim_late(place))
        return True

    def _claim_late(self, place: Path) -> None:
        """Nobody held the folder a moment ago; two starts in one blink are told apart here."""
        if place == self._claimed and not self._is_dismissed:
            self._claim(place)

    def _claim(self, place: Path) -> bool:
        self._claimed = place
        is_ours = self._first.claim(place)
        if not is_ours:
            self.close()
        return is_ours

    def show_restore(self, folder: Path) -> None:
        """Shows the backups of a library."""
        self._folder = folder

        def look() -> list[tuple[BackupInfo, RestoreLogin]]:
            libraries = self._parts.libraries
            return [(info, libraries.restore_login(folder, info.path)) for info in libraries.backups(folder)]

        def show(backups: list[tuple[BackupInfo, RestoreLogin]]) -> None:
            last = self._preferences.text(_LAST_USER_KEY)
            self.restore.show_backups(folder, backups, last, self._practice_hint(folder))
            self.setCurrentWidget(self.restore)
            self.restore.list.setFocus()

        page = self.currentWidget()
        at = page if isinstance(page, GatePage) else self.start
        self._run(at, "正在查看备份", look, show)

    def showEvent(self, event: QShowEvent) -> None:
        """Fits on the smallest screen."""
        keep_on_screen(self)
        super().showEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Goes at once, frees the library, and waits for what is under way, so that none is left half-open."""
        event.accept()
        # Closed in the blink in which the library's window came up, it has nothing left to end.
        if self._is_dismissed:
            return
        self.hide()
        self._first.release()
        try:
            self.dismiss()
        finally:
            self.closed.emit()

    def dismiss(self) -> None:
        """Goes because the window of an open library stands in its place."""
        self._is_dismissed = True
        self.hide()
        self._errands.wait()
        waiting, self._waiting = self._waiting, None
        if waiting is not None:
            waiting.close()

    def _run(
        self,
        page: GatePage,
        what: str,
        work: Callable[[], T],
        then: Callable[[T], None],
        dropped: Callable[[T], None] | None = None,
    ) -> None:
        """Does something at the gate while the page says so; a failure is said on the page."""

        def done(result: T) -> None:
            page.show_idle()
            then(result)

        page.show_busy(what)
        self._errands.run(work, done, page.show_failure, dropped=dropped)

    def _show_start_failure(self, error: Exception) -> None:
        self.show_start()
        self.start.show_failure(error)

    def _choose_folder(self, title: str, then: Callable[[Path], None]) -> None:
        ask_folder(self, title, self._folder.parent, then)

    def _open_practice(self, has_years: bool) -> None:
        folder = practice_library(has_years)
        if self._claim(folder):
            self._enter(self.start, "正在准备示例数据", lambda: self._parts.libraries.open_practice(folder, has_years))

    def _log_in(self, person: str, password: str) -> None:
        folder = self._folder
        self._typed = password
        self._enter(self.login, "正在打开案卷库", lambda: self._parts.libraries.open(folder, person, password))

    def _show_recovery(self) -> None:
        names = [self.login.person.itemText(row) for row in range(self.login.person.count())]
        self.recovery.show_people(names, self.login.person.currentText())
        self.setCurrentWidget(self.recovery)

    def _use_sheet(self, words: str, admin: str, password: str) -> None:
        folder = self._folder
        self._enter(
            self.recovery,
            "正在用恢复单打开案卷库",
            lambda: self._parts.libraries.open_with_sheet(folder, words, admin, password),
        )

    def _create(self, wanted: NewLibrary) -> None:
        if not self._claim(wanted.folder):
            return
        self._enter(
            self.new,
            "正在建立加密案卷库",
            lambda: self._parts.libraries.create(wanted.folder, wanted.office, wanted.user, wanted.password),
        )

    def _find_elsewhere(self, place: Path) -> None:
        """Shows the backups of a USB stick or a network folder for this library."""
        folder = self._folder

        def look() -> list[tuple[BackupInfo, RestoreLogin]]:
            libraries = self._parts.libraries
            return [(info, libraries.restore_login(folder, info.path)) for info in libraries.backups_in(place)]

        def show(backups: list[tuple[BackupInfo, RestoreLogin]]) -> None:
            last = self._preferences.text(_LAST_USER_KEY)
            self.restore.show_backups(folder, backups, last, f"在 {place} 里找到 {len(backups)} 份备份。")

        self._run(self.restore, "正在查看备份", look, show)

    def _restore(self, backup: Path, person: str, password: str) -> None:
        """Shows first what would be lost and gained; nothing is touched before that was confirmed."""
        folder = self._folder

        def show(preview: RestorePreview) -> None:
            from reviewer_ui.gate.restore_dialog import RestoreDialog

            dialog = RestoreDialog(preview, self)
            dialog.confirmed.connect(lambda told: self._put_back(folder, backup, person, password, told))
            dialog.finished.connect(dialog.deleteLater)
            dialog.open()

        def look() -> RestorePreview:
            return self._parts.libraries.preview_restore(folder, backup, person, password)

        self._run(self.restore, "正在比对备份和当前案卷库", look, show)

    def _put_back(
        self, folder: Path, backup: Path, person: str, password: str, told: Sequence[SpentNumber] | None
    ) -> None:
        def done(aside: Path) -> None:
            self.restore.password.clear()
            self.show_login(folder)
            self.login.note.say(f"已恢复。原来的内容保留在 {aside}。", Tone.OK)

        def work() -> Path:
            return self._parts.libraries.restore(folder, backup, person, password, told)

        self._run(self.restore, "正在恢复", work, done)

    def _enter(self, page: GatePage, what: str, work: Callable[[], Library]) -> None:
        """Opens a library, and hands it over or, when this window was closed meanwhile, closes it again."""
        self._run(page, what, work, self._hand_over, dropped=self._put_away)

    def _hand_over(self, library: Library) -> None:
        self._remember(library)
        if library.must_change_password:
            self._waiting = library
            self.own_password.show_person(library.user.name)
            self.setCurrentWidget(self.own_password)
            return
        self._typed = ""
        self.opened.emit(library)

    def _choose_own_password(self, new: str) -> None:
        """Only with a password of his own somebody gets to see the window."""
        library, typed = self._waiting, self._typed
        if library is None:
            return

        def work() -> Library:
            library.change_password(typed, new)
            return library

        def done(changed: Library) -> None:
            self._waiting = None
            self._hand_over(changed)

        self._run(self.own_password, "正在更改密码", work, done, dropped=self._put_away)

    def _leave_waiting(self) -> None:
        """Closes what was opened with a password that is still to be changed."""
        library, self._waiting, self._typed = self._waiting, None, ""
        if library is not None:
            library.close()
            self.show_login(self._folder)

    def _put_away(self, library: Library) -> None:
        self._remember(library)
        library.close()

    def _remember(self, library: Library) -> None:
        self._preferences.put(LAST_LIBRARY_KEY, str(library.folder))
        self._preferences.put(_LAST_USER_KEY, library.user.name)

    def _practice_hint(self, folder: Path) -> str:
        """The practice library's password is no secret; it is said where it is asked for."""
        if folder.resolve() not in [practice_library(has_years).resolve() for has_years in (False, True)]:
            return ""
        return f"示例数据，两位用户的密码都是 {self._parts.practice_password}。"
