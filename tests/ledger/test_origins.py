"""How many independent words: reprints, cuts and echoes count once, and nobody counts for nothing."""

import random
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from builders import article, reading, relation, statement
from foedus.errors import LedgerError
from foedus.explain import explain
from foedus.ledger import Ledger, migrations, open_ledger
from foedus.ledger.origins import voices_of
from foedus.ledger.reviews import Verdict
from foedus.ledger.verify import verify
from foedus.model import Reading
from foedus.origins.likeness import near_duplicate, sketch
from foedus.origins.people import count_people
from foedus.origins.voices import may_be_within, tied

WIRE = " ".join(f"mot{n}" for n in range(90))
OTHER = " ".join(f"autre{n}" for n in range(90))
SAID = "Nous livrerons le blé promis à nos amis du Sud avant la fin du mois"
SHORT = "Notre amitié est scellée par le sang"


@dataclass
class Says:
    """One record of an article: someone's words if a speaker or a relay is given, else the article's own."""

    words: str
    speaker: str | None = None
    state: str | None = None
    relay: tuple[str, ...] = ()
    unnamed: bool = False
    evidence: str | None = None


@dataclass
class Page:
    """An article: its outlet, when it came out, what it says besides."""

    outlet: str | None
    says: list[Says] = field(default_factory=list)
    published: str | None = "2025-03-04"
    text: str | None = None

    def reading(self) -> Reading:
        # Articles that are to be unlike have words of their own.
        rest = self.text or " ".join(f"{self.outlet}{n}" for n in range(90))
        page = article("\n".join([*(f"{s.words}." for s in self.says), rest]), self.outlet, published=self.published)
        records: list[object] = []
        for one in self.says:
            said = None
            if one.speaker or one.relay or one.unnamed:
                said = statement(page, one.words, speaker=one.speaker, state=one.state, relay=one.relay)
                records.append(said)
            records.append(relation(page, evidence=one.evidence or one.words, statement=said))
        return reading(page, *records)  # type: ignore[arg-type]


def page(outlet: str | None, *says: Says, **more: str | None) -> Page:
    return Page(outlet, list(says), **more)  # type: ignore[arg-type]


def own(words: str = "Kiev aide Tunis depuis des années avec du blé") -> Says:
    return Says(words)


CASES = [
    # one word
    ("one speaker twice in one article", 1, [page("A", Says(SAID, "Kone"), Says(SHORT, "Kone"))]),
    ("his surname alone, in one article", 1, [page("A", Says(SAID, "Awa Kone"), Says(SHORT, "Kone"))]),
    ("one speaker's words in two papers", 1, [page("A", Says(SAID, "Kone")), page("B", Says(SAID, "Kone"))]),
    (
        "one word changed and the name spelt otherwise",
        1,
        [page("A", Says(SAID, "Sergueï Kone")), page("B", Says(SAID.replace("blé", "grain"), "Sergey Koné"))],
    ),
    ("one paper prints half of it", 1, [page("A", Says(SAID, "Kone")), page("B", Says(SAID[:45], "Kone"))]),
    (
        "short words a few days apart",
        1,
        [page("A", Says(SHORT, "Kone")), page("B", Says(SHORT, "Kone"), published="2025-03-10")],
    ),
    (
        "long words quoted a year later",
        1,
        [page("A", Says(SAID, "Kone")), page("B", Says(SAID, "Kone"), published="2026-03-04")],
    ),
    (
        "short words, one date unknown",
        1,
        [page("A", Says(SHORT, "Kone")), page("B", Says(SHORT, "Kone"), published=None)],
    ),
    ("own voice twice in one article", 1, [page("A", own(), own(SHORT))]),
    ("wire copy in two papers", 1, [page("A", own(), text=WIRE), page("B", own(SHORT), text=WIRE + " fin")]),
    ("the first half of wire copy", 1, [page("A", own(), text=WIRE * 2), page("B", own(), text=WIRE[:420])]),
    (
        "a speaker in wire copy printed twice, other words picked",
        1,
        [page("A", Says(SAID, "Kone"), text=WIRE), page("B", Says(SHORT, "Kone"), text=WIRE)],
    ),
    (
        "the same agency carries the same evidence, the speaker named otherwise",
        1,
        [page("A", Says(SAID, "Kone", relay=("Tass",))), page("B", Says(SAID, "le ministre", relay=("RT", "TASS")))],
    ),
    (
        "the agency's own article and a paper that cites it",
        1,
        [page("Tass", own(SAID)), page("B", Says(SAID, "le ministre", relay=("Tass",)))],
    ),
    (
        "three tied in a row: the first and the last have nothing in common",
        1,
        [
            page("A", Says(SAID, "Kone")),
            page("B", Says(SAID, "Kone"), Says(SHORT, "Kone")),
            page("C", Says(SHORT, "Kone")),
        ],
    ),
    ("unknown next to known", 1, [page("A", Says(SAID, "Kone")), page("B", Says(SHORT, unnamed=True))]),
    (
        "nothing but unknown",
        1,
        [page("A", Says(SAID, unnamed=True)), page(None, own("Ceci")), page(None, own("Cela"), text=OTHER)],
    ),
    # two
    ("two speakers in one article", 2, [page("A", Says(SAID, "Kone"), Says(SHORT, "Diallo"))]),
    (
        "one name for two states",
        2,
        [page("A", Says(SAID, "Kim", "KOR"), Says(SHORT, "Kim", "PRK"))],
    ),
    ("one speaker on two occasions", 2, [page("A", Says(SAID, "Kone")), page("B", Says(SHORT, "Kone"))]),
    (
        "the same short words a month later",
        2,
        [page("A", Says(SHORT, "Kone")), page("B", Says(SHORT, "Kone"), published="2025-04-04")],
    ),
    ("a speaker and the outlet", 2, [page("A", Says(SAID, "Kone"), own())]),
    ("two articles of two outlets", 2, [page("A", own()), page("B", own(SHORT))]),
    (
        "two articles that share half",
        2,
        [page("A", own(), text=WIRE), page("B", own(SHORT), text=WIRE[:300] + OTHER)],
    ),
    (
        "the same evidence through two agencies",
        2,
        [page("A", Says(SAID, "Kone", relay=("Tass",))), page("B", Says(SAID, "Diallo", relay=("Yonhap",)))],
    ),
    (
        "other evidence through one agency",
        2,
        [page("A", Says(SAID, "Kone", relay=("Tass",))), page("B", Says(SHORT, "Diallo", relay=("Tass",)))],
    ),
    (
        "a short formula inside a longer sentence",
        2,
        [
            page("A", Says("notre allié de toujours", "Kone")),
            page("B", Says(f"{SAID} avec notre allié de toujours", "Kone")),
        ],
    ),
]  # fmt: skip


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with open_ledger(tmp_path / "essai.db") as opened:
        yield opened


@pytest.mark.parametrize(("expected", "pages"), [c[1:] for c in CASES], ids=[c[0] for c in CASES])
def test_counts_origins(ledger: Ledger, expected: int, pages: list[Page]) -> None:
    readings = [one.reading() for one in pages]
    for order in (readings, readings[::-1]):
        for one in order:
            ledger.add(one)
        assert explain(ledger, "UKR", "TUN").origins == expected
        for one in order:
            ledger.remove(one.article.id)


@pytest.mark.parametrize(
    ("expected", "names"),
    [
        (1, ["lavrov", "sergueï lavrov", "sergey lavrov"]),
        (1, ["sergueï lavrov", "sergey lavrov"]),
        (2, ["kim jong un", "kim yo jong"]),
        (2, ["le kremlin", "la maison bleue"]),
        (0, []),
        (0, [""]),
    ],
    ids=str,
)
def test_counts_people(expected: int, names: list[str]) -> None:
    assert count_people((tuple(name.split()), "RUS") for name in names) == expected


@pytest.mark.parametrize(
    ("one", "other", "within"),
    [
        ("2025-03-04", "2025-03-11", True),
        ("2025-03-04", "2025-03-12", False),
        ("2025-03", "2025-04-03", True),
        ("2025-03", "2025-05", False),
        ("2024", "2025-12-31", False),
        (None, "2025", True),
    ],
    ids=str,
)
def test_dates_as_far_as_known(one: str | None, other: str | None, within: bool) -> None:
    assert may_be_within(one, other, 7) is may_be_within(other, one, 7) is within


# Whatever comes and goes, in whatever order: the ledger's origins are what trying every pair of voices would give.


def by_trying_all(readings: Iterable[Reading]) -> set[frozenset[tuple[str, str]]]:
    """The records of each origin, found without sketches or a ledger."""
    heard = [(r, voice) for r in readings for voice in {id(v): v for v in voices_of(r).values()}.values()]
    ids = []
    for found, voice in heard:
        mine = [one for one in found.relations if voices_of(found)[one.statement_id] == voice]
        ids.append({(found.article.id, one.id) for one in mine})
    beside: defaultdict[int, set[int]] = defaultdict(set)
    for (place, (one, voice)), (there, (other, voice_there)) in combinations(enumerate(heard), 2):
        alike = one is not other and near_duplicate(sketch(one.article.text), sketch(other.article.text))
        if tied(voice, voice_there, duplicates=alike):
            beside[place].add(there)
            beside[there].add(place)
    groups, left = set(), set(range(len(heard)))
    while left:
        group, next_ones = set(), [left.pop()]
        while next_ones:
            place = next_ones.pop()
            group |= ids[place]
            next_ones += beside[place] & left
            left -= beside[place]
        groups.add(frozenset(group))
    return groups


def in_the_ledger(ledger: Ledger) -> set[frozenset[tuple[str, str]]]:
    rows = ledger.connection.execute(
        """SELECT v.origin, a.id, r.id FROM dossier d JOIN voice v ON v.key = d.voice_key
        JOIN relation r ON r.key = d.relation_key JOIN article a ON a.key = d.article_key"""
    )
    groups: defaultdict[int, set[tuple[str, str]]] = defaultdict(set)
    for origin, article_id, relation_id in rows:
        groups[origin].add((article_id, relation_id))
    (wrong,) = ledger.connection.execute(
        """SELECT count(*) FROM dossier d JOIN voice v ON v.key = d.voice_key
        WHERE d.origin IS NOT CASE WHEN v.known THEN v.origin END"""
    ).fetchone()
    assert wrong == 0
    return set(map(frozenset, groups.values()))


says = st.builds(
    Says,
    words=st.sampled_from([SAID, SAID + " oui", SAID[:45], SHORT, "Oui, bien sûr", "Oui", "Autre chose"]),
    speaker=st.sampled_from([None, "Kone", "Awa Kone", "Diallo"]),
    state=st.sampled_from([None, "UKR", "FRA"]),
    relay=st.sampled_from([(), ("Tass",), ("RT", "Tass")]),
)
pages = st.builds(
    Page,
    outlet=st.sampled_from([None, "Tass", "RT", "A", "B"]),
    # the same words twice would stand at one place of the article, and be one statement with two speakers
    says=st.lists(says, min_size=1, max_size=3, unique_by=lambda one: one.words),
    published=st.sampled_from([None, "2025-03-04", "2025-03-09", "2025-03-14", "2025-06"]),
    text=st.sampled_from([None, WIRE, WIRE + " fin", OTHER, WIRE[:420]]),
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(pages, min_size=1, max_size=6), st.randoms())
def test_no_order_of_adding_and_removing_changes_what_is_tied(
    tmp_path_factory: pytest.TempPathFactory, given_pages: list[Page], rng: random.Random
) -> None:
    readings = list({r.article.id: r for r in (one.reading() for one in given_pages)}.values())
    with open_ledger(tmp_path_factory.mktemp("any") / "any.db") as ledger:
        for _ in range(2):
            rng.shuffle(readings)
            for one in readings:
                ledger.add(one)
            assert in_the_ledger(ledger) == by_trying_all(readings)
            gone = rng.sample(readings, len(readings) // 2)
            for one in gone:
                ledger.remove(one.article.id)
            assert in_the_ledger(ledger) == by_trying_all([r for r in readings if r not in gone])


def a_reprinted_word(papers: int) -> list[Reading]:
    return [page(f"Journal {n}", Says(SAID, "Kone")).reading() for n in range(papers)]


def ties(ledger: Ledger) -> int:
    return len(ledger.connection.execute("SELECT * FROM voice_tie").fetchall())


def test_a_sentence_that_many_print_has_a_tie_a_voice(ledger: Ledger) -> None:
    readings = a_reprinted_word(30)
    for one in readings:
        ledger.add(one)
    assert ties(ledger) == 29
    for one in readings[10:20]:
        ledger.remove(one.article.id)
    assert ties(ledger) == 19
    assert in_the_ledger(ledger) == by_trying_all(readings[:10] + readings[20:])


def test_ties_of_an_earlier_release_are_thinned(tmp_path: Path) -> None:
    readings = [*a_reprinted_word(8), page("A", Says(SAID, "Diallo")).reading()]
    with open_ledger(tmp_path / "new.db") as new:
        for one in readings:
            new.add(one)
        new.connection.execute("DELETE FROM voice_tie")
        new.connection.execute(
            """INSERT INTO voice_tie SELECT a.key, b.key FROM voice a, voice b
            WHERE a.key < b.key AND a.origin = b.origin"""
        )
        assert ties(new) == 28
    of_an_earlier_release(tmp_path / "old.db", 8, tmp_path / "new.db")
    with open_ledger(tmp_path / "old.db") as up:
        assert ties(up) == 7
        up.remove(readings[3].article.id)
        assert in_the_ledger(up) == by_trying_all(readings[:3] + readings[4:])


SINCE = {1: ("article", "block", "mention", "statement", "relation"), 3: ("review", "as_read"), 4: ("unresolved",)}
SINCE[2] = (
    "voice", "voice_tie", "voice_hash", "article_sketch", "article_hash", "person", "carrier", "facet", "dossier",
    "stem",
)  # fmt: skip


def of_an_earlier_release(path: Path, number: int, new: Path) -> None:
    """Make a ledger of an earlier schema with the data of a new one."""
    old = sqlite3.connect(path, isolation_level=None)
    migrations.migrate(old, migrations.shipped()[:number], at="2025-01-01T00:00:00Z", fills={})
    old.execute("ATTACH ? AS new", (str(new),))
    for table in (table for since in range(1, number + 1) for table in SINCE.get(since, ())):
        columns = ", ".join(row[1] for row in old.execute(f"PRAGMA table_info({table})"))  # generated ones left out
        old.execute(f"INSERT INTO {table} ({columns}) SELECT {columns} FROM new.{table}")
    if 1 < number < 4:  # whose hashes were others
        old.execute("UPDATE voice_hash SET hash = hash + 1")
    old.close()


@pytest.mark.parametrize("number", range(1, len(migrations.shipped())))
def test_a_ledger_of_each_earlier_release_is_brought_up_with_its_data(tmp_path: Path, number: int) -> None:
    readings = [
        one.reading()
        for name, _, some in CASES
        if name in ("one speaker on two occasions", "wire copy in two papers")
        for one in some
    ]
    follow = ("voice_hash", "stem", "article_hash", "dossier", "voice", "voice_tie")
    with open_ledger(tmp_path / "new.db") as new:
        for one in readings:
            new.add(one)
        if number >= 3:
            new.review(readings[0].relations[0].id, Verdict.RIGHT, by="Anne")
        wanted = in_the_ledger(new)
        laid = {name: new.connection.execute(f"SELECT * FROM {name} ORDER BY 1, 2").fetchall() for name in follow}
        reviews = new.reviews()
    of_an_earlier_release(tmp_path / "old.db", number, tmp_path / "new.db")
    with pytest.raises(LedgerError, match="up to date"):
        open_ledger(tmp_path / "old.db", read_only=True)
    with open_ledger(tmp_path / "old.db") as up:
        assert in_the_ledger(up) == wanted and len(wanted) > 1
        counted = {name: len(up.connection.execute(f"SELECT * FROM {name}").fetchall()) for name in follow}
        assert counted == {name: len(rows) for name, rows in laid.items()}
        assert up.connection.execute("SELECT * FROM voice_hash ORDER BY 1, 2").fetchall() == laid["voice_hash"]
        assert up.reviews() == (reviews if number >= 3 else ())
        assert verify(up.connection).clean
        for one in readings:
            assert up.reading(one.article.id) == one
            up.remove(one.article.id)
        assert in_the_ledger(up) == set()
