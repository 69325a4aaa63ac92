"""What the desk is made of and shipped as: pins with hashes, licences the office may use, a whole wheel."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import zipfile
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

import pytest

from support.house import PACKAGES, ROOT, text, tracked

GPL = re.compile(r"(?<!L)(?<!Lesser )(?:\bA?GPL|(?:Affero )?General Public License)", re.IGNORECASE)
LESSER = re.compile(r"LGPL|(?:Lesser|Library) General Public License", re.IGNORECASE)
PIN_FILES = ("build", "runtime", "dev", "ocr", "ocr-second")


def _pins(name: str) -> dict[str, str]:
    found = re.findall(r"^([\w.-]+)==([\w.+!-]+)", text(Path(f"requirements/{name}.txt")), re.MULTILINE)
    return {package: version for package, version in found}


@pytest.mark.parametrize("name", PIN_FILES)
def test_every_package_is_pinned_with_its_hashes(name: str) -> None:
    """Nothing but the very files that were checked is ever installed."""
    entries = re.split(r"\n(?=\w)", text(Path(f"requirements/{name}.txt")).strip())
    assert len(entries) == len(_pins(name)) > 0
    assert [entry.split()[0] for entry in entries if "--hash=sha256:" not in entry] == []


def test_tests_run_on_the_versions_that_officers_get() -> None:
    """The pins for tests hold the runtime's and the build's pins, version by version."""
    tested = _pins("dev")
    for name in ("build", "runtime"):
        assert {package: tested.get(package) for package in _pins(name)} == _pins(name)


@pytest.mark.parametrize("name", ["ocr", "ocr-second"])
def test_an_extra_changes_no_version_of_the_desk(name: str) -> None:
    """What is added later leaves the packages that officers have as they are."""
    extra, desk = _pins(name), _pins("runtime")
    assert {package: extra[package] for package in extra if package in desk} == {
        package: desk[package] for package in extra if package in desk
    }


def test_everything_the_project_asks_for_is_pinned() -> None:
    """A dependency that stands in the project file has a pin."""
    block = text(Path("pyproject.toml")).partition("dependencies = [")[2].partition("]")[0]
    asked = {name.lower().replace("_", "-") for name in re.findall(r'"([\w.-]+)', block)}
    assert asked
    assert asked <= set(_pins("runtime"))


def test_every_package_may_be_used_by_the_office() -> None:
    """No GPL or AGPL among the packages; LGPL, as Qt's, is fine because it stays a library of its own."""
    licences = {name: _licence(name) for name in (_pins("dev") | _pins("ocr") | _pins("ocr-second"))}
    assert {name: said for name, said in licences.items() if said and not _may_be_used(said)} == {}
    assert [name for name, said in licences.items() if said == ""] == []


@pytest.mark.parametrize(
    ("said", "is_fine"),
    [
        ("MIT", True),
        ("LGPL-3.0-only OR GPL-2.0-only", True),
        ("GNU Lesser General Public License v3", True),
        ("GPL-3.0-or-later", False),
        ("GNU Affero General Public License v3", False),
        ("License :: OSI Approved :: GNU General Public License v3 (GPLv3)", False),
        ("MIT AND AGPL-3.0-only", False),
    ],
)
def test_a_licence_is_read_rightly(said: str, is_fine: bool) -> None:
    """The reading of licences tells LGPL from GPL, and a choice from a duty."""
    assert _may_be_used(said) == is_fine


def test_the_wheel_holds_the_whole_desk_and_nothing_else(tmp_path: Path) -> None:
    """What is built for shipping has every module and every data file, and no tests."""
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(command, cwd=ROOT, capture_output=True, check=True)
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as opened:
        shipped = {name for name in opened.namelist() if ".dist-info/" not in name}
        assert any(name.endswith("licenses/LICENSE") for name in opened.namelist())
    drawers = tuple(package.rpartition("/")[0] for package in PACKAGES)
    ours = {path for path in tracked() if path.as_posix().startswith(tuple(f"{package}/" for package in PACKAGES))}
    expected = {
        path.relative_to(path.parts[0]).as_posix() if path.parts[0] in drawers else path.as_posix() for path in ours
    }
    assert expected <= shipped
    assert {name.partition("/")[0] for name in shipped} == {package.rpartition("/")[2] for package in PACKAGES}


def test_the_desk_installed_by_pip_is_whole_and_runs(tmp_path: Path) -> None:
    """What pip puts in place is the project's own files byte by byte, and starts without the project's folder."""
    there = tmp_path / "there"
    command = [sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--no-build-isolation", "--no-index"]
    subprocess.run([*command, f"--target={there}", str(ROOT)], cwd=tmp_path, capture_output=True, check=True)
    for package in PACKAGES:
        home = ROOT / package
        ours = {path.relative_to(home.parent) for path in (ROOT / file for file in tracked()) if home in path.parents}
        assert ours
        changed = [path for path in ours if (there / path).read_bytes() != (home.parent / path).read_bytes()]
        assert changed == []
    parts = "reviewer_app.cli.commands, reviewer_ui, reviewer_db, reviewer_resources"
    look = f"import {parts}; print(reviewer_resources.__file__)"
    for words in (["-c", look], ["-m", "reviewer_app", "--version"]):
        run = [sys.executable, "-P", *words]
        environ = os.environ | {"PYTHONPATH": str(there)}
        said = subprocess.run(run, cwd=tmp_path, env=environ, capture_output=True, encoding="utf-8", check=True).stdout
        assert said.startswith((str(there), "reviewer-app 0."))


def test_the_desk_brings_the_fonts_it_falls_back_on() -> None:
    """An installation by pip alone, without `start.py`, has both packaged fonts."""
    required = {re.split(r"[^\w-]", line)[0] for line in distribution("reviewer-desk").requires or ()}
    assert {"pylopdf-fonts-zh-cn", "manimgx-fonts-cjk"} <= required


def _licence(name: str) -> str | None:
    """What a package says of its licence; None when this machine does not need the package."""
    try:
        found = distribution(name)
    except PackageNotFoundError:
        return None
    said = found.metadata.json
    stated = said.get("license_expression") or str(said.get("license", "")).partition("\n")[0]
    classifiers = [line for line in said.get("classifier", ()) if line.startswith("License")]
    stated, *classifiers = (str(line) for line in (stated, *classifiers))
    return " AND ".join(filter(None, [stated, *classifiers])) or _licence_file(found)


def _licence_file(found: Distribution) -> str:
    """The first lines of a package's licence file, for the few that name their licence nowhere else."""
    names = [name for name in found.files or [] if re.search(r"licen[cs]e", name.name, re.IGNORECASE)]
    return " ".join(name.read_text()[:400] for name in names)


def _may_be_used(said: str) -> bool:
    """Whether one of the alternatives that a licence offers asks for neither GPL nor AGPL."""
    return any(not GPL.search(LESSER.sub("", choice)) for choice in re.split(r"\s+OR\s+", said))
