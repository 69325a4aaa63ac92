"""The command line as an officer meets it: Chinese throughout, a sentence for every failure, the agreed exit codes."""

from __future__ import annotations

import hashlib
import io
import json
import re
import sys
from pathlib import Path

import pytest

from reviewer_app.cli import precheck, verify
from reviewer_app.cli.commands import program, run
from reviewer_app.practice.names import PRACTICE_PASSWORD, PRACTICE_USER
from reviewer_app.services.office.trust import trust_certificates
from reviewer_app.wiring import Parts
from support.foreign_pages import foreign_pdf
from support.libraries import FIRST, OFFICE, PASSWORD, make_gate
from support.practice import practice_library
from support.sample_lists import SAMPLES
from support.signed_pages import PASSWORD as SIGNING_PASSWORD
from support.signed_pages import certificate_file, identity, p12

LIST = SAMPLES / "online-2024.xlsx"
#: What may stand in Latin letters: names of commands, options, formats and variables.
LATIN = re.compile(
    r"reviewer-app|--?[a-z-]+|\b(?:bench|demo|docx|extra|fonts|ocr|practice|precheck|pack|read|restore|verify|window|xlsx|json|table|JSON|PDF)\b"
)


@pytest.mark.parametrize("command", ["", *sorted(program.commands)])
def test_help_is_chinese(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Headings, the usage line and the help option's own line."""
    assert run([*command.split(), "--help"]) == 0
    said = capsys.readouterr().out.replace("REVIEWER_PASSWORD", "")
    assert said.startswith("用法：reviewer-app")
    assert re.findall(r"[A-Za-z]+", LATIN.sub("", said)) == []


def test_the_help_says_how_a_password_is_handed_over(capsys: pytest.CaptureFixture[str]) -> None:
    """By the environment, where no other user of the machine sees it."""
    run(["verify", "--help"])
    assert "REVIEWER_PASSWORD" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("verify", "缺少“路径”。写法见 reviewer-app verify --help。"),
        ("demo", "缺少“--out”。写法见 reviewer-app demo --help。"),
        ("verify --nosuch x", "没有“--nosuch”这个选项。写法见 reviewer-app verify --help。"),
        ("nosuch", "没有“nosuch”这个命令。写法见 reviewer-app --help。"),
        ("precheck --format y x", "“--format”后面只能是 table、json、xlsx。写法见 reviewer-app precheck --help。"),
        ("precheck a b", "命令的写法不对，可能多了或少了内容。写法见 reviewer-app precheck --help。"),
        ("precheck x --out", "选项“--out”的写法不对，请核对它后面的内容。"),
        ("bench --quick=3", "选项“--quick”的写法不对，请核对它后面的内容。"),
        ("precheck .", "是文件夹，请选择其中的清单文件。"),
        ("verify nothere", "没有找到“nothere”。"),
        ("restore nothere", "这个文件夹里没有案卷库：nothere。"),
    ],
)
def test_a_command_that_cannot_be_done_is_one_chinese_line(
    words: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit code 2, nothing on standard output."""
    assert run(words.split()) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert said in told.err
    assert told.err.count("\n") == 1


def test_a_folder_is_called_by_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Also when it was given as a dot."""
    (tmp_path / "申报").mkdir()
    monkeypatch.chdir(tmp_path / "申报")
    run(["precheck", "."])
    assert "“申报”是文件夹" in capsys.readouterr().err


def test_a_place_that_cannot_be_written_is_a_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The place as it was asked for, with the reason."""
    target = tmp_path / "none" / "x.xlsx"
    assert run(["precheck", str(LIST), "--format", "xlsx", "--out", str(target)]) == 2
    assert capsys.readouterr().err == f"“{target}”不能读取或写入：没有这个位置。\n"


def test_a_defect_is_an_apology_and_a_report(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """No traceback on the screen; it is in a file only this user can read."""

    def fail(*_: object) -> int:
        raise ValueError("nobody foresaw this")

    monkeypatch.setattr(precheck, "report", fail)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    assert run(["precheck", str(LIST)]) == 2
    said = capsys.readouterr().err
    assert "Traceback" not in said
    (report,) = tmp_path.iterdir()
    assert f"程序出错，这一步没有做完，很抱歉。详情已写入 {report}" in said
    assert "nobody foresaw this" in report.read_text(encoding="utf-8")
    assert sys.platform == "win32" or report.stat().st_mode & 0o077 == 0


def test_restoring_from_a_backup_that_is_not_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The officer learns how to list those that are; a folder without a library gets no lock file."""
    make_gate().create(tmp_path / "库", OFFICE, FIRST, PASSWORD).close()
    assert run(["restore", str(tmp_path / "库"), "--backup", "nosuch"]) == 2
    assert capsys.readouterr().err == "没有叫“nosuch”的备份。不加 --backup 可以列出现有的备份。\n"
    (tmp_path / "空").mkdir()
    assert run(["restore", str(tmp_path / "空")]) == 2
    assert list((tmp_path / "空").iterdir()) == []


def test_restoring_takes_a_password_of_the_library(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """From the environment or asked for, as for verifying; without it nothing is replaced."""
    opened = make_gate().create(tmp_path / "库", OFFICE, "样本甲", PASSWORD)
    words = ["restore", str(tmp_path / "库"), "--backup", opened.back_up().name]
    opened.close()
    monkeypatch.delenv(verify.PASSWORD_VARIABLE, raising=False)
    monkeypatch.setattr(sys, "stdin", io.StringIO(""))
    assert run(words) == 2
    assert "这一步需要“样本甲”的密码" in capsys.readouterr().err
    monkeypatch.setenv(verify.PASSWORD_VARIABLE, "猜的密码")
    assert run(words) == 2
    assert "姓名或密码不对" in capsys.readouterr().err
    assert list((tmp_path / "库").glob("replaced-*")) == []
    (tmp_path / "库" / "attempts.json").unlink()
    monkeypatch.setenv(verify.PASSWORD_VARIABLE, PASSWORD)
    assert run([*words, "--user", "样本甲"]) == 0
    assert "已恢复" in capsys.readouterr().out
    assert len(list((tmp_path / "库").glob("replaced-*"))) == 1


def test_the_practice_library_needs_no_question(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Its password is no secret; a library of the office is asked for its own, and says so without a terminal."""
    monkeypatch.delenv(verify.PASSWORD_VARIABLE, raising=False)
    monkeypatch.setattr(sys, "stdin", io.StringIO(""))
    make_gate().create(tmp_path / "演练", OFFICE, PRACTICE_USER, PRACTICE_PASSWORD).close()
    assert run(["verify", str(tmp_path / "演练")]) == 0
    assert "全部完好" in capsys.readouterr().out
    make_gate().create(tmp_path / "本局", OFFICE, "样本甲", PASSWORD).close()
    assert run(["verify", str(tmp_path / "本局")]) == 2
    assert "这一步需要“样本甲”的密码" in capsys.readouterr().err
    monkeypatch.setenv(verify.PASSWORD_VARIABLE, PASSWORD)
    assert run(["verify", str(tmp_path / "本局")]) == 0


def test_a_pdf_is_trusted_by_the_certificate_that_is_given(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """By a file, or by the list of a library; a broken file is said, a folder takes neither."""
    root = identity("示例认证中心")
    file = certificate_file(tmp_path, root)
    signed = Parts().signer.sign(foreign_pdf(), p12(tmp_path, identity("示例单位", root)), SIGNING_PASSWORD)
    (tmp_path / "signed.pdf").write_bytes(signed)
    words = ["verify", str(tmp_path / "signed.pdf")]
    assert run(words) == 0
    assert "注意  签名1  证书由“示例认证中心”签发，不在" in capsys.readouterr().out
    assert run([*words, "--trust", str(file)]) == 0
    assert "完好  签名1  证书由“示例认证中心”签发，可追溯到信任名单上的签发者" in capsys.readouterr().out
    library = make_gate().create(tmp_path / "库", OFFICE, FIRST, PASSWORD)
    library.change(trust_certificates, Parts().signer.certificates_in(file))
    monkeypatch.setenv(verify.PASSWORD_VARIABLE, PASSWORD)
    assert run([*words, "--library", str(tmp_path / "库")]) == 0, "beside the open window"
    assert "完好  签名1  证书由" in capsys.readouterr().out
    library.close()
    assert run(["verify", str(tmp_path / "库"), "--trust", str(file)]) == 2
    assert "只用于检验一份 PDF" in capsys.readouterr().err
    assert run(["verify", str(tmp_path / "库")]) == 0
    assert "信任名单上有 1 张证书" in capsys.readouterr().out
    file.write_text("hello")
    assert run([*words, "--trust", str(file)]) == 2
    assert "不是证书文件" in capsys.readouterr().err


def test_an_export_is_compared_with_what_a_library_has_on_record(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A sheet and its manifest rewritten together pass by themselves, and are found by the record."""
    practice_library(tmp_path / "库").close()
    folder = tmp_path / "库" / "exports" / "2024-01"
    words = ["verify", str(folder), "--library", str(tmp_path / "库")]
    assert run(words) == 0
    assert "与案卷库里 2024 年度第 1 批的登记一致" in capsys.readouterr().out
    first, second = sorted((folder / "推荐意见").iterdir())
    first.unlink()
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    read = json.loads((folder / "文件清单.json").read_text(encoding="utf-8"))
    read["文件"] = [file for file in read["文件"] if first.name not in file["文件"]]
    (folder / "文件清单.json").write_text(json.dumps(read), encoding="utf-8")
    digest = hashlib.sha256((folder / "文件清单.json").read_bytes()).hexdigest()
    kept = [file for file in manifest["files"] if first.name not in file["path"]]
    (one,) = [file["applications"] for file in kept if second.name in file["path"]]
    manifest["files"] = [
        {**file, "applications": one, "sha256": digest if file["kind"] == "list" else file["sha256"]} for file in kept
    ]
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    assert run(["verify", str(folder)]) == 0, "nothing beside the record knows"
    assert run(words) == 1
    assert f"异常  推荐意见/{first.name}  案卷库登记在 2024 年度第 1 批里，文件夹中没有。" in capsys.readouterr().out
    assert run(["verify", str(tmp_path / "库"), "--library", str(tmp_path / "库")]) == 2
    assert run(["verify", str(folder), "--library", str(tmp_path)]) == 2


def test_a_verification_counts_apart_what_only_needs_a_look(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A valid signature by a self-made certificate has a word and a count of its own."""
    signed = Parts().signer.sign(foreign_pdf(), p12(tmp_path, identity()), SIGNING_PASSWORD)
    (tmp_path / "signed.pdf").write_bytes(signed)
    assert run(["verify", str(tmp_path / "signed.pdf")]) == 0
    said = capsys.readouterr().out
    assert "注意  签名1  自建证书" in said
    assert "全部完好" not in said
    assert said.splitlines()[-1] == "共 4 项，2 项完好，2 项注意。"
    (tmp_path / "signed.pdf").write_bytes(signed.replace(b"endobj", b"endobi", 1))
    assert run(["verify", str(tmp_path / "signed.pdf")]) == 1
    assert "1 项异常" in capsys.readouterr().out.splitlines()[-1]


def test_a_file_cannot_write_lines_of_the_verification(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Its name, and the names in an export's list, stay in their own line and steer no terminal."""
    file = tmp_path / "a.pdf\n完好  签名1  证书由“甲”签发\x1b[2J.pdf"
    file.write_bytes(Parts().signer.sign(foreign_pdf(), p12(tmp_path, identity()), SIGNING_PASSWORD))
    assert run(["verify", str(file)]) == 0
    said = capsys.readouterr().out
    assert len(said.splitlines()) == 5
    assert all(line.isprintable() for line in said.splitlines())
