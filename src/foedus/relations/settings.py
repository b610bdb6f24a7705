"""What two states had between them before, told as the setting of what they do: « Après des années de brouille, »."""

from collections.abc import Sequence

from foedus.codes import Code, facts
from foedus.language.syntax import Word
from foedus.model import Mood, Statement
from foedus.relations.claim import Claim

_AROUND = {"après", "malgré", "depuis", "en dépit de", "au terme de", "à l'issue de", "au bout de", "after", "despite"}
_NOUNS = {"dépit", "terme", "issue", "bout"}
_DEEPEST = 4  # nouns between the preposition and the one that tells: « après trois ans d'une brouille »


def opens_a_setting(word: Word) -> bool:
    """« après une guerre », « au terme d'un entretien »: whether such a complement begins with a word."""
    return word.preposition() in _AROUND or (word.lemma in _NOUNS and word.dep in ("obl", "advmod"))


def sets_the_scene(noun: Word) -> bool:
    """« après des années de brouille », « malgré leur rivalité »: whether a noun stands in such a complement."""
    word = noun
    for _ in range(_DEEPEST):
        if opens_a_setting(word):
            return True
        if word.head is None or word.dep not in ("nmod", "obl", "obj") or word.head.pos not in ("NOUN", "ADV"):
            return False
        word = word.head
    return False


def may_be_found_later(noun: Word, statement: Statement | None) -> bool:
    """Return whether a tie whose states do not stand around it sets the scene, or is what somebody calls another."""
    called = statement is not None and noun.pos == "NOUN" and any(c.lower in ("un", "une") for c in noun.children)
    return called or sets_the_scene(noun)


def complete_from_main_clause(claims: Sequence[Claim]) -> None:
    """Give a tie that sets the scene the two states between which its sentence tells an act."""
    for claim in claims:
        if claim.sources or claim.targets or not facts(claim.code).symmetric:
            continue
        if not sets_the_scene(claim.trigger):
            _from_its_statement(claim, claims)
            continue
        acts = [c for c in claims if c is not claim and c.trigger.sentence == claim.trigger.sentence and c.pairs()]
        told = [c for c in acts if c.trigger.pos == "VERB" and c.code is not Code.CONSULT] or acts
        pairs = {frozenset(p) for c in told for p in c.pairs()}
        if len(pairs) == 1:
            first = next(p for c in acts for p in c.pairs())
            claim.sources, claim.targets = [first[0]], [first[1]]


def _from_its_statement(claim: Claim, claims: Sequence[Claim]) -> None:
    """« Rome a salué « un partenaire fiable » », of Algiers: a tie of who speaks with whom he praises."""
    if facts(claim.code).sign < 0 and claim.mood is not Mood.NEGATED:
        return  # « Personne ne veut d'un nouveau conflit », a averti Djibouti
    speaker = claim.statement.speaker if claim.statement is not None else None
    if speaker is not None and speaker.state is not None and len(speaker.others) == 1:  # « Les deux parties saluent »
        claim.sources, claim.targets = [speaker.state], list(speaker.others)
        return
    made = [c for c in claims if c.statement is claim.statement and c.rule.startswith("performed") and c.pairs()]
    pairs = {p for c in made for p in c.pairs()}
    if len(pairs) == 1:
        source, target = pairs.pop()
        claim.sources, claim.targets = [source], [target]
