"""The font of the desk: the machine's Chinese interface font, then the packaged Noto Sans SC as the floor."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from PySide6.QtGui import QFont, QFontDatabase

#: The base size; titles, heads and notes are set from it.
UI_POINT_SIZE = 10.0

#: Chinese interface fonts in the order we like them; the first one the machine has is used.
FAMILIES = (
    "Microsoft YaHei UI",
    "Microsoft YaHei",
    "PingFang SC",
    "HarmonyOS Sans SC",
    "MiSans",
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "Source Han Sans CN",
    "Noto Sans SC",
    "WenQuanYi Micro Hei",
)


def ui_font() -> QFont:
    """The base font, 10 pt; needs a running QGuiApplication."""
    font = QFont(list(_families()))
    font.setPointSizeF(UI_POINT_SIZE)
    return font


@cache
def _families() -> tuple[str, ...]:
    """The families in use; the packaged font is loaded only on a machine without a Chinese one (it costs time)."""
    present = set(QFontDatabase.families())
    own = [name for name in FAMILIES if name in present]
    return tuple(own) if own else _packaged()


def _packaged() -> tuple[str, ...]:
    import pylopdf_fonts_zh_cn

    folder = Path(str(pylopdf_fonts_zh_cn.__file__)).parent
    number = QFontDatabase.addApplicationFont(str(folder / "NotoSansSC-Regular.otf"))
    return tuple(QFontDatabase.applicationFontFamilies(number)) if number >= 0 else ("sans-serif",)
