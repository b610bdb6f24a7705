"""All formats by name: what each is for, and what writes it."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from foedus.errors import UsageError
from foedus.export import reading_to_json
from foedus.exports import documents, flat, graph
from foedus.files import written_whole
from foedus.ledger import Ledger
from foedus.model import Reading


@dataclass(frozen=True, slots=True)
class Format:
    """One format.

    Attributes:
        suffix: of a file of it.
        about: what it is, in a few words.
        lines: yields it as text, line by line; None where it can only be written to a file.
        write: writes a file of it; None where `lines` does.
    """

    suffix: str
    about: str
    lines: Callable[[Ledger], Iterator[str]] | None = None
    write: Callable[[Ledger, Path], None] | None = None


def _readings(ledger: Ledger) -> Iterator[Reading]:
    return (ledger.reading(article_id) for article_id in ledger.article_ids())


def _canonical(ledger: Ledger) -> Iterator[str]:
    return (reading_to_json(reading) + "\n" for reading in _readings(ledger))


def _documents(of: Callable[[Iterable[Reading]], Iterator[str]]) -> Callable[[Ledger], Iterator[str]]:
    return lambda ledger: of(_readings(ledger))


FORMATS = {
    "jsonl": Format(".jsonl", "canonical JSON, an article a line (schema foedus/1)", _canonical),
    "csv": Format(".csv", "a relation a row, with statement and article", flat.events_csv),
    "parquet": Format(".parquet", "the same", write=flat.events_parquet),
    "dyad-month": Format(".csv", "a directed pair and month a row, NA outside coverage", flat.months_csv),
    "dyad-month-parquet": Format(".parquet", "the same", write=flat.months_parquet),
    "plover": Format(".csv", "events in PLOVER's names, act and mood folded into its codes", flat.plover_csv),
    "graphml": Format(".graphml", "states and what is told between them, for igraph and Gephi", write=graph.graphml),
    "gexf": Format(".gexf", "the same, for Gephi", write=graph.gexf),
    "annotation": Format(
        ".jsonld", "W3C Web Annotation: each statement and relation on its words", _documents(documents.annotations)
    ),
    "citron": Format(".jsonl", "quotations in the shape of the BBC's Citron", _documents(documents.citron)),
    "quotation": Format(".jsonld", "schema.org Quotation, for pages", _documents(documents.quotations)),
    "csl": Format(".json", "CSL-JSON: the articles as citations", _documents(documents.csl)),
    "gold": Format(
        ".jsonl", "passages in which people have reviewed every record, for `foedus evaluate`", documents.gold
    ),
}


def export(ledger: Ledger, name: str, to: Path) -> None:
    """Write a ledger to a file; it is whole or not there.

    Raises:
        UsageError: there is no such format.
        OutputError: the file cannot be written; what was there before still is.
        LedgerError: the ledger cannot be read.
    """
    if name not in FORMATS:
        raise UsageError(f"unknown format {name!r}: expected one of {', '.join(FORMATS)}")
    found = FORMATS[name]
    with written_whole(to) as path:
        if found.write:
            found.write(ledger, path)
        elif found.lines:
            with path.open("w", encoding="utf-8", newline="") as file:
                file.writelines(found.lines(ledger))
