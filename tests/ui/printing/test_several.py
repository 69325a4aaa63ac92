"""The receipts of a day printed at once: each its own job and on its own record, one that fails stops no other."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtPrintSupport import QPrinter
from pytestqt.qtbot import QtBot

from reviewer_app.domain.application import PaperCopy
from reviewer_app.domain.documents import DocumentKind
from reviewer_app.services.papers.printing import PrintOrder
from reviewer_app.wiring import Parts
from reviewer_ui.printing.several import print_several
from support.casework import registered
from support.desk_pages import office


def test_each_is_printed_and_recorded_and_one_without_paper_is_named(tmp_path: Path, qtbot: QtBot) -> None:
    at = office(tmp_path, printing=Parts())
    cases = [registered(at.unit, filing_number=f"SH{number}") for number in range(3)]
    for case_id in cases[:2]:
        at.unit.papers.put(case_id, PaperCopy(1, True, True, received_on=at.unit.today))
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "回执.pdf"))
    printer.setResolution(72)
    print_several(at.context, [PrintOrder(DocumentKind.RECEIPT, one) for one in cases], printer)
    assert sorted(path.name for path in tmp_path.glob("回执*.pdf")) == ["回执-1.pdf", "回执-2.pdf"]
    printed = [event.application_id for event in at.unit.events.kept if event.act == "printed"]
    assert printed == cases[:2]
    assert "已送到打印机 2 张，另 1 张没有打印" in str(at.said[-1])
