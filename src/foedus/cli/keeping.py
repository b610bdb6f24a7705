"""The verbs that keep a ledger in order."""

import json
from enum import StrEnum
from typing import Annotated

import typer

from foedus.cli.options import DEFAULT_LEDGER, LedgerOption
from foedus.console import complain, emit, show
from foedus.errors import LedgerError, UsageError


class ListFormat(StrEnum):
    """How a list is printed."""

    TABLE = "table"
    JSONL = "jsonl"


def articles(
    ledger: LedgerOption = DEFAULT_LEDGER,
    style: Annotated[ListFormat, typer.Option("--format", help="How to print the list.")] = ListFormat.TABLE,
) -> None:
    """List the articles in the ledger, oldest publication first.

    \b
    Examples:
      foedus articles
      foedus articles --ledger press.db --format jsonl
    """
    from dataclasses import asdict

    from foedus.ledger import open_ledger

    with open_ledger(ledger, read_only=True) as opened:
        held = opened.articles()
    if style is ListFormat.JSONL:
        for article in held:
            emit(json.dumps(asdict(article), ensure_ascii=False) + "\n")
        return
    from foedus.display.lists import articles_view

    show(articles_view(held))
    if not held:
        complain(f"{ledger} holds no articles: read some with `foedus read`")


def remove(
    article: Annotated[str, typer.Argument(metavar="ID", help="Id of an article, or its first digits.")],
    ledger: LedgerOption = DEFAULT_LEDGER,
) -> None:
    """Remove an article and all that came from it from the ledger.

    The file it was read from is not touched.

    \b
    Examples:
      foedus articles
      foedus remove 3f2a1b9c
    """
    from foedus.ledger import open_ledger

    if not ledger.exists():
        open_ledger(ledger, read_only=True)
    with open_ledger(ledger) as opened:
        matching = [id_ for id_ in opened.article_ids() if article and id_.startswith(article.lower())]
        if len(matching) > 1:
            raise UsageError(f"{article!r} is the beginning of {len(matching)} article ids: give more of its digits")
        if not matching or not opened.remove(matching[0]):
            raise LedgerError(f"ledger {ledger} holds no article {article!r}: `foedus articles` lists them")
    complain(f"article {matching[0]} is removed from {ledger}")
