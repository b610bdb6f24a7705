"""The 20 codes a relation can bear, read from data/codes.toml.

Source: the 16 event codes, their quad classes and scores are those of PLOVER (Open Event Data
Alliance, PLOVER manual, draft 2.0); the 4 standing ties are ours. Where the manual disagrees with
itself, the `note` of the code in codes.toml says which reading was taken.
"""

import tomllib
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from functools import cache
from importlib.resources import files

from foedus.errors import LexiconError


class Code(StrEnum):
    """A PLOVER event (done at a time) or a standing tie."""

    AGREE = "AGREE"
    CONSULT = "CONSULT"
    SUPPORT = "SUPPORT"
    CONCEDE = "CONCEDE"
    COOPERATE = "COOPERATE"
    AID = "AID"
    RETREAT = "RETREAT"
    REQUEST = "REQUEST"
    ACCUSE = "ACCUSE"
    REJECT = "REJECT"
    THREATEN = "THREATEN"
    PROTEST = "PROTEST"
    SANCTION = "SANCTION"
    MOBILIZE = "MOBILIZE"
    COERCE = "COERCE"
    ASSAULT = "ASSAULT"
    ALLIED = "ALLIED"
    ALIGNED = "ALIGNED"
    OPPOSED = "OPPOSED"
    AT_WAR = "AT_WAR"


class QuadClass(IntEnum):
    """PLOVER's four classes; a standing tie has none."""

    VERBAL_COOPERATION = 1
    MATERIAL_COOPERATION = 2
    VERBAL_CONFLICT = 3
    MATERIAL_CONFLICT = 4


@dataclass(frozen=True, slots=True)
class CodeFacts:
    """What is fixed about one code.

    Attributes:
        quad_class: PLOVER quad class; None for a tie.
        score: PLOVER score, -10 to +10; None for a tie.
        cameo_root: the two-digit CAMEO root; None for a tie.
        sign: +1 brings two states together, -1 sets them apart, 0 neither.
        symmetric: True where source and target can be exchanged.
    """

    code: Code
    quad_class: QuadClass | None
    score: float | None
    cameo_root: str | None
    sign: int
    symmetric: bool
    fr: str
    en: str
    note: str

    @property
    def is_tie(self) -> bool:
        """True for the four standing ties."""
        return self.quad_class is None


@cache
def code_table() -> dict[Code, CodeFacts]:
    """Return the facts of every code, keyed by code.

    Raises:
        LexiconError: a code is missing from codes.toml, or the file names one that does not exist.
    """
    raw = tomllib.loads((files("foedus") / "data" / "codes.toml").read_text(encoding="utf-8"))
    if set(raw) != set(Code):
        wrong = ", ".join(sorted(set(raw) ^ set(Code)))
        raise LexiconError(f"data/codes.toml: these codes are missing or unknown: {wrong}")
    return {
        Code(name): CodeFacts(
            code=Code(name),
            quad_class=QuadClass(row["quad_class"]) if "quad_class" in row else None,
            score=row.get("score"),
            cameo_root=row.get("cameo_root"),
            sign=row["sign"],
            symmetric=row.get("symmetric", False),
            fr=row["fr"],
            en=row["en"],
            note=row.get("note", ""),
        )
        for name, row in raw.items()
    }


def facts(code: Code) -> CodeFacts:
    """Return the facts of one code."""
    return code_table()[code]
