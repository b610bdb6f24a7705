"""The reading room in a real browser: what a reader does, from the first page on."""

import re
from typing import TYPE_CHECKING, Any

import pytest

from foedus.intake.page import read_source
from running import EXAMPLES

if TYPE_CHECKING:
    from playwright.sync_api import Page

    Served = Any

pytestmark = pytest.mark.slow
DOSSIER = "/fr/pair/RUS/PRK"
GROUNDS = ("history", "military", "worldview", "treaty", "economy")


def article_address(tab: "Page") -> str:
    """The address of the article with six reasons."""
    tab.goto("/fr/sources")
    link = tab.get_by_role("link", name=re.compile("six raisons"))
    return str(link.get_attribute("href"))


def test_a_pasted_article_leads_to_the_grounds_of_its_pair(tab: "Page") -> None:
    source = next(path for path in EXAMPLES if "six-raisons" in path.name)
    text = read_source(source.read_bytes(), name=source.name).text
    tab.goto("/fr/read")
    tab.locator("textarea").fill(text.replace("Échantillon", "Échantillon d’essai"))
    tab.get_by_role("button", name="Lire", exact=True).click()
    tab.wait_for_url("**/fr/article/**", timeout=90_000)
    assert tab.locator(".note-card").count() > 10
    tab.get_by_label("Dossiers des paires d’États").get_by_role("link", name="Corée du Nord – Russie").click()
    for ground in GROUNDS:
        assert tab.locator(f"section#{ground} .card").count() >= 1, ground
    tab.locator("#military .card .place").first.click()
    tab.locator("li:target").wait_for()


def test_a_card_leads_to_its_words_in_the_article(tab: "Page") -> None:
    tab.goto(DOSSIER)
    quoted = tab.locator("#military .card blockquote").first.inner_text().strip("«» \u00a0")
    tab.locator("#military .card", has=tab.locator("blockquote")).first.locator(".place").click()
    tab.wait_for_url("**/fr/article/**")
    words = tab.locator(".text .arrived")
    shown = "".join(words.all_inner_texts())
    assert quoted[:40] in shown
    box = words.first.bounding_box()
    assert box is not None
    assert 0 < box["y"] < 900
    note, margin = tab.locator("li:target").bounding_box(), tab.locator(".margin").bounding_box()
    assert note is not None
    assert margin is not None
    top = margin["y"] - 1  # a browser scrolls by whole pixels, and places boxes between them
    assert top <= note["y"] < margin["y"] + margin["height"]


def test_filters_stand_in_the_address_and_hold_after_the_language_is_switched(tab: "Page") -> None:
    tab.goto(DOSSIER)
    before = tab.locator(".card").count()
    tab.get_by_text("Filtres", exact=True).click()
    tab.get_by_label("sur la parole de tiers seulement").check()
    tab.get_by_role("button", name="Filtrer").click()
    tab.wait_for_url("**third_party=1**")
    assert 0 < tab.locator(".card").count() < before
    tab.get_by_role("link", name="English").click()
    tab.wait_for_url("**/en/pair/RUS/PRK?**third_party=1**")
    assert tab.get_by_label("on the word of third parties only").is_checked()
    tab.get_by_role("link", name="Clear").click()
    tab.wait_for_url(lambda address: "third_party" not in address)
    assert tab.locator(".card").count() == before


def test_a_relation_that_is_corrected_changes_the_pair(tab: "Page") -> None:
    tab.goto(DOSSIER)
    count = tab.locator("nav.contents li", has_text="Soutien militaire").locator(".n").inner_text()
    tab.locator("#military .card .act").first.click()
    tab.get_by_label("motif").select_option("ECONOMY")
    tab.get_by_label("Votre nom").fill("Awa Koné")
    tab.get_by_role("button", name="Corriger").click()
    tab.wait_for_url("**/fr/article/**")
    assert tab.locator(".verdict").count() >= 1 or tab.locator(".gone").count() == 1
    tab.goto(DOSSIER)
    after = tab.locator("nav.contents li", has_text="Soutien militaire").locator(".n").inner_text()
    assert int(after) == int(count) - 1


def test_one_click_rejects_a_record_and_one_brings_it_back(tab: "Page") -> None:
    tab.goto(article_address(tab))
    before = tab.locator(".acts .act").count()
    tab.locator(".note-card .acts").first.get_by_role("button", name="Faux").click()
    tab.locator(".gone li").wait_for()
    assert tab.locator(".margin .acts .act").count() == before - 1
    tab.get_by_role("button", name="rétablir").click()
    tab.locator(".gone li").wait_for(state="detached")
    assert tab.locator(".margin .acts .act").count() == before


def test_a_comment_is_read_by_a_moderator_and_appears_without_its_address(tab: "Page", served: "Served") -> None:
    tab.goto(DOSSIER)
    tab.get_by_text("Écrire un commentaire").click()
    tab.get_by_label("Nom", exact=True).fill("Awa Koné")
    tab.get_by_label("Adresse électronique").fill("awa.kone@example.org")
    tab.get_by_label("Commentaire", exact=True).fill("Le traité est de juin 2024.")
    tab.get_by_role("button", name="Envoyer").click()
    assert tab.get_by_role("status").inner_text().startswith("Merci")
    assert tab.locator(".comment").count() == 0
    tab.goto("/fr/comments")
    assert "awa.kone" not in tab.content()
    with tab.expect_navigation():
        tab.get_by_role("button", name="Laisser paraître").click()
    tab.goto(DOSSIER)
    assert "Le traité est de juin 2024." in tab.locator(".comment").inner_text()
    for path in (DOSSIER, "/fr/comments", "/api/v1/comments?pair=RUS-PRK"):
        assert "awa.kone" not in tab.request.get(path).text()
    assert "awa.kone" not in served.log.read_text()
    assert b"awa.kone" not in served.settings.ledger.read_bytes()


def test_everything_can_be_reached_by_keyboard(tab: "Page") -> None:
    tab.goto("/fr/")
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.className") == "skip"
    tab.keyboard.press("Enter")
    tab.keyboard.press("Tab")
    tab.keyboard.type("Russie")
    tab.keyboard.press("Tab")
    tab.keyboard.type("Corée du Nord")
    tab.keyboard.press("Enter")
    tab.wait_for_url("**" + DOSSIER)
    tab.goto(article_address(tab))
    tab.evaluate("document.querySelector('.text a.said').focus()")
    assert tab.locator(".note-card.lit").count() == 1
    first = tab.locator(".note-card.lit").get_attribute("id")
    for _ in range(12):
        tab.keyboard.press("Tab")
        if tab.locator(".note-card.lit").first.get_attribute("id") != first:
            break
    assert tab.locator(".note-card.lit").first.get_attribute("id") != first
    outline = tab.evaluate("getComputedStyle(document.activeElement).outlineWidth")
    assert outline == "3px"


def test_pointing_at_words_shows_who_says_them(tab: "Page") -> None:
    tab.goto(article_address(tab))
    said = tab.locator(".text a.said").nth(3)
    said.hover()
    id_ = said.get_attribute("data-s")
    card = tab.locator(f"#n-{id_}")
    assert "lit" in (card.get_attribute("class") or "")
    box, margin = card.bounding_box(), tab.locator(".margin").bounding_box()
    assert box and margin
    assert margin["y"] <= box["y"] < margin["y"] + margin["height"]


def test_the_pages_read_without_javascript(tab: "Page", chromium: Any, served: "Served") -> None:
    context = chromium.new_context(base_url=served.address, java_script_enabled=False)
    page = context.new_page()
    page.goto(DOSSIER)
    page.locator("#military .card .place").first.click()
    page.locator("li:target").wait_for()
    page.goto("/fr/read")
    page.locator("textarea").fill("Kiev accuse Moscou d'avoir bombardé un hôpital.")
    page.get_by_role("button", name="Lire", exact=True).click()
    page.wait_for_url("**/fr/article/**", timeout=90_000)
    assert page.locator(".note-card").count() >= 1
    context.close()


def test_the_first_page_is_light(tab: "Page") -> None:
    sizes: list[int] = []
    tab.on("requestfinished", lambda request: sizes.append(request.sizes()["responseBodySize"]))
    tab.goto("/fr/")
    tab.wait_for_load_state("networkidle")
    assert len(sizes) > 2
    assert sum(sizes) < 150_000


def test_a_file_may_be_dropped_anywhere_on_the_form(tab: "Page") -> None:
    tab.goto("/fr/read")
    tab.evaluate(
        """() => {
            const dropped = new DataTransfer();
            dropped.items.add(new File(["Kiev accuse Moscou d'avoir bombardé un port."], "page.txt"));
            const form = document.querySelector(".hand-in textarea");
            form.dispatchEvent(new DragEvent("drop", {dataTransfer: dropped, bubbles: true, cancelable: true}));
        }"""
    )
    assert tab.evaluate("document.querySelector('input[type=file]').files[0].name") == "page.txt"
    tab.get_by_role("button", name="Lire", exact=True).click()
    tab.wait_for_url("**/fr/article/**", timeout=90_000)
    assert "page.txt" in tab.locator(".text .meta").first.inner_text()
