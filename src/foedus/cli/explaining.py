"""The verbs that explain what is between states."""

import json
from enum import StrEnum
from typing import Annotated

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
from foedus.cli.pairs import MoodChoice, explained, filters_of, two_states
from foedus.console import emit, show


class Format(StrEnum):
    """How an explanation is printed."""

    TABLE = "table"
    JSON = "json"
    MD = "md"


class PlainFormat(StrEnum):
    """How one record is printed."""

    TABLE = "table"
    JSON = "json"


def explain(
    a: Annotated[str, typer.Argument(metavar="A", help="A state: ISO code, or name in French or English.")],
    b: Annotated[str, typer.Argument(metavar="B", help="Another state.")],
    ledger: LedgerOption = DEFAULT_LEDGER,
    lang: LangOption = None,
    style: Annotated[Format, typer.Option("--format", help="How to print the explanation.")] = Format.TABLE,
    since: SinceOption = None,
    until: UntilOption = None,
    mood: Annotated[
        list[MoodChoice] | None, typer.Option("--mood", help="Only what is put that way; may be given several times.")
    ] = None,
    on_word_of: Annotated[
        str | None,
        typer.Option("--on-word-of", metavar="STATE", help="Only what is said by those who speak for that state."),
    ] = None,
    third_party: Annotated[
        bool, typer.Option("--third-party", help="Only what is said by those who speak for neither of the two.")
    ] = False,
    without_state_media: Annotated[
        bool,
        typer.Option("--without-state-media", help="Leave out what a state-owned outlet prints or relays."),
    ] = False,
    evidence: Annotated[
        int, typer.Option("--evidence", metavar="N", min=1, help="In JSON, at most N records of each ground.")
    ] = 20,
    ignore_reviews: Annotated[
        bool, typer.Option("--ignore-reviews", help="As it was read, whatever people said of it in reviews.")
    ] = False,
    everything: Annotated[
        bool, typer.Option("--all", help="Show every record, not the best three of each ground.")
    ] = False,
    lake: Annotated[
        str | None,
        typer.Option("--lake", metavar="LAKE", help="From what `read --out` put into a lake, not from the ledger."),
    ] = None,
) -> None:
    """Explain why two states stand together or apart: grounds, evidence, on whose word.

    Each ground comes with its best evidence first, in the words of the article, with who said it, through whom, where
    and when; then what speaks against; then a timeline. Quotation marks stand only around words that were quoted, or
    that the outlet wrote in its own voice. The digits at the end of a line are the id of the record.

    Dates are those of the act, or else of the publication; with --since or --until records without any date are left
    out. The counts are of all records, shown or not. Which outlets are owned by a state is data/outlets.tsv, with its
    sources.

    \b
    Examples:
      foedus explain RUS PRK
      foedus explain Russie "Corée du Nord" --lang fr --since 2024
      foedus explain RUS PRK --third-party --without-state-media
      foedus explain RUS PRK --lake foedus.lake
      foedus explain RUS PRK --on-word-of CHN --format json
      foedus explain fr dz --mood asserted --mood negated --format md > france-algerie.md
    """
    pair = two_states(a, b, since, until)
    found = explained(
        pair,
        ledger,
        filters_of(mood, on_word_of, third_party, without_state_media, since, until),
        lambda _, found: found,
        ignore_reviews=ignore_reviews,
        evidence=None if everything else evidence,
        lake=lake,
    )
    if style is Format.JSON:
        emit(json.dumps(found.to_dict(), ensure_ascii=False, indent=2) + "\n")
        return
    from foedus.display.pieces import page_of

    page = page_of(found, lang or default_lang(), everything=everything)
    if style is Format.MD:
        from foedus.display.markdown import explanation_markdown

        emit(explanation_markdown(page))
    else:
        from foedus.display.terminal import explanation_view

        show(explanation_view(page))


def said(
    who: Annotated[
        str, typer.Argument(metavar="WHO", help="A state by code or name, or a person by name or a part of it.")
    ],
    ledger: LedgerOption = DEFAULT_LEDGER,
    lang: LangOption = None,
    style: Annotated[RowFormat, typer.Option("--format", help="How to print the statements.")] = RowFormat.TABLE,
    about: Annotated[
        str | None,
        typer.Option("--about", metavar="STATE", help="Only what is about this state or organisation."),
    ] = None,
    through: Annotated[
        str | None, typer.Option("--through", metavar="OUTLET", help="Only what this outlet published or relayed.")
    ] = None,
    kind: Annotated[
        list[KindChoice] | None, typer.Option("--kind", help="Only what is so reported; may be given several times.")
    ] = None,
    since: SinceOption = None,
    until: UntilOption = None,
    everything: Annotated[
        bool, typer.Option("--all", help="Show every statement, not the newest fifty (table and md).")
    ] = False,
) -> None:
    """Tell what a person or a state said: about whom, when, through whom.

    Statements stand by day of publication, newest first, each with role and state, who relayed it and who holds that
    outlet, what it claims between states, and its id for `foedus why`. Quotation marks stand only around words that
    were quoted. The same words in several articles are shown once, with the other outlets.

    A state speaks through whoever speaks for it. Names are taken in any case, with or without accents; a surname is
    enough where one speaker of the ledger bears it.

    \b
    Examples:
      foedus said Lavrov
      foedus said Lavrov --about "Corée du Nord" --kind direct --lang fr
      foedus said FRA --about dz --since 2025 --format csv > france-algerie.csv
      foedus said Russie --through RT
    """
    from foedus.ledger import open_ledger
    from foedus.model import Kind
    from foedus.said import COLUMNS, Limits, find_actor, find_who
    from foedus.said import said as statements_of

    check_window(since, until)
    kinds = tuple(Kind(choice) for choice in kind) if kind else None
    limits = Limits(find_actor(about) if about else None, through, kinds, since, until)
    with open_ledger(ledger, read_only=True) as opened:
        found = statements_of(opened, find_who(opened, who), limits)
    if style is RowFormat.JSON:
        emit(json.dumps(found.to_dict(), ensure_ascii=False, indent=2) + "\n")
    elif style is RowFormat.JSONL:
        emit("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in found.rows()))
    elif style is RowFormat.CSV:
        from foedus.export import rows_to_csv

        emit(rows_to_csv(found.rows(), COLUMNS))
    else:
        from foedus.display.said import said_markdown, said_page, said_view

        language = lang or default_lang()
        page = said_page(found, language, everything=everything)
        if style is RowFormat.MD:
            emit(said_markdown(page, language))
        else:
            show(said_view(page, language))


def why(
    record: Annotated[str, typer.Argument(metavar="ID", help="Id of a statement or a relation, or its first digits.")],
    ledger: LedgerOption = DEFAULT_LEDGER,
    lang: LangOption = None,
    style: Annotated[PlainFormat, typer.Option("--format", help="How to print it.")] = PlainFormat.TABLE,
) -> None:
    """Tell how a record came to be.

    The words of the article around it, with source, cue, content, evidence and trigger marked and listed; who speaks
    and who carried it; by which words the two states are there; the rule and the lexicon row that fired, with file,
    line and columns; the versions of engine, model and lexicons that read the article.

    Ids are printed by read, explain and said; the beginning of one is enough.

    \b
    Examples:
      foedus why 5696e3e3
      foedus why 5696e3e3 --lang fr
      foedus why 5696e3e3 --format json | jq .relation_origin
    """
    from foedus.ledger import open_ledger
    from foedus.why import why as why_of

    with open_ledger(ledger, read_only=True) as opened:
        found = why_of(opened, record)
    if style is PlainFormat.JSON:
        emit(json.dumps(found.to_dict(), ensure_ascii=False, indent=2) + "\n")
        return
    from foedus.display.why import why_view

    show(why_view(found, lang or default_lang()))
