"""Web pages, XML workbooks and web archives under the ending .xls: every value under its own head."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest

from support.sample_lists import check_list, checked, column, said


def test_a_head_with_spans_over_rows_and_columns() -> None:
    check = checked("a05-html-rowspan-head.xls")
    (row,) = check.sheet.rows
    assert (row.number, row.values["contact_person"]) == (3, "样本丙")
    assert (row.values["applicant"], row.values["sector"]) == ("上海示例丙服务有限公司", "生态绿色")
    assert check.sheet.unmapped == ()


def test_a_cell_merged_down_belongs_to_all_its_rows() -> None:
    check = checked("a06-xml2003-mergedown.xls")
    assert column(check, "applicant") == ["上海示例甲服务有限公司"] * 2
    assert column(check, "contact_person") == ["样本甲", "样本乙"]


def page(folder: Path, rows: str) -> Path:
    path = folder / "导出.xls"
    path.write_bytes(f'<html><meta charset="gb2312"><table border=1>{rows}</table></html>'.encode("gb18030"))
    return path


HEAD = "<tr><th>项目名称<th>申报单位<th>联系人</tr>"


def test_cells_merged_down_and_across_in_a_page(tmp_path: Path) -> None:
    rows = (
        "<tr><td rowspan=3>序号<td colspan=2>项目信息<td rowspan=2>申报单位<td colspan=2>联系方式</tr>"
        "<tr><td>项目名称<td>领域<td>联系人<td>电话</tr>"
        "<tr><td>甲试点<td>公共服务<td rowspan='2'>上海示例甲有限公司<td>样本甲<td rowspan=2>64220001</tr>"
        "<tr><td>2<td>乙试点<td>公共服务<td>样本乙</tr>"
        "<tr><td>3<td>丙试点<td>公共服务<td>上海示例丙有限公司<td>样本丙<td>64220003</tr>"
    )
    check = check_list(page(tmp_path, rows))
    assert column(check, "project_name") == ["甲试点", "乙试点", "丙试点"]
    assert column(check, "applicant") == ["上海示例甲有限公司", "上海示例甲有限公司", "上海示例丙有限公司"]
    assert column(check, "contact_phone") == ["64220001", "64220001", "64220003"]
    assert column(check, "contact_person") == ["样本甲", "样本乙", "样本丙"]


@pytest.mark.parametrize(
    "row",
    [
        "<tr><td>甲<br>试点<td><span>上海示例甲<b>有限</b>公司</span><td>&#26679;&#26412;甲&nbsp;</tr>",
        "<tr><td><p>甲试点</p></td><td><font>上海示例甲有限公司</font><script>x()</script></td><td>样本甲</td></tr>",
        "<tbody><tr><td> 甲试点\n<td>上海示例甲有限公司<table><tr><td>别的</table><td>样本甲</tbody>",
        "<tr><td>甲试点<td>上海示例甲有限公司<!-- 备注 --><td>样本甲<!--[if gte mso 9]>x<![endif]--></tr>",
    ],
)
def test_what_stands_in_a_cell_of_a_page(tmp_path: Path, row: str) -> None:
    check = check_list(page(tmp_path, HEAD + row))
    assert column(check, "project_name") == ["甲试点"]
    assert column(check, "applicant") == ["上海示例甲有限公司"]
    assert column(check, "contact_person") == ["样本甲"]


def test_a_cell_over_several_columns_is_the_first_of_them_and_never_a_code(tmp_path: Path) -> None:
    rows = (
        "<tr><th>项目名称<th>申报单位<th>统一社会信用代码<th>项目负责人<th>联系人</tr>"
        "<tr><td>甲试点<td colspan=2>上海示例甲有限公司<td colspan=2>样本甲</tr>"
        "<tr><td colspan=2>乙试点<td>91310104MAXX00015W<td>样本乙<td>样本丙</tr>"
    )
    check = check_list(page(tmp_path, rows))
    assert column(check, "applicant") == ["上海示例甲有限公司", ""]
    assert column(check, "credit_code") == ["", "91310104MAXX00015W"]
    assert column(check, "contact_person") == ["样本甲", "样本丙"]
    assert said(check, "cell_across") == [(2, "统一社会信用代码"), (3, "申报单位")]


def test_a_page_s_hidden_rows_failed_formulas_and_cut_numbers(tmp_path: Path) -> None:
    rows = (
        "<tr><th>项目名称<th>申报单位<th>网上申报编号</tr>"
        "<tr style='display:none'><td>甲试点<td>上海示例甲有限公司<td x:num='202405080001'>2.02405E+11</tr>"
        "<tr><td>乙试点<td x:err>#REF!<td>2.02405E+17</tr>"
    )
    check = check_list(page(tmp_path, rows))
    assert said(check, "row_hidden") == [(2, "")]
    assert said(check, "cell_error") == [(3, "申报单位")]
    assert said(check, "digits_lost") == [(3, "网上申报编号")]
    assert column(check, "filing_number")[0] == "202405080001"


XML = """<?xml version="1.0" encoding="{encoding}"?>
<?mso-application progid="Excel.Sheet"?>
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">
<Styles><Style ss:ID="s1"><NumberFormat ss:Format="00000000"/></Style></Styles>
<Worksheet ss:Name="说明"><Table><Row><Cell><Data ss:Type="String">填报说明</Data></Cell></Row></Table></Worksheet>
<Worksheet ss:Name="清单"><Table><Column ss:Index="3" ss:Hidden="1"/>
<Row ss:Index="2"><Cell><Data ss:Type="String">项目名称</Data></Cell><Cell><Data ss:Type="String">申报单位</Data></Cell>
<Cell><Data ss:Type="String">网上申报编号</Data></Cell><Cell><Data ss:Type="String">网上提交日期</Data></Cell></Row>
<Row ss:Hidden="1"><Cell><Data ss:Type="String">甲试点</Data></Cell>
<Cell ss:Formula="=R1C1"/><Cell ss:StyleID="s1"><Data ss:Type="Number">42</Data></Cell>
<Cell><Data ss:Type="DateTime">2024-05-08T00:00:00.000</Data></Cell></Row>
<Row><Cell><ss:Data ss:Type="String" xmlns="http://www.w3.org/TR/REC-html40">乙<B>试</B>点</ss:Data></Cell>
<Cell><Data ss:Type="Error">#N/A</Data></Cell><Cell><Data ss:Type="Number">2.0240508310115E+17</Data></Cell></Row>
</Table></Worksheet></Workbook>"""


@pytest.mark.parametrize("encoding", ["utf-8", "gb2312"])
def test_an_xml_workbook_with_all_it_may_hold(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "a.xls").write_bytes(XML.format(encoding=encoding).encode(encoding))
    check = check_list(tmp_path / "a.xls")
    assert check.sheet.sheet_name == "清单"
    assert column(check, "project_name") == ["甲试点", "乙试点"]
    assert column(check, "filing_number") == ["00000042", "2.02405E+17"]
    assert column(check, "filed_on") == ["2024-05-08", ""]
    assert said(check, "row_hidden") == [(3, "")]
    assert said(check, "column_hidden") == [(0, "网上申报编号")]
    assert said(check, "formula_unworked") == [(3, "申报单位")]
    assert said(check, "cell_error") == [(4, "申报单位")]
    assert said(check, "digits_lost") == [(4, "网上申报编号")]


def test_a_bad_byte_in_a_page_of_one_line_costs_one_character(tmp_path: Path) -> None:
    row = "<tr><td>甲试点<td>上海示例甲有限公司<td>样本甲</tr>"
    content = f'<html><meta charset="utf-8"><table>{HEAD}{row}</table></html>'.encode()
    (tmp_path / "a.xls").write_bytes(content.replace("示例".encode(), "示".encode() + b"\xff" + "例".encode()[1:]))
    check = check_list(tmp_path / "a.xls")
    assert column(check, "applicant") == ["上海示\ufffd甲有限公司"]
    assert said(check, "text_unread") == [(2, "申报单位")]


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_a_web_archive_under_the_ending_of_a_workbook(tmp_path: Path, ending: str) -> None:
    sheet = f"<html><table>{HEAD}<tr><td>甲试点<td>上海示例甲有限公司<td>样本甲</table></html>".encode("gb18030")
    frame = "<html><x:Name>申报清单</x:Name><frameset></frameset></html>"
    lines = [
        "MIME-Version: 1.0",
        "X-Document-Type: Workbook",
        'Content-Type: multipart/related; boundary="--=_Next"',
        "",
        "----=_Next",
        "Content-Location: file:///C:/book.htm",
        'Content-Type: text/html; charset="utf-8"',
        "",
        frame,
        "----=_Next",
        "Content-Location: file:///C:/book.files/sheet001.htm",
        "Content-Transfer-Encoding: base64",
        'Content-Type: text/html; charset="gb2312"',
        "",
        base64.encodebytes(sheet).decode(),
        "----=_Next--",
    ]
    (tmp_path / "a.xls").write_bytes(ending.join(lines).encode())
    check = check_list(tmp_path / "a.xls")
    assert (check.sheet.sheet_name, column(check, "contact_person")) == ("申报清单", ["样本甲"])


@pytest.mark.parametrize("attribute", ["x:num", "sdval"])
def test_a_page_s_number_of_too_many_digits_is_named_as_cut(tmp_path: Path, attribute: str) -> None:
    rows = (
        "<tr><th>项目名称<th>申报单位<th>统一社会信用代码<th>网上申报编号</tr>"
        f"<tr><td>甲试点<td>上海示例甲有限公司<td {attribute}='913101040000000150'>9.13101E+17"
        f"<td {attribute}='202405080001235'>2.02405E+14</tr>"
    )
    check = check_list(page(tmp_path, rows))
    assert said(check, "digits_lost") == [(2, "统一社会信用代码")]
    assert "前15位为 913101040000000" in check.sheet.notes[0].message
    assert column(check, "filing_number") == ["202405080001235"]
