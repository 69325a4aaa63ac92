"""What was done to a batch stands line below line; the batch read is the one made with all of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from reviewer_app.domain.batch import Batch
from reviewer_app.domain.dispatch.changes import BatchChange, BatchChangeKind
from reviewer_app.domain.record import EventAct, RecordKey
from reviewer_app.services.cases.recording import record
from reviewer_app.services.dispatch.dispatching import list_batches
from reviewer_app.services.ports.library import UnitOfWork
from reviewer_db import OpenLibrary
from support.libraries import inside
from support.practice import practice_library

MOMENT = datetime(2024, 5, 19, 9, 0)


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> OpenLibrary:
    return practice_library(tmp_path_factory.mktemp("batches") / "库")


@pytest.fixture(scope="module")
def batch(library: OpenLibrary) -> Batch:
    """A batch that is not sent, of the cases of the one that was."""
    former = library.read(list_batches)[0]
    made = replace(former, number=2, folder="批次", sent_at=None, sent_by="")

    def add(unit: UnitOfWork) -> Batch:
        batch_id = unit.batches.add(made)
        record(unit, None, EventAct.EXPORTED, "", {RecordKey.BATCH: "2"})
        return unit.batches.get(batch_id)

    return library.change(add)


def test_a_sent_batch_takes_no_line_any_more(library: OpenLibrary, batch: Batch) -> None:
    former = library.read(list_batches)[1]
    late = BatchChange(former.id, BatchChangeKind.DISSOLVED, "迟了", "示例甲", MOMENT)
    with pytest.raises(Exception, match="frozen"):
        library.change(lambda unit: unit.batches.change(late))


def test_a_line_replaced_and_one_dropped_are_read_with_the_batch(library: OpenLibrary, batch: Batch) -> None:
    first, second = (line.application_id for line in batch.lines[:2])
    anew = BatchChange(
        *(batch.id, BatchChangeKind.REPLACED, "换页", "示例甲", MOMENT, first, "推荐意见/新.pdf", "1" * 64),
        *(batch.lines[0].file, batch.lines[0].sha256),
        beside={"manifest.json": "2" * 64},
    )
    gone = BatchChange(batch.id, BatchChangeKind.DROPPED, "移出", "示例甲", MOMENT, second)

    class TakenBackError(Exception):
        pass

    def change(unit: UnitOfWork) -> None:
        batches = unit.batches
        batches.change(anew)
        batches.change(gone)
        assert batches.changes(batch.id) == (anew, gone)
        read = batches.get(batch.id)
        assert (read.lines[0].file, read.lines[0].sha256) == ("推荐意见/新.pdf", "1" * 64)
        assert second not in {line.application_id for line in read.lines}
        assert read.others == (("manifest.json", "2" * 64),)
        for statement in ("UPDATE batch_changes SET reason = ''", "DELETE FROM batch_changes"):
            with pytest.raises(Exception, match="never"):
                inside(unit).main.execute(statement)
        raise TakenBackError

    with pytest.raises(TakenBackError):
        library.change(change)
    assert library.read(list_batches)[0] == batch


def test_a_dissolved_batch_stays_dissolved_and_the_library_is_whole(library: OpenLibrary, batch: Batch) -> None:
    """The library itself refuses a later line; its check finds every row as recorded."""
    dissolved = BatchChange(batch.id, BatchChangeKind.DISSOLVED, "演练", "示例甲", MOMENT)
    library.change(lambda unit: unit.batches.change(dissolved))
    assert library.read(list_batches)[0].dissolved_at is not None
    later = BatchChange(batch.id, BatchChangeKind.DROPPED, "移出", "示例甲", MOMENT, batch.lines[0].application_id)
    with pytest.raises(Exception, match="stays so"):
        library.change(lambda unit: unit.batches.change(later))
    with pytest.raises(Exception, match="never sent"):
        library.change(lambda unit: inside(unit).main.execute("UPDATE batches SET sent_at = 'x' WHERE number = 2"))
    assert [line for line in library.verify() if line.is_broken] == []
