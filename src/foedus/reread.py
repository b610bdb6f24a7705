"""Apply this version to the articles of a ledger, and say what it reads differently."""

from collections.abc import Iterator
from dataclasses import dataclass

from foedus.ledger import Ledger
from foedus.ledger.queries import ArticleFacts
from foedus.model import Reading, Relation, Statement
from foedus.reading import made_by, read_article


@dataclass(frozen=True, slots=True)
class Change:
    """What became of one article.

    Attributes:
        article: that was read again.
        engine: what had read it before.
        gone, new: records that only the old or only the new reading has, in words.
        kept: how many records both have.
        reviews: how many reviews of this text there are.
    """

    article: ArticleFacts
    engine: str
    gone: tuple[str, ...]
    new: tuple[str, ...]
    kept: int
    reviews: int


def reread(ledger: Ledger, *, everything: bool = False) -> Iterator[Change]:
    """Read stored articles again and keep what this version finds; yield each as it is done.

    Args:
        ledger: open for writing.
        everything: also what this version has read already.

    Raises:
        LedgerError: the ledger cannot be written; the articles before are kept.
        ModelMissing: a language model is not installed.
    """
    for facts in ledger.articles():
        if facts.engine == made_by(facts.language) and not everything:
            continue
        old = ledger.reading(facts.id, as_read=True)
        new = read_article(old.article)
        ledger.add(new, again=everything)
        before, after = _told(old), _told(new)
        yield Change(
            article=facts,
            engine=facts.engine,
            gone=tuple(sorted(before - after)),
            new=tuple(sorted(after - before)),
            kept=len(before & after),
            reviews=sum(review.article_sha256 == old.article.sha256 for review in ledger.reviews()),
        )


def _told(reading: Reading) -> set[str]:
    text = reading.article.text
    return {_statement(s, text) for s in reading.statements} | {_relation(r, text) for r in reading.relations}


def _statement(statement: Statement, text: str) -> str:
    speaker = statement.speaker
    who = f"{speaker.name} ({speaker.state or '-'})" if speaker else "-"
    words = " [...] ".join(span.slice(text) for span in statement.content_spans)
    return f"{who}, {statement.kind}: {words}"


def _relation(relation: Relation, text: str) -> str:
    about = (relation.code, relation.mood, relation.ground, relation.date)
    facts = " ".join(str(fact) for fact in about if fact)
    return f"{relation.source} > {relation.target} {facts}: {relation.evidence_span.slice(text)}"
