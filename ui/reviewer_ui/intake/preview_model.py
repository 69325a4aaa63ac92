"""The columns of an import preview: the sheet's row, what happens to it, whose it is, and why."""

from __future__ import annotations

from PySide6.QtCore import QObject

from reviewer_app.services.intake.importing import ImportAction, ImportLine
from reviewer_ui.theme import Tone
from reviewer_ui.widgets.rows_model import Column, RowsModel

TONES = {
    ImportAction.WRITE: Tone.OK,
    ImportAction.UPDATE: Tone.ACCENT,
    ImportAction.SKIP: Tone.IDLE,
    ImportAction.REFUSE: Tone.BAD,
}

COLUMNS: tuple[Column[ImportLine], ...] = (
    Column("行", lambda line: str(line.row.number), 56),
    Column("处理", lambda line: line.action.label, 92, lambda line: TONES[line.action]),
    Column("项目名称", lambda line: line.project_name or "（未填）"),
    Column("申报单位", lambda line: line.applicant or "（未填）"),
    Column("网上申报编号", lambda line: line.filing_number, 150),
    Column("自动提示", lambda line: f"{len(line.findings)} 项" if line.findings else "", 84),
    Column("原因", lambda line: line.reason),
)


def preview_model(parent: QObject) -> RowsModel[ImportLine]:
    """An empty preview."""
    return RowsModel(COLUMNS, parent)
