"""往来名片: this desk's own card, and the cards of other desks, confirmed by the number read over the telephone."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from reviewer_app.domain.acts import may_do
from reviewer_app.domain.errors import TroubleError
from reviewer_app.domain.outside.custody import DeskCard, KnownDesk
from reviewer_app.domain.record import EventAct
from reviewer_app.durable import write_file
from reviewer_app.services.handover.cards import (
    confirm_card,
    issue_card,
    known_desks,
    own_card,
    remove_card,
)
from reviewer_app.services.ports.library import Cancelled, Library, Progress, UnitOfWork
from reviewer_ui.context import Context
from reviewer_ui.file_copy import place_dialog
from reviewer_ui.messages import sentence_of
from reviewer_ui.settings.card import SettingsCard, fit_rows
from reviewer_ui.theme import Tone
from reviewer_ui.widgets import Button, ButtonKind, FieldNote
from reviewer_ui.widgets.decision import DecisionDialog, Question
from reviewer_ui.widgets.form_dialog import FormDialog, FormField
from reviewer_ui.widgets.plain_table import ROW_HEIGHT, PlainTable
from reviewer_ui.widgets.rows_model import Column, RowsModel

KNOWN: tuple[Column[KnownDesk], ...] = (
    Column("名称", lambda one: one.card.name),
    Column("核对号", lambda one: one.card.check_number, 270),
    Column("确认人", lambda one: one.confirmed_by, 120),
    Column("确认日期", lambda one: f"{one.confirmed_at:%Y-%m-%d}", 120),
)
_HINT = "两边互换名片，并在电话里读出核对号，一致才确认。此后才能互相移交案件。"


class DesksCard(SettingsCard):
    """Everybody gives the own card away; an admin confirms those of others."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__("往来名片", parent)
        self._context = context
        self._background = context.background
        self.own = self.add_value("本库")
        self._own_name = ""
        self.model: RowsModel[KnownDesk] = RowsModel(KNOWN, self)
        self.table = PlainTable("已确认的往来方")
        self.table.show_model(self.model)
        self.note = FieldNote(_HINT)
        self.give = Button("存出本库名片…")
        self.add_file = Button("确认对方名片…", ButtonKind.PLAIN, "plus")
        self.remove = Button("移出名单", ButtonKind.DANGER)
        self.add_wide(self.table)
        self.add_buttons(self.give, self.add_file, self.remove, self.note)
        self._is_admin = may_do(context.background.library.user, EventAct.CARD_CONFIRMED)
        self.add_file.setVisible(self._is_admin)
        self.give.clicked.connect(self._ask_name)
        self.add_file.clicked.connect(self._ask_file)
        self.remove.clicked.connect(self._ask_removal)
        self.table.selectionModel().selectionChanged.connect(lambda _now, _before: self._show_choice())
        self.refresh()

    def refresh(self) -> None:
        """Reads the cards again."""
        self._background.run_read(_read, then=lambda found: self._show(*found))

    def give_card(self, name: str, path: Path) -> None:
        """Writes this desk's card to a file."""

        def work(library: Library, _progress: Progress, _cancelled: Cancelled) -> None:
            content = library.change(issue_card, name)
            try:
                write_file(path, content)
            except OSError as error:
                raise TroubleError("custody.not_writable", folder=str(path.parent)) from error

        self._background.run_long(work, then=lambda _none: self._given(path), failed=self._refuse)

    def take_file(self, path: Path) -> None:
        """Reads a card and asks for its number."""
        codec = self._context.parts.contents

        def work(_library: Library, _progress: Progress, _cancelled: Cancelled) -> DeskCard:
            return codec.card(path)

        self._background.run_long(work, then=self.ask_number, failed=self._refuse)

    def _show(self, own: DeskCard | None, desks: Sequence[KnownDesk]) -> None:
        self._own_name = own.name if own else ""
        self.own.setText(f"{own.name}　核对号 {own.check_number}" if own else "还没有名片，存出时起名")
        self.model.show_rows(desks)
        fit_rows(self.table, len(desks), ROW_HEIGHT)
        self.head.set_right(f"{len(desks)} 个往来方" if desks else "")
        self.remove.setVisible(self._is_admin and bool(desks))
        self._show_choice()

    def _show_choice(self) -> None:
        self.remove.setEnabled(self.table.selectionModel().hasSelection())

    def _ask_name(self) -> None:
        field = FormField("name", "本库名称", self._own_name, "对方看到的名称，如“窗口收件”“初审室”")
        says = "名片只含名称和公开的密钥，不含案件，可以用 U 盘或邮件送去。核对号请另在电话里读给对方。"
        dialog = FormDialog("存出本库名片", says, "选择位置…", (field,), self)

        def chosen(texts: dict[str, str]) -> None:
            dialog.accept()
            place = place_dialog(self._context.preferences, "存出本库名片", f"{texts['name']}.往来名片", self)
            place.fileSelected.connect(lambda path: self.give_card(texts["name"], Path(path)))
            place.open()

        dialog.confirmed.connect(chosen)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def ask_number(self, card: DeskCard) -> None:
        """Asks for the number that the other side reads aloud."""
        field = FormField("check_number", "对方读出的核对号", hint="六组数字，每组四位")
        says = f"这是“{card.name}”的名片。请打电话给对方，请他读出“往来名片”上的核对号，照读到的输入。"
        dialog = FormDialog("确认对方名片", says, "确认", (field,), self)

        def done(_changes: object) -> None:
            dialog.accept()
            self.refresh()
            self.note.say(f"已确认“{card.name}”，可以互相移交案件。", Tone.OK)

        dialog.confirmed.connect(
            lambda texts: self._background.run_change(
                confirm_card, card, texts["check_number"], then=done, failed=dialog.refuse
            )
        )
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _ask_removal(self) -> None:
        row = self.table.current_row()
        if row < 0:
            return
        card = self.model.row_at(row).card
        question = Question(
            title="移出名单",
            says=f"移出“{card.name}”后，不能再向它移交，也不能接收它的移交件；已移交出去的案件请先收回。",
            confirm="移出名单",
            is_destructive=True,
        )
        dialog = DecisionDialog(question, self)

        def done(_changes: object) -> None:
            dialog.accept()
            self.refresh()

        dialog.confirmed.connect(
            lambda _reason, _choice: self._background.run_change(
                remove_card, card.fingerprint, then=done, failed=dialog.refuse
            )
        )
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _given(self, path: Path) -> None:
        self.refresh()
        self.note.say(f"已存出“{path.name}”。请把核对号在电话里读给对方。", Tone.OK)

    def _refuse(self, error: Exception) -> None:
        self.note.say(sentence_of(error), Tone.BAD)

    def _ask_file(self) -> None:
        dialog = QFileDialog(self, "选择往来名片")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilter("往来名片 (*.往来名片);;全部文件 (*)")
        dialog.fileSelected.connect(lambda chosen: self.take_file(Path(chosen)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()


def _read(unit: UnitOfWork) -> tuple[DeskCard | None, tuple[KnownDesk, ...]]:
    return own_card(unit), known_desks(unit)
