"""Papers, files, and paper against online."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from reviewer_app.domain.application import Keeping, PaperCopy, Source
from reviewer_app.domain.checklist import Verdict
from reviewer_app.domain.states import State
from reviewer_app.services.cases import checking
from reviewer_app.services.cases.reading import open_case
from reviewer_ui.detail.paper_row import copy_of
from reviewer_ui.file_copy import save_copy
from support.casework import dialog_of, proposed, registered
from support.desk_pages import Office, office, type_text, unnamed
from support.fakes import FakeUnit
from support.followed import FollowedCase


@pytest.fixture
def at(tmp_path: Path, qtbot: QtBot) -> Office:
    return office(tmp_path)


@pytest.fixture
def pane(at: Office, qtbot: QtBot) -> FollowedCase:
    pane = FollowedCase(at.context)
    qtbot.addWidget(pane)
    pane.resize(390, 667)
    pane.show()
    return pane


def test_a_copy_is_recorded_in_its_place(at: Office, pane: FollowedCase) -> None:
    case_id = registered(at.unit)
    pane.show_case(case_id)
    pane.pages.setCurrentWidget(pane.material)
    first = pane.material.rows[0]
    assert (first.line.text(), pane.material.papers.right()) == ("未收到", "收到 0 / 3 份")
    first.edit.click()
    assert unnamed(pane) == []
    first.is_sealed.setChecked(True)
    assert first.seal_name.text() == "上海示例甲东服务有限公司"
    first.pages.setValue(24)
    type_text(first.place, "卷柜 A-3")
    first.save.click()
    assert first.line.text() == "已盖章 · 24 页 · 2024-05-19 收 · 在卷柜 A-3"
    assert not first.is_editing
    assert pane.material.papers.right() == "收到 1 / 3 份"
    assert open_case(at.unit, case_id).application.source is Source.BOTH


def test_where_a_copy_went_is_told_on_its_line_and_in_the_record(at: Office, pane: FollowedCase) -> None:
    case_id = registered(at.unit)
    pane.show_case(case_id)
    pane.pages.setCurrentWidget(pane.material)
    first = pane.material.rows[0]
    first.edit.click()
    first.is_sealed.setChecked(True)
    assert not first.keeper.isEnabled()
    first.keeping.setCurrentIndex(first.keeping.findData(Keeping.HANDED))
    type_text(first.keeper, "示例乙")
    first.save.click()
    assert first.line.text() == "已盖章 · 2024-05-19 收 · 已交 示例乙"
    (copy,) = at.unit.papers.of(case_id)
    assert (copy.keeping, copy.keeper) == (Keeping.HANDED, "示例乙")
    told = [event.detail["第1份"] for event in at.unit.events.of(case_id) if "第1份" in event.detail]
    assert told[-1].endswith("，已交 示例乙")


@pytest.mark.parametrize(
    "kept", ["收\t章\t24\t印\t柜", "收\t章\t24\t印\t柜\thanded\t乙", "收\t章\t24\t印\t柜\tlost\t乙", "x"]
)
def test_a_record_begun_under_an_earlier_version_is_taken_up(kept: str) -> None:
    read = copy_of(PaperCopy(1), kept)
    assert (read.place, read.keeper) in {("柜", ""), ("柜", "乙"), ("", "")}
    assert (read == PaperCopy(1)) is (kept == "x" or "lost" in kept)


def test_a_record_begun_and_not_finished_is_open_again(at: Office, pane: FollowedCase, qtbot: QtBot) -> None:
    case_id = registered(at.unit)
    pane.show_case(case_id)
    pane.pages.setCurrentWidget(pane.material)
    pane.material.rows[2].edit.click()
    type_text(pane.material.rows[2].place, "卷柜 B-1")
    pane.keeper.flush()
    again = FollowedCase(at.context)
    qtbot.addWidget(again)
    again.show_case(case_id)
    row = again.material.rows[2]
    assert (row.is_editing, row.place.text(), row.is_received.isChecked()) == (True, "卷柜 B-1", True)
    row.cancel.click()
    again.keeper.flush()
    pane.show_case(None)
    pane.show_case(case_id)
    assert not pane.material.rows[2].is_editing


@pytest.mark.parametrize(
    ("is_sealed", "seal", "warning"),
    [(False, "", "这一份还没有盖章"), (True, "上海样本公司", "印文“上海样本公司”与申报单位名称不一致")],
)
def test_a_wrong_seal_is_said(at: Office, pane: FollowedCase, is_sealed: bool, seal: str, warning: str) -> None:
    pane.show_case(registered(at.unit))
    pane.pages.setCurrentWidget(pane.material)
    row = pane.material.rows[1]
    row.edit.click()
    row.is_sealed.setChecked(is_sealed)
    row.seal_name.setText(seal)
    row.save.click()
    assert row.warning.text() == warning


def test_a_refused_record_stays_open_with_what_was_typed(at: Office, pane: FollowedCase) -> None:
    case_id = registered(at.unit)
    pane.show_case(case_id)
    pane.pages.setCurrentWidget(pane.material)
    row = pane.material.rows[0]
    row.edit.click()
    row.pages.setValue(24)
    at.unit.applications.cases[case_id] = at.unit.applications.cases[proposed(at.unit, filing_number="SH2")]
    row.save.click()
    assert "登记纸质材料" in row.refusal.text()
    assert (row.is_editing, row.pages.value()) == (True, 24)


def test_kept_files_are_listed_with_their_point_and_can_be_copied_out(
    at: Office, pane: FollowedCase, tmp_path: Path
) -> None:
    case_id = registered(at.unit)
    checking.attach_evidence(at.unit, case_id, "E1.credit", "信用查询单.pdf", b"%PDF-1.7 sample", 1)
    pane.show_case(case_id)
    assert pane.pages.tabText(1) == "材料 1"
    row = pane.material.attachments[0]
    assert row.name.text() == "信用查询单.pdf"
    assert row.about.text() == "二（一）信用良好 · 15 字节 · 示例甲 2024-05-19 14:32"
    sha256 = open_case(at.unit, case_id).attachments[0].sha256
    save_copy(at.context, sha256, tmp_path / "副本.pdf")
    assert (tmp_path / "副本.pdf").read_bytes() == b"%PDF-1.7 sample"
    save_copy(at.context, sha256, tmp_path / "没有的文件夹" / "副本.pdf")
    assert at.said[-1].text.startswith("不能写入")


def _with_paper(unit: FakeUnit, **changed: str) -> int:
    """A registered case of which one copy is here."""
    case_id = registered(unit, **changed)
    unit.papers.put(case_id, PaperCopy(1, is_received=True))
    return case_id


def test_paper_is_compared_with_online_and_summed_up_into_the_point(at: Office, pane: FollowedCase) -> None:
    case_id = _with_paper(at.unit)
    pane.show_case(case_id)
    pane.pages.setCurrentWidget(pane.comparison)
    rows = pane.comparison.rows
    compared = [field.id for field in at.unit.packs.current("2024").fields if field.compared]
    assert list(rows) == compared
    assert rows["applicant"].online.text() == "上海示例甲东服务有限公司"
    QTest.mouseClick(rows["project_name"].same, Qt.MouseButton.LeftButton)
    QTest.mouseClick(rows["applicant"].differs, Qt.MouseButton.LeftButton)
    type_text(rows["applicant"].paper, "上海示例甲东公司")
    said = (
        f"纸质与网上已比对 2 / {len(compared)} 项，不一致 1 项："
        "申报单位纸质为“上海示例甲东公司”，网上为“上海示例甲东服务有限公司”；"
        f"其余 {len(compared) - 2} 项未看。"
    )
    assert pane.comparison.summary.text() == said
    pane.comparison.write.click()
    assert open_case(at.unit, case_id).answers["M2.form"].note == said
    assert not pane.comparison.write.isEnabled()


def test_a_comparison_is_there_again_and_a_note_is_not_replaced_without_asking(
    at: Office, pane: FollowedCase, qtbot: QtBot
) -> None:
    case_id = _with_paper(at.unit)
    checking.note_item(at.unit, case_id, "M2.form", "已看过原件")
    pane.show_case(case_id)
    pane.pages.setCurrentWidget(pane.comparison)
    QTest.mouseClick(pane.comparison.rows["project_name"].same, Qt.MouseButton.LeftButton)
    pane.comparison.write.click()
    dialog = dialog_of(pane)
    assert dialog.lines()[0] == "原：已看过原件"
    dialog.cancel.click()
    assert open_case(at.unit, case_id).answers["M2.form"].note == "已看过原件"
    pane.show_case(None)
    again = FollowedCase(at.context)
    qtbot.addWidget(again)
    again.show_case(case_id)
    assert again.comparison.rows["project_name"].same.isChecked()
    assert again.comparison.head.right().startswith("1 / ")


def test_the_papers_words_are_recorded_when_their_box_is_left(at: Office, pane: FollowedCase) -> None:
    """While they are typed they are a draft: a sentence is one finding, not one for each pause."""
    case_id, other = _with_paper(at.unit), registered(at.unit, filing_number="SH2", project_name="另一试点")
    pane.show_case(case_id)
    pane.pages.setCurrentWidget(pane.comparison)
    row = pane.comparison.rows["applicant"]
    QTest.mouseClick(row.differs, Qt.MouseButton.LeftButton)
    type_text(row.paper, "上海示例")
    pane.keeper.flush()
    type_text(row.paper, "甲东公司")
    checking.answer_item(at.unit, case_id, "E1.credit", Verdict.MET)
    pane.reload()
    assert row.paper.text() == "上海示例甲东公司"
    assert at.unit.comparisons.of(case_id)["applicant"].paper == ""
    QTest.keyClick(row.paper, Qt.Key.Key_Return)
    assert at.unit.comparisons.of(case_id)["applicant"].paper == "上海示例甲东公司"
    assert at.unit.drafts.of(case_id) == {}
    row.differs.click()
    assert at.unit.comparisons.of(case_id)["applicant"].paper == "上海示例甲东公司"
    type_text(row.paper, "（盖章）")
    pane.show_case(other)
    assert at.unit.comparisons.of(case_id)["applicant"].paper == "上海示例甲东公司（盖章）"
    assert at.unit.comparisons.of(other) == {}
    assert len([event for event in at.unit.events.of(case_id) if event.act == "compared"]) == 3


def test_words_never_recorded_are_there_again_and_stay_a_draft_until_touched(
    at: Office, pane: FollowedCase, qtbot: QtBot
) -> None:
    """The program was stopped while they were typed."""
    case_id = _with_paper(at.unit)
    checking.record_comparison(at.unit, case_id, "applicant", False)
    at.unit.drafts.put(case_id, "paper:applicant:", "上海示例甲东公司")
    pane.show_case(case_id)
    pane.pages.setCurrentWidget(pane.comparison)
    assert pane.comparison.rows["applicant"].paper.text() == "上海示例甲东公司"
    assert "纸质为“上海示例甲东公司”" in pane.comparison.summary.text()
    pane.show_case(None)
    assert "paper:applicant:" in at.unit.drafts.of(case_id)
    pane.show_case(case_id)
    pane.comparison.write.click()
    assert at.unit.comparisons.of(case_id)["applicant"].paper == "上海示例甲东公司"


def test_a_refused_finding_is_taken_back_and_its_words_kept(at: Office, pane: FollowedCase) -> None:
    case_id = _with_paper(at.unit)
    pane.show_case(case_id)
    pane.pages.setCurrentWidget(pane.comparison)
    row = pane.comparison.rows["applicant"]
    QTest.mouseClick(row.differs, Qt.MouseButton.LeftButton)
    type_text(row.paper, "上海示例甲东公司")
    kept = at.unit.applications.cases[case_id]
    at.unit.applications.cases[case_id] = replace(kept, state=State.PROPOSED)
    QTest.keyClick(row.paper, Qt.Key.Key_Return)
    assert "作答" in at.said[-1].text
    pane.keeper.flush()
    assert at.unit.drafts.of(case_id)["paper:applicant:"].text == "上海示例甲东公司"
    assert at.unit.comparisons.of(case_id)["applicant"].paper == ""
    at.unit.applications.cases[case_id] = kept
    pane.reload()
    pane.show_case(None)
    pane.show_case(case_id)
    assert row.paper.text() == "上海示例甲东公司"


def test_a_copy_that_another_recorded_meanwhile_is_shown_beside_what_was_typed(at: Office, pane: FollowedCase) -> None:
    """The line says what is stored by now, the fields what was typed; saved again, what was typed holds."""
    case_id = registered(at.unit)
    pane.show_case(case_id)
    pane.pages.setCurrentWidget(pane.material)
    row = pane.material.rows[0]
    row.begin()
    row.place.setText("卷柜 A-1")
    checking.record_paper(at.unit, case_id, PaperCopy(1, True, True, "上海示例", 20, "卷柜 B-2"))
    row.save.click()
    assert "已由他人登记" in row.refusal.text()
    assert ("B-2" in row.line.text(), row.place.text()) == (True, "卷柜 A-1")
    row.save.click()
    assert at.unit.papers.of(case_id)[0].place == "卷柜 A-1"
    assert not row.is_editing
