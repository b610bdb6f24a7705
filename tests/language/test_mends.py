"""Putting trees right leaves trees: whoever climbs from a word to the root gets there."""

import pytest
from tests.builders import article

from foedus.language import mends
from foedus.language.tree import is_tree
from foedus.language.word import Word
from foedus.reading import read_article


def two_words() -> tuple[Word, Word]:
    return Word(0, 0, "Lima", "PROPN", "subj", "Lima", ""), Word(1, 5, "cède", "VERB", "root", "céder", "")


def test_a_ring_is_none() -> None:
    one, other = two_words()
    one.head = other
    assert is_tree([one, other])
    other.head = one
    assert not is_tree([one, other])
    assert len([*one.ancestors()]) < 100_000


def test_mends_that_would_make_a_ring_are_not_made(monkeypatch: pytest.MonkeyPatch) -> None:
    one, other = two_words()
    one.head = other

    def hang_on_its_subject(word: Word, lemma: object) -> None:
        word.head, word.dep = one, "obj"

    monkeypatch.setitem(mends._IN_ORDER, "fr", (mends._Group(((hang_on_its_subject, "root"),)),))
    mends.mend([one, other], lambda form, pos: form, "fr")
    assert (one.head, one.dep, other.head, other.dep) == (other, "subj", None, "root")


@pytest.mark.slow
def test_a_preposition_taken_for_the_verb_above_its_noun_gives_way_to_the_verb() -> None:
    text = (
        "Ce geste intervient alors que l'Algérie, qui avait rompu avec le Maroc, "
        "multiplie les gestes envers Nouakchott."
    )
    (relation,) = read_article(article(text)).relations
    assert (relation.source, relation.target, relation.code) == ("DZA", "MAR", "SANCTION")


@pytest.mark.slow
def test_an_adjective_read_as_object_does_not_hang_on_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    kept: list[bool] = []
    monkeypatch.setattr(mends, "is_tree", lambda words: kept.append(is_tree(words)) or kept[-1])
    read_article(article("« Nous n'avons pas de leçon à recevoir de l'ancien colonisateur », a tonné le président."))
    assert kept == [True]
