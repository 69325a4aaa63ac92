"""Saying a case's layer: proposed by the words of its form, said by an officer, never set by itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from reviewer_app.domain.changes import Changes, Noun, changed
from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.figures.layers import UNSAID, Layer, Proposal, proposed_layers
from reviewer_app.domain.record import EventAct, RecordKey
from reviewer_app.services.cases.permissions import require_here, require_role
from reviewer_app.services.cases.recording import record
from reviewer_app.services.ports.after.figures import LayerSaid
from reviewer_app.services.ports.library import UnitOfWork
from reviewer_resources.phrases import sentence

#: The fields of the form in which a project's industry is told.
_FIELDS = ("project_name", "direction", "goal", "tasks")


@dataclass(frozen=True, slots=True)
class LayerView:
    """What stands of a case's layer and what its words point to."""

    number: str
    project: str
    said: LayerSaid | None
    proposals: tuple[Proposal, ...]


@cache
def layer_words() -> Mapping[Layer, tuple[str, ...]]:
    """The words that point to each layer, as the desk brings them along."""
    return {layer: tuple(sentence(f"layer_words.{layer.value}").split("、")) for layer in Layer}


def view_layer(unit: UnitOfWork, case_id: int) -> LayerView:
    """The layer of a case, and what may be proposed by the words of its form."""
    case = unit.applications.get(case_id)
    texts = [case.values.get(field, "") for field in _FIELDS]
    return LayerView(
        case.intake_number,
        case.project_name,
        unit.figures.layer_of(case_id),
        proposed_layers(texts, layer_words()),
    )


def say_layer(unit: UnitOfWork, case_id: int, layer: Layer) -> Changes:
    """Says which layer a case belongs to; for the figures alone, in any state of the case.

    Raises RefusalError `act.role_needed`, `act.recused`, `custody.…`, and `layer.same` when it is said already.
    """
    require_role(unit.actor, EventAct.LAYER_SAID)
    case = unit.applications.get(case_id)
    require_here(case)
    if case.is_kept_from(unit.actor.name):
        raise RefusalError("act.recused", act=sentence(f"event.{EventAct.LAYER_SAID}"))
    before = unit.figures.layer_of(case_id)
    if before is not None and before.layer is layer:
        raise RefusalError("layer.same", number=case.intake_number, layer=layer.label)
    unit.figures.say_layer(case_id, LayerSaid(layer, unit.actor.name, unit.now))
    detail: dict[str, str] = {
        RecordKey.VALUE_BEFORE: before.layer.label if before is not None else UNSAID,
        RecordKey.VALUE_AFTER: layer.label,
    }
    record(unit, case, EventAct.LAYER_SAID, detail=detail)
    return changed(Noun.CASE, Noun.FIGURES, application=case_id)
