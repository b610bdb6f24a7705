"""Who and what could not be resolved, for the terminal."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
from rich.console import Group as Stack
from rich.segment import Segment
from rich.text import Text

from foedus.display.layout import Heading, Prose
from foedus.display.terminal import BETWEEN, GROUND, QUIET, SPEAKER
from foedus.display.wording import Wording, printable, shortened, wording
from foedus.unresolved import Line, Unresolved

SHOWN = 30
LONGEST_EXAMPLE = 160  # characters


def unresolved_view(found: Sequence[Unresolved], language: str, *, everything: bool = False) -> RenderableType:
    """Lay a list out, most frequent first, then the lines to add, file by file."""
    return Stack(*_parts(found, wording(language), everything))


def _parts(found: Sequence[Unresolved], say: Wording, everything: bool) -> Iterator[RenderableType]:
    if not found:
        yield Text(say.say("all_resolved"))
        return
    shown = found if everything else found[:SHOWN]
    for one in shown:
        head = Text(f"{one.count:>4}  ", QUIET).append(printable(one.words), SPEAKER)
        head.append(
            f"{BETWEEN}{say.named('unresolved', one.sort.value)}{BETWEEN}{say.count('article', one.articles)}", QUIET
        )
        yield Prose(head, hang=6)
        if one.example:
            yield Prose(Text(shortened(printable(one.example), LONGEST_EXAMPLE)), indent=6)
    if len(found) > len(shown):
        left = len(found) - len(shown)
        yield Prose(Text(f"{say.say('more', n=left)} ({say.say('more_hint')})", QUIET), indent=6)
    lines = [one.line for one in shown if one.line]
    if lines:
        yield Text()
        yield Heading(say.say("to_settle"), GROUND)
        yield Prose(Text(say.say("to_settle_how"), QUIET))
        yield from _files(lines)


class _Verbatim:
    """A line that is neither wrapped nor has its tabs made blanks."""

    def __init__(self, text: str) -> None:
        self.text = text

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        yield Segment(self.text)
        yield Segment.line()


def _files(lines: Sequence[Line]) -> Iterator[RenderableType]:
    """Yield each file with its header and lines, tabs as they are, so that they can be copied."""
    for file, same in groupby(sorted(lines, key=lambda line: line.file), key=lambda line: line.file):
        told = list(same)
        yield Text()
        yield Text(f"$FOEDUS_DATA/{file}", SPEAKER)
        for cells in (told[0].columns, *(line.cells for line in told)):
            yield _Verbatim("\t".join(map(printable, cells)))
