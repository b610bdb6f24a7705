"""Checks on the tables of office-holders, titles and collective nouns, on the files alone."""

import re
from collections import defaultdict
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

import pytest

import foedus

DATA = Path(foedus.__file__).parent / "data"
PEOPLE_COLUMNS = [
    "name",
    "aliases",
    "state",
    "role_fr",
    "role_en",
    "from",
    "until",
    "surname_alone",
    "surnames",
    "note",
]
TITLE_SCOPES = {
    *("state", "legislator", "opposition", "former", "expert", "press", "civil", "royal-as-state"),
}
WORD_TABLES = {
    "fr/titles.tsv": (["lemma", "feminine", "plural", "scope", "example", "note"], TITLE_SCOPES),
    "en/titles.tsv": (["lemma", "plural", "scope", "example", "note"], TITLE_SCOPES),
    "fr/collectives.tsv": (["lemma", "feminine_or_plural", "scope", "example", "note"], {"state", "none"}),
    "en/collectives.tsv": (["lemma", "feminine_or_plural", "scope", "example", "note"], {"state", "none"}),
}
ALL_COLUMNS = {"people.tsv": PEOPLE_COLUMNS} | {name: columns for name, (columns, _) in WORD_TABLES.items()}
FREE_TEXT = {"example", "note"}
ISO_DATE = re.compile(r"(18|19|20)\d\d(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a table: its number, its cells by column, and how many cells it really has."""

    number: int
    cells: dict[str, str]
    width: int

    def __getitem__(self, column: str) -> str:
        return self.cells[column]

    def parts(self, column: str) -> list[str]:
        return [part for part in self.cells[column].split(";") if part]


def _lines(name: str) -> tuple[list[str], list[Line]]:
    numbered = enumerate((DATA / name).read_text(encoding="utf-8").splitlines(), 1)
    kept = [(number, text.split("\t")) for number, text in numbered if not text.startswith("#")]
    header = kept[0][1]
    return header, [Line(n, dict(zip(header, cells, strict=False)), len(cells)) for n, cells in kept[1:]]


PEOPLE = _lines("people.tsv")[1]
WORDS = [(name, line) for name in WORD_TABLES for line in _lines(name)[1]]


def _first_day(date: str) -> str:
    return (date + "-01-01")[:10] if len(date) == 4 else (date + "-01")[:10]


def _last_day(date: str) -> str:
    return {0: "9999-12-31", 4: date + "-12-31", 7: date + "-31"}.get(len(date), date)


def _meet(one: Line, other: Line) -> bool:
    """Return whether two roles share more than the day, or the month where no day is known, of handing over."""
    start = max(_last_day(one["from"]), _last_day(other["from"]))
    ends = [_first_day(line["until"]) if line["until"] else "9999-12-31" for line in (one, other)]
    return start < min(ends)


@pytest.mark.parametrize("name", ALL_COLUMNS)
def test_columns(name: str) -> None:
    header, lines = _lines(name)
    assert header == ALL_COLUMNS[name]
    assert [line.number for line in lines if line.width != len(header)] == []


@pytest.mark.parametrize("name", ALL_COLUMNS)
def test_no_stray_blanks(name: str) -> None:
    cells = [(line.number, cell, column) for line in _lines(name)[1] for column, cell in line.cells.items()]
    parts = [(n, p) for n, cell, column in cells for p in ([cell] if column in FREE_TEXT else cell.split(";"))]
    assert [(n, part) for n, part in parts if part != part.strip() or "  " in part or "’" in part] == []


@pytest.mark.parametrize("name", WORD_TABLES)
def test_words_are_sorted_and_single(name: str) -> None:
    lemmas = [line["lemma"] for line in _lines(name)[1]]
    assert lemmas == sorted(lemmas)
    assert len({lemma.casefold() for lemma in lemmas}) == len(lemmas)


@pytest.mark.parametrize("name", WORD_TABLES)
def test_one_form_has_one_scope(name: str) -> None:
    scopes = defaultdict(set)
    for line in _lines(name)[1]:
        for column in ("lemma", "feminine", "plural", "feminine_or_plural"):
            for form in line.cells.get(column, "").split(";"):
                scopes[form.casefold()].add(line["scope"])
    assert {form: found for form, found in scopes.items() if form and len(found) > 1} == {}


@pytest.mark.parametrize(("name", "line"), WORDS, ids=[line["example"] for _, line in WORDS])
def test_word(name: str, line: Line) -> None:
    assert line["scope"] in WORD_TABLES[name][1]
    columns = ("lemma", "feminine", "plural", "feminine_or_plural")
    forms = [form for column in columns for form in line.cells.get(column, "").split(";") if form]
    here = [rf"\b{re.escape(form)}" + ("" if form.endswith("-") else r"\b") for form in forms]
    assert any(re.search(form, line["example"], re.IGNORECASE) for form in here), forms
    assert line["example"].endswith(".")


@pytest.mark.parametrize("language", ["fr", "en"])
def test_who_speaks_for_no_state_in_one_table_does_not_in_the_other(language: str) -> None:
    titles = {line["lemma"]: line["scope"] for line in _lines(f"{language}/titles.tsv")[1]}
    collectives = {line["lemma"]: line["scope"] for line in _lines(f"{language}/collectives.tsv")[1]}
    shared = titles.keys() & collectives.keys()
    assert shared
    assert [word for word in shared if (titles[word] == "state") != (collectives[word] == "state")] == []


def test_people_are_sorted_and_single() -> None:
    keys = [(line["name"], line["from"], line["role_fr"]) for line in PEOPLE]
    assert keys == sorted(keys)
    assert len(set(keys)) == len(keys)


def test_people_enough() -> None:
    assert len(PEOPLE) >= 800
    assert len({line["state"] for line in PEOPLE}) >= 193


def test_people_cells() -> None:
    wrong = [
        line.number
        for line in PEOPLE
        if not re.fullmatch(r"([A-Z]{3})?", line["state"])
        or not (line["name"] and line["role_fr"] and line["role_en"])
        or not ISO_DATE.fullmatch(line["from"])
        or (line["until"] and not ISO_DATE.fullmatch(line["until"]))
        or _first_day(line["from"]) > _last_day(line["until"])
    ]
    assert wrong == []


def test_aliases_are_full_forms() -> None:
    wrong = [
        (line.number, alias)
        for line in PEOPLE
        for alias in line.parts("aliases")
        if alias == line["name"] or len(alias) < 4 or line.parts("aliases").count(alias) > 1
    ]
    assert wrong == []


def test_surnames_stand_where_they_may_stand_alone() -> None:
    assert {line["surname_alone"] for line in PEOPLE} == {"yes", "no"}
    assert [line.number for line in PEOPLE if (line["surname_alone"] == "yes") != bool(line["surnames"])] == []


def test_a_surname_alone_means_one_person_at_a_time() -> None:
    bearers = defaultdict(list)
    for line in PEOPLE:
        for surname in line.parts("surnames"):
            bearers[surname].append(line)
    pairs = [pair for lines in bearers.values() for pair in combinations(lines, 2)]
    clashes = [(a["name"], b["name"]) for a, b in pairs if a["name"] != b["name"] and _meet(a, b)]
    assert pairs
    assert clashes == []


@pytest.mark.parametrize(
    "surname", ["Kim", "Bush", "Clinton", "Sharif", "Hollande", "Hague", "Costa", "May", "Johnson"]
)
def test_surname_that_means_too_much(surname: str) -> None:
    assert [line.number for line in PEOPLE if surname in line.parts("surnames")] == []


def test_a_full_form_means_one_person() -> None:
    names = defaultdict(set)
    for line in PEOPLE:
        for form in (line["name"], *line.parts("aliases")):
            names[form].add(line["name"])
    assert {form: found for form, found in names.items() if len(found) > 1} == {}


def test_a_person_has_the_same_aliases_in_every_role() -> None:
    """One state at a time too: who moves to an organisation is blank only from then on."""
    lines = defaultdict(list)
    for line in PEOPLE:
        lines[line["name"]].append(line)
    pairs = [pair for roles in lines.values() for pair in combinations(roles, 2)]
    assert [(a["name"], a.number, b.number) for a, b in pairs if a["aliases"] != b["aliases"]] == []
    assert [(a["name"], a.number, b.number) for a, b in pairs if a["state"] != b["state"] and _meet(a, b)] == []


ALONE = ("président", "présidente", "chancelier", "chancelière", "roi", "reine", "guide suprême")


@pytest.mark.parametrize("role", ALONE)
def test_one_holder_at_a_time(role: str) -> None:
    lines = defaultdict(list)
    for line in PEOPLE:
        if line["role_fr"] == role:
            lines[line["state"]].append(line)
    pairs = [pair for holders in lines.values() for pair in combinations(holders, 2)]
    both = {(a["name"], b["name"]) for a, b in pairs if a["name"] != b["name"] and _meet(a, b)}
    # Côte d'Ivoire had two presidents from December 2010 to April 2011, the Gambia two in January 2017.
    assert both <= {("Alassane Ouattara", "Laurent Gbagbo"), ("Adama Barrow", "Yahya Jammeh")}


OFFICES = [
    ("2024-06-15", "Vladimir Putin", "RUS", "president"),
    ("2008-09-01", "Vladimir Poutine", "RUS", "prime minister"),
    ("2022-03-01", "Volodymyr Zelenskyy", "UKR", "president"),
    ("2019-01-15", "Jens Stoltenberg", "", "NATO secretary general"),
    ("2012-01-15", "Jens Stoltenberg", "NOR", "prime minister"),
    ("2018-08-01", "Donald Trump", "USA", "president"),
    ("2022-08-01", "Donald Trump", None, None),
    ("2024-10-20", "Choe Son Hui", "PRK", "foreign minister"),
    ("2021-01-01", "Esmaeil Baghaei", None, None),
    ("2025-06-15", "Esmaeil Baghaei", "IRN", "foreign ministry spokesman"),
]


@pytest.mark.parametrize(("day", "form", "state", "role"), OFFICES, ids=[f"{day} {form}" for day, form, *_ in OFFICES])
def test_who_was_who(day: str, form: str, state: str | None, role: str | None) -> None:
    found = [
        (line["state"], line["role_en"])
        for line in PEOPLE
        if form in (line["name"], *line.parts("aliases"))
        and _first_day(line["from"]) <= day <= _last_day(line["until"])
    ]
    assert found == ([] if state is None else [(state, role)])
