"""The manifest of an export folder, and what is said of the folder later."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from reviewer_app.domain.batch import SealStyle
from reviewer_app.domain.errors import TroubleError
from reviewer_app.outputs.checking.export_folder import MANIFEST, ArchiveVerifier
from reviewer_app.outputs.papers.template_maker import TemplateMaker
from reviewer_app.services.ports.records import CheckLine, Grade, PrintedFile
from support.printed import HEAD, case_values, summary_of

PDF = "recommendations/2024-示-0001-社区.pdf"
PACK = "0123456789ab" + "cd" * 26


@pytest.fixture
def folder(tmp_path: Path, maker: TemplateMaker) -> Path:
    """A small export: one recommendation, the summary, the manifest."""
    place = tmp_path / "报送"
    (place / "recommendations").mkdir(parents=True)
    (place / PDF).write_bytes(maker.document(case_values(), SealStyle.CIRCLE))
    maker.summary(summary_of([("1", "社区", "91310104MAXX00015W", "64220000")]), place / "summary.xlsx")
    files = [
        PrintedFile("summary.xlsx", "summary", ("2024-示-0001",)),
        PrintedFile(PDF, "recommendation", ("2024-示-0001",)),
    ]
    maker.manifest(place, files, PACK, HEAD)
    return place


def said_of(folder: Path) -> dict[str, CheckLine]:
    """The verification by part."""
    return {line.part: line for line in ArchiveVerifier().verify_folder(folder)}


def test_the_manifest_lists_each_file_with_its_hash(folder: Path) -> None:
    """Exactly the agreed form, sorted by path."""
    content = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    assert list(content) == ["files", "pack_sha256", "audit_head"]
    assert content["pack_sha256"] == PACK
    assert content["audit_head"] == HEAD
    assert [file["path"] for file in content["files"]] == [PDF, "summary.xlsx"]
    assert content["files"][0] == {
        "path": PDF,
        "sha256": hashlib.sha256((folder / PDF).read_bytes()).hexdigest(),
        "kind": "recommendation",
        "applications": ["2024-示-0001"],
    }


def test_the_register_is_vouched_for_as_the_summary_is(folder: Path, maker: TemplateMaker) -> None:
    maker.summary(summary_of([]), folder / "register.xlsx")
    files = [
        PrintedFile("summary.xlsx", "summary", ("2024-示-0001",)),
        PrintedFile("register.xlsx", "register", ()),
        PrintedFile(PDF, "recommendation", ("2024-示-0001",)),
    ]
    maker.manifest(folder, files, PACK, HEAD)
    lists = dict.fromkeys(("summary.xlsx", "register.xlsx"), Grade.NOTICE)
    assert {part: line.standing for part, line in said_of(folder).items()} == {PDF: Grade.INTACT, **lists}


def test_an_untouched_folder_is_intact(folder: Path) -> None:
    """Every file is named and intact."""
    said = said_of(folder)
    assert set(said) == {PDF, "summary.xlsx"}
    assert all(not line.is_broken for line in said.values())


def test_what_a_table_program_leaves_while_the_summary_is_open_is_nothing_added(folder: Path) -> None:
    (folder / ".~lock.summary.xlsx#").write_bytes(b"x")
    (folder / "~$summary.xlsx").write_bytes(b"x" * 165)
    assert set(said_of(folder)) == {PDF, "summary.xlsx"}


@pytest.mark.parametrize(("name", "size"), [("~$other.xlsx", 5), (".~lock.summary.xlsx#", 5000), ("~$", 1)])
def test_what_only_looks_like_it_is_named(folder: Path, name: str, size: int) -> None:
    (folder / name).write_bytes(b"x" * size)
    assert said_of(folder)[name].is_broken


def test_a_sealed_paper_laid_there_later_is_for_the_library_to_vouch_for(folder: Path) -> None:
    """What is called a paper and is none, and a link, are named as before."""
    inside = folder / "已用印"
    inside.mkdir()
    (inside / "一.pdf").write_bytes((folder / PDF).read_bytes())
    (inside / "二.pdf").write_bytes(b"%PDF-1.7 changed")
    (inside / "三.pdf").symlink_to(folder / PDF)
    said = said_of(folder)
    assert said["已用印/一.pdf"].standing is Grade.NOTICE
    assert "用印登记" in said["已用印/一.pdf"].message
    assert [said[f"已用印/{name}.pdf"].is_broken for name in ("二", "三")] == [True, True]


def test_changed_missing_and_added_files_are_each_named(folder: Path) -> None:
    """Each with its own sentence; what is intact stays intact."""
    with (folder / "summary.xlsx").open("ab") as file:
        file.write(b" ")
    (folder / PDF).rename(folder / "recommendations" / "另存.pdf")
    (folder / "Thumbs.db").write_bytes(b"")
    said = said_of(folder)
    assert (said["summary.xlsx"].is_broken, said["summary.xlsx"].message) == (True, "内容与导出时不一致。")
    assert (said[PDF].is_broken, said[PDF].message) == (True, "文件缺失。")
    assert said["recommendations/另存.pdf"].message == "导出时没有这一文件，是后来加入的。"
    assert set(said) == {PDF, "summary.xlsx", "recommendations/另存.pdf"}


def test_a_manifest_changed_along_with_the_pdf_does_not_help(folder: Path) -> None:
    """The PDF's own proof still shows the change."""
    content = bytearray((folder / PDF).read_bytes())
    content[len(content) // 2] ^= 1
    (folder / PDF).write_bytes(content)
    manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    manifest["files"][0]["sha256"] = hashlib.sha256(content).hexdigest()
    (folder / MANIFEST).write_text(json.dumps(manifest), encoding="utf-8")
    assert said_of(folder)[PDF].is_broken


def rewrite(folder: Path, entry: int | None = None, **changed: object) -> list[str]:
    """Changes the manifest, at the top or in one of its entries, and gives what is then found wrong."""
    content = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    place = content if entry is None else content["files"][entry]
    place.update(changed)
    (folder / MANIFEST).write_text(json.dumps(content), encoding="utf-8")
    return [line.message for line in ArchiveVerifier().verify_folder(folder) if line.is_broken]


@pytest.mark.parametrize("value", ["ff" * 32, "", None, 3])
def test_another_record_head_or_pack_in_the_manifest_is_said(folder: Path, value: object) -> None:
    """The sheets beside it name the head and the pack they were made with."""
    assert rewrite(folder, audit_head=value) == ["清单里的案卷记录链首与推荐意见所记不符，清单有改动。"]
    assert len(rewrite(folder, pack_sha256=value)) == 2


@pytest.mark.parametrize("pack", [PACK[:-1], PACK[:-1] + "G", PACK.upper()])
def test_the_end_of_the_pack_s_hash_stands_in_no_paper_but_has_to_be_one(folder: Path, pack: str) -> None:
    assert len(rewrite(folder, pack_sha256=pack)) == 1


@pytest.mark.parametrize("entry", [None, 0, 1])
def test_more_than_a_manifest_says_is_said(folder: Path, entry: int | None) -> None:
    assert rewrite(folder, entry, note="") == ["清单里有本系统不写的内容，清单有改动。"]


@pytest.mark.parametrize(
    ("entry", "changed"),
    [
        (0, {"kind": "screenshot"}),
        (0, {"applications": ["2024-示-0002"]}),
        (0, {"applications": []}),
        (0, {"applications": None}),
        (1, {"kind": "recommendation"}),
        (1, {"kind": "register"}),
        (1, {"kind": 5}),
        (1, {"applications": ["2024-示-0002"]}),
        (1, {"applications": ["2024-示-0001", "2024-示-0002"]}),
    ],
)
def test_another_kind_or_case_in_the_manifest_is_said(folder: Path, entry: int, changed: dict[str, object]) -> None:
    """The sheet says which case it is, and the summary lists the cases of the sheets."""
    path = (PDF, "summary.xlsx")[entry]
    assert rewrite(folder, entry=entry, **changed) == [f"清单里“{path}”的种类或收件编号与文件所记不符，清单有改动。"]


@pytest.mark.parametrize(
    "content",
    [
        "",
        "{",
        "[]",
        "{}",
        '{"files": 3}',
        '{"files": [{"path": "a"}]}',
        '{"files": [{"path": 1, "sha256": 2}]}',
        '{"files": [{"path": ["a"], "sha256": "b"}]}',
        '{"files": [{"path": {"a": 1}, "sha256": "b"}]}',
        "\xff",
    ],
)
def test_a_damaged_manifest_is_said(folder: Path, content: str) -> None:
    """Not an error of the program, and never called intact."""
    (folder / MANIFEST).write_bytes(content.encode("latin-1"))
    (line,) = ArchiveVerifier().verify_folder(folder)
    assert line.is_broken
    assert "清单已损坏" in line.message


@pytest.mark.parametrize(
    "path",
    [
        "../outside.pdf",
        "/etc/hostname",
        "a/../../outside.pdf",
        "..\\outside.pdf",
        "C:/x",
        "",
        ".",
        "a\0b",
        "a\ud800b",
        "link/x",
    ],
)
def test_a_path_out_of_the_folder_is_refused(folder: Path, path: str) -> None:
    """A manifest cannot make the program look at other files of the machine."""
    (folder.parent / "outside.pdf").write_bytes(b"x")
    (folder.parent / "x").write_bytes(b"x")
    (folder / "link").symlink_to(folder.parent)
    listed = {"files": [{"path": path, "sha256": hashlib.sha256(b"x").hexdigest()}]}
    (folder / MANIFEST).write_text(json.dumps(listed), encoding="utf-8")
    line = said_of(folder)[path]
    assert line.is_broken
    assert "指向文件夹以外" in line.message


def test_what_is_no_export_is_trouble_with_a_sentence(tmp_path: Path) -> None:
    """An empty folder, a missing one."""
    for place in (tmp_path, tmp_path / "none"):
        with pytest.raises(TroubleError) as trouble:
            ArchiveVerifier().verify_folder(place)
        assert trouble.value.code == "verify.no_manifest"


def test_a_pdf_of_ours_says_number_head_and_day(folder: Path) -> None:
    """Intact, and in its own words."""
    lines = ArchiveVerifier().verify_pdf(folder / PDF)
    assert all(not line.is_broken for line in lines)
    text = "\n".join(line.message for line in lines)
    assert "内容与生成时一致" in text
    assert "沪示例标荐〔2024〕1号" in text
    assert HEAD in text
    assert "2024年5月19日" in text


def test_a_changed_a_cut_a_signed_and_a_foreign_pdf_each_have_their_sentence(folder: Path, tmp_path: Path) -> None:
    """None of them is called intact."""
    content = (folder / PDF).read_bytes()
    cases = {
        "changed.pdf": (content[:5000] + b"x" + content[5001:], "有改动或损坏"),
        "head.pdf": (b"x" + content[1:], "有改动或损坏"),
        "added.pdf": (content + b"%added", "加入了 6 字节"),
        "half.pdf": (content[: len(content) // 2], "文件不完整"),
        "foreign.pdf": (b"%PDF-1.4\n%%EOF", "不是本系统生成的"),
    }
    for name, (raw, said) in cases.items():
        (tmp_path / name).write_bytes(raw)
        line = ArchiveVerifier().verify_pdf(tmp_path / name)[0]
        assert line.is_broken
        assert said in line.message


@pytest.mark.parametrize("content", [None, b"", b"hello", b"%PDF-1.4 hello"])
def test_what_is_no_pdf_cannot_be_read(tmp_path: Path, content: bytes | None) -> None:
    """A missing, empty or other file is trouble, not a verdict."""
    if content is not None:
        (tmp_path / "a.pdf").write_bytes(content)
    with pytest.raises(TroubleError) as trouble:
        ArchiveVerifier().verify_pdf(tmp_path / "a.pdf")
    assert trouble.value.code == "verify.unreadable"
