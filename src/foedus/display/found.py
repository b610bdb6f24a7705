"""What a search found, and the rows of a query, for the terminal and as JSON."""

from collections.abc import Iterator, Mapping, Sequence

from rich.console import Group as Stack
from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from foedus.display.layout import Heading, Prose
from foedus.display.markdown import escaped
from foedus.display.terminal import BETWEEN, GROUND, QUIET, SPEAKER
from foedus.display.wording import Wording, printable, shortened, wording
from foedus.ledger.search import Found, Results
from foedus.model import Kind

LONGEST = 400  # characters of a statement in a list
COLUMNS = (
    "kind", "id", "words", "speaker", "speaker_role", "speaker_state", "how", "relay", "article", "outlet", "title",
    "published", "url", "file",
)  # fmt: skip


def found_dict(kind: str, found: Found) -> dict[str, object]:
    """Return what was found as JSON would have it."""
    statement, article = found.statement, found.article
    speaker = statement.speaker if statement else None
    return {
        "kind": kind,
        "id": statement.id if statement else article.id,
        "words": statement.content_words if statement else found.snippet,
        "speaker": speaker and speaker.to_dict(),
        "how": statement and statement.kind.value,
        "relay": list(statement.relay) if statement else [],
        "article": {
            "id": article.id,
            "outlet": article.outlet,
            "title": article.title,
            "published": article.published,
            "url": article.url,
            "file": article.file,
        },
    }


def found_dicts(results: Mapping[str, Results]) -> Iterator[dict[str, object]]:
    """Yield all that was found as JSON would have it."""
    for kind, result in results.items():
        yield from (found_dict(kind, found) for found in result.found)


def found_rows(results: Mapping[str, Results]) -> Iterator[dict[str, object]]:
    """Yield all that was found as flat rows with `COLUMNS`."""
    for kind, result in results.items():
        for found in result.found:
            statement, article = found.statement, found.article
            speaker = statement.speaker if statement else None
            yield {
                "kind": kind,
                "id": statement.id if statement else article.id,
                "words": statement.content_words if statement else found.snippet,
                "speaker": speaker and speaker.name,
                "speaker_role": speaker and speaker.role,
                "speaker_state": speaker and speaker.state,
                "how": statement and statement.kind.value,
                "relay": list(statement.relay) if statement else [],
                "article": article.id,
                **{name: getattr(article, name) for name in ("outlet", "title", "published", "url", "file")},
            }


def found_markdown(results: Mapping[str, Results], language: str) -> str:
    """Return what a search found as Markdown: statements, then articles."""
    say = wording(language)
    blocks = []
    for kind, result in results.items():
        if not result.total:
            continue
        blocks.append(f"## {escaped(say.count(kind, result.total))}")
        blocks += [_found_markdown(found, say) for found in result.found]
    return "\n\n".join(blocks) + "\n" if blocks else ""


def _found_markdown(found: Found, say: Wording) -> str:
    article, statement = found.article, found.statement
    where = (article.outlet, article.title, article.published and say.date(article.published))
    printed = BETWEEN.join(printable(part) for part in where if part)
    if statement is None:
        return f"**{escaped(printed or article.id)}**  \n{escaped(found.snippet)}"
    words = printable(statement.content_words)
    told = say.quote(words) if statement.kind is Kind.DIRECT else words
    who = f"**{escaped(say.speaker(statement.speaker))}**"
    return f"{who}{say.say('colon')}{escaped(told)}  \n{escaped(printed)}{BETWEEN}{statement.id[:8]}"


def found_view(results: Mapping[str, Results], language: str) -> RenderableType:
    """Lay out what a search found: statements, then articles."""
    return Stack(*_parts(results, wording(language)))


def _parts(results: Mapping[str, Results], say: Wording) -> Iterator[RenderableType]:
    for kind, result in results.items():
        if not result.total:
            continue
        yield Heading(say.count(kind, result.total), GROUND)
        for found in result.found:
            yield from _found(found, say)
            yield Text()
        if result.total > len(result.found):
            yield Prose(Text(say.say("more", n=result.total - len(result.found)), style=QUIET), indent=2)


def _found(found: Found, say: Wording) -> Iterator[RenderableType]:
    article, statement = found.article, found.statement
    where = (article.outlet, article.title, article.published and say.date(article.published))
    printed = BETWEEN.join(printable(part) for part in where if part)
    if statement is None:
        yield Prose(Text(printed or article.id, style=SPEAKER), indent=2, hang=4, separator=BETWEEN)
        yield Prose(Text(printable(found.snippet)), indent=4)
        return
    words = shortened(printable(statement.content_words), LONGEST)
    yield Prose(Text(say.speaker(statement.speaker), style=SPEAKER), indent=2, hang=4)
    yield Prose(Text(say.quote(words) if statement.kind is Kind.DIRECT else words), indent=4)
    yield Prose(Text(BETWEEN.join((printed, statement.id[:8])), style=QUIET), indent=4, hang=6, separator=BETWEEN)


def rows_view(columns: Sequence[str], rows: Sequence[Sequence[object]]) -> RenderableType:
    """Lay out the rows of a query."""
    table = Table(box=None, pad_edge=False, header_style=QUIET)
    for column in columns:
        table.add_column(column, overflow="fold")
    for row in rows:
        table.add_row(*("" if cell is None else printable(str(cell)) for cell in row))
    return table


def rows_markdown(columns: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """Return the rows of a query as a Markdown table."""
    lines = [columns, ["---"] * len(columns)]
    lines += [["" if cell is None else escaped(str(cell)) for cell in row] for row in rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)
