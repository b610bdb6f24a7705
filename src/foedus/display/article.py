"""One article as it was read, for the terminal: its statements set off, its relations in a table."""

from collections.abc import Iterator
from typing import cast

from rich.box import SIMPLE_HEAD
from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
from rich.console import Group as Stack
from rich.table import Table
from rich.text import Text

from foedus.display.layout import Heading, Prose
from foedus.display.terminal import BETWEEN, GROUND, QUIET, SPEAKER, TITLE
from foedus.display.wording import Wording, arrow, printable, wording
from foedus.explain import whose_word
from foedus.ledger.queries import StatementFacts
from foedus.model import Article, Kind, Reading, Relation, Statement, TextSpan

WIDE = 110  # cells, from which on each fact of a relation has a column of its own


def reading_view(reading: Reading, language: str) -> RenderableType:
    """Lay out what was found in an article, in the words of a language."""
    return Stack(*_parts(reading, wording(language)))


def article_line(article: Article, say: Wording) -> str:
    """Return outlet, date of publication and author, as far as they are known."""
    known = (article.outlet, article.published and say.date(article.published), article.byline)
    return BETWEEN.join(printable(part) for part in known if part) or say.say("unknown_outlet")


def statement_words(statement: Statement, text: str) -> str:
    """Return the content as it stands in the article, with "[...]" where the article interrupts it."""
    return printable(" [...] ".join(span.slice(text) for span in statement.content_spans))


def how_said(statement: Statement, text: str, say: Wording) -> str:
    """Return « propos rapportés · a déclaré · via RT »."""
    manner = {Kind.DIRECT: "quoted", Kind.INDIRECT: "reported", Kind.MIXED: "partly_quoted"}[statement.kind]
    cue = printable(statement.cue_span.slice(text)) if statement.cue_span else None
    relay = say.say("via", relay=", ".join(map(printable, statement.relay))) if statement.relay else None
    return BETWEEN.join(filter(None, (say.say(manner), cue, relay)))


def on_whose_word(relation: Relation, statement: Statement | None, say: Wording) -> str:
    """Return « Sergueï Lavrov (RUS), une partie »."""
    # `whose_word` looks at the speaker alone, which both records have.
    word = whose_word(cast("StatementFacts | None", statement), (relation.source, relation.target))
    kind = say.named("short_whose", word.value)
    return kind if statement is None else f"{say.speaker(statement.speaker, role=False)}, {kind}"


def statements_by_id(reading: Reading) -> dict[str, Statement]:
    """Return the statements of a reading by id."""
    return {statement.id: statement for statement in reading.statements}


def _parts(reading: Reading, say: Wording) -> Iterator[RenderableType]:
    article = reading.article
    title = printable(article.title) if article.title else article.file or say.say("unknown_outlet")
    yield Prose(Text(title, style=TITLE))
    yield Prose(Text(article_line(article, say), style=QUIET), separator=BETWEEN)
    yield Text()
    yield Heading(f"{say.say('statements')} ({len(reading.statements)})", GROUND)
    if not reading.statements:
        yield Text(say.say("no_statements"))
    for statement in reading.statements:
        yield Text()
        yield from _statement(statement, article.text, say)
    yield Text()
    yield Heading(f"{say.say('relations')} ({len(reading.relations)})", GROUND)
    yield _Relations(reading, say) if reading.relations else Text(say.say("no_relations"))


def _statement(statement: Statement, text: str, say: Wording) -> Iterator[RenderableType]:
    line = Text(say.speaker(statement.speaker), style=SPEAKER)
    line.append(BETWEEN + how_said(statement, text, say), style=f"not bold {QUIET}")
    yield Prose(line, indent=2, hang=4)
    words = statement_words(statement, text)
    yield Prose(Text(say.quote(words) if statement.kind is Kind.DIRECT else words), indent=4)


class _Relations:
    """The table of relations; a narrow one has the facts of a relation in one column."""

    def __init__(self, reading: Reading, say: Wording) -> None:
        self.reading = reading
        self.say = say

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        statements = statements_by_id(self.reading)
        rows = [
            _row(relation, statements.get(relation.statement_id or ""), self.reading.article, self.say)
            for relation in self.reading.relations
        ]
        yield _wide(rows, self.say) if options.max_width >= WIDE else _narrow(rows, self.say)


_Row = tuple[str, str, str, str, str, str]


def _row(relation: Relation, statement: Statement | None, article: Article, say: Wording) -> _Row:
    return (
        arrow(relation.source, relation.target, relation.code),
        say.act(relation.code, relation.mood),
        say.ground(relation.ground) if relation.ground else "",
        relation.date or "",
        on_whose_word(relation, statement, say),
        _evidence(relation.evidence_span, article),
    )


def _evidence(span: TextSpan, article: Article) -> str:
    return printable(span.slice(article.text))


def _wide(rows: list[_Row], say: Wording) -> Table:
    table = _table()
    for key, ratio in (("who", 0), ("what", 2), ("ground", 2), ("when", 0), ("word", 3), ("evidence", 5)):
        table.add_column(say.say(key), no_wrap=not ratio, ratio=ratio or None)
    for pair, what, ground, date, word, evidence in rows:
        table.add_row(Text(pair, SPEAKER), what, ground, date, Prose(Text(word)), Prose(Text(evidence)))
    return table


def _narrow(rows: list[_Row], say: Wording) -> Table:
    table = _table()
    table.add_column(say.say("who"), no_wrap=True)
    table.add_column(say.say("what"), ratio=2)
    table.add_column(say.say("evidence"), ratio=3)
    for pair, what, ground, date, word, evidence in rows:
        facts = [Prose(Text(what)), *(Prose(Text(line, QUIET)) for line in (ground, date, word) if line)]
        table.add_row(Text(pair, SPEAKER), Stack(*facts), Prose(Text(evidence)))
    return table


def _table() -> Table:
    return Table(box=SIMPLE_HEAD, pad_edge=False, header_style=QUIET, border_style=QUIET, leading=1, expand=True)
