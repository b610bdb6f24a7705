"""How alike texts are: reprints and cuts are found, other texts are not."""

import random

import pytest

from foedus.origins.likeness import (
    fold,
    jaccard,
    least_hashes,
    near_duplicate,
    near_identical,
    packed,
    sketch,
    unpacked,
)
from foedus.origins.likeness import shingles as shingles_of


def text(*numbers: int) -> str:
    return " ".join(f"mot{n}" for n in numbers)


@pytest.mark.parametrize(
    ("left", "right", "alike"),
    [
        ("Nous avons livré du blé à nos amis.", "« Nous avons livré du BLE, à nos amis »", True),
        ("un deux trois quatre cinq six sept huit", "un deux trois quatre cinq six sept neuf", True),
        ("un deux trois quatre cinq six sept huit", "un deux trois neuf cinq six dix huit", False),
        ("", "", False),
    ],
)
def test_near_identical_sentences(left: str, right: str, alike: bool) -> None:
    assert near_identical(shingles_of(fold(left), 2), shingles_of(fold(right), 2)) == alike


def test_jaccard_by_hand() -> None:
    # un-deux, deux-trois | deux-trois, trois-quatre: one of three
    left, right = shingles_of(fold("un deux trois"), 2), shingles_of(fold("deux trois quatre"), 2)
    assert jaccard(left, right) == pytest.approx(1 / 3)


@pytest.mark.parametrize(
    ("left", "right", "alike"),
    [
        (text(*range(300)), text(*range(300)), True),
        (text(*range(300)), text(*range(10, 305)), True),
        (text(*range(300)), text(*range(150)), True),  # the first half
        (text(*range(300)), text(*range(150), *range(1000, 1150)), False),  # half of it, and as much of its own
        (text(*range(300)), text(*range(1000, 1300)), False),
        (text(*range(60)), text(*range(20)), False),  # too short to be a cut
        ("trois petits mots", "Trois petits mots", True),
        ("", "", False),
    ],
    ids=["same", "few words off", "cut", "half its own", "other", "short", "three words", "nothing"],
)
def test_near_duplicates(left: str, right: str, alike: bool) -> None:
    assert near_duplicate(sketch(left), sketch(right)) is near_duplicate(sketch(right), sketch(left)) is alike


def test_a_sketch_knows_the_share_that_two_texts_have_in_common() -> None:
    rng = random.Random(7)
    words = [f"mot{n}" for n in range(400)]
    wrong = 0
    for _ in range(200):
        other = list(words)
        for place in rng.sample(range(400), rng.choice([5, 40])):  # nine tenths alike, or about half
            other[place] = "autre"
        left, right = shingles_of(words, 5), shingles_of(other, 5)
        alike = jaccard(left, right) >= 0.8
        wrong += near_duplicate(sketch(" ".join(words)), sketch(" ".join(other))) is not alike
    assert wrong <= 2


def test_hashes_are_the_same_for_ever() -> None:
    # Stored in ledgers: a change here would need a migration.
    assert least_hashes([("un", "deux"), ("trois",)], 2) == (1033387571675821481, 2019765855066037564)
    assert unpacked(packed((1, 2**62))) == (1, 2**62)
