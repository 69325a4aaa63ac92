"""The true program on a real X display, as another process: log in, type, be killed, and lose nothing."""

from __future__ import annotations

import io
import subprocess
from pathlib import Path

import pytest
from PIL import Image

from reviewer_app.bench.season.screen import Screen, virtual_screen, waits_for
from reviewer_app.services.cases.registering import current_pack
from reviewer_app.services.intake.importing import write_import
from reviewer_app.services.intake.previewing import preview_import
from reviewer_app.services.ports.library import UnitOfWork
from reviewer_app.services.ports.records import OfficeSettings
from reviewer_app.wiring import Parts
from reviewer_resources import path
from support.screen_reader import MUTE, Heard, screen_reader

PASSWORD = "only-for-this-test"
TYPED = "typed-before-the-kill"
#: Where the opinion stands as one line in a window of 1366×768, and the rail.
OPINION, RAIL = (1010, 633), (30, 400)
#: Where a key leads, and a part by whose name it is known that one is there.
PAGES = (
    ("ctrl+2", "最近收件"),
    ("ctrl+3", "打印这一批的文件"),
    ("ctrl+5", "收发文登记簿"),
    ("ctrl+4", "设置的目录"),
    ("ctrl+1", "案件列表"),
)
DIALOGS = (
    ("F1", "快捷键"),
    ("shift+F1", "用户手册"),
    ("ctrl+k", "命令"),
    ("ctrl+d", "期限"),
    ("ctrl+h", "对照以前"),
    ("ctrl+n", "登记一件申报"),
)
TITLE = "标准化试点初审工作台"
RAIL_COLOUR = (0x20, 0x34, 0x4F)
#: The corner of the opinion pane in which its primary button stands, in the accent colour.
BUTTON, ACCENT = (1200, 690, 1345, 760), (0x1F, 0x5F, 0xA8)

pytestmark = pytest.mark.xvfb


@pytest.fixture
def library(tmp_path: Path) -> Path:
    folder = tmp_path / "library"
    desk = Parts().libraries.create(
        folder, OfficeSettings(bureau="上海市示例区市场监督管理局", number_mark="示"), "a", PASSWORD
    )
    sheet = Parts().reader.read(path("samples", "practice-2024.csv"), desk.read(current_pack))
    desk.change(write_import, desk.read(preview_import, sheet))
    desk.close()
    return folder


def _logs_in(screen: Screen, library: Path) -> subprocess.Popen[bytes]:
    program = screen.runs("window", "--library", str(library))
    screen.logs_in(PASSWORD)
    return program


def _drafts(unit: UnitOfWork) -> list[str]:
    cases = unit.applications.in_states("2024", ["registered", "checking"])
    return [draft.text for case in cases for draft in unit.drafts.of(case.id).values()]


def test_what_was_typed_is_there_after_the_process_was_killed(library: Path, tmp_path: Path) -> None:
    with virtual_screen(tmp_path) as screen:
        program = _logs_in(screen, library)
        try:
            waits_for(lambda: _case_is_open(screen, tmp_path), "the first case to be open")
            journal = library / "library.db-wal"
            before = journal.stat().st_mtime_ns
            screen.tool("mousemove", *map(str, OPINION), "click", "1")
            screen.tool("type", "--delay", "20", TYPED)
            waits_for(lambda: "saved" if journal.stat().st_mtime_ns > before else "", "the draft to be stored")
            # The line 已自动保存 is painted.
            screen.rests(tmp_path / "settled.png")
        finally:
            program.kill()
            program.wait()
    desk = Parts().libraries.open(library, "a", PASSWORD)
    try:
        assert any(TYPED in text for text in desk.read(_drafts))
    finally:
        desk.close()


@pytest.mark.parametrize("scale", ["1", "1.5"])
def test_login_and_window_stand_whole_on_the_offices_smallest_screen(library: Path, tmp_path: Path, scale: str) -> None:
    """With the title bar and the frame that the window manager puts round them, at 100 and at 150 %."""
    with virtual_screen(tmp_path) as screen:
        screen.environment["QT_SCALE_FACTOR"] = scale
        program = screen.runs("window", "--library", str(library))
        try:
            screen.window(at_least=400)
            _is_whole(screen.rests(tmp_path / "settled.png"))
            screen.logs_in(PASSWORD)
            _is_whole(screen.rests(tmp_path / "settled.png"))
        finally:
            program.kill()
            program.wait()


def _is_whole(picture: bytes) -> None:
    """The empty screen, which is black, is seen on all four sides of the frame."""
    with Image.open(io.BytesIO(picture)) as seen:
        left, top, right, bottom = seen.convert("RGB").getbbox() or (0, 0, 0, 0)
    assert 0 < left < right < 1366
    assert 0 < top < bottom < 768


def _case_is_open(screen: Screen, folder: Path) -> str:
    """The rail is painted, and so is the opinion's one primary button: what is typed has a place to go to."""
    with Image.open(screen.picture(folder / "screen.png")) as picture:
        seen = picture.convert("RGB")
    corner = seen.crop(BUTTON).getcolors(maxcolors=1 << 20) or []
    is_painted = seen.getpixel(RAIL) == RAIL_COLOUR and any(colour == ACCENT for _, colour in corner)
    return "open" if is_painted else ""


@pytest.mark.atspi
@pytest.mark.bench
def test_a_screen_reader_hears_name_and_role_of_all_that_takes_the_keyboard(library: Path, tmp_path: Path) -> None:
    """The login, each page and the dialogs an officer opens most, as they come over the accessibility bus."""
    with virtual_screen(tmp_path) as screen, screen_reader(screen) as reader:
        program = screen.runs("window", "--library", str(library))
        try:
            _is_heard(reader.waits_to_hear(TITLE, "密码"), least=3)
            screen.logs_in(PASSWORD)
            _is_heard(reader.waits_to_hear(TITLE, "逐项核对"), least=30)
            for key, name in PAGES:
                screen.tool("key", key)
                _is_heard(reader.waits_to_hear(TITLE, name), least=12)
            for key, name in DIALOGS:
                screen.tool("key", key)
                _is_heard(reader.waits_to_hear(name), least=2)
                screen.tool("key", "Escape")
                reader.waits_until_alone(TITLE)
        finally:
            program.kill()
            program.wait()


def _is_heard(heard: list[Heard], least: int) -> None:
    """There is something to be heard, and nothing that takes the keyboard is mute."""
    taking = [one for one in heard if one.takes_keys]
    assert len(taking) >= least
    assert [one for one in taking if not one.name or one.role in MUTE] == []
