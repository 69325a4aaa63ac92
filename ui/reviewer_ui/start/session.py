"""From the way in to the window and back: one open library at a time."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from reviewer_ui.preferences import Preferences

if TYPE_CHECKING:
    from reviewer_app.services.ports.library import Library
    from reviewer_app.services.ports.parts import Parts
    from reviewer_ui.gate import GateWindow
    from reviewer_ui.gate.single_instance import FirstWindow
    from reviewer_ui.main_window import MainWindow
    from reviewer_ui.start.defects import DefectWatch


from collections.abc import Iterator
from importlib import import_module

from PySide6.QtCore import QTimer

#: In the order they are needed after the login; each step is short enough not to be felt while typing.
MODULES = (
    "reviewer_app.services.ports.rows",
    "reviewer_app.services.cases.reading",
    "reviewer_ui.queue.pane",
    "reviewer_ui.main_window",
    "reviewer_app.services.cases.checking",
    "reviewer_app.services.cases.reviewing",
    "reviewer_ui.detail.value_row",
    "reviewer_ui.detail.pane",
    "reviewer_ui.opinion.checklist",
    "reviewer_ui.opinion.pane",
    "reviewer_ui.frame.failure_dialog",
)
_STEP_MS = 5
#: So long the login page has the machine for itself, to be painted and to take the first keys.
_PAGE_FIRST_MS = 150


class Preload(QObject):
    """One module a step, from the event loop; stops by itself."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._left: Iterator[str] = iter(MODULES)
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._load_next)

    def start(self) -> None:
        """Begins once the page has been painted."""
        self._timer.start(_PAGE_FIRST_MS)

    def _load_next(self) -> None:
        self._timer.setInterval(_STEP_MS)
        name = next(self._left, None)
        if name is None:
            self._timer.stop()
        else:
            import_module(name)


class Session(QObject):
    """Shows the way in, then the window; `ended` when the officer has closed it all."""

    ended = Signal()

    def __init__(self, parts: Parts, preferences: Preferences, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._parts, self._preferences = parts, preferences
        self._first: FirstWindow | None = None
        self._watch: DefectWatch | None = None
        self._preload: Preload | None = None
        self._has_ended = False
        self.gate: GateWindow | None = None
        self.window: MainWindow | None = None

    def start(self, folder: Path | None = None) -> bool:
        """Begins with a folder, the last library, or the first start; False when another window has it already."""
        gate = self._make_gate()
        gate.begin(folder)
        if not self._has_ended:
            self._show_gate(gate)
        return not self._has_ended

    def open_library(self, library: Library, shown: bool = True) -> MainWindow:
        """Shows the window of an open library."""
        from reviewer_ui.start.defects import DefectWatch

        window = build_window(self._parts, self._preferences, library)
        self._watch = DefectWatch(window.messages, self)
        self._watch.install()
        window.left.connect(lambda to_restore: self._back_to_gate(library.folder, to_restore))
        window.restore_asked.connect(lambda: window.leave(to_restore=True))
        window.closed.connect(self._end)
        self.window = window
        if shown:
            window.show()
        if self._first is not None:
            self._first.release(but=library.folder)
        if self.gate is not None:
            self.gate.dismiss()
            self.gate.deleteLater()
            self.gate = None
        return window

    def _make_gate(self) -> GateWindow:
        from reviewer_ui.gate import GateWindow
        from reviewer_ui.gate.single_instance import FirstWindow

        if self._first is None:
            self._first = FirstWindow(self)
            self._first.raise_asked.connect(self._come_forward)
        gate = GateWindow(self._parts, self._preferences, self._first)
        gate.opened.connect(self.open_library)
        gate.closed.connect(self._end)
        self.gate = gate
        return gate

    def _show_gate(self, gate: GateWindow) -> None:
        gate.show()
        self._preload = Preload(self)
        self._preload.start()

    def _back_to_gate(self, folder: Path, to_restore: bool) -> None:
        self._drop_window()
        gate = self._make_gate()
        self._show_gate(gate)
        if to_restore:
            gate.show_restore(folder)
        else:
            gate.show_login(folder)

    def _drop_window(self) -> None:
        if self._watch is not None:
            self._watch.remove()
        if self.window is not None:
            self.window.deleteLater()
            self.window = None

    def _come_forward(self) -> None:
        from reviewer_ui.gate.single_instance import come_forward

        window = self.window or self.gate
        if window is not None:
            come_forward(window)

    def _end(self) -> None:
        self._has_ended = True
        if self._watch is not None:
            self._watch.remove()
        if self._first is not None:
            self._first.release()
        self.ended.emit()


def build_window(parts: Parts, preferences: Preferences, library: Library, synchronous: bool = False) -> MainWindow:
    """The window of an open library with everything its panes need."""
    from reviewer_app.services.dispatch.placing import is_unsettled, settle_export
    from reviewer_app.services.handover.sending import settle_packages, unsaved
    from reviewer_app.services.sealing.setup import clear_left_images
    from reviewer_resources.phrases import sentence
    from reviewer_ui.actions import Actions
    from reviewer_ui.background import Background
    from reviewer_ui.context import Context
    from reviewer_ui.main_window import MainWindow
    from reviewer_ui.messages import Messages
    from reviewer_ui.undoing import BatchSteps

    clear_left_images()
    messages = Messages()
    background = Background(library, messages, synchronous)
    if is_unsettled(library):
        background.run_long(
            lambda library, _progress, _cancelled: settle_export(library),
            then=lambda code: messages.inform(sentence(code)) if code else None,
        )
    if unsaved(library):
        background.run_long(
            lambda library, _progress, _cancelled: settle_packages(library),
            then=lambda waiting: (
                messages.inform(sentence("custody.unsaved", {"number": waiting[0].number})) if waiting else None
            ),
        )
    actions = Actions(preferences)
    steps = BatchSteps(background, messages, actions)
    return MainWindow(Context(background, messages, actions, parts, preferences, steps))
