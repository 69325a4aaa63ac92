"""A library of any number of invented applications, written through the stores the office itself uses."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta

from reviewer_app.bench.invented import invented_code
from reviewer_app.domain.application import Event, NewApplication, PackRef, Source
from reviewer_app.domain.notice import NoticePack
from reviewer_app.domain.record import EventAct, RecordKey
from reviewer_app.domain.states import State
from reviewer_app.packs.loading import shipped_pack
from reviewer_app.services.ports.library import Library, UnitOfWork
from reviewer_db.bulk import drop_orders, lay_orders

_CHUNK = 10_000
#: The form of the application that has a number in all.
Form = Callable[[NoticePack, int], dict[str, str]]
#: One case in so many is moved on along the road, so that every chip has some.
_MOVED_ONE_IN = 40
_STATES = (
    State.CHECKING,
    State.AWAITING_CORRECTION,
    State.REVIEWING,
    State.PROPOSED,
    State.SIGNED_OFF,
    State.SENT,
    State.DECLINED,
)
#: The people of the office besides the one who fills the library.
HANDLERS = ("示例乙", "示例丙", "示例丁", "示例戊")
_SCENES = (
    "社区助餐",
    "垃圾分类",
    "加氢站",
    "智慧航运",
    "黄桃种植",
    "电缆检测",
    "楼宇节能",
    "细胞治疗",
    "数字乡村",
    "体育场馆",
)
_ACTS = ("管理", "服务", "运行维护", "质量提升", "全过程管控", "数字化")
#: Characters for names, each in about one name of two thousand.
_FIRST_SIGN, _SIGNS = 0x4E10, 4_000


def fill(
    library: Library,
    count: int,
    on_progress: Callable[[int], None] | None = None,
    seasons: Sequence[str] = (),
    move_on: Callable[[UnitOfWork, Sequence[int]], None] | None = None,
    form: Form | None = None,
    chunk: int = _CHUNK,
) -> None:
    """Adds so many applications with their events, in one transaction for each `chunk`.

    They are those of the pack's season, or in turn as many of each of some `seasons`; `move_on` then does with the new
    cases of each transaction what is to become of them, without it one in so many is moved. `form` gives the form of
    the application with a number (see `invented_values`).
    """
    pack = shipped_pack()
    library.change(_keep, pack)
    library.change(drop_orders)
    of_each = count // max(len(seasons), 1)
    chunk = min(chunk, of_each)
    for start in range(0, of_each * max(len(seasons), 1), chunk):
        its = _of_season(pack, seasons[start // of_each]) if seasons else pack
        size = min(chunk, of_each - start % of_each) if seasons else min(chunk, count - start)
        ids = library.change(_add, its, start, size, form or invented_values, move_on is None)
        if move_on is not None:
            library.change(move_on, ids)
        if on_progress is not None:
            on_progress(start + size)
    library.change(lay_orders)


def _of_season(pack: NoticePack, season: str) -> NoticePack:
    """The pack with another season and its last day in that year; any other of its days is of no account here."""
    due = pack.limits.sending_deadline
    limits = replace(pack.limits, sending_deadline=due.replace(year=due.year + int(season) - int(pack.season)))
    return replace(pack, season=season, limits=limits)


def _keep(unit: UnitOfWork, pack: NoticePack) -> None:
    unit.packs.keep(pack)


def _add(unit: UnitOfWork, pack: NoticePack, start: int, count: int, form: Form, moves_some: bool) -> Sequence[int]:
    first = unit.applications.next_numbers(pack.season, count)
    own = unit.actor.name
    new = [_invented(pack, start + place, first + place, own, form) for place in range(count)]
    ids = unit.applications.add_many(new)
    now = unit.now
    unit.events.append_many(
        [
            Event(now, own, EventAct.IMPORTED, case_id, to_state=State.REGISTERED.value, detail={RecordKey.ROW: "1"})
            for case_id in ids
        ]
    )
    for place in range(_shuffled(start) % _MOVED_ONE_IN, count if moves_some else 0, _MOVED_ONE_IN):
        case = unit.applications.get(ids[place])
        chance = _shuffled(start + place)
        state = _STATES[chance % len(_STATES)]
        due = case.due_on - timedelta(days=chance // 7 % 11)
        unit.applications.update(replace(case, state=state, due_on=due))
    return ids


def _invented(pack: NoticePack, number: int, running: int, own: str, form: Form) -> NewApplication:
    values = form(pack, number)
    return NewApplication(
        intake_number=f"{pack.season}-示-{running:07d}",
        season=pack.season,
        values=values,
        source=(Source.ONLINE, Source.PAPER, Source.BOTH)[_shuffled(number) // 11 % 3],
        handler=own if _shuffled(number) % 5 == 0 else HANDLERS[_shuffled(number) // 5 % len(HANDLERS)],
        pack=PackRef(pack.id, pack.version, pack.sha256),
        due_on=pack.limits.sending_deadline,
        findings=(),
        source_digest=f"{number:064x}",
    )


def invented_values(pack: NoticePack, number: int) -> dict[str, str]:
    """The form of one invented application: 28 values, with names as varied as real ones."""
    chance = _shuffled(number + 1)
    mark = _sign(chance) + _sign(chance // _SIGNS)
    scene, act = _SCENES[_shuffled(chance) % len(_SCENES)], _ACTS[_shuffled(chance) // 10 % len(_ACTS)]
    return {
        "filing_number": f"SH2024{number:010d}",
        "project_name": f"{mark}{scene}{act}标准化试点",
        "applicant": f"上海示例{_sign(_shuffled(number))}{mark}科技有限公司",
        "credit_code": invented_code(number % 900_000),
        "sector": pack.sectors[chance // 3 % len(pack.sectors)],
        "project_class": "一般",
        "filed_on": f"2024-05-{1 + number % 28:02d}",
        "applicant_kind": "企业",
        **_FURTHER,
    }


def _shuffled(number: int) -> int:
    """A number that looks like chance and is the same each time: no property of a case follows from another."""
    mixed = (number * 2_654_435_761 + 974_711) & 0xFFFF_FFFF
    mixed = ((mixed >> 15) ^ mixed) * 2_246_822_519 & 0xFFFF_FFFF
    return (mixed >> 13) ^ mixed


def _sign(number: int) -> str:
    return chr(_FIRST_SIGN + number % _SIGNS)


_FURTHER = {
    f"further_{place:02d}": text
    for place, text in enumerate(
        (
            "上海市示例路100号",
            "示例区",
            "样本甲",
            "示例主管部门",
            "标准化办公室",
            "2",
            "3",
            "样本乙",
            "样本丙",
            "64220000转1234",
            "13800000000",
            "lianxi@example.com",
            "2024-07-01",
            "2026-06-30",
            "在行业内有示范作用，服务覆盖全市各区，连续三年满意度居前。",
            "已建立企业标准体系，主持或参与地方标准两项、团体标准三项。",
            "形成可复制推广的标准体系，完成培训与宣贯，开展实施评价并持续改进。",
            "编制标准体系框架，制定关键标准，组织实施与监督检查，总结推广经验。",
            "地方标准1项、团体标准2项",
            "按季度推进，分准备、建设、实施、总结四个阶段。",
        )
    )
}
