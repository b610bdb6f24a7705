"""Machine-coded events: GDELT, ICEWS, POLECAT. Only rows with two different states are kept.

`official` says that both ends are states as such: no group, and a government, an army or no role at all. A protester
has a country, and is not his state. CAMEO codes become ours by data/lake/cameo.tsv, which `importing` loads as `cameo`.
"""

from foedus.lake.layouts.layout import Layout, integer

# GDELT 2.0, 61 columns; 1.0 lacks the three ADM2 columns, and SOURCEURL before April 2013.
_GDELT = (
    "globaleventid sqldate monthyear year fractiondate actor1code actor1name actor1countrycode actor1knowngroupcode "
    "actor1ethniccode actor1religion1code actor1religion2code actor1type1code actor1type2code actor1type3code "
    "actor2code actor2name actor2countrycode actor2knowngroupcode actor2ethniccode actor2religion1code "
    "actor2religion2code actor2type1code actor2type2code actor2type3code isrootevent eventcode eventbasecode "
    "eventrootcode quadclass goldsteinscale nummentions numsources numarticles avgtone"
).split()
_REST = 61 - len(_GDELT)
_OFFICES = "('', 'GOV', 'MIL', 'LEG', 'JUD', 'SPY', 'COP')"


def _gdelt_official(side: int) -> str:
    groups = ("knowngroupcode", "ethniccode", "religion1code")
    free = " AND ".join(f"coalesce(actor{side}{group}, '') = ''" for group in groups)
    return f"coalesce(actor{side}type1code, '') IN {_OFFICES} AND {free}"


_GDELT_SQL = (
    "SELECT globaleventid AS id, actor1countrycode AS a, actor2countrycode AS b, "
    "CAST(TRY_STRPTIME(sqldate, '%Y%m%d') AS DATE) AS date, cameo.code AS code, eventcode AS native, "
    f"{integer('quadclass')} AS quad_class, TRY_CAST(goldsteinscale AS DOUBLE) AS score, "
    f"({_gdelt_official(1)} AND {_gdelt_official(2)}) AS official, {integer('nummentions')} AS mentions "
    "FROM raw LEFT JOIN cameo ON cameo.cameo = eventcode "
    "WHERE actor1countrycode <> '' AND actor2countrycode <> '' AND actor1countrycode <> actor2countrycode"
)

_ICEWS_OFFICIAL = (
    '("{side} Name" = "{side} Country" OR regexp_matches(coalesce("{side} Sectors", \'\'), '
    "'(^|,)(Government|Military)(,|$)'))"
)
_ICEWS_DATE = (
    'coalesce(TRY_CAST("Event Date" AS DATE), CAST(TRY_STRPTIME("Event Date", \'%m/%d/%Y\') AS DATE), '
    "CAST(TRY_STRPTIME(\"Event Date\", '%m/%d/%y') AS DATE))"
)
_NA = "coalesce(\"{side} Country\", '') NOT IN ('', 'NA', 'None', 'NULL')"


def _polecat_official(side: str) -> str:
    return f"coalesce(\"Primary {side} Sector\", '') IN ('', 'None', 'GOV', 'MIL', 'LEG', 'JUD', 'SPY', 'COP')"


EVENTS = (
    Layout(
        "gdelt",
        "export",
        "event",
        (*_GDELT, *(f"rest{place}" for place in range(_REST))),
        _GDELT_SQL,
        widths=(57, 58, 61),
        directed=True,
        resolves="code",
        period_in_name=True,
        drops="not between two states",
    ),
    Layout(
        "icews",
        "events",
        "event",
        ("event id", "event date", "source name", "source country", "cameo code", "intensity", "target country"),
        'SELECT concat("Event ID", \'-\', "Event Date") AS id, "Source Country" AS a, "Target Country" AS b, '
        f'{_ICEWS_DATE} AS date, cameo.code AS code, "CAMEO Code" AS native, NULL::INTEGER AS quad_class, '
        'TRY_CAST("Intensity" AS DOUBLE) AS score, '
        f"({_ICEWS_OFFICIAL.format(side='Source')} AND {_ICEWS_OFFICIAL.format(side='Target')}) AS official, "
        'NULL::INTEGER AS mentions FROM raw LEFT JOIN cameo ON cameo.cameo = "CAMEO Code" '
        f"WHERE {_NA.format(side='Source')} AND {_NA.format(side='Target')} "
        'AND "Source Country" <> "Target Country"',
        directed=True,
        resolves="name",
        drops="not between two states",
    ),
    Layout(
        "polecat",
        "events",
        "event",
        ("event id", "event date", "event type", "actor country", "recipient country", "quad code"),
        "SELECT DISTINCT id, x.c AS a, y.c AS b, date, code, native, quad_class, score, official, mentions FROM ("
        'SELECT "Event ID" AS id, TRY_CAST("Event Date" AS DATE) AS date, '
        'CASE WHEN known.code IS NOT NULL THEN upper("Event Type") END AS code, '
        "concat_ws('-', \"Event Type\", nullif(\"Event Mode\", 'None')) AS native, "
        "NULL::INTEGER AS quad_class, TRY_CAST({intensity} AS DOUBLE) AS score, "
        f"({_polecat_official('Actor')} AND {_polecat_official('Recipient')}) AS official, "
        "NULL::INTEGER AS mentions, "
        "str_split_regex(\"Actor Country\", '\\s*;\\s*') AS actors, "
        "str_split_regex(\"Recipient Country\", '\\s*;\\s*') AS recipients "
        'FROM raw LEFT JOIN known ON known.code = upper("Event Type")'
        ") t, unnest(t.actors) AS x(c), unnest(t.recipients) AS y(c) "
        "WHERE x.c NOT IN ('', 'None') AND y.c NOT IN ('', 'None') AND x.c <> y.c",
        directed=True,
        resolves="code",
        drops="not between two states",
    ),
)
