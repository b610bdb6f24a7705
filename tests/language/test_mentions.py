"""Sentences with their mentions marked: [words|ACTOR] or [words|ACTOR|kind]; everything else must not be found."""

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foedus.language import gazetteer as gz
from foedus.language.gazetteer import gazetteer
from foedus.language.mentions import find_mentions
from foedus.model import MentionKind
from foedus.tables import Row, read_table

MARK = re.compile(r"\[([^\]|]+)\|([^\]|]+)(?:\|(\w+))?\]")


def unmarked(marked: str) -> tuple[str, list[tuple[int, int, str, str | None]]]:
    """Return the text and its mentions (start, end, actor, kind)."""
    text, expected, place = "", [], 0
    for match in MARK.finditer(marked):
        text += marked[place : match.start()]
        expected.append((len(text), len(text) + len(match[1]), match[2], match[3]))
        text += match[1]
        place = match.end()
    return text + marked[place:], expected


def check(marked: str, language: str, when: str | None = None) -> None:
    text, expected = unmarked(marked)
    found = [(m.span.start, m.span.end, m.actor, m.kind.value) for m in find_mentions(text, language, when)]
    wanted = [(s, e, a, k or f[3]) for (s, e, a, k), f in zip(expected, found, strict=False)]
    assert [(text[s:e], a, k) for s, e, a, k in found] == [(text[s:e], a, k) for s, e, a, k in wanted], text
    assert found == wanted
    assert len(found) == len(expected), f"missed {expected[len(found) :]}"


FRENCH = [
    # The capital of a state that is gone, where only that one is named
    "L'[URSS|SUN] envoya des chars ; [Moscou|SUN|capital] craignait pire.",
    "La [Russie|RUS] n'est pas l'[URSS|SUN], dit-on à [Moscou|RUS|capital].",
    # Names, and what stands before them
    "[Moscou|RUS|capital] accuse l'[Ukraine|UKR|name] et l’[Inde|IND|name].",
    "Aujourd'hui qu'[Israël|ISR|name] et d’[Iran|IRN] se parlent, jusqu'en [Égypte|EGY].",
    "L'[Egypte|EGY], les [Etats-Unis|USA] et les [Emirats arabes unis|ARE] ont signé.",
    "La [République populaire démocratique de Corée|PRK] répond à la [Corée du Sud|KOR].",
    "Au [Caire|EGY|capital], à [N’Djamena|TCD|capital] et en [Côte d’Ivoire|CIV], on attend.",
    "Le [Niger|NER] et le [Nigeria|NGA] : [nigérien|NER|adjective], [nigérian|NGA|adjective].",
    "La [Guinée|GIN], la [Guinée-Bissau|GNB], la [Guinée équatoriale|GNQ], la [Papouasie-Nouvelle-Guinée|PNG].",
    "Le [Soudan du Sud|SSD] et le [Soudan|SDN].",
    "L'[Irlande du Nord|GBR] n'est pas l'[Irlande|IRL].",
    "La [Dominique|DMA] et la [République dominicaine|DOM].",
    "[Singapour|SGP|name], [Monaco|MCO|name], le [Koweït|KWT|name] et le [Luxembourg|LUX|name].",
    "LA [RUSSIE|RUS] ET LES [ETATS-UNIS|USA] SIGNENT",
    "La Corée du\u00a0Nord".replace("Corée du\u00a0Nord", "[Corée du\u00a0Nord|PRK]") + " tire.",
    "La [Corée\ndu Nord|PRK] tire.",
    "L'[URSS|SUN] et l'armée [soviétique|SUN|adjective] ; la [RDA|DDR] et la [RFA|DEU].",
    "L'ex-[URSS|SUN] et l'ex-[Yougoslavie|YUG].",
    "Le [Zaïre|COD|name] d'alors.",
    "L'[OTAN|NATO|organisation] et l'[Union européenne|EU|organisation] saisissent l'[ONU|UN|organisation].",
    "Le [pacte de Varsovie|WARSAWPACT] et la [Ligue arabe|LAS].",
    "Le [Conseil de sécurité|UNSC] et le [Conseil de sécurité russe|RUS|seat].",
    # Adjectives and peoples
    "Le ministre [russe|RUS|adjective] voit le [Russe|RUS|demonym] et les [Russes|RUS|demonym].",
    "Les [Nord-Coréens|PRK|demonym] et l'armée [nord-coréenne|PRK|adjective].",
    "La République [Française|FRA|adjective], le président [Russe|RUS|adjective].",
    "[Français|FRA] et [Allemands|DEU|demonym] se réunissent.",
    "Entre [Russes|RUS|demonym] et [Ukrainiens|UKR|demonym], deux [Turcs|TUR|demonym] et des [Grecs|GRC|demonym].",
    "Les [russes|RUS|demonym] ont attaqué.",
    "Les forces [congolaises|COD|adjective] quittent Goma, annonce [Kinshasa|COD].",
    # Compounds
    "Les relations [russo|RUS|adjective]-[biélorusses|BLR|adjective] inquiètent [Kiev|UKR|capital].",
    "Un sommet [franco|FRA]-[germano|DEU]-[italien|ITA] ; le différend [sino|CHN]-[américain|USA].",
    "La frontière [gréco|GRC]-[turque|TUR], le conflit arabo-[israélien|ISR].",
    "L'axe [Paris|FRA|capital]-[Berlin|DEU|capital] et le sommet [Russie|RUS]-Afrique.",
    "Le pacte [Russie|RUS]-[Corée du Nord|PRK].",
    "La frontière [nord-coréenne|PRK] et le front [sino|CHN]-[nord-coréen|PRK].",
    "Des séparatistes prorusses, pro-russes et anti-américains.",
    "L'élue afro-américaine et la presse anglo-saxonne.",
    # Seats and by-names
    "Le [Kremlin|RUS|seat], l'[Élysée|FRA|seat], le [Quai d’Orsay|FRA|seat] et la [Maison Blanche|USA|seat].",
    "L'[État hébreu|ISR], l'[Empire du Milieu|CHN] et le [royaume chérifien|MAR].",
    "La [République islamique|IRN|seat] et la [République islamique de Mauritanie|MRT|name].",
    "[Bercy|FRA|seat] prévient : la [France|FRA] paiera.",
    "Bercy accueille un concert.",
    # What is no state
    "France Gall, Marie-France Garaud, Anatole France et France Inter.",
    "Il habite rue de Rome, place d'Italie, avenue de la Belgique.",
    "Les accords d'Oslo, le traité de Lisbonne et le statut de Rome.",
    "La Guyane française, la mer de Chine méridionale et le golfe du Mexique.",
    "Le Washington Post, le China Daily et la Bank of China.",
    "L'Amérique du Sud, l'Amérique latine et la Nouvelle-Guinée.",
    "L'Occident, l'Afrique et l'Europe.",
    "Il a couru Paris-Roubaix et Paris-Nice.",
    "Il parle russe, écrit en français et apprend le chinois.",
    "Le chinois Huawei et l'américain Boeing ont signé.",
    "France-Brésil (3-0) : les Bleus passent.",
    "Il joue à la roulette russe dans un jardin anglais.",
    "Deux voisins, France Peltier et Israël Zangwill, ont chanté.",
    "Clothilde Hollande est venue ; Hollande a parlé. La [Hollande|NLD] non.",
    "On cite M. Israël et Mme France.",
    "Dominique Voltaire et Salvador Dupont.",
    "Le Michel Jordan de [Jordanie|JOR], l'[Amman|JOR|capital] des [Jordaniens|JOR|demonym].",
    "Un dindon, la porcelaine, le mali et l'oman.",
    "Un œillet d'Inde et un cochon d'Inde.",
    "@Ukraine et mail@Russie.",
    # What several actors share
    "Le Congo proteste.",
    "Le [Congo|COD] proteste ; [Kinshasa|COD] aussi.",
    "Le [Congo|COG] proteste ; [Brazzaville|COG] aussi.",
    "Le Congo proteste, [Kinshasa|COD] et [Brazzaville|COG] aussi.",
    "Un navire coréen a coulé.",
    "Un navire [coréen|KOR|adjective] a coulé, dit [Séoul|KOR].",
    "Un navire coréen a coulé, disent [Séoul|KOR] et [Pyongyang|PRK].",
    "La péninsule coréenne et la guerre de Corée.",
    "La [Géorgie|GEO] vote.",
    "La Géorgie vote : à Atlanta, les républicains attendent.",
    "La [Géorgie|GEO] vote : à [Tbilissi|GEO], on attend.",
    "[Bruxelles|EU|organisation] sanctionne [Moscou|RUS].",
    "Le Premier ministre [belge|BEL] rentre à [Bruxelles|BEL|capital].",
    "La Haye juge.",
    "Les [Pays-Bas|NLD] protestent, dit [La Haye|NLD|capital].",
    "Santiago proteste.",
    "Le [Chili|CHL] proteste : [Santiago|CHL] rappelle son ambassadeur.",
]
FRENCH_FAILS = [
    ("La Suisse négocie avec un [Suisse|CHE|demonym].", "a people whose name is the country's"),
    ("Un [américain|USA|demonym] a été tué.", "« un américain », written small: read as a company or a language"),
    ("Le Palais de Chine, pâtisserie du quartier, ferme.", "a name inside the name of a shop"),
    ("L'assiette anglaise et le filet américain.", "a dish: not in the table"),
    ("Le Mexique a battu le Danemark 2-0.", "only the state beside the score is left out"),
    ("[Bruxelles|EU], avec la [Belgique|BEL], salue l'[UE|EU].", "Brussels of both"),
]
ENGLISH = [
    # The capital of a state that is gone, where only that one is named
    "The [Soviet Union|SUN] sent tanks; [Moscow|SUN|capital] feared worse.",
    "[Russia|RUS] is not the [Soviet Union|SUN], they say in [Moscow|RUS|capital].",
    "[Moscow|RUS|capital] accused [Ukraine|UKR|name], [Iraq|IRQ]'s ally and [Iran|IRN]’s friend.",
    "The [U.S.|USA|name], the [US|USA] and the [United States|USA] agreed; so did [Washington, D.C.|USA|capital].",
    "The [Russian|RUS|adjective] army; a [Russian|RUS|demonym] who fled; the [Russians|RUS|demonym].",
    "The [French|FRA|demonym] said no; the [French|FRA|adjective] minister said yes.",
    "[Britons|GBR|demonym], [Swedes|SWE], [Danes|DNK] and [Poles|POL] met.",
    "[Russian|RUS|adjective] and [Chinese|CHN|adjective] ships sailed.",
    "The [US|USA]-[Japan|JPN] alliance, a [US|USA]-led coalition and [Iran|IRN]-backed militias.",
    "The [Sino|CHN]-[Russian|RUS] pact, [Franco|FRA]-[German|DEU] talks, the [Anglo|GBR]-[Irish|IRL] deal.",
    "The [Russia|RUS]-[North Korea|PRK] pact and the [Russia|RUS]–[Ukraine|UKR] war.",
    "Pro-Russian rebels, anti-American crowds, a US-based firm and Russian-speaking towns.",
    "[SEOUL|KOR|capital], [South Korea|KOR] (AP) — [North Korea|PRK] fired.",
    "The [Kremlin|RUS|seat], the [White House|USA|seat] and [Downing Street|GBR|seat].",
    "[Niger|NER], [Nigeria|NGA], [Nigerien|NER] and [Nigerian|NGA] troops.",
    "[Guinea|GIN], [Guinea-Bissau|GNB], [Equatorial Guinea|GNQ], [Papua New Guinea|PNG].",
    "[Northern Ireland|GBR] and [Ireland|IRL].",
    "The [USSR|SUN] and the [Soviet|SUN|adjective] army; [East Germany|DDR] and [West Germany|DEU].",
    "[Burma|MMR], [Myanmar|MMR]; [Turkey|TUR], [Türkiye|TUR]; [Kiev|UKR], [Kyiv|UKR].",
    "[NATO|NATO|organisation], the [EU|EU] and the [U.N.|UN] met.",
    "In [Jordan|JOR], King Farnaby met [Jordan|JOR]'s army.",
    "They saw Michael Jordan. Jordan said he was tired.",
    "Rep. Jim Jordan and Michael B. Jordan met.",
    "Mr. Jordan and Ms. Israel met Dr. Chad.",
    "King Farnaby of [Jordan|JOR] and Queen [Jordan|JOR].",
    "They met Chad Kelly in [Chad|TCD], whose [Chadian|TCD] name he bears.",
    "They met Chad Kelly.",
    "Their goalkeeper, Chad Israel, fell.",
    "[Jordan|JOR] Army officers met.",
    "George Washington, the Washington Post and Denzel Washington in Washington state.",
    "New Jersey, New Mexico and New England.",
    "Peru, Indiana; Paris, Texas; Athens, Georgia.",
    "They ate turkey off the china with a guinea pig.",
    "The Oslo Accords, the Treaty of Rome, the Vienna Convention and the Paris Agreement.",
    "The South China Sea, the Gulf of Mexico, the Indian Ocean and the Persian Gulf.",
    "African Americans, Native Americans and Polish American voters.",
    "They spoke French, wrote in Russian and learned Chinese.",
    "Ships sailed in [Russian|RUS|adjective] waters.",
    "JOIN US NOW",
    "[US|USA] troops left.",
    "Norway 28-22, Malta 2-1.",
    "Talks ended in [Austria|AUT] 24-26 May.",
    "Indiana, Malibu, Romania's".replace("Romania", "[Romania|ROU]") + " neighbours.",
    "Georgia voted: in Atlanta, Republicans waited.",
    "[Georgia|GEO] voted: in [Tbilisi|GEO], crowds waited.",
    "The [Georgian|GEO|adjective] parliament met.",
    "The Congo said no.",
    "The [Congo|COD] said no, [Kinshasa|COD] reported.",
    "The Korean Peninsula and a Korean ship.",
    "A [Korean|KOR] ship sank, [Seoul|KOR] said.",
    "CAR troops fled.",
    "The [Central African Republic|CAF] said [CAR|CAF] troops fled.",
    "Santiago protested.",
    "[Israel|ISR] Strikes Targets Across [Lebanon|LBN], Officials Say",
    "Sources Say [Jordan|JOR] Joined Secret Peace Talks",
]
ENGLISH_FAILS = [
    ("Turkey tastes best cold, cooks say.", "a bird at the head of a sentence"),
    ("Jordan sings tonight. Jordan Pickering wrote the songs.", "a given name before its surname is known"),
    ("A neighbour, Norway Briggs, complained.", "a given name that no table knows"),
    ("Cuban-American voters stayed home.", "could be relations between two states"),
    ("The Chinese firm and the [Chinese|CHN|demonym] hoped.", "a verb that is not in the list"),
]


def table(language: str, good: list[str], bad: list[tuple[str, str]]) -> list:
    rows = [pytest.param(language, s, id=unmarked(s)[0]) for s in good]
    fails = [
        pytest.param(language, s, id=unmarked(s)[0], marks=pytest.mark.xfail(reason=r, strict=True)) for s, r in bad
    ]
    return rows + fails


@pytest.mark.parametrize(
    ("language", "marked"), table("fr", FRENCH, FRENCH_FAILS) + table("en", ENGLISH, ENGLISH_FAILS)
)
def test_sentence(language, marked):
    check(marked, language)


# -- people -----------------------------------------------------------------------------------------------------------

ROLE = {"role_fr": "ministre", "role_en": "minister", "surname_alone": "no"}
PEOPLE = [
    ROLE | {"name": "Anna Ferrante", "aliases": "Anna B. Ferrante", "state": "ITA", "from": "2010-01-01",
            "until": "2014-12-31", "role_fr": "députée", "role_en": "deputy"},
    ROLE | {"name": "Anna Ferrante", "state": "ITA", "from": "2020-01-01", "surname_alone": "no"},
    ROLE | {"name": "Karl Brandauer", "state": "AUT", "from": "2019-05", "surname_alone": "yes"},
    ROLE | {"name": "Otto Brandauer", "state": "DEU", "from": "1990", "until": "1999", "surname_alone": "yes"},
    ROLE | {"name": "Pak Chol-su", "state": "PRK", "from": "2015-01-01", "surname_alone": "yes"},
    ROLE | {"name": "Samir al-Hadad", "state": "SYR", "from": "2000", "until": "2024-12-08", "surname_alone": "yes",
            "surnames": "al-Hadad;Hadad"},
    ROLE | {"name": "Lena von der Heide", "state": "DEU", "from": "2015", "surname_alone": "no",
            "surnames": "von der Heide"},
    ROLE | {"name": "Iris Morel", "state": "", "from": "2015", "surname_alone": "yes"},
]  # fmt: skip


@pytest.fixture
def people(monkeypatch):
    def read(name, columns):
        if name != "people.tsv":
            return read_table(name, columns)
        return [Row(f"data/people.tsv:{n}", dict.fromkeys(columns, "") | row) for n, row in enumerate(PEOPLE, 2)]

    monkeypatch.setattr(gz, "read_table", read)
    gazetteer.cache_clear()
    yield
    monkeypatch.undo()
    gazetteer.cache_clear()


@pytest.mark.parametrize(
    ("when", "marked"),
    [
        ("2024", "La ministre [Anna Ferrante|ITA|person] a dit oui. [Ferrante|ITA|person] a signé."),
        ("2024", "Ferrante a signé."),
        ("2017", "Anna Ferrante a dit oui. Ferrante a signé."),
        ("2012-06-01", "[Anna Ferrante|ITA|person] et [Anna B. Ferrante|ITA|person]."),
        (None, "[Anna Ferrante|ITA|person] a dit oui."),
        ("2024-01-02", "[Brandauer|AUT|person] refuse."),
        ("1995", "[Brandauer|DEU|person] refuse."),
        ("1985", "Brandauer refuse."),
        ("2019", "[Brandauer|AUT|person] refuse."),
        ("2019-04", "Brandauer refuse."),
        (None, "[Brandauer|AUT|person] refuse."),
        (None, "[Otto Brandauer|DEU|person] refuse. [Brandauer|DEU|person] insiste."),
        ("2024", "La cousine, Julia Brandauer, refuse."),
        ("2024", "Julia Brandauer refuse."),
        ("2024", "Selon [Brandauer|AUT|person], rien. Chancelier [Brandauer|AUT|person], bonjour."),
        ("2024", "Le ministre [Brandauer|AUT|person] et M. [Brandauer|AUT|person] refusent."),
        ("2024", "Selon [Pak|PRK|person], rien. Pak Yong-ho se tait. [Pak Chol-su|PRK|person] parle."),
        ("2024", "[Al-Hadad|SYR|person]".replace("Al-", "al-") + " tient ; [Hadad|SYR|person] aussi."),
        ("2025", "Samir al-Hadad a fui."),
        ("2024", "[Lena von der Heide|DEU|person] parle ; [von der Heide|DEU|person] insiste."),
        ("2024", "Brandauerstrasse."),
        ("1985", "En 1995, [Brandauer|DEU|person] cède. On l'oublie. [Brandauer|DEU|person] revient."),
        ("1985", "Brandauer cède. En 1995, on l'ignore."),
        ("2024", "Iris Morel, qui ne parle pour aucun État, et Morel."),
    ],
    ids=lambda value: value or "no date",
)
def test_person(people, when, marked):
    check(marked, "fr", when)


@pytest.mark.parametrize(
    ("language", "when", "role"),
    [("fr", "2012", "députée"), ("fr", "2021", "ministre"), ("en", "2012", "deputy"), ("en", None, "minister")],
)
def test_a_person_has_the_role_of_the_day_in_the_language_of_the_text(people, language, when, role):
    (mention,) = find_mentions("Anna Ferrante", language, when)
    assert (mention.name, mention.role, mention.actor) == ("Anna Ferrante", role, "ITA")
    assert mention.kind is MentionKind.PERSON


# -- any text ---------------------------------------------------------------------------------------------------------

PIECES = st.sampled_from(
    [f.text for lang in ("fr", "en") for f in gazetteer(lang).owners[::7]]
    + [
        "l'",
        "d’",
        " ",
        " ",
        " ",
        "-",
        "–",
        ". ",
        ", ",
        "\n",
        "\n\n",
        "'s",
        "’",
        "« ",
        " »",
        "(3-0)",
        "@",
        "_",
        "é",
        "Marie",
        "le ",
        "in ",
    ]
)
TEXTS = st.one_of(st.text(max_size=300), st.lists(PIECES, max_size=40).map("".join))


@pytest.mark.parametrize("language", ["fr", "en"])
@given(text=TEXTS)
@settings(max_examples=200, deadline=None)
def test_any_text_gives_mentions_in_order_that_slice_it(language, text):
    mentions = find_mentions(text, language, "2024-05-01")
    places = [place for m in mentions for place in (m.span.start, m.span.end)]
    assert places == sorted(places)
    assert all(m.span.slice(text).strip() == m.span.slice(text) != "" for m in mentions)
    assert all(m.span.end <= len(text) for m in mentions)


@given(text=TEXTS)
@settings(max_examples=100, deadline=None)
def test_apostrophes_and_spaces_of_print_change_nothing(text):
    printed = text.replace("'", "’").replace(" ", "\u00a0")
    plain = printed.replace("’", "'").replace("\u00a0", " ")
    assert find_mentions(printed, "fr") == find_mentions(plain, "fr")


def test_an_empty_text_has_no_mention():
    assert find_mentions("", "fr") == []


@pytest.mark.slow
@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_megabyte_takes_less_than_a_second(language):
    paragraph = " ".join(unmarked(s)[0] for s in (FRENCH if language == "fr" else ENGLISH)) + "\n\n"
    text = paragraph * (1_000_000 // len(paragraph))
    find_mentions(paragraph, language)
    before = time.process_time()
    assert find_mentions(text, language)
    assert time.process_time() - before < 4.0, "dense text: one mention every 25 characters"
