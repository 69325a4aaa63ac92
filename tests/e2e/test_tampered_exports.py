"""Each way of changing an export folder or a signed PDF: whether it is caught, and named by the file it was done to."""

from __future__ import annotations

import hashlib
import json
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from reviewer_app.cli import verify
from reviewer_app.cli.verify import Trusting, verify_path
from reviewer_app.practice.names import PRACTICE_PASSWORD
from reviewer_app.services.ports.records import CheckLine, Grade
from support.practice import practice_library
from support.tampered import flipped, with_note

Change = Callable[[Path], object]


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The practice library with its first batch."""
    place = tmp_path_factory.mktemp("exports") / "库"
    practice_library(place).close()
    return place


@pytest.fixture
def folder(exported: Path, tmp_path: Path) -> Path:
    """A copy of the batch's folder to be changed."""
    return shutil.copytree(exported / "exports" / "2024-01", tmp_path / "报送")


def looked(folder: Path, library: Path | None = None) -> list[CheckLine]:
    return verify_path(folder, None, lambda _name: PRACTICE_PASSWORD, Trusting(library=library))


def broken(lines: list[CheckLine]) -> set[str]:
    """The files named as not as they should be."""
    return {line.part for line in lines if line.is_broken}


def sheets(folder: Path) -> list[Path]:
    return sorted((folder / "推荐意见").iterdir())


def listed(folder: Path) -> Any:
    return json.loads((folder / "manifest.json").read_text(encoding="utf-8"))


def relist(folder: Path, *, without: str = "") -> None:
    """Both lists written anew so that they agree with the files as they are now."""
    read = json.loads((folder / READ).read_text(encoding="utf-8"))
    read["文件"] = [one for one in read["文件"] if one["文件"] != without]
    for one in read["文件"]:
        one["SHA-256"] = hashlib.sha256((folder / one["文件"]).read_bytes()).hexdigest()
    (folder / READ).write_text(json.dumps(read, ensure_ascii=False), encoding="utf-8")
    relist_alone(folder, without=without)


def relist_alone(folder: Path, *, without: str = "") -> None:
    """The machine's list written anew, and what an officer reads left as it was."""
    content = listed(folder)
    content["files"] = [one for one in content["files"] if one["path"] != without]
    for one in content["files"]:
        one["sha256"] = hashlib.sha256((folder / one["path"]).read_bytes()).hexdigest()
    (folder / "manifest.json").write_text(json.dumps(content), encoding="utf-8")


def edit_summary(folder: Path) -> None:
    """One word in the workbook changed, as a table program would."""
    place = folder / "推荐汇总表.xlsx"
    with zipfile.ZipFile(place) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    with zipfile.ZipFile(place, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content.replace("标准化".encode(), "标准话".encode()))


def edit_summary_and_one_list(folder: Path) -> None:
    edit_summary(folder)
    relist_alone(folder)


def edit_summary_and_list(folder: Path) -> None:
    edit_summary(folder)
    relist(folder)


def note_and_list(folder: Path) -> None:
    sheet = sheets(folder)[0]
    sheet.write_bytes(with_note(sheet.read_bytes()))
    relist(folder)


def byte_and_list(folder: Path) -> None:
    sheet = sheets(folder)[0]
    sheet.write_bytes(flipped(sheet.read_bytes(), 9000))
    relist(folder)


def swap_and_list(folder: Path) -> None:
    """Two sheets under each other's names."""
    first, second = sheets(folder)
    one, other = first.read_bytes(), second.read_bytes()
    first.write_bytes(other)
    second.write_bytes(one)
    relist(folder)


def foreign_and_list(folder: Path) -> None:
    from support.foreign_pages import foreign_pdf

    sheets(folder)[0].write_bytes(foreign_pdf())
    relist(folder)


def empty_list(folder: Path) -> None:
    content = listed(folder)
    content["files"] = []
    (folder / "manifest.json").write_text(json.dumps(content), encoding="utf-8")


def only_list(folder: Path) -> None:
    empty_list(folder)
    shutil.rmtree(folder / "推荐意见")
    (folder / "推荐汇总表.xlsx").unlink()


def drop_sheet_and_list(folder: Path) -> None:
    sheet = sheets(folder)[0]
    sheet.unlink()
    content = listed(folder)
    number = next(one["applications"] for one in content["files"] if one["path"].endswith(sheet.name))
    for one in content["files"]:
        one["applications"] = [each for each in one["applications"] if each not in number]
    (folder / "manifest.json").write_text(json.dumps(content), encoding="utf-8")
    relist(folder, without=f"推荐意见/{sheet.name}")


def drop_summary_and_list(folder: Path) -> None:
    (folder / "推荐汇总表.xlsx").unlink()
    relist(folder, without="推荐汇总表.xlsx")


def list_head(folder: Path) -> None:
    content = listed(folder)
    content["audit_head"] = "ff" * 32
    (folder / "manifest.json").write_text(json.dumps(content), encoding="utf-8")


def reformat_list(folder: Path) -> None:
    (folder / "manifest.json").write_text(json.dumps(listed(folder)), encoding="utf-8")


#: The list that an officer reads.
READ = "文件清单.json"
FIRST = "推荐意见/*0"
#: What was changed, whether the folder alone shows it, and which file is named with the library's record beside it.
TABLE: list[tuple[Change, set[str], set[str]]] = [
    (edit_summary, {"推荐汇总表.xlsx"}, {"推荐汇总表.xlsx"}),
    (edit_summary_and_list, set(), {"推荐汇总表.xlsx", READ, "manifest.json"}),
    (edit_summary_and_one_list, {"manifest.json"}, {"推荐汇总表.xlsx", "manifest.json"}),
    (lambda at: (at / READ).unlink(), {READ}, {READ}),
    (lambda at: (at / "推荐汇总表.xlsx").unlink(), {"推荐汇总表.xlsx"}, {"推荐汇总表.xlsx"}),
    (drop_summary_and_list, {"manifest.json"}, {"推荐汇总表.xlsx", "manifest.json"}),
    (lambda at: sheets(at)[0].unlink(), {FIRST}, {FIRST}),
    (drop_sheet_and_list, set(), {FIRST, "manifest.json"}),
    (byte_and_list, {FIRST}, {FIRST, "manifest.json"}),
    (note_and_list, {FIRST}, {FIRST, "manifest.json"}),
    (foreign_and_list, {FIRST}, {FIRST, "manifest.json"}),
    (swap_and_list, {"manifest.json"}, {FIRST, "推荐意见/*1", "manifest.json"}),
    (empty_list, {"manifest.json"}, {"manifest.json"}),
    (only_list, {"manifest.json"}, {"manifest.json"}),
    (list_head, {"manifest.json"}, {"manifest.json"}),
    (reformat_list, set(), {"manifest.json"}),
    (lambda at: (at / "推荐意见" / "补.pdf").write_bytes(b"%PDF-1.7 x"), {"推荐意见/补.pdf"}, set()),
    (lambda at: (at / "说明.txt").write_text("另附"), {"说明.txt"}, {"说明.txt"}),
]


@pytest.mark.parametrize(("change", "alone", "beside"), TABLE)
def test_each_change_of_a_folder_is_caught_and_named(
    change: Change, alone: set[str], beside: set[str], folder: Path, exported: Path
) -> None:
    names = {f"推荐意见/*{place}": f"推荐意见/{one.name}" for place, one in enumerate(sheets(folder))}
    change(folder)
    by_itself, by_record = looked(folder), looked(folder, exported)
    assert broken(by_itself) >= {names.get(name, name) for name in alone}
    assert bool(broken(by_itself)) is bool(alone)
    assert any(line.standing is not Grade.INTACT for line in by_itself), "never wholly intact by itself"
    assert broken(by_record)
    assert broken(by_record) >= {names.get(name, name) for name in beside}


def test_an_untouched_folder_is_wholly_intact_beside_its_record(
    folder: Path, exported: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By itself the summary has only the list to speak for it, and that is said."""
    monkeypatch.delenv(verify.PASSWORD_VARIABLE, raising=False)
    lines = looked(folder, exported)
    assert {line.standing for line in lines} == {Grade.INTACT}
    assert "连同汇总表和清单" in lines[-1].message
    noticed = [line for line in looked(folder) if line.standing is not Grade.INTACT]
    assert {(line.part, line.standing) for line in noticed} == {
        ("推荐汇总表.xlsx", Grade.NOTICE),
        (READ, Grade.NOTICE),
    }
    assert all("与案卷库的登记对照" in line.message for line in noticed)
