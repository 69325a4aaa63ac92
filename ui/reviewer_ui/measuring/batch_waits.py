"""What an officer waits for with a whole batch: from the click to its folder, and until it is sealed by certificate."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from PySide6.QtWidgets import QWidget

from reviewer_app.domain.dispatch.road import RoadStep
from reviewer_app.domain.dispatch.seals import SealWay
from reviewer_app.services.ports.library import Library
from reviewer_app.services.ports.parts import Parts
from reviewer_ui.dispatch import DispatchPage
from reviewer_ui.main_window import MainWindow
from reviewer_ui.measuring.waiting import linger, wait_until
from reviewer_ui.preferences import Preferences
from reviewer_ui.start.application import make_application
from reviewer_ui.start.session import build_window
from reviewer_ui.widgets.decision import DecisionDialog
from reviewer_ui.widgets.form_dialog import FormDialog

_LONGEST_MS = 300_000
#: So long nobody looks through a list of a hundred, or types a PIN; what takes long to load is loaded meanwhile.
_LOOKED_THROUGH_MS = 4_000
_Dialog = TypeVar("_Dialog", bound=QWidget)


@contextmanager
def _dispatch_page(library: Library, parts: Parts, folder: Path) -> Iterator[DispatchPage]:
    """The place 报送 in the real window; closes the window, and with it the desk."""
    preferences = Preferences(folder / "batch.ini")
    preferences.put("dispatch/folder", str(folder))
    make_application(preferences)
    window: MainWindow = build_window(parts, preferences, library)
    window.resize(1366, 768)
    window.show()
    wait_until(lambda: window.cases.is_case_open)
    window.context.actions["place.dispatch"].trigger()
    wait_until(lambda: bool(window.findChildren(DispatchPage)))
    yield window.findChildren(DispatchPage)[0]
    window.close()
    window.deleteLater()
    linger(0)


def export_seconds(library: Library, parts: Parts, folder: Path, count: int) -> float:
    """Exports all cases that can go, `count` of them, by the button; the seconds until the batch is shown as made."""
    with _dispatch_page(library, parts, folder) as page:
        export = page.preview.options.export
        wait_until(lambda: len(page.preview.model.ticked()) == count and export.isEnabled())
        linger(_LOOKED_THROUGH_MS)
        began = time.perf_counter()
        export.click()
        wait_until(lambda: page.shown is not None, _LONGEST_MS)
        return time.perf_counter() - began


def sealing_seconds(library: Library, parts: Parts, folder: Path, count: int, pin: str) -> float:
    """Seals all papers of the batch by certificate; the seconds from the PIN until the last one is on record."""
    with _dispatch_page(library, parts, folder) as page:
        wait_until(lambda: page.shown is not None)
        page.open_step(RoadStep.SEAL)
        step = page.sealing
        wait_until(lambda: step.sheet.approved is not None and step.side.ways[SealWay.CERTIFICATE].isEnabled())
        step.side.ways[SealWay.CERTIFICATE].setChecked(True)
        step.use_all()
        _opened(step, DecisionDialog).confirmed.emit("", "")
        form = _opened(step, FormDialog)
        form.fill("pin", pin)
        linger(_LOOKED_THROUGH_MS)
        began = time.perf_counter()
        form.confirm.click()
        wait_until(lambda: sum(line.use is not None for line in step.sheet.lines) >= count, _LONGEST_MS)
        return time.perf_counter() - began


def _opened(parent: QWidget, kind: type[_Dialog]) -> _Dialog:
    """The dialog of a kind that is open over a step, as soon as it is."""
    wait_until(lambda: any(one.isVisible() for one in parent.findChildren(kind)))
    return next(one for one in parent.findChildren(kind) if one.isVisible())
