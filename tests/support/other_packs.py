"""Packs of other seasons that differ from the shipped one in shape: invented, made from its text."""

from __future__ import annotations

import re

from reviewer_resources import text as resource_text

SHIPPED = resource_text("notices", "sh-2024.toml")


def changed(*changes: tuple[str, str], text: str = SHIPPED) -> str:
    """A pack's text with parts replaced wherever they stand; every one must be there."""
    for before, after in changes:
        assert before in text, before
        text = text.replace(before, after)
    return text


def newer(version: str = "4", *changes: tuple[str, str]) -> str:
    """The shipped pack in another version."""
    return changed(('version = "3"', f'version = "{version}"'), *changes)


def _of_season(year: str, *changes: tuple[str, str]) -> str:
    return changed(
        ('id = "sh-2024"\nversion = "3"\nseason = "2024"', f'id = "sh-{year}"\nversion = "1"\nseason = "{year}"'),
        ("issued_on = 2024-03-29", f"issued_on = {year}-03-20"),
        ("applicant_deadline = 2024-05-31", f"applicant_deadline = {year}-05-29"),
        ("sending_deadline = 2024-05-31", f"sending_deadline = {year}-06-10"),
        *changes,
    )


def _without_rules(text: str, prefix: str) -> str:
    """Without the points, clauses and group of one letter."""
    marks = {"rules": f'id = "{prefix}', "opinion.clauses": f'points = ["{prefix}', "groups": f'id = "{prefix}"'}
    tables = re.split(r"(?=^\[\[(?!rules\.scope)|^# -)", text, flags=re.M)
    gone = [one for one in tables for head, mark in marks.items() if one.startswith(f"[[{head}]]") and mark in one]
    return "".join(one for one in tables if one not in gone)


#: Two persons for one sector, one sector gone and another come, years counted back from the deadline, six copies.
SECTORS = _of_season(
    "2025",
    ('"农业农村", "国际标准化"]', '"农业农村", "低空经济"]'),
    ('"国际标准化领域" = "国际标准化"', '"低空经济领域" = "低空经济"'),
    ('sectors = ["国际标准化"]', 'sectors = ["低空经济"]'),
    ('sectors = ["生态绿色"]\nclause', 'sectors = ["生态绿色", "制造业"]\nclause'),
    ('lookback_from = "filed_on"', 'lookback_from = "applicant_deadline"'),
    ("copies_required = 3", "copies_required = 6\ncopies_to_send = 4"),
)

#: Three classes of other names with days of their own, two of them key ones; a sentence that names the class.
CLASSES = _of_season(
    "2026",
    ('choices = ["一般", "重点"]', 'choices = ["培育类", "示范类", "引领类"]'),
    ('= "一般"\n', '= "培育类"\n'),
    ('= "重点"\n', '= "示范类"\n'),
    ('one_of = ["重点"]', 'one_of = ["示范类", "引领类"]'),
    ('project_class = ["重点"]', 'project_class = ["示范类", "引领类"]'),
    ('recommend_key = "建议作为重点项目推荐。"', 'recommend_key = "建议作为{class}推荐。"'),
    ('recommend_general = "建议作为一般项目推荐。"', 'recommend_general = "建议作为{class}推荐。"'),
    (
        "\n[address]",
        '\n[[limits.by_class]]\nclass = "引领类"\napplicant_deadline = 2026-04-30\nsending_deadline = 2026-05-08\n'
        '\n[classes]\nkey = ["示范类", "引领类"]\ngeneral = "培育类"\n\n[address]',
    ),
    ('lookback_from = "filed_on"', 'lookback_from = "today"'),
)

#: No key points at all: a key project is one because it asks to be.
WITHOUT_KEY_POINTS = _without_rules(
    _of_season("2027", ('lookback_from = "filed_on"', 'lookback_from = "plan_start"')), "K"
)

_CRITERIA = (
    ("influence", "行业影响", "二（二）", 10),
    ("output", "标准成果", "三（二）", 20),
    ("effect", "示范带动", "三（三）", 30),
)
#: Criteria by which cases are compared, invented: the shipped notice gives no points.
WITH_CRITERIA = newer("4") + "".join(
    f'\n[[criteria]]\nid = "{one}"\ntitle = "{title}"\nclause = "{clause}"\npoints = {points}\n'
    f'evidence = "申请表相应栏目及附件"\n'
    for one, title, clause, points in _CRITERIA
)
