"""Who the cue belongs to: the source of a statement, as words of the passage.

Riyad, qui avait dit que ...     le ministre a dit ... et ajouté que     a-t-il ajouté
[   ]  source by the relative    [   source   ]         same source        [il]
"""

from dataclasses import dataclass

from foedus.attribution.appositions import with_apposition
from foedus.attribution.cues import Cue
from foedus.language.syntax import Passage, Word, behind_circumstance, is_passive, noun_phrase
from foedus.model import TextSpan

_RELATIVES = {"qui", "who", "which", "that", "lequel", "laquelle", "lesquels", "lesquelles"}
_CLITIC_SUBJECTS = {"il", "elle", "on", "ils", "elles", "je", "nous"}
CARRIED = frozenset(
    "cité citée cités citées interrogé interrogée interrogés interrogées contacté contactée contactés contactées joint "
    "jointe joints jointes interviewé interviewée consulté consultée quoted cited interviewed contacted".split()
)


TIMES = frozenset(
    "jour matin soir après-midi nuit semaine mois an année hier week day month year morning evening night yesterday "
    "lundi mardi mercredi jeudi vendredi samedi dimanche "
    "monday tuesday wednesday thursday friday saturday sunday "
    "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split()
)


_ENDS_PHRASE = frozenset({"au", "aux", "dans", "devant", "lors", "sur", "auprès", "«", "“"})  # « X, au micro de RFI »
_BEFORE_GERUNDS = frozenset({"after", "before", "besides", "by", "in", "to", "while", "without"})


@dataclass(frozen=True, slots=True)
class Source:
    """The head word of a source and its span."""

    head: Word
    span: TextSpan


def source_of_phrase(head: Word) -> Source:
    """Return the noun phrase of a head word as a source, its contracted article left out."""
    words = [w for w in noun_phrase(head) if w.i >= head.i or w.dep != "case" or w.lower in ("'s", "'")]
    words = _with_joined_adjectives(words)
    words = _one_piece(words, head)
    words = behind_circumstance(words, head)
    while len(words) > 1 and words[0].lower in ("du", "des", "au", "aux") and words[0] is not head:
        words.pop(0)
    for place, word in enumerate(words):
        after = words[place + 1] if word.text == "," and word.i > head.i and place + 1 < len(words) else None
        if after is not None and (after.pos in ("VERB", "AUX") or after.lower in _ENDS_PHRASE):
            words = words[:place]
            break
    words = words[: _untied(words, head)]
    carried = next((i for i, w in enumerate(words) if w.i > head.i and w.lower in CARRIED), 0)
    words = words[:carried] or words  # « un diplomate cité par Tass »: who carries the words is no part of the source
    while len(words) > 1 and (words[-1].pos in ("PUNCT", "CCONJ", "SCONJ", "ADP", "AUX")):
        words.pop()
    while len(words) > 1 and words[0].text in (",", "»", "”"):
        words.pop(0)
    words = _without_day(words, head)
    words = with_apposition(words)
    last = words[-1]
    while (
        last.next is not None and last.next.start == last.end and (last.next.text[0].isalnum() or last.next.text == "-")
    ):
        last = last.next
    return Source(head, TextSpan(words[0].start, last.end))


def _with_joined_adjectives(words: list[Word]) -> list[Word]:
    """Of "current and former officials" the parser hangs "and former" on "current": all of it names them."""
    more = [j for w in words if w.dep == "amod" for j in w.children_by("cc", "conj") if j.pos in ("ADJ", "CCONJ")]
    return sorted({w.i: w for w in [*words, *more]}.values(), key=lambda w: w.i) if more else words


def _without_day(words: list[Word], head: Word) -> list[Word]:
    """ "Kenya on Sunday": when it was said is no part of who said it."""
    if len(words) > 2 and words[-1].lower in TIMES and words[-2].lower == "on" and words[-2].i > head.i:
        return words[:-2]
    for place, word in enumerate(words[2:], 2):  # « la presse [la semaine dernière] »
        bare = words[place - 1].pos == "DET" and words[place - 2].pos not in ("ADP", "DET", "CCONJ")
        if word.lower in TIMES and bare and words[place - 1].i > head.i:
            return words[: place - 1]
    return words


def _untied(words: list[Word], head: Word) -> int:
    """« aux yeux d'Ankara | les liens »: an article right behind a name, tied to nothing, opens something else."""
    for place, word in enumerate(words):
        if word.i > head.i and word.lower in ("le", "la", "les", "un", "une") and words[place - 1].pos == "PROPN":
            return place
    return len(words)


def _one_piece(words: list[Word], head: Word) -> list[Word]:
    """Keep the unbroken stretch around the head: a gap in the phrase is a parser's slip or an aside."""
    at = words.index(head)
    first = last = at
    while first > 0 and words[first - 1].i == words[first].i - 1:
        first -= 1
    while last + 1 < len(words) and words[last + 1].i <= words[last].i + 2:
        last += 1
    return words[first : last + 1]


def clitic_subject(passage: Passage, cue: Cue) -> Source | None:
    """Return the pronoun inside « a-t-il ajouté », without its hyphen."""
    for word in passage.words[cue.first : cue.last + 2]:
        bare = word.lower.removeprefix("-t").lstrip("-")
        if word.lower.startswith("-") and bare in _CLITIC_SUBJECTS:
            return Source(word, TextSpan(word.end - len(bare), word.end))
    return None


_MOVING = {"aller", "arriver", "entrer", "partir", "passer", "rentrer", "rester", "retourner", "sortir", "venir"}


def subject_of(verb: Word, *, depth: int = 0) -> Word | None:
    """Return the head word of a verb's subject, carried over relatives, participles, joined verbs and infinitives."""
    if is_passive(verb):
        return verb.child("agent")
    if is_past_participle(verb) and verb.dep == "root" and verb.child("agent") is not None and verb.text[0].isupper():
        return verb.child("agent")  # « Accusé par Bamako d'abriter ..., Alger »
    if verb.dep == "acl" and verb.lemma in _MOVING and is_past_participle(verb):
        return verb.head  # « la ministre, venue proposer »
    if is_past_participle(verb) and (verb.dep == "acl" or (verb.dep == "advcl" and verb.preposition() == "")):
        return verb.child("agent")  # « accusé de », "Asked whether"
    own = verb.child("subj") or (verb.child("subj:pass") if verb.child("aux:pass") is None else None)
    own = own or (verb.child("subj:pass") if "être" in {c.lemma for c in verb.children_by("aux:pass")} else None)
    if own is not None and own.lower == "-t" and own.next is not None and own.next.text.startswith("-"):
        own = own.next  # « a-t-elle dit »
    if own is not None and own.lower not in _RELATIVES:
        return own
    head = verb.head
    if head is None or depth > 4:
        return None
    if (
        verb.dep == "acl"
        and verb.lower.endswith(("ant", "ing"))
        and verb.previous is not None
        and (_behind_comma(verb) or verb.previous.lower in _BEFORE_GERUNDS)
    ):
        main = next((a for a in verb.ancestors() if a.pos == "VERB" and a.dep not in ("relcl", "acl")), None)
        return (subject_of(main, depth=depth + 1) if main is not None else None) or _teller_before(verb)
    if verb.dep == "relcl" and own is not None and head.pos == "VERB":
        return _before_comma(own)  # « peste un gradé, qui plaide »: the parser hung the clause on the verb
    if verb.dep in ("relcl", "acl") and head.pos in ("NOUN", "PROPN", "PRON", "NUM", "ADJ"):
        return head if (verb.dep == "relcl" and own is not None) or verb.dep == "acl" else None
    if verb.dep in ("conj", "xcomp", "advcl", "parataxis", "ccomp", "dep") and own is None:
        if verb.dep == "conj" and head.dep == "acl" and is_past_participle(verb):
            main = next((a for a in head.ancestors() if a.pos == "VERB" and a.child("aux") is not None), None)
            return subject_of(main, depth=depth + 1) if main is not None else None
        if verb.dep == "conj" and head.pos in ("NOUN", "PROPN", "PRON"):
            return None
        return subject_of(head, depth=depth + 1)
    return head if own is not None and head.pos in ("NOUN", "PROPN", "PRON") else None


def _behind_comma(word: Word) -> bool:
    """Return whether a comma stands before a word, inside the closing mark before it or not: "by June," citing"""
    before = word.previous
    if before is not None and before.text in ("”", '"', "''"):
        before = before.previous
    return before is not None and before.text == ","


def _teller_before(participle: Word) -> Word | None:
    """« a dit le roi, promettant de »: whoever the participle hangs on, right before its comma."""
    head, comma = participle.head, participle.previous
    beside = comma is not None and comma.text == "," and head is not None and participle.i - head.i < 8
    return head if beside and head is not None and head.pos in ("NOUN", "PROPN") else None


def _before_comma(pronoun: Word) -> Word | None:
    """Return the head of the noun phrase that ends before a relative pronoun and its comma."""
    word = pronoun.previous
    if word is not None and word.text == ",":
        word = word.previous
    while word is not None and word.head is not None and word.head.i < word.i and word.head.sentence == word.sentence:
        if word.head.pos not in ("NOUN", "PROPN", "PRON"):
            break
        word = word.head
    return word if word is not None and word.pos in ("NOUN", "PROPN", "PRON") else None


def is_past_participle(verb: Word) -> bool:
    """Return whether a verb is a past participle that stands alone: what it is said of is its object."""
    if verb.children_by("aux", "aux:pass", "cop"):
        return False
    if verb.dep == "advcl" and "Tense=Past" in verb.features and verb.child("subj") is None:
        return True  # "Asked whether": a finite verb would have a subject
    if "VerbForm=Part" in verb.features:
        return "Tense=Past" in verb.features or not verb.lower.endswith(("ant", "ing"))
    return False


def phrase_to_the_right(passage: Passage, place: int) -> Word | None:
    """Return the head of the noun phrase that follows an incise's verb: « affirme Moscou », "said the envoy"."""
    words = passage.words
    for word in words[place : place + 12]:
        aside = "VerbForm=Part" in word.features and word.previous is not None and word.previous.text == ","
        if aside and passage.language == "fr":
            continue  # « lance, agacé, le porte-parole »
        if word.pos in ("VERB", "AUX", "SCONJ") or word.text in ".;:«»“”":
            return None
        if word.lower in ("il", "elle", "ils", "elles", "qu'", "que"):
            return None
        owner = word.pos == "PRON" and word.dep == "det"  # "said his envoy"
        if owner or word.text[0] == "-":
            continue
        article = word.previous is not None and word.previous.pos == "DET"
        foreign = word.pos == "X" and article and word.text[0].isupper()  # « prévient l'International Crisis Group »
        if (word.pos in ("NOUN", "PROPN", "PRON", "NUM") or foreign) and _heads_phrase(word, place):
            return word
    return None


def _heads_phrase(word: Word, place: int) -> bool:
    if any(c.dep == "case" and c.i >= place and c.i < word.i for c in word.children):
        return False
    day = word.pos == "NUM" and word.next is not None and word.next.lower in TIMES  # « le 5 février »
    if word.lower.removeprefix("mi-") in TIMES or day:
        return False
    head = word.head
    inside = head is not None and place <= head.i < word.i and word.dep in ("nmod", "flat", "compound", "appos")
    if inside and word.child("det") is None:
        return False  # « dans un message vidéo »
    return not (head is not None and head.i > word.i and word.dep in ("compound", "amod", "nummod", "nmod"))
