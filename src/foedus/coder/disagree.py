"""Where a model and the rules read an article differently: each side's records that the other has not."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from foedus.model import Article, Reading, Relation, Statement, TextSpan


@dataclass(frozen=True, slots=True)
class Disagreement:
    """One record of one side, or one proposal that was refused.

    Attributes:
        side: "model", "rules", or "refused".
        kind: "statement" or "relation".
        told: what is in it; of a refused proposal as the model wrote it.
        why: of a refused one.
    """

    side: str
    kind: str
    told: object
    why: str | None = None

    def to_dict(self, article: Article) -> dict[str, object]:
        """Return it as a line of JSON has it."""
        where = {"article": article.id, "file": article.file, "url": article.url}
        return {**where, "side": self.side, "kind": self.kind, "why": self.why, "record": self.told}


def refusals(refused: Iterable[tuple[str, str, object]]) -> Iterator[Disagreement]:
    """Yield what did not pass the gate."""
    return (Disagreement("refused", kind, told, why) for kind, why, told in refused)


def disagreements(rules: Reading, model: Reading) -> Iterator[Disagreement]:
    """Yield the records of each side that the other has not.

    Two statements are the same where their contents overlap and they speak for the same state; two relations where
    their evidence overlaps and states, code and mood are the same.
    """
    text = rules.article.text
    for side, own, other in (("model", model, rules), ("rules", rules, model)):
        for statement in own.statements:
            if not any(_same_statement(statement, one) for one in other.statements):
                yield Disagreement(side, "statement", _statement(statement, text))
        for relation in own.relations:
            if not any(_same_relation(relation, one) for one in other.relations):
                yield Disagreement(side, "relation", _relation(relation, text))


def _same_statement(one: Statement, other: Statement) -> bool:
    states = [said.speaker and said.speaker.state for said in (one, other)]
    return states[0] == states[1] and any(a.overlaps(b) for a in one.content_spans for b in other.content_spans)


def _same_relation(one: Relation, other: Relation) -> bool:
    claims = [(told.source, told.target, told.code, told.mood) for told in (one, other)]
    return claims[0] == claims[1] and one.evidence_span.overlaps(other.evidence_span)


def _words(span: TextSpan | None, text: str) -> str | None:
    return None if span is None else span.slice(text)


def _statement(statement: Statement, text: str) -> dict[str, object]:
    return {
        "id": statement.id,
        "content": [span.slice(text) for span in statement.content_spans],
        "source": _words(statement.source_span, text),
        "cue": _words(statement.cue_span, text),
        "kind": statement.kind.value,
        "speaker": statement.speaker and statement.speaker.to_dict(),
        "rule": statement.rule,
    }


def _relation(relation: Relation, text: str) -> dict[str, object]:
    return {
        "id": relation.id,
        "source": relation.source,
        "target": relation.target,
        "code": relation.code.value,
        "mood": relation.mood.value,
        "evidence": relation.evidence_span.slice(text),
        "trigger": relation.trigger_span.slice(text),
        "rule": relation.rule,
    }
