"""Alliances: Correlates of War and ATOP. Every row becomes one row for each year it was in force.

`kinds` is made of defense, offense, neutrality, nonaggression, entente, consultation. `code` is ALLIED where a pact
of any of these kinds was in force, null where the row has none. `value` is the rank of Signorino and Ritter (1999),
after Bueno de Mesquita: 3 defense (offense counts with it), 2 neutrality or nonaggression, 1 entente or consultation,
0 none.
"""

from foedus.lake.layouts.layout import Layout, integer, kinds

# {until} is filled in by `importing`: the last year covered.
_YEARS = "unnest(range({start}, least(coalesce({end}, {{until}}), {{until}}) + 1))"


def _pact(columns: dict[str, str], *, prefix: str = "") -> str:
    named = {kind: prefix + column for kind, column in columns.items()}
    words = kinds(**named)
    return (
        f"CASE WHEN {words} <> '' THEN 'ALLIED' END AS code, {words} AS kinds, "
        f"CASE WHEN {words} LIKE '%defense%' OR {words} LIKE '%offense%' THEN 3 "
        f"WHEN {words} LIKE '%neutrality%' OR {words} LIKE '%nonaggression%' THEN 2 "
        f"WHEN {words} <> '' THEN 1 ELSE 0 END::DOUBLE AS value"
    )


_COW = {"defense": "defense", "neutrality": "neutrality", "nonaggression": "nonaggression", "entente": "entente"}
_COW_TABLE = {kind: f"cow_{name}" for kind, name in zip(_COW, ("defense", "neutral", "nonagg", "entente"), strict=True)}
_ATOP = {
    "defense": "defense",
    "offense": "offense",
    "neutrality": "neutral",
    "nonaggression": "nonagg",
    "consultation": "consul",
}


def _ordered(first: str, second: str) -> str:
    """Return SQL for two numbers, the lower first: what holds both ways is kept once."""
    one, two = integer(first), integer(second)
    return f"least({one}, {two})::VARCHAR AS a, greatest({one}, {two})::VARCHAR AS b"


def _spells(start: str, end: str) -> str:
    return _YEARS.format(start=integer(start), end=f"nullif({integer(end)}, 0)")


def _between_members(member: str, start: str, end: str, treaty: str, pact: str) -> str:
    """Return SQL that pairs the members of a treaty in the years in which both were members."""
    years = _YEARS.format(
        start=f"greatest({integer('x.' + start)}, {integer('y.' + start)})",
        end=f"least(coalesce(nullif({integer('x.' + end)}, 0), {{until}}), "
        f"coalesce(nullif({integer('y.' + end)}, 0), {{until}}))",
    )
    return (
        f"SELECT DISTINCT x.{member} AS a, y.{member} AS b, {years} AS year, {pact}, x.{treaty} AS native_id "
        f"FROM raw x JOIN raw y ON x.{treaty} = y.{treaty} AND x.{member} <> y.{member} "
    )


_BY_YEAR = (
    f"SELECT DISTINCT {_ordered('ccode1', 'ccode2')}, nullif({integer('year')}, 0) AS year, {_pact(_COW)}, "
    "version4id AS native_id FROM raw"
)

ALLIANCES = (
    Layout(
        "cow-alliances",
        "by_dyad_yearly",
        "dyad_year",
        ("version4id", "ccode1", "ccode2", "year", "defense", "neutrality", "nonaggression", "entente"),
        _BY_YEAR,
        version="version",
    ),
    Layout(
        "cow-alliances",
        "by_dyad",
        "dyad_year",
        ("version4id", "ccode1", "ccode2", "dyad_st_year", "dyad_end_year", "defense", "neutrality", "entente"),
        f"SELECT DISTINCT {_ordered('ccode1', 'ccode2')}, {_spells('dyad_st_year', 'dyad_end_year')} AS year, "
        f"{_pact(_COW)}, version4id AS native_id FROM raw",
        lacks=("year",),
        version="version",
    ),
    Layout(
        "cow-alliances",
        "by_member_yearly",
        "dyad_year",
        ("version4id", "ccode", "year", "defense", "neutrality", "nonaggression", "entente"),
        f"SELECT DISTINCT x.ccode AS a, y.ccode AS b, {integer('x.year')} AS year, {_pact(_COW, prefix='x.')}, "
        "x.version4id AS native_id FROM raw x JOIN raw y ON x.version4id = y.version4id AND x.year = y.year "
        f"AND {integer('x.ccode')} < {integer('y.ccode')}",
        version="version",
    ),
    Layout(
        "cow-alliances",
        "by_member",
        "dyad_year",
        ("version4id", "ccode", "mem_st_year", "mem_end_year", "defense", "neutrality", "entente"),
        _between_members("ccode", "mem_st_year", "mem_end_year", "version4id", _pact(_COW, prefix="x."))
        + f"AND {integer('x.ccode')} < {integer('y.ccode')}",
        lacks=("year",),
        version="version",
    ),
    Layout(
        "cow-alliances",
        "peacesciencer",
        "dyad_year",
        ("ccode1", "ccode2", "year", "cow_defense", "cow_neutral", "cow_nonagg", "cow_entente"),
        f"SELECT {_ordered('ccode1', 'ccode2')}, {integer('year')} AS year, {_pact(_COW_TABLE)}, "
        "NULL AS native_id FROM raw",
    ),
    Layout(
        "atop",
        "directed dyad-year",
        "dyad_year",
        ("statea", "stateb", "year", "atopally", "defense", "offense", "neutral", "nonagg", "consul"),
        f"SELECT stateA AS a, stateB AS b, {integer('year')} AS year, {_pact(_ATOP)}, atopid1 AS native_id FROM raw",
        directed=True,
        version="version",
        version_in_name=r"(\d)_(\d+)",
    ),
    Layout(
        "atop",
        "dyad-year",
        "dyad_year",
        ("mem1", "mem2", "year", "atopally", "defense", "offense", "neutral", "nonagg", "consul"),
        f"SELECT {_ordered('mem1', 'mem2')}, {integer('year')} AS year, {_pact(_ATOP)}, atopid1 AS native_id FROM raw",
        version="version",
        version_in_name=r"(\d)_(\d+)",
    ),
    Layout(
        "atop",
        "member level",
        "dyad_year",
        ("atopid", "member", "yrent", "yrexit", "defense", "offense", "neutral", "nonagg", "consul"),
        _between_members("member", "yrent", "yrexit", "atopid", _pact(_ATOP, prefix="x.")),
        directed=True,
        version="version",
        version_in_name=r"(\d)_(\d+)",
    ),
    Layout(
        "atop",
        "alliance level",
        "dyad_year",
        ("atopid", "bilat", "begyr", "endyr", "mem1", "mem2", "defense", "offense", "neutral", "nonagg", "consul"),
        "WITH rows AS (SELECT *, row_number() OVER () AS place FROM raw WHERE bilat = '1'), "
        "members AS (SELECT place, m FROM (UNPIVOT rows ON COLUMNS('^mem[0-9]+$') INTO NAME slot VALUE m) "
        "WHERE m <> '') "
        f"SELECT x.m AS a, y.m AS b, {_spells('begyr', 'endyr')} AS year, {_pact(_ATOP)}, atopid AS native_id "
        "FROM rows JOIN members x USING (place) JOIN members y USING (place) "
        f"WHERE {integer('x.m')} < {integer('y.m')}",
        version="version",
        version_in_name=r"(\d)_(\d+)",
        drops="treaties of several members, whose entry only the member-level file tells",
        dropped="bilat <> '1'",
    ),
    Layout(
        "atop",
        "peacesciencer",
        "dyad_year",
        ("ccode1", "ccode2", "year", "atop_defense", "atop_offense", "atop_neutral", "atop_nonagg", "atop_consul"),
        f"SELECT ccode1 AS a, ccode2 AS b, {integer('year')} AS year, "
        f"{_pact({kind: 'atop_' + name for kind, name in _ATOP.items()})}, NULL AS native_id FROM raw",
        directed=True,
    ),
)
