"""How many independent words: reprints, cuts and echoes count once, and nobody counts for nothing."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foedus.origins import Voice, count_origins, count_speakers, find_origins, jaccard, near_identical, shingles

WIRE = " ".join(f"mot{n}" for n in range(60))
OTHER = " ".join(f"autre{n}" for n in range(60))
SAID = "Nous livrerons le blé promis à nos amis du Sud avant la fin du mois"


def voice(article: str = "a", said: str = "", speaker: str | None = None, **more: object) -> Voice:
    own = not said
    base = Voice(article, f"Journal {article}", said or f"preuve de {article}", own, said, speaker)
    return replace(base, **more)  # type: ignore[arg-type]


def count(*voices: Voice, **texts: str) -> int:
    return count_origins(find_origins(voices, texts))


CASES = [
    # one word
    ("one speaker twice in one article", 1, [voice("a", SAID, "Kone"), voice("a", "Tout autre chose", "Kone")], {}),
    ("his surname alone, in one article", 1, [voice("a", SAID, "Awa Kone"), voice("a", "Autre chose", "Kone")], {}),
    ("one speaker's words in two papers", 1, [voice("a", SAID, "Kone"), voice("b", SAID, "Kone")], {}),
    (
        "one speaker's words in two papers, one word changed and the name spelt otherwise",
        1,
        [voice("a", SAID, "Sergueï Kone"), voice("b", SAID.replace("blé", "grain"), "Sergey Koné")],
        {},
    ),
    ("one paper prints half of it", 1, [voice("a", SAID, "Kone"), voice("b", SAID[:45], "Kone")], {}),
    ("own voice twice in one article", 1, [voice("a"), voice("a", evidence="ailleurs")], {}),
    ("wire copy in two papers", 1, [voice("a"), voice("b")], {"a": WIRE, "b": WIRE + " fin"}),
    (
        "a speaker in wire copy printed twice, other words picked",
        1,
        [voice("a", SAID, "Kone"), voice("b", "Tout autre chose", "Kone")],
        {"a": WIRE, "b": WIRE},
    ),
    (
        "the same agency carries the same evidence, the speaker named otherwise",
        1,
        [voice("a", SAID, "Kone", relay=("Tass",)), voice("b", SAID, "le ministre", relay=("RT", "TASS"))],
        {},
    ),
    (
        "the agency's own article and a paper that cites it",
        1,
        [voice("a", evidence=SAID, outlet="Tass"), voice("b", SAID, "le ministre", relay=("Tass",))],
        {},
    ),
    ("unknown next to known", 1, [voice("a", SAID, "Kone"), voice("b", "On dit autre chose")], {}),
    ("nothing but unknown", 1, [voice("a", "On dit ceci", None), voice("b", outlet=None), voice("c", outlet=None)], {}),
    # two
    ("two speakers in one article", 2, [voice("a", SAID, "Kone"), voice("a", SAID, "Diallo")], {}),
    ("one name for two states", 2, [voice("a", SAID, "Kim", state="KOR"), voice("a", SAID, "Kim", state="PRK")], {}),
    ("one speaker on two occasions", 2, [voice("a", SAID, "Kone"), voice("b", "Tout autre chose", "Kone")], {}),
    ("a speaker and the outlet", 2, [voice("a", SAID, "Kone"), voice("a")], {}),
    ("two articles of two outlets", 2, [voice("a"), voice("b")], {"a": WIRE, "b": OTHER}),
    (
        "two articles that share less than four fifths",
        2,
        [voice("a"), voice("b")],
        {"a": WIRE, "b": WIRE[: len(WIRE) // 2] + OTHER},
    ),
    (
        "the same evidence through two agencies",
        2,
        [voice("a", SAID, "Kone", relay=("Tass",)), voice("b", SAID, "Diallo", relay=("Yonhap",))],
        {},
    ),
    (
        "other evidence through one agency",
        2,
        [voice("a", SAID, "Kone", relay=("Tass",)), voice("b", "Tout autre chose", "Diallo", relay=("Tass",))],
        {},
    ),
    (
        "a short formula inside a longer sentence",
        2,
        [voice("a", "notre allié de toujours", "Kone"), voice("b", f"{SAID} avec notre allié de toujours", "Kone")],
        {},
    ),
    ("no record", 0, [], {}),
]


@pytest.mark.parametrize(("expected", "voices", "texts"), [c[1:] for c in CASES], ids=[c[0] for c in CASES])
def test_counts_origins(expected: int, voices: list[Voice], texts: dict[str, str]) -> None:
    given_texts = {v.article_id: f"texte de {v.article_id} seul" for v in voices} | texts
    assert count(*voices, **given_texts) == expected
    assert count(*reversed(voices), **given_texts) == expected


def test_numbers_origins_in_order_and_leaves_the_unknown_without() -> None:
    voices = [voice("a", "On dit ceci"), voice("b", SAID, "Kone"), voice("c"), voice("d", SAID, "Kone")]
    assert find_origins(voices, {}) == (None, 1, 2, 1)


@pytest.mark.parametrize(
    ("expected", "names"),
    [
        (1, ["Lavrov", "Sergueï Lavrov", "Sergey Lavrov"]),
        (1, ["Sergueï Lavrov", "Sergey Lavrov"]),
        (2, ["Kim Jong-un", "Kim Yo-jong"]),
        (2, ["le Kremlin", "la Maison Bleue"]),
        (0, []),
    ],
    ids=str,
)
def test_counts_speakers(expected: int, names: list[str]) -> None:
    assert count_speakers([voice("a", SAID, name) for name in names] + [voice("a"), voice("a", SAID)]) == expected


@pytest.mark.parametrize(
    ("left", "right", "alike"),
    [
        ("Nous avons livré du blé à nos amis.", "« Nous avons livré du BLE, à nos amis »", True),
        ("un deux trois quatre cinq six sept huit", "un deux trois quatre cinq six sept neuf", True),
        ("un deux trois quatre cinq six sept huit", "un deux trois neuf cinq six dix huit", False),
        ("", "", False),
    ],
)
def test_near_identical_sentences(left: str, right: str, alike: bool) -> None:
    assert near_identical(shingles(left, 2), shingles(right, 2)) == alike


def test_jaccard_by_hand() -> None:
    # un-deux, deux-trois | deux-trois, trois-quatre: one of three
    assert jaccard(shingles("un deux trois", 2), shingles("deux trois quatre", 2)) == pytest.approx(1 / 3)


@given(
    st.lists(
        st.builds(
            Voice,
            article_id=st.sampled_from("abcd"),
            outlet=st.sampled_from([None, "Tass", "RT"]),
            evidence=st.sampled_from([SAID, SAID + " oui", OTHER, ""]),
            own=st.booleans(),
            said=st.sampled_from([SAID, SAID + " oui", OTHER]),
            speaker=st.sampled_from([None, "Kone", "Awa Kone", "Diallo", "…"]),
            relay=st.sampled_from([(), ("Tass",), ("RT", "Tass")]),
        ),
        max_size=8,
    ).flatmap(lambda voices: st.tuples(st.just(voices), st.permutations(voices)))
)
def test_the_order_of_records_changes_no_count(both: tuple[list[Voice], list[Voice]]) -> None:
    texts = {"a": WIRE, "b": WIRE, "c": OTHER, "d": ""}
    one, other = (find_origins(voices, texts) for voices in both)
    assert count_origins(one) == count_origins(other)
    assert one.count(None) == other.count(None)
