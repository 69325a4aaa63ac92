"""The desks between which cases go in these tests: true libraries on disk that know each other's cards."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from reviewer_db import OpenLibrary
from support.two_desks import desk, introduce, send, with_cases


@pytest.fixture
def counter(tmp_path: Path) -> Iterator[OpenLibrary]:
    """The desk where cases are registered."""
    library = desk(tmp_path / "counter", "窗口")
    yield library
    library.close()


@pytest.fixture
def reviewer(tmp_path: Path, counter: OpenLibrary) -> Iterator[OpenLibrary]:
    """The desk they go to."""
    library = desk(tmp_path / "reviewer", "初审室")
    introduce(counter, library)
    yield library
    library.close()


@pytest.fixture
def third(tmp_path: Path, counter: OpenLibrary, reviewer: OpenLibrary) -> Iterator[OpenLibrary]:
    """A desk to which they are passed on."""
    library = desk(tmp_path / "third", "用印室")
    introduce(counter, reviewer, library)
    yield library
    library.close()


@pytest.fixture
def package(tmp_path: Path, counter: OpenLibrary, reviewer: OpenLibrary) -> Path:
    """A package for the reviewer that lies on a stick."""
    target = tmp_path / "a.移交件"
    send(counter, with_cases(counter), reviewer, target)
    return target
