"""What is set up for sealing files: the office's own image, kept encrypted in the library, and what signs."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from reviewer_app.domain.changes import Changes, Noun
from reviewer_app.domain.dispatch.seals import SealSetup
from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.record import EventAct, RecordKey
from reviewer_app.durable import lock_file, write_file
from reviewer_app.services.cases.permissions import require_role
from reviewer_app.services.cases.recording import record
from reviewer_app.services.ports.library import UnitOfWork
from reviewer_app.services.ports.papers import AfterSigning, Credential, SealImage

#: How the folder of an image begins that is drawn now, and the file in it which is locked for so long.
_IMAGE_FOLDER, _LOCK = "seal-", "drawing.lock"
#: Who this program runs as, where the system has owners: what others laid beside is left alone.
_OWN = os.getuid() if sys.platform != "win32" else None
#: An image is no larger than this.
IMAGE_LIMIT = 8 << 20


@dataclass(frozen=True, slots=True)
class ImageFile:
    """An image as it was chosen: its name and bytes."""

    name: str
    content: bytes


def read_setup(unit: UnitOfWork) -> SealSetup:
    """What is set up now."""
    return unit.seals.setup()


def write_setup(unit: UnitOfWork, setup: SealSetup, image: ImageFile | None = None) -> Changes:
    """Keeps what an admin set up, with a new image if one is given; the former one stays in its line.

    Raises RefusalError `act.role_needed`, `seal.two_keys`, `seal.module_alone`, `seal.image_large`.
    """
    require_role(unit.actor, EventAct.SEAL_SET_UP)
    if setup.key_file and setup.module:
        raise RefusalError("seal.two_keys", field="module")
    if bool(setup.module) != bool(setup.token) or bool(setup.module) != bool(setup.label):
        raise RefusalError("seal.module_alone", field="module")
    if image is not None:
        if len(image.content) > IMAGE_LIMIT:
            raise RefusalError("seal.image_large", name=image.name, limit=IMAGE_LIMIT >> 20, field="image")
        setup = replace(setup, image_sha256=unit.attachments.keep(image.content), image_name=image.name)
    setup = replace(setup, after_signing=AfterSigning(setup.after_signing).value)
    unit.seals.set_up(replace(setup, set_by=unit.actor.name, set_at=unit.now))
    said = {
        RecordKey.SEAL_IMAGE: f"{setup.image_name}（{setup.diameter:g} 毫米）" if setup.has_image else "",
        RecordKey.SEAL_CERTIFICATE: Path(setup.key_file).name or setup.token,
        RecordKey.AUTHORITY: setup.authority,
    }
    record(unit, None, EventAct.SEAL_SET_UP, detail={key: value for key, value in said.items() if value})
    return Changes(frozenset({Noun.SETTINGS}))


def image_content(unit: UnitOfWork, setup: SealSetup) -> bytes:
    """The office's image; only its services hand it to what draws it. Nothing when there is none."""
    return unit.attachments.content(setup.image_sha256) if setup.has_image else b""


def credential_of(setup: SealSetup) -> Credential:
    """What signs, as the signer takes it."""
    if setup.module:
        return Credential(module=Path(setup.module), token=setup.token, label=setup.label)
    return Credential(file=Path(setup.key_file)) if setup.key_file else Credential()


@contextmanager
def image_as_file(setup: SealSetup, content: bytes) -> Iterator[SealImage | None]:
    """The image as a file for as long as it is drawn, in a folder nobody else can read; gone afterwards.

    What draws seals takes files; the image itself is kept nowhere but encrypted in the library. A program that is
    killed meanwhile leaves the folder behind: its lock is free then, and the next start clears it away.
    """
    if not content:
        yield None
        return
    clear_left_images()
    with tempfile.TemporaryDirectory(prefix=_IMAGE_FOLDER) as folder:
        write_file(Path(folder) / _LOCK, b"")
        with (Path(folder) / _LOCK).open("r+b") as lock:
            lock_file(lock)
            file = Path(folder) / f"seal{Path(setup.image_name).suffix.lower()}"
            write_file(file, content)
            yield SealImage(file, setup.diameter)


def clear_left_images() -> None:
    """Clears away the images that a program left as files when it was killed; one that is being drawn stays."""
    for folder in Path(tempfile.gettempdir()).glob(f"{_IMAGE_FOLDER}*"):
        try:
            if folder.is_symlink() or (_OWN is not None and folder.stat().st_uid != _OWN):
                continue
            with (folder / _LOCK).open("r+b") as lock:
                lock_file(lock)
        except OSError:
            # Another program draws it now, or it is somebody else's, or no such folder of ours.
            continue
        shutil.rmtree(folder, ignore_errors=True)
