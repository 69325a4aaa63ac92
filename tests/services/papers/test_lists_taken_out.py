"""The lists of the years after the sending on paper: each line as it is on record, and nothing where nothing is."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest

from reviewer_app.domain.application import PaperCopy
from reviewer_app.domain.dispatch.city import CityAnswer, CityAnswerKind, CityWords
from reviewer_app.domain.documents import DocumentKind
from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.guarantee.rules import ExtensionWords
from reviewer_app.domain.states import State
from reviewer_app.services.guarantee import keeping
from reviewer_app.services.papers.printing import PrintOrder, gather
from reviewer_app.services.ports.records import SummaryTable
from reviewer_app.services.seasons.beginning import begin_season
from reviewer_app.services.seasons.closing import close_season
from support.acts import in_state
from support.body_acts import NAME, TELEPHONE, with_contact
from support.casework import registered
from support.fake_consultations import DEPARTMENT, asked_of_one
from support.fakes import FakeUnit
from support.regulation_acts import RULE, pinned
from support.standard_acts import published


@pytest.fixture
def unit() -> FakeUnit:
    return FakeUnit()


def listed(unit: FakeUnit, kind: DocumentKind, **extra: str) -> SummaryTable:
    table = gather(unit, PrintOrder(kind, extra=tuple(extra.items()))).table
    assert table is not None
    assert all(len(row) == len(table.headers) for row in table.rows)
    return table


def test_the_ledger_says_the_day_in_force_the_original_one_and_how_late_it_is(unit: FakeUnit) -> None:
    case_id = in_state(unit, State.APPROVED)
    words = CityWords(CityAnswerKind.APPROVED, date(2024, 2, 29), "演练立项〔2024〕1号")
    unit.city_answers.add(CityAnswer(case_id, 1, words, "示例甲", unit.now))
    (awaited,) = listed(unit, DocumentKind.LEDGER_LIST, tab="awaiting").rows
    assert awaited[3:5] == ("2024-02-29", "2026-02-28")
    keeping.take_on(unit, [case_id])
    unit.clock = datetime(2026, 2, 1, 10, 0)
    keeping.extend(unit, case_id, ExtensionWords("演练延〔2026〕1号", date(2026, 1, 30), 6, "审查会延后"))
    unit.clock = datetime(2026, 9, 1, 10, 0)
    table = listed(unit, DocumentKind.LEDGER_LIST, tab="open", season="2024")
    assert table.title == "2024年度标准化试点台账（在管）"
    assert table.rows[0][3:10] == (
        "2024-02-29",
        "2026-08-29",
        "2026-02-28",
        "延期",
        "验收",
        "2026-08-29",
        "已逾期 3 天",
    )
    assert dict(table.totals) == {"项目": 1, "其中逾期": 1, "已延期": 1}
    with pytest.raises(RefusalError, match=r"guarantee\.nothing_listed"):
        listed(unit, DocumentKind.LEDGER_LIST, season="2031")


def test_the_standards_of_a_unit_a_case_or_all_are_listed_with_their_evidence(unit: FakeUnit) -> None:
    case_id = registered(unit)
    with pytest.raises(RefusalError, match=r"standard\.nothing_listed"):
        listed(unit, DocumentKind.STANDARDS_LIST)
    published(unit, case_id)
    whole = listed(unit, DocumentKind.STANDARDS_LIST)
    assert dict(whole.totals)["发布"] == 1
    out = next(row for row in whole.rows if row[6])
    assert out[6:9] == ("T/YLBZ 012—2024", "发布", unit.today.isoformat())
    assert out[9].endswith("依据 发布公告.pdf")
    assert listed(unit, DocumentKind.STANDARDS_LIST, case=str(case_id)).rows == whole.rows
    code = unit.applications.get(case_id).values["credit_code"]
    assert listed(unit, DocumentKind.STANDARDS_LIST, unit_code=code).rows == whole.rows


def test_bodies_consultations_and_regulations_are_listed_with_telephones_covered(unit: FakeUnit) -> None:
    for kind in (DocumentKind.BODY_LIST, DocumentKind.CONSULTATION_LIST, DocumentKind.RULES_LIST):
        with pytest.raises(RefusalError, match="nothing_listed"):
            listed(unit, kind)
    with_contact(unit)
    asked_of_one(unit, registered(unit))
    pinned(unit)
    (body,) = listed(unit, DocumentKind.BODY_LIST, words=NAME).rows
    assert TELEPHONE not in " ".join(body)
    (line,) = listed(unit, DocumentKind.CONSULTATION_LIST, words=f"2024 {DEPARTMENT}").rows
    assert line[1] == DEPARTMENT
    assert line[-1].startswith("待复函")
    (rule,) = listed(unit, DocumentKind.RULES_LIST).rows
    assert rule[:2] == (RULE.title, RULE.number)
    assert rule[4] == "施行中"
    assert "（第十二条）" in rule[5]


def test_the_turn_of_a_year_says_who_did_what_what_waits_for_whom_and_where_papers_lie(unit: FakeUnit) -> None:
    registered(unit)
    ended, sent = (registered(unit, filing_number=f"SH202461712002{one}", project_name=f"示例{one}") for one in "23")
    for case_id, state in ((ended, State.DECLINED), (sent, State.SENT)):
        unit.applications.update(replace(unit.applications.get(case_id), state=state))
    unit.papers.put(ended, PaperCopy(2, is_received=True, place="卷柜 A-3"))
    before = {row[0]: row for row in listed(unit, DocumentKind.YEAR_TURN, season="2024", backup="").rows}
    assert before["未办完"][-1] == "等经办人员办理"
    close_season(unit, "2024", "推荐工作结束")
    begin_season(unit, "2025")
    table = listed(unit, DocumentKind.YEAR_TURN, season="2024")
    steps = {row[2]: row[3:] for row in table.rows if row[0] == "收尾步骤"}
    assert steps["归档"][0] == "待办"
    assert steps["关闭年度"][:2] == ("已办", unit.actor.name)
    assert steps["建立下一年度"][:2] == ("已办", unit.actor.name)
    by_part = {row[0]: row for row in table.rows}
    assert by_part["未办完"][-1] == "年度已关闭，重新打开后等经办人员办理"
    # Who does not know of the library's backups says nothing of them.
    assert "备份" not in steps
    asked = {row[2]: row[-1] for row in listed(unit, DocumentKind.YEAR_TURN, season="2024", backup="").rows}
    assert asked["备份"].startswith("还没有备份")
    assert by_part["等市局结果"][-1].startswith("已报送，等市局结果")
    assert by_part["原件在本局"][-1] == "第2份 在柜 卷柜 A-3"
    assert dict(table.totals) == {"未办完": 1, "等市局结果": 1, "原件在本局": 1}
