"""Forty articles of which everything is known: reprints, a speech in many papers, an agency, denials, voices."""

import random
from pathlib import Path

import pytest

from builders import article, reading, relation, statement
from foedus.explain import Explanation, Word, explain
from foedus.ledger import Ledger, open_ledger
from foedus.model import Reading

WIRE = " ".join(f"dépêche{n}" for n in range(120))
SPEECH = "Notre peuple se tiendra aux côtés de ses frères jusqu’à la victoire complète"
DENIAL = "La Russie n’a livré aucune technologie de missiles à la Corée du Nord"
CARRIED = "des techniciens russes travaillent sur le site de lancement de Sohae"


def _own(name: str) -> str:
    """Text of one paper alone."""
    return " ".join(f"{name}{n}" for n in range(100))


def wire_story(number: int) -> Reading:
    """A wire story in twelve papers: its own voice and a Russian minister; from the sixth on only its first half."""
    body = WIRE if number < 6 else WIRE[: len(WIRE) * 6 // 10]
    page = article(
        f"Moscou arme Pyongyang depuis l’été. « Nous tiendrons parole », a dit Sergueï Ivanov. {body}",
        f"Reprise {number}",
        published="2025-03-04",
    )
    said = statement(page, "Nous tiendrons parole", speaker="Sergueï Ivanov", state="RUS")
    claims = (
        relation(page, "RUS", "PRK", "AID", evidence="Moscou arme Pyongyang depuis l’été", ground="MILITARY"),
        relation(page, "RUS", "PRK", "ALIGNED", evidence="Nous tiendrons parole", ground="MILITARY", statement=said),
    )
    return reading(page, said, *claims)


def speech(number: int) -> Reading:
    """One speech of a North Korean minister in eight papers, each with its own text and spelling, some cut short."""
    words = SPEECH if number % 3 else SPEECH[: SPEECH.index(" jusqu")]
    page = article(
        f"« {words} », a dit la ministre. {_own(f'discours{number}')}", f"Journal {number}", published="2025-03-05"
    )
    said = statement(page, words, speaker="Choe Mi" if number % 2 else "Choé Mi", state="PRK")
    return reading(
        page, said, relation(page, "PRK", "RUS", "SUPPORT", evidence=words, ground="HISTORY", statement=said)
    )


def carried(number: int) -> Reading:
    """Five papers that have the same from one agency, each naming the source otherwise, one not at all."""
    page = article(
        f"Selon une source, {CARRIED}. {_own(f'agence{number}')}", f"Feuille {number}", published="2025-03-06"
    )
    name = None if number == 0 else f"source{number} militaire{number}"
    said = statement(page, CARRIED, speaker=name, relay=["Agence Centrale"], kind="indirect")
    return reading(
        page, said, relation(page, "RUS", "PRK", "COOPERATE", evidence=CARRIED, ground="MILITARY", statement=said)
    )


def expert(number: int) -> Reading:
    """A South Korean on three occasions, with other words each time."""
    words = _own(f"avis{number}")[:90]
    page = article(
        f"« {words} », dit-il. {_own(f'expert{number}')}", f"Revue {number}", published=f"2025-0{number + 4}-01"
    )
    said = statement(page, words, speaker="Park Ji", state="KOR")
    return reading(page, said, relation(page, "RUS", "PRK", "ALIGNED", evidence=words, ground="TREATY", statement=said))


def own_voice(number: int) -> Reading:
    """Four papers of their own, in their own voice."""
    words = _own(f"constat{number}")[:80]
    page = article(f"{words}. {_own(f'voix{number}')}", f"Gazette {number}")
    return reading(page, relation(page, "PRK", "RUS", "AID", evidence=words))


def denial(number: int) -> Reading:
    """A Russian spokesman's denial in three papers."""
    page = article(f"« {DENIAL} », a dit Anna Petrova. {_own(f'démenti{number}')}", f"Courrier {number}")
    said = statement(page, DENIAL, speaker="Anna Petrova", state="RUS")
    return reading(page, said, relation(page, "RUS", "PRK", "AID", evidence=DENIAL, mood="negated", statement=said))


def nobody(number: int) -> Reading:
    """Three articles in which somebody says something."""
    words = _own(f"rumeur{number}")[:70]
    page = article(f"On dit que {words}. {_own(f'bruit{number}')}", f"Écho {number}")
    said = statement(page, words, kind="indirect")
    return reading(page, said, relation(page, "RUS", "PRK", "AGREE", evidence=words, mood="possible", statement=said))


def elsewhere(number: int) -> Reading:
    """Two articles about other states."""
    page = article(_own(f"ailleurs{number}"), f"Ailleurs {number}")
    return reading(page, relation(page, "FRA", "DZA", "ACCUSE"))


FORTY = [
    *map(wire_story, range(12)), *map(speech, range(8)), *map(carried, range(5)), *map(expert, range(3)),
    *map(own_voice, range(4)), *map(denial, range(3)), *map(nobody, range(3)), *map(elsewhere, range(2)),
]  # fmt: skip


def check(found: Explanation) -> None:
    assert (found.records, found.articles) == (50, 38)
    # wire: its own voice, the minister; the speech; the agency; three times the expert; four papers; the denial
    assert found.origins == 1 + 1 + 1 + 1 + 3 + 4 + 1
    # Ivanov, Choe, Park, Petrova, and four ways to name the agency's source
    assert found.speakers == 4 + 4
    groups = {group.ground or "OTHER": group for group in (*found.grounds, found.other) if group}
    assert {ground: (group.records, group.origins) for ground, group in groups.items()} == {
        "HISTORY": (8, 1), "MILITARY": (12 + 12 + 5, 3), "TREATY": (3, 3), "OTHER": (4 + 3, 4),
    }  # fmt: skip
    assert {ground: group.whose_word.rests_on for ground, group in groups.items()} == {
        "HISTORY": (Word.PARTY,),
        "MILITARY": (Word.PARTY, Word.THIRD_PARTY, Word.OUTLET),
        "TREATY": (Word.THIRD_PARTY,),
        "OTHER": (Word.THIRD_PARTY, Word.OUTLET),
    }
    assert dict(groups["MILITARY"].whose_word.records) == {
        Word.PARTY: 12, Word.BOTH_PARTIES: 0, Word.THIRD_PARTY: 5, Word.OUTLET: 12,
    }  # fmt: skip
    assert {ground for ground, group in groups.items() if group.whose_word.contested} == {"MILITARY"}
    against = found.against
    assert against and (against.records, against.origins, against.whose_word.contested) == (3, 1, True)
    assert groups["MILITARY"].denied == 3 and groups["HISTORY"].denied == 0
    for piece in groups["MILITARY"].evidence:
        assert piece.contested == (3 if piece.claim.code == "AID" else 0)
    assert all(piece.contested == 12 for piece in against.evidence)
    assert groups["HISTORY"].reprints + groups["MILITARY"].reprints >= 11


def numbers(found: Explanation) -> object:
    """All that an explanation says, but for when articles were read."""
    return [
        (g.ground, g.records, g.origins, [(e.claim.id, e.origin, e.reprint_of) for e in g.evidence])
        for g in found.grounds
    ]


@pytest.mark.parametrize("seed", range(3))
def test_counts_are_right_in_any_order_and_after_removing_and_adding_again(tmp_path: Path, seed: int) -> None:
    rng = random.Random(seed)
    assert len(FORTY) == 40
    with open_ledger(tmp_path / "forty.db") as ledger:
        _add(ledger, FORTY, rng)
        before = explain(ledger, "RUS", "PRK")
        check(before)
        gone = rng.sample(FORTY, 17)
        for one in gone:
            ledger.remove(one.article.id)
        _add(ledger, gone, rng)
        after = explain(ledger, "PRK", "RUS")
        check(after)
        assert numbers(before) == numbers(after)


def _add(ledger: Ledger, readings: list[Reading], rng: random.Random) -> None:
    for one in rng.sample(readings, len(readings)):
        ledger.add(one)
