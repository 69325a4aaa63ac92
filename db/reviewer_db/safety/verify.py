"""Looking whether a library is intact: the encrypted pages, the tables, the guards, the record and the kept files."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from reviewer_app import logbook
from reviewer_app.domain.errors import OfficeError
from reviewer_app.domain.seasons.settings import NOTICE_FILE
from reviewer_app.services.ports.records import CheckLine, Grade, standing_of
from reviewer_db.folder.keys import file_key
from reviewer_db.folder.layout import LibraryFolder
from reviewer_db.safety import backup, shelf
from reviewer_db.safety.record_end import KnownEnds, check_end, known_ends
from reviewer_db.safety.rows_check import check_rows
from reviewer_db.safety.structure_check import (
    check_guards,
    check_structure,
    check_vault_guards,
    check_vault_structure,
    check_vault_version,
    check_version,
)
from reviewer_db.sqlite import engine
from reviewer_db.stores.after.retention import FILES_GONE
from reviewer_db.stores.office.trusted_certificates import trust_lines
from reviewer_db.tables.after.case_days import differing_cases
from reviewer_db.tables.after.figure_sums import differing_sums
from reviewer_db.tables.after.recounting import differing_counts
from reviewer_db.tables.chain import verify_chain
from reviewer_resources.phrases import sentence

if TYPE_CHECKING:
    from sqlite3 import Connection

#: So many times a page has to be found broken.
_LOOKS = 3
#: So many sums that differ are named.
_NAMED_SUMS = 8
_PARTS_OF_A_CASE = ("case_values", "case_marks", "case_text", "case_search")

#: A look at one part of an open file: a line, or several.
Look = Callable[["Connection", str], "CheckLine | Iterable[CheckLine]"]


def verify_files(
    folder: LibraryFolder,
    master: bytes,
    today: date,
    heads: Sequence[str] = (),
    pause: Callable[[], None] = lambda: None,
    *,
    is_scratch: bool = False,
) -> list[CheckLine]:
    """One line for each part of a library; nothing is changed, and a part that cannot be read is such a line too.

    For each of the `heads` that stand on papers, one line more: whether the record ever had it. `pause` is called now
    and then, so that other work has its turn; what it raises and is no Exception ends the check. A scratch place keeps
    nothing about its record's end.
    """
    lines: list[CheckLine] = []
    looks: list[tuple[str, Look]] = [
        ("main", look) for look in (_pages, check_version, check_structure, _tables, check_guards)
    ]
    looks.append(("record", _chain))
    if not is_scratch:
        looks.append(("end", partial(_end, ends=known_ends(folder, master))))
    looks += [("head", partial(_head_on_paper, head=head)) for head in heads]
    looks += [("rows", partial(_rows, pause=pause)), ("main", _counts), ("main", partial(_figures, pause=pause))]
    looks += [("trust", partial(_trust, today=today))]
    lines.extend(_checked(folder, master, "main", looks))
    vault: list[Look] = [_pages, check_vault_version, check_vault_structure, _tables, check_vault_guards]
    lines.extend(_checked(folder, master, "attachments", [("attachments", look) for look in vault]))
    lines.extend(_looked_at(_called("contents"), lambda: [_contents(folder, master)]))
    lines.extend(_looked_at(_called("backups"), lambda: _backups(folder)))
    return lines


def _checked(folder: LibraryFolder, master: bytes, file: str, looks: Sequence[tuple[str, Look]]) -> Iterator[CheckLine]:
    path = folder.main if file == "main" else folder.vault
    try:
        connection = engine.connect(path, file_key(master, file))
    except OfficeError as trouble:
        yield CheckLine(_called(file), Grade.BROKEN, sentence(trouble.code, trouble.values))
        return
    try:
        # One moment for all looks: the work at the desk goes on beside them.
        connection.execute("BEGIN")
        for part, look in looks:
            yield from _looked_at(_called(part), partial(look, connection, _called(part)))
    finally:
        connection.close()


def _called(part: str) -> str:
    return sentence(f"library_check.part_{part}")


def _looked_at(label: str, look: Callable[[], CheckLine | Iterable[CheckLine]]) -> Iterator[CheckLine]:
    """What a look says. Whatever reading raises is a finding of the part: what is there is not what was written."""
    try:
        said = look()
        yield from (said,) if isinstance(said, CheckLine) else said
    except OfficeError as trouble:
        yield CheckLine(label, Grade.BROKEN, sentence(trouble.code, trouble.values))
    except Exception as error:
        logbook.note_failure("check", error)
        yield CheckLine(label, Grade.BROKEN, sentence("library_check.unreadable"))


def _pages(connection: Connection, label: str) -> CheckLine:
    pages = int(connection.execute("PRAGMA page_count").fetchone()[0])
    broken = broken_pages(lambda: {str(row[0]) for row in connection.execute("PRAGMA cipher_integrity_check")})
    code = "library_check.pages_broken" if broken else "library_check.pages_intact"
    return CheckLine(label, standing_of(not broken), sentence(code, {"pages": pages, "broken": len(broken)}))


def broken_pages(look: Callable[[], set[str]]) -> set[str]:
    """The pages that are broken in every one of several looks, each as it is named.

    A look reads the file past the log and its locks, while the work beside it may be laying the log in: half of a page
    can then be that of before, and half the new one. What was so read is whole the next time; what is broken stays so.
    """
    broken = look()
    for _ in range(_LOOKS - 1):
        if broken:
            broken &= look()
    return broken


def _tables(connection: Connection, label: str) -> CheckLine:
    problems = [str(row[0]) for row in connection.execute("PRAGMA integrity_check(20)") if row[0] != "ok"]
    problems += [str(row[0]) for row in connection.execute("PRAGMA foreign_key_check")]
    code = "library_check.tables_broken" if problems else "library_check.tables_intact"
    return CheckLine(label, standing_of(not problems), sentence(code, {"problems": len(problems)}))


def look_at_record(connection: Connection, cases: Collection[int] = ()) -> Iterator[CheckLine]:
    """The same three lines from a connection that is open, one after the other; what is of the `cases` named first."""
    looks: list[tuple[str, Look]] = [*_RECORD[:-1], ("rows", partial(_rows, first=cases))]
    for part, look in looks:
        yield from _looked_at(_called(part), partial(look, connection, _called(part)))


def _chain(connection: Connection, label: str) -> CheckLine:
    state = verify_chain(connection)
    code = "library_check.chain_intact"
    if state.broken_at is not None:
        code = "library_check.chain_broken"
    elif state.is_cut_off:
        code = "library_check.chain_cut_off"
    values = {"entries": state.entries, "head": state.head, "broken_at": state.broken_at}
    return CheckLine(label, standing_of(state.is_intact), sentence(code, values))


def check_record(folder: LibraryFolder, master: bytes) -> list[CheckLine]:
    """The lines about guards, record, rows and the record's end: whether what stands there was put on record."""
    end = partial(_end, ends=known_ends(folder, master))
    return list(_checked(folder, master, "main", (*_RECORD, ("end", end))))


def _rows(
    connection: Connection, label: str, pause: Callable[[], None] = lambda: None, first: Collection[int] = ()
) -> CheckLine:
    return check_rows(connection, pause, first)


#: Whether what stands in the library is what was put on record.
_RECORD: tuple[tuple[str, Look], ...] = (("main", check_guards), ("record", _chain), ("rows", _rows))


def _head_on_paper(connection: Connection, label: str, head: str) -> CheckLine:
    """A record that was rewritten whole agrees with itself, but not with a paper that left the house before."""
    wanted = bytes.fromhex(head)
    found = connection.execute(
        "SELECT id, at FROM events WHERE substr(hash, 1, ?) = ? ORDER BY id DESC LIMIT 1", (len(wanted), wanted)
    ).fetchone()
    code = "library_check.head_found" if found else "library_check.head_missing"
    values = {"head": head, "entry": found[0], "at": found[1][:16].replace("T", " ")} if found else {"head": head}
    return CheckLine(label, standing_of(found is not None), sentence(code, values))


def _counts(connection: Connection, label: str) -> CheckLine:
    cases = int(connection.execute("SELECT count(*) FROM applications").fetchone()[0])
    parts = [connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in _PARTS_OF_A_CASE]
    if any(count != cases for count in parts):
        return CheckLine(label, Grade.BROKEN, sentence("library_check.counts_broken", {"cases": cases}))
    wrong = differing_counts(connection)
    code = "library_check.chips_broken" if wrong else "library_check.counts_intact"
    named = "、".join(wrong[:_NAMED_SUMS]) + (f"等 {len(wrong)} 个" if len(wrong) > _NAMED_SUMS else "")
    said = sentence(code, {"cases": cases, "seasons": named})
    return CheckLine(label, standing_of(not wrong), said, can_count_again=bool(wrong))


def _figures(connection: Connection, label: str, pause: Callable[[], None]) -> Iterator[CheckLine]:
    """The figures counted once more from the cases and their record; a file from before the sums has no such line."""
    if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'figure_words'").fetchone():
        return
    cases, sums = len(differing_cases(connection, pause)), list(differing_sums(connection))
    named = "、".join(f"{season}{sentence(f'library_check.sum_{table}')}" for table, season in sums[:_NAMED_SUMS])
    code = "library_check.figures_broken" if cases or sums else "library_check.figures_intact"
    values = {"cases": cases, "sums": len(sums), "named": named or "—"}
    is_wrong = bool(cases or sums)
    yield CheckLine(label, standing_of(not is_wrong), sentence(code, values), can_count_again=is_wrong)


def _contents(folder: LibraryFolder, master: bytes) -> CheckLine:
    named = _named_contents(folder, master)
    kept, changed = _kept_contents(folder, master)
    missing = named - kept
    is_intact = not missing and not changed
    code = "library_check.contents_intact" if is_intact else "library_check.contents_broken"
    values = {"files": len(named), "missing": len(missing), "changed": changed}
    return CheckLine(_called("contents"), standing_of(is_intact), sentence(code, values))


def _trust(connection: Connection, label: str, today: date) -> Iterable[CheckLine]:
    return trust_lines(connection, today)


def _end(connection: Connection, label: str, ends: KnownEnds) -> CheckLine:
    return check_end(connection, ends)


def _named_contents(folder: LibraryFolder, master: bytes) -> set[str]:
    connection = engine.connect(folder.main, file_key(master, "main"))
    try:
        there = {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        # What two people signed away is named by its case still, and is not missed.
        gone = f" AND (application_id IS NULL OR application_id NOT IN ({FILES_GONE}))"
        named = {
            row[0]
            for table in ("attachments", "register", "sealed_scans", "standard_words")
            if table in there
            for row in connection.execute(
                f"SELECT sha256 FROM {table} WHERE sha256 <> ''{gone if 'destruction_lines' in there else ''}"
            )
        }
        if "season_settings" in there:
            notices = "SELECT substr(value, 1, 64) FROM season_settings WHERE name = ?"
            named |= {row[0] for row in connection.execute(notices, (NOTICE_FILE,))}
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
    label = _called("backups")
    for path in shelf.unlisted(folder.backups):
        yield CheckLine(label, Grade.NOTICE, sentence("library_check.backup_unlisted", {"name": path.name}))
    for one in backup.listed(folder):
        changed = shelf.changed_files(one.path)
        if changed and not one.path.exists():
            # Thinned out since the shelf was looked at.
            continue
        code = "library_check.backup_broken" if changed else "library_check.backup_intact"
        values = {"name": one.path.name, "files": "、".join(changed)}
        yield CheckLine(label, standing_of(not changed), sentence(code, values))
