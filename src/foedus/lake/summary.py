"""The monthly summary of a dataset of events: what system views and series are made from.

One row for each directed dyad, month, code, quad class and whether both ends are states as such, sorted by year and
dyad, so that a pair as well as a year is found without reading the rest, and the whole system costs the same however
often an event is reported.

The file bears the names of the parts it is made of, and the end of an import adds what it lacks: a day's file added to
twenty years costs a day, and what an import that was broken off has left out is made up for by the next.
"""

import json
from pathlib import Path

from foedus.errors import LakeError
from foedus.lake.datasets import Dataset
from foedus.lake.duck import connected, quoted
from foedus.lake.store import Lake

_GROUPS = "state_a, state_b, source_state, target_state, month, code, quad_class, official"
_OF_EVENTS = f"""
SELECT {_GROUPS.replace("month", "date_trunc('month', date)::DATE AS month")}, count(*)::INTEGER AS events,
    sum(score)::FLOAT AS score
FROM read_parquet([{{files}}]) GROUP BY ALL"""
_ADDED = f"""
SELECT {_GROUPS}, sum(events)::INTEGER AS events, sum(score)::FLOAT AS score
FROM ({{rows}} UNION ALL FROM read_parquet({{summary}})) GROUP BY ALL"""


def refresh_summary(lake: Lake, dataset: Dataset) -> None:
    """Bring the summary of a dataset up to the parts that are held, and move it into place.

    Raises:
        LakeError: it cannot be written.
    """
    held = lake.holding(dataset.key)
    names = {part.name for part in held.parts if part.shape == "event"} if held else set()
    there = _parts_of(lake, dataset.key)
    if there == names:
        return
    kept = there if there <= names else set()  # a part that is no more cannot be taken out of the sums
    target = summary_file(lake, dataset.key)
    files = ", ".join(quoted(lake.path / dataset.key / "event" / f"{name}.parquet") for name in sorted(names - kept))
    rows = _OF_EVENTS.format(files=files)
    if kept:
        rows = _ADDED.format(rows=rows, summary=quoted(target))
    beside = target.with_suffix(".parquet.new")
    told = quoted(json.dumps(sorted(names)))
    with connected(lake.path) as connection:
        try:
            connection.execute(
                f"COPY (FROM ({rows}) ORDER BY year(month), state_a, state_b, month) TO {quoted(beside)} "
                f"(FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 40960, KV_METADATA {{parts: {told}}})"
            )
            beside.replace(target)
        finally:
            beside.unlink(missing_ok=True)


def require_summary(lake: Lake, key: str) -> str:
    """Return the path of the summary of a dataset of events.

    Raises:
        LakeError: the lake holds none, or an import was broken off before it was made.
    """
    lake.require(key, "event")
    path = summary_file(lake, key)
    if not path.exists():
        raise LakeError(
            f"lake {lake.path}: an import of {key} was broken off: start it again, and it goes on from there"
        )
    return str(path)


def summary_file(lake: Lake, key: str) -> Path:
    """Return where the summary of a dataset lies."""
    return lake.path / key / "month.parquet"


def _parts_of(lake: Lake, key: str) -> set[str]:
    """Return the parts that the summary there is has been made of; none where there is none."""
    path = summary_file(lake, key)
    if not path.exists():
        return set()
    with connected() as connection:
        told = connection.execute(
            f"SELECT decode(value) FROM parquet_kv_metadata({quoted(path)}) WHERE decode(key) = 'parts'"
        ).fetchone()
    return set(json.loads(told[0])) if told else set()
