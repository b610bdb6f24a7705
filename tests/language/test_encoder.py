"""The quick encoder against the one the models come with."""

from collections.abc import Iterator
from functools import cache
from typing import Any

import numpy
import pytest
from exactly import same
from threadpoolctl import threadpool_limits

from foedus.language import encoder
from foedus.language.encoder import quick_encoder
from foedus.language.models import _model_folder, load_model
from foedus.language.startup import load_folder

TEXTS = {
    "fr": (
        "Les ministres l'ont dit à Paris, aujourd'hui.",
        "Rabat",
        "« Nous n'avons de leçons à recevoir de personne », a renchéri le chef du gouvernement grec, le 3 mars 2023.",
        "Zzyzx-Qwrt s'est  tu.",
    ),
    "en": (
        "Russian ministers can't sign larger agreements, Paris said.",
        "Yes",
        "Mr. O'Neill-Smyth paid $3.5m on Jan. 4th, 2023 -- to whom?",
        "Zzyzx-Qwrt  kept still.",
    ),
}


@pytest.fixture(autouse=True)
def one_thread() -> Iterator[None]:
    with threadpool_limits(1, user_api="blas"):
        yield


@cache
def stock(language: str) -> Any:
    left_out = ("ner", "lemmatizer", "senter", "attribute_ruler", "strings", "morphologizer", "tagger", "parser")
    return load_folder(_model_folder(language), left_out).get_pipe("tok2vec").model


@pytest.mark.parametrize("language", TEXTS)
def test_words_have_the_numbers_of_the_model_as_shipped(language: str) -> None:
    docs = [load_model(language).make_doc(text) for text in TEXTS[language]]
    expected = stock(language).predict(docs)
    found = quick_encoder(stock(language)).predict(docs)
    assert all(numpy.allclose(a, b, atol=1e-4) for a, b in zip(expected, found, strict=True))


@pytest.mark.parametrize("language", TEXTS)
def test_words_have_the_same_numbers_whatever_is_read_beside_them(language: str) -> None:
    docs = [load_model(language).make_doc(text) for text in TEXTS[language]]
    together = quick_encoder(stock(language)).predict(docs * 9)
    alone = quick_encoder(stock(language))
    for doc, of_doc in zip(docs * 9, together, strict=True):
        assert same(alone.predict([doc])[0], of_doc)


@pytest.mark.parametrize("remembered", [3, 12])
def test_what_is_forgotten_is_found_again(remembered: int, monkeypatch: pytest.MonkeyPatch) -> None:
    docs = [load_model("fr").make_doc(text) for text in TEXTS["fr"]]
    expected = quick_encoder(stock("fr")).predict(docs)
    monkeypatch.setattr(encoder, "_REMEMBERED", remembered)
    forgetful = quick_encoder(stock("fr"))
    for doc, numbers in zip(docs * 2, expected * 2, strict=True):
        assert same(forgetful.predict([doc])[0], numbers)


def test_a_document_without_words_has_no_numbers() -> None:
    empty, full = load_model("en").make_doc(""), load_model("en").make_doc("Paris agreed.")
    assert [len(rows) for rows in quick_encoder(stock("en")).predict([empty, full])] == [0, len(full)]
