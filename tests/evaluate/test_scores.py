"""Figures: worked by hand, and the same as those of the scorers that come with the gold."""

import importlib.util
import json
import os
import random
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import pytest

from foedus.evaluate.cues import cue_kind
from foedus.evaluate.gold import Document, Link, Told, load_documents
from foedus.evaluate.matching import alignment, match, place
from foedus.evaluate.run import evaluate
from foedus.evaluate.statements import quoted_characters
from foedus.evaluate.tally import Tally

SHARED = Path(os.environ.get("FOEDUS_SHARED", Path(__file__).parents[3] / "shared")) / "eval"
shared = pytest.mark.skipif(not SHARED.is_dir(), reason="no gold data beside the project")
TEXT = "Kiev dit que Minsk ment. « Oui », a dit Riga. Selon Oslo, il pleut."
KIEV = Told(((13, 23),), ((0, 4),), ((5, 8),), "indirect", "UKR", (), True)
RIGA = Told(((27, 30),), ((40, 44),), ((34, 39),), "direct", "LVA", ("rt",), True)
OSLO = Told(((58, 66),), ((52, 56),), ((46, 51),), "indirect", "NOR", (), True)


def document(*told: Told, text: str = TEXT, links: Sequence[Link] = ()) -> Document:
    return Document("a", text, told, tuple(links), "fr")


def test_the_gold_scores_one_and_nothing_scores_zero() -> None:
    gold = document(KIEV, RIGA, OSLO, links=[Link("UKR", "BLR", "ACCUSE", "asserted")])
    perfect, empty = evaluate([gold], [gold]), evaluate([gold], [])
    figures = {**perfect.statements, **perfect.relations}
    assert {figure.value for figure in figures.values()} == {1.0} and not perfect.wrong
    assert {figure.value for figure in {**empty.statements, **empty.relations}.values()} == {0.0}
    assert empty.unread == 1 and len(empty.wrong) == 4


def test_figures_worked_by_hand() -> None:
    # Kiev is found with another source, Riga is right but its kind and state, Oslo is missed, one is invented.
    given = [replace(KIEV, source=((13, 18),)), replace(RIGA, kind="mixed", state=None), Told(((0, 8),))]
    found = evaluate([document(KIEV, RIGA, OSLO)], [document(*given)]).statements
    assert (found["content 0.5"].right, found["content 0.5"].predicted, found["content 0.5"].gold) == (2, 3, 3)
    assert found["end to end"].value == pytest.approx(1 / 3)
    assert (found["source"].right, found["source"].gold) == (1, 2)
    assert (found["kind right"].right, found["state"].right, found["relay"].right) == (1, 1, 1)
    assert found["kind: direct"].recall == 1.0 and found["kind: direct"].precision == 0.0
    assert found["cue: according to"].recall == 0.0 and found["cue: speech and writing"].gold == 2


def test_a_statement_is_matched_once_and_best_first() -> None:
    gold = [place(Told(((0, 10),)), "x" * 20), place(Told(((0, 8),)), "x" * 20)]
    assert list(match(gold, [place(Told(((0, 8),)), "x" * 20)])) == [(1, 0, 1.0)]


def test_white_space_does_not_count() -> None:
    assert place(Told(((4, 9),)), TEXT).content == frozenset({5, 6, 7})


def test_texts_that_leave_something_out_are_aligned() -> None:
    gold = "Titre\nLire aussi : tout\nKiev dit oui.\n\nFin  du texte."
    there = alignment("Kiev dit oui.\nFin du texte!", gold)
    assert there is not None and there[0] == gold.index("Kiev") and there[14] == gold.index("Fin")
    assert alignment(gold, gold) is None


def test_a_quotation_left_open_ends_with_its_paragraph() -> None:
    text = "« Oui, non.\nPeut-être »"
    assert quoted_characters(text) == frozenset(range(text.index("\n")))


def test_relations_in_plover_codes_are_folded_first() -> None:
    gold = document(links=[Link("USA", "IRN", "THREATEN"), Link("FRA", "EU", "CONSULT")])
    given = document(
        links=[
            Link("USA", "IRN", "ASSAULT", "future"),  # will attack: THREATEN
            Link("EU", "FRA", "CONSULT", "asserted"),  # holds both ways
            Link("USA", "IRN", "SANCTION", "negated"),  # an act denied is no event
            Link("USA", "IRN", "AID", "demanded"),  # the demand is a REQUEST of its own
        ]
    )
    found = evaluate([gold], [given])
    assert found.plover and {figure.value for figure in found.relations.values()} == {1.0}


def test_passages_without_relations_are_clean_only_if_none_is_found() -> None:
    gold = [replace(document(), id=name) for name in "abc"]
    gold.append(replace(document(links=[Link("FRA", "DEU", "AGREE", "asserted", "TREATY")]), id="d"))
    given = [replace(document(links=[Link("FRA", "DEU", "AGREE", "negated")]), id=name) for name in "ad"]
    found = evaluate(gold, given).relations
    assert (found["clean"].right, found["clean"].gold) == (2, 3)
    assert found["full"].value == pytest.approx(2 / 3)  # one right, two made, one there
    assert found["mood"].value == 0.0 and found["ground"].value == 0.0


def test_intervals_hold_the_value_and_do_not_change() -> None:
    tally = Tally()
    for number in range(40):
        tally.add("x", number, number % 4 > 0, 1, 1)
    first, again = (tally.figures(40, intervals=True)["x"] for _ in range(2))
    assert first == again and first.value == 0.75
    assert 0.5 < (first.low or 0) < 0.75 < (first.high or 0) < 1.0


@pytest.mark.parametrize(
    ("cue", "language", "kind"),
    [
        ("a-t-il ajouté", "fr", "speech and writing"),
        ("juge", "fr", "mental"),
        ("a condamné", "fr", "stance"),
        ("D’après", "fr", "according to"),
        ("aux yeux d'", "fr", "according to"),
        ("la déclaration", "fr", "nouns and rare verbs"),
        ("montrent", "fr", "evidence"),
        ("", "fr", "punctuation"),
        (":", "fr", "punctuation"),
        ("had not said", "en", "speech and writing"),
        ("thought", "en", "mental"),
        ("According to", "en", "according to"),
        ("accuses", "en", "stance"),
        ("shows", "en", "evidence"),
        ("its claim", "en", "speech and writing"),
    ],
)
def test_kinds_of_cue(cue: str, language: str, kind: str) -> None:
    assert cue_kind([cue], language) == kind


# -- the same figures as the scorers that come with the gold -----------------------------------------------------------


def scorer(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, SHARED / f"{name}.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module  # its records look themselves up there
    spec.loader.exec_module(module)
    return module


def damaged(told: Sequence[Told], length: int, seed: int) -> list[Told]:
    """Statements of which some are lost, moved, joined to another source, or told twice."""
    draw = random.Random(seed)
    found = []
    for one in told:
        if draw.random() < 0.2:
            continue
        cut = draw.choice([0, 0, 0, 5, 20])
        content = tuple((s, max(s + 1, e - cut)) for s, e in one.content)
        source = one.source if draw.random() < 0.7 else draw.choice([(), ((0, min(9, length)),)])
        found.append(replace(one, content=content, source=source, state=draw.choice([one.state, "FRA"])))
        if draw.random() < 0.1:
            start = draw.randrange(length)
            found.append(Told(((start, min(length, start + 30)),), kind="direct"))
    return found


def as_record(document: Document, told: Sequence[Told], links: Sequence[Link]) -> dict[str, object]:
    statements = [
        {"source": list(t.source) or None, "cue": list(t.cue) or None, "content": list(t.content), "kind": t.kind,
         "speaker": {"state": t.state}, "relay": list(t.relay)} for t in told
    ]  # fmt: skip
    relations = [
        {"source": x.source, "target": x.target, "code": x.code, "mood": x.mood, "ground": x.ground} for x in links
    ]
    return {"id": document.id, "text": document.text, "statements": statements, "relations": relations}


@shared
def test_polnear_gives_what_its_scorer_gives(tmp_path: Path) -> None:
    theirs = scorer("score_attribution")
    gold = load_documents(SHARED / "polnear" / "dev")
    given = [replace(d, statements=tuple(damaged(d.statements or (), len(d.text), n))) for n, d in enumerate(gold)]
    told = {d.id: [{"source": t.source, "content": t.content} for t in d.statements or ()] for d in given}
    lines = [json.dumps({"doc": name, "attributions": attributions}) for name, attributions in told.items()]
    (tmp_path / "p.jsonl").write_text("\n".join(lines), encoding="utf-8")
    read = theirs.load_gold(SHARED / "polnear" / "dev")
    expected = theirs.score(read, theirs.load_predictions(tmp_path / "p.jsonl", read))
    found = evaluate(gold, given, "en").statements
    for threshold in ("0.3", "0.5", "0.8"):
        assert found[f"content {threshold}"].value == pytest.approx(expected[f"F{threshold[1:]}"])
    assert found["content 0.5"].precision == pytest.approx(expected["P.5"])
    assert found["content 0.5"].recall == pytest.approx(expected["R.5"])
    assert found["end to end"].value == pytest.approx(expected["e2e"])
    assert found["source"].value == pytest.approx(expected["src"])
    assert found["quoted: half"].value == pytest.approx(expected["de2e"])


@shared
@pytest.mark.parametrize("name", ["fr_dev.jsonl", "fr_dev2.jsonl", "en_dev.jsonl"])
def test_passages_give_what_their_scorer_gives(name: str) -> None:
    theirs = scorer("score_passages")
    gold = load_documents(SHARED / name)
    given, records = [], []
    for number, one in enumerate(gold):
        told = damaged(one.statements or (), len(one.text), number)
        draw = random.Random(number)
        links = [replace(x, mood=draw.choice([x.mood, "negated"])) for x in one.relations or () if draw.random() < 0.7]
        links += [Link("FRA", "DEU", "AGREE", "asserted")] if draw.random() < 0.3 else []
        given.append(replace(one, statements=tuple(told), relations=tuple(links)))
        records.append(as_record(one, told, links))
    expected = theirs.score(theirs.load(SHARED / name), records)
    found = evaluate(gold, given)
    names = {
        "statements F.5": found.statements["content 0.5"], "statements e2e": found.statements["end to end"],
        "kind": found.statements["kind right"], "state": found.statements["state"],
        "relay": found.statements.get("relay"), "relations pair": found.relations["pair"],
        "relations full": found.relations["full"], "mood": found.relations["mood"],
        "ground": found.relations.get("ground"), "clean": found.relations.get("clean"),
    }  # fmt: skip
    for measure, values in expected.items():
        figure = names[measure]
        if figure is None:
            assert values[1] == 0
        elif len(values) == 2:
            assert (figure.right, figure.gold) == values
        else:
            assert (figure.precision, figure.recall, figure.value) == pytest.approx(values)


@shared
@pytest.mark.parametrize("subset", ["interstate", None])
def test_plover_sentences_give_what_their_scorer_gives(subset: str | None) -> None:
    theirs = scorer("score_relations")
    gold = load_documents(SHARED / "plover_dev.jsonl", subset)
    draw = random.Random(1)
    given = []
    for one in gold:
        links = [
            Link(x.source, draw.choice([x.target, "FRA"]), draw.choice([x.code, "AGREE", "SANCTION"]))
            for x in one.relations or () if draw.random() < 0.8
        ]  # fmt: skip
        given.append(replace(one, relations=tuple(links)))
    lines = [json.loads(x) for x in (SHARED / "plover_dev.jsonl").read_text(encoding="utf-8").splitlines()]
    records = [x for x in lines if subset in (None, x["subset"])]
    expected = theirs.score(records, [as_record(d, (), d.relations or ()) for d in given])
    found = evaluate(gold, given).relations
    for level in ("code", "pair", "directed", "full", "quad"):
        assert found[level].value == pytest.approx(expected[level]["f1"])
