"""The part of a model that turns words into numbers, run for reading only, at less than half the cost.

    as shipped     every word: six tables, a wide product, then four times a window of three words through another
    here           the first product once for each different word, the four windows without the notes a training needs

The numbers are those of the model as shipped but for the last digit, and those of a word do not depend on what is read
beside it (`products`).
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy

from foedus.language.products import Floats, in_blocks, rounded

if TYPE_CHECKING:
    from spacy.tokens import Doc

_REMEMBERED = 20_000  # different words; at 96 numbers each, 8 MB
_APART = 4  # rows between paragraphs: four windows, each one word to either side
_EPSILON = 1e-8
_ODD, _ODDER = numpy.uint64(0x9E3779B97F4A7C15), numpy.uint64(0xC2B2AE3D27D4EB4F)  # any large odd numbers


def quick_encoder(stock: Any) -> Any:
    """Return a thinc model that gives, for documents, what the encoder of a pipeline gives.

    Args:
        stock: `tok2vec.model` of a pipeline, in the layout of spaCy 3.8.
    """
    from thinc.api import Model

    encoder = _Encoder(stock)
    return Model(
        "quick_encoder", lambda model, docs, is_train: (encoder(docs), _no_training), dims={"nO": encoder.width}
    )


def _no_training(gradient: object) -> object:
    raise NotImplementedError("the encoder is for reading only")


class _Layer:
    """Maxout over three pieces, then each row to mean 0 and variance 1, scaled and moved."""

    def __init__(self, maxout: Any, norm: Any) -> None:
        weights, bias = maxout.get_param("W"), maxout.get_param("b")
        self.width, pieces, inputs = weights.shape
        # Piece by piece instead of side by side, so that the greatest is found over whole rows.
        self._weights = numpy.ascontiguousarray(weights.transpose(1, 0, 2).reshape(pieces * self.width, inputs).T)
        self._bias = numpy.ascontiguousarray(bias.T.reshape(-1))
        self._scale, self._move = norm.get_param("G"), norm.get_param("b")

    def __call__(self, rows: Floats) -> Floats:
        product = rows @ self._weights
        product += self._bias
        width = self.width
        out = numpy.maximum(product[:, :width], product[:, width : 2 * width])
        for start in range(2 * width, product.shape[1], width):
            numpy.maximum(out, product[:, start : start + width], out=out)
        out -= out.mean(axis=1, keepdims=True)
        variance = numpy.einsum("ij,ij->i", out, out)[:, None] / width
        out *= 1 / numpy.sqrt(variance + _EPSILON)
        out *= self._scale
        out += self._move
        return out


class _Encoder:
    """Documents in, the numbers of their words out."""

    def __init__(self, stock: Any) -> None:
        embed, encode = stock.get_ref("embed"), stock.get_ref("encode")
        self._columns = ["ORTH", *next(n for n in embed.walk() if n.name == "extract_features").attrs["columns"]]
        self._tables = [n for n in embed.walk() if n.name == "hashembed"]
        self._vectors = next((n for n in embed.walk() if n.name == "static_vectors"), None)
        (self._mix,) = _layers(embed)
        self._windows = _layers(encode)
        self.width = self._mix.width
        self._known: dict[int, int] = {}
        self._numbers: Floats = numpy.zeros((_REMEMBERED, self._mix.width), dtype="float32")

    def __call__(self, docs: "Sequence[Doc]") -> list[Floats]:
        words = self._words(docs)
        width = self.width
        rows = numpy.zeros((rounded(len(words) + _APART * (len(docs) + 1)), width), dtype="float32")
        place, done, spans = _APART, 0, []
        for doc in docs:
            rows[place : place + len(doc)] = words[done : done + len(doc)]
            spans.append((place, place + len(doc)))
            place, done = place + len(doc) + _APART, done + len(doc)
        window = numpy.zeros((len(rows), 3 * width), dtype="float32")
        for layer in self._windows:
            window[1:, :width] = rows[:-1]
            window[:, width : 2 * width] = rows
            window[:-1, 2 * width :] = rows[1:]
            rows += layer(window)
        return [rows[start:end] for start, end in spans]

    def _words(self, docs: "Sequence[Doc]") -> Floats:
        """Return a row for each word of documents, whatever stands beside it."""
        features: Any = numpy.concatenate([doc.to_array(self._columns) for doc in docs])
        # Form, norm (which exceptions of the tokenizer set) and the blank behind decide about all the others.
        blank = self._columns.index("SPACY")
        keys = (features[:, 0] * _ODD + features[:, 1] * _ODDER + features[:, blank]).tolist()
        new = {key: place for place, key in enumerate(keys) if key not in self._known}
        if new:
            if len(self._known) + len(new) > _REMEMBERED:
                self._known.clear()
                new = {key: place for place, key in enumerate(keys)}
            if len(new) > _REMEMBERED:
                return self._mixed(features, docs[0].vocab)
            first = len(self._known)
            self._numbers[first : first + len(new)] = self._mixed(features[list(new.values())], docs[0].vocab)
            self._known |= {key: first + i for i, key in enumerate(new)}
        return self._numbers[[self._known[key] for key in keys]]

    def _mixed(self, features: Any, vocab: Any) -> Floats:
        """Return what the tables say of words, mixed: rows of 96 numbers."""
        parts = [table.predict(features[:, 1 + table.attrs["column"]]) for table in self._tables]
        if self._vectors is not None:
            found = vocab.vectors.find(keys=features[:, 0])
            of_form = in_blocks(vocab.vectors.data[found]) @ self._vectors.get_param("W").T
            of_form = of_form[: len(found)]
            of_form[found < 0] = 0
            parts.append(of_form)
        return self._mix(in_blocks(numpy.hstack(parts)))[: len(features)]


def _layers(network: Any) -> list[_Layer]:
    nodes = list(network.walk())
    norms = [n for n in nodes if n.name == "layernorm"]
    return [_Layer(m, n) for m, n in zip((n for n in nodes if n.name == "maxout"), norms, strict=True)]
