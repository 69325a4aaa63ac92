"""The ways from a season's card to its notice: read it, lay it beside another, edit it, approve it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QWidget

from reviewer_app.domain.documents import DocumentKind
from reviewer_app.domain.outside.custody import DeskCard
from reviewer_app.domain.outside.signed_pack import ENDING
from reviewer_app.domain.seasons.notice_lines import notice_lines
from reviewer_app.services.handover.cards import own_card
from reviewer_app.services.handover.signed_packs import sign_pack
from reviewer_app.services.papers.printing import PrintOrder
from reviewer_app.services.ports.library import Cancelled, Library, Progress
from reviewer_app.services.seasons.approving import approve_pack
from reviewer_app.services.seasons.page import SeasonPage
from reviewer_resources.phrases import sentence
from reviewer_ui.context import Context
from reviewer_ui.file_copy import place_dialog
from reviewer_ui.messages import sentence_of
from reviewer_ui.printing.opening import Previews
from reviewer_ui.widgets.decision import DecisionDialog, Question, Reason


class NoticeDoors(QObject):
    """Opens the dialogs of a notice; `proposed` carries an edited pack, `done` and `refused` what the card says."""

    proposed = Signal(str, object, object, object)  # season, PackProposal, PackDraft, the editor it comes from
    done = Signal(str)
    refused = Signal(str)

    def __init__(self, context: Context, card: QWidget) -> None:
        super().__init__(card)
        self._context = context
        self._card = card
        self._previews = Previews(context, card)

    def read(self, page: SeasonPage) -> None:
        """Shows the reading version of the season's pack, to be printed and signed."""
        self._previews.show(PrintOrder(DocumentKind.PACK_READING, extra=(("pack", page.view.written.sha256),)))

    def compare(self, page: SeasonPage) -> None:
        """Lays the season's notice beside the one before it."""
        from reviewer_ui.seasons.notices import NoticesDialog

        dialog = NoticesDialog(self._context, page.view.season, self._card)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def edit(self, page: SeasonPage) -> None:
        """Opens the editor on the season's pack; what it makes comes in as a new version, asked about before."""
        from reviewer_ui.seasons.editor import PackEditor

        dialog = PackEditor(self._context, page.view.season, self._card)
        dialog.proposed.connect(lambda proposal, draft: self.proposed.emit(page.view.season, proposal, draft, dialog))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def sign(self, page: SeasonPage) -> None:
        """Says what goes out under this desk's key, then asks for a place and writes the signed file there."""
        self._context.background.run_read(
            own_card, then=lambda card: self._ask_to_sign(page, card), failed=self._say_refused
        )

    def save_signed(self, season: str, sha256: str, path: Path) -> None:
        """Signs the season's pack and writes the file."""

        def work(library: Library, _progress: Progress, _cancelled: Cancelled) -> DeskCard:
            return sign_pack(library, season, sha256, path)

        def tell(card: DeskCard) -> None:
            said = {"file": path.name, "check_number": card.check_number}
            self.done.emit(sentence("signed_pack.saved", said))

        self._context.background.run_long(work, then=tell, failed=self._say_refused)

    def _ask_to_sign(self, page: SeasonPage, card: DeskCard | None) -> None:
        if card is None:
            self.refused.emit(sentence("signed_pack.no_keys"))
            return
        pack = page.view.written
        says = sentence("signed_pack.ask", {"pack": pack.called, "check_number": card.check_number})
        question = Question(f"另存{page.view.season}年度签名规则包", says, "签名并选择位置…", is_final=True)
        dialog = DecisionDialog(question, self._card)

        def choose(_reason: str, _choice: str) -> None:
            dialog.accept()
            name = f"{pack.id}-第{pack.version}版{ENDING}"
            place = place_dialog(self._context.preferences, "另存为签名规则包", name, self._card)
            place.fileSelected.connect(lambda path: self.save_signed(page.view.season, pack.sha256, Path(path)))
            place.open()

        dialog.confirmed.connect(choose)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _say_refused(self, error: Exception) -> None:
        self.refused.emit(sentence_of(error))

    def ask_to_approve(self, page: SeasonPage) -> None:
        """Asks the head for his word on the pack as it was read."""
        view = page.view
        lines = len(notice_lines(view.written))
        says = sentence("approval.ask", {"pack": view.written.called, "lines": lines, "season": view.season})
        if page.came_as:
            says += sentence("approval.came_as", {"came": page.came_as})
        question = Question(
            f"审定{view.season}年度规则包", says, "审定", reason=Reason.REQUIRED, reason_label="审定意见"
        )
        dialog = DecisionDialog(question, self._card)

        def finish(_changes: object) -> None:
            dialog.accept()
            self.done.emit(f"{view.written.called}已审定。")

        dialog.confirmed.connect(
            lambda words, _choice: self._context.background.run_change(
                approve_pack, view.season, view.written.sha256, words, then=finish, failed=dialog.refuse
            )
        )
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
