"""Pages and texts to articles."""

import subprocess
import sys

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from foedus.errors import IntakeError
from foedus.intake.page import MAX_CHARACTERS, Intake, is_html, read_source, take_in
from foedus.model import Article

LEAD = "Le ministre des Affaires étrangères a salué mardi les relations entre les deux pays voisins, qu'il dit solides."
SECOND = "Il a rappelé que le traité signé l'an dernier oblige chacun des deux États à porter secours à l'autre."
THIRD = "Kiev a protesté contre cette visite, que la présidence ukrainienne juge hostile à toute la région."


def page(body: str, head: str = "", lang: str = "fr") -> bytes:
    return f'<!DOCTYPE html><html lang="{lang}"><head>{head}</head><body>{body}</body></html>'.encode()


def read(data: bytes, name: str = "a.html") -> Intake:
    return take_in(data, name=name)


def blocks(article: Article) -> list[tuple[str, str]]:
    return [(block.kind.value, block.span.slice(article.text)) for block in article.blocks]


WORDPRESS = page(
    f"""
<header><a href="/">L'Atelier</a><nav><ul><li><a href="/monde">Monde</a></li>
<li><a href="/a">Afrique</a></li></ul></nav>
</header>
<div id="cookie-notice"><p>Ce site utilise des cookies pour améliorer votre expérience.</p><button>OK</button></div>
<article class="post"><h1 class="entry-title">Trois raisons d'une visite à Minsk</h1>
<div class="entry-meta">Par <a rel="author" href="/j">Jeanne Modèle</a>
<time datetime="2025-07-28T09:00:00+02:00">28/07</time></div>
<figure class="wp-block-image"><img src="a.jpg" alt="deux hommes en costume">
<figcaption>Les deux ministres à Minsk</figcaption></figure>
<div class="entry-content"><p>{LEAD}</p>
<h2>Un traité récent</h2><p>{SECOND}</p>
<div class="wp-caption"><img src="b.jpg"><p class="wp-caption-text">La salle du traité, en 2024</p></div>
<p>À lire aussi : <a href="/x">Le traité, article par article</a></p>
<blockquote><p>« Nous tiendrons parole », a promis le ministre à ses hôtes.</p></blockquote>
<p>Les raisons avancées sont au nombre de trois :</p>
<ol><li>Le traité signé par les deux présidents.</li>
<li>La guerre menée au sud :<ul><li>les obus de l'été</li><li>les soldats de l'automne</li></ul></li>
<li>Le gaz vendu à bas prix.</li></ol>
<p>{THIRD}</p></div></article>
<section id="comments"><h2>2 réflexions sur « Trois raisons »</h2>
<ol><li class="comment"><p>Bravo pour cet article, je partage !</p></li></ol>
<div id="respond"><h3>Laisser un commentaire</h3><form>
<p>Votre adresse email ne sera pas publiée.</p></form></div></section>
<footer><p>© 2025 L'Atelier. Tous droits réservés.</p><a href="#">Retour en haut</a></footer>""",
    """<title>Trois raisons d'une visite à Minsk - L'Atelier</title><meta property="og:site_name" content="L'Atelier">
<link rel="canonical" href="https://atelier.example/trois-raisons/">""",
)


def test_a_wordpress_page() -> None:
    article = read(WORDPRESS).article
    assert blocks(article) == [
        ("title", "Trois raisons d'une visite à Minsk"),
        ("caption", "Les deux ministres à Minsk"),
        ("paragraph", LEAD),
        ("heading", "Un traité récent"),
        ("paragraph", SECOND),
        ("caption", "La salle du traité, en 2024"),
        ("paragraph", "« Nous tiendrons parole », a promis le ministre à ses hôtes."),
        ("paragraph", "Les raisons avancées sont au nombre de trois :"),
        ("item", "Le traité signé par les deux présidents."),
        ("item", "La guerre menée au sud :"),
        ("item", "les obus de l'été"),
        ("item", "les soldats de l'automne"),
        ("item", "Le gaz vendu à bas prix."),
        ("paragraph", THIRD),
    ]
    assert article.outlet == "L'Atelier"
    assert article.byline == "Jeanne Modèle"
    assert (article.published, article.published_from) == ("2025-07-28", "text")
    assert (article.language, article.url) == ("fr", "https://atelier.example/trois-raisons/")
    assert article.file == "a.html"


def test_dropped_lines_are_told() -> None:
    assert read(WORDPRESS).dropped == ("À lire aussi : Le traité, article par article",)


JSON_LD = """<script type="application/ld+json">{"@context": "https://schema.org", "@graph": [{"@type": "WebSite",
"name": "x"}, {"@type": ["NewsArticle"], "headline": "Minsk reçoit Moscou",
"datePublished": "2024-05-07T00:20:00+03:00",
"author": [{"@type": "Person", "name": "Jeanne Modèle"}, {"@type": "Person", "name": "Jean Patron"}],
"publisher": {"@type": "Organization", "name": "agence Tass"}, "articleBody": "BODY"}]}</script>"""


def test_an_agency_page_with_json_ld() -> None:
    article = read(
        page(f"<main><h1>Minsk reçoit Moscou</h1><p>MINSK, 7 mai - {LEAD}</p><p>{SECOND}</p></main>", JSON_LD)
    ).article
    assert article.title == "Minsk reçoit Moscou"
    assert article.outlet == "TASS"
    assert article.byline == "Jeanne Modèle, Jean Patron"
    # 00:20 in Moscow was the 6th in London: the day of the outlet's own zone is kept
    assert (article.published, article.published_from) == ("2024-05-07", "meta")


def test_the_body_of_json_ld_stands_in_where_a_script_would_write_the_page() -> None:
    head = JSON_LD.replace("BODY", f"{LEAD}\\n{SECOND}\\n{THIRD}")
    article = read(
        page("<h1>Minsk reçoit Moscou</h1><div id='app'></div><p>Activez JavaScript pour lire.</p>", head)
    ).article
    assert blocks(article) == [
        ("title", "Minsk reçoit Moscou"),
        ("paragraph", LEAD),
        ("paragraph", SECOND),
        ("paragraph", THIRD),
    ]


MINISTRY = page(
    f"""<table width="100%"><tr><td><ul><li><a href="/m">Le ministre</a></li>
<li><a href="/c">Communiqués</a></li></ul></td>
<td><h1>Communiqué : entretien de Minsk</h1><p>Publié le 7 mai 2024</p>
<p>{LEAD}<br><br>{SECOND}<br>Point suivant à l'ordre du jour.</p>
<p><strong>Coopération économique</strong></p><p>Les deux parties sont convenues :</p>
<ul><li>d'ouvrir une liaison aérienne directe entre les deux capitales ;</li><li>d'achever le pont :
<ul><li>côté rive gauche avant l'été prochain ;</li></ul></li></ul><p>{THIRD}</p></td></tr></table>""",
    '<meta name="DC.date" content="2024-05-08"><link rel="canonical" href="https://www.mid.ru/fr/1">',
)


def test_a_ministry_page_in_a_layout_table() -> None:
    article = read(MINISTRY).article
    assert article.title == "Communiqué : entretien de Minsk"
    assert article.outlet == "Russian Foreign Ministry (mid.ru)"
    assert (article.published, article.published_from) == ("2024-05-08", "meta")
    kept = blocks(article)
    assert kept[0] == ("title", "Communiqué : entretien de Minsk")
    for block in [
        ("paragraph", LEAD),
        ("paragraph", SECOND),
        ("paragraph", "Point suivant à l'ordre du jour."),
        ("heading", "Coopération économique"),
        ("item", "d'ouvrir une liaison aérienne directe entre les deux capitales ;"),
        ("item", "d'achever le pont :"),
        ("item", "côté rive gauche avant l'été prochain ;"),
        ("paragraph", THIRD),
    ]:
        assert block in kept
    assert not {"Le ministre", "Publié le 7 mai 2024"} & {text for _, text in kept}


def test_the_standfirst_above_the_article_is_kept() -> None:
    body = f"""<header><h1>Minsk reçoit Moscou</h1><p class="article__chapo">{THIRD}</p></header>
    <figure><img src="a.jpg"><figcaption>À Minsk, mardi</figcaption></figure>
    <article><div class="text"><p>{LEAD}</p><p>{SECOND}</p></div></article>"""
    assert [text for _, text in blocks(read(page(body)).article)][:2] == ["Minsk reçoit Moscou", THIRD]


TITLES = [
    ("<title>Minsk reçoit Moscou | Le Site</title>", "<h1>Le Site</h1>", "Minsk reçoit Moscou"),
    (
        "<title>Minsk reçoit Moscou - Le Site</title>",
        "<h1>Minsk reçoit Moscou, malgré Kiev</h1>",
        "Minsk reçoit Moscou, malgré Kiev",
    ),
    ('<meta property="og:title" content="Minsk reçoit Moscou">', "", "Minsk reçoit Moscou"),
    ("<title>États-Unis - Chine : la trêve tiendra-t-elle jusqu'à l'été prochain ?</title>", "", None),
    ("", "<h1>Minsk reçoit Moscou</h1>", "Minsk reçoit Moscou"),
]


@pytest.mark.parametrize(("head", "heading", "title"), TITLES, ids=[row[0] + row[1] for row in TITLES])
def test_titles(head: str, heading: str, title: str | None) -> None:
    head += '<meta property="og:site_name" content="Le Site">'
    article = read(page(f"{heading}<article><p>{LEAD}</p><p>{SECOND}</p></article>", head)).article
    assert article.title == (title or "États-Unis - Chine : la trêve tiendra-t-elle jusqu'à l'été prochain ?")
    assert blocks(article)[0] == ("title", article.title)


def test_a_short_dispatch_keeps_its_blocks() -> None:
    flash = "KIEV (AFP) - Une frappe a touché Kiev mardi, a annoncé le maire."
    quote = "« Nous tiendrons », a promis le maire."
    body = f"""<article><h1>Frappe à Kiev</h1><p>Par Jeanne Modèle</p><p>{flash}</p>
    <figure class="wp-block-pullquote"><blockquote><p>{quote}</p></blockquote></figure>
    <figure class="wp-block-pullquote"><blockquote><p>Une frappe a touché Kiev mardi</p></blockquote></figure>
    </article>"""
    article = read(page(body)).article
    assert blocks(article) == [("title", "Frappe à Kiev"), ("paragraph", flash), ("paragraph", quote)]
    assert article.byline == "Jeanne Modèle"


DATES = [
    ('<meta property="article:published_time" content="2025-07-28T10:00:00Z">', "", "2025-07-28", "meta"),
    ('<link rel="canonical" href="https://a.example/2025/07/28/minsk">', "", "2025-07-28", "url"),
    ("", "<p>Publié le 28 juillet 2025 à 10h</p>", "2025-07-28", "text"),
    ("", '<p><time datetime="2025-07-28">lundi</time></p>', "2025-07-28", "text"),
    ('<link rel="canonical" href="https://a.example/2025/07/minsk">', "", "2025-07", "url"),
    ("", "<p>Une déclaration du 28 juillet 2025 est restée sans suite à ce jour.</p>", None, None),
]


@pytest.mark.parametrize(("head", "line", "published", "found"), DATES, ids=[row[0] or row[1] for row in DATES])
def test_dates(head: str, line: str, published: str | None, found: str | None) -> None:
    article = read(
        page(f"<article><h1>Minsk reçoit Moscou</h1>{line}<p>{LEAD}</p><p>{SECOND}</p></article>", head)
    ).article
    assert (article.published, article.published_from) == (published, found)


def test_what_the_caller_gives_comes_first() -> None:
    article = read_source(
        WORDPRESS, name="2020-01-01.html", url="https://fr.rt.com/1", language="fr", published="2025-07-29"
    )
    assert (article.published, article.published_from) == ("2025-07-29", "given")
    assert (article.outlet, article.url) == ("RT", "https://fr.rt.com/1")


def test_the_file_name_gives_the_date_last() -> None:
    article = read_source(f"{LEAD}\n".encode(), name="x/afp_2025-07-28.txt")
    assert (article.published, article.published_from) == ("2025-07-28", "file")


def test_reading_twice_gives_the_same_article() -> None:
    assert read(WORDPRESS) == read(WORDPRESS)
    assert read(WORDPRESS).article.id == read(WORDPRESS, name="b.html").article.id


def test_the_same_page_in_another_encoding_is_the_same_article() -> None:
    html = WORDPRESS.decode()
    latin = html.replace("<head>", '<head><meta charset="iso-8859-1">')
    assert (
        read(latin.encode("cp1252")).article.id == read(html.encode("utf-16")).article.id == read(WORDPRESS).article.id
    )


TEXTS = [
    f"{LEAD}",
    f"{LEAD}\n",
    f"Titre\r\n\r\n{LEAD}\r\n\r\n{SECOND}\r\n",
    f"\n\n  {LEAD}  \n\t\n{SECOND}\n\n\n",
    f"{LEAD}\u2028{SECOND}\x0c{THIRD}",
    f"« Oui\u202f», a-t-il dit.\u00a0{LEAD}",
    f"Le Site : Pourquoi Minsk ?\nJeanne Modèle : {LEAD}\n",
    f"Il écrit <b>oui</b> et 3 < 4. {LEAD}",
]


@pytest.mark.parametrize("text", TEXTS)
def test_plain_text_without_furniture_is_unchanged(text: str) -> None:
    assert read_source(text.encode(), name="a.txt").text == text


def test_furniture_goes_out_of_plain_text_and_the_rest_stays() -> None:
    text = f"Titre du jour\n\n{LEAD}\n\nPartager sur Facebook\n{SECOND}\n\nLaisser un commentaire\n\nRetour en haut"
    intake = read(text.encode(), name="a.txt")
    assert intake.article.text == f"Titre du jour\n\n{LEAD}\n\n{SECOND}\n\n\n"
    assert intake.dropped == ("Partager sur Facebook", "Laisser un commentaire", "Retour en haut")


HTML_OR_NOT = [
    ("<!doctype html><p>x", True),
    ("\n<?xml version='1.0'?>\n<html xmlns='x'>", True),
    ("<p>Moscou a dit oui.</p>", True),
    ("Moscou a dit oui. <p>", False),
    ("<Sans titre> Moscou a dit oui.", False),
]


@pytest.mark.parametrize(("text", "html"), HTML_OR_NOT, ids=[row[0] for row in HTML_OR_NOT])
def test_is_html(text: str, html: bool) -> None:
    assert is_html(text) is html


LINKS = "".join(
    f'<li><a href="/{n}">Moscou et Minsk signent un nouvel accord gazier, le {n} mai</a></li>' for n in range(20)
)
REFUSED = [
    (page(f"<h1>Le Site</h1><ul>{LINKS}</ul>"), "no article in this HTML page"),
    (page("<h1>Page introuvable</h1><p>Erreur 404.</p>"), "no article in this HTML page"),
    (page(""), "no article in this HTML page"),
    (b"<html><frameset><frame src='x'></frameset></html>", "no article in this HTML page"),
    (b"Moscou.", "fewer than 3 words"),
    (b"Laisser un commentaire\nRetour en haut\n", "fewer than 3 words"),
    (b"Der Minister hat gesagt, dass die Ukraine mehr Waffen braucht.", "the language is de"),
    (
        page("<article><p>Der Minister hat gesagt, dass die Ukraine in diesem Jahr mehr Waffen braucht.</p></article>"),
        "is de",
    ),
    ((LEAD + "\n").encode() * (MAX_CHARACTERS // len(LEAD) + 1), "characters of text, at most"),
]


@pytest.mark.parametrize(("data", "why"), REFUSED, ids=range(len(REFUSED)))
def test_refused_in_one_line_with_the_name(data: bytes, why: str) -> None:
    with pytest.raises(IntakeError, match=why) as caught:
        read_source(data, name="dossier/a.html")
    assert str(caught.value).startswith("dossier/a.html: ")
    assert "\n" not in str(caught.value)


def test_a_language_that_is_not_covered_cannot_be_given() -> None:
    with pytest.raises(IntakeError, match="language 'de' was given"):
        read_source(LEAD.encode(), name="a.txt", language="de")


FRAGMENTS = st.sampled_from(
    [
        LEAD, SECOND, "\n", "\n\n", "- ", "1. ", "<p>", "</p>", "<h1>", "</h1>", "<br>", "<ul><li>", "« ",
        "<figure><figcaption>", "Publié le 28 juillet 2025", "Partager", "<script>", "<!doctype html><html>", "\x00",
        "Ã©", "\u2028", "<table><tr><td>", "Par Jeanne Modèle", "<article>", "<blockquote>", "&nbsp;", "&#0;", "\ue00c",
        "<strong>Minsk</strong>", "#", "> ",
    ]
)  # fmt: skip


def check(data: bytes) -> None:
    """The constructor of Article checks the spans; here, that a second look finds them covered and in order."""
    try:
        article = read_source(data, name="a")
    except IntakeError as error:
        assert "\n" not in str(error)
        return
    ends = [0, *(block.span.end for block in article.blocks)]
    assert all(block.span.start >= end for block, end in zip(article.blocks, ends, strict=False))
    assert all(block.span.slice(article.text).strip() == block.span.slice(article.text) for block in article.blocks)


@given(st.binary(max_size=400))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_bytes_give_an_article_or_an_intake_error(data: bytes) -> None:
    check(data)


@given(st.lists(FRAGMENTS, max_size=14).map("".join))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_mixture_of_page_and_text_gives_an_article_or_an_intake_error(text: str) -> None:
    check(text.encode())


def test_importing_intake_loads_neither_trafilatura_nor_lxml() -> None:
    heavy = "('trafilatura', 'lxml', 'charset_normalizer')"
    code = f"import sys, foedus.intake.sources; print([m for m in {heavy} if m in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"
