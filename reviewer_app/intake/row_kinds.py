"""Which lines below a head are applications: totals, signatures, remarks, examples and repeated heads are not."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta

from reviewer_app.domain.notice import FieldKind, FieldRule
from reviewer_app.domain.values.normalised import parse_date
from reviewer_app.intake.failed_cells import is_error

#: How a line that is no application begins (blanks left out); a real name may begin so too.
_FOOT = re.compile(
    r"^[（(【\[*※]*(?:"
    r"合计|总计|小计|共计|累计|汇总|总数|本页[小合]计|(?:项目|申报|数量|单位)(?:总数|合计|总计)|total"
    r"|(?:本[表页次批单]|以上)?共(?:有|计)?[\d一二三四五六七八九十百]+[件个项家条户份]"
    r"|(?:填表|填报|制表|制单|审核|复核|校对|审批|签发|经办|报送)(?:人|日期|单位|时间|部门|[:：])|推荐(?:单位|部门)|负责人签|联系(?:人|电话)[:：]|日期[:：]|单位负责人[:：]"
    r"|(?:注|备注|说明|附注)[:：\d一]|填[表报写](?:说明|示例|要求)|(?:示例|样例|范例|例)(?:[:：)）】\]]|$)|以上|以下(?:空白|无)"
    r")",
    re.IGNORECASE,
)
#: What leaves no doubt: a total with its number and nothing more, or a word with its colon.
_PLAIN_FOOT = re.compile(
    r"[（(【\[*※]*(?:"
    r"(?:合计|总计|小计|共计|累计|汇总|总数|本页[小合]计|(?:项目|申报|数量|单位)(?:总数|合计|总计)|total)"
    r"(?:[（(][^（()）]{0,12}[)）])?[:：]?[\d,.，共计件个项家条户份人名万元]*[)）】\]]?"
    r"|(?:本[表页次批单]|以上)?共(?:有|计)?[\d一二三四五六七八九十百]+[件个项家条户份](?:(?:申报|项目|试点|单位|企业)?(?:[,，。;；(（].*)?)"
    r"|(?:填表|填报|制表|审核|复核|经办|报送|推荐|单位负责|联系|负责)?(?:人|日期|单位|时间|部门|电话|签字|签名)(?:签[字名章])?[:：].*"
    r"|(?:注|备注|说明|附注|填[表报写](?:说明|示例|要求))[:：\d一].*|(?:示例|样例|范例|例)(?:[:：)）】\]].*)?|以下(?:空白|无(?:正文|内容|数据|记录)).*"
    r"|(?:填表|填报|制表|制单|审核|复核|校对|审批|签发|经办|报送)[:：].*"
    r")",
    re.IGNORECASE,
)
#: What stands behind the word of a total; a name that begins with the word goes on otherwise.
_TOTAL = re.compile(r"^[（(【\[*※]*(?:本页)?(?:合计|总计|小计|共计|累计|汇总|总数)")
_TOTAL_REST = re.compile(
    r"[\d,.，、:：()（）\]】共计合总小有件个项家条户份人名次万千百十亿元数量额金目申报单位企业试点通过受理推荐其中含上本年度页结转余"
    r"一二三四五六七八九零〇两的为是约及与和]*"
)
#: How the name of a project or of a unit ends.
_NAME_END = re.compile(r"(?:标准化试点|试点项目|示范区|有限公司|股份公司|事务所|研究院|研究所|委员会|办事处)$")
#: A signature or a day standing alone in a line.
_SIGNATURE = re.compile(r"盖章|签章|签字|市场监督?管理局$|市场监管局$|^\d{4}年\d{0,2}月\d{0,2}日$|^年月日$")
_LABEL = re.compile(r"^\S{2,10}[:：]")
_COUNT = re.compile(r"^\d+(?:\.0)?\s*[件个项家条户份]?$")
_COUNTED = re.compile(r"^\d+\s*[件个项家条户份]$")
_REMARK = re.compile(r"^(?:[（(【\[].*[)）】\]]|必填|选填|文本|数字|日期)$")
#: How a column is explained below its head: what to write, how long, in which form, who fills it in.
_HINT = re.compile(
    r"(?:[（(【\[]?(?:由?系统|自动)(?:自动)?(?:生成|编号|填写|带出).*|.*(?:必填|选填|[请须需可]填|填写|不填|填数字|下拉|可多选|单选).*"
    r"|(?:格式|如|例如?|示例)[:：].*|例如.*|(?:限|不超过|最多|至多|不少于|约)?\d+个?(?:汉字|字符|字|位)(?:数字|字符|代码|以内|以下|以上|左右)?"
    r"|y{4}.*|年月日|姓名|手机或.*|座机或.*|.*之一|(?:营业执照|公章|法人证书|单位)?全称|与.{1,12}一致.*|有[/／]无|是[/／]否)",
    re.IGNORECASE,
)
_LONGEST_HINT = 40
_SHORTEST_PHONE = 7
#: Kinds of which a value can be right or wrong.
_KINDS = frozenset({FieldKind.CODE, FieldKind.PHONE, FieldKind.NUMBER, FieldKind.DATE, FieldKind.CHOICE})
_CODE = re.compile(r"(?=(?:\D*\d){4})[0-9A-Z〔〕()（）号_/-]{6,}")
_IDENTITY = ("project_name", "applicant", "credit_code", "filing_number")
_LONGEST_HEADER = 80
_CUT = 1e15


def cell_text(cell: object) -> str:
    """A cell as text: a whole number without a tail, a day without midnight, a tick as TRUE.

    A number of more than fifteen digits is shown in powers of ten, as table programs do: its last digits are gone.
    """
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        if abs(cell) >= _CUT:
            return _in_powers(cell)
        return str(int(cell)) if cell.is_integer() else repr(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(" ", "seconds")
    if isinstance(cell, date | time):
        return cell.isoformat()
    if isinstance(cell, int):
        return str(cell) if abs(cell) < _CUT else _in_powers(cell)
    return str(cell) if isinstance(cell, timedelta) else ""


def _in_powers(number: float) -> str:
    mantissa, _, exponent = f"{number:.5E}".partition("E")
    return f"{mantissa.rstrip('0').rstrip('.')}E{exponent}"


def is_foot(row: Sequence[object], values: Mapping[str, str]) -> bool:
    """Whether a line is a total, a signature, a remark, an example; the names of an application outweigh its words."""
    first = next((text for cell in row if (text := "".join(cell_text(cell).split()))), "")
    total = _TOTAL.match(first)
    is_worded = _FOOT.match(first) is not None
    if total is not None and not _TOTAL_REST.fullmatch(first[total.end() :]):
        is_worded = False
    if _only_counts(values):
        return True
    if not is_worded and len(values) > 2:
        return False
    if not is_worded and not _LABEL.match(first):
        return len(values) == 1 and _is_alone(row) and _SIGNATURE.search(first) is not None
    names = {name for name in _IDENTITY if name in values and _is_name(values[name])}
    if _PLAIN_FOOT.fullmatch(first) or not is_worded:
        return len(names) < 2 or (is_worded and "project_name" not in names)
    return len(names) < 2 and not (len(names) == 1 and _NAME_END.search(first))


def _only_counts(values: Mapping[str, str]) -> bool:
    """Whether all that could name an application is a number of them (3家)."""
    said = ["".join(values[name].split()) for name in _IDENTITY if name in values]
    return any(map(_COUNTED.match, said)) and all(map(_COUNT.match, said))


def _is_name(value: str) -> bool:
    """Whether a value may name an application or a unit: no count, no total, no label with its colon."""
    text = "".join(value.split())
    if _COUNT.match(text) or _PLAIN_FOOT.fullmatch(text):
        return False
    return _LABEL.match(text) is None or _NAME_END.search(text) is not None


def repeats_head(row: Sequence[object], texts: Mapping[int, str]) -> bool:
    """Whether a row says the head's own words again (a list printed over several pages)."""
    filled = ((column, cell) for column in texts if column < len(row) and isinstance(cell := row[column], str) and cell)
    first = next(filled, None)
    if first is None or len(first[1]) > _LONGEST_HEADER or " ".join(first[1].split()) != texts[first[0]]:
        return False
    rest = list(filled)
    same = 1 + sum(" ".join(cell.split()) == texts[column] for column, cell in rest)
    return same >= 2 and same * 2 >= len(rest) + 1


def explains_head(row: Sequence[object]) -> bool:
    """Whether the row below a head only numbers the columns (1 2 3 …) or explains them (（必填）（选填）…)."""
    cells = [text for cell in row if (text := cell_text(cell).strip())]
    if cells and all(_REMARK.match(text) for text in cells):
        return True
    numbers = [text.strip("（）()") for text in cells]
    first = int(numbers[:1] == ["1"])
    return len(numbers) >= 3 and numbers == [str(number) for number in range(first, first + len(numbers))]


def hints_at_columns(row: Sequence[object], values: Mapping[str, str], fields: Iterable[FieldRule]) -> bool:
    """Whether the row below a head says how the columns are filled in (限40字以内, 营业执照全称), and is none itself.

    A row with one value that is right for its kind, or with a name that ends as names do, is an application.
    """
    cells = [text for cell in row if (text := cell_text(cell).strip())]
    hints = sum(_is_hint(text) for text in cells)
    names = (values.get(name, "") for name in ("project_name", "applicant"))
    if not hints or any(_NAME_END.search(name) and not _is_hint(name) for name in names):
        return False
    told = [(field, values[field.id]) for field in fields if field.kind in _KINDS and field.id in values]
    if any(_is_right(field, value) for field, value in told):
        # A form may show a day or a number as an example: then nearly every other cell is a hint.
        return hints >= 3 and hints * 3 >= len(cells) * 2
    return bool(told) or hints * 2 >= len(cells)


def _is_hint(text: str) -> bool:
    return len(text) <= _LONGEST_HINT and (_REMARK.match(text) or _HINT.fullmatch(text)) is not None


def _is_right(field: FieldRule, value: str) -> bool:
    """Whether a value is one of its field's kind."""
    match field.kind:
        case FieldKind.CHOICE:
            return value in field.choices
        case FieldKind.DATE:
            return parse_date(value) is not None
        case FieldKind.PHONE:
            return sum(letter.isdecimal() for letter in value) >= _SHORTEST_PHONE
        case FieldKind.NUMBER:
            return value.isdecimal()
    return _CODE.fullmatch(value) is not None


def has_words(row: Sequence[object]) -> bool:
    """Whether a row says more than a serial number and failed formulas."""
    texts = (cell.strip() for cell in row if isinstance(cell, str))
    return any(text and not text.isdecimal() and not is_error(text) for text in texts)


def _is_alone(row: Sequence[object]) -> bool:
    return sum(cell != "" for cell in row) == 1
