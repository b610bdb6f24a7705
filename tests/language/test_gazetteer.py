"""The tables of states, organisations and seats, and the forms made from them."""

import subprocess
import sys
from collections import Counter

import pytest

from foedus.errors import LexiconError, UnknownState
from foedus.language import gazetteer as gz
from foedus.language import registry
from foedus.language.gazetteer import Form, FormKind, find_state, gazetteer, organisations, state_of_number, states
from foedus.language.mentions import find_mentions
from foedus.language.name_forms import bare, former, french_adjective, french_plural, spellings, written
from foedus.tables import Row, read_table

# -- every form means its state ---------------------------------------------------------------------------------------

FRAMES = {
    ("fr", FormKind.ADJECTIVE): "Le gouvernement {} a parlé.",
    ("fr", FormKind.PREFIX): "Le sommet {}zimbabwéen a eu lieu.",
    ("en", FormKind.ADJECTIVE): "The {} government spoke.",
    ("en", FormKind.PREFIX): "The {}Zimbabwean summit was held.",
}


def forms(language: str) -> list[Form]:
    wanted = {f.text: f for f in gazetteer(language).owners if f.group is None and f.actors}
    return list(wanted.values())


# For each actor a form that is enough by itself.
NAMED = {
    (language, form.actors[0]): form.text
    for language in ("fr", "en")
    for form in reversed(forms(language))
    if form.kind in (FormKind.NAME, FormKind.ORGANISATION) and not form.weak
}


def sentence(form: Form, language: str) -> str:
    frame = FRAMES.get(
        (language, form.kind), "Ils vont avec {}, hier." if language == "fr" else "They go with {}, today."
    )
    text = frame.format(form.text)
    if form.weak:
        text += f" {NAMED[language, form.actors[0]]}."
    return text


@pytest.mark.parametrize(
    ("language", "form"),
    [pytest.param(lang, form, id=f"{lang}:{form.text}") for lang in ("fr", "en") for form in forms(lang)],
)
def test_each_form_means_its_actor(language, form):
    text = sentence(form, language)
    start = text.index(form.text) + form.lead
    end = text.index(form.text) + len(form.text) - (form.kind is FormKind.PREFIX)
    found = [m for m in find_mentions(text, language) if m.span.start == start and m.span.end == end]
    assert [m.actor for m in found] == list(form.actors[:1])


def rows(table: str, *columns: str) -> list:
    found = []
    for language in ("fr", "en"):
        for row in read_table(f"{language}/{table}", columns):
            found.append(pytest.param(language, row, id=f"{language}:{row['example']}"))
    return found


@pytest.mark.parametrize(("language", "row"), rows("seats.tsv", "name", "iso3", "strength", "example", "note"))
def test_each_seat_is_found_in_its_example(language, row):
    text = row["example"]
    found = {m.span.slice(text).casefold(): m.actor for m in find_mentions(text, language)}
    assert found.get(row["name"].casefold()) == row["iso3"]


@pytest.mark.parametrize(("language", "row"), rows("not_states.tsv", "form", "example", "note"))
def test_what_is_no_state_yields_nothing(language, row):
    assert [m.span.slice(row["example"]) for m in find_mentions(row["example"], language)] == []


@pytest.mark.parametrize(("language", "row"), rows("not_states.tsv", "form", "example", "note"))
def test_the_example_holds_its_form(language, row):
    fixed = max(gz._MARK.split(row["form"])[::2], key=len).strip().removesuffix(" de")
    assert fixed.casefold() in row["example"].casefold()


# -- states -----------------------------------------------------------------------------------------------------------

GONE = ["SUN", "YUG", "SCG", "CSK", "DDR", "VDR", "RVN", "YMD", "YAR", "AUH", "OTT", "PRU", "PAP", "SIC"]


def test_the_states_there_are():
    today = [s for s in states().values() if s.until is None]
    assert len(today) == 193 + len(["VAT", "PSE", "XKX", "TWN", "COK", "NIU"])


@pytest.mark.parametrize("iso3", GONE)
def test_states_that_are_gone_have_an_end_and_a_successor(iso3):
    state = states()[iso3]
    assert state.until is not None
    assert state.until > state.since
    assert state.successor in states()


def test_codes_of_states_today_are_those_of_iso():
    pycountry = pytest.importorskip("pycountry")
    ours = {s.iso3: s.iso2 for s in states().values() if s.until is None and s.iso3 != "XKX"}
    assert ours == {c.alpha_3: c.alpha_2 for c in pycountry.countries if c.alpha_3 in ours}


def test_codes_of_states_gone_are_no_other_states():
    pycountry = pytest.importorskip("pycountry")
    assert [s.iso3 for s in states().values() if s.until and pycountry.countries.get(alpha_3=s.iso3)] == []


@pytest.mark.parametrize("system", ["cow", "gw"])
@pytest.mark.parametrize("year", ["1850", "1900", "1950", "1989", "2016"])
def test_a_number_is_borne_by_one_state_at_a_time(system, year):
    bearers = Counter()
    for state in states().values():
        if gz.in_force(state.since, state.until, year):
            bearers.update(n for n in state.numbers(system) if n)
    # Each key of these pairs is followed by the one it came before: state_of_number takes the later.
    assert {n for n, count in bearers.items() if count > 1} <= {255, 260, 345, 365, 678, 651, 300}


@pytest.mark.parametrize(
    ("system", "number", "date", "iso3"),
    [
        ("cow", 365, "1950", "SUN"),
        ("cow", 365, "1900", "RUS"),
        ("cow", 365, "2010", "RUS"),
        ("cow", 255, "1850", "PRU"),
        ("cow", 255, "1930", "DEU"),
        ("cow", 260, "1960", "DEU"),
        ("gw", 260, "2015", "DEU"),
        ("cow", 265, "1960", "DDR"),
        ("cow", 345, "1950", "YUG"),
        ("cow", 345, "2004", "SCG"),
        ("gw", 340, "2016", "SRB"),
        ("cow", 678, "1970", "YAR"),
        ("gw", 678, "2000", "YEM"),
        ("cow", 679, "2000", "YEM"),
        ("cow", 732, "2000", "KOR"),
        ("cow", 2, "1950", "USA"),
        ("cow", 9999, "1950", None),
        ("cow", 265, "2000", None),
    ],
)
def test_state_of_a_number(system, number, date, iso3):
    assert state_of_number(system, number, date) == iso3


# -- find_state -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "iso3"),
    [
        ("PRK", "PRK"),
        ("kp", "PRK"),
        ("Corée du Nord", "PRK"),
        ("coree du nord", "PRK"),
        ("COREE-DU-NORD", "PRK"),
        ("RPDC", "PRK"),
        ("Pyongyang", "PRK"),
        ("L’Ukraine", "UKR"),
        ("la Russie", "RUS"),
        ("the Netherlands", "NLD"),
        ("Kiev", "UKR"),
        ("Kyiv", "UKR"),
        ("Türkiye", "TUR"),
        ("Birmanie", "MMR"),
        ("burma", "MMR"),
        ("Zaïre", "COD"),
        ("ZAR", "COD"),
        ("Haute-Volta", "BFA"),
        ("Perse", "IRN"),
        ("URSS", "SUN"),
        ("RDA", "DDR"),
        ("RFA", "DEU"),
        ("Côte d’Ivoire", "CIV"),
        ("cote d'ivoire", "CIV"),
        ("Georgia", "GEO"),
        ("Niger", "NER"),
        ("Nigeria", "NGA"),
        ("U.S.", "USA"),
        ("Etats-Unis", "USA"),
        ("Bruxelles", "BEL"),
        ("Le Caire", "EGY"),
        ("Tel-Aviv", "ISR"),
        ("Mexico", "MEX"),
    ],
)
def test_find_state(name, iso3):
    assert find_state(name) == iso3


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("PRKK", "PRK (North Korea)"),
        ("Ukrane", "UKR (Ukraine)"),
        ("Congo", "COD (Democratic Republic of the Congo) or COG (Republic of the Congo)"),
        ("Corée", "KOR (South Korea) or PRK (North Korea)"),
        ("qqqqqqqq", "a name in French or English will do"),
        ("", "a name in French or English will do"),
    ],
)
def test_an_unknown_state_is_told_what_comes_near(name, hint):
    with pytest.raises(UnknownState) as error:
        find_state(name)
    assert hint in str(error.value)
    assert repr(name) in str(error.value)


def babel_names() -> list:
    babel = pytest.importorskip("babel")
    by_iso2 = {s.iso2: s.iso3 for s in states().values() if s.iso2}
    found = []
    for language in ("fr", "en"):
        for iso2, name in babel.Locale(language).territories.items():
            if iso2 in by_iso2:
                found.append(pytest.param(name, by_iso2[iso2], id=f"{language}:{name}"))
    return found


@pytest.mark.parametrize(("name", "iso3"), babel_names())
def test_names_of_cldr(name, iso3):
    main, _, second = name.replace("&", "and").partition(" (")
    assert find_state(main) == iso3
    if second:
        assert find_state(second.rstrip(")")) == iso3


# In print "Congo" means two states, and nobody prints the other.
NOT_OURS = ("Congo", "Taiwan, Province of China")


def pycountry_names() -> list:
    pycountry = pytest.importorskip("pycountry")
    found = {}
    for country in pycountry.countries:
        if country.alpha_3 in states():
            for field in ("name", "common_name", "official_name"):
                name = getattr(country, field, "")
                head, comma, tail = name.partition(", ")
                if comma and tail.endswith(("of", "of the")):
                    name = f"{tail} {head}"
                if name and name not in NOT_OURS:
                    found[name.partition(" (")[0]] = country.alpha_3
    return [pytest.param(name, iso3, id=name) for name, iso3 in found.items()]


@pytest.mark.parametrize(("name", "iso3"), pycountry_names())
def test_names_of_iso(name, iso3):
    assert find_state(name) == iso3


# -- organisations ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("key", "date", "count"),
    [
        ("UN", "1945-12", 51),
        ("UN", "1960-12", 100),
        ("UN", "2012", 193),
        ("UN", "2025-07-28", 193),
        ("NATO", "1949", 12),
        ("NATO", "1990", 16),
        ("NATO", "2023-12", 31),
        ("NATO", "2024-04", 32),
        ("EU", "1958", 6),
        ("EU", "2019", 28),
        ("EU", "2020-02", 27),
        ("OSCE", "2020", 57),
        ("AU", "2020", 55 - 1),  # the Sahrawi republic is a member and no state of ours
        ("LAS", "2020", 22),
        ("GCC", "2020", 6),
        ("ECOWAS", "2024", 15),
        ("ECOWAS", "2025-06", 12),
        ("AES", "2024", 3),
        ("BRICS", "2009-12", 4),
        ("BRICS", "2011", 5),
        ("CSTO", "2024", 6),
        ("SCO", "2025", 10),
        ("G7", "2024", 7),
        ("G8", "2010", 8),
        ("ASEAN", "2024", 10),
        ("ASEAN", "2026", 11),
        ("COE", "2021", 47),
        ("COE", "2023", 46),
        ("OECD", "2024", 38),
        ("UNSC", "2024-06", 15),
        ("UNSC", "2025-06", 15),
        ("OAS", "2020", 34 + 1),  # Cuba has never lost its seat
        ("COMMONWEALTH", "2023", 56),
        ("OIC", "2020", 57),
        ("AUKUS", "2020", 0),
        ("WARSAWPACT", "1960", 8),
        ("PIF", "2020", 14),
    ],
)
def test_members_at(key, date, count):
    assert len(organisations()[key].members_at(date)) == count


@pytest.mark.parametrize(
    ("key", "iso3", "date", "member"),
    [
        ("EU", "GBR", "2020-01-31", True),
        ("EU", "GBR", "2020-02-01", False),
        ("NATO", "FIN", "2023-04-03", False),
        ("NATO", "FIN", "2023-04", True),
        ("UN", "CHN", "1970", False),
        ("UN", "TWN", "1970", True),
        ("UN", "CHN", "1972", True),
        ("UN", "CHE", "2001", False),
        ("BRICS", "ZAF", "2010", True),
        ("BRICS", "SAU", "2025", False),
        ("COE", "RUS", "2022-04", False),
    ],
)
def test_membership(key, iso3, date, member):
    assert (iso3 in organisations()[key].members_at(date)) is member


def test_there_are_organisations_enough_and_none_has_a_states_key():
    assert len(organisations()) >= 60
    assert set(organisations()) & set(states()) == set()


# -- spellings --------------------------------------------------------------------------------------------------------


def test_spellings():
    assert spellings("Érythrée") == ["Érythrée", "Erythree", "ÉRYTHRÉE", "ERYTHREE"]
    assert spellings("lao") == ["lao"]
    assert "Île Maurice" in spellings("île Maurice")


@pytest.mark.parametrize(
    ("singular", "plural"),
    [("russe", "russes"), ("français", "français"), ("hébreu", "hébreux"), ("coréen du Nord", "coréens du Nord")],
)
def test_french_plural(singular, plural):
    assert french_plural(singular) == plural


def test_french_adjective_has_four_forms_or_fewer():
    assert [w for w, _ in french_adjective("turc/turque")] == ["turc", "turque", "turcs", "turques"]
    assert [w for w, _ in french_adjective("russe")] == ["russe", "russes"]
    assert [w for w, _ in french_adjective("français/française")] == ["français", "française", "françaises"]


def test_bare():
    assert bare("Bélarus, São Tomé, Türkiye, Beştepe") == "Belarus, Sao Tome, Turkiye, Bestepe"


def test_notation():
    name, weak, exact = written("(la )Dominique; CAR?; =Malé")
    assert (name.lead, name.name, name.weak) == ("la ", "Dominique", False)
    assert (weak.name, weak.weak) == ("CAR", True)
    assert (exact.name, exact.exact) == ("Malé", True)


@pytest.mark.parametrize("cell", ["?", "(la )", "a?b"])
def test_notation_that_is_none(cell):
    with pytest.raises(ValueError, match="is not a name"):
        list(written(cell))


@pytest.mark.parametrize("cell", ["Zaïre", "Zaïre -", "Zaïre 1997-1971"])
def test_former_names_need_their_years(cell):
    with pytest.raises(ValueError, match="Zaïre"):
        list(former(cell))


# -- wrong tables -----------------------------------------------------------------------------------------------------


@pytest.fixture
def table(monkeypatch):
    """Replace the rows of one table; what was loaded is forgotten before and after."""

    def put(name: str, *lines: dict[str, str]) -> None:
        def read(asked, columns):
            if asked != name:
                return read_table(asked, columns)
            return [Row(f"data/{name}:{n}", dict.fromkeys(columns, "") | line) for n, line in enumerate(lines, 2)]

        monkeypatch.setattr(gz, "read_table", read)
        gazetteer.cache_clear()

    yield put
    monkeypatch.undo()
    gazetteer.cache_clear()


SEAT = {"name": "Palais de Verre", "iso3": "FRA", "strength": "strong", "example": "Le Palais de Verre dément."}


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"iso3": "FRX"}, r"data/fr/seats.tsv:2: 'FRX' is not a state"),
        ({"strength": "solid"}, r"data/fr/seats.tsv:2: strength 'solid'"),
        ({"example": ""}, r"data/fr/seats.tsv:2: the form or its example is empty"),
        ({"name": ""}, r"data/fr/seats.tsv:2: the form or its example is empty"),
        ({"name": "Ukraine"}, r"'Ukraine' means UKR \(name\) and FRA \(seat, data/fr/seats.tsv:2\)"),
        ({"name": "Damas"}, r"'Damas' means SYR"),
    ],
    ids=lambda value: str(value),
)
def test_a_wrong_seat_is_refused(table, change, message):
    table("fr/seats.tsv", SEAT | change)
    with pytest.raises(LexiconError, match=message):
        gazetteer("fr")


def test_a_weak_form_of_two_states_is_allowed_and_means_the_one_named(table):
    table("fr/seats.tsv", SEAT | {"strength": "weak"}, SEAT | {"strength": "weak", "iso3": "ITA"})
    text = "L'Italie hésite ; le Palais de Verre dément."
    assert [m.actor for m in find_mentions(text, "fr")] == ["ITA", "ITA"]
    assert find_mentions("Le Palais de Verre dément.", "fr") == []
    assert [m.actor for m in find_mentions("Italie, France : le Palais de Verre dément.", "fr")] == ["ITA", "FRA"]


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ({"form": "France Gall", "example": ""}, "example is empty"),
        ({"form": "Ukraine", "example": "Ukraine."}, "'Ukraine' means UKR"),
        ({"form": "<capital>", "example": "Ukraine."}, "needs words on one side"),
        ({"form": "rue de <capital> sud", "example": "Ukraine."}, "needs words on one side"),
    ],
    ids=lambda value: str(value),
)
def test_a_wrong_row_of_not_states_is_refused(table, row, message):
    table("fr/not_states.tsv", row)
    with pytest.raises(LexiconError, match=message):
        gazetteer("fr")


PERSON = {"name": "Anna Ferrante", "state": "ITA", "role_fr": "ministre", "from": "2020-01-01", "surname_alone": "no"}


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"state": "ITX"}, "data/people.tsv:2: 'ITX' is not a state"),
        ({"from": "070516"}, "data/people.tsv:2: '070516' is not a date"),
        ({"until": "2019"}, "data/people.tsv:2: until 2019 comes before from 2020-01-01"),
        ({"surname_alone": "maybe"}, "data/people.tsv:2: surname_alone 'maybe'"),
    ],
    ids=lambda value: str(value),
)
def test_a_wrong_person_is_refused(table, change, message):
    table("people.tsv", PERSON | change)
    with pytest.raises(LexiconError, match=message):
        gazetteer("fr")


def test_a_language_without_tables_is_refused():
    with pytest.raises(LexiconError, match="expected one of fr, en"):
        gazetteer("de")


@pytest.fixture
def states_table(monkeypatch):
    def put(**change):
        file = registry.states_file()
        france = {k: v for k, v in (file["FRA"] | change).items() if v is not None}
        monkeypatch.setattr(registry, "states_file", lambda: {"FRA": france, "ITA": file["ITA"], "ambiguous": []})
        states.cache_clear()

    yield put
    monkeypatch.undo()
    states.cache_clear()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"from": "1816-1-1"}, r"\[FRA\]: '1816-1-1' is not a date"),
        ({"from": None}, r"\[FRA\]: from is missing"),
        ({"en": ""}, r"\[FRA\]: en is missing"),
        ({"until": "1815"}, r"\[FRA\]: until 1815 comes before from"),
        ({"until": "1990"}, r"\[FRA\]: successor None is not a state"),
        ({"until": "1990", "successor": "XXX"}, r"\[FRA\]: successor 'XXX' is not a state"),
    ],
    ids=lambda value: str(value),
)
def test_a_wrong_state_is_refused(states_table, change, message):
    states_table(**change)
    with pytest.raises(LexiconError, match=message):
        states()


@pytest.mark.slow
def test_the_french_forms_load_quickly():
    """In a process of its own, for what is loaded once stays loaded; the bound leaves room for a busy machine."""
    code = (
        "import time, foedus.language.gazetteer as g; a = time.process_time(); g.gazetteer('fr'); "
        "print(time.process_time() - a)"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert float(run.stdout) < 0.6
