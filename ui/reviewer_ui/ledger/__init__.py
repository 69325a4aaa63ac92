"""The place 台账: the guarantor's ledger, its list on one time axis, and the project chosen."""

from reviewer_ui.ledger.page import LedgerPage

__all__ = ["LedgerPage"]
