"""The recommended order in a real library: what was placed stands, papers are made from it, the letter follows it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from reviewer_app.domain.batch import SealStyle
from reviewer_app.services.dispatch.dispatching import list_batches
from reviewer_app.services.dispatch.exporting import export_batch
from reviewer_app.services.dispatch.ordering import place_case, recommended_order
from reviewer_app.services.dispatch.scoring import take_back_order
from reviewer_app.services.ports.library import UnitOfWork
from reviewer_app.wiring import Parts
from reviewer_db import OpenLibrary
from support.libraries import inside
from support.practice import practice_library
from support.ranking_acts import arrange_ready


@pytest.fixture
def library(tmp_path: Path) -> Iterator[OpenLibrary]:
    library = practice_library(tmp_path / "library")
    yield library
    library.close()


def _executed(unit: UnitOfWork, statement: str) -> None:
    inside(unit).main.execute(statement)


def order_of(library: OpenLibrary) -> list[int]:
    return [case.application_id for case in library.read(recommended_order)]


@pytest.mark.parametrize("statement", ["DELETE FROM recommended_order", "UPDATE recommended_order SET behind = NULL"])
def test_what_was_placed_is_never_changed_and_what_is_changed_behind_the_back_is_found(
    library: OpenLibrary, statement: str
) -> None:
    *_, before, last = order_of(library)
    library.change(place_case, last, 2, "示范作用更强")
    library.change(place_case, before, 1, "基础更好")
    library.change(lambda unit: unit.require_as_recorded([last, before]))
    with pytest.raises(Exception, match="placed"):
        library.change(lambda unit: inside(unit).main.execute(statement))
    assert order_of(library)[0] == before
    assert not any(line.is_broken for line in library.verify())
    library.change(lambda unit: inside(unit).main.execute("DROP TRIGGER recommended_order_never_changes"))
    library.change(lambda unit: inside(unit).main.execute("UPDATE recommended_order SET reason = '另一理由'"))
    assert any(line.is_broken for line in library.verify())


def test_scores_and_an_order_arranged_by_them_are_kept_taken_back_once_and_never_changed(library: OpenLibrary) -> None:
    before = order_of(library)
    library.change(arrange_ready)
    assert order_of(library) == before[::-1]
    library.change(lambda unit: unit.require_as_recorded(before))
    for statement in (
        "DELETE FROM case_scores",
        "UPDATE case_scores SET points = 1",
        f"INSERT INTO case_scores VALUES (NULL, '2024', {before[0]}, 'influence', 11, 10, '', '甲', '')",
        "UPDATE order_arrangements SET last_move = 0",
        "DELETE FROM order_arrangements",
    ):
        with pytest.raises(Exception, match=r"never|beyond"):
            library.change(_executed, statement)
    library.change(take_back_order)
    assert order_of(library) == before
    with pytest.raises(Exception, match="once"):
        library.change(lambda unit: inside(unit).main.execute("UPDATE order_arrangements SET ended_at = ''"))
    assert not any(line.is_broken for line in library.verify())
    library.change(lambda unit: inside(unit).main.execute("DROP TRIGGER case_scores_never_change"))
    library.change(lambda unit: inside(unit).main.execute("UPDATE case_scores SET points = 0"))
    assert any(line.is_broken for line in library.verify())


def test_a_batch_goes_out_in_the_order_whatever_was_ticked_first(library: OpenLibrary, tmp_path: Path) -> None:
    first, second, *_, last = order_of(library)
    library.change(place_case, last, 1, "示范作用更强")
    result = export_batch(
        library,
        Parts().maker,
        [second, last, first],
        tmp_path / "批次",
        SealStyle.CIRCLE,
        lambda _done, _all: None,
        lambda: False,
    )
    assert [line.application_id for line in result.lines] == [last, first, second]
    (batch,) = [one for one in library.read(list_batches) if one.number == result.number]
    assert [line.application_id for line in batch.lines] == [last, first, second]
