"""Every place that puts a file somewhere is known, and tried with planted links unless it says why not."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from support.house import product, tree
from support.savers import BY_ACT, BY_WINDOW, NOT_SHARED

_PLACING = {
    "write_file",
    "replacing",
    "copy_file",
    "place_folder",
    "rename_folder",
    "make_folder",
    "lay_in",
    "write_whole",
}


def _savers(node: ast.AST, called: tuple[str, ...] = ()) -> Iterator[str]:
    """The functions, by their names from the outermost in, in which something is put in place."""
    for child in ast.iter_child_nodes(node):
        inner = (*called, child.name) if isinstance(child, ast.FunctionDef | ast.ClassDef) else called
        if isinstance(child, ast.Call):
            name = getattr(child.func, "id", getattr(child.func, "attr", ""))
            if name in _PLACING:
                yield ".".join(called)
        yield from _savers(child, inner)


def test_every_saver_is_tried_with_planted_links_or_says_why_not() -> None:
    found = {
        f"{path.as_posix()}:{name}"
        for path in product()
        if path.as_posix() != "reviewer_app/durable.py"
        for name in _savers(tree(path))
    }
    assert found == {*BY_ACT, *BY_WINDOW, *NOT_SHARED}
