"""What a lake tells of pairs of states, counted by origins as `ledger.system` counts them."""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from foedus.lake.readings import ReadLake

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_WINDOW = """
    ($since IS NULL OR filed_under >= left($since, length(filed_under)))
    AND ($until IS NULL OR left(filed_under, length($until)) <= $until)
    AND list_contains($moods, mood)
    AND ($on_word_of IS NULL OR list_contains(string_split(spoken_for, ' '), $on_word_of))
    AND (NOT $third_party OR word = 'third party')
    AND NOT list_contains($carriers, carrier)"""
# An origin that is not known is no origin more: all such records count as one where none is known.
_ORIGINS = """count(DISTINCT origin) FILTER ({which})
    + CASE WHEN count(DISTINCT origin) FILTER ({which}) = 0 THEN least(1, count(*) FILTER ({which})) ELSE 0 END"""
_PAIRS = f"""
SELECT state_a, state_b, {_ORIGINS.format(which="list_contains($together, code)")},
    {_ORIGINS.format(which="list_contains($apart, code)")}, count(*)
FROM told WHERE (list_contains($together, code) OR list_contains($apart, code)) AND {_WINDOW}
GROUP BY 1, 2 ORDER BY 1, 2"""


def pair_counts(
    lake: ReadLake,
    *,
    together: Sequence[str],
    apart: Sequence[str],
    moods: Sequence[str],
    since: str | None = None,
    until: str | None = None,
    on_word_of: str | None = None,
    third_party: bool = False,
    without: Callable[[str], bool] | None = None,
) -> tuple[list[tuple[str, str, int, int, int]], tuple[str, str] | None]:
    """Return (state_a, state_b, origins together, origins apart, records) of every pair, and the span of dates.

    Args:
        lake: that was read into.
        together, apart: the codes of each sign.
        moods, since, until, on_word_of, third_party, without: which records, as `ledger.system.Wanted`.

    Raises:
        LakeError: nothing was read into the lake, or its origins are not found yet.
    """
    with lake.told() as connection:
        bound: Mapping[str, object] = {
            "since": since,
            "until": until,
            "moods": list(moods),
            "on_word_of": on_word_of,
            "third_party": third_party,
            "carriers": _carriers(connection, without) if without else [],
            "together": list(together),
            "apart": list(apart),
        }
        rows = connection.execute(_PAIRS, bound).fetchall()
        ((first, last),) = connection.execute("SELECT min(filed_under), max(filed_under) FROM told").fetchall()
    counts = [(str(a), str(b), int(p), int(n), int(records)) for a, b, p, n, records in rows]
    return counts, (str(first), str(last)) if first else None


def _carriers(connection: "DuckDBPyConnection", without: Callable[[str], bool]) -> list[str]:
    import json

    found = connection.execute("SELECT DISTINCT carrier FROM told").fetchall()
    return [names for (names,) in found if any(name and without(name) for name in json.loads(names))]
