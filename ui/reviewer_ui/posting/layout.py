"""How the step 寄出 is laid out: the parcels on top, below what is missing beside what lies in the chosen one."""

from __future__ import annotations

from enum import Enum, auto
from functools import partial

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLineEdit, QMenu, QVBoxLayout, QWidget

from reviewer_app.domain.dispatch.parcels import ParcelState
from reviewer_app.services.papers.printing import OF_BATCH
from reviewer_app.services.posting.contents import BatchParcels, ParcelView
from reviewer_resources.phrases import sentence
from reviewer_ui.explaining import Told, tell
from reviewer_ui.posting.asking import can_be_posted, rule_of
from reviewer_ui.posting.pieces_table import PiecesTable
from reviewer_ui.theme import Tone
from reviewer_ui.widgets import Button, ButtonKind, Card, FieldNote, OneLine, SectionHead, TextRole, Words
from reviewer_ui.widgets.plain_table import ROW_HEIGHT, PlainTable
from reviewer_ui.widgets.rows_model import Column, RowsModel
from reviewer_ui.widgets.scroll_page import ScrollPage

_MOST_ROWS = 6
#: Below this width what is least needed gives way.
_NARROW, _CASES_COLUMN = 640, 2
#: A table's head is a little higher than a row.
_HEAD_MORE = 4
_ONE = {ParcelState.OPEN: "封包", ParcelState.CLOSED: "登记寄出…", ParcelState.POSTED: "登记签收…"}
_TONES = {
    ParcelState.OPEN: Tone.IDLE,
    ParcelState.CLOSED: Tone.ACCENT,
    ParcelState.POSTED: Tone.OK,
    ParcelState.RECEIVED: Tone.OK,
    ParcelState.RETURNED: Tone.BAD,
}


class Next(Enum):
    """What comes next for the whole batch."""

    NOTHING = auto()
    PACK = auto()
    POST = auto()
    CLOSE = auto()
    RECEIVE = auto()
    DROP = auto()


_WORDS = {
    Next.NOTHING: "",
    Next.PACK: "装入并封包…",
    Next.POST: "全部寄出…",
    Next.CLOSE: "封包",
    Next.RECEIVE: "登记签收…",
    Next.DROP: "撤去邮包…",
}


class ParcelsTable(PlainTable):
    """The parcels; Enter goes into the chosen one, to what lies there or is missing."""

    return_pressed = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter alone; with Ctrl it is the page's own."""
        is_plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if is_plain and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if not event.isAutoRepeat():
                self.return_pressed.emit()
            return
        super().keyPressEvent(event)


class PostingLayout(QObject):
    """The parts of the step; what they do is the step's. `case_pressed` carries the line of a case to be opened."""

    case_pressed = Signal(object)
    paper_pressed = Signal(object)  # DocumentKind

    def __init__(self, step: QWidget) -> None:
        super().__init__(step)
        self._now: BatchParcels | None = None
        self._closed = ""
        self.next = Next.NOTHING
        self.head = SectionHead("邮包")
        self.model: RowsModel[ParcelView] = RowsModel(_columns(), self)
        self.table = ParcelsTable("邮包")
        self.table.show_model(self.model)
        self.scan = QLineEdit()
        self.scan.setPlaceholderText("扫推荐意见上的二维码，或键入收件编号、文号，回车装入一份")
        self.scan.setAccessibleName("扫码装入")
        self.scan.setAcceptDrops(False)
        self.missing_head, self.lying_head = SectionHead("还缺"), SectionHead("已装入")
        self.missing, self.lying = PiecesTable("还缺的材料"), PiecesTable("已装入的材料")
        self.page = ScrollPage("邮包和材料")
        self._lists = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self.note = FieldNote()
        self.hint = OneLine("", TextRole.NOTE)
        self.buttons = {
            "plan": Button("编排邮包…"),
            "put_all": Button("全部装入"),
            "close_all": Button("全部封包"),
            "put": Button("装入"),
            "take": Button("取出…"),
            "drop": Button("撤去邮包…"),
            "undo": Button("撤回寄出…"),
            "back": Button("登记退回…"),
            "open": Button("拆封…"),
            "one": Button("封包"),
            "next": Button("装入并封包…", ButtonKind.PRIMARY),
        }
        self.buttons["next"].setToolTip("Ctrl+回车")
        for button in self.buttons.values():
            # Until a batch is read none is offered: all of them together are wider than a narrow window.
            button.hide()
        self.print = Button("打印", icon_name="print")
        self.print.setAccessibleName("打印这个邮包的文件")
        self._offer_papers()
        for pieces in (self.missing, self.lying):
            pieces.case_pressed.connect(self.case_pressed)
        for table in (self.table, self.missing, self.lying):
            # On a low screen each keeps its head and a whole row; the page scrolls, what can be done stays below.
            table.setMinimumHeight(2 * ROW_HEIGHT + _HEAD_MORE)
        self._lay_out(step)
        self.table.selectionModel().currentRowChanged.connect(lambda _now, _before: self._show_chosen())
        tell(self.table, self._told)

    def chosen(self) -> ParcelView | None:
        """The parcel the lists and buttons speak of."""
        row = self.table.current_row()
        return self.model.row_at(row) if 0 <= row < self.model.rowCount() else None

    def fit(self, width: int) -> None:
        """With little room the two lists stand one below the other, and the parcels show one column less."""
        is_narrow = width < _NARROW
        down, across = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        self._lists.setDirection(down if is_narrow else across)
        self.table.setColumnHidden(_CASES_COLUMN, is_narrow)

    def first(self) -> QWidget:
        """Where the keyboard comes in: the parcels, or the act that makes them."""
        following = self.buttons["next"]
        may_be_pressed = following.isEnabled() and not following.isHidden()
        return following if self.table.isHidden() and may_be_pressed else self.table

    def go_into(self) -> None:
        """The keyboard goes to what is missing in the chosen parcel, else to what lies in it."""
        view = self.chosen()
        if view is not None:
            (self.missing if view.missing else self.lying).setFocus()

    def choose(self, parcel_id: int) -> None:
        """Shows a parcel."""
        for row, view in enumerate(self.model.rows()):
            if view.parcel.id == parcel_id:
                self.table.selectRow(row)

    def choose_case(self, case_id: int) -> bool:
        """Chooses the parcel and the first copy that a case still lacks, with the keyboard; False if it lacks none."""
        for view in self.model.rows():
            for row, line in enumerate(view.missing):
                if line.case is not None and line.case.id == case_id:
                    self.choose(view.parcel.id)
                    self.missing.selectRow(row)
                    self.missing.setFocus()
                    self.page.ensureWidgetVisible(self.missing, 0, 0)
                    return True
        return False

    def show_parcels(self, now: BatchParcels, closed: str) -> None:
        """Shows the parcels of a batch; `closed` says why who sits here can do nothing with them."""
        chosen = self.chosen()
        self._now, self._closed = now, closed
        self.model.show_rows(now.parcels)
        rows = min(max(len(now.parcels), 1), _MOST_ROWS)
        self.table.setMaximumHeight((rows + 1) * ROW_HEIGHT + _HEAD_MORE)
        self.table.setVisible(bool(now.parcels))
        self.head.set_right(rule_of(now))
        if now.parcels:
            ids = [view.parcel.id for view in now.parcels]
            held = chosen.parcel.id if chosen is not None else 0
            self.table.selectRow(ids.index(held) if held in ids else 0)
        self._show_chosen()
        if self.table.hasFocus():
            # They stand on top, with their head.
            self.page.verticalScrollBar().setValue(0)

    def _offer_papers(self) -> None:
        menu = QMenu(self.print)
        for kind in OF_BATCH:
            menu.addAction(f"{kind.label}…", partial(self.paper_pressed.emit, kind))
        self.print.setMenu(menu)

    def _show_chosen(self) -> None:
        view, now = self.chosen(), self._now
        self.missing.show_lines(view.missing if view else ())
        self.lying.show_lines(view.lies if view else ())
        self.missing_head.set_right(f"{len(view.missing)} 份" if view else "")
        self.lying_head.set_right(f"{len(view.lies)} 份" if view else "")
        self._offer(view)
        if view is None:
            self.note.say(sentence(_nothing_planned(now)) if now is not None else "")
        elif view.misfits:
            self.note.say("".join(view.misfits), Tone.BAD)
        else:
            self.note.say(self._closed)

    def _offer(self, view: ParcelView | None) -> None:
        """What can be done now is offered; everything else stays away."""
        state = view.parcel.state if view is not None else None
        is_open, may = state is ParcelState.OPEN, not self._closed
        lies = view is not None and bool(view.lies)
        ready = any(line.can_be_put_in for one in self.model.rows() for line in one.missing if _is_open(one))
        lacks = self._now is not None and bool(self._now.lacks) and self._now.batch.is_open
        is_whole = any(_is_open(one) and one.is_whole for one in self.model.rows())
        to_post = any(can_be_posted(one) for one in self.model.rows())
        is_idle = view is not None and not view.cases and not view.lies
        of_chosen = {ParcelState.OPEN: Next.DROP if is_idle else Next.CLOSE, ParcelState.POSTED: Next.RECEIVE}
        self.next = Next.PACK if lacks or ready or is_whole else Next.POST if to_post else Next.NOTHING
        if self.next is Next.NOTHING and state is not None:
            self.next = of_chosen.get(state, Next.NOTHING)
        is_odd = view is not None and bool(view.misfits)
        shown = {
            # What is done with all at once is offered piece by piece as soon as there are parcels.
            "plan": lacks and state is not None,
            "put_all": ready,
            "close_all": is_whole,
            "put": is_open and view is not None and bool(view.missing),
            "take": is_open and lies,
            "drop": is_open and not lies and self.next is not Next.DROP,
            "undo": state is ParcelState.POSTED,
            "back": state in (ParcelState.POSTED, ParcelState.RECEIVED),
            "open": state in (ParcelState.CLOSED, ParcelState.RETURNED),
            "one": state in _ONE
            and not is_odd
            and not is_idle
            and self.next is not of_chosen.get(state or ParcelState.DROPPED),
            "next": self.next is not Next.NOTHING,
        }
        self.print.setVisible(view is not None)
        for name, is_shown in shown.items():
            self.buttons[name].setVisible(is_shown)
            self.buttons[name].setEnabled(may)
        if state in _ONE:
            self.buttons["one"].setText(_ONE[state])
        self.buttons["next"].setText("编排并封包…" if lacks else _WORDS[self.next])
        self.scan.setEnabled(may and ready)
        self.hint.setText("空格 装入或取出　可拖动" if is_open and may else "")

    def _told(self) -> Told | None:
        view = self.chosen()
        if view is None:
            return None
        said = [f"{word.at:%m-%d %H:%M} {word.by} {sentence(f'parcel_act.{word.act}')}" for word in view.parcel.words]
        planned = f"{view.parcel.planned_at:%m-%d %H:%M} {view.parcel.planned_by} {sentence('event.parcels_planned')}"
        return Told("邮包", view.parcel.called, (planned, *said, *view.misfits))

    def _lay_out(self, step: QWidget) -> None:
        card = Card(step)
        inside = QVBoxLayout(card)
        inside.setContentsMargins(1, 1, 1, 1)
        inside.setSpacing(0)
        inside.addWidget(self.head)
        column = self.page.column
        inside.addWidget(self.page, 1)
        column.addWidget(self.table, 2)
        column.addLayout(self._scan_row())
        self._lists.setSpacing(0)
        for head, table in ((self.missing_head, self.missing), (self.lying_head, self.lying)):
            side = QVBoxLayout()
            side.setSpacing(0)
            side.addWidget(head)
            side.addWidget(table, 1)
            self._lists.addLayout(side, 1)
        column.addLayout(self._lists, 3)
        inside.addLayout(self._foot())
        whole = QVBoxLayout(step)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(card)

    def _scan_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(16, 6, 16, 6)
        row.setSpacing(8)
        label = Words("扫码装入", TextRole.LABEL)
        label.setBuddy(self.scan)
        row.addWidget(label)
        row.addWidget(self.scan, 1)
        for name in ("put_all", "close_all", "plan"):
            row.addWidget(self.buttons[name])
        return row

    def _foot(self) -> QVBoxLayout:
        foot = QVBoxLayout()
        foot.setContentsMargins(16, 6, 16, 8)
        foot.setSpacing(4)
        foot.addWidget(self.note)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.hint, 1, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.print)
        for name in ("put", "take", "drop", "undo", "back", "open", "one", "next"):
            row.addWidget(self.buttons[name])
        foot.addLayout(row)
        return foot


def _nothing_planned(now: BatchParcels) -> str:
    """What is said of a batch without parcels: they are to be planned, or it was sent without any, or given up."""
    if now.batch.is_open:
        return "parcel.nothing_planned"
    return "parcel.sent_without" if now.batch.sent_at is not None else "parcel.given_up"


def _is_open(view: ParcelView) -> bool:
    return view.parcel.state is ParcelState.OPEN


def _columns() -> tuple[Column[ParcelView], ...]:
    return (
        Column("邮包", lambda view: f"第{view.place}包，共{view.of}包", 112),
        Column("收件联系人", lambda view: view.parcel.contact or "全部联系人", 104),
        Column("件数", lambda view: f"{view.cases} 件", 64),
        Column("已装", lambda view: f"{len(view.lies)} 份", 60),
        Column("还缺", lambda view: f"{len(view.missing)} 份" if view.missing else "—", 60),
        Column("承运和单号", _way),
        Column("状态", _standing, 84, _tone),
    )


def _way(view: ParcelView) -> str:
    posted = view.parcel.posting
    return f"{posted.day:%m-%d} {posted.courier} {posted.waybill}" if posted is not None else "—"


def _standing(view: ParcelView) -> str:
    return "清单不符" if view.misfits else view.parcel.state.label


def _tone(view: ParcelView) -> Tone:
    return Tone.BAD if view.misfits else _TONES[view.parcel.state]
