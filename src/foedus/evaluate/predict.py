"""What is scored: our own reading of the texts of the gold."""

from collections.abc import Callable, Iterable, Iterator
from itertools import groupby

from foedus.evaluate.gold import Document, Link, Told
from foedus.intake.language_of import language_of
from foedus.intake.page import read_source
from foedus.model import Reading, TextSpan
from foedus.reading import read_articles


def read_documents(
    documents: Iterable[Document], language: str | None = None, step: Callable[[], None] = lambda: None
) -> Iterator[Document]:
    """Read the text of each document as a plain text file of its own.

    Args:
        documents: gold; only id, text, language and date of publication are looked at.
        language: of all; that of each document, or else found in its text, if None.
        step: called after each one.

    Raises:
        IntakeError: a text that cannot be read; names the document.
    """
    for spoken, group in groupby(documents, key=lambda d: language or spoken_language(d)):
        kept = list(group)
        articles = [
            read_source(d.text.encode(), name=f"{d.id}.txt", language=spoken, published=d.published) for d in kept
        ]
        for document, reading in zip(kept, read_articles(articles), strict=True):
            yield as_document(reading, document.id, spoken)
            step()


def spoken_language(document: Document) -> str:
    """Return the language the data name, else the one found in the text."""
    return document.language or language_of(document.text, name=document.id)


def as_document(reading: Reading, name: str, language: str) -> Document:
    """Return a reading as a document."""
    return Document(
        name,
        reading.article.text,
        tuple(
            Told(
                content=tuple(map(_pair, statement.content_spans)),
                source=(_pair(statement.source_span),) if statement.source_span else (),
                cue=(_pair(statement.cue_span),) if statement.cue_span else (),
                kind=statement.kind.value,
                state=statement.speaker.state if statement.speaker else None,
                relay=tuple(name.lower() for name in statement.relay),
                says=True,
                rule=statement.rule,
            )
            for statement in reading.statements
        ),
        tuple(
            Link(r.source, r.target, r.code.value, r.mood.value, r.ground.value if r.ground else None, r.rule)
            for r in reading.relations
        ),
        language,
        reading.article.published,
    )


def _pair(span: TextSpan) -> tuple[int, int]:
    return span.start, span.end
