"""Lists for the terminal: the articles of a batch, those of a ledger, and facts about the installation."""

from collections.abc import Iterable, Sequence

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from foedus.display.layout import Prose
from foedus.display.terminal import QUIET
from foedus.display.wording import printable, shortened, wording
from foedus.ledger.queries import ArticleFacts
from foedus.model import Reading

LONGEST_OUTLET = 24  # characters, in a line of a batch


def batch_header(language: str) -> str:
    """Return the line above the articles of a batch."""
    say = wording(language)
    return f"{say.say('n_statements')}  {say.say('n_relations')}  {say.say('article')}\n"


def batch_line(reading: Reading, language: str, *, known: bool, width: int) -> str:
    """Return how many statements and relations an article holds, its title, outlet, and whether it was known."""
    say = wording(language)
    article = reading.article
    numbers = (
        f"{len(reading.statements):>{len(say.say('n_statements'))}}  "
        f"{len(reading.relations):>{len(say.say('n_relations'))}}  "
    )
    name = printable(article.title or article.file or say.say("unknown_outlet"))
    after = f", {shortened(printable(article.outlet), LONGEST_OUTLET)}" if article.outlet else ""
    if known:
        after += f" ({say.say('known_before')})"
    room = max(30, width - len(numbers) - len(after))
    return f"{numbers}{shortened(name, room)}{after}\n"


def batch_total(counts: Sequence[int], language: str) -> str:
    """Return the sum of a batch: articles, statements, relations."""
    say = wording(language)
    return ", ".join(map(say.count, ("article", "statement", "relation"), counts)) + "\n"


def shards_line(counts: Sequence[int], shards: int, known: int, lake: str, language: str) -> str:
    """Return how much was read into a lake: articles, statements, relations, in how many shards."""
    say = wording(language)
    told = [batch_total(counts, language).rstrip(), say.count("shard", shards)]
    if known:
        told.append(say.count("shard_known", known))
    return f"{lake}: {', '.join(told)}\n"


def merged_line(added: int, seen: int, ledger: str, language: str) -> str:
    """Return how much a merge brought into a ledger."""
    say = wording(language)
    return f"{ledger}: {say.count('article', seen)}, {say.count('article_new', added)}\n"


def articles_view(articles: Iterable[ArticleFacts]) -> RenderableType:
    """Lay out the articles of a ledger."""
    table = Table.grid(padding=(0, 2), pad_edge=False)
    for width in (16, 10, 2):
        table.add_column(no_wrap=True, min_width=width)
    table.add_column()
    for article in articles:
        line = Text(printable(article.title or article.file or "-"))
        if article.outlet:
            line.append(f", {printable(article.outlet)}", style=QUIET)
        table.add_row(article.id, article.published or "", article.language, Prose(line, hang=2))
    return table


def facts_view(facts: Sequence[tuple[str, str]]) -> RenderableType:
    """Lay out labels and values."""
    table = Table.grid(padding=(0, 2), pad_edge=False)
    for label, value in facts:
        table.add_row(Text(label, style="bold"), Text(value, overflow="fold"))
    return table
