"""What the desk says to the officer: values on one signal, shown by the frame; no exception text gets through."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from reviewer_app import logbook
from reviewer_app.domain.errors import OfficeError, RefusalError

if TYPE_CHECKING:
    # The login page speaks through this too, and stands before anything of the library is loaded.
    from reviewer_app.domain.record import EventAct
    from reviewer_app.services.ports.library import Library


class MessageKind(StrEnum):
    """How a message is shown: a line at the foot, or a dialog for trouble and defects."""

    INFORM = "inform"
    REFUSAL = "refusal"
    TROUBLE = "trouble"
    DEFECT = "defect"


@dataclass(frozen=True, slots=True)
class Message:
    """One sentence, with at most one thing to do about it; `report` is only for a defect, `code` only for
    trouble; `trail` is the report without any text of the failure."""

    text: str
    kind: MessageKind = MessageKind.INFORM
    action_text: str = ""
    action: Callable[[], None] | None = None
    report: str = ""
    code: str = ""
    trail: str = ""


def sentence_of(error: BaseException) -> str:
    """The officer's sentence for any failure; one without a sentence of its own gets the general apology."""
    # Reading the book of sentences is left until there is something to say.
    from reviewer_resources.phrases import codes, sentence

    if isinstance(error, OfficeError) and error.code in codes():
        return sentence(error.code, error.values)
    return sentence("window.defect")


def why_closed(library: Library, act: EventAct) -> str:
    """Why an act of the office is not open to who sits here, in a sentence; empty while it is."""
    from reviewer_app.domain.acts import OFFICE_ACTS, may_do, role_words
    from reviewer_resources.phrases import sentence

    if library.is_read_only:
        return sentence("library.only_reading_hint")
    if may_do(library.user, act):
        return ""
    return sentence("act.role_needed", {"act": sentence(f"event.{act}"), "needed": role_words(OFFICE_ACTS[act])})


class Messages(QObject):
    """The one way to speak to the officer; handed to the panes, never a global."""

    said = Signal(object)  # Message

    def inform(self, text: str, action_text: str = "", action: Callable[[], None] | None = None) -> None:
        """Says something that needs no decision, with 撤销 or 查看 beside it if an action is given."""
        self.said.emit(Message(text, MessageKind.INFORM, action_text, action))

    def refusal(self, error: RefusalError) -> None:
        """Says why a rule of the office refuses."""
        self.said.emit(Message(sentence_of(error), MessageKind.REFUSAL))

    def trouble(self, error: OfficeError) -> None:
        """Says what failed around us and what to do next."""
        logbook.note("trouble", code=error.code)
        self.said.emit(Message(sentence_of(error), MessageKind.TROUBLE, code=error.code))

    def defect(self, error: BaseException) -> None:
        """Apologises for a fault of ours and offers the report."""
        from reviewer_resources.phrases import sentence

        logbook.note_failure("defect", error)
        self.said.emit(
            Message(
                sentence("window.defect"),
                MessageKind.DEFECT,
                report=report_of(error),
                trail="\n".join(logbook.trail_of(error)),
            )
        )

    def failure(self, error: BaseException) -> None:
        """Says any failure in its own kind."""
        from reviewer_resources.phrases import codes

        if isinstance(error, OfficeError) and error.code not in codes():
            self.defect(error)
        elif isinstance(error, RefusalError):
            self.refusal(error)
        elif isinstance(error, OfficeError):
            self.trouble(error)
        else:
            self.defect(error)


def report_of(error: BaseException) -> str:
    """The report of a defect: versions and the way it came, no value of any case beyond the error's own line."""
    import platform
    import traceback

    trail = "".join(traceback.format_exception(error))
    return f"Python {platform.python_version()} · {platform.platform()}\n{trail}"
