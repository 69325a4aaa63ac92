"""Year tables, key files, lists of backups and notes left by somebody else: read, or one sentence, at once."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from reviewer_app.domain.deadlines import add_workdays
from reviewer_app.domain.errors import TroubleError
from reviewer_app.foreign.calendars import calendar_of
from reviewer_app.foreign.package_content import ForeignPacks
from reviewer_app.packs.checking import PackCheck
from reviewer_app.services.ports.papers import TemplateMapping
from reviewer_app.services.summary.template_mapping import keep_mapping, kept_mapping, mapping_file
from reviewer_app.small_files import content_of, json_of
from reviewer_db.folder.keys import KeyRing
from reviewer_db.people.failed_logins import read_tries
from reviewer_db.safety import second_place, shelf
from reviewer_resources import text as resource_text
from reviewer_resources.phrases import sentence

TABLE = (
    'year = 2027\nsource = "年表（演练）"\nworked_weekends = []\n'
    '[[holidays]]\nname = "演练"\nfirst = 2027-02-03\nlast = 2027-02-04\n'
)
DEEP = b"[" * 100_000


@pytest.mark.parametrize(
    "content",
    [
        TABLE.encode(),
        TABLE.encode("utf-8-sig"),
        TABLE.encode("gb18030"),
        TABLE.encode("utf-16"),
        b"\xfe\xff" + TABLE.encode("utf-16-be"),
        TABLE.replace("\n", "\r\n").encode("utf-8-sig"),
    ],
    ids=["utf-8", "mark", "gb18030", "utf-16", "utf-16-be", "windows"],
)
def test_a_year_table_is_read_however_an_editor_saved_it(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "2027.toml").write_bytes(content)
    assert add_workdays(calendar_of(tmp_path), date(2027, 2, 1), 2) == date(2027, 2, 5)


def told(folder: Path) -> str:
    """The code a folder of year tables ends with; the sentence names the file."""
    began = time.monotonic()
    with pytest.raises(TroubleError) as failure:
        calendar_of(folder)
    assert time.monotonic() - began < 40
    assert "2027.toml" in sentence(failure.value.code, failure.value.values)
    return failure.value.code


@pytest.mark.parametrize(
    "content",
    [
        b"a = " + DEEP,
        b"a = " + b"{a=" * 50_000,
        b"[" + b"a." * 60_000 + b"a]",
        b"a." * 60_000 + b"a = 1",
        b"year = " + b"9" * 100_000,
        b"\n" * (1 << 20),
        b"year = 2027\x00",
        b"\xff\xfe\x00",
        b"\x81",
        TABLE.replace("2027-02-04", "9999-12-31").encode(),
    ],
    ids=["deep", "tables", "heads", "keys", "number", "long", "nul", "half", "no-text", "8000-years"],
)
def test_a_year_table_that_is_a_trap_is_a_sentence(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "2027.toml").write_bytes(content)
    assert told(tmp_path) in ("calendar.broken", "foreign.too_slow", "foreign.died", "foreign.too_much")


def test_a_link_that_leads_nowhere_and_a_pipe_are_said(tmp_path: Path) -> None:
    (tmp_path / "2027.toml").symlink_to(tmp_path / "没有")
    assert told(tmp_path) == "calendar.unreadable"
    (tmp_path / "2027.toml").unlink()
    if sys.platform != "win32":
        os.mkfifo(tmp_path / "2027.toml")
        assert told(tmp_path) == "calendar.broken"


def test_a_year_table_is_read_again_when_it_was_changed(tmp_path: Path) -> None:
    (tmp_path / "2027.toml").write_text("year = 1", encoding="utf-8")
    assert told(tmp_path) == "calendar.broken"
    (tmp_path / "2027.toml").write_text(TABLE, encoding="utf-8")
    assert calendar_of(tmp_path) is calendar_of(tmp_path)
    (tmp_path / "2027.toml").write_text(TABLE + " ", encoding="utf-8")
    assert date(2027, 2, 4) in calendar_of(tmp_path).days_off


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_pack_is_read_however_an_editor_saved_it(tmp_path: Path, encoding: str) -> None:
    text = resource_text("notices", "sh-2024.toml")
    (tmp_path / "规则包.toml").write_bytes(text.encode(encoding))
    found = ForeignPacks().check(tmp_path / "规则包.toml")
    assert (found.is_usable, found.text) == (True, text)


@pytest.mark.parametrize("content", [b"a = " + DEEP, b"[" + b"a." * 400_000 + b"a]", b"a." * 400_000 + b"a = 1"])
def test_a_pack_that_is_a_trap_is_a_sentence(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "规则包.toml").write_bytes(content)
    found = _checked(tmp_path / "规则包.toml")
    if isinstance(found, TroubleError):
        assert "规则包.toml" in sentence(found.code, found.values)
    else:
        assert found.findings


def _checked(path: Path) -> PackCheck | TroubleError:
    try:
        return ForeignPacks().check(path)
    except TroubleError as trouble:
        return trouble


def _piped(path: Path) -> None:
    if sys.platform == "win32":
        path.mkdir()
    else:
        os.mkfifo(path)


LEFT: dict[str, Callable[[Path], object]] = {
    "deep": lambda path: path.write_bytes(DEEP),
    "deeper": lambda path: path.write_bytes(b'{"a":' * 150_000),
    "long": lambda path: path.write_bytes(b" " * (3 << 20)),
    "number": lambda path: path.write_bytes(b"9" * 100_000),
    "endless": lambda path: path.write_bytes(b'{"made_at": 1e999, "sequence": 1e999, "format": Infinity}'),
    "no-text": lambda path: path.write_bytes(b"\xff\xfe\x00"),
    "pipe": _piped,
}


@pytest.mark.parametrize("leave", LEFT.values(), ids=LEFT)
def test_what_somebody_left_in_place_of_a_small_file_is_no_such_file(
    tmp_path: Path, leave: Callable[[Path], object]
) -> None:
    """Nothing waits, nothing swells; each reader says what it says of a damaged file."""
    began = time.monotonic()
    made = tmp_path / "2024-05-01_120000"
    made.mkdir()
    for path in (made / "backup.json", tmp_path / "keys.json", mapping_file(tmp_path / "表.xlsx")):
        leave(path)
    own = second_place.shelf_in(tmp_path, "ab" * 16)
    own.mkdir()
    leave(own / "library.json")
    with pytest.raises(ValueError, match=r"."):
        json_of(tmp_path / "keys.json")
    with pytest.raises(TroubleError, match=r"library\.damaged"):
        KeyRing.load(tmp_path / "keys.json")
    assert kept_mapping(tmp_path / "表.xlsx") is None
    assert not second_place.is_there(tmp_path, "ab" * 16)
    leave(tmp_path / "tries.json")
    assert read_tries(tmp_path / "tries.json") == {}
    assert all(one.made_at.year == 2024 for one in shelf.listed(tmp_path))
    assert time.monotonic() - began < 5


def test_a_key_file_cannot_ask_for_the_whole_memory(tmp_path: Path) -> None:
    """Whoever can write it can write its sum too."""
    import hashlib

    slot = {"salt": "AAAA", "nonce": "AAAA", "wrapped": "AAAA"}
    for cost in ((3, 1 << 32, 4), (10**9, 8, 1), (3, 65_536, 10**6)):
        asked = dict(zip(("passes", "memory_kib", "lanes"), cost, strict=True))
        content = {"format": 1, "library": "甲", "slots": {"甲": {**slot, "cost": asked}}}
        said = json.dumps(content, ensure_ascii=False, sort_keys=True).encode()
        (tmp_path / "keys.json").write_text(json.dumps({**content, "sum": hashlib.sha256(said).hexdigest()}))
        with pytest.raises(TroubleError, match=r"library\.damaged"):
            KeyRing.load(tmp_path / "keys.json")


def test_a_mapping_kept_is_found_again(tmp_path: Path) -> None:
    template = tmp_path / "表.xlsx"
    template.write_bytes(b"a form")
    mapping = TemplateMapping("汇总", {"A1": "标题"}, 3, {"A": "序号"})
    assert keep_mapping(template, mapping)
    assert kept_mapping(template) == mapping
    assert content_of(template) == b"a form"
