"""Lines of styled text for the terminal: French blanks are no place to break a line, and nothing is wider than that
one can read it."""

import re
from collections.abc import Iterator, Sequence

from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
from rich.measure import Measurement
from rich.segment import Segment
from rich.style import Style
from rich.text import Text

# A separator stays with what it follows, a mark with what it opens or closes, whatever blank the text has there.
_BLANK = re.compile(r"(?<!«) (?!·(?: |$)|[»:;?!])")
MEASURE = 100  # cells: longer lines of prose tire the eye


class Prose:
    """A paragraph with a hanging indent, broken at plain blanks only.

    rich breaks at no-break blanks too, and would leave « alone at the end of a line.
    """

    def __init__(self, text: Text, indent: int = 0, hang: int | None = None, separator: str = " ") -> None:
        """Lay out a paragraph.

        Args:
            text: without line breaks.
            indent, hang: cells before the first line and before the others.
            separator: after which to break, if what stands between two of them fits into a line.
        """
        self.text = text
        self.indent = indent
        self.hang = indent if hang is None else hang
        self.separator = separator

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        width = min(options.max_width, MEASURE)
        for number, line in enumerate(_lines(self.text, width - self.indent, width - self.hang, self.separator)):
            margin = " " * (self.hang if number else self.indent)
            yield Text(margin, overflow="fold") + line

    def __rich_measure__(self, console: Console, options: ConsoleOptions) -> Measurement:
        longest = max((cell_len(word) for word in self.text.plain.split(" ")), default=0)
        whole = cell_len(self.text.plain)
        most = min(options.max_width, MEASURE)
        return Measurement(min(longest + self.hang, most), min(whole + self.indent, most))


class Heading:
    """A title with a line to the right of it, as wide as prose is."""

    def __init__(self, title: str, style: str) -> None:
        self.title = title
        self.style = style

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        width = min(options.max_width, MEASURE)
        yield _ruled(Text(self.title, style=self.style), width)


class Barred:
    """Lines set off by a bar at their left."""

    def __init__(self, lines: Sequence[RenderableType], style: str | Style) -> None:
        self.lines = lines
        self.style = style

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        inner = options.update(width=max(options.max_width - 4, 10))
        bar = Segment("  │ ", console.get_style(self.style))
        for line in self.lines:
            for segments in console.render_lines(line, inner, pad=False):
                yield bar
                yield from segments
                yield Segment.line()

    def __rich_measure__(self, console: Console, options: ConsoleOptions) -> Measurement:
        return Measurement(20, options.max_width)


def _ruled(title: Text, width: int) -> Text:
    line = title.copy()
    line.truncate(width, overflow="ellipsis")
    rest = width - line.cell_len - 1
    if rest > 0:
        line.append(" " + "─" * rest, style="dim")
    return line


def _lines(text: Text, first: int, width: int, separator: str) -> Iterator[Text]:
    """Yield the lines of a text, broken after the separator, or at plain blanks where that is not enough."""
    parts = _BLANK.split(text.plain) if separator == " " else text.plain.split(separator)
    if any(cell_len(part + separator.rstrip()) > width for part in parts[:-1]) or cell_len(parts[-1]) > width:
        separator = " "
        parts = _BLANK.split(text.plain)
    start, room, length = 0, first, 0
    breaks: list[int] = []
    for place, part in enumerate(parts, 1):
        cells = cell_len(part + separator.rstrip()) if place < len(parts) else cell_len(part)
        if length and length + cells > room:
            breaks.append(start)
            room, length = width, 0
        length += cell_len(part + separator)
        start += len(part + separator)
    for line in text.divide(breaks):
        line.rstrip()
        yield line
