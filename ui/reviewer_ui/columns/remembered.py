"""How the columns of a head were given by hand, remembered on this machine by the head's fingerprint."""

from __future__ import annotations

import json
from collections.abc import Mapping

from reviewer_app.services.ports.records import NO_HEAD, ReadChoice
from reviewer_ui.columns.dialog import ListedColumns
from reviewer_ui.preferences import Preferences

_KEY = "intake/columns"
_MOST = 60


class RememberedColumns:
    """Fingerprint of a head → column's place → id of its field; the newest last."""

    def __init__(self, preferences: Preferences, key: str = _KEY) -> None:
        """Under another `key` for lists of another kind."""
        self._preferences, self._key = preferences, key

    def of(self, fingerprint: str) -> dict[str, str] | None:
        """What was given by hand under a head; None when nothing was."""
        return self.all().get(fingerprint)

    def all(self) -> dict[str, dict[str, str]]:
        """Everything remembered; what is spoilt in the file is forgotten."""
        try:
            kept = json.loads(self._preferences.text(self._key, "{}"))
        except ValueError:
            return {}
        if not isinstance(kept, dict):
            return {}
        return {
            str(head): {str(place): str(name) for place, name in fields.items()}
            for head, fields in kept.items()
            if isinstance(fields, dict)
        }

    def keep(self, fingerprint: str, fields: Mapping[str, str]) -> None:
        """Remembers what was given by hand under a head."""
        kept = self.all()
        kept.pop(fingerprint, None)
        kept[fingerprint] = dict(fields)
        newest = dict(list(kept.items())[-_MOST:])
        self._preferences.put(self._key, json.dumps(newest, ensure_ascii=False))


def remembered_choice(kept: Mapping[str, Mapping[str, str]], sheet: ListedColumns) -> ReadChoice | None:
    """The choice to read a list again by, where its head is one that was dealt with by hand."""
    fields = kept.get(sheet.fingerprint) if sheet.fingerprint else None
    return ReadChoice(sheet.sheet_name, sheet.header_row or NO_HEAD, dict(fields)) if fields else None
