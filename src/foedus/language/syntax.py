"""One vocabulary over two parsers: every rule reads `Word`s, never spaCy tokens.

The French model speaks Universal Dependencies, the English one ClearNLP. Here both become one small tree in the
manner of Universal Dependencies: prepositions and copulas hang below the word they go with. This is the only module
that knows a parser's labels.

    relation  in French      in English        what it is
    subj      nsubj          nsubj, csubj      who does it
    subj:pass nsubj:pass     nsubjpass         who it is done to, before a passive verb
    obj       obj            dobj              what or whom
    iobj      iobj           dative            to whom, without a preposition
    obl       obl:*          prep + pobj       a complement of a verb with its preposition below it (`case`)
    agent     obl:agent      agent + pobj      « par X », "by X"
    nmod      nmod           prep + pobj       a complement of a noun; English possessives too
    relcl     acl:relcl      relcl             a relative clause
"""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from foedus.language.mends import mend
from foedus.language.word import Word as Word
from foedus.model import TextSpan

_FRENCH = {
    "nsubj": "subj", "csubj": "subj", "nsubj:pass": "subj:pass", "csubj:pass": "subj:pass",
    "obl:arg": "obl", "obl:mod": "obl", "obl:agent": "agent", "expl:comp": "expl", "expl:pass": "expl",
    "expl:subj": "expl", "aux:tense": "aux", "aux:caus": "aux", "acl:relcl": "relcl", "flat:name": "flat",
    "flat:foreign": "flat", "ROOT": "root",
}  # fmt: skip
_ENGLISH = {
    "nsubj": "subj", "csubj": "subj", "nsubjpass": "subj:pass", "csubjpass": "subj:pass", "dobj": "obj",
    "dative": "iobj", "auxpass": "aux:pass", "oprd": "xcomp", "acomp": "xcomp", "attr": "xcomp", "npadvmod": "obl",
    "nmod": "compound", "prt": "prt", "predet": "det", "preconj": "cc", "quantmod": "advmod", "neg": "advmod",
    "ROOT": "root", "poss": "nmod",
}  # fmt: skip
_BE = {"be", "is", "are", "was", "were", "been", "being", "am", "'s", "'re", "’s", "’re", "'m", "’m"}
_FEATURES_OF_TAG = {
    "VBN": "Tense=Past|VerbForm=Part", "VBG": "Tense=Pres|VerbForm=Ger", "VBD": "Tense=Past|VerbForm=Fin",
    "VBZ": "Tense=Pres|VerbForm=Fin", "VBP": "Tense=Pres|VerbForm=Fin",
}  # fmt: skip
OPENING_MARKS = frozenset("«“„‘\"'‹(`")


class Passage:
    """A parsed paragraph: its words in order, its sentences, and where it lies in the article."""

    __slots__ = ("language", "lemma", "sentences", "span", "text", "words")

    def __init__(
        self, words: list[Word], text: str, span: TextSpan, language: str, lemma: Callable[[str, str], str]
    ) -> None:
        self.words, self.text, self.span, self.language, self.lemma = words, text, span, language, lemma
        self.sentences: list[list[Word]] = []
        for word in words:
            while len(self.sentences) <= word.sentence:
                self.sentences.append([])
            self.sentences[word.sentence].append(word)

    def words_in(self, span: TextSpan) -> list[Word]:
        """Return the words that lie wholly inside a span."""
        first = bisect_left(self.words, span.start, key=lambda w: w.start)
        last = bisect_left(self.words, span.end, key=lambda w: w.start)
        return [w for w in self.words[first:last] if w.end <= span.end]

    def word_at(self, offset: int) -> Word | None:
        """Return the word that covers a character, or None."""
        low, high = 0, len(self.words)
        while low < high:
            middle = (low + high) // 2
            if self.words[middle].end <= offset:
                low = middle + 1
            else:
                high = middle
        found = self.words[low] if low < len(self.words) else None
        return found if found and found.start <= offset else None


def _french_features(token: Any, form: str, lemma: Callable[[str, str], str]) -> str:
    """Return what the model gives, but the present for a word whose imperfect it was shown (present_tense.py)."""
    features = str(token.morph)
    if form.endswith(("rait", "raient")) and lemma(form, "VERB") in (
        form.rpartition("ai")[0],
        form.rpartition("ai")[0] + "e",
    ):
        return "Mood=Cnd|Tense=Pres|VerbForm=Fin"  # « financerait »
    if ("Tense=Imp" in features or "Mood=Cnd" in features) and not form.endswith(_IMPERFECT):
        return "Mood=Ind|Tense=Pres|VerbForm=Fin"
    return features


_IMPERFECT = ("ais", "ait", "aient", "ions", "iez")  # and of the conditional
_NO_NAMES = ("X", "NUM", "NOUN", "ADJ", "ADV")


def build_passage(doc: Any, text: str, span: TextSpan, language: str, lemma: Callable[[str, str], str]) -> Passage:
    """Return the paragraph a spaCy Doc holds, its words placed in the article's text.

    Args:
        text: the paragraph as the article has it; `span` is where.
    """
    table = _FRENCH if language == "fr" else _ENGLISH
    words: list[Word] = []
    kept: dict[int, Word] = {}
    sentence = -1
    for token in doc:
        if token.is_sent_start or sentence < 0:
            sentence += 1
        if token.is_space:
            continue
        part = token.pos_
        dep = table.get(token.dep_, token.dep_)
        form = token.text.lower()
        root = lemma(form, part) if part in ("VERB", "AUX", "NOUN", "ADJ") else form
        own = text[token.idx : token.idx + len(token)]
        if " " in own and own[0].isupper() and part in _NO_NAMES:
            part = "PROPN"  # « Xi Jinping » is one word, which the model takes for a number
        features = _french_features(token, form, lemma) if language == "fr" else _FEATURES_OF_TAG.get(token.tag_, "")
        word = Word(len(words), span.start + token.idx, own, part, dep, root, features)
        word.sentence = sentence
        if words:
            word.previous, words[-1].next = words[-1], word
        kept[token.i] = word
        words.append(word)
    for i, word in kept.items():
        head = doc[i].head
        if head.i != i and head.i in kept:
            word.head = kept[head.i]
    if language == "en":
        _reshape_english(words)
    mend(words, lemma, language)
    for word in words:
        if word.head is not None:
            word.head.children.append(word)
    return Passage(_renumbered(words), text, span, language, lemma)


def _renumbered(words: list[Word]) -> list[Word]:
    """Close the gaps that dropped blanks leave in the count of sentences."""
    order = {old: new for new, old in enumerate(sorted({w.sentence for w in words}))}
    for word in words:
        word.sentence = order[word.sentence]
    return words


def _reshape_english(words: list[Word]) -> None:
    """Hang prepositions below their noun and copulas below their predicate, as French has them."""
    below: dict[int, list[Word]] = {}
    for word in words:
        if word.head is not None:
            below.setdefault(word.head.i, []).append(word)
    for word in words:
        if word.dep == "nmod" and word.pos == "PRON":  # "its envoy", as « son émissaire »
            word.dep = "det"
    for word in reversed(words):  # inner prepositions first: "according to Seoul"
        if word.dep in ("prep", "agent") or (word.dep == "iobj" and word.pos == "ADP"):
            _hang_preposition(word, below)
    for word in words:
        if word.lower in _BE and word.dep not in ("aux", "aux:pass"):
            _hang_copula(word, below)


def _hang_preposition(word: Word, below: dict[int, list[Word]]) -> None:
    head = word.head
    if head is None:
        return
    for child in list(below.get(word.i, ())):
        if child.dep == "pobj" or (child.dep in ("obl", "nmod") and child.i > word.i):
            child.dep = "agent" if word.dep == "agent" else "nmod" if head.pos in ("NOUN", "PROPN", "NUM") else "obl"
        elif child.dep == "pcomp":
            child.dep = "acl" if head.pos == "NOUN" else "advcl"
        else:
            continue
        child.head = head
        below.setdefault(head.i, []).append(child)
        word.head, word.dep = child, "case" if child.dep in ("nmod", "obl", "agent") else "mark"
        below.setdefault(child.i, []).append(word)


def _hang_copula(word: Word, below: dict[int, list[Word]]) -> None:
    children = [c for c in below.get(word.i, ()) if c.head is word]
    predicate = next((c for c in children if c.dep == "xcomp" and c.i > word.i and c.pos != "VERB"), None)
    if predicate is None:
        return
    for child in children:
        if child is not predicate:
            child.head = predicate
            below.setdefault(predicate.i, []).append(child)
    predicate.head, predicate.dep = word.head, word.dep
    word.head, word.dep = predicate, "cop"


def subtree(word: Word, *, without: Iterable[str] = ()) -> list[Word]:
    """Return a word and all below it in order of the text, leaving out branches with the relations named."""
    dropped = frozenset(without)
    found, waiting = [], [word]
    seen = set()
    while waiting:
        here = waiting.pop()
        if here.i in seen:
            continue
        seen.add(here.i)
        found.append(here)
        waiting.extend(c for c in here.children if c.dep not in dropped)
    return sorted(found, key=lambda w: w.i)


def span_of(words: Sequence[Word]) -> TextSpan | None:
    """Return the characters from the first to the last word, outer commas and stops left out; None if no word is."""
    inner = list(words)
    while inner and inner[-1].pos == "PUNCT" and inner[-1].text not in ("»", "”", '"', "’", ")"):
        inner.pop()
    while inner and inner[0].pos == "PUNCT" and inner[0].text[0] not in OPENING_MARKS:
        inner.pop(0)
    return TextSpan(inner[0].start, inner[-1].end) if inner else None


def noun_phrase(head: Word) -> list[Word]:
    """Return the words of a noun phrase from its first determiner on, in one piece, without relative clauses."""
    inside = subtree(head, without=("relcl", "parataxis", "cc", "conj", "advcl", "cop", "subj", "ccomp"))
    joined = [w for c in head.children_by("conj") if _nominal(c) for w in subtree(c, without=("relcl", "advcl"))]
    every = {w.i: w for w in [*inside, *joined, *(w for w in head.children if w.dep == "cc" and joined)]}
    ordered = [every[i] for i in sorted(every)]
    while (
        ordered and (ordered[0].dep in ("case", "mark", "cc") or ordered[0].pos == "PUNCT") and ordered[0] is not head
    ):
        ordered.pop(0)
    return ordered


def behind_circumstance(words: list[Word], head: Word) -> list[Word]:
    """Return what names somebody: of « À l'ONU, la Chine », "In Nevada, exit polls" that begins behind the comma."""
    if words[0].pos != "ADP" or words[0] is head:
        return words
    comma = next((place for place, word in enumerate(words) if word.text == "," and word.i < head.i), None)
    return words if comma is None else words[comma + 1 :] or words


def _nominal(word: Word) -> bool:
    return word.pos in ("NOUN", "PROPN", "PRON", "NUM", "ADJ")


def conjuncts(word: Word) -> list[Word]:
    """Return a word and those joined to it by a comma or « et »."""
    found = [word]
    for child in word.children_by("conj"):
        found.extend(conjuncts(child))
    return found


def is_passive(verb: Word) -> bool:
    """Return whether a verb is in the passive voice."""
    return verb.child("aux:pass") is not None and verb.child("subj:pass") is not None


def auxiliaries(verb: Word) -> list[Word]:
    """Return the auxiliaries and copulas of a predicate."""
    return verb.children_by("aux", "aux:pass", "cop")
