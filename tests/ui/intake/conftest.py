"""The page of the pile in a small office with two online cases."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from reviewer_app.domain.application import Source
from reviewer_app.services.cases.registering import register_application
from reviewer_ui.intake.pile import PilePage
from support.desk_pages import Office, application, office


@pytest.fixture
def at(tmp_path: Path, qtbot: QtBot) -> Office:
    at = office(tmp_path)
    for number in (1, 2):
        register_application(at.unit, application(number), Source.ONLINE)
    return at


@pytest.fixture
def page(at: Office, qtbot: QtBot) -> PilePage:
    page = PilePage(at.context)
    qtbot.addWidget(page)
    page.resize(1200, 700)
    page.show()
    page.begin()
    qtbot.waitUntil(lambda: page.scan.isVisible())
    return page
