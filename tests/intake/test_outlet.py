"""Address or masthead to outlet."""

import pytest

from foedus.errors import LexiconError
from foedus.intake.outlet import (
    hostname,
    outlet_named,
    outlet_names,
    outlet_of_url,
    outlets,
    read_outlets,
    weak_names,
)

NAMED = [
    ("TASS", "TASS"),
    ("l’agence russe Tass", "TASS"),
    ("l'agence de presse officielle chinoise Xinhua", "Xinhua"),
    ("le quotidien Kommersant", "Kommersant"),
    ("the Financial Times", "Financial Times"),
    ("Agence France-Presse", "AFP"),
    ("« Libération »", "Libération"),
    ("la chaîne RT", "RT"),
    ("le média russe RT", "RT"),
    ("Algérie Presse Service", "APS (Algeria)"),
    ("l’ACNC", "KCNA"),
    ("APS", None),  # Algeria's and Senegal's: no guess
    ("l'agence APS", None),
    ("l'agence", None),
    ("le ministère", None),
    ("selon des diplomates russes", None),
    ("Le Monde libre", None),
    ("", None),
]


@pytest.mark.parametrize(("name", "outlet"), NAMED, ids=[row[0] for row in NAMED])
def test_outlet_named(name: str, outlet: str | None) -> None:
    found = outlet_named(name)
    assert (found.name if found else None) == outlet


URLS = [
    ("https://fr.rt.com/a", "RT"),
    ("https://www.lemonde.fr/international/article/2025/07/28/x.html", "Le Monde"),
    ("bbc.co.uk/news", "BBC"),
    ("http://english.news.cn/a", "Xinhua"),
    ("https://www.mid.ru/fr/", "Russian Foreign Ministry (mid.ru)"),
    ("https://rt.com.example/a", None),
    ("https://smart.com/", None),
    ("https://[bad", None),
    ("", None),
]


@pytest.mark.parametrize(("url", "outlet"), URLS, ids=[row[0] or "blank" for row in URLS])
def test_outlet_of_url(url: str, outlet: str | None) -> None:
    found = outlet_of_url(url)
    assert (found.name if found else None) == outlet


def test_hostname() -> None:
    assert hostname("https://www.A.example:80/x") == "a.example"
    assert hostname("") is None


def test_the_table_loads_with_enough_of_each() -> None:
    table = outlets()
    assert len(table) >= 150
    assert table["KCNA"].state == "PRK"
    assert table["KCNA"].ownership == "state-owned"
    assert sum(outlet.kind == "ministry" for outlet in table.values()) >= 30
    assert all(outlet.ownership == "government" for outlet in table.values() if outlet.kind == "ministry")


def test_names_for_the_relay_finder() -> None:
    french, english = outlet_names("fr"), outlet_names("en")
    assert french["Chine nouvelle"] == "Xinhua"
    assert "Chine nouvelle" not in english
    assert french["RT"] == english["RT"] == "RT"
    assert "AP" not in english and weak_names("en")["AP"] == ("AP",)
    assert weak_names("fr")["APS"] == ("APS (Algeria)", "APS (Senegal)")
    # actors first: « l'OTAN » carries nobody's words by being named
    assert not {"NATO", "OTAN", "Kremlin.ru"} & (set(french) | set(weak_names("fr")))


HEADER = "outlet\taliases\tweak\tstate\tkind\townership\tsource\tas_of\tdomains\tnote\n"
ROW = "Alpha\tA News\t\tFRA\tweb\tprivate\tunchecked\t2025\ta.example"
BAD = [
    ("Alpha\t\t\tFrance\tweb\tprivate\tunchecked\t2025", "state 'France'"),
    ("Alpha\t\t\tFRA\tblog\tprivate\tunchecked\t2025", "kind 'blog'"),
    ("Alpha\t\t\tFRA\tweb\treliable\tunchecked\t2025", "ownership 'reliable'"),
    ("Alpha\t\t\tFRA\tweb\tprivate\t\t2025", "neither may be blank"),
    ("Alpha\t\t\tFRA\tweb\tprivate\tunchecked\tlately", "as_of 'lately'"),
    ("Alpha\t\t\tFRA\tweb\tprivate\tunchecked\t2025\twww.a.example", "domain 'www.a.example'"),
    (f"{ROW}\nBeta\ta news\t\tFRA\tweb\tprivate\tunchecked\t2025", "claimed by 'Alpha' too"),
    (f"{ROW}\nBeta\t\t\tFRA\tweb\tprivate\tunchecked\t2025\ta.example", "claimed by 'Alpha' too"),
    (f"{ROW}\nBeta\t\tA News\tFRA\tweb\tprivate\tunchecked\t2025", "weak for 'Beta' and strong for 'Alpha'"),
    (f"{ROW}\n{ROW}", "the same line as"),
    (f"{ROW}\nAlpha\t\t\tFRA\tweb\tprivate\tunchecked\t2025", "has a row already"),
    (f"{ROW}\tx\ty", "11 cells"),
]


@pytest.mark.parametrize(("text", "why"), BAD, ids=[row[1] for row in BAD])
def test_a_bad_row_is_refused_with_its_line(text: str, why: str) -> None:
    with pytest.raises(LexiconError, match=why) as caught:
        read_outlets(HEADER + text)
    assert str(caught.value).startswith("data/outlets.tsv")


def test_a_wrong_header_is_refused() -> None:
    with pytest.raises(LexiconError, match=r"data/outlets\.tsv:1: the header has no column"):
        read_outlets("outlet\tstate\nAlpha\tFRA")


def test_a_form_shared_as_weak_is_allowed() -> None:
    rows = "Alpha\t\tAP\tFRA\tweb\tprivate\tunchecked\t2025\nBeta\t\tAP\tDZA\tweb\tprivate\tunchecked\t2025"
    assert list(read_outlets(HEADER + rows)) == ["Alpha", "Beta"]
