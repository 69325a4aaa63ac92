"""The figures against a second count: plain Python over every entry of the record of invented random histories."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from reviewer_app.domain.application import Event
from reviewer_app.domain.figures.counts import Figure, Part
from reviewer_app.domain.figures.days import Leg
from reviewer_app.domain.figures.layers import Layer
from reviewer_app.domain.listing.figures import ALL_SEASONS, Behind, FiguresView
from reviewer_app.domain.record import EventAct
from reviewer_app.domain.standards.promise import (
    Named,
    Origin,
    PromisedStandard,
    Stage,
    StandardWord,
    Standing,
    WordKind,
)
from reviewer_app.domain.states import State, moves_from
from reviewer_app.domain.values.standard_number import StandardLevel
from reviewer_app.services.figures.reading import read_figures
from reviewer_app.services.ports.after.figures import LayerSaid
from reviewer_app.services.ports.library import UnitOfWork
from reviewer_db import OpenLibrary
from reviewer_db.tables.after.case_days import add_all, differing_cases
from reviewer_db.tables.after.figure_sums import COUNTS, SUM_GUARDS, differing_sums, recount
from support.builders import CLEAN
from support.libraries import inside, new_case

SEASONS = ("2022", "2023", "2024")
CASES = 240
#: A sum that went back to nothing keeps its row.
_SAYING = {name: f" WHERE {'projects' if name == 'figure_standards' else 'cases'} > 0" for name in COUNTS}
DISTRICTS = ("徐汇区", "示例 区", "")
#: The parts whose words are as they were written; the layers have their own line.
OWN_WORDS = tuple(part for part in Part if part is not Part.LAYER)
SECTORS = ("公共服务", "社会管理", "制造业", "")


def _invent(unit: UnitOfWork) -> None:
    """Cases of three seasons, each moved at random as the office allows it, some of them years later."""
    chance = random.Random(20240229)
    for number in range(CASES):
        season = SEASONS[number % len(SEASONS)]
        values = {
            **CLEAN,
            "sector": chance.choice(SECTORS),
            "district": chance.choice(DISTRICTS),
            "project_class": chance.choice(("一般", "重点")),
            "filing_number": f"SH{number}",
        }
        case_id = unit.applications.add(new_case(number, values, season=season))
        day = datetime(int(season), 2, 20, 9) + timedelta(days=chance.randrange(30))
        inside(unit).main.execute("UPDATE applications SET registered_at = ? WHERE id = ?", (day.isoformat(), case_id))
        unit.events.append(Event(day, "示例甲", EventAct.IMPORTED, case_id, to_state="registered"))
        for _ in range(chance.randrange(4, 24)):
            stored = unit.applications.get(case_id)
            onward = stored.state.rule.forward if chance.random() < 0.93 else moves_from(stored.state)
            target = chance.choice(sorted(onward - ({State.PAIRED} if number % 9 else set())) or [stored.state])
            if target is stored.state:
                break
            day += timedelta(days=chance.choice((0, 0, 1, 2, 5, 5, 9, 30, 300)))
            act = chance.choice((EventAct.NOTED, EventAct.CORRECTION_WITHDRAWN))
            unit.applications.update(replace(stored, state=target))
            unit.events.append(Event(day, "示例甲", act, case_id, stored.state.value, target.value))
            if chance.random() < 0.3:
                layer = chance.choice(list(Layer))
                unit.figures.say_layer(case_id, LayerSaid(layer, "示例甲", day))
            if chance.random() < 0.2:
                _promise(unit, case_id, chance)
        if chance.random() < 0.1:
            stored = unit.applications.get(case_id)
            unit.applications.update(replace(stored, values={**stored.values, "district": "改过的区"}))


def _promise(unit: UnitOfWork, case_id: int, chance: random.Random) -> None:
    """One standard more of a case, or another step of the last."""
    kept = unit.standards.of_case(case_id)
    named = Named(chance.choice(list(StandardLevel)), "示例规范")
    word = StandardWord(WordKind.TAKEN, "示例甲", unit.now, named)
    if kept and chance.random() < 0.6:
        stands, stage = chance.choice(list(Standing)), chance.choice((Stage.PROJECT, Stage.PUBLISHED, Stage.IN_FORCE))
        unit.standards.say(replace(chance.choice(kept), named=named, stage=stage, standing=stands), word)
    else:
        origin = chance.choice((Origin.FORM, Origin.OFFICER, Origin.EXTRA))
        unit.standards.add(PromisedStandard(case_id, len(kept) + 1, origin, named), word)


@pytest.fixture
def made(library: OpenLibrary) -> OpenLibrary:
    """A library full of random histories."""
    library.change(_invent)
    return library


_LEG_WORDS = {
    "registered": "checking", "checking": "checking", "returned_by_bureau": "checking",
    "awaiting_correction": "waiting", "reviewing": "reviewing", "challenged": "reviewing", "proposed": "signing",
    "signed_off": "sealing", "sealed": "sending", "batched": "sending",
}  # fmt: skip
_RECOMMENDED = {
    "signed_off", "sealed", "batched", "sent", "withdrawal_asked", "approved", "not_approved", "running", "extended",
    "accepted", "failed_acceptance", "closed", "pilot_ended",
}  # fmt: skip
_APPROVED = {"approved", "running", "extended", "accepted", "failed_acceptance", "closed", "pilot_ended"}
_GONE = {"withdrawn", "transferred", "lapsed", "recommendation_withdrawn"}


def naive(unit: UnitOfWork, season: str) -> dict[str, Counter[object]]:
    """The same figures once more, by someone who knows only the record and the cases."""
    main = inside(unit).main
    found: dict[str, Counter[object]] = {
        name: Counter() for name in ("figures", "days", *(part.value for part in Part), "used", "full", "old", "levels")
    }
    projects: set[tuple[str, int]] = set()
    cases = main.execute("SELECT id, season, state, sector, contact, registered_at FROM applications").fetchall()
    for case_id, its_season, state, sector, contact, registered_at in cases:
        if season not in (ALL_SEASONS, its_season) or state == "paired":
            continue
        values = unit.applications.get(case_id).values
        own = "WHERE application_id = ?"
        moved = f"SELECT at, from_state, to_state, act FROM events {own} AND from_state <> '' ORDER BY id"
        entries = main.execute(moved, (case_id,)).fetchall()
        since, days, corrected, concluded = registered_at[:10], Counter[str](), 0, ""
        for at, before, after, act in entries:
            word = _LEG_WORDS.get(before)
            if word:
                days[word] += (date.fromisoformat(at[:10]) - date.fromisoformat(since)).days
            corrected += (after == "awaiting_correction") - (
                before == "awaiting_correction" and act == "correction_withdrawn"
            )
            is_end = after in _RECOMMENDED or after == "declined"
            was_end = before in _RECOMMENDED or before == "declined"
            concluded = (concluded if was_end else at[:4]) if is_end else ""
            since = at[:10]
        layers = main.execute(
            "SELECT layer FROM case_layers WHERE application_id = ? ORDER BY id", (case_id,)
        ).fetchall()
        is_old = bool(concluded) and concluded > its_season
        said = {
            "received": True, "recommended": state in _RECOMMENDED, "approved": state in _APPROVED,
            "not_approved": state == "not_approved", "declined": state == "declined", "corrected": corrected > 0,
            "ended": state in _GONE, "concluded": state in _RECOMMENDED or state == "declined",
            "open": state not in _RECOMMENDED | _GONE | {"declined"}, "old": is_old,
        }  # fmt: skip
        found["figures"].update(name for name, is_it in said.items() if is_it)
        found["days"].update(days.items())
        for part, word in (
            ("sector", sector), ("contact", contact), ("kind", values.get("project_class", "")),
            ("district", values.get("district", "")), ("layer", layers[-1][0] if layers else ""),
        ):  # fmt: skip
            found[part][word] += 1
        for standard in unit.standards.of_case(case_id):
            if standard.standing is not Standing.STRUCK and standard.origin is not Origin.EXTRA:
                level, is_out = standard.named.level.value, standard.stage >= Stage.PUBLISHED
                found["levels"][level, "promised"] += 1
                found["levels"][level, "published"] += is_out
                found["levels"][level, "given_up"] += not is_out and standard.standing is Standing.GIVEN_UP
                projects.add((level, case_id))
        if concluded:
            used = days["checking"] + days["reviewing"] + days["signing"]
            found["old" if is_old else "used"][used] += 1
            if not is_old:
                found["full"][used + days["waiting"]] += 1
    found["levels"].update((level, "projects") for level, _ in projects)
    return found


def _said(view: FiguresView) -> dict[str, Counter[object]]:
    now = view.now
    return {
        "figures": Counter({figure.value: now.of(figure) for figure in Figure}),
        "days": Counter({(leg.value, days): n for leg in Leg for days, n in now.legs[leg].cases.items()}),
        **{part.value: Counter(now.parts[part]) for part in Part},
        "used": Counter(now.used.cases),
        "full": Counter(now.used_with_waiting.cases),
        "old": Counter(now.old.cases),
        "levels": Counter(
            {
                (one.level.value, name): count
                for one in now.levels
                for name, count in (
                    *((name, getattr(one, name)) for name in ("promised", "published", "given_up")),
                    ("projects", one.behind.cases),
                )
            }
        ),
    }


def test_the_figures_are_those_of_a_second_count(made: OpenLibrary) -> None:
    for season in (*SEASONS, ALL_SEASONS):
        said = _said(made.read(read_figures, season))
        counted = made.read(naive, season)
        assert {name: +its for name, its in said.items()} == {name: +its for name, its in counted.items()}
        assert counted["figures"]["received"] > 40
        assert min(len(counted["used"]), len(counted["old"]), counted["figures"]["corrected"]) > 2


def _links(view: FiguresView) -> Iterator[Behind]:
    yield from (view.now.behind(figure) for figure in Figure)
    yield from (bar.behind for part in OWN_WORDS for bar in view.bars(part))
    yield from (bar.behind for bar in (*view.outcomes(), *view.layers(view.now)))
    yield from (level.behind for level in view.now.levels)
    yield from (view.now.behind_taken(with_waiting) for with_waiting in (False, True))
    for leg in view.legs():
        yield from (leg.behind(), leg.behind(0), leg.behind(1, 3), leg.behind(14, None))


def test_each_figure_opens_as_many_cases_as_it_says(made: OpenLibrary) -> None:
    """Whatever is pressed on the page, the list has exactly so many lines."""

    def found(unit: UnitOfWork, season: str) -> list[tuple[str, int, int]]:
        view = read_figures(unit, season)
        return [
            (link.text, link.cases, unit.worklist.found(link.season, link.text, unit.actor)) for link in _links(view)
        ]

    for season in SEASONS:
        links = made.read(found, season)
        assert [link for link in links if link[1] != link[2]] == []
        assert sum(cases > 0 for _, cases, _ in links) > 40


def test_what_is_kept_with_every_act_is_what_a_whole_reckoning_gives(made: OpenLibrary) -> None:
    """A library of an earlier version gets the very rows that would have been kept."""

    def both(unit: UnitOfWork) -> None:
        main = inside(unit).main
        tables = ("case_figures", *COUNTS)
        reads = [f"SELECT * FROM {name}{_SAYING.get(name, '')}" for name in tables]
        kept = [sorted(main.execute(read).fetchall(), key=repr) for read in reads]
        assert all(kept)
        assert (differing_cases(main), list(differing_sums(main))) == (set(), [])
        for name in SUM_GUARDS:
            main.execute(f"DROP TRIGGER {name}")
        main.execute("DELETE FROM case_figures")
        add_all(main)
        recount(main)
        assert [sorted(main.execute(read).fetchall(), key=repr) for read in reads] == kept

    made.change(_undone(both))


def _undone(work: Callable[[UnitOfWork], None]) -> Callable[[UnitOfWork], None]:
    """Work of which nothing stays."""

    def act(unit: UnitOfWork) -> None:
        main = inside(unit).main
        main.execute("SAVEPOINT tried")
        work(unit)
        main.execute("ROLLBACK TO tried")

    return act


def test_an_empty_season_says_nothing_of_what_is_not_there(library: OpenLibrary) -> None:
    view = library.read(read_figures)
    assert (view.seasons, view.now.season, view.before, view.now.is_empty) == (("2024",), "2024", None, True)
    assert view.now.used.median is None
    assert view.bars(Part.SECTOR) == ()
    assert [len(one) for one in (view.trend, view.legs(), view.outcomes())] == [1, 6, 4]


def test_one_case_is_its_own_median_and_knows_no_year_before(library: OpenLibrary) -> None:
    def one(unit: UnitOfWork) -> None:
        case_id = unit.applications.add(new_case(1))
        day = datetime(2024, 5, 20, 10)
        for source, target in ((State.REGISTERED, State.REVIEWING), (State.REVIEWING, State.WITHDRAWN)):
            day += timedelta(days=3)
            unit.applications.update(replace(unit.applications.get(case_id), state=target))
            unit.events.append(Event(day, "示例甲", EventAct.NOTED, case_id, source.value, target.value))

    library.change(one)
    view = library.read(read_figures)
    assert (view.now.of(Figure.RECEIVED), view.now.of(Figure.ENDED), view.before) == (1, 1, None)
    assert (view.now.legs[Leg.CHECKING].median, view.now.legs[Leg.REVIEWING].p90, view.now.used.count) == (3, 3, 0)
    assert [bar.before for bar in view.bars(Part.SECTOR)] == [None]
