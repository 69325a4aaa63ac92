"""The dialogs of the seal, each opened over a window as its step opens it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QWidget

from reviewer_app.domain.dispatch.seals import SealWay
from reviewer_app.services.sealing.sheet import seal_sheet
from reviewer_ui.sealing import SinglePapersDialog
from reviewer_ui.sealing.questions import (
    approving_question,
    asking_form,
    sending_back_question,
    striking_question,
    using_question,
    withdrawing_question,
)
from reviewer_ui.sealing.register import SealRegisterDialog
from reviewer_ui.widgets.decision import DecisionDialog, Question
from support.desk_pages import Office, signed_off
from support.sealing import approved, asked, issued, seal_case


def _asking(at: Office, window: QWidget, _folder: Path) -> None:
    issued(at.unit, signed_off(at.unit, 1))
    asking_form(at.context, at.library.read(seal_sheet).askable, "", window)


def _asked(question: Callable[[Office], Question]) -> Callable[[Office, QWidget, Path], None]:
    def ask(at: Office, window: QWidget, _folder: Path) -> None:
        DecisionDialog(question(at), window).open()

    return ask


def _approving(at: Office) -> Question:
    one = at.unit.seals.list_of(asked(at.unit, [signed_off(at.unit, 1)]))
    return approving_question(one, at.library.read(seal_sheet).lines, is_own=True)


def _sending_back(at: Office) -> Question:
    return sending_back_question(at.unit.seals.list_of(asked(at.unit, [signed_off(at.unit, 1)])))


def _striking(at: Office) -> Question:
    seal_case(at.unit, signed_off(at.unit, 1))
    return striking_question(at.unit.seals.uses()[0])


def _using(at: Office) -> Question:
    approved(at.unit, [signed_off(at.unit, number) for number in (1, 2)])
    return using_question(at.library.read(seal_sheet).lines, SealWay.STAMP, 1)


def _register(at: Office, window: QWidget, _folder: Path) -> None:
    seal_case(at.unit, signed_off(at.unit, 1))
    SealRegisterDialog(at.context, window).open()


def _single(at: Office, window: QWidget, _folder: Path) -> None:
    issued(at.unit, signed_off(at.unit, 1))
    SinglePapersDialog(at.context, window).open()


SEALING = {
    "seal asked for": (_asking, ""),
    "seal agreed to": (_asked(_approving), ""),
    "seal used on all": (_asked(_using), ""),
    "seal list sent back": (_asked(_sending_back), ""),
    "seal list withdrawn": (_asked(lambda _at: withdrawing_question()), ""),
    "seal use struck out": (_asked(_striking), "划去这一行"),
    "seal register": (_register, ""),
    "single papers sealed": (_single, ""),
}
