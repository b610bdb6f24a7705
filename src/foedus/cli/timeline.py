"""The verb timeline: the dated acts of a pair, or the pair over time, from the record and the datasets."""

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
    default_lang,
)
from foedus.cli.pairs import two_states
from foedus.cli.system import MoodsOption, Step, ThirdOption, WithoutOption, WordOption, check_plot, wanted_records
from foedus.console import complain, emit, show
from foedus.errors import LakeError, UsageError

if TYPE_CHECKING:
    from foedus.ledger.system import Wanted
    from foedus.system.series import Series

RECORD = "record"


class TimelineFormat(StrEnum):
    """How a timeline is printed."""

    TABLE = "table"
    JSON = "json"
    JSONL = "jsonl"
    CSV = "csv"


def timeline(
    a: Annotated[str, typer.Argument(metavar="A", help="A state: ISO code, or name in French or English.")],
    b: Annotated[str, typer.Argument(metavar="B", help="Another state.")],
    ledger: LedgerOption = DEFAULT_LEDGER,
    lake: LakeOption = DEFAULT_LAKE,
    by: Annotated[
        Step | None, typer.Option("--by", help="Show the pair over time, by year or by month, and where it shifts.")
    ] = None,
    data: Annotated[
        list[str] | None,
        typer.Option(
            "--data", metavar="NAME", help="'record', a dataset of the lake or 'all'; several stand together."
        ),
    ] = None,
    plot: Annotated[
        Path | None, typer.Option("--plot", metavar="FILE", help="Draw it too: a .png, .svg or .html file.")
    ] = None,
    since: SinceOption = None,
    until: UntilOption = None,
    limit: Annotated[int, typer.Option("--limit", metavar="N", min=1, help="At most N acts or rows, the latest.")] = 50,
    style: Annotated[TimelineFormat, typer.Option("--format", help="How to print it.")] = TimelineFormat.TABLE,
    lang: LangOption = None,
    mood: MoodsOption = None,
    on_word_of: WordOption = None,
    third_party: ThirdOption = False,
    without_state_media: WithoutOption = False,
) -> None:
    """Show two states over time: the dated acts between them, or their series from the record and from datasets.

    Without --by, --data and --plot the dated acts of the record are listed, in order of time, with how many records
    tell of each: only acts whose own date the text gives.

    With one of them the pair is laid out by year or by month: cooperation and conflict by quad class (independent
    origins of the record, events of GDELT, ICEWS, POLECAT), pacts, disputes, conflicts, votes, organisations and
    capabilities of the datasets, each with what it covers. Change points are told in words and marked in the picture.
    What a source does not cover is said to be not covered, and hatched, never shown as nothing. Datasets by year stay
    by year. Of the record, what is asserted counts unless --mood says otherwise.

    \b
    Examples:
      foedus timeline RUS PRK
      foedus timeline France Algérie --since 2024 --format jsonl
      foedus timeline RUS UKR --by month --since 2021
      foedus timeline USA RUS --data record --data mid --data un-votes --plot cold-war.html
      foedus timeline RUS PRK --data all --plot pair.svg --lang fr
    """
    pair = two_states(a, b, since, until)
    check_plot(plot)
    wanted = wanted_records(mood, on_word_of, third_party, without_state_media, since=since, until=until)
    language = lang or default_lang()
    if not (by or data or plot):
        _acts(pair, ledger, wanted, limit, style, language, every_mood=not mood)
        return
    series = series_of(pair, data or [], ledger, lake, wanted, by or Step.YEAR)
    if all(one.empty for one in series):
        complain(f"nothing is told of {pair[0]} and {pair[1]} by {', '.join(one.source for one in series)}")
    _print(series, pair, style, language, limit)
    if plot is not None:
        from foedus.display.pair_picture import draw_pair

        draw_pair(series, pair, plot, language)
        complain(f"{plot} is written")


def series_of(
    pair: tuple[str, str], names: list[str], ledger: Path, lake: Path, wanted: "Wanted", by: Step
) -> "tuple[Series, ...]":
    """Return the series of a pair from the sources named; from the record, or else all datasets, if none is."""
    from foedus.lake import open_lake
    from foedus.ledger import open_ledger
    from foedus.system.series import sources_of_pairs
    from foedus.system.series import timeline as over_time

    shelf = open_lake(lake) if lake.exists() else None
    everything = [*([RECORD] if ledger.exists() else []), *sources_of_pairs(shelf)]
    if "all" in names:
        names = everything
    elif not names:
        names = [RECORD] if ledger.exists() else everything
    if not names:
        raise LakeError(f"there is neither a ledger at {ledger} nor a lake at {lake}: `foedus read` or `foedus import`")
    if RECORD not in names:
        return over_time(*pair, names, None, shelf, wanted, by)
    with open_ledger(ledger, read_only=True) as opened:
        return over_time(*pair, names, opened, shelf, wanted, by)


def _print(
    series: "tuple[Series, ...]", pair: tuple[str, str], style: TimelineFormat, language: str, limit: int
) -> None:
    from foedus.display.series import series_csv, series_dict, timeline_view

    if style is TimelineFormat.JSON:
        told = {"schema": "foedus/timeline/1", "states": list(pair), "series": [series_dict(one) for one in series]}
        emit(json.dumps(told, ensure_ascii=False, indent=2) + "\n")
    elif style is TimelineFormat.JSONL:
        for one in series:
            emit(json.dumps(series_dict(one), ensure_ascii=False) + "\n")
    elif style is TimelineFormat.CSV:
        emit(series_csv(series))
    else:
        show(timeline_view(series, pair, language, limit))


def _acts(
    pair: tuple[str, str],
    ledger: Path,
    wanted: "Wanted",
    limit: int,
    style: TimelineFormat,
    language: str,
    *,
    every_mood: bool,
) -> None:
    from foedus.display.pieces import page_of
    from foedus.display.terminal import timeline_view
    from foedus.explain import explain, moment_dict
    from foedus.ledger import open_ledger

    if style is TimelineFormat.CSV:
        raise UsageError("--format csv holds a series: give --by year or --by month")
    with open_ledger(ledger, read_only=True) as opened:
        found = explain(
            opened,
            *pair,
            **asdict(wanted) | ({"moods": None} if every_mood else {}),
            timeline=limit,
            evidence=1,
        )
    moments = [moment_dict(moment) for moment in found.timeline.moments]
    if style is TimelineFormat.JSON:
        emit(json.dumps(moments, ensure_ascii=False, indent=2) + "\n")
    elif style is TimelineFormat.JSONL:
        for moment in moments:
            emit(json.dumps(moment, ensure_ascii=False) + "\n")
    elif moments:
        show(timeline_view(page_of(found, language)))
    else:
        complain(f"{ledger} holds no dated act between {pair[0]} and {pair[1]}")
