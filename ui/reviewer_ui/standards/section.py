"""The section 承诺标准 of a project: its standards on their way, what is done about the chosen one, the unit's past."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from reviewer_app.domain.standards.promise import COURSE, PromisedStandard, Stage, StandardWord, Standing, WordKind
from reviewer_app.services.standards.looking import StandardsView, earlier_told
from reviewer_resources.phrases import sentence
from reviewer_ui.standards.course import StageHeads, StandardRow
from reviewer_ui.widgets import Button, ButtonKind, SectionHead, TextRole, Words

_SIDE = 16
#: So many files of one standard are offered by name; all stand on record.
_MOST_FILES = 4
#: What can be done about the chosen standard, in the order of the links.
_ACTS = {
    "reach": "登记进展…",
    "amend": "改名称或编号…",
    "back": "退回阶段…",
    "give_up": "不再制定…",
    "strike": "登记有误…",
    "resume": "恢复…",
}


class StandardsSection(QWidget):
    """Shows one project's standards; the asker carries out what is wanted.

    `act_wanted` names the act and the standard (0 for `take` and `add`), `copy_wanted` hash and name of a file.
    """

    act_wanted = Signal(str, int)
    copy_wanted = Signal(str, str)
    earlier_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view: StandardsView | None = None
        self._current = 0
        self.head = SectionHead("承诺标准")
        self.stages = StageHeads()
        self.rows: list[StandardRow] = []
        self.none = Words("", TextRole.NOTE, wrap=True)
        self.history = Words("", TextRole.NOTE, wrap=True, selectable=True)
        self.files = [Button("", ButtonKind.LINK) for _ in range(_MOST_FILES)]
        self.links = {what: Button(words, ButtonKind.LINK) for what, words in _ACTS.items()}
        self.take = Button("转入申请表所列…", ButtonKind.LINK)
        self.add = Button("添加一项…", ButtonKind.LINK)
        self.earlier = Button("", ButtonKind.LINK)
        self._lay_out()
        self._connect()

    def show_view(self, view: StandardsView) -> None:
        """Shows a project; the chosen standard stays chosen where it is still there."""
        self._view = view
        shown = view.standards
        while len(self.rows) < len(shown):
            row = StandardRow()
            row.chosen.connect(self.choose)
            row.pressed.connect(self._press)
            row.moved.connect(self._move)
            self.rows.append(row)
            self._lines.addWidget(row)
        for place, row in enumerate(self.rows):
            row.setVisible(place < len(shown))
            if place < len(shown):
                row.show_standard(shown[place], view.today)
        self.head.set_right(view.progress.said if shown else "")
        self.stages.setVisible(bool(shown))
        self._say_none(view)
        self.take.setVisible(bool(view.proposed) and view.may_write)
        self.add.setVisible(view.may_write)
        told = earlier_told(view.earlier)
        self.earlier.setText(sentence("standard.earlier", {"told": told}) if told else "")
        self.earlier.setVisible(bool(told))
        ids = [one.id for one in shown]
        self.choose(self._current if self._current in ids else ids[0] if ids else 0)

    @property
    def current(self) -> PromisedStandard | None:
        """The standard the acts are about."""
        shown = self._view.standards if self._view is not None else ()
        return next((one for one in shown if one.id == self._current), None)

    def choose(self, standard_id: int) -> None:
        """Turns to one standard."""
        self._current = standard_id
        for row in self.rows:
            row.show_current(row.standard_id == standard_id and not row.isHidden())
        self._show_current()

    def _say_none(self, view: StandardsView) -> None:
        said = ""
        if not view.is_followed and not view.standards:
            said = sentence("standard.not_yet")
        elif view.proposed:
            said = sentence("standard.proposed", {"count": len(view.proposed)})
        elif not view.standards:
            said = sentence("standard.none_in_form")
        self.none.setText(said)
        self.none.setVisible(bool(said))

    def _show_current(self) -> None:
        one, view = self.current, self._view
        may = view is not None and view.may_write
        stands = one is not None and one.standing is Standing.STANDS
        offered = {
            "reach": stands and one is not None and one.stage < COURSE[-1],
            "amend": one is not None and one.counts,
            "back": stands and one is not None and one.stage > Stage.NOT_BEGUN,
            "give_up": stands and one is not None and not one.is_published,
            "strike": stands,
            "resume": one is not None and not stands,
        }
        for what, link in self.links.items():
            link.setVisible(may and offered[what])
            name = one.named.title if one is not None else ""
            link.setAccessibleName(f"{link.text().rstrip('…')}：{name}")
        told = [word_line(word) for word in one.words] if one is not None else []
        self.history.setText("\n".join(told))
        self.history.setVisible(bool(told))
        self._offer_files(one)

    def _offer_files(self, one: PromisedStandard | None) -> None:
        kept = [(word.sha256, word.file_name) for word in one.words if word.sha256] if one is not None else []
        for button, file in zip(self.files, [*kept[-_MOST_FILES:], *[("", "")] * _MOST_FILES], strict=False):
            button.setVisible(bool(file[0]))
            button.setText(f"另存“{file[1]}”")
            button.setProperty("file", file)

    def _press(self, standard_id: int) -> None:
        self.choose(standard_id)
        if not self.links["reach"].isHidden():
            self.act_wanted.emit("reach", standard_id)

    def _move(self, by: int) -> None:
        shown = [row for row in self.rows if not row.isHidden()]
        place = next((place for place, row in enumerate(shown) if row.standard_id == self._current), 0)
        shown[min(max(place + by, 0), len(shown) - 1)].setFocus()

    def _save(self, button: Button) -> None:
        sha256, name = button.property("file")
        self.copy_wanted.emit(sha256, name)

    def _connect(self) -> None:
        for what, link in self.links.items():
            link.clicked.connect(partial(self._want, what))
        self.take.clicked.connect(lambda: self.act_wanted.emit("take", 0))
        self.add.clicked.connect(lambda: self.act_wanted.emit("add", 0))
        self.earlier.clicked.connect(self.earlier_wanted)
        for button in self.files:
            button.clicked.connect(partial(self._save, button))

    def _want(self, what: str, _is_checked: bool = False) -> None:
        self.act_wanted.emit(what, self._current)

    def _lay_out(self) -> None:
        self._lines = QVBoxLayout()
        self._lines.setSpacing(0)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        for part in (self.head, self.stages):
            column.addWidget(part)
        column.addLayout(self._lines)
        below = QVBoxLayout()
        below.setContentsMargins(_SIDE, 2, _SIDE, 6)
        below.setSpacing(4)
        for note in (self.none, self.history):
            below.addWidget(note)
        below.addLayout(_flow(self.files))
        names = list(self.links)
        below.addLayout(_flow([self.links[name] for name in names[:3]]))
        below.addLayout(_flow([self.links[name] for name in names[3:]]))
        below.addLayout(_flow([self.take, self.add]))
        below.addLayout(_flow([self.earlier]))
        column.addLayout(below)


def word_line(word: StandardWord) -> str:
    """One line that was said of a standard."""
    said = _SAID[word.kind]
    if word.kind is WordKind.REACHED and word.stage is not None:
        said = f"{word.stage.label} {word.day}"
    elif word.kind is WordKind.STEPPED_BACK and word.stage is not None:
        said = f"退回到{word.stage.label}"
    elif word.kind is WordKind.AMENDED and word.named is not None:
        said = f"改为{word.named.title} {word.named.number}".rstrip()
    parts = (f"{word.at:%Y-%m-%d} {word.by}", said, word.reason, f"附件 {word.file_name}" if word.sha256 else "")
    return "　".join(part for part in parts if part)


_SAID = {
    WordKind.TAKEN: "登记",
    WordKind.AMENDED: "更改",
    WordKind.REACHED: "进展",
    WordKind.STEPPED_BACK: "退回",
    WordKind.GIVEN_UP: "不再制定",
    WordKind.STRUCK: "登记有误",
    WordKind.RESUMED: "恢复",
}


def _flow(buttons: list[Button]) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(14)
    for button in buttons:
        button.hide()
        row.addWidget(button)
    row.addStretch(1)
    return row
