"""What the rules of attribution see, and what they make: one parsed paragraph, and drafts of statements."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable
from dataclasses import dataclass, field

from foedus.attribution.cues import Cue, CueLexicon
from foedus.attribution.quotes import Quotation
from foedus.attribution.sources import Source
from foedus.language.syntax import Passage, Word
from foedus.model import TextSpan


@dataclass(frozen=True, slots=True)
class Draft:
    """A statement before its speaker is known.

    Attributes:
        aside: the words of an incise or « selon » phrase, which are no part of any other content around it.
        further: quotations of later paragraphs that go on with what is said.
        quoted: its cue stands inside a quotation: what someone says whom another quotes.
    """

    cue: Cue | None
    source: Source | None
    spans: tuple[TextSpan, ...]
    rule: str
    aside: TextSpan | None = None
    further: tuple[Quotation, ...] = ()
    quoted: bool = False


@dataclass(slots=True)
class Scene:
    """One paragraph as the rules see it.

    Attributes:
        quotations: those that stand in no other, in order.
        turn_end: where the name before a colon that opens the paragraph ends; 0 without one.
        speaks: whether a noun phrase with this head can say something (a state, a person, an office, a pronoun).
        is_place: whether a word names a state or its capital.
    """

    passage: Passage
    text: str
    quotations: list[Quotation]
    lexicon: CueLexicon
    speaks: Callable[[Word], bool]
    is_place: Callable[[Word], bool] = lambda _: False
    is_heading: bool = False
    turn_end: int = 0
    cues: list[Cue] = field(default_factory=list)

    def sentence_of(self, word: Word) -> list[Word]:
        """Return the words of a word's sentence."""
        return self.passage.sentences[word.sentence]

    def quotation_at(self, offset: int) -> Quotation | None:
        """Return the quotation that covers a character, marks included."""
        place = bisect_right(self.quotations, offset, key=lambda q: q.outer.start) - 1
        found = self.quotations[place] if place >= 0 else None
        return found if found is not None and offset < found.outer.end else None

    def first_word_from(self, offset: int) -> int:
        """Return the place of the first word that begins at a character or behind it."""
        return bisect_left(self.passage.words, offset, key=lambda w: w.start)

    def words_of(self, span: TextSpan) -> list[Word]:
        """Return the words that begin inside a span."""
        return self.passage.words[self.first_word_from(span.start) : self.first_word_from(span.end)]

    def cue_of(self, word: Word) -> Cue | None:
        """Return the cue whose head a word is, or None."""
        place = bisect_left(self.cues, word.i, key=lambda c: c.head.i)
        found = self.cues[place] if place < len(self.cues) else None
        return found if found is not None and found.head is word else None

    def is_sentence(self, q: Quotation) -> bool:
        """Return whether a quotation reads as a sentence: a capital, and a verb or the mark of a sentence's end."""
        inner = q.inner.slice(self.text)
        first = next((c for c in inner if c.isalnum()), "a")
        if not first.isupper() and not first.isdigit():
            return False
        return inner[-1] in ".!?…" or any(w.pos in ("VERB", "AUX") for w in self.words_of(q.inner))

    def may_be_cue(self, word: Word) -> bool:
        """Return whether a word is a verb, or may be whatever the tagger says: « le porte-parole tempère : »."""
        if word.pos in ("VERB", "AUX"):
            return True
        misread = self.passage.language == "fr" and word.pos in ("ADJ", "NOUN")
        return misread and self.passage.lemma(word.lower, "VERB") in self.lexicon.verbs

    def cues_between(self, first: int, last: int) -> list[Cue]:
        """Return the cues whose heads stand between two places, both included."""
        low = bisect_left(self.cues, first, key=lambda c: c.head.i)
        return self.cues[low : bisect_right(self.cues, last, key=lambda c: c.head.i)]

    def names_a_clause(self, span: TextSpan | None) -> bool:
        """Return whether a span holds a verb."""
        return span is not None and any(w.pos in ("VERB", "AUX") for w in self.passage.words_in(span))


def starts_sentence(words: list[Word], place: int) -> bool:
    """Return whether the parser let a sentence begin at a word."""
    return words[place - 1].sentence != words[place].sentence


def after_quotation(scene: Scene, before: Word) -> bool:
    """Return whether a word is a quotation's closing mark, or the comma behind one."""
    if scene.quotation_at(before.start) is not None:
        return True
    return before.text == "," and before.previous is not None and scene.quotation_at(before.previous.start) is not None
