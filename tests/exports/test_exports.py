"""Each format, read back by the library its users use."""

import csv
import json
from collections.abc import Iterator
from pathlib import Path

import duckdb
import igraph
import networkx
import polars
import pytest

from builders import article, reading, relation, statement
from foedus.errors import OutputError, UsageError
from foedus.exports import FORMATS, export
from foedus.ledger import Ledger, open_ledger
from foedus.ledger.reviews import Verdict
from foedus.model import Reading
from running import call

TEXT = 'Kiev a livré des obus à Tunis.\n« Nous sommes, dit-il, des alliés », a dit Awa Kone.\nParis, "oui", nie \\N.'


def some_reading(outlet: str = "Agence Essai", published: str | None = "2025-03-04") -> Reading:
    page = article(TEXT, outlet, title="Kiev, « livre »", published=published, url="https://essai.example/a?b=1&c=2")
    said = statement(page, ["Nous sommes", "des alliés"], "Awa Kone", cue="a dit", state="TUN", relay=["Tass"])
    unnamed = statement(page, "nie \\N", kind="indirect")
    aid = relation(page, evidence="Kiev a livré des obus à Tunis", trigger="livré", date="2025-01-15")
    ally = relation(page, "TUN", "UKR", "ALLIED", evidence="des alliés", statement=said)
    no = relation(page, code="ASSAULT", evidence='Paris, "oui", nie \\N', mood="negated", statement=unnamed)
    return reading(page, said, unnamed, aid, ally, no)


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with open_ledger(tmp_path / "essai.db") as opened:
        opened.add(some_reading())
        opened.add(reading(article("Rien.", "Autre", published="2025-01-02")))
        yield opened


def written(ledger: Ledger, name: str, tmp_path: Path) -> Path:
    path = tmp_path / f"out{FORMATS[name].suffix}"
    export(ledger, name, path)
    assert sorted(tmp_path.glob("out*")) == [path]
    return path


def items(path: Path) -> list[dict[str, object]]:
    data = json.loads(path.read_text(encoding="utf-8"))
    return data if isinstance(data, list) else data.get("items") or data["@graph"]


def test_canonical_json(ledger: Ledger, tmp_path: Path) -> None:
    rows = [json.loads(line) for line in written(ledger, "jsonl", tmp_path).read_text(encoding="utf-8").splitlines()]
    assert {row["schema"] for row in rows} == {"foedus/1"} and {len(row["relations"]) for row in rows} == {0, 3}


def test_csv_and_parquet_hold_the_same(ledger: Ledger, tmp_path: Path) -> None:
    with written(ledger, "csv", tmp_path).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    (tmp_path / "out.csv").unlink()
    path = written(ledger, "parquet", tmp_path)
    frame = polars.read_parquet(path)
    by_duckdb = duckdb.sql(f"SELECT * FROM '{path}'").fetchall()
    assert [tuple(row) for row in frame.rows()] == by_duckdb
    as_text = [["" if cell is None else str(cell) for cell in row] for row in frame.rows()]
    assert as_text == [[row[name] for name in frame.columns] for row in rows]
    acts = {row["code"]: row for row in frame.to_dicts()}
    assert acts["AID"]["evidence"] == "Kiev a livré des obus à Tunis" and acts["AID"]["speaker"] is None
    assert (acts["ASSAULT"]["evidence"], acts["ASSAULT"]["plover"]) == (
        'Paris, "oui", nie \\N',
        acts["ASSAULT"]["plover"],
    )
    assert (acts["ALLIED"]["relay"], acts["ALLIED"]["plover"], acts["ALLIED"]["ccode1"]) == ("Tass", None, 616)
    assert acts["AID"]["score"] == 6.0 or isinstance(acts["AID"]["score"], float)


def test_months_not_covered_are_not_zero(ledger: Ledger, tmp_path: Path) -> None:
    with written(ledger, "dyad-month", tmp_path).open(encoding="utf-8", newline="") as file:
        rows = {(row["source"], row["month"]): row for row in csv.DictReader(file)}
    assert {month for _, month in rows} == {"2025-01", "2025-02", "2025-03"}
    assert rows["UKR", "2025-01"]["material_cooperation"] == "1" and rows["TUN", "2025-01"]["records"] == "0"
    assert rows["UKR", "2025-02"]["records"] == "NA" and rows["UKR", "2025-02"]["covered"] == "0"
    assert (rows["UKR", "2025-03"]["denied"], rows["TUN", "2025-03"]["ties"]) == ("1", "1")
    (tmp_path / "out.csv").unlink()
    frame = polars.read_parquet(written(ledger, "dyad-month-parquet", tmp_path))
    assert frame.filter(polars.col("month") == "2025-02")["records"].to_list() == [None, None]


def test_plover_folds_act_and_mood_and_leaves_ties_out(ledger: Ledger, tmp_path: Path) -> None:
    with written(ledger, "plover", tmp_path).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert (rows[0]["actor"], rows[0]["recipient"], rows[0]["event"]) == ("UKR", "TUN", "AID")
    assert "ALLIED" not in {row["event"] for row in rows}


def test_graphs(ledger: Ledger, tmp_path: Path) -> None:
    path = written(ledger, "graphml", tmp_path)
    graph = networkx.read_graphml(path)
    assert graph.edges["UKR", "TUN"]["records"] == 2 and graph.edges["UKR", "TUN"]["denied"] == 1
    same = igraph.Graph.Read_GraphML(str(path))
    assert same.is_directed() and set(same.vs["label"]) == {"UKR", "TUN"} and sorted(same.es["records"]) == [1, 2]
    path.unlink()
    gexf = networkx.read_gexf(written(ledger, "gexf", tmp_path))
    assert gexf.nodes["TUN"]["fr"] == "Tunisie" and gexf.edges["TUN", "UKR"]["together"] == 1


def test_annotations_find_their_words_by_quotation_and_by_position(ledger: Ledger, tmp_path: Path) -> None:
    path = written(ledger, "annotation", tmp_path)
    page = json.loads(path.read_text(encoding="utf-8"))
    assert page["@context"] == "http://www.w3.org/ns/anno.jsonld" and page["type"] == "AnnotationPage"
    found = items(path)
    assert len(found) == 5
    for annotation in found:
        assert annotation["type"] == "Annotation" and str(annotation["id"]).startswith("urn:foedus:")
        for target in annotation["target"]:  # type: ignore[attr-defined]
            quote, place = target["selector"]
            around = quote["prefix"] + quote["exact"] + quote["suffix"]
            assert TEXT.count(around) == 1
            assert TEXT[place["start"] : place["end"]] == quote["exact"]
            assert TEXT.index(around) + len(quote["prefix"]) == place["start"]


def test_citron_spans_hold_their_text(ledger: Ledger, tmp_path: Path) -> None:
    for line in written(ledger, "citron", tmp_path).read_text(encoding="utf-8").splitlines():
        document = json.loads(line)
        for quote in document["quotes"]:
            for span in (quote["cue"], *quote["sources"], *quote["contents"]):
                assert span is None or document["text"][span["start"] : span["end"]] == span["text"]
        assert [len(quote["contents"]) for quote in document["quotes"]] in ([2, 1], [])


def test_quotations_are_direct_speech_only(ledger: Ledger, tmp_path: Path) -> None:
    (quotation,) = items(written(ledger, "quotation", tmp_path))
    assert (quotation["@type"], quotation["text"]) == ("Quotation", "Nous sommes […] des alliés")
    assert quotation["spokenByCharacter"] == {"@type": "Person", "name": "Awa Kone"}


def test_citations(ledger: Ledger, tmp_path: Path) -> None:
    found = {item["container-title"]: item for item in items(written(ledger, "csl", tmp_path))}
    assert found["Agence Essai"]["issued"] == {"date-parts": [[2025, 3, 4]]}
    assert found["Agence Essai"]["type"] == "article-newspaper"


def test_gold_is_what_people_have_reviewed_whole(ledger: Ledger, tmp_path: Path) -> None:
    given = some_reading()
    aid, ally, no = given.relations
    assert written(ledger, "gold", tmp_path).read_text() == ""
    ledger.review(aid.id, Verdict.CORRECTED, by="Ana", corrected={"code": "SUPPORT"})
    ledger.review(no.id, Verdict.WRONG, by="Ana")  # its statement has not been reviewed
    (passage,) = [
        json.loads(line) for line in written(ledger, "gold", tmp_path).read_text(encoding="utf-8").splitlines()
    ]
    assert passage["text"] == "Kiev a livré des obus à Tunis."
    (only,) = passage["relations"]
    assert (only["code"], passage["text"][slice(*only["evidence"])]) == ("SUPPORT", "Kiev a livré des obus à Tunis")
    ledger.review(ally.id, Verdict.RIGHT, by="Ana")
    passages = [json.loads(line) for line in written(ledger, "gold", tmp_path).read_text(encoding="utf-8").splitlines()]
    (said,) = passages[1]["statements"]
    assert [passages[1]["text"][slice(*span)] for span in said["content"]] == ["Nous sommes", "des alliés"]


@pytest.mark.parametrize("name", FORMATS)
def test_an_empty_ledger_is_no_error(tmp_path: Path, name: str) -> None:
    with open_ledger(tmp_path / "empty.db") as empty:
        assert written(empty, name, tmp_path).exists()


def test_a_file_that_cannot_be_written_is_one_line(ledger: Ledger, tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="cannot be written"):
        export(ledger, "csv", tmp_path / "no" / "x.csv")
    with pytest.raises(UsageError, match="expected one of jsonl, csv"):
        export(ledger, "xml", tmp_path / "x.xml")


def test_the_command_lists_every_format(ledger: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "100")
    text = call("export", "--help").out
    assert all(name in text for name in FORMATS)
    at = ("export", "--ledger", ledger.path, "--to")
    assert call(*at, "csv").out.startswith("id,source,target")
    assert call(*at, "parquet").code == 2 and call(*at, "xml").code == 2
    assert call(*at, "parquet", "--out", tmp_path / "x.parquet").code == 0
