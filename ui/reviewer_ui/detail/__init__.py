"""The case: its values, papers, findings, routing and history."""
