"""A remark on many rows costs no more than the rows."""

from __future__ import annotations

from reviewer_app.intake.remarks import code_remarks
from reviewer_app.services.ports.records import SheetRow


def test_one_code_under_thousands_of_names_is_said_on_every_row() -> None:
    rows = [SheetRow(n, {"credit_code": "91310000MA1FL0LH0X", "applicant": f"上海{n}公司"}) for n in range(2, 8_002)]
    found = code_remarks(rows, 3)
    assert [one.row for one in found] == list(range(2, 8_002))
    assert str(found[0].values["names"]).count("、") == 19
