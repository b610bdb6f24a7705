"""Frames: which verb, noun or adjective bears which code, and where its states stand (data/<language>/frames.tsv)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from foedus.attribution.sources import subject_of
from foedus.codes import Code
from foedus.errors import LexiconError
from foedus.language.actors import generic_nouns
from foedus.language.syntax import Word, subtree
from foedus.model import Ground
from foedus.tables import read_table, word_classes

COLUMNS = ("trigger", "pos", "when", "source", "target", "code", "ground", "example", "note")
_PARTS = {"PROPN", "NOUN", "VERB", "PRON", "ADJ", "NUM"}
_REFLEXIVES = {"se", "s'", "me", "nous", "m'"}


@dataclass(frozen=True, slots=True)
class Frame:
    """A row of frames.tsv.

    Attributes:
        trigger: dictionary form, as many words as it has; tail holds those after the first.
        pos: "V", "N" or "A".
        when: conditions that must all hold, as (slot, negated, words or parts of speech).
        source, target: slots in order of preference ("subj", "obj", "à", "in", "any"); empty for the default.
    """

    trigger: str
    pos: str
    when: tuple[tuple[str, bool, frozenset[str]], ...]
    source: tuple[str, ...]
    target: tuple[str, ...]
    code: Code
    ground: Ground | None
    tail: tuple[str, ...]
    reflexive: bool
    where: str

    @property
    def mediates(self) -> bool:
        """Whether the word means bringing others together: « une médiation entre », "broker"."""
        return self.code is Code.CONSULT and "entre" in self.target


@cache
def frame_table(language: str) -> Mapping[str, tuple[Frame, ...]]:
    """Return the frames of a language by the first word of their trigger, the more special ones first.

    Raises:
        LexiconError: a row has an unknown code, ground, part of speech or class.
    """
    classes = word_classes(language)
    named = frozenset(noun for noun, kind in generic_nouns(language).items() if kind in ("single", "other"))
    table: dict[str, list[Frame]] = {}
    for row in read_table(f"{language}/frames.tsv", COLUMNS):
        if row["pos"] not in ("V", "N", "A") or row["code"] not in set(Code):
            raise LexiconError(f"{row.where}: pos is V, N or A and code one of {', '.join(Code)}")
        if row["ground"] and row["ground"] not in set(Ground):
            raise LexiconError(f"{row.where}: ground '{row['ground']}' is not one of {', '.join(Ground)}")
        trigger = row["trigger"]
        reflexive = row["pos"] == "V" and trigger.startswith(("se ", "s'"))
        bare = trigger.removeprefix("se ").removeprefix("s'") if reflexive else trigger
        frame = Frame(
            trigger, row["pos"], _conditions(row["when"], classes, named, row.where), row.words("source", ","),
            row.words("target", ","), Code(row["code"]), Ground(row["ground"]) if row["ground"] else None,
            tuple(bare.split()[1:]), reflexive, row.where,
        )  # fmt: skip
        table.setdefault(bare.split()[0], []).append(frame)
    return {k: tuple(sorted(v, key=_special)) for k, v in table.items()}


def _special(frame: Frame) -> tuple[int, int, int]:
    return -len(frame.tail), -frame.reflexive, -len(frame.when)


def _conditions(
    text: str, classes: Mapping[str, frozenset[str]], named: frozenset[str], where: str
) -> tuple[tuple[str, bool, frozenset[str]], ...]:
    found = []
    for part in text.split():
        negated = part.startswith("!") or "!=" in part
        slot, _, wanted = part.lstrip("!").replace("!=", "=").partition("=")
        words: set[str] = set()
        for one in wanted.split("|"):
            if one.startswith("@") and one[1:] not in classes:
                raise LexiconError(f"{where}: no class {one[1:]} in classes.tsv")
            words |= classes[one[1:]] if one.startswith("@") else {one}
            if one == "PROPN":  # « a accueilli son voisin », « l'État hébreu a visé le royaume »
                words |= named
        found.append((slot, negated, frozenset(words)))
    return tuple(found)


def frame_of(word: Word, table: Mapping[str, tuple[Frame, ...]]) -> Frame | None:
    """Return the first frame of a word whose conditions hold, or None."""
    rows = table.get(word.lemma, ())
    if word.lower != word.lemma and word.lower in table:  # a row for the form itself: « manœuvres »
        rows = tuple(sorted((*rows, *table[word.lower]), key=_special))
    for frame in rows:
        if _fits_pos(word, frame) and _tail_fits(word, frame) and all(_holds(word, *c) for c in frame.when):
            return frame
    return None


def _fits_pos(word: Word, frame: Frame) -> bool:
    if frame.pos == "V":
        reflexive = any(c.lower in _REFLEXIVES and c.i < word.i and c.pos == "PRON" for c in word.children)
        return word.pos in ("VERB", "AUX") and (reflexive or not frame.reflexive) and word.dep not in ("aux", "amod")
    if frame.pos == "A" and word.child("cop") is None and word.dep not in ("appos", "root", "xcomp"):
        return False  # « des actions hostiles » says nothing of two states; « Bakou est hostile à Erevan » does
    if frame.pos == "N" and word.pos == "ADJ":
        return word.child("cop") is not None  # « les deux pays sont rivaux »
    return word.pos == {"N": "NOUN", "A": "ADJ"}[frame.pos]


_NOT_BELOW = ("relcl", "advcl", "ccomp", "subj", "conj")


def _tail_fits(word: Word, frame: Frame) -> bool:
    """Whether a trigger's other words stand below it; "in" is a word of its own in "gave in", not in "paid in cash"."""
    if not frame.tail:
        return True
    below = {w.lemma for w in subtree(word, without=_NOT_BELOW) if w.lemma != "in" or w.previous is word}
    below |= {w.lower for w in word.children}
    return all(part in below for part in frame.tail)


def _holds(word: Word, slot: str, negated: bool, wanted: frozenset[str]) -> bool:
    if slot == "obj":
        near = [x for c in [*word.children_by("obj", "subj:pass"), *_made_to(word)] for x in _heads(c)]
        if any(c.lower in _CLITICS and c.i < word.i for c in word.children_by("obj")):
            near += _stood_for(word, wanted)
        elif not near and word.dep == "xcomp" and "Tense=Past" in word.features and word.head is not None:
            near = [x for c in word.head.children_by("subj") for x in _heads(c)]  # « les liens restent rompus »
        elif word.dep == "relcl" and word.head is not None and any(c.lower in _THAT for c in word.children):
            near += _heads(word.head)  # « les sanctions que Paris applique »
    elif slot == "subj":
        near = [x for c in word.children_by("subj", "subj:pass") for x in _heads(c)]
        doer = subject_of(word) if not near and word.dep in ("xcomp", "conj", "advcl") else None
        if doer is not None:  # « les soldats ont dû quitter le pays »
            near = _heads(doer)
        if word.dep == "relcl" and word.head is not None:  # « l'accord qui lie Paris à Dakar »
            near += [word.head]
    elif slot == "head":
        near = [word.head] if word.head is not None else []
    elif slot == "case":  # « face à Taïwan », « au large des Philippines »
        return any(c in wanted for c in _prepositions(word)) != negated
    elif slot == "prep":
        near = [x for c in word.children_by("obl", "nmod") for x in _heads(c)]
    else:
        near = [x for c in word.children for x in [c, *c.children]]
        if word.dep == "subj" and word.head is not None and word.head.child("cop") is not None:
            near.append(word.head)  # « les relations sont glaciales »
    if not near and slot == "obj" and word.dep == "acl" and word.head is not None and "VerbForm=Part" in word.features:
        near = _heads(word.head)
    found = any(w.lemma in wanted or w.lower in wanted for w in near)
    if wanted & _PARTS:  # « a exclu l'envoi de soldats en Ukraine »: what is sent there is no state
        found = found or any(w.pos in wanted and not (slot == "obj" and _of_another(w, near)) for w in near)
    return found != negated


_CLITICS, _THAT = {"le", "la", "l'", "les"}, {"que", "qu'"}
_BACK = 40  # words a pronoun reaches back; ours


def _stood_for(verb: Word, wanted: frozenset[str]) -> list[Word]:
    """« Minsk avait deux postes ouverts. Varsovie les a fermés »: the noun before of those that the row wants."""
    here = verb.previous
    for _ in range(_BACK):
        if here is None:
            return []
        if here.pos == "NOUN" and here.lemma in wanted:
            return [here]
        here = here.previous
    return []


def _prepositions(word: Word) -> list[str]:
    """Return the prepositions of what hangs on a word or on its object, those of several words by their noun."""
    below = [c for o in [word, *word.children_by("obj", "subj:pass")] for c in o.children_by("obl", "nmod", "advmod")]
    around = [c.lower for o in [word, *word.children_by("obj")] for c in o.children if c.pos == "ADV"]  # « autour de »
    return around + [form for c in below if (case := c.preposition()) for form in (case.split(" ")[0], c.lemma)]


def _of_another(word: Word, near: Sequence[Word]) -> bool:
    return word.dep in ("nmod", "compound") and word.head is not None and any(word.head is w for w in near)


def _made_to(verb: Word) -> list[Word]:
    """Return whom a verb has do a thing: "ordered the troops to leave"."""
    made = [(clause, clause.child("subj")) for clause in verb.children_by("ccomp")]
    return [m for clause, m in made if m is not None and any(c.lower == "to" and c.i > m.i for c in clause.children)]


def _heads(word: Word) -> list[Word]:
    """Return the head of an object, what it is joined to, and what it is made of (« un lot d'armes »)."""
    out = [word]
    for child in word.children:
        if child.dep in ("conj", "nmod", "compound", "flat"):
            out.append(child)
            out.extend(c for c in child.children if c.dep in ("nmod", "conj", "compound"))
    return out
