"""The settings in the library: every line of their table is kept, without the store being told of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from reviewer_app.services.ports.records import SETTINGS, OfficeSettings
from reviewer_db import OpenLibrary


def test_every_setting_of_the_table_is_read_back(library: OpenLibrary, reopen: Callable[[], OpenLibrary]) -> None:
    """What was written is there after the library was closed and opened again."""
    typed = {one.name: f"示例 {one.name}" for one in SETTINGS}
    kept = replace(OfficeSettings(), **typed, practice_date=date(2024, 5, 20), season="2025", allows_self_approval=True)
    library.change(lambda unit: unit.settings.put(kept))
    library.close()
    again = reopen()
    assert again.read(lambda unit: unit.settings.get()) == kept
    again.close()
