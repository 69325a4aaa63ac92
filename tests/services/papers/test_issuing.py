"""A paper gets its number when it is issued and is the same bytes ever after, on real libraries and real PDFs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import MappingProxyType

import pytest
from python_calamine import CalamineWorkbook

from reviewer_app.domain.application import Source
from reviewer_app.domain.batch import SealStyle
from reviewer_app.domain.checklist import Verdict, rules_for
from reviewer_app.domain.documents import DocumentKind
from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.numbers import Delivery, RegisterEntry, Sealing
from reviewer_app.domain.opinion import Outcome, ProjectClass
from reviewer_app.services.cases import checking, reviewing
from reviewer_app.services.cases.reading import open_case
from reviewer_app.services.cases.registering import register_application
from reviewer_app.services.cases.sealing import use_seal
from reviewer_app.services.dispatch.dispatching import list_batches
from reviewer_app.services.dispatch.exporting import export_batch
from reviewer_app.services.office.register import read_register, record_delivery, void_number
from reviewer_app.services.papers.issuing import IssueChoice, issue_paper, plan_issue, record_issued
from reviewer_app.services.papers.making import make_document
from reviewer_app.services.papers.printing import PrintOrder, gather
from reviewer_app.services.ports.library import UnitOfWork
from reviewer_app.wiring import Parts
from reviewer_db import OpenLibrary
from support.builders import CLEAN, values
from support.grounds import grounded
from support.libraries import make_desk
from support.printed import poppler_text
from support.sealing import seal_cases, session_on
from support.sending import send_excused

SHEET, DECLINE = DocumentKind.RECOMMENDATION, DocumentKind.DECLINE_LETTER
SECOND = {"filing_number": "SH2024617120018", "project_name": "=示例第二个项目"}


@pytest.fixture(scope="module")
def parts() -> Parts:
    """What makes the documents, once."""
    return Parts()


@pytest.fixture
def library(tmp_path: Path) -> Iterator[OpenLibrary]:
    """A library with codes for the numbers."""
    library = make_desk(tmp_path / "案卷库")
    library.change(_set_codes)
    yield library
    library.close()


def _set_codes(unit: UnitOfWork) -> None:
    unit.settings.put(
        replace(
            unit.settings.get(),
            agency_code="示市监荐",
            decline_code="示市监告",
            telephone="021",
            allows_self_approval=True,
        )
    )


def _practise(unit: UnitOfWork) -> None:
    unit.settings.put(replace(unit.settings.get(), practice_date=unit.today))


def _decided(
    unit: UnitOfWork, outcome: Outcome = Outcome.RECOMMEND, changed: Mapping[str, str] = MappingProxyType({})
) -> int:
    case_id = register_application(unit, values(CLEAN, **changed), Source.ONLINE).application_id
    view = open_case(unit, case_id)
    for rule in rules_for(view.pack, view.application.values):
        checking.answer_item(unit, case_id, rule.id, Verdict.MET)
    if outcome is Outcome.DECLINE:
        checking.answer_item(unit, case_id, "E2.foundation", Verdict.NOT_MET)
    grounded(unit, case_id)
    reviewing.submit_opinion(unit, case_id, outcome, ProjectClass.GENERAL, "经初审，建议推荐。")
    reviewing.sign_off(unit, case_id, reasons={"self_approval": "本周只有一人在岗"})
    return case_id


def _export(library: OpenLibrary, parts: Parts, folder: Path, *ids: int, seal: SealStyle = SealStyle.CIRCLE) -> None:
    result = export_batch(library, parts.maker, ids, folder, seal, lambda *_: None, lambda: False)
    assert [line.error for line in result.lines] == [""] * len(ids)


def _sheets(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in sorted((folder / "推荐意见").iterdir())}


def _entries(library: OpenLibrary) -> tuple[RegisterEntry, ...]:
    return library.read(read_register).entries


def test_an_export_gives_its_sheets_consecutive_numbers_and_the_next_one_prints_the_same_bytes(
    library: OpenLibrary, parts: Parts, tmp_path: Path
) -> None:
    first, second = library.change(_decided), library.change(_decided, Outcome.RECOMMEND, SECOND)
    draft = library.read(gather, PrintOrder(SHEET, second))
    assert draft.values is not None
    assert (draft.values.number, draft.values.is_draft, _entries(library)) == ("", True, ())
    _export(library, parts, tmp_path / "一", second, first)
    issued = {entry.case_id: entry for entry in _entries(library)}
    assert [issued[case_id].number for case_id in (second, first)] == ["示市监荐〔2024〕1号", "示市监荐〔2024〕2号"]
    assert {entry.party for entry in issued.values()} == {"上海市市场监督管理局"}
    sheets = _sheets(tmp_path / "一")
    told = "".join(map(poppler_text, sheets.values()))
    assert (told.count("示市监荐〔2024〕1号"), told.count("示市监荐〔2024〕2号")) == (1, 1)
    _export(library, parts, tmp_path / "二", first, second)
    assert _sheets(tmp_path / "二") == sheets
    assert len(_entries(library)) == 2
    again = library.read(gather, PrintOrder(SHEET, first))
    assert make_document(parts, again, SealStyle.CIRCLE) in sheets.values()
    assert not [line for line in library.verify() if line.is_broken]


def test_a_sheet_made_anew_with_another_seal_keeps_its_number(
    library: OpenLibrary, parts: Parts, tmp_path: Path
) -> None:
    library.change(_practise)
    case_id = library.change(_decided)
    _export(library, parts, tmp_path / "一", case_id, seal=SealStyle.SAMPLE)
    _export(library, parts, tmp_path / "二", case_id)
    (entry,) = _entries(library)
    (sheet,) = _sheets(tmp_path / "二").values()
    assert library.read(lambda unit: unit.attachments.content(entry.sha256)) == sheet
    assert "示市监荐〔2024〕1号" in poppler_text(sheet)


def test_a_number_given_up_stops_the_batch_that_bears_it(library: OpenLibrary, parts: Parts, tmp_path: Path) -> None:
    case_id = library.change(_decided)
    _export(library, parts, tmp_path / "一", case_id)
    library.change(seal_cases, [case_id])
    assert _entries(library)[0].sealed_how is Sealing.STAMPED
    library.change(void_number, 1, "文字有误")
    with pytest.raises(RefusalError, match="number_void"):
        library.change(send_excused, 1)
    _export(library, parts, tmp_path / "二", case_id)
    again = library.read(list_batches)[0].id
    with pytest.raises(RefusalError, match="not_sealed"):
        library.change(send_excused, again)
    session = library.change(session_on, [case_id])
    library.change(use_seal, session, _entries(library)[-1].id)
    library.change(send_excused, again)
    entry = _entries(library)[-1]
    assert (entry.number, entry.delivered_how) == ("示市监荐〔2024〕2号", Delivery.WITH_BATCH)
    with pytest.raises(RefusalError, match="void_sent"):
        library.change(void_number, entry.id, "写错")


def test_a_decline_letter_is_issued_read_back_and_reprinted(library: OpenLibrary, parts: Parts) -> None:
    case_id = library.change(_decided, Outcome.DECLINE)
    order = PrintOrder(DECLINE, case_id)
    assert issue_paper(library, parts, order, IssueChoice()).called == "示市监告〔2024〕1号"
    matter = library.read(gather, order)
    pdf = make_document(parts, matter, SealStyle.CIRCLE)
    text, pack = poppler_text(pdf), library.read(lambda unit: unit.packs.current("2024"))
    for said in (
        "示市监告〔2024〕1号",
        pack.cited,
        pack.rule("E2.foundation").clause,
        "不予推荐",
    ):
        assert "".join(said.split()) in text
    assert "草稿" not in text
    assert make_document(parts, library.read(gather, order), SealStyle.SAMPLE) == pdf
    with pytest.raises(RefusalError, match="issued_already"):
        issue_paper(library, parts, order, IssueChoice())
    library.change(record_delivery, 1, Delivery.COLLECTED, date(2024, 5, 20), "样本甲")


def test_the_sample_seal_is_on_no_paper_outside_the_practice_season(library: OpenLibrary, parts: Parts) -> None:
    declined, recommended = library.change(_decided, Outcome.DECLINE), library.change(_decided, changed=SECOND)
    for order in (PrintOrder(DECLINE, declined), PrintOrder(SHEET, recommended)):
        with pytest.raises(RefusalError, match=r"readiness\.stopped"):
            issue_paper(library, parts, order, IssueChoice(), SealStyle.SAMPLE)
    assert _entries(library) == ()


def test_a_case_that_moved_while_its_paper_was_made_gives_no_number(library: OpenLibrary, parts: Parts) -> None:
    case_id = library.change(_decided, Outcome.DECLINE)
    plan = library.read(plan_issue, PrintOrder(DECLINE, case_id), IssueChoice())
    library.change(reviewing.reopen, case_id, "有新情况")
    with pytest.raises(RefusalError, match="changed_meanwhile"):
        library.change(record_issued, plan, b"%PDF", SealStyle.CIRCLE)
    assert _entries(library) == ()


def test_the_register_is_exported_and_printed_with_every_line_and_gap(
    library: OpenLibrary, parts: Parts, tmp_path: Path
) -> None:
    first, second = library.change(_decided), library.change(_decided, Outcome.RECOMMEND, SECOND)
    issue_paper(library, parts, PrintOrder(SHEET, first), IssueChoice())
    skipping = IssueChoice("示市监荐〔2024〕4号", "由局登记处给号")
    issue_paper(library, parts, PrintOrder(SHEET, second), skipping)
    library.change(void_number, 1, "文字有误")
    matter = library.read(gather, PrintOrder(DocumentKind.REGISTER))
    assert matter.table is not None
    parts.summaries.standard(matter.table, tmp_path / "register.xlsx")
    rows = CalamineWorkbook.from_path(tmp_path / "register.xlsx").get_sheet_by_name("发文登记").to_python()
    said = ["|".join(map(str, row)) for row in rows]
    assert "收发文登记簿" in said[0]
    assert [row[1] for row in rows[3:6]] == ["示市监荐〔2024〕1号", "示市监荐〔2024〕4号", "2024年 2—3号"]
    assert "作废" in said[3]
    assert "文字有误" in said[3]
    assert "=示例第二个项目推荐意见" in said[4]
    assert "空号：由局登记处给号" in said[5]
    text = poppler_text(make_document(parts, matter, SealStyle.CIRCLE))
    assert "示市监荐〔2024〕4号" in text
    assert "空号" in text
