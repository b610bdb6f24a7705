"""The lake: datasets of the field as Parquet files in a folder, in the shape of our relations, asked through DuckDB.

`foedus import` fills it, `foedus system` and `foedus compare` read it. docs/lake.md has the columns.
"""

from foedus.lake.store import Lake, open_lake

__all__ = ["Lake", "open_lake"]
