"""What all pictures have in common: colours, an axis of time, hatching, how a figure becomes a file.

Colours are those of Okabe and Ito (2008), which people who see colours differently tell apart. Each picture bears a
title, its source and what that covers. In SVG and HTML a part may tell its figures where the pointer rests on it; a
page brings out the ties of a state, and reads all panels at one time (page.js, page.css beside this file).
"""

import html
import io
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from importlib.resources import files
from itertools import groupby
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from foedus.display.wording import Wording
from foedus.files import write_whole

BLACK, ORANGE, SKY, GREEN = "#222222", "#E69F00", "#56B4E9", "#009E73"
YELLOW, BLUE, VERMILION, PURPLE = "#F0E442", "#0072B2", "#D55E00", "#CC79A7"
QUIET = "#444444"
WIDE = 11.0  # inches
_TOLD = "told-"  # how the parts of a figure are called that tell something


@contextmanager
def drawing() -> Iterator[None]:
    """Draw without a screen, in the same letters everywhere."""
    import matplotlib

    matplotlib.use("agg")
    with matplotlib.rc_context({"font.size": 10, "svg.fonttype": "none", "font.family": "DejaVu Sans"}):
        yield


def write(figure: Any, path: Path, title: str, say: Wording, tables: Callable[[], str]) -> None:
    """Write a figure as .png, .svg or .html, whole or not at all.

    Args:
        figure: drawn.
        path: its ending says which; an HTML page holds the picture and its figures as tables, and needs nothing else.
        title: of the page, and of the picture for who hears it read.
        say: its language.
        tables: gives the HTML of the figures, for a page.
    """
    figure.get_layout_engine().set(w_pad=0.12, h_pad=0.12)  # inches of white around it
    suffix = path.suffix.lower()
    if suffix == ".html":
        write_whole(path, _page(_svg(figure, title), title, say, tables()))
    elif suffix == ".svg":
        write_whole(path, _svg(figure, title))
    else:
        out = io.BytesIO()
        figure.savefig(out, format="png", dpi=150)
        write_whole(path, out.getvalue())


def tell(figure: Any, part: Any, words: str, **data: str) -> None:
    """Let a part of a figure tell something where the pointer rests on it, in SVG and HTML.

    Args:
        figure, part: a drawn part of it.
        words: "" for nothing.
        data: what the part is of, by which a page brings it out: state, tie and sign, of, window and panel.
    """
    told = figure.__dict__.setdefault("foedus_told", [])
    part.set_gid(f"{_TOLD}{len(told)}")
    told.append((words, data))


def _svg(figure: Any, title: str) -> str:
    out = io.BytesIO()
    figure.savefig(out, format="svg", metadata={"Date": None, "Title": title})
    told = figure.__dict__.get("foedus_told", [])

    def tag(found: re.Match[str]) -> str:
        words, data = told[int(found[1])]
        of = "".join(f" data-{name}={quoteattr(value)}" for name, value in data.items())
        return found[0][:-1] + of + ">" + (f"<title>{escape(words)}</title>" if words else "")

    return re.sub(rf'<g id="{_TOLD}(\d+)">', tag, out.getvalue().decode())


def _page(picture: str, title: str, say: Wording, tables: str) -> str:
    """Return a page that holds a picture, its figures, and what makes it answer the pointer."""
    words = {name: html.escape(say.named("system", name)) for name in ("together", "apart", "figures", "look")}
    script, style = (files("foedus.display").joinpath(f"page.{end}").read_text("utf-8") for end in ("js", "css"))
    return (
        f'<!DOCTYPE html>\n<html lang="{say.language}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{html.escape(title)}</title>\n<style>{style}</style></head>\n"
        f'<body><figure>{picture[picture.index("<svg") :]}</figure>\n<p id="said" aria-live="polite" '
        f'data-together="{words["together"]}" data-apart="{words["apart"]}">{words["look"]}</p>\n'
        f"<details><summary>{words['figures']}</summary>{tables}</details>\n<script>{script}</script></body></html>\n"
    )


def table(caption: str, lines: Sequence[Sequence[str]]) -> str:
    """Return an HTML table, its header first, with a line of text above."""
    cells = "".join(
        "<tr>" + "".join(f"<{tag}>{html.escape(cell)}</{tag}>" for cell in line) + "</tr>"
        for tag, line in zip(["th"] + ["td"] * (len(lines) - 1), lines, strict=True)
    )
    return f"<p>{html.escape(caption)}</p><table>{cells}</table>"


# -- time --------------------------------------------------------------------------------------------------------------


def when(window: str) -> float:
    """Return where a window begins on an axis in years: 2014.0 for "2014", 2014.25 for "2014-04"."""
    year, _, month = window.partition("-")
    return int(year) + (int(month[:2]) - 1) / 12 if month else float(year)


def width(window: str) -> float:
    """Return how long a window is, in years."""
    return 1 / 12 if "-" in window else 1.0


def set_time(axis: Any, first: str, last: str, say: Wording) -> None:
    """Lay an axis out from the start of one window to the end of another, with ticks at round years or at months."""
    from matplotlib.ticker import FuncFormatter, MaxNLocator, MultipleLocator

    start, end = when(first), when(last) + width(last)
    axis.set_xlim(start, end)
    if end - start > 3 or width(first) == 1:
        axis.xaxis.set_major_locator(MaxNLocator(nbins=12, integer=True, steps=[1, 2, 5, 10]))
        return

    def month(place: float, _: int) -> str:
        months = round(place * 12)
        return say.date(f"{months // 12:04d}-{months % 12 + 1:02d}")

    axis.xaxis.set_major_locator(MultipleLocator(0.25 if end - start > 1 else 1 / 6))
    axis.xaxis.set_major_formatter(FuncFormatter(month))


def set_decimals(axis: Any, say: Wording) -> None:
    """Write the figures at the side of a picture with the decimal sign of the language."""
    from matplotlib.ticker import FuncFormatter

    def told(value: float, _: int) -> str:
        text = f"{value:.1f}".replace("-", "−")
        return text.replace(".", ",") if say.language == "fr" else text

    axis.yaxis.set_major_formatter(FuncFormatter(told))


def hatch(axis: Any, windows: Sequence[str], uncovered: Sequence[bool], words: str) -> None:
    """Hatch what is not covered, and say so in the longest stretch of it."""
    stretches = [
        [place for place, _ in group]
        for missing, group in groupby(enumerate(uncovered), key=lambda pair: pair[1])
        if missing
    ]
    for stretch in stretches:
        start, end = when(windows[stretch[0]]), when(windows[stretch[-1]]) + width(windows[stretch[-1]])
        axis.axvspan(start, end, facecolor="#eeeeee", edgecolor="#c4c4c4", hatch="//", linewidth=0, zorder=0)
    longest = max(stretches, key=len, default=[])
    if longest and len(longest) * 12 >= len(windows):
        middle = (when(windows[longest[0]]) + when(windows[longest[-1]]) + width(windows[longest[-1]])) / 2
        axis.text(
            middle, 0.5, words, ha="center", va="center", transform=axis.get_xaxis_transform(), fontsize=9,
            color="#555555", bbox={"facecolor": "white", "edgecolor": "none", "alpha": 0.8},
        )  # fmt: skip


def bare(axis: Any) -> None:
    """Take away the frame above and at the right, and lay a quiet grid."""
    axis.spines[["top", "right"]].set_visible(False)
    axis.grid(axis="y", color="#dddddd", linewidth=0.6)
    axis.set_axisbelow(True)
