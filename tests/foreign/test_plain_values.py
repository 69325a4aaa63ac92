"""Values between processes: they arrive as they were, and what does not fit the kind asked for is no answer."""

from __future__ import annotations

import json
import pickle
from dataclasses import fields, replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer_app.domain.errors import RefusalError
from reviewer_app.foreign.plain_values import NoAnswerError, packed, unpacked
from reviewer_app.packs.loading import shipped_pack
from reviewer_app.services.ports.papers import TemplateSheet
from reviewer_app.services.ports.records import CheckedRows, CheckLine, Grade, ImportedList, OfficeSettings, SheetRow
from reviewer_app.services.ports.trust import TrustedCertificate

SHEET = ImportedList(
    path=Path("某处") / "清单.xlsx",
    sheet_name="清单",
    header_row=3,
    mapping={"项目": "project_name"},
    unmapped=("备注",),
    rows=(SheetRow(4, {"project_name": "甲\ud800乙"}), SheetRow(5, {})),
    left_out=(9,),
    other_sheets=(("第二批", 3),),
)
CERTIFICATE = TrustedCertificate(
    "ab" * 32,
    "甲",
    "乙",
    datetime(2024, 5, 1, tzinfo=UTC),
    datetime(2026, 5, 1, 8, 30, tzinfo=UTC),
    True,
    b"\x30\x00\xff",
)


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        (SHEET, ImportedList),
        ((CERTIFICATE, CERTIFICATE), tuple[TrustedCertificate, ...]),
        ((TemplateSheet("表", {"A1": "序号"}, ("A1:B2",), True),), tuple[TemplateSheet, ...]),
        ([CheckLine("a", Grade.BROKEN, "b")], list[CheckLine]),
        (OfficeSettings(bureau="甲", practice_date=date(2024, 5, 20)), OfficeSettings),
        (OfficeSettings(), OfficeSettings),
        (b"%PDF-\x00\xff", bytes),
        (b"", bytes),
        (None, type(None)),
        ({"a": 1.5, "b": 2}, dict[str, float]),
    ],
)
def test_a_value_arrives_as_it_was(value: object, kind: type[object]) -> None:
    assert unpacked(packed(value), kind) == value


def test_a_long_list_comes_in_pieces_and_can_be_stopped_between_them() -> None:
    long = replace(SHEET, rows=tuple(SheetRow(number, {"a": str(number)}) for number in range(1200)))
    pauses: list[int] = []
    assert unpacked(packed(long), ImportedList, lambda: pauses.append(1)) == long
    assert len(pauses) > 2

    def stopped() -> None:
        raise RefusalError("foreign.stopped")

    with pytest.raises(RefusalError):
        unpacked(packed(long), ImportedList, stopped)


def test_what_the_desk_adds_to_a_list_is_never_taken_from_a_child() -> None:
    checked = replace(SHEET, checked=CheckedRows(shipped_pack(), {4: ()}, {4: "0" * 64}))
    assert unpacked(packed(checked), ImportedList).checked is None
    with pytest.raises(NoAnswerError):
        unpacked(packed([*(getattr(SHEET, one.name) for one in fields(SHEET))]), ImportedList)


@pytest.mark.parametrize("said", [[0, 0], [1], ["0"], {"0": 0}, [-1, 0]])
def test_no_piece_is_named_twice_or_beyond_those_there_are(said: object) -> None:
    piece = json.dumps(["a"] * 3).encode()
    head = json.dumps([[len(piece)], {"pieces": said}]).encode()
    with pytest.raises(NoAnswerError):
        unpacked(len(head).to_bytes(8, "big") + head + piece, list[str])


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        (SHEET, CheckLine),
        ("text", bytes),
        (1, str),
        (True, int),
        (None, str),
        (["a", "good", "b"], CheckLine),
        (["a", "intact"], CheckLine),
        (["a", "intact", "b", "c"], CheckLine),
        ({"a": 1}, dict[str, str]),
        (["a"], dict[str, str]),
        (7, list[CheckLine]),
        ("2024-13-01", date),
    ],
)
def test_a_value_of_another_kind_is_no_answer(said: object, kind: type[object]) -> None:
    with pytest.raises(NoAnswerError):
        unpacked(packed(said), kind)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x00" * 8,
        b"\xff" * 200,
        pickle.dumps(CheckLine("a", Grade.INTACT, "b")),
        packed(b"x" * 10)[:-1],
        packed(b"x" * 10) + b"y",
        len(text := json.dumps([[-5], 0]).encode()).to_bytes(8, "big") + text,
        len(deep := b"[" * 200_000).to_bytes(8, "big") + deep,
        len(long := b"[[]," + b"9" * 9000 + b"]").to_bytes(8, "big") + long,
    ],
)
def test_bytes_that_are_no_answer_are_refused(content: bytes) -> None:
    with pytest.raises(NoAnswerError):
        unpacked(content, bytes)


@given(st.binary(max_size=200), st.binary(max_size=60))
def test_no_bytes_do_anything_but_fit_or_not(noise: bytes, more: bytes) -> None:
    for content in (noise, len(noise).to_bytes(8, "big") + noise + more):
        try:
            unpacked(content, ImportedList)
        except NoAnswerError:
            continue
        raise AssertionError("noise was taken for a list")
