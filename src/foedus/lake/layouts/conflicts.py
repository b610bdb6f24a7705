"""Disputes and armed conflicts: MID, UCDP.

A dispute's `value` is its level of hostility: 1 no militarised action, 2 threat, 3 display, 4 use of force, 5 war; its
code THREATEN, MOBILIZE, ASSAULT, AT_WAR, or none. UCDP counts a year with 1000 deaths in battle as war, with 25 as
minor conflict: AT_WAR and ASSAULT; `value` is that level, 2 or 1.
"""

from foedus.lake.layouts.layout import Layout, integer

_HOSTILITY = (
    "CASE {level} WHEN 5 THEN 'AT_WAR' WHEN 4 THEN 'ASSAULT' WHEN 3 THEN 'MOBILIZE' WHEN 2 THEN 'THREATEN' END AS code"
)


def _dispute(level: str) -> str:
    return f"{_HOSTILITY.format(level=level)}, 'dispute' AS kinds, nullif({level}, -9)::DOUBLE AS value"


# UCDP lists several states in one cell: "652, 640".
_SIDE = (
    "list_filter(list_distinct(str_split_regex(concat_ws(',', {first}, {second}), '\\s*[,;]\\s*')), lambda s: s <> '')"
)
_BATTLE = "CASE {level} WHEN 2 THEN 'AT_WAR' WHEN 1 THEN 'ASSAULT' END AS code"

CONFLICTS = (
    Layout(
        "mid",
        "directed dyad-year",
        "dyad_year",
        ("dispnum", "ccode1", "ccode2", "year", "sidea1", "sidea2", "hostlev1", "hostlev2"),
        f"SELECT ccode1 AS a, ccode2 AS b, {integer('year')} AS year, {_dispute(integer('hostlev1'))}, "
        "dispnum AS native_id FROM raw WHERE sidea1 <> sidea2",
        directed=True,
        version="version",
        drops="two states on one side",
    ),
    Layout(
        "mid",
        "dyadic",
        "dyad_year",
        ("disno", "statea", "stateb", "year", "hihosta", "hihostb"),
        f"SELECT statea AS a, stateb AS b, {integer('year')} AS year, {_dispute(integer('hihosta'))}, "
        "disno AS native_id FROM raw",
        directed=True,
        version="version",
    ),
    Layout(
        "mid",
        "participants (MIDB)",
        "dyad_year",
        ("dispnum", "ccode", "styear", "endyear", "sidea", "hostlev"),
        "SELECT x.ccode AS a, y.ccode AS b, "
        f"unnest(range(greatest({integer('x.styear')}, {integer('y.styear')}), "
        f"least({integer('x.endyear')}, {integer('y.endyear')}) + 1)) AS year, {_dispute(integer('x.hostlev'))}, "
        "x.dispnum AS native_id FROM raw x JOIN raw y ON x.dispnum = y.dispnum AND x.sidea <> y.sidea",
        directed=True,
        version="version",
    ),
    Layout(
        "ucdp",
        "conflict or dyad year",
        "dyad_year",
        ("conflict_id", "year", "gwno_a", "gwno_b", "intensity_level", "type_of_conflict"),
        f"SELECT x.n AS a, y.n AS b, year, {_BATTLE.format(level='level')}, 'conflict' AS kinds, level::DOUBLE AS "
        "value, native_id FROM (SELECT *, "
        f"{_SIDE.format(first='gwno_a', second='gwno_a_2nd')} AS sides_a, "
        f"{_SIDE.format(first='gwno_b', second='gwno_b_2nd')} AS sides_b, {integer('intensity_level')} AS level, "
        f"conflict_id AS native_id FROM (SELECT * REPLACE ({integer('year')} AS year) FROM raw "
        "WHERE type_of_conflict IN ('2', 'interstate'))) t, unnest(t.sides_a) AS x(n), unnest(t.sides_b) AS y(n) "
        "WHERE x.n <> y.n",
        version="version",
        version_in_name=r"(\d\d)_?(\d)(?!\d)",
        drops="not between states",
        dropped="type_of_conflict NOT IN ('2', 'interstate')",
    ),
    Layout(
        "ucdp",
        "georeferenced events",
        "event",
        ("id", "type_of_violence", "date_start", "best", "gwnoa", "gwnob", "dyad_name"),
        "SELECT id, gwnoa AS a, gwnob AS b, TRY_CAST(left(date_start, 10) AS DATE) AS date, 'ASSAULT' AS code, "
        f"'battle' AS native, 4 AS quad_class, NULL::DOUBLE AS score, true AS official, {integer('best')} AS mentions "
        "FROM raw WHERE gwnoa <> '' AND gwnob <> ''",
        directed=True,
        version_in_name=r"(\d\d)_(\d)(?!\d)",
        drops="not between states",
    ),
)
