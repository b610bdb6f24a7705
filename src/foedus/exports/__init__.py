"""A ledger in the formats of other programs. `export.py` has the canonical JSON; here is everything else."""

from foedus.exports.formats import FORMATS, Format, export

__all__ = ["FORMATS", "Format", "export"]
