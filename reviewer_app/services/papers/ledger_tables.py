"""What the guarantor's ledger shows, to be printed and exported: projects, promised standards, promises and deeds."""

from __future__ import annotations

from collections.abc import Sequence

from reviewer_app.domain.application import Application
from reviewer_app.domain.documents import DocumentKind
from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.guarantee.deeds import Deed, Kept
from reviewer_app.domain.guarantee.dues import days_words
from reviewer_app.domain.guarantee.listing import LedgerLine, LedgerTab, unit_of
from reviewer_app.domain.standards.promise import PromisedStandard, Standing, WordKind, progress_of
from reviewer_app.domain.states import ONCE_APPROVED
from reviewer_app.services.guarantee.deeds import ProjectDeeds, deeds_of_unit
from reviewer_app.services.guarantee.reading import ledger_index, ledger_lines
from reviewer_app.services.papers.office_table import ColumnSpec, office_table
from reviewer_app.services.ports.after.ledger import LedgerQuery
from reviewer_app.services.ports.library import UnitOfWork
from reviewer_app.services.ports.records import SummaryTable

_LEDGER: tuple[ColumnSpec, ...] = (
    ("年度", 8.0, False),
    ("项目名称", 32.0, True),
    ("承担单位", 28.0, True),
    ("立项日期", 12.0, False),
    ("期满日期", 12.0, False),
    ("原期满日期", 12.0, False),
    ("状态", 12.0, False),
    ("下一项", 16.0, True),
    ("应于", 12.0, False),
    ("到期情况", 14.0, False),
    ("验收", 14.0, False),
    ("承诺标准", 26.0, True),
)
_STANDARDS: tuple[ColumnSpec, ...] = (
    ("年度", 8.0, False),
    ("收件编号", 15.0, False),
    ("项目名称", 28.0, True),
    ("承担单位", 26.0, True),
    ("层级", 10.0, False),
    ("标准名称", 30.0, True),
    ("标准编号", 20.0, False),
    ("阶段", 10.0, False),
    ("到此阶段", 12.0, False),
    ("来源和说明", 36.0, True),
)


_DEEDS: tuple[ColumnSpec, ...] = (
    ("年度", 8.0, True),
    ("项目名称", 34.0, True),
    ("承诺事项", 16.0, True),
    ("应于", 12.0, True),
    ("完成于", 12.0, True),
    ("履行情况", 12.0, True),
    ("走访人", 16.0, True),
    ("发现或说明", 48.0, True),
)


def ledger_table(unit: UnitOfWork, tab: str = LedgerTab.OPEN, season: str = "", unit_code: str = "") -> SummaryTable:
    """The projects under a chip of the ledger, in its order; RefusalError `guarantee.nothing_listed`."""
    chip = LedgerTab(tab)
    lines = ledger_lines(unit, list(ledger_index(unit, LedgerQuery(chip, season, unit_code)).ids))
    if not lines:
        raise RefusalError("guarantee.nothing_listed")
    promised = unit.standards.progress([line.application_id for line in lines])
    rows = []
    for line in lines:
        its = promised.get(line.application_id)
        rows.append((*_project_row(unit, line), its.said if its is not None else ""))
    of_whom = lines[0].applicant if unit_code else ""
    title = f"{of_whom}{_of(season)}标准化试点台账（{chip.label}）"
    overdue = sum(line.due is not None and line.due.day < unit.today for line in lines)
    counts = (("项目", len(lines)), ("其中逾期", overdue), ("已延期", sum(line.is_extended for line in lines)))
    return office_table(unit, DocumentKind.LEDGER_LIST, title, _LEDGER, rows, counts, season)


def standards_table(unit: UnitOfWork, season: str = "", unit_code: str = "", case: str = "") -> SummaryTable:
    """The standards promised by the projects of a season, a unit, or a case; of all of them, if none is named.

    One that was entered by mistake is left out. RefusalError `standard.nothing_listed`.
    """
    rows: list[tuple[str, ...]] = []
    standing: list[PromisedStandard] = []
    cases = [one for one in _projects(unit, season, case) if unit_code in ("", unit_of(one))]
    with_any = unit.standards.progress([one.id for one in cases])
    for one in cases:
        its = [standard for standard in unit.standards.of_case(one.id) if standard.counts] if one.id in with_any else []
        standing += its
        rows += [_standard_row(unit, one, standard) for standard in its]
    if not rows:
        raise RefusalError("standard.nothing_listed")
    of_whom = cases[0].project_name if case else cases[0].applicant if unit_code else ""
    total = progress_of(standing)
    counts = [("承诺", total.promised), ("发布", total.published), ("不再制定", total.given_up)]
    if total.extra:
        counts.append(("承诺之外发布", total.extra))
    title = f"{of_whom}{'' if case else _of(season)}承诺标准清单"
    return office_table(unit, DocumentKind.STANDARDS_LIST, title, _STANDARDS, rows, counts, season)


def deeds_table(unit: UnitOfWork, unit_code: str) -> SummaryTable:
    """The promises and deeds of a unit, a row each; RefusalError `guarantee.unit_unknown`."""
    found = deeds_of_unit(unit, unit_code)
    rows = [_deed_row(project, deed) for project in found.projects for deed in project.deeds]
    counts = [(kept.label, found.count(kept)) for kept in Kept if found.count(kept)]
    title = f"{found.applicant}历年试点项目承诺与履行情况"
    return office_table(unit, DocumentKind.DEEDS, title, _DEEDS, rows, counts)


def _projects(unit: UnitOfWork, season: str, case: str) -> Sequence[Application]:
    """The projects that were approved, the newest season first."""
    if case:
        return [unit.applications.get(int(case))]
    seasons = [season] if season else sorted(unit.packs.seasons(), reverse=True)
    states = [state.value for state in ONCE_APPROVED]
    return [one for name in seasons for one in unit.applications.in_states(name, states)]


def _project_row(unit: UnitOfWork, line: LedgerLine) -> tuple[str, ...]:
    due, dated = line.due, line.is_dated
    return (
        line.season,
        line.project_name,
        line.applicant,
        line.approved_on.isoformat() if dated else "",
        line.ends_on.isoformat() if dated else "",
        line.original_end.isoformat() if line.is_extended else "",
        line.state.label,
        due.words(unit.today) if due is not None else "",
        due.day.isoformat() if due is not None else "",
        days_words(due.days_left(unit.today)) if due is not None else "",
        line.outcome,
    )


def _deed_row(project: ProjectDeeds, deed: Deed) -> tuple[str, ...]:
    """One promise with what was done."""
    return (
        project.line.season,
        project.line.project_name,
        deed.what,
        deed.promised_on.isoformat() if deed.promised_on else "",
        deed.done_on.isoformat() if deed.done_on else "",
        deed.standing,
        deed.people,
        deed.words,
    )


def _standard_row(unit: UnitOfWork, case: Application, one: PromisedStandard) -> tuple[str, ...]:
    stage = one.stage_on(unit.today)
    reached = one.day_of(stage)
    evidence = [word.file_name for word in one.words if word.kind is WordKind.REACHED and word.file_name]
    given_up = [word.reason for word in one.words if word.kind is WordKind.GIVEN_UP]
    files = f"依据 {'、'.join(evidence)}" if evidence else ""
    why = f"{one.standing.label}：{given_up[-1]}" if one.standing is Standing.GIVEN_UP and given_up else ""
    return (
        case.season,
        case.intake_number,
        case.project_name,
        case.applicant,
        one.named.level.label,
        one.named.title,
        one.named.number,
        stage.label,
        reached.isoformat() if reached is not None else "",
        "；".join(part for part in (one.origin.label, files, why) if part),
    )


def _of(season: str) -> str:
    return f"{season}年度" if season else "各年度"
