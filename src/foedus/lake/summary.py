"""The monthly summary of a dataset of events: what system views and series are made from.

One row for each directed dyad, month, code, quad class and whether both ends are states as such, sorted by dyad, so
that a pair is found without reading the rest and the whole system costs the same however often an event is reported.
"""

from foedus.lake.datasets import Dataset
from foedus.lake.duck import connected, quoted
from foedus.lake.store import Lake

_SUMMARY = """
SELECT state_a, state_b, source_state, target_state, date_trunc('month', date)::DATE AS month, code, quad_class,
    official, count(*)::INTEGER AS events, sum(score)::FLOAT AS score
FROM read_parquet({files})
GROUP BY ALL
ORDER BY state_a, state_b, month
"""


def refresh_summary(lake: Lake, dataset: Dataset) -> None:
    """Make the summary of a dataset anew from all its parts, and move it into place.

    Raises:
        LakeError: it cannot be written.
    """
    held = lake.require(dataset.key, "event")
    files = "[" + ", ".join(quoted(file) for file in lake.files(held, "event")) + "]"
    target = lake.path / dataset.key / "month.parquet"
    beside = target.with_suffix(".parquet.new")
    with connected(lake.path) as connection:
        try:
            connection.execute(
                f"COPY ({_SUMMARY.format(files=files)}) TO {quoted(beside)} "
                "(FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 20480)"
            )
            beside.replace(target)
        finally:
            beside.unlink(missing_ok=True)
