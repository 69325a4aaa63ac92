"""The fonts of this machine: which one serves which role of the office's pages, and why."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from reviewer_app.services.ports.library import Cancelled, Library, Progress
from reviewer_app.services.ports.papers import FontChoice
from reviewer_ui.context import Context
from reviewer_ui.messages import sentence_of
from reviewer_ui.settings.card import SettingsCard, fit_rows
from reviewer_ui.theme import Tone
from reviewer_ui.widgets import FieldNote
from reviewer_ui.widgets.plain_table import ROW_HEIGHT, PlainTable
from reviewer_ui.widgets.rows_model import Column, RowsModel

FONTS: tuple[Column[FontChoice], ...] = (
    Column("用途", lambda choice: choice.role, 160),
    Column("字体", lambda choice: choice.family, 220),
    Column("原因", lambda choice: choice.reason),
)


class FontsCard(SettingsCard):
    """Read when it is first looked at: finding the fonts takes up to a second, beside the window."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__("字体", parent)
        self._context = context
        self.note = FieldNote("正在查看本机的字体。")
        self.model: RowsModel[FontChoice] = RowsModel(FONTS, self)
        self.table = PlainTable("各用途的字体")
        self.table.show_model(self.model)
        self.add_wide(self.table)
        self.add_buttons(self.note)
        self.refresh()

    def refresh(self) -> None:
        """Looks at the fonts again."""
        workshop = self._context.workshop
        if workshop is None:
            self.hide()
            return
        maker = workshop

        def work(_desk: Library, _progress: Progress, _cancelled: Cancelled) -> tuple[FontChoice, ...]:
            return maker.maker.font_choices()

        job = self._context.background.run_long(work, then=self._show, failed=self._refuse)
        self.destroyed.connect(job.forget)

    def _show(self, choices: tuple[FontChoice, ...]) -> None:
        self.model.show_rows(choices)
        fit_rows(self.table, len(choices), ROW_HEIGHT)
        self.note.say("公文用字缺少时，由其他字体补上；任何字体都没有的字，出件前会指出是哪一件、哪个字。")

    def _refuse(self, error: Exception) -> None:
        self.note.say(sentence_of(error), Tone.BAD)
