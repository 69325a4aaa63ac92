"""The queue's model: any number of rows, a few in memory, each filled in when it is looked at."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import Qt

from reviewer_app.domain.states import State
from reviewer_app.services.ports.rows import QueueIndex, QueueQuery, QueueRow, Tab
from reviewer_ui.queue.columns import COLUMNS, days_text
from reviewer_ui.queue.model import ROW_ROLE, QueueModel
from reviewer_ui.queue.pages import PAGE_LIMIT, PAGE_ROWS


class Shelf:
    """Gives invented rows when told to, and counts how often it is asked."""

    def __init__(self) -> None:
        self.waiting: list[tuple[list[int], Callable[[list[QueueRow]], None]]] = []
        self.asked = 0

    def fetch(
        self, ids: Sequence[int], then: Callable[[list[QueueRow]], None], failed: Callable[[Exception], None]
    ) -> None:
        self.asked += 1
        self.waiting.append((list(ids), then))

    def deliver(self) -> None:
        """Hands out everything asked for so far."""
        waiting, self.waiting = self.waiting, []
        for ids, then in waiting:
            then([row(case_id) for case_id in ids])


def row(case_id: int, state: State = State.CHECKING) -> QueueRow:
    """An invented line of the queue."""
    return QueueRow(
        id=case_id,
        intake_number=f"2024-示-{case_id:04d}",
        project_name=f"示例{case_id}标准化试点",
        applicant="上海示例甲有限公司",
        credit_code="",
        sector="制造业",
        contact="样本甲",
        source="online",
        state=state,
        handler="示例甲",
        due_on=date(2024, 5, 31),
        days_left=12,
        flags=1,
    )


def index_of(ids: Sequence[int], total: int | None = None) -> QueueIndex:
    """An index of one view."""
    counts = {Tab.MINE: len(ids) if total is None else total}
    return QueueIndex(QueueQuery("2024"), array("q", ids), counts, total in (None, len(ids)))


def looked_at(model: QueueModel, shelf: Shelf, position: int) -> QueueRow | None:
    """The row after one look and one delivery."""
    model.row_at(position)
    model.fetch_wanted()
    shelf.deliver()
    return model.row_at(position)


def test_a_row_is_a_placeholder_until_its_page_arrives(qapp: object) -> None:
    """Nothing waits: the line is there at once and its words a moment later."""
    shelf = Shelf()
    model = QueueModel(shelf.fetch)
    model.show_index(index_of(range(1, 301)), 300)
    changed: list[tuple[int, int]] = []
    model.dataChanged.connect(lambda first, last: changed.append((first.row(), last.row())))
    assert model.rowCount() == 300
    assert model.index(200, 0).data(ROW_ROLE) is None
    model.fetch_wanted()
    shelf.deliver()
    assert model.index(200, 1).data() == "示例201标准化试点"
    assert changed == [(128, 255)]


def test_a_million_rows_keep_few_in_memory(qapp: object) -> None:
    """Wherever one scrolls, no more than 64 pages of 128 rows are held."""
    shelf = Shelf()
    model = QueueModel(shelf.fetch)
    model.show_index(index_of(range(1_000_000)), 1_000_000)
    for position in range(0, 1_000_000, 10_007):
        found = looked_at(model, shelf, position)
        assert found is not None
        assert found.id == position
    assert model.held_rows() == PAGE_LIMIT * PAGE_ROWS


def test_pages_scrolled_past_are_not_read(qapp: object) -> None:
    """After a fast drag only what is near the end of it is read, the last looked at first."""
    shelf = Shelf()
    model = QueueModel(shelf.fetch)
    model.show_index(index_of(range(100_000)), 100_000)
    for position in range(0, 100_000, PAGE_ROWS):
        model.row_at(position)
    model.fetch_wanted()
    assert shelf.waiting[0][0][-1] == 99_999
    assert shelf.asked == 2
    shelf.deliver()
    shelf.deliver()
    assert shelf.asked == 3


def test_the_rest_of_the_order_comes_without_a_jump(qapp: object) -> None:
    """The scroll bar knows the whole length from the first screen on; the whole order then resets nothing."""
    shelf = Shelf()
    model = QueueModel(shelf.fetch)
    model.show_index(index_of(range(1, 129), 1000), 1000, [row(number) for number in range(1, 129)])
    resets: list[bool] = []
    model.modelReset.connect(lambda: resets.append(True))
    assert (model.rowCount(), model.case_at(500)) == (1000, None)
    model.show_index(index_of(range(1, 1001)), 1000)
    assert (model.rowCount(), model.case_at(500), resets) == (1000, 501, [])


def test_a_changed_row_is_read_again_and_shown_as_it_was_meanwhile(qapp: object) -> None:
    """A refresh with the same cases does not flicker."""
    shelf = Shelf()
    model = QueueModel(shelf.fetch)
    model.show_index(index_of([1, 2]), 2, [row(1), row(2)])
    model.show_index(index_of([1, 2]), 2)
    before = model.row_at(1)
    assert before is not None
    assert before.state is State.CHECKING
    model.fetch_wanted()
    ids, then = shelf.waiting.pop()
    then([row(case_id, State.REVIEWING) for case_id in ids])
    after = model.row_at(1)
    assert after is not None
    assert after.state is State.REVIEWING


def test_an_answer_to_a_former_view_is_not_mixed_in(qapp: object) -> None:
    """A page that was asked for before the search changed is dropped."""
    shelf = Shelf()
    model = QueueModel(shelf.fetch)
    model.show_index(index_of([1, 2, 3]), 3)
    model.row_at(0)
    model.fetch_wanted()
    model.show_index(index_of([7, 8]), 2)
    shelf.deliver()
    assert model.held_rows() == 0


def test_every_column_says_its_part_and_the_first_the_whole_to_a_screen_reader(qapp: object) -> None:
    """The table shows number, project, applicant, sector, contact, source, state, days, for whom it waits, handler."""
    model = QueueModel(Shelf().fetch)
    model.show_index(index_of([1]), 1, [row(1)])
    words = [model.index(0, number).data() for number in range(len(COLUMNS))]
    assert words == [
        "2024-示-0001", "示例1标准化试点", "上海示例甲有限公司", "制造业", "样本甲", "网上", "核对中", "12 天",
        "示例甲 · 今天起", "示例甲", "",
    ]  # fmt: skip
    spoken = model.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "示例1标准化试点，核对中，上海示例甲有限公司，制造业，自动提示 1 项，期限 12 天"


def test_days_are_said_as_one_says_them() -> None:
    """Days left, the day itself, days past, and nothing once the case is off the desk."""
    assert [days_text(days) for days in (3, 0, -2, None)] == ["3 天", "今天到期", "逾期 2 天", ""]
