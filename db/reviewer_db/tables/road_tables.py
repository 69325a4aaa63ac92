"""The tables of the road out: what each part of it keeps, made together in one step."""

from __future__ import annotations

from collections.abc import Mapping

from reviewer_db.tables.print_tables import PRINT_GUARDS, PRINT_TABLES

#: Each part of the road has its own module of tables; here they are put together in the order in which they are made.
ROAD_TABLES: tuple[str, ...] = (*PRINT_TABLES,)

#: The guards of these tables by name.
ROAD_GUARDS: Mapping[str, str] = {**PRINT_GUARDS}
