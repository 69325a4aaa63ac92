"""One point of the checklist as a row: head, answer, and only what there is to say beside it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QEvent, QRectF, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QPlainTextEdit, QSizePolicy, QVBoxLayout, QWidget

from reviewer_app.domain.checklist import Verdict
from reviewer_app.domain.limits.lengths import TextKind
from reviewer_app.domain.notice import Force
from reviewer_ui.explaining import tell
from reviewer_ui.opinion.items import Item, ItemGroup, told_item
from reviewer_ui.opinion.lines import HeadLine, NoteLine
from reviewer_ui.opinion.segments import AnswerButtons, SubPoints, lacking_line
from reviewer_ui.reading_size import reading_font
from reviewer_ui.theme import Tone, tokens
from reviewer_ui.widgets import KeyRow, LetterCount
from reviewer_ui.widgets.enter_key import press_by_enter


class NoteBox(QPlainTextEdit):
    """A small box: `typed` while writing, `left` when the officer goes on (Tab, Escape, Ctrl+Return, elsewhere)."""

    typed = Signal(str)
    left = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTabChangesFocus(True)
        self.setPlaceholderText("写说明，自动保存")
        self._fit()
        LetterCount(self, TextKind.NOTE)
        self.textChanged.connect(lambda: self.typed.emit(self.toPlainText()))

    def changeEvent(self, event: QEvent) -> None:
        """Two lines of whatever size."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit()

    def _fit(self) -> None:
        self.setFixedHeight(self.fontMetrics().lineSpacing() * 2 + 16)

    def show_text(self, text: str) -> None:
        """Puts a text in without reporting it as typed."""
        if text != self.toPlainText():
            with QSignalBlocker(self):
                self.setPlainText(text)
            self.moveCursor(self.textCursor().MoveOperation.End)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape and Ctrl+Return finish the note."""
        is_return = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if event.key() == Qt.Key.Key_Escape or (is_return and event.modifiers() & Qt.KeyboardModifier.ControlModifier):
            self.left.emit(self.toPlainText())
            return
        super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Going elsewhere finishes the note; a menu or another window does not."""
        super().focusOutEvent(event)
        if event.reason() not in (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason):
            self.left.emit(self.toPlainText())


_POINTS = 9.0


class FileLink(QAbstractButton):
    """The file's name and page in the accent; underlined under the mouse and with the focus."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def show_file(self, text: str) -> None:
        """Shows a file."""
        self.setText(text)
        self.setAccessibleName(f"证据：{text}")
        self.updateGeometry()

    def show_act(self, words: str) -> None:
        """Shows an act instead of a file."""
        self.setText(words)
        self.setAccessibleName(words.rstrip("…"))
        self.updateGeometry()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """A double click is one press."""
        event.accept()

    def event(self, event: QEvent) -> bool:
        """Space presses the link that has the focus; elsewhere in the list it shows the clause."""
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.ShortcutOverride
            and event.key() == Qt.Key.Key_Space
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses what has the focus, as Space does."""
        if not press_by_enter(self, event):
            super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        """As wide as the text."""
        metrics = QFontMetrics(reading_font(_POINTS))
        return QSize(metrics.horizontalAdvance(self.text()) + 2, metrics.height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draws the text, with an ellipsis where it is too long."""
        painter = QPainter(self)
        font = reading_font(_POINTS)
        font.setUnderline(self.underMouse() or self.hasFocus())
        painter.setFont(font)
        painter.setPen(tokens().color("accent"))
        text = painter.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideMiddle, self.width())
        painter.drawText(QRectF(self.rect()), Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)


_BAR = 3
#: What may stand below the head, from top to bottom; files, acts and the box of a note stand above the last one.
_LINES = (
    "point",
    "parts",
    "aside",
    "settled",
    "sheet",
    "lacking",
    "hint",
    "shown",
    "window",
    "lookups",
    "views",
    "lack",
    "note",
    "keys",
)


class ItemRow(KeyRow):
    """A row that is filled again and again: nothing is rebuilt when an answer, a note or the case changes."""

    chosen = Signal(str)
    answered = Signal(str, object)  # rule id, Verdict
    note_typed = Signal(str, str)
    note_left = Signal(str, str)
    evidence_opened = Signal(str, str)  # hash, name
    look_up_wanted = Signal(str)
    withdrawal_wanted = Signal(str)
    part_marked = Signal(str, str, bool)  # rule id, the sub-point's id, whether it is lacking

    def __init__(self, rule_id: str, keys: Callable[[str], str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rule_id = rule_id
        self._key_of = keys
        self.item: Item | None = None
        self.group: ItemGroup | None = None
        self._is_current = self._keeps_height = False
        self._is_open = True
        self._may_look_up = False
        self._keys = ""
        self.head = HeadLine()
        self.answer = AnswerButtons()
        self._lines: dict[str, NoteLine] = {}
        self.files: list[FileLink] = []
        self.look_up, self.withdrawal = FileLink(self), FileLink(self)
        self.note_box: NoteBox | None = None
        self.sub_points: SubPoints | None = None
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.answer.answered.connect(lambda verdict: self.answered.emit(self.rule_id, verdict))
        tell(self, lambda: told_item(self.item, self.group) if self.item else None)
        self._lay_out()

    def show_item(self, item: Item, is_open: bool, may_look_up: bool = False) -> None:
        """Shows a point; what stands there already is left alone."""
        if item == self.item and (is_open, may_look_up) == (self._is_open, self._may_look_up):
            return
        former, self.item, self._is_open, self._may_look_up = self.item, item, is_open, may_look_up
        if former is None or (former.clause, former.title, former.force) != (item.clause, item.title, item.force):
            self.head.show_point(item.clause, item.title, item.force)
        self.answer.show_verdict(item.verdict, f"{item.clause}{item.title}")
        self.answer.set_open(is_open and item.is_in_scope)
        self.answer.propose(Verdict.MET if item.settled and item.verdict is Verdict.UNDECIDED else None)
        self.answer.setToolTip(f"作答：{item.answered}" if item.answered else "")
        self.setAccessibleName(item.spoken)
        if former is None or (former.evidence, former.look_ups) != (item.evidence, item.look_ups):
            self._show_evidence()
        self._say()

    def set_current(self, is_current: bool, keys: str, keeps_height: bool = False) -> None:
        """Tints the row and lets it say its keys; a former one may keep its lines, so that none below it moves."""
        self._keeps_height = keeps_height and not is_current
        self._is_current = is_current
        if not self._keeps_height:
            self._keys = keys if is_current else ""
        # One stop of the Tab key in the whole list: the current row.
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if is_current else Qt.FocusPolicy.ClickFocus)
        self._say()
        self.update()

    def show_again(self) -> None:
        """Says what the record says, after a mark that was not taken."""
        self._say()

    def line(self, name: str) -> str:
        """What one of the row's lines says now, empty when it is not there."""
        return self._lines[name].text if name in self._lines else ""

    def write_note(self, text: str) -> NoteBox:
        """Opens the box for the explanation with a text in it."""
        if self.note_box is None:
            self.note_box = NoteBox(self)
            self._column.insertWidget(self._column.count() - ("keys" in self._lines), self.note_box)
            self.note_box.typed.connect(lambda typed: self.note_typed.emit(self.rule_id, typed))
            self.note_box.left.connect(lambda typed: self.note_left.emit(self.rule_id, typed))
        title = self.item.title if self.item else ""
        self.note_box.setAccessibleName(f"{title}的说明")
        self.note_box.show_text(text)
        self.note_box.show()
        self._say()
        return self.note_box

    def close_note(self) -> None:
        """Takes the box away; the note then stands as a line."""
        if self.note_box is not None and not self.note_box.isHidden():
            had_focus = self.note_box.hasFocus()
            self.note_box.hide()
            if had_focus:
                self.setFocus()
        self._say()

    def answer_bottom(self) -> int:
        """How far down, in the list, the row's title and answers reach."""
        return self.y() + self.answer.y() + max(self.answer.height(), self.head.height())

    @property
    def is_writing(self) -> bool:
        """Whether the box for the explanation is open."""
        return self.note_box is not None and not self.note_box.isHidden()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A press anywhere on the row makes it the current one."""
        self.chosen.emit(self.rule_id)
        super().mousePressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The row that has the focus is the current one."""
        super().focusInEvent(event)
        self.chosen.emit(self.rule_id)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draws tint and bar of the current row and the hairline below."""
        painter = QPainter(self)
        area = QRectF(self.rect())
        if self._is_current:
            painter.fillRect(area, tokens().color("selection"))
            painter.fillRect(QRectF(0, 0, _BAR, area.height()), tokens().color("accent"))
        painter.fillRect(QRectF(0, area.height() - 1, area.width(), 1), tokens().color("line_soft"))

    def _say(self) -> None:
        item = self.item
        if item is None:
            return
        is_full = self._is_current or self._keeps_height
        say = self._say_line
        say("point", item.point if is_full or item.verdict is Verdict.UNDECIDED else "", None, not is_full)
        self._show_sub_points(item, is_full)
        say("lacking", "" if is_full else lacking_line(item.parts, item.lacking), Tone.BAD)
        say("settled", item.settled, Tone.OK if item.verdict is Verdict.UNDECIDED else None)
        say("sheet", item.sheet, Tone.WARN if item.ticked and not item.ticked.is_sure else Tone.ACCENT)
        say("hint", "\n".join(f"⚑ {hint}" for hint in item.hints), Tone.WARN)
        aside = item.aside or _asks_for_reason(item)
        say("aside", aside, None if item.aside else Tone.WARN)
        say("shown", item.shown if is_full else "", None, False)
        say("window", item.window)
        # What is wanting counts where something rests on it: at the point in hand, and at one that was answered 符合.
        is_wanted = is_full or item.verdict is Verdict.MET
        say("lack", f"⚑ {item.lack}" if item.lack and is_wanted else "", Tone.WARN)
        say("note", f"说明：{item.note}" if item.note and not self.is_writing else "", None, not is_full)
        may = is_full and self._may_look_up and item.is_in_scope
        self.look_up.setVisible(may and item.takes_look_ups)
        self.withdrawal.setVisible(may and bool(item.look_ups))
        keys = "Esc 或 Tab 完成，文字自动保存" if self.is_writing else self._keys
        say("keys", keys if is_full and self._is_open and item.is_in_scope else "")

    def _say_line(self, name: str, text: str, tone: Tone | None = None, is_folded: bool = False) -> None:
        """Most points have few of the lines; one is made when there is something to say in it."""
        if name not in self._lines:
            if not text:
                return
            self._lines[name] = NoteLine()
            self._stand(name, self._lines[name])
        self._lines[name].say(text, tone, is_folded)

    def _stand(self, name: str, part: QWidget) -> None:
        """Puts a part in its place below the head, among those that are there."""
        is_there = {*self._lines, *(("parts",) if self.sub_points is not None else ())}
        above = is_there.intersection(_LINES[: _LINES.index(name)])
        self._column.insertWidget(self._column.count() if name == "keys" else 1 + len(above), part)

    def press_part(self, place: int) -> None:
        """Marks a sub-point (from 1) as lacking, or takes its mark back."""
        if self.sub_points is not None and self._is_open:
            self.sub_points.press(place)

    def _show_sub_points(self, item: Item, is_full: bool) -> None:
        """The sub-points stand below the current point alone; few points have any, so they are made when needed."""
        if not (is_full and item.parts and item.is_in_scope):
            if self.sub_points is not None:
                self.sub_points.hide()
            return
        if self.sub_points is None:
            self.sub_points = SubPoints(self)
            self.sub_points.marked.connect(lambda part, lacks: self.part_marked.emit(self.rule_id, part, lacks))
            self._stand("parts", self.sub_points)
        self.sub_points.show_parts(item.parts, item.lacking, self._is_open, self._key_of)

    def _show_evidence(self) -> None:
        item = self.item
        self._say_line("lookups", "\n".join(one.text for one in item.look_ups) if item else "")
        views = [piece.text for piece in item.evidence if not piece.sha256] if item else []
        self._say_line("views", "\n".join(views))
        files = self._files()
        while len(self.files) < len(files):
            link = FileLink(self)
            link.clicked.connect(partial(self._open_file, len(self.files)))
            self.files.append(link)
            self._links.addWidget(link, 0, Qt.AlignmentFlag.AlignLeft)
        for place, link in enumerate(self.files):
            link.setVisible(place < len(files))
            if place < len(files):
                link.show_file(files[place][0])

    def _files(self) -> list[tuple[str, str, str]]:
        """What can be opened: the look-ups' files, then the attached ones; words, hash, name."""
        item = self.item
        if item is None:
            return []
        looked = [(f"附 {one.name}（查询）", one.sha256, one.name) for one in item.look_ups if one.sha256]
        return looked + [(piece.text, piece.sha256, piece.name) for piece in item.evidence if piece.sha256]

    def _open_file(self, place: int) -> None:
        files = self._files()
        if place < len(files):
            _, sha256, name = files[place]
            self.evidence_opened.emit(sha256, name)

    def _lay_out(self) -> None:
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(13, 9, 12, 10)
        self._column.setSpacing(3)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.head, 1, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self.answer, 0, Qt.AlignmentFlag.AlignTop)
        self._column.addLayout(head)
        self._links = QVBoxLayout()
        self._links.setSpacing(0)
        self._column.addLayout(self._links)
        acts = QHBoxLayout()
        acts.setSpacing(16)
        for link, words, wanted in (
            (self.look_up, "登记查询…", self.look_up_wanted),
            (self.withdrawal, "撤回查询…", self.withdrawal_wanted),
        ):
            link.show_act(words)
            link.hide()
            link.clicked.connect(lambda _checked, wanted=wanted: wanted.emit(self.rule_id))
            acts.addWidget(link)
        acts.addStretch(1)
        self._column.addLayout(acts)


def _asks_for_reason(item: Item) -> str:
    """A point that may be passed with a reason says so while the reason is missing."""
    needs = item.verdict is Verdict.NOT_MET and item.force is Force.WARN and not item.note.strip()
    return "可继续推荐，但须写明理由（按 N）" if needs else ""
