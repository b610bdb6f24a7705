"""The verb that writes a ledger in the formats of other programs."""

from pathlib import Path
from typing import Annotated

import typer

from foedus.cli.options import DEFAULT_LEDGER, LedgerOption
from foedus.console import complain, emit
from foedus.errors import UsageError


def export(
    to: Annotated[str, typer.Option("--to", metavar="FORMAT", help="One of the formats below.", show_default=False)],
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="FILE", help="Write there; text goes to standard output if not given."),
    ] = None,
    ledger: LedgerOption = DEFAULT_LEDGER,
) -> None:
    """Write the ledger in a format of other programs; reviews are taken into account.

    \b
    jsonl               canonical JSON, an article a line (schema foedus/1)
    csv, parquet        a relation a row, with statement and article
    dyad-month          CSV: a directed pair and month a row, NA outside coverage
    dyad-month-parquet  the same as Parquet
    plover              CSV: events in PLOVER's names, act and mood folded
    graphml, gexf       states and what is told between them, for igraph, Gephi
    annotation          W3C Web Annotation, statements and relations on their words
    citron              quotations in the shape of the BBC's Citron
    quotation           schema.org Quotation, of direct speech
    csl                 CSL-JSON: the articles as citations
    gold                passages in which people reviewed every record

    \b
    Examples:
      foedus export --to csv > relations.csv
      foedus export --to parquet --out relations.parquet
      foedus export --to gold --out gold.jsonl
    """
    from foedus.exports import FORMATS
    from foedus.exports import export as write
    from foedus.ledger import open_ledger

    if to not in FORMATS:
        raise UsageError(f"unknown format {to!r}: expected one of {', '.join(FORMATS)}")
    lines = FORMATS[to].lines
    with open_ledger(ledger, read_only=True) as opened:
        if out is not None:
            write(opened, to, out)
            nothing = to == "gold" and out.is_file() and not out.stat().st_size
            complain(f"{out} is empty: no passage has all its records reviewed" if nothing else f"{out} is written")
        elif lines is None:
            raise UsageError(f"--to {to} needs --out FILE")
        else:
            for line in lines(opened):
                emit(line)
