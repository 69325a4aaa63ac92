"""Values for documents in the tests, and how other programs read what was printed: everything invented."""

from __future__ import annotations

import io
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from typing import Any

import pdfplumber
import pypdfium2

from reviewer_app.domain.documents import DocumentKind
from reviewer_app.services.ports.papers import DocumentValues
from reviewer_app.services.ports.records import SummaryTable

MM = 72 / 25.4
#: Where the office is; a moment without a zone is this machine's.
SHANGHAI = timezone(timedelta(hours=8))
HEAD = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
#: The sixteen points of the checklist in short.
POINTS = (
    *(("二（一）", title) for title in ("在本市登记注册", "信用状况良好")),
    *(("二（二）", title) for title in ("行业影响力较强", "有标准化工作基础", "设有机构", "配有人员", "负责人重视")),
    ("二（三）", "综合标准化试点的主体符合要求"),
    ("二（四）", "不限于内部管理的标准化"),
    *(("二（五）", title) for title in ("符合产业政策", "近三年无通报、处罚和曝光", "近三年无重大事件")),
    *(("三（一）", "属于重点方向"), ("三（二）", "可形成标准成果"), ("三（三）", "带动行业或区域水平")),
    ("三（四）", "主管部门同意并协助推广"),
)
OPINION = "经核对，该单位依法在本市登记注册，信用良好，设有标准化管理部门并配备专职标准化人员两名，具备较好的工作基础。"


#: What of a recommendation is no field of its template, and how the values call it.
_OWN = {"document_number": "number", "bureau": "unit", "signed_on": "day"}
_PLAIN = ("case", "audit_head", "is_draft", "reprint", "made_at")


def case_values(**changes: Any) -> DocumentValues:
    """A complete recommendation, with some values changed: fields and tables of its template, or values of its own."""
    values = _usual() | changes
    tables = {name: values.pop(name) for name in ("facts", "checklist")}
    own = {called: values.pop(name) for name, called in _OWN.items()}
    own |= {name: values.pop(name) for name in _PLAIN if name in values}
    case = f"{values['intake_number']} {values['project_name']}"
    return DocumentValues(DocumentKind.RECOMMENDATION, **{"case": case, **own}, fields=values, tables=tables)


def _usual() -> dict[str, Any]:
    return {
        "intake_number": "2024-示-0001",
        "document_number": "沪示例标荐〔2024〕1号",
        "notice": "《关于开展2024年度市级标准化试点工作的通知》（沪市监标技〔2024〕130号）",
        "bureau": "上海市示例区市场监督管理局",
        "project_name": "社区嵌入式养老服务标准化试点",
        "facts": (
            ("项目名称", "社区嵌入式养老服务标准化试点"),
            ("申报单位", "上海示例颐养服务有限公司"),
            ("统一社会信用代码", "91310104MAXX00015W"),
            ("单位性质", "企业"),
            ("项目负责人", "样本甲"),
            ("主管部门", ""),
        ),
        "checklist": tuple((clause, title, "符合", "") for clause, title in POINTS),
        "lookback": "2021-05-08 至 2024-05-08（自网上提交之日起算）",
        "opinion_text": OPINION,
        "outcome": "推荐",
        "proposed_class": "重点项目",
        "asked_class": "重点",
        "handler": "示例甲",
        "head": "示例乙",
        "signed_on": date(2024, 5, 19),
        "contact": "胡伟　64220000 转 2525",
        "is_self_approved": "",
        "audit_head": HEAD,
        "pack": "sh-2024 第1版 0123456789ab",
        "address": "上海市市场监督管理局（肇嘉浜路301号，200032）",
        "made_at": datetime(2024, 5, 21, 15, 2, 33, tzinfo=SHANGHAI),
    }


def summary_of(rows: Sequence[tuple[str, ...]], **changes: Any) -> SummaryTable:
    """A summary of four columns: number, project, code, telephone."""
    values: dict[str, Any] = {
        "title": "2024年度上海市标准化试点项目推荐汇总表",
        "bureau": "上海市示例区市场监督管理局",
        "season": "2024",
        "made_on": date(2024, 5, 9),
        "filled_by": "示例甲",
        "telephone": "64220000",
        "headers": ("序号", "项目名称", "统一社会信用代码", "联系电话"),
        "widths": (6.0, 40.0, 22.0, 16.0),
        "is_text": (False, True, True, True),
        "rows": tuple(rows),
        "totals": (("合计", len(rows)), ("重点项目", 0)),
        "audit_head": HEAD,
    }
    return SummaryTable(**(values | changes))


@dataclass(frozen=True, slots=True)
class Seen:
    """A line of text as pdfplumber sees it: page, left and right end, top and bottom of the type, baseline; in mm."""

    page: int
    x0: float
    x1: float
    top: float
    bottom: float
    text: str
    size: float
    base: float

    @property
    def middle(self) -> float:
        """The middle of the line from left to right."""
        return (self.x0 + self.x1) / 2


def seen_lines(content: bytes) -> list[Seen]:
    """Every line of text with its place in mm from the upper left corner."""
    found: list[Seen] = []
    with pdfplumber.open(io.BytesIO(content)) as pdf:
        for number, page in enumerate(pdf.pages, 1):
            for line in page.extract_text_lines(strip=True, return_chars=True):
                x0, x1, top, bottom = (line[key] / MM for key in ("x0", "x1", "top", "bottom"))
                base = (float(page.height) - line["chars"][0]["matrix"][5]) / MM
                found.append(Seen(number, x0, x1, top, bottom, line["text"], line["chars"][0]["size"], base))
    return found


def line_with(content: bytes, text: str) -> Seen:
    """The first line that holds a text."""
    return next(line for line in seen_lines(content) if text in line.text)


def poppler_text(content: bytes) -> str:
    """What poppler's pdftotext copies out, without white space."""
    done = subprocess.run(["pdftotext", "-", "-"], input=content, capture_output=True, check=True)
    return "".join(done.stdout.decode().split())


def plumber_text(content: bytes) -> str:
    """What pdfplumber copies out, without white space."""
    with pdfplumber.open(io.BytesIO(content)) as pdf:
        return "".join("".join((page.extract_text() or "").split()) for page in pdf.pages)


def pdfium_text(content: bytes) -> str:
    """What pdfium (the reader inside browsers) copies out, without white space."""
    pdf = pypdfium2.PdfDocument(content)
    try:
        return "".join("".join(page.get_textpage().get_text_bounded().split()) for page in pdf)
    finally:
        pdf.close()


def page_count(content: bytes) -> int:
    """How many pages the document has."""
    pdf = pypdfium2.PdfDocument(content)
    try:
        return len(pdf)
    finally:
        pdf.close()


def page_image(content: bytes, number: int, dpi: int) -> Any:
    """A page as a picture (PIL), numbered from 1."""
    pdf = pypdfium2.PdfDocument(content)
    try:
        return pdf[number - 1].render(scale=dpi / 72).to_pil().convert("RGB")
    finally:
        pdf.close()
