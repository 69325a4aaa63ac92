"""Spoilt files of every reader through the child: no crash, no hang, no wrong 完好, no wrong acceptance."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from reviewer_app.bench.hostile.figures import figure_of, spoil
from reviewer_app.bench.hostile.readers import READERS
from reviewer_app.bench.hostile.seeds import BESIDE, SEEDS, make_seeds
from reviewer_app.bench.hostile.spoiling import mutated

LISTS = Path(__file__).parent.parent / "intake" / "samples"
#: Made once and kept, so that the same number spoils the same file on each run: a key is made by chance.
KEPT = Path(__file__).parent / "samples"
#: Other numbers than those of the figures.
FIRST, FILES = 1_000_000, 80
#: Of those that take little time each: more of them, packages and cards from another desk before all.
_QUICK = (
    "revocations",
    "revocations_text",
    "rules",
    "form",
    "folder",
    "showing",
    "certificate",
    "key",
    "pack",
    "calendar",
    "key_file",
    "backup",
)
MORE = dict.fromkeys(("package", "package_content", "card", *_QUICK), 300)
PROVEN = ("verify", "folder", "package", "card", "revocations", "rules")


@pytest.fixture(scope="module")
def seeds(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("seeds")
    make_seeds(folder)
    shutil.copy(LISTS / "titled-2024.xls", folder / "list.xls")
    shutil.copy(LISTS / "online-2024.ods", folder / "list.ods")
    for kept in KEPT.iterdir():
        shutil.copy(kept, folder)
    return folder


@pytest.mark.parametrize("reader", SEEDS)
def test_spoilt_files_do_no_harm(reader: str, seeds: Path, tmp_path: Path) -> None:
    files = MORE.get(reader, FILES)
    account = spoil(reader, seeds, tmp_path, files, FIRST)
    assert account.faults == []
    assert account.files == account.read + account.refused + len(account.faulty)
    assert account.files >= files - len(SEEDS[reader])
    assert figure_of(account).is_met


@pytest.mark.parametrize("reader", SEEDS)
def test_the_sound_files_are_read(reader: str, seeds: Path, tmp_path: Path) -> None:
    """What is spoilt has to be sound before; only a sound paper, folder, package or card has nothing broken."""
    for number, name in enumerate(SEEDS[reader]):
        place = tmp_path / str(number)
        place.mkdir()
        for one in (name, *BESIDE.get(reader, ())):
            shutil.copy(seeds / one, place)
        assert READERS[reader](place / name) is (reader in PROVEN)


def test_every_reader_has_its_sound_files(seeds: Path) -> None:
    assert set(SEEDS) == set(READERS)
    assert [name for names in SEEDS.values() for name in names if not (seeds / name).exists()] == []


def test_the_same_number_spoils_in_the_same_way(seeds: Path) -> None:
    content = (seeds / "list.xlsx").read_bytes()
    made = [mutated(content, f"a/{number}") for number in range(40)]
    assert made == [mutated(content, f"a/{number}") for number in range(40)]
    assert sum(one != content for one in made) > 30
