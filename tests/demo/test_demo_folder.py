"""Where a demo may be put: it never takes the place of anything but an earlier demo nobody has touched."""

from __future__ import annotations

from pathlib import Path

import pytest

from reviewer_app.demo.folder import require_place
from reviewer_app.domain.batch import SealStyle
from reviewer_app.domain.errors import OfficeError
from reviewer_app.outputs.papers.template_maker import TemplateMaker
from reviewer_app.practice.names import PRACTICE_PASSWORD, PRACTICE_USER
from reviewer_app.services.ports.records import PrintedFile
from support.libraries import OFFICE, make_gate
from support.printed import HEAD, case_values, summary_of

SHEET = "recommendations/2024-示-0001.pdf"
PICTURE = "screenshots/desk-1366.png"


@pytest.fixture(scope="module")
def maker() -> TemplateMaker:
    """A maker on a machine without fonts of its own."""
    return TemplateMaker(font_folders=())


def export(folder: Path, maker: TemplateMaker, *, is_demo: bool) -> Path:
    """An export batch of one sheet, with a picture of the window when it is a demo."""
    (folder / "recommendations").mkdir(parents=True)
    (folder / SHEET).write_bytes(maker.document(case_values(), SealStyle.CIRCLE))
    maker.summary(summary_of([("1", "社区", "91310104MAXX00015W", "64220000")]), folder / "summary.xlsx")
    files = [
        PrintedFile(SHEET, "recommendation", ("2024-示-0001",)),
        PrintedFile("summary.xlsx", "summary", ("2024-示-0001",)),
    ]
    if is_demo:
        (folder / "screenshots").mkdir()
        (folder / PICTURE).write_bytes(b"picture")
        files.append(PrintedFile(PICTURE, "screenshot", ()))
    maker.manifest(folder, files, "0123456789ab" + "cd" * 26, HEAD)
    return folder


def refusal(folder: Path) -> str:
    """The code of the refusal, empty when a demo may be put there."""
    try:
        require_place(folder)
    except OfficeError as error:
        return error.code
    return ""


def test_a_free_folder_and_an_earlier_demo_may_be_used(tmp_path: Path, maker: TemplateMaker) -> None:
    """A missing folder, an empty one, and an untouched demo."""
    assert refusal(tmp_path / "new") == ""
    assert refusal(tmp_path) == ""
    assert refusal(export(tmp_path / "demo", maker, is_demo=True)) == ""


def test_a_batch_that_went_to_the_bureau_is_never_replaced(tmp_path: Path, maker: TemplateMaker) -> None:
    """It has a manifest too, but no pictures."""
    assert refusal(export(tmp_path / "batch", maker, is_demo=False)) == "export.folder_used"


@pytest.mark.parametrize("name", ["我的笔记.txt", "recommendations/另存.pdf", "screenshots/mine.png"])
def test_a_demo_with_something_added_is_left_alone(tmp_path: Path, maker: TemplateMaker, name: str) -> None:
    """Whatever somebody put beside the demo's files."""
    folder = export(tmp_path / "demo", maker, is_demo=True)
    (folder / name).write_bytes(b"work")
    assert refusal(folder) == "export.folder_used"


def test_a_demo_whose_files_were_changed_is_left_alone(tmp_path: Path, maker: TemplateMaker) -> None:
    """Somebody drew on a picture and saved it under the same name."""
    folder = export(tmp_path / "demo", maker, is_demo=True)
    (folder / PICTURE).write_bytes(b"drawn on")
    assert refusal(folder) == "export.folder_used"


@pytest.mark.parametrize("content", ["", "[]", '{"files": [3]}', '{"files": [{"kind": "screenshot"}]}'])
def test_a_strange_manifest_is_no_demo(tmp_path: Path, content: str) -> None:
    """What cannot be read as ours is somebody else's."""
    (tmp_path / "manifest.json").write_text(content, encoding="utf-8")
    assert refusal(tmp_path) == "export.folder_used"
    assert refusal(tmp_path / "manifest.json") == "export.folder_used"


def test_a_kept_practice_library_goes_with_the_demo(tmp_path: Path, maker: TemplateMaker) -> None:
    """Closed it is part of the demo; while a window works in it nothing is replaced."""
    folder = export(tmp_path / "demo", maker, is_demo=True)
    library = make_gate().create(folder / "library", OFFICE, PRACTICE_USER, PRACTICE_PASSWORD)
    try:
        assert refusal(folder) == "library.already_open"
    finally:
        library.close()
    assert refusal(folder) == ""


def test_a_library_with_a_password_of_its_own_is_never_replaced(tmp_path: Path, maker: TemplateMaker) -> None:
    """Somebody made the office's library inside a demo's folder, or put other files under that name."""
    folder = export(tmp_path / "demo", maker, is_demo=True)
    make_gate().create(folder / "library", OFFICE, PRACTICE_USER, "本局自己的密码").close()
    assert refusal(folder) == "export.folder_used"
    other = export(tmp_path / "other", maker, is_demo=True)
    (other / "library").mkdir()
    (other / "library" / "notes.txt").write_bytes(b"work")
    assert refusal(other) == "export.folder_used"
