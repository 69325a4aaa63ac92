"""The season's notice as a file: attached by an admin with its source, on record, and found at a clause's page."""

from __future__ import annotations

import pytest

from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.record import EventAct
from reviewer_app.services.seasons.notice_file import attach_notice, notice_file, notice_of_case, page_of
from reviewer_app.services.seasons.settling import view_season
from support.casework import registered
from support.fakes import FakeUnit

_PDF, _NEWER = b"%PDF-1.7 one", b"%PDF-1.7 two"
_TEXTS = (
    "关于开展试点工作的通知\n一、试点类型\n（一）社会管理",
    "二、申报条件\n（一）在本市依法\n登记注册。见一、试点类型。",
    "（二）有标准化工作基础\n三、重点项目",
    "(一）聚焦重点方向\n五、材料\n十五、附则",
)


@pytest.fixture
def unit() -> FakeUnit:
    return FakeUnit()


def test_a_notice_is_attached_replaced_and_stands_on_record(unit: FakeUnit) -> None:
    case_id = registered(unit)
    with pytest.raises(RefusalError, match=r"notice_file\.none"):
        notice_of_case(unit, case_id)
    attach_notice(unit, "2024", "通知.pdf", _PDF, "市局网站下载")
    assert notice_of_case(unit, case_id) == ("通知.pdf", _PDF)
    event = unit.events.latest(1)[0]
    assert (event.act, event.reason) == (EventAct.SEASON_SETTLED, "市局网站下载")
    assert "通知原文" in event.detail.values()
    with pytest.raises(RefusalError, match=r"notice_file\.same"):
        attach_notice(unit, "2024", "另名.pdf", _PDF, "再来一次")
    attach_notice(unit, "2024", "通知 更正.pdf", _NEWER, "市局更正")
    kept = notice_file(unit, "2024")
    assert kept is not None
    assert (kept.name, notice_of_case(unit, case_id)[1]) == ("通知 更正.pdf", _NEWER)
    assert all(one.setting.name != "notice_file" for one in view_season(unit).settings)


@pytest.mark.parametrize(
    ("content", "reason", "code"),
    [(b"MZ", "来源", "notice_file.no_pdf"), (_PDF, " ", "notice_file.no_reason")],
)
def test_what_is_no_pdf_or_of_unsaid_origin_is_refused(unit: FakeUnit, content: bytes, reason: str, code: str) -> None:
    with pytest.raises(RefusalError, match=code.replace(".", r"\.")):
        attach_notice(unit, "2024", "通知.pdf", content, reason)
    assert notice_file(unit, "2024") is None


def test_only_an_admin_attaches_it(unit: FakeUnit) -> None:
    with pytest.raises(RefusalError, match=r"act\.role_needed"):
        attach_notice(unit.acting("示例乙"), "2024", "通知.pdf", _PDF, "市局网站下载")


@pytest.mark.parametrize(
    ("clause", "page"),
    [
        ("二（一）", 2),
        ("二（二）", 3),
        ("三（一）", 4),
        ("三（四）", 3),
        ("五", 4),
        ("通知一（一）", 1),
        ("四（一）", 0),
        ("无", 0),
    ],
)
def test_a_clause_is_found_on_the_page_where_it_begins(clause: str, page: int) -> None:
    assert page_of(_TEXTS, clause) == page
