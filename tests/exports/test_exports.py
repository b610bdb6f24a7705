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
from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
from citeproc.source.json import CiteProcJSON
from pyld import jsonld

from builders import article, reading, relation, statement
from foedus.errors import OutputError, UsageError
from foedus.evaluate.gold import load_documents
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
    path = written(ledger, "dyad-month-parquet", tmp_path)
    frame = polars.read_parquet(path)
    assert frame.filter(polars.col("month") == "2025-02")["records"].to_list() == [None, None]
    assert duckdb.sql(f"SELECT * FROM '{path}'").fetchall() == frame.rows()


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
    assert page["@context"][0] == "http://www.w3.org/ns/anno.jsonld" and page["type"] == "AnnotationPage"
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


OA, AS, TERMS, DATA = (
    "http://www.w3.org/ns/oa#", "https://www.w3.org/ns/activitystreams#", "http://purl.org/dc/terms/",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
)  # fmt: skip
# What the context of the Web Annotation vocabulary says of the words that we use; what is not in it gets lost.
STANDARD = {
    "id": {"@type": "@id", "@id": "@id"},
    "type": {"@type": "@id", "@id": "@type"},
    **{name: OA + name for name in ("Annotation", "TextualBody", "TextQuoteSelector", "TextPositionSelector", "State")},
    **{name: OA + name for name in ("identifying", "describing", "exact", "prefix", "suffix")},
    "AnnotationPage": AS + "OrderedCollectionPage",
    "Software": AS + "Application",
    "items": {"@type": "@id", "@id": AS + "items", "@container": "@list"},
    "generator": {"@type": "@id", "@id": AS + "generator"},
    "motivation": {"@type": "@vocab", "@id": OA + "motivatedBy"},
    "purpose": {"@type": "@vocab", "@id": OA + "hasPurpose"},
    **{
        name: {"@type": "@id", "@id": f"{OA}has{name.title()}"}
        for name in ("body", "target", "source", "selector", "state")
    },
    **{
        name: {"@type": "http://www.w3.org/2001/XMLSchema#nonNegativeInteger", "@id": OA + name}
        for name in ("start", "end")
    },
    "value": DATA + "value",
    "format": "http://purl.org/dc/elements/1.1/format",
    "name": "http://xmlns.com/foaf/0.1/name",
}


def test_annotations_lose_nothing_by_the_rules_of_json_ld(ledger: Ledger, tmp_path: Path) -> None:
    def load(url: str, options: object) -> dict[str, object]:
        assert url == "http://www.w3.org/ns/anno.jsonld"
        return {
            "contentType": "application/ld+json",
            "contextUrl": None,
            "documentUrl": url,
            "document": {"@context": STANDARD},
        }

    page = json.loads(written(ledger, "annotation", tmp_path).read_text(encoding="utf-8"))
    (expanded,) = jsonld.expand(page, {"documentLoader": load})
    (listed,) = expanded[AS + "items"]
    found = {one["@id"]: one for one in listed["@list"]}
    assert set(found) == {annotation["id"] for annotation in page["items"]} and len(found) == 5
    for annotation in page["items"]:
        there = found[annotation["id"]]
        assert there["@type"] == [OA + "Annotation"] and there[OA + "motivatedBy"] == [{"@id": OA + "identifying"}]
        for target, same in zip(annotation["target"], there[OA + "hasTarget"], strict=True):
            assert same[OA + "hasState"][0]["urn:foedus:sha256"][0]["@value"] == target["state"]["sha256"]
            assert {name for one in same[OA + "hasSelector"] for name in one} == {
                "@type", *(OA + name for name in ("exact", "prefix", "suffix", "start", "end"))
            }  # fmt: skip


def test_citron_spans_hold_their_text(ledger: Ledger, tmp_path: Path) -> None:
    for line in written(ledger, "citron", tmp_path).read_text(encoding="utf-8").splitlines():
        document = json.loads(line)
        for quote in document["quotes"]:
            for span in (quote["cue"], *quote["sources"], *quote["contents"]):
                assert span is None or document["text"][span["start"] : span["end"]] == span["text"]
        assert [len(quote["contents"]) for quote in document["quotes"]] in ([2, 1], [])


def test_citron_and_canonical_json_are_read_by_evaluate_alike(ledger: Ledger, tmp_path: Path) -> None:
    for name in ("citron", "jsonl"):
        folder = tmp_path / name
        folder.mkdir()
        document = next(one for one in load_documents(written(ledger, name, folder)) if one.statements)
        first, second = document.statements
        assert document.text == TEXT
        assert [TEXT[start:end] for start, end in first.content] == ["Nous sommes", "des alliés"]
        assert [TEXT[start:end] for start, end in second.content] == ["nie \\N"]


def test_quotations_are_direct_speech_only(ledger: Ledger, tmp_path: Path) -> None:
    (quotation,) = items(written(ledger, "quotation", tmp_path))
    assert (quotation["@type"], quotation["text"]) == ("Quotation", "Nous sommes […] des alliés")
    assert quotation["spokenByCharacter"] == {"@type": "Person", "name": "Awa Kone"}


def test_citations(ledger: Ledger, tmp_path: Path) -> None:
    found = {item["container-title"]: item for item in items(written(ledger, "csl", tmp_path))}
    assert found["Agence Essai"]["issued"] == {"date-parts": [[2025, 3, 4]]}
    assert found["Agence Essai"]["type"] == "article-newspaper"


def test_citations_are_set_by_a_citation_processor(ledger: Ledger, tmp_path: Path) -> None:
    source = CiteProcJSON(items(written(ledger, "csl", tmp_path)))
    style = CitationStylesStyle("harvard-cite-them-right", validate=False)
    bibliography = CitationStylesBibliography(style, source, formatter.plain)
    for key in source:
        bibliography.register(Citation([CitationItem(key)]))
    (line,) = (str(line) for line in bibliography.bibliography() if "livre" in str(line))
    assert "Agence Essai" in line and "2025" in line and "https://essai.example/a?b=1&c=2" in line


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


def test_what_people_reviewed_is_scored_as_gold(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    text = "Le Kremlin dément avoir livré des missiles à la Corée du Nord.\n\nLa France a condamné la Chine."
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    assert call("read", "a.txt").code == 0
    with open_ledger("foedus.db", read_only=True) as opened:
        (found,) = (opened.reading(id_) for id_ in opened.article_ids())
    denied = next(one for one in found.relations if one.statement_id)
    for one in (*found.statements, *found.relations):
        assert call("review", one.id, "right", "--by", "Ana").code == 0
    assert call("export", "--to", "gold", "--out", "gold.jsonl").code == 0
    right = json.loads(call("evaluate", "gold.jsonl", "--format", "json").out)
    assert call("review", denied.id, "corrected", "--to", "code=ASSAULT", "--by", "Ana").code == 0
    assert call("export", "--to", "gold", "--out", "gold.jsonl").code == 0
    corrected = json.loads(call("evaluate", "gold.jsonl", "--format", "json").out)
    assert right["documents"] == 2 and right["statements"]["end to end"]["value"] == 1
    assert (right["relations"]["full"]["gold"], right["relations"]["full"]["value"]) == (2, 1)
    # Our reading does not know what Ana corrected.
    assert (corrected["relations"]["pair"]["value"], corrected["relations"]["full"]["value"]) == (1, 0.5)


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
