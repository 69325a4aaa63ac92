"""An import writes bit by bit: each part with its entries of the record, and a cancel leaves nothing of any part."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from reviewer_app.domain.errors import RefusalError
from reviewer_app.services.intake import in_pieces
from reviewer_app.services.intake.importing import write_import
from reviewer_app.services.intake.previewing import preview_import
from reviewer_app.services.ports.library import UnitOfWork
from reviewer_app.services.ports.records import ImportedList, SheetRow
from reviewer_db import OpenLibrary
from reviewer_db.stores import delivery
from support.builders import CLEAN, values


@pytest.fixture(autouse=True, params=[2, delivery.MANY], ids=["delivery", "act"])
def _small_parts(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    monkeypatch.setattr(in_pieces, "PIECE", 2)
    monkeypatch.setattr(delivery, "MANY", request.param)


def listed(rows: int, **changed: str) -> ImportedList:
    """So many applications, each with its own number, names and code."""
    own = (
        {"filing_number": f"SH{n}", "project_name": f"第{n}项试点", "applicant": f"上海示例{n}公司"}
        for n in range(2, rows + 2)
    )
    found = tuple(SheetRow(n, values(CLEAN, **one, **changed)) for n, one in enumerate(own, 2))
    return ImportedList(Path("清单.xlsx"), "1", 1, {}, (), found, ())


def counted(unit: UnitOfWork) -> tuple[int, str]:
    return len(list(unit.applications.known("2024"))), unit.events.head()


def test_every_part_of_an_import_agrees_with_the_record(library: OpenLibrary) -> None:
    said: list[tuple[int, int]] = []
    preview = library.read(preview_import, listed(5))
    library.change(write_import, preview, lambda done, total: said.append((done, total)))
    assert said == [(2, 5), (4, 5), (5, 5)]
    again = library.read(preview_import, listed(5, contact_person="样本己"))
    library.change(write_import, again)
    library.read(lambda unit: unit.require_as_recorded([case.id for case in unit.applications.known("2024")]))


@pytest.mark.parametrize("changed", [{}, {"contact_person": "样本己"}], ids=["new", "known"])
def test_a_cancel_between_two_parts_leaves_nothing(library: OpenLibrary, changed: dict[str, str]) -> None:
    if changed:
        library.change(write_import, library.read(preview_import, listed(5)))
    before = library.read(counted)
    preview = library.read(preview_import, listed(5, **changed))
    answers = iter([False, False, False, True])
    with pytest.raises(RefusalError, match=r"import\.cancelled"):
        library.change(write_import, preview, None, lambda: next(answers))
    assert library.read(counted) == before
    library.change(write_import, library.read(preview_import, listed(5, **changed)))


def test_what_a_list_told_of_a_case_is_told_once_and_again_when_it_turns(library: OpenLibrary) -> None:
    def takes(status: str) -> str:
        sheet = replace(listed(1), statuses={"2": status})
        preview = library.read(preview_import, sheet)
        library.change(write_import, preview)
        return preview.lines[0].action.value

    said = [takes(status) for status in ("已受理", "已退回", "已退回", "已受理", "已受理")]
    assert said == ["write", "tell", "skip", "tell", "skip"]
    library.read(lambda unit: unit.require_as_recorded([1]))
