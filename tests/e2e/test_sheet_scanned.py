"""The recovery sheet as it lies in the envelope: printed, scanned a little askew, and its code opens the library."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image

from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.record import EventAct
from reviewer_app.practice.names import PRACTICE_PASSWORD
from reviewer_app.services.office.library_keys import recovery_sheet
from reviewer_app.wiring import Parts

_NEW = "新的示例密码九"


@pytest.mark.parametrize(("dpi", "angle"), [(200, 0.0), (150, 3.0), (300, 180.0)])
def test_the_code_on_the_printed_sheet_opens_the_library(dpi: int, angle: float, tmp_path: Path) -> None:
    gate, folder = Parts().libraries, tmp_path / "库"
    library = gate.open_practice(folder)
    words = library.new_sheet_words()
    sheet = tmp_path / "sheet.pdf"
    sheet.write_bytes(Parts().maker.document(library.read(recovery_sheet, "库", words), "circle"))
    library.put_sheet_in_force(words)
    library.close(without_backup=True)
    subprocess.run(["pdftoppm", "-r", str(dpi), "-gray", "-png", str(sheet), str(tmp_path / "scan")], check=True)
    with Image.open(next(tmp_path.glob("scan*.png"))) as page:
        scanned = [one.text for one in zxingcpp.read_barcodes(page.rotate(angle, expand=True, fillcolor=255))]
    (read,) = [text for text in scanned if len(text.split()) == 16]
    opened = gate.open_with_sheet(folder, read, "示例甲", _NEW)
    events = [event.act for event in opened.read(lambda unit: unit.events.latest(4))]
    opened.close(without_backup=True)
    assert EventAct.SHEET_USED in events
    with pytest.raises(RefusalError):
        gate.open(folder, "示例甲", PRACTICE_PASSWORD)
