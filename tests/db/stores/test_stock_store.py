"""The stock sentences on an encrypted library: seen by their owner or by all, ordered by use, once each."""

from __future__ import annotations

import pytest

from reviewer_app.services.ports.library import UnitOfWork
from reviewer_db import OpenLibrary
from support.libraries import FIRST


def test_sentences_are_kept_counted_and_taken_away(library: OpenLibrary) -> None:
    own = library.change(lambda unit: unit.stock_sentences.add(FIRST, "甲句。"))
    shared = library.change(lambda unit: unit.stock_sentences.add("", "乙句。"))
    library.change(lambda unit: unit.stock_sentences.add("示例乙", "别人的。"))
    library.change(lambda unit: unit.stock_sentences.count_use(own))

    def words(unit: UnitOfWork) -> list[tuple[str, int]]:
        return [(one.words, one.used) for one in unit.stock_sentences.of(FIRST)]

    assert library.read(words) == [("甲句。", 1), ("乙句。", 0)]
    before = library.read(lambda unit: unit.events.head())
    library.change(lambda unit: unit.stock_sentences.remove(shared))
    assert library.read(words) == [("甲句。", 1)]
    assert library.read(lambda unit: unit.events.head()) == before
    with pytest.raises(Exception, match="UNIQUE"):
        library.change(lambda unit: unit.stock_sentences.add(FIRST, "甲句。"))
