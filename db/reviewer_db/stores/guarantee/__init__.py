"""The guarantor's ledger in its tables."""
