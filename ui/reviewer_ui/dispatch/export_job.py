"""The export of the ticked cases as the window runs it: one at a time, with cancel; what stopped ones left behind."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from reviewer_app.domain.batch import SealStyle
from reviewer_app.domain.dispatch.changes import Supplement
from reviewer_app.domain.errors import OfficeError, RefusalError
from reviewer_app.services.dispatch.dispatching import list_batches
from reviewer_app.services.dispatch.exporting import BatchResult, export_batch
from reviewer_app.services.dispatch.unfinished import discard_unfinished
from reviewer_app.services.papers.batch_letters import NewLetter, coming_letters, issue_letters, plan_letters
from reviewer_app.services.ports.library import Cancelled, Library, Progress
from reviewer_app.services.ports.parts import Parts
from reviewer_resources.phrases import sentence
from reviewer_ui.background import Job
from reviewer_ui.context import Context
from reviewer_ui.dispatch.batch_options import BatchOptions
from reviewer_ui.messages import sentence_of
from reviewer_ui.theme import Tone

#: Where exports were begun and not finished is kept on this machine, so that nothing of a case is left lying about.
_BEGUN_KEY = "dispatch/begun"


class ExportJob(QObject):
    """Exports cases as the options say; `exported` carries the result of one that was finished."""

    exported = Signal(object)  # BatchResult

    def __init__(self, context: Context, options: BatchOptions, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context, self._options = context, options
        self._job: Job | None = None
        self.is_running = False
        #: The cases last asked about, and the letters that were shown for them.
        self._asked: list[int] = []
        self._coming: tuple[NewLetter, ...] = ()
        options.cancel_pressed.connect(self._cancel)

    def foresee(self, ids: list[int]) -> None:
        """Shows under which numbers the letters of a batch of these cases would be issued."""
        self._asked, self._coming = ids, ()
        self._options.show_coming("")
        if ids:
            if not self._context.background.is_synchronous:
                # What prints is loaded while the officer still looks through the list.
                self._context.parts.maker.expect(len(ids))
            read = self._context.background.run_read
            read(coming_letters, ids, then=partial(self._show_coming, ids), failed=partial(self._show_refused, ids))

    def _show_coming(self, ids: list[int], letters: tuple[NewLetter, ...]) -> None:
        if ids == self._asked:
            self._coming = letters
            called = "、".join(f"{one.called}（{one.contact}）" if one.contact else one.called for one in letters)
            self._options.show_coming(sentence("letters.coming", {"called": called}))

    def _show_refused(self, ids: list[int], error: Exception) -> None:
        if ids == self._asked:
            self._options.show_coming(sentence("letters.coming_refused", {"why": sentence_of(error)}))

    def start(self, ids: list[int], supplement: Supplement | None = None) -> None:
        """Exports some cases, as a supplement if told so; afterwards everything is in its folder, or nothing is."""
        options = self._options
        if not ids or self.is_running:
            return
        if not options.folder.line.text().strip():
            options.refuse_folder(sentence("export.no_folder"))
            return
        self.is_running = True
        options.show_exporting(len(ids))
        target, earlier = options.folder.target(), self._begun()
        self._context.preferences.put(_BEGUN_KEY, sorted({str(target), *map(str, earlier)}))
        shown = tuple(one.called for one in self._coming) if ids == self._asked else ()
        letters = shown if options.with_letters() else None
        self._job = self._context.background.run_long(
            _exporting(self._context.parts, ids, target, options.seal(), earlier, supplement, letters),
            then=self._take_result,
            failed=self._show_failure,
            progress=options.progress.set_progress,
        )

    def _take_result(self, result: BatchResult) -> None:
        self.is_running = False
        if result.is_cancelled:
            self._options.show_ended("已取消，没有写出任何文件。")
            return
        self._context.preferences.put(_BEGUN_KEY, [])
        self._options.remember_folder()
        self._options.show_ended()
        self.exported.emit(result)

    def _show_failure(self, error: Exception) -> None:
        self.is_running = False
        if isinstance(error, OfficeError) and error.values.get("field") == "folder":
            self._options.refuse_folder(sentence_of(error))
        else:
            self._options.show_ended(sentence_of(error), Tone.BAD)

    def _begun(self) -> frozenset[Path]:
        """Where exports were begun and none was finished since, also by a window that was killed."""
        return frozenset(Path(place) for place in self._context.preferences.texts(_BEGUN_KEY))

    def _cancel(self) -> None:
        if self._job is not None:
            self._job.cancel()


def _exporting(
    parts: Parts,
    ids: list[int],
    folder: Path,
    seal: SealStyle,
    earlier: frozenset[Path],
    supplement: Supplement | None,
    letters: tuple[str, ...] | None,
) -> Callable[[Library, Progress, Cancelled], BatchResult]:
    """The long job of an export; what earlier ones that stopped elsewhere had ready is cleared away once it is done.

    `letters` are the numbers that were shown for its letters; None where none are asked for.
    """

    def work(library: Library, on_progress: Progress, is_cancelled: Cancelled) -> BatchResult:
        result = export_batch(library, parts.maker, ids, folder, seal, on_progress, is_cancelled, supplement=supplement)
        for place in earlier - {folder} if not result.is_cancelled else ():
            discard_unfinished(place)
        if result.is_cancelled or letters is None:
            return result
        return replace(result, letters_refused=_issued(library, parts, result.number, letters))

    return work


def _issued(library: Library, parts: Parts, number: int, shown: tuple[str, ...]) -> str:
    """Issues the letters of the batch just made; why not, where refused: the batch stands, and they can follow."""
    try:
        batch = next(one for one in library.read(list_batches) if one.number == number)
        plan = library.read(plan_letters, batch.id)
        if shown and tuple(one.called for one in plan.new) != shown:
            raise RefusalError("letters.overtaken", number=number)
        issue_letters(library, parts, batch.id, seen=plan if shown else None)
    except OfficeError as error:
        return sentence_of(error)
    return ""
