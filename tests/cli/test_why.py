"""`foedus why`: every record of the shipped articles is explained, down to file and line."""

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

from builders import article, mention, reading, relation, statement
from foedus.display.wording import wording
from foedus.ledger import open_ledger
from foedus.model import Reading
from foedus.tables import USER_FOLDER, data_dir
from foedus.why import explain_record
from running import ANSI, EXAMPLES, Ran, call, on_a_terminal

TEXT = "Kiev accuse Minsk, selon RT. Elle a signé un accord avec Riga."


@pytest.fixture
def held() -> Reading:
    page = article(TEXT, "Agence Essai")
    accuse = replace_rule(statement(page, "Minsk", "Kiev", cue="accuse", kind="indirect", state="UKR", relay=("RT",)),
                          page, rule="reported_clause/N+inf:accuser")  # fmt: skip
    deal = relation(page, "LVA", "UKR", "AGREE", evidence="a signé un accord", trigger="signé", date="2024-05")
    own = replace_rule(deal, page, rule="signer (data/fr/frames.tsv:999999)")
    hit = replace_rule(relation(page, "UKR", "BLR", "ACCUSE", evidence="Kiev accuse Minsk", statement=accuse), page,
                       rule="performed:accuser")  # fmt: skip
    found = reading(page, mention(page, "Kiev", "UKR", "capital"), accuse, own, hit)
    with open_ledger("foedus.db") as ledger:
        ledger.add(found)
    return found


def replace_rule(record, page, *, rule):  # type: ignore[no-untyped-def]
    return replace(record, article=page, rule=rule)


def test_every_record_of_the_shipped_articles_is_explained(shelf: tuple[Path, Ran]) -> None:
    with open_ledger(shelf[0], read_only=True) as ledger:
        readings = [ledger.reading(id_) for id_ in ledger.article_ids()]
    records = [(found, record) for found in readings for record in (*found.statements, *found.relations)]
    assert len(readings) == len(EXAMPLES) and len(records) > 200
    for found, record in records:
        explained = explain_record(found, record.id)
        origin = explained.statement_origin if record in found.statements else explained.relation_origin
        assert origin is not None and not explained.lexicons_changed
        assert not origin.entry or origin.rows, f"no row for {record.rule}"
        for row in origin.rows:
            file, _, line = row.where.rpartition(":")
            written = (data_dir() / file.removeprefix("data/")).read_text(encoding="utf-8").splitlines()[int(line) - 1]
            assert written.split("\t")[0].strip() == origin.entry
        assert all(explained.context.contains(span) for _, span in explained.marked())
        assert json.loads(json.dumps(explained.to_dict()))["id"] == record.id


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_rule_that_fired_there_has_its_wording(shelf: tuple[Path, Ran], language: str) -> None:
    say = wording(language)
    with open_ledger(shelf[0], read_only=True) as ledger:
        readings = [ledger.reading(id_) for id_ in ledger.article_ids()]
    origins = [
        origin
        for found in readings
        for record in (*found.statements, *found.relations)
        for explained in [explain_record(found, record.id)]
        for origin in (explained.statement_origin, explained.relation_origin)
        if origin
    ]
    names = {origin.rule.partition("/")[0] for origin in origins}
    assert names <= set(say.table["rules"]), "say in display/words.toml what the rule reads"


def test_a_statement_with_its_words_row_and_claims(held: Reading) -> None:
    ran = call("why", held.statements[0].id[:6], "--lang", "fr")
    assert ran.code == 0, ran.err
    assert ran.out.startswith(f"Propos · {held.statements[0].id}\nAgence Essai · 4 mars 2025\n")
    assert "  contenu  «\u00a0Minsk\u00a0»" in ran.out and "  source   «\u00a0Kiev\u00a0»" in ran.out
    assert re.search(r"^  locuteur +Kiev \(UKR\) · propos rapportés$", ran.out, re.MULTILINE)
    assert re.search(r"^  relayé par +RT \(média d’État, RUS\)$", ran.out, re.MULTILINE)
    assert "le propos · reported_clause/N+inf\u00a0: «\u00a0accuser\u00a0»" in ran.out
    assert re.search(r"data/fr/cues\.tsv:\d+ · cue accuser · pos V · frame ", ran.out)
    assert f"{held.relations[1].id[:8]}  UKR → BLR\u00a0: accusation" in ran.out
    assert "foedus test\nLes tables ont changé" in ran.out  # no version of today's lexicons
    assert ANSI not in ran.out and max(map(len, ran.out.splitlines())) <= 100


def test_a_relation_in_the_articles_own_voice_whose_row_has_moved(held: Reading) -> None:
    out = call("why", held.relations[0].id, "--lang", "en").out
    assert out.startswith(f"LVA – UKR: agreement · May 2024 (written in the article) · {held.relations[0].id}\n")
    assert "Agence Essai (the outlet itself)" in out
    assert "Latvia (LVA)   taken up from what stands before in the article" in out
    assert "Ukraine (UKR)  “Kiev” (test)" in out
    assert re.search(r"data/fr/frames\.tsv:\d+ · trigger signer · ", out) and ":999999" not in out


def test_a_relation_shows_what_both_rules_read(held: Reading) -> None:
    data = json.loads(call("why", held.relations[1].id, "--format", "json").out)
    assert (data["schema"], data["record"]) == ("foedus/why/1", "relation")
    assert data["statement_origin"]["rule"] == "reported_clause/N+inf"
    assert data["relation_origin"]["rule"] == "performed" and data["relation_origin"]["entry"] == "accuser"
    assert data["relation_origin"]["rows"][0]["stance"] == "accuse"
    marked = {(word["what"], word["words"]) for word in data["words"]}
    assert {("cue", "accuse"), ("source", "Kiev"), ("content", "Minsk"), ("evidence", "Kiev accuse Minsk")} <= marked
    assert all(TEXT[slice(*word["span"])] == word["words"] for word in data["words"])


def test_a_row_of_the_users_own_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own = tmp_path / "mine" / "fr" / "frames.tsv"
    own.parent.mkdir(parents=True)
    header = (data_dir() / "fr" / "frames.tsv").read_text(encoding="utf-8").splitlines()
    columns = next(line for line in header if line.startswith("trigger\t"))
    cells = {"trigger": "zorgluber", "pos": "V", "code": "ASSAULT", "example": "Kiev zorglube Minsk."}
    own.write_text(columns + "\n" + "\t".join(cells.get(c, "") for c in columns.split("\t")) + "\n", encoding="utf-8")
    monkeypatch.setenv(USER_FOLDER, str(tmp_path / "mine"))
    page = article("Kiev zorglube Minsk.")
    hit = replace_rule(relation(page, "UKR", "BLR", "ASSAULT"), page, rule=f"zorgluber ({own}:2)")
    origin = explain_record(reading(page, hit), hit.id).relation_origin
    assert origin and [row.where for row in origin.rows] == [f"{own}:2"]


def test_a_long_paragraph_is_cut_around_the_record() -> None:
    text = "Il pleut. " * 200 + "Kiev accuse Minsk." + " Il neige." * 200
    page = article(text)
    hit = relation(page, "UKR", "BLR", "ACCUSE", evidence="Kiev accuse Minsk")
    context = explain_record(reading(page, hit), hit.id).context
    assert context.contains(hit.evidence_span) and context.end - context.start < 600


@pytest.mark.parametrize(
    ("wanted", "code", "message"),
    [
        ("zzz", 2, "'zzz' is no id: expected up to 16 of the digits 0-9 and a-f"),
        ("", 2, "'' is no id"),
        ("0" * 16, 1, "ledger foedus.db holds no statement or relation '0000000000000000'"),
    ],
)
def test_what_is_no_id(held: Reading, wanted: str, code: int, message: str) -> None:
    ran = call("why", wanted)
    assert (ran.code, ran.out) == (code, "") and message in ran.err and len(ran.err.splitlines()) == 1


def test_the_beginning_of_several(shelf: tuple[Path, Ran]) -> None:
    ran = call("why", "a", "--ledger", shelf[0])
    assert ran.code == 2 and "give more of its digits" in ran.err


def test_words_are_marked_on_a_terminal(held: Reading) -> None:
    assert "\x1b[3maccuse" in on_a_terminal(["why", held.statements[0].id], {})
