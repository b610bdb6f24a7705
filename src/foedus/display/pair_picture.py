"""A pair of states in a picture: a panel for each source, one axis of time, change points marked.

What is counted by quad class stands up for cooperation and down for conflict; a pact, a dispute, a conflict is a bar as
high as its rank; shares and agreement are lines.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from foedus.display import plotting
from foedus.display.plotting import BLUE, GREEN, ORANGE, PURPLE, QUIET, SKY, VERMILION
from foedus.display.series import label, name, partly, rows, source_name, title, unit, value_words
from foedus.display.system import share
from foedus.display.wording import Wording, wording
from foedus.system.series import CONFLICT, COOPERATION, COUNTS, Series

COLOURS = {
    "verbal_cooperation": SKY,
    "material_cooperation": BLUE,
    "standing_together": GREEN,
    "verbal_conflict": ORANGE,
    "material_conflict": VERMILION,
    "standing_apart": PURPLE,
}
_LEVELS = {"rank": BLUE, "hostility": VERMILION, "intensity": VERMILION, "organisations": GREEN, "agreement": BLUE}
_TOP = {"rank": 3, "hostility": 5, "intensity": 2}


def draw_pair(series: Sequence[Series], pair: tuple[str, str], path: Path, language: str) -> None:
    """Write a pair over time as a picture.

    Args:
        series: as `system.series.timeline` gives them, one panel each.
        pair: the two states.
        path: .png, .svg or .html.
        language: of titles and labels.
    """
    say = wording(language)
    with plotting.drawing():
        figure = _figure(series, pair, say)
        plotting.write(
            figure,
            path,
            title(series, pair, say),
            say,
            lambda: "".join(
                plotting.table(f"{name(one, say)}{say.say('colon')}{unit(one, say)}", rows(one, say)) for one in series
            ),
        )


def _figure(series: Sequence[Series], pair: tuple[str, str], say: Wording) -> Any:
    from matplotlib.figure import Figure

    heights = [2.6 if one.unit in COUNTS else 1.7 for one in series]
    figure = Figure(figsize=(plotting.WIDE, sum(heights) + 1.2), layout="constrained")
    axes = figure.subplots(len(series), 1, squeeze=False, sharex=True, gridspec_kw={"height_ratios": heights})[:, 0]
    figure.suptitle(title(series, pair, say), fontsize=15, fontweight="bold")
    for axis, one in zip(axes, series, strict=True):
        _panel(figure, axis, one, say)
    first = min((one.windows[0] for one in series), key=plotting.when)
    last = max((one.windows[-1] for one in series), key=lambda w: plotting.when(w) + plotting.width(w))
    plotting.set_time(axes[-1], first, last, say)
    return figure


def _panel(figure: Any, axis: Any, one: Series, say: Wording) -> None:
    plotting.bare(axis)
    part = f" ({partly(one, say)})" if one.partial else ""
    axis.set_title(
        f"{name(one, say)}{say.say('colon')}{unit(one, say)}{part}",
        fontsize=9.5,
        loc="left",
        color=QUIET,
        pad=22 if one.unit in COUNTS else 6,
    )
    if one.unit in COUNTS:
        _counts(axis, one, say)
    elif one.unit in ("agreement", "share"):
        _lines(axis, one, say)
    else:
        _bars(axis, one, say)
    plotting.hatch(axis, one.windows, [not known for known in one.covered], say.named("series", "nothing_covered"))
    _changes(axis, one)
    if one.empty and any(one.covered):
        places = [plotting.when(window) for window, known in zip(one.windows, one.covered, strict=True) if known]
        middle = (places[0] + places[-1] + plotting.width(one.windows[0])) / 2
        axis.text(
            middle, 0.5, say.named("series", "nothing"), ha="center", va="center", fontsize=10, color=QUIET,
            transform=axis.get_xaxis_transform(),
        )  # fmt: skip
    for place, window in enumerate(one.windows):
        values = [(line.key, line.values[place]) for line in one.lines]
        if any(values for _, values in values):
            spot = axis.axvspan(
                plotting.when(window), plotting.when(window) + plotting.width(window), alpha=0, zorder=9
            )
            words = f"{say.date(window)}{say.say('colon')}{_told(values, one, say)}"
            plotting.tell(figure, spot, words, window=window, panel=source_name(one, say))


def _told(values: Sequence[tuple[str, float | None]], one: Series, say: Wording) -> str:
    if len(values) == 1:
        return value_words(values[0][1], one, say)
    return ", ".join(f"{label(key, say)} {value_words(value, one, say)}" for key, value in values if value)


def _counts(axis: Any, one: Series, say: Wording) -> None:
    """Stack cooperation above the line and conflict below it."""
    starts = [plotting.when(window) for window in one.windows]
    size = plotting.width(one.windows[0])
    for keys, sign in ((COOPERATION, 1), (CONFLICT, -1)):
        base = [0.0] * len(starts)
        for line in (line for line in one.lines if line.key in keys):
            heights = [sign * (value or 0.0) for value in line.values]
            axis.bar(
                starts, heights, size * 0.9, bottom=base, align="edge", color=COLOURS[line.key],
                label=label(line.key, say) if any(line.values) else None,
            )  # fmt: skip
            base = [low + height for low, height in zip(base, heights, strict=True)]
    axis.axhline(0, color="#333333", linewidth=0.8)
    low, high = axis.get_ylim() if not one.empty else (-1.0, 1.0)
    axis.set_ylim(min(low, -high * 0.15) * 1.05, max(high, -low * 0.15) * 1.25)
    from matplotlib.ticker import FuncFormatter, MaxNLocator

    axis.yaxis.set_major_locator(MaxNLocator(nbins=6, integer=True))
    axis.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{abs(value):g}"))
    if axis.get_legend_handles_labels()[0]:
        axis.legend(
            frameon=False, fontsize=8.5, ncols=6, loc="lower left", bbox_to_anchor=(0, 1), borderaxespad=0.1,
            handlelength=1.2, columnspacing=1.4, borderpad=0.2,
        )  # fmt: skip


def _bars(axis: Any, one: Series, say: Wording) -> None:
    from matplotlib.ticker import MaxNLocator

    starts = [plotting.when(window) for window in one.windows]
    size = plotting.width(one.windows[0])
    heights = [value or 0.0 for value in one.lines[0].values]
    axis.stairs(heights, [*starts, starts[-1] + size], color=_LEVELS[one.unit], fill=True)
    if one.unit in _TOP:
        levels = {int(key): words for key, words in say.table["levels"][one.unit].items()}
        axis.set_ylim(0, _TOP[one.unit] * 1.12)
        axis.set_yticks(list(levels), list(levels.values()), fontsize=8.5)
    else:
        axis.set_ylim(0, max([*heights, 1.0]) * 1.15)
        axis.yaxis.set_major_locator(MaxNLocator(nbins=4, integer=True))


def _lines(axis: Any, one: Series, say: Wording) -> None:
    from matplotlib.ticker import FuncFormatter

    middles = [plotting.when(window) + plotting.width(window) / 2 for window in one.windows]
    for line, (colour, dash) in zip(one.lines, ((BLUE, "-"), (VERMILION, (0, (5, 2)))), strict=False):
        values = [float("nan") if value is None else value for value in line.values]
        axis.plot(middles, values, color=colour, linestyle=dash, linewidth=1.8, label=label(line.key, say))
    if one.unit == "agreement":
        axis.axhline(0, color="#333333", linewidth=0.8)
        axis.set_ylim(-1.05, 1.05)
        plotting.set_decimals(axis, say)
        return
    axis.set_ylim(bottom=0)
    axis.yaxis.set_major_formatter(FuncFormatter(lambda value, _: share(value, say)))
    axis.legend(frameon=False, fontsize=8.5, ncols=2, loc="lower right", bbox_to_anchor=(1, 1), borderaxespad=0.1)


def _changes(axis: Any, one: Series) -> None:
    """Mark each change point by a broken line and a tip; a pact's are its own steps and need none."""
    if one.unit == "rank":
        return
    for at in dict.fromkeys(change.at for change in one.changes):
        axis.axvline(plotting.when(at), color="#000000", linewidth=1, linestyle=(0, (2, 2)), zorder=5)
        axis.plot(
            [plotting.when(at)], [1.0], marker="v", color="#000000", markersize=5, clip_on=False,
            transform=axis.get_xaxis_transform(), zorder=6,
        )  # fmt: skip
