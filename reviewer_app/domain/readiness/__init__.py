"""Whether a case is ready for an act, and what is still open: asked before anything of it leaves a person's hands."""

from reviewer_app.domain.readiness.asking import open_points, readiness
from reviewer_app.domain.readiness.facts import CaseFacts, Proposal
from reviewer_app.domain.readiness.points import OPEN_PLACE, Place, PlaceKind, Point, PointForce, is_reason, plain
from reviewer_app.domain.readiness.settled import Ground, may_be_settled, settled_points
from reviewer_app.domain.readiness.tallies import Tally, TallyKind, tallies

__all__ = [
    "OPEN_PLACE",
    "CaseFacts",
    "Ground",
    "Place",
    "PlaceKind",
    "Point",
    "PointForce",
    "Proposal",
    "Tally",
    "TallyKind",
    "is_reason",
    "may_be_settled",
    "open_points",
    "plain",
    "readiness",
    "settled_points",
    "tallies",
]
