"""In the child: many spoilt files read one after another by the desk's own readers, each noted before it is begun."""

from __future__ import annotations

import gc
import json
import os
import re
import signal
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from reviewer_app.bench.hostile.spoiling import mutated
from reviewer_app.domain.errors import OfficeError
from reviewer_app.services.ports.papers import AfterSigning, PlacedBox, SealImage
from reviewer_app.services.ports.records import CheckLine, Grade

_BOX = PlacedBox(1, 50, 50, 42, 42)
#: No file of a few kilobytes may keep the processor longer, in seconds.
MOST_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class Tally:
    """What came of some files: read, refused with a sentence, ended by an error of a library, called 完好 wrongly."""

    read: int = 0
    refused: int = 0
    faulty: tuple[str, ...] = ()
    wrongly_intact: tuple[int, ...] = ()


def try_many(reader: str, seed_file: Path, scratch: Path, first: int, count: int) -> Tally:
    """Reads the spoilt files `first` … of a reader; the number in hand stands in `scratch` should this be the end."""
    content, work, note = seed_file.read_bytes(), READERS[reader], scratch.with_suffix(".in-hand")
    read = refused = 0
    faulty, wrong = list[str](), list[int]()
    for number in range(first, first + count):
        spoilt = mutated(content, f"{reader}/{seed_file.name}/{number}")
        path = scratch / seed_file.name
        path.write_bytes(spoilt)
        note.write_bytes(b"%d" % number)
        _watch()
        try:
            if work(path) and not _says_the_same(spoilt, content):
                wrong.append(number)
            read += 1
        except OfficeError:
            refused += 1
        except Exception as error:
            # The child says of it that it cannot be read: a sentence, but the reader did not see it coming.
            faulty.append(f"{number} {type(error).__name__}")
        if number % 50 == 0:
            gc.collect()
    return Tally(read, refused, tuple(faulty), tuple(wrong))


def _says_the_same(spoilt: bytes, content: bytes) -> bool:
    """Whether nothing was changed that can be known: a manifest may be set out otherwise and say what it said."""
    try:
        return bool(_provable(json.loads(spoilt)) == _provable(json.loads(content)))
    except (ValueError, RecursionError):
        return _DIGITS.sub(_small, spoilt) == _DIGITS.sub(_small, content)


#: A signature in a PDF says the same in small letters and in large ones.
_DIGITS = re.compile(rb"/Contents <[0-9a-fA-F]+>")


def _small(found: re.Match[bytes]) -> bytes:
    return found[0].lower()


def _provable(manifest: dict[str, object]) -> dict[str, object]:
    """A paper bears the beginning of its pack's hash alone."""
    return {**manifest, "pack_sha256": str(manifest.get("pack_sha256"))[:12]}


def try_one(reader: str, path: Path) -> bool:
    """Reads one file; whether it was called intact."""
    return READERS[reader](path)


def _watch() -> None:
    """Ends this process when one file takes it longer than any may."""
    if os.name == "posix":
        signal.signal(signal.SIGPROF, signal.SIG_DFL)
        signal.setitimer(signal.ITIMER_PROF, MOST_SECONDS)


def _list(path: Path) -> bool:
    from reviewer_app.intake.spreadsheet import SpreadsheetReader
    from reviewer_app.packs.loading import shipped_pack

    SpreadsheetReader().read(path, shipped_pack())
    return False


def _beginning(path: Path) -> bool:
    from reviewer_app.intake.spreadsheet import SpreadsheetReader
    from reviewer_app.packs.loading import shipped_pack

    SpreadsheetReader().beginning(path, shipped_pack())
    return False


def _own_list(path: Path) -> bool:
    from reviewer_app.intake.spreadsheet import SpreadsheetReader

    SpreadsheetReader().read_own_list(path)
    return False


def _city_list(path: Path) -> bool:
    from reviewer_app.intake.spreadsheet import SpreadsheetReader

    SpreadsheetReader().read_city_list(path)
    return False


def _form(path: Path) -> bool:
    from reviewer_app.outputs.summary.writer import SummaryForms

    SummaryForms().look_at(path)
    return False


def _verify(path: Path) -> bool:
    from reviewer_app.outputs.checking.export_folder import ArchiveVerifier

    return _is_intact(ArchiveVerifier().look_at_pdf(path).lines)


def _folder(path: Path) -> bool:
    from reviewer_app.outputs.checking.export_folder import ArchiveVerifier

    return _is_intact(ArchiveVerifier().look_at_folder(path.parent).lines)


def _is_intact(lines: Sequence[CheckLine]) -> bool:
    """A certificate nobody vouches for is a matter of notice; that the bytes changed must be said to be broken."""
    return bool(lines) and all(line.standing is not Grade.BROKEN for line in lines)


def _signatures(path: Path) -> bool:
    from reviewer_app.outputs.signing.signer import PadesSigner

    PadesSigner().check(path.read_bytes())
    return False


def _signing(path: Path) -> bool:
    from reviewer_app.outputs.signing.trial import try_signing

    try_signing(path.read_bytes(), _BOX, None, AfterSigning.OPEN, ())
    return False


def _sealing(path: Path) -> bool:
    from reviewer_app.outputs.papers.stamper import PdfStamper

    PdfStamper().seal(path.read_bytes(), (_BOX,), SealImage(None))
    return False


def _showing(path: Path) -> bool:
    from reviewer_app.outputs.pdf.seen_page import shown_pages

    shown_pages(path.read_bytes())
    return False


def _drawing(path: Path) -> bool:
    from reviewer_ui.printing.pdf_pages import try_pages

    try_pages(path.read_bytes())
    return False


def _seal(path: Path) -> bool:
    from reviewer_app.outputs.seals.image import try_seal

    try_seal(SealImage(path))
    return False


def _certificate(path: Path) -> bool:
    from reviewer_app.outputs.certificates.file import certificates_in

    certificates_in(path)
    return False


def _revocations(path: Path) -> bool:
    """Whether a list was taken for one its issuer signed, and says nothing against the certificate beside it."""
    from reviewer_app.outputs.certificates.revocation import facts_of, listed

    facts_of(path)
    own = (path.parent / "own.cer").read_bytes()
    look = listed(path, own, (own,))
    return look.is_checked and look.revoked is None


def _revocations_text(path: Path) -> bool:
    """The same as text, which may be set out otherwise and say what it said."""
    _revocations(path)
    return False


def _key(path: Path) -> bool:
    from reviewer_app.outputs.certificates.credential import try_file

    try_file(path, "demo")
    return False


def _pack(path: Path) -> bool:
    from reviewer_app.packs.checking import check_file

    check_file(path)
    return False


def _calendar(path: Path) -> bool:
    from reviewer_app.packs.calendars import office_calendar

    office_calendar(path.parent)
    return False


def _key_file(path: Path) -> bool:
    from reviewer_db.folder.keys import KeyRing

    KeyRing.load(path)
    return False


def _backup(path: Path) -> bool:
    from reviewer_db.safety.shelf import changed_files, info_of

    info_of(path.parent)
    changed_files(path.parent)
    return False


def _package(path: Path) -> bool:
    from reviewer_app.bench.hostile.packages import read_package

    return read_package(path)


def _content(path: Path) -> bool:
    from reviewer_app.bench.hostile.packages import read_content

    return read_content(path)


def _card(path: Path) -> bool:
    from reviewer_app.bench.hostile.packages import read_card

    return read_card(path)


def _rules(path: Path) -> bool:
    from reviewer_app.bench.hostile.packages import read_rules

    return read_rules(path)


READERS: dict[str, Callable[[Path], bool]] = {
    "list": _list,
    "beginning": _beginning,
    "own_list": _own_list,
    "city_list": _city_list,
    "form": _form,
    "verify": _verify,
    "folder": _folder,
    "signatures": _signatures,
    "signing": _signing,
    "sealing": _sealing,
    "showing": _showing,
    "drawing": _drawing,
    "seal": _seal,
    "certificate": _certificate,
    "revocations": _revocations,
    "revocations_text": _revocations_text,
    "key": _key,
    "pack": _pack,
    "calendar": _calendar,
    "key_file": _key_file,
    "backup": _backup,
    "package": _package,
    "package_content": _content,
    "card": _card,
    "rules": _rules,
}
