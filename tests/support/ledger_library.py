"""A library with approved projects of several seasons in the ledger, as on a day of December 2025."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from reviewer_app.domain.guarantee.entries import VisitKind
from reviewer_app.domain.guarantee.rules import AcceptanceWords, ApprovalWords, ExtensionWords, PlanWords, VisitWords
from reviewer_app.domain.states import State
from reviewer_app.services.guarantee import keeping
from reviewer_app.services.guarantee.keeping import LedgerFile
from reviewer_app.services.ports.library import UnitOfWork
from reviewer_db import OpenLibrary
from support.builders import CLEAN, values
from support.libraries import Hands, make_desk, make_gate, new_case, register

NOW = datetime(2025, 12, 8, 10, 0)


@dataclass(frozen=True)
class Sample:
    """One project: name, unit, season, approval, visits paid, the next planned, extension (day, months), acceptance."""

    name: str
    unit: str
    season: str
    approved: date
    visits: Sequence[date] = ()
    planned: date | None = None
    extended: tuple[date, int] | None = None
    accepted: tuple[date, str] | None = None
    sector: str = "社会管理"


SAMPLES = (
    Sample("社区嵌入式养老服务标准化试点", "上海市样本丙和养老服务社", "2023", date(2023, 9, 20), [date(2024, 10, 9)]),
    Sample(
        "智慧航运单证数字化标准化试点",
        "上海演示乙安服务有限公司",
        "2024",
        date(2024, 11, 20),
        [date(2025, 4, 8)],
        date(2025, 11, 20),
    ),
    Sample("加氢站运行管理标准化试点", "上海示例甲东科技有限公司", "2023", date(2023, 12, 15), [date(2024, 6, 18)]),
    Sample(
        "垃圾分类驿站管理标准化试点",
        "上海市模拟丁中街道办事处",
        "2023",
        date(2023, 9, 20),
        [date(2024, 10, 12), date(2025, 7, 3)],
        date(2025, 12, 18),
        (date(2025, 8, 28), 6),
    ),
    Sample(
        "文化场馆预约数字化标准化试点",
        "上海虚拟乙西服务有限公司",
        "2023",
        date(2023, 9, 20),
        [date(2024, 9, 3), date(2025, 6, 12)],
        accepted=(date(2025, 11, 26), "98.5"),
    ),
    Sample(
        "楼宇节能改造质量提升标准化试点", "上海试样壬南实业有限公司", "2024", date(2024, 11, 20), (), date(2025, 12, 30)
    ),
    Sample(
        "细胞治疗冷链运行维护标准化试点",
        "上海假想癸北科技有限公司",
        "2024",
        date(2024, 11, 20),
        [date(2025, 6, 3)],
        date(2026, 1, 15),
    ),
    Sample("工业机器人检测标准化试点", "上海样本甲南科技有限公司", "2025", date(2025, 11, 10), (), date(2026, 5, 10)),
    Sample("城市更新施工安全标准化试点", "上海示例甲东科技有限公司", "2025", date(2025, 11, 10)),
)


def ledger_library(folder: Path, samples: Sequence[Sample] = SAMPLES, hands: Hands | None = None) -> OpenLibrary:
    """The library, open, on that day; the last sample is approved and not taken on."""
    hands = hands or Hands()
    library = make_desk(folder, make_gate(hands))
    cases = [
        new_case(
            number,
            values(CLEAN, project_name=one.name, applicant=one.unit, sector=one.sector),
            season=one.season,
            intake_number=f"{one.season}-示-{number:04d}",
        )
        for number, one in enumerate(samples, start=1)
    ]
    library.change(register, cases)
    library.change(_approve, len(samples))
    for case_id, one in enumerate(samples[:-1], start=1):
        _enter(library, hands, case_id, one)
    hands.now = NOW
    return library


def _approve(unit: UnitOfWork, count: int) -> None:
    for case_id in range(1, count + 1):
        unit.applications.update(replace(unit.applications.get(case_id), state=State.APPROVED))


def _enter(library: OpenLibrary, hands: Hands, case_id: int, one: Sample) -> None:
    hands.now = datetime.combine(one.approved, datetime.min.time().replace(hour=9))
    number = f"演练立项〔{one.approved.year}〕{case_id}号"
    library.change(keeping.take_on_as, case_id, ApprovalWords(number, one.approved))
    if one.planned is not None:
        kind = VisitKind.BEFORE_END if one.extended else VisitKind.MIDTERM
        words = PlanWords(True, kind.value, one.planned, "驿站现场，核对 2 项未完成标准")
        library.change(keeping.plan, case_id, words)
    for place, day in enumerate(one.visits):
        hands.now = datetime.combine(day, datetime.min.time().replace(hour=16))
        kind = VisitKind.MIDTERM if place else VisitKind.FIRST
        visit = VisitWords(kind, day, "示例甲、示例乙", "3 处驿站已按标准运行，地方标准进度偏慢")
        library.change(keeping.record_visit, case_id, visit, [LedgerFile("现场.jpg", b"photo of %d" % place)])
    if one.extended is not None:
        hands.now = datetime.combine(one.extended[0], datetime.min.time().replace(hour=10))
        extension = ExtensionWords("演练延〔2025〕4号", one.extended[0], one.extended[1], "地方标准报批延后")
        library.change(keeping.extend, case_id, extension)
    if one.accepted is not None:
        hands.now = datetime.combine(one.accepted[0], datetime.min.time().replace(hour=10))
        words_of_it = AcceptanceWords(True, one.accepted[0], "演练验〔2025〕7号", one.accepted[1])
        library.change(keeping.accept, case_id, words_of_it)
