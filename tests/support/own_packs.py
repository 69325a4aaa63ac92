"""Whole packs of other notices, invented: each differs in kind from the shipped one, not in words alone."""

from __future__ import annotations

from collections.abc import Sequence

_FIELDS = {
    "project_name": "项目名称",
    "applicant": "申报单位",
    "credit_code": "统一社会信用代码",
    "filed_on": "网上提交日期",
}
_OPINION = """
[opinion]
opening = "经审核，"
met_with_reason = "需说明：{found}；"
key_not_met = "{found}，"
not_met = "不符合：{found}。"
recommend_key = "建议作为{class}推荐。"
recommend_general = "建议作为{class}推荐。"
decline = "建议不予推荐。"
return_for_correction = "建议退回补正。"
transfer = "建议转送。"
"""


def field_text(
    field_id: str, label: str, kind: str = "text", choices: Sequence[str] = (), required: bool = False
) -> str:
    """One field's table."""
    listed = f"choices = {list(choices)!r}\n".replace("'", '"') if choices else ""
    needed = "required = true\n" if required else ""
    return (
        f'[[fields]]\nid = "{field_id}"\nlabel = "{label}"\nsection = "申报表"\nkind = "{kind}"\n{listed}{needed}'
        "compared = true\n"
    )


def _check(check_id: str, operator: str, fields: Sequence[str], message: str, rest: str = "") -> str:
    named = f"fields = {list(fields)!r}\n".replace("'", '"') if fields else ""
    return (
        f'[[checks]]\nid = "{check_id}"\noperator = "{operator}"\nseverity = "block"\nclause = "一"\n{named}'
        f'message = "{message}"\n{rest}'
    )


def _rule(rule_id: str, title: str, rest: str = "") -> str:
    return (
        f'[[rules]]\nid = "{rule_id}"\ngroup = "{rule_id[0]}"\nclause = "一"\ntitle = "{title}"\npoint = "{title}。"\n'
        f'force = "block"\nevidence = "材料"\ndefect = "请补充{title}的材料。"\n{rest}'
    )


def whole_pack(
    name: str,
    year: int,
    *,
    classes: Sequence[str],
    sectors: Sequence[str],
    contacts: str,
    limits: str,
    key: Sequence[str] = (),
    fields: str = "",
    rules: str = "",
    checks: str = "",
    rest: str = "",
) -> str:
    """A pack's text of the fewest parts there can be, and the parts of its own."""
    listed = {
        one: str(list(value)).replace("'", '"') for one, value in (("sectors", sectors), ("key", key), ("c", classes))
    }
    head = (
        f'id = "{name}-{year}"\nversion = "1"\nseason = "{year}"\ntitle = "{year}年度{name}"\n'
        f'notice = "关于开展{year}年度{name}工作的通知"\nnumber = "示例〔{year}〕8号"\nissued_on = {year}-02-10\n'
        f"sectors = {listed['sectors']}\n[limits]\n{limits}\n"
        f'[classes]\nkey = {listed["key"]}\ngeneral = "{classes[0]}"\n'
        '[address]\nrecipient = "上海示例收件处"\nstreet = "示例路8号"\npostcode = "200000"\n'
    )
    form = "".join(
        field_text(one, label, {"filed_on": "date", "credit_code": "code"}.get(one, "text"), required=True)
        for one, label in _FIELDS.items()
    )
    form += field_text("project_class", "申报类型", "choice", classes, required=True)
    form += '[[fields]]\nid = "sector"\nlabel = "行业"\nsection = "申报表"\nkind = "choice"\nchoices_from = "sectors"\n'
    groups = '[[groups]]\nid = "A"\ntitle = "条件"\nclause = "一"\nkind = "eligibility"\n'
    asked = _rule("A1", "依法登记") + rules
    own = _check("required.missing", "required", (), "“{label}”未填写。") + checks
    own += _check("deadline.late", "date_after_deadline", ["filed_on"], "{value}晚于{deadline}。")
    summary = '[[summary]]\nheader = "项目"\nvalue = "project_name"\nwidth = 20\n'
    return "\n".join((head, form + fields, contacts, groups, asked, own, summary, _OPINION, rest))


def contact(name: str, sectors: Sequence[str], phone: str = "60000000", extension: str = "") -> str:
    """One contact's table."""
    listed = str(list(sectors)).replace("'", '"')
    return (
        f'[[contacts]]\nname = "{name}"\nphone = "{phone}"\nextension = "{extension}"\nsectors = {listed}\n'
        'clause = "四"\n'
    )


_OVER = "该单位申报了{count}项，最多{most}项{class}。"

#: 国家级: levels for classes, each with days and a term of its own; 36 months, six copies, no extension, no years.
NATIONAL = whole_pack(
    "国家级标准化试点",
    2025,
    classes=("培育", "国家级", "示范区"),
    key=("国家级", "示范区"),
    sectors=("农业", "工业", "服务业", "社会事业"),
    contacts=contact("示例甲", ("农业", "工业")) + contact("示例乙", ("服务业", "社会事业"), "", "8001"),
    limits=(
        "applicant_deadline = 2025-06-30\nsending_deadline = 2025-07-15\nterm_months = 36\ncopies_required = 6\n"
        '[[limits.by_class]]\nclass = "国家级"\napplicant_deadline = 2025-05-31\nsending_deadline = 2025-06-20\n'
        '[[limits.by_class]]\nclass = "示范区"\napplicant_deadline = 2025-04-30\nterm_months = 60\n'
    ),
    fields=field_text("plan_start", "起", "date") + field_text("plan_end", "止", "date"),
    checks=_check("dates.term", "dates_term", ("plan_start", "plan_end"), "应为{months}个月，到{expected}。"),
)
#: 服务业: at most five projects a unit, two of them 示范; years counted back; a form field of its own for its levels.
SERVICES = whole_pack(
    "服务业标准化试点",
    2026,
    classes=("一般", "示范"),
    key=("示范",),
    sectors=("商贸", "物流", "家政", "养老", "文旅", "会展"),
    contacts=contact("示例丙", ("商贸", "物流", "家政", "养老", "文旅", "会展"), "60000000", "12"),
    limits=(
        "applicant_deadline = 2026-03-31\nsending_deadline = 2026-04-30\nterm_months = 24\nextension_months = 12\n"
        'copies_required = 2\ncopies_to_send = 1\nlookback_years = 2\nlookback_from = "filed_on"\n'
        'most_per_applicant = 5\n[[limits.by_class]]\nclass = "示范"\nmost_per_applicant = 2\n'
    ),
    fields=field_text("level", "服务等级", "choice", ("一级", "二级", "三级"), required=True),
    rules=_rule("A2", "近两年无处罚", "needs_lookup = true\nhas_lookback = true\n")
    + _rule("A3", "等级材料", '[[rules.scope]]\nfield = "level"\none_of = ["一级"]\n'),
    checks=_check("unit.too_many", "over_quantity", ["applicant"], _OVER),
)
#: A district's own: one class, one sector, one copy, one project a unit, a few months, and no word of key projects.
DISTRICT = whole_pack(
    "示例区标准化培育项目",
    2027,
    classes=("培育项目",),
    sectors=("全区",),
    contacts=contact("示例丁", ("全区",), "", "内线 3"),
    limits=(
        "applicant_deadline = 2027-02-28\nsending_deadline = 2027-02-28\nterm_months = 6\ncopies_required = 1\n"
        "most_per_applicant = 1\n"
    ),
    checks=_check("quantity", "over_quantity", ["applicant"], _OVER),
)
#: Two persons a sector, counted from the deadline, points scored, copies kept here; over the turn of the year.
TURN_OF_YEAR = whole_pack(
    "长三角标准化试点",
    2028,
    classes=("单独申报", "联合申报"),
    key=("联合申报",),
    sectors=("示范区", "其他地区"),
    contacts=contact("示例戊", ("示范区",), extension="1") + contact("示例己", ("示范区", "其他地区"), extension="2"),
    limits=(
        "applicant_deadline = 2028-12-31\nsending_deadline = 2029-01-31\nterm_months = 18\nextension_months = 3\n"
        'copies_required = 9\ncopies_to_send = 8\nlookback_years = 5\nlookback_from = "applicant_deadline"\n'
        "review_workdays = 7\n"
    ),
    fields=field_text("partners", "联合单位", "long"),
    rules=_rule("A2", "近五年无事故", "has_lookback = true\n"),
    checks=_check(
        "partners.missing", "required_when", ["partners"], "“{label}”未填写。",
        '[checks.parameters]\nproject_class = ["联合申报"]\n',
    ),
    rest='[[criteria]]\nid = "effect"\ntitle = "协同成效"\nclause = "三"\npoints = 100\nevidence = "材料"\n',
)  # fmt: skip
#: Key points under other letters, for one of three key classes alone; directions of some sectors only.
KEY_POINTS = whole_pack(
    "数字化标准试点",
    2029,
    classes=("入门", "提升", "标杆"),
    key=("提升", "标杆"),
    sectors=("数据", "算法", "平台"),
    contacts=contact("示例庚", ("数据", "算法", "平台"), extension="9"),
    limits=(
        "applicant_deadline = 2029-09-30\nsending_deadline = 2029-10-31\nterm_months = 30\nextension_months = 6\n"
        'copies_required = 4\nsheets_to_send = 3\nparcel_for = "all"\n'
    ),
    fields=field_text("direction", "方向"),
    rules=_rule("B1", "标杆成效", '[[rules.scope]]\nfield = "project_class"\none_of = ["标杆"]\n'),
    checks=_check("direction", "direction_of_sector", ("direction", "sector"), "“{value}”不属于“{sector}”。"),
    rest=(
        '[[groups]]\nid = "B"\ntitle = "标杆条件"\nclause = "二"\nkind = "key"\n'
        '[[directions]]\nname = "数据"\nsectors = ["数据"]\nentries = ["数据要素", "数据安全"]\n'
    ),
)
#: Days on 29 February, a term of ten years, twenty sectors, ninety-nine projects.
WIDE = whole_pack(
    "标准化综合改革试点",
    2032,
    classes=tuple(f"第{number}类" for number in range(1, 13)),
    key=("第2类",),
    sectors=tuple(f"行业{number}" for number in range(1, 21)),
    contacts="".join(contact(f"示例{number}", (f"行业{number}",), extension=str(number)) for number in range(1, 21)),
    limits=(
        "applicant_deadline = 2032-02-29\nsending_deadline = 2032-02-29\nterm_months = 120\ncopies_required = 15\n"
        "most_per_applicant = 99\n"
        + "".join(
            f'[[limits.by_class]]\nclass = "第{number}类"\napplicant_deadline = 2032-02-{number + 10}\n'
            for number in range(1, 13)
        )
    ),
    checks=_check("too_many", "over_quantity", ["applicant"], _OVER),
)
OWN_PACKS = {
    "国家级": NATIONAL,
    "服务业": SERVICES,
    "区级": DISTRICT,
    "长三角": TURN_OF_YEAR,
    "数字化": KEY_POINTS,
    "综合改革": WIDE,
}
