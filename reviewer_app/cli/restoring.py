"""Restoring from the command line: says what is lost and gained, and takes the numbers that cannot be read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import click

from reviewer_app.domain.errors import RefusalError
from reviewer_app.services.ports.backups import RestorePreview, SpentNumber
from reviewer_app.services.ports.library import Libraries


def restore_told(gate: Libraries, folder: Path, backup: Path, last: Sequence[str], user: str, password: str) -> Path:
    """Says what restoring will change, then restores; the folder that keeps the replaced state.

    `last` are the last numbers given, as `name=number`, for a library that cannot be read. Raises RefusalError
    `restoring.numbers_named` with the names that are asked for.
    """
    preview = gate.preview_restore(folder, backup, user, password)
    for line in _said(preview):
        click.echo(line)
    told = None if preview.is_readable else _told(preview, last)
    return gate.restore(folder, backup, user, password, told)


def _said(preview: RestorePreview) -> list[str]:
    if not preview.is_readable:
        return ["当前案卷库读不出来，不知道会失去什么；损坏的文件另存。"]
    spans = (("失去", preview.lost), ("找回", preview.gained))
    lines = [
        f"{word}记录 {span.entries} 条（{span.days[0]} 至 {span.days[-1]}），涉及案件 {len(span.cases)} 件。"
        for word, span in spans
        if span.entries
    ]
    return lines + [f"不再编出的号：{one.called} 到第 {one.last} 号。" for one in preview.numbers]


def _told(preview: RestorePreview, last: Sequence[str]) -> list[SpentNumber]:
    given = dict(one.rpartition("=")[::2] for one in last)
    names = {one.called for one in preview.numbers}
    due = {one.called for one in preview.numbers if one.last}
    if not due <= set(given) <= names or not all(number.isdecimal() for number in given.values()):
        asked = " ".join(f'--last-number "{one.called}={one.last}"' for one in preview.numbers)
        raise RefusalError("restoring.numbers_named", asked=asked)
    return [replace(one, last=max(one.last, int(given.get(one.called, 0)))) for one in preview.numbers]
