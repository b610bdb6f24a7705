"""What one state claims and the other denies in a few words: the denied act is told twice, the second time negated.

L'Inde accuse la Chine d'armer le Pakistan, ce que Pékin dément.     CHN AID PAK: asserted by India, denied by China
Kiev says Minsk fired rockets. Minsk denies this.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache

from foedus.attribution.cues import Stance, cue_lexicon
from foedus.codes import facts
from foedus.language.actors import Discourse
from foedus.language.syntax import Passage, Word
from foedus.model import Mood, Statement, TextSpan
from foedus.relations.claim import Claim
from foedus.tables import word_classes

_POINTING = frozenset("que qu' which l' le la les it this that them so cela ça tout".split())


@cache
def _denying(language: str) -> frozenset[str]:
    entries = (e for rows in cue_lexicon(language).verbs.values() for e in rows)
    return frozenset(e.cue for e in entries if e.stance is Stance.DENY and {"N", "que"} & e.frames)


def denied(
    passage: Passage, claims: Sequence[Claim], statements: Sequence[Statement], discourse: Discourse
) -> Iterator[Claim]:
    """Yield what a state denies that was claimed of it in the sentence before, or in the clause before a comma."""
    verbs = _denying(passage.language)
    for verb in passage.words:
        if verb.pos != "VERB" or verb.lemma not in verbs:
            continue
        told = _answered(verb, passage, claims)
        noun, who = _who_denies(verb, passage, discourse) if told else (verb, set[str]())
        own = next((s for s in statements if s.cue_span is not None and s.cue_span.contains(_span(verb))), None)
        for claim in told:
            does = {*claim.sources, *(claim.targets if facts(claim.code).symmetric else ())}
            if claim.mood is Mood.ASSERTED and who and who <= does:
                evidence = TextSpan(claim.evidence.start, max(claim.evidence.end, verb.end, noun.end))
                rule = f"denied:{verb.lemma} of {claim.rule}"
                yield replace(claim, mood=Mood.NEGATED, evidence=evidence, rule=rule, statement=own)


def _answered(verb: Word, passage: Passage, claims: Sequence[Claim]) -> list[Claim]:
    """Return what is claimed in the words that a denial answers; nothing where it says itself what it denies."""
    sentence = passage.sentences[verb.sentence]
    pointer = _pointer(verb, passage)
    if pointer is not None:
        return [c for c in claims if c.trigger.sentence == verb.sentence and c.trigger.i < pointer.i]
    behind = [w for w in sentence if w.i > verb.i and w.pos not in ("PUNCT", "ADV")]
    claims_made = word_classes(passage.language).get("claim", frozenset())
    left_open = all(w.lemma in claims_made or w.lower in _POINTING or w.pos in ("DET", "PRON") for w in behind)
    before = [w for w in sentence if w.i < verb.i]
    opens = sum(w.pos == "VERB" for w in before) == 0 and len(before) < 9
    if not (left_open and opens and verb.sentence):
        return []
    return [c for c in claims if c.trigger.sentence == verb.sentence - 1]


def _pointer(verb: Word, passage: Passage) -> Word | None:
    """Return the comma behind which « ce que Pékin dément », "a charge Minsk denies" begins."""
    claims_made = word_classes(passage.language).get("claim", frozenset())
    word, pointed = verb.previous, False
    for _ in range(9):
        if word is None or word.sentence != verb.sentence or word.pos == "VERB":
            return None
        if word.text == ",":
            return word if pointed else None
        pointed = pointed or word.lower in ("ce", "which", "something") or word.lemma in claims_made
        word = word.previous
    return None


def _who_denies(verb: Word, passage: Passage, discourse: Discourse) -> tuple[Word, set[str]]:
    subject = verb.child("subj", "subj:pass")
    after = [w for w in passage.words[verb.i + 1 : verb.i + 6] if w.pos in ("NOUN", "PROPN")]
    for noun in [*([subject] if subject is not None else []), *after[:1]]:
        if noun.lower not in ("que", "qu'", "which"):
            identity = discourse.identify(noun)
            found = (identity.states if identity is not None else ()) or discourse.resolve_state(noun)
            if found:
                return noun, set(found)
    return verb, set()


def _span(word: Word) -> TextSpan:
    return TextSpan(word.start, word.end)
