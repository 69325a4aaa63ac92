"""Numbers that stood on papers before there was a register: taken into it, so that none is ever given again.

Until then a number was made of the case's intake number or the batch's number. What was exported and printed under such
a number is known from the batches and the record; the files themselves were not kept.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

#: Number on paper: code, season, running number, and the round of a correction.
_NUMBER = re.compile(r"(.*)〔(\d{4})〕(\d+)(?:-(\d+))?号")
_KINDS = {"补正通知": "correction-notice", "转送函": "transfer-letter", "报送函": "covering-letter"}
_NOTE = "启用登记簿之前编的号"

_Line = tuple[str, int, int, str, str, str, str, int | None, int | None, str, str, str, str | None]


def take_over_numbers(db: Any) -> None:
    """Enters every number known to have stood on a paper, each once."""
    taken: set[str] = set()
    series: set[tuple[str, int, int]] = set()
    acts: set[tuple[str, int | None, int | None, str]] = set()
    for line in (*_exported(db), *_printed(db)):
        kind, year, serial, number = line[:4]
        act = (kind, line[7], line[8], line[9])
        if number in taken or act in acts:
            continue
        counted = 0 if (kind, year, serial) in series else serial
        taken.add(number)
        series.add((kind, year, counted))
        acts.add(act)
        db.execute(
            "INSERT INTO register VALUES (NULL, 'outgoing', ?, ?, ?, ?, '', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, '', '', '', "
            "NULL, '', '')",
            (kind, year, counted, number, *line[4:10], _NOTE, *line[10:]),
        )


def _exported(db: Any) -> Iterator[_Line]:
    """The recommendations of every batch, the newest first: that sheet is the one in force."""
    code = dict(db.execute("SELECT key, value FROM settings").fetchall()).get("agency_code", "")
    rows = db.execute(
        "SELECT l.application_id, l.intake_number, l.project_name, b.season, b.seal, b.made_by, b.made_at, b.sent_at, "
        "(SELECT max(number) FROM opinions o WHERE o.application_id = l.application_id) "
        "FROM batch_lines l JOIN batches b ON b.id = l.batch_id ORDER BY b.id DESC, l.place"
    ).fetchall()
    for case_id, intake, project, season, seal, by, at, sent_at, opinion in rows if code else ():
        serial = int(intake.rsplit("-", 1)[-1]) if intake.rsplit("-", 1)[-1].isdecimal() else 0
        if serial and season.isdecimal():
            number, way = f"{code}〔{season}〕{serial}号", "with-batch" if sent_at else ""
            told = (f"{project}推荐意见", at[:10], by, case_id, None, f"opinion:{opinion}")
            sealed = "sample" if seal == "sample" else ""
            yield ("recommendation", int(season), serial, number, *told, sealed, way, sent_at[:10] if sent_at else None)


def _printed(db: Any) -> Iterator[_Line]:
    """The letters that the record says were printed under a number."""
    rows = db.execute(
        "SELECT e.application_id, e.at, e.actor, e.detail, a.project_name, "
        "(SELECT max(number) FROM opinions o WHERE o.application_id = e.application_id) "
        "FROM events e JOIN applications a ON a.id = e.application_id WHERE e.act = 'printed' ORDER BY e.id"
    ).fetchall()
    for case_id, at, by, detail, project, opinion in rows:
        said = json.loads(detail)
        called = said.get("document", said.get("文件", ""))
        kind = _KINDS.get(called, called)
        found = _NUMBER.fullmatch(said.get("document_number", said.get("编号", "")))
        if found is None or kind not in _KINDS.values():
            continue
        year, serial, number = int(found[2]), int(found[3]), found[0]
        label = next(word for word, value in _KINDS.items() if value == kind)
        if kind == "covering-letter":
            batch = db.execute("SELECT id FROM batches WHERE season = ? AND number = ?", (found[2], serial)).fetchone()
            basis = f"contact:{said.get('contact', said.get('联系人', ''))}"
            told = (f"{label}　第{serial}批", at[:10], by, None, batch[0] if batch else None, basis)
        else:
            basis = f"round:{found[4] or 1}" if kind == "correction-notice" else f"opinion:{opinion}"
            told = (f"{project}{label}", at[:10], by, case_id, None, basis)
        yield (kind, year, 0 if found[4] else serial, number, *told, "", "", None)
