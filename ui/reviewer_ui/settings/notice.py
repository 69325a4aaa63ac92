"""The notice in force: its pack, its days, who gets which sector, and what still has to be settled."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from reviewer_app.domain.notice import Contact, NoticePack
from reviewer_app.services.cases.registering import current_pack
from reviewer_ui.context import Context
from reviewer_ui.settings.card import SettingsCard, fit_rows
from reviewer_ui.theme import Tone
from reviewer_ui.widgets.plain_table import ROW_HEIGHT, PlainTable
from reviewer_ui.widgets.rows_model import Column, RowsModel

CONTACTS: tuple[Column[Contact], ...] = (
    Column("领域", lambda contact: "、".join(contact.sectors)),
    Column("联系人", lambda contact: contact.name, 120),
    Column("电话", lambda contact: contact.telephone, 180),
    Column("依据", lambda contact: contact.clause, 110),
)
#: The members of `Limits` in the office's words, in the order they are shown.
_LIMITS = {
    "applicant_deadline": "申报截止",
    "sending_deadline": "报送截止",
    "term_months": "试点期限",
    "extension_months": "延期",
    "copies_required": "纸质份数",
    "lookback_years": "回溯",
    "lookback_from": "回溯起算",
    "tell_defects_workdays": "一次性告知时限",
    "review_workdays": "初审时限",
    "correction_workdays": "补正时限",
    "opinion_characters": "意见字数上限",
    "look_up_days": "查询有效期",
}
_UNITS = {
    "months": "个月",
    "required": "份",
    "years": "年",
    "workdays": "个工作日（内部时限）",
    "characters": "字",
    "days": "日",
}


class NoticeCard(SettingsCard):
    """The season's notice pack, to be read; what no source settles is marked 待确认."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__("年度通知", parent)
        self._background = context.background
        self._title = self.add_value("通知")
        self._pack = self.add_value("规则包")
        self._hash = self.add_value("校验值")
        self._address = self.add_value("寄送地址")
        self._limits = {name: self.add_value(label) for name, label in _LIMITS.items()}
        self.unsettled = self.add_value("待确认")
        self.unsettled.set_tone(Tone.WARN)
        self.model: RowsModel[Contact] = RowsModel(CONTACTS, self)
        self.table = PlainTable("各领域联系人")
        self.table.show_model(self.model)
        self.add_wide(self.table)
        self.refresh()

    def refresh(self) -> None:
        """Reads the pack in force again."""
        self._background.run_read(current_pack, then=self._show)

    def limit(self, name: str) -> str:
        """What is shown of one of the season's limits."""
        return self._limits[name].text()

    def _show(self, pack: NoticePack) -> None:
        self._title.setText(f"{pack.title}（{pack.number}，{pack.issued_on} 印发）")
        self._pack.setText(f"{pack.id}　第 {pack.version} 版　{len(pack.fields)} 个栏目，{len(pack.rules)} 条核对项")
        self._hash.setText(pack.sha256)
        address = pack.address
        self._address.setText(f"{address.recipient}，{address.street}，邮编 {address.postcode}")
        for name, words in self._limits.items():
            mark = "（待确认）" if name in pack.limits.unsettled else ""
            words.setText(f"{_limit_text(pack, name)}{mark}")
        open_points = [_LIMITS[name] for name in pack.limits.unsettled if name in _LIMITS]
        open_points += pack.words.get("unsettled", ())
        self.unsettled.setText("；".join(open_points) or "没有")
        self.model.show_rows(pack.contacts)
        fit_rows(self.table, len(pack.contacts), ROW_HEIGHT)


def _limit_text(pack: NoticePack, name: str) -> str:
    value = getattr(pack.limits, name)
    if name == "lookback_from":
        labels = {field.id: field.label for field in pack.fields}
        named = {"applicant_deadline": "申报截止日", "today": "办理当日"}
        return labels.get(value) or named.get(value, str(value))
    unit = _UNITS.get(name.rsplit("_", 1)[-1], "")
    return f"{value} {unit}".strip()
