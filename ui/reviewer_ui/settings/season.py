"""年度: how a season stands, what the office settled of it, by whom and why, and the doors for packs and years."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QComboBox, QHBoxLayout, QWidget

from reviewer_app.domain.acts import may_do
from reviewer_app.domain.record import EventAct
from reviewer_app.domain.seasons.settings import CODE_LABELS
from reviewer_app.services.seasons.page import SeasonPage, read_season_page
from reviewer_app.services.seasons.settling import SettingNow
from reviewer_resources.phrases import sentence
from reviewer_ui.context import Context
from reviewer_ui.explaining import tell_rows
from reviewer_ui.messages import sentence_of
from reviewer_ui.settings.card import SettingsCard, fit_rows
from reviewer_ui.settings.season_acts import SeasonActs
from reviewer_ui.theme import Tone
from reviewer_ui.widgets import Button, ButtonKind, FieldNote, Pill, Words
from reviewer_ui.widgets.plain_table import ROW_HEIGHT, PlainTable
from reviewer_ui.widgets.rows_model import Column, RowsModel

_ONLY_ADMIN = "只有管理员可以确定年度设置、载入规则包和建立年度。"
_HOW = "选一项，再按“确定这一项”；双击也可。“待确认”的，是通知没有写明、由本局确定的。"
_MOST_ROWS = 24


def state_word(one: SettingNow) -> str:
    """Whether a setting is settled by the office, open, or the notice's own."""
    if one.is_open:
        return "待确认"
    if one.settled:
        return "已确认"
    if one.setting.name in CODE_LABELS:
        return "未设"
    if one.is_carried_over:
        return "沿用上年"
    return "按通知" if one.of_pack else "未填"


def state_tone(one: SettingNow) -> Tone:
    """The tone of that word."""
    return Tone.WARN if one.is_open else Tone.OK if one.settled else Tone.IDLE


def why_text(one: SettingNow) -> str:
    """Who settled it, when and why; what the pack says where that is another value."""
    if one.settled is None:
        return ""
    said = f"{one.settled.by} {one.settled.at:%Y-%m-%d}：{one.settled.reason}"
    source = "上年沿用" if one.is_carried_over else "规则包"
    return f"{said}（{source}：{one.of_pack}）" if one.of_pack and one.of_pack != one.shown else said


def told_setting(one: SettingNow) -> list[str]:
    """What a setting's state word means of this setting, and by whom it was settled."""
    word = state_word(one)
    codes = {"待确认": "open", "已确认": "settled", "沿用上年": "carried", "按通知": "pack"}
    said = sentence(f"why.setting_{codes.get(word, 'none')}", {"state": word})
    return [said, *filter(None, [why_text(one)])]


def _setting_words(one: SettingNow) -> str:
    return f"{one.setting.label}：{one.shown or '—'}"


SETTINGS: tuple[Column[SettingNow], ...] = (
    Column("设置", lambda one: one.setting.label, 270),
    Column("现行", lambda one: one.shown or "—", 210),
    Column("状态", state_word, 80, state_tone),
    Column("由谁、何时、为何", why_text),
)


class SeasonCard(SettingsCard):
    """One season at a time; everybody reads it, an admin settles, loads, begins and checks."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__("年度", parent)
        self._background = context.background
        self._season = ""
        self.page: SeasonPage | None = None
        self.chosen = QComboBox()
        self.chosen.setAccessibleName("年度")
        self.pill = Pill()
        self.standing = Words("", wrap=True, selectable=True)
        self.model: RowsModel[SettingNow] = RowsModel(SETTINGS, self)
        self.table = PlainTable("年度设置")
        self.table.show_model(self.model)
        self.settle = Button("确定这一项…")
        self.load = Button("载入规则包…", ButtonKind.PLAIN, "folder")
        self.load_offered = Button("")
        self.notice = Button("附通知原文…")
        self.begin = Button("")
        self.check = Button("已核对新通知…", ButtonKind.PRIMARY)
        self.turn = Button("")
        self.read = Button("规则包阅读本…")
        self.compare = Button("与别的通知对照…")
        self.edit = Button("编辑规则包…")
        self.sign = Button("另存为签名规则包…")
        self.approve = Button("审定规则包…", ButtonKind.PRIMARY)
        self.close_it = Button("关闭本年度…")
        self.open_again = Button("重新打开…")
        self.note = FieldNote(_HOW)
        self.acts = SeasonActs(context, self)
        self._is_admin = may_do(context.background.library.user, EventAct.SEASON_SETTLED)
        self._is_head = may_do(context.background.library.user, EventAct.PACK_APPROVED)
        tell_rows(self.table, self.model, "why.setting_source", _setting_words, told_setting)
        self._lay_out()
        self._connect()
        self.refresh()

    def refresh(self) -> None:
        """Reads the season that is shown again."""
        self._background.run_read(read_season_page, self._season, then=self._show, failed=self._refuse)

    def choose(self, name: str) -> None:
        """Chooses a setting's line."""
        names = [one.setting.name for one in self.model.rows()]
        self.table.selectRow(names.index(name))

    def take_file(self, path: Path) -> None:
        """Looks at a pack file and asks before anything is written."""
        self.acts.take_file(path)

    def _show(self, page: SeasonPage) -> None:
        self.page, view = page, page.view
        self._season = view.season
        row = self.table.current_row()
        self.chosen.blockSignals(True)
        self.chosen.clear()
        for season in view.seasons:
            self.chosen.addItem(f"{season}年度", season)
        self.chosen.setCurrentIndex(self.chosen.findData(view.season))
        self.chosen.blockSignals(False)
        self.pill.show_text(*_pill(page))
        self.standing.setText(page.standing_said)
        self.model.show_rows(view.settings)
        fit_rows(self.table, len(view.settings), ROW_HEIGHT, _MOST_ROWS)
        if row >= 0:
            self.table.selectRow(min(row, len(view.settings) - 1))
        # Nothing presses in a season that is over.
        is_pressing = bool(view.open_settings) and not view.is_past
        self.head.set_right(f"{len(view.open_settings)} 项待确认" if is_pressing else "")
        self._offer(page)

    def _offer(self, page: SeasonPage) -> None:
        """Shows the acts that are open; a person who is no admin reads who may."""
        view, is_admin = page.view, self._is_admin
        is_open = view.closed is None
        self.settle.setVisible(is_admin and is_open)
        self.load.setVisible(is_admin)
        self.notice.setVisible(is_admin and is_open)
        self.edit.setVisible(is_admin and is_open)
        self.approve.setVisible(self._is_head and is_open and page.approved is None)
        self.sign.setVisible(self._is_head)
        self.sign.setEnabled(page.approved is not None)
        unapproved = sentence("signed_pack.not_approved", {"pack": view.written.called})
        self.sign.setToolTip("" if page.approved is not None else unapproved)
        self.close_it.setVisible(is_admin and is_open)
        self.open_again.setVisible(is_admin and not is_open)
        self.begin.setVisible(is_admin)
        self.begin.setText(f"建立{page.next_season}年度…")
        self.check.setVisible(is_admin and page.is_draft and is_open)
        self.check.setEnabled(not page.missing)
        self.turn.setVisible(is_admin and not view.is_in_work and is_open)
        self.turn.setText(f"转入{view.season}年度…")
        self.load_offered.setVisible(is_admin and page.offered is not None)
        if page.offered is not None and page.offered.frame is not None:
            self.load_offered.setText(f"载入随附的第 {page.offered.frame.version} 版…")
        if not is_admin:
            self.note.say(_ONLY_ADMIN)
        self._show_choice()

    def _show_choice(self) -> None:
        self.settle.setEnabled(self.table.selectionModel().hasSelection())

    def _refuse(self, error: Exception) -> None:
        self.note.say(sentence_of(error), Tone.BAD)

    def _choose_season(self) -> None:
        self._season = str(self.chosen.currentData())
        self.note.say(_HOW)
        self.refresh()

    def _with_page(self, act: Callable[[SeasonPage], None], _is_checked: bool = False) -> None:
        if self.page is not None:
            act(self.page)

    def _ask_to_settle(self) -> None:
        row = self.table.current_row()
        if self._is_admin and self.page is not None and self.page.view.closed is None and row >= 0:
            self.acts.ask_to_settle(self.page, self.model.row_at(row))

    def _connect(self) -> None:
        self.chosen.activated.connect(lambda _place: self._choose_season())
        self.table.selectionModel().selectionChanged.connect(lambda _now, _before: self._show_choice())
        self.table.doubleClicked.connect(lambda _index: self._ask_to_settle())
        self.settle.clicked.connect(self._ask_to_settle)
        self.load.clicked.connect(self.acts.ask_file)
        for button, act in (
            (self.load_offered, self.acts.propose_offered),
            (self.notice, self.acts.ask_notice),
            (self.begin, self.acts.ask_to_begin),
            (self.check, self.acts.ask_to_check),
            (self.turn, self.acts.ask_to_turn),
            (self.read, self.acts.notices.read),
            (self.compare, self.acts.notices.compare),
            (self.edit, self.acts.notices.edit),
            (self.sign, self.acts.notices.sign),
            (self.approve, self.acts.notices.ask_to_approve),
            (self.close_it, self.acts.ask_to_close),
            (self.open_again, self.acts.ask_to_open_again),
        ):
            button.clicked.connect(partial(self._with_page, act))
        self.acts.done.connect(lambda said: self.note.say(said, Tone.OK))
        self.acts.refused.connect(lambda said: self.note.say(said, Tone.BAD))

    def _lay_out(self) -> None:
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        row.addWidget(self.chosen)
        row.addWidget(self.pill)
        row.addStretch(1)
        self.add(line, "年度")
        self.add(self.standing, "情况")
        self.add_buttons(self.settle, self.check, self.turn, self.load, self.load_offered, self.notice, self.begin)
        self.add_buttons(self.approve, self.read, self.compare, self.edit)
        self.add_buttons(self.sign, self.close_it, self.open_again)
        self.add(self.note)
        self.add_wide(self.table)


def _pill(page: SeasonPage) -> tuple[str, Tone]:
    if page.view.closed is not None:
        return "已关闭", Tone.IDLE
    if page.is_draft:
        return "未核对新通知", Tone.WARN
    if page.view.is_past:
        return "已结束", Tone.IDLE
    return ("当前办理", Tone.OK) if page.view.is_in_work else ("已核对", Tone.IDLE)
