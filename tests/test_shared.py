"""The real article, read through the command line, against its gold; skipped where the gold is not there."""

import importlib.util
import json
import os
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

SHARED = Path(os.environ.get("FOEDUS_SHARED", Path(__file__).parents[2] / "shared"))
ARTICLE = SHARED / "real" / "000_04f32a47f29bfc32.txt"
pytestmark = pytest.mark.skipif(not ARTICLE.exists(), reason=f"no gold data at {SHARED}: set FOEDUS_SHARED")

PAGE = """<!DOCTYPE html><html lang="fr"><head><meta charset="utf-8"><title>{title} – Le Blog</title>
<meta property="og:title" content="{title}"><meta property="og:type" content="article"></head>
<body class="post-template single"><header><nav><ul><li><a href="/">Accueil</a></li><li><a href="/monde">Monde</a></li>
</ul></nav></header><main><article class="post hentry"><header class="entry-header"><h1 class="entry-title">{title}</h1>
</header><div class="entry-content">{body}</div></article>
<div id="respond" class="comment-respond"><h3>Laisser un commentaire</h3><p>Votre adresse email ne sera pas
publiée.</p><form><textarea></textarea></form></div></main>
<footer><a href="#top">Retour en haut</a></footer></body></html>"""


def scorer() -> ModuleType:
    spec = importlib.util.spec_from_file_location("score_passages", SHARED / "eval" / "score_passages.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def foedus(*arguments: str | Path) -> str:
    command = [sys.executable, "-m", "foedus", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


@pytest.fixture(scope="module")
def read() -> dict:
    return json.loads(foedus("read", ARTICLE, "--no-ledger", "--format", "jsonl"))


@pytest.fixture(scope="module")
def gold() -> dict:
    return json.loads((SHARED / "real" / f"{ARTICLE.stem}.gold.json").read_text(encoding="utf-8"))


def test_statements_and_relations_reach_their_floors(read: dict, gold: dict) -> None:
    result = scorer().score([gold], [read])
    assert result["statements e2e"][2] >= 0.75
    assert result["relations full"][2] >= 0.55


def test_the_relay_of_the_explicit_statements(read: dict, gold: dict) -> None:
    relayed = {tuple(span[0] for span in s["content"]): s["relay"] for s in read["statements"] if s["relay"]}
    assert sum("RT" in relay for relay in relayed.values()) >= 2


def test_no_furniture_is_left(read: dict) -> None:
    for line in ("Laisser un commentaire", "adresse e-mail", "Retour en haut", "champs obligatoires"):
        assert line not in read["text"]


def test_explain_gives_the_five_grounds_with_the_articles_words(tmp_path: Path, read: dict) -> None:
    ledger = tmp_path / "one.db"
    foedus("read", ARTICLE, "--ledger", ledger)
    found = json.loads(foedus("explain", "RUS", "PRK", "--ledger", ledger, "--format", "json"))
    grounds = {group["ground"]: group for group in found["grounds"]}
    assert {"HISTORY", "MILITARY", "WORLDVIEW", "ADVERSARY", "TREATY"} <= set(grounds)
    words = {word for group in grounds.values() for word in group["whose_word"]["rests_on"]}
    assert {"party", "outlet"} <= words
    for group in grounds.values():
        assert all(piece["relation"]["evidence_words"] in read["text"] for piece in group["evidence"])


def test_the_same_article_in_a_page_gives_the_same_records(tmp_path: Path, read: dict) -> None:
    blocks = [(b["kind"], read["text"][slice(*b["span"])]) for b in read["blocks"]]
    tag = {"heading": "h2", "item": "li", "paragraph": "p", "caption": "p"}
    body = "".join(f"<{tag[kind]}>{words}</{tag[kind]}>" for kind, words in blocks if kind != "title")
    body = body.replace("<li>", "<ol><li>", 1)[::-1].replace(">il/<", ">lo/<>il/<", 1)[::-1]
    page = tmp_path / "page.html"
    page.write_text(PAGE.format(title=blocks[0][1], body=body), encoding="utf-8")
    wrapped = json.loads(foedus("read", page, "--no-ledger", "--format", "jsonl"))

    def claims(found: dict) -> set:
        return {(r["source"], r["target"], r["code"], r["mood"], r["ground"], r["words"]) for r in found["relations"]}

    def said(found: dict) -> set:
        return {tuple(found["text"][slice(*span)] for span in s["content"]) for s in found["statements"]}

    assert claims(wrapped) == claims(read)
    assert said(wrapped) == said(read)
