"""The words of the record, and the details under them."""

from reviewer_app.domain.record.details import FORMER_KEYS, detail_as_stored, keys_of
from reviewer_app.domain.record.words import TRACE, EventAct, RecordKey

__all__ = ["FORMER_KEYS", "TRACE", "EventAct", "RecordKey", "detail_as_stored", "keys_of"]
