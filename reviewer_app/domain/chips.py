"""How a case is told in a list: the chip above the queue it is found under, and the tone of its word."""

from __future__ import annotations

from enum import StrEnum


class Tone(StrEnum):
    """What a colour says; it always stands beside a word that says the same."""

    OK = "ok"
    WARN = "warn"
    BAD = "bad"
    IDLE = "idle"
    ACCENT = "accent"


class Tab(StrEnum):
    """The chips above the queue; `MINE` is the office's 待我办, `AWAY` what lies at another desk in any state.

    `ASIDE` is what somebody set aside until a day that has not come.
    """

    MINE = "mine"
    AWAY = "away"
    ASIDE = "aside"
    AWAITING_CORRECTION = "awaiting_correction"
    PROPOSED = "proposed"
    CHECKING = "checking"
    REVIEWING = "reviewing"
    READY = "ready"
    SENT = "sent"
    ENDED = "ended"
    ALL = "all"

    @property
    def label(self) -> str:
        """The chip's word."""
        return _TAB_LABELS[self]


def consulted_words(replied: int, asked: int) -> str:
    """How many of the departments asked have replied, as the queue says it; nothing while none was asked."""
    return f"征询 {replied}/{asked}" if asked else ""


_TAB_LABELS = {
    Tab.MINE: "待我办",
    Tab.AWAY: "已移交",
    Tab.ASIDE: "搁置",
    Tab.AWAITING_CORRECTION: "待补正",
    Tab.PROPOSED: "待复核",
    Tab.CHECKING: "核对中",
    Tab.REVIEWING: "初审中",
    Tab.READY: "待报送",
    Tab.SENT: "已报送",
    Tab.ENDED: "不再办理",
    Tab.ALL: "全部",
}
