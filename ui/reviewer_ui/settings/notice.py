"""The notice in force: its pack, its hash, and who gets which sector."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from reviewer_app.domain.notice import Contact, NoticePack
from reviewer_app.services.cases.registering import current_pack
from reviewer_ui.context import Context
from reviewer_ui.settings.card import SettingsCard, fit_rows
from reviewer_ui.widgets.plain_table import ROW_HEIGHT, PlainTable
from reviewer_ui.widgets.rows_model import Column, RowsModel

CONTACTS: tuple[Column[Contact], ...] = (
    Column("领域", lambda contact: "、".join(contact.sectors)),
    Column("联系人", lambda contact: contact.name, 120),
    Column("电话", lambda contact: contact.telephone, 180),
    Column("依据", lambda contact: contact.clause, 110),
)


class NoticeCard(SettingsCard):
    """The season's notice pack, to be read."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__("年度通知", parent)
        self._background = context.background
        self._title = self.add_value("通知")
        self._pack = self.add_value("规则包")
        self._hash = self.add_value("校验值")
        self._address = self.add_value("寄送地址")
        self.model: RowsModel[Contact] = RowsModel(CONTACTS, self)
        self.table = PlainTable("各领域联系人")
        self.table.show_model(self.model)
        self.add_wide(self.table)
        self.refresh()

    def refresh(self) -> None:
        """Reads the pack in force again."""
        self._background.run_read(current_pack, then=self._show)

    def _show(self, pack: NoticePack) -> None:
        self._title.setText(f"{pack.title}（{pack.number}，{pack.issued_on} 印发）")
        self._pack.setText(f"{pack.id}　第 {pack.version} 版　{len(pack.fields)} 个栏目，{len(pack.rules)} 条核对项")
        self._hash.setText(pack.sha256)
        address = pack.address
        self._address.setText(f"{address.recipient}，{address.street}，邮编 {address.postcode}")
        self.model.show_rows(pack.contacts)
        fit_rows(self.table, len(pack.contacts), ROW_HEIGHT)
