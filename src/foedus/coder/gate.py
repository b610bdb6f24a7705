"""What a model proposes, held against the article: it becomes a record, or is refused with the reason.

The gate is the one that stands before every record: words that slice the article, codes and moods that exist, two
states. Two things more are asked here, as a model can say what no rule can: states are named in the article, and a
relation lies where its statement lies. Words are looked for as they were written, blanks and line ends alike.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from foedus.coder.ask import LONGEST, MOST
from foedus.codes import Code
from foedus.errors import NotVerbatim
from foedus.language.registry import states
from foedus.model import Article, Ground, Kind, Mood, Relation, Speaker, Statement, TextSpan


class Refused(Exception):
    """A proposal does not pass."""


@dataclass
class Passed:
    """What passed the gate, and what did not: the kind of the proposal, why, and the proposal."""

    statements: list[Statement] = field(default_factory=list)
    relations: list[Relation] = field(default_factory=list)
    refused: list[tuple[str, str, object]] = field(default_factory=list)


def passed(article: Article, within: TextSpan, answer: Mapping[str, Any], named: Collection[str], rule: str) -> Passed:
    """Hold an answer against an article.

    Args:
        article: that was read.
        within: the piece of its text that the model saw.
        answer: what it wrote, of whatever form.
        named: ISO3 of the states that the article names.
        rule: by which the records say what made them.
    """
    gate = _Gate(article, within, frozenset(named), rule)
    found = Passed()
    by_number: dict[int, Statement] = {}
    for number, proposal in enumerate(_list(answer.get("statements"), found, "statement")):
        try:
            by_number[number] = gate.statement(proposal)
            found.statements.append(by_number[number])
        except (Refused, NotVerbatim) as error:
            found.refused.append(("statement", str(error), proposal))
    for proposal in _list(answer.get("relations"), found, "relation"):
        try:
            found.relations.append(gate.relation(proposal, by_number))
        except (Refused, NotVerbatim, ValueError) as error:
            found.refused.append(("relation", str(error), proposal))
    return found


def _list(proposals: object, found: Passed, kind: str) -> list[object]:
    if not isinstance(proposals, list):
        found.refused.append((kind, "no list", None))
        return []
    if len(proposals) > MOST:
        found.refused.append((kind, f"{len(proposals)} of them: the first {MOST} are looked at", None))
    return proposals[:MOST]


@dataclass(frozen=True)
class _Gate:
    article: Article
    within: TextSpan
    named: frozenset[str]
    rule: str

    def statement(self, proposal: object) -> Statement:
        told = _object(proposal)
        pieces = told.get("content")
        if not isinstance(pieces, list) or not 0 < len(pieces) <= 20:
            raise Refused("content is no list of words")
        content: list[TextSpan] = []
        for piece in pieces:
            content.append(self._after(_words(piece, "content"), content[-1].end if content else self.within.start))
        hull = TextSpan(content[0].start, content[-1].end)
        return Statement(
            self.article,
            content_spans=tuple(content),
            kind=_one_of(Kind, told.get("kind"), "kind"),
            rule=self.rule,
            source_span=self._beside(told, "source", hull),
            cue_span=self._beside(told, "cue", hull),
            speaker=self._speaker(told),
            relay=tuple(self._standing(name, "relay") for name in _texts(told.get("relay"))),
        )

    def relation(self, proposal: object, statements: Mapping[int, Statement]) -> Relation:
        told = _object(proposal)
        number = told.get("statement")
        statement = None
        if number is not None:
            statement = statements.get(number) if isinstance(number, int) else None
            if statement is None:
                raise Refused(f"statement {number!r} is none, or was refused")
        words = _words(told.get("evidence"), "evidence")
        evidence = self._in_statement(words, statement) if statement else self._after(words, self.within.start)
        trigger = self._find(_words(told.get("trigger"), "trigger"), evidence)
        if trigger is None:
            raise Refused("trigger does not stand in the evidence")
        ground = told.get("ground")
        return Relation(
            self.article,
            self._state(told.get("source"), "source"),
            self._state(told.get("target"), "target"),
            code=_one_of(Code, told.get("code"), "code"),
            mood=_one_of(Mood, told.get("mood"), "mood"),
            evidence_span=evidence,
            trigger_span=trigger,
            rule=self.rule,
            ground=None if ground is None else _one_of(Ground, ground, "ground"),
            statement_id=statement.id if statement else None,
        )

    def _state(self, value: object, what: str) -> str:
        if not isinstance(value, str) or value not in states():
            raise Refused(f"{what} {value!r} is no state")
        if value not in self.named:
            raise Refused(f"{what} {value} is not named in the article")
        return value

    def _speaker(self, told: Mapping[str, Any]) -> Speaker | None:
        if told.get("speaker") is None:
            return None
        name = self._standing(_words(told["speaker"], "speaker"), "speaker")
        state = told.get("state")
        return Speaker(name, None, None if state is None else self._state(state, "state"))

    # Where words stand

    def _standing(self, words: str, what: str) -> str:
        found = self._find(_words(words, what), TextSpan(0, len(self.article.text)))
        if found is None:
            raise Refused(f"{what} does not stand in the article")
        return " ".join(found.slice(self.article.text).split())

    def _beside(self, told: Mapping[str, Any], what: str, hull: TextSpan) -> TextSpan | None:
        """Return where words stand that lie nearest to a content."""
        if told.get(what) is None:
            return None
        found = self._all(_words(told[what], what), self.within)
        if not found:
            raise Refused(f"{what} does not stand in the article")
        return min(found, key=lambda span: (max(span.start - hull.end, hull.start - span.end, 0), span.start))

    def _after(self, words: str, start: int) -> TextSpan:
        found = self._find(words, TextSpan(start, self.within.end))
        if found is None:
            raise Refused("its words do not stand in the article")
        return found

    def _in_statement(self, words: str, statement: Statement) -> TextSpan:
        ends = [*statement.content_spans, *(s for s in (statement.source_span, statement.cue_span) if s)]
        hull = TextSpan(min(s.start for s in ends), max(s.end for s in ends))
        found = next((span for span in self._all(words, self.within) if span.overlaps(hull)), None)
        if found is None:
            raise Refused("evidence does not stand in its statement")
        return found

    def _find(self, words: str, within: TextSpan) -> TextSpan | None:
        return next(iter(self._all(words, within)), None)

    def _all(self, words: str, within: TextSpan) -> Sequence[TextSpan]:
        pattern = re.compile(r"\s+".join(map(re.escape, words.split())))
        return [TextSpan(*m.span()) for m in pattern.finditer(self.article.text, within.start, within.end)]


def _object(proposal: object) -> Mapping[str, Any]:
    if not isinstance(proposal, dict):
        raise Refused("no object")
    return proposal


def _words(value: object, what: str) -> str:
    if not isinstance(value, str) or not value.strip():
        raise Refused(f"{what} holds no words")
    if len(value) > LONGEST:
        raise Refused(f"{what} has {len(value)} characters: at most {LONGEST} are looked for")
    return value


def _texts(value: object) -> list[str]:
    if value is None:
        return []
    if not isinstance(value, list) or len(value) > 10 or not all(isinstance(one, str) for one in value):
        raise Refused("relay is no list of names")
    return value


def _one_of(kind: Any, value: object, what: str) -> Any:
    try:
        return kind(value)
    except ValueError:
        raise Refused(f"{what} {str(value)[:40]!r} is none of {', '.join(kind)}") from None
