"""Technical bodies and line departments: whom to ask there, and what each supported in which year."""
