"""A power cut at any moment: what stands under its name is whole and on the disk.

The system's own calls are noted in their order. What has not been brought onto the disk may be lost in a cut, so a name
may be given only to what is on the disk already.
"""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

import pytest

from reviewer_app import durable


class Calls:
    """What was brought onto the disk and what got a name, in order, by the identity of file or folder."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.said: list[tuple[str, int]] = []
        fsync, rename, replace = os.fsync, os.rename, os.replace

        def noted_fsync(handle: int) -> None:
            self.said.append(("sync", os.fstat(handle).st_ino))
            fsync(handle)

        def noted_rename(source: Path, target: Path) -> None:
            self.said.append(("name", source.stat().st_ino))
            rename(source, target)

        def noted_replace(source: Path, target: Path) -> None:
            self.said.append(("name", source.stat().st_ino))
            replace(source, target)

        patch.setattr(os, "fsync", noted_fsync)
        patch.setattr(os, "rename", noted_rename)
        patch.setattr(os, "replace", noted_replace)

    def named_in_order(self, placed: Path, *inside: Path) -> bool:
        """Whether all was on the disk when `placed` got its name, and the name itself came onto the disk after."""
        name = self.said.index(("name", placed.stat().st_ino))
        before = self.said[:name]
        after = self.said[name:]
        whole = all(("sync", path.stat().st_ino) in before for path in (inside or (placed,)))
        return whole and ("sync", placed.parent.stat().st_ino) in after


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> Calls:
    return Calls(monkeypatch)


def test_a_file_is_on_the_disk_before_it_has_its_name(calls: Calls, tmp_path: Path) -> None:
    file = tmp_path / "密钥.json"
    durable.write_file(file, b"whole")
    assert calls.named_in_order(file)
    assert file.read_bytes() == b"whole"
    assert [path.name for path in tmp_path.iterdir()] == [file.name]


def test_a_folder_is_on_the_disk_with_all_in_it_before_it_has_its_name(calls: Calls, tmp_path: Path) -> None:
    made, target = tmp_path / "making", tmp_path / "2024-01"
    (made / "sheets").mkdir(parents=True)
    (made / "sheets" / "1.pdf").write_bytes(b"one")
    (made / "summary.xlsx").write_bytes(b"two")
    target.mkdir()
    durable.place_folder(made, target)
    inside = [target, target / "sheets", target / "sheets" / "1.pdf", target / "summary.xlsx"]
    assert calls.named_in_order(target, *inside)


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps rights in another way")
def test_what_is_kept_is_its_owners_alone(tmp_path: Path) -> None:
    made = tmp_path / "making"
    made.mkdir()
    (made / "1.pdf").write_bytes(b"one")
    (made / "1.pdf").chmod(0o666)
    durable.place_folder(made, tmp_path / "2024-01")
    durable.write_file(tmp_path / "a", b"")
    modes = [
        oct(path.stat().st_mode & 0o777) for path in (tmp_path / "2024-01", tmp_path / "2024-01/1.pdf", tmp_path / "a")
    ]
    assert modes == ["0o700", "0o600", "0o600"]


def test_a_failure_leaves_the_former_file_and_nothing_else(tmp_path: Path) -> None:
    file = tmp_path / "摘要.xlsx"
    file.write_bytes(b"former")

    def fail_half_way() -> None:
        with durable.replacing(file) as part:
            part.write_bytes(b"half")
            raise OSError(28, "full")

    with pytest.raises(OSError, match="full"):
        fail_half_way()
    assert file.read_bytes() == b"former"
    assert list(tmp_path.iterdir()) == [file]


@pytest.mark.skipif(os.name == "nt", reason="links need a right of their own there")
def test_links_planted_beside_the_place_are_not_followed(tmp_path: Path) -> None:
    """Whoever may write in the shared folder knows the name and plants a link under every name used before."""
    victim = tmp_path / "victim.txt"
    victim.write_bytes(b"mine")
    shared = tmp_path / "shared"
    shared.mkdir()
    file = shared / "名单.csv"
    for name in (f".{file.name}.part", f"{file.name}.new", f".{file.name}.new", file.name):
        (shared / name).symlink_to(victim)
    durable.write_file(file, b"list")
    assert victim.read_bytes() == b"mine"
    assert file.read_bytes() == b"list"
    assert not file.is_symlink()


def test_a_folder_with_something_in_it_is_not_replaced(tmp_path: Path) -> None:
    made, target = tmp_path / "making", tmp_path / "2024-01"
    for folder in (made, target):
        folder.mkdir()
        (folder / "a").write_bytes(folder.name.encode())
    with pytest.raises(OSError, match=r".+"):
        durable.place_folder(made, target)
    assert (target / "a").read_bytes() == b"2024-01"
    assert (made / "a").read_bytes() == b"making"


@pytest.mark.parametrize("answer", [errno.EINVAL, errno.ENOTSUP, errno.EPERM])
def test_a_disk_without_owners_and_folder_syncs_is_written_to_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, answer: int
) -> None:
    """USB sticks and network folders answer so; that a file itself is not synced is never passed over."""
    fsync = os.fsync

    def no_folders(handle: int) -> None:
        if stat.S_ISDIR(os.fstat(handle).st_mode):
            raise OSError(answer, "not here")
        fsync(handle)

    def no_owners(_handle: int, _mode: int) -> None:
        raise OSError(answer, "not here")

    monkeypatch.setattr(os, "fsync", no_folders)
    monkeypatch.setattr(os, "fchmod", no_owners)
    durable.write_file(tmp_path / "一.txt", b"1")
    (tmp_path / "made").mkdir()
    durable.place_folder(tmp_path / "made", tmp_path / "placed")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["placed", "一.txt"]
    monkeypatch.setattr(os, "fsync", lambda _handle: (_ for _ in ()).throw(OSError(errno.EIO, "broken")))
    with pytest.raises(OSError, match="broken"):
        durable.write_file(tmp_path / "二.txt", b"2")
    assert not (tmp_path / "二.txt").exists()


def test_a_copying_that_is_called_off_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "from").write_bytes(b"x" * 3_000_000)
    pieces: list[int] = []

    def step() -> None:
        pieces.append(1)
        if len(pieces) == 2:
            raise InterruptedError

    with pytest.raises(InterruptedError):
        durable.copy_file(tmp_path / "from", tmp_path / "to", step)
    assert [path.name for path in tmp_path.iterdir()] == ["from"]
