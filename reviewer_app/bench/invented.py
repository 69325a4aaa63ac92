"""Invented applications in any number for measuring; the codes pass the check and cannot exist."""

from __future__ import annotations

from reviewer_app.domain.values.credit_code import CHARACTERS, check_character, inner_check_character
from reviewer_app.services.ports.records import OfficeSettings

PRACTICE_OFFICE = OfficeSettings(bureau="上海市示例区市场监督管理局", number_mark="示", season="2024")
_SECTORS = (
    ("社会管理", "消防安全"),
    ("公共服务", "养老服务"),
    ("科技创新", "生物医药"),
    ("制造业", "氢能"),
    ("现代服务业", "航运服务"),
    ("生态绿色", "节能降碳"),
    ("农业农村", "种业"),
    ("国际标准化", "中国标准走出去"),
)
_SCENES = (
    "加氢站运行",
    "社区助餐",
    "智慧航运",
    "垃圾分类",
    "黄桃种植",
    "电缆检测",
    "楼宇节能",
    "细胞治疗",
    "数字乡村",
    "体育场馆",
)
_ACTS = ("管理", "服务", "运行维护", "质量提升", "全过程管控", "数字化")


def invented_code(number: int) -> str:
    """A credit code with right check characters and an organisation part that is not given out."""
    places = []
    for _ in range(4):
        number, place = divmod(number, len(CHARACTERS))
        places.append(CHARACTERS[place])
    part = "MAXX" + "".join(reversed(places))
    body = f"91310104{part}{inner_check_character(part)}"
    return body + check_character(body)


def invented_row(number: int) -> dict[str, str]:
    """One row of a list, by the pack's labels."""
    sector, direction = _SECTORS[number % 8]
    scene, act = _SCENES[number % len(_SCENES)], _ACTS[number % 6]
    return {
        "网上申报编号": f"SH2024{number:010d}",
        "网上提交日期": f"2024-05-{1 + number % 28:02d}",
        "项目名称": f"{scene}{act}标准化试点",
        "项目类别": "一般",
        "领域": sector,
        "重点方向": direction,
        "社会管理和公共服务综合标准化试点": "否",
        "申报单位": f"上海示例{number}号科技有限公司",
        "统一社会信用代码": invented_code(number),
        "单位性质": "企业",
        "注册地址": f"上海市示例路{number % 900 + 1}号",
        "法定代表人": "样本甲",
        "行业主管部门": "示例主管部门",
        "标准化管理机构": "标准化办公室",
        "专职标准化人员数": str(number % 4 + 1),
        "兼职标准化人员数": str(number % 7),
        "项目负责人": "样本乙",
        "联系人": "样本丙",
        "联系电话": f"6422{number % 10000:04d}转{number % 9000 + 1000}",
        "电子邮箱": f"lianxi{number}@example.com",
        "计划开始日期": "2024-07-01",
        "计划结束日期": "2026-06-30",
        "试点目标": "形成标准体系并推广应用",
        "预期成果": "地方标准1项、团体标准2项",
        "主要任务": "编制标准体系，组织宣贯实施和评价改进",
    }
