"""A bureau's .xlsx as the parts it is made of: what is not touched goes into the new file as it is, byte by byte."""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

from lxml import etree

from reviewer_app.domain.errors import TroubleError
from reviewer_app.durable import write_file

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE_RELATION = "http://schemas.openxmlformats.org/package/2006/relationships"
_CONTENT_TYPES = "[Content_Types].xml"
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_SHEET_TYPE = b"spreadsheetml.sheet.main+xml"
_TEMPLATE_TYPE = b"spreadsheetml.template.main+xml"
#: Bytes of the file, and of all its parts unpacked, pictures and all: more is no form to be filled in.
_MOST_BYTES = 30 << 20
_MOST_UNPACKED = 60 << 20
#: Bytes of one part of XML. Read as a tree a sheet of blank cells takes 36 times as much memory: 220 MB at the most.
_MOST_XML = 6 << 20
_XML = (".xml", ".rels", ".vml")
_MOST_PARTS = 5_000
#: What the format allows (ECMA-376 part 2, annex C): the others may unfold without measure.
_PACKING = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_UNREADABLE = (zipfile.BadZipFile, zlib.error, EOFError, LookupError, RuntimeError, ValueError, OSError)


class TemplatePackage:
    """The parts of a workbook by name; `tree` parses one, `put` takes it back, `save` writes the new file."""

    def __init__(self, path: Path) -> None:
        self.name = path.name
        self.parts = _read_parts(path)
        self._check_kind()
        self.workbook_part = self._workbook()
        self.workbook = self.tree(self.workbook_part)
        if self.workbook.tag == f"{{{STRICT}}}workbook":
            raise TroubleError("workbook.strict", file=self.name)

    def tree(self, part: str) -> etree._Element:
        """A part as parsed XML; TroubleError `workbook.broken` if it is none or missing."""
        content = self.parts.get(part)
        if content is None or b"<!DOCTYPE" in content:
            self._broken()
        try:
            return etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True))
        except etree.XMLSyntaxError:
            self._broken()

    def put(self, part: str, tree: etree._Element) -> None:
        """Takes a changed part back."""
        self.parts[part] = serialised(tree)

    def sheets(self) -> dict[str, str]:
        """The worksheets' parts by the sheets' names, in order; sheets of other kinds (charts) are left out."""
        found: dict[str, str] = {}
        related = self.related(self.workbook_part)
        for sheet in self.workbook.iterfind(f"{{{MAIN}}}sheets/{{{MAIN}}}sheet"):
            kind, part = related.get(sheet.get(f"{{{RELATION}}}id", ""), ("", ""))
            if kind == "worksheet" and part in self.parts:
                found[sheet.get("name", "")] = part
        return found

    def related(self, part: str) -> dict[str, tuple[str, str]]:
        """What a part points at: relation id → kind and part name."""
        folder, name = posixpath.split(part)
        relations = f"{folder}/_rels/{name}.rels".lstrip("/")
        if relations not in self.parts:
            return {}
        found = {}
        for relation in self.tree(relations).iterfind(f"{{{_PACKAGE_RELATION}}}Relationship"):
            target = relation.get("Target", "")
            if relation.get("TargetMode") != "External":
                whole = target if target.startswith("/") else posixpath.join(folder, target)
                kind = relation.get("Type", "").rsplit("/", 1)[-1]
                found[relation.get("Id", "")] = (kind, posixpath.normpath(whole).lstrip("/"))
        return found

    def drop(self, owner: str, kind: str) -> None:
        """Takes out the parts of a kind that `owner` points at, with every mention of them."""
        folder, name = posixpath.split(owner)
        relations = f"{folder}/_rels/{name}.rels".lstrip("/")
        going = {key: part for key, (found, part) in self.related(owner).items() if found == kind}
        if not going:
            return
        tree, types = self.tree(relations), self.tree(_CONTENT_TYPES)
        for relation in list(tree):
            if relation.get("Id") in going:
                tree.remove(relation)
        for entry in list(types):
            if (entry.get("PartName") or "").lstrip("/") in going.values():
                types.remove(entry)
        for part in going.values():
            self.parts.pop(part, None)
        self.put(relations, tree)
        self.put(_CONTENT_TYPES, types)

    def save(self, path: Path) -> None:
        """Writes the new workbook; an older file of the name is replaced only when the new one is complete."""
        content = io.BytesIO()
        with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as book:
            for name, part in self.parts.items():
                book.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), part, zipfile.ZIP_DEFLATED)
        write_file(path, content.getvalue())

    def _check_kind(self) -> None:
        types = self.parts[_CONTENT_TYPES]
        if b"macroEnabled" in types:
            raise TroubleError("workbook.macros", file=self.name)
        if b"sheet.binary" in types:
            raise TroubleError("workbook.old_format", file=self.name)
        if _TEMPLATE_TYPE in types:
            self.parts[_CONTENT_TYPES] = types.replace(_TEMPLATE_TYPE, _SHEET_TYPE)
        elif _SHEET_TYPE not in types:
            raise TroubleError("workbook.not_workbook", file=self.name)

    def _workbook(self) -> str:
        documents = [part for kind, part in self.related("").values() if kind == "officeDocument"]
        if not documents or documents[0] not in self.parts:
            self._broken()
        return documents[0]

    def _broken(self) -> NoReturn:
        raise TroubleError("workbook.broken", file=self.name)


@contextmanager
def reading(name: str) -> Iterator[None]:
    """Numbers and places that make no sense in a form's XML mean that the file is damaged."""
    try:
        yield
    except (ValueError, KeyError, IndexError, OverflowError) as problem:
        raise TroubleError("workbook.broken", file=name) from problem


def serialised(tree: etree._Element) -> bytes:
    """A part's bytes."""
    return bytes(etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True))


def _read_parts(path: Path) -> dict[str, bytes]:
    content = _read(path)
    if content.startswith(_OLE):
        is_locked = "EncryptedPackage".encode("utf-16-le") in content
        raise TroubleError("workbook.encrypted" if is_locked else "workbook.old_format", file=path.name)
    if not content.startswith(b"PK"):
        raise TroubleError("workbook.not_workbook", file=path.name)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            entries = [entry for entry in book.infolist() if not entry.is_dir()]
            _check_sizes(entries, path.name)
            if all(entry.filename != _CONTENT_TYPES for entry in entries):
                # A whole package of another kind: an .ods, a packed folder.
                raise TroubleError("workbook.not_workbook", file=path.name)
            return {entry.filename: book.read(entry) for entry in entries}
    except _UNREADABLE as problem:
        raise TroubleError("workbook.broken", file=path.name) from problem


def _check_sizes(entries: Sequence[zipfile.ZipInfo], name: str) -> None:
    """Refuses by the sizes the file itself tells, before anything is unpacked; no part gives more than it told.

    Raises TroubleError `workbook.too_large`, `workbook.sheet_too_large`.
    """
    if any(entry.compress_type not in _PACKING for entry in entries):
        raise zipfile.BadZipFile(name)
    largest = max((entry.file_size for entry in entries if entry.filename.lower().endswith(_XML)), default=0)
    if largest > _MOST_XML:
        size = -(-largest // (1 << 20))
        raise TroubleError("workbook.sheet_too_large", file=name, size=size, limit=_MOST_XML >> 20)
    if len(entries) > _MOST_PARTS or sum(entry.file_size for entry in entries) > _MOST_UNPACKED:
        raise TroubleError("workbook.too_large", file=name)


def _read(path: Path) -> bytes:
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise TroubleError("workbook.too_large", file=path.name)
        return path.read_bytes()
    except FileNotFoundError as problem:
        raise TroubleError("workbook.missing", file=path.name) from problem
    except OSError as problem:
        raise TroubleError("workbook.locked", file=path.name) from problem
