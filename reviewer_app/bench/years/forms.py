"""The forms of an office's many seasons: as unlike one another, and as like, as those of real applicants.

All of it is drawn from the running number alone, so that every run asks the same library. Units come again over the
years, a few of them often; their names, persons and places are made of signs some of which are common and most rare.
"""

from __future__ import annotations

import random
from functools import cache

from reviewer_app.bench.invented import invented_code
from reviewer_app.domain.notice import NoticePack

#: So many different units, of which a later number is drawn less and less often.
UNITS = 600_000
_LEAN, _SIGN_LEAN = 1.4, 2.6
_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许邓韩冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈"
    "钟姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常汤"
)
_WORKS = (
    *("科技", "信息技术", "物业管理", "养老服务", "生物医药", "新能源", "物流", "检测技术", "农业", "环保工程"),
    *("文化传播", "智能装备", "餐饮管理", "教育", "建筑设计", "航运", "电子", "食品", "医疗器械", "汽车零部件"),
    *("软件", "网络", "新材料", "园林", "体育", "旅游", "家政服务", "供应链", "港务", "种业"),
)
_KINDS = (
    *(("有限公司", "企业"),) * 11,
    *(("股份有限公司", "企业"),) * 2,
    *(("服务中心", "事业单位"), ("研究院", "事业单位"), ("行业协会", "社会团体"), ("专业合作社", "其他")),
)
_SCENES = (
    *("社区助餐", "垃圾分类", "加氢站", "智慧航运", "黄桃种植", "电缆检测", "楼宇节能"),
    *("细胞治疗", "数字乡村", "体育场馆", "居家养老", "托育服务", "消防安全", "一网统管"),
    *("碳足迹核算", "冷链配送", "集成电路封装", "口岸通关", "老旧小区改造", "水稻种植", "邮轮补给"),
    *("公园管理", "图书馆", "人工智能质检", "工业软件", "康复护理", "跨境电商", "生活垃圾转运"),
    *("光伏并网", "家庭医生", "便民理发", "网约车", "民宿", "文物修缮", "轨道交通维保"),
    *("无障碍出行", "血液透析", "气象"),
)
_ACTS = ("管理", "服务", "运行维护", "质量提升", "全过程管控", "数字化", "评价", "供应保障", "绿色化", "安全风险防控")
_ENDS = (*("标准化试点",) * 6, "服务标准化试点", "综合标准化试点", "标准体系建设试点", "国际标准化试点")
_STREETS = ("示例路", "演示路", "样本路", "示例东路", "演示大道")
_DISTRICTS = ("示例区", "演示区", "样本区")
_SENTENCES = (
    "在行业内有示范作用，服务覆盖全市各区，连续三年满意度居前。",
    "已建立企业标准体系，主持或参与地方标准两项、团体标准三项。",
    "形成可复制推广的标准体系，完成培训与宣贯，开展实施评价并持续改进。",
    "编制标准体系框架，制定关键标准，组织实施与监督检查，总结推广经验。",
    "按季度推进，分准备、建设、实施、总结四个阶段。",
    "由主要负责人牵头，各部门设联络员，每月通报进度。",
)
_TEXTS = ("influence", "foundation", "goal", "tasks", "expected_outputs", "dissemination", "schedule", "safeguards")


def varied_form(pack: NoticePack, number: int) -> dict[str, str]:
    """The form of one application: a unit that may have applied before, with a project of its own."""
    chance = random.Random(number)
    unit = int(UNITS * chance.random() ** _LEAN)
    scene, act, end = chance.choice(_SCENES), chance.choice(_ACTS), chance.choice(_ENDS)
    place = chance.choice(("", "", _signs(chance, 2)))
    rush = min(1 + int(31 * chance.random() ** 0.4), 31)
    return {
        **_of_unit(unit),
        "filing_number": f"SH{pack.season}{number:010d}",
        "project_name": f"{place}{scene}{act}{end}",
        "sector": pack.sectors[min(int(len(pack.sectors) * chance.random() ** 1.3), len(pack.sectors) - 1)],
        "project_class": "重点" if chance.random() < 0.1 else "一般",
        "filed_on": f"{pack.season}-05-{rush:02d}",
        "project_leader": _person(chance),
        "contact_person": _person(chance),
        "contact_phone": f"6422{chance.randrange(10_000):04d}转{chance.randrange(10_000):04d}",
        "email": f"lianxi{number}@example.com",
        "plan_start": f"{pack.season}-07-01",
        "plan_end": f"{int(pack.season) + 2}-06-30",
        "full_time_staff": str(chance.randrange(1, 9)),
        "part_time_staff": str(chance.randrange(20)),
        **{name: "".join(chance.sample(_SENTENCES, chance.randrange(1, 3))) for name in _TEXTS},
    }


def _of_unit(unit: int) -> dict[str, str]:
    chance = random.Random(f"unit {unit}")
    kind, word = chance.choice(_KINDS)
    name = _signs(chance, chance.choice((2, 2, 2, 3, 4)))
    return {
        "applicant": f"上海{chance.choice(('示例', '示例', '演示'))}{name}{chance.choice(_WORKS)}{kind}",
        "credit_code": invented_code(unit),
        "applicant_kind": word,
        "registered_address": f"上海市{chance.choice(_STREETS)}{chance.randrange(1, 3000)}号",
        "district": chance.choice(_DISTRICTS),
        "legal_representative": _person(chance),
        "standards_body": "标准化办公室",
        "line_department": "示例主管部门",
    }


def _person(chance: random.Random) -> str:
    surname = _SURNAMES[int(len(_SURNAMES) * chance.random() ** 1.8)]
    return surname + _signs(chance, chance.choice((1, 2, 2)))


def _signs(chance: random.Random, count: int) -> str:
    known = _known_signs()
    return "".join(known[int(len(known) * chance.random() ** _SIGN_LEAN)] for _ in range(count))


@cache
def _known_signs() -> tuple[str, ...]:
    """The 3,755 common characters, those of the first level of GB 2312, in an order of their own."""
    rows = (bytes((row, cell)) for row in range(0xB0, 0xD8) for cell in range(0xA1, 0xFF))
    signs = [pair.decode("gb2312") for pair in rows if pair <= b"\xd7\xf9"]
    random.Random(2312).shuffle(signs)
    return tuple(signs)
