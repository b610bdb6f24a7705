"""From a name as the tables write it to every spelling that print gives it.

"(la )Dominique"   only after "la ", which is not part of the mention
"CAR?"             weak: needs the same state named in another way
"=Malé"            no other spellings
"Zaïre 1971-1997"  a former name with its years, either side of the hyphen open
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

_NOTATION = re.compile(r"(?P<exact>=?)(?:\((?P<lead>[^)]+)\))?(?P<name>[^?(][^?]*)(?P<weak>\??)")
_FORMER = re.compile(r"(?P<name>.+) (?P<since>\d{4})?-(?P<until>\d{4})?")


@dataclass(frozen=True, slots=True)
class Written:
    """One name read out of a table.

    Attributes:
        lead: what must stand before the name without being part of it; mostly "".
        exact: True where no other spelling is to be made.
    """

    name: str
    lead: str = ""
    weak: bool = False
    exact: bool = False


def parts(cell: str) -> list[str]:
    """Return the names of a cell, which ";" separates."""
    return [part for part in map(str.strip, cell.split(";")) if part]


def written(cell: str) -> Iterator[Written]:
    """Read the names of a cell.

    Raises:
        ValueError: a name is not in the notation above.
    """
    for part in parts(cell):
        match = _NOTATION.fullmatch(part)
        if match is None:
            raise ValueError(f"{part!r} is not a name, '(lead )name', 'name?' or '=name'")
        yield Written(match["name"], match["lead"] or "", bool(match["weak"]), bool(match["exact"]))


def former(cell: str) -> Iterator[str]:
    """Return the former names of a cell without their years.

    Raises:
        ValueError: the years are missing or run backwards.
    """
    for part in parts(cell):
        match = _FORMER.fullmatch(part)
        if match is None or not (match["since"] or match["until"]):
            raise ValueError(f"{part!r} is not 'name 1971-1997'")
        if match["since"] and match["until"] and match["since"] > match["until"]:
            raise ValueError(f"{part!r} ends before it begins")
        yield match["name"]


@cache
def bare(text: str) -> str:
    """Return the text without its accents.

    Example:
        >>> bare("Bélarus, São Tomé")
        'Belarus, Sao Tome'
    """
    if text.isascii():
        return text
    return "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))


def initial_capital(text: str) -> str:
    """Return the text with its first letter in upper case and the rest as it was."""
    return text[:1].upper() + text[1:]


def french_plural(word: str) -> str:
    """Return the plural of an adjective of nationality; of a compound only the last part changes.

    Example:
        >>> [french_plural(w) for w in ("russe", "nord-coréen", "français", "hébreu", "coréen du Nord")]
        ['russes', 'nord-coréens', 'français', 'hébreux', 'coréens du Nord']
    """
    head, of, tail = word.partition(" du ")
    if of:
        return french_plural(head) + of + tail
    if word.endswith(("s", "x", "z")):
        return word
    return word + ("x" if word.endswith(("eau", "eu")) else "s")


def french_adjective(pair: str) -> list[tuple[str, bool]]:
    """Return the forms of "masculine/feminine", singular before plural, each with whether it is plural only.

    Example:
        >>> french_adjective("turc/turque")
        [('turc', False), ('turque', False), ('turcs', True), ('turques', True)]
    """
    masculine, _, feminine = pair.partition("/")
    singular = dict.fromkeys((masculine, feminine or masculine))
    plural = dict.fromkeys(french_plural(word) for word in singular)
    return [(w, False) for w in singular] + [(w, True) for w in plural if w not in singular]


def capitalised(word: str) -> list[str]:
    """Return the people's name made from an adjective: "Nord-Coréen", and "Nord-coréen" as some print it."""
    spread = "-".join(initial_capital(part) for part in word.split("-"))
    return list(dict.fromkeys((spread, initial_capital(word))))


def english_people(adjective: str) -> str | None:
    """Return the plural that names the people, where the adjective makes one by itself.

    Example:
        >>> english_people("Russian"), english_people("French")
        ('Russians', None)
    """
    return adjective + "s" if adjective.endswith(("an", "i")) else None


def spellings(form: str) -> list[str]:
    """Return the form, without accents, with a capital where it starts small, and in capitals.

    Words of three letters get no capitals: "OMAN" yes, "LAO" no. Only forms of several words take the capital,
    for a small adjective with a capital is another thing.
    """
    found = [form, bare(form)]
    if form[0].islower() and " " in form:
        found += [initial_capital(form), initial_capital(bare(form))]
    if len(form) > 3:
        found += [form.upper(), bare(form).upper()]
    return list(dict.fromkeys(found))
