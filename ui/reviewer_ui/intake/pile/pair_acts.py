"""What is said of pairs on the page of the pile: by the proposal in sight, or by hand, each told in the page's line."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QWidget

from reviewer_app.domain.application import Source
from reviewer_app.domain.errors import RefusalError
from reviewer_app.services.intake.halves import Halves
from reviewer_resources.phrases import sentence
from reviewer_ui.context import Context
from reviewer_ui.intake.pile.by_hand import ByHandDialog
from reviewer_ui.intake.pile.day import PairDone, say_of_pair
from reviewer_ui.intake.pile.pairs import PairsCard
from reviewer_ui.intake.pile.scan_card import ScanCard
from reviewer_ui.intake.pile.today import HalvesCard
from reviewer_ui.kept_texts import KeptTexts
from reviewer_ui.messages import sentence_of
from reviewer_ui.theme import Tone


class PairActs(QObject):
    """Joins the two cards of halves to the services; `said` tells that something was said of a pair."""

    said = Signal(object)  # PairDone

    def __init__(
        self, context: Context, parts: ScanCard, pairs: PairsCard, halves: HalvesCard, window: QWidget
    ) -> None:
        super().__init__(window)
        self._context, self._parts, self._halves, self._window = context, parts, halves, window
        self.halves_read: Halves | None = None
        self.by_hand: ByHandDialog | None = None
        pairs.accepted.connect(lambda paper, online: self._say("done", paper, online))
        pairs.refused.connect(lambda paper, online: self._say("refused", paper, online))
        pairs.parted.connect(lambda paper, online: self._say("parted", paper, online))
        halves.by_hand.connect(self.pair_by_hand)

    def pair_by_hand(self) -> None:
        """Asks for the other half of the case chosen among the halves."""
        chosen, read = self._halves.chosen, self.halves_read
        if chosen is None or read is None:
            self._parts.note.say(sentence("pairing.choose_half"), Tone.WARN)
            return
        source, half = chosen
        others = read.paper if source is Source.ONLINE else (*read.online, *read.begun)
        dialog = ByHandDialog(half, source, others, self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.confirmed.connect(lambda paper, online, reason: self._say("done", paper, online, reason, dialog))
        KeptTexts(self._context, dialog, f"by_hand:{half.case_id}", {"reason": dialog.reason})
        self.by_hand = dialog
        dialog.open()

    def _say(
        self, told: str, paper_id: int, online_id: int, reason: str = "", dialog: ByHandDialog | None = None
    ) -> None:
        refuse: Callable[[Exception], None] = self._say_failed if dialog is None else dialog.refuse
        paper = self._parts.card.paper
        if paper is not None and self._parts.has_open_set and paper.case_id in (paper_id, online_id):
            # What was marked and not taken in would be of a case that is another by then.
            refuse(RefusalError("paper_set.take_first", number=paper.intake_number))
            return

        def done(result: PairDone) -> None:
            if dialog is not None and not dialog.is_left:
                dialog.accept()
            values = {"paper": result.paper, "online": result.online, "left": result.left}
            self._parts.note.say(sentence("pairing.left" if result.left else f"pairing.{told}", values), Tone.OK)
            self.said.emit(result)

        self._context.background.run_change(say_of_pair, told, paper_id, online_id, reason, then=done, failed=refuse)

    def _say_failed(self, error: Exception) -> None:
        self._parts.note.say(sentence_of(error), Tone.BAD)
