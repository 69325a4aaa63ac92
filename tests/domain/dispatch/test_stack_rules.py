"""Which scanned page is which sheet, where its mark stands, and what is said of pages that are none of ours."""

from __future__ import annotations

from dataclasses import replace

import pytest

from reviewer_app.domain.dispatch.page_codes import PageCode, code_in, print_mark
from reviewer_app.domain.dispatch.stacks import (
    CodePlace,
    PageStand,
    PaperStand,
    SeenMark,
    StackMatch,
    StackPage,
    match_stack,
)
from reviewer_app.domain.documents import DocumentKind
from support.stack_pages import HEAD, MARK, both, page, paper

ONE, TWO = "2024-示-0001", "2024-示-0002"
AWAITED = (paper(1, ONE), paper(2, TWO))
EMPTY, BARE = StackPage(0, 1, is_empty=True), StackPage(0, 1)


def stands(match: StackMatch) -> list[PaperStand]:
    """What became of each paper."""
    return [one.stand for one in match.papers]


def odd(match: StackMatch) -> list[tuple[int, PageStand]]:
    """The pages that are none of theirs."""
    return [(one.place, one.stand) for one in match.odd]


def test_pages_in_any_order_come_together_paper_by_paper() -> None:
    """Turned ones and empty backs among them."""
    first, second = both(ONE)
    third, fourth = both(TWO)
    match = match_stack([replace(fourth, turn=180), EMPTY, second, third, EMPTY, first], AWAITED)
    assert stands(match) == [PaperStand.COMPLETE, PaperStand.COMPLETE]
    assert [one.in_order for one in match.papers] == [(5, 2), (3, 0)]
    assert (match.odd, match.empty, match.turned) == ((), 2, 1)
    assert match.papers[0].mark_words == "第2页 42 毫米，压年月日"


def test_a_missing_page_and_a_paper_that_was_not_scanned_are_said() -> None:
    match = match_stack([page(ONE, 2, MARK)], AWAITED)
    assert stands(match) == [PaperStand.PAGES_MISSING, PaperStand.ABSENT]
    assert match.papers[0].missing == (1,)


def test_of_a_page_scanned_twice_the_stamped_one_is_taken() -> None:
    """The other is named; scanned before the stamp, it stands first in the stack."""
    match = match_stack([*both(ONE)[:1], page(ONE, 2), page(ONE, 2, MARK)], AWAITED[:1])
    assert stands(match) == [PaperStand.COMPLETE]
    assert match.papers[0].in_order == (0, 2)
    assert match.papers[0].doubled == (2,)
    assert odd(match) == [(1, PageStand.DOUBLE)]


@pytest.mark.parametrize(
    ("seen", "words"),
    [
        (SeenMark(143.6, 134.0, 42.3), "第2页 42 毫米，偏上 9 毫米"),
        (SeenMark(163.6, 153.0, 40.0), "第2页 40 毫米，偏右 20 毫米，偏下 10 毫米"),
        (SeenMark(123.6, 143.9, 41.9), "第2页 42 毫米，偏左 20 毫米"),
    ],
)
def test_a_mark_off_its_place_asks_a_person_and_says_how_far(seen: SeenMark, words: str) -> None:
    match = match_stack(both(ONE, seen), AWAITED[:1])
    assert stands(match) == [PaperStand.MARK_OFF]
    assert match.papers[0].mark_words == words


def test_a_mark_that_was_not_seen_asks_a_person() -> None:
    """One at the other end of the page, or on the first page, is not the seal over unit and date."""
    nowhere = [page(ONE, 1), page(ONE, 2)]
    elsewhere = [page(ONE, 1, MARK), page(ONE, 2, SeenMark(40.0, 40.0, 42.0))]
    for pages in (nowhere, elsewhere):
        match = match_stack(pages, AWAITED[:1])
        assert stands(match) == [PaperStand.MARK_NOT_SEEN]
        assert match.papers[0].mark_words == "第2页未见红色圆形印迹"


def test_where_the_place_is_not_known_nothing_is_said_of_it() -> None:
    match = match_stack(both(ONE), [paper(1, ONE, place=None)])
    assert stands(match) == [PaperStand.COMPLETE]
    assert match.papers[0].mark_words == "第2页 42 毫米"


def test_paper_fed_askew_is_measured_from_its_own_code() -> None:
    """The whole page lies 12 mm to the right and 2 degrees askew: the mark is where it belongs on it."""
    askew = replace(page(ONE, 2, SeenMark(160.3, 141.9, 42.0)), code_place=CodePlace(188.8, 276.5, 2.0))
    match = match_stack([page(ONE, 1), askew], AWAITED[:1])
    assert stands(match) == [PaperStand.COMPLETE]


def test_pages_of_other_papers_are_named_for_what_they_are() -> None:
    """Another batch, an older print, a run sheet of the same case, a stranger's page, one that cannot be drawn."""
    pages = [
        page("2024-示-0077", 1),
        page(ONE, 1, mark="R99999999"),
        page(ONE, 1, mark=""),
        page(ONE, 1, mark=f"r{HEAD}"),
        page(ONE, 1, mark=f"S{HEAD}"),
        replace(BARE, codes=("https://example.org",)),
        replace(BARE, is_broken=True),
        page(ONE, 1, total=3),
    ]
    match = match_stack(pages, AWAITED, others={"2024-示-0077"})
    assert odd(match) == [
        (0, PageStand.OTHER_BATCH),
        (1, PageStand.OLDER),
        (2, PageStand.OLDER),
        (3, PageStand.OLDER),
        (4, PageStand.FOREIGN),
        (5, PageStand.FOREIGN),
        (6, PageStand.BROKEN),
        (7, PageStand.OLDER),
    ]
    assert stands(match) == [PaperStand.ABSENT, PaperStand.ABSENT]


def test_a_paper_of_a_time_before_prints_had_marks_is_matched_as_it_is() -> None:
    match = match_stack([page(ONE, 1, mark=""), page(ONE, 2, MARK, mark="")], [paper(1, ONE, mark="")])
    assert stands(match) == [PaperStand.COMPLETE]


def test_a_torn_code_is_read_from_the_small_print() -> None:
    """With number, page and head it is sure; with the head gone too a person says which print it is."""
    whole = f"收件编号 {ONE}　第2页，共2页　规则 sh-2024\n案卷记录链首 {HEAD}{'0' * 56}"
    match = match_stack([page(ONE, 1), replace(BARE, printed=(whole,), marks=(MARK,))], AWAITED[:1])
    assert stands(match) == [PaperStand.COMPLETE]
    half = f"收件编号{ONE} 第2页,共2页"
    match = match_stack([page(ONE, 1), replace(BARE, printed=(half,), marks=(MARK,))], AWAITED[:1])
    assert (stands(match), odd(match)) == ([PaperStand.PAGES_MISSING], [(1, PageStand.UNSURE)])


def test_a_person_says_whose_page_it_is() -> None:
    pages = [page(ONE, 1), replace(BARE, marks=(MARK,))]
    match = match_stack(pages, AWAITED[:1], named={1: (1, 2)})
    assert (stands(match), match.odd) == ([PaperStand.COMPLETE], ())


def test_a_stack_of_empty_pages_holds_nothing() -> None:
    match = match_stack([EMPTY, EMPTY], AWAITED)
    assert match.is_empty
    assert match.empty == 2


def test_a_paper_that_holds_no_more_is_not_taken() -> None:
    match = match_stack(both(ONE), [paper(1, ONE, stale="案件已重新办理")])
    assert stands(match) == [PaperStand.STALE]
    assert not match.papers[0].stand.can_be_taken


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("SHBZ|2024-示-0001|1/2", PageCode("2024-示-0001", 1, 2)),
        ("ＳＨＢＺ｜2024-示-0001｜2/2｜Rabcdef01", PageCode("2024-示-0001", 2, 2, "Rabcdef01")),
        ("SHBZ|沪示市监函〔2024〕12号|1/1|Labcdef01", PageCode("沪示市监函〔2024〕12号", 1, 1, "Labcdef01")),
        ("SHBZ|2024-示-0001|1/2|Sabcdef01.13.9", PageCode("2024-示-0001", 1, 2, "Sabcdef01", 13, 9)),
    ],
)
def test_a_code_says_whose_page_it_is(text: str, code: PageCode) -> None:
    assert code_in(text) == code


@pytest.mark.parametrize(
    "text",
    ["", "SHBZ", "SHBZ||1/2", "SHBZ|2024-示-0001", "SHBZ|1|x/2", "SHBZ|1|1/2|Zzz", "SHBZ|1|1/2|R1|R2", "第1页，共2页"],
)
def test_anything_else_is_no_code_of_ours(text: str) -> None:
    assert code_in(text) is None


def test_a_print_is_known_by_its_kind_and_the_record_s_head() -> None:
    head = f"{HEAD}{'f' * 56}"
    assert print_mark(DocumentKind.RECOMMENDATION, head, is_draft=False) == f"R{HEAD}"
    assert print_mark(DocumentKind.RECOMMENDATION, head, is_draft=True) == f"r{HEAD}"
    assert print_mark(DocumentKind.LABELS, head, is_draft=False) == ""
    assert print_mark(DocumentKind.RECOMMENDATION, "", is_draft=False) == ""
    assert PageCode("1", 1, 1, f"r{HEAD}").is_draft
    assert PageCode("1", 1, 1, f"S{HEAD}").kind is DocumentKind.RUN_SHEET
