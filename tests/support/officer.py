"""The officer of the end-to-end tests: works the real window by what can be seen and pressed in it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QPlainTextEdit, QWidget

from reviewer_app.domain.checklist import Verdict
from reviewer_app.services.ports.library import Library
from reviewer_app.services.ports.rows import Tab
from reviewer_app.wiring import Parts
from reviewer_db.gate import LibraryGate
from reviewer_ui.preferences import Preferences
from reviewer_ui.start.session import build_window


class Officer:
    """One person at the window of one library; every wait is for the window's own turn, never for time."""

    def __init__(self, gate: LibraryGate, library: Library, preferences: Path) -> None:
        self.library = library
        parts = Parts()
        parts.libraries = gate
        self.window = build_window(parts, Preferences(preferences), library, synchronous=True)
        self.window.resize(1366, 768)
        self.window.show()
        self.waits()

    def waits(self) -> None:
        """Lets the window do what it has put off to its next turn."""
        for _ in range(4):
            QApplication.processEvents()

    def leaves(self) -> None:
        """Closes the window, which closes the library."""
        self.window.close()
        self.window.deleteLater()
        self.waits()

    def presses(self, words: str, within: QWidget | None = None) -> QAbstractButton:
        """DecisionGuard the one visible button whose words begin so; the button."""
        found = [
            button
            for button in (within or self.window).findChildren(QAbstractButton)
            if button.isVisible() and button.text().startswith(words)
        ]
        assert len(found) == 1, f"{words}: {[button.text() for button in found]}"
        assert found[0].isEnabled(), f"{words} cannot be pressed"
        QTest.mouseClick(found[0], Qt.MouseButton.LeftButton)
        self.waits()
        return found[0]

    def goes_to(self, place: str) -> None:
        """Goes to a place of the rail: cases, intake, dispatch, settings."""
        self.window.show_place(place)
        self.waits()

    def reads_list(self, file: Path) -> None:
        """Opens a list for its import preview."""
        self.goes_to("intake")
        self.window.places.intake.read_list(file)
        self.waits()

    def opens(self, words: str) -> None:
        """Searches and goes to the first case found."""
        self.goes_to("cases")
        self.window.cases.queue.show_tab(Tab.ALL)
        search = self.window.top.search
        search.setText(words)
        QTest.keyClick(search, Qt.Key.Key_Return)
        self.waits()

    @property
    def checklist_rows(self) -> dict[str, QWidget]:
        """The points on the screen by rule id."""
        panes = self.window.cases._panes
        assert panes is not None, "no case has been opened"
        return dict(panes.opinion.checklist.rows)

    def answers(self, rule_id: str, verdict: Verdict) -> None:
        """DecisionGuard the answer of one point."""
        self.presses(verdict.label, self.checklist_rows[rule_id])

    def answers_the_rest(self, verdict: Verdict, but: Iterable[str] = ()) -> None:
        """Gives every open point the same answer, by its button."""
        for rule_id, row in self.checklist_rows.items():
            buttons = [one for one in row.findChildren(QAbstractButton) if one.isCheckable() and one.isEnabled()]
            if rule_id not in but and buttons and not any(one.isChecked() for one in buttons):
                self.answers(rule_id, verdict)

    def explains_the_rest(self, reason: str) -> None:
        """Writes a reason into every box that still waits for one."""
        for box in self.window.findChildren(QLineEdit):
            if box.isVisible() and box.accessibleName().startswith("理由：") and not box.text():
                box.setFocus()
                QTest.keyClick(box, Qt.Key.Key_End)
                event = QInputMethodEvent()
                event.setCommitString(reason)
                QApplication.sendEvent(box, event)
                self.waits()

    def writes(self, name: str, text: str) -> None:
        """Types a text into the visible box of that accessible name."""
        boxes = [
            box
            for box in self.window.findChildren(QPlainTextEdit)
            if box.isVisible() and box.accessibleName().startswith(name)
        ]
        assert len(boxes) == 1, f"{name}: {[box.accessibleName() for box in boxes]}"
        boxes[0].setFocus()
        boxes[0].selectAll()
        boxes[0].insertPlainText(text)
        self.waits()
