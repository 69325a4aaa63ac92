"""The practice season's twelve sheets, read back: each clause of an opinion agrees with the rows above it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import pdfplumber
import pytest

from reviewer_app.demo.documents import make_documents
from reviewer_app.domain.batch import SealStyle
from reviewer_app.services.dispatch.batch_planning import plan_batch
from reviewer_app.services.dispatch.exporting import export_batch
from reviewer_app.wiring import Parts
from support.practice import practice_library

DAY = r"\d{4}年\d{1,2}月\d{1,2}日"
LOOKED_UP = rf".+{DAY}查询：未"
#: What a clause of an opinion claims: the points that must read 符合, and what must stand beside each of them.
CLAIMS: dict[str, tuple[tuple[str, ...], str]] = {
    "该单位依法在本市登记注册": (("依法在本市登记注册",), ""),
    "具有行业影响力和标准化工作基础": (("行业影响力", "标准化工作基础"), ""),
    "设有标准化管理机构和人员": (("标准化管理机构", "专兼职标准化人员"), ""),
    rf"经{DAY}查询": (("信用良好",), LOOKED_UP),
    "信用良好": (("信用良好",), LOOKED_UP),
    rf"(?P<window>{DAY}至{DAY})未查到通报、处罚、曝光和重大事故（{DAY}查询）": (
        ("近三年无通报、处罚、曝光", "近三年无重大事故"),
        LOOKED_UP + r".*（{window}）",
    ),
    "项目符合产业政策": (("符合产业政策",), ""),
    r"项目属于(?P<direction>.+)方向": (("属于重点方向",), ""),
    r"申请表列明预期形成(?P<outputs>.+)": (("重大标准化成果",), ""),
    rf"(?P<department>.+)书面认可并共同推动（(?P<day>{DAY})）": (
        ("主管部门认可并共同推动",),
        "{department}{day}书面意见：同意",
    ),
}
#: The squares of the code at the foot are no table.
LINES = {"vertical_strategy": "lines_strict", "horizontal_strategy": "lines_strict"}
KEY_POINTS = ("属于重点方向", "重大标准化成果", "对行业或区域的促进作用", "主管部门认可并共同推动")
CITED = "《上海市市场监督管理局关于开展2024年度市级标准化试点工作的通知》（沪市监标技〔2024〕130号）"


@dataclass(frozen=True)
class Sheet:
    """One recommendation as another program reads it; of each point the verdict and what it rests on."""

    facts: dict[str, str]
    points: dict[str, tuple[str, str]]
    opinion: str
    conclusion: str

    @property
    def is_all_key(self) -> bool:
        """Whether the four key points read 符合."""
        return all(self.points[title][0] == "符合" for title in KEY_POINTS)


def read_back(file: Path) -> Sheet:
    facts: dict[str, str] = {}
    points: dict[str, tuple[str, str]] = {}
    body = ""
    with pdfplumber.open(file) as pdf:
        for page in pdf.pages:
            for row in (row for table in page.extract_tables(LINES) for row in table):
                cells = [(cell or "").replace("\n", "") for cell in row]
                if re.fullmatch(r"[二三五]（.）", cells[0]):
                    points[cells[1]] = (cells[2], cells[3])
                else:
                    facts.update(zip(cells[::2], cells[1::2], strict=False))
            # The body alone: the foot of a page would cut a clause in two.
            large = page.filter(lambda item: item["object_type"] != "char" or item["size"] > 14.5)
            body += re.sub(r"\s", "", large.extract_text())
    found = re.search(r"推荐意见经初审，(.+?)初审结论：(.+?。)", body)
    assert found is not None, body
    return Sheet(facts, points, found[1], found[2])


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("papers")
    library = practice_library(home / "library")
    try:
        chosen = [choice.application_id for choice in library.read(plan_batch) if choice.is_allowed]
        export_batch(library, Parts().maker, chosen, home / "demo", SealStyle.SAMPLE, lambda *_: None, lambda: False)
        make_documents(library, Parts(), home / "demo")
    finally:
        library.close()
    return home / "demo"


@pytest.fixture(scope="module")
def sheets(papers: Path) -> list[Sheet]:
    return [read_back(file) for file in sorted((papers / "推荐意见").glob("*.pdf"))]


def test_each_clause_stands_on_the_rows_above_it(sheets: list[Sheet]) -> None:
    assert len(sheets) == 12
    said: set[str] = set()
    for sheet in sheets:
        clauses = re.split("[，；。]", re.sub("需说明的情况：.+?；|申报类别为重点，.+?，(?=建议)", "", sheet.opinion))
        for clause in filter(None, clauses[:-2]):
            said.add(holds(clause, sheet))
    assert said == set(CLAIMS), "every clause a recommendation may have is said in one of the sheets"


def holds(clause: str, sheet: Sheet) -> str:
    """Which claim a clause is; its points read 符合 and its evidence stands beside them."""
    claim, found = next((claim, found) for claim in CLAIMS if (found := re.fullmatch(claim, clause)))
    titles, beside = CLAIMS[claim]
    for title in titles:
        verdict, rests_on = sheet.points[title]
        assert verdict == "符合", (clause, title)
        wanted = beside.replace("{window}", "{{window}}") if not found.groupdict() else beside
        for name, value in found.groupdict().items():
            wanted = wanted.replace(f"{{{name}}}", re.escape(value))
        assert re.match(wanted, rests_on), (clause, rests_on)
    if "direction" in found.groupdict():
        assert sheet.facts["领域"].endswith(found["direction"])
    if "outputs" in found.groupdict():
        assert sheet.facts["预期成果"] == found["outputs"]
    return claim


def test_what_is_met_and_grounded_is_not_forgotten(sheets: list[Sheet]) -> None:
    """A sheet whose four key points are met says so, and only such a one recommends as a key project."""
    assert {sheet.is_all_key for sheet in sheets} == {True, False}
    for sheet in sheets:
        asked = sheet.facts["申报类别"]
        proposed = "重点" if sheet.is_all_key else "一般"
        assert sheet.opinion.endswith(f"建议作为{proposed}项目推荐。")
        assert sheet.conclusion == f"建议作为{proposed}项目推荐（申报类别：{asked}）。"
        assert ("共同推动" in sheet.opinion) is sheet.is_all_key


def test_one_key_project_lacks_the_departments_view_and_says_so(sheets: list[Sheet]) -> None:
    (lacking,) = (sheet for sheet in sheets if sheet.points["主管部门认可并共同推动"][0] == "不符合")
    assert lacking.facts["申报类别"] == "重点"
    assert "申报类别为重点，三（四）不符合：主管部门的书面意见尚未收到，建议作为一般项目推荐。" in lacking.opinion


def test_the_line_of_our_own_seal_is_open_and_the_notice_is_cited_whole(sheets: list[Sheet]) -> None:
    for sheet in sheets:
        verdict, beside = sheet.points["推荐部门意见和盖章"]
        assert (verdict, "手填" in beside) in {("", True), ("见印章", False)}
        assert sheet.facts["依据文件"] == CITED


def test_no_paper_says_what_is_for_the_screen_or_claims_too_much(papers: Path) -> None:
    files = sorted(papers.rglob("*.pdf"))
    assert len(files) >= 25
    for file in files:
        with pdfplumber.open(file) as pdf:
            text = re.sub(r"\s", "", "".join(page.extract_text() for page in pdf.pages))
        assert not re.search("待确认|申报书|受理编号|未答|拟按|拟报", text), file.name
    with pdfplumber.open(papers / "documents" / "correction-notice.pdf") as pdf:
        notice = re.sub(r"\s", "", "".join(page.extract_text() for page in pdf.pages))
    assert CITED in notice
    assert "日前（含当日，自本通知之日起10个工作日）" in notice
