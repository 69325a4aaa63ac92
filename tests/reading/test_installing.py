"""The reader of letters is installed from its pins alone, and its absence is one sentence."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from reviewer_app.domain.errors import TroubleError
from reviewer_app.reading import installing


def test_where_there_are_no_pins_nothing_is_fetched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(subprocess, "run", lambda *_: pytest.fail("something was fetched"))
    with pytest.raises(TroubleError, match=r"extra\.no_pins"):
        installing.install_letters(tmp_path)


def test_pins_that_do_not_fit_are_refused_and_both_choices_tried(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    true_run = subprocess.run

    def run(command: Sequence[str], **how: Any) -> subprocess.CompletedProcess[bytes]:
        asked.append(Path(command[-1].partition("=")[2]).name)
        assert "--require-hashes" in command
        return true_run([*command, "--no-index", f"--target={tmp_path / 'there'}"], **how)

    monkeypatch.setattr(subprocess, "run", run)
    for name in ("ocr", "ocr-second"):
        (tmp_path / f"{name}.txt").write_text("no-such-package==1.0\n", encoding="utf-8")
    with pytest.raises(TroubleError, match=r"extra\.not_installed"):
        installing.install_letters(tmp_path)
    assert asked == ["ocr.txt", "ocr-second.txt"]
    assert not (tmp_path / "there").exists()
