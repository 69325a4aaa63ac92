"""What the search box looks through and names are compared by, made anew for libraries of earlier versions.

All kinds of brackets and dashes are one, which were kept apart; the applicant's person, telephone, letters are found.
Only the texts that change are written, and their entries of the index with them.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from operator import add
from typing import TYPE_CHECKING

from reviewer_app.domain.checks.duplicates import applicant_key, project_key
from reviewer_app.domain.values.folding import searched
from reviewer_resources.initials import initials

if TYPE_CHECKING:
    from sqlite_utils import Database

#: The index keeps ASCII punctuation in the private use area, where its tokenizer takes it for letters.
_MOVED = {code: 0xE000 + code for code in range(33, 127) if not chr(code).isalnum()}
#: Blanks, control characters and marks without width are not kept.
_UNSEEN = (*range(33), *range(127, 161), 0x1680, *range(0x2000, 0x2010), 0x2028, 0x2029, 0x2060, 0x3000, 0xFEFF)
_KEPT: dict[int, int | None] = {**_MOVED, **dict.fromkeys((*_UNSEEN, *range(0xD800, 0xE000)))}
_BACK = {place: code for code, place in _MOVED.items()}
#: So many cases are read at once.
_STEP = 2_000


def search_by_folded_texts(db: Database) -> None:
    """Folds the searched texts of all cases anew."""
    last = 0
    following = "SELECT id, text FROM case_text WHERE id > ? ORDER BY id LIMIT ?"
    while some := db.execute(following, (last, _STEP)).fetchall():
        last = some[-1][0]
        folded = ((one, text, refolded(text)) for one, text in some)
        for one, new in ((one, new) for one, old, new in folded if new != old):
            _write(db, one, new)


def compare_by_folded_names(db: Database) -> None:
    """Works out anew by which names the cases are compared, where an earlier version kept kinds of signs apart."""
    rows = db.execute(
        "SELECT m.id, m.applicant_key, m.project_key, v.form FROM case_marks m JOIN case_values v ON v.id = m.id"
    )
    for case_id, *before, form in rows.fetchall():
        values = json.loads(form)
        now = [applicant_key(values), project_key(values)]
        if now != before:
            db.execute("UPDATE case_marks SET (applicant_key, project_key) = (?, ?) WHERE id = ?", (*now, case_id))


def search_by_initials(db: Database) -> None:
    """Adds the applicant's person and telephone and the first letters of the names to what the search looks through."""
    last = 0
    following = (
        "SELECT t.id, t.text, v.form FROM case_text t JOIN case_values v ON v.id = t.id WHERE t.id > ? "
        "ORDER BY t.id LIMIT ?"
    )
    while some := db.execute(following, (last, _STEP)).fetchall():
        last = some[-1][0]
        for one, text, form in some:
            indexed, letters = _with_initials(text, json.loads(form))
            _write(db, one, indexed)
            db.execute("UPDATE case_text SET text = ? WHERE id = ?", (f"{indexed}\n{letters}", one))


def _with_initials(text: str, values: Mapping[str, str]) -> tuple[str, str]:
    """A text of five lines with two more, and the three of letters, which the index leaves out."""
    person, phone = (values.get(name, "").replace("\0", "") for name in ("contact_person", "contact_phone"))
    names = (values.get("project_name", ""), values.get("applicant", ""), person)
    return "\n".join((text, _searched(person), _searched(phone))), "\n".join(map(initials, names))


def _searched(value: str) -> str:
    return searched(value).translate(_KEPT)


def _write(db: Database, case_id: int, text: str) -> None:
    """Puts a text in the place of the earlier one, and every character and pair of it into the index."""
    db.execute("UPDATE case_text SET text = ? WHERE id = ?", (text, case_id))
    db.execute("DELETE FROM case_search WHERE rowid = ?", (case_id,))
    grams = " ".join({*text, *map(add, text, text[1:])})
    db.execute("INSERT INTO case_search (rowid, grams) VALUES (?, ?)", (case_id, grams))


def refolded(text: str) -> str:
    """A text of an earlier version as it is kept now; its fields stay one a line."""
    return "\n".join(searched(line.translate(_BACK)).translate(_MOVED) for line in text.split("\n"))
