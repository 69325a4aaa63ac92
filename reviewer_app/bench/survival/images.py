"""Power cuts on a real file system: its image is copied just as it lies below it, and the copy is used from then on.

What a program has not synced is in the kernel's memory and not in the image, as at a true cut; mounting the copy lets
ext4 make good what it can. Only root can mount, and where no loop device is offered nothing can be shown this way.
"""

from __future__ import annotations

import filecmp
import os
import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path

from reviewer_app.bench.survival.day import ACTS
from reviewer_app.bench.survival.finding import faults_after
from reviewer_app.bench.survival.kills import BEFORE, Killer, Outcome, make_template

_SIZE = 96 << 20


class ImageDisk:
    """An ext4 of its own in a file, mounted in a folder; it can be cut from the power."""

    def __init__(self, scratch: Path) -> None:
        self.place = scratch / "disk"
        self._image, self._copy = scratch / "disk.img", scratch / "cut.img"
        self.place.mkdir(exist_ok=True)

    @contextmanager
    def new(self) -> Iterator[Path]:
        """An empty one, mounted; taken away at the end."""
        with self._image.open("wb") as image:
            image.truncate(_SIZE)
        _run("mkfs.ext4", "-q", "-F", str(self._image))
        self._mount(self._image)
        try:
            yield self.place
        finally:
            with suppress(subprocess.CalledProcessError):
                _run("umount", str(self.place))

    def settle(self) -> None:
        """Brings all that lies there onto the disk."""
        _run("sync", "-f", str(self.place))

    def cut(self) -> None:
        """Cuts the power: from here on the disk holds what had reached it, and no more."""
        while True:
            shutil.copyfile(self._image, self._copy)
            # The kernel may have written while it was copied; a cut has one moment.
            if filecmp.cmp(self._image, self._copy, shallow=False):
                break
        _run("umount", str(self.place))
        self._mount(self._copy)

    def _mount(self, image: Path) -> None:
        _run("mount", "-o", "loop", "-t", "ext4", str(image), str(self.place))


@cache
def why_not() -> str:
    """Why this machine cannot show it; empty when it can."""
    if sys.platform != "linux" or os.geteuid() != 0:
        return "only root mounts a file system"
    if missing := [name for name in ("mkfs.ext4", "mount", "umount", "sync") if shutil.which(name) is None]:
        return f"{missing[0]} is not installed"
    with tempfile.TemporaryDirectory() as scratch:
        try:
            with ImageDisk(Path(scratch)).new():
                return ""
        except (OSError, subprocess.CalledProcessError):
            return "no loop device is offered here"


def cut_images(scratch: Path, count: int, seed: int = 1) -> Outcome:
    """Cuts so many days, each act in turn: first right after it was acknowledged, at every second round within it."""
    template, disk = make_template(scratch), ImageDisk(scratch)
    root = disk.place / "day"
    killer = Killer(scratch, root)
    outcome, chance = Outcome(), random.Random(seed)
    try:
        with disk.new():
            durations = killer.durations(template)
        for number in range(count):
            victim = list(ACTS)[number % len(ACTS)]
            before = chance.sample(BEFORE, 2)
            if victim == "restore" and "back_up" not in before:
                before[0] = "back_up"
            is_within = number // len(ACTS) % 2
            wait = chance.uniform(0, durations[victim]) if is_within else None
            with disk.new():
                told = killer.kill(template, number + 1, (*before, victim), wait, disk.settle)
                disk.cut()
                outcome.stops += 1
                outcome.acknowledged += len(told.facts)
                outcome.within += bool(told.on_its_way)
                outcome.faults += [f"image {number} in {victim}: {fault}" for fault in faults_after(root, told)]
    finally:
        killer.end()
    return outcome


def _run(*command: str) -> None:
    subprocess.run(command, check=True, capture_output=True)
