"""The tables of the road out: what each part of it keeps, made together in one step."""

from __future__ import annotations

from collections.abc import Mapping

from reviewer_db.tables.stack_tables import STACK_GUARDS, STACK_TABLES

#: Each part of the road has its own module of tables; here they are put together in the order in which they are made.
ROAD_TABLES: tuple[str, ...] = (*STACK_TABLES,)

#: The guards of these tables by name.
ROAD_GUARDS: Mapping[str, str] = {**STACK_GUARDS}
