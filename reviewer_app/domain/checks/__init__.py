"""The automatic checks of an application: the closed set of operators and their findings.

Whoever asks for an operator finds all of them: the modules in which checks are written are loaded here.
"""

from reviewer_app.domain.checks import duplicates, form, values
from reviewer_app.domain.checks.spec import OPERATORS, OperatorSpec

__all__ = ["OPERATORS", "OperatorSpec", "duplicates", "form", "values"]
