"""How a check speaks: a finding with the rule's severity, clause and message, and the label of the field."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from reviewer_app.domain.application import Finding
from reviewer_app.domain.notice import CheckRule, NoticePack

Values = Mapping[str, str]
Found = list[Finding]
#: Looks at one application's normalised values and adds what it finds.
Check = Callable[[Values, Found], None]
#: Makes the check of one rule of a pack ready.
Maker = Callable[[NoticePack, CheckRule], Check]

#: A value is quoted in a message up to so many characters.
_QUOTED = 40


class Speaker:
    """Says one check's findings: severity, clause and message of the rule, label of the field."""

    def __init__(self, pack: NoticePack, rule: CheckRule) -> None:
        self._rule = rule
        self._labels = {field.id: field.label for field in pack.fields}

    def say(self, field_id: str, value: str = "", **places: object) -> Finding:
        """A finding about a field."""
        rule, label = self._rule, self._labels[field_id]
        quoted = value if len(value) <= _QUOTED else value[:_QUOTED] + "…"
        message = rule.message.format(label=label, value=quoted, **places)
        return Finding(rule.id, rule.severity, label, rule.clause, message)
