"""Gold data in all the forms a user may have."""

import json
from pathlib import Path

import pytest

from foedus.errors import GoldError
from foedus.evaluate.gold import load_documents

TEXT = "Kiev dit que Minsk ment. « Oui », a dit Riga."
STATEMENT = {"source": [0, 4], "cue": [5, 8], "content": [[13, 23]], "kind": "indirect", "speaker": {"state": "UKR"}}
BRAT = "E1\tSource:T1 Cue:T2 Content:T3\nT1\tSource 0 4\tKiev\nT2\tCue 5 8\tdit\nT3\tContent 13 18;19 23\tMinsk ment\n"
RIGA_AT_KIEV = {"start": 0, "end": 4, "text": "Riga"}
QUOTE = {
    "cue": {"start": 5, "end": 8, "text": "dit"},
    "sources": [{"start": 0, "end": 4, "text": "Kiev"}],
    "contents": [{"start": 13, "end": 23, "text": "Minsk ment"}],
}


def put(path: Path, body: object) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(body if isinstance(body, str) else json.dumps(body), encoding="utf-8")
    return path


@pytest.fixture
def forms(tmp_path: Path) -> dict[str, Path]:
    record = {"id": "a", "text": TEXT, "statements": [STATEMENT]}
    put(tmp_path / "polnear/text/a.txt", TEXT)
    put(tmp_path / "polnear/attributions/a_first.ann", BRAT)
    put(tmp_path / "polnear/attributions/a_second.ann", "")
    put(tmp_path / "brat/a.txt", TEXT)
    return {
        "PolNeAR": tmp_path / "polnear",
        "a brat file": put(tmp_path / "brat/a.ann", BRAT),
        "a folder of brat": tmp_path / "brat",
        "JSON lines": put(tmp_path / "a.jsonl", json.dumps(record) + "\n\n"),
        "a JSON object": put(tmp_path / "a.json", record),
        "a JSON list": put(tmp_path / "b.json", [record]),
        "Citron": put(tmp_path / "citron/a.json", {"text": TEXT, "quotes": [QUOTE]}),
        "a folder of Citron": tmp_path / "citron",
    }


@pytest.mark.parametrize(
    "form",
    ["PolNeAR", "a brat file", "a folder of brat", "JSON lines", "a JSON object", "a JSON list", "Citron",
     "a folder of Citron"],
)  # fmt: skip
def test_all_forms_hold_the_same_statement(forms: dict[str, Path], form: str) -> None:
    (document,) = load_documents(forms[form])
    assert (document.id, document.text) == ("a", TEXT)
    (told,) = document.statements or ()
    said = [" ".join(TEXT[start:end] for start, end in spans) for spans in (told.source, told.cue, told.content)]
    assert said == ["Kiev", "dit", "Minsk ment"]


def test_predictions_go_by_the_name_of_their_file(tmp_path: Path) -> None:
    read = {"id": "0123456789abcdef", "file": "folder/a.txt", "text": TEXT, "statements": [STATEMENT]}
    assert load_documents(put(tmp_path / "p.jsonl", read))[0].id == "a"


def test_a_subset_is_kept(tmp_path: Path) -> None:
    lines = "\n".join(json.dumps({"id": n, "text": "x", "relations": [], "subset": n[0]}) for n in ("a1", "b1", "a2"))
    path = put(tmp_path / "g.jsonl", lines)
    assert [d.id for d in load_documents(path, "a")] == ["a1", "a2"]
    with pytest.raises(GoldError, match="no documents of subset 'c'"):
        load_documents(path, "c")


@pytest.mark.parametrize(
    ("name", "body", "message"),
    [
        ("a.jsonl", '{"id": "a"', "a.jsonl:1: no JSON"),
        ("a.json", '["x"]', "expected an object with 'text'"),
        ("a.json", '{"id": "a", "text": "x"}', "neither 'statements' nor 'relations' nor 'quotes'"),
        ("a.json", {"id": "a", "text": "x", "statements": [{"content": [[0, 9]]}]}, "span 0-9 is not inside a text of"),
        ("a.json", {"id": "a", "text": "x", "statements": [{"source": None}]}, "not in a form we know"),
        ("a.json", {"text": TEXT, "quotes": [{"contents": [RIGA_AT_KIEV]}]}, "'Riga' does not stand at 0"),
        ("a.ann", "T1\tContent x y\tz", "there is no a.txt"),
        ("empty", None, "no gold data in this folder"),
        ("missing", None, "no such file or folder"),
    ],
    ids=str,
)  # fmt: skip
def test_what_is_no_gold_is_refused(tmp_path: Path, name: str, body: object, message: str) -> None:
    path = tmp_path / name
    if body is not None:
        put(path, body)
    elif name == "empty":
        path.mkdir()
    with pytest.raises(GoldError, match=message):
        load_documents(path)


@pytest.mark.parametrize("line", ["T1\tContent 0 x\tz", "E1\tContent:T9"])
def test_broken_brat_is_refused(tmp_path: Path, line: str) -> None:
    put(tmp_path / "a.txt", TEXT)
    with pytest.raises(GoldError, match=r"a\.ann"):
        load_documents(put(tmp_path / "a.ann", line))


def test_a_document_that_comes_twice_is_refused(tmp_path: Path) -> None:
    line = json.dumps({"id": "a", "text": "x", "relations": []})
    with pytest.raises(GoldError, match="'a' comes twice"):
        load_documents(put(tmp_path / "a.jsonl", f"{line}\n{line}"))
