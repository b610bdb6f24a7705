"""What is done by saying a thing, beyond what the cue word does: duties laid on a state, verdicts passed on one.

"Canada must release her at once," Beijing said.           CHN REQUEST CAN
Mogadishu called the accord "an act of aggression".        SOM ACCUSE ETH
"""

from collections.abc import Iterator

from foedus.codes import Code
from foedus.language.syntax import Passage, Word, is_passive
from foedus.model import Kind, Mood, Statement
from foedus.relations.mood import mood_words, must_before
from foedus.tables import word_classes

_JUDGING = ("N+adj", "N+dans", "N", "que", "quote")
_VERDICT = 120  # characters: what is longer describes more than it judges
_VERDICTS = (("rebuttal", Code.REJECT), ("reproach", Code.ACCUSE), ("approval", Code.SUPPORT))


def duties(passage: Passage, statement: Statement) -> Iterator[tuple[Word, Word]]:
    """Yield (verb, subject) where a statement's content says what somebody must or should do."""
    table = mood_words(passage.language)
    for span in statement.content_spans:
        for verb in passage.words_in(span):
            bound = verb.head if verb.dep == "xcomp" and verb.head is not None and verb.head.lemma == "devoir" else None
            subject = (bound or verb).child("subj")
            if verb.pos != "VERB" or subject is None or is_passive(verb):
                continue
            if any(must_before(c) for c in verb.children) or (bound is not None and "Tense=Pres" in bound.features):
                yield verb, subject
            forms = [form for aux in verb.children_by("aux") for form in (aux.lower, aux.lemma)]
            if any(table.get(form) is Mood.DEMANDED for form in forms):
                yield verb, subject


def verdict(passage: Passage, statement: Statement) -> Code | None:
    """Return what calling a thing so amounts to, by the words it is called; None for a plain description."""
    classes = word_classes(passage.language)
    said = [w for span in statement.content_spans for w in passage.words_in(span)]
    if not _judges(statement):
        said = [w for w in said if _is_what_it_is(w)] if _is_brief(statement) else []
    forms = {form for w in said for form in (w.lemma, w.lower)}
    for name, code in _VERDICTS:
        if forms & classes.get(name, frozenset()):
            return code
    return None


def _judges(statement: Statement) -> bool:
    """« qualifie de », « juge le refus inacceptable », « se dit « choqué » »: a cue that calls something so."""
    if any(f"/{cue}" in statement.rule for cue in ("comme:", "N+adj:juger", "N:qualifier")):
        return True
    judged = any(f"/{frame}:" in statement.rule for frame in _JUDGING)
    return judged and _is_brief(statement)


def _is_brief(statement: Statement) -> bool:
    length = sum(s.end - s.start for s in statement.content_spans)
    return statement.kind is not Kind.INDIRECT and length < _VERDICT


def _is_what_it_is(word: Word) -> bool:
    """« C'est une violation du droit », "This is blackmail": the word that says what something is."""
    subject = word.child("subj")
    if word.child("cop") is not None and subject is not None:
        return subject.lower in _THIS
    verb = word.head
    return word.dep == "obl" and verb is not None and verb.lemma == "agir" and verb.child("expl") is not None


_THIS = {"c'", "ce", "cela", "ceci", "ça", "it", "this", "that"}
