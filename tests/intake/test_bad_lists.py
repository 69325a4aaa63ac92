"""What an officer is told when a file cannot be read: one clear sentence that names the file and the next step."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from reviewer_app.domain.errors import TroubleError
from reviewer_app.intake import sheet_files
from reviewer_app.intake.spreadsheet import SpreadsheetReader
from reviewer_app.packs.loading import shipped_pack
from reviewer_resources.phrases import sentence
from support.sample_lists import SAMPLES, write_workbook

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def told(path: Path) -> tuple[str, str]:
    """The code and the sentence that reading a file ends with."""
    with pytest.raises(TroubleError) as trouble:
        SpreadsheetReader().read(path, shipped_pack())
    said = sentence(trouble.value.code, trouble.value.values)
    assert path.name in said
    assert "—" not in said
    return trouble.value.code, said


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("空.xlsx", b"", "sheet.empty"),
        ("空.csv", b"\xef\xbb\xbf\r\n \r\n", "sheet.empty"),
        ("空行.csv", b",,,\r\n,,,\r\n", "sheet.empty"),
        ("通知.pdf", b"%PDF-1.7 ...", "sheet.not_spreadsheet"),
        ("照片.xlsx", b"\x89PNG\r\n\x1a\n....", "sheet.not_spreadsheet"),
        ("乱码.csv", bytes(range(128, 256)) * 40, "sheet.not_spreadsheet"),
        ("程序.xls", b"MZ\x90\x00\x03", "sheet.not_spreadsheet"),
        ("控制符.csv", b"\x00\x01\x02\x03\x04\x05" * 50, "sheet.not_spreadsheet"),
        ("坏.xlsx", b"PK\x03\x04" + b"x" * 200, "sheet.damaged"),
        ("坏.xls", OLE + b"\x00" * 2000, "sheet.damaged"),
        ("别的.csv", "书名,作者\r\n红楼,曹\r\n".encode(), "sheet.no_known_column"),
        ("只有表头.csv", "项目名称,申报单位\r\n,\r\n".encode(), "sheet.no_rows"),
        ("只有合计.csv", "项目名称,申报单位\r\n合计,0\r\n".encode("gb18030"), "sheet.no_rows"),
        ("网页.xls", b"<html><body><p>404</p></body></html>", "sheet.web_page"),
        ("没关引号.csv", '项目名称,申报单位\r\n"甲试点,上海\r\n'.encode() + b"x" * (5 << 20), "sheet.damaged"),
    ],
)
def test_files_that_are_no_list(tmp_path: Path, name: str, content: bytes, code: str) -> None:
    (tmp_path / name).write_bytes(content)
    assert told(tmp_path / name)[0] == code


def test_a_file_that_is_gone(tmp_path: Path) -> None:
    assert told(tmp_path / "没有.xlsx")[0] == "sheet.missing"


def test_a_folder(tmp_path: Path) -> None:
    (tmp_path / "清单").mkdir()
    assert told(tmp_path / "清单")[0] == "sheet.folder"


def test_a_file_another_program_holds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write_workbook(tmp_path / "占用.xlsx", 清单=(1, 1, [["项目名称"], ["甲"]]))

    def held(_: Path) -> bytes:
        raise PermissionError(13, "held")

    monkeypatch.setattr(Path, "read_bytes", held)
    assert told(path)[0] == "sheet.locked"


@pytest.mark.parametrize("name", [".~lock.清单.xlsx#", "~$清单.xlsx"])
def test_a_spreadsheet_program_s_lock_file_names_the_list(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"\x05root" + b" " * 160)
    code, said = told(tmp_path / name)
    assert code == "sheet.lock_file"
    assert "请选择“清单.xlsx”" in said


def test_a_file_of_200_megabytes_is_refused_by_its_size(tmp_path: Path) -> None:
    with (tmp_path / "大.xlsx").open("wb") as stream:
        stream.truncate(200 * 1024 * 1024)
    code, said = told(tmp_path / "大.xlsx")
    assert code == "sheet.too_large"
    assert "200 MB" in said


def test_a_locked_workbook() -> None:
    assert told(SAMPLES / "encrypted-2024.xlsx")[0] == "sheet.encrypted"


def test_half_a_workbook(tmp_path: Path) -> None:
    whole = (SAMPLES / "online-2024.xlsx").read_bytes()
    (tmp_path / "半截.xlsx").write_bytes(whole[: len(whole) // 2])
    assert told(tmp_path / "半截.xlsx")[0] == "sheet.damaged"


def test_a_workbook_with_broken_parts(tmp_path: Path) -> None:
    whole = bytearray((SAMPLES / "online-2024.xlsx").read_bytes())
    for place in range(200, len(whole) - 3000, 61):
        whole[place] ^= 0x55
    (tmp_path / "坏.xlsx").write_bytes(bytes(whole))
    assert told(tmp_path / "坏.xlsx")[0] == "sheet.damaged"


def test_a_document_that_only_looks_like_a_workbook(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "申请表.docx", "w") as package:
        package.writestr("word/document.xml", "<document/>")
    assert told(tmp_path / "申请表.docx")[0] == "sheet.not_spreadsheet"


def test_an_empty_workbook(tmp_path: Path) -> None:
    assert told(write_workbook(tmp_path / "空.xlsx", 一=(1, 1, []), 二=(1, 1, [[" "]])))[0] == "sheet.empty"


def test_a_stray_cell_at_the_end_of_the_sheet_is_not_loaded(tmp_path: Path) -> None:
    path = write_workbook(tmp_path / "远.xlsx", 清单=(1, 1, [["项目名称"], ["甲"]]), 远=(1048576, 16384, [["x"]]))
    code, said = told(path)
    assert code == "sheet.too_many_rows"
    assert "1048576" in said


def test_a_package_that_unfolds_beyond_measure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write_workbook(tmp_path / "炸弹.xlsx", 清单=(1, 1, [["项目名称"], ["甲"]]))
    monkeypatch.setattr(sheet_files, "MAX_UNPACKED_BYTES", 1000)
    assert told(path)[0] == "sheet.unpacks_too_large"


def test_more_rows_than_the_office_takes_in_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheet_files, "MAX_ROWS", 3)
    path = write_workbook(tmp_path / "长.xlsx", 清单=(1, 1, [["项目名称"], *[["甲"]] * 5]))
    assert told(path)[0] == "sheet.too_many_rows"
    (tmp_path / "长.csv").write_text("项目名称\n" + "甲\n" * 5, encoding="utf-8")
    assert told(tmp_path / "长.csv")[0] == "sheet.too_many_rows"
