"""The library of rules: all regulations with their periods, those that can be taken in, and the points each grounds."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from reviewer_app.domain.changes import Changes, Noun
from reviewer_app.domain.documents import DocumentKind
from reviewer_app.domain.regulations.regulation import Regulation, RulePin, SaidOfRegulation
from reviewer_app.packs.regulations import ShippedRegulation
from reviewer_app.services.papers.printing import PrintOrder
from reviewer_app.services.regulations.keeping import RulesView, rules_library
from reviewer_resources.phrases import sentence
from reviewer_ui.context import Context
from reviewer_ui.file_copy import ask_and_save_copy
from reviewer_ui.printing.tables import Offered, TableExits
from reviewer_ui.regulations.asking import RegulationActs
from reviewer_ui.theme import Tone
from reviewer_ui.widgets import Button, ButtonKind, Card, FieldNote, SectionHead, TextRole, Words
from reviewer_ui.widgets.dialog import Dialog
from reviewer_ui.widgets.plain_table import PlainTable
from reviewer_ui.widgets.rows_model import Column, RowsModel

_SIZE = (1000, 640)
_TONES = {"struck": Tone.IDLE, "in_force": Tone.OK, "not_yet": Tone.ACCENT, "ended": Tone.BAD}


@dataclass(frozen=True, slots=True)
class RuleRow:
    """One line of the list: an entry that is kept, or one that could be taken in."""

    title: str
    number: str
    issuer: str
    period: str
    standing: str
    tone: Tone
    pinned: int = 0
    kept: Regulation | None = None
    offered: ShippedRegulation | None = None


class RegulationsDialog(Dialog):
    """Shows the list and, of the chosen one, what it is about, its points and its changes."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._view: RulesView | None = None
        self.setWindowTitle("法规库")
        self.setAccessibleName("法规库")
        self.resize(*_SIZE)
        self.head = SectionHead("核对所依据的法规和通知")
        self.words = QLineEdit()
        self.words.setAccessibleName("查找法规")
        self.words.setPlaceholderText("名称、文号或机关")
        self.model: RowsModel[RuleRow] = RowsModel(_columns(), self)
        self.table = PlainTable("法规")
        self.table.show_model(self.model)
        self.about = Words("", wrap=True, selectable=True)
        self.history = Words("", TextRole.NOTE, wrap=True, selectable=True)
        self.pin_model: RowsModel[RulePin] = RowsModel(self._pin_columns(), self)
        self.pin_head = SectionHead("以它为依据的条目")
        self.pins = PlainTable("以它为依据的条目")
        self.pins.show_model(self.pin_model)
        self.note = FieldNote()
        self.add, self.take = Button("添加…"), Button("收入…", ButtonKind.PRIMARY)
        self.amend, self.pin = Button("更改…"), Button("定为条目依据…")
        self.unpin, self.save = Button("取下依据…", ButtonKind.LINK), Button("另存原文…", ButtonKind.LINK)
        self.strike, self.resume = Button("划去…", ButtonKind.LINK), Button("恢复…", ButtonKind.LINK)
        self.shut = Button("关闭")
        self.exits = TableExits(context, self, self.note.say)
        self.take_out = Button("打印或导出 ▾")
        self.exits.offer(self.take_out, [Offered("法规清单", self.order)])
        self.acts = RegulationActs(context, self)
        self._lay_out()
        self._connect()
        self.refresh()

    def refresh(self) -> None:
        """Reads the library of rules again."""
        self._context.background.run_read(rules_library, then=self._show)

    def order(self) -> PrintOrder:
        """The entries that are kept and shown, to be printed or exported."""
        return PrintOrder(DocumentKind.RULES_LIST, extra=(("words", self.words.text()),))

    def chosen(self) -> RuleRow | None:
        """The line that is chosen."""
        place = self.table.current_row()
        return self.model.row_at(place) if 0 <= place < self.model.rowCount() else None

    def _show(self, view: RulesView) -> None:
        before = self.chosen()
        self._view = view
        self.model.show_rows(rows_of(view))
        self._narrow()
        shown = [self.model.row_at(place) for place in range(self.model.rowCount())]
        same = [place for place, row in enumerate(shown) if before is not None and _is_same(row, before)]
        if shown:
            self.table.selectRow(same[0] if same else 0)
        self._show_chosen()

    def _narrow(self) -> None:
        wanted = self.words.text().split()
        self.model.keep(lambda row: all(word in f"{row.title}{row.number}{row.issuer}" for word in wanted))
        kept = [row for row in self.model.rows() if row.kept is not None]
        self.head.set_right(f"已收入 {len(kept)} 项")
        self.note.say("" if kept else sentence("regulation.none"))
        if self.model.rowCount() and self.table.current_row() < 0:
            self.table.selectRow(0)
        self._show_chosen()

    def _show_chosen(self) -> None:
        row, view = self.chosen(), self._view
        may = view is not None and view.may_write
        kept = row.kept if row is not None else None
        self.about.setText(_about(row) if row is not None else "")
        lines = [word_line(said) for said in kept.words] if kept is not None else []
        self.history.setText("\n".join(lines))
        self.history.setVisible(bool(lines))
        pins = [one for one in view.pins if kept is not None and one.regulation_id == kept.id] if view else []
        self.pin_model.show_rows(sorted(pins, key=lambda one: not one.stands))
        for part in (self.pin_head, self.pins):
            part.setVisible(bool(pins))
        if pins:
            self.pins.selectRow(0)
        stands = kept is not None and not kept.is_struck
        self.add.setVisible(may)
        self.take.setVisible(may and row is not None and row.offered is not None)
        for button in (self.amend, self.pin, self.strike):
            button.setVisible(may and stands)
        self.resume.setVisible(may and kept is not None and kept.is_struck)
        self.save.setVisible(kept is not None and bool(kept.named.sha256))
        self._show_pin()

    def _show_pin(self) -> None:
        pin = self._pin()
        self.unpin.setVisible(self._view is not None and self._view.may_write and pin is not None and pin.stands)

    def _pin(self) -> RulePin | None:
        place = self.pins.current_row()
        return self.pin_model.row_at(place) if 0 <= place < self.pin_model.rowCount() else None

    def _point_of(self, item: str) -> str:
        points = self._view.points if self._view is not None else ()
        return next((f"{one.clause}{one.title}" for one in points if one.item == item), item)

    def _pin_columns(self) -> tuple[Column[RulePin], ...]:
        return (
            Column("条目", lambda pin: self._point_of(pin.item)),
            Column("条款", lambda pin: pin.clause, 160),
            Column("", lambda pin: "" if pin.stands else f"已取下：{pin.end_reason}", 200),
            Column("登记", lambda pin: f"{pin.at:%Y-%m-%d} {pin.by}", 150),
        )

    def _act(self, what: str) -> None:
        row, view = self.chosen(), self._view
        if view is None:
            return
        if what == "add":
            self.acts.add(None)
        elif what == "take" and row is not None and row.offered is not None:
            self.acts.add(row.offered)
        elif row is not None and row.kept is not None:
            self._act_on(what, row.kept, view)

    def _act_on(self, what: str, kept: Regulation, view: RulesView) -> None:
        pin = self._pin()
        if what == "pin":
            self.acts.pin(kept, view.points)
        elif what == "unpin" and pin is not None:
            self.acts.unpin(pin, self._point_of(pin.item))
        elif what == "save":
            ask_and_save_copy(self._context, kept.named.sha256, kept.named.file_name, self)
        elif what in ("amend", "strike", "resume"):
            {"amend": self.acts.amend, "strike": self.acts.strike, "resume": self.acts.resume}[what](kept)

    def _look_again(self, changes: Changes) -> None:
        if Noun.REGULATIONS in changes.nouns:
            self.refresh()

    def _connect(self) -> None:
        for what in ("add", "take", "amend", "pin", "unpin", "save", "strike", "resume"):
            button: Button = getattr(self, what)
            button.clicked.connect(partial(self._press, what))
        self.words.textChanged.connect(lambda _text: self._narrow())
        self.table.selectionModel().currentRowChanged.connect(lambda _now, _before: self._show_chosen())
        self.pins.selectionModel().currentRowChanged.connect(lambda _now, _before: self._show_pin())
        self.shut.clicked.connect(self.reject)
        self._context.background.changed.connect(self._look_again)

    def _press(self, what: str, _is_checked: bool = False) -> None:
        self._act(what)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 12)
        column.setSpacing(8)
        column.addWidget(self.words)
        card = Card()
        inside = QVBoxLayout(card)
        inside.setContentsMargins(1, 1, 1, 1)
        inside.setSpacing(0)
        inside.addWidget(self.head)
        inside.addWidget(self.table, 3)
        inside.addWidget(self.pin_head)
        inside.addWidget(self.pins, 1)
        column.addWidget(card, 1)
        for part in (self.about, self.history, self.note):
            column.addWidget(part)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        for button in (self.take_out, self.save, self.unpin, self.strike, self.resume):
            foot.addWidget(button)
        foot.addStretch(1)
        for button in (self.shut, self.add, self.amend, self.pin, self.take):
            foot.addWidget(button)
        column.addLayout(foot)


def rows_of(view: RulesView) -> list[RuleRow]:
    """What is kept, then what could be taken in."""
    standing = {one.regulation_id for one in view.pins if one.stands}
    counts = {one: sum(pin.stands and pin.regulation_id == one for pin in view.pins) for one in standing}
    rows = []
    for one in view.regulations:
        word, tone = standing_of(one, view)
        named = one.named
        rows.append(
            RuleRow(named.title, named.number, named.issuer, named.period, word, tone, counts.get(one.id, 0), one)
        )
    for shipped in view.offered:
        period = f"{shipped.begins} 起" if shipped.begins else sentence("regulation.no_begin")
        offered = sentence("regulation.offered")
        rows.append(RuleRow(shipped.title, shipped.number, shipped.issuer, period, offered, Tone.IDLE, offered=shipped))
    return rows


def standing_of(one: Regulation, view: RulesView) -> tuple[str, Tone]:
    """How a regulation stands today, in word and colour."""
    code = one.standing(view.today)
    return sentence(f"regulation.{code}"), _TONES[code]


def word_line(said: SaidOfRegulation) -> str:
    """One change of a regulation in words."""
    period = f"施行期 {said.named.period}" if said.named is not None else ""
    words = {"kept": "收入", "amended": "更改", "struck": "划去", "resumed": "恢复"}[said.word.value]
    return "　".join(part for part in (f"{said.at:%Y-%m-%d} {said.by}", words, period, said.reason) if part)


def _about(row: RuleRow) -> str:
    says = row.kept.named.says if row.kept is not None else row.offered.says if row.offered is not None else ""
    file = row.kept.named.file_name if row.kept is not None else ""
    cited = f"《{row.title}》（{row.number}）" if row.number else f"《{row.title}》"
    parts = (cited, row.issuer, says, f"原文 {file}" if file else "")
    return "　".join(part for part in parts if part)


def _is_same(row: RuleRow, other: RuleRow) -> bool:
    ids = [one.kept.id if one.kept is not None else 0 for one in (row, other)]
    return ids[0] == ids[1] and (row.title, bool(ids[0])) == (other.title, bool(ids[1]))


def _columns() -> tuple[Column[RuleRow], ...]:
    return (
        Column("名称", lambda row: row.title),
        Column("文号", lambda row: row.number, 190),
        Column("施行期", lambda row: row.period, 200),
        Column("今天", lambda row: row.standing, 84, lambda row: row.tone),
        Column("条目", lambda row: f"{row.pinned} 条" if row.pinned else "", 60),
    )
