"""What packages between libraries hold, as bytes and back; read as strictly as what a child process says."""

from __future__ import annotations

from reviewer_app.domain.errors import RefusalError
from reviewer_app.foreign.plain_values import NoAnswerError, packed, unpacked
from reviewer_app.services.ports.custody import PackageContent

#: How much of a package may be words; files beside them are counted apart.
_MOST_WORDS = 64 * 1024 * 1024
_LENGTH = 8


class PackageCodec:
    """Implements ports.ContentCodec."""

    def packed(self, content: PackageContent) -> bytes:
        """The content as bytes."""
        return packed(content)

    def unpacked(self, content: bytes) -> PackageContent:
        """The content again; RefusalError `custody.unreadable` for anything else."""
        words = int.from_bytes(content[:_LENGTH], "big")
        if words > _MOST_WORDS:
            raise RefusalError("custody.unreadable")
        try:
            # Half characters can be kept nowhere here.
            content[_LENGTH : _LENGTH + words].decode()
            read = unpacked(content, PackageContent)
        except (UnicodeDecodeError, NoAnswerError) as error:
            raise RefusalError("custody.unreadable") from error
        # One content has one spelling: escapes, spare keys and other ways round are no package of this program.
        if packed(read) != content:
            raise RefusalError("custody.unreadable")
        return read
