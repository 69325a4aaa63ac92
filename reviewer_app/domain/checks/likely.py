"""What makes two cases of a season look like one case twice, or like one unit under two names or codes."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from reviewer_app.domain.checks.duplicates import applicant_key, project_key


class Likeness(StrEnum):
    """One thing that two cases have in common, or in common against the rest; shown with its words."""

    SAME_PROJECT = "same_project"
    CODE_TWO_NAMES = "code_two_names"
    NAME_TWO_CODES = "name_two_codes"
    OTHER_PROJECT = "other_project"


#: What makes a case a double; another project of the same unit is none.
DOUBLE = frozenset({Likeness.SAME_PROJECT, Likeness.CODE_TWO_NAMES, Likeness.NAME_TWO_CODES})


def likeness_of(own: Mapping[str, str], other: Mapping[str, str]) -> tuple[Likeness, ...]:
    """What two cases have in common; nothing where neither unit nor code is the same."""
    codes = own.get("credit_code", ""), other.get("credit_code", "")
    names = applicant_key(own), applicant_key(other)
    projects = project_key(own), project_key(other)
    is_code, is_name = _same(*codes), _same(*names)
    if not is_code and not is_name:
        return ()
    found = [Likeness.SAME_PROJECT if _same(*projects) else Likeness.OTHER_PROJECT]
    if is_code and all(names) and not is_name:
        found.append(Likeness.CODE_TWO_NAMES)
    if is_name and all(codes) and not is_code:
        found.append(Likeness.NAME_TWO_CODES)
    return tuple(found)


def _same(first: str, second: str) -> bool:
    return bool(first) and first == second
