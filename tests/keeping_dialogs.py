"""The dialogs about people, keys, backups and whether the library is sound, each opened as its page opens it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QVBoxLayout, QWidget

from reviewer_app.domain.application import Role, User
from reviewer_app.domain.batch import Batch, BatchLine, SealStyle
from reviewer_app.domain.documents import DocumentKind
from reviewer_app.domain.states import State
from reviewer_app.services.papers.printing import PrintOrder
from reviewer_app.services.ports.backups import RecordSpan, RestorePreview, Series, SpentNumber, TouchedCase
from reviewer_app.services.printing.planning import BatchPaper
from reviewer_ui.archive.dossier import DossierDialog
from reviewer_ui.archive.season import ArchiveDialog
from reviewer_ui.archive.slip import SlipDialog
from reviewer_ui.frame.check_dialog import CheckDialog
from reviewer_ui.frame.lock_cover import LockDialog
from reviewer_ui.gate.restore_dialog import RestoreDialog
from reviewer_ui.printing.jobs.desk import PrintDesk
from reviewer_ui.printing.jobs.dialog import PrintBatchDialog
from reviewer_ui.printing.jobs.picking import PickDialog
from reviewer_ui.printing.opening import Previews
from reviewer_ui.settings import SettingsPage
from support.archive_parts import ended
from support.casework import registered
from support.desk_pages import Office, backup, signed_off
from support.fake_prints import FakeSpooler
from support.printing_acts import broken


def settings_page(at: Office, window: QWidget) -> SettingsPage:
    """The page of settings in the window."""
    page = SettingsPage(at.context)
    layout = window.layout() or QVBoxLayout(window)
    layout.addWidget(page)
    window.show()
    return page


def check(at: Office, window: QWidget, _folder: Path) -> None:
    dialog = CheckDialog(at.context, window)
    dialog.open()
    dialog.check()


def closing_slip(at: Office, window: QWidget, _folder: Path) -> None:
    Previews(at.context, window).show(PrintOrder(DocumentKind.CLOSING_SLIP))


def print_batch(at: Office, window: QWidget, _folder: Path) -> None:
    """What is printed of a batch."""
    PrintBatchDialog(at.context, PrintDesk(at.context, FakeSpooler(), window), _batch(at), window).open()


def print_job(at: Office, window: QWidget, _folder: Path) -> None:
    """A job that the printer gave up in the middle."""
    batch = _batch(at)
    broken(at.unit)
    PrintBatchDialog(at.context, PrintDesk(at.context, FakeSpooler(), window), batch, window).open()


def print_picked(_at: Office, window: QWidget, _folder: Path) -> None:
    """Which papers of a kind are printed, one of which cannot be."""
    kind = DocumentKind.RECOMMENDATION
    papers = [BatchPaper(kind, f"2024-示-000{one}　社区助餐服务标准化试点", one, pages=2) for one in range(1, 9)]
    papers.append(BatchPaper(kind, "2024-示-0009　示例试点", 9, refusal="这一案件已重新办理。" * 3))
    PickDialog(kind.label, papers, (2,), window).open()


def _batch(at: Office) -> Batch:
    case = at.unit.applications.cases[signed_off(at.unit, 1)]
    line = BatchLine(case.id, case.intake_number, case.project_name, "a.pdf", "0")
    made = Batch(1, "2024", "第1批", SealStyle.CIRCLE, "示例甲", at.unit.now, "0", (line,))
    return at.unit.batches.get(at.unit.batches.add(made))


def dossier(at: Office, window: QWidget, _folder: Path) -> None:
    DossierDialog(at.context, at.unit.applications.get(registered(at.unit)), window).open()


def archive(at: Office, window: QWidget, _folder: Path) -> None:
    ended(at.unit, State.SENT)
    ArchiveDialog(at.context, window).open()


def slip(at: Office, window: QWidget, _folder: Path) -> None:
    SlipDialog(at.context, window).open()


def master_key(at: Office, window: QWidget, _folder: Path) -> None:
    settings_page(at, window).people.keys.change_key.click()


def recovery_sheet(at: Office, window: QWidget, _folder: Path) -> None:
    settings_page(at, window).people.keys.make_sheet.click()


def retired(at: Office, window: QWidget, _folder: Path) -> None:
    at.unit.users.put(User("示例丙", frozenset({Role.HANDLER})))
    card = settings_page(at, window).people
    card.table.selectRow(next(row for row, user in enumerate(card.model.rows()) if user.name == "示例丙"))
    for box in card.changing.boxes.values():
        box.setChecked(False)
    card.changing.write.click()


def locked(_at: Office, window: QWidget, _folder: Path) -> None:
    LockDialog("示例甲 的窗口已锁定，没有存下的填写都还在。", "", window).open()


def restore_preview(_at: Office, window: QWidget, _folder: Path) -> None:
    """More is lost than a small screen shows at once, and a number is asked about."""
    day = backup(9).made_at.date()
    cases = tuple(
        TouchedCase(f"2024-示-{number:04d}", "社区助餐服务标准化试点" * 2, number, False) for number in range(30)
    )
    lost = RecordSpan(120, (day,), cases)
    numbers = (SpentNumber(Series.OUTGOING, "2024", "decline-letter", 3, 5),)
    RestoreDialog(RestorePreview(backup(9), True, lost, RecordSpan(), numbers), window).open()
