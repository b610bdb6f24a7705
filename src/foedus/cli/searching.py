"""The verbs that look things up: words, dates, and whatever SQL can ask."""

import json
from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Annotated, Any

import typer

from foedus.cli.options import (
    DEFAULT_LEDGER,
    KindChoice,
    LangOption,
    LedgerOption,
    RowFormat,
    SinceOption,
    UntilOption,
    check_window,
    default_lang,
)
from foedus.console import complain, emit, show
from foedus.errors import UsageError


class Place(StrEnum):
    """Where to look."""

    STATEMENTS = "statements"
    ARTICLES = "articles"
    BOTH = "both"


def search(
    words: Annotated[
        list[str] | None, typer.Argument(metavar="[WORDS...]", help='Words in any form, or "a phrase" as it is.')
    ] = None,
    ledger: LedgerOption = DEFAULT_LEDGER,
    where: Annotated[Place, typer.Option("--in", help="Where to look.")] = Place.BOTH,
    speaker: Annotated[
        str | None, typer.Option("--speaker", metavar="NAME", help="Only where that person speaks.")
    ] = None,
    state: Annotated[
        str | None, typer.Option("--state", metavar="STATE", help="Only on the word of that state, or about it.")
    ] = None,
    code: Annotated[
        str | None, typer.Option("--code", metavar="CODE", help="Only with a relation of that code.")
    ] = None,
    outlet: Annotated[
        str | None,
        typer.Option("--outlet", metavar="NAME", help="Only what that outlet prints."),
    ] = None,
    kind: Annotated[KindChoice | None, typer.Option("--kind", help="Only statements of that kind of speech.")] = None,
    since: SinceOption = None,
    until: UntilOption = None,
    limit: Annotated[int, typer.Option("--limit", metavar="N", min=1, help="At most N of each.")] = 20,
    style: Annotated[RowFormat, typer.Option("--format", help="How to print what is found.")] = RowFormat.TABLE,
    lang: LangOption = None,
) -> None:
    """Search the words of statements and articles: case, accents and inflection do not matter.

    All words must be there, in any order. A phrase within quotation marks is looked for as it stands. The best come
    first; where more than 3000 have the words, or none are given, the last to be added. Dates are those of
    publication.

    \\b
    Examples:
      foedus search livraison obus
      foedus search '"frères d armes"' --state RUS --since 2024
      foedus search --state JPN --code SANCTION --outlet Reuters --kind direct
      foedus search sanctions --speaker Lavrov --in statements --format csv > sanctions.csv
    """
    check_window(since, until)
    from foedus.codes import Code
    from foedus.language.registry import find_state
    from foedus.ledger import open_ledger
    from foedus.ledger.search import Where, search_articles, search_statements

    if code and code.upper() not in set(Code):
        raise UsageError(f"unknown code {code!r}: expected one of {', '.join(Code)}")
    wanted = Where(speaker, find_state(state) if state else None, code and code.upper(), since, until, outlet, kind)
    if not words and wanted == Where():
        raise UsageError("nothing to look for: give words, or a filter such as --state or --code")
    text = " ".join(words or ())
    results: dict[str, Any] = {}
    with open_ledger(ledger, read_only=True) as opened, opened.guarded("searching it"):
        if where is not Place.ARTICLES:
            results["statement"] = search_statements(opened.connection, text, wanted, limit)
        if where is not Place.STATEMENTS and kind is None:
            results["article"] = search_articles(opened.connection, text, wanted, limit)
    from foedus.display import found as displayed

    if style is RowFormat.TABLE:
        show(displayed.found_view(results, lang or default_lang()))
    elif style is RowFormat.MD:
        emit(displayed.found_markdown(results, lang or default_lang()))
    elif style is RowFormat.CSV:
        from foedus.export import rows_to_csv

        emit(rows_to_csv(displayed.found_rows(results), displayed.COLUMNS))
    else:
        _emit_json(displayed.found_dicts(results), style)
    if not any(result.total for result in results.values()):
        complain(f"nothing in {ledger} fits")


def sql(
    query: Annotated[str, typer.Argument(metavar="QUERY", help="One SELECT.")],
    ledger: LedgerOption = DEFAULT_LEDGER,
    style: Annotated[RowFormat, typer.Option("--format", help="How to print the rows.")] = RowFormat.TABLE,
) -> None:
    """Ask the ledger in SQL, for reading only. docs/ledger.md describes its tables and views.

    \\b
    Examples:
      foedus sql "SELECT code, count(*) FROM claim GROUP BY code ORDER BY 2 DESC"
      foedus sql "SELECT speaker, content_words FROM said WHERE speaker_state = 'RUS'" --format csv > said.csv
    """
    from foedus.ledger import open_ledger
    from foedus.ledger.search import read_only_rows

    with open_ledger(ledger, read_only=True) as opened, opened.guarded("your query"):
        columns, rows = read_only_rows(opened.connection, query)
    from foedus.display.found import rows_markdown, rows_view

    if style is RowFormat.CSV:
        emit(_csv([columns, *rows]))
    elif style is RowFormat.MD:
        emit(rows_markdown(columns, rows))
    elif style is RowFormat.TABLE:
        show(rows_view(columns, rows))
    else:
        _emit_json((dict(zip(columns, row, strict=True)) for row in rows), style)


def _emit_json(rows: Iterable[Mapping[str, object]], style: RowFormat) -> None:
    if style is RowFormat.JSON:
        emit(json.dumps([*rows], ensure_ascii=False, indent=2, default=repr) + "\n")
        return
    for row in rows:
        emit(json.dumps(row, ensure_ascii=False, default=repr) + "\n")


def _csv(rows: list[Any]) -> str:
    import csv
    from io import StringIO

    out = StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue()
