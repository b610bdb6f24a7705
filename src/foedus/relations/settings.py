"""What two states had between them before, told as the setting of what they do: « Après des années de brouille, »."""

from collections.abc import Sequence

from foedus.codes import Code, facts
from foedus.language.syntax import Word
from foedus.relations.claim import Claim

_AROUND = {"après", "malgré", "depuis", "en dépit de", "au terme de", "à l'issue de", "au bout de", "after", "despite"}
_NOUNS = {"dépit", "terme", "issue", "bout"}
_DEEPEST = 4  # nouns between the preposition and the one that tells: « après trois ans d'une brouille »


def sets_the_scene(noun: Word) -> bool:
    """« après des années de brouille », « malgré leur rivalité »: whether a noun stands in such a complement."""
    word = noun
    for _ in range(_DEEPEST):
        case = word.preposition()
        if case in _AROUND or (word.lemma in _NOUNS and word.dep in ("obl", "advmod")):
            return True
        if word.head is None or word.dep not in ("nmod", "obl", "obj") or word.head.pos not in ("NOUN", "ADV"):
            return False
        word = word.head
    return False


def complete_from_main_clause(claims: Sequence[Claim]) -> None:
    """Give a tie that sets the scene the two states between which its sentence tells an act."""
    for claim in claims:
        if claim.sources or claim.targets or not facts(claim.code).symmetric:
            continue
        acts = [c for c in claims if c is not claim and c.trigger.sentence == claim.trigger.sentence and c.pairs()]
        told = [c for c in acts if c.trigger.pos == "VERB" and c.code is not Code.CONSULT] or acts
        pairs = {frozenset(p) for c in told for p in c.pairs()}
        if len(pairs) == 1:
            first = next(p for c in acts for p in c.pairs())
            claim.sources, claim.targets = [first[0]], [first[1]]
