"""The verbs that check: the installation, the records, the figures."""

import json
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from foedus.cli.options import DEFAULT_LEDGER, FAILED, Lang, LangOption, LedgerOption, default_lang
from foedus.console import complain, emit, progress, show
from foedus.errors import GoldError

if TYPE_CHECKING:
    from foedus.evaluate.gold import Document


class ListFormat(StrEnum):
    """How a list is printed."""

    TABLE = "table"
    JSON = "json"
    JSONL = "jsonl"
    CSV = "csv"


class Format(StrEnum):
    """How figures are printed."""

    TABLE = "table"
    JSON = "json"
    MD = "md"


def doctor(ledger: LedgerOption = DEFAULT_LEDGER) -> None:
    """Say which versions and models are installed, and what is missing.

    The exit code is 1 if something is missing that reading needs.

    \b
    Examples:
      foedus doctor
    """
    from foedus.display.lists import facts_view
    from foedus.doctor import diagnose

    found = diagnose(ledger)
    show(facts_view(found.facts))
    for problem in found.problems:
        complain(problem)
    if found.problems:
        raise typer.Exit(FAILED)


def evaluate(
    gold: Annotated[Path, typer.Argument(metavar="GOLD", help="A file or folder of gold data.")],
    predicted: Annotated[
        Path | None,
        typer.Argument(metavar="PREDICTED", help="What to score, in any of the same forms; our reading if not given."),
    ] = None,
    style: Annotated[Format, typer.Option("--format", help="How to print the figures.")] = Format.TABLE,
    language: Annotated[
        Lang | None, typer.Option("--language", help="Language of the texts; found in each if not given.")
    ] = None,
    subset: Annotated[
        str | None, typer.Option("--subset", metavar="NAME", help="Only gold with this value of `subset`.")
    ] = None,
    against: Annotated[
        Path | None,
        typer.Option(
            "--against",
            metavar="FILE",
            help="The run to compare with, made if not there and never replaced; the last one, kept beside GOLD, if "
            "not given.",
        ),
    ] = None,
    everything: Annotated[
        bool, typer.Option("--all", help="Show every sentence gained or lost, not ten each.")
    ] = False,
    lang: LangOption = None,
) -> None:
    """Score readings, or what another tool predicted, against gold data.

    GOLD is brat standoff (a folder with text/ and attributions/ as PolNeAR, or .ann files beside .txt), foedus's JSON
    lines, or Citron JSON. Statements count as found where their content overlaps the gold's by half or more (characters
    shared, over characters of either), end to end where the sources overlap too. Relations count as sets of each text:
    the pair of states, and the pair with direction and code; gold without moods is taken to be coded in PLOVER.

    Figures come by kind of speech, kind of cue, language and rule, with 95 % bootstrap intervals over the texts, then
    the sentences gained and lost against the last run.

    \b
    Examples:
      foedus evaluate gold.jsonl
      foedus evaluate polnear/dev --language en --format json > figures.json
      foedus evaluate gold.jsonl citron-output/ --against before.json
    """
    from foedus.evaluate.gold import load_documents
    from foedus.evaluate.run import change, keep, kept
    from foedus.evaluate.run import evaluate as score

    documents = load_documents(gold, subset)
    before_file = against or gold.with_name(f"{gold.resolve().name}{f'.{subset}' if subset else ''}.last.json")
    before = kept(before_file)
    spoken = language.value if language else None
    given = load_documents(predicted) if predicted else _read_all(documents, spoken)
    run = score(documents, given, spoken, intervals=True)
    changed = change(run, before) if before else None
    if style is Format.JSON:
        told = {
            **run.to_dict(),
            "change": {k: getattr(changed, k) for k in ("gained", "lost", "new", "gone")} if changed else None,
        }
        emit(json.dumps(told, ensure_ascii=False, indent=2) + "\n")
    else:
        from foedus.display.evaluation import evaluation_markdown, evaluation_view

        printed = lang or default_lang()
        if style is Format.MD:
            emit(evaluation_markdown(run, changed, printed, everything=everything))
        else:
            show(evaluation_view(run, changed, printed, everything=everything))
    if against is None:
        try:
            keep(run, before_file)
        except GoldError as error:  # a folder of gold that may only be read
            complain(str(error))
    elif before is None:
        keep(run, against)


def _read_all(documents: "list[Document]", language: str | None) -> "list[Document]":
    from foedus.evaluate.predict import read_documents

    with progress(len(documents)) as step:
        return list(read_documents(documents, language, step))


def unresolved(
    ledger: LedgerOption = DEFAULT_LEDGER,
    lang: LangOption = None,
    style: Annotated[ListFormat, typer.Option("--format", help="How to print the list.")] = ListFormat.TABLE,
    everything: Annotated[bool, typer.Option("--all", help="Show all, not the thirty most frequent (table).")] = False,
) -> None:
    """List by frequency who and what could not be resolved, and the one line that settles each.

    Speakers for whom no state is known, whoever acts on a state and is of no known one, words of origin beside a
    government or an army that no state was found for, outlets that the tables do not have; then descriptions and
    pronouns, which no line settles. Each with a sentence.

    The lines go into tables of your own, in the folder that FOEDUS_DATA names (docs/tables.md); what only a person can
    know stands there as ???.

    \b
    Examples:
      foedus unresolved
      foedus unresolved --ledger press.db --lang fr
      foedus unresolved --format csv --all > to-settle.csv
    """
    from foedus.ledger import open_ledger
    from foedus.unresolved import unresolved as look

    with open_ledger(ledger, read_only=True) as opened:
        found = look(opened)
    if style is ListFormat.TABLE:
        from foedus.display.unresolved import unresolved_view

        show(unresolved_view(found, lang or default_lang(), everything=everything))
    elif style is ListFormat.CSV:
        from foedus.export import rows_to_csv

        columns = ("sort", "words", "language", "count", "articles", "example", "file", "line")
        rows = [
            one.to_dict() | {"file": one.line and one.line.file, "line": one.line and "\t".join(one.line.cells)}
            for one in found
        ]
        emit(rows_to_csv(rows, columns))
    elif style is ListFormat.JSONL:
        emit("".join(json.dumps(one.to_dict(), ensure_ascii=False) + "\n" for one in found))
    else:
        emit(json.dumps([one.to_dict() for one in found], ensure_ascii=False, indent=2) + "\n")
