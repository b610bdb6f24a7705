"""An explanation for the terminal, as rich renderables."""

from collections.abc import Iterator, Sequence

from rich.console import Group as Stack
from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from foedus.display.layout import MEASURE, Heading, Prose
from foedus.display.pieces import Act, Moment, Page, Piece, Section
from foedus.display.wording import Wording, shortened, wording

TITLE = "bold"
GROUND = "bold cyan"
AGAINST = "bold red"
SPEAKER = "bold"
QUIET = "dim"
DOUBT = "yellow"
BETWEEN = " · "


def explanation_view(page: Page) -> RenderableType:
    """Lay an explanation out for a terminal of 60 columns or more."""
    return Stack(*_page(page, wording(page.language)))


def timeline_view(page: Page) -> RenderableType:
    """Lay out the dated acts of a pair alone."""
    rest = (Prose(Text(line, style=QUIET), indent=2) for line in page.after)
    return Stack(Prose(Text(page.heading, style=TITLE)), Text(), _timeline(page.timeline), *rest)


def _page(page: Page, say: Wording) -> Iterator[RenderableType]:
    yield Prose(Text(page.heading, style=TITLE))
    if page.counts:
        yield Prose(Text(page.counts), separator=", ")
    for note in page.notes:
        yield Prose(Text(note), hang=2)
    for section in page.grounds:
        yield from _section(section, GROUND, say)
    if page.other:
        yield from _acts(page.other, say)
    if page.against:
        yield from _section(page.against, AGAINST, say)
    if page.changed:
        yield Text()
        yield Heading(say.say("changed"), TITLE)
        for line in page.changed:
            yield Prose(Text(line), indent=2, hang=4)
    if page.thirds:
        yield Text()
        yield Prose(Text(page.thirds), hang=2, separator=", ")
    if page.timeline:
        yield Text()
        yield Heading(say.say("timeline"), TITLE)
        yield _timeline(page.timeline)
        for line in page.after:
            yield Prose(Text(line, style=QUIET), indent=2)


def _section(section: Section, style: str, say: Wording) -> Iterator[RenderableType]:
    yield Text()
    yield Heading(section.heading, style)
    yield Prose(Text(section.basis, style="italic"), separator=BETWEEN)
    for piece in section.pieces:
        yield Text()
        yield from _piece(piece, say)
    if section.denials:
        yield Text()
        yield Text(f"  {say.say('denial', n=len(section.denials))}", style=style)
        for piece in section.denials:
            yield from _piece(piece, say)
    if section.more:
        yield Text()
        yield _more(section.more, say)


def _more(n: int, say: Wording) -> Prose:
    return Prose(Text(f"{say.say('more', n=n)} ({say.say('more_hint')})", style=QUIET), indent=2)


def _piece(piece: Piece, say: Wording) -> Iterator[RenderableType]:
    yield from _words(piece, say)
    if piece.printed and not piece.own_voice:
        yield _line(piece.printed, QUIET)
    for act in piece.acts:
        yield _line(_act(act, say), QUIET)
    if piece.contested:
        yield _line(piece.contested, DOUBT)
    if piece.reprints:
        yield _line(piece.reprints, QUIET)


def _line(text: str, style: str) -> Prose:
    return Prose(Text(text, style=style), indent=4, hang=6, separator=BETWEEN)


def _words(piece: Piece, say: Wording) -> Iterator[RenderableType]:
    """A quotation stands before its speaker; for what is reported the speaker stands first."""
    source = Text(piece.speaker, style=SPEAKER)
    if piece.relay:
        source.append(f", {piece.relay}", style="not bold")
    if piece.own_voice:
        source.append(f" ({piece.manner})" + (f", {piece.printed}" if piece.printed else ""), style="not bold")
    elif piece.manner:
        source.append(f" — {piece.manner}", style="not bold")
    if piece.quoted:
        yield Prose(Text(say.quote(piece.words)), indent=2, hang=4)
        yield Prose(source, indent=4, hang=6)
    else:
        yield Prose(source + Text(say.say("colon") + piece.words), indent=2, hang=4)


def _act(act: Act, say: Wording) -> str:
    return BETWEEN.join(filter(None, (f"{act.pair}{say.say('colon')}{act.what}", act.dated, act.id)))


def _acts(section: Section, say: Wording) -> Iterator[RenderableType]:
    yield Text()
    yield Heading(section.heading, TITLE)
    yield Prose(Text(section.basis, style="italic"), separator=BETWEEN)
    for piece in section.pieces:
        yield Text()
        for act in piece.acts:
            yield Prose(Text(_act(act, say)), indent=2, hang=4, separator=BETWEEN)
        who = f"{piece.short_speaker}, {piece.relay}" if piece.relay else piece.short_speaker
        words = shortened(piece.words, 2 * MEASURE - 40)
        line = Text(who + say.say("colon")).append(say.quote(words) if piece.quoted else words)
        yield Prose(line.append(f" ({piece.printed})" if piece.printed else ""), indent=4, hang=6)
    if section.more:
        yield Text()
        yield _more(section.more, say)


def _timeline(moments: Sequence[Moment]) -> Table:
    table = Table.grid(padding=(0, 2), pad_edge=False)
    table.add_column(no_wrap=True)
    table.add_column(no_wrap=True)
    table.add_column(max_width=30)
    table.add_column(max_width=34)
    table.add_column(no_wrap=True)
    for moment in moments:
        act = moment.act
        times = f" ×{act.records}" if act.records > 1 else ""
        table.add_row(
            moment.date, act.pair, Prose(Text(act.what + times)), Prose(Text(moment.who)), Text(act.id, QUIET)
        )
    return table
