"""Lines below a head that are no applications: totals, signatures, remarks, and rows that explain the columns."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.sample_lists import Table, check_list, write_workbook


@pytest.mark.parametrize(
    "line",
    [
        ["（全称）", "（与公章一致）", "（是/否）"],
        ["1", "2", "3"],
        ["例：某某标准化试点", "某某公司", "否"],
        ["", "", "否"],
        ["", "上海市示例区市场监督管理局（盖章）", ""],
        ["", "2024年5月20日", ""],
        ["合　计", "", ""],
        ["共有40项", "38家", ""],
        ["审核人：示例乙", "日期：2024-05-20", ""],
        ["本表共3件，其中一般3件", "", ""],
        ["", "（以下无正文）", ""],
        ["审核：", "填表：示例乙", "样本丙"],
        ["", "3家", "6"],
    ],
)
def test_lines_that_are_no_application(tmp_path: Path, line: list[object]) -> None:
    head: list[object] = ["项目名称", "申报单位", "综合标准化试点"]
    one: list[object] = ["甲试点", "上海示例甲有限公司", "否"]
    below = check_list(write_workbook(tmp_path / "below.xlsx", 清单=(1, 1, [head, line, one]))).sheet
    after = check_list(write_workbook(tmp_path / "after.xlsx", 清单=(1, 1, [head, one, line]))).sheet
    assert [row.number for row in below.rows] == [3]
    assert [row.number for row in after.rows] == ([2] if line[0] not in ("（全称）", "1") else [2, 3])


HEADS = ["网上申报编号", "网上提交日期", "项目名称", "项目类别", "申报单位", "专职标准化人员数", "联系电话"]
REAL: list[object] = ["SH202405080001", "2024-05-08", "甲试点", "一般", "上海示例甲有限公司", "2", "64220001"]


@pytest.mark.parametrize(
    "hint",
    [
        ["（系统编号，必填）", "格式：2024-05-08", "限40字以内", "一般/重点", "营业执照全称", "填数字", "手机或固话"],
        ["（由系统生成）", "yyyy-mm-dd", "不超过40字"],
        ["系统自动生成", "2024-05-08", "请填写全称", "下拉选择", "与公章一致", "填数字", "必填"],
        ["", "", "项目全称", "两者之一", "与营业执照一致", "", ""],
        ["SH+日期+序号", "年月日", "某某试点", "", "某某公司", "", "11位数字"],
    ],
)
def test_a_row_that_explains_the_columns_is_named_and_not_written(tmp_path: Path, hint: list[object]) -> None:
    head: list[object] = list(HEADS)
    sheet = check_list(write_workbook(tmp_path / "a.xlsx", 清单=(1, 1, [head, hint, REAL]))).sheet
    assert ([row.number for row in sheet.rows], sheet.left_out) == ([3], (2,))
    numbered: Table = [head, list(range(1, len(HEADS) + 1)), hint, REAL]
    assert check_list(write_workbook(tmp_path / "b.xlsx", 清单=(1, 1, numbered))).sheet.rows[0].number == 4


@pytest.mark.parametrize(
    "real",
    [
        ["待编", "待定", "甲试点", "（待定）", "某单位", "", "64220001"],
        ["（补报）", "待定", "社区助餐服务标准化试点", "必填", "某单位", "", ""],
        ["", "", "甲试点", "（重点）", "上海示例甲有限公司", "无", "待补"],
        ["", "", "有限40字以内的说明服务", "", "某单位", "", ""],
        ["SH202405080001", "", "限40字以内", "", "营业执照全称", "", ""],
        ["", "", "甲", "", "乙", "", ""],
    ],
)
def test_a_poor_first_application_is_no_explanation(tmp_path: Path, real: list[object]) -> None:
    head: list[object] = list(HEADS)
    sheet = check_list(write_workbook(tmp_path / "a.xlsx", 清单=(1, 1, [head, real, REAL]))).sheet
    assert [row.number for row in sheet.rows] == [2, 3]
