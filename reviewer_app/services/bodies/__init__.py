"""Technical bodies and line departments, and the ledger of consultations over the seasons."""
