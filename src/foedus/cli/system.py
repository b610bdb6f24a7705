"""The verbs of the system: blocs, balance and poles over time; a pair's record beside the datasets."""

import json
from dataclasses import asdict
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from foedus.cli.options import (
    DEFAULT_LAKE,
    DEFAULT_LEDGER,
    LakeOption,
    LangOption,
    LedgerOption,
    SinceOption,
    UntilOption,
    check_window,
    date,
    default_lang,
)
from foedus.cli.pairs import MoodChoice, filters_of
from foedus.console import complain, emit, progress_share, show
from foedus.errors import LakeError, UsageError

if TYPE_CHECKING:
    from foedus.ledger.system import Wanted
    from foedus.system.graph import SignedGraph
    from foedus.system.report import System

RECORD, READ = "record", "read"
_SERIES_SEEDS, _SERIES_SECONDS = 25, 3.0  # for each window of a series


class SystemFormat(StrEnum):
    """How the system is printed."""

    TABLE = "table"
    JSON = "json"
    JSONL = "jsonl"
    CSV = "csv"
    GRAPHML = "graphml"


class CompareFormat(StrEnum):
    """How a comparison is printed."""

    TABLE = "table"
    JSON = "json"


class Step(StrEnum):
    """How long each window of a series is."""

    YEAR = "year"
    MONTH = "month"


MoodsOption = Annotated[
    list[MoodChoice] | None,
    typer.Option("--mood", help="From the record, only what is put that way; may be given several times."),
]
WordOption = Annotated[
    str | None,
    typer.Option("--on-word-of", metavar="STATE", help="From the record, only what those say who speak for it."),
]
ThirdOption = Annotated[
    bool, typer.Option("--third-party", help="From the record, only what neither of the two states says.")
]
WithoutOption = Annotated[
    bool, typer.Option("--without-state-media", help="Leave out what a state-owned outlet prints or relays.")
]


def system(
    at: Annotated[
        str | None, typer.Option("--at", metavar="DATE", callback=date, help="One window: a year, a month or a day.")
    ] = None,
    since: Annotated[
        str | None, typer.Option("--from", metavar="DATE", callback=date, help="First day, month or year.")
    ] = None,
    until: Annotated[
        str | None, typer.Option("--to", metavar="DATE", callback=date, help="Last day, month or year.")
    ] = None,
    step: Annotated[
        Step | None, typer.Option("--step", help="Cut --from ... --to into windows of that length.")
    ] = None,
    data: Annotated[
        list[str] | None,
        typer.Option("--data", metavar="NAME", help="'record', 'read' or a dataset of the lake; several side by side."),
    ] = None,
    together: Annotated[bool, typer.Option("--together", help="Add the weights of several sources up.")] = False,
    ledger: LedgerOption = DEFAULT_LEDGER,
    lake: LakeOption = DEFAULT_LAKE,
    lang: LangOption = None,
    style: Annotated[SystemFormat, typer.Option("--format", help="How to print.")] = SystemFormat.TABLE,
    plot: Annotated[
        Path | None, typer.Option("--plot", metavar="FILE", help="Draw it too: a .png, .svg or .html file.")
    ] = None,
    explain: Annotated[bool, typer.Option("--explain", help="Say how every weight is made.")] = False,
    mood: MoodsOption = None,
    on_word_of: WordOption = None,
    third_party: ThirdOption = False,
    without_state_media: WithoutOption = False,
    seeds: Annotated[int, typer.Option("--seeds", min=1, help="Starts of the search for blocs.")] = 100,
    resolution: Annotated[
        float, typer.Option("--resolution", min=0.01, help="Higher gives more and smaller blocs.")
    ] = 1.0,
) -> None:
    """Show the system the states form: blocs, poles, balance, over time.

    A graph is made of who stands with whom and who against whom, from the record (the ledger), from what `foedus read
    --out` put into the lake ('read'), from datasets of the lake, or from several side by side. On it are found: blocs
    and the states between them, the share of balanced triads, the frustration index, poles by capabilities (if the
    lake holds NMC) and by ties, the most central states. What a source does not cover is said to be not covered, never
    shown as nothing.

    Of the record, what is asserted counts unless --mood says otherwise. Without --data the record is taken if there is
    a ledger, else what was read into the lake, else cow-alliances. --explain gives formula, parameters and inputs of
    the weights; docs/system.md has the definitions and sources of all measures.

    \b
    Examples:
      foedus system --at 2024
      foedus system --at 1914 --data cow-alliances --plot 1914.svg
      foedus system --from 1950 --to 1990 --data cow-alliances --data mid --together
      foedus system --from 2000 --to 2025 --step year --data record --data atop --plot poles.png
      foedus system --at 2024 --data read --lake foedus.lake
      foedus system --at 2024 --on-word-of RUS --format graphml > moscow.graphml
    """
    check_plot(plot)
    windows = _windows(at, since, until, step)
    wanted = wanted_records(mood, on_word_of, third_party, without_state_media)
    names = data or [_usual(ledger, lake)]
    series = len(windows) > 1
    found: list[list[System]] = []
    with progress_share("system") as tell:
        for place, (first, last) in enumerate(windows):
            found.append(_measured(names, together, first, last, ledger, lake, wanted, seeds, resolution, series))
            tell((place + 1) / len(windows))
    columns = [list(column) for column in zip(*found, strict=True)]
    language = lang or default_lang()
    _print(columns, style, language, explain=explain)
    if plot is not None:
        from foedus.display.pictures import draw

        draw(columns, plot, language)
        complain(f"{plot} is written")


def _usual(ledger: Path, lake: Path) -> str:
    if ledger.exists() or not lake.exists():
        return RECORD
    return READ if (lake / "read").exists() else "cow-alliances"


def _measured(
    names: list[str],
    together: bool,
    first: str | None,
    last: str | None,
    ledger: Path,
    lake: Path,
    wanted: "Wanted",
    seeds: int,
    resolution: float,
    series: bool,
) -> "list[System]":
    """Measure one window of every source; of all together if asked."""
    from foedus.lake import open_lake
    from foedus.system.graph import added
    from foedus.system.report import Options, measure
    from foedus.system.sources import require_covered

    opened = open_lake(lake) if lake.exists() else None
    graphs = [_graph(name, first, last, ledger, lake, wanted) for name in dict.fromkeys(names)]
    if together:
        graphs = [added(tuple(graphs))]
    options = Options(resolution=resolution, seeds=seeds)
    if series:
        options = Options(resolution=resolution, seeds=min(seeds, _SERIES_SEEDS), seconds=_SERIES_SECONDS)
    else:
        for graph in graphs:
            require_covered(graph)
    return [measure(graph, opened, options) for graph in graphs]


def _graph(name: str, first: str | None, last: str | None, ledger: Path, lake: Path, wanted: "Wanted") -> "SignedGraph":
    from dataclasses import replace

    from foedus.lake import open_lake
    from foedus.lake.datasets import datasets
    from foedus.ledger import open_ledger
    from foedus.system.sources import from_dataset, from_ledger

    if name == RECORD:
        with open_ledger(ledger, read_only=True) as opened:
            return from_ledger(opened, replace(wanted, since=first, until=last))
    if name == READ:
        from foedus.lake.readings import open_readings
        from foedus.system.sources import from_readings

        return from_readings(open_readings(str(lake)), replace(wanted, since=first, until=last))
    if name not in datasets():
        raise UsageError(f"unknown source {name!r}: expected {RECORD}, {READ} or one of {', '.join(datasets())}")
    shelf = open_lake(lake)
    held = shelf.holding(name)
    if held is None:
        raise LakeError(f"lake {lake} holds no {name}: import it with `foedus import {name} FILE`")
    return from_dataset(shelf, name, first or held.coverage[0][0], last or held.coverage[-1][1])


def wanted_records(
    mood: list[MoodChoice] | None,
    word: str | None,
    third_party: bool,
    without: bool,
    *,
    since: str | None = None,
    until: str | None = None,
) -> "Wanted":
    """Return which records the options ask for; what is asserted, where they name no mood."""
    from foedus.ledger.system import Wanted

    filters = asdict(filters_of(mood, word, third_party, without, since, until))
    return Wanted(**filters | {"moods": filters["moods"] or Wanted().moods})


def _windows(
    at: str | None, since: str | None, until: str | None, step: Step | None
) -> list[tuple[str | None, str | None]]:
    """Return the windows asked for, each as its first and last day, month or year."""
    if at and (since or until or step):
        raise UsageError("--at is one window: give it alone, or --from, --to and --step")
    if at:
        return [(at, at)]
    check_window(since, until)
    if step is None:
        return [(since, until)]
    if not since or not until:
        raise UsageError(f"--step {step.value} needs --from and --to")
    years = range(int(since[:4]), int(until[:4]) + 1)
    if step is Step.YEAR:
        return [(str(year), str(year)) for year in years]
    first = since if len(since) > 4 else f"{since}-01"
    last = until if len(until) > 4 else f"{until}-12"
    months = [f"{year}-{month:02d}" for year in years for month in range(1, 13)]
    return [(month, month) for month in months if first[:7] <= month <= last[:7]]


def check_plot(plot: Path | None) -> None:
    """Refuse a picture that could not be written, before anything is measured.

    Raises:
        UsageError: its ending is none of ours, or its folder is not there.
    """
    if plot is None:
        return
    if plot.suffix.lower() not in (".png", ".svg", ".html"):
        raise UsageError(f"--plot {plot}: expected a file that ends in .png, .svg or .html")
    if not plot.parent.is_dir():
        raise UsageError(f"--plot {plot}: there is no folder {plot.parent}")


def _print(columns: "list[list[System]]", style: SystemFormat, language: str, *, explain: bool) -> None:
    every = [one for column in columns for one in column]
    if style is SystemFormat.JSON:
        dicts = [one.to_dict() for one in every]
        emit(json.dumps(dicts[0] if len(dicts) == 1 else dicts, ensure_ascii=False, indent=2) + "\n")
    elif style is SystemFormat.JSONL:
        for one in every:
            emit(json.dumps(one.to_dict(), ensure_ascii=False) + "\n")
    elif style is SystemFormat.GRAPHML:
        if len(every) > 1:
            raise UsageError("--format graphml holds one graph: give one window and one source, or --together")
        from foedus.display.graphml import graphml

        emit(graphml(every[0], language))
    elif style is SystemFormat.CSV:
        from foedus.display.graphml import systems_csv

        emit(systems_csv(columns, language))
    else:
        from foedus.display.system import series_view, system_view

        for place, column in enumerate(columns):
            if place:
                emit("\n")
            show(
                series_view(column, language) if len(column) > 1 else system_view(column[0], language, explain=explain)
            )


def compare(
    a: Annotated[str, typer.Argument(metavar="A", help="A state: ISO code, or name in French or English.")],
    b: Annotated[str, typer.Argument(metavar="B", help="Another state.")],
    ledger: LedgerOption = DEFAULT_LEDGER,
    lake: LakeOption = DEFAULT_LAKE,
    lang: LangOption = None,
    style: Annotated[CompareFormat, typer.Option("--format", help="How to print.")] = CompareFormat.TABLE,
    plot: Annotated[
        Path | None,
        typer.Option("--plot", metavar="FILE", help="Draw all of it over time: a .png, .svg or .html file."),
    ] = None,
    since: SinceOption = None,
    until: UntilOption = None,
    mood: MoodsOption = None,
    on_word_of: WordOption = None,
    third_party: ThirdOption = False,
    without_state_media: WithoutOption = False,
) -> None:
    """Put what the record tells of two states beside what the datasets say.

    Each dataset comes with the day its coverage ends, and three answers are kept apart: something, nothing, not
    covered. States that changed name keep one history: Russia's pacts begin with those of the Soviet Union. S, pi and
    kappa say how alike the two states' alliances or votes are (docs/system.md).

    \b
    Examples:
      foedus compare RUS PRK
      foedus compare Russie "Corée du Nord" --lang fr --until 2018
      foedus compare FRA DEU --format json --plot pair.html
    """
    from dataclasses import asdict

    from foedus.lake import open_lake
    from foedus.language.registry import find_state
    from foedus.ledger import open_ledger
    from foedus.system.compare import compare as put_beside

    first, second = find_state(a), find_state(b)
    check_window(since, until)
    check_plot(plot)
    moods = mood or list(MoodChoice)
    wanted = wanted_records(moods, on_word_of, third_party, without_state_media, since=since, until=until)
    shelf = open_lake(lake) if lake.exists() else None
    if ledger.exists():
        with open_ledger(ledger, read_only=True) as opened:
            found = put_beside(first, second, opened, shelf, wanted)
    elif shelf is None:
        raise LakeError(f"there is neither a ledger at {ledger} nor a lake at {lake}: `foedus read` or `foedus import`")
    else:
        found = put_beside(first, second, None, shelf, wanted)
    if style is CompareFormat.JSON:
        emit(json.dumps({"schema": "foedus/comparison/1", **asdict(found)}, ensure_ascii=False, indent=2) + "\n")
    else:
        from foedus.display.compare import comparison_view

        show(comparison_view(found, lang or default_lang()))
    if plot is not None:
        from foedus.cli.timeline import series_of
        from foedus.display.pair_picture import draw_pair

        series = series_of((first, second), ["all"], ledger, lake, wanted, Step.YEAR)
        draw_pair(series, (first, second), plot, lang or default_lang())
        complain(f"{plot} is written")
