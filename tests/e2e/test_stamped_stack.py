"""From a true batch to the scans of record: printed, stamped, scanned as one stack, matched, kept and found again."""

from __future__ import annotations

from pathlib import Path

import pytest

from reviewer_app.domain.batch import SealStyle
from reviewer_app.domain.dispatch.stacks import SEALED_SCAN, PageStand, PaperStand
from reviewer_app.services.cases.reading import read_attachment
from reviewer_app.services.dispatch.batch_planning import plan_batch
from reviewer_app.services.dispatch.dispatching import list_batches
from reviewer_app.services.dispatch.exporting import export_batch
from reviewer_app.services.stacks.awaiting import awaited_papers
from reviewer_app.services.stacks.taking import plan_stack, take_stack
from reviewer_app.wiring import Parts
from support.practice import practice_library
from support.stack_scans import empty_sheet, scanned_stack, sheets_of, stamped_sheets, without_code


@pytest.mark.bench
def test_a_batch_is_stamped_scanned_and_its_scans_become_the_papers_of_record(tmp_path: Path) -> None:
    library, parts = practice_library(tmp_path / "案卷库"), Parts()
    ready = [one.application_id for one in library.read(plan_batch) if one.is_allowed][:4]
    export_batch(library, parts.maker, ready, tmp_path / "出件", SealStyle.CIRCLE, lambda *_: None, lambda: False)
    batch, former = library.read(list_batches)[:2]
    papers = library.read(awaited_papers, batch.id).papers
    sheets = [library.read(read_attachment, one.entry.sha256) for one in papers]
    other = library.read(awaited_papers, former.id).papers[0]
    whole, off, bare = stamped_sheets(sheets[0]), stamped_sheets(sheets[1], (0, -12)), sheets_of(sheets[2])
    torn = stamped_sheets(sheets[3])
    stack = scanned_stack(
        tmp_path / "整叠.pdf",
        [
            *(sheet.rotate(180) for sheet in whole),
            empty_sheet(),
            *reversed(off),
            *bare,
            bare[0],
            *torn[:-1],
            without_code(torn[-1]),
            *sheets_of(library.read(read_attachment, other.entry.sha256))[:1],
        ],
    )
    plan = plan_stack(library, parts, batch.id, [stack])
    assert [one.stand for one in plan.match.papers] == [
        PaperStand.COMPLETE,
        PaperStand.MARK_OFF,
        PaperStand.MARK_NOT_SEEN,
        PaperStand.PAGES_MISSING,
    ]
    assert [one.stand for one in plan.match.odd] == [PageStand.DOUBLE, PageStand.FOREIGN, PageStand.OTHER_BATCH]
    foreign = next(one.place for one in plan.match.odd if one.stand is PageStand.FOREIGN)
    entry = papers[3].entry.id
    plan = plan.with_named(foreign, entry, plan.match.papers[3].expected.pages)
    taken = take_stack(library, parts, plan, [papers[1].entry.id], lambda *_: None, lambda: False)
    assert taken.taken == tuple(papers[place].entry.called for place in (0, 1, 3))
    assert taken.refused == ()
    kept = library.read(awaited_papers, batch.id).papers
    assert [bool(one.scans) for one in kept] == [True, True, False, True]
    first = kept[0].scans[-1]
    files = library.read(lambda unit: unit.attachments.of(papers[0].entry.case_id))
    assert [one.sha256 for one in files if one.purpose == SEALED_SCAN] == [first.sha256]
    again = tmp_path / "一份.pdf"
    again.write_bytes(library.read(read_attachment, first.sha256))
    assert [page.turn for page in parts.stacks.read([again]).pages] == [0] * first.pages
    assert not any(line.is_broken for line in library.verify())
    library.close()
