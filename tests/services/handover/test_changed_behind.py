"""What somebody changed behind the program's back is not handed over, taken back or called back as if it were right."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from reviewer_app.domain.checklist import Verdict
from reviewer_app.domain.errors import TroubleError
from reviewer_app.services.cases import checking
from reviewer_app.services.handover.receiving import receive_package
from reviewer_app.services.handover.sending import packages, recall
from reviewer_app.services.ports.records import Grade
from reviewer_db import OpenLibrary
from support.behind_its_back import behind_its_back
from support.two_desks import look, send, take, with_cases


def refused(act: Callable[[], object]) -> str:
    with pytest.raises(TroubleError) as caught:
        act()
    assert caught.value.code == "library.not_as_recorded"
    return str(caught.value.values["finding"])


def changed(library: OpenLibrary, statement: str, case: int = 0) -> None:
    assert library.change(behind_its_back, statement, case)


def with_answer(library: OpenLibrary) -> int:
    (case,) = with_cases(library)
    library.change(checking.answer_item, case, "E1.registered", Verdict.MET)
    return case


@pytest.mark.parametrize(
    ("statement", "field"),
    [
        ("UPDATE answers SET verdict = 'not_met' WHERE application_id = :case", "verdict"),
        ("UPDATE case_values SET form = json_set(form, '$.project_name', '别的项目') WHERE id = :case", "form"),
    ],
)
def test_a_changed_case_does_not_leave(
    statement: str, field: str, tmp_path: Path, counter: OpenLibrary, reviewer: OpenLibrary
) -> None:
    case = with_answer(counter)
    changed(counter, statement, case)
    finding = refused(lambda: send(counter, [case], reviewer, tmp_path / "a.移交件"))
    assert "2024-示-0001" in finding
    assert field in finding
    assert not (tmp_path / "a.移交件").exists()
    assert not counter.read(packages)


@pytest.mark.parametrize("change", ["desk_cards SET name = '别处'", "desk_identity SET sealing = zeroblob(32)"])
def test_nothing_leaves_by_cards_and_keys_that_were_changed(
    change: str, tmp_path: Path, counter: OpenLibrary, reviewer: OpenLibrary
) -> None:
    cases = with_cases(counter)
    changed(counter, f"UPDATE {change}")
    refused(lambda: send(counter, cases, reviewer, tmp_path / "a.移交件"))
    assert not counter.read(packages)


def test_what_was_changed_while_the_case_was_away_is_not_covered_by_its_return(
    tmp_path: Path, counter: OpenLibrary, reviewer: OpenLibrary
) -> None:
    case = with_answer(counter)
    send(counter, [case], reviewer, tmp_path / "a.移交件")
    (there,) = take(reviewer, tmp_path / "a.移交件").case_ids
    send(reviewer, [there], counter, tmp_path / "b.移交件")
    arrival = look(counter, tmp_path / "b.移交件")
    changed(counter, "UPDATE answers SET note = '另记' WHERE application_id = :case", case)
    assert "note" in refused(lambda: look(counter, tmp_path / "b.移交件"))
    assert "note" in refused(lambda: counter.change(receive_package, arrival))
    assert any(line.standing is Grade.BROKEN for line in counter.verify())


def test_a_changed_case_is_not_called_back(tmp_path: Path, counter: OpenLibrary, reviewer: OpenLibrary) -> None:
    case = with_answer(counter)
    sent = send(counter, [case], reviewer, tmp_path / "a.移交件")
    changed(counter, "UPDATE custody SET package = package + 1 WHERE application_id = :case", case)
    assert "package" in refused(lambda: counter.change(recall, sent.package.sha256, "遗失"))


def test_the_case_changed_is_named_before_others(tmp_path: Path, counter: OpenLibrary, reviewer: OpenLibrary) -> None:
    """A sentence names some rows only; the one that keeps the officer from his work is among them."""
    cases = with_cases(counter, 12)
    changed(counter, "UPDATE applications SET sector = sector || '改'")
    finding = refused(lambda: send(counter, cases[-1:], reviewer, tmp_path / "a.移交件"))
    assert "2024-示-0012" in finding
