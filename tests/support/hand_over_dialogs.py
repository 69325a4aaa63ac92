"""The dialogs of the hand-over between libraries, each opened as its page opens it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from PySide6.QtWidgets import QVBoxLayout, QWidget

from reviewer_app.domain.documents import DocumentKind
from reviewer_app.domain.outside.custody import Custody, CustodyStand, HandOver, PackageStand
from reviewer_app.services.handover.cards import confirm_card, issue_card
from reviewer_app.services.handover.envelope import card_of, new_keys
from reviewer_app.services.handover.receiving import Arrival, ArrivalLine
from reviewer_app.services.handover.signed_packs import look_at_pack
from reviewer_app.services.papers.printing import PrintOrder
from reviewer_app.services.ports.custody import PackageContent
from reviewer_app.services.ports.rows import QueueQuery, Tab
from reviewer_ui.handover.packages import PackagesDialog, recall_question
from reviewer_ui.handover.receiving import ReceivingDialog
from reviewer_ui.handover.sending import SendingDialog, leave_question
from reviewer_ui.handover.waiting import ask_waiting
from reviewer_ui.printing.opening import Previews
from reviewer_ui.settings import SettingsPage
from reviewer_ui.settings.season_acts import SeasonActs
from reviewer_ui.widgets.decision import DecisionDialog
from support.casework import registered
from support.desk_pages import Office
from support.other_packs import newer
from support.signed_packs import signed_pack

#: Opens one dialog over a window; the folder takes files it needs.
Opener = Callable[[Office, QWidget, Path], None]
_OTHER = new_keys("上海市示例区市场监督管理局标准化科初审室")
_NAME = "面向老年人的社区助餐、助浴、助医一体化服务标准化试点（含长三角一体化示范区协同推进）"


def _package(at: Office, number: int = 3) -> HandOver:
    card = card_of(_OTHER)
    return HandOver(
        is_outgoing=True,
        number=number,
        sha256=f"{number}" * 64,
        desk=card.fingerprint,
        desk_name=card.name,
        at=at.unit.now - timedelta(days=number),
        by="示例甲",
        cases=12,
        file_name=f"移交初审室-0520-{number}件.移交件",
        stand=PackageStand.HANDED,
    )


def _away(at: Office, case_id: int, stand: CustodyStand) -> None:
    card = card_of(_OTHER)
    at.unit.custody.put(case_id, Custody("k", 1, stand, card.fingerprint, card.name, at.unit.now, 3, "3" * 64))


def _sending(at: Office, window: QWidget, _folder: Path) -> None:
    """One case that may go, one that is away already."""
    issue_card(at.unit, "窗口")
    card = card_of(_OTHER)
    confirm_card(at.unit, card, card.check_number)
    _away(at, registered(at.unit), CustodyStand.AWAY)
    current = registered(at.unit, project_name=_NAME, filing_number="SH-2")
    SendingDialog(at.context, QueueQuery("2024", Tab.ALL), current, window).open()


def _leaving(_at: Office, window: QWidget, _folder: Path) -> None:
    DecisionDialog(leave_question(3), window).open()


def _receiving(why: str) -> Opener:
    def ask(at: Office, window: QWidget, _folder: Path) -> None:
        card = card_of(_OTHER)
        unit, state = "上海示例颐养服务有限公司", "初审中"
        lines = tuple(
            ArrivalLine(f"2024-示-{number:04d}", _NAME, unit, state, number == 2, 3, 4, why) for number in range(1, 13)
        )
        note = "今天收的件，请初审；其中两件缺主管部门意见。"
        content = PackageContent(7, card.name, at.unit.now, "示例乙", note, (), {})
        arrival = Arrival(content, card, "ab" * 32, "cd" * 32, lines)
        ReceivingDialog(at.context, Path("移交初审室-0520-12件.移交件"), arrival, window).open()

    return ask


def _packages(at: Office, window: QWidget, _folder: Path) -> None:
    at.unit.desks.listed = [
        _package(at, 1),
        replace(_package(at, 2), stand=PackageStand.RECALLED, reason="U 盘丢失"),
        replace(_package(at, 3), is_outgoing=False, stand=PackageStand.RECEIVED),
        _package(at, 4),
    ]
    PackagesDialog(at.context, window).open()


def _recall(at: Office, window: QWidget, _folder: Path) -> None:
    DecisionDialog(recall_question(_package(at)), window).open()


def _waiting(at: Office, window: QWidget, _folder: Path) -> None:
    case_id = registered(at.unit)
    newer = {"goal": "新的目标，" * 20, "co_applicants": "上海示例协会", "project_name": _NAME}
    at.unit.custody.hold(case_id, "网上申报清单（第二次导出）.xlsx", 12, newer, "0")
    _away(at, case_id, CustodyStand.HERE)
    ask_waiting(at.context, case_id, window)


def _reading_copy(at: Office, window: QWidget, _folder: Path) -> None:
    Previews(at.context, window).show(PrintOrder(DocumentKind.READING_COPY, case_id=registered(at.unit)))


def _desks(at: Office, window: QWidget) -> SettingsPage:
    page = SettingsPage(at.context)
    (window.layout() or QVBoxLayout(window)).addWidget(page)
    window.show()
    return page


def _card_given(at: Office, window: QWidget, _folder: Path) -> None:
    _desks(at, window).desks.give.click()


def _card_confirmed(at: Office, window: QWidget, _folder: Path) -> None:
    _desks(at, window).desks.ask_number(card_of(_OTHER))


def _pack_loaded(at: Office, window: QWidget, _folder: Path) -> None:
    """Of a sender whose number is to be compared."""
    SeasonActs(at.context, window).ask_to_take(look_at_pack(at.unit, signed_pack(newer())))


#: Each kind by name, with the words on the button that must be meant: never the default, never ringed first.
HAND_OVER: dict[str, tuple[Opener, str]] = {
    "cases handed over": (_sending, ""),
    "batch left": (_leaving, "移出批次"),
    "package looked at": (_receiving(""), ""),
    "package refused": (_receiving("编号在本库已是另一件案件。请让两边使用不同的收件编号字头（设置，单位）。"), ""),
    "packages": (_packages, "召回…"),
    "package recalled": (_recall, "召回"),
    "waiting change": (_waiting, ""),
    "reading copy": (_reading_copy, "打印…"),
    "card given": (_card_given, ""),
    "card confirmed": (_card_confirmed, ""),
    "signed pack loaded": (_pack_loaded, ""),
}
