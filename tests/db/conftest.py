"""A library that is closed again after each test."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from reviewer_db import LibraryGate, OpenLibrary
from support.libraries import FIRST, PASSWORD, Hands, make_desk, make_gate


@pytest.fixture
def hands() -> Hands:
    """The hands of the library's clocks."""
    return Hands()


@pytest.fixture
def gate(hands: Hands) -> LibraryGate:
    """A gate with those clocks."""
    return make_gate(hands)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where the test's library lies."""
    return tmp_path / "案卷库"


@pytest.fixture
def library(folder: Path, gate: LibraryGate) -> Iterator[OpenLibrary]:
    """A new library, open."""
    library = make_desk(folder, gate)
    yield library
    library.close()


@pytest.fixture
def reopen(folder: Path, gate: LibraryGate) -> Callable[[], OpenLibrary]:
    """Opens the test's library anew for its first person."""
    return lambda: gate.open(folder, FIRST, PASSWORD)
