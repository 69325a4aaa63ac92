"""The maker of documents: values and a template in, one checked PDF out; the same for preview, print and export."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reviewer_app.domain.documents import DocumentKind
from reviewer_app.outputs.papers.maker import DocumentPress
from reviewer_app.services.ports.papers import DocumentValues, FontChoice
from reviewer_app.services.ports.records import RecommendationValues

if TYPE_CHECKING:
    from reviewer_app.outputs.papers.templates import Template


class TemplateMaker:
    """Implements printing_ports.DocumentMaker; shares fonts with a press, and may be used from any thread."""

    def __init__(self, press: DocumentPress | None = None) -> None:
        self._press = press or DocumentPress()

    def document(self, values: DocumentValues, seal: str) -> bytes:
        """One PDF/A-2b document; `seal` is a `SealStyle` value.

        Raises RefusalError `font.missing`, `document.…`; TroubleError `template.…`.
        """
        from reviewer_app.outputs.papers.templates import check_values, shipped_template

        template = shipped_template(values.kind.value)
        if values.kind is DocumentKind.RECOMMENDATION:
            check_values(template, values)
            return self._press.recommendation(recommendation_values(values), seal)
        return self._from_template(template, values, seal)

    def font_choices(self) -> tuple[FontChoice, ...]:
        """Which font serves which role on this machine, and why."""
        chosen = self._press.book.choices()
        return tuple(FontChoice(each.role.label, each.family, str(each.path), each.why) for each in chosen)

    def _from_template(self, template: Template, values: DocumentValues, seal: str) -> bytes:
        from reviewer_app.outputs.papers.composing import document_pdf

        with self._press.typesetter() as setter:
            return document_pdf(setter, template, values, seal)


def recommendation_values(values: DocumentValues) -> RecommendationValues:
    """A recommendation's values from fields and tables by name."""
    told, tables = values.fields, values.tables
    return RecommendationValues(
        intake_number=told["intake_number"],
        document_number=values.number,
        season=told.get("season", ""),
        notice_title=told["notice_title"],
        notice_number=told["notice_number"],
        bureau=values.unit,
        project_name=told["project_name"],
        applicant=told.get("applicant", ""),
        facts=tuple((row[0], row[1]) for row in tables["facts"]),
        checklist=tuple((row[0], row[1], row[2], row[3]) for row in tables["checklist"]),
        lookback=told.get("lookback", ""),
        opinion_text=told["opinion_text"],
        outcome=told["outcome"],
        proposed_class=told.get("proposed_class", ""),
        handler=told["handler"],
        head=told["head"],
        signed_on=values.day,
        contact=told["contact"],
        is_self_approved=told.get("is_self_approved", "") == "是",
        audit_head=values.audit_head,
        pack=told["pack"],
        is_draft=values.is_draft,
        address=told.get("address", ""),
        reprint=values.reprint,
        made_at=values.made_at,
    )
