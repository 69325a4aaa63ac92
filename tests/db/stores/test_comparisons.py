"""What was compared lies in a table of its own, and libraries that kept it as drafts are brought up to it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from reviewer_app.domain.evidence.comparison import Comparison
from reviewer_app.services.ports.library import UnitOfWork
from reviewer_db import LibraryGate, OpenLibrary
from reviewer_db.sqlite import engine
from support.libraries import MOMENT, as_before_access, inside, make_desk, new_case, register

BOXES = {
    "paper:project_name": "一致",
    "paper:applicant": "不一致：上海样例：甲东公司",
    "paper:contact_person": "不一致：",
    "paper:sector": "",
    "opinion.text": "正在写的意见",
    "reason:withdraw": "来函撤回",
}


def put(unit: UnitOfWork, found: Comparison) -> None:
    unit.comparisons.put(1, found)


def test_a_finding_is_kept_over_the_former_one(library: OpenLibrary, reopen: Callable[[], OpenLibrary]) -> None:
    library.change(register, [new_case(1), new_case(2)])
    differs = Comparison("applicant", False, "上海样例公司", "示例甲", MOMENT)
    same = Comparison("project_name", True, "", "示例乙", MOMENT)
    for one in (Comparison("applicant", True), same, differs):
        library.change(put, one)
    library.close()
    again = reopen()
    assert again.read(lambda unit: unit.comparisons.of(1)) == {"applicant": differs, "project_name": same}
    assert again.read(lambda unit: unit.comparisons.of(2)) == {}
    again.close()


def test_what_was_compared_is_never_erased(library: OpenLibrary) -> None:
    library.change(register, [new_case(1)])
    library.change(put, Comparison("applicant", True))
    with pytest.raises(engine.IntegrityError, match="never erased"):
        library.change(lambda unit: inside(unit).main.execute("DELETE FROM comparisons"))


def test_a_table_taken_away_is_noticed(library: OpenLibrary) -> None:
    """With a table its guards go too; only a library from before the step may be without them."""
    library.change(lambda unit: inside(unit).main.execute("DROP TABLE comparisons"))
    assert [line.is_broken for line in library.verify() if "约束" in line.message] == [True]


def keep_bare_case(unit: UnitOfWork) -> None:
    """A case as the earlier schema has it, written by hand: today's store knows only today's columns."""
    main = inside(unit).main
    row = {
        "id": 1, "season": "2024", "stage": 0, "state": "registered", "handler": "示例甲", "due_on": "2024-05-31",
        "source": "online", "flags": 0, "revision": 1, "registered_at": MOMENT.isoformat(),
        "intake_number": "2024-示-0001", "project_name": "示例试点", "applicant": "上海示例甲有限公司",
        "credit_code": "", "sector": "制造业", "contact": "", "number_order": "2024-示-000000001",
        "project_order": b"", "applicant_order": b"",
    }  # fmt: skip
    marks = ", ".join("?" * len(row))
    main.execute(f"INSERT INTO applications ({', '.join(row)}) VALUES ({marks})", tuple(row.values()))
    main.execute("INSERT INTO case_values VALUES (1, 'sh-2024', '1', '', '{}', '[]')")
    main.execute("INSERT INTO case_marks VALUES (1, '2024', '', '', '', '')")
    main.execute("INSERT INTO case_text VALUES (1, '示例试点')")
    main.execute("INSERT INTO case_search (rowid, grams) VALUES (1, '')")


def test_findings_kept_as_drafts_are_taken_over_with_who_and_when(
    folder: Path, monkeypatch: pytest.MonkeyPatch, gate: LibraryGate, reopen: Callable[[], OpenLibrary]
) -> None:
    """Other drafts stay; an emptied box was no finding; before its step a library is intact without the table."""

    def kept_as_drafts(unit: UnitOfWork) -> None:
        for box, text in BOXES.items():
            unit.drafts.put(1, box, text)
        # Of no case: the form of a registration that was never finished.
        unit.drafts.put(0, "paper:applicant", "登记窗口里的字")

    as_before_access(monkeypatch, 2)
    older = make_desk(folder, gate)
    older.change(keep_bare_case)
    older.change(kept_as_drafts)
    assert [line for line in older.verify() if line.is_broken] == []
    older.close()
    monkeypatch.undo()
    library = reopen()
    moment = datetime(2024, 5, 20, 9, 30)
    assert library.read(lambda unit: unit.comparisons.of(1)) == {
        "project_name": Comparison("project_name", True, "", "示例甲", moment),
        "applicant": Comparison("applicant", False, "上海样例：甲东公司", "示例甲", moment),
        "contact_person": Comparison("contact_person", False, "", "示例甲", moment),
    }
    assert set(library.read(lambda unit: unit.drafts.of(1))) == {"opinion.text", "reason:withdraw"}
    assert set(library.read(lambda unit: unit.drafts.of(0))) == {"paper:applicant"}
    assert [line for line in library.verify() if line.is_broken] == []
    library.close()
