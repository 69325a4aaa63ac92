"""The acts on a season, each asked with what it will do: settling, loading a pack, beginning, checking, turning to."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QDialog, QFileDialog, QWidget

from reviewer_app.domain.changes import Changes
from reviewer_app.domain.limits.lengths import TextKind
from reviewer_app.domain.outside.signed_pack import ENDING
from reviewer_app.domain.seasons.pack_changes import PackChanges, PointFate
from reviewer_app.domain.seasons.settings import SettingKind, choices_of
from reviewer_app.packs.drafting import PackDraft
from reviewer_app.services.handover.signed_packs import PackArrival, load_arrived_pack, look_at_pack
from reviewer_app.services.ports.library import Cancelled, Library, Progress
from reviewer_app.services.ports.parts import Parts
from reviewer_app.services.seasons.beginning import begin_season, check_season, turn_to_season
from reviewer_app.services.seasons.closing import SeasonEnd, close_season, open_season_again, season_end
from reviewer_app.services.seasons.drafting import load_draft
from reviewer_app.services.seasons.notice_file import attach_notice, check_notice
from reviewer_app.services.seasons.pack_door import PackProposal, load_season_pack, propose_pack
from reviewer_app.services.seasons.page import SeasonPage
from reviewer_app.services.seasons.settling import SettingNow, settle
from reviewer_resources.phrases import sentence
from reviewer_ui.background import LongWork
from reviewer_ui.context import Context
from reviewer_ui.kept_texts import keep_texts
from reviewer_ui.messages import sentence_of
from reviewer_ui.register.asking import content_of
from reviewer_ui.seasons.doors import NoticeDoors
from reviewer_ui.widgets.decision import DecisionDialog, Question, Reason
from reviewer_ui.widgets.form_dialog import FormDialog, FormField

_FILES = f"规则包 (*{ENDING} *.toml);;全部文件 (*)"


class SeasonActs(QObject):
    """Asks and carries out; `done` and `refused` carry a sentence for the card."""

    done = Signal(str)
    refused = Signal(str)

    def __init__(self, context: Context, card: QWidget) -> None:
        super().__init__(card)
        self._context = context
        self._background = context.background
        self._parts = context.parts
        self._card = card
        self.notices = NoticeDoors(context, card)
        self.notices.proposed.connect(self._ask_to_load_edited)
        self.notices.done.connect(self.done)
        self.notices.refused.connect(self.refused)

    def ask_to_settle(self, page: SeasonPage, now: SettingNow) -> None:
        """Asks for a setting's value and why it is so."""
        setting, pack = now.setting, page.view.pack
        is_choice = setting.kind is SettingKind.CHOICE
        choices = tuple(choices_of(pack, setting.name).items()) if is_choice else ()
        hint = {SettingKind.DAY: "如 2024-05-31", SettingKind.COUNT: f"整数，单位：{setting.unit or '个'}"}
        value = FormField("value", setting.label, now.value, hint.get(setting.kind, ""), choices)
        reason = FormField("reason", "依据或理由", hint="如来文、会议或负责人意见", kind=TextKind.SUBJECT)
        now_said = f"现行：{now.shown or '未定'}" + ("（待确认）" if now.is_open else "")
        says = f"{page.view.season}年度。{now_said}。确定后全年度的案件都按它办理，并记入办理记录。"
        dialog = FormDialog(f"确定{setting.label}", says, "确定", (value, reason), self._card)
        keep_texts(self._context, dialog, f"settle:{page.view.season}:{setting.name}")

        def write(texts: dict[str, str]) -> None:
            self._background.run_change(
                settle,
                page.view.season,
                setting.name,
                texts["value"],
                texts["reason"],
                now.value,
                then=lambda _changes: self._finish(dialog, f"{setting.label}已确定。"),
                failed=lambda error: _refuse_at(dialog, setting.name, error),
            )

        dialog.confirmed.connect(write)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def ask_notice(self, page: SeasonPage) -> None:
        """Asks for the notice's own file and where it comes from."""
        fields = (
            FormField("file", "通知原文（PDF）", is_file=True),
            FormField("reason", "来源", hint="如市局网站，2024-04-01 下载", kind=TextKind.SUBJECT),
        )
        title = f"附上{page.view.season}年度通知原文"
        dialog = FormDialog(title, sentence("notice_file.asked"), "附上", fields, self._card)
        keep_texts(self._context, dialog, f"notice_file:{page.view.season}")

        def write(said: dict[str, str]) -> None:
            self._background.run_long(
                _attaching(self._parts, page.view.season, said),
                then=lambda _changes: self._finish(dialog, sentence("notice_file.attached")),
                failed=dialog.refuse,
            )

        dialog.confirmed.connect(write)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def ask_file(self) -> None:
        """Asks for a pack file."""
        dialog = QFileDialog(self._card, "选择规则包文件")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilter(_FILES)
        dialog.fileSelected.connect(lambda chosen: self.take_file(Path(chosen)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def take_file(self, path: Path) -> None:
        """Reads a pack file in a process of its own and asks before anything is written."""
        parts = self._parts

        def work(library: Library, _on_progress: Progress, _is_cancelled: Cancelled) -> PackArrival:
            return library.read(look_at_pack, parts.packs.arrived(path))

        job = self._background.run_long(work, then=self.ask_to_take, failed=self._say_refused)
        self.destroyed.connect(job.forget)

    def propose_offered(self, page: SeasonPage) -> None:
        """Asks about the newer pack that comes with the desk."""
        if page.offered is not None:
            self._background.run_read(propose_pack, page.offered, then=self._ask_to_load, failed=self._say_refused)

    def ask_to_begin(self, page: SeasonPage) -> None:
        """Asks before the next season is begun from the last one."""
        following = page.next_season
        says = sentence("season_page.begin", {"next": following, "season": str(int(following) - 1)})
        question = Question(f"建立{following}年度", says, "建立")
        self._ask(question, f"{following}年度已建立，尚未核对新通知。", begin_season, following)

    def ask_to_check(self, page: SeasonPage) -> None:
        """Asks before a draft is said to be checked."""
        season, cited = page.view.season, page.view.pack.cited
        says = sentence("season_page.check", {"season": season, "cited": cited})
        question = Question(f"{season}年度已核对新通知", says, "已逐条核对", is_final=True)
        self._ask(question, f"{season}年度已核对，可以出具文书。", check_season, season)

    def ask_to_turn(self, page: SeasonPage) -> None:
        """Asks before another season is the one in work."""
        season = page.view.season
        question = Question(f"转入{season}年度", sentence("season_page.turn", {"season": season}), "转入")
        self._ask(question, f"当前办理{season}年度。", turn_to_season, season)

    def ask_to_close(self, page: SeasonPage) -> None:
        """Shows what is still open in the season, and asks why it is closed."""
        season = page.view.season

        def ask(end: SeasonEnd) -> None:
            question = Question(
                f"关闭{season}年度",
                sentence("season_end.close", {"season": season}),
                "关闭年度",
                lines=end.lines or (sentence("season_end.nothing"),),
                reason=Reason.REQUIRED,
                is_final=True,
            )
            self._ask_why(question, f"{season}年度已关闭。", close_season, season)

        self._background.run_read(season_end, season, then=ask, failed=self._say_refused)

    def ask_to_open_again(self, page: SeasonPage) -> None:
        """Asks why a closed season is opened again."""
        season = page.view.season
        says = sentence("season_end.open_again", {"season": season})
        question = Question(f"重新打开{season}年度", says, "重新打开", reason=Reason.REQUIRED)
        self._ask_why(question, f"{season}年度已重新打开。", open_season_again, season)

    def _ask_why(self, question: Question, said: str, act: Callable[..., Changes], season: str) -> None:
        dialog = DecisionDialog(question, self._card)
        dialog.confirmed.connect(
            lambda reason, _choice: self._background.run_change(
                act, season, reason, then=lambda _changes: self._finish(dialog, said), failed=dialog.refuse
            )
        )
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _ask_to_load(self, proposal: PackProposal) -> None:
        lines = tuple(proposal_lines(proposal))
        question = Question("载入规则包", _load_says(proposal), "载入", lines=lines, is_final=True)
        self._ask(question, f"{proposal.pack.called}已载入。", load_season_pack, proposal.check)

    def _ask_to_load_edited(self, season: str, proposal: PackProposal, draft: PackDraft, editor: QDialog) -> None:
        """The same over the editor: it closes once the draft was loaded, and goes on where it was not."""
        lines = tuple(proposal_lines(proposal))
        question = Question("载入规则包", _load_says(proposal), "载入", lines=lines, is_final=True)
        dialog = self._ask(question, f"{proposal.pack.called}已载入。", load_draft, season, draft, over=editor)
        dialog.accepted.connect(editor.accept)

    def ask_to_take(self, arrival: PackArrival) -> None:
        """Says where a pack from outside comes from and what it changes; an unknown sender's number is asked for."""
        proposal, says = arrival.proposal, _load_says(arrival.proposal)
        lines = (*arrival.said, sentence("signed_pack.awaits"), *proposal_lines(proposal))
        said = f"{proposal.pack.called}已载入，等负责人审定。"
        if arrival.card is None:
            question = Question("载入规则包", says, "载入", lines=lines, is_final=True)
            self._ask(question, said, load_arrived_pack, arrival.arrived)
            return
        field = FormField("check_number", "对方读出的核对号", hint="六组数字，每组四位；没有核对的留空")
        dialog = FormDialog("载入规则包", says, "载入", (field,), self._card, lines)
        dialog.confirmed.connect(
            lambda texts: self._background.run_change(
                load_arrived_pack,
                arrival.arrived,
                texts["check_number"],
                then=lambda _changes: self._finish(dialog, said),
                failed=dialog.refuse,
            )
        )
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _ask(
        self,
        question: Question,
        said: str,
        act: Callable[..., Changes],
        *arguments: object,
        over: QWidget | None = None,
    ) -> DecisionDialog:
        dialog = DecisionDialog(question, over or self._card)
        dialog.confirmed.connect(
            lambda _reason, _choice: self._background.run_change(
                act, *arguments, then=lambda _changes: self._finish(dialog, said), failed=dialog.refuse
            )
        )
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
        return dialog

    def _finish(self, dialog: DecisionDialog | FormDialog, said: str) -> None:
        dialog.accept()
        self.done.emit(said)

    def _say_refused(self, error: Exception) -> None:
        self.refused.emit(sentence_of(error))


def _attaching(parts: Parts, season: str, said: dict[str, str]) -> LongWork[Changes]:
    """The work that attaches a notice: its pages are drawn once apart, so that what cannot be shown is not kept."""

    def work(library: Library, _on_progress: Progress, _is_cancelled: Cancelled) -> Changes:
        name, content = content_of(said["file"])
        check_notice(content, said["reason"])
        parts.shown(content, is_foreign=True)
        return library.change(attach_notice, season, name, content, said["reason"])

    return work


def _load_says(proposal: PackProposal) -> str:
    """What loading a pack does to its season."""
    pack, former = proposal.pack, proposal.former
    places = {"file": proposal.check.file, "season": pack.season, "pack": pack.called}
    if former is None:
        return sentence("season_page.load_new", places)
    return sentence("season_page.load", {**places, "former": former.called})


def proposal_lines(proposal: PackProposal) -> Iterator[str]:
    """What loading a pack changes, and for whom, line by line."""
    pack, former = proposal.pack, proposal.former
    if former is not None and former.number != pack.number:
        places = {"season": pack.season, "cited": pack.cited, "former": former.cited}
        yield sentence("season_page.load_other_notice", places)
    if proposal.may_follow:
        yield sentence("season_page.load_follow", {"count": proposal.may_follow})
    if proposal.keep:
        yield sentence("season_page.load_keep", {"count": proposal.keep})
    if not proposal.may_follow and not proposal.keep:
        yield sentence("season_page.load_none")
    if proposal.changes is not None:
        changed = [*proposal.limits, *_change_lines(proposal.changes)]
        yield from changed or [sentence("season_page.load_same")]
    for setting in proposal.settled:
        yield sentence("season_page.load_settled", {"setting": setting})
    if not proposal.has_calendar:
        yield sentence("season_page.no_calendar", {"year": proposal.pack.limits.sending_deadline.year})


def _change_lines(changes: PackChanges) -> Iterator[str]:
    for fate in (PointFate.CHANGED, PointFate.ADDED, PointFate.GONE):
        rules = changes.of(fate)
        if rules:
            titles = "、".join(f"{rule.clause}{rule.title}" for rule in rules)
            yield sentence("season_page.load_points", {"fate": fate.label, "count": len(rules), "titles": titles})
    for code, added, gone in (
        ("season_page.load_fields", changes.fields_added, changes.fields_gone),
        ("season_page.load_sectors", changes.sectors_added, changes.sectors_gone),
        ("season_page.load_criteria", changes.criteria_added, changes.criteria_gone),
    ):
        for fate, labels in ((PointFate.ADDED, added), (PointFate.GONE, gone)):
            if labels:
                yield sentence(code, {"fate": fate.label, "labels": "、".join(labels)})
    for change in changes.contacts:
        yield sentence("season_page.load_contact", {"change": change})


def _refuse_at(dialog: FormDialog, name: str, error: Exception) -> None:
    """The sentence in the form, with the keyboard where it belongs: the value is called by the setting's name."""
    values = getattr(error, "values", {})
    dialog.refuse(error)
    if values.get("field") == name:
        dialog.editors["value"].setFocus()
