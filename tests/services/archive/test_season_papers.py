"""The archive of a season keeps what belongs to no single case: the papers of each sent batch, and the registers."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from reviewer_app.domain.documents import DocumentKind
from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.numbers import Direction, RegisterEntry
from reviewer_app.domain.states import State
from reviewer_app.services.archive import batch_papers
from reviewer_app.services.archive.batch_papers import gather_season_unit
from reviewer_app.services.archive.package import ArchiveOrder
from reviewer_app.services.archive.season_plan import plan_archive
from reviewer_app.services.archive.verifying import verify_package
from reviewer_app.services.papers.printing import PrintMatter, PrintOrder, gather
from support.archive_parts import archived, ended
from support.fakes import FakeUnit
from support.packed import posted, sealed_batch


@pytest.fixture
def sent() -> FakeUnit:
    """A batch of two cases that was posted with its letter."""
    unit = FakeUnit()
    batch_id = sealed_batch(unit, "公共服务", "公共服务")
    posted(unit, batch_id)
    return unit


def test_a_sent_batch_is_a_unit_with_letter_summary_and_a_list_for_each_parcel(sent: FakeUnit) -> None:
    plan = plan_archive(sent)
    batch, registers = (one for one in plan.units if not one.case_id)
    letters = [one for one in sent.register.of_batch(batch.batch_id) if one.kind == DocumentKind.COVERING_LETTER.value]
    assert (batch.document_number, batch.period) == (letters[0].called, "30年")
    assert batch.title == "2024年度市级标准化试点第1批推荐材料（2件）的报送文件"
    assert registers.title == "2024年收发文登记簿和用印登记簿"
    assert [one.number for one in plan.units] == [1, 2, 3, 4]
    matter = gather_season_unit(sent, batch, "2024")
    titles = [one.title[:4].rstrip("（") for one in matter.pieces]
    count = len(letters)
    assert titles[: count + 1] == [*["报送函"] * count, "推荐汇总"]
    assert set(titles[count + 1 :]) == {"邮包清单"}
    books = gather_season_unit(sent, registers, "2024")
    assert [one.title for one in books.pieces] == ["收发文登记簿（2024年）", "用印登记簿（2024年）"]


def test_the_package_holds_them_and_one_for_outside_has_no_register(sent: FakeUnit, tmp_path: Path) -> None:
    made = archived(sent, ArchiveOrder("2024", tmp_path / "归档"))
    names = sorted(one.name for one in (made.folder / "30年").glob("*.pdf"))
    assert names[2:] == ["0003 2024-第1批-报送文件.pdf", "0004 2024-收发文和用印登记簿.pdf"]
    assert not any(one.is_broken for one in verify_package(made.folder))
    outside = archived(sent, ArchiveOrder("2024", tmp_path / "对外", is_outside=True))
    assert not list((outside.folder / "30年").glob("*登记簿.pdf"))
    assert "另有 1 件没有归入。" in (outside.folder / "README.txt").read_text("utf-8-sig")


def test_a_batch_that_is_not_sent_is_named_with_the_reason() -> None:
    unit = FakeUnit()
    sealed_batch(unit, "公共服务")
    assert ("第1批", "还没有全部寄出") in [(one.intake_number, one.why) for one in plan_archive(unit).left_out]


def test_a_recommendation_that_was_taken_back_is_ended_and_bears_its_letters_number() -> None:
    unit = FakeUnit()
    case_id = ended(unit, State.RECOMMENDATION_WITHDRAWN)
    kind = DocumentKind.WITHDRAWAL_LETTER
    said = (Direction.OUTGOING, kind.value, 2024, 1, "示市监撤〔2024〕1号", "市局", "撤回推荐")
    unit.register.add(RegisterEntry(*said, unit.today, "示例甲", case_id, basis="opinion:1", sha256="0" * 64))
    plan = plan_archive(unit)
    case = plan.units[0]
    assert (case.document_number, case.period) == ("示市监撤〔2024〕1号", "30年")
    assert case.title.endswith("（推荐上报后撤回）")
    assert plan.left_out == ()
    assert replace(case, ended_as="").title.endswith("（推荐上报）")


def test_a_paper_that_cannot_be_made_any_more_says_why_and_the_rest_lies_there(
    sent: FakeUnit, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_unit: FakeUnit, order: PrintOrder) -> PrintMatter:
        if order.kind is DocumentKind.SUMMARY:
            raise RefusalError("printing.empty_batch", number=1)
        return gather(sent, order)

    monkeypatch.setattr(batch_papers, "gather", refuse)
    batch = next(one for one in plan_archive(sent).units if one.batch_id)
    pieces = {one.title: one for one in gather_season_unit(sent, batch, "2024").pieces}
    assert (pieces["推荐汇总表"].table, bool(pieces["推荐汇总表"].why)) == (None, True)
    assert len(pieces) >= 3
