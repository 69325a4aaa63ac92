"""The strip above the act: what is done and what is open, each leading to its place, and a box for each reason."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from reviewer_app.domain.drafts import DraftBoxes
from reviewer_app.domain.limits.lengths import TextKind
from reviewer_app.domain.opinion import ReadinessAct
from reviewer_app.domain.readiness import (
    OPEN_PLACE,
    CaseFacts,
    Place,
    PlaceKind,
    Point,
    PointForce,
    Proposal,
    Tally,
    TallyKind,
    open_points,
    readiness,
    tallies,
)
from reviewer_resources.phrases import sentence
from reviewer_ui.explaining import Told, tell
from reviewer_ui.theme import Tone
from reviewer_ui.widgets import LetterCount, TextRole, Words
from reviewer_ui.widgets.band import LineButton
from reviewer_ui.widgets.pill import PillButton
from reviewer_ui.widgets.scroll_page import ScrollPage

#: The most room that the list of points takes from the checklist, in pixels, what it takes in a low pane, and at least.
_MOST, _LEAST, _LINE = 124, 64, 24
_LOW = 460
#: What its pill counts stands in no line of its own.
_COUNTED = frozenset({"readiness.unanswered", "readiness.uncompared"})
#: Points that are settled nowhere but where they are read.
_HERE = frozenset({PlaceKind.OPINION, PlaceKind.SEASON})
_BEFORE = {ReadinessAct.SIGN_OFF: "复核前", ReadinessAct.BATCH: "报送前"}
_TONES = {PointForce.STOP: Tone.BAD, PointForce.REASON: Tone.WARN, PointForce.NOTE: Tone.IDLE}
_WORDS = {
    TallyKind.ANSWERS: "{count} 已答",
    TallyKind.COPIES: "{count} 份已盖章",
    TallyKind.COMPARED: "{count} 已比对",
    TallyKind.LOOK_UPS: "{count} 项查询",
}


class ReadinessStrip(QWidget):
    """`place_wanted` carries a Place, `reason_typed` a point's draft box and its reason; `changed` once shown anew."""

    place_wanted = Signal(object)
    reason_typed = Signal(str, str)
    left = Signal()
    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.pills: dict[str, PillButton] = {}
        self.rows: dict[str, PointRow] = {}
        self._drafts: dict[str, str] = {}
        self._points: tuple[Point, ...] = ()
        self._given: Mapping[str, str] = {}
        self._facts: CaseFacts | None = None
        self._tallies: dict[str, Tally] = {}
        self._act = ReadinessAct.SUBMIT
        self._may_explain = True
        self._before = Words("提交前", TextRole.NOTE)
        self._pills = QHBoxLayout()
        self._list = PointList()
        self._lay_out()

    def begin(self, drafts: Mapping[str, str]) -> None:
        """Starts another case with the reasons kept of it, by point."""
        self.clear_rows()
        self._drafts = dict(drafts)

    def show_facts(
        self,
        facts: CaseFacts,
        act: ReadinessAct,
        proposal: Proposal | None,
        given: Mapping[str, str] | None = None,
        may_explain: bool = True,
    ) -> None:
        """Shows how a case stands for an act; `given` are the reasons that are on record already."""
        self._facts, self._act, self._given = facts, act, given or {}
        self._may_explain = may_explain
        self._before.setText(_BEFORE.get(act, "提交前"))
        self._points = readiness(replace(facts, proposal=proposal), act) if proposal else ()
        self._show_rows()
        self._show_pills()
        self.changed.emit()

    @property
    def open(self) -> tuple[Point, ...]:
        """What is open now, the reasons being typed counted."""
        return open_points(self._points, {**self._given, **self.reasons})

    @property
    def reasons(self) -> dict[str, str]:
        """The reasons typed, by point."""
        typed = {point_id: row.reason.text().strip() for point_id, row in self.rows.items() if row.takes_reason}
        return {point_id: text for point_id, text in typed.items() if text}

    def open_words(self) -> str:
        """What the primary button says while something is open; empty when nothing is."""
        count = len(self.open)
        return f"还差 {count} 处，去第一处" if count else ""

    def go_to_first(self) -> None:
        """Leads to the first open point: the box for its reason, or the place where it is settled."""
        if not self.open:
            return
        point = self.open[0]
        row = self.rows.get(point.id)
        if point.force is PointForce.REASON and row is not None:
            self._list.ensureWidgetVisible(row, 0, 4)
            row.reason.setFocus(Qt.FocusReason.OtherFocusReason)
        elif row is not None and point.place.kind in _HERE:
            self._list.ensureWidgetVisible(row, 0, 4)
            row.line.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.place_wanted.emit(point.place)

    def give_room(self, height: int) -> None:
        """In a low pane the list of points is short."""
        self._list.give_room(_LEAST if height < _LOW else _MOST)

    def clear_rows(self) -> None:
        """Forgets what was shown of another case."""
        for row in self.rows.values():
            row.setParent(None)
            row.deleteLater()
        self.rows = {}
        self._points = ()

    def _show_rows(self) -> None:
        """Rows that are there stay with what is being typed; the list is built anew only where points come or go."""
        wanted = [point for point in self._points if self._is_listed(point)]
        typed = {**self._drafts, **self.reasons}
        if [point.id for point in wanted] != list(self.rows):
            points = self._points
            has_focus = next((name for name, row in self.rows.items() if row.reason.hasFocus()), "")
            self.clear_rows()
            self._points = points
            for point in wanted:
                self._add_row(point, typed.get(point.id) or self._note_of(point))
            self._drafts = typed
            if has_focus in self.rows:
                self.rows[has_focus].reason.setFocus(Qt.FocusReason.OtherFocusReason)
        for point in wanted:
            self.rows[point.id].show_point(point, self._may_explain)
        self._list.setVisible(bool(wanted))
        self._list.fit()

    def _is_listed(self, point: Point) -> bool:
        """What was explained before is read with the opinion; what only has to be counted has its pill."""
        is_explained = point.force is PointForce.REASON and bool(self._given.get(point.id, ""))
        return not is_explained and point.code not in _COUNTED

    def _note_of(self, point: Point) -> str:
        """The officer's own words beside the answer are where the reason starts."""
        answers = self._facts.answers if self._facts else {}
        answer = answers.get(point.place.name) if point.code == "readiness.not_met" else None
        return answer.note.strip() if answer else ""

    def _add_row(self, point: Point, reason: str) -> None:
        row = PointRow(point, reason)
        tell(row, partial(self._told_point, point.id), is_stop=False)
        row.place_wanted.connect(self.place_wanted)
        row.typed.connect(partial(self._typed, point.id))
        row.reason.left.connect(self.left)
        self.rows[point.id] = row
        self._list.column.addWidget(row)

    def _typed(self, point_id: str, text: str) -> None:
        self.reason_typed.emit(DraftBoxes.DEPARTURE.of(point_id), text)
        self._show_pills()
        self.changed.emit()

    def _show_pills(self) -> None:
        if self._facts is None:
            return
        self._tallies = {tally.kind.value: tally for tally in tallies(self._facts)}
        counted = {tally.kind.value: (_said(tally), _tone(tally), tally.place) for tally in self._tallies.values()}
        for name, (text, tone, place) in counted.items():
            self._pill(name).show_pill(text, tone, place)
        explained = len({**self._given, **self.reasons})
        self._pill("reasons").show_pill(f"{explained} 处理由", Tone.WARN, Place(PlaceKind.OPINION))
        for name, pill in self.pills.items():
            pill.setVisible(name in counted or (name == "reasons" and explained > 0))

    def _told(self, name: str) -> Told | None:
        """What a count counts, and by name what is not there yet."""
        tally, facts = self._tallies.get(name), self._facts
        if tally is None or facts is None:
            return None
        if tally.kind is TallyKind.COPIES:
            names = [f"第 {number} 份" for number in tally.open]
        elif tally.kind is TallyKind.COMPARED:
            names = [facts.pack.label(field) for field in tally.open]
        else:
            names = [f"{facts.pack.rule(rule).clause}{facts.pack.rule(rule).title}" for rule in tally.open]
        left = sentence("why.tally_open", {"open": "、".join(names)}) if names else sentence("why.tally_whole")
        return Told("件数", _said(tally), [sentence(f"why.tally_{name}"), left])

    def _told_point(self, point_id: str) -> Told | None:
        """Why a point stands here: how much it weighs, the clause it comes from, and that it is worked out anew."""
        point, facts = next((one for one in self._points if one.id == point_id), None), self._facts
        if point is None or facts is None:
            return None
        said = [sentence(f"why.point_{point.force}")]
        if point.place.kind in (PlaceKind.ITEM, PlaceKind.LOOK_UP) and point.place.name:
            rule = facts.pack.rule(point.place.name)
            said.append(sentence("why.point_rule", {"clause": rule.clause, "title": rule.title}))
        elif point.place.kind is PlaceKind.FIELD and point.place.name:
            said.append(sentence("why.point_field", {"field": facts.pack.label(point.place.name)}))
        said.append(sentence("why.point_source"))
        return Told(f"{self._before.text()}要看的一处", sentence(point.code, point.values), said)

    def _pill(self, name: str) -> PillButton:
        if name not in self.pills:
            pill = PillButton()
            pill.chosen.connect(self._follow)
            tell(pill, partial(self._told, name))
            self.pills[name] = pill
            self._pills.insertWidget(self._pills.count() - 1, pill)
        return self.pills[name]

    def _follow(self, place: object) -> None:
        if isinstance(place, Place):
            self.place_wanted.emit(place)

    def _lay_out(self) -> None:
        self._pills.setSpacing(6)
        self._pills.addWidget(self._before)
        self._pills.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self._list)
        column.addLayout(self._pills)


class PointList(ScrollPage):
    """The points one below the other, as high as they need up to a bound."""

    def __init__(self) -> None:
        super().__init__("提交前要看的各处")
        self._most, self._wanted = _MOST, 0
        self.column.setSpacing(6)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    def give_room(self, most: int) -> None:
        """At most so high."""
        if most != self._most:
            self._most = most
            self.fit()

    def fit(self) -> None:
        """As high as the points need in the width they have; measured anew once they are laid out."""
        self._measure()
        QTimer.singleShot(0, self, self._measure)

    def _measure(self) -> None:
        wanted = max(self.column.heightForWidth(self.viewport().width()), 0)
        self._wanted = min(wanted, self._most)
        self.setMaximumHeight(self._wanted)
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """As high as the points need."""
        return QSize(64, self._wanted)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Sentences wrap with the width."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            QTimer.singleShot(0, self, self._measure)

    def minimumSizeHint(self) -> QSize:
        """One line, where the screen is low."""
        return QSize(64, min(self._wanted, _LINE))


class ReasonLine(QLineEdit):
    """The box for one reason, which says when it is left."""

    left = Signal()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Leaving the box stores what was typed at once."""
        super().focusOutEvent(event)
        self.left.emit()


class PointRow(QWidget):
    """One point: its sentence, which leads to its place, and under it the box where a reason is needed."""

    place_wanted = Signal(object)
    typed = Signal(str)

    def __init__(self, point: Point, reason: str) -> None:
        super().__init__()
        self.takes_reason = point.force is PointForce.REASON
        self._place = point.place
        self.frame = ""
        self.line = LineButton(self)
        self.line.clicked.connect(lambda: self.place_wanted.emit(self._place))
        self.reason = ReasonLine(reason)
        self.reason.setPlaceholderText("写明理由，会记入流转记录并印在核对单上")
        LetterCount(self.reason, TextKind.REASON)
        self.reason.setVisible(self.takes_reason)
        self.reason.textEdited.connect(self.typed)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 4, 0)
        column.setSpacing(2)
        column.addWidget(self.line)
        column.addWidget(self.reason)

    def show_point(self, point: Point, may_explain: bool) -> None:
        """Shows the point as it stands now."""
        said = sentence(point.code, point.values)
        self._place = point.place
        self.frame = sentence("departure_words.frame", {"point": said.rstrip("。"), "place": OPEN_PLACE})
        self.line.show_text(said, _TONES[point.force], point.place.kind.value)
        self.reason.setAccessibleName(f"理由：{said}")
        self.reason.setReadOnly(not may_explain)


def _said(tally: Tally) -> str:
    count = f"{tally.done}/{tally.total}"
    if tally.kind is TallyKind.LOOK_UPS and tally.is_whole:
        count = str(tally.done)
    return _WORDS[tally.kind].format(count=count)


def _tone(tally: Tally) -> Tone:
    if tally.is_whole:
        return Tone.OK
    return Tone.WARN if tally.kind is TallyKind.COMPARED else Tone.BAD
