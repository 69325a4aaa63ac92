"""The acts of the case's head: which buttons stand there, what each one says will happen, and the service it calls."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QWidget

from reviewer_app.domain.application import Role, User
from reviewer_app.services.cases import checking, reviewing, sealing
from reviewer_app.services.cases.reading import people
from reviewer_app.services.ports.changes import Changes
from reviewer_app.services.ports.rows import Act, CaseView
from reviewer_ui.autosave import DraftKeeper
from reviewer_ui.context import Context
from reviewer_ui.widgets.decision import DecisionDialog, Question, Reason

#: Acts that lead on along the road, as buttons; the others stand in the menu.
LEADING = (Act.BEGIN_CHECKING, Act.BEGIN_REVIEW, Act.CORRECTION_RECEIVED, Act.RECORD_SEALED, Act.REOPEN, Act.TAKE_BACK)
ASIDE = (Act.HAND_OVER, Act.RECORD_LAPSED, Act.WITHDRAW)
#: Acts that carry no decision: they are done at once.
_PLAIN = {Act.BEGIN_CHECKING: checking.begin_checking, Act.BEGIN_REVIEW: checking.begin_review}


@dataclass(frozen=True, slots=True)
class _Asked:
    """What an act asks before it is done; `says` has a place for the project's name."""

    says: str
    confirm: str
    reason: Reason = Reason.REQUIRED
    is_destructive: bool = False
    is_final: bool = False


_ASKED = {
    Act.CORRECTION_RECEIVED: _Asked(
        "“{name}”回到核对中，期限改回报送截止日。请先在材料页登记收到的纸质材料。",
        "补正已收到",
        Reason.NONE,
        is_final=True,
    ),
    Act.RECORD_SEALED: _Asked("登记已在“{name}”的推荐意见上加盖实物印章。", "登记用印", Reason.NONE, is_final=True),
    Act.REOPEN: _Asked("“{name}”重新办理，原意见撤销但保留在历次意见中。", "重新办理"),
    Act.TAKE_BACK: _Asked("撤回等待复核的意见，“{name}”回到初审中，意见文字留作草稿。", "撤回意见"),
    Act.WITHDRAW: _Asked(
        "登记申报单位撤回“{name}”，案件不再办理；需要时可以重新办理。", "登记撤回", is_destructive=True
    ),
    Act.RECORD_LAPSED: _Asked(
        "登记“{name}”逾期没有补正，案件不再办理；需要时可以重新办理。", "登记逾期未补", is_destructive=True
    ),
    Act.HAND_OVER: _Asked("把“{name}”移交给另一位经办人，已写的内容一并移交。", "移交"),
}
_SERVICES: dict[Act, Callable[..., Changes]] = {
    Act.REOPEN: reviewing.reopen,
    Act.TAKE_BACK: reviewing.take_back,
    Act.WITHDRAW: reviewing.withdraw,
    Act.RECORD_LAPSED: reviewing.record_lapsed,
}


def _box(act: Act) -> str:
    """The draft box in which the reason of an act keeps itself."""
    return f"reason:{act.value}"


class CaseActs(QObject):
    """Carries an act out, after asking where there is something to decide."""

    def __init__(self, context: Context, keeper: DraftKeeper, window: QWidget) -> None:
        super().__init__(window)
        self._context = context
        self._keeper = keeper
        self._reasons: dict[tuple[int, str], str] = {}
        self._window = window

    def carry_out(self, act: Act, view: CaseView) -> None:
        """Does a plain act at once; asks before the others."""
        if act in _PLAIN:
            self._context.background.run_change(_PLAIN[act], view.application.id)
        elif act is Act.HAND_OVER:
            self._context.background.run_read(people, then=lambda found: self._ask_receiver(view, found))
        else:
            self._ask(act, view)

    def _ask(self, act: Act, view: CaseView, receivers: tuple[str, ...] = ()) -> None:
        asked = _ASKED[act]
        question = Question(
            title=act.label,
            says=asked.says.format(name=view.application.project_name),
            confirm=asked.confirm,
            reason=asked.reason,
            reason_text=self._kept_reason(act, view),
            choices=receivers,
            choice_label="移交给",
            is_destructive=asked.is_destructive,
            is_final=asked.is_final,
        )
        dialog = DecisionDialog(question, self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.reason_typed.connect(lambda typed: self._keep_reason(act, view, typed))
        dialog.confirmed.connect(lambda reason, chosen: self._send(act, view, reason, chosen, dialog))
        dialog.open()

    def _ask_receiver(self, view: CaseView, found: tuple[User, ...]) -> None:
        handler = view.application.handler
        names = tuple(one.name for one in found if one.has(Role.HANDLER) and one.name != handler)
        if names:
            self._ask(Act.HAND_OVER, view, names)
        else:
            self._context.messages.inform("没有其他经办人可以移交，可在设置中增加人员。")

    def _send(self, act: Act, view: CaseView, reason: str, chosen: str, dialog: DecisionDialog) -> None:
        def done(_changes: Changes) -> None:
            dialog.accept()
            if reason:
                self._keep_reason(act, view, "")
            self._context.messages.inform(f"“{view.application.project_name}”：{act.label}，已记入流转记录。")

        service, values = self._call(act, view.application.id, reason, chosen)
        self._context.background.run_change(service, *values, then=done, failed=dialog.refuse)

    def _kept_reason(self, act: Act, view: CaseView) -> str:
        """A reason begun earlier and not yet used."""
        box = _box(act)
        draft = view.drafts.get(box)
        return self._reasons.get((view.application.id, box), draft.text if draft else "")

    def _keep_reason(self, act: Act, view: CaseView, typed: str) -> None:
        self._reasons[view.application.id, _box(act)] = typed
        self._keeper.keep(view.application.id, _box(act), typed)

    @staticmethod
    def _call(act: Act, case_id: int, reason: str, chosen: str) -> tuple[Callable[..., Changes], tuple[object, ...]]:
        if act is Act.CORRECTION_RECEIVED:
            return checking.correction_received, (case_id,)
        if act is Act.RECORD_SEALED:
            return sealing.record_sealed, ([case_id],)
        if act is Act.HAND_OVER:
            return reviewing.hand_over, (case_id, chosen, reason)
        return _SERVICES[act], (case_id, reason)
