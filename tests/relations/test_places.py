"""Whom force is used against where only a town is named: every form of places.tsv, and near misses."""

import pytest

from foedus.intake.page import read_source
from foedus.language.gazetteer import states
from foedus.reading import read_article
from foedus.relations.places import places

PLACES = sorted({(lang, *place) for lang in ("fr", "en") for found in places(lang).values() for place in found})
SENTENCES = {"fr": "{} a bombardé {} lundi.", "en": "{} bombed {} on Monday."}


def acts(text: str, language: str) -> set[tuple[str, str, str]]:
    reading = read_article(read_source(text.encode(), name="a.txt", language=language))
    return {(r.source, r.target, r.code.value) for r in reading.relations}


@pytest.mark.slow
@pytest.mark.parametrize(("language", "name", "state"), PLACES)
def test_a_town_that_is_bombed_is_its_states(language: str, name: str, state: str) -> None:
    attacker = {"fr": "Le Pérou", "en": "Peru"}[language]
    assert ("PER", state, "ASSAULT") in acts(SENTENCES[language].format(attacker, name), language)


def test_each_place_lies_in_a_state_that_is() -> None:
    assert {state for _, _, state in PLACES} <= set(states())


@pytest.mark.parametrize(
    ("language", "text", "found"),
    [
        ("fr", "Des drones ukrainiens ont frappé un dépôt dans la région de Koursk.", {("UKR", "RUS", "ASSAULT")}),
        ("fr", "Les frappes russes sur Odessa ont fait deux morts.", {("RUS", "UKR", "ASSAULT")}),
        ("fr", "La Russie a bombardé l'est de l'Ukraine.", {("RUS", "UKR", "ASSAULT")}),
        ("en", "Rwandan troops seized Goma.", {("RWA", "COD", "COERCE")}),
        ("en", "Russian missile strikes on Dnipro killed five people.", {("RUS", "UKR", "ASSAULT")}),
        ("en", "Russia is building two reactors at Bushehr.", {("RUS", "IRN", "COOPERATE")}),
        # where something flies from, where people travel, what lies at home
        ("fr", "Les missiles russes tirés depuis Belgorod sont tombés en mer.", set()),
        ("fr", "Des touristes russes ont visité Odessa.", set()),
        ("en", "Russian troops retook Kursk.", set()),
        # a place that we do not know is not the state spoken of before
        ("fr", "L'Iran a menacé Israël. Le retrait russe de Tatarsk a surpris.", {("IRN", "ISR", "THREATEN")}),
    ],
)
def test_force_in_a_town(language: str, text: str, found: set[tuple[str, str, str]]) -> None:
    assert acts(text, language) == found
