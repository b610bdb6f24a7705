"""Which date is that of an act: the nearest that can be, by the clauses its sentence is made of.

Oslo, lié à Riga depuis 1951, a envoyé des vivres en mai.      1951 is of the tie, May of the aid
"""

from collections.abc import Sequence
from functools import partial

from foedus.language.syntax import Passage, Word
from foedus.model import TextSpan
from foedus.relations.dates import DateFound, Dates


def date_of(
    trigger: Word, passage: Passage, verbs: Sequence[Word], said: TextSpan | None, dates: Dates
) -> DateFound | None:
    """Return the date of an act, None where none is told.

    Args:
        verbs: the triggers of the passage that are verbs: a date is that of the nearest one.
        said: the cue of the statement that tells it, « a dit lundi », which a date may be of too.
    """
    sentence = passage.sentences[trigger.sentence]
    bounds = TextSpan(sentence[0].start, sentence[-1].end)
    others = [(TextSpan(w.start, w.end), partial(_may_date, w, passage)) for w in verbs if w is not trigger]
    if said is not None and not said.overlaps(TextSpan(trigger.start, trigger.end)):
        others.append((said, partial(_may_date, trigger, passage)))
    return dates.near(TextSpan(trigger.start, trigger.end), bounds, others, partial(_may_date, trigger, passage))


def _may_date(trigger: Word, passage: Passage, date: TextSpan) -> bool:
    """« Oslo, lié à Riga depuis 1951, a envoyé »: the date inside a clause that hangs on a noun is of that clause."""
    word = passage.word_at(date.start)
    if word is None or any(w.text == ":" for w in passage.words[trigger.i : word.i]):
        return False  # « a cédé : la frontière, fermée depuis 1993 »
    if _in_another_aside(trigger, word, passage) or _before_joining(trigger, word):
        return False
    if _of_a_name(trigger, word) or _of_the_next_clause(trigger, word) or _of_what_came_later(trigger, word):
        return False
    clause = next((a for a in (word, *word.ancestors()) if a.dep in ("relcl", "acl") and a.pos == "VERB"), None)
    return clause is None or clause in (trigger, *trigger.ancestors()) or clause.head is trigger


def _of_what_came_later(trigger: Word, word: Word) -> bool:
    """ "Oman made an offer on Friday, two days after Lima accused Quito": what is told by "after" has its own date."""
    clause = next((a for a in (trigger, *trigger.ancestors()) if a.dep == "advcl"), None)
    opened = clause is not None and any(c.lower in _AROUND and c.i < trigger.i for c in clause.children)
    return opened and clause not in (word, *word.ancestors())


_AROUND = {"after", "before", "après", "avant"}


def _of_a_name(trigger: Word, word: Word) -> bool:
    """« L'Arménie, en guerre avec Bakou depuis 2020, a acheté »: a date below a name is of what the name is in."""
    name = next((a for a in word.ancestors() if a.head is trigger), None)
    return trigger.pos in ("VERB", "AUX") and name is not None and name.pos == "PROPN" and name.preposition() == ""


def _of_the_next_clause(trigger: Word, word: Word) -> bool:
    """« Oslo et Riga ont un accord, et Bonn suivra en juin »: the date of a joined verb that has its own subject."""
    verb = next((a for a in word.ancestors() if a.pos in ("VERB", "AUX") and a.child("subj", "subj:pass")), None)
    if verb is None or verb.dep != "conj" or verb is trigger or verb in trigger.ancestors():
        return False
    return verb.head in (trigger, *trigger.ancestors())


def _before_joining(trigger: Word, word: Word) -> bool:
    """« a rompu avec Oslo en 2024 et expulsé l'envoyé »: the date before « et » is of the first."""
    joint = trigger.child("cc") if trigger.dep == "conj" else None
    return joint is not None and trigger.head is not None and trigger.head.i < word.i < joint.i


def _in_another_aside(trigger: Word, word: Word, passage: Passage) -> bool:
    """« Ankara, qui avait fermé sa frontière en 1993, a reçu »: whether a relative clause between commas has a word."""
    here = word.previous
    while here is not None and here.sentence == word.sentence and here.text not in (",", ";"):
        if here is trigger:
            return False
        if here.lower in _RELATIVE and here.previous is not None and here.previous.text == ",":
            return trigger.i < here.i or any(w.text == "," for w in passage.words[word.i : trigger.i])
        here = here.previous
    return False


_RELATIVE = {"qui", "que", "qu'", "dont", "où", "who", "which", "whose"}
