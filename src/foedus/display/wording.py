"""Words, dates and names in French or English, from data/display/words.toml."""

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from foedus.codes import Code, facts
from foedus.errors import LexiconError
from foedus.language.registry import states
from foedus.model import Ground, Mood, Speaker
from foedus.tables import data_dir

LANGUAGES = ("fr", "en")

# What a text from elsewhere must not do to a terminal: control it, or turn the direction of what follows.
_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff]")
_LINE_BREAKS = re.compile("[ \t\r\n]*[\t\r\n\u2028\u2029][ \t\r\n]*")


@dataclass(frozen=True, slots=True)
class Wording:
    """One language of words.toml."""

    language: str
    table: Mapping[str, Any]

    def say(self, key: str, n: int = 1, **fill: object) -> str:
        """Return the wording of a key, filled in, in the form that fits a number."""
        return self._form(self.table[key], n, **fill)

    def count(self, kind: str, n: int) -> str:
        """Return "3 articles"."""
        return self._form(self.table["counts"][kind], n)

    def named(self, group: str, key: str, n: int = 1, **fill: object) -> str:
        """Return the wording of a key of a table, such as `whose`."""
        return self._form(self.table[group][key], n, **fill)

    def _form(self, text: str, n: int, **fill: object) -> str:
        one, _, many = text.partition("|")
        # « 0 article » and « 1,5 million » are singular in French, "0 articles" is plural in English.
        is_one = n == 1 or (n == 0 and self.language == "fr")
        return (one if is_one or not many else many).format(n=n, **fill)

    def ground(self, ground: Ground) -> str:
        """Return the heading of a ground."""
        return self.named("grounds", ground.value)

    def act(self, code: Code, mood: Mood) -> str:
        """Return "soutien", or « aide (niée) » for what is not put as a fact."""
        name = facts(code).fr if self.language == "fr" else facts(code).en
        if mood is Mood.ASSERTED:
            return name
        feminine = name.split()[0] in self.say("feminine").split()
        return f"{name} ({self.mood(mood, feminine=feminine)})"

    def mood(self, mood: Mood, *, feminine: bool = False) -> str:
        """Return a mood, in French in the gender of what it is said of."""
        return self.named("moods", mood.value, n=2 if feminine else 1)

    def state(self, iso3: str) -> str:
        """Return the name of a state; what the registry does not know stays as it is."""
        state = states().get(iso3)
        return state.name(self.language) if state else iso3

    def date(self, iso: str) -> str:
        """Return « 28 juillet 2025 », « juillet 2025 » or « 2025 », as precise as the date given."""
        year, _, rest = iso.partition("-")
        month, _, day = rest.partition("-")
        if not month:
            return year
        name = self.say("months").split()[int(month) - 1]
        if not day:
            return f"{name} {year}"
        return self.say("date", day=self.say("first_day") if int(day) == 1 else int(day), month=name, year=year)

    def quote(self, words: str) -> str:
        """Put words between the quotation marks of the language."""
        return self.say("quote_open") + words + self.say("quote_close")

    def listed(self, parts: Iterable[str]) -> str:
        """Return "a, b et c"."""
        *head, last = parts
        return f"{', '.join(head)} {self.say('join_with')} {last}" if head else last

    def dated(self, iso: str) -> str:
        """Return « acte du 28 juillet 2025 »."""
        return self.say("act_of", n=1 if iso.count("-") == 2 else 2, date=self.date(iso))

    def speaker(self, speaker: Speaker | None, *, role: bool = True) -> str:
        """Return "Awa Kone, ministre des Affaires étrangères (MLI)"."""
        if speaker is None:
            return self.say("unknown_speaker")
        text = printable(speaker.name)
        if role and speaker.role and speaker.role.casefold() not in speaker.name.casefold():
            text += f", {printable(speaker.role)}"
        states = [state for state in (speaker.state, *speaker.others) if state]
        return f"{text} ({', '.join(states)})" if states else text


def printable(text: str) -> str:
    """Return words on one line, without characters that would steer the terminal; no letter is changed."""
    return cleaned(text).strip()


def cleaned(text: str) -> str:
    """Do the same to a piece of a text, whose blanks at either end belong to it."""
    return _UNPRINTABLE.sub("", _LINE_BREAKS.sub(" ", text))


def capital(text: str) -> str:
    """Return words with a capital first."""
    return text[:1].upper() + text[1:]


def arrow(source: str, target: str, code: Code, order: Sequence[str] = ()) -> str:
    """Return "RUS → PRK", or "RUS – PRK", in the order given if there is one, where the code holds both ways."""
    if not facts(code).symmetric:
        return f"{source} → {target}"
    return " – ".join(sorted((source, target), key=order.index) if order else (source, target))


def shortened(text: str, width: int) -> str:
    """Cut a text after a word to at most `width` characters, with "[…]" where something is left out."""
    if len(text) <= width:
        return text
    cut = text[: width - 4]
    at = cut.rfind(" ")
    return f"{cut[:at] if at > 0 else cut} […]"


@cache
def wording(language: str) -> Wording:
    """Return the wording of a language.

    Raises:
        LexiconError: there is none for it.
    """
    folder = data_dir() / "display"
    raw = tomllib.loads((folder / "words.toml").read_text(encoding="utf-8"))
    if language not in raw:
        raise LexiconError(f"data/display/words.toml: no wording for {language!r}: expected one of {', '.join(raw)}")
    system = tomllib.loads((folder / "system.toml").read_text(encoding="utf-8"))
    return Wording(language, raw[language] | system[language])
