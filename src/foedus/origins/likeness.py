"""How alike two texts are, from their word shingles, and small sketches by which like texts find each other.

The measure is the Jaccard index of shingles, the sketch is the least of their hashes (Broder 1997, On the resemblance
and containment of documents, "bottom-k"). Sketches are stored, so their hash must stay the same for ever: BLAKE2b of
the standard library is specified (RFC 7693), and what is left to do is to sort. MinHash libraries (datasketch, rensa)
were weighed: they bring numpy or a build of their own, and a hash family that a new version may change.
The thresholds are ours.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from heapq import nsmallest
from struct import pack, unpack

ARTICLE_SHINGLE = 5  # words
ARTICLE_ALIKE = 0.8
# A paper that prints the first half of a wire story: four fifths of the shorter text stand in the longer one.
ARTICLE_CONTAINED = 0.8
ARTICLE_NOT_BELOW = 0.3  # of the Jaccard index: below that the sketch says too little about containment
ARTICLE_LONG = 50  # shingles of the shorter one
SKETCH = 64  # hashes of an article: the Jaccard index is then known to 0.05 (one standard deviation at 0.8)
# A sentence has few shingles: pairs of words, or one changed word in twelve would already make it another sentence.
SENTENCE_SHINGLE = 2
SENTENCE_ALIKE = 0.6
SENTENCE_CONTAINED = 0.8
# Shingles: below that, a formula such as « notre allié de toujours » would tie speeches together.
CONTAINED_AT_LEAST = 5

Shingles = frozenset[tuple[str, ...]]

_ACCENT = re.compile("[\u0300-\u036f]+")
_WORD = re.compile(r"\w+")
_DIGIT = 8  # bytes of a hash


def fold(text: str) -> list[str]:
    """Return the words of a text without case, accents and punctuation."""
    return _WORD.findall(_ACCENT.sub("", unicodedata.normalize("NFKD", text.casefold())))


def shingles(words: Sequence[str], size: int) -> Shingles:
    """Return all runs of `size` words; a shorter text is one run."""
    if len(words) <= size:
        return frozenset([tuple(words)] if words else [])
    return frozenset(zip(*(words[start:] for start in range(size)), strict=False))


def jaccard(left: Shingles, right: Shingles) -> float:
    """Share of the shingles of both that both have: 0..1, 0 where neither has any."""
    shared = len(left & right)
    union = len(left) + len(right) - shared
    return shared / union if union else 0.0


def near_identical(left: Shingles, right: Shingles) -> bool:
    """Whether two sentences, as pairs of words, are the same words, or one is a cut of the other."""
    if jaccard(left, right) >= SENTENCE_ALIKE:
        return True
    shorter = min(len(left), len(right))
    return shorter >= CONTAINED_AT_LEAST and len(left & right) / shorter >= SENTENCE_CONTAINED


def least_hashes(parts: Iterable[Sequence[str]], most: int) -> tuple[int, ...]:
    """Return the least hashes of runs of words, sorted: 63 bits each, the same on every machine.

    Args:
        parts: the runs.
        most: how many hashes at most.
    """
    hashes = {blake2b(" ".join(part).encode(), digest_size=_DIGIT).digest() for part in parts}
    return tuple(int.from_bytes(digest) >> 1 for digest in nsmallest(most, hashes))


def packed(hashes: Iterable[int]) -> bytes:
    """Return hashes as bytes, eight each, big-endian."""
    numbers = tuple(hashes)
    return pack(f">{len(numbers)}Q", *numbers)


def unpacked(raw: bytes) -> tuple[int, ...]:
    """Return the hashes that `packed` made bytes of."""
    return unpack(f">{len(raw) // _DIGIT}Q", raw)


@dataclass(frozen=True, slots=True)
class Sketch:
    """What is kept of an article's text to tell its near-duplicates.

    Attributes:
        shingles: how many the text has.
        hashes: the least of theirs, sorted.
    """

    shingles: int
    hashes: tuple[int, ...]


def sketch(text: str) -> Sketch:
    """Return the sketch of a text."""
    runs = shingles(fold(text), ARTICLE_SHINGLE)
    return Sketch(len(runs), least_hashes(runs, SKETCH))


def near_duplicate(one: Sketch, other: Sketch) -> bool:
    """Whether two articles are the same text, but for a fifth, or one is a cut of the other."""
    left, right = set(one.hashes), set(other.hashes)
    both = left & right
    compared = min(SKETCH, len(left) + len(right) - len(both))
    if not both or len(both) / compared < ARTICLE_NOT_BELOW:
        return False
    alike = len(both.intersection(sorted(left | right)[:SKETCH])) / compared
    if alike >= ARTICLE_ALIKE:
        return True
    shorter = min(one.shingles, other.shingles)
    shared = alike / (1 + alike) * (one.shingles + other.shingles)
    return alike >= ARTICLE_NOT_BELOW and shorter >= ARTICLE_LONG and shared / shorter >= ARTICLE_CONTAINED
