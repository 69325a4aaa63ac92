"""The look: every word can be read, every icon is there, and the constants Qt borrows come to no harm."""

from __future__ import annotations

import ast
import math
import re
import sys

import pytest
from PySide6.QtCore import QLocale, QObject
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QAbstractButton, QApplication, QCheckBox, QDialogButtonBox, QPushButton, QRadioButton
from pytestqt.qtbot import QtBot

from reviewer_app.domain.states import State
from reviewer_resources import names, text
from reviewer_ui.theme import CONTRAST, DARK, LIGHT, THEMES, Tokens, Tone, apply_theme
from reviewer_ui.widgets import Card, Chip, FieldNote, Pill, SlimProgress, icon
from support.house import product, tree

READABLE, SEEN = 4.5, 2.95


def luminance(color: QColor) -> float:
    """Relative luminance (WCAG 2.1)."""
    return sum(
        weight * (part / 12.92 if part <= 0.03928 else math.pow((part + 0.055) / 1.055, 2.4))
        for part, weight in ((color.redF(), 0.2126), (color.greenF(), 0.7152), (color.blueF(), 0.0722))
    )


def contrast(first: str, second: str) -> float:
    """Contrast of two colours, 1 to 21."""
    low, high = sorted([luminance(QColor(first)), luminance(QColor(second))])
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("worn", THEMES.values(), ids=THEMES.keys())
def test_what_must_be_read_can_be_read(worn: Tokens) -> None:
    """Inks on their grounds, states on their soft grounds, the rail: contrast at least 4.5 : 1 in all three sets."""
    pairs = [(ink, ground) for ink in (worn.ink, worn.ink2, worn.accent) for ground in (worn.panel, worn.background)]
    pairs += [(getattr(worn, tone.value), getattr(worn, f"{tone.value}_soft")) for tone in Tone]
    pairs += [(getattr(worn, tone.value), worn.panel) for tone in Tone]
    pairs += [(worn.on_accent, worn.accent), (worn.rail_ink, worn.rail), (worn.on_rail, worn.rail_current)]
    pairs += [(worn.ink, worn.selection), (worn.ink2, worn.selection)]
    assert [(pair, round(contrast(*pair), 2)) for pair in pairs if contrast(*pair) < READABLE] == []


def _ruled(sheet: str) -> dict[str, dict[str, str]]:
    """The tokens of each selector of the style sheet, by property."""
    found: dict[str, dict[str, str]] = {}
    for selectors, body in re.findall(r"([^{}]+)\{([^}]*)\}", re.sub(r"/\*.*?\*/", "", sheet, flags=re.DOTALL)):
        for selector in selectors.split(","):
            told = dict(re.findall(r"(?<![\w-])([\w-]+):\s*@?(\w+)\s*;", body + ";"))
            found.setdefault(selector.strip(), {}).update(told)
    return found


def _dressed(ruled: dict[str, dict[str, str]], selector: str, what: str) -> str:
    """What a part has from its own rule, from the rule without its state, or from the one of its class."""
    for one in (selector, re.sub(r"(?<!:):[\w-]+$", "", selector), re.split(r"[:\[]", selector)[0]):
        if what in ruled.get(one, {}):
            return ruled[one][what]
    return ""


@pytest.mark.parametrize("worn", THEMES.values(), ids=THEMES.keys())
def test_every_ink_of_the_style_sheet_is_read_where_it_stands(worn: Tokens) -> None:
    """Each rule's words on each rule's ground, also of what is switched off; without one on card, window and choice."""
    ruled = _ruled(text("styles", "desk.qss"))
    assert len(ruled) > 60
    pairs = set()
    for selector in ruled:
        ink, ground = _dressed(ruled, selector, "color") or "ink", _dressed(ruled, selector, "background")
        if selector == "Rail" or re.search("::(handle|chunk|separator)", selector):
            continue
        seen_through = ("rail",) if selector.startswith("RailButton") else ("panel", "background")
        pairs |= {(selector, ink, one) for one in (seen_through if ground in ("", "transparent") else (ground,))}
        if chosen := _dressed(ruled, selector, "selection-background-color"):
            pairs.add((selector, _dressed(ruled, selector, "selection-color"), chosen))
    # A row that is chosen keeps the inks of its second line and of its dates.
    pairs |= {("a chosen row", ink, "selection") for ink in ("ink2", "ink3", *(tone.value for tone in Tone))}
    got = {pair: round(contrast(getattr(worn, pair[1]), getattr(worn, pair[2])), 2) for pair in pairs}
    assert {pair: ratio for pair, ratio in got.items() if ratio < READABLE} == {}


@pytest.mark.parametrize("worn", THEMES.values(), ids=THEMES.keys())
def test_every_ink_of_the_palette_is_read_on_its_ground(qapp: QApplication, worn: Tokens) -> None:
    """What Qt paints by itself: words, hints in empty fields, links and what is chosen, switched on and off."""
    role, group = QPalette.ColorRole, QPalette.ColorGroup
    pairs = [
        (role.WindowText, role.Window), (role.Text, role.Base), (role.Text, role.AlternateBase),
        (role.ButtonText, role.Button), (role.PlaceholderText, role.Base), (role.ToolTipText, role.ToolTipBase),
        (role.HighlightedText, role.Highlight), (role.Link, role.Base), (role.LinkVisited, role.Base),
    ]  # fmt: skip
    try:
        apply_theme(qapp, worn)
        palette = QPalette(qapp.palette())
    finally:
        apply_theme(qapp, LIGHT)
    for state in (group.Active, group.Inactive, group.Disabled):
        for ink, ground in pairs:
            seen = contrast(palette.color(state, ink).name(), palette.color(state, ground).name())
            assert seen >= READABLE, (state, ink, ground)


@pytest.mark.parametrize("worn", [LIGHT, DARK, CONTRAST])
def test_the_style_sheet_knows_every_name_it_uses(qapp: QApplication, worn: Tokens) -> None:
    """No colour name is left standing in any set."""
    try:
        apply_theme(qapp, worn)
        assert re.findall(r"@\w+", qapp.styleSheet()) == []
    finally:
        apply_theme(qapp, LIGHT)


@pytest.mark.parametrize("worn", THEMES.values(), ids=THEMES.keys())
@pytest.mark.parametrize("kind", [QCheckBox, QRadioButton])
def test_what_can_be_ticked_is_seen_before_it_is_ticked(
    qapp: QApplication, qtbot: QtBot, worn: Tokens, kind: type[QAbstractButton]
) -> None:
    """The empty box or circle stands out from its card in all three sets (WCAG 2.1, 1.4.11: 3 : 1)."""
    try:
        apply_theme(qapp, worn)
        card = Card()
        qtbot.addWidget(card)
        button = kind(parent=card)
        card.resize(40, 40)
        picture = card.grab(button.geometry()).toImage()
    finally:
        apply_theme(qapp, LIGHT)
    seen = {picture.pixelColor(x, y).name() for x in range(picture.width()) for y in range(picture.height())}
    assert max(contrast(color, worn.panel) for color in seen) >= SEEN


def test_every_icon_is_one_weight_and_can_be_drawn(qapp: QApplication) -> None:
    """All line icons share grid and stroke; each one is drawn."""
    lines = [name for name in names("icons", ".svg") if not name.startswith(("arrow", "desk"))]
    assert len(lines) >= 20
    for name in lines:
        drawing = text("icons", name)
        assert 'viewBox="0 0 20 20"' in drawing
        assert 'stroke-width="1.5"' in drawing
        assert not icon(name.removesuffix(".svg")).pixmap(20, 20).toImage().isNull()


def test_qt_speaks_chinese(qtbot: QtBot) -> None:
    """Dates and Qt's own buttons are Chinese."""
    box = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
    qtbot.addWidget(box)
    assert [button.text().split("(")[0].split("（")[0] for button in box.buttons()] == ["取消"]
    assert QLocale().name() == "zh_CN"


def test_the_constants_survive_a_long_day(qapp: QApplication) -> None:
    """PySide6 takes references to None on Python 3.11; the desk has more than a day can take away."""
    lone = QObject()
    before = sys.getrefcount(None)
    for _ in range(2_000):
        assert lone.parent() is None
    assert before - sys.getrefcount(None) < before / 1_000_000


def test_every_tone_is_told_of_some_state_and_done_is_green() -> None:
    """A state is told by word and colour; a return is red, what is decided is green."""
    assert {state.rule.tone for state in State} == set(Tone)
    assert State.SIGNED_OFF.rule.tone is Tone.OK
    assert State.CHALLENGED.rule.tone is Tone.BAD


def test_small_pieces_tell_their_words_to_a_screen_reader(qtbot: QtBot) -> None:
    """Pills and chips have names of their own."""
    pill, chip = Pill("待补正", Tone.WARN), Chip("待我办", 9)
    for widget in (pill, chip):
        qtbot.addWidget(widget)
    assert pill.accessibleName() == "待补正"
    assert (chip.text(), chip.accessibleName()) == ("待我办 9", "待我办，9 件")


def test_a_field_note_takes_no_room_while_it_says_nothing(qtbot: QtBot) -> None:
    """The line under a field comes and goes."""
    note = FieldNote()
    qtbot.addWidget(note)
    note.say("区划 320505 非本市")
    assert not note.isHidden()
    note.clear()
    assert note.isHidden()


def test_progress_tells_count_and_time_left(qtbot: QtBot) -> None:
    """After a while the time left is told; 取消 asks once and says that it is stopping."""
    now = [100.0]
    bar = SlimProgress(clock=lambda: now[0])
    qtbot.addWidget(bar)
    bar.start("正在写入", 40)
    now[0] += 10
    bar.set_progress(10, 40)
    assert bar.text() == "正在写入 10 / 40 · 约剩 30 秒"
    now[0] += 300
    bar.set_progress(20, 40)
    assert bar.text() == "正在写入 20 / 40 · 约剩 5 分钟"
    cancel = bar.findChild(QPushButton)
    assert cancel is not None
    with qtbot.waitSignal(bar.cancel_requested):
        cancel.click()
    assert not cancel.isEnabled()


def test_every_widget_the_style_sheet_dresses_exists() -> None:
    """A class that has been renamed would lose its look without a word."""
    rules = re.sub(r"\{[^}]*\}|/\*.*?\*/", " ", text("styles", "desk.qss"), flags=re.DOTALL)
    dressed = set(re.findall(r"(?<![#\w.:\"-])([A-Z]\w+)", re.sub(r"\[[^\]]*\]", " ", rules)))
    ours = {name for name in dressed if not name.startswith("Q")}
    made = {node.name for path in product() for node in ast.walk(tree(path)) if isinstance(node, ast.ClassDef)}
    assert len(ours) > 5
    assert ours - made == set()
