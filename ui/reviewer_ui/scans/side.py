"""Beside a scan's pages: red marks pointed out, pinned evidence, and what a machine read, each with its picture."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from reviewer_app.domain.acts import Act
from reviewer_app.domain.application import Source
from reviewer_app.domain.evidence.scans import TICK, Pin, Place, Reading, point_name
from reviewer_app.services.intake.scans import ScansView
from reviewer_app.services.ports.reading import ShownScan
from reviewer_resources.phrases import sentence
from reviewer_ui.explaining import Told, tell
from reviewer_ui.theme import Tone
from reviewer_ui.widgets import Button, ButtonKind, SectionHead, TextRole, Words
from reviewer_ui.widgets.scroll_page import ScrollPage

_SNIPPET = (300, 44)
_SIDE = 14
#: The buttons of a candidate stand beside each other.
_LEAST = 340


class ScanSide(ScrollPage):
    """What is said on the scan shown. Every act is told by its own signal; who shows it carries it out."""

    place_chosen = Signal(object)  # Place
    pinning = Signal(bool)
    pin_left = Signal(int)
    taken = Signal(list)  # ids of readings
    passed = Signal(list)
    compared = Signal(object, bool)  # Reading, is the paper the same

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("扫描件旁注", parent)
        self.setMinimumWidth(_LEAST)
        self.marks = Words("", wrap=True)
        self.items = QComboBox()
        self.items.setAccessibleName("核对条目")
        self.items.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.draw = Button("框选依据（P）")
        self.draw.setCheckable(True)
        self.draw.toggled.connect(self.pinning)
        self.take_all = Button("全部取用", ButtonKind.PLAIN)
        self.take_all.clicked.connect(self._take_all)
        self.pins, self.readings = SectionHead("框定的依据"), SectionHead("机读值")
        self._pin_rows, self._reading_rows = QVBoxLayout(), QVBoxLayout()
        self.rows: list[CandidateRow] = []
        self.sections: dict[str, Button] = {}
        self.left = Words("", TextRole.NOTE, wrap=True)
        self.left.setContentsMargins(_SIDE, 2, _SIDE, 0)
        self.left.set_tone(Tone.WARN)
        self._view: ScansView | None = None
        self._lay_out()

    @property
    def item(self) -> str:
        """The point, or the sub-point of one, that a new rectangle is evidence of, under the name of a pin's point."""
        return str(self.items.currentData() or "")

    def show_view(self, view: ScansView, sha256: str, scan: ShownScan, picture: Callable[[Place], QPixmap]) -> None:
        """Shows what is said on one of the case's scans; candidates of the other scans stay with theirs."""
        self._view = view
        self.marks.setText(_marks_said(scan))
        may_pin = Act.ANSWER in view.acts
        self.items.setVisible(may_pin)
        self.draw.setVisible(may_pin)
        self._show_items(view)
        self._show_pins(view, sha256, may_pin)
        self._show_readings(view, sha256, picture)

    def _show_items(self, view: ScansView) -> None:
        chosen = self.item
        self.items.clear()
        for rule in view.pack.rules:
            if rule.in_scope(view.application.values):
                self.items.addItem(f"{rule.clause} {rule.title}", rule.id)
                for place, part in enumerate(rule.parts, 1):
                    self.items.addItem(f"　{place}. {part.point}", point_name(rule.id, part.id))
        self.items.setCurrentIndex(max(self.items.findData(chosen), 0))

    def _show_pins(self, view: ScansView, sha256: str, may_pin: bool) -> None:
        _clear(self._pin_rows)
        names = {rule.id: f"{rule.clause} {rule.title}" for rule in view.pack.rules}
        for rule in view.pack.rules:
            names |= {point_name(rule.id, part.id): f"{names[rule.id]}：{part.point}" for part in rule.parts}
        own = [pin for pin in view.pins if pin.sha256 == sha256]
        for pin in own:
            self._pin_rows.addWidget(
                self._pin_row(pin, names.get(pin.point, names.get(pin.rule_id, pin.rule_id)), may_pin)
            )
        standing = sum(pin.is_standing for pin in own)
        self.pins.set_right(f"{standing} 处" if standing else "")

    def _pin_row(self, pin: Pin, name: str, may_pin: bool) -> QWidget:
        row = QWidget()
        across = QHBoxLayout(row)
        across.setContentsMargins(_SIDE, 2, _SIDE, 2)
        gone = f"（已取消：{pin.withdrawn_reason}）" if not pin.is_standing else ""
        words = Words(f"{name}　第{pin.place.page}页　{pin.by} {pin.at:%m-%d %H:%M}{gone}", TextRole.NOTE, wrap=True)
        across.addWidget(words, 1)
        if pin.is_standing:
            show = Button("看", ButtonKind.LINK)
            show.clicked.connect(lambda _checked=False, place=pin.place: self.place_chosen.emit(place))
            across.addWidget(show)
        if pin.is_standing and may_pin:
            leave = Button("取消", ButtonKind.LINK)
            leave.setAccessibleName(f"取消依据：{name}")
            leave.clicked.connect(lambda _checked=False, number=pin.id: self.pin_left.emit(number))
            across.addWidget(leave)
        return row

    def _show_readings(self, view: ScansView, sha256: str, picture: Callable[[Place], QPixmap]) -> None:
        _clear(self._reading_rows)
        self.rows, self.sections = [], {}
        waiting = [one for one in view.waiting if one.sha256 == sha256]
        may_take = view.application.source is Source.PAPER and Act.EDIT in view.acts
        section = ""
        for one in waiting:
            field = view.pack.field(one.field_id)
            if may_take and field.section != section:
                section = field.section
                self._reading_rows.addWidget(self._section_row(view, section, waiting))
            row = CandidateRow(view, one, picture(one.place) if one.place else QPixmap())
            row.place_chosen.connect(self.place_chosen)
            row.taken.connect(lambda number: self.taken.emit([number]))
            row.passed.connect(lambda number: self.passed.emit([number]))
            row.compared.connect(self.compared)
            self.rows.append(row)
            self._reading_rows.addWidget(row)
        read = [one for one in view.readings if one.sha256 == sha256 and not one.field_id.startswith(TICK)]
        settled = len(read) - len(waiting)
        self.readings.set_right(f"待核对 {len(waiting)} 项，已处理 {settled} 项" if waiting or settled else "")
        sure = sum(one.is_sure for one in waiting)
        self.take_all.setText(f"全部取用（读准的 {sure} 项）")
        self.take_all.setVisible(sure > 0 and may_take)
        unsure = len(waiting) - sure if may_take else 0
        self.left.setText(sentence("scans.unsure_left", {"count": unsure}) if unsure else "")
        self.left.setVisible(bool(unsure))

    def _section_row(self, view: ScansView, section: str, waiting: list[Reading]) -> QWidget:
        """The head of a section of the form: what of it is beyond doubt is taken by one press."""
        own = [one for one in waiting if view.pack.field(one.field_id).section == section]
        sure = [one.id for one in own if one.is_sure]
        row = QWidget()
        across = QHBoxLayout(row)
        across.setContentsMargins(_SIDE, 8, _SIDE, 0)
        unsure = f"，没读准 {len(own) - len(sure)} 项" if len(own) > len(sure) else ""
        across.addWidget(Words(f"{section}（{len(own)} 项{unsure}）", TextRole.NOTE), 1)
        if len(sure) > 1:
            take = Button(f"取用本节读准的 {len(sure)} 项", ButtonKind.LINK)
            take.setAccessibleName(f"取用{section}读准的 {len(sure)} 项")
            take.clicked.connect(lambda _checked=False: self.taken.emit(sure))
            self.sections[section] = take
            across.addWidget(take)
        return row

    def take_first(self) -> None:
        """Does the leading act of the first candidate, one beyond doubt before others: Enter goes through them."""
        first = next((row for row in self.rows if row.reading.is_sure), next(iter(self.rows), None))
        if first is not None:
            first.lead()

    def _take_all(self) -> None:
        sure = [row.reading.id for row in self.rows if row.reading.is_sure]
        if sure:
            self.taken.emit(sure)

    def _lay_out(self) -> None:
        for part in (SectionHead("红色印迹"), self.marks):
            self.column.addWidget(part)
        self.marks.setContentsMargins(_SIDE, 2, _SIDE, 8)
        self.column.addWidget(self.pins)
        row = QHBoxLayout()
        row.setContentsMargins(_SIDE, 4, _SIDE, 4)
        row.addWidget(self.items, 1)
        row.addWidget(self.draw)
        self.column.addLayout(row)
        self.column.addLayout(self._pin_rows)
        self.column.addWidget(self.readings)
        all_row = QHBoxLayout()
        all_row.setContentsMargins(_SIDE, 4, _SIDE, 0)
        all_row.addWidget(self.take_all)
        all_row.addStretch(1)
        self.column.addLayout(all_row)
        self.column.addWidget(self.left)
        self.column.addLayout(self._reading_rows)
        self.column.addStretch(1)


class CandidateRow(QWidget):
    """One value that a machine read: its picture, what was read, what the record says, and what to do with it."""

    place_chosen = Signal(object)
    taken = Signal(int)
    passed = Signal(int)
    compared = Signal(object, bool)

    def __init__(self, view: ScansView, reading: Reading, picture: QPixmap, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.reading = reading
        field = view.pack.field(reading.field_id)
        self._is_paper = view.application.source is Source.PAPER
        self._is_compared = field.compared and not self._is_paper
        online = view.application.values.get(reading.field_id, "")
        column = QVBoxLayout(self)
        column.setContentsMargins(_SIDE, 6, _SIDE, 6)
        column.setSpacing(3)
        column.addWidget(Words(field.label, TextRole.SECTION))
        if not picture.isNull():
            label = QLabel()
            label.setPixmap(_fitted(picture))
            label.setAccessibleName(f"{field.label}的图片")
            column.addWidget(label)
        doubt = "" if reading.is_sure else "　请看图核对"
        self.value = Words(f"机读：{reading.value}{doubt}", wrap=True, selectable=True)
        self.value.set_tone(None if reading.is_sure else Tone.WARN)
        column.addWidget(self.value)
        if online:
            record = "现有" if self._is_paper else "网上"
            column.addWidget(Words(f"{record}：{online}", TextRole.NOTE, wrap=True))
        stands = view.compared.get(reading.field_id)
        if stands is not None and stands.found is not None:
            said = f"已核对：{stands.found.finding}（{stands.found.by}）"
            column.addWidget(Words(said, TextRole.NOTE, wrap=True, selectable=True))
        column.addLayout(self._buttons(view, field.label))
        tell(self, lambda: told_reading(field.label, reading, online), is_stop=False)

    def lead(self) -> None:
        """Takes a candidate of a paper case that is beyond doubt; else the officer is only shown the place."""
        if self._is_paper and self.buttons and self.reading.is_sure:
            self.buttons[0].click()
        elif self.reading.place is not None:
            self.place_chosen.emit(self.reading.place)

    def _buttons(self, view: ScansView, label: str) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        self.buttons: list[Button] = []
        if self._is_paper and Act.EDIT in view.acts:
            self._add(row, "取用", lambda: self.taken.emit(self.reading.id), label)
        elif self._is_compared and Act.ANSWER in view.acts:
            self._add(row, "看图一致", lambda: self.compared.emit(self.reading, True), label)
            self._add(row, "不一致，按机读记", lambda: self.compared.emit(self.reading, False), label)
        if Act.RECORD_PAPER in view.acts:
            self._add(row, "不取用", lambda: self.passed.emit(self.reading.id), label)
        if self.reading.place is not None:
            show = Button("看原处", ButtonKind.LINK)
            show.clicked.connect(lambda _checked=False: self.place_chosen.emit(self.reading.place))
            row.addWidget(show)
        row.addStretch(1)
        return row

    def _add(self, row: QHBoxLayout, word: str, act: Callable[[], None], label: str) -> None:
        button = Button(word, ButtonKind.PLAIN if not self.buttons else ButtonKind.LINK)
        button.setAccessibleName(f"{word}：{label}")
        button.clicked.connect(lambda _checked=False: act())
        self.buttons.append(button)
        row.addWidget(button)


def told_reading(label: str, reading: Reading, online: str) -> Told:
    """Where a candidate was read, whether beyond doubt, and how it stands beside the record."""
    said = [sentence("why.reading_sure" if reading.is_sure else "why.reading_unsure")]
    if reading.place is not None:
        said.append(sentence("why.reading_place", {"page": reading.place.page}))
    if online:
        code = "why.reading_same" if online == reading.value else "why.reading_other"
        said.append(sentence(code, {"value": online}))
    return Told(f"{label}（机读）", reading.value, [*said, sentence("why.reading_source")])


def _marks_said(scan: ShownScan) -> str:
    """The red round marks of the pages looked at, pointed out and never judged."""
    said = "；".join(
        sentence("reading.red_mark", {"page": one.page, "diameter": round(one.diameter_mm)}) for one in scan.red_marks
    )
    if said:
        return sentence("scans.marks", {"marks": said})
    if not scan.looked_at:
        return sentence("scans.looking_for_marks")
    first = f"前 {scan.looked_at} 页" if scan.looked_at < scan.count else ""
    return sentence("scans.no_marks", {"where": first})


def _fitted(picture: QPixmap) -> QPixmap:
    if picture.width() <= _SNIPPET[0] and picture.height() <= _SNIPPET[1]:
        return picture
    mode = Qt.AspectRatioMode.KeepAspectRatio
    return picture.scaled(*_SNIPPET, mode, Qt.TransformationMode.SmoothTransformation)


def _clear(rows: QVBoxLayout) -> None:
    while (item := rows.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
