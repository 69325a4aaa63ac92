"""The ways from a season's card to its notice: read it, lay it beside another, edit it, approve it."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QWidget

from reviewer_app.domain.documents import DocumentKind
from reviewer_app.domain.seasons.notice_lines import notice_lines
from reviewer_app.services.papers.printing import PrintOrder
from reviewer_app.services.seasons.approving import approve_pack
from reviewer_app.services.seasons.pack_door import PackProposal
from reviewer_app.services.seasons.page import SeasonPage
from reviewer_resources.phrases import sentence
from reviewer_ui.context import Context
from reviewer_ui.printing.opening import Previews
from reviewer_ui.widgets.decision import DecisionDialog, Question, Reason


class NoticeDoors(QObject):
    """Opens the dialogs of a notice; `proposed` carries an edited pack, `done` a sentence for the card."""

    proposed = Signal(object)  # PackProposal
    done = Signal(str)

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

        def take(proposal: PackProposal) -> None:
            dialog.accept()
            self.proposed.emit(proposal)

        dialog.proposed.connect(take)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def ask_to_approve(self, page: SeasonPage) -> None:
        """Asks the head for his word on the pack as it was read."""
        view = page.view
        lines = len(notice_lines(view.written))
        says = sentence("approval.ask", {"pack": view.written.called, "lines": lines, "season": view.season})
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
