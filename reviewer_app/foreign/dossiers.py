"""Files of a case judged and bound into its dossier in child processes: one that is their end is found and left out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from reviewer_app.domain.errors import TroubleError
from reviewer_app.foreign.child import in_child
from reviewer_app.foreign.limits import Limits
from reviewer_app.services.ports.dispatch.archiving import DAMAGED, Binding, Fate, Paper

_JUDGE = "reviewer_app.outputs.pdf.dossier.binding:judge"
_BIND = "reviewer_app.outputs.pdf.dossier.binding:bind"
#: Whole pages are checked letter by letter.
_PATIENT = Limits(seconds=30.0)
#: How a file ends its child; so many such ends are enough for one case, the rest of a stretch is not tried any more.
_ENDS, _MOST_ENDS = frozenset({"foreign.died", "foreign.too_slow", "foreign.too_much", "foreign.failed"}), 10
#: A single file that takes longer than this is a trap.
_ALONE = Limits(seconds=8.0)


class ForeignBinder:
    """Implements ports.DossierBinder; `digits` gives the outlines of 0 to 9 for the pages' numbers."""

    def __init__(self, digits: Callable[[], tuple[str, ...]]) -> None:
        self._digits = digits

    def look(self, papers: Sequence[Paper], is_strict: bool) -> tuple[Fate, ...]:
        """What can become of each file; TroubleError `foreign.not_started`."""
        return _Trial(papers, is_strict).fates()

    def bind(self, binding: Binding) -> bytes:
        """The dossier; RefusalError `document.not_archival`, TroubleError `foreign.…`."""
        size = len(binding.contents) + sum(len(paper.content) for paper in binding.papers)
        limits = _PATIENT.for_size(size)
        asked = replace(binding, digits=self._digits())
        return in_child(_BIND, bytes, binding.title, asked, limits=limits)


class _Trial:
    """All files in one child; where it does not come back they are halved until the one that ended it is found."""

    def __init__(self, papers: Sequence[Paper], is_strict: bool) -> None:
        self._papers, self._is_strict, self._ends = tuple(papers), is_strict, 0

    def fates(self) -> tuple[Fate, ...]:
        """One fate for each file."""
        return self._among(self._papers) if self._papers else ()

    def _among(self, papers: tuple[Paper, ...]) -> tuple[Fate, ...]:
        if self._ends >= _MOST_ENDS:
            # What was made here is known to be sound.
            return tuple(Fate(1) if one.is_own else Fate(why=DAMAGED) for one in papers)
        limits = (_ALONE if len(papers) == 1 else _PATIENT).for_size(sum(len(one.content) for one in papers))
        try:
            found = in_child(_JUDGE, tuple[Fate, ...], papers[0].name, papers, self._is_strict, limits=limits)
        except TroubleError as trouble:
            if trouble.code not in _ENDS:
                raise
        else:
            if len(found) == len(papers):
                return found
        self._ends += 1
        if len(papers) == 1:
            return (Fate(why=DAMAGED),)
        middle = len(papers) // 2
        return (*self._among(papers[:middle]), *self._among(papers[middle:]))
