"""What comes from other desks, packages and packs, as bytes and back; their words are taken apart in a child."""

from __future__ import annotations

from pathlib import Path

from reviewer_app.domain.errors import RefusalError, TroubleError
from reviewer_app.domain.outside.custody import DeskCard
from reviewer_app.foreign.child import USUAL, in_child
from reviewer_app.foreign.limits import Limits
from reviewer_app.foreign.packages import PackageWords, ReadWords
from reviewer_app.foreign.plain_values import packed
from reviewer_app.packs.checking import PackCheck
from reviewer_app.services.handover.cards import LARGEST_CARD
from reviewer_app.services.handover.envelope import LARGEST_BEGINNING
from reviewer_app.services.handover.signed_packs import require_proven
from reviewer_app.services.ports.custody import Head, PackageContent
from reviewer_app.services.ports.seasons import ArrivedPack
from reviewer_app.small_files import content_of

_WORK = "reviewer_app.foreign.packages"
_RULES = "reviewer_app.foreign.signed_packs:arrived_in"
#: How much of a package may be words; the files behind them are counted apart.
MOST_WORDS = 64 * 1024 * 1024
_COUNT = 8
#: Words a package may well be full of: so many seconds more for each megabyte, and no more memory.
_SECONDS = 1.0
_MEGABYTE = 1 << 20


class ForeignPacks:
    """Implements ports.PackReader."""

    def check(self, path: Path) -> PackCheck:
        """A pack, its signature compared where it bears one, with what it would ask and what in it does not agree.

        Raises TroubleError `pack.…`, `foreign.…`, RefusalError `signed_pack.…`.
        """
        arrived = self.arrived(path)
        require_proven(arrived)
        return arrived.check

    def arrived(self, path: Path) -> ArrivedPack:
        """The pack of a plain or signed file; TroubleError `pack.…`, `foreign.…`, RefusalError `signed_pack.…`."""
        return in_child(_RULES, ArrivedPack, path.name, path, limits=USUAL)


class PackageCodec:
    """Implements ports.ContentCodec."""

    def packed(self, content: PackageContent) -> bytes:
        """The content as bytes; RefusalError `custody.too_many_words`."""
        made = packed(content)
        if int.from_bytes(made[:_COUNT], "big") > MOST_WORDS:
            raise RefusalError("custody.too_many_words", limit=MOST_WORDS // _MEGABYTE)
        return made

    def head(self, package: bytes, file: str) -> Head:
        """What stands at the beginning of a package; RefusalError `custody.no_package`, `custody.newer`."""
        return in_child(f"{_WORK}:head_in", Head, file, package[:LARGEST_BEGINNING], len(package))

    def unpacked(self, content: bytes, file: str) -> PackageContent:
        """The content again; RefusalError `custody.unreadable`, `custody.record_broken`, TroubleError `foreign.…`."""
        count = int.from_bytes(content[:_COUNT], "big")
        place = _COUNT + count
        if count > MOST_WORDS or place > len(content):
            raise RefusalError("custody.unreadable")
        limits = Limits(seconds=Limits().seconds + _SECONDS * count / _MEGABYTE)
        text = content[_COUNT:place]
        read = in_child(f"{_WORK}:words_in", ReadWords, file, text, len(content) - place, limits=limits)
        files = []
        for length in read.lengths:
            files.append(content[place : place + length])
            place += length
        return _joined(read.words, files)

    def card(self, path: Path) -> DeskCard:
        """The card in a file; RefusalError `custody.no_card`, `custody.card_changed`, TroubleError `foreign.…`."""
        try:
            content = content_of(path, LARGEST_CARD)
        except OSError as error:
            raise TroubleError("custody.file_unreadable", file=path.name) from error
        except ValueError as error:
            raise RefusalError("custody.no_card") from error
        return in_child(f"{_WORK}:card_in", DeskCard, path.name, content)


def _joined(words: PackageWords, files: list[bytes]) -> PackageContent:
    try:
        found = {sha256: files[place] for sha256, place in words.files.items()}
        return PackageContent(words.number, words.sender, words.made_at, words.made_by, words.note, words.cases, found)
    except IndexError as error:
        raise RefusalError("custody.unreadable") from error
