"""Passages of our own with every relation in them, tests/gold/en_relations.txt, scored against floors.

A passage is a paragraph, then "= SOURCE TARGET CODE [mood] [+GROUND]" a relation, or "= none". Those headed "@held"
were never looked at while rules were written. Symmetric codes count in either order; pair and full are F1 over sets of
each passage, mood and ground shares right of those found, as in other gold of this kind.
"""

from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import pytest
from tests.builders import article

from foedus.codes import Code, facts
from foedus.model import Ground, Mood, Relation
from foedus.reading import read_articles

pytestmark = pytest.mark.slow

GOLD = Path(__file__).parents[1] / "gold" / "en_relations.txt"
# Our figures when the floors were last set; they are only ever raised.
FLOORS = {"pair": 0.81, "full": 0.68, "mood": 0.96, "ground": 0.8}
HELD_FLOORS = {"pair": 0.82, "full": 0.54}

Key = tuple[str, str, Code]


@dataclass
class Passage:
    name: str
    held: bool
    text: str = ""
    relations: dict[Key, tuple[Mood, str | None]] = field(default_factory=dict)


def key(source: str, target: str, code: Code) -> Key:
    ends = (min(source, target), max(source, target)) if facts(code).symmetric else (source, target)
    return (*ends, code)


def passages() -> list[Passage]:
    """Return the passages of the file."""
    found: list[Passage] = []
    for line in GOLD.read_text(encoding="utf-8").splitlines():
        if line.startswith("@"):
            head, _, name = line.partition(" ")
            found.append(Passage(name, head == "@held"))
        elif line.startswith("= ") and line != "= none":
            source, target, code, *rest = line[2:].split()
            grounds = [Ground(w[1:]) for w in rest if w[0] == "+"]
            moods = [Mood(w) for w in rest if w[0] != "+"]
            marked = (*(moods or [Mood.ASSERTED]), *(grounds or [None]))
            found[-1].relations.setdefault(key(source, target, Code(code)), marked)
        elif line and not line.startswith(("#", "=")):
            found[-1].text += line
    return found


def seen(relations: tuple[Relation, ...]) -> dict[Key, list[Relation]]:
    found: dict[Key, list[Relation]] = {}
    for r in relations:
        found.setdefault(key(r.source, r.target, r.code), []).append(r)
    return found


@cache
def readings() -> list[tuple[Passage, dict[Key, list[Relation]]]]:
    """Return each passage with what was read in it."""
    gold = passages()
    read = read_articles([article(p.text, language="en") for p in gold])
    return [(p, seen(r.relations)) for p, r in zip(gold, read, strict=True)]


def f1(hits: int, predicted: int, gold: int) -> float:
    return 2 * hits / (predicted + gold) if predicted + gold else 1.0


def score(held: bool) -> dict[str, float]:
    """Return pair and full F1, and the shares of moods and grounds right of those found."""
    n = dict.fromkeys("gp pp hp gf pf hf mood ground grounds".split(), 0)
    for passage, found in readings():
        if passage.held is not held:
            continue
        gold = passage.relations
        pairs, ours = ({frozenset(k[:2]) for k in keys} for keys in (gold, found))
        both = gold.keys() & found.keys()
        n["gp"], n["pp"], n["hp"] = n["gp"] + len(pairs), n["pp"] + len(ours), n["hp"] + len(pairs & ours)
        n["gf"], n["pf"], n["hf"] = n["gf"] + len(gold), n["pf"] + len(found), n["hf"] + len(both)
        for k in both:
            mood, ground = gold[k]
            n["mood"] += mood in {r.mood for r in found[k]}
            n["grounds"] += ground is not None
            n["ground"] += ground is not None and ground in {r.ground for r in found[k]}
    return {
        "pair": f1(n["hp"], n["pp"], n["gp"]),
        "full": f1(n["hf"], n["pf"], n["gf"]),
        "mood": n["mood"] / max(n["hf"], 1),
        "ground": n["ground"] / max(n["grounds"], 1),
    }


@pytest.mark.parametrize(("measure", "floor"), FLOORS.items())
def test_passages_that_rules_were_written_by(measure: str, floor: float) -> None:
    assert score(held=False)[measure] >= floor


@pytest.mark.parametrize(("measure", "floor"), HELD_FLOORS.items())
def test_passages_that_were_held_back(measure: str, floor: float) -> None:
    assert score(held=True)[measure] >= floor


@pytest.mark.parametrize("name", [p.name for p in passages() if not p.relations])
def test_nothing_is_found_where_there_is_nothing(name: str) -> None:
    assert next(set(found) for passage, found in readings() if passage.name == name) == set()


def test_all_codes_moods_and_grounds_stand_in_the_passages() -> None:
    marked = [(k[2], mood, ground) for p in passages() for k, (mood, ground) in p.relations.items()]
    assert {code for code, _, _ in marked} == set(Code)
    assert {mood for _, mood, _ in marked} == set(Mood)
