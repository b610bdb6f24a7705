"""The sentences of a brief in French or English, from data/brief/*.toml."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from foedus.display.wording import Wording, wording
from foedus.model import Ground
from foedus.tables import data_dir

_VOWELS = tuple("AEIOUÉÈÊÎÔaeiou")


@dataclass(frozen=True, slots=True)
class Templates:
    """One language's sentences, and the wording of all output beside it."""

    language: str
    table: Mapping[str, Any]
    say: Wording

    def fill(self, key: str, **words: object) -> str:
        """Return a sentence filled in, in the form that fits the number `n` if it has one."""
        one, _, many = self.table[key].partition("|")
        n = words.get("n", 1)
        is_one = n == 1 or (n == 0 and self.language == "fr")
        # Blanks are put into the template alone: stored words stay as they are.
        return self.spaced(one if is_one or not many else many).format(**words)

    def number(self, n: int) -> str:
        """Return a small number in words."""
        named: list[str] = self.table["numbers"].split()
        return named[n] if n < len(named) else str(n)

    def spaced(self, text: str) -> str:
        """Put no-break blanks where French has them."""
        if self.language != "fr":
            return text
        for sign in ":;!?»":
            text = text.replace(f" {sign}", f"\u00a0{sign}")
        return text.replace("« ", "«\u00a0")

    def ground(self, ground: Ground) -> str:
        """Return a ground as it stands within a sentence."""
        name: str = self.table["grounds"][ground.value]
        return name

    def the(self, iso3: str) -> str:
        """Return « la Russie », « les États-Unis », "the United States"."""
        name, rules = self.say.state(iso3), self.table["the"]
        if self.language == "en":
            return f"the {name}" if name in rules["plural"] else name
        if name in rules["none"]:
            return name
        if name in rules["plural"]:
            return f"les {name}"
        if name.startswith(_VOWELS):
            return f"l’{name}"
        feminine = name.split()[0].split("-")[0].endswith("e") and name not in rules["masculine"]
        return f"{'la' if feminine else 'le'} {name}"


@cache
def templates(language: str) -> Templates:
    """Return the sentences of a language."""
    raw = tomllib.loads((data_dir() / "brief" / f"{language}.toml").read_text(encoding="utf-8"))
    return Templates(language, raw, wording(language))
