"""An evaluation as a table for the terminal, or as Markdown."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby

from rich.console import Group as Stack
from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from foedus.display.layout import Heading, Prose
from foedus.display.markdown import escaped
from foedus.display.terminal import GROUND, QUIET
from foedus.display.wording import Wording, printable, shortened, wording
from foedus.evaluate.run import Change, Evaluation
from foedus.evaluate.tally import Figure

SHOWN = 10  # of the sentences gained, and of those lost
LONGEST = 160  # characters of one
_NO_CHANGE = 0.0005
_COLUMNS = ("measure", "precision", "recall", "value", "interval", "right_of", "before")


@dataclass(frozen=True, slots=True)
class Row:
    """A measure in words; a cell is empty where there is nothing to say."""

    group: str
    cells: tuple[str, ...]


def evaluation_view(
    run: Evaluation, changed: Change | None, language: str, *, everything: bool = False
) -> RenderableType:
    """Lay figures out for a terminal, and what was gained and lost."""
    say = wording(language)
    parts: list[RenderableType] = [Text(_documents(run, say))]
    for heading, rows in _sections(run, changed, say):
        parts += [Text(), Heading(heading, GROUND), _table(rows, say, changed is not None)]
    for heading, told, more in _changes(changed, say, everything):
        parts += [Text(), Heading(heading, GROUND)]
        parts += [Prose(Text(line), indent=2, hang=4) for line in told]
        parts += [Prose(Text(more, QUIET), indent=2)] if more else []
    return Stack(*parts)


def evaluation_markdown(run: Evaluation, changed: Change | None, language: str, *, everything: bool = False) -> str:
    """Return figures as Markdown tables, and what was gained and lost as lists."""
    say = wording(language)
    blocks = [_documents(run, say)]
    names = [say.named("measured", key) for key in (_COLUMNS if changed else _COLUMNS[:-1])]
    head = f"| {' | '.join(names)} |\n|---|{'---:|' * (len(names) - 1)}"
    for heading, rows in _sections(run, changed, say):
        lines = [f"| {' | '.join(escaped(cell) for cell in row.cells[: len(names)])} |" for row in rows]
        blocks.append(f"## {escaped(heading)}\n\n" + "\n".join([head, *lines]))
    for heading, told, more in _changes(changed, say, everything):
        blocks.append(f"## {escaped(heading)}\n\n" + "\n".join(f"- {escaped(line)}" for line in [*told, more] if line))
    return "\n\n".join(blocks) + "\n"


def _documents(run: Evaluation, say: Wording) -> str:
    line = say.count("document", run.documents)
    return f"{line}, {say.say('unread', n=run.unread)}" if run.unread else line


def _sections(run: Evaluation, changed: Change | None, say: Wording) -> Iterator[tuple[str, list[Row]]]:
    before = changed.before if changed else {}
    for name, figures in (("statements", run.statements), ("relations", run.relations)):
        rows = [_row(measure, figure, before, say) for measure, figure in figures.items()]
        rows = sorted((row for row in rows if row.group in _ORDER), key=lambda row: _ORDER.index(row.group))
        for group, same in groupby(rows, key=lambda row: row.group):
            folded = f" ({say.say('plover_folded')})" if name == "relations" and run.plover and not group else ""
            by = f", {say.named('measured', f'by {group}')}" if group else folded
            told = list(same)
            yield say.say(name) + by, sorted(told, key=lambda row: row.cells[0]) if group else told


_ORDER = ("", "kind", "cue", "language", "rule")


def _row(measure: str, figure: Figure, before: Mapping[str, float], say: Wording) -> Row:
    group, _, value = measure.partition(": ")
    if not value:
        group, value = "", say.named("measured", measure)
    elif group in ("kind", "cue"):
        value = say.named("measured", value)
    then = before.get(measure)
    change = "" if then is None or abs(figure.value - then) < _NO_CHANGE else f"{figure.value - then:+.3f}"
    cells = (
        value,
        "" if figure.precision is None else f"{figure.precision:.3f}",
        "" if figure.recall is None else f"{figure.recall:.3f}",
        f"{figure.value:.3f}",
        "" if figure.low is None else f"{figure.low:.2f}–{figure.high:.2f}",
        f"{figure.right}/{figure.gold}",
        change,
    )
    return Row(group, cells)


def _table(rows: list[Row], say: Wording, with_before: bool) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, header_style=QUIET)
    for place, key in enumerate(_COLUMNS if with_before else _COLUMNS[:-1]):
        table.add_column(say.named("measured", key), justify="right" if place else "left", no_wrap=place > 0)
    for row in rows:
        table.add_row(*(Text(cell) for cell in row.cells[: len(table.columns)]))
    return table


def _changes(changed: Change | None, say: Wording, everything: bool) -> Iterator[tuple[str, list[str], str]]:
    """Yield heading, lines, and what is said of those not shown."""
    if changed is None:
        return
    sorts = (
        ("gained", changed.gained),
        ("lost", changed.lost),
        ("new_wrong", changed.new),
        ("gone_wrong", changed.gone),
    )
    for name, items in sorts:
        if not items:
            continue
        shown = list(items.items())[: None if everything else SHOWN]
        lines = [f"{printable(key.split(' ')[0])}: {shortened(printable(words), LONGEST)}" for key, words in shown]
        left = len(items) - len(shown)
        yield (
            f"{say.say(name)} ({len(items)})",
            lines,
            f"{say.say('more', n=left)} ({say.say('more_hint')})" if left else "",
        )
    if not any(items for _, items in sorts):
        yield say.say("unchanged"), [], ""
