"""What stands around a name and makes it no actor: a street, a treaty, a surname, a language, a match.

Each rule asks about one form found in a text; NO_ACTOR at the bottom lists them in the order tried.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

from foedus.language.gazetteer import Form, FormKind, Gazetteer

_WORD_AFTER = re.compile(r" ?([^\W\d_][\w'-]*)")
_REST_OF_PAIR = re.compile(r"[^\s(]+")
_MONTH = r"(?:[Jj]a|[Ff][eé]|[Mm]ar|[Aa][vpoû]|[Mm]a[iy]|[Jj]u|[Ss]ep|[Oo]ct|[Nn]ov|[Dd][eé]c)"
_SCORE = re.compile(r" ?\(?\d{1,2} ?[-–] ?\d{1,2}\)?(?![\d-])(?! " + _MONTH + ")")
_OPENING = " \t\r\u00a0\u202f«»\"“”'‘([–—-"
_CLOSING = ".!?…:;\n"
_OF = {"fr": (" de la ", " de l'", " des ", " du ", " de ", " d'"), "en": (" of ",)}
_DETERMINERS = {"le", "la", "un", "une", "du", "au", "ce", "cette", "cet", "en"}
_ALWAYS_A_LANGUAGE = {"speak", "speaks", "speaking", "spoke", "spoken", "learn", "learns", "learned", "learning"}
_NATIONAL = {FormKind.NAME, FormKind.CAPITAL, FormKind.DEMONYM, FormKind.ADJECTIVE}
_CONTEXT = 48
_LONGEST_LINE = 400


class Found(NamedTuple):
    """A form in a text, with the words it needs before it; the mention itself goes from `at` to `to`."""

    start: int
    end: int
    at: int
    to: int
    form: Form

    @property
    def name(self) -> str:
        """The form without the words it needs before it."""
        return self.form.text[self.form.lead :]


@dataclass(slots=True)
class View:
    """A text while it is read.

    Attributes:
        folded: as long as the text, with plain apostrophes, hyphens and spaces.
        starts, ends: where the mention of any form found starts and ends, but for surnames alone.
    """

    text: str
    folded: str
    gazetteer: Gazetteer
    starts: set[int]
    ends: set[int]
    _lines: dict[int, tuple[bool, bool]] = field(default_factory=dict)

    @property
    def french(self) -> bool:
        """Whether the text is French; it is English otherwise."""
        return self.gazetteer.language == "fr"

    def is_word(self, word: str, words: str) -> bool:
        """Whether a word is in a list of data/mention_words.toml."""
        return word.lower() in self.gazetteer.words[words]

    def word_before(self, place: int) -> tuple[int, str] | None:
        """Return the word that a space parts from a place, with its full stop, and where it starts."""
        if place < 2 or self.folded[place - 1] != " ":
            return None
        word = self.folded[max(0, place - _CONTEXT, self.folded.rfind(" ", 0, place - 1) + 1) : place - 1]
        word = word.lstrip("'\"(«“[-")
        if not word or not word[0].isalpha() or not (word[-1].isalnum() or word[-1] == "."):
            return None
        return place - 1 - len(word), word

    def word_after(self, place: int) -> str | None:
        """Return the word that follows a place, with or without a space."""
        match = _WORD_AFTER.match(self.folded, place)
        return match[1] if match else None

    def is_determined(self, place: int) -> bool:
        """Whether a French article in the singular, or « en », stands before a place."""
        before = self.word_before(place)
        if before:
            return before[1].lower() in _DETERMINERS
        elided = self.folded[max(0, place - 2) : place].lower() == "l'"
        return elided and not self.folded[max(0, place - 3) : place - 2].isalnum()

    def starts_sentence(self, place: int) -> bool:
        """Whether only marks stand between a place and the sentence before it; "Rep. " ends none."""
        while place and self.text[place - 1] in _OPENING:
            place -= 1
        if not place or self.text[place - 1] not in _CLOSING:
            return not place
        before = self.word_before(place + 1) if self.text[place - 1] == "." and place < len(self.text) else None
        return before is None or len(before[1]) > 4 or not self.is_word(before[1].rstrip("."), "not_first_names")

    def line(self, place: int) -> tuple[bool, bool]:
        """Whether the line is a Headline Of This Sort, and whether it is ALL IN CAPITALS; a long one is neither."""
        start = self.text.rfind("\n", max(0, place - _LONGEST_LINE), place) + 1
        if start == 0 and place >= _LONGEST_LINE:
            return False, False
        if start not in self._lines:
            line = self.text[start : start + _LONGEST_LINE].partition("\n")[0]
            self._lines[start] = _looks(line) if len(line) < _LONGEST_LINE else (False, False)
        return self._lines[start]


def _looks(line: str) -> tuple[bool, bool]:
    words = re.findall(r"[^\W\d_]+", line)
    long = [w for w in words if len(w) > 3]
    headline = 4 <= len(long) <= 20 and sum(w[0].isupper() for w in long) > 0.75 * len(long)
    return headline, line.isupper() and len(words) >= 3


def _is_place_name(found: Found, view: View) -> bool:
    """« rue de Rome », « les accords de Minsk », "the Oslo Accords"."""
    if found.form.kind not in (FormKind.NAME, FormKind.CAPITAL):
        return False
    names, before = view.gazetteer, view.folded[max(0, found.at - _CONTEXT) : found.at]
    follows = before.endswith(_OF[names.language])
    if follows and names.before_state.search(before):
        return True
    if found.form.kind is not FormKind.CAPITAL:
        return False
    after = view.folded[found.to : found.to + _CONTEXT]
    return bool((follows and names.before.search(before)) or names.after.match(after))


def _given_name_before(found: Found, view: View) -> str | None:
    """Return the given name that makes a form a surname: "Michael" in "with Michael Jordan"."""
    before = view.word_before(found.at)
    if before is None or not before[1][0].isupper():
        return None
    place, word = before
    if view.is_word(word.rstrip("."), "not_first_names") or word.endswith(("'s", "s'")):
        return None
    names = view.gazetteer
    if word in names.given_names:
        return word if found.form.text in names.surnames else None
    if place + len(word) in view.ends and word not in names.first_names:
        return None
    if word in names.first_names:
        return word
    if word.isupper() or word[-1] == "." or view.line(place)[0]:
        return None
    # « Tandis Jordan » cannot be, but « Demain Jordan » can; before a person's surname it is a given name all the same.
    return word if found.form.kind is FormKind.PERSON or not view.starts_sentence(place) else None


def is_surname(found: Found, view: View) -> bool:
    """« avec Michael Jordan », "Mr. Jordan"; not "In Jordan", "King Jordan", nor in a Headline On Jordan."""
    if found.form.kind not in _NATIONAL or found.form.lead or not found.form.text[0].isupper():
        return False
    before = view.word_before(found.at)
    if before is None or not before[1][0].isupper():
        return False
    if view.is_word(before[1].rstrip("."), "honorifics"):
        return True
    listed = found.form.text in view.gazetteer.surnames
    if listed and len(before[1]) == 2 and before[1][1] == ".":
        return True
    given = _given_name_before(found, view)
    return given is not None and (listed or given in view.gazetteer.first_names)


def _is_given_name(found: Found, view: View) -> bool:
    """« Sofia Coppola », "Chad Kelly"; not "Jordan Valley", « en France Emmanuel », nor in a Headline."""
    if found.form.kind not in _NATIONAL or found.name not in view.gazetteer.given_names:
        return False
    word = view.word_after(found.end) if view.folded[found.end : found.end + 1] == " " else None
    if word is None or not word[0].isupper() or view.line(found.start)[0]:
        return False
    if view.is_word(word.removesuffix("'s"), "not_surnames") or view.is_determined(found.at):
        return False
    return found.end + 1 not in view.starts or word in view.gazetteer.surnames


def _is_heritage(found: Found, view: View) -> bool:
    """Read "Polish American voters" as voters at home."""
    if view.french or found.form.kind not in (FormKind.ADJECTIVE, FormKind.DEMONYM):
        return False
    if found.form.text in ("American", "Americans"):
        before = view.word_before(found.at)
        return before is not None and found.at - 1 in view.ends and before[1] not in ("US", "U.S.")
    return view.word_after(found.end) in ("American", "Americans") and view.folded[found.end] == " "


def _is_namesake(found: Found, view: View) -> bool:
    """« Melania Trump » is not Donald Trump, "Kim Yo-jong" not Kim Jong-un."""
    if found.form.kind is not FormKind.PERSON or found.form.rule != "surname":
        return False
    if _given_name_before(found, view) is not None:
        return True
    comes_first = any(role.person.startswith(found.form.text + " ") for role in found.form.roles)
    word = view.word_after(found.end)
    return comes_first and word is not None and word[0].isupper() and not view.line(found.start)[0]


def _is_language(found: Found, view: View) -> bool:
    """« en russe », « parler anglais », « le chinois », "in French"; « le russe Gazprom » is a company."""
    form = found.form
    if form.kind is not FormKind.ADJECTIVE or form.plural:
        return False
    before = view.word_before(found.at)
    spoken = before is not None and view.is_word(before[1], "speaks")
    if view.french:
        return form.text[0].islower() and (spoken or view.is_determined(found.at))
    if before is None or not spoken:
        return False
    word = view.word_after(found.to)
    return word is None or view.is_word(word, "function") or before[1].lower() in _ALWAYS_A_LANGUAGE


def _is_match(found: Found, view: View) -> bool:
    """« France-Brésil (1-0) », "beat Italy 2-1": matches; not a stay "in Austria 24-26 May"."""
    if found.form.kind is not FormKind.NAME:
        return False
    end = found.to
    while view.folded[end : end + 1] == "-" and end + 1 in view.starts:
        rest = _REST_OF_PAIR.match(view.folded, end)
        end = rest.end() if rest else len(view.folded)
    return _SCORE.match(view.folded, end) is not None


def _is_shouted(found: Found, view: View) -> bool:
    """« US Créteil » is a club, and "JOIN US NOW" speaks of no state."""
    text = found.form.text
    if len(text) > 3 or not text.isupper():
        return False
    if view.french and text == "US":
        word = view.word_after(found.end)
        return word is not None and word[0].isupper() and found.end + 1 not in view.starts
    return view.line(found.start)[1]


NO_ACTOR: tuple[Callable[[Found, View], bool], ...] = (
    _is_place_name,
    _is_given_name,
    _is_heritage,
    _is_namesake,
    _is_language,
    _is_match,
    _is_shouted,
)
