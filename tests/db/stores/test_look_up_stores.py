"""Look-ups and the bureau's own lists in a real encrypted library: kept, compared, replaced, never erased."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.evidence.look_ups import LookedUp, LookUpResult
from reviewer_app.domain.evidence.own_lists import ListKind, ListRow
from reviewer_app.services.cases.looking_up import LookUpFile, record_look_up, withdraw_look_up
from reviewer_app.services.cases.reading import open_case
from reviewer_app.services.office.own_lists import import_own_list, read_own_lists
from reviewer_app.services.ports.look_ups import OwnListSheet
from reviewer_db import OpenLibrary
from reviewer_db.sqlite import engine
from support.builders import CLEAN
from support.libraries import inside, new_case, register

FOUND = LookedUp(
    "信用中国（演练）",
    date(2024, 5, 20),
    date(2021, 5, 8),
    date(2024, 5, 8),
    LookUpResult.NOTHING_FOUND,
    "",
    ("E5.sanctions", "E5.incidents"),
)
DAY, SOURCE = date(2024, 5, 1), "执法科处罚台账"
APPLICANT, CODE = CLEAN["applicant"], CLEAN["credit_code"]
ROW = ListRow(2, APPLICANT, CODE, CODE, date(2023, 3, 2), "2023-03-02", "计量违法", "沪示市监处〔2023〕12号")
OTHER = ListRow(9, "上海示例别家有限公司", "91310115MAXX00015T", "", date(2023, 3, 2), "", "广告违法", "")


def sheet(*rows: ListRow) -> OwnListSheet:
    return OwnListSheet("处罚.xlsx", "处罚", {"单位名称": "单位名称"}, rows, ("一条说明",))


def kept(library: OpenLibrary, *rows: ListRow, kind: ListKind = ListKind.PENALTY, day: date = DAY) -> int:
    return library.change(import_own_list, sheet(*rows), kind, SOURCE, day).cases


def hits(library: OpenLibrary, case_id: int = 1) -> dict[str, list[str]]:
    view = library.read(open_case, case_id)
    return {rule: [hit.sentence(view.lookback) for hit in found] for rule, found in view.own_list_hits.items()}


@pytest.fixture
def case_id(library: OpenLibrary) -> int:
    return library.change(register, [new_case(1)])[0]


def test_a_look_up_is_there_again_with_all_it_says(
    library: OpenLibrary, case_id: int, reopen: Callable[[], OpenLibrary]
) -> None:
    library.change(record_look_up, case_id, FOUND, LookUpFile("截图.png", b"\x89PNG"))
    library.change(record_look_up, case_id, replace(FOUND, site="另一处", rule_ids=("E1.credit",)))
    library.change(withdraw_look_up, case_id, 2, "查错了")
    library.close()
    again = reopen()
    first, second = again.read(open_case, case_id).look_ups
    assert first.found == replace(FOUND, rule_ids=("E5.incidents", "E5.sanctions"))
    assert again.read(lambda unit: unit.attachments.content(first.sha256)) == b"\x89PNG"
    assert (first.by, first.is_standing) == ("示例甲", True)
    assert (second.withdrawn_by, second.withdrawn_reason, second.is_standing) == ("示例甲", "查错了", False)
    assert [line for line in again.verify() if line.is_broken] == []
    again.close()


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM lookups",
        "UPDATE lookups SET result = 'hit'",
        "UPDATE lookups SET looked_on = '2024-05-19', withdrawn_at = '2024-05-20'",
        "DELETE FROM lookup_items",
        "DELETE FROM own_lists",
        "DELETE FROM own_list_rows",
        "UPDATE own_list_rows SET unit_name = ''",
    ],
)
def test_nothing_of_it_is_erased_or_rewritten(library: OpenLibrary, case_id: int, statement: str) -> None:
    library.change(record_look_up, case_id, FOUND)
    kept(library, ROW)
    with pytest.raises(engine.IntegrityError, match="never"):
        library.change(lambda unit: inside(unit).main.execute(statement))


def test_a_hit_stands_at_its_point_with_day_and_source(library: OpenLibrary, case_id: int) -> None:
    assert kept(library, ROW, OTHER) == 1
    assert hits(library) == {
        "E5.sanctions": [
            "本局清单（行政处罚，执法科处罚台账），截至2024年5月1日：2023年3月2日，计量违法，"
            "沪示市监处〔2023〕12号，名称和代码均相同（第2行），请核实"
        ]
    }
    kept(library, replace(ROW, credit_code="", written_code="9.13E+17"), kind=ListKind.ABNORMAL)
    assert "仅名称相同，清单所列代码不完整" in hits(library)["E1.credit"][0]
    assert library.read(open_case, case_id).answers == {}


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (replace(ROW, unit_name=f" {APPLICANT}（盖章）", credit_code="", written_code=""), "仅名称相同，清单未列代码"),
        (replace(ROW, credit_code="91310115MAXX00015T"), "仅名称相同，清单所列代码为 91310115MAXX00015T"),
        (replace(ROW, unit_name="旧名称公司"), "代码相同，清单所列名称为“旧名称公司”"),
        (replace(ROW, on=None, written_on="不详"), "日期“不详”"),
        (replace(ROW, on=None, written_on=""), "未列日期"),
        (replace(ROW, on=date(2024, 5, 15)), "在回溯期止日之后"),
    ],
)
def test_how_a_line_was_matched_is_said(library: OpenLibrary, case_id: int, row: ListRow, words: str) -> None:
    kept(library, row)
    (said,) = hits(library)["E5.sanctions"]
    assert words in said


def test_a_penalty_before_the_window_is_no_hit_but_an_earlier_pilot_is(library: OpenLibrary, case_id: int) -> None:
    old = replace(ROW, on=date(2021, 5, 7))
    kept(library, old)
    assert hits(library) == {}
    kept(library, old, kind=ListKind.EARLIER_PILOT)
    assert list(hits(library)) == ["E2.foundation"]
    kept(library, replace(ROW, on=date(2021, 5, 8)), day=date(2024, 5, 2))
    assert "E5.sanctions" in hits(library)


def test_a_newer_list_takes_the_place_and_the_old_one_stays(library: OpenLibrary, case_id: int) -> None:
    kept(library, ROW)
    kept(library, OTHER, day=date(2024, 5, 10))
    assert hits(library) == {}
    newest, oldest = library.read(read_own_lists)
    assert (oldest.replaced_by, newest.replaced_by) == (newest.id, 0)
    assert library.read(lambda unit: inside(unit).main.execute("SELECT count(*) FROM own_list_rows").fetchone()) == (2,)
    entry = library.read(lambda unit: unit.events.latest(1))[0]
    assert (entry.act, entry.detail["replaced"]) == ("own_list_imported", "处罚.xlsx，截至 2024-05-01")


def test_another_source_stands_beside(library: OpenLibrary, case_id: int) -> None:
    kept(library, ROW)
    library.change(import_own_list, sheet(replace(ROW, matter="另一案")), ListKind.PENALTY, "稽查科", DAY)
    assert len(hits(library)["E5.sanctions"]) == 2


@pytest.mark.parametrize(
    ("source", "day", "code"),
    [
        (" ", DAY, "own_list.no_source"),
        (SOURCE, date(2024, 5, 21), "own_list.in_future"),
        (SOURCE, date(2024, 4, 30), "own_list.older"),
        (SOURCE, DAY, "own_list.same"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_written(
    library: OpenLibrary, case_id: int, source: str, day: date, code: str
) -> None:
    kept(library, ROW)
    with pytest.raises(RefusalError) as refusal:
        library.change(import_own_list, sheet(ROW), ListKind.PENALTY, source, day)
    assert refusal.value.code == code
    assert len(library.read(read_own_lists)) == 1


def test_a_case_without_name_and_code_hits_nothing(library: OpenLibrary) -> None:
    values = {key: value for key, value in CLEAN.items() if key not in ("applicant", "credit_code")}
    library.change(register, [new_case(1, values)])
    kept(library, replace(ROW, unit_name="", credit_code="", written_code=""))
    assert hits(library) == {}


@pytest.mark.bench
def test_a_hundred_thousand_lines_are_written_and_searched(library: OpenLibrary, case_id: int, tmp_path: Path) -> None:
    """Measured in earnest; the times are printed."""
    rows = [replace(OTHER, number=number, unit_name=f"上海示例{number}号公司") for number in range(3, 100_003)]
    begun = time.monotonic()
    kept(library, ROW, *rows)
    wrote = time.monotonic()
    library.read(open_case, case_id)
    read = time.monotonic()
    print(f"wrote in {wrote - begun:.2f} s, opened a case in {1000 * (read - wrote):.1f} ms")
    assert len(hits(library)["E5.sanctions"]) == 1
    assert read - wrote < 0.5
