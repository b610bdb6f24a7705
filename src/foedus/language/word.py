"""One word of a parsed paragraph, in the vocabulary of syntax.py."""

from collections.abc import Iterator

_DEEPEST = 10_000  # words above one: more than any sentence has; ours


class Word:
    """A word of a parsed paragraph.

    Attributes:
        i: its place in the paragraph.
        start, end: characters of the article's text.
        lower, lemma: the form in lower case, its dictionary form (the form itself where none is needed).
        pos: Universal part of speech.
        dep: relation to `head`, in the vocabulary of this module.
        head: the word it hangs on; None for a root.
        previous, next: the words beside it in the paragraph.
        features: morphology as the model gives it ("Mood=Cnd|Tense=Pres"), empty in English.
    """

    __slots__ = (
        "children",
        "dep",
        "end",
        "features",
        "head",
        "i",
        "lemma",
        "lower",
        "next",
        "pos",
        "previous",
        "sentence",
        "start",
        "text",
    )

    def __init__(self, i: int, start: int, text: str, pos: str, dep: str, lemma: str, features: str) -> None:
        self.i, self.start, self.end, self.text = i, start, start + len(text), text
        self.lower = text.lower().replace("’", "'") if text != "US" else "u.s."  # no pronoun
        self.pos, self.dep, self.lemma, self.features = pos, dep, lemma, features
        self.head: Word | None = None
        self.children: list[Word] = []
        self.previous: Word | None = None
        self.next: Word | None = None
        self.sentence = 0

    def __repr__(self) -> str:
        return f"<{self.text} {self.pos} {self.dep}>"

    def child(self, *deps: str) -> "Word | None":
        """Return the first child with one of these relations, or None."""
        for word in self.children:
            if word.dep in deps:
                return word
        return None

    def children_by(self, *deps: str) -> "list[Word]":
        """Return the children with one of these relations, in order of the text."""
        return [word for word in self.children if word.dep in deps]

    def ancestors(self) -> "Iterator[Word]":
        """Yield the head, its head, and so on to the root; no further than any text is deep, should there be a ring."""
        word = self.head
        for _ in range(_DEEPEST):
            if word is None:
                return
            yield word
            word = word.head

    def preposition(self) -> str:
        """Return the preposition (or clause marker) this word goes with, in lower case; "" without one.

        An English possessor ("Iran's", "the Emirates'") has "'s".
        """
        cases = [w for w in self.children if w.dep in ("case", "mark") and w.i < self.i]
        if not cases and any(w.dep == "case" and w.lower in ("'s", "'") for w in self.children):
            return "'s"
        return " ".join(w.lower for w in cases)
