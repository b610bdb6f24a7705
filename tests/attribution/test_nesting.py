"""Statements inside statements: who speaks inside another's words, and who only thinks aloud."""

import pytest
from tests.builders import article

from foedus.reading import read_articles

SENTENCES = {
    "Lavrov said that Seoul had condemned the attack.": ["Lavrov", "Seoul"],
    "Seoul said that Tokyo had said the launch failed.": ["Seoul", "Tokyo"],
    "The envoy said he thought the deal would hold.": ["The envoy"],
    "“I think the deal will hold,” the envoy said.": ["the envoy"],
    "“We condemn the attack on the port,” the Turkish minister said.": ["the Turkish minister", "We"],
}


@pytest.mark.parametrize("sentence", SENTENCES)
def test_inside_a_statement_only_a_further_voice_or_an_act_is_another(sentence: str) -> None:
    (reading,) = read_articles([article(sentence, language="en")])
    sources = [s.source_span.slice(sentence) for s in reading.statements if s.source_span]
    assert sources == SENTENCES[sentence]


BESIDE = {
    "Lima a démenti avoir coulé le bac, comme l'affirmait le préfet chilien.": {
        "Lima": ["avoir coulé le bac"],
        "le préfet chilien": ["avoir coulé le bac"],
    },
    "Quito regrette que Lima ait, selon un juge péruvien, muré le passage.": {
        "Quito": ["Lima ait", "muré le passage"],
        "un juge péruvien": ["Lima ait", "muré le passage"],
    },
}


@pytest.mark.parametrize("sentence", BESIDE)
def test_two_may_say_the_same_words(sentence: str) -> None:
    (reading,) = read_articles([article(sentence, language="fr")])
    said = {s.source_span.slice(sentence): s for s in reading.statements if s.source_span}
    assert {who: [span.slice(sentence) for span in s.content_spans] for who, s in said.items()} == BESIDE[sentence]
