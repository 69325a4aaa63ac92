"""The right side: how a request goes on: drafted, told, answered, judged; and what changed under it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from reviewer_app.domain.corrections.changes import Change
from reviewer_app.domain.corrections.request import AskedItem, CorrectionRequest, ItemVerdict, TellingWay
from reviewer_app.domain.limits.lengths import TextKind
from reviewer_app.services.ports.corrections import CorrectionPlan
from reviewer_resources.phrases import sentence
from reviewer_ui.corrections.asked import column_of
from reviewer_ui.explaining import Told, tell
from reviewer_ui.theme import Tone
from reviewer_ui.widgets import Button, LetterCount, SectionHead, TextRole, Words
from reviewer_ui.widgets.scroll_page import ScrollPage


def told_due(plan: CorrectionPlan) -> Told:
    """Why a request would be due on that day, or why the officer has to choose one."""
    value = f"{plan.due_on:%Y-%m-%d}" if plan.due_on else "由经办选定"
    value = "还没有拟定" if plan.refusal else value
    said = [*filter(None, [plan.refusal]), sentence("why.due_plan", {"workdays": plan.workdays})]
    said += [plan.due_said] if plan.due_said else []
    if plan.last is not None:
        said.append(sentence("why.due_last", {"last": plan.last.day, "called": plan.last.called}))
    return Told("补正期限", value, said)


class CourseColumn(ScrollPage):
    """The fields of the next step, by name, and below them what changed; `judges` are the rows of an answer."""

    def __init__(self) -> None:
        super().__init__("办理和答复")
        self.column.setSpacing(6)
        self.column.setContentsMargins(0, 0, 12, 0)
        self.fields: dict[str, QLineEdit | QComboBox] = {}
        self.boxes: dict[str, QCheckBox] = {}
        self.judges: dict[str, JudgeRow] = {}

    def begin(self) -> None:
        """Empties the side for another step."""
        column_of(self)
        self.fields.clear()
        self.boxes.clear()
        self.judges.clear()

    def text(self, name: str) -> str:
        """What stands in a field, of a choice its value; empty where the step has no such field."""
        field = self.fields.get(name)
        if isinstance(field, QComboBox):
            return str(field.currentData())
        return field.text() if field is not None else ""

    def chosen(self) -> tuple[str, ...]:
        """The points ticked as not yet checked."""
        return tuple(name for name, box in self.boxes.items() if box.isChecked())

    def ask_draft(self, plan: CorrectionPlan, named: Sequence[str] = (), asked: str | None = None) -> None:
        """What has to be said before a request is drafted.

        `named` were named as not yet checked in the last draft, `asked` is what it said of the bureau's return.
        """
        self.column.addWidget(SectionHead("拟定"))
        if plan.returned is not None:
            number = f"（{plan.returned.number}）" if plan.returned.number else ""
            self.say(sentence("correction.from_city", {"day": plan.returned.day, "number": number}), TextRole.NOTE)
            said = plan.returned.reason if asked is None else asked
            self.add_field("from_city", "市局退回所述", said, "", TextKind.REASON)
        if plan.open_points:
            self.say("下列硬性条件还没有作答。请先作答，或勾选列为“尚未核对”：", tone=Tone.WARN)
        for rule_id, words in plan.open_points:
            box = QCheckBox(words)
            box.setChecked(words in named)
            self.boxes[rule_id] = box
            self.column.addWidget(box)
        if plan.due_said:
            self.say(plan.due_said, tone=Tone.WARN)
        called = plan.last.called if plan.last is not None else ""
        last = f"{called} {plan.last.day}" if plan.last is not None else "市局没有定期限"
        self.add_field("due_on", "补正期限（含当日）", plan.due_on.isoformat() if plan.due_on else "", last)
        tell(self.fields["due_on"], lambda: told_due(plan))
        self.add_field("due_reason", "期限理由", "", f"期限晚于{called}的，写明理由" if called else "")
        if plan.is_further_round and plan.new_keys:
            self.add_field("again_reason", "再次告知理由", "", "为什么上次没有一并告知")

    def ask_telling(self, today: date) -> None:
        """How the applicant was told."""
        self.column.addWidget(SectionHead("登记告知"))
        self.add_choice("how", "告知方式", [(way.value, way.label) for way in TellingWay])
        self.add_field("day", "告知日期", today.isoformat(), "")
        self.add_field("receipt", "签收", "", "签收人、挂号号码，电话告知的写接听人")
        self.say("领取和邮寄的，请先在打印预览里为补正通知发文编号。", TextRole.NOTE)

    def ask_answer(self, today: date) -> None:
        """When the answer came."""
        self.column.addWidget(SectionHead("登记答复"))
        self.say("收到的纸质材料请登记在“材料”页，改动的内容请改在“申报信息”页，下面即列出前后对照。", TextRole.NOTE)
        self.add_field("day", "答复日期", today.isoformat(), "")

    def ask_verdicts(self, request: CorrectionRequest, marked: Mapping[str, Sequence[tuple[str, str]]]) -> None:
        """A verdict for each asked item; `marked` are the sub-points (id, words) that were asked for, by its point."""
        self.column.addWidget(SectionHead(f"逐项认定，还有 {len(request.unjudged)} 项"))
        for item in request.items:
            row = JudgeRow(item, marked.get(item.key, ()))
            self.judges[item.key] = row
            self.say(item.problem, TextRole.HEAD)
            self.column.addWidget(row)

    def show_changes(self, changes: Sequence[Change]) -> None:
        """What changed, the asked apart from the unasked."""
        for title, was_asked, tone in (("要求的改动", True, None), ("没有要求的改动", False, Tone.WARN)):
            of_kind = [one for one in changes if one.was_asked is was_asked]
            head = SectionHead(title)
            head.set_right(f"{len(of_kind)} 处" if of_kind else "没有")
            self.column.addWidget(head)
            for one in of_kind:
                self.say(one.what, TextRole.HEAD, tone)
                self.say(f"原：{one.before or '（空）'}", TextRole.NOTE)
                self.say(f"现：{one.now or '（空）'}")

    def add_field(self, name: str, label: str, text: str, hint: str, kind: TextKind = TextKind.CORRECTION) -> None:
        """A line to be filled in."""
        field = QLineEdit(text)
        LetterCount(field, kind)
        field.setPlaceholderText(hint)
        self._add(name, label, field)

    def add_choice(self, name: str, label: str, choices: Sequence[tuple[str, str]]) -> None:
        """A choice."""
        field = QComboBox()
        for value, words in choices:
            field.addItem(words, value)
        self._add(name, label, field)

    def say(self, text: str, role: TextRole = TextRole.BODY, tone: Tone | None = None) -> None:
        """A sentence in the column."""
        words = Words(text, role, wrap=True, selectable=True)
        words.set_tone(tone)
        self.column.addWidget(words)

    def _add(self, name: str, label: str, field: QLineEdit | QComboBox) -> None:
        words = Words(label, TextRole.LABEL)
        words.setBuddy(field)
        field.setAccessibleName(label)
        self.fields[name] = field
        self.column.addWidget(words)
        self.column.addWidget(field)


class JudgeRow(QWidget):
    """Verdict and note of one asked item, and the button that records them.

    Of several sub-points that were asked for, those that came are unticked: only the others are asked for again.
    """

    def __init__(self, item: AskedItem, marked: Sequence[tuple[str, str]] = ()) -> None:
        super().__init__()
        self.seen = item.verdict
        self.choice = QComboBox()
        self.choice.setAccessibleName(f"认定：{item.problem}")
        self.choice.addItem("请选", "")
        for verdict in ItemVerdict:
            self.choice.addItem(verdict.label, verdict.value)
        if item.verdict is not None:
            self.choice.setCurrentIndex(self.choice.findData(item.verdict.value))
        self.note = QLineEdit(item.note)
        LetterCount(self.note, TextKind.CORRECTION)
        self.note.setPlaceholderText("说明，再问须写明")
        self.note.setAccessibleName(f"说明：{item.problem}")
        self.record = Button("记入")
        self.record.setAccessibleName(f"记入认定：{item.problem}")
        self.parts = {part_id: QCheckBox(words) for part_id, words in marked if len(marked) > 1}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 6)
        column.setSpacing(6)
        row = QHBoxLayout()
        row.addWidget(self.choice)
        row.addWidget(self.note, 1)
        row.addWidget(self.record)
        column.addLayout(row)
        self.parts_head = Words("仍欠缺的分项（已补齐的勾去）", TextRole.NOTE)
        column.addWidget(self.parts_head)
        for box in self.parts.values():
            box.setChecked(True)
            column.addWidget(box)
        self.choice.currentIndexChanged.connect(self._show_parts)
        self._show_parts()

    @property
    def verdict(self) -> ItemVerdict | None:
        """What is chosen."""
        chosen = str(self.choice.currentData())
        return ItemVerdict(chosen) if chosen else None

    @property
    def lacking(self) -> tuple[str, ...] | None:
        """Those of the sub-points that lack still; None where there are not several to choose from."""
        return tuple(part_id for part_id, box in self.parts.items() if box.isChecked()) if self.parts else None

    def _show_parts(self, _index: int = 0) -> None:
        is_asked = bool(self.parts) and self.verdict in (ItemVerdict.NOT_CURED, ItemVerdict.ASK_AGAIN)
        for widget in (self.parts_head, *self.parts.values()):
            widget.setVisible(is_asked)
