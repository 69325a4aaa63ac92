"""What happens at the checklist: answers shown at once and stored behind, notes that save themselves, evidence."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QWidget

from reviewer_app.domain.acts import Act
from reviewer_app.domain.changes import Changes
from reviewer_app.domain.checklist import Verdict
from reviewer_app.domain.drafts import DraftBoxes
from reviewer_app.services.cases.checking import (
    answer_item,
    answer_together,
    mark_part,
    note_item,
    record_view,
)
from reviewer_app.services.cases.permissions import SeenPoints
from reviewer_app.services.intake.run_sheets import take_ticks
from reviewer_app.services.ports.rows import CaseView
from reviewer_resources.phrases import sentence
from reviewer_ui.autosave import DraftKeeper
from reviewer_ui.context import Context
from reviewer_ui.opinion.checklist import Checklist
from reviewer_ui.opinion.evidence import EvidenceDialog, attaching
from reviewer_ui.opinion.items import Item, ItemGroup, groups_of


class Answering(QObject):
    """Joins the checklist to the services; `ahead` holds answers that are shown and still being stored."""

    def __init__(self, context: Context, checklist: Checklist, keeper: DraftKeeper, window: QWidget) -> None:
        super().__init__(window)
        self._context = context
        self._checklist = checklist
        self._keeper = keeper
        self._window = window
        self._view: CaseView | None = None
        self._ahead: dict[str, Verdict] = {}
        self.groups: tuple[ItemGroup, ...] = ()
        checklist.answered.connect(self._answer)
        checklist.together_wanted.connect(self._answer_clause)
        checklist.group_wanted.connect(self._answer_group)
        checklist.from_record_wanted.connect(self._answer_from_record)
        checklist.sheet_wanted.connect(self._answer_from_sheet)
        checklist.nothing_found.connect(lambda code: context.messages.inform(sentence(code)))
        checklist.part_marked.connect(self._mark_part)
        checklist.note_typed.connect(self._keep_note)
        checklist.note_left.connect(self._leave_note)
        checklist.evidence_wanted.connect(self._ask_evidence)

    def show(self, view: CaseView, is_other_case: bool) -> None:
        """Shows a case's points: another case starts at its first open point, the same one stays where it is."""
        self._view = view
        if is_other_case:
            self._ahead = {}
        answers = view.answers
        self._ahead = {
            rule: verdict
            for rule, verdict in self._ahead.items()
            if rule not in answers or answers[rule].verdict is not verdict
        }
        self._render()
        if is_other_case:
            self._checklist.start_at_first_open(self.groups)
            self._open_kept_notes(view)

    def leave(self) -> None:
        """Stores the notes still open, because another case comes."""
        for rule_id, row in self._checklist.rows.items():
            if row.is_writing and row.note_box is not None:
                self._leave_note(rule_id, row.note_box.toPlainText())

    def _render(self) -> None:
        if self._view is not None:
            self.groups = groups_of(self._view, self._ahead)
            acts = self._view.acts
            self._checklist.show_groups(self.groups, Act.ANSWER in acts, Act.LOOK_UP in acts)

    def _answer(self, rule_id: str, verdict: Verdict) -> None:
        view = self._view
        if view is None or self._asks_for_reason(rule_id, verdict):
            return
        self._ahead[rule_id] = verdict
        self._render()

        def refused(error: Exception) -> None:
            self._ahead.pop(rule_id, None)
            self._render()
            self._context.messages.failure(error)

        case_id = view.application.id
        self._context.background.run_change(answer_item, case_id, rule_id, verdict, _seen(view), failed=refused)

    def _mark_part(self, rule_id: str, part_id: str, is_lacking: bool) -> None:
        """Stores the mark of a sub-point; the row then says what the record says, refused or not."""
        view = self._view
        if view is None:
            return
        if is_lacking and self._asks_for_reason(rule_id, Verdict.NOT_MET):
            self._checklist.rows[rule_id].show_again()
            return

        def refused(error: Exception) -> None:
            self._checklist.rows[rule_id].show_again()
            self._context.messages.failure(error)

        self._ahead.pop(rule_id, None)
        case_id = view.application.id
        self._context.background.run_change(
            mark_part, case_id, rule_id, part_id, is_lacking, _seen(view), failed=refused
        )

    def _asks_for_reason(self, rule_id: str, verdict: Verdict) -> bool:
        """Against the record the reason is written first: its box opens, and why is said."""
        row = self._checklist.rows.get(rule_id)
        item = row.item if row else None
        if item is None or not item.settled or item.note.strip() or verdict in (Verdict.MET, Verdict.UNDECIDED):
            return False
        self._checklist.write_note(rule_id, "")
        self._context.messages.inform(sentence("answer.against_record", {"ground": item.ground}))
        return True

    def _answer_clause(self, rule_id: str) -> None:
        """Answers a clause's open points as met and goes on."""
        clause = next(item.clause for item in self._items() if item.rule_id == rule_id)
        self._answer_together(clause, [item for item in self._items() if item.clause == clause])

    def _answer_group(self, rule_id: str) -> None:
        """Answers the open points of a whole part of the notice as met, as those of a clause."""
        for group in self.groups:
            if any(item.rule_id == rule_id for item in group.items):
                self._answer_together(group.title, list(group.items))

    def _answer_together(self, name: str, points: Sequence[Item]) -> None:
        """Answers open points as met and goes on; one not seen yet, or with a hint, is gone to instead."""
        items = [item for item in points if item.is_in_scope]
        waiting = [item for item in items if item.verdict is Verdict.UNDECIDED]
        unseen = [item for item in waiting if item.rule_id not in self._checklist.seen]
        hinted = [item for item in waiting if item.hints]
        if not waiting:
            self._context.messages.inform(sentence("answer.none_open", {"clause": name}))
            self._checklist.go_past([item.rule_id for item in items])
        elif unseen:
            self._go_to(unseen[0])
            values = {"clause": name, "count": len(unseen), "title": unseen[0].title}
            self._context.messages.inform(sentence("answer.not_seen", values))
        elif hinted:
            self._go_to(hinted[0])
            self._context.messages.inform(sentence("answer.has_hint", {"title": hinted[0].title}))
        else:
            self._show_ahead([item.rule_id for item in waiting])
            self._checklist.go_past([item.rule_id for item in items])

    def _items(self) -> list[Item]:
        return [item for group in self.groups for item in group.items]

    def _answer_from_record(self) -> None:
        settled = [item for item in self._items() if item.settled and item.verdict is Verdict.UNDECIDED]
        unseen = [item for item in settled if item.rule_id not in self._checklist.seen]
        if unseen:
            self._go_to(unseen[0])
            values = {"count": len(unseen), "title": unseen[0].title}
            self._context.messages.inform(sentence("answer.record_not_seen", values))
        elif settled:
            self._show_ahead([item.rule_id for item in settled])
            told = {"count": len(settled), "titles": "、".join(item.title for item in settled)}
            self._context.messages.inform(sentence("answer.from_record", told))
        else:
            self._context.messages.inform(sentence("answer.none_settled"))

    def _answer_from_sheet(self, rule_id: str, is_whole: bool) -> None:
        """Answers as the run sheet says: this point, or what is open and beyond doubt in its part."""
        view = self._view
        part = next((one.items for one in self.groups if any(item.rule_id == rule_id for item in one.items)), ())
        says = [item for item in part if item.ticked and item.is_in_scope and (is_whole or item.rule_id == rule_id)]
        if is_whole:
            is_open = [item for item in says if item.verdict is Verdict.UNDECIDED]
            says = [item for item in is_open if item.ticked and item.ticked.is_sure]
        unseen = [item for item in says if is_whole and item.rule_id not in self._checklist.seen]
        if unseen:
            self._go_to(unseen[0])
            values = {"count": len(unseen), "title": unseen[0].title}
            self._context.messages.inform(sentence("run_sheet.not_seen", values))
            return
        told = [item.ticked for item in says if item.ticked]
        if view is None or not told:
            self._context.messages.inform(sentence("run_sheet.none_in_part" if is_whole else "run_sheet.none"))
            return

        def done(_changes: Changes) -> None:
            self._context.messages.inform(sentence("run_sheet.answered", {"count": len(told)}))

        ids = [one.reading_id for one in told]
        self._context.background.run_change(take_ticks, view.application.id, ids, _seen(view), then=done)

    def _show_ahead(self, rule_ids: list[str]) -> None:
        """Shows several points as met while they are being stored."""
        view = self._view
        if view is None:
            return
        self._ahead |= dict.fromkeys(rule_ids, Verdict.MET)
        self._render()

        def refused(error: Exception) -> None:
            for rule_id in rule_ids:
                self._ahead.pop(rule_id, None)
            self._render()
            self._context.messages.failure(error)

        self._context.background.run_change(answer_together, view.application.id, rule_ids, _seen(view), failed=refused)

    def _go_to(self, item: Item) -> None:
        self._checklist.set_current(item.rule_id)
        self._checklist.take_keys()

    def _keep_note(self, rule_id: str, text: str) -> None:
        if self._view is not None:
            self._keeper.keep(self._view.application.id, DraftBoxes.NOTE.of(rule_id), text)

    def _leave_note(self, rule_id: str, text: str) -> None:
        view = self._view
        row = self._checklist.rows.get(rule_id)
        if view is None or row is None or not row.is_writing:
            return
        row.close_note()
        case_id, box = view.application.id, DraftBoxes.NOTE.of(rule_id)
        stored = view.answers[rule_id].note if rule_id in view.answers else ""
        was_typed = self._keeper.waiting(case_id, box) is not None or box in view.drafts
        if text.strip() == stored and not was_typed:
            return
        self._keeper.forget(case_id, box)

        def refused(error: Exception) -> None:
            self._keeper.keep(case_id, box, text)
            self._context.messages.failure(error)
            if self._view is not None and self._view.application.id == case_id:
                row.write_note(text)

        self._context.background.run_change(note_item, case_id, rule_id, text, _seen(view), failed=refused)

    def _open_kept_notes(self, view: CaseView) -> None:
        """A note typed and never finished (the program was stopped) is open again with its text."""
        for rule_id, row in self._checklist.rows.items():
            row.close_note()
            kept = view.drafts.get(DraftBoxes.NOTE.of(rule_id))
            stored = view.answers[rule_id].note if rule_id in view.answers else ""
            if kept is not None and kept.text.strip() != stored and Act.ANSWER in view.acts:
                row.write_note(kept.text)

    def _ask_evidence(self, rule_id: str) -> None:
        view, item = self._view, self._checklist.current_item()
        if view is None or item is None or item.rule_id != rule_id:
            return
        case_id, box = view.application.id, DraftBoxes.LOOKUP.of(rule_id)
        draft = view.drafts.get(box) if item.needs_view else None
        dialog = EvidenceDialog(item, view.today, draft.text if draft else "", self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)

        def done(_changes: Changes) -> None:
            dialog.accept()

        def attach(path: Path, page: int, part_id: str) -> None:
            work = attaching(case_id, rule_id, path, page, part_id)
            self._context.background.run_long(work, then=done, failed=dialog.refuse)

        def keep(typed: str) -> None:
            self._keeper.keep(case_id, box, typed)

        def record(department: str, day: date, said: str) -> None:
            # What is still waiting to be kept must not come after the view has cleared it.
            self._keeper.forget(case_id, box)
            given = (case_id, rule_id, department, day, said)
            self._context.background.run_change(record_view, *given, then=done, failed=dialog.refuse)

        dialog.file_given.connect(attach)
        dialog.view_given.connect(record)
        dialog.written.connect(keep)
        dialog.finished.connect(self._checklist.take_keys)
        dialog.open()


def _seen(view: CaseView) -> SeenPoints:
    return SeenPoints(view.application.pack.sha256, view.answers)
