"""What a brief consists of, whatever it is printed as."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Note:
    """A numbered source: an article, with the records that sentences of the brief rest on."""

    number: int
    text: str
    url: str | None
    article: str
    records: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence, made from records, and the numbers of its sources.

    Attributes:
        text: words stored as quoted stand between quotation marks, others do not.
        notes: numbers of sources; empty only for counts over the whole.
        aside: what qualifies it: mood, denials, reprints; one sentence each.
    """

    text: str
    notes: tuple[int, ...]
    aside: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """A section: a ground, the other ties, the other side."""

    heading: str
    basis: str
    sentences: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class Voice:
    """A row of the table of voices."""

    speaker: str
    state: str
    standing: str
    records: int
    notes: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Brief:
    """A brief in one language.

    Attributes:
        lead: paragraphs.
        dates: a date in words, what was done, and its sources.
        left_out: what is not shown and why, a line each.
        made: how it was made.
    """

    language: str
    headline: str
    lead: tuple[str, ...]
    parts: tuple[Part, ...]
    voices: tuple[Voice, ...]
    dates: tuple[tuple[str, Sentence], ...]
    notes: tuple[Note, ...]
    left_out: tuple[str, ...]
    made: str
    headings: dict[str, str]
    voice_head: tuple[str, ...]
