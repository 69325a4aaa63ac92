"""The parts as they are joined: nothing heavy is loaded before it is used, and each part is made once."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from reviewer_app.domain.corrections.request import ItemVerdict
from reviewer_app.domain.documents import DocumentKind
from reviewer_app.domain.states import State
from reviewer_app.practice.names import PRACTICE_PASSWORD, PRACTICE_USER
from reviewer_app.services.cases.correction_planning import read_corrections
from reviewer_app.services.papers.printing import PrintOrder, gather
from reviewer_app.services.ports.library import UnitOfWork
from reviewer_app.services.ports.parts import Parts as PartsPort
from reviewer_app.wiring import Parts

#: What takes long to load: for papers, for workbooks, for signatures, for lists, for the library, for the window.
HEAVY = {
    "PySide6", "argon2", "cryptography", "fontTools", "lxml", "openpyxl", "pikepdf", "pkcs11", "pyhanko",
    "pyhanko_certvalidator", "python_calamine", "reportlab", "segno", "sqlcipher3", "sqlite_utils",
}  # fmt: skip
LIGHT = ("reader", "maker", "stamper", "signer", "verifier", "practice_password")


def _loaded_by(code: str) -> set[str]:
    """The packages that a Python of its own has loaded after some lines."""
    told = "print(*{name.split('.')[0] for name in sys.modules})"
    lines = f"import sys\nfrom reviewer_app.wiring import Parts\n{code}\n{told}"
    done = subprocess.run([sys.executable, "-c", lines], capture_output=True, check=True, text=True)
    return set(done.stdout.split())


def test_the_parts_are_those_the_window_is_built_on() -> None:
    """Checked by mypy through this name; each part is made once and kept."""
    parts: PartsPort = Parts()
    assert [name for name in LIGHT if getattr(parts, name) is not getattr(parts, name)] == []
    assert parts.practice_password == PRACTICE_PASSWORD


@pytest.mark.parametrize("part", ["", *LIGHT])
def test_a_part_that_is_handed_on_loads_no_heavy_library(part: str) -> None:
    """Any thread may ask for it; what it works with comes with its first work."""
    loaded = _loaded_by(f"Parts().{part}" if part else "Parts()")
    assert loaded & HEAVY == set()
    assert "reviewer_db" not in loaded
    assert "reviewer_ui" not in loaded


def test_the_command_line_loads_no_heavy_library() -> None:
    """The words after `reviewer-app` are read before anything is loaded for them."""
    assert _loaded_by("import reviewer_app.cli.commands") & HEAVY == set()


def test_the_login_page_stands_before_anything_of_the_office_is_loaded() -> None:
    """Who waits for it waits for Qt alone; the rules and services are loaded while the password is typed."""
    told = "print(*(name for name in sys.modules if name.startswith('reviewer_')))"
    lines = f"import sys\nimport reviewer_ui.start.session, reviewer_ui.gate\n{told}"
    done = subprocess.run([sys.executable, "-c", lines], capture_output=True, check=True, text=True)
    office = {"services", "packs", "intake", "outputs", "reading"}
    loaded = done.stdout.split()
    assert "reviewer_ui.gate.login_page" in loaded
    assert [name for name in loaded if name.split(".")[1:2] and name.split(".")[1] in office] == []
    assert "reviewer_app.domain.acts" not in loaded


@pytest.mark.parametrize(("part", "loads"), [("libraries", "sqlcipher3"), ("summaries", "uharfbuzz")])
def test_two_parts_load_what_they_work_with_at_once(part: str, loads: str) -> None:
    """Which is why they are asked for beside the window's thread."""
    assert loads in _loaded_by(f"Parts().{part}")


def test_the_practice_library_is_made_with_these_parts(tmp_path: Path) -> None:
    """Made on the first time, found on the second, and opened by the password that is told."""
    parts = Parts()
    folder = tmp_path / "演练案卷库"
    for _ in range(2):
        parts.libraries.open_practice(folder).close()
    library = parts.libraries.open(folder, PRACTICE_USER, parts.practice_password)
    assert len(library.read(lambda unit: unit.events.latest(1000))) > 12
    library.close()


def test_the_practice_season_carries_a_correction_with_its_answer_and_a_reasoned_decline(tmp_path: Path) -> None:
    parts = Parts()
    library = parts.libraries.open_practice(tmp_path / "演练案卷库")

    def read(unit: UnitOfWork) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        for case in unit.applications.in_states("2024", [state.value for state in State]):
            for request in unit.corrections.of(case.id):
                found.setdefault(request.status, []).append(case.id)
            if case.state is State.DECLINED:
                found.setdefault(case.state, []).append(case.id)
        return found

    found = library.read(read)
    assert {status: len(cases) for status, cases in found.items()} == {
        "told": 1,
        "answered": 1,
        "drafted": 1,
        "declined": 1,
    }
    view = library.read(read_corrections, found["answered"][0])
    changes = view.changes[view.requests[0].id]
    assert [(one.what, one.was_asked) for one in changes] == [("联系电话", False), ("申请表第3份", True)]
    assert [item.verdict for item in view.requests[0].items] == [ItemVerdict.CURED, None]
    letter = library.read(gather, PrintOrder(DocumentKind.DECLINE_LETTER, found["declined"][0]))
    assert letter.values is not None
    assert letter.values.tables["reasons"] == (("二（三）", "政府主导的机构：单位性质为企业，不是政府主导的机构"),)
    library.close()
