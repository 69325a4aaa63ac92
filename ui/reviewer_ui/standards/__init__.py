"""承诺标准: the section that shows what a project promised, its dialogs, and the band at a case."""

from reviewer_ui.standards.band import StandardsBand
from reviewer_ui.standards.section import StandardsSection

__all__ = ["StandardsBand", "StandardsSection"]
