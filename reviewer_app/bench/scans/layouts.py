"""Forms as applicants lay them out, drawn as pictures: tables, lines, boxes, labels beside or above their values."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import manimgx_fonts_cjk
from PIL import Image, ImageDraw, ImageFont
from pylopdf_fonts_zh_cn import serif_path

DPI = 200
_WIDE, _HIGH = 1654, 2339
_INK = (25, 25, 30)
#: Beside the wheels' own letters those that many machines have.
_FURTHER = (Path("/usr/share/fonts/truetype/lxgw-wenkai/LXGWWenKai-Regular.ttf"),)

#: Label → what the key says; what is written on the form otherwise stands in `_WRITTEN`.
FORM: dict[str, str] = {
    "项目名称": "社区智慧助餐服务标准化试点",
    "申报单位": "上海示例懿堃养老服务有限公司",
    "参加单位": "上海示例懿堃餐饮管理有限公司",
    "统一社会信用代码": "91310104MAXX00015W",
    "单位性质": "企业",
    "注册地址": "上海市示例路1288号3幢201室",
    "所在区": "徐汇区",
    "法定代表人": "样本丙",
    "行业主管部门": "示例区民政局",
    "项目类别": "一般",
    "领域": "公共服务",
    "重点方向": "养老服务",
    "网上申报编号": "SH2024017530942",
    "网上提交日期": "2024-05-16",
    "计划开始日期": "2024-07-01",
    "计划结束日期": "2026-06-30",
    "标准化管理机构": "质量与标准化部",
    "专职标准化人员数": "3",
    "兼职标准化人员数": "11",
    "项目负责人": "样本丁",
    "联系人": "样本戊",
    "联系电话": "021-64220178",
    "手机": "13800001589",
    "电子邮箱": "biaozhun@example.com",
    "试点目标": "建立覆盖配餐、送餐、就餐和评价全过程的服务标准体系，形成可复制可推广的经验。",
    "预期成果": "地方标准1项、团体标准2项",
}
#: Kinds of which nothing wrong may pass for sure.
EXACT = ("统一社会信用代码", "编号", "日期", "人员数", "电话", "手机")
_WRITTEN = {
    "网上提交日期": "2024年5月16日",
    "计划开始日期": "2024.07.01",
    "计划结束日期": "2026/6/30",
}
_TICKED = {
    "单位性质": "☑企业　□机关　□事业单位　□社会团体　□民办非企业单位　□其他",
    "项目类别": "☑一般　□重点",
}


@cache
def font(size: int, number: int = 0) -> ImageFont.FreeTypeFont:
    """One of the letters of this machine, so many dots high."""
    own = next(Path(str(manimgx_fonts_cjk.__file__)).parent.rglob("*.?t?"))
    files = [Path(str(serif_path())), own, *(one for one in _FURTHER if one.is_file())]
    return ImageFont.truetype(str(files[number % len(files)]), size)


@dataclass(slots=True)
class Sheet:
    """A page being drawn, from the top down."""

    picture: Image.Image
    letters: ImageFont.FreeTypeFont
    y: int = 240

    @property
    def draw(self) -> ImageDraw.ImageDraw:
        """The pen."""
        return ImageDraw.Draw(self.picture)

    def text(self, x: int, y: int, words: str, letters: ImageFont.FreeTypeFont | None = None) -> None:
        """Words in a line."""
        self.draw.text((x, y), words, fill=_INK, font=letters or self.letters)

    def box(self, left: int, top: int, right: int, bottom: int) -> None:
        """A cell's frame."""
        self.draw.rectangle((left, top, right, bottom), outline=_INK, width=2)

    def cell(self, left: int, right: int, height: int, words: str) -> None:
        """A cell of the row under the pen, its words broken into lines."""
        self.box(left, self.y, right, self.y + height)
        lines = _broken(words, self.letters, right - left - 24)
        line = self.letters.size * 1.35
        top = self.y + (height - line * len(lines)) / 2
        for number, one in enumerate(lines):
            self.text(left + 12, round(top + number * line), one)


def _broken(words: str, letters: ImageFont.FreeTypeFont, width: float) -> list[str]:
    lines = [""]
    for letter in words:
        if letters.getlength(lines[-1] + letter) > width:
            lines.append("")
        lines[-1] += letter
    return lines


def _sheet(size: int = 29, number: int = 0) -> Sheet:
    sheet = Sheet(Image.new("RGB", (_WIDE, _HIGH), (252, 252, 250)), font(int(size), number))
    title = font(44, number)
    sheet.text(round((_WIDE - title.getlength("标准化试点项目申请表")) / 2), 130, "标准化试点项目申请表", title)
    return sheet


def _written(label: str) -> str:
    return _WRITTEN.get(label, FORM[label])


def _rows(labels: Sequence[str], across: int) -> Iterator[Sequence[str]]:
    """Labels in rows; what is long has a row of its own."""
    row: list[str] = []
    for label in labels:
        is_long = len(FORM[label]) > 22 or label in _TICKED
        if row and (is_long or len(row) == across):
            yield row
            row = []
        row.append(label)
        if is_long:
            yield row
            row = []
    if row:
        yield row


def table_of_pairs() -> Image.Image:
    """Two pairs a row, in another order than ours, boxes to be ticked among them."""
    sheet = _sheet()
    for row in _rows(list(reversed(FORM)), 2):
        width = 1400 // len(row)
        for place, label in enumerate(row):
            left = 127 + place * width
            sheet.cell(left, left + 250, 92, label)
            sheet.cell(left + 250, left + width, 92, _TICKED.get(label, _written(label)))
        sheet.y += 92
    return sheet.picture


def lines_with_rules() -> Image.Image:
    """Labels set flush right with a colon, the values on ruled lines."""
    sheet = _sheet(30, 1)
    for label in FORM:
        words = f"{label}："
        sheet.text(round(500 - sheet.letters.getlength(words)), sheet.y, words)
        for line in _broken(_written(label), sheet.letters, 980):
            sheet.text(515, sheet.y, line)
            sheet.draw.line((505, sheet.y + 48, 1530, sheet.y + 48), fill=_INK, width=2)
            sheet.y += 66
    return sheet.picture


def labels_above() -> Image.Image:
    """Two boxes a row, each with its label small in the upper edge and its value below."""
    sheet = _sheet(30, 2)
    small = font(22, 2)
    for row in _rows(list(FORM), 2):
        width = 1400 // len(row)
        for place, label in enumerate(row):
            left = 127 + place * width
            sheet.box(left, sheet.y, left + width, sheet.y + 116)
            sheet.text(left + 10, sheet.y + 6, label, small)
            for number, line in enumerate(_broken(_written(label), sheet.letters, width - 30)):
                sheet.text(left + 14, sheet.y + 38 + 38 * number, line)
        sheet.y += 116
    return sheet.picture


def numbered_items() -> Image.Image:
    """Items with numbers in front of their labels, one after the other."""
    sheet = _sheet(29, 1)
    for number, label in enumerate(FORM, 1):
        for line in _broken(f"{number}. {label}：{_written(label)}", sheet.letters, 1380):
            sheet.text(150, sheet.y, line)
            sheet.y += 52
        sheet.y += 14
    return sheet.picture


def spaced_labels() -> Image.Image:
    """A table whose short labels are spread over the width of the long ones, sections named down its left edge."""
    sheet = _sheet(29, 0)
    parts = {"项目": list(FORM)[9:16], "单位": [*list(FORM)[:9], *list(FORM)[16:19]], "人员": list(FORM)[19:24]}
    for part, labels in parts.items():
        top = sheet.y
        for label in labels:
            spread = "　".join(label) if len(label) <= 3 else label
            sheet.cell(220, 560, 74, spread)
            sheet.cell(560, 1527, 74, _written(label))
            sheet.y += 74
        sheet.box(127, top, 220, sheet.y)
        for place, letter in enumerate(part):
            sheet.text(158, (top + sheet.y) // 2 - 40 + 44 * place, letter)
    return sheet.picture


def boxes_for_letters() -> Image.Image:
    """A table with one little box for each letter of codes and numbers."""
    sheet = _sheet(29, 1)
    for label in list(FORM)[:24]:
        value = _written(label)
        sheet.cell(127, 480, 76, label)
        if label in ("统一社会信用代码", "网上申报编号", "手机"):
            sheet.box(480, sheet.y, 1527, sheet.y + 76)
            for place, letter in enumerate(value):
                left = 492 + 56 * place
                sheet.box(left, sheet.y + 12, left + 50, sheet.y + 64)
                sheet.text(left + 16, sheet.y + 18, letter)
        else:
            sheet.cell(480, 1527, 76, value)
        sheet.y += 76
    return sheet.picture


def numbered_table() -> Image.Image:
    """Three columns with a head: number, item, what was filled in."""
    sheet = _sheet(28, 2)
    for number, (first, second, third) in enumerate(
        [("序号", "项目", "填写内容"), *((str(place), one, _written(one)) for place, one in enumerate(FORM, 1))]
    ):
        height = 70 if number == 0 or len(third) < 30 else 96
        for left, right, words in ((127, 230, first), (230, 600, second), (600, 1527, third)):
            sheet.cell(left, right, height, words)
        sheet.y += height
    return sheet.picture


def running_lines() -> Image.Image:
    """Several labels with colons in one line, no table at all; values underlined."""
    sheet = _sheet(29, 1)
    groups = [
        ["项目名称"], ["项目类别", "领域", "重点方向"], ["网上申报编号", "网上提交日期"],
        ["计划开始日期", "计划结束日期"], ["申报单位"], ["参加单位"], ["统一社会信用代码", "单位性质"],
        ["注册地址", "所在区"], ["法定代表人", "行业主管部门"], ["标准化管理机构"],
        ["专职标准化人员数", "兼职标准化人员数"], ["项目负责人", "联系人"], ["联系电话", "手机"], ["电子邮箱"],
        ["预期成果"],
    ]  # fmt: skip
    for group in groups:
        x = 140
        for label in group:
            words = f"{label}："
            sheet.text(x, sheet.y, words)
            x += round(sheet.letters.getlength(words)) + 8
            width = round(sheet.letters.getlength(_written(label)))
            sheet.text(x, sheet.y, _written(label))
            sheet.draw.line((x - 4, sheet.y + 44, x + width + 16, sheet.y + 44), fill=_INK, width=2)
            x += width + 60
        sheet.y += 88
    return sheet.picture


#: Each layout by its name.
LAYOUTS: dict[str, Callable[[], Image.Image]] = {
    made.__name__: made
    for made in (
        table_of_pairs,
        lines_with_rules,
        labels_above,
        numbered_items,
        spaced_labels,
        boxes_for_letters,
        numbered_table,
        running_lines,
    )
}
