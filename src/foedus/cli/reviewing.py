"""The verbs that check records, correct them, and bring them up to a new version."""

import getpass
import json
from dataclasses import asdict
from enum import StrEnum
from typing import Annotated

import typer

from foedus.cli.options import DEFAULT_LEDGER, FAILED, LangOption, LedgerOption, default_lang
from foedus.console import complain, emit, progress
from foedus.errors import UsageError


class ListFormat(StrEnum):
    """How a list is printed."""

    TABLE = "table"
    JSONL = "jsonl"


class VerdictChoice(StrEnum):
    """The verdicts of `foedus.ledger.reviews`, which is not imported for `--help`."""

    RIGHT = "right"
    WRONG = "wrong"
    CORRECTED = "corrected"


FormatOption = Annotated[ListFormat, typer.Option("--format", help="How to print the list.")]


def verify(
    ledger: LedgerOption = DEFAULT_LEDGER, style: FormatOption = ListFormat.TABLE, lang: LangOption = None
) -> None:
    """Check that every record still stands on its words, and that the file is whole.

    Each span is held against the stored text. Words that do not stand where the record says are looked for: elsewhere
    in this text, in another article, nowhere. The texts are held against their hashes, the summaries against the
    records, and the file against itself. The exit code is 1 if anything is off.

    \b
    Examples:
      foedus verify
      foedus verify --ledger press.db --format jsonl > off.jsonl
    """
    from foedus.display.checks import fault_line, verified_lines
    from foedus.ledger import open_ledger
    from foedus.ledger.verify import verify as verified

    with open_ledger(ledger, read_only=True) as opened, opened.guarded("checking it"):
        found = verified(opened.connection)
    printed = lang or default_lang()
    for fault in found.faults:
        as_json = style is ListFormat.JSONL
        emit((json.dumps(asdict(fault), ensure_ascii=False) if as_json else fault_line(fault, printed)) + "\n")
    for line in verified_lines(found, printed):
        complain(line)
    if not found.clean:
        raise typer.Exit(FAILED)


def review(
    record: Annotated[
        str | None, typer.Argument(metavar="[ID]", help="Id of a relation or statement, or its first digits.")
    ] = None,
    verdict: Annotated[
        VerdictChoice | None, typer.Argument(metavar="[VERDICT]", help="right, wrong, corrected.")
    ] = None,
    to: Annotated[
        list[str] | None,
        typer.Option("--to", metavar="FIELD=VALUE", help="With corrected: what it should say; several times."),
    ] = None,
    why: Annotated[str | None, typer.Option("--why", metavar="TEXT", help="A reason.")] = None,
    by: Annotated[
        str | None, typer.Option("--by", metavar="NAME", envvar="FOEDUS_REVIEWER", help="Who says so; else the user.")
    ] = None,
    ledger: LedgerOption = DEFAULT_LEDGER,
    style: FormatOption = ListFormat.TABLE,
    lang: LangOption = None,
) -> None:
    """Say that a record is right, wrong, or what it should say; without ID list what was said.

    Reviews are appended, never changed: a later one on the same record counts instead. They survive reading the text
    again with a newer version, and all views take them into account; `explain --ignore-reviews` does not. A statement
    that is wrong goes with the relations that hang on it.

    \b
    Fields of a relation: source, target, code, mood, ground, date. Of a statement: name, role, state.

    \b
    Examples:
      foedus review 666bb15c wrong --why "it denies this"
      foedus review 58e2a1cb corrected --to code=ALIGNED --to ground=HISTORY
      foedus review d5e02378 corrected --to "name=Sergueï Lavrov" --to state=RUS
      foedus review --format jsonl > reviews.jsonl
    """
    from foedus.display.checks import review_line
    from foedus.ledger import open_ledger
    from foedus.ledger.reviews import Verdict

    if not ledger.exists() or record is None:
        with open_ledger(ledger, read_only=True) as opened:
            for made in opened.reviews():
                emit(_line(made) if style is ListFormat.TABLE else json.dumps(asdict(made), ensure_ascii=False) + "\n")
        return
    if verdict is None:
        raise UsageError("Missing argument 'VERDICT': expected right, wrong or corrected")
    corrected = dict(_field(one) for one in to or ())
    if bool(corrected) != (verdict is VerdictChoice.CORRECTED):
        raise UsageError("--to goes with the verdict corrected, and corrected needs --to FIELD=VALUE")
    with open_ledger(ledger) as opened:
        made = opened.review(record, Verdict(verdict), by=by or getpass.getuser(), corrected=corrected, why=why)
    complain(review_line(made, lang or default_lang()))


def _field(given: str) -> tuple[str, str | None]:
    name, sign, value = given.partition("=")
    if not sign:
        raise UsageError(f"--to {given!r}: expected FIELD=VALUE")
    if name in ("source", "target", "state") and value:
        from foedus.language.registry import find_state

        value = find_state(value)
    return name, (value.upper() if name in ("code", "ground") else value) or None


def _line(made: object) -> str:
    from foedus.ledger.reviews import Review

    assert isinstance(made, Review)
    to = ", ".join(f"{name}={value}" for name, value in made.corrected.items())
    parts = (made.at, made.by, made.kind, made.record_id, made.verdict.value, to, made.why)
    return "  ".join(part for part in parts if part) + "\n"


def reread(
    ledger: LedgerOption = DEFAULT_LEDGER,
    everything: Annotated[bool, typer.Option("--all", help="Also what this version has read already.")] = False,
    style: FormatOption = ListFormat.TABLE,
    lang: LangOption = None,
) -> None:
    """Read the stored articles again with this version, and list what changed.

    Texts stay as they were taken in; reviews are applied to what is found. A run that was stopped goes on where it
    stopped.

    \b
    Examples:
      foedus reread
      foedus reread --ledger press.db --format jsonl > changed.jsonl
    """
    from foedus.display.checks import reread_line
    from foedus.ledger import open_ledger
    from foedus.reread import reread as read_again

    if not ledger.exists():
        open_ledger(ledger, read_only=True)
    articles = changed = 0
    with open_ledger(ledger) as opened, progress(len(opened.article_ids())) as step:
        for change in read_again(opened, everything=everything):
            articles += 1
            changed += bool(change.gone or change.new)
            if style is ListFormat.JSONL:
                emit(json.dumps(asdict(change), ensure_ascii=False) + "\n")
            elif change.gone or change.new:
                emit(f"{change.article.id}  {change.article.title or change.article.file or ''}\n")
                emit("".join(f"  - {line}\n" for line in change.gone) + "".join(f"  + {line}\n" for line in change.new))
            step()
    complain(reread_line(articles, changed, lang or default_lang()))
