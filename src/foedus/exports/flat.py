"""Tables: relations, and directed dyad-months in which what was not looked at is not zero."""

import csv
import json
import os
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from errno import ENOSPC
from io import StringIO
from pathlib import Path
from typing import Any

from foedus.codes import Code, facts
from foedus.language.registry import states
from foedus.ledger import Ledger
from foedus.model import Mood
from foedus.relations.plover import folded

Row = Sequence[Any]
_NUMBERS = ("ccode1", "ccode2", "gwcode1", "gwcode2")
EVENTS = (
    "id source target code mood ground date date_from filed_under plover quad_class score evidence trigger rule "
    "statement kind speaker speaker_role speaker_state relay content origin article outlet title published url file "
).split() + list(_NUMBERS)  # fmt: skip
PLOVER = "id actor recipient event quad_code date date_from source speaker url".split()
QUADS = ("verbal_cooperation", "material_cooperation", "verbal_conflict", "material_conflict", "ties")
MONTHS = ("source", "target", "month", "covered", "records", *QUADS, "denied", *_NUMBERS)
_EVENTS = """
SELECT r.id, r.source_state, r.target_state, r.code, r.mood, r.ground, r.date, r.date_from, r.filed_under,
    r.evidence_words, r.trigger_words, r.rule, s.id, s.kind, s.speaker, s.speaker_role, s.speaker_state, s.relay,
    s.content_words, d.origin, a.id, a.outlet, a.title, a.published, a.url, a.file
FROM relation r JOIN article a ON a.key = r.article_key LEFT JOIN statement s ON s.key = r.statement_key
JOIN dossier d ON d.relation_key = r.key
ORDER BY coalesce(r.filed_under, '~'), r.id"""


def events(ledger: Ledger) -> Iterator[Row]:
    """Yield a row of `EVENTS` for each relation, by date.

    `origin` is the same number where records go back to one word, and empty where that is not known; it means nothing
    outside the ledger. The numbers are those of COW (ccode) and Gleditsch-Ward (gwcode).
    """
    with ledger.guarded("exporting it"):
        for row in ledger.connection.execute(_EVENTS):
            id_, source, target, code, mood, *rest = row
            ground, date, date_from, filed, evidence, trigger, rule, *who = rest
            about = facts(Code(code))
            relay = "; ".join(json.loads(who[5])) if who[5] else None
            who = [*who[:5], relay, *who[6:]]
            what = (folded(Code(code), Mood(mood), rule), about.quad_class and int(about.quad_class), about.score)
            act = (id_, source, target, code, mood, ground, date, date_from, filed, *what, evidence, trigger, rule)
            yield (*act, *who, *_numbers(source, target))


def _numbers(source: str, target: str) -> tuple[int | None, ...]:
    one, other = states().get(source), states().get(target)
    return (one and one.cow, other and other.cow, one and one.gw, other and other.gw)  # type: ignore[return-value]


def months(ledger: Ledger) -> Iterator[Row]:
    """Yield a row of `MONTHS` for each directed pair that has a record and each month that the ledger spans.

    The span runs from the first to the last month of publication. A month in which no article was published is not
    covered: its numbers are empty, not zero. Acts told of an earlier time than the span are in no row.
    """
    with ledger.guarded("exporting it"):
        published = {
            month for (month,) in ledger.connection.execute(
                "SELECT DISTINCT substr(published, 1, 7) FROM article WHERE length(published) >= 7"
            )
        }  # fmt: skip
        rows = ledger.connection.execute(
            """SELECT source_state, target_state, substr(filed_under, 1, 7), code, mood, count(*) FROM relation
            WHERE length(filed_under) >= 7 GROUP BY 1, 2, 3, 4, 5"""
        ).fetchall()
    counts: dict[tuple[str, str], dict[str, Counter[str]]] = {}
    for source, target, month, code, mood, n in rows:
        quad = facts(Code(code)).quad_class
        column = "denied" if mood == Mood.NEGATED else QUADS[quad - 1] if quad else "ties"
        pair = counts.setdefault((source, target), {})
        pair.setdefault(month, Counter())[column] += n
    for (source, target), by_month in sorted(counts.items()):
        numbers = _numbers(source, target)
        for month in _span(published):
            found = by_month.get(month, Counter())
            told = (found.total(), *(found[name] for name in (*QUADS, "denied")))
            covered = month in published
            yield (source, target, month, int(covered), *(told if covered else (None,) * len(told)), *numbers)


def _span(published: Iterable[str]) -> Iterator[str]:
    ordered = sorted(published)
    if not ordered:
        return
    year, month = map(int, ordered[0].split("-"))
    while f"{year:04d}-{month:02d}" <= ordered[-1]:
        yield f"{year:04d}-{month:02d}"
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)


def plover(ledger: Ledger) -> Iterator[Row]:
    """Yield a row of `PLOVER` for each event that PLOVER codes, act and mood folded; it has no standing ties."""
    place = {name: number for number, name in enumerate(EVENTS)}
    for row in events(ledger):
        code = row[place["plover"]]
        if code:
            quad = facts(Code(code)).quad_class
            names = ("id", "source", "target")
            after = ("date", "date_from", "outlet", "speaker", "url")
            yield (*(row[place[n]] for n in names), code, quad and int(quad), *(row[place[n]] for n in after))


def events_csv(ledger: Ledger) -> Iterator[str]:
    """Yield the lines of `events` as CSV."""
    return _csv(EVENTS, events(ledger))


def months_csv(ledger: Ledger) -> Iterator[str]:
    """Yield the lines of `months` as CSV, NA where nothing was looked at."""
    return _csv(MONTHS, (["NA" if cell is None else cell for cell in row] for row in months(ledger)))


def plover_csv(ledger: Ledger) -> Iterator[str]:
    """Yield the lines of `plover` as CSV."""
    return _csv(PLOVER, plover(ledger))


def _csv(header: Sequence[str], rows: Iterable[Row]) -> Iterator[str]:
    for row in (header, *rows):
        line = StringIO()
        csv.writer(line, lineterminator="\n").writerow(row)
        yield line.getvalue()


def events_parquet(ledger: Ledger, to: Path) -> None:
    """Write `events` as Parquet."""
    whole = {"quad_class", "origin", *_NUMBERS}
    types = {name: "INTEGER" if name in whole else "DOUBLE" if name == "score" else "VARCHAR" for name in EVENTS}
    _parquet(types, events(ledger), to)


def months_parquet(ledger: Ledger, to: Path) -> None:
    """Write `months` as Parquet."""
    types = dict.fromkeys(MONTHS, "INTEGER") | {"source": "VARCHAR", "target": "VARCHAR", "month": "VARCHAR"}
    _parquet(types, months(ledger), to)


def _parquet(types: dict[str, str], rows: Iterable[Row], to: Path) -> None:
    """Let DuckDB make Parquet of rows, by way of a CSV file beside it."""
    import duckdb

    raw = to.with_name(to.name + ".csv")
    try:
        with raw.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, quoting=csv.QUOTE_NOTNULL if hasattr(csv, "QUOTE_NOTNULL") else csv.QUOTE_MINIMAL)
            writer.writerow(types)
            # An empty text and nothing are two things: nothing is \\N here.
            writer.writerows(["\\N" if cell is None else cell for cell in row] for row in rows)
        with duckdb.connect() as connection:
            columns = ", ".join(f"'{name}': '{kind}'" for name, kind in types.items())
            source, target = (str(path).replace("'", "''") for path in (raw, to))
            connection.execute(
                f"""COPY (SELECT * FROM read_csv('{source}', header = true, columns = {{{columns}}}, nullstr = '\\N',
                    delim = ',', quote = '"', escape = '"', new_line = '\\r\\n', parallel = false))
                TO '{target}' (FORMAT parquet, COMPRESSION zstd)"""
            )
    except duckdb.IOException as error:
        full, said = os.strerror(ENOSPC), str(error)
        raise OSError(full if full in said else said.splitlines()[0]) from None
    finally:
        raw.unlink(missing_ok=True)
