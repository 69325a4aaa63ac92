"""What a file is by its content, never by its name alone: pages, something that may be embedded, or neither."""

from __future__ import annotations

from enum import Enum, auto
from pathlib import PurePath

from reviewer_app.services.ports.dispatch import archiving as why


class Kind(Enum):
    """What can be done with a file."""

    PDF = auto()
    PICTURE = auto()
    EMBEDDED = auto()


_PICTURES = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"II*\0", b"MM\0*", b"BM", b"GIF87a", b"GIF89a")
#: Documents of an office, by ending: how they begin, and the kind a reader is told.
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OFFICE = "application/vnd.openxmlformats-officedocument"
_ZIPPED = {
    ".docx": f"{_OFFICE}.wordprocessingml.document",
    ".xlsx": f"{_OFFICE}.spreadsheetml.sheet",
    ".pptx": f"{_OFFICE}.presentationml.presentation",
    ".ofd": "application/ofd",
    ".odt": "application/vnd.oasis.opendocument.text",
    ".ods": "application/vnd.oasis.opendocument.spreadsheet",
    ".zip": "application/zip",
}
_OLD = {
    ".doc": "application/msword",
    ".xls": "application/vnd.ms-excel",
    ".ppt": "application/vnd.ms-powerpoint",
    ".wps": "application/vnd.ms-works",
    ".et": "application/vnd.ms-excel",
    ".dps": "application/vnd.ms-powerpoint",
}
_TEXTS = {".txt": "text/plain", ".csv": "text/csv"}
PDF_TYPE = "application/pdf"
_TYPES = {**_ZIPPED, **_OLD, **_TEXTS}
#: A larger file is laid beside the dossier: nobody could send or open one that holds several of them.
MOST_BYTES = 64 << 20


class NotTakenError(Exception):
    """A file that cannot be taken in so; `code` is the sentence that says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def kind_of(name: str, content: bytes) -> Kind:
    """What a file is; NotTakenError for what does not belong into an archive, or claims to be what it is not."""
    ending = PurePath(name).suffix.lower()
    if len(content) > MOST_BYTES:
        raise NotTakenError(why.TOO_LARGE)
    if b"%PDF-" in content[:1024]:
        return Kind.PDF
    if content.startswith(_PICTURES) or (content[:4] == b"RIFF" and content[8:12] == b"WEBP"):
        return Kind.PICTURE
    if (content.startswith(_ZIP) and ending in _ZIPPED) or (content.startswith(_OLE) and ending in (_OLD | _ZIPPED)):
        return Kind.EMBEDDED
    if ending in _TEXTS and _is_text(content):
        return Kind.EMBEDDED
    is_claimed = ending in _TYPES or ending in (".pdf", ".jpg", ".jpeg", ".png", ".tif", ".tiff")
    raise NotTakenError(why.DISGUISED if is_claimed else why.NOT_ALLOWED)


def type_of(name: str, content: bytes) -> str:
    """The media type of an embedded file, as readers of PDF are told."""
    if b"%PDF-" in content[:1024]:
        return PDF_TYPE
    return _TYPES.get(PurePath(name).suffix.lower(), "application/octet-stream")


def _is_text(content: bytes) -> bool:
    if b"\0" in content:
        return False
    for code in ("utf-8", "gb18030"):
        try:
            content.decode(code)
        except UnicodeDecodeError:
            continue
        return True
    return False
