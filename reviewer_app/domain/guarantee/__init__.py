"""The guarantor's years after an approval: term, visits, extension, acceptance, and what is due next."""
