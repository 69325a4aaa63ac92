"""The tables of the figures: what an officer said of a case's layer, and what is counted with every act.

`case_figures` has a row for every case: by what it is counted and the days it took. Nothing stands there that does not
follow from the case, its record and its layer. `figure_counts` and `figure_days` were its sums; the first was made into
several by a later step (`figure_sums`). Cases that are not counted (the paper half of an online one, a copy put aside)
have a row and are in no sum.
"""

from __future__ import annotations

from reviewer_app.domain.figures.counts import NOT_COUNTED, Part
from reviewer_app.domain.figures.days import Leg

#: The day counts of `case_figures`: the parts of the road, and all of the office's own up to the conclusion.
LEGS = tuple(leg.value for leg in Leg)
USED, USED_WITH_WAITING = "used", "used_with_waiting"
DAYS = (*LEGS, USED, USED_WITH_WAITING)
#: By what the cases are told apart in the sums.
PARTS = tuple(part.value for part in Part)
_KEYS = ("season", "stage", *PARTS, "corrected", "is_old")
_NOT_COUNTED = ", ".join(str(state.rule.number) for state in sorted(NOT_COUNTED))
#: The rows that are in the sums, with the name of the row put in.
COUNTED = "{row}.is_void = 0 AND {row}.stage NOT IN (" + _NOT_COUNTED + ")"

FIGURE_TABLES = (
    """CREATE TABLE case_layers (
        id INTEGER PRIMARY KEY, application_id INTEGER NOT NULL REFERENCES applications (id), layer TEXT NOT NULL,
        said_by TEXT NOT NULL, said_at TEXT NOT NULL
    ) STRICT""",
    "CREATE INDEX layers_of_case ON case_layers (application_id, id)",
    f"""CREATE TABLE case_figures (
        application_id INTEGER PRIMARY KEY REFERENCES applications (id), season TEXT NOT NULL, stage INTEGER NOT NULL,
        {", ".join(f"{part} TEXT NOT NULL" for part in PARTS)}, is_void INTEGER NOT NULL, corrected INTEGER NOT NULL,
        is_old INTEGER NOT NULL, {", ".join(f"{name} INTEGER" for name in DAYS)}
    ) STRICT""",
    "CREATE INDEX figures_of_season ON case_figures (season)",
    f"""CREATE TABLE figure_counts (
        season TEXT NOT NULL, stage INTEGER NOT NULL, {", ".join(f"{part} TEXT NOT NULL" for part in PARTS)},
        corrected INTEGER NOT NULL, is_old INTEGER NOT NULL, cases INTEGER NOT NULL, PRIMARY KEY ({", ".join(_KEYS)})
    ) STRICT, WITHOUT ROWID""",
    """CREATE TABLE figure_days (
        season TEXT NOT NULL, leg TEXT NOT NULL, is_old INTEGER NOT NULL, days INTEGER NOT NULL,
        cases INTEGER NOT NULL, PRIMARY KEY (season, leg, is_old, days)
    ) STRICT, WITHOUT ROWID""",
)

#: A case as it is counted, before anything is known of its days; for a statement that has the form as `v`.
_KIND = "coalesce(json_extract(v.form, '$.project_class'), '')"
_DISTRICT = "coalesce(json_extract(v.form, '$.district'), '')"
_LAYER = "coalesce((SELECT l.layer FROM case_layers l WHERE l.application_id = a.id ORDER BY l.id DESC LIMIT 1), '')"
ADDED = (
    "SELECT a.id, a.season, a.stage, a.sector, a.contact, "
    f"{_KIND}, {_DISTRICT}, {_LAYER}, 0, 0, 0{', NULL' * len(DAYS)} "
    "FROM applications a JOIN case_values v ON v.id = a.id"
)
#: The sums anew, for a library that had none.
SUMS = (
    f"INSERT INTO figure_counts SELECT {', '.join(_KEYS)}, count(*) FROM case_figures f "
    f"WHERE {COUNTED.format(row='f')} GROUP BY {', '.join(_KEYS)}",
    *(
        f"INSERT INTO figure_days SELECT season, '{name}', is_old, {name}, count(*) FROM case_figures f "
        f"WHERE {COUNTED.format(row='f')} AND {name} IS NOT NULL GROUP BY season, is_old, {name}"
        for name in DAYS
    ),
)


_VOID = "new.stand = 'away' AND instr(new.recalled, new.package_hash) > 0"
_SET_VOID = f"UPDATE case_figures SET is_void = {_VOID} WHERE application_id = new.application_id;"
_FOLLOWED = ("season", "stage", "sector", "contact")

FIGURE_GUARDS = {
    "case_layers_never_change": """BEFORE UPDATE ON case_layers BEGIN
        SELECT raise(ABORT, 'what was said of a layer is never changed'); END""",
    "case_layers_never_vanish": """BEFORE DELETE ON case_layers BEGIN
        SELECT raise(ABORT, 'what was said of a layer is never erased'); END""",
    "figure_added": f"""AFTER INSERT ON case_values BEGIN
        INSERT INTO case_figures {ADDED} WHERE a.id = new.id; END""",
    "figure_form": f"""AFTER UPDATE OF form ON case_values BEGIN
        UPDATE case_figures SET (kind, district) = (
            SELECT {_KIND}, {_DISTRICT} FROM case_values v WHERE v.id = new.id)
        WHERE application_id = new.id; END""",
    "figure_moved": f"""AFTER UPDATE OF {", ".join(_FOLLOWED)} ON applications
        WHEN EXISTS (SELECT 1 FROM case_figures f WHERE f.application_id = new.id
        AND ({", ".join(f"f.{name}" for name in _FOLLOWED)}) IS NOT ({", ".join(f"new.{name}" for name in _FOLLOWED)}))
        BEGIN
        UPDATE case_figures SET {", ".join(f"{name} = new.{name}" for name in _FOLLOWED)}
        WHERE application_id = new.id; END""",
    "figure_layer": """AFTER INSERT ON case_layers BEGIN
        UPDATE case_figures SET layer = new.layer WHERE application_id = new.application_id; END""",
    "figure_void_from_custody": f"""AFTER INSERT ON custody WHEN {_VOID} BEGIN {_SET_VOID} END""",
    "figure_void_by_custody": f"""AFTER UPDATE OF stand, recalled, package_hash ON custody BEGIN {_SET_VOID} END""",
    "figure_removed": """BEFORE DELETE ON applications BEGIN
        DELETE FROM case_figures WHERE application_id = old.id; END""",
}
