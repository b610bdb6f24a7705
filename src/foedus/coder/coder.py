"""Articles read by a language model, with the rules beside it."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from foedus.coder.ask import prompt_hash
from foedus.coder.client import Server
from foedus.coder.disagree import Disagreement, disagreements, refusals
from foedus.coder.gate import passed
from foedus.model import Article, MentionKind, Reading, Relation, Statement, TextSpan
from foedus.reading import made_by, read_articles

PIECE = 8_000  # characters that a model is shown at once, cut between paragraphs; ours


@dataclass
class ModelCoder:
    """Reads as `reading.read_articles` does, but that statements and relations are those that a model proposes.

    Mentions are found by the rules. What the rules find besides is compared, and where the two differ this is told.

    Attributes:
        server: the model.
        tell: is told of each article where model and rules differ, and what was refused.
    """

    server: Server
    tell: Callable[[Article, Sequence[Disagreement]], None] = field(default=lambda article, found: None)

    @property
    def rule(self) -> str:
        """By which its records say what made them."""
        return f"llm {self.server.model} {prompt_hash()}"

    def engine(self, language: str) -> str:
        """Return the versions that a reading depends on: those of the rules, and the model with its prompt."""
        return f"{made_by(language)}; llm {self.server.model}, prompt {prompt_hash()}"

    def read(self, articles: Iterable[Article]) -> Iterator[Reading]:
        """Yield the reading of each article.

        Raises:
            CoderError: the model gives no answer that can be used, when the turn of the article has come.
        """
        for by_rules in read_articles(articles):
            yield self._read(by_rules)

    def _read(self, by_rules: Reading) -> Reading:
        article = by_rules.article
        named = {m.actor for m in by_rules.mentions if m.kind is not MentionKind.ORGANISATION}
        statements: list[Statement] = []
        relations: list[Relation] = []
        refused: list[tuple[str, str, object]] = []
        for piece in pieces(article):
            answer: dict[str, Any] = self.server.ask(piece.slice(article.text))
            found = passed(article, piece, answer, named, self.rule)
            statements += found.statements
            relations += found.relations
            refused += found.refused
        reading = replace(
            by_rules,
            statements=tuple(sorted(_once(statements), key=lambda one: one.content_spans)),
            relations=tuple(sorted(_once(relations), key=lambda one: (one.evidence_span, one.trigger_span, one.id))),
            engine=self.engine(article.language),
        )
        self.tell(article, [*refusals(refused), *disagreements(by_rules, reading)])
        return reading


_Record = TypeVar("_Record", Statement, Relation)


def _once(records: Iterable[_Record]) -> Iterable[_Record]:
    return {record.id: record for record in records}.values()


def pieces(article: Article) -> Iterator[TextSpan]:
    """Yield the stretches of an article that go to a model one by one: whole paragraphs, as many as fit.

    A paragraph that is longer than what fits is cut where it must be.
    """
    start = 0
    ends = [block.span.end for block in article.blocks] or [len(article.text)]
    for place, end in enumerate(ends):
        while end - start > PIECE:
            yield TextSpan(start, start + PIECE)
            start += PIECE
        following = ends[place + 1] if place + 1 < len(ends) else None
        if (following is None or following - start > PIECE) and article.text[start:end].strip():
            yield TextSpan(start, end)
            start = end
