"""The seal register (用印登记簿) laid out as a table: on paper and as a workbook the same lines, struck ones too."""

from __future__ import annotations

from dataclasses import dataclass

from reviewer_app.domain.dispatch.seals import ScanState, SealedPaper, SealUse, SealWay
from reviewer_app.domain.documents import DocumentKind
from reviewer_app.services.ports.library import UnitOfWork
from reviewer_app.services.ports.records import SummaryTable

#: Head, width in the workbook, and whether a cell is words (left) or a code in the middle.
_COLUMNS = (
    ("用印号", 9.0, False),
    ("日期", 12.0, True),
    ("文件", 13.0, True),
    ("编号", 26.0, True),
    ("案件或批次", 15.0, True),
    ("事由", 34.0, True),
    ("印数", 7.0, False),
    ("方式", 11.0, True),
    ("申请", 9.0, True),
    ("同意", 9.0, True),
    ("用印", 9.0, True),
    ("扫描件", 9.0, True),
    ("文件校验值", 20.0, True),
    ("备注", 30.0, True),
)
#: So much of a file's hash tells it from every other one of an office.
_HASH_SHOWN = 16


@dataclass(frozen=True, slots=True)
class RegisteredUse:
    """One line of the seal register with what it speaks of."""

    use: SealUse
    kind: str
    subject: str
    about: str
    scan: SealedPaper | None = None

    @property
    def remark(self) -> str:
        """That a line was struck out, by whom, when and why."""
        strike = self.use.strike
        return f"划去（{strike.at:%Y-%m-%d} {strike.by}）：{strike.reason}" if strike is not None else ""

    @property
    def scan_words(self) -> str:
        """Whether the stamped paper came back as a scan."""
        if self.use.is_struck or self.use.way is not SealWay.STAMP:
            return ""
        if self.scan is None:
            return ScanState.AWAITED.label
        return "已归入" if self.scan.state is ScanState.ACCEPTED else self.scan.state.label


def read_seal_register(unit: UnitOfWork, year: int | None = None) -> tuple[RegisteredUse, ...]:
    """The uses of a year, or all, each with its paper's kind and matter and the case or batch it is of."""
    uses = unit.seals.uses(year)
    scans = unit.seals.scans([use.id for use in uses])
    ids = sorted({use.application_id for use in uses} - {0})
    cases = {case.id: case.intake_number for case in unit.applications.some(ids)}
    batches = {one: unit.batches.get(one).number for one in {use.batch_id for use in uses} - {0}}
    found = []
    for use in uses:
        entry = unit.register.get(use.register_id)
        about = cases.get(use.application_id, "")
        if use.batch_id:
            about = f"第{batches[use.batch_id]}批"
        found.append(RegisteredUse(use, entry.kind_label, entry.subject, about, scans.get(use.id)))
    return tuple(found)


def seal_register_table(unit: UnitOfWork, year: str = "") -> SummaryTable:
    """The lines of the seal register as they are printed and exported."""
    office = unit.settings.get()
    lines = read_seal_register(unit, int(year) if year else None)
    counted = [line.use for line in lines if not line.use.is_struck]
    return SummaryTable(
        title=f"用印登记簿（{year}年）" if year else "用印登记簿",
        bureau=office.bureau,
        season=year or str(unit.today.year),
        made_on=unit.today,
        filled_by=unit.actor.name,
        telephone=office.telephone,
        headers=tuple(head for head, _, _ in _COLUMNS),
        widths=tuple(width for _, width, _ in _COLUMNS),
        is_text=tuple(is_text for _, _, is_text in _COLUMNS),
        rows=tuple(map(_row, lines)),
        totals=(
            ("用印", len(counted)),
            ("印数", sum(use.impressions for use in counted)),
            ("划去", len(lines) - len(counted)),
        ),
        audit_head=unit.events.head(),
        made_at=unit.now,
        called=DocumentKind.SEAL_REGISTER.label,
    )


def _row(line: RegisteredUse) -> tuple[str, ...]:
    use = line.use
    return (
        f"{use.serial}" if use.year == use.day.year else f"{use.year}-{use.serial}",
        use.day.isoformat(),
        line.kind,
        use.called,
        line.about,
        line.subject,
        str(use.impressions),
        use.way.label,
        use.asked_by,
        use.approved_by,
        use.used_by,
        line.scan_words,
        use.sealed_sha256[:_HASH_SHOWN],
        line.remark,
    )
