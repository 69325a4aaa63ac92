"""The register of papers that left the office and came in, as a place of the window."""

from reviewer_ui.register.page import RegisterPage

__all__ = ["RegisterPage"]
