"""What happens around look-ups at the checklist: asking for one, keeping what was typed, withdrawing one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QWidget

from reviewer_app.domain.changes import Changes
from reviewer_app.domain.drafts import DraftBoxes
from reviewer_app.domain.evidence.look_ups import LookedUp
from reviewer_app.services.cases.looking_up import LookUpFile, record_look_up, withdraw_look_up
from reviewer_app.services.ports.library import Cancelled, Library, Progress
from reviewer_app.services.ports.rows import CaseView
from reviewer_ui.autosave import DraftKeeper
from reviewer_ui.context import Context
from reviewer_ui.kept_texts import keep_texts
from reviewer_ui.opinion.checklist import Checklist
from reviewer_ui.opinion.evidence import content_of
from reviewer_ui.opinion.items import Item, groups_of
from reviewer_ui.opinion.look_up import LookUpDialog, Others
from reviewer_ui.widgets.decision import DecisionDialog, Question, Reason


def recording(case_id: int, found: LookedUp, path: Path | None) -> Callable[[Library, Progress, Cancelled], Changes]:
    """The work of reading the look-up's file and keeping both, for a thread of its own."""

    def work(library: Library, _progress: Progress, _cancelled: Cancelled) -> Changes:
        file = LookUpFile(path.name, content_of(path)) if path is not None else None
        return library.change(record_look_up, case_id, found, file)

    return work


class LookingUp(QObject):
    """Joins the checklist to the services of look-ups."""

    def __init__(self, context: Context, checklist: Checklist, keeper: DraftKeeper, window: QWidget) -> None:
        super().__init__(window)
        self._context = context
        self._checklist = checklist
        self._keeper = keeper
        self._window = window
        self._view: CaseView | None = None
        self._typed: dict[tuple[int, str], str] = {}
        #: The last look-up recorded at a point: the next case's is mostly of the same place.
        self._last: dict[str, LookedUp] = {}
        checklist.look_up_wanted.connect(self._ask)
        checklist.withdrawal_wanted.connect(self._ask_withdrawal)

    def show(self, view: CaseView) -> None:
        """Another case, or the same one as it stands now."""
        self._view = view

    def _ask(self, rule_id: str) -> None:
        view = self._view
        item = self._item(rule_id)
        if view is None or item is None:
            return
        case_id, box = view.application.id, DraftBoxes.LOOKUP.of(rule_id)
        draft = view.drafts.get(box)
        kept = self._typed.get((case_id, box), draft.text if draft else "")
        items = [one for group in groups_of(view) for one in group.items]
        others, former = Others.of(items, rule_id), self._last.get(rule_id)
        dialog = LookUpDialog(item, others, view.today, view.lookback, kept, former, self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)

        def keep(typed: str) -> None:
            self._typed[case_id, box] = typed
            self._keeper.keep(case_id, box, typed)

        def recorded(_changes: Changes) -> None:
            self._typed.pop((case_id, box), None)
            self._keeper.forget(case_id, box)
            dialog.accept()

        def give(found: LookedUp, path: Path | None) -> None:
            # What is still waiting to be kept must not come after the look-up has cleared it.
            self._keeper.forget(case_id, box)
            self._last[rule_id] = found
            self._context.background.run_long(recording(case_id, found, path), then=recorded, failed=dialog.refuse)

        dialog.written.connect(keep)
        dialog.given.connect(give)
        dialog.finished.connect(self._checklist.take_keys)
        dialog.open()

    def _ask_withdrawal(self, rule_id: str) -> None:
        view, item = self._view, self._item(rule_id)
        if view is None or item is None or not item.look_ups:
            return
        lines = [f"{place}. {one.short}" for place, one in enumerate(item.look_ups, 1)]
        question = Question(
            title="撤回查询",
            says="撤回后这条查询不再支持任何核对项，但连同理由留在记录里。",
            confirm="撤回查询",
            choices=tuple(lines),
            choice_label="撤回哪一条",
            reason=Reason.REQUIRED,
            is_destructive=True,
        )
        dialog = DecisionDialog(question, self._window)
        keep_texts(self._context, dialog, f"withdraw_look_up:{view.application.id}:{item.rule_id}")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        case_id, ids = view.application.id, [one.look_up_id for one in item.look_ups]

        def withdraw(reason: str, choice: str) -> None:
            chosen = ids[lines.index(choice)]
            self._context.background.run_change(
                withdraw_look_up, case_id, chosen, reason, then=lambda _done: dialog.accept(), failed=dialog.refuse
            )

        dialog.confirmed.connect(withdraw)
        dialog.finished.connect(self._checklist.take_keys)
        dialog.open()

    def _item(self, rule_id: str) -> Item | None:
        row = self._checklist.rows.get(rule_id)
        return row.item if row is not None else None
