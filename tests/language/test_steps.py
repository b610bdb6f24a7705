"""The parser's search step by step against the one the model comes with."""

from typing import Any

import pytest

from foedus.language import models
from foedus.language.models import _annotate, load_model
from foedus.language.steps import step_by_step

TEXTS = {
    "fr": (
        "Les ministres l'ont dit à Paris, aujourd'hui.",
        "Rabat",
        "« Nous n'avons de leçons à recevoir de personne », a renchéri le chef du gouvernement grec, le 3 mars 2023.",
        "",
        "À en croire Bakou, qui dément toujours, ce sont des soldats arméniens qui ont tiré. Erevan proteste.",
    ),
    "en": (
        "Russian ministers can't sign larger agreements, Paris said.",
        "Yes",
        "",
        "“We will not,” the minister, whose car had broken down, told Reuters. He was wrong. Nobody else was.",
        "What the envoy is said to have offered them they refused; whose side he was on is anyone's guess.",
    ),
}


def documents(language: str) -> list[Any]:
    docs = [load_model(language).make_doc(text) for text in TEXTS[language]]
    for doc, numbers in zip(docs, load_model(language).get_pipe("tok2vec").predict(docs), strict=True):
        doc.tensor = numbers
    return docs


def trees(docs: list[Any]) -> list[list[tuple[int, str, bool]]]:
    return [[(t.head.i, t.dep_, bool(t.is_sent_start)) for t in doc] for doc in docs]


@pytest.mark.parametrize("language", TEXTS)
def test_trees_are_those_of_the_parser_as_shipped(language: str) -> None:
    parser = load_model(language).get_pipe("parser")
    stock, ours = documents(language), documents(language)
    parser.set_annotations(stock, parser.greedy_parse(stock))
    parser.set_annotations(ours, step_by_step(parser, ours[0])(ours))
    assert trees(stock) == trees(ours)
    assert any(token.dep_ != "ROOT" for doc in ours for token in doc)


@pytest.mark.parametrize("language", TEXTS)
def test_annotations_are_those_of_the_pipeline(language: str) -> None:
    nlp = load_model(language)
    ours, stock = documents(language), list(nlp.pipe(documents(language)))
    _annotate(nlp, ours)
    assert trees(stock) == trees(ours)
    assert [[(t.tag_, str(t.morph)) for t in d] for d in stock] == [[(t.tag_, str(t.morph)) for t in d] for d in ours]


def test_nothing_but_empty_paragraphs_is_parsed_too() -> None:
    assert [len(doc) for doc in models.parse(["", ""], "fr")] == [0, 0]
