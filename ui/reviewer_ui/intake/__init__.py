"""Getting applications in: typing one and importing a list."""

from reviewer_ui.intake.page import IntakePage
from reviewer_ui.intake.preview import PreviewPane
from reviewer_ui.intake.register import RegisterDialog

__all__ = ["IntakePage", "PreviewPane", "RegisterDialog"]
