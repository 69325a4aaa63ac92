"""The tables of the road out: what each part of it keeps, made together in one step."""

from __future__ import annotations

from collections.abc import Mapping

from reviewer_db.tables.road.batch_changes import BATCH_CHANGE_GUARDS, BATCH_CHANGE_TABLES
from reviewer_db.tables.road.dispatch_check import DISPATCH_CHECK_GUARDS, DISPATCH_CHECK_TABLES
from reviewer_db.tables.road.parcels import PARCEL_GUARDS, PARCEL_TABLES
from reviewer_db.tables.road.prints import PRINT_GUARDS, PRINT_TABLES
from reviewer_db.tables.road.seals import SEAL_GUARDS, SEAL_TABLES, STACK_GUARDS, STACK_TABLES

#: Each part of the road has its own module of tables; here they are put together in the order in which they are made.
ROAD_TABLES: tuple[str, ...] = (
    *BATCH_CHANGE_TABLES,
    *SEAL_TABLES,
    *PARCEL_TABLES,
    *STACK_TABLES,
    *PRINT_TABLES,
    *DISPATCH_CHECK_TABLES,
)

#: The guards of these tables by name.
ROAD_GUARDS: Mapping[str, str] = {
    **BATCH_CHANGE_GUARDS,
    **SEAL_GUARDS,
    **PARCEL_GUARDS,
    **STACK_GUARDS,
    **PRINT_GUARDS,
    **DISPATCH_CHECK_GUARDS,
}
