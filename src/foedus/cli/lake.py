"""The verbs of the lake: take datasets of the field in, say how to cite them."""

import json
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from foedus.cli.options import DEFAULT_LAKE, DONE, FAILED, LakeOption, LangOption, default_lang
from foedus.console import complain, emit, progress_share, show


class DatasetName(StrEnum):
    """The datasets that can be imported: the keys of data/lake/datasets.toml, which is not read for `--help`."""

    COW_ALLIANCES = "cow-alliances"
    ATOP = "atop"
    NMC = "nmc"
    MID = "mid"
    IGO = "igo"
    UN_VOTES = "un-votes"
    GDELT = "gdelt"
    ICEWS = "icews"
    POLECAT = "polecat"
    UCDP = "ucdp"


class ImportFormat(StrEnum):
    """How what was imported is told."""

    TABLE = "table"
    JSONL = "jsonl"


class CiteFormat(StrEnum):
    """How citations are printed."""

    TABLE = "table"
    JSON = "json"


def import_(
    dataset: Annotated[DatasetName, typer.Argument(metavar="DATASET", help=", ".join(DatasetName))],
    paths: Annotated[
        list[Path], typer.Argument(metavar="PATH...", help="Release files as they are, archives (.zip, .gz), folders.")
    ],
    lake: LakeOption = DEFAULT_LAKE,
    lang: LangOption = None,
    style: Annotated[
        ImportFormat, typer.Option("--format", help="How to tell what was taken in.")
    ] = ImportFormat.TABLE,
) -> None:
    """Take the release files of a dataset of the field into the lake.

    The files are read as they were released, whatever their line endings, archive or layout, and kept as Parquet in
    the shape of foedus's own relations. States are found by their COW or Gleditsch-Ward number, code or name, at the
    date of the row. What is no relation of two states is set aside and counted; rows that cannot be used are counted
    and listed in the lake, under bad/.

    A file is taken in whole or not at all. Started again, an import passes over the files that are there. A file of
    another version of the same dataset takes the place of the older one.

    \b
    Examples:
      foedus import cow-alliances alliance_v4.1_by_dyad.csv
      foedus import nmc NMC_v6.zip --lake datasets
      foedus import gdelt downloads/gdelt/
    """
    from foedus.lake import open_lake
    from foedus.lake.datasets import datasets
    from foedus.lake.importing import take_in

    opened = open_lake(lake, make=True)
    outcomes = []
    with progress_share(dataset.value) as tell:
        for outcome in take_in(opened, datasets()[dataset.value], paths, tell=tell):
            outcomes.append(outcome)
    if style is ImportFormat.JSONL:
        from dataclasses import asdict

        for outcome in outcomes:
            emit(json.dumps(asdict(outcome), ensure_ascii=False) + "\n")
    elif any(outcome.part for outcome in outcomes):
        from foedus.display.lake import imported_view

        show(imported_view(outcomes, lang or default_lang()))
    for outcome in outcomes:
        if outcome.error:
            complain(outcome.error)
        elif outcome.passed:
            complain(f"{outcome.name}: {outcome.passed}")
        elif outcome.part and not outcome.known:
            if outcome.part.note:
                complain(f"{outcome.name}: {outcome.part.note}")
            if outcome.part.bad:
                told = [f"{count} {reason}" for reason, count in outcome.part.bad.items()]
                more = f" and {len(told) - 3} more reasons" if len(told) > 3 else ""
                place = lake / dataset.value / "bad" / f"{outcome.part.name}.jsonl"
                complain(f"{outcome.name}: rows left out: {', '.join(told[:3])}{more}; see {place}")
    raise typer.Exit(FAILED if any(outcome.error for outcome in outcomes) else DONE)


import_.__name__ = "import"


def cite(
    names: Annotated[
        list[DatasetName] | None, typer.Argument(metavar="DATASET...", help="Those in the lake if none is given.")
    ] = None,
    lake: LakeOption = DEFAULT_LAKE,
    lang: LangOption = None,
    style: Annotated[CiteFormat, typer.Option("--format", help="How to print.")] = CiteFormat.TABLE,
) -> None:
    """Say what to cite for datasets, and which version the lake holds and what it covers.

    \b
    Examples:
      foedus cite
      foedus cite nmc atop --format json
    """
    from foedus.lake import open_lake
    from foedus.lake.datasets import datasets

    opened = open_lake(lake) if lake.exists() or not names else None
    held = {name: opened.holding(name) if opened else None for name in datasets()}
    wanted = [name.value for name in names] if names else [name for name in held if held[name]]
    cited = [(datasets()[name], held[name]) for name in wanted]
    if style is CiteFormat.JSON:
        told = [
            {
                "dataset": dataset.key,
                "title": dataset.title,
                "cite": dataset.cite,
                "url": dataset.url,
                "terms": dataset.terms,
                "versions": list(holding.versions) if holding else [],
                "covered": [list(stretch) for stretch in holding.coverage] if holding else [],
            }
            for dataset, holding in cited
        ]
        emit(json.dumps(told, ensure_ascii=False, indent=2) + "\n")
        return
    if not cited:
        complain(f"the lake {lake} is empty: fill it with `foedus import`")
        return
    from foedus.display.lake import cite_view

    show(cite_view(cited, lang or default_lang()))
