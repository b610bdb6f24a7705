"""A brief as a run of blocks, in the order in which every format prints it."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from foedus.brief.model import Brief, Note, Sentence, Voice


class Style(StrEnum):
    """What a paragraph is for."""

    LEAD = "lead"
    BASIS = "basis"
    TOLD = "told"
    MADE = "made"


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading, of level 1 (the headline) or 2."""

    text: str
    level: int = 2


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; only those of style TOLD have notes and an aside."""

    style: Style
    sentence: Sentence


@dataclass(frozen=True, slots=True)
class Voices:
    """The table of who speaks."""

    head: tuple[str, ...]
    rows: tuple[Voice, ...]


@dataclass(frozen=True, slots=True)
class Dates:
    """What was done when; `colon` is what the language puts behind a date."""

    rows: tuple[tuple[str, Sentence], ...]
    colon: str


@dataclass(frozen=True, slots=True)
class LeftOut:
    """What is not shown and why; a command stands between backquotes."""

    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Notes:
    """The numbered sources."""

    notes: tuple[Note, ...]


Block = Heading | Paragraph | Voices | Dates | LeftOut | Notes


def blocks(brief: Brief) -> Iterator[Block]:
    """Yield the blocks of a brief."""
    yield Heading(brief.headline, level=1)
    for text in brief.lead:
        yield _plain(Style.LEAD, text)
    for part in brief.parts:
        yield Heading(part.heading)
        if part.basis:
            yield _plain(Style.BASIS, part.basis)
        for sentence in part.sentences:
            yield Paragraph(Style.TOLD, sentence)
    if brief.voices:
        yield Heading(brief.headings["voices"])
        yield Voices(brief.voice_head, brief.voices)
    if brief.dates:
        yield Heading(brief.headings["dates"])
        yield Dates(brief.dates, brief.headings["colon"])
    if brief.left_out:
        yield Heading(brief.headings["left_out"])
        yield LeftOut(brief.left_out)
    if brief.notes:
        yield Heading(brief.headings["notes"])
        yield Notes(brief.notes)
    yield _plain(Style.MADE, brief.made)


def _plain(style: Style, text: str) -> Paragraph:
    return Paragraph(style, Sentence(text, ()))


def web_address(note: Note) -> str | None:
    """Return an address that may be followed: never `javascript:`."""
    return note.url if note.url and note.url.lower().startswith(("http://", "https://")) else None


def short_ids(note: Note) -> str:
    """Return the first digits of the records of a source, enough for `foedus why`."""
    return ", ".join(id_[:8] for id_ in note.records)
