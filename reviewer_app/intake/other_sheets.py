"""The sheets of a file beside the one that is read: named with what they hold, so that none is lost unseen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from reviewer_app.intake.columns import ColumnBook, Head
from reviewer_app.intake.data_rows import data_rows
from reviewer_app.intake.remarks import Remark
from reviewer_app.intake.sheet_grid import Grid

#: The desk's own form for applicants: the sheet that is read, and those it is made of.
_OWN_ROW, _OWN_SHEETS = "申报信息", frozenset({"填表", "自查", "选项"})


def named_apart(grids: Sequence[Grid]) -> list[Grid]:
    """The sheets, each with a name of its own: the tables of a page are told apart by their order."""
    counted = Counter(grid.name for grid in grids)
    seen: Counter[str] = Counter()
    found = []
    for grid in grids:
        seen[grid.name] += 1
        is_alone = counted[grid.name] == 1
        found.append(grid if is_alone else replace(grid, name=f"{grid.name}（第 {seen[grid.name]} 张表）"))
    return found


def filled_rows(grid: Grid) -> int:
    """How many rows of a sheet say anything."""
    return sum(any(cell != "" for cell in row) for row in grid.rows)


def is_own_form(grids: Sequence[Grid], read: Grid) -> bool:
    """Whether a file is the form that the desk gives to applicants: its other sheets only lead to the one read."""
    return read.name == _OWN_ROW and {grid.name for grid in grids} > _OWN_SHEETS


def others_listed(listed: Sequence[tuple[Grid, Head]], read: Grid) -> tuple[tuple[str, int], ...]:
    """The shown sheets beside the one that was read that hold applications: name and number of their rows."""
    shown = [(grid, head) for grid, head in listed if grid is not read and not grid.is_hidden]
    counted = ((grid.name, _applications(grid, head)) for grid, head in shown)
    return tuple((name, count) for name, count in counted if count)


def unread_sheets(
    grids: Sequence[Grid], listed: Sequence[tuple[Grid, Head]], read: Grid, book: ColumnBook
) -> list[Remark]:
    """What is to be said of the sheets that were not read and are not named as lists, and of a hidden one that was."""
    remarks = [Remark("sheet_hidden", values={"sheet": read.name})] if read.is_hidden else []
    if is_own_form(grids, read):
        return remarks
    named = [grid for grid, _ in listed if not grid.is_hidden]
    for grid in grids:
        if any(grid is one for one in (read, *named)):
            continue
        head = book.find_head(grid.rows)
        count = filled_rows(grid) if head is None else _applications(grid, head)
        if count:
            code = "sheet_unread_hidden" if grid.is_hidden else "sheet_unread"
            remarks.append(Remark(code, values={"sheet": grid.name, "count": count}))
    return remarks


def _applications(grid: Grid, head: Head) -> int:
    return len(data_rows(grid.rows, head, grid.merged).rows)
