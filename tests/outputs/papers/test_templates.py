"""Templates are typed data: whatever is wrong with one, or lacks in the values, is named by file, key and reason."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from reviewer_app.domain.documents import DocumentKind
from reviewer_app.domain.errors import TroubleError
from reviewer_app.outputs.papers.template_maker import TemplateMaker
from reviewer_app.outputs.papers.templates import check_values, load_template, shipped_template
from reviewer_resources import text
from reviewer_resources.phrases import sentence
from support.papers import KINDS, paper

NOTICE = text("templates", "correction-notice.toml")
SHEET = text("templates", "recommendation.toml")


@pytest.mark.parametrize("kind", KINDS)
def test_every_shipped_template_is_read_and_asks_for_what_the_office_gives(kind: DocumentKind) -> None:
    """Each kind has a template of its own name and version, with the meaning of every field."""
    template = shipped_template(kind.value)
    assert template.kind == kind.value
    assert template.version >= 1
    assert all(re.search(r"[\u3400-\u9fff]", meaning) for meaning in template.fields.values())
    check_values(template, paper(kind))


@pytest.mark.parametrize(
    ("wrong", "right", "key", "reason"),
    [
        ('block = "salutation"', 'block = "greeting"', "blocks[2].block", "没有“greeting”这种内容块"),
        ('text = "{applicant}："', 'text = "{aplicant}："', "blocks[2]", "“{aplicant}”不是字段名或列名"),
        ('text = "{applicant}："', 'text = "{applicant："', "blocks[2]", "花括号不成对"),
        ('text = "{applicant}："', 'text = "{applicant}："\nsize = 3', "blocks[2].size", "没有这一键"),
        ('table = "defects"', 'table = "faults"', "blocks[4].table", "没有“faults”这张表"),
        ("{补正要求}", "{要求}", "blocks[4]", "“{要求}”不是字段名或列名"),
        ('when = "hand_in"', 'when = "handed"', "blocks[8].when", "没有“handed”这一字段或表"),
        ("version = 2", "version = 0", "version", "应为大于零的整数"),
        ('style = "official"', 'style = "poster"', "style", "没有“poster”这种版式"),
        ('season = "年度，如 2024"', "season = 2024", "fields.season", "应为文字"),
        ("[optional]", "[fields", "第17行", "不是正确的 TOML 文本"),
        ('kind = "correction-notice"\n', "", "kind", "缺少这一项"),
    ],
)
def test_a_broken_template_is_refused_by_file_key_and_reason(wrong: str, right: str, key: str, reason: str) -> None:
    """The sentence leads to the very line."""
    assert wrong in NOTICE
    with pytest.raises(TroubleError) as refused:
        load_template(NOTICE.replace(wrong, right, 1), "补正通知.toml")
    said = sentence(refused.value.code, refused.value.values)
    assert refused.value.code == "template.broken"
    assert "补正通知.toml" in said
    assert key in said
    assert reason in said


@pytest.mark.parametrize(
    ("wrong", "right", "key", "reason"),
    [
        ('when = "outcome=推荐"', 'when = "result=推荐"', "blocks[7].when", "没有“result”这一字段或表"),
        ('when = "outcome=推荐"', 'when = "facts=推荐"', "blocks[7].when", "没有“facts”这一字段或表"),
        ('["outcome=推荐", "proposed_class"]', '["outcome=推荐", "class"]', "blocks[11].when", "没有“class”这一字段"),
        ('["outcome=推荐", "proposed_class"]', "[]", "blocks[11].when", "列表不能为空"),
        ("level = 1\nnumbered", "level = 2\nnumbered", "blocks[2].numbered", "只有第一层标题"),
        ("[28, 50, 28, 50]", "[28, 50]", "blocks[3].widths", "四个列宽"),
        ('subject = "{notice}"', 'subject = "{rules}"', "subject", "“{rules}”不是字段名"),
        ("规则 {pack}", "规则 {rules}", "foot", "“{rules}”不是字段名"),
        ('label = "收件编号"\n', "", "foot.label", "缺少这一项"),
        ('label = "收件编号"\n', 'label = "收件编号"\nsize = 3\n', "foot.size", "没有这一键"),
    ],
)
def test_conditions_captions_and_feet_are_checked_too(wrong: str, right: str, key: str, reason: str) -> None:
    """What only the recommendation asks of a template is refused as clearly."""
    assert wrong in SHEET
    with pytest.raises(TroubleError) as refused:
        load_template(SHEET.replace(wrong, right, 1), "推荐意见.toml")
    said = sentence(refused.value.code, refused.value.values)
    assert refused.value.code == "template.broken"
    assert key in said
    assert reason in said


def test_missing_and_unknown_values_are_named(maker: TemplateMaker) -> None:
    """Nothing is printed with a gap, and nothing that was given is dropped in silence."""
    usual = paper(DocumentKind.CORRECTION_NOTICE)
    without = {name: value for name, value in usual.fields.items() if name != "due_day"}
    more = {**usual.fields, "due_date": "2024年5月27日"}
    short = {"defects": (("五（二）", "缺章"),)}
    cases = [
        (replace(usual, fields=without), "template.missing_field", ("due_day", "补正的最后一日")),
        (replace(usual, fields=more), "template.unknown_field", ("due_date", "due_day")),
        (replace(usual, tables={}), "template.missing_table", ("defects", "条款、问题、补正要求")),
        (replace(usual, tables={**usual.tables, "more": ()}), "template.unknown_table", ("more", "defects")),
        (replace(usual, tables=short), "template.bad_row", ("defects", "第1行应有3列，给出了2列")),
    ]
    for broken, code, words in cases:
        with pytest.raises(TroubleError) as refused:
            maker.document(broken, "circle")
        said = sentence(refused.value.code, refused.value.values)
        assert refused.value.code == code
        assert all(word in said for word in words)


def test_a_kind_without_template_is_refused_by_its_name(maker: TemplateMaker) -> None:
    """What is laid over other people's pages has no template; asking for one says so."""
    with pytest.raises(TroubleError) as refused:
        maker.document(paper(DocumentKind.CALIBRATION), "circle")
    assert "套打校准页" in sentence(refused.value.code, refused.value.values)
