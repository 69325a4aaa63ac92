"""A library that is deleted or moved while it is open: the next act is refused before it is acknowledged."""

from __future__ import annotations

import shutil
import sys

import pytest

from reviewer_app.domain.errors import TroubleError
from reviewer_app.services.ports.library import UnitOfWork
from reviewer_app.services.ports.rows import QueueQuery, Tab
from reviewer_db import LibraryGate, OpenLibrary
from support.libraries import FIRST, PASSWORD, new_case, register

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps the files of an open library in place")


def _count(unit: UnitOfWork) -> int:
    return unit.worklist.index(QueueQuery("2024", Tab.ALL), unit.actor).counts[Tab.ALL]


def _refused(library: OpenLibrary) -> str:
    with pytest.raises(TroubleError) as caught:
        library.change(register, [new_case(2)])
    return caught.value.code


def test_an_act_in_a_moved_library_is_refused_until_it_is_back(library: OpenLibrary, gate: LibraryGate) -> None:
    library.change(register, [new_case(1)])
    folder = library.folder
    elsewhere = folder.with_name("别处")
    folder.rename(elsewhere)
    assert _refused(library) == "library.moved"
    elsewhere.rename(folder)
    assert library.read(_count) == 1, "what was refused is not there"
    library.change(register, [new_case(2)])
    library.close()
    again = gate.open(folder, FIRST, PASSWORD)
    assert again.read(_count) == 2
    again.close()


def test_an_act_in_a_deleted_library_is_refused(library: OpenLibrary) -> None:
    library.change(register, [new_case(1)])
    shutil.rmtree(library.folder)
    assert _refused(library) == "library.moved"


def test_another_file_under_the_name_is_not_the_library(library: OpenLibrary) -> None:
    main = library.folder / "library.db"
    kept = main.with_name("kept.db")
    main.rename(kept)
    shutil.copy(kept, main)
    assert _refused(library) == "library.moved"
    kept.replace(main)
    library.change(register, [new_case(2)])
