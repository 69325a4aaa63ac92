"""What comes next at the seal for who sits here: the one act with its words, or why it is somebody else's turn."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum, auto

from reviewer_app.domain.dispatch.seals import SealSession, SealWay
from reviewer_app.domain.record import EventAct
from reviewer_app.services.sealing.sheet import PaperStanding, SealLine, SealSheet
from reviewer_resources.phrases import sentence
from reviewer_ui.messages import sentence_of

_ALL = {SealWay.STAMP: "登记用印", SealWay.IMAGE: "用印", SealWay.CERTIFICATE: "签名用印"}
_ONE = {SealWay.STAMP: "登记盖", SealWay.IMAGE: "盖", SealWay.CERTIFICATE: "签"}


class Next(Enum):
    """The acts of the step; nothing where it is another's turn."""

    NOTHING = auto()
    ASK = auto()
    APPROVE = auto()
    USE_ALL = auto()
    USE_ONE = auto()
    END = auto()
    LEAD_ON = auto()


#: What goes on in a season that was closed: a session is ended, and one is led on.
OUTLIVES_SEASON = frozenset({Next.END, Next.LEAD_ON, Next.NOTHING})


@dataclass(frozen=True, slots=True)
class NextAct:
    """An act with the words of its button; `why` says why there is none."""

    act: Next
    text: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class SealDesk:
    """The step as it stands for one person: `may` tells which acts are open to the person at all."""

    sheet: SealSheet
    name: str
    may: Callable[[EventAct], bool]

    @property
    def own_session(self) -> SealSession | None:
        """The open session, where it is the person's own."""
        session = self.sheet.session
        is_own = session is not None and session.opened_by == self.name
        return session if is_own and self.may(EventAct.SEAL_USED) else None

    @property
    def is_own_list(self) -> bool:
        """Whether the list that waits was asked for by the person."""
        return self.sheet.waiting is not None and self.sheet.waiting.asked_by == self.name

    @property
    def may_approve(self) -> bool:
        """A list of one's own only where the office allows that."""
        return self.may(EventAct.SEAL_APPROVED) and (self.sheet.allows_self_approval or not self.is_own_list)

    @property
    def back_word(self) -> str:
        """By which word the list that waits can be taken or sent back; empty where it cannot."""
        if self.sheet.waiting is None:
            return ""
        if self.is_own_list:
            return "撤回申请…" if self.may(EventAct.SEAL_WITHDRAWN) else ""
        return "退回…" if self.may(EventAct.SEAL_SENT_BACK) else ""

    def to_use(self) -> tuple[SealLine, ...]:
        """The papers that the person may seal at once, in a session that is open or begins with them."""
        if (own := self.own_session) is not None:
            return self.sheet.to_seal(own.list_id)
        approved = self.sheet.approved
        if self.sheet.session is not None or approved is None or not self.may(EventAct.SEAL_OPENED):
            return ()
        return self.sheet.to_seal(approved.id)

    def what_comes_next(self, way: SealWay, askable: Sequence[SealLine]) -> NextAct:
        """The next act; `askable` are the papers for which the seal would be asked now."""
        sheet, own, left = self.sheet, self.own_session, self.to_use()
        if own is not None:
            if not left:
                return NextAct(Next.END, "结束用印")
            return NextAct(Next.USE_ONE, f"{_ONE[own.way]}第 {sheet.next_serial} 号")
        if left:
            return NextAct(Next.USE_ALL, f"{_ALL[way]} {len(left)} 份…")
        if sheet.waiting is not None and self.may_approve:
            return NextAct(Next.APPROVE, f"同意用印 {len(sheet.waiting.papers)} 份…")
        if askable and self.may(EventAct.SEAL_ASKED):
            return NextAct(Next.ASK, f"申请用印 {len(askable)} 份…")
        return self._others_turn(askable)

    def _others_turn(self, askable: Sequence[SealLine]) -> NextAct:
        sheet = self.sheet
        if sheet.batch is not None and sheet.batch.dissolved_at is not None:
            return NextAct(Next.LEAD_ON, "去选件", sentence("sealing.given_up"))
        if sheet.session is not None:
            return self._waits("正在用印", "sealing.wait_session", name=sheet.session.opened_by)
        if sheet.waiting is not None:
            code = "sealing.wait_own_approval" if self.is_own_list else "sealing.wait_approval"
            return self._waits("等复核人同意", code, name=sheet.waiting.asked_by)
        if sheet.approved is not None and sheet.to_seal(sheet.approved.id):
            code = "sealing.wait_keeper" if sheet.keepers else "sealing.wait_nobody"
            return self._waits("等用印人用印", code, names="、".join(sheet.keepers))
        if askable:
            return self._waits("等经办人申请", "sealing.wait_handler")
        refused = next((line.refusal for line in sheet.lines if line.refusal is not None and line.use is None), None)
        unsealed = [line for line in sheet.lines if line.standing not in (PaperStanding.GIVEN_UP, *_DONE)]
        if sheet.batch is not None and sheet.batch.is_open and sheet.lines and not unsealed:
            return NextAct(Next.LEAD_ON, "去寄出")
        return NextAct(Next.NOTHING, "用印", sentence_of(refused) if refused is not None else "")

    @staticmethod
    def _waits(text: str, code: str, **values: object) -> NextAct:
        return NextAct(Next.NOTHING, text, sentence(code, values))


_DONE = (PaperStanding.SCAN_AWAITED, PaperStanding.SCAN_DOUBTED, PaperStanding.SEALED)
