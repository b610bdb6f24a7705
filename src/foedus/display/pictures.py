"""The system in pictures: the signed network with its blocs, and its measures over time.

What stands apart is broken as well as vermilion.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from foedus.display import plotting
from foedus.display.places import frame, labels_of, placed
from foedus.display.plotting import BLACK, BLUE, GREEN, ORANGE, PURPLE, QUIET, SKY, VERMILION, YELLOW
from foedus.display.system import series_rows, sources, summary, told, window
from foedus.display.wording import Wording, wording
from foedus.system.graph import RECORD, SignedGraph
from foedus.system.report import System

BLOC_COLOURS = (BLUE, ORANGE, GREEN, PURPLE, SKY, YELLOW, "#8C6D31", "#999999")
KIND_COLOURS = {"unipolar": VERMILION, "near unipolar": ORANGE, "bipolar": BLUE, "multipolar": GREEN}
LINES = ((BLUE, "o", "-"), (ORANGE, "s", (0, (5, 2))), (GREEN, "^", (0, (2, 1))), (PURPLE, "D", "-."), (SKY, "v", ":"))
ALONE = "#FFFFFF"
TOGETHER, APART = "#4C6A92", VERMILION
DRAWN = 1500  # ties, the strongest


def draw(columns: Sequence[Sequence[System]], path: Path, language: str) -> None:
    """Write a picture: one column a source, each with one window (its network) or several (its measures over time).

    Args:
        columns: as `foedus system` has measured them.
        path: .png, .svg or .html; an HTML page holds the picture and its figures as a table, and needs nothing else.
        language: of titles and labels.
    """
    say = wording(language)
    one = len(columns[0]) == 1
    first, last = (window(columns[0][place].graph, say) for place in (0, -1))
    title = say.named("system", "plot_network" if one else "plot_series", window=first if one else f"{first}–{last}")
    with plotting.drawing():
        figure = _networks(columns, say) if one else _series(columns, say)
        figure.suptitle(title, fontsize=16, fontweight="bold")
        plotting.write(figure, path, title, say, lambda: "".join(_table(column, say) for column in columns))


# -- the network -------------------------------------------------------------------------------------------------------


def _networks(columns: Sequence[Sequence[System]], say: Wording) -> Any:
    from matplotlib.figure import Figure

    count = len(columns)
    every = [placed(column[0].blocs) for column in columns]
    frames = [frame(places, labels_of(one, places, say)) for places, (one,) in zip(every, columns, strict=True)]
    tallest = max((top - bottom) / (right - left) for left, right, bottom, top in frames)
    wide = plotting.WIDE if count == 1 else plotting.WIDE * 0.77
    figure = Figure(figsize=(wide * count, min(11.0, 1.5 + wide * tallest)), layout="constrained")
    axes = figure.subplots(1, count, squeeze=False)[0]
    for axis, (one,) in zip(axes, columns, strict=True):
        _network(figure, axis, one, say)
    return figure


def _network(figure: Any, axis: Any, system: System, say: Wording) -> None:
    graph = system.graph
    places = placed(system.blocs)
    labels = labels_of(system, places, say)
    shown = sorted(graph.edges, key=lambda edge: (-abs(edge.weight), edge.pair))[:DRAWN]
    crowd = len(places)
    for edge in sorted(shown, key=lambda edge: edge.weight < 0):
        (x1, y1), (x2, y2) = places[edge.state_a], places[edge.state_b]
        apart = edge.weight < 0
        within = system.blocs.bloc_of(edge.state_a) == system.blocs.bloc_of(edge.state_b) != 0
        (line,) = axis.plot(
            [x1, x2],
            [y1, y2],
            color=APART if apart else TOGETHER,
            linestyle=(0, (4, 2.5)) if apart else "-",
            linewidth=(0.5 + 1.5 * min(1.0, abs(edge.weight))) * (1 if crowd < 60 else 0.5),
            alpha=0.8 if apart else 0.45 if within or len(shown) > 400 else 0.6,
            zorder=2 if apart else 1,
        )
        plotting.tell(figure, line, "", tie=f"{edge.state_a} {edge.state_b}", sign="apart" if apart else "together")
    radius = 0.42
    ties = {one.state: one for one in system.centralities}
    for state, (x, y) in places.items():
        bloc = system.blocs.bloc_of(state)
        colour = BLOC_COLOURS[(bloc - 1) % len(BLOC_COLOURS)] if bloc else ALONE
        disc = axis.add_patch(_disc(x, y, radius, colour))
        friends, foes = ties[state].friends, ties[state].foes
        words = f"{say.state(state)} ({state})", say.named("system", "told_ties", friends=friends, foes=foes)
        plotting.tell(figure, disc, say.say("colon").join(words), state=state)
        dark = bloc and (bloc - 1) % len(BLOC_COLOURS) in (0, 2, 6)
        size = 9.5 if crowd < 40 else 7 if crowd < 100 else 5.5
        name = axis.text(
            x, y, state, ha="center", va="center", fontsize=size, color="white" if dark else "black",
            fontweight="bold", zorder=4,
        )  # fmt: skip
        plotting.tell(figure, name, "", of=state)
    for label in labels:
        axis.text(
            label.x, label.y, label.text, ha="center", va="center", fontsize=10, color=BLACK, zorder=5,
            bbox={
                "facecolor": "white", "edgecolor": BLOC_COLOURS[(label.number - 1) % len(BLOC_COLOURS)],
                "boxstyle": "round,pad=0.25", "linewidth": 2,
            },
        )  # fmt: skip
    axis.set_aspect("equal", adjustable="datalim")
    axis.axis("off")
    left, right, bottom, top = frame(places, labels)
    axis.plot([left, right], [bottom, top], alpha=0.0)  # limits set by hand would be warned about and ignored
    axis.margins(0)
    _legend(axis, graph, say)
    axis.set_title(_caption(system, len(shown), say), fontsize=9.5, loc="left", color=QUIET)


def _legend(axis: Any, graph: SignedGraph, say: Wording) -> None:
    """Say what the lines mean, of the sorts that are drawn."""
    from matplotlib.lines import Line2D

    sorts: list[tuple[str, str, Any, Any]] = [
        ("together", TOGETHER, "-", graph.positive),
        ("apart", APART, (0, (4, 2.5)), graph.negative),
    ]
    lines = [
        Line2D([], [], color=colour, linewidth=2, linestyle=dash, label=say.named("system", name))
        for name, colour, dash, edges in sorts
        if edges
    ]
    axis.legend(handles=lines, loc="upper right", frameon=False, fontsize=10)


def _disc(x: float, y: float, radius: float, colour: str) -> Any:
    from matplotlib.patches import Circle

    return Circle((x, y), radius, facecolor=colour, edgecolor="#333333", linewidth=0.7, zorder=3)


def _caption(system: System, shown: int, say: Wording) -> str:
    import textwrap

    graph = system.graph
    lines = textwrap.wrap(f"{say.named('system', 'source')}{say.say('colon')}{sources(graph, say)}", 95)
    lines.append(summary(graph, say))
    if shown < len(graph.edges):
        lines.append(say.named("system", "edges_shown", n=shown, all=len(graph.edges)))
    return "\n".join(lines)


# -- measures over time ------------------------------------------------------------------------------------------------


def _series(columns: Sequence[Sequence[System]], say: Wording) -> Any:
    from matplotlib.figure import Figure

    remarks = [remark for column in columns if (remark := _one_sign(column, say))]
    heights = (3, 3, 1 if len(remarks) == len(columns) else 3)
    figure = Figure(figsize=(plotting.WIDE, sum(heights) + 0.5), layout="constrained")
    axes = upper, middle, lower = figure.subplots(3, 1, sharex=True, gridspec_kw={"height_ratios": heights})
    for axis in axes:
        plotting.bare(axis)
    windows = [one.graph.since for one in columns[0]]
    con = [one.capabilities.con if one.capabilities else None for one in columns[0]]
    _line(upper, windows, con, (BLACK, "o", "-"), None)
    _poles(upper, columns[0], windows, con, say)
    upper.set_ylabel(say.named("system", "con"), fontsize=9)
    upper.set_title(_sources(columns, con, say), fontsize=9.5, loc="left", color=QUIET)
    for column, style in zip(columns, LINES, strict=False):
        covered = [_covered(one) for one in column]
        name = sources(column[0].graph, say)
        effective = [one.ties.effective if ok else None for one, ok in zip(column, covered, strict=True)]
        _line(middle, windows, effective, style, name)
        if _one_sign(column, say):
            continue
        balanced = [one.triads.balanced if ok else None for one, ok in zip(column, covered, strict=True)]
        _line(lower, windows, balanced, style, name)
    uncovered = [not any(_covered(column[n]) for column in columns) for n in range(len(windows))]
    words = say.named("system", "not_covered_short")
    for axis in (middle, lower):
        plotting.hatch(axis, windows, uncovered, words)
    plotting.hatch(upper, windows, [value is None for value in con], words)
    middle.set_ylabel(say.named("system", "effective"), fontsize=9)
    middle.set_ylim(bottom=0)
    middle.legend(frameon=False, fontsize=9, loc="best")
    lower.set_ylim(-0.03, 1.05)
    if len(remarks) == len(columns):
        lower.tick_params(axis="y", left=False, labelleft=False)
    else:
        lower.set_ylabel(say.named("system", "balanced_share"), fontsize=9)
    if remarks:
        place = 0.5 if len(remarks) == len(columns) else 0.08
        lower.text(
            0.5, place, "\n".join(remarks), ha="center", va="center", transform=lower.transAxes, fontsize=9.5,
            color=QUIET, bbox={"facecolor": "white", "edgecolor": "none", "alpha": 0.8},
        )  # fmt: skip
    _tell_windows(figure, (upper, middle), columns, say)
    plotting.set_time(lower, windows[0], windows[-1], say)
    for axis in axes:
        plotting.set_decimals(axis, say)
    return figure


def _tell_windows(figure: Any, axes: tuple[Any, Any], columns: Sequence[Sequence[System]], say: Wording) -> None:
    """Let each window tell its poles, and of each source its effective blocs and its balance."""
    upper, middle = axes
    for place, one in enumerate(columns[0]):
        if one.capabilities and one.capabilities.kind:
            kind = f"{say.named('kinds', one.capabilities.kind)} {' '.join(sorted(one.capabilities.poles))}"
            parts = [f"CON {told(one.capabilities.con, say)}", kind]
            _tell_window(figure, upper, one.graph.since, parts, "nmc", say)
        for column in columns:
            each = column[place]
            if not _covered(each):
                continue
            measured = (("effective", each.ties.effective), ("balanced_share", each.triads.balanced))
            parts = [f"{say.named('system', name)} {told(value, say)}" for name, value in measured if value is not None]
            _tell_window(figure, middle, each.graph.since, parts, _named(column, say), say)


def _tell_window(figure: Any, axis: Any, at: str, parts: Sequence[str], panel: str, say: Wording) -> None:
    spot = axis.axvspan(plotting.when(at), plotting.when(at) + plotting.width(at), alpha=0, zorder=9)
    plotting.tell(figure, spot, f"{say.date(at)}{say.say('colon')}{', '.join(parts)}", window=at, panel=panel)


def _covered(one: System) -> bool:
    return not (one.graph.not_covered and not one.graph.edges)


def _one_sign(column: Sequence[System], say: Wording) -> str:
    """Say that a source has ties of one sign alone, or no closed triad: there is then no balance to draw."""
    together = any(one.graph.positive for one in column)
    apart = any(one.graph.negative for one in column)
    name = _named(column, say)
    if together and apart:
        closed = any(one.triads.balanced is not None for one in column)
        return "" if closed else f"{name}{say.say('colon')}{say.named('system', 'no_triads')}"
    return say.named("system", "all_together" if together else "all_apart" if apart else "no_ties", source=name)


def _named(column: Sequence[System], say: Wording) -> str:
    """Return what a column is made of: « le relevé + mid »."""
    return " + ".join(
        say.named("system", "record") if made.source == RECORD else made.source for made in column[0].graph.made
    )


def _sources(columns: Sequence[Sequence[System]], con: Sequence[float | None], say: Wording) -> str:
    import textwrap

    names = [sources(column[0].graph, say) for column in columns]
    known = any(value is not None for value in con)
    names.append("nmc" if known else f"nmc{say.say('colon')}{say.named('system', 'not_covered_short')}")
    return "\n".join(textwrap.wrap(f"{say.named('system', 'source')}{say.say('colon')}{', '.join(names)}", 125))


def _line(
    axis: Any, windows: Sequence[str], values: Sequence[float | None], style: tuple[str, str, Any], name: str | None
) -> None:
    known = [float("nan") if value is None else value for value in values]
    middles = [plotting.when(window) + plotting.width(window) / 2 for window in windows]
    colour, mark, dash = style
    size = 4 if len(windows) < 60 else 2
    axis.plot(middles, known, color=colour, marker=mark, markersize=size, linestyle=dash, linewidth=1.8, label=name)


def _poles(
    axis: Any, column: Sequence[System], windows: Sequence[str], con: Sequence[float | None], say: Wording
) -> None:
    """Lay a colour behind each kind of polarity, and write the poles where there is room."""
    from itertools import groupby

    from matplotlib.patches import Patch

    top = max((value for value in con if value is not None), default=1.0) * 1.3
    axis.set_ylim(0, top)

    def kind_of(place: int) -> tuple[str, str]:
        found = column[place].capabilities
        if found is None or found.kind is None:
            return "", ""
        return found.kind, " ".join(sorted(found.poles)) if len(found.poles) < 3 else ""

    used: list[str] = []
    for (kind, poles), group in groupby(range(len(column)), key=kind_of):
        places = list(group)
        if not kind:
            continue
        used.append(kind)
        start = plotting.when(windows[places[0]])
        end = plotting.when(windows[places[-1]]) + plotting.width(windows[0])
        axis.axvspan(start, end, color=KIND_COLOURS[kind], alpha=0.3, linewidth=0)
        if poles and len(places) >= len(column) / 12:
            axis.text((start + end) / 2, top * 0.97, poles, ha="center", va="top", fontsize=9)
    handles = [
        Patch(color=colour, alpha=0.3, label=say.named("kinds", kind))
        for kind, colour in KIND_COLOURS.items()
        if kind in used
    ]
    axis.legend(handles=handles, frameon=False, fontsize=9, loc="lower left", ncols=4)


# -- a page ------------------------------------------------------------------------------------------------------------


def _table(column: Sequence[System], say: Wording) -> str:
    if len(column) > 1:
        header, *rows = series_rows(column, say)
    else:
        header = [say.named("system", name) for name in ("state", "friends", "foes", "strength")]
        header.insert(1, say.named("system", "bloc_short"))
        blocs = column[0].blocs
        rows = [
            [f"{say.state(one.state)} ({one.state})", str(blocs.bloc_of(one.state) or "–"), str(one.friends),
             str(one.foes), told(one.strength, say)]
            for one in column[0].centralities
        ]  # fmt: skip
    return plotting.table(sources(column[0].graph, say), [header, *rows])
