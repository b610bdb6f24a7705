"""One article as it was read, for the terminal: its text in a column, each statement set off, its relations with it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
from rich.console import Group as Stack
from rich.style import Style
from rich.table import Table
from rich.text import Text

from foedus.display.layout import Barred, Heading, Prose
from foedus.display.pieces import ID
from foedus.display.terminal import BETWEEN, GROUND, QUIET, SPEAKER, TITLE
from foedus.display.wording import Wording, arrow, cleaned, printable, wording
from foedus.ledger.parts import whose_word
from foedus.model import Article, Block, BlockKind, Kind, Reading, Relation, Statement, TextSpan

COLUMN = 76  # cells of the text
BESIDE = 124  # cells, from which on what is found stands beside the text and no longer below it
GAP = 3
COLOURS = ("cyan", "magenta", "green", "yellow", "blue", "red")
NOBODY = "default"  # the colour of words whose speaker is unknown
SOURCE, CUE, TRIGGER = Style(bold=True), Style(italic=True), Style(underline=True)
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_FRAME = {BlockKind.TITLE: TITLE, BlockKind.HEADING: TITLE, BlockKind.CAPTION: QUIET}


def reading_view(reading: Reading, language: str) -> RenderableType:
    """Lay out an article and what was found in it, in the words of a language."""
    return _ReadArticle(reading, wording(language))


def article_line(article: Article, say: Wording) -> str:
    """Return outlet, date of publication and author, as far as they are known."""
    known = (article.outlet, article.published and say.date(article.published), article.byline)
    return BETWEEN.join(printable(part) for part in known if part) or say.say("unknown_outlet")


def statement_words(statement: Statement, text: str) -> str:
    """Return the content as it stands in the article, with "[...]" where the article interrupts it."""
    return printable(" [...] ".join(span.slice(text) for span in statement.content_spans))


def how_said(statement: Statement, text: str, say: Wording) -> str:
    """Return « propos rapportés · a déclaré · via RT »."""
    cue = printable(statement.cue_span.slice(text)) if statement.cue_span else None
    return BETWEEN.join(filter(None, (manner(statement, say), cue, _relay(statement, say))))


def on_whose_word(relation: Relation, statement: Statement | None, say: Wording) -> str:
    """Return « Sergueï Lavrov (RUS), une partie »."""
    word = whose_word(statement, (relation.source, relation.target))
    kind = say.named("short_whose", word.value)
    return kind if statement is None else f"{say.speaker(statement.speaker, role=False)}, {kind}"


def statements_by_id(reading: Reading) -> dict[str, Statement]:
    """Return the statements of a reading by id."""
    return {statement.id: statement for statement in reading.statements}


def manner(statement: Statement, say: Wording) -> str:
    """Return « citation », « propos rapportés » or « propos en partie cités »."""
    return say.say({Kind.DIRECT: "quoted", Kind.INDIRECT: "reported", Kind.MIXED: "partly_quoted"}[statement.kind])


def _relay(statement: Statement, say: Wording) -> str | None:
    return say.say("via", relay=", ".join(map(printable, statement.relay))) if statement.relay else None


class _ReadArticle:
    """The whole view; what is found stands below each paragraph, or beside it on a wide terminal."""

    def __init__(self, reading: Reading, say: Wording) -> None:
        self.reading = reading
        self.say = say

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        wide = options.max_width >= BESIDE
        column = options.update(width=min(COLUMN, options.max_width))
        marked = _Marked(self.reading, self.say)
        yield from console.render(Stack(*self._head(marked, console)), column)
        for block in self.reading.article.blocks:
            text, notes = marked.block(block), list(marked.notes(block))
            if block.kind is BlockKind.TITLE:  # it is the heading
                parts = [Text(), *notes] if notes else []
            else:
                parts = [Text(), _beside(text, notes, options.max_width)] if wide else [Text(), text, *notes]
            yield from console.render(Stack(*parts), options if wide else column)
        yield from console.render(Stack(*self._relations()), column)

    def _relations(self) -> Iterator[RenderableType]:
        relations, say = self.reading.relations, self.say
        yield Text()
        yield Heading(f"{say.say('relations')} ({len(relations)})", GROUND)
        yield _dyads(self.reading, say) if relations else Text(say.say("no_relations"))

    def _head(self, marked: "_Marked", console: Console) -> Iterator[RenderableType]:
        article, say = self.reading.article, self.say
        titles = [block for block in article.blocks if block.kind is BlockKind.TITLE]
        name = printable(article.title or article.file or say.say("unknown_outlet"))
        yield from [marked.block(block) for block in titles] or [Prose(Text(name, style=TITLE))]
        yield Prose(Text(article_line(article, say), style=QUIET), separator=BETWEEN)
        yield Prose(Text(_counted(self.reading, say)), separator=", ")
        if not self.reading.statements:
            yield Text(say.say("no_statements"))
        elif console.is_terminal:
            yield _legend(say)


def _counted(reading: Reading, say: Wording) -> str:
    numbers = (("statement", len(reading.statements)), ("relation", len(reading.relations)))
    return ", ".join(say.count(kind, number) for kind, number in numbers)


def _legend(say: Wording) -> Prose:
    parts = (("legend_source", SOURCE), ("legend_cue", CUE), ("legend_content", Style(color=COLOURS[0])),
             ("legend_trigger", TRIGGER))  # fmt: skip
    return Prose(Text(BETWEEN, style=QUIET).join(Text(say.say(key), style=style) for key, style in parts))


def _beside(text: RenderableType, notes: Sequence[RenderableType], width: int) -> Table:
    table = Table.grid(padding=(0, GAP, 0, 0), pad_edge=False)
    table.add_column(width=COLUMN)
    table.add_column(width=min(width - COLUMN - GAP, COLUMN))
    table.add_row(text, Stack(*notes))
    return table


@dataclass(frozen=True, slots=True)
class _Mark:
    span: TextSpan
    style: Style


class _Marked:
    """The text of an article with its statements marked in it, and what is to be said of each block."""

    def __init__(self, reading: Reading, say: Wording) -> None:
        self.article = reading.article
        self.say = say
        self.statements = reading.statements
        self.relations = reading.relations
        names = dict.fromkeys(s.speaker.name for s in self.statements if s.speaker)
        self.colours = {name: COLOURS[place % len(COLOURS)] for place, name in enumerate(names)}
        self.ends: dict[int, list[int]] = {}
        for number, statement in enumerate(self.statements, 1):
            self.ends.setdefault(statement.content_spans[-1].end, []).append(number)
        # An outer statement before those inside it, so that the inner colour stands.
        widest = sorted(self.statements, key=lambda s: -sum(c.end - c.start for c in s.content_spans))
        self.marks = [_Mark(span, Style(color=self.colour(s))) for s in widest for span in s.content_spans]
        self.marks += [_Mark(r.trigger_span, TRIGGER) for r in self.relations]
        for statement in self.statements:
            if statement.cue_span:
                self.marks.append(_Mark(statement.cue_span, CUE))
            if statement.source_span:
                self.marks.append(_Mark(statement.source_span, SOURCE + Style(color=self.colour(statement))))

    def colour(self, statement: Statement) -> str:
        return self.colours[statement.speaker.name] if statement.speaker else NOBODY

    def block(self, block: Block) -> Prose:
        """Return the text of a block; a raised number stands where a statement ends."""
        inside = [mark for mark in self.marks if mark.span.overlaps(block.span)]
        places = {block.span.start, block.span.end, *(e for m in inside for e in (m.span.start, m.span.end))}
        places |= set(self.ends)
        cuts = sorted(place for place in places if block.span.start <= place <= block.span.end)
        text = Text(style=_FRAME.get(block.kind, ""))
        for start, end in pairwise(cuts):
            style = Style.combine([Style(), *(m.style for m in inside if m.span.start <= start and end <= m.span.end)])
            text.append(cleaned(self.article.text[start:end]), style)
            if end in self.ends:
                text.append(",".join(map(str, self.ends[end])).translate(_RAISED), Style(bold=True))
        return Prose(text, indent=2 if block.kind is BlockKind.ITEM else 0)

    def notes(self, block: Block) -> Iterator[RenderableType]:
        """Yield what was said in a block, by whom, and what is claimed there."""
        for number, statement in enumerate(self.statements, 1):
            if block.span.contains(TextSpan(statement.content_spans[0].start, statement.content_spans[0].start)):
                claimed = [r for r in self.relations if r.statement_id == statement.id]
                yield self._note(number, statement, claimed)
        own = [r for r in self.relations if r.statement_id is None and block.span.contains(r.trigger_span)]
        if own:
            yield Barred([Prose(Text(self.say.say("own_voice"), QUIET)), *map(self._claim, own)], QUIET)

    def _note(self, number: int, statement: Statement, claimed: Sequence[Relation]) -> Barred:
        colour = Style(color=self.colour(statement))
        who = Text().append(f"{number} ".translate(_RAISED), colour)
        who.append(self.say.speaker(statement.speaker), Style.parse(SPEAKER) + colour)
        how = (manner(statement, self.say), _relay(statement, self.say), statement.id[:ID])
        who.append(BETWEEN + BETWEEN.join(filter(None, how)), QUIET)
        return Barred([Prose(who, hang=2), *map(self._claim, claimed)], colour)

    def _claim(self, relation: Relation) -> Prose:
        say = self.say
        line = Text().append(arrow(relation.source, relation.target, relation.code), SPEAKER)
        line.append(say.say("colon") + say.act(relation.code, relation.mood))
        more = (say.ground(relation.ground) if relation.ground else None,
                say.date(relation.date) if relation.date else None, relation.id[:ID])  # fmt: skip
        line.append(BETWEEN + BETWEEN.join(filter(None, more)), QUIET)
        return Prose(line, indent=2, hang=4)


def _dyads(reading: Reading, say: Wording) -> Table:
    """Return a line a pair of states: what is claimed between them, and how often."""
    table = Table.grid(padding=(0, 2), pad_edge=False)
    table.add_column(no_wrap=True)
    table.add_column()
    for pair, acts in _by_pair(reading.relations, say).items():
        told = [f"{act} ×{n}" if n > 1 else act for act, n in acts.items()]
        table.add_row(Text(pair, SPEAKER), Prose(Text(", ".join(told)), separator=", "))
    return table


def _by_pair(relations: Sequence[Relation], say: Wording) -> Mapping[str, Mapping[str, int]]:
    pairs: dict[str, dict[str, int]] = {}
    order = sorted(relations, key=lambda r: sorted((r.source, r.target)))
    for dyad, group in groupby(order, key=lambda r: sorted((r.source, r.target))):
        for relation in group:
            acts = pairs.setdefault(arrow(relation.source, relation.target, relation.code, dyad), {})
            act = say.act(relation.code, relation.mood)
            acts[act] = acts.get(act, 0) + 1
    return pairs
