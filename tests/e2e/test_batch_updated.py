"""A batch brought up to date in a real library: the folder agrees with the record, and the record with every row."""

from __future__ import annotations

from pathlib import Path

import pytest

from reviewer_app.cli.verify import Trusting, verify_path
from reviewer_app.domain.batch import SealStyle
from reviewer_app.practice.names import PRACTICE_PASSWORD
from reviewer_app.services.dispatch.changing.updating import UpdateResult, update_batch
from reviewer_app.services.dispatch.dispatching import list_batches
from reviewer_app.services.dispatch.exporting import export_batch
from reviewer_app.services.dispatch.leaving import leave_batch
from reviewer_app.services.dispatch.ordering import recommended_order
from reviewer_app.services.office.register import void_number
from reviewer_app.services.ports.papers import DocumentMaker
from reviewer_app.wiring import Parts
from reviewer_db import OpenLibrary
from support.desk_pages import Documents
from support.practice import practice_library


def _brought_up_to_date(library: OpenLibrary, maker: DocumentMaker, folder: Path) -> UpdateResult:
    """A batch of three, of which one sheet is made anew under another number and one is dropped."""
    ids = [case.application_id for case in library.read(recommended_order)][:3]
    export_batch(library, maker, ids, folder, SealStyle.CIRCLE, lambda *_: None, lambda: False)
    made = library.read(list_batches)[0]
    entry = library.read(lambda unit: unit.register.of_case(ids[0]))[-1]
    library.change(void_number, entry.id, "编号用错")
    library.change(leave_batch, ids[1], "暂缓报送")
    result = update_batch(library, maker, made.id, "编号用错，一件暂缓", lambda *_: None, lambda: False)
    now = library.read(list_batches)[0]
    assert [line.application_id for line in now.lines] == [ids[0], ids[2]]
    assert now.lines[1] == made.lines[2]
    return result


def test_every_row_is_as_recorded_after_an_update(tmp_path: Path) -> None:
    library = practice_library(tmp_path / "库")
    result = _brought_up_to_date(library, Documents(), tmp_path / "第2批")
    assert (result.replaced, result.dropped) == (1, 1)
    assert [line for line in library.verify() if line.is_broken] == []
    library.close(without_backup=True)


@pytest.mark.bench
def test_the_true_papers_of_an_updated_folder_agree_with_the_record(tmp_path: Path) -> None:
    place, folder = tmp_path / "库", tmp_path / "第2批"
    library = practice_library(place)
    result = _brought_up_to_date(library, Parts().maker, folder)
    library.close(without_backup=True)
    beside = Trusting(library=place)
    assert [line for line in verify_path(folder, None, lambda _name: PRACTICE_PASSWORD, beside) if line.is_broken] == []
    former = verify_path(result.former, None, lambda _name: PRACTICE_PASSWORD, beside)
    assert any(line.is_broken for line in former), "the former folder is not what the batch is any more"
