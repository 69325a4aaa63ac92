"""Whether the rows of a few cases are as the record says: what is asked each time before a paper of them is made.

A case's own entries carry its rows, so that a look at it costs a few reads however big the library is. Where these do
not answer, the entries of the whole office are read as well, and then the whole library: only that calls it changed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from reviewer_app.domain.errors import TroubleError
from reviewer_db.safety.structure_check import check_guards
from reviewer_db.safety.verify import look_at_record
from reviewer_db.stores.session import IN_LIST, Session, as_list
from reviewer_db.tables.chain import link
from reviewer_db.tables.row_digests import CASE_THROUGH, CarriedTable, digests_in, is_as_said, quoted

if TYPE_CHECKING:
    from sqlite3 import Connection

#: By what a case goes to the right desk: its keys, the confirmed cards of others, the packages there were.
_DESKS = frozenset({"desk_identity", "desk_cards", "hand_overs"})
#: What a list for the seal is made of, with the column that names the list.
_OF_LIST = {"seal_lists": "id", "seal_list_papers": "list_id", "seal_list_words": "list_id", "seal_sessions": "list_id"}
_CHAINED = "at, actor, act, application_id, from_state, to_state, reason, detail"


def require_cases_as_recorded(session: Session, case_ids: Sequence[int], *, with_desks: bool = False) -> None:
    """Raises TroubleError `library.not_as_recorded` with the first finding; called before anything is written.

    `with_desks` holds to the record as well to whom and by which keys cases are handed over. In the middle of an act
    its own rows are not on record yet, and nothing is said.
    """
    if session.pending.held() or session.main.execute("SELECT 1 FROM touched_rows LIMIT 1").fetchone():
        return
    besides = _DESKS if with_desks else frozenset()
    if check_guards(session.main, "").is_broken or not _are_as_recorded(session, as_list(case_ids), besides):
        _name_the_fault(session, case_ids)


def require_list_as_recorded(session: Session, list_id: int) -> None:
    """The same of a list for the seal: its papers, what was said of it, its sessions; raises as for cases.

    They stand in the entries of its cases, and of the office.
    """
    if session.pending.held() or session.main.execute("SELECT 1 FROM touched_rows LIMIT 1").fetchone():
        return
    if check_guards(session.main, "").is_broken or not _is_list_as_recorded(session, list_id):
        _name_the_fault(session)


def _name_the_fault(session: Session, case_ids: Sequence[int] = ()) -> None:
    for line in look_at_record(session.main, case_ids):
        if line.is_broken:
            raise TroubleError("library.not_as_recorded", finding=f"{line.part}：{line.message}")


def _is_list_as_recorded(session: Session, list_id: int) -> bool:
    rows: dict[str, Sequence[Any]] = {}
    for table in session.pending.touched.tables:
        if table.name in _OF_LIST:
            asked = f"{table.read} WHERE {_OF_LIST[table.name]} = ?"
            found = session.main.execute(asked, (list_id,)).fetchall()
            rows |= {table.row_name([row[place] for place in table.key_places]): row for row in found}
    papers = session.main.execute("SELECT application_id FROM seal_list_papers WHERE list_id = ?", (list_id,))
    cases = as_list(sorted({case for (case,) in papers if case is not None}))
    speaking = f"instr(digests, 'seal_') AND (application_id {IN_LIST} OR application_id IS NULL)"
    said = _said(session.main, speaking, cases)
    return said is not None and all(
        name in said.rows and is_as_said(said.rows[name], values) for name, values in rows.items()
    )


def _are_as_recorded(session: Session, cases: str, besides: frozenset[str]) -> bool:
    tables = [
        table
        for table in session.pending.touched.tables
        if table.case is not None or table.name in CASE_THROUGH or table.name in besides
    ]
    rows = {name: values for table in tables for name, values in _rows(session, table, cases)}
    names = {table.name for table in tables}
    own = f"application_id {IN_LIST}"
    # What is no case's stands in the office's entries alone.
    asked = (f"{own} OR application_id IS NULL",) if besides else (own, f"{own} OR application_id IS NULL")
    return any(
        said is not None and _agree(said, rows, names, besides)
        for said in (_said(session.main, one, cases) for one in asked)
    )


def _rows(session: Session, table: CarriedTable, cases: str) -> Iterator[tuple[str, Sequence[Any]]]:
    """The rows of one table that belong to the cases, or all where none does, by their names in the record."""
    if table.case is not None:
        asked = f"{quoted(table.columns[table.case])} {IN_LIST}"
    elif table.name in CASE_THROUGH:
        column, parent = CASE_THROUGH[table.name]
        asked = f"{column} IN (SELECT id FROM {parent} WHERE application_id {IN_LIST})"
    else:
        asked = "? <> ''"
    places = table.key_places
    for row in session.main.execute(f"{table.read} WHERE {asked}", (cases,)):
        yield table.row_name([row[place] for place in places]), row


@dataclass(slots=True)
class _Said:
    """What entries last said of rows, and of which rows the cases' own entries spoke."""

    rows: dict[str, str] = field(default_factory=dict)
    of_cases: set[str] = field(default_factory=set)


def _said(connection: Connection, asked: str, cases: str) -> _Said | None:
    """What the entries say; None when one of them was changed itself."""
    found = _Said()
    entries = connection.execute(
        f"SELECT previous, hash, digests, {_CHAINED} FROM events WHERE {asked} ORDER BY id", (cases,)
    )
    for previous, stored, digests, at, actor, act, case, *rest in entries:
        before, after, reason, detail = rest
        if stored != link(previous, (at, actor, act, case, before, after, reason, detail), digests):
            return None
        try:
            rows = digests_in(digests) if digests else {}
        except ValueError:
            return None
        found.rows.update(rows)
        if case is not None:
            found.of_cases.update(rows)
    return found


def _agree(said: _Said, rows: dict[str, Sequence[Any]], tables: set[str], besides: frozenset[str]) -> bool:
    """Whether every row is as it was last said, and none is gone that the cases' own entries, or desks', spoke of."""
    if not all(name in said.rows and is_as_said(said.rows[name], values) for name, values in rows.items()):
        return False
    spoken_of = said.of_cases | {name for name in said.rows if name.partition(":")[0] in besides}
    gone = (name for name in spoken_of - rows.keys() if name.partition(":")[0] in tables)
    return not any(said.rows[name] for name in gone)
