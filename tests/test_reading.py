"""Articles read together are read as each is read alone."""

from collections.abc import Sequence

import pytest

from builders import article
from foedus import reading as reading_stage
from foedus.errors import ModelMissing
from foedus.language.passages import Laid, lay_out
from foedus.model import Article, TextSpan
from foedus.reading import read_article, read_articles, read_together

SHORT = [
    ("Non.", "fr"),
    ("La Hongrie compte livrer des chars à l'Ukraine.", "fr"),
    ("“We will not,” the Iranian minister told Reuters.", "en"),
    ("« C'est non. Et non », a dit le ministre russe.\nKiev dément avoir visé Moscou.", "fr"),
    ("Ankara condemned the Israeli raid.", "en"),
]
PAGES = [article(text, language=language) for text, language in SHORT]


def test_articles_read_together_are_read_as_each_is_alone() -> None:
    assert list(read_articles(PAGES * 3)) == [read_article(page) for page in PAGES] * 3


def test_articles_go_through_the_model_in_groups_of_some_length(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading_stage, "_TOGETHER", 100)
    monkeypatch.setattr(reading_stage, "BATCH", 4)
    groups = []

    def counted(pages: list[Article]) -> object:
        groups.append(sum(len(page.text) for page in pages))
        return read_together(pages)

    monkeypatch.setattr(reading_stage, "read_together", counted)
    assert [r.article for r in read_articles(PAGES)] == PAGES
    assert len(groups) > 2 and max(groups) <= 100


@pytest.mark.parametrize("broken", range(len(PAGES)))
def test_what_an_article_runs_into_is_raised_when_it_is_its_turn(broken: int, monkeypatch: pytest.MonkeyPatch) -> None:
    def fragile(page: Article, quoted: Sequence[TextSpan]) -> Laid:
        if page is PAGES[broken]:
            raise ZeroDivisionError
        return lay_out(page, quoted)

    monkeypatch.setattr(reading_stage, "lay_out", fragile)
    found = read_articles(PAGES)
    assert [next(found).article for _ in range(broken)] == PAGES[:broken]
    with pytest.raises(ZeroDivisionError):
        next(found)


def test_a_missing_model_costs_only_the_articles_of_its_language(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(language: str) -> object:
        raise ModelMissing(f"no model for {language}")

    monkeypatch.setattr(reading_stage, "memory_zone", missing)
    assert [r.article for r in read_articles(PAGES)] == PAGES
