"""Documents that leave the office: pages, sheets, seals and proofs."""
