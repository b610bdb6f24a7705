"""Capabilities, shared organisations, votes."""

from foedus.lake.layouts.layout import Layout, integer


def _amount(column: str) -> str:
    """Return SQL for a quantity; the files write -9 where nothing is known."""
    return f"CASE WHEN TRY_CAST({column} AS DOUBLE) >= 0 THEN TRY_CAST({column} AS DOUBLE) END AS {column}"


_QUANTITIES = ("milex", "milper", "irst", "pec", "tpop", "upop", "cinc")
_VOTE = "CASE {0} WHEN 'yes' THEN 1 WHEN 'abstain' THEN 2 WHEN 'no' THEN 3 END AS vote"
# Organisations stand in one column each; 1 is full membership. 2 associate, 3 observer, -1 no such organisation yet.
_IS_FULL = "list_count(list_filter([*COLUMNS(* EXCLUDE ({0}))], lambda m: m = '1'))"

OTHERS = (
    Layout(
        "nmc",
        "abridged",
        "state_year",
        ("ccode", "year", *_QUANTITIES),
        f"SELECT ccode AS a, {integer('year')} AS year, {', '.join(map(_amount, _QUANTITIES))} FROM raw",
        version="version",
    ),
    Layout(
        "igo",
        "peacesciencer",
        "dyad_year",
        ("ccode1", "ccode2", "year", "dyadigos"),
        f"SELECT ccode1 AS a, ccode2 AS b, {integer('year')} AS year, NULL AS code, 'organisations' AS kinds, "
        "TRY_CAST(dyadigos AS DOUBLE) AS value, NULL AS native_id FROM raw",
    ),
    Layout(
        "igo",
        "dyadic format",
        "dyad_year",
        ("ccode1", "ccode2", "year", "country1", "country2", "un"),
        f"SELECT ccode1 AS a, ccode2 AS b, {integer('year')} AS year, NULL AS code, 'organisations' AS kinds, "
        f"{_IS_FULL.format('ccode1, ccode2, year, country1, country2')}::DOUBLE AS value, NULL AS native_id FROM raw",
    ),
    Layout(
        "igo",
        "state-year format",
        "dyad_year",
        ("ccode", "year", "state", "un"),
        f"WITH members AS (SELECT ccode, {integer('year')} AS year, igo FROM (UNPIVOT raw ON "
        "COLUMNS(* EXCLUDE (ccode, year, state)) INTO NAME igo VALUE member) WHERE member = '1') "
        "SELECT x.ccode AS a, y.ccode AS b, x.year AS year, NULL AS code, 'organisations' AS kinds, "
        "count(*)::DOUBLE AS value, NULL AS native_id FROM members x JOIN members y ON x.year = y.year "
        f"AND x.igo = y.igo AND {integer('x.ccode')} < {integer('y.ccode')} GROUP BY ALL",
    ),
    Layout(
        "un-votes",
        "Voeten",
        "vote",
        ("rcid", "ccode", "vote", "date", "countryname"),
        "SELECT ccode AS a, rcid AS rollcall, TRY_CAST(left(date, 10) AS DATE) AS date, "
        "CASE vote WHEN '1' THEN 1 WHEN '2' THEN 2 WHEN '3' THEN 3 END AS vote FROM raw WHERE vote IN ('1', '2', '3')",
        drops="absent or no member",
    ),
    Layout(
        "un-votes",
        "unvotes",
        "vote",
        ("rcid", "country", "country_code", "vote", "date"),
        "SELECT country AS a, rcid AS rollcall, TRY_CAST(left(date, 10) AS DATE) AS date, "
        f"{_VOTE.format('vote')} FROM raw",
        resolves="name",
    ),
    Layout(
        "un-votes",
        "unvotes, dates apart",
        "vote",
        ("rcid", "country", "country_code", "vote"),
        f"SELECT country AS a, rcid AS rollcall, date, {_VOTE.format('vote')} FROM raw "
        "LEFT JOIN rollcalls USING (rcid)",
        lacks=("date",),
        resolves="name",
    ),
    Layout(
        "un-votes",
        "roll calls",
        "",
        ("rcid", "session", "date", "unres"),
        "SELECT rcid, TRY_CAST(left(date, 10) AS DATE) AS date FROM raw",
        lacks=("vote", "country"),
    ),
    Layout(
        "un-votes",
        "UN Digital Library",
        "vote",
        ("undl_id", "ms_code", "ms_vote", "date", "resolution"),
        "SELECT ms_code AS a, undl_id AS rollcall, TRY_CAST(left(date, 10) AS DATE) AS date, "
        "CASE ms_vote WHEN 'Y' THEN 1 WHEN 'A' THEN 2 WHEN 'N' THEN 3 END AS vote FROM raw "
        "WHERE ms_vote IN ('Y', 'A', 'N')",
        resolves="code",
        drops="did not vote",
    ),
)
