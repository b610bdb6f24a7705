"""From a release file to rows of one shape, in tables of a DuckDB connection.

raw      the file, all text; read as it streams by where the file is one of tabs, which are the large ones
staged   what the layout's SELECT makes of raw
who      (key, in_year) -> ISO3
placed   staged with its states, and for each row what is wrong with it, if anything
good     what goes into the lake
bad      what does not, with its reason

The text of a large file is gone through once; all that follows is of the few columns that are kept.
"""

import calendar
import json
import re
from collections.abc import Iterable, Sequence
from functools import cache
from importlib.metadata import version as version_of_package
from pathlib import Path
from typing import TYPE_CHECKING

from foedus.codes import Code, code_table
from foedus.errors import LakeError
from foedus.lake.datasets import Dataset, datasets
from foedus.lake.duck import quoted
from foedus.lake.layouts import Layout
from foedus.lake.numbers import at_year, named, state_in_year
from foedus.lake.releases import PARQUET, Release, look_through, made_plain
from foedus.lake.store import Part
from foedus.tables import read_table

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_YEARS = (1800, 2035)
TOOL = f"foedus {version_of_package('foedus')}, layouts 2"


def stage(
    connection: "DuckDBPyConnection",
    release: Release,
    layout: Layout,
    dataset: Dataset,
    helpers: Sequence[Path],
    room: Path,
) -> Part:
    """Fill the tables above from one file, and say what was found, as the manifest will have it.

    Args:
        connection: that the tables are made in.
        release: the file.
        layout: by which to read it.
        dataset: that it is of.
        helpers: files that the layout may need besides.
        room: a folder for what has to be made plain first.
    """
    _read_raw(connection, release, layout, room)
    _load_tables(connection, layout, dataset, helpers, room)
    version = _version(connection, release, layout, dataset)
    last = dataset.versions.get(version or "") or max(dataset.versions.values(), default="2100-12-31")
    sql = layout.sql
    if "{until}" in sql:
        sql = sql.replace("{until}", last[:4])
    if "{intensity}" in sql:
        sql = sql.replace("{intensity}", '"Intensity"' if "Intensity" in release.header else '"Event Intensity"')
    connection.execute(f"CREATE TEMP TABLE staged AS {sql}")
    _place(connection, layout, dataset)
    return _counted(connection, release, layout, dataset, version)


# -- the file ----------------------------------------------------------------------------------------------------------


def _read_raw(connection: "DuckDBPyConnection", release: Release, layout: Layout, room: Path) -> None:
    if release.kind == PARQUET:
        connection.execute(f"CREATE TEMP VIEW source AS FROM read_parquet({quoted(release.path)})")
        connection.execute("CREATE TEMP VIEW raw AS SELECT CAST(COLUMNS(*) AS VARCHAR) FROM source")
        return
    path = made_plain(release, room)
    names = [*(layout.needs if layout.widths else release.header)]
    names = [name or f"column{place}" for place, name in enumerate(names)]
    tabs = release.delimiter == "\t"
    if tabs:  # Some releases have more cells than names, others fewer: tabs at the end of lines come and go.
        names += [f"beyond{n}" for n in range(4)]
    columns = "{" + ", ".join(f"{quoted(name)}: 'VARCHAR'" for name in names) + "}"
    quote = "" if tabs else '"'
    options = (
        f"delim = {quoted(release.delimiter)}, quote = {quoted(quote)}, escape = {quoted(quote)}, auto_detect = false, "
        f"header = {'false' if layout.widths else 'true'}, columns = {columns}, null_padding = {str(tabs).lower()}, "
        "store_rejects = true, rejects_limit = 0, max_line_size = 8388608"
    )
    kind = "VIEW" if tabs else "TABLE"
    connection.execute(f"CREATE TEMP {kind} raw AS FROM read_csv({quoted(path)}, {options})")
    if tabs:  # DuckDB takes a file it has not counted for a small one, and would hold it in memory to join codes to it
        connection.execute("SET disabled_optimizers = 'build_side_probe_side'")


def _load_tables(
    connection: "DuckDBPyConnection", layout: Layout, dataset: Dataset, helpers: Sequence[Path], room: Path
) -> None:
    connection.execute("CREATE TEMP TABLE cameo (cameo VARCHAR, code VARCHAR)")
    _fill(connection, "cameo", cameo_codes().items())
    connection.execute("CREATE TEMP TABLE known (code VARCHAR)")
    _fill(connection, "known", ((code.value,) for code, facts in code_table().items() if not facts.is_tie))
    connection.execute("CREATE TEMP TABLE quad (code VARCHAR, usual_class INTEGER)")
    _fill(connection, "quad", ((c.value, f.quad_class) for c, f in code_table().items() if f.quad_class))
    connection.execute("CREATE TEMP TABLE who (key VARCHAR, in_year INTEGER, iso3 VARCHAR)")
    if "rollcalls" in layout.sql:
        if not helpers:
            raise LakeError(f"{dataset.key}: these votes have no dates: give the table of roll calls beside them")
        helper = look_through(helpers[0], helpers[0].name)
        reader = (
            f"read_parquet({quoted(helper.path)})" if helper.kind == PARQUET else f"read_csv({quoted(helper.path)})"
        )
        connection.execute(
            "CREATE TEMP TABLE rollcalls AS SELECT rcid::VARCHAR AS rcid, TRY_CAST(left(date::VARCHAR, 10) AS DATE) "
            f"AS date FROM {reader}"
        )


def _fill(connection: "DuckDBPyConnection", table: str, rows: Iterable[Sequence[object]]) -> None:
    """Insert rows by way of one JSON text: a row at a time would take seconds."""
    packed = json.dumps([list(row) for row in rows])
    width = len(json.loads(packed)[0]) if packed != "[]" else 0
    cells = ", ".join(f"json_extract_string(r.value, '$[{n}]')" for n in range(width))
    if width:
        connection.execute(f"INSERT INTO {table} SELECT {cells} FROM json_each(?) r", [packed])


@cache
def cameo_codes() -> dict[str, str | None]:
    """Return {CAMEO code: our code} for every code there can be; None for what is no event between states."""
    rows = read_table("lake/cameo.tsv", ("prefix", "code", "note"))
    prefixes = {row["prefix"]: Code(row["code"]).value if row["code"] else None for row in rows}
    roots = [f"{root:02d}" for root in range(1, 21)]
    three = [root + str(digit) for root in roots for digit in range(10)]
    every = [*roots, *three, *(code + str(digit) for code in three for digit in range(10))]
    return {code: prefixes[next(code[:n] for n in range(len(code), 1, -1) if code[:n] in prefixes)] for code in every}


def _version(connection: "DuckDBPyConnection", release: Release, layout: Layout, dataset: Dataset) -> str | None:
    """Return the version a file names in its column or its name, else the one its dataset's table gives."""
    if layout.version and layout.version in {column.lower() for column in release.header}:
        (found,) = connection.execute(f"SELECT any_value({layout.version}) FROM raw").fetchone() or (None,)
        if found:
            number = re.fullmatch(r"(\d+\.\d{1,2}?)0{2,}\d*", str(found))  # 4.0100002 is 4.01 as Stata keeps it
            told = number[1] if number else str(found)
            return f"{told}.0" if f"{told}.0" in dataset.versions else told  # MIDB has 5 for 5.0
    if layout.version_in_name and (match := re.search(layout.version_in_name, release.name)):
        return f"{match[1]}.{match[2]}"
    return dataset.version


# -- states ------------------------------------------------------------------------------------------------------------

_BY_SHAPE = {
    "dyad_year": ("year", ("a", "b")),
    "state_year": ("year", ("a",)),
    "event": ("year(date)::INTEGER", ("a", "b")),
    "vote": ("year(date)::INTEGER", ("a",)),
}


def _place(connection: "DuckDBPyConnection", layout: Layout, dataset: Dataset) -> None:
    when, ends = _BY_SHAPE[layout.shape]
    _resolve(connection, layout, dataset, when, ends)
    states = ", ".join(f"{end}_who.iso3 AS {end}_state" for end in ends)
    joins = " ".join(f"LEFT JOIN who {end}_who ON {end}_who.key = {end} AND {end}_who.in_year = {when}" for end in ends)
    dated = "date" if layout.shape in ("event", "vote") else "year"
    unknown = " ".join(f"WHEN {end}_state IS NULL THEN concat('unknown state ', {end})" for end in ends)
    missing = " OR ".join(f"coalesce({end}, '') = ''" for end in ends)
    extra = "WHEN vote IS NULL THEN 'no vote'" if layout.shape == "vote" else ""
    none = " OR ".join(f"{end}_state = ''" for end in ends)
    same = "WHEN a_state = b_state THEN 'both ends are one state'" if len(ends) == 2 else ""
    connection.execute(
        f"CREATE TEMP TABLE placed AS SELECT *, CASE WHEN {none} THEN 'a region or an organisation' {same} END AS "
        f"aside, CASE WHEN {dated} IS NULL THEN 'no {dated}' "
        f"WHEN NOT {when} BETWEEN {_YEARS[0]} AND {_YEARS[1]} THEN 'a year that cannot be' "
        f"WHEN {missing} THEN 'no state' {extra} {unknown} END AS reason "
        f"FROM (SELECT staged.*, {states} FROM staged {joins})"
    )
    connection.execute("DROP TABLE staged")
    connection.execute(
        f"CREATE TEMP VIEW good AS {_GOOD[layout.shape].format(key=quoted(dataset.key), **_ways(layout))}"
    )
    bad = "SELECT reason, to_json(placed)::VARCHAR AS row FROM placed WHERE reason IS NOT NULL"
    if connection.execute("SELECT 1 FROM duckdb_tables() WHERE table_name = 'reject_errors'").fetchone():
        bad += (
            " UNION ALL SELECT DISTINCT concat('no row: ', lower(replace(error_type::VARCHAR, '_', ' '))), "
            "concat('line ', line, ': ', left(csv_line, 400)) FROM reject_errors"
        )
    connection.execute(f"CREATE TEMP VIEW bad AS {bad}")


def _resolve(
    connection: "DuckDBPyConnection", layout: Layout, dataset: Dataset, when: str, ends: Sequence[str]
) -> None:
    """Fill `who` with what each state of the file, as it is named there, was in each year of the file."""
    either = " UNION ".join(f"SELECT DISTINCT {end} AS key, {when} AS in_year FROM staged" for end in ends)
    pairs = [(key, year) for key, year in connection.execute(either).fetchall() if key and year is not None]
    found = [(key, year, _state(key, year, layout, dataset)) for key, year in pairs]
    _fill(connection, "who", (row for row in found if row[2] is not None))


@cache
def _named(key: str, dataset: str, by_code: bool) -> str | None:
    return named(key, datasets()[dataset].codes, by_code=by_code)


def _state(key: str, year: int, layout: Layout, dataset: Dataset) -> str | None:
    if layout.resolves == "number":
        if key in dataset.codes:
            return dataset.codes[key]
        return state_in_year(dataset.numbers or "cow", int(key), year) if key.isdigit() else None
    iso3 = _named(key, dataset.key, layout.resolves == "code")
    return at_year(iso3, year) if iso3 else iso3


def _ways(layout: Layout) -> dict[str, str]:
    low, high = "least(a_state, b_state)", "greatest(a_state, b_state)"
    source, target = ("a_state", "b_state") if layout.directed else (low, high)
    return {
        "pair": f"{source} AS source_state, {target} AS target_state, {low} AS state_a, {high} AS state_b",
        "directed": str(layout.directed).lower(),
    }


_GOOD = {
    "dyad_year": "SELECT {key} AS dataset, native_id AS id, {pair}, {directed} AS directed, year::SMALLINT AS year, "
    "code, kinds, value FROM placed WHERE reason IS NULL AND aside IS NULL",
    "state_year": "SELECT {key} AS dataset, a_state AS state, year::SMALLINT AS year, milex, milper, irst, pec, tpop, "
    "upop, cinc FROM placed WHERE reason IS NULL AND aside IS NULL",
    "event": "SELECT {key} AS dataset, id, {pair}, code, 'asserted' AS mood, date, coalesce(quad_class, "
    "usual_class)::TINYINT AS quad_class, score::FLOAT AS score, native, official, mentions FROM placed "
    "LEFT JOIN quad USING (code) WHERE reason IS NULL AND aside IS NULL",
    "vote": "SELECT {key} AS dataset, rollcall, a_state AS state, date, vote::TINYINT AS vote FROM placed "
    "WHERE reason IS NULL AND aside IS NULL",
}
# How the rows of a file are sorted; events stay as they come: sorting them takes as long as reading them, and pairs are
# looked up in their summary.
SORTED = {"dyad_year": "state_a, state_b, year", "state_year": "state, year", "vote": "date, rollcall, state"}


# -- what was found ----------------------------------------------------------------------------------------------------


def _counted(
    connection: "DuckDBPyConnection", release: Release, layout: Layout, dataset: Dataset, version: str | None
) -> Part:
    bad = dict(connection.execute("SELECT reason, count(*) FROM bad GROUP BY 1 ORDER BY 2 DESC").fetchall())
    rejected = sum(count for reason, count in bad.items() if reason.startswith("no row"))
    read = _read(connection, release, layout, rejected)
    (staged,) = connection.execute("SELECT count(*) FROM placed").fetchone() or (0,)
    beside = "SELECT aside, count(*) FROM placed WHERE reason IS NULL AND aside IS NOT NULL GROUP BY 1"
    aside = dict(connection.execute(beside).fetchall())
    kept = staged - sum(aside.values()) - sum(bad.values()) + rejected
    dropped = read - rejected - staged
    if layout.dropped:
        (dropped,) = connection.execute(f"SELECT count(*) FROM raw WHERE {layout.dropped}").fetchone() or (0,)
    if layout.drops and dropped > 0:
        aside[layout.drops] = dropped
    since, until, note = _covered(connection, release, layout, dataset, version)
    return Part(
        file=release.name,
        sha256=release.sha256,
        layout=layout.name,
        shape=layout.shape,
        version=version,
        read=read,
        kept=kept,
        aside=aside,
        bad=bad,
        since=since,
        until=until,
        note="; ".join([*release.oddities, *([note] if note else [])]),
        tool=TOOL,
    )


def _read(connection: "DuckDBPyConnection", release: Release, layout: Layout, rejected: int) -> int:
    """Return how many rows the file has; without quotes a line is a row, and lines are counted already."""
    if release.delimiter == "\t" and release.kind != PARQUET:
        return release.lines + release.cut - (not layout.widths)
    (read,) = connection.execute("SELECT count(*) FROM raw").fetchone() or (0,)
    return int(read) + rejected


def _covered(
    connection: "DuckDBPyConnection", release: Release, layout: Layout, dataset: Dataset, version: str | None
) -> tuple[str, str, str]:
    """Return the first and the last day that a file covers, and what is to be said of that."""
    if layout.period_in_name and (found := period_of(release.name)):
        return (*found, "")
    by_day = layout.shape in ("event", "vote")
    what = "date" if by_day else "year"
    first, last = connection.execute(
        f"SELECT min({what}), max({what}) FROM placed WHERE reason IS NULL"
    ).fetchone() or (None, None)
    if first is None:
        return dataset.since, dataset.since, ""
    if by_day:
        return str(first), str(last), ""
    until = dataset.versions.get(version or "")
    if until is None:
        return f"{first}-01-01", f"{last}-12-31", "version not known: covered is what its rows span"
    return min(dataset.since, f"{first}-01-01"), max(until, f"{last}-12-31"), ""


def period_of(name: str) -> tuple[str, str] | None:
    """Return the days that GDELT's file names stand for: 2005.zip, 201304.zip, 20130401.export.CSV."""
    match = re.search(r"(?<!\d)((?:19|20)\d\d)(\d\d)?(\d\d)?(\d{6})?(?!\d)", name)
    if not match:
        return None
    year, month, day, _ = match.groups()
    if not month:
        return f"{year}-01-01", f"{year}-12-31"
    if not 1 <= int(month) <= 12:
        return None
    last = calendar.monthrange(int(year), int(month))[1]
    return f"{year}-{month}-{day or '01'}", f"{year}-{month}-{day or last}"
