"""Half a character is refused with a sentence wherever a text enters the library, and nothing of the act is kept."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from reviewer_app.domain.application import Source
from reviewer_app.domain.drafts import DraftBox, DraftBoxes
from reviewer_app.domain.errors import RefusalError
from reviewer_app.services.cases import assigning, checking, registering, reviewing
from reviewer_app.services.cases.draft_keeping import save_draft
from reviewer_app.services.ports.library import UnitOfWork
from reviewer_db import OpenLibrary
from reviewer_resources.phrases import sentence
from support.builders import CLEAN
from support.libraries import OFFICE, new_case, register

_HALF = "同意\ud842推荐"
_ENTRIES: dict[str, Callable[[OpenLibrary], object]] = {
    "form": lambda at: at.change(registering.register_application, {**CLEAN, "goal": _HALF}, Source.PAPER),
    "amended": lambda at: at.change(registering.amend_application, 1, 0, {**CLEAN, "goal": _HALF}),
    "note": lambda at: at.change(checking.note_item, 1, "E1.registered", _HALF),
    "view": lambda at: at.change(checking.record_view, 1, "E1.registered", "部门", date(2024, 5, 1), _HALF),
    "reason": lambda at: at.change(reviewing.withdraw, 1, _HALF),
    "receiver": lambda at: at.change(assigning.hand_over, 1, _HALF, "休假"),
    "draft": lambda at: at.change(save_draft, 1, DraftBox.OPINION_TEXT, _HALF),
    "box": lambda at: at.change(save_draft, 1, DraftBoxes.NOTE.of(_HALF), "已核"),
    "settings": lambda at: at.change(_put_settings, _HALF),
    "rows": lambda at: at.change(register, [new_case(2), new_case(3, {**CLEAN, "goal": _HALF})]),
    "file name": lambda at: at.change(checking.attach_evidence, 1, "E1.registered", f"{_HALF}.pdf", b"%PDF"),
    "place": lambda at: at.change(_put_folder, Path(os.fsdecode(b"/tmp/\xff"))),
    "hidden in the act": lambda at: at.change(lambda unit: unit.drafts.put(1, "opinion.text", _HALF)),
}


@pytest.mark.parametrize("entry", _ENTRIES)
def test_it_is_refused_and_nothing_is_kept(library: OpenLibrary, entry: str) -> None:
    library.change(register, [new_case(1)])
    before = library.read(_state)
    with pytest.raises(RefusalError) as caught:
        _ENTRIES[entry](library)
    assert caught.value.code == "text.half"
    assert "半个字" in sentence(caught.value.code, caught.value.values)
    assert library.read(_state) == before
    library.change(register, [new_case(9)])


def test_a_whole_character_of_two_units_is_kept(library: OpenLibrary) -> None:
    library.change(register, [new_case(1)])
    library.change(save_draft, 1, DraftBox.OPINION_TEXT, "𠮷")
    assert library.read(lambda unit: unit.drafts.of(1))["opinion.text"].text == "𠮷"


def _state(unit: UnitOfWork) -> tuple[object, ...]:
    return unit.events.head(), unit.drafts.of(1), unit.applications.get(1), unit.settings.get(), unit.users.all()


def _put_settings(unit: UnitOfWork, bureau: str) -> None:
    unit.settings.put(replace(OFFICE, bureau=bureau))


def _put_folder(unit: UnitOfWork, place: Path) -> None:
    unit.settings.put(replace(OFFICE, backup_place=str(place)))
