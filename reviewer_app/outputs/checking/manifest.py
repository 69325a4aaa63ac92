"""Whether a manifest still says what its files say of themselves: case numbers, kinds, record head and pack.

A manifest is plain text and can be edited; the PDFs beside it carry the same facts under their own proof of content.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import Any

from reviewer_app.domain.dispatch.folder import LIST, is_sheet
from reviewer_app.services.ports.records import CheckLine, Grade
from reviewer_app.small_files import content_of
from reviewer_resources.phrases import sentence

#: The kinds a file can have by its ending; a PDF says its kind itself.
_KINDS = {".xlsx": ("summary",), ".png": ("screenshot", "page-picture")}
#: The workbooks beside the summary, and the list that an officer reads, are known by their names.
_KIND_BY_NAME = {"register.xlsx": ("register",), "seal-register.xlsx": ("seal-register",), LIST: ("list",)}
#: The part of the pack's hash that is printed in a document.
_SHORT_HASH = 12
#: What a manifest says, and each of its entries; more is said by nobody here.
_SAID_OF_ALL = {"files", "pack_sha256", "audit_head"}
_SAID = {"path", "sha256", "kind", "applications"}
#: No export of a district comes near.
_MOST_LIST = 8 << 20
_HASH = re.compile(r"[0-9a-f]{64}")

Entry = Mapping[str, Any]


def compare_manifest(folder: Path, name: str, content: Mapping[str, Any], intact: set[str]) -> list[CheckLine]:
    """A line under the manifest's `name` for each thing it says otherwise than its `intact` files."""
    entries: Sequence[Entry] = [item for item in content["files"] if item["path"] in intact]
    said = {item["path"]: _own_words(folder / item["path"]) for item in entries if item["path"].endswith(".pdf")}
    wrong = [item["path"] for item in entries if not _agrees(item, said.get(item["path"], {}))]
    wrong += _incomplete_summaries(content["files"], wrong)
    codes = [*_heads_and_packs(content, list(said.values())), *_no_summary(content["files"])]
    codes += _other_list(folder, content["files"], intact)
    lines = [sentence("verify.manifest_entry", {"file": path}) for path in wrong] + [sentence(code) for code in codes]
    return [CheckLine(name, Grade.BROKEN, line) for line in lines]


def _own_words(path: Path) -> Mapping[str, str]:
    """The information dictionary of a PDF; nothing of a file that is none."""
    import pikepdf

    try:
        with pikepdf.open(path) as pdf:
            return {str(key)[1:]: str(value) for key, value in pdf.docinfo.items()}
    except (pikepdf.PdfError, OSError, ValueError):
        return {}


def _agrees(item: Entry, said: Mapping[str, str]) -> bool:
    """Whether kind and case numbers of an entry are those of its file, as far as the file tells them."""
    kind, numbers = item.get("kind"), item.get("applications")
    if not isinstance(kind, str) or not isinstance(numbers, list):
        return False
    path = PurePosixPath(item["path"])
    told = _KIND_BY_NAME.get(path.name) or _KINDS.get(path.suffix, ("",))
    kinds = (said["DeskKind"],) if said.get("DeskKind") else told
    is_kind = any(kind == one or not one or kind.startswith(f"{one}-") for one in kinds)
    return is_kind and (not said.get("DeskIntake") or numbers == [said["DeskIntake"]])


def _incomplete_summaries(entries: Sequence[Entry], wrong: Sequence[str]) -> Iterator[str]:
    """The batch's summary and its list name exactly the cases whose sheets lie beside them."""
    sheets = [item for item in entries if is_sheet(item["path"]) and item["path"] not in wrong]
    numbers = sorted(str(number) for item in sheets for number in item.get("applications") or ())
    for item in entries:
        listed = item.get("applications")
        is_summary = item.get("kind") in ("summary", "list") and "/" not in item["path"] and isinstance(listed, list)
        if is_summary and sheets and not wrong and sorted(map(str, listed or ())) != numbers:
            yield item["path"]


def _no_summary(entries: Sequence[Entry]) -> Iterator[str]:
    """A batch is never exported without its summary."""
    is_batch = any(is_sheet(item["path"]) for item in entries)
    if is_batch and not any("/" not in item["path"] and item["path"].endswith(".xlsx") for item in entries):
        yield "verify.manifest_no_summary"


def _other_list(folder: Path, entries: Sequence[Entry], intact: set[str]) -> Iterator[str]:
    """What an officer reads of the folder is what the program checks it by."""
    if LIST not in intact:
        return
    try:
        read: Any = json.loads(content_of(folder / LIST, _MOST_LIST))
        listed = {(item["文件"], item["SHA-256"]) for item in read["文件"]}
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        listed = set()
    if listed != {(item["path"], item["sha256"]) for item in entries if item["path"] != LIST}:
        yield "verify.list_disagrees"


def _heads_and_packs(content: Mapping[str, Any], said: Sequence[Mapping[str, str]]) -> Iterator[str]:
    """Record head and pack must be those of one PDF at least; the papers of a demo are made at two times."""
    if content.keys() - _SAID_OF_ALL or any(item.keys() - _SAID for item in content["files"]):
        yield "verify.manifest_more"
    head, pack = content.get("audit_head"), content.get("pack_sha256")
    heads = {words["DeskAuditHead"] for words in said if words.get("DeskAuditHead")}
    packs = {words["DeskPack"].rsplit(" ", 1)[-1] for words in said if words.get("DeskPack")}
    if not isinstance(head, str) or (heads and head not in heads):
        yield "verify.manifest_head"
    if not isinstance(pack, str) or not _HASH.fullmatch(pack) or (packs and pack[:_SHORT_HASH] not in packs):
        yield "verify.manifest_pack"
