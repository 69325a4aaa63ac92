"""Working a case: registering, checking, reviewing, and who may do what."""
