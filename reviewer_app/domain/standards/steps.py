"""What may be said of a promised standard: names, numbers, stages in order with their days, reasons."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.limits.lengths import TextKind, check_length
from reviewer_app.domain.standards.promise import Named, PromisedStandard, Stage, Standing, WordKind
from reviewer_app.domain.values.normalised import one_line
from reviewer_app.domain.values.standard_number import StandardLevel, level_of, number_key, read_number

#: So many years back a stage may have been reached, and so many ahead a published standard comes into force.
_YEARS_BACK, _YEARS_AHEAD = 15, 3
#: A promise is for a year between these, counted from today's.
_PROMISED_BACK, _PROMISED_AHEAD = 10, 10


def checked_name(level: StandardLevel, name: str, year: str, number: str, today: date) -> Named:
    """A standard's names as they are kept.

    Raises RefusalError `standard.year`, `standard.number_form`, `standard.number_other_level`,
    `standard.number_ahead`, `text.too_long`, each with its field.
    """
    words, plain_year, typed = (" ".join(one_line(text).split()) for text in (name, year, number))
    words = words.removeprefix("《").removesuffix("》") if words.count("《") == 1 else words
    check_length(words, TextKind.SUBJECT, "name")
    plain_year = plain_year.removesuffix("年").strip()
    if plain_year and not _is_year(plain_year, today):
        raise RefusalError("standard.year", field="year", text=year.strip())
    _check_number(level, typed, today)
    return Named(level, words, plain_year, typed)


def check_amended(standard: PromisedStandard, named: Named) -> None:
    """Refuses other names of a standard where they would take from it what its stage needs.

    Raises RefusalError `standard.same_names`, `standard.number_needed`, `standard.name_needed`, `standard.not_counted`.
    """
    _check_counts(standard)
    if named == standard.named:
        raise RefusalError("standard.same_names")
    if standard.stage >= Stage.PUBLISHED:
        _check_complete(named)


def check_reached(standard: PromisedStandard, stage: Stage, day: date, named: Named, today: date) -> None:
    """Refuses a stage that cannot come next, or its day.

    Stages may be left out, for an enterprise's standard is not sent for comment; that it was published may not. Only
    the day from which a standard is in force may lie ahead.
    Raises RefusalError `standard.…` with its field.
    """
    _check_counts(standard)
    if standard.standing is Standing.GIVEN_UP:
        raise RefusalError("standard.given_up_already")
    if stage is Stage.NOT_BEGUN or stage <= standard.stage:
        raise RefusalError("standard.stage_back", field="stage", stage=stage.label, stands=standard.stage.label)
    if stage is Stage.IN_FORCE and standard.stage is not Stage.PUBLISHED:
        raise RefusalError("standard.publish_first", field="stage")
    if day > today and stage is not Stage.IN_FORCE:
        raise RefusalError("standard.day_ahead", field="day", day=day)
    if day.year > today.year + _YEARS_AHEAD or day.year < today.year - _YEARS_BACK:
        raise RefusalError("standard.day_far", field="day", day=day)
    last = standard.last_day
    if last is not None and day < last:
        raise RefusalError(
            "standard.day_order", field="day", day=day, stage=stage.label, before=standard.stage.label, last=last
        )
    if stage >= Stage.PUBLISHED:
        _check_complete(named)


def check_step_back(standard: PromisedStandard, stage: Stage, reason: str) -> None:
    """Refuses a step back that is none, or has no reason (RefusalError `standard.not_back`, `standard.reason`)."""
    _check_counts(standard)
    if stage >= standard.stage:
        raise RefusalError("standard.not_back", field="stage", stage=stage.label, stands=standard.stage.label)
    if standard.days and stage is not Stage.NOT_BEGUN and standard.day_of(stage) is None:
        raise RefusalError("standard.never_reached", field="stage", stage=stage.label)
    check_reason(reason)


def check_standing(standard: PromisedStandard, kind: WordKind, reason: str) -> None:
    """Refuses to end a line that is ended, or to take up one that stands.

    Raises RefusalError `standard.ended_already`, `standard.stands`, `standard.published_stands`, `standard.reason`.
    """
    stands = standard.standing is Standing.STANDS
    if kind is WordKind.RESUMED and stands:
        raise RefusalError("standard.stands")
    if kind is not WordKind.RESUMED and not stands:
        raise RefusalError("standard.ended_already", standing=standard.standing.label)
    if kind is WordKind.GIVEN_UP and standard.is_published:
        raise RefusalError("standard.published_stands")
    check_reason(reason)


def check_reason(reason: str) -> None:
    """Refuses an empty reason, and one that no line takes (RefusalError `standard.reason`, `text.too_long`)."""
    if not reason.strip():
        raise RefusalError("standard.reason", field="reason")
    check_length(reason, TextKind.REASON, "reason")


def doubts_of(named: Named, day: date | None, others: Iterable[tuple[str, str]]) -> tuple[RefusalError, ...]:
    """What is odd about a number and yet can be right; `others` are (number, where it stands) of other standards.

    Codes `standard.number_twice`, `standard.number_elsewhere`, `standard.year_differs`.
    """
    if not named.number:
        return ()
    found = []
    key = number_key(named.number)
    where = [place for number, place in others if number_key(number) == key]
    if where:
        places = "、".join(where[:3])
        found.append(RefusalError("standard.number_twice", field="number", number=named.number, where=places))
    read = read_number(named.number, named.level)
    if read is not None and read.is_elsewhere:
        found.append(RefusalError("standard.number_elsewhere", field="number", number=named.number))
    if read is not None and day is not None and read.year != day.year:
        found.append(RefusalError("standard.year_differs", field="number", year=read.year, day=day))
    return tuple(found)


def _check_number(level: StandardLevel, number: str, today: date) -> None:
    if not number:
        return
    check_length(number, TextKind.NAME, "number")
    read = read_number(number, level)
    if read is None:
        other = level_of(number)
        if other is not None:
            raise RefusalError(
                "standard.number_other_level", field="number", number=number, level=level.label, other=other.label
            )
        raise RefusalError(
            "standard.number_form", field="number", number=number, level=level.label, example=level.example
        )
    if read.year > today.year:
        raise RefusalError("standard.number_ahead", field="number", number=number, year=read.year)


def _check_complete(named: Named) -> None:
    if not named.name:
        raise RefusalError("standard.name_needed", field="name")
    if not named.number:
        raise RefusalError("standard.number_needed", field="number")


def _check_counts(standard: PromisedStandard) -> None:
    if not standard.counts:
        raise RefusalError("standard.not_counted")


def _is_year(text: str, today: date) -> bool:
    if not (text.isascii() and text.isdecimal() and len(text) == 4):
        return False
    return today.year - _PROMISED_BACK <= int(text) <= today.year + _PROMISED_AHEAD
