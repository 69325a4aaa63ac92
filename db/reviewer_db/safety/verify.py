"""Looking whether a library is intact: the encrypted pages, the tables, the guards, the record and the kept files."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import closing
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from reviewer_app.domain.errors import OfficeError
from reviewer_app.services.ports.records import CheckLine, Grade, standing_of
from reviewer_db.folder.keys import file_key
from reviewer_db.folder.layout import LibraryFolder
from reviewer_db.safety import backup, shelf
from reviewer_db.safety.rows_check import check_rows
from reviewer_db.sqlite import engine
from reviewer_db.stores.office.trusted_certificates import trust_lines
from reviewer_db.tables import schema
from reviewer_db.tables.chain import verify_chain
from reviewer_db.tables.migrations import MAIN_STEPS, VAULT_STEPS, Step, due_guards, guards_as_made, has_all_steps
from reviewer_resources.phrases import sentence

if TYPE_CHECKING:
    from sqlite3 import Connection

_PARTS_OF_A_CASE = ("case_values", "case_marks", "case_text", "case_search")


def verify_files(
    folder: LibraryFolder, master: bytes, today: date, head: str = "", pause: Callable[[], None] = lambda: None
) -> list[CheckLine]:
    """One line for each part of a library; nothing is changed, and a part that cannot be read is such a line too.

    With a `head` that stands on a paper, one line more: whether the record ever had it. `pause` is called now and then,
    so that other work has its turn; what it raises ends the check.
    """
    lines: list[CheckLine] = []
    on_paper = (partial(_head_on_paper, head=head),) if head else ()
    rows = partial(_rows, pause=pause)
    lines.extend(_checked(folder, master, "main", (_pages, _tables, _guards, _chain, *on_paper, rows, _counts)))
    lines.extend(_checked(folder, master, "attachments", (_pages, _tables, _vault_guards)))
    lines.append(_contents(folder, master))
    lines.extend(_trust(folder, master, today))
    lines.extend(_backups(folder))
    return lines


def _checked(
    folder: LibraryFolder, master: bytes, part: str, checks: tuple[Callable[[Connection, str], CheckLine], ...]
) -> Iterator[CheckLine]:
    path = folder.main if part == "main" else folder.vault
    label = sentence(f"library_check.part_{part}")
    try:
        connection = engine.connect(path, file_key(master, part))
    except OfficeError as trouble:
        yield CheckLine(label, Grade.BROKEN, sentence(trouble.code, trouble.values))
        return
    try:
        # One moment for all checks: the work at the desk goes on beside them.
        connection.execute("BEGIN")
        for check in checks:
            yield _guarded(check, connection, label)
    finally:
        connection.close()


def _guarded(check: Callable[[Connection, str], CheckLine], connection: Connection, label: str) -> CheckLine:
    try:
        return check(connection, label)
    except engine.DatabaseError:
        return CheckLine(label, Grade.BROKEN, sentence("library_check.unreadable"))


def _pages(connection: Connection, label: str) -> CheckLine:
    pages = int(connection.execute("PRAGMA page_count").fetchone()[0])
    broken = connection.execute("PRAGMA cipher_integrity_check").fetchall()
    code = "library_check.pages_broken" if broken else "library_check.pages_intact"
    return CheckLine(label, standing_of(not broken), sentence(code, {"pages": pages, "broken": len(broken)}))


def _tables(connection: Connection, label: str) -> CheckLine:
    problems = [str(row[0]) for row in connection.execute("PRAGMA integrity_check(20)") if row[0] != "ok"]
    problems += [str(row[0]) for row in connection.execute("PRAGMA foreign_key_check")]
    code = "library_check.tables_broken" if problems else "library_check.tables_intact"
    return CheckLine(label, standing_of(not problems), sentence(code, {"problems": len(problems)}))


def look_at_record(connection: Connection, cases: Collection[int] = ()) -> Iterator[CheckLine]:
    """The same three lines from a connection that is open, one after the other; what is of the `cases` named first."""
    label = sentence("library_check.part_main")
    return (check(connection, label) for check in (_guards, _chain, partial(_rows, first=cases)))


def check_guards(connection: Connection) -> CheckLine:
    """The line about the guards of the main file alone."""
    return _guards(connection, sentence("library_check.part_main"))


def _guards(connection: Connection, label: str) -> CheckLine:
    return _compared_guards(connection, label, schema.TRIGGERS, MAIN_STEPS)


def _vault_guards(connection: Connection, label: str) -> CheckLine:
    return _compared_guards(connection, label, schema.VAULT_TRIGGERS, VAULT_STEPS)


def _compared_guards(
    connection: Connection, label: str, guards: Mapping[str, str], steps: tuple[Step, ...]
) -> CheckLine:
    """Each guard as it was made: one that stands but says something else guards nothing."""
    # A version that says less than the file's own list of steps was set back: its guards are compared all the same.
    is_older = engine.version_of(connection) < len(steps) and not has_all_steps(connection, steps)
    due = due_guards(connection, guards) if is_older else list(guards)
    made = guards_as_made(connection)
    missing = [name for name in due if name not in made]
    # An earlier version may have worded a guard otherwise; opening the library lays all of them anew.
    changed = (
        []
        if is_older
        else [name for name in due if name in made and made[name] != f"CREATE TRIGGER {name} {guards[name]}"]
    )
    foreign = sorted(set(made) - set(guards))
    is_intact = not (missing or changed or foreign)
    code = "library_check.guards_intact" if is_intact else "library_check.guards_missing"
    values = {"guards": len(due), "missing": len(missing), "changed": len(changed), "foreign": len(foreign)}
    return CheckLine(label, standing_of(is_intact), sentence(code, values))


def _chain(connection: Connection, label: str) -> CheckLine:
    state = verify_chain(connection)
    code = "library_check.chain_intact"
    if state.broken_at is not None:
        code = "library_check.chain_broken"
    elif state.is_cut_off:
        code = "library_check.chain_cut_off"
    values = {"entries": state.entries, "head": state.head, "broken_at": state.broken_at}
    return CheckLine(sentence("library_check.part_record"), standing_of(state.is_intact), sentence(code, values))


def check_record(folder: LibraryFolder, master: bytes) -> list[CheckLine]:
    """The lines about guards, record and rows alone: whether what stands in the library is what was put on record."""
    return list(_checked(folder, master, "main", _RECORD))


def _rows(
    connection: Connection, label: str, pause: Callable[[], None] = lambda: None, first: Collection[int] = ()
) -> CheckLine:
    return check_rows(connection, pause, first)


#: Whether what stands in the library is what was put on record.
_RECORD = (_guards, _chain, _rows)


def _head_on_paper(connection: Connection, label: str, head: str) -> CheckLine:
    """A record that was rewritten whole agrees with itself, but not with a paper that left the house before."""
    found = connection.execute("SELECT id, at FROM events WHERE hash = ?", (bytes.fromhex(head),)).fetchone()
    code = "library_check.head_found" if found else "library_check.head_missing"
    values = {"head": head, "entry": found[0], "at": found[1]} if found else {"head": head}
    return CheckLine(sentence("library_check.part_head"), standing_of(found is not None), sentence(code, values))


def _counts(connection: Connection, label: str) -> CheckLine:
    cases = int(connection.execute("SELECT count(*) FROM applications").fetchone()[0])
    parts = [connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in _PARTS_OF_A_CASE]
    wrong = connection.execute(
        "SELECT count(*) FROM (SELECT season, stage, handler, count(*) AS cases FROM applications GROUP BY 1, 2, 3) a "
        "FULL JOIN (SELECT * FROM queue_counts WHERE cases <> 0) q USING (season, stage, handler) "
        "WHERE a.cases IS NOT q.cases"
    ).fetchone()[0]
    is_intact = all(count == cases for count in parts) and not wrong
    code = "library_check.counts_intact" if is_intact else "library_check.counts_broken"
    return CheckLine(label, standing_of(is_intact), sentence(code, {"cases": cases}))


def _contents(folder: LibraryFolder, master: bytes) -> CheckLine:
    label = sentence("library_check.part_contents")
    try:
        named = _named_contents(folder, master)
        kept, changed = _kept_contents(folder, master)
    except (OfficeError, engine.DatabaseError):
        return CheckLine(label, Grade.BROKEN, sentence("library_check.unreadable"))
    missing = named - kept
    is_intact = not missing and not changed
    code = "library_check.contents_intact" if is_intact else "library_check.contents_broken"
    values = {"files": len(named), "missing": len(missing), "changed": changed}
    return CheckLine(label, standing_of(is_intact), sentence(code, values))


def _trust(folder: LibraryFolder, master: bytes, today: date) -> list[CheckLine]:
    """The list of trusted certificates; that the file cannot be read is said already."""
    try:
        with closing(engine.connect(folder.main, file_key(master, "main"))) as connection:
            return list(trust_lines(connection, today))
    except (OfficeError, engine.DatabaseError):
        return []


def _named_contents(folder: LibraryFolder, master: bytes) -> set[str]:
    connection = engine.connect(folder.main, file_key(master, "main"))
    try:
        named = {row[0] for row in connection.execute("SELECT DISTINCT sha256 FROM attachments")}
        if connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'register'").fetchone():
            named |= {row[0] for row in connection.execute("SELECT sha256 FROM register WHERE sha256 <> ''")}
        return named
    finally:
        connection.close()


def _kept_contents(folder: LibraryFolder, master: bytes) -> tuple[set[str], int]:
    connection = engine.connect(folder.vault, file_key(master, "attachments"))
    try:
        kept, changed = set(), 0
        for sha256, content in connection.execute("SELECT sha256, content FROM blobs"):
            kept.add(sha256)
            changed += hashlib.sha256(content).hexdigest() != sha256
        return kept, changed
    finally:
        connection.close()


def _backups(folder: LibraryFolder) -> Iterator[CheckLine]:
    label = sentence("library_check.part_backups")
    for one in backup.listed(folder):
        changed = shelf.changed_files(one.path)
        if changed and not one.path.exists():
            # Thinned out since the shelf was looked at.
            continue
        code = "library_check.backup_broken" if changed else "library_check.backup_intact"
        values = {"name": one.path.name, "files": "、".join(changed)}
        yield CheckLine(label, standing_of(not changed), sentence(code, values))
