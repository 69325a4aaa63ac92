"""The look of the desk: one set of colour tokens, the palette and the style sheet made of them."""

from __future__ import annotations

import os
import re
from collections.abc import MutableMapping
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path

from PySide6.QtCore import QDir
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication, QStyleFactory

from reviewer_app.domain.chips import Tone
from reviewer_resources import path, text
from reviewer_ui.preferences import Preferences

__all__ = [
    "COLOR_WORDS",
    "CONTRAST",
    "DARK",
    "LIGHT",
    "SCALES",
    "SCALE_KEY",
    "THEMES",
    "THEME_KEY",
    "USUAL_SCALE",
    "Tokens",
    "Tone",
    "apply_theme",
    "sized_font",
    "take_scale",
    "tokens",
    "with_seen_rims",
    "worn_scale",
]

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


@dataclass(frozen=True, slots=True)
class Tokens:
    """The colours by the names of the style guide, each as #RRGGBB; `ink3` is the faintest still read."""

    background: str
    panel: str
    line: str
    line_soft: str
    ink: str
    ink2: str
    ink3: str
    accent: str
    accent_strong: str
    accent_soft: str
    accent_line: str
    on_accent: str
    selection: str
    rail: str
    rail_current: str
    rail_ink: str
    rail_mark: str
    on_rail: str
    ok: str
    ok_soft: str
    warn: str
    warn_soft: str
    bad: str
    bad_soft: str
    idle: str
    idle_soft: str
    scroll: str

    def tone(self, tone: Tone) -> tuple[QColor, QColor]:
        """Ink and soft ground of a tone."""
        return QColor(getattr(self, tone.value)), QColor(getattr(self, f"{tone.value}_soft"))

    def color(self, name: str) -> QColor:
        """A token as a colour."""
        return QColor(getattr(self, name))


LIGHT = Tokens(
    background="#F4F6F9", panel="#FFFFFF", line="#DFE4EB", line_soft="#EDF0F4",
    ink="#1B2430", ink2="#566273", ink3="#656F7E",
    accent="#1F5FA8", accent_strong="#174C88", accent_soft="#E7F0FA", accent_line="#9CC0E6", on_accent="#FFFFFF",
    selection="#EAF2FC", rail="#20344F", rail_current="#34496A", rail_ink="#C9D6E6", rail_mark="#7FB2EC",
    on_rail="#FFFFFF",
    ok="#1A7448", ok_soft="#E6F4EC", warn="#9A6200", warn_soft="#FFF4DC", bad="#B3261E", bad_soft="#FCEBEA",
    idle="#5B6675", idle_soft="#EEF1F5", scroll="#C8CFD9",
)  # fmt: skip

DARK = Tokens(
    background="#161B22", panel="#1E252E", line="#38424F", line_soft="#2B343F",
    ink="#E6EAF0", ink2="#AEB8C5", ink3="#98A3B2",
    accent="#6FAEF0", accent_strong="#8FC1F5", accent_soft="#22364C", accent_line="#41658C", on_accent="#10161D",
    selection="#24384F", rail="#121821", rail_current="#26364B", rail_ink="#C9D6E6", rail_mark="#6FAEF0",
    on_rail="#FFFFFF",
    ok="#66C795", ok_soft="#1D3A2B", warn="#E4B04A", warn_soft="#40331A", bad="#F28B82", bad_soft="#472523",
    idle="#AEB8C5", idle_soft="#2D3641", scroll="#4A5665",
)  # fmt: skip

CONTRAST = Tokens(
    background="#FFFFFF", panel="#FFFFFF", line="#4A4A4A", line_soft="#8C8C8C",
    ink="#000000", ink2="#1C1C1C", ink3="#3A3A3A",
    accent="#003E8A", accent_strong="#002A60", accent_soft="#DCE9FA", accent_line="#003E8A", on_accent="#FFFFFF",
    selection="#CFE2FA", rail="#000000", rail_current="#1E3A63", rail_ink="#FFFFFF", rail_mark="#FFD84A",
    on_rail="#FFFFFF",
    ok="#00502A", ok_soft="#DFF3E7", warn="#6B4000", warn_soft="#FFEDC2", bad="#8C0F0A", bad_soft="#FFE1DF",
    idle="#262626", idle_soft="#E6E6E6", scroll="#5A5A5A",
)  # fmt: skip

#: The sets an officer can choose from, by the name kept in the preferences.
THEMES = {"light": LIGHT, "dark": DARK, "contrast": CONTRAST}
COLOR_WORDS = {"light": "明亮", "dark": "深色", "contrast": "高对比"}
#: Where the choice is kept in the preferences.
THEME_KEY = "look/theme"
#: Where the size of everything is kept in the preferences, in percent.
SCALE_KEY = "look/scale"
USUAL_SCALE = "100"
SCALES = (USUAL_SCALE, "125", "150", "175", "200")
_FACTOR = "QT_SCALE_FACTOR"

_WORN = [LIGHT]


def take_scale(preferences: Preferences, environment: MutableMapping[str, str] = os.environ) -> None:
    """Tells Qt the size that was chosen; one given from outside, and one that nobody offers, change nothing."""
    chosen = preferences.text(SCALE_KEY, USUAL_SCALE)
    if chosen in SCALES and chosen != USUAL_SCALE and not environment.get(_FACTOR):
        environment[_FACTOR] = str(int(chosen) / 100)


def worn_scale(environment: MutableMapping[str, str] = os.environ) -> float:
    """The factor by which everything is drawn larger in this run, beside what the screen itself asks for."""
    try:
        return float(environment.get(_FACTOR) or 1)
    except ValueError:
        return 1.0


def tokens() -> Tokens:
    """The colours now worn by the application (delegates and painted widgets ask each time they paint)."""
    return _WORN[-1]


def apply_theme(app: QApplication, wanted: Tokens = LIGHT) -> None:
    """Gives the application Fusion, our palette, our fonts and our style sheet; nothing if it wears them already."""
    sheet = _style_sheet(wanted)
    if app.styleSheet() == sheet:
        return
    _WORN[:] = [wanted]
    # Taken off first: Qt dresses every widget anew four times as long in a sheet that takes another's place.
    app.setStyleSheet("")
    app.setStyle(QStyleFactory.create("Fusion"))
    app.setPalette(_palette(wanted))
    for kind in ("QCheckBox", "QRadioButton"):
        # The library's type hints ask for bytes here; it takes only text.
        app.setPalette(with_seen_rims(_palette(wanted)), kind)  # type: ignore[arg-type]
    app.setFont(ui_font())
    QDir.setSearchPaths("icons", [str(path("icons"))])
    app.setStyleSheet(sheet)


def with_seen_rims(palette: QPalette) -> QPalette:
    """The palette with which boxes and circles to tick are seen.

    Fusion draws their rims in a shade of the window's own colour, which on a dark window is no colour at all.
    """
    seen = QPalette(palette)
    seen.setColor(QPalette.ColorRole.Window, tokens().color("ink3").lighter(128))
    return seen


def sized_font(points: float = UI_POINT_SIZE, semi_bold: bool = False) -> QFont:
    """The desk's font in another size or weight, for delegates and painted widgets."""
    font = ui_font()
    font.setPointSizeF(points)
    if semi_bold:
        font.setWeight(QFont.Weight.DemiBold)
    return font


def _style_sheet(worn: Tokens) -> str:
    """The style sheet with every @token replaced by its colour; KeyError for a token that does not exist."""
    colors = asdict(worn)
    return re.sub(r"@([a-z0-9_]+)", lambda found: str(colors[found.group(1)]), text("styles", "desk.qss"))


def _palette(worn: Tokens) -> QPalette:
    role = QPalette.ColorRole
    palette = QPalette()
    for target, name in {
        role.Window: "background", role.WindowText: "ink", role.Base: "panel", role.AlternateBase: "background",
        role.Text: "ink", role.Button: "panel", role.ButtonText: "ink", role.BrightText: "bad",
        role.ToolTipBase: "panel", role.ToolTipText: "ink", role.Highlight: "accent",
        role.HighlightedText: "on_accent", role.Link: "accent", role.LinkVisited: "accent",
        role.PlaceholderText: "ink3", role.Light: "panel", role.Midlight: "line_soft", role.Mid: "line",
        role.Dark: "ink3", role.Shadow: "line", role.Accent: "accent",
    }.items():  # fmt: skip
        palette.setColor(target, worn.color(name))
    for target in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, target, worn.color("ink3"))
    palette.setColor(QPalette.ColorGroup.Disabled, role.Highlight, worn.color("idle_soft"))
    palette.setColor(QPalette.ColorGroup.Disabled, role.HighlightedText, worn.color("idle"))
    return palette


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
