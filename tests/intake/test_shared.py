"""The texts that the gold annotations stand on must come through unchanged. Skipped where they are not at hand."""

import json
import os
from pathlib import Path

import pytest

from foedus.intake.page import take_in

SHARED = Path(os.environ.get("FOEDUS_SHARED", "../shared"))

pytestmark = pytest.mark.skipif(not (SHARED / "eval").is_dir(), reason="the shared evaluation data is not here")


@pytest.mark.parametrize("name", ["fr_dev", "fr_dev2", "en_dev", "plover_dev"])
def test_gold_passages_are_unchanged(name: str) -> None:
    for line in (SHARED / "eval" / f"{name}.jsonl").read_text(encoding="utf-8").splitlines():
        text = json.loads(line)["text"]
        article = take_in(text.encode(), name=f"{name}.txt").article
        assert article.text == text
        assert article.published is None


def test_news_texts_lose_nothing_but_follow_lines() -> None:
    for path in sorted((SHARED / "eval" / "polnear" / "train" / "text").iterdir())[::20]:
        text = path.read_bytes().decode()
        intake = take_in(text.encode(), name=path.name)
        assert intake.article.text == text or all(line.startswith(("Follow", "Sign up")) for line in intake.dropped)
        assert intake.article.published_from == "file"


def test_the_real_article() -> None:
    for path in (SHARED / "real").glob("*.txt"):
        intake = take_in(path.read_bytes(), name=path.name)
        kinds = [block.kind.value for block in intake.article.blocks]
        assert kinds[:3] == ["title", "caption", "paragraph"]
        assert (kinds.count("heading"), kinds.count("item"), len(intake.dropped)) == (2, 5, 3)
        assert intake.article.published is None
