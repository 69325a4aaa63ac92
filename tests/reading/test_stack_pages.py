"""Pages of a stack read from scans that are made of our own papers: codes, turns, marks, empty backs, pages apart."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest

from reviewer_app.domain.dispatch.stacks import ExpectedPaper, PageStand, PaperStand, StackPage, match_stack
from reviewer_app.domain.errors import TroubleError
from reviewer_app.outputs.papers.template_maker import TemplateMaker
from reviewer_app.outputs.pdf.seal_place import made_papers
from reviewer_app.reading.lines import Box, Line
from reviewer_app.reading.own_papers import stacks
from reviewer_app.services.ports.dispatch.stacks import MadePaper, PagePlace
from support.printed import case_values
from support.scanned_forms import changed_inside, grey_pages
from support.stack_scans import empty_sheet, scanned_stack, sheets_of, stamped_sheets, without_code

NUMBER = "2024-示-0001"


@pytest.fixture(scope="module")
def sheet() -> bytes:
    """A recommendation of two pages."""
    return TemplateMaker().document(case_values(), "circle")


@pytest.fixture(scope="module")
def made(sheet: bytes) -> MadePaper:
    """What its file says of it."""
    (found,) = made_papers([sheet])
    assert found is not None
    return found


@pytest.fixture(scope="module")
def stack(sheet: bytes, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Its two pages, one on its side and the stamped one upside down, an empty back, and a page without a code."""
    first, second = stamped_sheets(sheet, (0.0, -9.0))
    pages = [first.rotate(90, expand=True), empty_sheet(), second.rotate(180), without_code(second)]
    return scanned_stack(tmp_path_factory.mktemp("stack") / "整叠.pdf", pages)


@pytest.fixture(scope="module")
def pages(stack: Path) -> list[StackPage]:
    """The stack as it is read."""
    return stacks.read_stack((stack,), 0, stacks.count_pages((stack,)))


def _awaited(made: MadePaper) -> ExpectedPaper:
    return ExpectedPaper(1, "1号", made.kind, "", made.pages, made.number, made.mark, made.place)


def test_a_paper_says_what_its_pages_will_say(made: MadePaper) -> None:
    assert (made.kind, made.number, made.pages) == ("recommendation", NUMBER, 2)
    assert made.mark == f"R{case_values().audit_head[:8]}"
    assert made.place is not None
    assert made.place.code is not None
    assert made_papers([b"hello", grey_pages(200)]) == (None, None)


def test_each_page_is_known_by_its_code_turned_upright(pages: list[StackPage]) -> None:
    assert [page.code and page.code.page for page in pages] == [1, None, 2, None]
    assert [page.turn for page in pages] == [90, 0, 180, 0]
    assert [page.is_empty for page in pages] == [False, True, False, False]
    assert all(abs(page.width - 210) < 1.5 for page in pages)


def test_the_mark_s_place_is_measured_on_the_page_from_its_code(pages: list[StackPage], made: MadePaper) -> None:
    match = match_stack(pages, [_awaited(made)])
    (paper,) = match.papers
    assert paper.stand is PaperStand.MARK_OFF
    assert paper.mark is not None
    assert paper.mark.right == pytest.approx(0, abs=1.5)
    assert paper.mark.below == pytest.approx(-9, abs=1.5)
    assert paper.mark.seen.diameter == pytest.approx(42, abs=1.5)
    assert [(one.place, one.stand) for one in match.odd] == [(3, PageStand.FOREIGN)]


def test_pages_are_taken_apart_upright_and_without_what_lies_about_them(stack: Path, pages: list[StackPage]) -> None:
    group = [PagePlace(0, 1, pages[0].turn), PagePlace(0, 3, pages[2].turn)]
    ((place, pdf),) = stacks.pages_apart((stack,), stacks.digests_of((stack,)), [group])
    assert place == 0
    upright = pypdfium2.PdfDocument(pdf)
    assert len(upright) == 2
    assert all(page.get_size()[0] < page.get_size()[1] for page in upright)
    again = Path(stack.with_name("again.pdf"))
    again.write_bytes(pdf)
    assert [page.turn for page in stacks.read_stack((again,), 0, 2)] == [0, 0]


def test_pages_of_another_file_are_not_taken(stack: Path) -> None:
    with pytest.raises(TroubleError, match=r"stack\.changed"):
        stacks.pages_apart((stack,), ("0" * 64,), [])


def test_a_stack_may_lie_in_several_pictures(sheet: bytes, tmp_path: Path, made: MadePaper) -> None:
    first, second = stamped_sheets(sheet)
    files = (scanned_stack(tmp_path / "1.tif", [second]), scanned_stack(tmp_path / "2.jpg", [first]))
    read = stacks.read_stack(files, 0, stacks.count_pages(files))
    assert [(page.file, page.number) for page in read] == [(0, 1), (1, 1)]
    (paper,) = match_stack(read, [_awaited(made)]).papers
    assert (paper.stand, paper.in_order) == (PaperStand.COMPLETE, (1, 0))
    ((_, pdf),) = stacks.pages_apart(files, stacks.digests_of(files), [[PagePlace(1, 1), PagePlace(0, 1)]])
    assert len(pypdfium2.PdfDocument(pdf)) == 2


def test_a_torn_code_s_small_print_is_read_where_letters_can_be(
    sheet: bytes, tmp_path: Path, made: MadePaper, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The page lies upside down; only the foot is given to the reader of letters."""
    _, second = stamped_sheets(sheet)
    stack = scanned_stack(tmp_path / "破.jpg", [without_code(second).rotate(180)])
    said = f"收件编号{NUMBER} 第2页，共2页 链首{made.mark[1:]}"
    letters = _Letters([[], [Line(said, Box(0, 0, 10, 10), 0.9)]])
    monkeypatch.setattr(stacks, "_letters", lambda: letters)
    (page,) = stacks.read_stack((stack,), 0, 1)
    assert (page.turn, page.is_torn, page.code and page.code.page) == (180, True, 2)
    assert letters.highest < 0.25 * 297


def test_odd_and_empty_files_are_refused_by_name(tmp_path: Path, sheet: bytes) -> None:
    nothing = tmp_path / "空.pdf"
    nothing.write_bytes(b"")
    with pytest.raises(TroubleError, match=r"reading\.empty"):
        stacks.count_pages((nothing,))
    with pytest.raises(TroubleError, match=r"reading\.missing"):
        stacks.count_pages((tmp_path / "没有.pdf",))
    strange = tmp_path / "图.pdf"
    strange.write_bytes(b"%PDF-1.4\nnothing")
    with pytest.raises(TroubleError, match=r"reading\.damaged"):
        stacks.count_pages((strange,))
    locked = tmp_path / "密.pdf"
    packed = io.BytesIO()
    _lock(sheet, packed)
    locked.write_bytes(packed.getvalue())
    with pytest.raises(TroubleError, match=r"reading\.encrypted"):
        stacks.count_pages((locked,))


def test_one_bad_file_among_several_costs_itself_alone(tmp_path: Path) -> None:
    good, bad = tmp_path / "1.pdf", tmp_path / "2.jpg"
    good.write_bytes(grey_pages(200))
    bad.write_bytes(b"nothing")
    files = (bad, good)
    read = stacks.read_stack(files, 0, stacks.count_pages(files))
    assert [(page.file, page.is_broken) for page in read] == [(0, True), (1, False)]


def test_a_page_that_is_no_sheet_of_paper_is_told_as_broken(tmp_path: Path) -> None:
    """Eighty metres long: no picture is made of it, the other page is read."""
    scan = changed_inside(grey_pages(200, 90), lambda pdf: pdf.pages[0].MediaBox.__setitem__(3, 226_000))
    path = tmp_path / "长.pdf"
    path.write_bytes(scan)
    read = stacks.read_stack((path,), 0, 2)
    assert [page.is_broken for page in read] == [True, False]


def test_more_pages_than_a_stack_can_have_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "多.pdf"
    path.write_bytes(grey_pages(200, 90))
    monkeypatch.setattr(stacks, "MOST_PAGES", 1)
    with pytest.raises(TroubleError, match=r"stack\.too_long"):
        stacks.count_pages((path,))


def test_the_unstamped_sheet_shows_no_mark(sheet: bytes, tmp_path: Path, made: MadePaper) -> None:
    """The circle kept for the seal is grey, and no mark."""
    stack = scanned_stack(tmp_path / "未盖.pdf", sheets_of(sheet))
    (paper,) = match_stack(stacks.read_stack((stack,), 0, 2), [_awaited(made)]).papers
    assert paper.stand is PaperStand.MARK_NOT_SEEN
    other = replace(_awaited(made), mark="R00000000")
    assert match_stack(stacks.read_stack((stack,), 0, 1), [other]).odd[0].stand is PageStand.OLDER


class _Letters:
    """A reader of letters that says what it was told, one answer after the other."""

    def __init__(self, answers: list[list[Line]]) -> None:
        self.answers, self.highest = answers, 0.0

    def lines(self, picture: object) -> list[Line]:
        height = getattr(picture, "height", 0)
        self.highest = max(self.highest, height / 100 * 25.4)
        return self.answers.pop(0)


def _lock(sheet: bytes, packed: io.BytesIO) -> None:
    import pikepdf

    with pikepdf.open(io.BytesIO(sheet)) as opened:
        opened.save(packed, encryption=pikepdf.Encryption(owner="主", user="人"))
