"""The system in pictures: the signed network with its blocs, and its measures over time.

Colours are those of Okabe and Ito (2008), which people who see colours differently tell apart; what stands apart is
broken as well as vermilion. Each picture bears a title, its source and what that covers.
"""

import html
import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from foedus.display.system import series_rows, sources, told, window
from foedus.display.wording import Wording, wording
from foedus.system.blocs import Blocs
from foedus.system.report import System

BLOC_COLOURS = ("#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#F0E442", "#8C6D31", "#999999")
KIND_COLOURS = {"unipolar": "#D55E00", "near unipolar": "#E69F00", "bipolar": "#0072B2", "multipolar": "#009E73"}
ALONE = "#FFFFFF"
TOGETHER, APART = "#4C6A92", "#D55E00"
DRAWN = 1500  # ties, the strongest
GOLDEN_ANGLE = 2.399963


def draw(columns: Sequence[Sequence[System]], path: Path, language: str) -> None:
    """Write a picture: one column a source, each with one window (its network) or several (its measures over time).

    Args:
        columns: as `foedus system` has measured them.
        path: .png, .svg or .html; an HTML page holds the picture and its figures as a table, and needs nothing else.
        language: of titles and labels.
    """
    import matplotlib

    matplotlib.use("agg")
    say = wording(language)
    with matplotlib.rc_context({"font.size": 10, "svg.fonttype": "none", "font.family": "DejaVu Sans"}):
        figure = _networks(columns, say) if len(columns[0]) == 1 else _series(columns, say)
    suffix = path.suffix.lower()
    if suffix == ".html":
        _replace(path, _page(figure, columns, say).encode())
    else:
        _replace(path, _bytes(figure, suffix[1:]))


def _bytes(figure: Any, kind: str) -> bytes:
    out = io.BytesIO()
    figure.savefig(out, format=kind, dpi=150, metadata={"Date": None} if kind == "svg" else None)
    return out.getvalue()


def _replace(path: Path, content: bytes) -> None:
    beside = path.with_name(f".{path.name}.new")
    try:
        beside.write_bytes(content)
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


# -- the network -------------------------------------------------------------------------------------------------------


def _networks(columns: Sequence[Sequence[System]], say: Wording) -> Any:
    from matplotlib.figure import Figure

    count = len(columns)
    frames = [_frame(placed(column[0].blocs)) for column in columns]
    tallest = max((top - bottom) / (right - left) for left, right, bottom, top in frames)
    wide = 11 if count == 1 else 8.5
    figure = Figure(figsize=(wide * count, min(11.0, 1.5 + wide * tallest)), layout="constrained")
    axes = figure.subplots(1, count, squeeze=False)[0]
    first = columns[0][0].graph
    figure.suptitle(say.named("system", "plot_network", window=window(first, say)), fontsize=16, fontweight="bold")
    for axis, (one,) in zip(axes, columns, strict=True):
        _network(axis, one, say)
    return figure


def _network(axis: Any, system: System, say: Wording) -> None:
    from matplotlib.lines import Line2D

    graph = system.graph
    places = placed(system.blocs)
    shown = sorted(graph.edges, key=lambda edge: (-abs(edge.weight), edge.pair))[:DRAWN]
    crowd = len(places)
    for edge in sorted(shown, key=lambda edge: edge.weight < 0):
        (x1, y1), (x2, y2) = places[edge.state_a], places[edge.state_b]
        apart = edge.weight < 0
        within = system.blocs.bloc_of(edge.state_a) == system.blocs.bloc_of(edge.state_b) != 0
        axis.plot(
            [x1, x2],
            [y1, y2],
            color=APART if apart else TOGETHER,
            linestyle=(0, (4, 2.5)) if apart else "-",
            linewidth=(0.5 + 1.5 * min(1.0, abs(edge.weight))) * (1 if crowd < 60 else 0.5),
            alpha=0.8 if apart else 0.45 if within or len(shown) > 400 else 0.6,
            zorder=2 if apart else 1,
        )
    radius = 0.42
    for state, (x, y) in places.items():
        bloc = system.blocs.bloc_of(state)
        colour = BLOC_COLOURS[(bloc - 1) % len(BLOC_COLOURS)] if bloc else ALONE
        axis.add_patch(_disc(x, y, radius, colour))
        dark = bloc and (bloc - 1) % len(BLOC_COLOURS) in (0, 2, 6)
        size = 9.5 if crowd < 40 else 7 if crowd < 100 else 5.5
        axis.text(
            x, y, state, ha="center", va="center", fontsize=size, color="white" if dark else "black",
            fontweight="bold", zorder=4,
        )  # fmt: skip
    _bloc_names(axis, system, places, say)
    axis.set_aspect("equal", adjustable="datalim")
    axis.axis("off")
    left, right, bottom, top = _frame(places)
    axis.plot([left, right], [bottom, top], alpha=0.0)  # limits set by hand would be warned about and ignored
    axis.margins(0)
    lines = [
        Line2D([], [], color=TOGETHER, linewidth=2, label=say.named("system", "together")),
        Line2D([], [], color=APART, linewidth=2, linestyle=(0, (4, 2.5)), label=say.named("system", "apart")),
    ]
    axis.legend(handles=lines, loc="upper right", frameon=False, fontsize=10)
    axis.set_title(_caption(system, len(shown), say), fontsize=9.5, loc="left", color="#444444")


def _frame(places: dict[str, tuple[float, float]]) -> tuple[float, float, float, float]:
    """Return left, right, bottom, top of a picture of places, with room for the names of blocs; never narrow."""
    xs = [x for x, _ in places.values()] or [0.0]
    ys = [y for _, y in places.values()] or [0.0]
    middle, half = (min(xs) + max(xs)) / 2, max((max(xs) - min(xs)) / 2 + 0.7, 5.5)
    return middle - half, middle + half, min(ys) - 1.5, max(max(ys) + 1.6, min(ys) + 3.0)


def _disc(x: float, y: float, radius: float, colour: str) -> Any:
    from matplotlib.patches import Circle

    return Circle((x, y), radius, facecolor=colour, edgecolor="#333333", linewidth=0.7, zorder=3)


def _caption(system: System, shown: int, say: Wording) -> str:
    import textwrap

    graph = system.graph
    lines = textwrap.wrap(f"{say.named('system', 'source')}{say.say('colon')}{sources(graph, say)}", 95)
    together, apart = len(graph.positive), len(graph.negative)
    lines.append(say.named("system", "summary", states=len(graph.tied), together=together, apart=apart))
    if shown < len(graph.edges):
        lines.append(say.named("system", "edges_shown", n=shown, all=len(graph.edges)))
    return "\n".join(lines)


def _bloc_names(axis: Any, system: System, places: dict[str, tuple[float, float]], say: Wording) -> None:
    """Write the number of each bloc above it."""
    for bloc in system.blocs.blocs:
        xs, ys = zip(*(places[state] for state in bloc.states), strict=True)
        x, y = sum(xs) / len(xs), sum(ys) / len(ys)
        below = y < -1.5 and len(system.blocs.blocs) > 2  # the name stands outside the ring
        colour = BLOC_COLOURS[(bloc.number - 1) % len(BLOC_COLOURS)]
        axis.text(
            x,
            min(ys) - 0.75 if below else max(ys) + 0.75,
            say.named("system", "bloc", n=bloc.number),
            ha="center",
            va="top" if below else "bottom",
            fontsize=11,
            fontweight="bold",
            color="#222222",
            bbox={"facecolor": "white", "edgecolor": colour, "boxstyle": "round,pad=0.25", "linewidth": 2},
            zorder=5,
        )


def placed(blocs: Blocs) -> dict[str, tuple[float, float]]:
    """Place each state: blocs as discs around a ring, the states that hold a bloc together in its middle.

    States in no bloc stand in a disc of their own, where there are several, as if they were one.
    """
    import math

    groups = [list(bloc.states) for bloc in blocs.blocs]
    if blocs.alone:
        groups.append(list(blocs.alone))
    radii = [0.62 * math.sqrt(len(group)) + 0.55 for group in groups]
    ring = _ring(radii)
    places: dict[str, tuple[float, float]] = {}
    turn = math.pi / 2 + (math.asin(min(1.0, radii[0] / ring)) if ring else 0.0)
    for place, (group, radius) in enumerate(zip(groups, radii, strict=True)):
        half = math.asin(min(1.0, radius / ring)) if ring else 0.0
        turn -= half
        cx, cy = ring * math.cos(turn), ring * math.sin(turn)
        turn -= half
        if len(groups) == 2:  # left and right; more of them stand clockwise from the top
            cx, cy = (1.15 * radius if place else -1.15 * radius), 0.0
        for n, state in enumerate(group):
            out = 0.62 * math.sqrt(n + 0.5) if len(group) > 1 else 0.0
            places[state] = (cx + out * math.cos(n * GOLDEN_ANGLE), cy + out * math.sin(n * GOLDEN_ANGLE))
    return places


def _ring(radii: Sequence[float]) -> float:
    """Return the radius of a ring on which discs of these radii just touch; 0 for one disc."""
    import math

    if len(radii) < 2:
        return 0.0
    low, high = max(radii), sum(radii) * 2
    for _ in range(60):
        middle = (low + high) / 2
        if sum(2 * math.asin(min(1.0, radius / middle)) for radius in radii) > 2 * math.pi:
            low = middle
        else:
            high = middle
    return high * 1.22


# -- measures over time ------------------------------------------------------------------------------------------------


def _series(columns: Sequence[Sequence[System]], say: Wording) -> Any:
    from matplotlib.figure import Figure

    figure = Figure(figsize=(11, 9.5), layout="constrained")
    upper, middle, lower = figure.subplots(3, 1, sharex=True)
    whole = f"{window(columns[0][0].graph, say)}–{window(columns[0][-1].graph, say)}"
    figure.suptitle(say.named("system", "plot_series", window=whole), fontsize=16, fontweight="bold")
    labels = [window(one.graph, say) for one in columns[0]]
    places = list(range(len(labels)))
    styles = (("#0072B2", "o"), ("#E69F00", "s"), ("#009E73", "^"), ("#CC79A7", "D"), ("#56B4E9", "v"))
    con = [one.capabilities.con if one.capabilities else None for one in columns[0]]
    _line(upper, places, con, "#222222", "o", None)
    _poles(upper, columns[0], con, say)
    upper.set_ylabel(say.named("system", "con"), fontsize=9)
    for column, (colour, mark) in zip(columns, styles, strict=False):
        covered = [not (one.graph.not_covered and not one.graph.edges) for one in column]
        name = sources(column[0].graph, say)
        effective = [one.ties.effective if ok else None for one, ok in zip(column, covered, strict=True)]
        balanced = [one.triads.balanced if ok else None for one, ok in zip(column, covered, strict=True)]
        _line(middle, places, effective, colour, mark, name)
        _line(lower, places, balanced, colour, mark, name)
    uncovered = [all(c[n].graph.not_covered and not c[n].graph.edges for c in columns) for n in places]
    for axis in (middle, lower):
        _shade(axis, uncovered, say)
    _shade(upper, [value is None for value in con], say)
    middle.set_ylabel(say.named("system", "effective"), fontsize=9)
    middle.set_ylim(bottom=0)
    lower.set_ylabel(say.named("system", "balanced_share"), fontsize=9)
    lower.set_ylim(-0.03, 1.05)
    middle.legend(frameon=False, fontsize=9, loc="best")
    every = -(-len(labels) // 14)
    lower.set_xticks(places[::every], labels[::every])
    for axis in (upper, middle, lower):
        axis.spines[["top", "right"]].set_visible(False)
        axis.grid(axis="y", color="#dddddd", linewidth=0.6)
    nmc = (
        "NMC"
        if any(value is not None for value in con)
        else f"NMC{say.say('colon')}{say.named('system', 'not_covered_short')}"
    )
    upper.set_title(
        f"{say.named('system', 'source')}{say.say('colon')}{nmc}", fontsize=9.5, loc="left", color="#444444"
    )
    return figure


def _line(
    axis: Any, places: Sequence[int], values: Sequence[float | None], colour: str, mark: str, name: str | None
) -> None:
    known = [float("nan") if value is None else value for value in values]
    size = 4 if len(places) < 60 else 0
    axis.plot(places, known, color=colour, marker=mark, markersize=size, linewidth=1.8, label=name)


def _poles(axis: Any, column: Sequence[System], con: Sequence[float | None], say: Wording) -> None:
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
        axis.axvspan(places[0] - 0.5, places[-1] + 0.5, color=KIND_COLOURS[kind], alpha=0.3, linewidth=0)
        if poles and len(places) >= len(column) / 12:
            middle = (places[0] + places[-1]) / 2
            axis.text(middle, top * 0.97, poles, ha="center", va="top", fontsize=9)
    handles = [
        Patch(color=colour, alpha=0.3, label=say.named("kinds", kind))
        for kind, colour in KIND_COLOURS.items()
        if kind in used
    ]
    axis.legend(handles=handles, frameon=False, fontsize=9, loc="lower left", ncols=4)


def _shade(axis: Any, uncovered: Sequence[bool], say: Wording) -> None:
    """Hatch what is not covered, and say so once."""
    for place, missing in enumerate(uncovered):
        if missing:
            axis.axvspan(place - 0.5, place + 0.5, facecolor="#eeeeee", edgecolor="#cccccc", hatch="//", linewidth=0)
    stretch = [place for place, missing in enumerate(uncovered) if missing]
    if stretch:
        axis.text(
            (stretch[0] + stretch[-1]) / 2, 0.5, say.named("system", "not_covered_short"), ha="center", va="center",
            transform=axis.get_xaxis_transform(), fontsize=9, color="#555555",
            bbox={"facecolor": "white", "edgecolor": "none", "alpha": 0.8},
        )  # fmt: skip


# -- a page ------------------------------------------------------------------------------------------------------------


def _page(figure: Any, columns: Sequence[Sequence[System]], say: Wording) -> str:
    picture = _bytes(figure, "svg").decode()
    picture = picture[picture.index("<svg") :]
    title = html.escape(say.named("system", "plot_network", window=window(columns[0][0].graph, say)))
    tables = "".join(_table(column, say) for column in columns)
    return (
        f'<!DOCTYPE html>\n<html lang="{say.language}"><head><meta charset="utf-8"><title>{title}</title>\n'
        "<style>body{font-family:sans-serif;max-width:70rem;margin:1rem auto;padding:0 1rem}svg{width:100%;height:auto}"
        "table{border-collapse:collapse;margin:1rem 0}td,th{padding:.2rem .6rem;border-bottom:1px solid #ccc;"
        "text-align:left}</style></head>\n"
        f"<body>{picture}\n{tables}</body></html>\n"
    )


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
    lines = [header, *rows]
    cells = "".join(
        "<tr>" + "".join(f"<{tag}>{html.escape(cell)}</{tag}>" for cell in line) + "</tr>"
        for tag, line in zip(["th"] + ["td"] * len(rows), lines, strict=True)
    )
    return f"<p>{html.escape(sources(column[0].graph, say))}</p><table>{cells}</table>"
