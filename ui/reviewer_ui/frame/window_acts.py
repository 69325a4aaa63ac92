"""What the window's own keys and commands do, each by its id in the table of actions."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from shiboken6 import isValid

from reviewer_app.services.cases.reading import cases_with
from reviewer_app.services.ports.rows import QueueRow
from reviewer_app.services.seasons.running_dates import RunningDate, season_dates
from reviewer_resources.phrases import sentence
from reviewer_ui.archive.kept_acts import KeptActs
from reviewer_ui.context import Context
from reviewer_ui.explaining import Told, tell
from reviewer_ui.frame.places import Places
from reviewer_ui.frame.top_bar import TopBar
from reviewer_ui.look import Look
from reviewer_ui.printing.opening import Previews
from reviewer_ui.reading_size import reading_size
from reviewer_ui.scans.watching import WatchedFolder
from reviewer_ui.widgets.dialog import Dialog

if TYPE_CHECKING:
    from reviewer_ui.frame.command_palette import CommandPalette, Goal
    from reviewer_ui.settings import SettingsPage

#: What is seen of the window above and at least below the list of commands.
_PALETTE_TOP, _PALETTE_FOOT = 80, 16
#: The sections of the settings, and words by which each is looked for besides.
_SECTION_WORDS = {
    "单位": "名称 编号用字 地址 电话 自动锁定 文号",
    "年度": "截止 期限 规则包 通知 名单",
    "人员": "角色 权限 密码 恢复单 主密钥",
    "备份": "第二位置 恢复演练 U 盘",
    "移交": "名片 案卷库",
    "信任": "签发者 证书",
    "打印": "字体 打印机 位置",
    "外观": "配色 字号 深色 高对比",
    "关于": "版本 许可 组件",
}


class WindowActs(QObject):
    """Binds the actions of the whole window; `go_to` shows a place of the rail."""

    leave_asked = Signal()
    lock_asked = Signal()
    restore_asked = Signal()
    case_asked = Signal(int)

    def __init__(
        self, context: Context, places: Places, top: TopBar, go_to: Callable[[str], None], window: QWidget
    ) -> None:
        super().__init__(window)
        self._context, self._places, self._top, self._go_to, self._window = context, places, top, go_to, window
        self._previews = Previews(context, window)
        self.look = Look(context, self)
        self._watched = WatchedFolder(context, window)
        KeptActs(context, window, self.case_asked.emit)
        self._bind()

    def _bind(self) -> None:
        actions = self._context.actions
        for place in ("cases", "intake", "dispatch", "ledger", "register", "figures", "settings"):
            actions.bind(f"place.{place}", partial(self._go_to, place))
        reading_size().take(self._context.preferences, self._context.background.library.user.name)
        for name, by in (("larger", 1), ("smaller", -1), ("usual", 0)):
            actions.bind(f"text.{name}", partial(self._resize_text, by))
        actions.bind("season.show", self._show_season)
        actions.bind("dates.show", self._show_dates)
        actions.bind("explain.focused", self._explain)
        actions.bind("search.focus", self._focus_search)
        actions.bind("case.register", self._register)
        actions.bind("intake.import", self._import)
        actions.bind("intake.paste", self._paste)
        actions.bind("intake.pile", self._receive_pile)
        actions.bind("intake.scans", self._ask_scans)
        actions.bind("scans.paste", self._paste_scans)
        actions.bind("scans.watch", self._watched.ask)
        actions.bind("intake.form", self._save_form)
        actions.bind("dispatch.batch", partial(self._go_to, "dispatch"))
        actions.bind("dispatch.seal", partial(self._on_batches, "seal"))
        actions.bind("dispatch.single_seals", partial(self._on_batches, "single_seals"))
        for act in ("send", "city", "update", "letters", "dissolve", "supplement"):
            actions.bind(f"dispatch.{act}", partial(self._on_batches, act))
        actions.bind("dispatch.stack", self._read_stack)
        actions.bind("dispatch.print", partial(self._on_batches, "print"))
        actions.bind("dispatch.summary", partial(self._on_batches, "summary"))
        actions.bind("dispatch.order", partial(self._on_batches, "order"))
        actions.bind("dispatch.looks", partial(self._on_batches, "looks"))
        actions.bind("day.compare", self._compare_slip)
        actions.bind("season.turn_year", self._turn_year)
        actions.bind("dispatch.copies", self._show_copies)
        actions.bind("day.close", self._close_day)
        actions.bind("backup.now", self._back_up)
        actions.bind("backup.restore", self.restore_asked.emit)
        actions.bind("desk.leave", self.leave_asked.emit)
        actions.bind("library.check", self._check_library)
        actions.bind("desk.lock", self.lock_asked.emit)
        actions.bind("signature.check", self._check_signature)
        actions.bind("custody.send", self._hand_over)
        actions.bind("custody.receive", self._receive)
        actions.bind("custody.packages", self._show_packages)
        actions.bind("custody.waiting", self._merge_waiting)
        actions.bind("password.change", partial(self._show_section, "人员", "password"))
        actions.bind("seal.revocations", partial(self._show_section, "单位", "revocations"))
        actions.bind("look.colors", self.look.wear_next)
        actions.bind("look.choose", partial(self._show_section, "外观"))
        actions.bind("help.manual", self._show_manual)
        actions.bind("help.about", self._show_about)
        actions.bind("help.keys", self._show_keys)
        actions.bind("command.palette", self._show_commands)
        tell(self._top.deadline, later=self._tell_deadline)
        for action in actions.of_window():
            self._window.addAction(action)

    def _resize_text(self, by: int) -> None:
        """What is read becomes larger or smaller; where the keyboard is on pages, those do."""
        from reviewer_ui.printing.page_view import PageView

        part: QWidget | None = self._window.focusWidget()
        while part is not None and not isinstance(part, PageView):
            part = part.parentWidget()
        if part is not None:
            part.enlarge() if by > 0 else part.reduce() if by < 0 else part.fit_width()
            return
        reading_size().step(by)
        self._context.messages.inform(sentence("window.reading_size", {"percent": reading_size().percent}))

    def _show_season(self) -> None:
        """The settings, with the season's card at the top."""
        self._settings().show_section("年度")

    def _show_dates(self) -> None:
        """The days that run, those of the case in hand where one is in sight."""
        from reviewer_ui.clocks.dialog import DatesDialog

        dialog = DatesDialog(self._context, self._case_in_sight(), self._window)
        dialog.case_asked.connect(self.case_asked)
        _open(dialog)

    def _explain(self) -> None:
        from reviewer_ui.explaining.telling import explain_focused

        # A dialog takes the key over; it asks for a part of its own.
        active = QApplication.activeModalWidget() or QApplication.activeWindow()
        asked = active if isinstance(active, Dialog) and active.isVisible() else self._window
        explain_focused(asked, lambda: self._context.messages.inform(sentence("why.nothing")))

    def _tell_deadline(self, show: Callable[[Told], None]) -> None:
        """The season's last day of sending, as the list of days explains it."""

        def take(found: tuple[RunningDate, ...]) -> None:
            show(Told(found[-1].name, f"{found[-1].clock.due:%Y-%m-%d}", found[-1].why))

        self._context.background.run_read(season_dates, then=take)

    def _case_in_sight(self) -> int | None:
        from reviewer_ui.frame.cases_page import CasesPage

        page = self._places.currentWidget()
        return page.queue.current_case if isinstance(page, CasesPage) else None

    def _show_section(self, word: str, card: str = "") -> None:
        """A section of the settings, or one card of it, with the keyboard in it."""
        page = self._settings()
        page.show_section(word)
        if card == "password":
            page.show_card(page.password)
            page.password.old.setFocus()
        elif card == "revocations":
            page.office.go_to_list()

    def _settings(self) -> SettingsPage:
        from reviewer_ui.settings import SettingsPage

        self._go_to("settings")
        page = self._places.page("settings")
        assert isinstance(page, SettingsPage)
        return page

    def _focus_search(self) -> None:
        self._go_to("cases")
        self._top.search.setFocus()
        self._top.search.selectAll()

    def _register(self) -> None:
        self._go_to("intake")
        self._places.intake.register_one()

    def _import(self) -> None:
        self._go_to("intake")
        self._places.intake.choose_file()

    def _paste(self) -> None:
        self._go_to("intake")
        self._places.intake.paste_list()

    def _receive_pile(self) -> None:
        self._go_to("intake")
        self._places.intake.receive_pile()

    def _ask_scans(self) -> None:
        from reviewer_ui.scans.arriving import ask_for_scans

        ask_for_scans(self._context, self._window)

    def _paste_scans(self) -> None:
        from reviewer_ui.scans.arriving import take_in_pasted

        take_in_pasted(self._context, self._window)

    def _save_form(self) -> None:
        self._go_to("intake")
        self._places.intake.save_form()

    def _on_batches(self, what: str) -> None:
        from reviewer_ui.dispatch import DispatchPage

        self._go_to("dispatch")
        page = self._places.page("dispatch")
        if isinstance(page, DispatchPage):
            acts = {"seal": page.asked.seal, "single_seals": page.offered.single_papers, "send": page.asked.send}
            acts |= {what: partial(page.asked.change, what) for what in ("update", "letters", "dissolve")}
            acts["supplement"] = page.asked.supplement
            acts |= {"print": page.asked.print_batch}
            acts["city"] = page.asked.answers
            (acts | {"summary": page.open_summary, "order": page.offered.order, "looks": page.offered.looks})[what]()

    def _show_copies(self) -> None:
        """Where every copy lies: of the case in hand where one is in sight, else of all."""
        from reviewer_ui.posting.copies import CopiesDialog

        dialog = CopiesDialog(self._context, self._case_in_sight(), self._window)
        dialog.case_asked.connect(self.case_asked)
        _open(dialog)

    def _read_stack(self) -> None:
        """For the batch that is shown; elsewhere for the newest one that has not left."""
        from reviewer_ui.dispatch import DispatchPage
        from reviewer_ui.stacks.opening import ask_stack

        page = self._places.currentWidget()
        if isinstance(page, DispatchPage) and page.shown is not None:
            page.asked.stack()
        else:
            ask_stack(self._context, self._window)

    def _close_day(self) -> None:
        from reviewer_app.domain.documents import DocumentKind
        from reviewer_app.services.papers.printing import PrintOrder

        self._previews.show(PrintOrder(DocumentKind.CLOSING_SLIP))

    def _compare_slip(self) -> None:
        from reviewer_ui.archive.slip import SlipDialog

        _open(SlipDialog(self._context, self._window))

    def _turn_year(self) -> None:
        from reviewer_ui.archive.year_turn import YearTurnDialog

        _open(YearTurnDialog(self._context, self._window))

    def _back_up(self) -> None:
        def done(folder: Path) -> None:
            self._context.messages.inform(f"已备份到 {folder}。")

        self._context.background.run_long(lambda library, _progress, _cancelled: library.back_up(), then=done)

    def _check_signature(self) -> None:
        from reviewer_ui.printing.signature import SignatureDialog

        _open(SignatureDialog(self._context, self._window))

    def _hand_over(self) -> None:
        from reviewer_ui.autosave import DraftKeeper
        from reviewer_ui.frame.cases_page import CasesPage
        from reviewer_ui.handover.sending import SendingDialog

        # What is being typed goes along: nothing can be stored once the case is away.
        for keeper in self._window.findChildren(DraftKeeper):
            keeper.flush()
        self._go_to("cases")
        page = self._places.page("cases")
        if isinstance(page, CasesPage):
            _open(SendingDialog(self._context, page.queue.query, page.queue.current_case, self._window))

    def _receive(self) -> None:
        from reviewer_ui.handover.receiving import ask_and_receive

        ask_and_receive(self._context, self._window)

    def _merge_waiting(self) -> None:
        from reviewer_ui.frame.cases_page import CasesPage
        from reviewer_ui.handover.waiting import ask_waiting

        page = self._places.page("cases")
        if isinstance(page, CasesPage) and page.queue.current_case is not None:
            ask_waiting(self._context, page.queue.current_case, self._window)

    def _show_packages(self) -> None:
        from reviewer_ui.frame.cases_page import CasesPage
        from reviewer_ui.handover.packages import PackagesDialog

        page = self._places.page("cases")
        case_id = page.queue.current_case if isinstance(page, CasesPage) else None
        _open(PackagesDialog(self._context, self._window, case_id))

    def _check_library(self) -> None:
        from reviewer_ui.frame.check_dialog import CheckDialog

        dialog = CheckDialog(self._context, self._window)
        _open(dialog)
        dialog.check()

    def _show_keys(self) -> None:
        from reviewer_ui.help.keys_dialog import KeysDialog

        _open(KeysDialog(self._context.actions, self._window))

    def _show_manual(self) -> None:
        """The manual, open at the chapter of what the keyboard is in."""
        from reviewer_resources.manual import chapter_of
        from reviewer_ui.help.manual import ManualDialog

        _open(ManualDialog(chapter_of(self._places.screens()), self._window))

    def _show_about(self) -> None:
        from reviewer_ui.help.about import AboutDialog

        _open(AboutDialog(self._window))

    def _show_commands(self) -> None:
        from reviewer_ui.frame.command_palette import CommandPalette

        window = self._window
        palette = CommandPalette(self._context.actions, _places_to_go(), window)
        palette.cases_wanted.connect(partial(self._find_cases, palette))
        palette.chosen.connect(self._go_to_goal)
        palette.resize(palette.width(), min(palette.height(), window.height() - _PALETTE_TOP - _PALETTE_FOOT))
        corner = window.mapToGlobal(window.rect().center())
        palette.move(corner.x() - palette.width() // 2, window.mapToGlobal(window.rect().topLeft()).y() + _PALETTE_TOP)
        palette.finished.connect(palette.deleteLater)
        # It goes away by itself when one clicks elsewhere: to block the window would cost more than all its lines.
        palette.show()

    def _find_cases(self, palette: CommandPalette, wanted: str) -> None:
        from reviewer_ui.frame.command_palette import Goal, Kind

        def show(rows: list[QueueRow]) -> None:
            found = [Goal(Kind.CASE, str(row.id), f"{row.project_name}　{row.applicant}") for row in rows]
            if isValid(palette):
                palette.show_cases(wanted, found)

        self._context.background.run_read(cases_with, wanted, then=show)

    def _go_to_goal(self, goal: Goal) -> None:
        from reviewer_ui.frame.command_palette import Kind
        from reviewer_ui.help.manual import ManualDialog

        if goal.kind is Kind.CASE:
            self.case_asked.emit(int(goal.name))
        elif goal.kind is Kind.SETTING:
            self._show_section(goal.name)
        else:
            _open(ManualDialog(int(goal.name), self._window))


def _places_to_go() -> list[Goal]:
    """The sections of the settings and the chapters of the manual, by the words that stand in them."""
    from reviewer_resources.manual import chapters
    from reviewer_ui.frame.command_palette import Goal, Kind

    sections = [Goal(Kind.SETTING, word, f"设置：{word}", also) for word, also in _SECTION_WORDS.items()]
    return sections + [
        Goal(Kind.MANUAL, str(number), f"手册：{one.title}", one.markdown) for number, one in enumerate(chapters())
    ]


def _open(dialog: QDialog) -> None:
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
