"""What the office's papers say, and that each print is put on record."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from datetime import date, timedelta

import pytest

from reviewer_app.domain.application import Event, PaperCopy, Source
from reviewer_app.domain.batch import SealStyle
from reviewer_app.domain.checklist import Verdict
from reviewer_app.domain.corrections.request import ItemVerdict, TellingWay
from reviewer_app.domain.documents import DocumentKind
from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.opinion import Outcome, ProjectClass
from reviewer_app.domain.record import EventAct, RecordKey
from reviewer_app.domain.states import State
from reviewer_app.services.cases import checking, correcting, reviewing
from reviewer_app.services.cases.reading import open_case
from reviewer_app.services.cases.registering import amend_application, register_application
from reviewer_app.services.office.settings import write_settings
from reviewer_app.services.papers.issuing import IssueChoice, plan_issue, record_issued
from reviewer_app.services.papers.printing import (
    OF_BATCH,
    OF_CASE,
    PrintOrder,
    again,
    first_order,
    gather,
    orders_for,
    printed_before,
    record_printed,
)
from reviewer_app.services.ports.corrections import CorrectionChoice
from reviewer_resources import text
from support.builders import CLEAN
from support.fake_consultations import asked_of_one
from support.fakes import FakeUnit
from support.grounds import grounded, signed_off
from support.paper_cases import TEXT, gathered, issued_number, kept_batch, met_case, paper_office, signed_case


def test_a_correction_notice_lists_every_point_not_met_in_the_notices_order() -> None:
    unit = paper_office()
    case_id = met_case(unit)
    checking.answer_item(unit, case_id, "M4.seal", Verdict.NOT_MET)
    checking.note_item(unit, case_id, "M4.seal", "第二份没有盖章。")
    checking.answer_item(unit, case_id, "E2.influence", Verdict.NOT_MET)
    reviewing.submit_opinion(unit, case_id, Outcome.RETURN_FOR_CORRECTION, ProjectClass.GENERAL, "请补正。")
    notice = gathered(unit, DocumentKind.CORRECTION_NOTICE, case_id)
    pack = unit.packs.current("2024")
    clauses, problems, demands = zip(*notice.tables["defects"], strict=True)
    assert clauses == tuple(f"通知{pack.rule(one).clause}" for one in ("E2.influence", "M4.seal"))
    assert problems[1] == f"{pack.rule('M4.seal').title}：第二份没有盖章"
    assert demands[0] == pack.rule("E2.influence").defect.rstrip("。")
    assert notice.fields["due_day"] == "2024年5月31日"
    matter = gather(unit, PrintOrder(DocumentKind.CORRECTION_NOTICE, case_id))
    assert (notice.number, notice.is_draft, matter.can_issue) == ("", True, True)
    assert issued_number(unit, DocumentKind.CORRECTION_NOTICE, case_id) == "示市监标补〔2024〕1号"
    notice = gathered(unit, DocumentKind.CORRECTION_NOTICE, case_id)
    assert (notice.number, notice.is_draft) == ("示市监标补〔2024〕1号", False)


def test_a_notice_printed_before_it_was_submitted_is_a_draft_with_the_day_it_would_be_due() -> None:
    unit = paper_office()
    case_id = met_case(unit)
    checking.answer_item(unit, case_id, "M4.seal", Verdict.NOT_MET)
    notice = gathered(unit, DocumentKind.CORRECTION_NOTICE, case_id)
    assert notice.is_draft
    assert notice.fields["due_day"] == "2024年5月31日"
    with pytest.raises(RefusalError, match="not_ready"):
        issued_number(unit, DocumentKind.CORRECTION_NOTICE, case_id)
    assert unit.register.kept == []


def test_a_notice_says_what_was_asked_whatever_was_changed_since() -> None:
    """It is made of the request on record: neither an edit of the form nor a hint that went away rewrites it."""
    unit = paper_office()
    case_id = met_case(unit, credit_code="91310104MAXX00015")
    checking.answer_item(unit, case_id, "M4.seal", Verdict.UNDECIDED)
    correcting.draft_request(unit, case_id, CorrectionChoice(("M4.seal",), date(2024, 5, 28)))
    reviewing.submit_opinion(unit, case_id, Outcome.RETURN_FOR_CORRECTION, ProjectClass.GENERAL, "请补正。")
    first = gathered(unit, DocumentKind.CORRECTION_NOTICE, case_id)
    assert first.fields["unchecked"] == "五（二）每份加盖公章"
    assert (first.fields["due_day"], "working_days" in first.fields) == ("2024年5月28日", False)
    case = unit.applications.get(case_id)
    amended = {**case.values, "credit_code": "91310104MAXX00015W"}
    amend_application(unit, case_id, case.revision, amended, "来函更正")
    unit.clock += timedelta(days=2)
    again = gathered(unit, DocumentKind.CORRECTION_NOTICE, case_id)
    assert (again.tables, again.day, again.fields["due_day"]) == (first.tables, first.day, first.fields["due_day"])


def test_a_second_round_of_corrections_has_a_number_of_its_own() -> None:
    unit = paper_office()
    case_id = met_case(unit)
    checking.answer_item(unit, case_id, "M4.seal", Verdict.NOT_MET)
    for _ in range(2):
        reviewing.submit_opinion(unit, case_id, Outcome.RETURN_FOR_CORRECTION, ProjectClass.GENERAL, "请补正。")
        number = issued_number(unit, DocumentKind.CORRECTION_NOTICE, case_id)
        correcting.tell_request(unit, case_id, unit.today, TellingWay.COLLECTED, "样本乙")
        correcting.correction_received(unit, case_id)
        correcting.judge_item(unit, case_id, correcting.Judgement("M4.seal", ItemVerdict.NOT_CURED))
    assert number == "示市监标补〔2024〕2号"


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        (DocumentKind.CORRECTION_NOTICE, "correction.nothing"),
        (DocumentKind.RECEIPT, "printing.nothing_received"),
        (DocumentKind.TRANSFER_LETTER, "printing.no_transfer"),
        (DocumentKind.OPINION_OVERLAY, "printing.no_opinion"),
        (DocumentKind.RECOMMENDATION, "batch.not_signed_off"),
    ],
)
def test_a_paper_the_case_is_not_ready_for_is_refused_with_the_reason(kind: DocumentKind, code: str) -> None:
    unit = paper_office()
    case_id = met_case(unit)
    assert kind not in orders_for(open_case(unit, case_id))
    with pytest.raises(RefusalError) as refused:
        gather(unit, PrintOrder(kind, case_id))
    assert refused.value.code == code


def test_a_receipt_says_what_was_taken_in_when_and_by_whom() -> None:
    unit = paper_office()
    case_id = met_case(unit)
    checking.record_paper(unit, case_id, PaperCopy(1, True, True, "上海示例甲东服务有限公司", 36))
    checking.record_paper(unit, case_id, PaperCopy(2, True, False, "", 36))
    slip = gathered(unit, DocumentKind.RECEIPT, case_id)
    assert [row[2] for row in slip.tables["materials"]] == ["36页，已盖章（上海示例甲东服务有限公司）", "36页，未盖章"]
    assert slip.fields["received_on"] == f"{unit.today.year}年{unit.today.month}月{unit.today.day}日"
    assert slip.fields["handler"] == "示例甲"
    assert slip.fields["remark"] == "应交3份，还缺1份。"


def test_a_run_sheet_lists_every_point_with_the_answer_there_is() -> None:
    unit = paper_office()
    case_id = register_application(unit, CLEAN, Source.ONLINE).application_id
    checking.answer_item(unit, case_id, "E2.staff", Verdict.MET)
    sheet = gathered(unit, DocumentKind.RUN_SHEET, case_id)
    pack = unit.packs.current("2024")
    said = {row[1]: row[3] for row in sheet.tables["items"]}
    assert list(said) == [rule.title for rule in pack.rules if rule.asked]
    assert said[pack.rule("E2.staff").title] == "符合"
    assert said[pack.rule("E3.public_body").title] == "不适用"
    assert said[pack.rule("E1.credit").title] == ""
    assert len(sheet.tables["papers"]) == 3


def test_a_run_sheet_says_each_reason_that_was_given() -> None:
    unit = paper_office()
    case_id = met_case(unit)
    grounded(unit, case_id)
    checking.answer_item(unit, case_id, "E4.internal", Verdict.NOT_MET)
    assert gathered(unit, DocumentKind.RUN_SHEET, case_id).tables["departures"] == ()
    why = {"not_met:E4.internal": "成果已在三家会员单位采用"}
    reviewing.submit_opinion(unit, case_id, Outcome.RECOMMEND, ProjectClass.GENERAL, TEXT, why)
    ((point, reason, who),) = gathered(unit, DocumentKind.RUN_SHEET, case_id).tables["departures"]
    assert "不限于组织内部" in point
    assert (reason, who) == ("成果已在三家会员单位采用", "示例甲 2024-05-19")


def test_a_recommendation_with_something_open_is_not_printed_by_itself_either() -> None:
    unit = paper_office()
    case_id = signed_case(unit)
    assert gathered(unit, DocumentKind.RECOMMENDATION, case_id).is_draft
    checking.record_paper(unit, case_id, PaperCopy(2, True, False, "", 24))
    with pytest.raises(RefusalError, match=r"readiness\.stopped_case"):
        gather(unit, PrintOrder(DocumentKind.RECOMMENDATION, case_id))


def test_a_transfer_letter_goes_to_whom_the_officer_names_and_to_no_department_of_the_form() -> None:
    unit = paper_office()
    case_id = met_case(unit, Outcome.TRANSFER)
    letter = gathered(unit, DocumentKind.TRANSFER_LETTER, case_id)
    assert letter.fields["recipient"] == "（收文机关待填）"
    assert "示例主管部门" in unit.applications.get(case_id).values.values()
    assert letter.fields["reason"] == "各项条件具备，建议推荐"
    assert letter.is_draft
    signed_off(unit, case_id)
    with pytest.raises(RefusalError, match="no_addressee"):
        issued_number(unit, DocumentKind.TRANSFER_LETTER, case_id)
    issued_number(unit, DocumentKind.TRANSFER_LETTER, case_id, "上海市示例北区市场监督管理局")
    letter = gathered(unit, DocumentKind.TRANSFER_LETTER, case_id)
    assert (letter.fields["recipient"], letter.is_draft) == ("上海市示例北区市场监督管理局", False)


def test_a_decline_rests_on_no_point_for_key_projects() -> None:
    unit = paper_office()
    case_id = met_case(unit, project_class="重点")
    checking.answer_item(unit, case_id, "K4.authority", Verdict.NOT_MET)
    reviewing.submit_opinion(unit, case_id, Outcome.DECLINE, ProjectClass.GENERAL, "不予推荐。")
    assert DocumentKind.DECLINE_LETTER not in orders_for(open_case(unit, case_id))
    with pytest.raises(RefusalError, match="no_grounds"):
        gathered(unit, DocumentKind.DECLINE_LETTER, case_id)
    reviewing.take_back(unit, case_id, "另有一项")
    checking.answer_item(unit, case_id, "E5.policy", Verdict.NOT_MET)
    reviewing.submit_opinion(unit, case_id, Outcome.DECLINE, ProjectClass.GENERAL, "不予推荐。")
    letter, pack = gathered(unit, DocumentKind.DECLINE_LETTER, case_id), unit.packs.current("2024")
    assert [clause for clause, _ in letter.tables["reasons"]] == [pack.rule("E5.policy").clause]


def test_a_decline_gives_its_reasons_with_the_notice_they_rest_on() -> None:
    unit = paper_office()
    unit.settings.put(replace(unit.settings.get(), decline_code="示市监标告"))
    case_id = met_case(unit)
    checking.answer_item(unit, case_id, "E2.foundation", Verdict.NOT_MET)
    checking.note_item(unit, case_id, "E2.foundation", "申报表和附件里都没有已有标准。")
    reviewing.submit_opinion(unit, case_id, Outcome.DECLINE, ProjectClass.GENERAL, "不予推荐。")
    with pytest.raises(RefusalError, match="not_ready"):
        issued_number(unit, DocumentKind.DECLINE_LETTER, case_id)
    signed_off(unit, case_id)
    assert DocumentKind.DECLINE_LETTER in orders_for(open_case(unit, case_id))
    assert issued_number(unit, DocumentKind.DECLINE_LETTER, case_id) == "示市监标告〔2024〕1号"
    letter, pack = gathered(unit, DocumentKind.DECLINE_LETTER, case_id), unit.packs.current("2024")
    rule = pack.rule("E2.foundation")
    assert letter.tables["reasons"] == ((rule.clause, f"{rule.title}：申报表和附件里都没有已有标准"),)
    assert letter.fields["notice"] == pack.cited
    assert unit.register.kept[-1].party == letter.fields["applicant"]


def test_a_parcels_papers_agree_on_what_lies_in_it() -> None:
    unit = paper_office()
    first, second = signed_case(unit), signed_case(unit, filing_number="SH2024617120018", sector="制造业", direction="")
    batch = kept_batch(unit, first, second)
    letter = gathered(unit, DocumentKind.COVERING_LETTER, batch_id=batch)
    assert (letter.fields["count"], letter.fields["by_class"]) == ("2", "作为一般项目推荐2个")
    assert (letter.number, letter.is_draft) == ("", True)
    order = PrintOrder(DocumentKind.COVERING_LETTER, batch_id=batch)
    record_issued(unit, plan_issue(unit, order, IssueChoice()), b"%PDF letter", SealStyle.CIRCLE)
    assert gather(unit, order).number == "示市监函〔2024〕1号"
    assert gather(unit, order).kept == b"%PDF letter"
    assert ("标准化试点项目申请表", "6份") in letter.tables["enclosures"]
    contents = gathered(unit, DocumentKind.CONTENTS_LIST, batch_id=batch)
    assert contents.fields["piece_count"] == "10"
    assert sum(int(row[-1]) for row in contents.tables["contents"]) == 10
    assert contents.fields["contact"] == "胡伟 64220000 转 2525　　王宝斌 64220000 转 2509"


def test_a_parcel_for_several_contacts_names_them_inside_and_only_counts_them_outside() -> None:
    unit = paper_office()
    batch = kept_batch(
        unit, signed_case(unit), signed_case(unit, filing_number="SH2024617120018", sector="制造业", direction="")
    )
    envelope = gathered(unit, DocumentKind.ENVELOPE_DL, batch_id=batch)
    assert envelope.fields["contact"] == "分送2位联系人（名单见邮包清单）"
    sender = [envelope.fields[name] for name in ("sender_address", "sender_postcode")]
    assert sender == ["上海市示例区示例路1号", "200000"]


def test_a_document_says_when_it_was_gathered_and_a_kind_without_a_code_bears_no_number() -> None:
    unit = paper_office()
    values = gathered(unit, DocumentKind.RUN_SHEET, signed_case(unit))
    assert values.made_at == unit.now
    case_id = met_case(unit, Outcome.TRANSFER, filing_number="SH2024617120019")
    assert gathered(unit, DocumentKind.TRANSFER_LETTER, case_id).number == ""


def test_two_kinds_of_document_may_not_share_a_code() -> None:
    unit = paper_office()
    office = unit.settings.get()
    with pytest.raises(RefusalError, match="same_code"):
        write_settings(unit, replace(office, transfer_code=office.letter_code))
    with pytest.raises(RefusalError, match="bad_postcode"):
        write_settings(unit, replace(office, postcode="20003"))
    write_settings(unit, replace(office, transfer_code="示市监标函"))
    assert unit.settings.get().transfer_code == "示市监标函"


def test_each_contact_gets_a_label_and_an_envelope_with_the_packs_address() -> None:
    unit = paper_office()
    batch = kept_batch(
        unit, signed_case(unit), signed_case(unit, filing_number="SH2024617120018", sector="制造业", direction="")
    )
    rows = gathered(unit, DocumentKind.LABELS, batch_id=batch).tables["labels"]
    assert [row[3] for row in rows] == ["胡伟　64220000 转 2525", "王宝斌　64220000 转 2509"]
    assert {row[:3] for row in rows} == {("200032", "上海市肇嘉浜路301号", "上海市市场监督管理局")}
    envelope = gathered(unit, DocumentKind.ENVELOPE_C5, batch_id=batch, contact="王宝斌")
    assert envelope.fields["contact"] == "王宝斌 64220000 转 2509"
    with pytest.raises(RefusalError, match="no_contact"):
        gather(unit, PrintOrder(DocumentKind.ENVELOPE_DL, 0, batch, "华希"))


def test_a_reprint_says_how_often_it_was_printed_before() -> None:
    unit = paper_office()
    case_id = met_case(unit)
    order = PrintOrder(DocumentKind.RUN_SHEET, case_id)
    assert again(gather(unit, order).printed_before) == ""
    record_printed(unit, gather(unit, order), 2, "示例打印机")
    matter = gather(unit, order)
    assert matter.values is not None
    assert matter.values.reprint == 1
    record_printed(unit, matter, 1, "示例打印机")
    last = unit.events.of(case_id)[-1]
    assert last.act == "printed"
    assert last.detail == {"document": "run-sheet", "copies": "1", "printer": "示例打印机", "reprint": "补打第 1 次"}
    assert printed_before(unit, DocumentKind.RECEIPT, case_id) == 0


def test_a_batchs_print_is_on_the_record_of_each_case_and_counts_for_that_batch_only() -> None:
    unit = paper_office()
    case_id = signed_case(unit)
    first = kept_batch(unit, case_id)
    matter = gather(unit, PrintOrder(DocumentKind.LABELS, batch_id=first))
    record_printed(unit, matter, 1, "示例打印机")
    assert gather(unit, PrintOrder(DocumentKind.LABELS, batch_id=first)).printed_before == 1
    second = kept_batch(unit, case_id)
    unit.batches.kept[second - 1] = replace(unit.batches.kept[second - 1], number=2)
    assert gather(unit, PrintOrder(DocumentKind.LABELS, batch_id=second)).printed_before == 0


def test_a_print_for_one_contact_is_on_that_contacts_cases_and_no_reprint_for_another() -> None:
    unit = paper_office()
    hu, wang = signed_case(unit), signed_case(unit, filing_number="SH2024617120018", sector="制造业", direction="")
    batch = kept_batch(unit, hu, wang)
    for_hu, for_wang, for_all = (
        PrintOrder(DocumentKind.CONTENTS_LIST, 0, batch, name) for name in ("胡伟", "王宝斌", "")
    )
    matter = gather(unit, for_hu)
    assert matter.case_ids == (hu,)
    assert matter.file_name == "邮包清单 2024年第1批 胡伟.pdf"
    assert replace(matter, title="核对单 2024-示/甲-0001").file_name == "核对单 2024-示_甲-0001.pdf"
    record_printed(unit, matter, 1, "示例打印机")
    assert unit.events.of(hu)[-1].detail[RecordKey.CONTACT] == "胡伟"
    assert "printed" not in [event.act for event in unit.events.of(wang)]
    assert [gather(unit, order).printed_before for order in (for_hu, for_wang, for_all)] == [1, 0, 0]
    record_printed(unit, gather(unit, for_all), 1, "示例打印机")
    assert [gather(unit, order).printed_before for order in (for_hu, for_wang, for_all)] == [1, 0, 1]
    assert unit.events.of(wang)[-1].detail.keys() == {"document", "document_number", "copies", "printer"}


def test_the_summary_is_one_for_the_whole_batch_whichever_contact_was_chosen() -> None:
    unit = paper_office()
    cases = (signed_case(unit), signed_case(unit, filing_number="SH2024617120018", sector="制造业", direction=""))
    batch = kept_batch(unit, *cases)
    record_printed(unit, gather(unit, PrintOrder(DocumentKind.SUMMARY, batch_id=batch)), 1, "示例打印机")
    again_for_one = gather(unit, PrintOrder(DocumentKind.SUMMARY, 0, batch, "王宝斌"))
    assert again_for_one.case_ids == cases
    assert again_for_one.printed_before == 1


def test_the_key_shows_the_recommendation_only_once_it_is_signed() -> None:
    unit = paper_office()
    case_id = met_case(unit, Outcome.RECOMMEND)
    assert first_order(open_case(unit, case_id)) is DocumentKind.RUN_SHEET
    signed_off(unit, case_id)
    assert first_order(open_case(unit, case_id)) is DocumentKind.RECOMMENDATION


def test_every_template_gets_the_fields_and_columns_it_asks_for() -> None:
    unit = paper_office()
    case_id = met_case(unit, Outcome.TRANSFER)
    unit.papers.put(case_id, PaperCopy(1, True, True))
    batch = kept_batch(unit, signed_case(unit, filing_number="SH2024617120018"))
    faulty = met_case(unit, filing_number="SH2024617120019")
    checking.answer_item(unit, faulty, "M4.seal", Verdict.NOT_MET)
    declined = met_case(unit, filing_number="SH2024617120020")
    checking.answer_item(unit, declined, "E2.foundation", Verdict.NOT_MET)
    reviewing.submit_opinion(unit, declined, Outcome.DECLINE, ProjectClass.GENERAL, "不予推荐。")
    asked_of_one(unit, case_id)
    left_out = (DocumentKind.RECOMMENDATION, DocumentKind.OPINION_OVERLAY, DocumentKind.SUMMARY)
    for kind in (*OF_CASE, *OF_BATCH):
        if kind in left_out:
            continue
        case = {DocumentKind.CORRECTION_NOTICE: faulty, DocumentKind.DECLINE_LETTER: declined}.get(kind, case_id)
        if kind is DocumentKind.WITHDRAWAL_LETTER:
            case = sent_and_asked_back(unit)
        made = gathered(unit, kind, 0 if kind in OF_BATCH else case, batch if kind in OF_BATCH else 0)
        template = tomllib.loads(text("templates", f"{kind.value}.toml"))
        assert [name for name in template["fields"] if not made.fields.get(name)] == [], kind
        assert set(made.fields) <= template["fields"].keys() | template.get("optional", {}).keys(), kind
        assert set(made.tables) == set(template.get("tables", {})), kind
        for table, columns in template.get("tables", {}).items():
            assert {len(row) for row in made.tables[table]} <= {len(columns)}, kind


def sent_and_asked_back(unit: FakeUnit) -> int:
    """A case whose recommendation the bureau has, and which somebody asked to take back."""
    case_id = signed_case(unit, filing_number="SH2024617120021")
    said: dict[str, str] = {RecordKey.BATCH: "1"}
    unit.events.append(Event(unit.now, "示例甲", EventAct.SENT, case_id, detail=said))
    unit.applications.update(replace(unit.applications.get(case_id), state=State.SENT))
    reviewing.ask_withdrawal(unit, case_id, "申报单位来函说明项目已停止实施")
    return case_id
