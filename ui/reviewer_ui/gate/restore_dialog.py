"""Before a backup takes the library's place: what is lost and gained by case and day, and which numbers were given."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QSpinBox, QVBoxLayout, QWidget

from reviewer_app.services.ports.backups import RecordSpan, RestorePreview, SpentNumber
from reviewer_ui.gate.page import FieldGrid
from reviewer_ui.theme import Tone
from reviewer_ui.widgets import Button, ButtonKind, TextRole, Words
from reviewer_ui.widgets.dialog import Dialog
from reviewer_ui.widgets.scroll_page import ScrollPage

_WIDTH = 620
_HEIGHT = 460
_HIGHEST = 999_999
#: So many cases are named one by one; of the others the number is said.
_NAMED = 30


class RestoreDialog(Dialog):
    """Shows one preview; `confirmed` carries the last numbers, where they had to be asked for, else None."""

    confirmed = Signal(object)

    def __init__(self, preview: RestorePreview, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._preview = preview
        self.setWindowTitle("恢复以前请看清")
        self.setMinimumWidth(_WIDTH)
        self.asked: list[tuple[SpentNumber, QSpinBox]] = []
        self.confirm = Button(f"用 {preview.backup.made_at:%Y-%m-%d %H:%M} 的备份替换", ButtonKind.DANGER)
        self.cancel = Button("不恢复")
        self.confirm.clicked.connect(self._confirm)
        self.cancel.clicked.connect(self.reject)
        page = ScrollPage("恢复会改变什么")
        page.column.setContentsMargins(20, 16, 20, 8)
        page.column.setSpacing(6)
        for text, role, tone in preview_lines(preview):
            words = Words(text, role, wrap=True, selectable=True)
            if tone is not None:
                words.set_tone(tone)
            page.column.addWidget(words)
        if not preview.is_readable and preview.numbers:
            page.column.addLayout(self._questions())
        page.column.addStretch(1)
        foot = QHBoxLayout()
        foot.setContentsMargins(20, 8, 20, 16)
        foot.addStretch(1)
        foot.addWidget(self.cancel)
        foot.addWidget(self.confirm)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(page, 1)
        column.addLayout(foot)
        self.resize(_WIDTH, _HEIGHT)
        self.cancel.setFocus()

    def _questions(self) -> FieldGrid:
        grid = FieldGrid()
        for number in self._preview.numbers:
            field = QSpinBox()
            field.setRange(number.last, _HIGHEST)
            field.setValue(number.last)
            grid.add_field(number.called, field)
            self.asked.append((number, field))
        return grid

    def _confirm(self) -> None:
        self.confirm.setEnabled(False)
        told = [replace(number, last=field.value()) for number, field in self.asked]
        self.confirmed.emit(None if self._preview.is_readable else told)
        self.accept()


def preview_lines(preview: RestorePreview) -> list[tuple[str, TextRole, Tone | None]]:
    """What is said, line by line."""
    head, body, note = TextRole.SECTION, TextRole.BODY, TextRole.NOTE
    if not preview.is_readable:
        lines: list[tuple[str, TextRole, Tone | None]] = [
            ("当前案卷库读不出来", head, Tone.WARN),
            ("备份以后登记和办理了什么，程序无从得知；损坏的文件会另存在案卷库旁边。", body, None),
        ]
        if preview.numbers:
            asked = (
                "请对照发文登记、来文登记和纸质文件，填写各类号用到几号；以后从下一号编起。"
                "下面是备份里的最后一号；备份里没有的显示 0，没有编过就留着。"
            )
            lines.append((asked, body, None))
        return lines
    lines = []
    lines += _span_lines("会失去（只在当前案卷库里）", "备份以后没有新的记录，不会失去什么。", preview.lost)
    if preview.gained.entries:
        lines += _span_lines("会找回（只在备份里）", "", preview.gained)
    if preview.numbers:
        lines.append(("备份以后编出的号", head, None))
        lines += [(f"{number_words(one)}", body, None) for one in preview.numbers]
        lines.append(("这些号恢复后不再编出，下一号接着往下编；已发出的文件请在恢复后补登记。", note, None))
    return lines


def _span_lines(title: str, nothing: str, span: RecordSpan) -> list[tuple[str, TextRole, Tone | None]]:
    if not span.entries:
        return [(title, TextRole.SECTION, None), (nothing, TextRole.BODY, None)]
    said = f"办理记录 {span.entries} 条，{day_words(span.days)}；涉及案件 {len(span.cases)} 件。"
    lines: list[tuple[str, TextRole, Tone | None]] = [
        (title, TextRole.SECTION, Tone.WARN),
        (said, TextRole.BODY, None),
    ]
    for case in span.cases[:_NAMED]:
        kind = "新登记" if case.is_new else "办理"
        lines.append((f"{case.number}　{case.project}（{kind}，{case.acts} 条）", TextRole.BODY, None))
    if len(span.cases) > _NAMED:
        lines.append((f"另有 {len(span.cases) - _NAMED} 件。", TextRole.BODY, None))
    return lines


def day_words(days: Sequence[date]) -> str:
    """The days of some entries: one, or from when to when and how many."""
    if len(days) == 1:
        return f"{days[0]:%Y-%m-%d}"
    return f"{days[0]:%Y-%m-%d} 至 {days[-1]:%Y-%m-%d} 共 {len(days)} 天"


def number_words(number: SpentNumber) -> str:
    """From which to which number a series was given since the backup."""
    first = number.before + 1
    span = f"第 {first} 号" if first == number.last else f"第 {first} 至 {number.last} 号"
    return f"{number.called}：{span}"
