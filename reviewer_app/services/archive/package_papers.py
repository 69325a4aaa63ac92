"""The papers of an archive package: its catalogue, the page that opens it without the program, the note on what it is.

Names of projects and files come from outside: on the page every one of them is escaped, and the page asks for nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape
from urllib.parse import quote

from reviewer_app.domain.dispatch.retention import FileUnit
from reviewer_app.services.archive.season_plan import ArchivePlan, NotArchived
from reviewer_app.services.ports.records import SummaryTable
from reviewer_resources.phrases import sentence

CATALOGUE, PAGE, NOTE, HASHES = "归档文件目录", "index.html", "README.txt", "sha256.txt"
_COLUMNS = (
    ("件号", 10.0, False),
    ("责任者", 26.0, True),
    ("文号", 24.0, True),
    ("题名", 60.0, True),
    ("日期", 12.0, False),
    ("页数", 7.0, False),
    ("保管期限", 10.0, False),
    ("备注", 28.0, True),
)
_STYLE = (
    "body{font:15px/1.7 'Noto Sans SC','Microsoft YaHei','PingFang SC',sans-serif;color:#1d2530;margin:2.5em auto;"
    "max-width:76em;padding:0 1.5em}h1{font-size:1.5em;margin:0 0 .2em}h2{font-size:1.1em;margin:2em 0 .5em}"
    "p{margin:.3em 0;color:#4a5564}table{border-collapse:collapse;width:100%}th,td{border:1px solid #ccd3db;"
    "padding:.4em .6em;text-align:left;vertical-align:top;overflow-wrap:anywhere}th{background:#f0f3f6;"
    "font-weight:600;white-space:nowrap}a{color:#1f5fa8}td.n{white-space:nowrap}"
)
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"


@dataclass(frozen=True, slots=True)
class Archived:
    """One unit as it lies in the package: its file by its path there, pages, what is embedded or lies beside it."""

    unit: FileUnit
    file: str
    pages: int
    embedded: int = 0
    beside: tuple[tuple[str, str, str], ...] = ()

    @property
    def number(self) -> str:
        """件号 with its period, so that it names one unit of the season."""
        return f"{self.unit.period}-{self.unit.number:04d}"

    @property
    def remark(self) -> str:
        """What an archive clerk has to know beside the pages."""
        said = [f"嵌入{self.embedded}个文件"] if self.embedded else []
        return "，".join([*said, *([f"另附{len(self.beside)}个文件"] if self.beside else [])])


def catalogue(plan: ArchivePlan, units: Sequence[Archived], audit_head: str, made_at: datetime) -> SummaryTable:
    """归档文件目录, one line a unit, for the workbook and on paper."""
    rows = tuple(
        (
            *(one.number, plan.bureau, one.unit.document_number, one.unit.title, f"{one.unit.day:%Y%m%d}"),
            *(str(one.pages), one.unit.period, one.remark),
        )
        for one in units
    )
    counts = tuple((f"保管{period}", count) for period, count in _periods(units))
    return SummaryTable(
        title=f"{plan.season}年度{CATALOGUE}",
        bureau=plan.bureau,
        season=plan.season,
        made_on=made_at.date(),
        filled_by=plan.by,
        telephone="",
        headers=tuple(head for head, _, _ in _COLUMNS),
        widths=tuple(width for _, width, _ in _COLUMNS),
        is_text=tuple(is_text for _, _, is_text in _COLUMNS),
        rows=rows,
        totals=(*counts, ("合计", len(units))),
        audit_head=audit_head,
        made_at=made_at,
        called=CATALOGUE,
    )


def note(
    plan: ArchivePlan, units: Sequence[Archived], left_out: Sequence[NotArchived], made_at: datetime, is_outside: bool
) -> str:
    """README: what lies here, how it is checked, what could not go in and why, what was left out for outside."""
    periods = "、".join(f"{period} {count} 件" for period, count in _periods(units))
    lines = [
        f"{plan.season}年度市级标准化试点申报归档文件",
        "",
        f"立档单位：{plan.bureau}",
        f"整理人：{plan.by}　　整理时间：{made_at:%Y-%m-%d %H:%M}",
        f"件数：{len(units)} 件（{periods}）",
        "",
        *sentence("archive.readme").split("\n"),
    ]
    if is_outside:
        lines += ["", "【对外文本】", sentence("archive.outside_note")]
    beside = [(one, name, title, why) for one in units for name, title, why in one.beside]
    if beside:
        lines += ["", "【没有收入 PDF 的文件】"]
        lines += [
            f"{one.number}　{one.unit.intake_number}　{title}：{why}" + (f"，另附为 {name}" if name else "")
            for one, name, title, why in beside
        ]
    if left_out and is_outside:
        lines += ["", sentence("archive.left_out_outside", {"count": len(left_out)})]
    elif left_out:
        lines += ["", "【没有归入的】"]
        lines += [f"{one.intake_number}　{one.project_name}：{one.why}" for one in left_out]
    return "\r\n".join([*lines, ""])


def page(
    plan: ArchivePlan, units: Sequence[Archived], left_out: Sequence[NotArchived], made_at: datetime, is_outside: bool
) -> str:
    """index.html: the catalogue with a link to every file, to be opened by any browser."""
    title = f"{plan.season}年度市级标准化试点申报归档文件"
    outside = f"<p>{escape(sentence('archive.outside_note'))}</p>" if is_outside else ""
    body = [
        f"<h1>{escape(title)}</h1>",
        f"<p>立档单位：{escape(plan.bureau)}　整理：{escape(plan.by)} {made_at:%Y-%m-%d %H:%M}　共 {len(units)} 件</p>",
        outside,
        f"<p>{_link(f'{CATALOGUE}.pdf', CATALOGUE)}　{_link(f'{CATALOGUE}.xlsx', f'{CATALOGUE}（表格）')}"
        f"　{_link(NOTE, '说明')}　{_link(HASHES, '校验值')}</p>",
        _table([head for head, _, _ in _COLUMNS], [_row(plan, one) for one in units]),
    ]
    beside = [[escape(one.number), *_beside(one, *said)] for one in units for said in one.beside]
    if beside:
        body += ["<h2>没有收入 PDF 的文件</h2>", _table(["件号", "文件", "原因", "另附为"], beside)]
    if left_out and is_outside:
        body.append(f"<p>{escape(sentence('archive.left_out_outside', {'count': len(left_out)}))}</p>")
    elif left_out:
        rows = [[escape(text) for text in (one.intake_number, one.project_name, one.why)] for one in left_out]
        body += ["<h2>没有归入的</h2>", _table(["收件编号", "项目名称", "原因"], rows)]
    head = (
        '<!DOCTYPE html>\n<html lang="zh-CN"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
        f"<title>{escape(title)}</title><style>{_STYLE}</style></head>\n<body>"
    )
    return "\n".join([head, *body, "</body></html>", ""])


def _row(plan: ArchivePlan, one: Archived) -> list[str]:
    unit = one.unit
    words = [one.number, plan.bureau, unit.document_number]
    after = [f"{unit.day:%Y-%m-%d}", str(one.pages), unit.period, one.remark]
    return [*map(escape, words), _link(one.file, unit.title), *map(escape, after)]


def _beside(one: Archived, name: str, title: str, why: str) -> list[str]:
    folder = one.file.removesuffix(".pdf")
    return [escape(title), escape(why), _link(f"{folder}-另附/{name}", name) if name else ""]


def _link(path: str, words: str) -> str:
    return f'<a href="{escape(quote(path))}">{escape(words)}</a>'


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Cells are markup already."""
    head = "".join(f"<th>{escape(one)}</th>" for one in heads)
    lines = ["<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows]
    return f"<table><thead><tr>{head}</tr></thead><tbody>\n" + "\n".join(lines) + "\n</tbody></table>"


def _periods(units: Sequence[Archived]) -> list[tuple[str, int]]:
    """How many units of each period there are, the longest first."""
    years = sorted({one.unit.years for one in units}, reverse=True)
    counted = [[one for one in units if one.unit.years == each] for each in years]
    return [(some[0].unit.period, len(some)) for some in counted]
