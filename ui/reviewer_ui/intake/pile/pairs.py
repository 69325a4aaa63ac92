"""配对建议: a paper case beside the online case it may belong to, with the grounds; and the pairs that were made."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher
from html import escape

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from reviewer_app.domain.checks.pairing import LIKENESS
from reviewer_app.services.intake.halves import ShownHalf, ShownPair
from reviewer_resources.phrases import sentence
from reviewer_ui.theme import Tone, tokens
from reviewer_ui.widgets import Button, ButtonKind, Card, FieldNote, Pill, SectionHead, TextRole, Words


class PairsCard(Card):
    """The pair to be decided; `accepted`, `refused` and `parted` carry the ids, the paper case first."""

    accepted = Signal(int, int)
    refused = Signal(int, int)
    parted = Signal(int, int)
    case_chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pairs: Sequence[ShownPair] = ()
        self._place = 0
        self.head = SectionHead("配对建议")
        self.paper, self.online = _half_label("纸质件"), _half_label("网上件")
        self.pills = QHBoxLayout()
        self.pills.setSpacing(6)
        self.hindrance = FieldNote()
        self.same = Button("是同一件 Alt+Y")
        self.not_same = Button("不是同一件 Alt+N")
        self.later = Button("看下一组", ButtonKind.LINK, is_turned=True)
        self.show_paper = Button("打开纸质件", ButtonKind.LINK)
        self.made = QComboBox()
        self.made.setAccessibleName("已并案")
        self.part = Button("拆开", ButtonKind.LINK)
        self.part.setAccessibleName("拆开所选的并案")
        self.pair = QWidget()
        self.standing = QWidget()
        self._lay_out()
        self.same.clicked.connect(self.accept)
        self.not_same.clicked.connect(self.refuse)
        self.later.clicked.connect(self._show_next)
        self.show_paper.clicked.connect(self._open)
        self.part.clicked.connect(self._part)

    @property
    def current(self) -> ShownPair | None:
        """The pair shown."""
        return self._pairs[self._place] if self._pairs else None

    def show_pairs(self, proposed: Sequence[ShownPair], made: Sequence[ShownPair]) -> None:
        """Shows the proposals, the surest first, and the pairs that stand; the pair in sight stays while it waits."""
        before = self.current
        self._pairs = proposed
        kept = [place for place, pair in enumerate(proposed) if before is not None and _ids(pair) == _ids(before)]
        self._place = kept[0] if kept else 0
        self.made.clear()
        for pair in made:
            self.made.addItem(f"{pair.paper.intake_number} → {pair.online.intake_number}", _ids(pair))
        self.standing.setVisible(bool(made))
        self._show()

    def accept(self) -> None:
        """Says that the pair in sight is one application, where nothing stands in the way."""
        if self.current is not None and not self.current.hindrance:
            self.accepted.emit(*_ids(self.current))

    def refuse(self) -> None:
        """Says that the pair in sight is not."""
        if self.current is not None:
            self.refused.emit(*_ids(self.current))

    def _show_next(self) -> None:
        self._place = (self._place + 1) % max(len(self._pairs), 1)
        self._show()

    def _open(self) -> None:
        if self.current is not None:
            self.case_chosen.emit(self.current.paper.case_id)

    def _part(self) -> None:
        ids = self.made.currentData()
        if ids:
            self.parted.emit(*ids)

    def _show(self) -> None:
        count = len(self._pairs)
        self.head.set_right(f"第 {self._place + 1} 组，共 {count} 组" if count else "没有")
        self.pair.setVisible(count > 0)
        self.later.setVisible(count > 1)
        if self.current is None:
            return
        paper, online = self.current.paper, self.current.online
        self.paper.setText(_lines(paper, online))
        self.online.setText(_lines(online, paper))
        while (item := self.pills.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        for ground in self.current.grounds:
            tone = Tone.WARN if ground in LIKENESS else Tone.OK
            self.pills.addWidget(Pill(sentence(f"pair_ground.{ground}"), tone))
        for doubt in self.current.doubts:
            self.pills.addWidget(Pill(sentence(f"pair_doubt.{doubt}"), Tone.BAD))
        self.pills.addStretch(1)
        self.hindrance.say(self.current.hindrance, Tone.WARN)
        self.same.setEnabled(not self.current.hindrance)

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        for row, (word, part) in enumerate((("纸质", self.paper), ("网上", self.online))):
            grid.addWidget(Words(word, TextRole.LABEL), row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(part, row, 1)
        grid.addWidget(Words("依据", TextRole.LABEL), 2, 0)
        grid.addLayout(self.pills, 2, 1)
        acts = QHBoxLayout()
        acts.setSpacing(8)
        for button in (self.same, self.not_same):
            acts.addWidget(button)
        acts.addStretch(1)
        links = QHBoxLayout()
        links.addWidget(self.show_paper)
        links.addStretch(1)
        links.addWidget(self.later)
        column = QVBoxLayout(self.pair)
        column.setContentsMargins(16, 10, 16, 10)
        column.setSpacing(8)
        column.addLayout(grid)
        column.addWidget(self.hindrance)
        for layout in (acts, links):
            column.addLayout(layout)
        made = QHBoxLayout(self.standing)
        made.setContentsMargins(16, 4, 16, 8)
        made.addWidget(Words("已并案", TextRole.NOTE))
        made.addWidget(self.made, 1)
        made.addWidget(self.part)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(1, 1, 1, 1)
        whole.setSpacing(0)
        for widget in (self.head, self.pair, self.standing):
            whole.addWidget(widget)


def _ids(pair: ShownPair) -> tuple[int, int]:
    return pair.paper.case_id, pair.online.case_id


def _half_label(name: str) -> QLabel:
    label = QLabel()
    label.setTextFormat(Qt.TextFormat.RichText)
    label.setWordWrap(True)
    label.setAccessibleName(name)
    return label


def _lines(half: ShownHalf, other: ShownHalf) -> str:
    """Applicant, project and numbers of a half, what differs from the other half tinted; codes where they differ."""
    numbers = "　".join(filter(None, (half.intake_number, half.filing_number)))
    lines = [_marked(half.applicant, other.applicant), _marked(half.project_name, other.project_name)]
    if half.credit_code and other.credit_code and half.credit_code != other.credit_code:
        lines.append(_marked(half.credit_code, other.credit_code))
    return "<br>".join((*lines, f"<span style='color:{tokens().ink2}'>{escape(numbers)}</span>"))


def _marked(text: str, other: str) -> str:
    parts = SequenceMatcher(None, text, other, autojunk=False).get_opcodes()
    tint = f"background:{tokens().warn_soft};color:{tokens().warn}"
    return "".join(
        escape(text[start:end]) if tag == "equal" else f"<span style='{tint}'>{escape(text[start:end])}</span>"
        for tag, start, end, _, _ in parts
        if end > start
    )
