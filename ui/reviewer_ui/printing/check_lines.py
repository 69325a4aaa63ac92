"""What a verification found, part by part: how it stands, and in a sentence why."""

from __future__ import annotations

import re
from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from reviewer_app.services.ports.records import CheckLine, Grade
from reviewer_ui.theme import Tone
from reviewer_ui.widgets import Card, FieldNote, Pill, SectionHead, TextRole, Words
from reviewer_ui.widgets.scroll_page import ScrollPage

_TONES = {Grade.INTACT: Tone.OK, Grade.NOTICE: Tone.WARN, Grade.BROKEN: Tone.BAD}

#: Longer than a line of a small screen holds.
_HASH = re.compile(r"[0-9a-f]{32,}")


class CheckLines(ScrollPage):
    """One row for each line of a verification; what is broken can be copied."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("检验结果", parent)
        self.column.setContentsMargins(16, 8, 16, 8)
        self.column.setSpacing(10)

    def show_lines(self, found: Sequence[CheckLine]) -> None:
        """Shows these lines in place of those before."""
        while self.column.count():
            item = self.column.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.setParent(None)
                widget.deleteLater()
        for line in found:
            self.column.addWidget(_row(line))
        self.column.addStretch(1)


def result_card(head: SectionHead, lines: CheckLines) -> Card:
    """The findings under a line that says what was looked at, and how many of each kind there are."""
    card = Card()
    inside = QVBoxLayout(card)
    inside.setContentsMargins(1, 1, 1, 1)
    inside.setSpacing(0)
    inside.addWidget(head)
    inside.addWidget(lines, 1)
    return card


def lay_out_check(dialog: QWidget, result: QWidget, below: QWidget, note: FieldNote, *buttons: QWidget) -> None:
    """A dialog that shows a verification: its result, what else may be looked at, and the foot with its buttons."""
    foot = QHBoxLayout()
    foot.setSpacing(8)
    foot.addWidget(note, 20)
    foot.addStretch(1)
    for button in buttons:
        foot.addWidget(button)
    column = QVBoxLayout(dialog)
    column.setContentsMargins(16, 16, 16, 12)
    column.setSpacing(12)
    column.addWidget(result, 1)
    column.addWidget(below)
    column.addLayout(foot)


def _in_groups(said: str) -> str:
    """A long hash in groups, as slips print it: a line breaks between them, and it is read without losing the place."""
    return _HASH.sub(lambda found: " ".join(re.findall(".{1,4}", found[0])), said)


def _row(line: CheckLine) -> QWidget:
    row = QWidget()
    across = QHBoxLayout(row)
    across.setContentsMargins(0, 0, 0, 0)
    across.setSpacing(10)
    pill = Pill(line.standing.label, _TONES[line.standing])
    across.addWidget(pill, 0, Qt.AlignmentFlag.AlignTop)
    said = f"{line.part}：{line.message}" if line.part else line.message
    words = Words(_in_groups(said), TextRole.BODY, wrap=True, selectable=True)
    words.setAccessibleName(f"{line.standing.label}：{said}")
    across.addWidget(words, 1)
    return row
