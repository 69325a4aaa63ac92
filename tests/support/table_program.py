"""LibreOffice, where this machine has it: other kinds of files made of one workbook."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

FILTERS = {
    "xls": "xls:MS Excel 97",
    "ods": "ods:calc8",
    "fods": "fods:OpenDocument Spreadsheet Flat XML",
    "xlsx": "xlsx:Calc MS Excel 2007 XML",
    "html": "html:HTML (StarCalc)",
    "csv": "csv:Text - txt - csv (StarCalc):44,34,85",
}


def saved_as(workbook: Path, kind: str) -> Path:
    """The workbook as LibreOffice saves it in another kind; the test is skipped where it is not installed."""
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("LibreOffice (soffice) is not installed here")
    folder = workbook.parent / "saved"
    profile = f"-env:UserInstallation={(workbook.parent / 'profile').as_uri()}"
    command = [program, profile, "--headless", "--convert-to", FILTERS[kind], "--outdir", str(folder), str(workbook)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return folder / f"{workbook.stem}.{kind}"
