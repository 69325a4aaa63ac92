"""The library of rules in a real library: kept as said, and held by the guards against any change."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from reviewer_app.services.regulations.keeping import amend_regulation, unpin_rule
from reviewer_db import OpenLibrary
from support.libraries import inside
from support.regulation_acts import RULE, TEXT, pinned


def test_what_was_said_of_a_regulation_is_read_back_whole(library: OpenLibrary) -> None:
    pin_id = library.change(pinned)
    library.change(amend_regulation, 1, replace(RULE, ends=date(2024, 2, 29)), reason="新办法施行")
    (kept,) = library.read(lambda unit: unit.regulations.all())
    assert kept == library.read(lambda unit: unit.regulations.get(1))
    assert [said.word.value for said in kept.words] == ["kept", "amended"]
    assert (kept.named.ends, kept.words[0].named and kept.words[0].named.ends) == (date(2024, 2, 29), None)
    assert library.read(lambda unit: unit.attachments.content(kept.named.sha256)) == TEXT
    library.change(unpin_rule, pin_id, "新办法施行")
    (pin,) = library.read(lambda unit: unit.regulations.pins())
    assert (pin.stands, pin.end_reason) == (False, "新办法施行")
    assert [line.message for line in library.verify() if line.is_broken] == []


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM regulations",
        "DELETE FROM regulation_words",
        "DELETE FROM rule_pins",
        "UPDATE regulation_words SET reason = '改'",
        "UPDATE regulations SET ends = '2020-01-01'",
        "UPDATE rule_pins SET clause = '第一条'",
    ],
)
def test_no_statement_changes_what_was_said(library: OpenLibrary, statement: str) -> None:
    library.change(pinned)
    with pytest.raises(Exception, match=r"regulation|point"):
        library.change(lambda unit: inside(unit).main.execute(statement))
