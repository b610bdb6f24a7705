"""The explanation of a pair of states, on built readings."""

import json
from collections.abc import Callable, Iterator
from itertools import permutations
from pathlib import Path

import pytest

from builders import article, reading, relation, statement
from foedus.codes import Code, facts
from foedus.errors import LedgerError, UsageError
from foedus.explain import Evidence, Explanation, Group, Word, explain
from foedus.ledger import Ledger, open_ledger
from foedus.model import Article, Ground, Mood, Reading, Relation

Explain = Callable[..., Explanation]
TEXT = (
    "Kiev et Tunis ont signé un traité d’amitié.\n"
    "« Nous sommes unis par une longue histoire », a dit Awa Kone à Tunis.\n"
    "Jean Petit, à Paris, y voit un pacte militaire.\n"
    "Le ministère à Kiev évoque un commerce florissant."
)


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with open_ledger(tmp_path / "essai.db") as opened:
        yield opened


@pytest.fixture
def explained(ledger: Ledger) -> Explain:
    def add_and_explain(*readings: Reading, **options: object) -> Explanation:
        for one in readings:
            ledger.add(one)
        return explain(ledger, "UKR", "TUN", **options)  # type: ignore[arg-type]

    return add_and_explain


def one_claim(outlet: str = "Un", state: str | None = None, text: str = TEXT, **claim: object) -> Reading:
    """An article with one claim, in the words of a speaker if a state (or "" for none) is given."""
    page = article(text, outlet, published="2025-03-04")
    if state is None:
        return reading(page, relation(page, **claim))  # type: ignore[arg-type]
    said = statement(page, text[:20], speaker=f"Voix de {state or 'personne'}", state=state or None)
    return reading(page, said, relation(page, statement=said, **claim))  # type: ignore[arg-type]


def dated(page: Article, *dates: str | None) -> list[Relation]:
    codes = ["AID", "SUPPORT", "ALLIED", "AGREE"]
    return [relation(page, code=code, date=date) for code, date in zip(codes, dates, strict=True)]


def words(pieces: tuple[Evidence, ...]) -> list[str]:
    return [piece.claim.evidence_words for piece in pieces]


def only(group: Group | None) -> Group:
    assert group is not None
    return group


# Where a record is told


def test_grounds_come_in_their_order_and_only_those_with_evidence(explained: Explain) -> None:
    page = article()
    some = [Ground.ECONOMY, Ground.HISTORY, Ground.TREATY]
    found = explained(reading(page, *(relation(page, code="ALIGNED", ground=ground) for ground in some)))
    assert [group.ground for group in found.grounds] == [Ground.HISTORY, Ground.TREATY, Ground.ECONOMY]
    assert found.other is None and found.against is None
    assert (found.records, found.articles, found.statements, found.origins) == (3, 1, 0, 1)


@pytest.mark.parametrize("code", Code)
@pytest.mark.parametrize("mood", Mood)
def test_each_code_and_mood_is_told_once(explained: Explain, code: Code, mood: Mood) -> None:
    found = explained(one_claim(code=code, mood=mood))
    sign = facts(code).sign
    if mood is Mood.NEGATED:
        told = only(found.against).evidence if sign >= 0 else only(found.against).denials
    else:
        told = only(found.against if sign < 0 else found.other).evidence
    assert [piece.claim.code for piece in told] == [code]
    everywhere = [group for group in (*found.grounds, found.other, found.against) if group]
    assert sum(len(group.evidence) + len(group.denials) for group in everywhere) == 1


def test_a_pair_may_be_asked_for_in_any_order(ledger: Ledger) -> None:
    ledger.add(one_claim(code="AID"))
    one, other = explain(ledger, "UKR", "TUN"), explain(ledger, "TUN", "UKR")
    assert one.other == other.other and one.states == ("UKR", "TUN") and other.states == ("TUN", "UKR")


# The order of evidence


def test_the_best_evidence_comes_first(explained: Explain) -> None:
    text = "\n".join([
        "direct affirmé plus long", "direct affirmé", "direct possible plus long",
        "mixte affirmé", "tiers direct affirmé et très long", "tiers", "voix propre fort longue, très longue, sans fin",
        "voix propre " + "x" * 400,
    ])  # fmt: skip
    page = article(text)
    long = text.splitlines()[-1]
    party = {"speaker": "Awa Kone", "state": "TUN"}
    third = {"speaker": "Jean Petit", "state": "FRA"}
    records = []
    for line, who, kind, mood in [
        (long, None, "direct", "asserted"),
        ("voix propre fort longue, très longue, sans fin", None, "direct", "asserted"),
        ("tiers", third, "direct", "asserted"),
        ("tiers direct affirmé et très long", third, "indirect", "asserted"),
        ("mixte affirmé", party, "mixed", "asserted"),
        ("direct possible plus long", party, "direct", "possible"),
        ("direct affirmé\n", party, "direct", "asserted"),
        ("direct affirmé plus long", party, "direct", "asserted"),
    ]:
        said = statement(page, line, kind=kind, **who) if who else None
        records += [said] * (said is not None)
        records += [relation(page, code="ALIGNED", ground="HISTORY", evidence=line, mood=mood, statement=said)]
    (group,) = explained(reading(page, *records)).grounds
    assert words(group.evidence) == [
        "direct affirmé plus long", "direct affirmé\n", "direct possible plus long", "mixte affirmé",
        "tiers direct affirmé et très long", "tiers", "voix propre fort longue, très longue, sans fin", long,
    ]  # fmt: skip


def test_of_equals_the_earlier_comes_first(explained: Explain) -> None:
    page, undated = article(published="2025-03-04"), article(outlet="Sans date", published=None)
    dates = ["2024-06-19", None, "2023", "2026"]
    claims = [
        relation(page, code=code, date=date)
        for code, date in zip(["AID", "SUPPORT", "ALLIED", "AGREE"], dates, strict=True)
    ]
    found = explained(reading(page, *claims), reading(undated, relation(undated)))
    filed = [piece.claim.filed_under for piece in only(found.other).evidence]
    assert filed == ["2023", "2024-06-19", "2025-03-04", "2026", None]


# On whose word


@pytest.mark.parametrize(
    ("state", "others", "relay", "word"),
    [
        ("UKR", [], [], Word.PARTY),
        ("TUN", [], ["Tass"], Word.PARTY),
        ("FRA", ["TUN"], [], Word.PARTY),
        ("TUN", ["UKR"], [], Word.BOTH_PARTIES),
        ("FRA", [], [], Word.THIRD_PARTY),
        (None, [], ["Tass"], Word.THIRD_PARTY),
    ],
    ids=str,
)
def test_whose_word_a_statement_is(
    explained: Explain, state: str | None, others: list[str], relay: list[str], word: Word
) -> None:
    page = article()
    said = statement(page, "livré des obus", "Kiev", state=state, others=others, relay=relay)
    group = only(explained(reading(page, said, relation(page, statement=said))).other)
    assert group.evidence[0].word is word
    assert group.whose_word.rests_on == (word,)
    assert dict(group.whose_word.records) == {one: int(one is word) for one in Word}


def test_a_speaker_nobody_could_name_is_a_third_party_of_unknown_origin(explained: Explain) -> None:
    page = article()
    said = statement(page, "livré des obus")
    group = only(explained(reading(page, said, relation(page, statement=said))).other)
    assert (group.evidence[0].word, group.evidence[0].origin) == (Word.THIRD_PARTY, None)
    assert (group.speakers, group.origins) == (0, 1)


@pytest.mark.parametrize(
    ("voices", "parties", "rests_on"),
    [
        ([("UKR", "asserted"), ("TUN", "asserted")], ("TUN", "UKR"), (Word.BOTH_PARTIES,)),
        ([("UKR", "asserted"), ("TUN", "possible")], ("UKR",), (Word.PARTY,)),
        ([("UKR", "asserted"), ("FRA", "asserted")], ("UKR",), (Word.PARTY, Word.THIRD_PARTY)),
        ([("UKR", "future"), (None, "asserted")], (), (Word.PARTY, Word.OUTLET)),
        ([("FRA", "asserted"), (None, "asserted")], (), (Word.THIRD_PARTY, Word.OUTLET)),
        ([(None, "asserted"), (None, "asserted")], (), (Word.OUTLET,)),
    ],
    ids=str,
)
def test_what_a_group_rests_on(
    explained: Explain, voices: list[tuple[str | None, str]], parties: tuple[str, ...], rests_on: tuple[Word, ...]
) -> None:
    readings = [one_claim(f"Journal {n}", state, mood=mood) for n, (state, mood) in enumerate(voices)]
    whose = only(explained(*readings).other).whose_word
    assert (whose.parties, whose.rests_on, whose.contested) == (parties, rests_on, False)
    assert sum(count for _, count in whose.records) == 2


# Who says the contrary


@pytest.mark.parametrize(
    ("claim", "denial", "contested"),
    [
        (("UKR", "TUN", "AID"), ("UKR", "TUN", "AID", "negated"), True),
        (("UKR", "TUN", "AID", "possible"), ("UKR", "TUN", "AID", "negated"), True),
        (("UKR", "TUN", "AID"), ("TUN", "UKR", "AID", "negated"), False),
        (("UKR", "TUN", "AID"), ("UKR", "TUN", "SUPPORT", "negated"), False),
        (("UKR", "TUN", "AID"), ("UKR", "TUN", "AID", "possible"), False),
        (("UKR", "TUN", "ALLIED"), ("TUN", "UKR", "ALLIED", "negated"), True),
        (("UKR", "TUN", "ASSAULT"), ("UKR", "TUN", "ASSAULT", "negated"), True),
        (("UKR", "TUN", "ACCUSE"), ("TUN", "UKR", "REJECT"), True),
        (("UKR", "TUN", "ACCUSE"), ("UKR", "TUN", "REJECT"), False),
        (("UKR", "TUN", "ACCUSE"), ("TUN", "UKR", "REJECT", "negated"), False),
        (("UKR", "TUN", "THREATEN"), ("TUN", "UKR", "REJECT"), False),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_contested(explained: Explain, claim: tuple[str, ...], denial: tuple[str, ...], contested: bool) -> None:
    def told(outlet: str, state: str, source: str, target: str, code: str, mood: str = "asserted") -> Reading:
        return one_claim(outlet, state, source=source, target=target, code=code, mood=mood)

    one, other = told("Un", "UKR", *claim), told("Deux", "TUN", *denial)
    found = explained(one, other)
    groups = [group for group in (found.other, found.against) if group]
    pieces = {piece.claim.id: piece for group in groups for piece in (*group.evidence, *group.denials)}
    (claim_id,), (denial_id,) = ([relation.id for relation in given.relations] for given in (one, other))
    assert pieces[claim_id].contested_by == ((denial_id,) if contested else ())
    assert pieces[denial_id].contested_by == ((claim_id,) if contested else ())
    home = next(group for group in groups if claim_id in {piece.claim.id for piece in group.evidence})
    assert home.whose_word.contested is contested


@pytest.mark.parametrize(
    ("told", "denied", "contested"),
    [
        ("2024-06", "2024-06-19", True),
        ("2024-06-19", None, True),
        (None, "2024", True),
        ("2024-06-19", "2024-06-20", False),
        ("2023", "2024-06", False),
    ],
    ids=str,
)
def test_acts_of_two_dates_are_two_acts(
    explained: Explain, told: str | None, denied: str | None, contested: bool
) -> None:
    found = explained(one_claim("Un", date=told), one_claim("Deux", date=denied, mood="negated"))
    assert only(found.other).whose_word.contested is contested


@pytest.mark.parametrize(
    ("told", "denied", "contested"),
    [
        ("TREATY", "TREATY", True),
        ("TREATY", None, True),
        (None, "TREATY", True),
        ("TREATY", "ECONOMY", False),
    ],
    ids=str,
)
def test_acts_on_two_grounds_are_two_acts(
    explained: Explain, told: str | None, denied: str | None, contested: bool
) -> None:
    one, other = one_claim("Un", ground=told), one_claim("Deux", ground=denied, mood="negated")
    found = explained(one, other)
    group = only(found.grounds[0] if told else found.other)
    assert group.whose_word.contested is contested
    assert [piece.claim.id for piece in group.denials] == ([other.relations[0].id] if contested else [])


@pytest.mark.parametrize(
    ("told", "denied", "contested"),
    [
        (("Un", "UKR"), ("Deux", "TUN"), True),
        (("Un", "UKR"), ("Deux", "UKR"), False),
        (("Un", "UKR"), ("Deux", None), True),
        (("Un", None), ("Deux", None), True),
    ],
    ids=str,
)
def test_who_contradicts_himself_contests_nobody(
    explained: Explain, told: tuple[str, str | None], denied: tuple[str, str | None], contested: bool
) -> None:
    found = explained(one_claim(*told), one_claim(*denied, mood="negated"))
    group = only(found.other)
    assert group.whose_word.contested is only(found.against).whose_word.contested is contested
    assert group.evidence[0].contested == contested and len(group.denials) == 1


def test_a_denial_stands_with_the_ground_it_contests_and_with_what_speaks_against(explained: Explain) -> None:
    found = explained(
        one_claim("Un", "UKR", ground="MILITARY"),
        one_claim("Deux", "FRA", code="SUPPORT", ground="HISTORY"),
        one_claim("Trois", "TUN", mood="negated"),
    )
    history, military = found.grounds
    assert [piece.word for piece in military.denials] == [Word.PARTY] and history.denials == ()
    assert only(found.against).evidence == military.denials


# Origins and reprints


def test_wire_copy_printed_by_two_outlets_counts_once(explained: Explain) -> None:
    found = explained(one_claim("Un"), one_claim("Deux"))
    group = only(found.other)
    assert (len(group.evidence), group.origins, found.articles) == (2, 1, 2)
    first, again = group.evidence
    assert (first.reprint_of, again.reprint_of) == (None, first.claim.id)


def test_two_articles_of_their_own_count_twice(explained: Explain) -> None:
    found = explained(one_claim("Un"), one_claim("Deux", text="Entre Kiev et Tunis, tout autre chose se prépare."))
    group = only(found.other)
    assert group.origins == found.origins == 2
    assert [piece.reprint_of for piece in group.evidence] == [None, None]


def test_one_speaker_in_two_papers_is_one_speaker_and_one_origin(explained: Explain) -> None:
    said = "nous tiendrons toutes nos promesses envers le peuple de Tunis"
    readings = []
    for outlet, name, text in [("Un", "Oleh Bondar", f"Oleh Bondar : « {said} »."), ("Deux", "Bondar", f"« {said} »")]:
        page = article(text, outlet)
        words = statement(page, said, speaker=name, state="UKR")
        readings.append(reading(page, words, relation(page, evidence=said, statement=words)))
    group = only(explained(*readings).other)
    assert (group.speakers, group.origins, group.evidence[1].reprint_of) == (1, 1, group.evidence[0].claim.id)


# Time


def test_the_timeline_takes_the_latest_dated_acts_in_order(explained: Explain) -> None:
    page, other = article(), article(outlet="Deux")
    dates = ["2024-06-19", "1961", "2024", "2024-06"]
    claims = [
        relation(page, code=code, date=date)
        for code, date in zip(["AID", "AGREE", "ALLIED", "SUPPORT"], dates, strict=True)
    ]
    found = explained(
        reading(page, *claims, relation(page, code="ACCUSE")),
        reading(other, relation(other, date="2024-06-19")),
        timeline=3,
    )
    assert [(moment.date, moment.records) for moment in found.timeline.moments] == [
        ("2024", 1), ("2024-06", 1), ("2024-06-19", 2),
    ]  # fmt: skip
    assert (found.timeline.total, found.timeline.undated) == (4, 1)


@pytest.mark.parametrize(
    ("since", "until", "kept"),
    [
        (None, None, ["1961", "2024-06", "2024-06-19", "2025-03-04", None]),
        ("2024-06-10", None, ["2024-06", "2024-06-19", "2025-03-04"]),
        ("2024-07", None, ["2025-03-04"]),
        (None, "2024-06", ["1961", "2024-06", "2024-06-19"]),
        (None, "2024-06-18", ["1961", "2024-06"]),
        ("1962", "2024", ["2024-06", "2024-06-19"]),
        ("2026", None, []),
    ],
    ids=str,
)
def test_since_and_until(explained: Explain, since: str | None, until: str | None, kept: list[str | None]) -> None:
    page, undated = article(published="2025-03-04"), article(outlet="Sans date", published=None)
    dates = ["1961", "2024-06", "2024-06-19", None]
    claims = [
        relation(page, code=code, date=date)
        for code, date in zip(["AID", "AGREE", "ALLIED", "SUPPORT"], dates, strict=True)
    ]
    found = explained(reading(page, *claims), reading(undated, relation(undated)), since=since, until=until)
    filed = [piece.claim.filed_under for piece in found.other.evidence] if found.other else []
    assert filed == kept
    assert (found.records, found.left_out) == (len(kept), 5 - len(kept))


def test_moods(explained: Explain) -> None:
    page = article()
    found = explained(reading(page, *(relation(page, mood=mood) for mood in Mood)), moods=[Mood.FUTURE, Mood.NEGATED])
    assert [piece.claim.mood for piece in only(found.other).evidence] == [Mood.FUTURE]
    assert (found.records, found.left_out) == (2, 3)


# Nothing known, and the rest


def test_if_nothing_is_known_it_tells_what_is_known_of_each(ledger: Ledger, explained: Explain) -> None:
    page = article()
    pairs = [("UKR", "FRA", "AID"), ("FRA", "UKR", "ALLIED"), ("UKR", "DZA", "AID"), ("LBY", "UKR", "AID")]
    found = explained(reading(page, *(relation(page, *pair) for pair in pairs)))
    assert found.records == found.origins == 0 and found.grounds == () and found.left_out == 0
    ukr, tun = found.known
    assert [(partner.state, partner.count) for partner in ukr.partners] == [("FRA", 2), ("DZA", 1), ("LBY", 1)]
    assert (tun.state, tun.partners) == ("TUN", ())


def test_the_same_state_twice_is_a_usage_error(ledger: Ledger) -> None:
    with pytest.raises(UsageError, match="UKR was given twice"):
        explain(ledger, "UKR", "UKR")


def test_a_damaged_ledger_is_one_line(ledger: Ledger) -> None:
    ledger.connection.execute("DROP TABLE dyad_month")
    with pytest.raises(LedgerError, match="explaining UKR TUN failed: SQLite says: no such table"):
        explain(ledger, "UKR", "TUN")


def test_the_order_of_reading_changes_nothing(tmp_path: Path) -> None:
    readings = [
        one_claim("Un", "UKR", ground="MILITARY", date="2024-06"),
        one_claim("Deux", "TUN", mood="negated"),
        one_claim("Trois", "FRA", code="ACCUSE"),
    ]
    told = []
    for number, order in enumerate(permutations(readings)):
        with open_ledger(tmp_path / f"{number}.db") as ledger:
            for one in order:
                ledger.add(one)
            told.append(json.dumps(explain(ledger, "UKR", "TUN").to_dict()))
    assert len(told) == 6 and set(told) == {told[0]}


def test_to_dict_keeps_its_names(explained: Explain) -> None:
    page = article()
    said = statement(page, "livré des obus", "Kiev", cue="a", state="UKR", role="ministre", relay=["Tass"])
    claim = relation(page, ground="MILITARY", date="2024-06", evidence="livré des obus", statement=said)
    found = json.loads(json.dumps(explained(reading(page, said, claim)).to_dict()))
    assert set(found) == {
        "schema", "states", "filters", "counts", "grounds", "other", "against", "timeline", "known",
        "first", "last", "years", "thirds",
    }  # fmt: skip
    assert found["counts"] == {
        "records": 1, "statements": 1, "articles": 1, "speakers": 1, "origins": 1, "left_out": 0,
    }  # fmt: skip
    (ground,) = found["grounds"]
    assert {name: ground[name] for name in ("ground", "records", "speakers", "origins", "denials")} == {
        "ground": "MILITARY", "records": 1, "speakers": 1, "origins": 1, "denials": [],
    }  # fmt: skip
    assert ground["whose_word"] == {
        "records": {"party": 1, "both parties": 0, "third party": 0, "outlet": 0},
        "parties": ["UKR"], "heard": ["UKR"], "third_parties": [], "outlets": 0, "rests_on": ["party"],
        "contested": False,
    }  # fmt: skip
    (piece,) = ground["evidence"]
    assert piece == {
        "word": "party", "origin": 1, "contested": 0, "contested_by": [], "reprint_of": None, "reprints": 0,
        "relation": {
            "id": claim.id, "source": "UKR", "target": "TUN", "code": "AID", "mood": "asserted", "ground": "MILITARY",
            "date": "2024-06", "date_from": "stated", "evidence": [7, 21], "evidence_words": "livré des obus",
            "trigger": [7, 21], "trigger_words": "livré des obus", "rule": "test",
        },
        "statement": {
            "id": said.id, "kind": "direct", "relay": ["Tass"], "rule": "test",
            "speaker": {"name": "Kiev", "role": "ministre", "state": "UKR", "others": [], "states": ["UKR"]},
            "content": [[7, 21]], "content_words": "livré des obus", "source": [0, 4], "source_words": "Kiev",
            "cue": [5, 6], "cue_words": "a",
        },
        "article": {
            "id": page.id, "outlet": "Agence Essai", "title": None, "byline": None, "published": "2025-03-04",
            "url": None, "file": None, "language": "fr",
        },
    }  # fmt: skip
    (moment,) = found["timeline"]["moments"]
    assert moment == {"date": "2024-06", "records": 1, **piece}
