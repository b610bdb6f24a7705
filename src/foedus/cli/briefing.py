"""The verb that writes an article from records."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from foedus.cli.options import (
    DEFAULT_LEDGER,
    LangOption,
    LedgerOption,
    SinceOption,
    UntilOption,
    default_lang,
)
from foedus.cli.pairs import MoodChoice, explained, filters_of, two_states
from foedus.console import complain, emit
from foedus.errors import UsageError


class BriefFormat(StrEnum):
    """What a brief is written as."""

    MD = "md"
    HTML = "html"
    PDF = "pdf"
    DOCX = "docx"


def brief(
    a: Annotated[str, typer.Argument(metavar="A", help="A state: ISO code, or name in French or English.")],
    b: Annotated[str, typer.Argument(metavar="B", help="Another state.")],
    ledger: LedgerOption = DEFAULT_LEDGER,
    lang: LangOption = None,
    style: Annotated[
        BriefFormat | None, typer.Option("--format", help="What to write; that of the file's name, else md.")
    ] = None,
    to: Annotated[
        Path | None, typer.Option("--to", metavar="FILE", help="Write there; md and html may go to standard output.")
    ] = None,
    since: SinceOption = None,
    until: UntilOption = None,
    mood: Annotated[list[MoodChoice] | None, typer.Option("--mood", help="Only what is put that way.")] = None,
    on_word_of: Annotated[
        str | None, typer.Option("--on-word-of", metavar="STATE", help="Only what is said for that state.")
    ] = None,
    third_party: Annotated[bool, typer.Option("--third-party", help="Only on the word of third parties.")] = False,
    without_state_media: Annotated[
        bool, typer.Option("--without-state-media", help="Leave out what a state-owned outlet prints or relays.")
    ] = False,
    ignore_reviews: Annotated[bool, typer.Option("--ignore-reviews", help="As it was read.")] = False,
) -> None:
    """Write an article on two states that a newsroom could start from, every sentence with its source.

    A headline that counts reasons only where there are as many grounds, a lead, a section a ground, the other side, a
    table of voices, dates, and what is not shown and why. Quotation marks stand only around stored words; a sentence
    whose words are not found in the stored article again is not printed. The sentences are templates in
    data/brief/fr.toml and en.toml. PDF and Word need `pip install 'foedus[brief]'`.

    \b
    Examples:
      foedus brief RUS PRK --lang fr > note.md
      foedus brief RUS PRK --to note.pdf
      foedus brief France Algérie --since 2024 --format html --to algerie.html
    """
    pair = two_states(a, b, since, until)
    chosen = style or _of_name(to)
    if to is None and chosen in (BriefFormat.PDF, BriefFormat.DOCX):
        raise UsageError(f"--format {chosen} needs --to FILE")
    from foedus.brief import brief_of
    from foedus.explain.pair import EVIDENCE
    from foedus.files import write_whole

    written = explained(
        pair,
        ledger,
        filters_of(mood, on_word_of, third_party, without_state_media, since, until),
        lambda opened, found: brief_of(opened, found, lang or default_lang()),
        ignore_reviews=ignore_reviews,
        evidence=EVIDENCE,
    )
    content = _rendered(written, chosen)
    if to is None:
        emit(content.decode())
        return
    write_whole(to, content)
    complain(f"{to} is written: {len(written.notes)} sources")


def _of_name(to: Path | None) -> BriefFormat:
    suffix = to.suffix[1:].lower() if to else "md"
    if suffix not in set(BriefFormat):
        raise UsageError(f"--to {to}: expected a name that ends in .md, .html, .pdf or .docx, or --format")
    return BriefFormat(suffix)


def _rendered(written: object, style: BriefFormat) -> bytes:
    from foedus.brief import Brief

    assert isinstance(written, Brief)
    if style is BriefFormat.HTML:
        from foedus.brief.html import brief_html

        return brief_html(written).encode()
    if style is BriefFormat.PDF:
        from foedus.brief.pdf import brief_pdf

        return brief_pdf(written)
    if style is BriefFormat.DOCX:
        from foedus.brief.docx import brief_docx

        return brief_docx(written)
    from foedus.brief.markdown import brief_markdown

    return brief_markdown(written).encode()
