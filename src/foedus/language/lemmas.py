"""Dictionary forms, asked for word by word, from the tables that come with the language models.

spaCy's lemmatizer goes through every word of a document and costs more than the parser. Rules ask for the dictionary
form of a few words only: a `Lemma` gives it, from the same tables, of which only the parts needed are read, when they
are first needed. What the tables do not know or get wrong stands in `data/<language>/lemmas.tsv`.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from foedus.errors import LexiconError
from foedus.language.startup import import_spacy

Lemma = Callable[[str, str], str]
Endings = tuple[tuple[str, str], ...]
_PARTS = frozenset({"VERB", "AUX", "NOUN", "ADJ"})
_REMEMBERED = 50_000

_FIRST_CONJUGATION = (
    "e es ent ons ez ais ait ions iez aient ai as a âmes âtes èrent erai eras era erons erez eront erais erait erions "
    "eriez eraient asse asses ât assions assiez assent ant é és ée ées er"
)
# Spellings of the stem before an ending, and of the same stem in the infinitive: « annonça », « engageait »,
# « protège », « lève », « appelle », « jette », « emploie ».
_STEM_CHANGES = tuple(
    (re.compile(old + "$"), new)
    for old, new in (
        ("ç", "c"), ("ge", "g"), ("è([^aeiouy]+)", r"é\1"), ("è([^aeiouy]+)", r"e\1"), ("ll", "l"), ("tt", "t"),
        ("i", "y"),
    )
)  # fmt: skip
_ENDINGS: dict[tuple[str, str], Endings] = {
    ("fr", "NOUN"): (("eaux", "eau"), ("aux", "al"), ("x", ""), ("s", "")),
    ("fr", "ADJ"): (
        ("aux", "al"), ("eaux", "eau"), ("elles", "el"), ("elle", "el"), ("ennes", "en"), ("enne", "en"),
        ("ives", "if"), ("ive", "if"), ("euses", "eux"), ("euse", "eux"), ("ères", "er"), ("ère", "er"), ("es", "e"),
        ("es", ""), ("s", ""), ("e", ""),
    ),
    ("en", "VERB"): (
        ("ies", "y"), ("ied", "y"), ("ying", "ie"), ("es", "e"), ("es", ""), ("s", ""), ("ed", "e"), ("ed", ""),
        ("ing", "e"), ("ing", ""),
    ),
    ("en", "NOUN"): (("ies", "y"), ("ves", "f"), ("ves", "fe"), ("men", "man"), ("s", ""), ("es", "")),
    ("en", "ADJ"): (("ier", "y"), ("iest", "y"), ("er", "e"), ("est", "e"), ("er", ""), ("est", "")),
}  # fmt: skip


class ModelTables:
    """The lemmatizer tables of a spaCy model, read part by part.

    Args:
        path: `lemmatizer/lookups/lookups.bin` of a model: a MessagePack map of tables, each of them a map from the hash
            of a part of speech to its rows.
    """

    def __init__(self, path: Path) -> None:
        self._raw = path.read_bytes()
        self._tables = dict(self._values(0, len(self._raw)))

    def _values(self, start: int, end: int) -> Iterator[tuple[Any, tuple[int, int]]]:
        """Yield each key of the map in bytes `[start, end)`, and the bytes that hold its value."""
        from srsly.msgpack import Unpacker  # type: ignore[import-untyped]

        unpacker = Unpacker(raw=False, max_buffer_size=0, strict_map_key=False)
        unpacker.feed(self._raw[start:end])
        for _ in range(unpacker.read_map_header()):
            key = unpacker.unpack()
            first = start + unpacker.tell()
            unpacker.skip()
            yield key, (first, start + unpacker.tell())

    def rows(self, table: str, pos: str) -> Any:
        """Return the rows of a table for a part of speech; an empty tuple where there are none."""
        import_spacy()
        import srsly  # type: ignore[import-untyped]
        from spacy.strings import get_string_id

        wanted = get_string_id(pos.lower())
        for key, (start, end) in self._values(*self._tables[table]) if table in self._tables else ():
            if key == wanted:
                return srsly.msgpack_loads(self._raw[start:end])
        return ()


@dataclass(frozen=True, slots=True)
class Part:
    """What is known of one part of speech.

    Attributes:
        irregular: form to its dictionary form.
        known: dictionary forms.
    """

    irregular: dict[str, str]
    known: frozenset[str]


def lemma_function(path: Path, language: str) -> Lemma:
    """Return a function that gives the dictionary form of a word.

    It takes the form in lower case (a typographic apostrophe counts as a plain one) and a Universal part of speech, and
    returns the infinitive of a verb, the singular of a noun, the masculine singular of an adjective; the form itself
    for other parts of speech. It remembers the last 50,000 words.

    Args:
        path: the tables of the language's model.
        language: "fr" or "en".

    Raises:
        LexiconError: a row of `data/<language>/lemmas.tsv` is wrong.
    """
    corrections = read_corrections(language)
    tables = ModelTables(path)

    @cache
    def part(pos: str) -> Part:
        irregular = {form: forms[0] for form, forms in dict(tables.rows("lemma_exc", pos)).items()}
        return Part(irregular, frozenset(tables.rows("lemma_index", pos)).union(irregular.values()))

    @lru_cache(maxsize=_REMEMBERED)
    def lemma(form: str, pos: str) -> str:
        form = form.replace("’", "'")
        corrected = corrections.get((form, pos))
        if corrected or pos not in _PARTS:
            return corrected or form
        if pos == "AUX":
            return part("AUX").irregular.get(form) or lemma(form, "VERB")
        return _look_up(form, pos, part(pos), language)

    return lemma


def _look_up(form: str, pos: str, part: Part, language: str) -> str:
    """Return the dictionary form by the tables, else by the endings of the language, else the form itself."""
    if form in part.irregular:
        return part.irregular[form]
    plural = (language, pos) == ("en", "NOUN") and not form.endswith(
        ("ss", "us", "is")
    )  # "troops" is known, "troop" too
    if form in part.known and not plural:
        return form
    if (language, pos) == ("fr", "VERB"):
        candidates = list(_french_infinitives(form))
    else:
        endings = _ENDINGS[language, pos]
        candidates = [
            form[: -len(old)] + new for old, new in endings if form.endswith(old) and len(form) > len(old) + 1
        ]
    for candidate in candidates:
        if candidate in part.known:
            return candidate
    return candidates[0] if candidates and form not in part.known else form


def _french_infinitives(form: str) -> Iterator[str]:
    """Yield the infinitives in -er that a form can belong to, likeliest first."""
    # Longest first: "annoncerait" is "annoncer", not "annoncerer".
    for ending in sorted(_FIRST_CONJUGATION.split(), key=len, reverse=True):
        if form.endswith(ending) and len(form) > len(ending) + 1:
            stem = form.removesuffix(ending)
            yield stem + "er"
            for old, new in _STEM_CHANGES:
                changed, count = old.subn(new, stem)
                if count:
                    yield changed + "er"


def read_corrections(language: str) -> dict[tuple[str, str], str]:
    """Return the dictionary forms of `data/<language>/lemmas.tsv`, by form and part of speech.

    Raises:
        LexiconError: a row has not five columns, or a form is given twice.
    """
    file = files("foedus") / "data" / language / "lemmas.tsv"
    corrections: dict[tuple[str, str], str] = {}
    rows = [
        (n, row)
        for n, row in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1)
        if row[:1] not in ("", "#")
    ]
    for number, row in rows[1:]:
        columns = row.split("\t")
        if len(columns) != 5 or columns[1] not in _PARTS or (columns[0], columns[1]) in corrections:
            raise LexiconError(
                f"data/{language}/lemmas.tsv:{number}: {row!r}: expected form, part of speech, lemma, example and "
                "note, each form once; correct the row"
            )
        corrections[columns[0], columns[1]] = columns[2]
    return corrections
