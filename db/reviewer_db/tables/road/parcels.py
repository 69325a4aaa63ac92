"""The tables of the parcels: which there are of a batch, what was done with each, and where every copy was put.

Nothing in them is ever changed: an act that is undone has a line that says so, and a copy lies where it was put last.
"""

from __future__ import annotations

#: `contact` is whom alone a parcel is for, '' for all. `day` is the day outside: of posting, receipt or return. A copy
#: is of a case, or of its parcel alone: then `of_parcel` tells of which. `parcel_id` is the parcel it lies in or left
#: with.
PARCEL_TABLES = (
    """CREATE TABLE parcels (
        id INTEGER PRIMARY KEY, batch_id INTEGER NOT NULL REFERENCES batches (id), number INTEGER NOT NULL,
        contact TEXT NOT NULL, planned_by TEXT NOT NULL, planned_at TEXT NOT NULL
    ) STRICT""",
    """CREATE TABLE parcel_acts (
        id INTEGER PRIMARY KEY, parcel_id INTEGER NOT NULL REFERENCES parcels (id), act TEXT NOT NULL,
        day TEXT NOT NULL, courier TEXT NOT NULL, waybill TEXT NOT NULL, person TEXT NOT NULL, reason TEXT NOT NULL,
        done_by TEXT NOT NULL, done_at TEXT NOT NULL
    ) STRICT""",
    """CREATE TABLE copy_moves (
        id INTEGER PRIMARY KEY, application_id INTEGER REFERENCES applications (id),
        of_parcel INTEGER REFERENCES parcels (id), kind TEXT NOT NULL, paper TEXT NOT NULL, number INTEGER NOT NULL,
        place TEXT NOT NULL, parcel_id INTEGER REFERENCES parcels (id), reason TEXT NOT NULL, moved_by TEXT NOT NULL,
        moved_at TEXT NOT NULL, CHECK ((application_id IS NULL) <> (of_parcel IS NULL))
    ) STRICT""",
    "CREATE INDEX parcels_of_batch ON parcels (batch_id)",
    "CREATE INDEX parcel_acts_of_parcel ON parcel_acts (parcel_id)",
    "CREATE INDEX copy_moves_of_case ON copy_moves (application_id)",
    "CREATE INDEX copy_moves_of_parcel ON copy_moves (of_parcel)",
)

_LAST_ACT = "SELECT act FROM parcel_acts WHERE parcel_id = new.parcel_id ORDER BY id DESC LIMIT 1"


def _stays(table: str, thing: str) -> dict[str, str]:
    return {
        f"{table}_never_change": f"""BEFORE UPDATE ON {table} BEGIN
        SELECT raise(ABORT, '{thing} is never changed'); END""",
        f"{table}_never_vanish": f"""BEFORE DELETE ON {table} BEGIN
        SELECT raise(ABORT, '{thing} is never erased'); END""",
    }


PARCEL_GUARDS = {
    **_stays("parcels", "a parcel that was planned"),
    **_stays("parcel_acts", "what was done with a parcel"),
    **_stays("copy_moves", "where a copy was put"),
    # Posting that is undone leaves the parcel closed, with all that lay in it.
    "copy_moves_into_open_parcels": f"""BEFORE INSERT ON copy_moves WHEN new.place = 'parcel'
        AND coalesce(({_LAST_ACT}), 'opened') NOT IN ('opened', 'posting_undone') BEGIN
        SELECT raise(ABORT, 'nothing is put into a parcel that is closed'); END""",
    "parcel_acts_post_what_is_closed": f"""BEFORE INSERT ON parcel_acts WHEN new.act = 'posted'
        AND coalesce(({_LAST_ACT}), 'opened') NOT IN ('closed', 'posting_undone') BEGIN
        SELECT raise(ABORT, 'only a closed parcel is posted'); END""",
    "sent_batches_come_back_by_a_parcel": """BEFORE UPDATE OF sent_at ON batches
        WHEN old.sent_at IS NOT NULL AND new.sent_at IS NULL AND NOT EXISTS (
        SELECT 1 FROM parcels WHERE batch_id = old.id AND (
        SELECT act FROM parcel_acts WHERE parcel_id = parcels.id ORDER BY id DESC LIMIT 1) = 'posting_undone') BEGIN
        SELECT raise(ABORT, 'a batch comes back by a parcel whose posting is undone'); END""",
}
