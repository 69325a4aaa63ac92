"""The tables of the road out: what each part of it keeps, made together in one step."""

from __future__ import annotations

from collections.abc import Mapping

from reviewer_db.tables.dispatch_check_tables import DISPATCH_CHECK_GUARDS, DISPATCH_CHECK_TABLES

#: Each part of the road has its own module of tables; here they are put together in the order in which they are made.
ROAD_TABLES: tuple[str, ...] = (*DISPATCH_CHECK_TABLES,)

#: The guards of these tables by name.
ROAD_GUARDS: Mapping[str, str] = {**DISPATCH_CHECK_GUARDS}
