"""What language a text is in, by a vote of its commonest little words: no model, a few milliseconds.

French and English are read. Twenty other languages in Latin letters and the other scripts are known well enough to
be refused by name; a text of several languages counts as the one with most of the votes.
"""

import re
import unicodedata
from collections import Counter
from functools import cache

from foedus.errors import LanguageNotCovered, LexiconError
from foedus.tables import read_table

COVERED = {"fr": "French", "en": "English"}

_SAMPLE = 20_000  # characters; ours: a vote of some thousand words moves no more
_WORD = re.compile(r"[^\W\d_]+['’]?")
_TABLE = "languages.tsv"
_COLUMNS = ("language", "name", "words", "note")
# Where no little word decides: spellings that one of the two languages has and the other has hardly.
_FRENCH_LETTERS = re.compile(
    r"[àâçèéêîïôùûœ]|\b[dlsnjc]['’]|(?:eau|eaux|ique|eux|oir|ement|euse|aient|elle)s?\b", re.IGNORECASE
)
_ENGLISH_LETTERS = re.compile(r"['’](?:s|t|re|ll|ve|m)\b|\bwh|th|sh|ck|(?:ing|ly|ed|ry|ness)\b", re.IGNORECASE)
_FOREIGN_LETTERS = re.compile(r"[ñßøåãõąęłśżźćřěůățșğşőű¿¡ŵđ]", re.IGNORECASE)


def language_of(text: str, *, name: str, hint: str | None = None) -> str:
    """Return "fr" or "en".

    Args:
        name: the file, for the message.
        hint: what the page itself says (`<html lang>`), used only where the words do not decide.

    Raises:
        LanguageNotCovered: another language, or nothing to tell it by.
    """
    best = detect(text)
    if best is None:
        best = (hint or "")[:2].lower() or None
    if best in COVERED:
        return best
    covered = " and ".join(f"{language} ({COVERED[language]})" for language in COVERED)
    if best is None:
        raise LanguageNotCovered(
            f"{name}: cannot tell the language from so few words: {covered} are covered: say which, as language='fr'"
        )
    shown = f"{best} ({_names()[best]})" if best in _names() else best
    raise LanguageNotCovered(f"{name}: the language is {shown}: only {covered} are covered: give a translation")


def detect(text: str) -> str | None:
    """Return the language (ISO 639-1, or the name of a script that is not Latin), None where it stays open."""
    sample = text[:_SAMPLE].replace("\u00ad", "")
    script = _script(sample)
    if script is None or script != "LATIN":
        return script
    votes = _votes(sample)
    ranked = votes.most_common(2)
    if not ranked:
        return _by_letters(sample)
    first, second = ranked[0], ranked[1] if len(ranked) > 1 else ("", 0)
    if first[0] not in COVERED and first[1] == 1:
        return _by_letters(sample)  # « nie » is Polish, and a French verb: one word is no language
    if first[1] > second[1]:
        return first[0]
    tied = {language for language, count in votes.items() if count == first[1]}
    return _untie(sample, tied)


def _votes(sample: str) -> Counter[str]:
    """A word votes for each language that has it."""
    lexicon = _little_words()
    votes: Counter[str] = Counter()
    for word in _WORD.findall(sample.lower().replace("’", "'")):
        for language in lexicon.get(word, ()) or lexicon.get(word.rstrip("'"), ()):
            votes[language] += 1
    return votes


def _untie(sample: str, tied: set[str]) -> str | None:
    """« Macron a Berlin »: fall back on letters, and only between the two languages that are read."""
    letters = _by_letters(sample)
    if letters in tied:
        return letters
    covered = tied & set(COVERED)
    return covered.pop() if len(covered) == 1 and not _FOREIGN_LETTERS.search(sample) else None


def _by_letters(sample: str) -> str | None:
    """The spellings of French against those of English."""
    if _FOREIGN_LETTERS.search(sample):
        return None
    french, english = len(_FRENCH_LETTERS.findall(sample)), len(_ENGLISH_LETTERS.findall(sample))
    if french == english:
        return None
    return "fr" if french > english else "en"


def _script(sample: str) -> str | None:
    """The script most letters are in, None without letters."""
    counts: Counter[str] = Counter()
    for character, count in Counter(sample).items():
        if character.isalpha():
            counts[unicodedata.name(character, "UNKNOWN").split()[0].split("-")[0]] += count
    if not counts:
        return None
    script = counts.most_common(1)[0][0]
    if script in ("HIRAGANA", "KATAKANA"):
        return "Japanese"
    if script == "CJK":
        return "Japanese" if counts["HIRAGANA"] else "Chinese"
    if script in ("FULLWIDTH", "LATIN"):
        return "LATIN"
    return f"one in {script.capitalize()} script"


@cache
def _little_words() -> dict[str, tuple[str, ...]]:
    """Map each word of languages.tsv to the languages that have it."""
    table: dict[str, list[str]] = {}
    for row in read_table(_TABLE, _COLUMNS):
        if not row["words"]:
            raise LexiconError(
                f"{row.where}: language {row['language']!r} has no words: write some, or take the row out"
            )
        for word in set(row["words"].split()):
            table.setdefault(word, []).append(row["language"])
    missing = set(COVERED) - {language for languages in table.values() for language in languages}
    if missing:
        raise LexiconError(f"data/{_TABLE}: no row for {', '.join(sorted(missing))}: these languages are read")
    return {word: tuple(languages) for word, languages in table.items()}


@cache
def _names() -> dict[str, str]:
    return {row["language"]: row["name"] for row in read_table(_TABLE, _COLUMNS)}
