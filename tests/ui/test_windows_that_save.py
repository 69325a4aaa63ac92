"""Links planted where a window saves a file: none is followed, and what stood behind it is as it was."""

from __future__ import annotations

import io
import os
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from pytestqt.qtbot import QtBot

from reviewer_app.domain.documents import DocumentKind
from reviewer_app.services.papers.printing import PrintMatter, PrintOrder
from reviewer_app.wiring import Parts
from reviewer_ui.file_copy import save_copy
from reviewer_ui.frame.report_dialog import ReportDialog
from reviewer_ui.printing.making import Previewed, Wanted
from reviewer_ui.printing.preview import PreviewDialog
from reviewer_ui.register.page import RegisterPage
from reviewer_ui.settings.desks import DesksCard
from reviewer_ui.settings.recovery_sheet import MadeSheet, SheetDialog
from support.casework import registered
from support.desk_pages import Office, office
from support.savers import BY_WINDOW, PLANTED, Victim

pytestmark = pytest.mark.skipif(os.name == "nt", reason="links need a right of their own there")


def _page() -> bytes:
    content = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(content)
    return content.getvalue()


_PDF = _page()


@pytest.fixture
def at(tmp_path: Path, qtbot: QtBot) -> Office:
    return office(tmp_path / "office", printing=Parts())


def _copy(at: Office, _qtbot: QtBot, target: Path) -> None:
    kept = at.unit.attachments.add(registered(at.unit), "证明.pdf", _PDF, "evidence")
    save_copy(at.context, kept.sha256, target)


def _report(_at: Office, qtbot: QtBot, target: Path) -> None:
    dialog = ReportDialog("ValueError")
    qtbot.addWidget(dialog)
    dialog.save_to(target)


def _preview(at: Office, qtbot: QtBot, target: Path) -> None:
    order = PrintOrder(DocumentKind.CALIBRATION)
    matter = PrintMatter(order, "校准页", "", (), 0)
    dialog = PreviewDialog(at.context, Previewed(Wanted(order), matter, _PDF, _PDF))
    qtbot.addWidget(dialog)
    dialog.save_as(target)


def _card(at: Office, qtbot: QtBot, target: Path) -> None:
    card = DesksCard(at.context)
    qtbot.addWidget(card)
    card.give_card("窗口", target)


def _sheet(at: Office, qtbot: QtBot, target: Path) -> None:
    dialog = SheetDialog(at.context, MadeSheet("词", _PDF))
    qtbot.addWidget(dialog)
    dialog.save_as(target)


def _register(at: Office, qtbot: QtBot, target: Path) -> None:
    page = RegisterPage(at.context)
    qtbot.addWidget(page)
    page.export_to(target)


_TRIES: dict[str, Callable[[Office, QtBot, Path], None]] = {
    "copy": _copy,
    "report": _report,
    "preview": _preview,
    "card": _card,
    "recovery_sheet": _sheet,
}


@pytest.mark.parametrize("planted", PLANTED)
@pytest.mark.parametrize("name", [*_TRIES, "register"])
def test_no_planted_link_is_followed(at: Office, qtbot: QtBot, tmp_path: Path, name: str, planted: str) -> None:
    victim, target = Victim(tmp_path / "别人的"), tmp_path / "共享" / "一份.pdf"
    target.parent.mkdir()
    PLANTED[planted](target, victim)
    {**_TRIES, "register": _register}[name](at, qtbot, target)
    assert victim.is_unharmed()
    assert target.is_file()
    assert not target.is_symlink()
    assert target.stat().st_mode & 0o777 == 0o600


def test_every_saving_window_has_its_try() -> None:
    assert set(BY_WINDOW.values()) == set(_TRIES)
