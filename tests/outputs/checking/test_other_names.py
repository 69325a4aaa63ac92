"""A file of an export is judged by what it is: under another ending, a file manager's name, or ever so deep."""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path

import pytest

from reviewer_app.outputs.checking.export_folder import ArchiveVerifier
from support.foreign_pages import foreign_pdf


def folder_of(place: Path, **files: bytes) -> Path:
    """A folder whose list names these files with their hashes; `_` stands for the dot of an ending."""
    place.mkdir()
    listed = []
    for name, content in files.items():
        path = name.replace("_", ".")
        (place / path).write_bytes(content)
        listed.append({"path": path, "sha256": hashlib.sha256(content).hexdigest(), "kind": "screenshot"})
    (place / "manifest.json").write_text(json.dumps({"files": listed}), encoding="utf-8")
    return place


def broken(folder: Path) -> set[str]:
    """What is named as broken besides the list, which says nothing of a batch here."""
    return {line.part for line in ArchiveVerifier().verify_folder(folder) if line.is_broken} - {"manifest.json"}


def not_intact(folder: Path) -> set[str]:
    return {line.part for line in ArchiveVerifier().verify_folder(folder) if line.standing.value != "intact"}


@pytest.mark.parametrize("name", ["a_pdf", "a_PDF", "a_png", "a_txt"])
def test_a_foreign_sheet_is_never_intact_under_any_ending(tmp_path: Path, name: str) -> None:
    assert name.replace("_", ".") in not_intact(folder_of(tmp_path / "报送", **{name: foreign_pdf()}))


def test_a_picture_that_is_none_is_not_called_intact(tmp_path: Path) -> None:
    assert "a.png" in not_intact(folder_of(tmp_path / "报送", a_png=b"words"))


def test_what_hides_under_a_file_managers_name_is_named(tmp_path: Path) -> None:
    folder = folder_of(tmp_path / "报送", a_png=b"\x89PNG\r\n\x1a\n")
    (folder / "Thumbs.db").write_bytes(b"\0" * 1000)
    assert broken(folder) == set()
    (folder / ".DS_Store").write_bytes(b"\0" * (1 << 20))
    (folder / "desktop.ini").symlink_to(tmp_path)
    assert broken(folder) == {".DS_Store", "desktop.ini"}


def test_a_folder_without_an_end_is_named(tmp_path: Path) -> None:
    folder = folder_of(tmp_path / "报送", a_png=b"\x89PNG\r\n\x1a\n")
    here = os.open(folder, os.O_RDONLY)
    try:
        for _ in range(60):
            os.mkdir("d", dir_fd=here)
            below = os.open("d", os.O_RDONLY, dir_fd=here)
            os.close(here)
            here = below
    finally:
        os.close(here)
    (named,) = broken(folder)
    assert named == "/".join(["d"] * 33)
