"""Looking about in a tree that is being put right, and changing it."""

from collections.abc import Callable, Sequence

from foedus.language.word import Word

Lemma = Callable[[str, str], str]

PRONOUNS = frozenset({"il", "elle", "ils", "elles", "on", "je"})
CLITICS = frozenset({"le", "la", "les", "l'", "se", "s'", "y", "en", "lui", "leur"})
AIMING = frozenset({"par", "contre", "envers", "vers", "avec", "face", "by", "against"})
REACH = 60  # words looked back at the most, so that time stays in proportion to the text


def make_verb(word: Word, lemma: Lemma, features: str) -> None:
    """Make a word a verb with these features, under the dictionary form of one."""
    word.pos, word.lemma, word.features = "VERB", lemma(word.lower, "VERB"), features


def make_subject(noun: Word, verb: Word) -> None:
    """Give a verb the place of a noun that it was hung on, and the noun to it as subject."""
    verb.head, verb.dep = noun.head, "root" if noun.dep in ("subj", "root") and noun.head is None else noun.dep
    noun.head, noun.dep = verb, "subj"


def hang(word: Word, head: Word, dep: str) -> None:
    """Hang a word elsewhere, unless that hangs on the word itself."""
    here: Word | None = head
    for _ in range(REACH):
        if here is None:
            break
        if here is word:
            return
        here = here.head
    word.head, word.dep = head, dep


def is_tree(words: Sequence[Word]) -> bool:
    """Tell whether every word leads up to a root, and none to itself."""
    leading: set[int] = set()
    for word in words:
        path: set[int] = set()
        here: Word | None = word
        while here is not None and here.i not in leading:
            if here.i in path:
                return False
            path.add(here.i)
            here = here.head
        leading |= path
    return True


def beside(word: Word) -> list[Word]:
    """Return the words of a word's sentence, as far as rules look."""
    found = [word]
    here = word.previous
    while here is not None and here.sentence == word.sentence and len(found) <= REACH:
        found.append(here)
        here = here.previous
    here = word.next
    while here is not None and here.sentence == word.sentence and len(found) <= 2 * REACH:
        found.append(here)
        here = here.next
    return found


def back(word: Word, wanted: Callable[[Word], bool], reach: int = REACH) -> Word | None:
    """Return the nearest word before one, in its sentence, that is wanted; None if there is none in reach."""
    here = word.previous
    for _ in range(reach):
        if here is None or here.sentence != word.sentence:
            return None
        if wanted(here):
            return here
        here = here.previous
    return None


def all_back(word: Word, wanted: Callable[[Word], bool]) -> list[Word]:
    """Return the words before one, in its sentence and in reach, that are wanted, the nearest first."""
    found = []
    here = word.previous
    for _ in range(REACH):
        if here is None or here.sentence != word.sentence:
            break
        if wanted(here):
            found.append(here)
        here = here.previous
    return found


def is_finite(verb: Word) -> bool:
    """Return whether a verb is finite, by itself or by its auxiliary."""
    helped = back(verb, lambda w: w.head is verb and w.dep.startswith("aux") and "VerbForm=Fin" in w.features, reach=4)
    return "VerbForm=Fin" in verb.features or helped is not None
