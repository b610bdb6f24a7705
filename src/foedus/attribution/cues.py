"""Cues: the words that tie a source to its content, found from data/<language>/cues.tsv.

Le porte-parole n'a pas exclu que ...        a-t-il ajouté        selon lui
               [    cue     ]                [    cue    ]        [cue]
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from foedus.errors import LexiconError
from foedus.language.syntax import Passage, Word
from foedus.model import TextSpan
from foedus.tables import read_table, word_classes

COLUMNS = ("cue", "pos", "frame", "stance", "unless", "example", "note")


class Stance(StrEnum):
    """What someone does by saying something."""

    SAY = "say"
    THINK = "think"
    ASK = "ask"
    PROMISE = "promise"
    PRAISE = "praise"
    ACCUSE = "accuse"
    DENY = "deny"
    REJECT = "reject"
    REGRET = "regret"
    THREATEN = "threaten"


@dataclass(frozen=True, slots=True)
class CueEntry:
    """A row of cues.tsv.

    Attributes:
        cue: dictionary form, as many words as it has.
        pos: "V" verb, "P" preposition, "N" noun, "A" what someone is: "is worried that", "was critical of".
        frames: what its content can be: "que" a finite clause, "inf" an infinitive, "N" a noun phrase, "N:prep" one
            after that preposition, "N+inf" an object and an infinitive, "comme" an object and what it is called,
            "quote" nothing but a quotation or an incise, "clause" the clause it stands in.
        tail: the words after the first one.
        reflexive: True for « se féliciter ».
        unless: dictionary forms of objects with which it is a deed and says nothing: « rappeler son ambassadeur ».
    """

    cue: str
    pos: str
    frames: frozenset[str]
    stance: Stance
    tail: tuple[str, ...]
    reflexive: bool
    where: str
    unless: frozenset[str] = frozenset()

    @property
    def prepositions(self) -> dict[str, None]:
        """The prepositions after which its content may stand."""
        return {f.partition(":")[2]: None for f in sorted(self.frames) if f.startswith("N:")}


@dataclass(frozen=True, slots=True)
class CueLexicon:
    """The cues of one language, by the first word of each."""

    verbs: Mapping[str, tuple[CueEntry, ...]]
    nouns: Mapping[str, tuple[CueEntry, ...]]
    adjectives: Mapping[str, tuple[CueEntry, ...]]
    prepositions: Mapping[str, tuple[CueEntry, ...]]


@cache
def cue_lexicon(language: str) -> CueLexicon:
    """Return the cues of a language.

    Raises:
        LexiconError: a row has an unknown part of speech or stance.
    """
    by_pos: dict[str, dict[str, list[CueEntry]]] = {"V": {}, "N": {}, "A": {}}
    prepositions = []
    for row in read_table(f"{language}/cues.tsv", COLUMNS):
        if row["pos"] not in ("V", "P", "N", "A") or row["stance"] not in set(Stance):
            raise LexiconError(f"{row.where}: pos is one of V, P, N, A and stance one of {', '.join(Stance)}")
        unless = _deeds(row["unless"], word_classes(language), row.where)
        entry = _entry(row["cue"], row["pos"], row["frame"], Stance(row["stance"]), row.where, unless)
        if entry.pos == "P":
            prepositions.append(entry)
        else:
            first = entry.cue.removeprefix("se ").removeprefix("s'").split()[0]
            by_pos[entry.pos].setdefault(first, []).append(entry)
    by_first: dict[str, list[CueEntry]] = {}
    for entry in sorted(prepositions, key=lambda e: -len(e.cue)):
        first = _parts(entry.cue)[0]
        by_first.setdefault(_CONTRACTED.get(first, first), []).append(entry)
    verbs, nouns, adjectives = (_longest_first(table) for table in by_pos.values())
    return CueLexicon(verbs, nouns, adjectives, {k: tuple(v) for k, v in by_first.items()})


def _longest_first(table: dict[str, list[CueEntry]]) -> dict[str, tuple[CueEntry, ...]]:
    return {k: tuple(sorted(v, key=lambda e: (-len(e.tail), -e.reflexive))) for k, v in table.items()}


def _deeds(text: str, classes: Mapping[str, frozenset[str]], where: str) -> frozenset[str]:
    """Return the objects that « obj=@envoy|tâche » names."""
    slot, _, listed = text.partition("=")
    if text and (slot != "obj" or not listed):
        raise LexiconError(f"{where}: unless is blank or obj= and words or classes, not '{text}'")
    found: set[str] = set()
    for one in filter(None, listed.split("|")):
        if one.startswith("@") and one[1:] not in classes:
            raise LexiconError(f"{where}: no class {one[1:]} in classes.tsv")
        found |= classes[one[1:]] if one.startswith("@") else {one}
    return frozenset(found)


def _entry(cue: str, pos: str, frame: str, stance: Stance, where: str, unless: frozenset[str]) -> CueEntry:
    reflexive = pos == "V" and cue.startswith(("se ", "s'"))
    bare = cue.removeprefix("se ").removeprefix("s'") if reflexive else cue
    return CueEntry(cue, pos, frozenset(frame.split()), stance, tuple(_parts(bare)[1:]), reflexive, where, unless)


@cache
def clause_ends(language: str) -> frozenset[str]:
    """Return the words that, behind a comma, begin something that is no longer what was said."""
    return frozenset(row["word"] for row in read_table(f"{language}/clause_ends.tsv", ("word", "example")))


@dataclass(frozen=True, slots=True)
class Cue:
    """A cue found in a passage.

    Attributes:
        head: the verb, noun or (for a preposition) the word that names the source.
        first, last: places of its first and last word in the passage.
        span: in the article's text.
    """

    entry: CueEntry
    head: Word
    first: int
    last: int
    span: TextSpan


_REFLEXIVES = {"se", "s'", "me", "m'", "nous", "vous"}
_CLITICS = {"-il", "-elle", "-on", "-ils", "-elles", "-t", "-t-il", "-t-elle", "-t-on", "-je", "-nous", "t-il"}
_OF_REFLEXIVE = {"me": ("je", "j'"), "m'": ("je", "j'"), "nous": ("nous", ""), "vous": ("vous", "")}
_BETWEEN = _CLITICS | {"it", "strong"}  # "made it clear"
_CLITIC_OBJECTS = {"y", "en", "l'", "le", "la", "les", "lui", "leur", "se", "s'", "n'", "ne", "nous", "vous", "m'"}


def find_verb_cues(passage: Passage, lexicon: CueLexicon) -> list[Cue]:
    """Return the saying verbs of a passage in order of the text, and what someone is: "is worried that"."""
    found = []
    for word in passage.words:
        entry = _adjective(passage, word, lexicon)
        if entry is not None:
            found.append(_verb_cue(passage, word, entry, word.i))
            continue
        if word.pos in ("NOUN", "ADJ", "ADV", "ADP", "PROPN", "X"):
            lemma = passage.lemma(word.lower, "VERB") if _misread_verb(passage, word) else ""
            lemma = lemma or _idiom_behind_quotation(passage, word, lexicon)
            if lemma in lexicon.verbs:
                word.pos, word.lemma, word.features = "VERB", lemma, "VerbForm=Fin"
        if word.pos not in ("VERB", "AUX"):
            continue
        entries = lexicon.verbs.get(word.lemma)
        if not entries:
            continue
        if word.lemma == "voir" and _is_reflexive(word) and word.next is not None and word.next.pos == "VERB":
            continue  # « se voit reprocher »: a passive
        if word.dep in ("aux", "aux:pass") or (
            word.dep in ("amod", "compound") and "VerbForm=Fin" not in word.features
        ):
            continue
        for entry in entries:
            last = _tail_end(passage, word, entry)
            if last is not None:
                found.append(_verb_cue(passage, word, entry, last))
                break
    return found


def _adjective(passage: Passage, word: Word, lexicon: CueLexicon) -> CueEntry | None:
    """Return the entry of a predicate that is a cue, « est convaincue que », or None."""
    if word.pos not in ("ADJ", "VERB", "NOUN", "ADV"):
        return None
    form = word.lower
    if form not in lexicon.adjectives and passage.language == "fr" and form[-1:] in "es":
        form = next((f for f in (form[:-1], form[:-2], passage.lemma(form, "ADJ")) if f in lexicon.adjectives), form)
    return lexicon.adjectives[form][0] if form in lexicon.adjectives and _is_predicate(word) else None


def _is_predicate(word: Word) -> bool:
    """Return whether a word says what someone is or stays: "was worried", "remained confident"."""
    if word.child("cop", "aux:pass") is not None or any(c.lemma == "être" for c in word.children_by("aux")):
        return True
    return word.dep == "xcomp" and word.head is not None and word.head.lemma in ("remain", "feel", "seem", "sound")


def _misread_verb(passage: Passage, word: Word) -> bool:
    """Return whether a French word can only be a finite verb, whatever the tagger took it for.

    A noun has an article or a preposition: « Kigali dément avoir tiré », « ..., note l'essayiste X ».
    """
    before, after = word.previous, passage.words[word.i + 1] if word.i + 1 < len(passage.words) else None
    if (
        passage.language != "fr"
        or before is None
        or after is None
        or not word.lower.isalpha()
        or word.text[0].isupper()
    ):
        return False
    article = before.previous
    if before.lower in _SUBJECTS and article is not None and article.lower in ("le", "la", "ce") and after.pos == "ADV":
        return True  # « Le premier juge désormais »
    if word.lower.endswith(("er", "ir", "ant")) or before.pos in ("DET", "ADP", "ADJ", "NUM", "VERB", "AUX", "ADV"):
        return False
    if any(c.dep in ("det", "case", "nummod") and c.i < word.i for c in word.children):
        return False
    if word.pos in ("PROPN", "X"):
        return before.text in (",", "»", "”") or before.pos == "PROPN"  # no name begins small
    if after.lower in ("que", "qu'") or "VerbForm=Inf" in after.features or after.lower in ("ne", "n'"):
        return True
    opens_phrase = after.pos in ("DET", "PROPN") or after.text in ("«", "“") or after.lower in ("à", "au", "aux")
    return opens_phrase and (
        before.text in (",", "»", "”") or before.pos in ("CCONJ", "PROPN") or before.lower in _SUBJECTS
    )


def _idiom_behind_quotation(passage: Passage, word: Word, lexicon: CueLexicon) -> str:
    """« On verra », botte en touche le ministre: behind a quotation, a noun that begins a cue of several words."""
    comma = word.previous
    if passage.language != "fr" or comma is None or comma.text != "," or word.pos not in ("NOUN", "ADJ"):
        return ""
    if comma.previous is None or comma.previous.text not in ("»", "”", '"', "!", "?"):
        return ""
    lemma = passage.lemma(word.lower, "VERB")
    entries = [e for e in lexicon.verbs.get(lemma, ()) if e.tail and not e.reflexive]
    return lemma if any(_tail_end(passage, word, e) is not None for e in entries) else ""


_SUBJECTS = {"premier", "second", "dernier", "première", "seconde", "dernière", "qui"}


def _tail_end(passage: Passage, word: Word, entry: CueEntry) -> int | None:
    """Return the place of the entry's last word, or None where its further words are not there."""
    if entry.reflexive and not _is_reflexive(word):
        return None
    place, skipped = word.i, 0
    for wanted in entry.tail:
        while True:
            place += 1
            if place >= len(passage.words) or skipped > 3:
                return None
            here = passage.words[place]
            if wanted in (here.lower, here.lemma):
                break
            if here.pos not in ("ADV", "PUNCT", "DET", "ADJ") and here.lower not in _BETWEEN:
                return None
            skipped += 1
    return place


def _is_reflexive(word: Word) -> bool:
    subject = next((c.lower for c in word.children if c.dep == "subj"), "")
    return any(
        c.lower in _REFLEXIVES
        and c.i < word.i
        and c.dep in ("expl", "obj", "iobj", "dep")
        and (c.lower in ("se", "s'") or subject in _OF_REFLEXIVE[c.lower])  # « ils m'ont demandé » is none
        for c in word.children
    )


def _verb_cue(passage: Passage, word: Word, entry: CueEntry, last: int) -> Cue:
    """Return the cue with the whole verb group: auxiliaries, adverbs and clitics between its ends."""
    first = word.i
    group = {c.i for c in word.children if c.dep in ("aux", "aux:pass", "cop", "expl") and c.i < word.i}
    group -= {c.i for c in word.children if c.lower in _SUBJECT_PRONOUNS}
    while first - 1 >= 0 and _in_group(passage.words[first - 1], group, first, passage):
        first -= 1
    while (
        passage.words[first].pos == "ADV"
        and first < word.i
        and first not in group
        and not _negates(passage.words[first])
    ):
        first += 1
    words = passage.words
    while last + 1 < len(words) and (words[last + 1].lower in _CLITICS or words[last + 1].lower in _SECOND_NEGATION):
        last += 1
    return Cue(entry, word, first, last, TextSpan(words[first].start, words[last].end))


_CLOSING_MARKS = frozenset({"»", "”", '"', "''", ";", ":"})
_SUBJECT_PRONOUNS = frozenset({"il", "elle", "ils", "elles", "on", "je", "j'"})
_SECOND_NEGATION = {"pas", "plus", "jamais", "point", "guère"}


def _negates(word: Word) -> bool:
    return word.lower in ("n'", "ne", "not", "n't", "pas", "plus", "jamais", "never")


def _in_group(word: Word, group: set[int], first: int, passage: Passage) -> bool:
    if word.text in _CLOSING_MARKS or word.pos == "PROPN":
        return False
    if word.i in group or word.lower in _CLITICS:
        return True
    if (
        passage.language == "fr"
        and word.lower in _CLITIC_OBJECTS
        and word.pos in ("PRON", "ADV", "PART")
        and word.dep not in ("subj", "subj:pass")
    ):
        return True
    if word.lower in ("nous", "vous") and word.next is not None and word.next.next is not None:
        return word.next.next.text.startswith("-")  # « nous glisse-t-on »
    further = any(i < word.i for i in group)
    return further or _negates(word) or (word.pos == "ADV" and bool(group))


def find_noun_cues(passage: Passage, lexicon: CueLexicon) -> list[Cue]:
    """Return the nouns that announce a clause: « l'affirmation selon laquelle », "the claim that"."""
    found = []
    for word in passage.words:
        if word.pos == "NOUN" and word.lemma in lexicon.nouns:
            for entry in lexicon.nouns[word.lemma]:
                last = _tail_end(passage, word, entry)
                if last is not None:
                    words = passage.words
                    found.append(Cue(entry, word, word.i, last, TextSpan(word.start, words[last].end)))
                    break
    return found


def find_preposition_cues(passage: Passage, lexicon: CueLexicon) -> list[Cue]:
    """Return « selon X », "according to X"; the head of each cue is the word that names X."""
    found, words, taken = [], passage.words, -1
    for word in words:
        opener = "à" if word.text == "A" else word.lower  # « A l'en croire »
        entries = lexicon.prepositions.get(_CONTRACTED.get(opener, opener))
        if not entries or word.i <= taken:
            continue
        for entry in entries:
            last = _preposition_end(words, word.i, entry)
            if last is None or last + 1 >= len(words):
                continue
            if entry.cue in _OWN_SOURCE:  # « de source occidentale »
                before = word.previous
                if before is not None and before.text != "," and before.sentence == word.sentence:
                    continue
                if word.lower not in ("de", "d'"):
                    continue
                found.append(Cue(entry, words[last], word.i, last - 1, TextSpan(word.start, words[last - 1].end)))
                taken = last
                break
            head = _within(words, word.i, entry) or _phrase_after(words, last + 1)
            if head is not None:
                found.append(Cue(entry, head, word.i, last, TextSpan(word.start, words[last].end)))
                taken = last
                break
    return found


_OWN_SOURCE = frozenset({"de source", "de sources"})
_OBJECTS = frozenset({"l'", "les"})


def _within(words: list[Word], at: int, entry: CueEntry) -> Word | None:
    """« à l'en croire », « à les entendre »: the pronoun inside the cue names the source."""
    parts = _parts(entry.cue)
    return words[at + 1] if len(parts) > 2 and parts[0] == "à" and parts[1] in _OBJECTS else None


_CONTRACTED = {"au": "à", "aux": "à", "d'": "de", "du": "de", "des": "de"}


def _parts(cue: str) -> list[str]:
    """Return the words of a prepositional cue as the tokenizer cuts them."""
    return cue.replace("'", "' ").split()


def _preposition_end(words: list[Word], at: int, entry: CueEntry) -> int | None:
    """Return the place of the cue's last word, « même » passed over and contractions undone, or None."""
    place = at
    for number, part in enumerate(_parts(entry.cue)):
        if place < len(words) and number and words[place].lower == "même":
            place += 1
        if place >= len(words):
            return None
        lower = "à" if words[place].text == "A" else words[place].lower
        if part not in (lower, _CONTRACTED.get(lower)) and _CONTRACTED.get(part) != lower:
            return None
        place += 1
    return place - 1


def _phrase_after(words: list[Word], at: int) -> Word | None:
    """Return the head of the noun phrase that starts at a place, or None."""
    place = at
    while place < len(words) and place < at + 14 and words[place].sentence == words[at].sentence:
        word = words[place]
        if word.pos in ("NOUN", "PROPN", "PRON", "NUM") or (word.pos == "ADJ" and word.child("det") is not None):
            if (
                word.pos == "PROPN"
                or word.head is None
                or word.dep not in ("det", "amod", "compound", "nummod", "case")
            ):
                return _name_it_ends(word)
            if word.dep in ("compound", "amod", "nummod") and word.head.i < word.i:
                return word
        elif word.pos in ("VERB", "AUX", "SCONJ", "CCONJ") or word.text in ",;:.":
            return None
        place += 1
    return None


def _name_it_ends(word: Word) -> Word:
    """Of "the Wall Street Journal" the last word is the head."""
    while word.dep == "compound" and word.head is not None and word.head.i - word.i in (1, 2, 3):
        if word.head.pos not in ("PROPN", "NOUN"):
            break
        word = word.head
    return word
