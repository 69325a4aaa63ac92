"""The registration form: the pack's fields by section, with what the automatic checks say beside each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from reviewer_app.domain.application import Finding
from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.notice import NoticePack
from reviewer_app.domain.routing import route
from reviewer_app.domain.values.credit_code import district_of, suggest
from reviewer_app.domain.values.normalised import normalise
from reviewer_resources.phrases import sentence
from reviewer_ui.intake.field_row import MISSING, FieldRow
from reviewer_ui.widgets import SectionHead, give_keys_to_ground
from reviewer_ui.widgets.field_editors import ChoiceEditor


def explanation(pack: NoticePack, field_id: str, values: Mapping[str, str]) -> str:
    """The line under a field for the values typed so far; the pack's own help where we have nothing to add."""
    if field_id == "credit_code" and values.get("credit_code"):
        district = district_of(values["credit_code"])
        return sentence("intake.issued_in", {"district": district}) if district else ""
    if field_id == "sector" and values.get("sector"):
        return _contact_line(pack, values["sector"])
    return pack.field(field_id).help


def suggested_code(values: Mapping[str, str]) -> str:
    """A credit code that would pass the check, when the typed one has look-alike letters; empty if there is none."""
    return suggest(values.get("credit_code", "")) or ""


def _contact_line(pack: NoticePack, sector: str) -> str:
    try:
        contact = route(pack, sector)
    except RefusalError as refusal:
        return sentence(refusal.code, refusal.values)
    places = {"sector": sector, "sectors": "、".join(contact.sectors), "clause": contact.clause}
    why = sentence("routing.why", places)
    return sentence("intake.contact", {"name": contact.name, "telephone": contact.telephone, "why": why})


class RegistrationForm(QScrollArea):
    """All fields of the season's form, one below the other, under the heads of their sections."""

    typed = Signal(str, str)
    """Field id and text, at every keystroke."""
    section_reached = Signal(int)
    """The section now at the top, while scrolling."""

    def __init__(self, pack: NoticePack, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.pack = pack
        self.rows = {rule.id: FieldRow(rule, pack) for rule in pack.fields}
        self._heads = {section: SectionHead(section) for section in pack.sections()}
        self._ids = {rule.label: rule.id for rule in pack.fields}
        self.setAccessibleName("申报表各栏")
        give_keys_to_ground(self)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        page = self._page()
        self.setWidget(page)
        # A scroll area paints its page in the window's grey; the card below shall be seen.
        page.setAutoFillBackground(False)
        self.viewport().setAutoFillBackground(False)
        self.verticalScrollBar().valueChanged.connect(self._tell_section)
        for row in self.rows.values():
            row.edited.connect(self._note_typing)
            row.left.connect(self._tidy)
        self.start_anew()

    def values(self) -> dict[str, str]:
        """What stands in the form, normalised by field, empty fields left out."""
        found = {rule.id: normalise(rule, self.rows[rule.id].editor.text()) for rule in self.pack.fields}
        return {key: text for key, text in found.items() if text}

    def fill(self, values: Mapping[str, str]) -> None:
        """Puts texts in, by field id; fields not named stay as they are."""
        for field_id, text in values.items():
            if field_id in self.rows:
                self.rows[field_id].editor.set_text(text)
        self._explain()

    def start_anew(self) -> None:
        """Empties the form for the next application."""
        for row in self.rows.values():
            row.editor.set_text("")
            row.start_anew()
        self.verticalScrollBar().setValue(0)
        self._explain()
        self.count_sections(())

    def show_findings(self, findings: Sequence[Finding], is_asked: bool = False) -> None:
        """Shows each finding under its field, and how many required fields a section still lacks."""
        for field_id, row in self.rows.items():
            row.show_findings([one for one in findings if self._ids.get(one.field) == field_id], is_asked)
        self.count_sections(findings)

    def missing_in(self, section: str, findings: Sequence[Finding]) -> int:
        """How many required fields of a section are still empty."""
        labels = {rule.label for rule in self.pack.fields if rule.section == section}
        return sum(one.id == MISSING and one.field in labels for one in findings)

    def count_sections(self, findings: Sequence[Finding]) -> None:
        """Writes into each section's head what is still missing there."""
        for section, head in self._heads.items():
            missing = self.missing_in(section, findings)
            head.set_right(f"必填还差 {missing} 项" if missing else "")

    def refuse(self, field_id: str, sentence: str) -> None:
        """Says a refusal beside its field and goes there."""
        self.rows[field_id].refuse(sentence)
        self.go_to(field_id)

    def go_to(self, field_id: str) -> None:
        """Brings a field into sight and puts the cursor there."""
        row = self.rows[field_id]
        self.ensureWidgetVisible(row, 0, 40)
        row.editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def go_to_section(self, section: str) -> None:
        """Brings a section's head to the top."""
        self.verticalScrollBar().setValue(self._heads[section].y())

    def _page(self) -> QWidget:
        page = QWidget()
        page.setObjectName("formPage")
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 16)
        column.setSpacing(0)
        for section, head in self._heads.items():
            column.addWidget(head)
            column.addSpacing(6)
            for rule in self.pack.fields:
                if rule.section == section:
                    column.addWidget(self.rows[rule.id])
            column.addSpacing(10)
        column.addStretch(1)
        return page

    def _note_typing(self, field_id: str) -> None:
        self.typed.emit(field_id, self.rows[field_id].editor.text())
        if field_id in ("credit_code", "sector"):
            self._explain()

    def _tidy(self, field_id: str) -> None:
        """Leaving a field writes it in the office's form (2024年5月8日 becomes 2024-05-08)."""
        editor = self.rows[field_id].editor
        tidy = normalise(self.pack.field(field_id), editor.text())
        if tidy and tidy != editor.text():
            editor.set_text(tidy)
            self.typed.emit(field_id, tidy)

    def _explain(self) -> None:
        values = self.values()
        for field_id, row in self.rows.items():
            row.explain(explanation(self.pack, field_id, values))
        self._offer_code(values)
        self._offer_directions(values.get("sector", ""))

    def _offer_code(self, values: Mapping[str, str]) -> None:
        row = self.rows.get("credit_code")
        if row is None:
            return
        better = suggested_code(values)
        row.offer(f"改为 {better}" if better else "", (lambda: self._take("credit_code", better)) if better else None)

    def _offer_directions(self, sector: str) -> None:
        row = self.rows.get("direction")
        if row is not None and isinstance(row.editor, ChoiceEditor):
            of_sector = self.pack.directions_of(sector) if sector else ()
            every = tuple(dict.fromkeys(entry for group in self.pack.directions for entry in group.entries))
            row.editor.offer(of_sector or every)

    def _take(self, field_id: str, text: str) -> None:
        self.rows[field_id].editor.set_text(text)
        self._note_typing(field_id)

    def _tell_section(self, top: int) -> None:
        reached = [place for place, head in enumerate(self._heads.values()) if head.y() <= top + 40]
        self.section_reached.emit(reached[-1] if reached else 0)
