"""How a record came to be, for the terminal."""

from collections.abc import Iterable, Iterator
from itertools import pairwise

from rich.console import Group as Stack
from rich.console import RenderableType
from rich.style import Style
from rich.table import Table
from rich.text import Text

from foedus.display.article import CUE, SOURCE, TRIGGER, article_line, manner
from foedus.display.layout import Heading, Prose
from foedus.display.said import outlet
from foedus.display.terminal import BETWEEN, DOUBT, GROUND, QUIET, SPEAKER, TITLE
from foedus.display.wording import Wording, arrow, cleaned, printable, wording
from foedus.model import Relation, Statement, TextSpan
from foedus.tables import Row
from foedus.why import Origin, Why

_CONTENT, _EVIDENCE = Style(color="cyan"), Style(color="cyan")
_STYLES = {"content": _CONTENT, "evidence": _EVIDENCE, "source": SOURCE, "cue": CUE, "trigger": TRIGGER}
_STATE = Style(color="green")


def why_view(found: Why, language: str) -> RenderableType:
    """Lay out a record with all that stands behind it."""
    return Stack(*_parts(found, wording(language)))


def _parts(found: Why, say: Wording) -> Iterator[RenderableType]:
    record = found.relation or found.statement
    assert record is not None
    head = _claimed(found.relation, say) if found.relation else say.say("a_statement")
    yield Prose(Text(f"{head}{BETWEEN}{record.id}", style=TITLE), separator=BETWEEN)
    yield Prose(Text(article_line(found.article, say), style=QUIET), separator=BETWEEN)
    place = found.article.url or found.article.file
    yield from (Prose(Text(printable(line), style=QUIET)) for line in (found.article.title, place) if line)
    yield Text()
    yield Heading(say.say("in_the_article"), GROUND)
    yield Prose(_marked(found), indent=2)
    yield Text()
    yield _facts(
        (_word_label(what, say), say.quote(printable(span.slice(found.article.text)))) for what, span in found.marked()
    )
    yield Text()
    yield Heading(say.say("who_speaks"), GROUND)
    yield _facts(_speaking(found.statement, found, say))
    if found.relation is not None:
        yield Text()
        yield Heading(say.say("states"), GROUND)
        yield _facts(_ends(found, found.relation, say))
    yield from _claims(found, say)
    yield Text()
    yield Heading(say.say("rule"), GROUND)
    for label, origin in (("of_statement", found.statement_origin), ("of_relation", found.relation_origin)):
        if origin is not None:
            yield from _origin(say.say(label), origin, say)
    yield Text()
    yield Prose(Text(found.engine, style=QUIET))
    if found.lexicons_changed:
        yield Prose(Text(say.say("lexicons_changed"), style=DOUBT))


def _claimed(relation: Relation, say: Wording) -> str:
    pair = arrow(relation.source, relation.target, relation.code)
    parts = [f"{pair}{say.say('colon')}{say.act(relation.code, relation.mood)}"]
    if relation.ground:
        parts.append(say.ground(relation.ground))
    if relation.date:
        source = f" ({say.named('date_from', relation.date_from)})" if relation.date_from else ""
        parts.append(say.date(relation.date) + source)
    return BETWEEN.join(parts)


def _marked(found: Why) -> Text:
    """Return the words of the article, those of the record in the styles of `foedus read`."""
    marks = [(span, _STYLES[what]) for what, span in found.marked()]
    if found.relation is not None:
        ends = (found.relation.source, found.relation.target)
        marks += [(mention.span, _STATE) for mention in found.mentions if mention.actor in ends]
    context = found.context
    cuts = {context.start, context.end, *(place for span, _ in marks for place in (span.start, span.end))}
    text = Text()
    for start, end in pairwise(sorted(place for place in cuts if context.start <= place <= context.end)):
        style = Style.combine([Style(), *(style for span, style in marks if span.contains(TextSpan(start, end)))])
        text.append(cleaned(found.article.text[start:end]), style)
    return text


def _word_label(what: str, say: Wording) -> str:
    return say.named("words_of", what)


def _speaking(statement: Statement | None, found: Why, say: Wording) -> Iterator[tuple[str, str]]:
    if statement is None:
        yield (
            say.say("speaker"),
            f"{printable(found.article.outlet or say.say('unknown_outlet'))} ({say.say('own_voice')})",
        )
        return
    yield say.say("speaker"), f"{say.speaker(statement.speaker)}{BETWEEN}{manner(statement, say)}"
    if statement.relay:
        yield say.say("relay_label"), ", ".join(outlet(name, say) for name in statement.relay)
    if found.article.outlet:
        yield say.say("outlet_label"), outlet(found.article.outlet, say)


def _ends(found: Why, relation: Relation, say: Wording) -> Iterator[tuple[str, str]]:
    """Yield by which words each state is there."""
    text = found.article.text
    for state in (relation.source, relation.target):
        named = dict.fromkeys(
            f"{say.quote(printable(m.span.slice(text)))} ({m.rule})" for m in found.mentions if m.actor == state
        )
        yield f"{say.state(state)} ({state})", ", ".join(named) or say.say("from_before")


def _claims(found: Why, say: Wording) -> Iterator[RenderableType]:
    if found.claims:
        yield Text()
        yield Heading(say.say("relations"), GROUND)
        yield _facts((claim.id[:8], _claimed(claim, say)) for claim in found.claims)


def _origin(label: str, origin: Origin, say: Wording) -> Iterator[RenderableType]:
    name, _, frame = origin.rule.partition("/")
    entry = f"{say.say('colon')}{say.quote(origin.entry)}" if origin.entry else ""
    yield Prose(Text(label + BETWEEN, SPEAKER).append(origin.rule + entry, "not bold"), indent=2, hang=4)
    for group, key in (("rules", name), ("frames", frame.partition(":")[0])):
        told = say.table[group].get(key)
        if told:
            yield Prose(Text(told), indent=4, hang=4)
    for row in origin.rows:
        yield Prose(Text(_row(row), QUIET), indent=4, hang=6, separator=BETWEEN)


def _row(row: Row) -> str:
    return BETWEEN.join([row.where, *(f"{column} {cell}" for column, cell in row.cells.items() if cell)])


def _facts(facts: Iterable[tuple[str, str]]) -> Table:
    table = Table.grid(padding=(0, 2), pad_edge=False)
    table.add_column(no_wrap=True)
    table.add_column()
    for label, value in facts:
        table.add_row(Text(f"  {label}", QUIET), Prose(Text(value)))
    return table
