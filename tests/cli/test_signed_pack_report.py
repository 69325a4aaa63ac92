"""The `pack` command on a signed file: what it asks, by whom it says it was signed, and whether that agrees."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from reviewer_app.cli.commands import run
from reviewer_app.services.handover.envelope import card_of
from reviewer_app.services.handover.signed_packs import pack_file
from support.other_packs import SECTORS
from support.signed_packs import SENDER, members_of, signed_file, signed_pack


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "外区.rulepack"
    path.write_bytes(signed_file(SECTORS))
    return path


def test_a_signature_is_verified_and_the_person_is_left_to_be_compared(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["pack", "--verify", str(file)]) == 0
    printed = capsys.readouterr().out
    assert "签名与文件相符" in printed
    assert card_of(SENDER).check_number in printed
    assert "签名单位未核对" in printed
    one = signed_pack(SECTORS).signature
    assert one is not None
    changed = replace(one, said=replace(one.said, approved_by="示例辛"))
    file.write_bytes(pack_file(members_of(SECTORS), changed))
    assert run(["pack", "--verify", str(file)]) == 1
    assert "签名不符" in capsys.readouterr().out


def test_a_pack_without_signature_is_said_to_have_none(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file.write_text(SECTORS, encoding="utf-8")
    assert run(["pack", "--verify", str(file)]) == 1
    assert "没有签名" in capsys.readouterr().out


def test_a_broken_archive_is_compared_with_nothing(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Cut off on its way it ends otherwise than a pack whose signature does not agree, and --help says so."""
    file.write_bytes(file.read_bytes()[:-40])
    assert run(["pack", "--verify", str(file)]) == 2
    assert "文件不完整、被改动过" in capsys.readouterr().err
    run(["pack", "--help"])
    assert "2 文件读不出来（压缩包损坏、不是规则包），没有核对" in "".join(capsys.readouterr().out.split("\n  "))


def test_a_signed_pack_is_listed_and_used_as_any_other(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["pack", str(file), "--format", "json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["pack"]["season"] == "2025"
    assert said["signature"]["check_number"] == card_of(SENDER).check_number
    assert run(["pack", str(file)]) == 0
    assert "文件自称：示例己" in capsys.readouterr().out
