"""Changed since I looked: the pages that others changed are marked until they were in sight."""

from __future__ import annotations

import pytest

from reviewer_app.domain.application import PaperCopy
from reviewer_app.domain.changes import Changes, Noun
from reviewer_app.domain.listing.changes import Kind
from reviewer_app.services.cases.checking import record_paper
from reviewer_app.services.ports.rows import Tab
from reviewer_ui.frame.looks import Looks
from reviewer_ui.main_window import MainWindow
from support.desk_pages import Office


@pytest.fixture
def looks(window: MainWindow, desk_of_ten: Office) -> Looks:
    """The person has seen the first open case; then a colleague takes in a copy of its paper."""
    queue, unit = window.cases.queue, desk_of_ten.unit
    queue.show_tab(Tab.CHECKING)
    case_id = queue.current_case
    assert case_id is not None
    panes = window.cases._panes
    assert panes is not None
    panes.looks.follow(case_id)
    panes.looks.note_seen()
    assert not unit.marks.changed_kinds(case_id)
    unit.acting("示例乙")
    record_paper(unit, case_id, PaperCopy(1, is_received=True))
    unit.acting("示例甲")
    queue.refresh()
    window.context.background.changed.emit(Changes(frozenset({Noun.CASE}), frozenset({case_id})))
    return panes.looks


def material_tab(window: MainWindow) -> str:
    """The words of the tab of the papers."""
    panes = window.cases._panes
    assert panes is not None
    return panes.case.pages.tabText(panes.case.pages.indexOf(panes.case.material))


def test_the_page_that_another_changed_is_marked_until_it_was_in_sight(window: MainWindow, looks: Looks) -> None:
    panes = window.cases._panes
    assert panes is not None
    row = window.cases.queue.current_row()
    assert row is not None
    assert row.is_changed
    assert looks.marked == {Kind.PAPERS}
    assert material_tab(window).endswith("•")
    looks.note_seen()
    assert looks.marked == {Kind.PAPERS}
    panes.case.pages.setCurrentWidget(panes.case.material)
    looks.note_seen()
    assert looks.marked == frozenset()
    assert not material_tab(window).endswith("•")
    row = window.cases.queue.current_row()
    assert row is not None
    assert not row.is_changed


def test_a_library_that_is_only_read_notes_nothing(window: MainWindow, looks: Looks, desk_of_ten: Office) -> None:
    panes = window.cases._panes
    assert panes is not None
    desk_of_ten.library.is_read_only = True
    panes.case.pages.setCurrentWidget(panes.case.material)
    before = dict(desk_of_ten.unit.marks.seen)
    looks.note_seen()
    assert desk_of_ten.unit.marks.seen == before
