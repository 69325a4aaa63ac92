"""The words by which a form's fields are known, also where one letter was misread."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from reviewer_app.domain.notice import FieldKind, FieldRule
from reviewer_app.domain.values.normalised import bare_header_key, header_key

#: A label of so many letters is known with one of them wrong, if it is like no other.
_LONG_ENOUGH = 5
_LONGEST = 24
_COLON = re.compile("[:：]")
_FIGURES = re.compile("[0-9A-Z]")
FIGURED = (FieldKind.NUMBER, FieldKind.DATE, FieldKind.PHONE, FieldKind.CODE)
_HAN_TAIL = re.compile(r"[\u4e00-\u9fff（）()、/]{2,24}$")


@dataclass(frozen=True, slots=True)
class Label:
    """A field with how well it was named: 0 by its own label, 1 by another word, 2 by one with a letter misread."""

    field: FieldRule
    rank: int


class LabelBook:
    """The labels and other words of some fields."""

    def __init__(self, fields: Iterable[FieldRule]) -> None:
        self._known: dict[str, Label] = {}
        fields = tuple(fields)
        for field in fields:
            self._known.setdefault(header_key(field.label), Label(field, 0))
        for field in fields:
            for word in field.synonyms:
                if len(key := header_key(word)) > 1:
                    self._known.setdefault(key, Label(field, 1))
        self._long = [(key, one) for key, one in self._known.items() if len(key) >= _LONG_ENOUGH and one.rank == 0]

    def label(self, text: str) -> Label | None:
        """The field a text names and nothing else; brackets and signs around it do not matter."""
        if not 1 < len(text) <= 2 * _LONGEST:
            return None
        for key in (header_key(text), bare_header_key(text)):
            if key in self._known:
                return self._known[key]
        key = header_key(text)
        near = [one for known, one in self._long if len(known) == len(key) and _differing(known, key) == 1]
        return Label(near[0].field, 2) if len(near) == 1 else None

    def inside(self, text: str) -> list[tuple[int, int, Label]]:
        """Labels with a colon behind them in a run of text: where each begins, where its value does."""
        return list(self._inside(text))

    def before_figures(self, text: str) -> tuple[int, Label] | None:
        """A label that a reader ran together with the figures of its value: where they begin."""
        figures = _FIGURES.search(text)
        if figures is None or figures.start() < _LONG_ENOUGH - 1:
            return None
        known = self._known.get(header_key(text[: figures.start()]))
        return (figures.start(), known) if known and known.rank == 0 and known.field.kind in FIGURED else None

    def _inside(self, text: str) -> Iterator[tuple[int, int, Label]]:
        done = 0
        for colon in _COLON.finditer(text):
            tail = _HAN_TAIL.search(text, done, colon.start())
            # Another field's value may stand in front without a blank: the longest tail that is a label.
            for start in range(tail.start() if tail else colon.start(), colon.start() - 1):
                if (key := header_key(text[start : colon.start()])) in self._known:
                    yield start, colon.end(), self._known[key]
                    done = colon.end()
                    break


def _differing(one: str, other: str) -> int:
    return sum(first != second for first, second in zip(one, other, strict=True))
