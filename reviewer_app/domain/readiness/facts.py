"""What readiness is judged by: plain values of one case, its opinion, the person and the day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from reviewer_app.domain.application import Finding, PaperCopy, Source
from reviewer_app.domain.batch import SealStyle
from reviewer_app.domain.checklist import Answers, Verdict, verdict_of
from reviewer_app.domain.deadlines import lookback_window
from reviewer_app.domain.evidence.comparison import Comparison
from reviewer_app.domain.evidence.look_ups import LookUp
from reviewer_app.domain.evidence.own_lists import ListHit
from reviewer_app.domain.notice import ChecklistRule, GroupKind, NoticePack
from reviewer_app.domain.opinion import Opinion, Outcome, ProjectClass
from reviewer_app.domain.outside.consultations import Consultation


@dataclass(frozen=True, slots=True)
class Years:
    """First and last day of the years that count."""

    start: date
    end: date


@dataclass(frozen=True, slots=True)
class Proposal:
    """The opinion that is about to be submitted, or was: what it concludes, in which words, and by whom."""

    outcome: Outcome
    chosen: ProjectClass
    text: str = ""
    submitted_by: str = ""
    is_self_approved: bool = False

    @classmethod
    def of(cls, opinion: Opinion) -> Proposal:
        """The proposal of a stored opinion."""
        return cls(
            opinion.outcome, opinion.proposed_class, opinion.text, opinion.submitted_by, opinion.is_self_approved
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFacts:
    """All that readiness looks at.

    `list_hits` of the bureau's own lists are by rule id, `seal` is what a batch prints in the seal's place.
    """

    pack: NoticePack
    values: Mapping[str, str]
    findings: Sequence[Finding]
    answers: Answers
    papers: Sequence[PaperCopy]
    comparisons: Mapping[str, Comparison]
    today: date
    actor: str
    is_practice: bool
    source: Source = Source.PAPER
    allows_self_approval: bool = False
    look_ups: Sequence[LookUp] = ()
    consultations: Sequence[Consultation] = ()
    list_hits: Mapping[str, Sequence[ListHit]] = field(default_factory=dict)
    proposal: Proposal | None = None
    seal: SealStyle | None = None

    @property
    def recommends(self) -> bool:
        """Whether the opinion recommends the project."""
        return self.proposal is not None and self.proposal.outcome is Outcome.RECOMMEND

    @property
    def proposal_text(self) -> str:
        """The opinion's text, empty before there is one."""
        return self.proposal.text if self.proposal is not None else ""

    @property
    def window(self) -> Years:
        """The years a look-up has to cover (二（五）)."""
        return Years(*lookback_window(self.pack.limits, self.values, self.today))

    def verdict(self, rule: ChecklistRule) -> Verdict:
        """The standing answer of a point."""
        return verdict_of(rule, self.values, self.answers)

    def is_key(self, rule: ChecklistRule) -> bool:
        """Whether a point is one of those for key projects."""
        return self.pack.kind_of(rule) is GroupKind.KEY
