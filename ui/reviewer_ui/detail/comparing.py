"""What happens at 纸网核对: findings shown at once and stored behind, the paper's words kept while they are typed."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication, QWidget

from reviewer_app.domain.acts import Act
from reviewer_app.domain.evidence.comparison import (
    Adopted,
    ComparedField,
    Comparison,
    compared_fields,
    paper_box,
    settlements_of,
    summary_of,
)
from reviewer_app.domain.evidence.scans import compared_by_machine, doubted_fields, is_paper_seen, reading_notes
from reviewer_app.domain.record import EventAct
from reviewer_app.domain.steps.course import standing_entries
from reviewer_app.domain.steps.trace import PartKind, trace_of
from reviewer_app.services.cases.checking import note_item, record_comparison, record_rest_same, settle_difference
from reviewer_app.services.cases.permissions import SeenFields, SeenPoints
from reviewer_app.services.ports.rows import CaseView
from reviewer_ui.autosave import DraftKeeper
from reviewer_ui.context import Context
from reviewer_ui.detail.comparison import ComparisonPage
from reviewer_ui.messages import sentence_of
from reviewer_ui.widgets.decision import DecisionDialog, Question


class Comparing(QObject):
    """Joins the page to the services; `ahead` are findings shown and still being stored.

    The paper's words are a draft while they are typed and are recorded when their box is left. `typed` are those not
    yet recorded, `own` the fields among them that were typed here and not found as a draft.
    """

    def __init__(self, context: Context, page: ComparisonPage, keeper: DraftKeeper, window: QWidget) -> None:
        super().__init__(window)
        self._context = context
        self._page = page
        self._keeper = keeper
        self._window = window
        self._view: CaseView | None = None
        self._ahead: dict[str, Comparison] = {}
        self._typed: dict[str, str] = {}
        self._own: set[str] = set()
        self._leads_back = False
        page.chosen.connect(self._choose)
        page.typed.connect(self._type)
        page.left.connect(self._record_typed)
        page.settled.connect(self._settle)
        page.rest_same.connect(self._say_rest_same)
        page.summary_wanted.connect(self._write_summary)

    def show(self, view: CaseView, is_other_case: bool) -> None:
        """Shows a case's compared fields; words typed earlier and never recorded are there again."""
        former, self._view = self._view, view
        if is_other_case or former is None:
            self._ahead, self._own, self._typed = {}, set(), _kept_words(view)
            self._leads_back = False
        else:
            self._drop_taken_back(view, former)
        if Act.ANSWER not in view.acts:
            # The case has left this person's hands: what was typed and not recorded stays a draft.
            self._own, self._typed = set(), {}
        self._ahead = {
            field_id: found
            for field_id, found in self._ahead.items()
            if not found.agrees_with(view.comparisons.get(field_id))
        }
        self._render()
        self._go_back(view)

    def _drop_taken_back(self, view: CaseView, former: CaseView) -> None:
        """What was typed over a finding goes with it: left in its box it would be recorded anew when that is left."""
        for entry in view.events[len(former.events) :]:
            trace = trace_of(entry.trace) if entry.act in (EventAct.UNDONE, EventAct.REDONE) else None
            for part in trace.parts if trace is not None else ():
                if part.kind is PartKind.COMPARISON:
                    self._forget_typed(part.name)
                    self._keeper.forget(view.application.id, paper_box(part.name))
                    self._page.leave_box(part.name)

    def come(self) -> None:
        """Somebody came over from the checklist; with what was left to compare done, the keyboard goes back there."""
        fields = self._fields(self._view) if self._view is not None else ()
        self._leads_back = any(one.found is None for one in fields)

    def _go_back(self, view: CaseView) -> None:
        fields = self._fields(view)
        is_done = not any(one.found is None or one.is_open for one in fields)
        if self._leads_back and is_done and not self._ahead:
            self._leads_back = False
            focused = QApplication.focusWidget()
            if focused is not None and self._page.isAncestorOf(focused):
                self._context.actions["checklist.enter"].trigger()

    def leave(self) -> None:
        """Records what was typed, because another case comes."""
        for field_id in sorted(self._own):
            self._record_typed(field_id)

    def _fields(self, view: CaseView) -> tuple[ComparedField, ...]:
        typed = {field_id: Comparison(field_id, False, text) for field_id, text in self._typed.items()}
        return _fields_of(view, {**view.comparisons, **self._ahead, **typed})

    def _render(self) -> None:
        if self._view is not None:
            view, read = self._view, reading_notes(self._view.readings, self._view.lost)
            is_seen = is_paper_seen(view.papers, view.attachments)
            may_answer = Act.ANSWER in view.acts and is_seen
            choices = {field.id: field.choices for field in self._view.pack.fields}
            self._page.choices = choices
            self._page.show_fields(self._fields(self._view), may_answer, read, doubted_fields(self._view.readings))
            rule = view.pack.compared_rule
            self._page.show_sources(self._by_machine(view), rule.clause if rule is not None else "")
            if not is_seen and Act.ANSWER in view.acts:
                self._page.say_no_paper()
            self._sum_up(self._view)

    def _sum_up(self, view: CaseView) -> None:
        fields = self._fields(view)
        rule = view.pack.compared_rule
        written = view.answers[rule.id].note if rule is not None and rule.id in view.answers else ""
        text = self._summary(view)
        may_write = rule is not None and Act.ANSWER in view.acts
        self._page.show_summary(fields, text, rule.title if rule is not None and may_write else "", text != written)

    def _by_machine(self, view: CaseView) -> frozenset[str]:
        """The fields in which the finding is a machine's."""
        own = {**self._ahead, **dict.fromkeys(self._typed)}
        return compared_by_machine(self._fields(view), standing_entries(view.events)) - own.keys()

    def _summary(self, view: CaseView) -> str:
        return summary_of(self._fields(view), len(self._by_machine(view)), doubted_fields(view.readings))

    def _choose(self, field_id: str, is_same: bool) -> None:
        if self._view is None:
            return
        found = self._ahead.get(field_id) or self._view.comparisons.get(field_id)
        words = self._typed.get(field_id, found.paper if found else "").strip()
        self._forget_typed(field_id)
        self._record(Comparison(field_id, is_same, "" if is_same else words))

    def _type(self, field_id: str, text: str) -> None:
        if self._view is not None:
            self._typed[field_id] = text
            self._own.add(field_id)
            self._keeper.keep(self._view.application.id, paper_box(field_id), text)
            self._sum_up(self._view)

    def _record_typed(self, field_id: str) -> None:
        if field_id in self._typed:
            words = self._typed[field_id].strip()
            self._forget_typed(field_id)
            self._record(Comparison(field_id, False, words))

    def _settle(self, field_id: str, adopted: Adopted, reason: str, value: str) -> None:
        """Says which value holds; words of the paper still in their box are recorded before."""
        if self._view is None:
            return
        self._record_typed(field_id)
        self._keeper.flush()
        row = self._page.rows[field_id]
        self._context.background.run_change(
            settle_difference,
            self._view.application.id,
            field_id,
            adopted,
            reason,
            value,
            _seen(self._view),
            failed=lambda error: row.refuse(sentence_of(error)),
        )

    def _say_rest_same(self) -> None:
        """Says that all not looked at agree; what is typed and not recorded is an exception, and recorded first."""
        if self._view is None:
            return
        for field_id in sorted(self._own):
            self._record_typed(field_id)
        self._keeper.flush()
        self._context.background.run_change(record_rest_same, self._view.application.id, _seen(self._view))

    def _forget_typed(self, field_id: str) -> None:
        self._typed.pop(field_id, None)
        self._own.discard(field_id)

    def _record(self, found: Comparison) -> None:
        view = self._view
        if view is None:
            return
        case_id, box = view.application.id, paper_box(found.field_id)
        self._keeper.forget(case_id, box)
        self._ahead[found.field_id] = found
        self._render()

        def refused(error: Exception) -> None:
            if found.paper:
                self._keeper.keep(case_id, box, found.paper)
            self._context.messages.failure(error)
            if self._view is not None and self._view.application.id == case_id:
                self._ahead.pop(found.field_id, None)
                if found.paper:
                    self._typed.setdefault(found.field_id, found.paper)
                self._render()

        self._context.background.run_change(
            record_comparison, case_id, found.field_id, found.is_same, found.paper, _seen(view), failed=refused
        )

    def _write_summary(self) -> None:
        """Puts the comparison into the point's note; a note already there is shown before it is replaced."""
        view = self._view
        rule = view.pack.compared_rule if view is not None else None
        if view is None or rule is None:
            return
        text = self._summary(view)
        for field_id in sorted(self._typed):
            self._record_typed(field_id)
        case_id = view.application.id
        seen = SeenPoints(view.application.pack.sha256, view.answers)
        former = view.answers[rule.id].note if rule.id in view.answers else ""
        if not former:
            self._context.background.run_change(note_item, case_id, rule.id, text, seen)
            return
        question = Question(
            title="更新说明",
            says="这一条目已有说明，将替换为：",
            lines=(f"原：{former}", f"新：{text}"),
            confirm="替换说明",
            is_final=True,
        )
        dialog = DecisionDialog(question, self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.confirmed.connect(
            lambda _reason, _choice: self._context.background.run_change(
                note_item, case_id, rule.id, text, seen, then=lambda _changes: dialog.accept(), failed=dialog.refuse
            )
        )
        dialog.open()


def _fields_of(view: CaseView, found: Mapping[str, Comparison]) -> tuple[ComparedField, ...]:
    return compared_fields(view.pack, view.application.values, found, settlements_of(standing_entries(view.events)))


def _seen(view: CaseView) -> SeenFields:
    """The compared fields as the library had them when the case was read."""
    return SeenFields(view.application.pack.sha256, _fields_of(view, view.comparisons))


def _kept_words(view: CaseView) -> dict[str, str]:
    """The paper's words that were typed and never recorded (the program was stopped), by field."""
    kept = {field.id: view.drafts.get(paper_box(field.id)) for field in view.pack.fields if field.compared}
    # An emptied box says something only over words that were recorded.
    return {
        field_id: draft.text
        for field_id, draft in kept.items()
        if draft is not None and (draft.text.strip() or field_id in view.comparisons)
    }
