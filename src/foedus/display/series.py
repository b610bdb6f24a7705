"""A pair over time in words, tables and rows: what `foedus timeline --by` prints, and what its pictures say."""

import csv
import io
from collections.abc import Iterator, Sequence
from itertools import groupby

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from foedus.display.lake import period
from foedus.display.layout import Prose
from foedus.display.system import percent, told
from foedus.display.wording import Wording, wording
from foedus.system.graph import RECORD
from foedus.system.series import COUNTS, LEVEL, Change, Series

_RANKED = ("rank", "hostility", "intensity")


def title(series: Sequence[Series], pair: tuple[str, str], say: Wording) -> str:
    """Return « Russie et Corée du Nord au fil du temps, 1961–2025 »."""
    first, last = min(one.windows[0] for one in series), max(one.windows[-1] for one in series)
    a, b = map(say.state, pair)
    return say.named("series", "title", a=a, b=b, window=between(first, last, say))


def between(first: str, last: str, say: Wording) -> str:
    """Return a stretch of windows: "1961–1991", « mars 2014–mai 2014 »."""
    return say.date(first) if first == last else f"{say.date(first)}–{say.date(last)}"


def source_name(one: Series, say: Wording) -> str:
    """Return « le relevé », or a dataset with its version."""
    return say.named("system", "record") if one.source == RECORD else " ".join(filter(None, (one.source, one.version)))


def name(one: Series, say: Wording) -> str:
    """Return a source with its version and what it covers."""
    text = source_name(one, say)
    spans = ", ".join(period(since, until, say) for since, until in one.coverage)
    return f"{text} ({say.named('system', 'covered', covered=spans)})" if spans else text


def partly(one: Series, say: Wording) -> str:
    """Return which windows are covered in part only: « couvert en partie : 2019, 2025 »; "" where none is."""
    if not one.partial:
        return ""
    return f"{say.named('series', 'in_part')}{say.say('colon')}{', '.join(map(say.date, one.partial))}"


def unit(one: Series, say: Wording, n: int = 2) -> str:
    """Return what a value counts, as a number of it would have it: « origines indépendantes par an »."""
    text = say.named("series", one.unit, n)
    return f"{text} {say.named('series', one.step)}" if one.unit in COUNTS else text


def label(key: str, say: Wording, *, short: bool = False) -> str:
    """Return the name of a line; a state's for a line of capabilities."""
    if short and f"short_{key}" in say.table["series"]:
        return say.named("series", f"short_{key}")
    return say.named("series", key) if key in say.table["series"] else say.state(key)


def value_words(value: float | None, one: Series, say: Wording) -> str:
    """Return a value with what it means: "3 defense or offense", « 1,8 % », "not covered"."""
    if value is None:
        return say.named("series", "nothing_covered")
    if one.unit in _RANKED:
        meaning = say.table["levels"][one.unit].get(f"{value:.0f}")
        return f"{value:.0f} {meaning}" if meaning else f"{value:.0f}"
    if one.unit == "share":
        return percent(value, say)
    return told(value, say) if one.unit == "agreement" else f"{value:.0f}"


def _key(key: str, one: Series) -> str:
    return f"{key}_{one.unit}" if key == LEVEL and one.unit in ("organisations", "agreement") else key


def change_words(change: Change, one: Series, say: Wording) -> str:
    """Return a change point as a sentence."""
    last = one.windows[one.windows.index(change.at) - 1]
    at, before_window = say.date(change.at), between(change.since, last, say)
    if one.unit == "rank":
        before, after = (value_words(value, one, say) for value in (change.before, change.after))
        return say.named("series", "change_rank", before=before, after=after, at=at, before_window=before_window)
    digits = 2 if one.unit == "agreement" else 1
    before, after = (told(value, say, digits) for value in (change.before, change.after))
    if one.unit in COUNTS:
        of = say.named("series", change.of)
        number = 1 if say.language == "fr" and round(change.after, 1) < 2 else 2  # « 1,5 origine »
        return say.named(
            "series",
            "change_counts",
            of=of,
            unit=unit(one, say, number),
            before=before,
            after=after,
            at=at,
            before_window=before_window,
        )
    return say.named("series", "change_level", before=before, after=after, at=at, before_window=before_window)


def rows(one: Series, say: Wording) -> list[list[str]]:
    """Return the rows of a table, header first; windows in a row that say the same are one."""
    header = [say.named("series", "window"), *(label(_key(line.key, one), say, short=True) for line in one.lines)]
    cells = [[value_words(line.values[place], one, say) for line in one.lines] for place in range(len(one.windows))]
    found = [header]
    for same, group in groupby(range(len(cells)), key=lambda place: cells[place]):
        places = list(group)
        first, last = one.windows[places[0]], one.windows[places[-1]]
        found.append([first if first == last else f"{first} – {last}" if "-" in first else f"{first}–{last}", *same])
    return found


def timeline_view(
    series: Sequence[Series], pair: tuple[str, str], language: str, limit: int | None = None
) -> RenderableType:
    """Lay out a pair over time for the terminal: a table a source, the latest `limit` rows, then its change points."""
    say = wording(language)
    blocks: list[RenderableType] = [Prose(Text(title(series, pair, say), style="bold"))]
    for one in series:
        blocks += [Text(), *_block(one, say, limit)]
    if any(one.source == RECORD for one in series):
        blocks += [Text(), Prose(Text(say.named("series", "dating"), style="dim"))]
    return Group(*blocks)


def _block(one: Series, say: Wording, limit: int | None) -> Iterator[RenderableType]:
    yield Prose(Text(f"{name(one, say)}{say.say('colon')}{unit(one, say)}", style="bold"), hang=2)
    header, *lines = rows(one, say)
    left = max(0, len(lines) - limit) if limit else 0
    table = Table(box=None, padding=(0, 2, 0, 2), pad_edge=False, header_style="italic")
    table.add_column(f"  {header[0]}", no_wrap=True)
    ranked = one.unit in _RANKED
    for column in header[1:]:
        longest = max(map(len, column.split()))
        table.add_column(column, justify="left" if ranked else "right", min_width=longest)
    for line in lines[left:]:
        table.add_row(f"  {line[0]}", *line[1:])
    if left:
        yield Prose(Text(say.named("series", "rows_left", n=left), style="dim"), indent=2)
    yield table
    if one.partial:
        yield Prose(Text(partly(one, say), style="dim"), indent=2)
    if one.vague:
        yield Prose(Text(say.named("series", "vague", n=one.vague), style="dim"), indent=2)
    if one.changes and one.unit != "rank":  # what the rows show already
        yield Text(f"  {say.named('series', 'changes')}")
        for change in one.changes:
            yield Prose(Text(change_words(change, one, say)), indent=4, hang=6)


def series_csv(series: Sequence[Series]) -> str:
    """Return one row a source, window and line; the value is empty where the window is not covered."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["source", "version", "unit", "window", "covered", "line", "value", "change_point"])
    for one in series:
        shifted = {change.at for change in one.changes}
        for place, window in enumerate(one.windows):
            for line in one.lines:
                value = line.values[place]
                told_value = "" if value is None else f"{value:g}"
                known = str(value is not None).lower()
                at = str(window in shifted).lower()
                writer.writerow([one.source, one.version, one.unit, window, known, line.key, told_value, at])
    return out.getvalue()


def series_dict(one: Series) -> dict[str, object]:
    """Return a series as JSON has it; names are added to, never changed."""
    return {
        "source": one.source,
        "version": one.version or None,
        "unit": one.unit,
        "step": one.step,
        "coverage": [list(stretch) for stretch in one.coverage],
        "cite": one.cite or None,
        "windows": list(one.windows),
        "covered": list(one.covered),
        "covered_in_part": list(one.partial),
        "lines": {line.key: list(line.values) for line in one.lines},
        "changes": [
            {"of": c.of, "at": c.at, "since": c.since, "until": c.until, "before": c.before, "after": c.after}
            for c in one.changes
        ],
        "dated_by_year_alone": one.vague,
    }
