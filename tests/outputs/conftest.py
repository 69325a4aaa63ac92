"""One press and one typesetter for all tests of documents: finding and opening fonts is what takes time."""

from __future__ import annotations

import pytest

from reviewer_app.outputs.fonts import FontBook
from reviewer_app.outputs.maker import TemplateMaker
from reviewer_app.outputs.press import DocumentPress
from reviewer_app.outputs.typeset import Typesetter


@pytest.fixture(scope="session")
def press() -> DocumentPress:
    """The press with this machine's fonts."""
    return DocumentPress()


@pytest.fixture(scope="session")
def book(press: DocumentPress) -> FontBook:
    """The press's fonts."""
    return press.book


@pytest.fixture(scope="session")
def setter(book: FontBook) -> Typesetter:
    """A typesetter with this machine's fonts."""
    return Typesetter(book)


@pytest.fixture(scope="session")
def floor_press() -> DocumentPress:
    """A press on a machine without any font of its own."""
    return DocumentPress(font_folders=())


@pytest.fixture(scope="session")
def maker(press: DocumentPress) -> TemplateMaker:
    """The maker of all documents, with the press's fonts."""
    return TemplateMaker(press)
