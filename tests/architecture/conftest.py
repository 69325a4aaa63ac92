"""What the tests of the house share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from support.house import set_trees_aside


@pytest.fixture(scope="module", autouse=True)
def trees_are_set_aside() -> Iterator[None]:
    """The syntax trees of the project, which are kept for the next module, burden no other test."""
    yield
    set_trees_aside()
