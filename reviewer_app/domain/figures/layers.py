"""The layer of a case (未来、新兴、传统产业): said by an officer, at most proposed by the words of the project."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from reviewer_app.domain.values.folding import searched


class Layer(StrEnum):
    """One of the three layers; stored, with its word."""

    FUTURE = "future"
    EMERGING = "emerging"
    TRADITIONAL = "traditional"

    @property
    def label(self) -> str:
        """The layer's word."""
        return {"future": "未来", "emerging": "新兴", "traditional": "传统"}[self.value]


#: The word for a case of which nobody has said the layer.
UNSAID = "未定"


@dataclass(frozen=True, slots=True)
class Proposal:
    """A layer that words of the form point to, and the words; the officer decides."""

    layer: Layer
    words: tuple[str, ...]


def proposed_layers(texts: Iterable[str], words: Mapping[Layer, Sequence[str]]) -> tuple[Proposal, ...]:
    """The layers whose words stand in the texts, that of most words first; none when nothing points anywhere."""
    folded = "\n".join(searched(text) for text in texts)
    found = [
        Proposal(layer, hits)
        for layer, its in words.items()
        if (hits := tuple(word for word in its if searched(word) in folded))
    ]
    return tuple(sorted(found, key=lambda one: -len(one.words)))
