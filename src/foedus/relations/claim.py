"""A relation in the making."""

from dataclasses import dataclass, field
from itertools import combinations

from foedus.codes import Code, facts
from foedus.language.syntax import Passage, Word
from foedus.model import Ground, Mood, Statement, TextSpan
from foedus.relations.ends import End


@dataclass(slots=True)
class Claim:
    """A relation in the making: a trigger with the states at its two ends."""

    trigger: Word
    code: Code
    sources: list[str]
    targets: list[str]
    mood: Mood
    evidence: TextSpan
    rule: str
    ground: Ground | None = None
    statement: Statement | None = None
    passage: Passage | None = None
    ends: list[End] = field(default_factory=list)
    mediates: bool = False  # the word means bringing others together
    inferred: bool = False  # both states come from what was said before, none from the words around the trigger

    def pairs(self) -> list[tuple[str, str]]:
        """Return the directed dyads, each once; a symmetric one in order of mention."""
        if facts(self.code).symmetric and set(self.sources) == set(self.targets):
            return list(combinations(dict.fromkeys(self.sources), 2))
        return list(dict.fromkeys((s, t) for s in self.sources for t in self.targets if s != t))
