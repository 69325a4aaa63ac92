"""A stack is read in processes of its own: one that dies costs a page, one that lies is refused, all can be stopped."""

from __future__ import annotations

from pathlib import Path

import pytest

from reviewer_app.domain.errors import RefusalError, TroubleError
from reviewer_app.foreign import stacks
from reviewer_app.foreign.stopping import stopping_when, telling
from reviewer_app.services.ports.dispatch.stacks import PagePlace, StackRead
from support.scanned_forms import grey_pages


@pytest.fixture(autouse=True)
def _knows_the_tests(monkeypatch: pytest.MonkeyPatch) -> None:
    """The children find the work of the tests."""
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parent.parent))


@pytest.fixture(scope="module")
def scan(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A stack of five pages."""
    path = tmp_path_factory.mktemp("stack") / "整叠.pdf"
    path.write_bytes(grey_pages(200, 150, 120, 180, 90))
    return path


def test_a_stack_is_read_and_taken_apart(scan: Path) -> None:
    reader, told = stacks.ForeignStacks(), list[tuple[int, int]]()
    with telling(lambda done, total: told.append((done, total))):
        read = reader.read([scan])
    assert [page.number for page in read.pages] == [1, 2, 3, 4, 5]
    assert told[-1] == (5, 5)
    made: dict[int, bytes] = {}
    reader.apart(read, [[PagePlace(0, 2)], [PagePlace(0, 5, 90), PagePlace(0, 1)]], made.__setitem__)
    assert sorted(made) == [0, 1]
    seen = reader.picture(read, PagePlace(0, 1, 90))
    assert seen.width > seen.height
    scan.write_bytes(scan.read_bytes() + b"\n")
    with pytest.raises(TroubleError, match=r"stack\.changed"):
        reader.apart(read, [[PagePlace(0, 2)]], made.__setitem__)


def test_a_page_that_is_the_end_of_its_process_is_told_as_broken(scan: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stacks, "_READ", "support.hostile_work:read_stack_and_die")
    read = stacks.ForeignStacks().read([scan])
    assert [(page.number, page.is_broken) for page in read.pages] == [
        *((number, False) for number in (1, 2, 3)),
        (4, True),
        (5, False),
    ]


def test_a_process_that_hands_over_what_nobody_asked_for_is_refused(
    scan: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stacks, "_APART", "support.hostile_work:parts_of_nobody")
    kept: dict[int, bytes] = {}
    with pytest.raises(TroubleError, match=r"foreign\.failed"):
        stacks.ForeignStacks().apart(StackRead((scan,), ("0" * 64,), ()), [[PagePlace(0, 1)]], kept.__setitem__)
    assert kept == {}


def test_a_reading_can_be_stopped(scan: Path) -> None:
    with stopping_when(lambda: True), pytest.raises(RefusalError, match=r"foreign\.stopped"):
        stacks.ForeignStacks().read([scan])


def test_a_folder_or_a_pipe_is_no_stack(tmp_path: Path) -> None:
    with pytest.raises(TroubleError, match=r"foreign\.no_file"):
        stacks.ForeignStacks().read([tmp_path])
