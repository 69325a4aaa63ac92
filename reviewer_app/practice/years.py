"""Five seasons of the practice office: an almanac of errands, each done on its day by its person, through the services.

Nothing is written past the services: every line of the library has its entry on record. The clock is moved from errand
to errand, so that what was made is the same each time, whatever day it is.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from reviewer_app.domain.application import PaperCopy, Role, Source, User
from reviewer_app.domain.batch import SealStyle
from reviewer_app.domain.corrections.request import TellingWay
from reviewer_app.domain.dispatch.city import CityAnswerKind, CityWords
from reviewer_app.domain.drafts import DraftBox
from reviewer_app.domain.figures.layers import Layer
from reviewer_app.domain.opinion import Outcome, proposed_class
from reviewer_app.domain.retention.rules import Depth
from reviewer_app.packs.checking import check_text
from reviewer_app.practice import later_life
from reviewer_app.practice.almanac import BEGIN, FIRST, HEAD, LEFT, Errand, PracticeClock, carry_out, change, writing
from reviewer_app.practice.applications import (
    CORRECTED,
    OFFICE_FILE,
    YEARS_FILE,
    answers_of,
    consult,
    form_of,
    looked_up,
)
from reviewer_app.practice.names import PRACTICE_PASSWORD
from reviewer_app.practice.other_notices import other_notice
from reviewer_app.practice.season import (
    agree_to_seal,
    answer_points,
    excuse_open,
    look_up,
    office_of,
    stamp_agreed,
)
from reviewer_app.services.cases import checking, draft_keeping, reviewing
from reviewer_app.services.cases.correcting import tell_request
from reviewer_app.services.cases.reading import open_case
from reviewer_app.services.cases.registering import register_application
from reviewer_app.services.city.answering import record_answers
from reviewer_app.services.dispatch.dispatching import list_batches, record_sent
from reviewer_app.services.dispatch.exporting import export_batch
from reviewer_app.services.figures.layers import say_layer
from reviewer_app.services.guarantee import keeping
from reviewer_app.services.office.settings import write_settings
from reviewer_app.services.ports.library import Libraries, Library, UnitOfWork
from reviewer_app.services.ports.papers import DocumentMaker
from reviewer_app.services.retention.destroying import (
    erase_destroyed,
    hold_case,
    propose_destruction,
    sign_destruction,
)
from reviewer_app.services.retention.planning import plan_destruction
from reviewer_app.services.sealing.lists import ask_for_seal, papers_of_batch
from reviewer_app.services.seasons.approving import approve_pack
from reviewer_app.services.seasons.beginning import turn_to_season
from reviewer_app.services.seasons.closing import close_season
from reviewer_app.services.seasons.pack_door import load_season_pack
from reviewer_app.services.seasons.settling import settle
from reviewer_resources import text

SEASONS = ("2022", "2023", "2024", "2025", "2026")
#: The day on which the practice office stands: the last season is in its middle.
PRACTICE_DAY = date(2026, 5, 18)
_SHIPPED = "2024"
_LEAVES = date(2024, 1, 16)
#: Until the office hears of an approval that came by itself.
_LATE_ANSWER = timedelta(days=4)
#: Who takes in and checks in the seasons before somebody left.
_HANDLED_BY_LEFT = ("2022", "2023")
_BATCHED = ("approved", "approved_only", "not_approved", "returned", "sent")
_APPROVED = ("approved", "approved_only")
_OUTCOMES = {
    "declined": Outcome.DECLINE,
    "transferred": Outcome.TRANSFER,
    "lapsed": Outcome.RETURN_FOR_CORRECTION,
    "awaiting_correction": Outcome.RETURN_FOR_CORRECTION,
}
#: On which days a season's cases are checked, and signed off, some of them each day.
_CHECKED, _SIGNED_OFF = ((4, 24), (4, 29), (5, 6)), ((5, 8), (5, 11))
_NOT_CHECKED = ("registered", "withdrawn", "checking")
_NO_OPINION = (*_NOT_CHECKED, "reviewing")
_SIGNED = (*_BATCHED, "declined", "transferred", "signed_off")

Part = Mapping[str, Any]


def build_years(gate: Libraries, clock: PracticeClock, maker: DocumentMaker, folder: Path) -> None:
    """Makes the library of five seasons in a folder, through a gate whose clock is the one given."""
    office = office_of(tomllib.loads(text("samples", OFFICE_FILE)))
    gate.create(folder, replace(office, practice_date=None, season=_SHIPPED), FIRST, PRACTICE_PASSWORD).close()
    carry_out(gate, clock, folder, _Years(maker).errands())


class _Years:
    """The almanac, and which case of the library each case of the data became."""

    def __init__(self, maker: DocumentMaker) -> None:
        data = tomllib.loads(text("samples", YEARS_FILE))
        self._maker = maker
        self._data = data
        self._units = {part["key"]: part for part in data["units"]}
        self._cases: Sequence[Part] = data["case"]
        self._ids: dict[str, int] = {}

    def errands(self) -> Iterator[Errand]:
        """Every errand of the years, in no order."""
        yield Errand(BEGIN, FIRST, self._bring_people)
        for season in SEASONS:
            yield from self._of_season(season)
        for part in self._cases:
            if part["end"] == "approved":
                approved = part.get("approved_on", _APPROVAL_DAYS[part["season"]])
                yield from later_life.errands_of(part, partial(self._id, part), approved)
                if "approved_on" in part:
                    yield change(approved + _LATE_ANSWER, self._late_answer, part)
        yield from later_life.bodies_of(self._data["bodies"], self._number)
        yield from later_life.regulations_of(self._data["regulations"])
        yield Errand(_LEAVES, FIRST, lambda library: library.retire(LEFT, "调离本局（演练）"))
        yield from self._retention()
        yield change(PRACTICE_DAY, _stand_still)

    def _of_season(self, season: str) -> Iterator[Errand]:
        year = int(season)
        handler = LEFT if season in _HANDLED_BY_LEFT else FIRST
        yield change(date(year, 3, 5), _begin, season)
        if season != _SHIPPED:
            yield Errand(date(year, 3, 8), HEAD, lambda library: library.change(_approve, season))
        yield Errand(date(year, 4, 18), handler, lambda library: library.change(self._take_in, season))
        for place, (month, day) in enumerate(_CHECKED):
            yield Errand(date(year, month, day), handler, writing(self._handle, season, place))
        yield Errand(date(year, 5, 7), handler, writing(self._give_opinions, season))
        for place, (month, day) in enumerate(_SIGNED_OFF):
            yield Errand(date(year, month, day), HEAD, writing(self._decide, season, place))
        if season == SEASONS[-1]:
            return
        yield Errand(date(year, 5, 13), FIRST, lambda library: self._export(library, season))
        yield Errand(date(year, 5, 14), HEAD, lambda library: library.change(agree_to_seal))
        yield change(date(year, 5, 16), _send)
        yield change(date(year, 6, 24), self._lapse, season)
        yield change(_APPROVAL_DAYS[season], self._answers, season)
        yield change(date(year + 1, 3, 6), _close, season)

    def _bring_people(self, library: Library) -> None:
        library.add_user(User(HEAD, frozenset({Role.HANDLER, Role.HEAD})), PRACTICE_PASSWORD, is_own=True)
        library.add_user(User(LEFT, frozenset({Role.HANDLER})), PRACTICE_PASSWORD, is_own=True)

    def _of(self, season: str, *ends: str) -> list[Part]:
        return [one for one in self._cases if one["season"] == season and (not ends or one["end"] in ends)]

    def _id(self, part: Part) -> int:
        return self._ids[_key(part)]

    def _number(self, unit: UnitOfWork, key: str) -> str:
        """The intake number of a case by season and unit; '' for none."""
        return unit.applications.get(self._ids[key]).intake_number if key else ""

    def _take_in(self, unit: UnitOfWork, season: str) -> None:
        """Registers the season's applications, with their paper copies."""
        copies = unit.packs.current(season).limits.copies_required
        for place, part in enumerate(self._of(season), start=1):
            form = form_of(part, self._units[part["unit"]], place)
            case_id = register_application(unit, form, Source.ONLINE).application_id
            self._ids[_key(part)] = case_id
            if part["end"] == "registered":
                continue
            for number in range(1, copies + 1):
                is_sealed = not (number == 2 and part["end"] in CORRECTED)
                copy = PaperCopy(number, True, is_sealed, form["applicant"] if is_sealed else "", 24, "卷柜 A-3")
                checking.record_paper(unit, case_id, copy)
            if part["end"] == "withdrawn":
                reviewing.withdraw(unit, case_id, part["why"])
            else:
                checking.begin_checking(unit, case_id)

    def _share(self, season: str, place: int, shares: int) -> list[Part]:
        """The cases of a season that have their turn together: not all are done in one day."""
        return self._of(season)[place::shares]

    def _handle(self, unit: UnitOfWork, season: str, place: int) -> None:
        """Answers every point on its grounds, and says the layer."""
        for part in self._share(season, place, len(_CHECKED)):
            case_id, end = self._id(part), part["end"]
            if "layer" in part:
                say_layer(unit, case_id, Layer(part["layer"]))
            if end in _NOT_CHECKED:
                continue
            if end not in CORRECTED:
                checking.begin_review(unit, case_id)
            answer_points(unit, case_id, answers_of(part))
            look_up(unit, case_id, looked_up(unit.today))
            if end == "reviewing":
                draft_keeping.save_draft(unit, case_id, DraftBox.OPINION_TEXT, f"{part['project']}：初审意见起草中。")

    def _give_opinions(self, unit: UnitOfWork, season: str) -> None:
        """The departments' views come in, and the opinions are given."""
        for part in self._of(season):
            case_id, end = self._id(part), part["end"]
            if end in _NO_OPINION:
                continue
            if "consulted" in part:
                consult(unit, case_id, part)
            view = open_case(unit, case_id)
            chosen = proposed_class(view.pack, view.application.values, view.answers)
            outcome = _OUTCOMES.get(end, Outcome.RECOMMEND)
            reviewing.submit_opinion(unit, case_id, outcome, chosen, view.drafted_text(), {})
            if outcome is Outcome.RETURN_FOR_CORRECTION:
                tell_request(unit, case_id, unit.today, TellingWay.TELEPHONE, "电话告知联系人（演练）")

    def _decide(self, unit: UnitOfWork, season: str, place: int) -> None:
        for part in self._share(season, place, len(_SIGNED_OFF)):
            if part["end"] in _SIGNED:
                reviewing.sign_off(unit, self._id(part))

    def _export(self, library: Library, season: str) -> None:
        """The season's batch, and the seal asked for its sheets."""
        chosen = [self._id(part) for part in self._of(season, *_BATCHED)]
        exports = library.folder / "exports"
        exports.mkdir(exist_ok=True)
        place = exports / f"{season}-01"
        export_batch(library, self._maker, chosen, place, SealStyle.CIRCLE, lambda *_: None, lambda: False)
        library.change(_ask_for_seal)

    def _lapse(self, unit: UnitOfWork, season: str) -> None:
        for part in self._of(season, "lapsed"):
            reviewing.record_lapsed(unit, self._id(part), part["why"])

    def _answers(self, unit: UnitOfWork, season: str) -> None:
        """The bureau's answers to the season's batch; what it approved is taken into the ledger."""
        batch = list_batches(unit)[0]
        day = unit.today
        serial = 0
        in_time = [part for part in self._of(season, *_BATCHED) if "approved_on" not in part]
        for part in in_time:
            words = {
                "not_approved": CityWords(CityAnswerKind.NOT_APPROVED, day, reason=part.get("why", "")),
                "returned": CityWords(CityAnswerKind.RETURNED, day, reason=part.get("why", "")),
                "sent": CityWords(CityAnswerKind.RECEIVED, day, person="示例收件人"),
            }.get(part["end"])
            if words is None:
                serial += 1
                words = CityWords(CityAnswerKind.APPROVED, day, f"演练立项〔{season}〕{serial}号")
            record_answers(unit, batch.id, [self._id(part)], words)
        keeping.take_on(unit, [self._id(part) for part in in_time if part["end"] == "approved"])

    def _late_answer(self, unit: UnitOfWork, part: Part) -> None:
        """An approval that came months after those of the others."""
        words = CityWords(CityAnswerKind.APPROVED, part["approved_on"], f"演练立项〔{part['season']}〕补1号")
        record_answers(unit, list_batches(unit)[0].id, [self._id(part)], words)
        keeping.take_on(unit, [self._id(part)])

    def _retention(self) -> Iterator[Errand]:
        """Periods settled, one case held, one list carried out by two people and one that waits for the second."""
        yield change(date(2026, 3, 10), self._settle_periods)
        yield change(date(2026, 3, 11), _propose, "2022", Depth.PERSONAL)
        yield Errand(date(2026, 3, 17), HEAD, _sign)
        yield change(date(2026, 4, 21), _propose, "2023", Depth.PERSONAL)

    def _settle_periods(self, unit: UnitOfWork) -> None:
        for season in ("2022", "2023"):
            settle(unit, season, "keep_personal_years", "1", "个人信息在办结后保留一年（演练）")
            settle(unit, season, "keep_working_years", "1", "过程稿在办结后保留一年（演练）")
        settle(unit, "2022", "keep_declined_years", "10", "按本局归档范围（演练）")
        (held,) = self._of("2022", "declined")
        hold_case(unit, self._id(held), "申报单位对意见提出书面询问，答复前暂缓（演练）")


_APPROVAL_DAYS = {
    "2022": date(2022, 9, 20),
    "2023": date(2023, 9, 20),
    "2024": date(2024, 7, 10),
    "2025": date(2025, 9, 16),
}


def _key(part: Part) -> str:
    return f"{part['season']}-{part['unit']}"


def _begin(unit: UnitOfWork, season: str) -> None:
    """The season's notice comes in, and the season is turned to."""
    if season != _SHIPPED:
        load_season_pack(unit, check_text(other_notice(season), f"practice-{season}.toml"))
    turn_to_season(unit, season)


def _approve(unit: UnitOfWork, season: str) -> None:
    approve_pack(unit, season, unit.packs.current(season).sha256, "与通知核对一致（演练）")


def _ask_for_seal(unit: UnitOfWork) -> None:
    batch = list_batches(unit)[0]
    ask_for_seal(unit, {entry.id: 2 for entry in papers_of_batch(unit, batch.id)}, batch.id)


def _send(unit: UnitOfWork) -> None:
    stamp_agreed(unit)
    batch = list_batches(unit)[0]
    excuse_open(unit, batch.id)
    record_sent(unit, batch.id)


def _close(unit: UnitOfWork, season: str) -> None:
    close_season(unit, season, f"{season}年度推荐工作转入归档（演练）")


def _propose(unit: UnitOfWork, season: str, depth: Depth) -> None:
    going = [one.case.application_id for one in plan_destruction(unit, season, depth) if one.may_go]
    propose_destruction(unit, season, depth, going, "保管期满（演练）")


def _sign(library: Library) -> None:
    library.change(sign_destruction, 1)
    library.change(erase_destroyed)


def _stand_still(unit: UnitOfWork) -> None:
    """From now on it is this day in the library, whatever day it is outside."""
    write_settings(unit, replace(unit.settings.get(), practice_date=PRACTICE_DAY))
