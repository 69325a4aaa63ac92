"""The two sample lists: read as they come, they show exactly the findings of their answer keys."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from reviewer_app.intake.spreadsheet import SpreadsheetReader
from reviewer_app.notice_pack import shipped_pack
from reviewer_app.services.prechecking import precheck_sheet

SAMPLES = Path(__file__).parent / "samples"
LISTED = frozenset(
    {
        "required.missing",
        "credit_code.length",
        "credit_code.charset",
        "credit_code.check_digit",
        "credit_code.not_shanghai",
        "credit_code.retired_division",
        "credit_code.inner_check",
        "phone.format",
        "sector.unknown",
        "kind.unknown",
        "project_class.unknown",
        "dates.order",
        "dates.term",
        "deadline.late",
        "e3.public_body",
        "e2.staff",
        "duplicate.same_project",
        "duplicate.same_applicant",
        "direction.mismatch",
        "key.incomplete",
    }
)
NAMES_ITS_FIELD = frozenset({"required.missing", "key.incomplete"})


@pytest.mark.parametrize("name", ["online-2024.xlsx", "online-2024-gbk.csv"])
def test_a_sample_shows_exactly_its_key_s_findings(name: str) -> None:
    key = json.loads((SAMPLES / f"{Path(name).stem}.expected.json").read_text(encoding="utf-8"))
    said = precheck_sheet(SpreadsheetReader().read(SAMPLES / name, shipped_pack()), shipped_pack()).as_json()
    assert (said["file"], said["first_row"], said["rows"]) == (key["file"], key["first_row"], key["rows"])
    assert said["unmapped"] == []
    found: dict[str, list[list[str]]] = {}
    findings = said["findings"]
    assert isinstance(findings, list)
    for one in findings:
        if one["id"] in LISTED:
            named = one["field"] if one["id"] in NAMES_ITS_FIELD else ""
            found.setdefault(str(one["row"]), []).append([one["id"], named])
    assert {row: sorted(listed) for row, listed in found.items()} == {
        row: sorted(listed) for row, listed in key["findings"].items()
    }


def test_the_samples_bring_no_findings_beside_the_listed_ones() -> None:
    for name in ("online-2024.xlsx", "online-2024-gbk.csv"):
        checked = precheck_sheet(SpreadsheetReader().read(SAMPLES / name, shipped_pack()), shipped_pack())
        assert {one.finding.id for one in checked.findings} <= LISTED
        assert checked.is_blocked


def test_a_formula_typed_as_text_stays_text() -> None:
    sheet = SpreadsheetReader().read(SAMPLES / "online-2024.xlsx", shipped_pack())
    assert sheet.rows[0].values["project_name"].startswith("=cmd|' /C calc'!A0")
