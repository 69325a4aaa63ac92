"""The few words of Qt's own dialogs that its Chinese translation has left in English."""

from __future__ import annotations

from PySide6.QtCore import QTranslator

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
