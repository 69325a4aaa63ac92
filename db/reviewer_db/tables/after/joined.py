"""The tables of what follows the sending: what each part of it keeps, made together in one step."""

from __future__ import annotations

from collections.abc import Mapping

from reviewer_db.tables.after.bodies import BODY_GUARDS, BODY_TABLES
from reviewer_db.tables.after.figure_sums import SUM_GUARDS
from reviewer_db.tables.after.figures import FIGURE_GUARDS, FIGURE_TABLES
from reviewer_db.tables.after.guarantee import GUARANTEE_GUARDS, GUARANTEE_TABLES
from reviewer_db.tables.after.regulations import REGULATION_GUARDS, REGULATION_TABLES
from reviewer_db.tables.after.retention import RETENTION_GUARDS, RETENTION_TABLES
from reviewer_db.tables.after.standards import STANDARD_GUARDS, STANDARD_TABLES

#: Each part has its own module of tables beside this one; here they are put together in the order in which they are
#: made.
AFTER_TABLES: tuple[str, ...] = (
    *RETENTION_TABLES,
    *GUARANTEE_TABLES,
    *FIGURE_TABLES,
    *STANDARD_TABLES,
    *BODY_TABLES,
    *REGULATION_TABLES,
)

#: The guards of these tables by name.
AFTER_GUARDS: Mapping[str, str] = {
    **RETENTION_GUARDS,
    **GUARANTEE_GUARDS,
    **FIGURE_GUARDS,
    **SUM_GUARDS,
    **STANDARD_GUARDS,
    **BODY_GUARDS,
    **REGULATION_GUARDS,
}
