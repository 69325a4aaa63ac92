"""The summary in its forms: what is written, what is refused, and that a failure leaves nothing."""

from __future__ import annotations

import errno
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import openpyxl
import pdfplumber
import pytest

from reviewer_app.domain.errors import OfficeError, RefusalError, TroubleError
from reviewer_app.outputs.summary.writer import SummaryForms
from reviewer_app.packs.loading import shipped_pack
from reviewer_app.practice.bureau_form import make_sample_template
from reviewer_app.services.ports.papers import TemplateSheet
from reviewer_app.services.ports.records import SummaryTable
from reviewer_app.services.summary.summaries import (
    FormsOrder,
    FormsResult,
    SummaryForm,
    gather_summary,
    look_at_template,
    write_forms,
)
from reviewer_app.services.summary.template_finding import suggest_from_row, suggest_mapping
from reviewer_app.services.summary.template_mapping import kept_mapping, mapping_file
from support.desk_pages import signed_off
from support.fakes import FakeDesk
from support.summaries import CELLS, COLUMNS, MAPPING

Never = Callable[[], bool]


@pytest.fixture
def library() -> FakeDesk:
    """An office with three signed cases of two contacts."""
    made = FakeDesk()
    signed_off(made.unit, 1)
    signed_off(made.unit, 2, sector="制造业", direction="工业互联网")
    signed_off(made.unit, 3)
    return made


@pytest.fixture
def template(tmp_path: Path) -> Path:
    """The invented form of a bureau."""
    path = tmp_path / "市局汇总表.xlsx"
    make_sample_template(path)
    return path


def write(library: FakeDesk, order: FormsOrder, is_cancelled: Never = lambda: False) -> FormsResult:
    return write_forms(library, SummaryForms(), order, lambda done, total: None, is_cancelled)


def everything(folder: Path) -> dict[str, bytes]:
    return {item.name: item.read_bytes() for item in folder.iterdir() if item.is_file()}


def test_every_form_is_written_under_its_own_name(library: FakeDesk, template: Path, tmp_path: Path) -> None:
    """Six forms, six files, nothing else; each case says that it was handed out."""
    folder = tmp_path / "out"
    folder.mkdir()
    result = write(library, FormsOrder(tuple(SummaryForm), folder, template=template, mapping=MAPPING))
    assert {path.name for path in folder.iterdir()} == {
        "2024年度推荐汇总表.xlsx",
        "2024年度推荐汇总表（按联系人分表）.xlsx",
        "2024年度推荐汇总表（公开版）.xlsx",
        "2024年度推荐汇总表.csv",
        "2024年度推荐汇总表.pdf",
        "2024年度推荐汇总表（市局模板）.xlsx",
    }
    assert (len(result.files), result.count, result.left_out, result.is_mapping_kept) == (6, 3, (), True)
    exported = [event for event in library.unit.events.kept if event.act == "exported"]
    assert {event.application_id for event in exported} == set(result.changes.applications)
    assert exported[0].detail == {"summary_forms": "标准版、按联系人分表、公开版、CSV、PDF、市局模板", "cases": "3"}


def test_the_printed_form_tells_the_opinions_in_short_or_whole(library: FakeDesk, tmp_path: Path) -> None:
    """The reason is the signed opinion's own; the record says which of both was handed out."""
    (reason, *_), place = gather_summary(library.unit).table.reasons, -2
    text = gather_summary(library.unit).table.rows[0][place]
    assert reason.startswith("推荐。")
    assert reason.removeprefix("推荐。").rstrip("。") in text
    for is_whole in (False, True):
        order = FormsOrder((SummaryForm.PDF,), tmp_path, is_whole=is_whole, replaces=True)
        with pdfplumber.open(write(library, order).files[0]) as pdf:
            told = pdf.pages[0].extract_text()
        assert ("推荐意见：" in told, "结论和理由（摘录）：" in told) == (is_whole, not is_whole)
        said = [event for event in library.unit.events.kept if event.act == "exported"][-1].detail["summary_forms"]
        assert said == ("PDF（意见全文）" if is_whole else "PDF")


def test_the_sheets_by_contact_are_those_of_the_routing(library: FakeDesk, tmp_path: Path) -> None:
    """Each sector's cases go to its contact."""
    (file,) = write(library, FormsOrder((SummaryForm.BY_CONTACT,), tmp_path)).files
    names = openpyxl.load_workbook(file).sheetnames
    assert sorted(names) == sorted({contact for contact in gather_summary(library.unit).contacts})
    assert "王宝斌" in names


def test_only_the_chosen_cases_are_listed(library: FakeDesk, tmp_path: Path) -> None:
    """What is ticked is what is written; a case not yet signed is said and left out."""
    first, second, third = library.unit.applications.cases
    library.unit.opinions.kept = [one for one in library.unit.opinions.kept if one.application_id != third]
    result = write(library, FormsOrder((SummaryForm.STANDARD,), tmp_path, ids=(second, third)))
    assert result.count == 1
    assert first not in result.changes.applications
    assert "复核同意后才能导出" in result.left_out[0]


def test_the_pack_tells_which_columns_are_personal(library: FakeDesk) -> None:
    """Telephones are known by what the field is, not by its head."""
    table = gather_summary(library.unit).table
    assert [head for head, is_marked in zip(table.headers, table.personal, strict=True) if is_marked] == ["联系电话"]
    assert {head: part for head, part in zip(table.headers, table.reserved, strict=True) if part} == {
        "项目负责人": "leaders",
        "联系人": "contacts",
        "推荐意见": "opinion",
        "联系人（市局）": "contacts",
    }


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"forms": ()}, "summary.no_form"),
        ({"forms": (SummaryForm.TEMPLATE,)}, "summary.no_template"),
        ({"folder": Path("nowhere")}, "summary.folder_missing"),
    ],
)
def test_what_cannot_be_written_is_refused_first(
    library: FakeDesk, tmp_path: Path, change: dict[str, object], code: str
) -> None:
    """Before anything is made, the officer learns what is missing."""
    order = replace(FormsOrder((SummaryForm.CSV,), tmp_path), **change)  # type: ignore[arg-type]
    with pytest.raises(RefusalError) as refusal:
        write(library, order)
    assert refusal.value.code == code
    assert everything(tmp_path) == {}


def test_without_a_ready_case_nothing_is_written(tmp_path: Path) -> None:
    """An empty summary is no summary."""
    with pytest.raises(RefusalError) as refusal:
        write(FakeDesk(), FormsOrder((SummaryForm.CSV,), tmp_path))
    assert refusal.value.code == "summary.nothing"


def test_files_there_already_are_replaced_only_when_allowed(library: FakeDesk, tmp_path: Path) -> None:
    """The former file stays until the officer says so."""
    name = SummaryForm.CSV.file_name("2024")
    (tmp_path / name).write_text("以前的", encoding="utf-8")
    order = FormsOrder((SummaryForm.CSV, SummaryForm.STANDARD), tmp_path)
    with pytest.raises(RefusalError) as refusal:
        write(library, order)
    assert refusal.value.values["files"] == name
    assert everything(tmp_path) == {name: "以前的".encode()}
    write(library, replace(order, replaces=True))
    assert len(everything(tmp_path)) == 2
    assert b"\xef\xbb\xbf" in everything(tmp_path)[name]


class OneFails(SummaryForms):
    """A writer whose printed form does not come about."""

    def pdf(self, table: SummaryTable, is_whole: bool = False) -> bytes:
        raise RefusalError("font.missing", characters="𠮷", case="汇总表第1行")


def test_one_form_that_fails_leaves_no_file(library: FakeDesk, tmp_path: Path) -> None:
    """All forms, or none: a folder never holds half a set."""
    (tmp_path / "旧.txt").write_text("旧", encoding="utf-8")
    order = FormsOrder((SummaryForm.STANDARD, SummaryForm.PDF), tmp_path)
    with pytest.raises(OfficeError) as failure:
        write_forms(library, OneFails(), order, lambda done, total: None, lambda: False)
    assert failure.value.code == "font.missing"
    assert [item.name for item in tmp_path.iterdir()] == ["旧.txt"]
    assert not [event for event in library.unit.events.kept if event.act == "exported"]


def test_a_record_that_cannot_be_written_takes_the_files_back(
    library: FakeDesk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing leaves the desk without being on record; the former file is there again."""
    name = SummaryForm.CSV.file_name("2024")
    (tmp_path / name).write_text("以前的", encoding="utf-8")

    def full(events: object) -> None:
        raise TroubleError("library.disk_full", folder="", path="")

    monkeypatch.setattr(library.unit.events, "append_many", full)
    with pytest.raises(TroubleError):
        write(library, FormsOrder((SummaryForm.CSV, SummaryForm.STANDARD), tmp_path, replaces=True))
    assert everything(tmp_path) == {name: "以前的".encode()}


def test_a_cancel_leaves_no_file(library: FakeDesk, tmp_path: Path) -> None:
    """The officer may stop at any form."""
    asked = iter([False, True])
    result = write(library, FormsOrder((SummaryForm.CSV, SummaryForm.STANDARD), tmp_path), lambda: next(asked))
    assert result.is_cancelled
    assert list(tmp_path.iterdir()) == []


def test_the_forms_places_are_recognised(template: Path) -> None:
    """A two-row head, the unit line, the signature line and the title's year are found without any help."""
    found = suggest_mapping(SummaryForms().look_at(template), shipped_pack())
    assert found.mapping == replace(MAPPING, columns=COLUMNS)
    assert dict(found.mapping.cells) == CELLS
    assert found.heads["D"] == "申报单位 统一社会信用代码"
    assert "收件编号" in found.unplaced


def test_a_label_with_an_empty_cell_beside_it_is_answered_there() -> None:
    """Unit and date may stand in cells of their own, or one after another in one cell."""
    texts = {"A1": "填报单位：", "C1": "日期：  年  月  日", "A2": "经办人:____ 联系电话：____"}
    heads = {"A4": "项目名称", "B4": "申报单位", "C4": "统一社会信用代码", "D4": "备注"}
    found = suggest_mapping([TemplateSheet("表", {**texts, **heads})], shipped_pack()).mapping
    assert found.first_row == 5
    assert dict(found.columns) == {"A": "项目名称", "B": "申报单位", "C": "统一社会信用代码"}
    assert found.cells["B1"] == "{填报单位}"
    assert found.cells["D1"] == "{填报日期}"
    assert found.cells["A2"] == "经办人:{填报人}　　联系电话：{联系电话}"


def test_a_label_in_a_cell_of_its_own_needs_no_colon() -> None:
    """The empty cell beside it is meant; what may be a group's head, or has no empty cell beside it, is left alone."""
    above = {"A1": "填报单位（盖章）", "D1": "填报日期", "E1": "单位：个", "A2": "申报", "C2": "联系方式"}
    heads = {"A3": "项目名称", "B3": "申报单位", "C3": "联系人", "D3": "联系电话", "E3": "备注"}
    below = {"A6": "填表人", "C6": "联系电话", "D6": "只填座机", "A7": "合计"}
    sheet = TemplateSheet("表", {**above, **heads, **below}, ("A1:B1",))
    found = suggest_mapping([sheet], shipped_pack()).mapping
    assert dict(found.cells) == {"C1": "{填报单位}", "B6": "{填报人}"}


def test_a_sheet_without_a_list_is_not_guessed_at() -> None:
    """A workbook that holds no list is said to hold none."""
    found = suggest_mapping([TemplateSheet("说明", {"A1": "填表说明", "A2": "一、每个项目填一行。"})], shipped_pack())
    assert not found.is_found


def test_the_officer_may_say_where_the_heads_stand(template: Path) -> None:
    """Another row is looked at when the guess was wrong."""
    sheet = SummaryForms().look_at(template)[0]
    assert suggest_from_row(sheet, 5, shipped_pack()).mapping.columns == COLUMNS
    assert suggest_from_row(sheet, 2, shipped_pack()).mapping.columns == {}


def test_a_mapping_once_used_is_known_the_next_time(library: FakeDesk, template: Path, tmp_path: Path) -> None:
    """It lies beside the form; a form that was changed is looked at anew."""
    mapping = replace(MAPPING, columns={"B": "项目名称", "J": "收件编号"})
    folder = tmp_path / "out"
    folder.mkdir()
    pack = shipped_pack()
    assert not look_at_template(SummaryForms(), template, pack).is_kept
    write(library, FormsOrder((SummaryForm.TEMPLATE,), folder, template=template, mapping=mapping))
    look = look_at_template(SummaryForms(), template, pack)
    assert look.is_kept
    assert look.suggestion.mapping == mapping
    assert look.suggestion.heads["J"] == "备注"
    former = mapping_file(template).read_text(encoding="utf-8").replace("收件编号", "受理编号")
    mapping_file(template).write_text(former, encoding="utf-8")
    assert look_at_template(SummaryForms(), template, pack).suggestion.mapping == mapping, "an earlier head of a column"
    book = openpyxl.load_workbook(template)
    book.active["A1"] = "附件3"
    book.save(template)
    assert not look_at_template(SummaryForms(), template, pack).is_kept


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"version": 1}', '{"version": 1, "cells": 3}', "\x00"])
def test_a_damaged_mapping_is_no_mapping(template: Path, text: str) -> None:
    """The form is looked at anew."""
    mapping_file(template).write_text(text, encoding="utf-8")
    assert kept_mapping(template) is None


def test_a_mapping_is_readable_by_people(library: FakeDesk, template: Path, tmp_path: Path) -> None:
    """A colleague can read and correct it."""
    folder = tmp_path / "out"
    folder.mkdir()
    write(library, FormsOrder((SummaryForm.TEMPLATE,), folder, template=template, mapping=MAPPING))
    kept = json.loads(mapping_file(template).read_text(encoding="utf-8"))
    assert kept["columns"]["B"] == "项目名称"
    assert "{填报单位}" in kept["cells"]["A3"]


class NoRoom(SummaryForms):
    """A writer on a disk that is full."""

    def csv(self, table: SummaryTable, path: Path) -> None:
        path.write_bytes(b"\xef\xbb\xbf")
        raise OSError(errno.ENOSPC, "No space left on device")


class NoShare(SummaryForms):
    """A writer whose share of the disk is used up."""

    def csv(self, table: SummaryTable, path: Path) -> None:
        raise OSError(errno.EDQUOT, "Disk quota exceeded")


class Locked(SummaryForms):
    """A writer whose folder must not be written to."""

    def csv(self, table: SummaryTable, path: Path) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")


@pytest.mark.parametrize(
    ("writer", "code"),
    [(NoRoom(), "summary.disk_full"), (NoShare(), "summary.disk_full"), (Locked(), "summary.not_writable")],
)
def test_a_full_disk_leaves_nothing_half_done(
    library: FakeDesk, tmp_path: Path, writer: SummaryForms, code: str
) -> None:
    """The officer learns what to do next; former files are as they were."""
    name = SummaryForm.STANDARD.file_name("2024")
    (tmp_path / name).write_text("以前的", encoding="utf-8")
    order = FormsOrder((SummaryForm.STANDARD, SummaryForm.CSV), tmp_path, replaces=True)
    with pytest.raises(TroubleError) as trouble:
        write_forms(library, writer, order, lambda done, total: None, lambda: False)
    assert trouble.value.code == code
    assert everything(tmp_path) == {name: "以前的".encode()}
    assert [item.name for item in tmp_path.iterdir()] == [name]
