"""What is kept is put in place by one module: nothing else renames, copies or writes files that are kept."""

from __future__ import annotations

import ast
from pathlib import Path

from support.house import product, tree

#: Who may write files without it, and why.
OTHERS = {
    "reviewer_app/durable.py": "the rule itself",
    "reviewer_app/outputs/papers/pool.py": "a sheet in the working place of an export, put in place with it",
    "reviewer_app/services/dispatch/exporting.py": "the same",
    "reviewer_app/services/dispatch/unfinished.py": "the list of that working place: a torn line is left out",
    "reviewer_app/services/summary/summaries.py": "forms brought onto the disk before they are moved",
    "reviewer_app/outputs/summary/writer.py": "the file it is given to write by the rule",
    "reviewer_app/demo/demo.py": "moves within the scratch folder of the demo",
    "reviewer_app/demo/documents.py": "papers in that scratch folder",
    "reviewer_app/demo/manual.py": "a page in that scratch folder",
    "ui/reviewer_ui/pictures/hand_over.py": "a package in the scratch folder of the demo's pictures",
    "ui/reviewer_ui/pictures/taking_in.py": "made-up lists in the same place",
    "reviewer_app/bench/batch_figures.py": "measures, keeps nothing",
    "reviewer_app/bench/keeping_figures.py": "measures, keeps nothing",
    "reviewer_app/bench/season/walk.py": "an invented list in the same folder",
    "reviewer_app/bench/season/screen.py": "what a program on a virtual screen says, in a scratch folder",
    "reviewer_app/bench/survival/cuts.py": "states of a disk in a scratch folder",
    "reviewer_app/bench/survival/disk.py": "the same",
    "reviewer_app/bench/survival/images.py": "images of a disk in a scratch folder",
    "reviewer_app/bench/survival/kills.py": "a practice library copied into that folder",
    "reviewer_app/bench/survival/recording.py": "a rename done again on such a disk, no file of the system's",
    "reviewer_app/bench/hostile/figures.py": "spoilt files in a scratch folder",
    "reviewer_app/bench/hostile/packages.py": "a package to be spoilt there",
    "reviewer_app/bench/hostile/readers.py": "spoilt files in a scratch folder",
    "reviewer_app/bench/hostile/seeds.py": "sound files to be spoilt there",
    "reviewer_app/logbook.py": "the log: a line lost in a power cut is no loss",
    "reviewer_app/foreign/limits.py": "a switch of the kernel",
    "db/reviewer_db/safety/restore.py": "moves of a restoring that can be taken up again at any point",
    "db/reviewer_db/people/rekeying.py": "moves of a change of the master key that can be taken up again at any point",
}
_WRITING = {"write_bytes", "write_text", "rename", "symlink_to", "hardlink_to"}
_COPYING = {"copy", "copy2", "copyfile", "copytree", "move"}


def writes(path: Path) -> list[int]:
    """The lines of a module that write, rename or copy a file."""
    calls = (node for node in ast.walk(tree(path)) if isinstance(node, ast.Call))
    return [call.lineno for call in calls if _is_writing(call)]


def _is_writing(node: ast.Call) -> bool:
    if not isinstance(node.func, ast.Attribute):
        return False
    name, owner = node.func.attr, node.func.value
    if isinstance(owner, ast.Name) and owner.id in ("shutil", "os"):
        return name in _COPYING | {"rename", "replace", "link"}
    # A path is replaced by one path; of texts it takes two.
    is_replaced = name == "replace" and len(node.args) == 1 and not isinstance(node.args[0], ast.Starred)
    is_replaced = is_replaced and not node.keywords
    return name in _WRITING or is_replaced or (name == "open" and _mode(node)[:1] in set("wxa"))


def _mode(node: ast.Call) -> str:
    given = [arg for arg in [*node.args, *(one.value for one in node.keywords if one.arg == "mode")]]
    return next((str(one.value) for one in given if isinstance(one, ast.Constant) and isinstance(one.value, str)), "")


def test_files_are_put_in_place_by_one_module() -> None:
    found = {path.as_posix(): writes(path) for path in product() if path.name != "start.py"}
    assert {path: lines for path, lines in found.items() if lines and path not in OTHERS} == {}


def test_no_exception_has_lost_its_reason() -> None:
    assert [path for path in OTHERS if not writes(Path(path))] == []
