"""Passages and sentences written for the project: how much is found in them, and how little where nothing is.

= 03 journal 2023-03-11            id, kind of text, day of publication
L'Arabie saoudite et l'Iran ...    the passage
> SAU IRN AGREE                    a relation in it, in the notation of test_relation_tables.py
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from test_relation_tables import Act, act, ordered
from tests.builders import article

from foedus.codes import Code
from foedus.reading import read_articles

pytestmark = pytest.mark.slow

GOLD = Path(__file__).parents[1] / "gold"
PAIR_FLOOR, FULL_FLOOR, MOOD_FLOOR = 0.73, 0.57, 0.94
FALSE_IN_A_HUNDRED = 1


@dataclass(frozen=True)
class Passage:
    text: str
    published: str | None
    acts: tuple[Act, ...]


def passages() -> Iterator[Passage]:
    body = (GOLD / "relations_fr.txt").read_text(encoding="utf-8")
    for block in re.split(r"(?m)^= ", body)[1:]:
        head, *lines = block.strip().splitlines()
        date = re.search(r"\d{4}-\d\d-\d\d", head)
        text = "\n".join(line for line in lines if not line.startswith(">"))
        acts = tuple(act(line[1:], head) for line in lines if line.startswith(">"))
        yield Passage(text, date[0] if date else None, acts)


def f1(right: int, found: int, wanted: int) -> float:
    return 2 * right / (found + wanted)


def test_relations_of_whole_passages_are_found() -> None:
    gold = list(passages())
    readings = list(read_articles(article(p.text, published=p.published) for p in gold))
    pairs, full, mood = [0, 0, 0], [0, 0, 0], [0, 0]
    for passage, reading in zip(gold, readings, strict=True):
        wanted = {(a.source, a.target, a.code): a.mood for a in passage.acts}
        found = {(*ordered(r.source, r.target, r.code), r.code): r.mood for r in reading.relations}
        both = wanted.keys() & found.keys()
        mood[0] += sum(wanted[key] == found[key] for key in both)
        mood[1] += len(both)
        sides = [{frozenset(key[:2]) for key in keys} for keys in (found, wanted)]
        for counts, (mine, theirs) in ((pairs, sides), (full, [set(found), set(wanted)])):
            for i, number in enumerate((len(mine & theirs), len(mine), len(theirs))):
                counts[i] += number
    assert len(gold) >= 50
    assert f1(*pairs) >= PAIR_FLOOR
    assert f1(*full) >= FULL_FLOOR
    assert mood[0] / mood[1] >= MOOD_FLOOR


@pytest.mark.parametrize("language", ["fr", "en"])
def test_nearly_nothing_is_found_where_no_state_acts_on_another(language: str) -> None:
    lines = (GOLD / f"no_relations_{language}.txt").read_text(encoding="utf-8").splitlines()
    sentences = [line for line in lines if line and not line.startswith("#")]
    readings = read_articles(article(s, language=language) for s in sentences)
    false = [
        f"{r.article.text} {[(x.source, x.target, x.code.value) for x in r.relations]}" for r in readings if r.relations
    ]
    assert len(sentences) >= 100
    assert len(false) <= FALSE_IN_A_HUNDRED * len(sentences) // 100, false


def test_the_passages_bear_every_code() -> None:
    assert {a.code for p in passages() for a in p.acts} == set(Code)
