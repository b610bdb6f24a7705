"""`foedus evaluate`: figures, the last run, and what was gained and lost."""

import json
from pathlib import Path

import pytest

from running import call

TEXT = "Kiev dit que Minsk ment. « Oui », a dit Riga."
KIEV = {"source": [0, 4], "cue": [5, 8], "content": [[13, 23]], "kind": "indirect", "rule": "reported_clause/que:dire"}
RIGA = {"source": [40, 44], "cue": [34, 39], "content": [[27, 30]], "kind": "direct", "rule": "incise:dire"}
ACCUSE = {"source": "UKR", "target": "BLR", "code": "ACCUSE", "mood": "asserted", "ground": None, "rule": "x"}


def put(name: str, *statements: object, relations: object = (ACCUSE,)) -> str:
    record = {"id": "a", "text": TEXT, "language": "fr", "statements": statements, "relations": relations}
    Path(name).write_text(json.dumps(record), encoding="utf-8")
    return name


@pytest.fixture
def gold() -> str:
    return put("gold.jsonl", KIEV, RIGA)


def test_figures_by_kind_cue_language_and_rule(gold: str) -> None:
    ran = call("evaluate", gold, put("p.jsonl", KIEV), "--lang", "en")
    assert (ran.code, ran.err) == (0, "")
    rows = {" ".join(line.split()[:2]): line.split() for line in ran.out.splitlines() if line.strip()}
    assert ran.out.startswith("1 document\n")
    assert rows["content and"][-5:-1] == ["1.000", "0.500", "0.667", "0.67–0.67"]
    assert rows["direct 0.000"] and rows["speech and"] and rows["fr 1.000"] and rows["reported_clause/que 1.000"]
    assert rows["pair of"][-1] == "1/1"
    for heading in ("Statements", "Statements, by kind of speech", "Statements, by kind of cue", "Relations"):
        assert f"{heading} ─" in ran.out


def test_the_last_run_is_kept_beside_and_compared_with(gold: str) -> None:
    first = call("evaluate", gold, put("p.jsonl", KIEV, {**RIGA, "source": [0, 4]}), "--lang", "fr")
    assert "Gagné" not in first.out and Path("gold.jsonl.last.json").exists()
    second = call("evaluate", gold, put("p.jsonl", RIGA, relations=()), "--lang", "fr")
    assert "Gagné depuis la dernière mesure (1) ─" in second.out and "  a: Riga | a dit | Oui" in second.out
    assert "Perdu depuis la dernière mesure (2) ─" in second.out and "  a: Kiev | dit | Minsk ment" in second.out
    assert "  a: UKR BLR ACCUSE" in second.out and "Faux, disparus (1)" in second.out
    assert "-1.000" in second.out  # the pair
    third = call("evaluate", gold, "p.jsonl", "--lang", "fr")
    assert "Rien n’a changé depuis la dernière mesure" in third.out


def test_a_named_run_is_made_once_and_never_replaced(gold: str) -> None:
    call("evaluate", gold, gold, "--against", "base.json")
    before = Path("base.json").read_bytes()
    ran = call("evaluate", gold, put("p.jsonl", KIEV), "--against", "base.json", "--format", "json")
    assert json.loads(ran.out)["change"]["lost"] and Path("base.json").read_bytes() == before
    assert not Path("gold.jsonl.last.json").exists()


def test_json_and_markdown(gold: str) -> None:
    data = json.loads(call("evaluate", gold, gold, "--format", "json").out)
    assert data["schema"] == "foedus/evaluation/1" and data["statements"]["end to end"]["value"] == 1.0
    assert data["change"] is None and data["relations"]["pair"]["gold"] == 1
    markdown = call("evaluate", gold, gold, "--format", "md", "--lang", "fr").out
    assert "## Propos\n\n| mesure | précision |" in markdown and "| contenu et source | 1.000 |" in markdown


def test_without_predictions_the_texts_are_read() -> None:
    ran = call("evaluate", put("gold.jsonl", KIEV, RIGA, relations=()), "--lang", "en")
    assert ran.code == 0 and "content and source" in ran.out and "incise " in ran.out


def test_many_are_cut_to_ten_unless_all_are_wanted(gold: str) -> None:
    record = json.loads(Path(gold).read_text(encoding="utf-8"))
    lines = [json.dumps({**record, "id": f"d{n}"}) for n in range(12)]
    Path("many.jsonl").write_text("\n".join(lines), encoding="utf-8")
    call("evaluate", "many.jsonl", gold)  # finds nothing: none of the ids is there
    Path("many.jsonl.last.json").rename("base.json")
    arguments = ("evaluate", "many.jsonl", "many.jsonl", "--against", "base.json", "--lang", "en")
    assert "+ 26 more (--all shows them)" in call(*arguments).out
    assert "more" not in call(*arguments, "--all").out


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["nowhere"], 1, "nowhere: no such file or folder"),
        (["bad.jsonl"], 1, "bad.jsonl:1: no JSON"),
        (["gold.jsonl", "bad.jsonl"], 1, "bad.jsonl:1: no JSON"),
        (["gold.jsonl", "gold.jsonl", "--against", "bad.jsonl"], 1, "bad.jsonl: is no run kept by `foedus evaluate`"),
        (["gold.jsonl", "gold.jsonl", "--against", "no/folder.json"], 1, "the run cannot be kept there"),
        (["gold.jsonl", "--format", "xml"], 2, "is not one of 'table', 'json', 'md'"),
        ([], 2, "Missing argument 'GOLD'"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_bad_input_gets_one_line(gold: str, arguments: list[str], code: int, message: str) -> None:
    Path("bad.jsonl").write_text('{"id": ', encoding="utf-8")
    ran = call("evaluate", *arguments)
    assert ran.code == code and message in ran.err and len(ran.err.splitlines()) == 1
