"""Starts Qt as the office needs it: Chinese words and input, our look, and the session."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QLibraryInfo, QLocale, Qt, QTranslator
from PySide6.QtGui import QGuiApplication, QIcon
from PySide6.QtWidgets import QApplication

from reviewer_resources import path
from reviewer_ui.preferences import Preferences
from reviewer_ui.start.display import input_methods
from reviewer_ui.start.session import Session
from reviewer_ui.theme import LIGHT, THEME_KEY, THEMES, apply_theme, take_scale
from reviewer_ui.widgets.enter_key import HeldKeys

if TYPE_CHECKING:
    from reviewer_app.services.ports.parts import Parts


_WORDS = {
    "&Look in:": "查找位置(&I)：",
    "Files of &type:": "文件类型(&T)：",
    "Page &Set:": "单双页(&S)：",
    "Folder": "文件夹",
    "%1 File": "%1 文件",
}


class QtWords(QTranslator):
    """Asked by Qt where its own translation knows nothing; install it before that one."""

    def isEmpty(self) -> bool:
        """Qt asks no translator that calls itself empty."""
        return False

    def translate(
        self, _context: str, source: str | bytes, _meant: str | bytes | None = None, _count: int = -1
    ) -> str | None:
        """The Chinese words, or None for Qt to keep its own."""
        said = source.decode() if isinstance(source, bytes) else source
        return _WORDS.get(said)


def make_application(preferences: Preferences | None = None) -> QApplication:
    """The QApplication: Fusion in our colours, zh_CN, Qt's own words in Chinese, input methods; made once."""
    running = QApplication.instance()
    if isinstance(running, QApplication):
        app = running
    else:
        os.environ.setdefault("QT_IM_MODULES", input_methods())
        if preferences is not None:
            take_scale(preferences)
        keep = Qt.HighDpiScaleFactorRoundingPolicy.PassThrough
        QGuiApplication.setHighDpiScaleFactorRoundingPolicy(keep)
        app = QApplication(sys.argv[:1])
    if app.findChild(HeldKeys) is None:
        HeldKeys(app)
    app.setApplicationName("reviewer-desk")
    app.setApplicationDisplayName("")
    app.setQuitOnLastWindowClosed(False)
    QLocale.setDefault(QLocale("zh_CN"))
    _translate(app)
    apply_theme(app, THEMES.get(preferences.text(THEME_KEY, "light"), LIGHT) if preferences else LIGHT)
    return app


def run_window(parts: Parts, folder: Path | None = None) -> int:
    """Opens the desk on a library (the last one if none is named) and stays until it is closed; the exit code.

    A second start brings the first window forward and ends at once.
    """
    preferences = Preferences()
    app = make_application(preferences)
    session = Session(parts, preferences)
    # Not quit(): that asks every window first, and the end is no question any more.
    session.ended.connect(lambda: app.exit(0))
    # An exit before the loop runs is forgotten by it: who has nothing to show must not enter it.
    return app.exec() if session.start(folder) else 0


def _translate(app: QApplication) -> None:
    """Loads Qt's own Chinese words (buttons of its dialogs, calendars)."""
    if app.property("speaks_chinese"):
        return
    app.installTranslator(QtWords(app))
    translator = QTranslator(app)
    if translator.load("qtbase_zh_CN", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        app.installTranslator(translator)
    app.setWindowIcon(QIcon(str(path("icons", "desk.svg"))))
    app.setProperty("speaks_chinese", True)
