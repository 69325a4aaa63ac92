"""The page of the pile over a small office, and how a scanner types into it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from reviewer_ui.intake.pile import PilePage
from support.desk_pages import Office


def scan(page: PilePage, text: str) -> None:
    """As a hand-held scanner does it: the text, then Enter, into the field that has the keyboard."""
    page.scan.setText(text)
    QTest.keyClick(page.scan, Qt.Key.Key_Return)


def enter(page: PilePage) -> None:
    QTest.keyClick(page.scan, Qt.Key.Key_Return)


def number_of(at: Office, case_id: int) -> str:
    return at.unit.applications.get(case_id).intake_number
