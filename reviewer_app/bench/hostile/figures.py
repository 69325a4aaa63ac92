"""Spoilt files by the thousand through every reader of outside files, in the child process and under its limits."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from reviewer_app.bench.figure import Figure
from reviewer_app.bench.hostile.children import MemoryWatch, spent_by_children
from reviewer_app.bench.hostile.readers import MOST_SECONDS, Tally, try_many, try_one
from reviewer_app.bench.hostile.seeds import BESIDE, SEEDS, make_seeds
from reviewer_app.bench.hostile.spoiling import mutated
from reviewer_app.domain.errors import OfficeError
from reviewer_app.foreign.child import in_child
from reviewer_app.foreign.limits import Limits
from reviewer_resources.phrases import sentence

_MANY = f"{try_many.__module__}:{try_many.__name__}"
_ONE = f"{try_one.__module__}:{try_one.__name__}"
_FILES, _A_PARSER, _QUICK, _AT_ONCE = 100_000, 10_000, 300, 2_000
#: One child reads many files: its memory is that of one, its time that of all.
_TOGETHER = Limits(seconds=3_600.0, reserves=True)
_ALONE = Limits(seconds=MOST_SECONDS - 1, reserves=True)
_MOST_MEGABYTES = 1024


@dataclass(slots=True)
class Account:
    """What came of the spoilt files of one reader; `ended` are those that were the end of a child, each by itself."""

    reader: str
    files: int = 0
    read: int = 0
    refused: int = 0
    crashes: list[str] = field(default_factory=list)
    hangs: list[str] = field(default_factory=list)
    swollen: list[str] = field(default_factory=list)
    wrongly_intact: list[str] = field(default_factory=list)
    ended: list[str] = field(default_factory=list)
    faulty: list[str] = field(default_factory=list)

    @property
    def faults(self) -> list[str]:
        """Everything that must not be."""
        return [*self.crashes, *self.hangs, *self.swollen, *self.wrongly_intact]

    def take(self, name: str, tally: Tally) -> None:
        """Adds what a child counted."""
        self.read += tally.read
        self.refused += tally.refused
        self.faulty += [f"{name} {one}" for one in tally.faulty]
        self.wrongly_intact += [f"{name} {one}" for one in tally.wrongly_intact]


def measure(quick: bool) -> Iterator[Figure]:
    """How many of the spoilt files of each reader end the program, hang, swell, or are called intact: none may."""
    with tempfile.TemporaryDirectory() as scratch:
        seeds = Path(scratch) / "seeds"
        seeds.mkdir()
        make_seeds(seeds)
        for reader in SEEDS:
            yield figure_of(spoil(reader, seeds, Path(scratch), _QUICK if quick else _FILES))


def measure_parsers(quick: bool) -> Iterator[Figure]:
    """The same for every parser by itself: so many spoilt files of each kind a reader takes."""
    with tempfile.TemporaryDirectory() as scratch:
        seeds = Path(scratch) / "seeds"
        seeds.mkdir()
        make_seeds(seeds)
        for reader, names in SEEDS.items():
            for name in (one for one in names if (seeds / one).exists()):
                account = spoil(reader, seeds, Path(scratch), _QUICK if quick else _A_PARSER, kinds=(name,))
                yield replace(figure_of(account), name=f"fuzz.{reader}.{name}")


def figure_of(account: Account) -> Figure:
    """One reader's faults as a figure."""
    faults = len(account.faults)
    return Figure(
        name=f"trust.hostile.{account.reader}",
        value=float(faults),
        absolute=float(account.files),
        absolute_unit=f"files; {account.refused} refused, {len(account.ended)} ended their child alone",
        yardstick="none may crash, hang, swell or be called intact",
        yardstick_value=0.0,
        goal="= 0",
        is_met=not faults,
    )


def spoil(reader: str, seeds: Path, scratch: Path, files: int, first: int = 0, kinds: Sequence[str] = ()) -> Account:
    """Reads so many spoilt files of a reader, shared among its sound ones, or among some of them."""
    account = Account(reader)
    sound = [seeds / name for name in kinds or SEEDS[reader] if (seeds / name).exists()]
    for seed in sound:
        place = scratch / f"{reader}-{seed.name}"
        place.mkdir()
        for name in BESIDE.get(reader, ()):
            shutil.copy(seeds / name, place)
        _spoil_one(account, seed, place, first, files // len(sound))
    return account


def _spoil_one(account: Account, seed: Path, place: Path, first: int, count: int) -> None:
    number, end = first, first + count
    while number < end:
        note, stretch = place.with_suffix(".in-hand"), min(_AT_ONCE, end - number)
        note.unlink(missing_ok=True)
        try:
            tally = in_child(_MANY, Tally, seed.name, account.reader, seed, place, number, stretch, limits=_TOGETHER)
        except OfficeError:
            stretch = (int(note.read_bytes()) if note.exists() else number) - number
            # What it had counted is gone with it: the ones before are counted again.
            if stretch:
                again = (account.reader, seed, place, number, stretch)
                account.take(seed.name, in_child(_MANY, Tally, seed.name, *again, limits=_TOGETHER))
            _read_alone(account, seed, place, number + stretch)
            stretch += 1
        else:
            account.take(seed.name, tally)
        account.files += stretch
        number += stretch


def _read_alone(account: Account, seed: Path, place: Path, number: int) -> None:
    """One that ended its child, by itself as the desk reads it: a sentence, in time."""
    path, name = place / seed.name, f"{seed.name} {number}"
    path.write_bytes(mutated(seed.read_bytes(), f"{account.reader}/{seed.name}/{number}"))
    limits, spent = replace(_ALONE), spent_by_children()
    try:
        with MemoryWatch() as memory:
            in_child(_ONE, bool, path.name, account.reader, path, limits=limits)
        account.read += 1
    except OfficeError as error:
        account.refused += 1
        account.ended.append(f"{name} {error.code}")
        if "—" in sentence(error.code, error.values):
            account.crashes.append(name)
    except Exception as error:
        account.crashes.append(f"{name} {type(error).__name__}")
    if spent_by_children() - spent > MOST_SECONDS + 1:
        account.hangs.append(name)
    if memory.most > _MOST_MEGABYTES:
        account.swollen.append(name)
