"""The recommendation from its template looks as it did when it was drawn by hand, pixel by pixel."""

from __future__ import annotations

from typing import Any

import pytest
from PIL import ImageChops

from reviewer_app.domain.batch import SealStyle
from reviewer_app.domain.documents import DocumentKind
from reviewer_app.outputs.page.typeset import Typesetter
from reviewer_app.outputs.papers.composing import document_pdf
from reviewer_app.outputs.papers.maker import DocumentPress
from reviewer_app.outputs.papers.templates import shipped_template
from reviewer_app.services.ports.papers import DocumentValues
from reviewer_app.services.ports.records import RecommendationValues
from support import printed
from support.printed import OPINION, POINTS, case_values

FACTS = tuple((f"第{place}项", "社区嵌入式养老服务标准化试点项目的内容") for place in range(9))
LONG = tuple((clause, title, "符合", "现场查看了标准化管理部门的设置文件与人员任命书") for clause, title in POINTS)
NAME = "上海示例" + "".join(chr(0x4E00 + place) for place in range(56))


def as_document(values: RecommendationValues) -> DocumentValues:
    """The same values by the names of the template."""
    told = {
        name: getattr(values, name)
        for name in shipped_template("recommendation").fields.keys() | {"lookback", "proposed_class"}
    }
    return DocumentValues(
        kind=DocumentKind.RECOMMENDATION,
        unit=values.bureau,
        day=values.signed_on,
        number=values.document_number,
        fields={**told, "is_self_approved": "是" if values.is_self_approved else ""},
        tables={"facts": values.facts, "checklist": values.checklist},
        audit_head=values.audit_head,
        is_draft=values.is_draft,
        reprint=values.reprint,
        made_at=values.made_at,
    )


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"is_draft": True, "reprint": 2},
        {"opinion_text": OPINION * 6},
        {"opinion_text": ""},
        {"checklist": (), "outcome": "不予推荐"},
        {"checklist": LONG, "facts": FACTS, "is_self_approved": True},
        {"checklist": LONG * 3, "facts": FACTS * 4, "opinion_text": "第一段。\n第二段。"},
        {"project_name": NAME, "bureau": NAME, "facts": (("项目名称", NAME), ("短", "短"), ("申报单位", NAME))},
        {"document_number": "", "proposed_class": "", "outcome": "推荐"},
        *({"opinion_text": OPINION * times, "checklist": LONG[:rows]} for times, rows in ((1, 9), (2, 13), (3, 14))),
    ],
)
def test_the_template_s_sheet_is_the_former_one(
    press: DocumentPress, setter: Typesetter, changes: dict[str, Any]
) -> None:
    """Every page of both engines, rastered at 100 dpi, differs in no pixel."""
    values = case_values(**changes)
    former = press.recommendation(values, SealStyle.SAMPLE)
    content = document_pdf(setter, shipped_template("recommendation"), as_document(values), SealStyle.SAMPLE)
    assert printed.page_count(content) == printed.page_count(former)
    for page in range(1, printed.page_count(former) + 1):
        pictures = (printed.page_image(one, page, 100) for one in (former, content))
        assert ImageChops.difference(*pictures).getbbox() is None, page
