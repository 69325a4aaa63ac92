"""At the day's end one slip leaves the house: what is rewritten afterwards does not have its head."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image

from reviewer_app.cli.verify import heads_of, verify_path
from reviewer_app.domain.batch import SealStyle
from reviewer_app.domain.documents import DocumentKind
from reviewer_app.domain.errors import RefusalError
from reviewer_app.practice.names import PRACTICE_PASSWORD
from reviewer_app.services.papers.making import make_document
from reviewer_app.services.papers.printing import PrintOrder, gather, record_printed
from reviewer_app.services.ports.library import Library
from reviewer_app.wiring import Parts
from reviewer_db import OpenLibrary
from support.libraries import inside, new_case, register
from support.practice import practice_library
from support.tampered import flipped


@pytest.fixture(scope="module")
def closed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, str]:
    """A practice library after its day, the slip as a file, and the head it bears; work went on the next morning."""
    place = tmp_path_factory.mktemp("closing")
    library = practice_library(place / "库")
    slip = place / "收工条.pdf"
    head = _close(library, slip)
    library.change(register, [new_case(901, intake_number="2024-示-0901")])
    library.close(without_backup=True)
    return place / "库", slip, head


def _close(library: Library, slip: Path) -> str:
    matter = library.read(gather, PrintOrder(DocumentKind.CLOSING_SLIP))
    assert matter.values is not None
    slip.write_bytes(make_document(Parts(), matter, SealStyle.CIRCLE))
    library.change(record_printed, matter, 1, "示例打印机")
    return matter.values.audit_head


def _broken(library: Path, on_paper: str) -> list[str]:
    lines = verify_path(library, None, lambda _name: PRACTICE_PASSWORD, on_paper=on_paper)
    return [line.message for line in lines if line.is_broken]


def test_the_head_is_taken_from_the_slip_the_text_and_the_hand(closed: tuple[Path, Path, str], tmp_path: Path) -> None:
    library, slip, head = closed
    text = tmp_path / "收工条.txt"
    subprocess.run(["pdftotext", str(slip), str(text)], check=True)
    spaced = " ".join(head[place : place + 4] for place in range(0, 64, 4)).upper()
    for given in (str(slip), str(text), spaced, head):
        assert heads_of(given) == (head,)
        assert _broken(library, given) == []


def test_the_line_of_a_bound_book_is_compared_too(closed: tuple[Path, Path, str], tmp_path: Path) -> None:
    library, _, head = closed
    groups = " ".join(head[place : place + 4] for place in range(0, 16, 4))
    book = tmp_path / "簿.txt"
    other = "0123 4567 89ab cdef"
    book.write_text(f"2024-05-18　3 件　记录第 1—9 条　链首 {groups}\n2024-05-19　链首 {other}\n", encoding="utf-8")
    assert heads_of(groups.upper()) == (head[:16],)
    assert heads_of(str(book)) == (head[:16], other.replace(" ", ""))
    assert _broken(library, groups) == []
    assert [one[:12] for one in _broken(library, str(book))] == ["记录里没有纸上的链首 0"]


def test_the_code_on_the_slip_says_the_same(closed: tuple[Path, Path, str], tmp_path: Path) -> None:
    _, slip, head = closed
    subprocess.run(["pdftoppm", "-r", "150", "-png", str(slip), str(tmp_path / "page")], check=True)
    with Image.open(sorted(tmp_path.glob("page*.png"))[0]) as page:
        found = [one.text for one in zxingcpp.read_barcodes(page)]
    assert head in ["".join(one.split()) for one in found]


def test_a_slip_of_another_record_is_told(closed: tuple[Path, Path, str], tmp_path: Path) -> None:
    library, _, _ = closed
    other = practice_library(tmp_path / "别库")
    other.change(register, [new_case(902, intake_number="2024-示-0902")])
    slip = tmp_path / "别.pdf"
    _close(other, slip)
    other.close(without_backup=True)
    (said,) = _broken(library, str(slip))
    assert said.startswith("记录里没有纸上的链首")


def test_a_slip_that_was_changed_is_not_relied_on(closed: tuple[Path, Path, str], tmp_path: Path) -> None:
    content = closed[1].read_bytes()
    changed = tmp_path / "改.pdf"
    changed.write_bytes(flipped(content, content.index(b"stream") + 40))
    with pytest.raises(RefusalError) as caught:
        heads_of(str(changed))
    assert caught.value.code in ("verifying.head_file_broken", "verifying.no_head")


_HEAD = "ab" * 32


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("", "no_head"),
        ("no head", "no_head"),
        ("\udcb9\udca4", "no_head"),
        ("abcd " * 15, "head_torn"),
        (f"{_HEAD} 收工\n{_HEAD[:-1]}", "head_torn"),
        ("\n".join(f"{number:064x}" for number in range(60)), "too_many_heads"),
        (json.dumps({"files": [{"path": "a.pdf", "sha256": _HEAD}]}), "no_head"),
        (json.dumps([_HEAD]), "no_head"),
    ],
)
def test_a_file_without_a_whole_head_is_refused(content: str, code: str, tmp_path: Path) -> None:
    place = tmp_path / "空.txt"
    place.write_bytes(content.encode(errors="surrogateescape"))
    with pytest.raises(RefusalError) as caught:
        heads_of(str(place))
    assert caught.value.code == f"verifying.{code}"


def test_all_heads_of_a_text_are_compared(closed: tuple[Path, Path, str], tmp_path: Path) -> None:
    """The slips of some days copied into one file: the one that does not agree is told, wherever it stands."""
    library, _, head = closed
    text = tmp_path / "收工条.txt"
    spaced = " ".join(_HEAD[place : place + 4] for place in range(0, 64, 4))
    text.write_text(f"周一 {head}\n周二 {spaced}\n周三 {head}\n", encoding="utf-8")
    assert heads_of(str(text)) == (head, _HEAD)
    (said,) = _broken(library, str(text))
    assert _HEAD in said


def test_of_a_manifest_the_head_counts_and_no_hash_of_a_file(closed: tuple[Path, Path, str]) -> None:
    library, _, _ = closed
    (manifest,) = list((library / "exports").glob("*/manifest.json"))[:1]
    assert heads_of(str(manifest)) == (json.loads(manifest.read_text("utf-8"))["audit_head"],)
    assert _broken(library, str(manifest)) == []


def test_a_day_is_counted_from_the_record(tmp_path: Path) -> None:
    library: OpenLibrary = practice_library(tmp_path / "库")
    library.change(register, [new_case(901, intake_number="2024-示-0901"), new_case(902, intake_number="2024-示-0902")])
    counted = library.read(lambda unit: unit.events.counted_on(unit.today))
    told = library.read(
        lambda unit: [
            (act, entries, cases)
            for act, entries, cases in inside(unit).main.execute(
                "SELECT act, count(*), count(DISTINCT application_id) FROM events WHERE at LIKE ? GROUP BY act",
                (f"{unit.today}%",),
            )
        ]
    )
    assert {(act, *numbers) for act, numbers in counted.items()} == set(told)
    assert counted["imported"][1] >= 2
    library.close(without_backup=True)
