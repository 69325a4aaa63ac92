"""Searched texts of earlier versions, folded anew: the same as those that are written now."""

from __future__ import annotations

import unicodedata

import pytest
from sqlite_utils import Database

from reviewer_app.services.ports.library import UnitOfWork
from reviewer_db import OpenLibrary
from reviewer_db.stores.search_index import searchable
from reviewer_db.tables.folded_texts import compare_by_folded_names, refolded
from support.builders import CLEAN
from support.libraries import inside, new_case, register


def of_an_earlier_version(fields: tuple[str, ...]) -> str:
    moved = {code: 0xE000 + code for code in range(33, 127) if not chr(code).isalnum()}
    plain = (unicodedata.normalize("NFKC", one).casefold() for one in fields)
    return "\n".join("".join(one.split()).translate(moved) for one in plain)


@pytest.mark.parametrize(
    "fields",
    [
        ("2024-示-0001", "标准化试点", "上海示例甲有限公司"),
        ("2024-示-0002", "“一网通办”帮办—代办【集团】", "⻓三⻆示例（甲）公司", "SH-2024"),
        ("", "A_b*c", "《示例》"),
    ],
)
def test_an_earlier_text_becomes_what_is_written_now(fields: tuple[str, ...]) -> None:
    assert refolded(of_an_earlier_version(fields)) == searchable(fields)
    assert refolded(searchable(fields)) == searchable(fields)


def test_names_compared_by_an_earlier_version_are_compared_as_today(library: OpenLibrary) -> None:
    """Their keys are worked out anew in the step, on record: the library verifies intact afterwards."""
    values = {**CLEAN, "applicant": "上海示例【庚东】科技有限公司"}
    library.change(register, [new_case(1, values)])
    now = library.read(_keys)
    library.change(_keep_signs_apart)
    library.change(lambda unit: compare_by_folded_names(Database(inside(unit).main)))
    assert library.read(_keys) == now
    assert [line.message for line in library.verify() if line.is_broken] == []


def _keys(unit: UnitOfWork) -> list[tuple[str, str]]:
    return inside(unit).main.execute("SELECT applicant_key, project_key FROM case_marks").fetchall()


def _keep_signs_apart(unit: UnitOfWork) -> None:
    inside(unit).main.execute("UPDATE case_marks SET applicant_key = '上海示例【庚东】科技有限公司'")
