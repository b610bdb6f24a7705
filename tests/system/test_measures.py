"""Each measure against values worked by hand or printed; the test says which."""

import random
from itertools import combinations

import pytest

from foedus.system.balance import frustration, triads
from foedus.system.blocs import find_blocs
from foedus.system.centrality import centralities
from foedus.system.changes import counted, shifts, stretches
from foedus.system.graph import Edge, SignedGraph, added, assembled, signed
from foedus.system.polarity import concentration, from_capabilities, from_ties, major_powers
from foedus.system.similarity import alliance_similarity, cohen_kappa, scott_pi, signorino_ritter

# Read 1954, the Gahuku-Gama tribes: friendship (rova) and enmity (hina), as Hage and Harary 1983 give them.
TRIBES = """
1+2 1-3 2-3 1-4 3+4 1-5 2-5 1-6 2-6 3+6 3+7 5+7 6+7 3+8 4+8 6+8 7+8 2-9 5+9 6-9 2-10 9+10 6+11 7+11 8+11 9-11 10-11
1-12 6+12 7+12 8+12 11+12 6-13 7+13 9+13 10+13 11-13 5+14 8-14 12-14 13+14 1+15 2+15 5-15 9-15 10-15 11-15 12-15 13-15
1+16 2+16 5-16 6-16 11-16 12-16 13-16 14-16 15+16
"""


def tribes() -> SignedGraph:
    return signed(*("".join(f"{part:0>2}" if part.isdigit() else part for part in _parts(w)) for w in TRIBES.split()))


def _parts(word: str) -> tuple[str, str, str]:
    sign = "+" if "+" in word else "-"
    one, _, other = word.partition(sign)
    return one, sign, other


# -- structural balance ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("pairs", "balanced", "index"),
    [
        ("A+B B+C A+C", 1.0, 0),  # Cartwright and Harary 1956: the friend of my friend is my friend
        ("A+B B-C A-C", 1.0, 0),  # the enemy of my friend is my enemy
        ("A+B B+C A-C", 0.0, 1),
        ("A-B B-C A-C", 0.0, 1),
        ("A+B B+C", None, 0),  # no closed triad
        ("A-B B-C C-D A-D", None, 0),  # an even cycle of enemies falls into two camps
        ("A-B B-C C-D A+D", None, 1),
        ("A+B B-C A-C C+D D+E C-E", 0.5, 1),  # two triads that share a state: their indices add up
    ],
)
def test_textbook_graphs(pairs: str, balanced: float | None, index: int) -> None:
    graph = signed(*pairs.split())
    found = frustration(graph)
    assert triads(graph).balanced == balanced
    assert (found.lower, found.upper, found.exact) == (index, index, True)
    assert len(found.against) == index


def test_the_highland_tribes() -> None:
    """68 triads, 59 of them balanced (Hage and Harary 1983); frustration index 7 (Aref and Wilson 2019)."""
    graph = tribes()
    assert (len(graph.positive), len(graph.negative)) == (29, 29)
    assert triads(graph).counts == {"+++": 19, "+--": 40, "++-": 2, "---": 7}
    found = frustration(graph)
    assert (found.upper, found.exact, len(found.against)) == (7, True, 7)
    assert found.normalised == pytest.approx(1 - 14 / 58)


def test_the_tribes_form_three_blocs() -> None:
    """As Read found them, and Doreian and Mrvar 1996 after him: three groups."""
    blocs = find_blocs(tribes(), seeds=20)
    found = {frozenset(bloc.states) for bloc in blocs.blocs}
    assert found == {
        frozenset(f"{n:02d}" for n in group) for group in ((1, 2, 15, 16), (3, 4, 6, 7, 8, 11, 12), (5, 9, 10, 13, 14))
    }
    assert blocs.agreement == 1.0 and blocs.alone == () and blocs.between == ()


def any_graph(seed: int, states: int, share: float) -> SignedGraph:
    dice = random.Random(seed)
    names = [f"S{n:02d}" for n in range(states)]
    pairs = [pair for pair in combinations(names, 2) if dice.random() < share]
    return assembled([Edge(*pair, dice.choice((1.0, -1.0))) for pair in pairs], (), "", "", ())


@pytest.mark.parametrize("seed", range(12))
def test_the_frustration_index_is_that_of_trying_all_divisions(seed: int) -> None:
    graph = any_graph(seed, 9, 0.6)
    found = frustration(graph)
    best = len(graph.edges)
    for number in range(1 << (len(graph.states) - 1)):
        side = {state: number >> place & 1 for place, state in enumerate(graph.states)}
        best = min(best, sum((side[e.state_a] == side[e.state_b]) != (e.sign > 0) for e in graph.edges))
    assert (found.lower, found.upper) == (best, best)
    camp = {state: n for n, states in enumerate(found.camps) for state in states}
    assert len(found.against) == best
    assert all((camp[e.state_a] == camp[e.state_b]) != (e.sign > 0) for e in graph.edges if e.pair in found.against)


def test_where_it_is_not_exact_the_bounds_say_so() -> None:
    graph = any_graph(1, 16, 0.6)
    exact, bounds = frustration(graph), frustration(graph, exact_up_to=10)
    assert exact.exact and not bounds.exact
    assert bounds.lower < exact.upper <= bounds.upper


def test_nothing_comes_of_an_empty_graph() -> None:
    empty = signed()
    assert triads(empty).balanced is None
    assert (frustration(empty).upper, frustration(empty).normalised) == (0, None)
    blocs = find_blocs(empty)
    assert (blocs.blocs, blocs.quality, blocs.agreement) == ((), None, None)
    assert from_ties(empty, blocs).effective is None
    assert centralities(empty) == ()


# -- blocs and poles ---------------------------------------------------------------------------------------------------

CAMPS = "A+B B+C A+C D+E E+F D+F A-D B-E C-F"


def test_two_camps_are_two_blocs() -> None:
    graph = signed(*CAMPS.split())
    blocs = find_blocs(graph, seeds=10)
    assert [set(bloc.states) for bloc in blocs.blocs] == [set("ABC"), set("DEF")]
    ties = from_ties(graph, blocs)
    assert (ties.effective, ties.two, ties.bipolarity) == (2.0, 1.0, 1.0)
    # Q by hand: each of the six pairs within counts 1 - 2 * 2 / 12 = 2/3 for its friendship, and 1 * 1 / 6 for the
    # enmity that chance would lay there. Together 5, over a weight of 9.
    assert blocs.quality == pytest.approx(5 / 9)


def test_a_state_with_a_foot_in_either_camp_stands_between() -> None:
    graph = signed(*CAMPS.split(), "A+X", "D+X")
    blocs = find_blocs(graph, seeds=60)
    (between,) = blocs.between
    assert between.state == "X" and between.other != between.bloc
    assert between.pull == pytest.approx(1.0)


@pytest.mark.slow
def test_blocs_of_a_large_graph_are_found_in_time() -> None:
    """200 states, 10,000 ties, 100 seeds: under 5 seconds of one core; five camps with one tie in seven amiss."""
    import time

    dice = random.Random(1)
    names = [f"S{n:03d}" for n in range(200)]
    pairs = dice.sample(list(combinations(range(200), 2)), 10_000)
    signs = [1 if (a % 5 == b % 5) == (dice.random() < 0.85) else -1 for a, b in pairs]
    edges = [Edge(names[a], names[b], s * dice.uniform(0.1, 1)) for (a, b), s in zip(pairs, signs, strict=True)]
    start = time.process_time()
    blocs = find_blocs(assembled(edges, (), "", "", ()), seeds=100)
    assert time.process_time() - start < 5
    assert [len(bloc.states) for bloc in blocs.blocs] == [40] * 5 and blocs.seeds == 100


def test_who_has_only_foes_stands_alone() -> None:
    blocs = find_blocs(signed("A+B", "B+C", "A+C", "A-X", "B-X"), seeds=5)
    assert blocs.alone == ("X",) and blocs.bloc_of("X") == 0 and blocs.bloc_of("A") == 1


def test_the_same_seeds_give_the_same_blocs() -> None:
    graph = any_graph(3, 30, 0.3)
    assert find_blocs(graph, seeds=10) == find_blocs(graph, seeds=10)


@pytest.mark.parametrize(
    ("amounts", "con"),
    [([1, 1, 1, 1], 0.0), ([1, 0], 1.0), ([3, 1], 0.5), ([0.5, 0.3, 0.2], 0.264575), ([5], None), ([0, 0], None)],
)
def test_concentration(amounts: list[float], con: float | None) -> None:
    """[3, 1]: sqrt((0.625 - 0.5) / 0.5). [.5, .3, .2]: sqrt((0.38 - 1/3) / (2/3)), by hand."""
    assert concentration(amounts) == (None if con is None else pytest.approx(con, abs=1e-6))


@pytest.mark.parametrize(
    ("cinc", "kind", "poles"),
    [
        ({"A": 0.6, "B": 0.2, "C": 0.2}, "unipolar", ("A",)),
        ({"A": 0.46, "B": 0.24, "C": 0.3 - 0.06, "D": 0.06}, "near unipolar", ("A",)),
        ({"A": 0.4, "B": 0.3, "C": 0.3}, "bipolar", ("A", "B")),
        ({"A": 0.3, "B": 0.24, "C": 0.23, "D": 0.18, "E": 0.05}, "multipolar", ("A", "B", "C", "D")),
        ({"A": 0.3}, None, ()),
    ],
)
def test_the_rule_of_poles(cinc: dict[str, float], kind: str | None, poles: tuple[str, ...]) -> None:
    found = from_capabilities(2000, cinc, powers=[*cinc, "Z"])
    assert (found.kind, found.poles, found.missing) == (kind, poles, ("Z",))


@pytest.mark.parametrize(
    ("year", "powers"),
    [
        (1914, "AUH DEU FRA GBR ITA JPN RUS USA"),
        (1930, "DEU FRA GBR ITA JPN SUN USA"),
        (1950, "CHN FRA GBR SUN USA"),
        (2000, "CHN DEU FRA GBR JPN RUS USA"),
    ],
)
def test_major_powers_as_they_were_called_then(year: int, powers: str) -> None:
    assert major_powers(year) == tuple(powers.split())


# -- portfolios, centrality, change ------------------------------------------------------------------------------------


def test_portfolios_worked_by_hand() -> None:
    a, b = [3, 3, 0, 0], [3, 3, 0, 3]
    assert signorino_ritter(a, b, widest=3) == 0.5  # 1 - 2 * 3 / (4 * 3)
    # Means 1.5 and 2.25, of both 1.875. pi: 1 - 9 / (9.5625 + 7.3125); kappa: 1 - 9 / (9 + 6.75 + 4 * 0.5625)
    assert scott_pi(a, b) == pytest.approx(1 - 9 / 16.875 - 0.0)
    assert cohen_kappa(a, b) == pytest.approx(0.5)
    assert scott_pi(a, a) == cohen_kappa(a, a) == signorino_ritter(a, a, widest=3) == 1.0
    assert scott_pi([1, 3], [3, 1]) == -1.0
    assert scott_pi([2, 2], [2, 2]) is None and cohen_kappa([], []) is None
    assert signorino_ritter([], [], widest=3) is None


def test_alliance_portfolios_hold_the_state_itself() -> None:
    """Five states, A and B allied with each other and with C, A with D too: they differ in D alone, by 3 of 15."""
    ranks = [("A", "B", 3.0), ("A", "C", 3.0), ("C", "B", 3.0), ("D", "A", 3.0)]
    found = alliance_similarity(ranks, list("ABCDE"), "A", "B")
    assert (found.s, found.size) == (pytest.approx(1 - 2 * 3 / 15), 5)


def test_centrality_of_a_star() -> None:
    placed = {one.state: one for one in centralities(signed("A+B", "A+C", "A+D", "B-C"))}
    assert (placed["A"].friends, placed["A"].foes, placed["A"].strength) == (3, 0, 3.0)
    assert placed["A"].betweenness == 1.0 and placed["B"].betweenness == 0.0
    assert placed["A"].eigenvector == pytest.approx(1.0) and placed["B"].eigenvector == pytest.approx(3**-0.5)
    assert (placed["B"].friends, placed["B"].foes, placed["B"].strength) == (1, 1, 0.0)


def test_no_centrality_where_nothing_holds_together() -> None:
    assert {one.eigenvector for one in centralities(signed("A-B", "B-C"))} == {None}
    assert next(one for one in centralities(signed("A+B"))).betweenness is None


@pytest.mark.parametrize(
    ("values", "starts"),
    [
        ([0.0, 0.1, 0.0, 5.0, 5.1, 5.0], [0, 3]),
        ([1.0] * 8, [0]),
        ([0.0] * 10 + [9.0] * 10 + [3.0] * 10, [0, 10, 20]),
        ([], []),
        ([4.0], [0]),
    ],
)
def test_change_points(values: list[float], starts: list[int]) -> None:
    found = stretches(values)
    assert [stretch.start for stretch in found] == starts
    assert not values or found[-1].end == len(values)


def test_noise_alone_does_not_change() -> None:
    dice = random.Random(4)
    assert len(stretches([dice.gauss(0, 1) for _ in range(80)])) == 1


# -- graphs ------------------------------------------------------------------------------------------------------------


def test_weights_of_several_sources_add_up() -> None:
    one, other = signed("A+B", "B-C=0.5"), signed("A-B", "B+C=0.75")
    both = added((one, other))
    assert [(edge.pair, edge.weight) for edge in both.edges] == [(("B", "C"), 0.25)]  # A and B: 1 - 1, no edge
    assert both.states == ("A", "B", "C") and both.tied == ("B", "C")


def test_a_pair_stands_there_once() -> None:
    with pytest.raises(ValueError, match="twice"):
        signed("A+B", "B-A")


@pytest.mark.parametrize(
    ("values", "starts"),
    [
        ([0, 1, 0, 0, 9, 12, 10, 11], [0, 4]),
        ([0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0], [0]),  # a word now and then is no shift
        ([100, 104, 97, 103, 99, 101, 96, 105], [0]),  # 100 spreads by 10
        ([], []),
    ],
)
def test_change_points_of_counts(values: list[float], starts: list[int]) -> None:
    assert [part.start for part in counted(values)] == starts


def test_a_spike_in_a_quiet_series_is_no_shift() -> None:
    """One year of use of force (4) among forty of peace; three years of it are one."""
    assert len(stretches([0.0] * 20 + [4.0] + [0.0] * 20, shortest=3)) == 1
    assert [part.start for part in stretches([0.0] * 20 + [4.0] * 4 + [0.0] * 20, shortest=3)] == [0, 20, 24]


def test_what_has_no_noise_shifts_wherever_it_changes() -> None:
    assert [(part.start, part.end, part.level) for part in shifts([0.0, 3.0, 3.0, 0.0])] == [
        (0, 1, 0.0), (1, 3, 3.0), (3, 4, 0.0),
    ]  # fmt: skip
    assert shifts([]) == ()
