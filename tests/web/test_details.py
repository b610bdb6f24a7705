"""What went wrong is said in the language of the page: no message that can reach one lacks its French."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

import foedus
from foedus.intake.fetch import NotFetched
from foedus.tables import read_table, read_toml
from foedus.web.details import detail_in

SOURCE = Path(foedus.__file__).parent
RAISED = {"UsageError", "UnknownState", "IntakeError", "LanguageNotCovered", "ModelMissing", "HTTPException"}
# What a request, or an article that is handed in, can run into; what is said of a damaged ledger or table is not shown.
WHERE = (
    "web/**/*.py",
    "intake/*.py",
    "explain/pair.py",
    "language/models.py",
    "ledger/reviews.py",
    "batch.py",
    "system/compare.py",
)


def template(node: ast.expr) -> str | None:
    """Return "{0}: no such host" of f"{host}: no such host", with the quotation marks of !r."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if not isinstance(node, ast.JoinedStr):
        return None
    made, places = "", 0
    for part in node.values:
        if isinstance(part, ast.FormattedValue):
            made += f"'{{{places}}}'" if part.conversion == ord("r") else f"{{{places}}}"
            places += 1
        else:
            assert isinstance(part, ast.Constant)
            made += part.value
    return made


def raised() -> Iterator[tuple[str, str]]:
    """Yield where each message is raised, and the message."""
    for path in sorted({path for pattern in WHERE for path in SOURCE.glob(pattern)}):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in RAISED):
                continue
            told = [found for one in node.args if (found := template(one))]
            if told:
                yield f"{path.relative_to(SOURCE)}:{node.lineno}", told[0]


@pytest.mark.parametrize("message", sorted({message for _, message in raised()}))
def test_each_message_has_its_french(message: str) -> None:
    said = message.format(*(f"X{n}" for n in range(9)))
    found = detail_in(said, "fr")
    assert found.language == "fr", said
    assert found.words.replace("\u00a0", " ") != said
    for n in range(9):
        # What is filled in is what tells the reader which of their words it was.
        if f"{{{n}}}" in message and not message.startswith("a {0} has no") and f"X{n}" not in found.words:
            assert message.startswith("{0} cannot be left empty"), found.words


def test_no_row_of_the_table_is_for_a_message_that_is_gone() -> None:
    there = {message.replace("'{", "{").replace("}'", "}") for _, message in raised()}
    by_hand = ("foedus failed on it", "reading it was stopped", "ambiguous state", "unknown state")
    for row in read_table("web/details.tsv", ("en", "fr")):
        if "{" in row["en"] and not row["en"].startswith(by_hand):
            assert row["en"].replace("'{", "{").replace("}'", "}") in there, row.where


@pytest.mark.parametrize(
    ("path", "status", "said"),
    [
        ("/fr/pair/RUS/PRK?since=abc", 400, "« abc » n’est pas une date"),
        ("/fr/pair/RUS/RUS", 400, "RUS est donné deux fois"),
        ("/fr/pair/RUS/Atlantide", 404, "aucun État ne s’appelle « Atlantide »"),
        ("/fr/system?year=2020-01", 400, "quatre chiffres"),
        ("/fr/system?source=x", 400, "« x » n’existe pas"),
        ("/fr/search?q=a&code=SING", 400, "« SING » n’existe pas"),
    ],
)
def test_a_french_page_says_in_french_what_is_wrong(client: TestClient, path: str, status: int, said: str) -> None:
    answer = client.get(path)
    assert answer.status_code == status
    text = answer.text.replace("\u00a0", " ")
    assert said in text
    assert 'class="detail" lang="en"' not in text
    assert "expected" not in text
    english = client.get(path.replace("/fr/", "/en/"))
    assert "est attendu" not in english.text


@pytest.mark.parametrize("key", sorted(read_toml("display/fetching.toml")["en"]))
def test_why_an_address_was_not_read_is_said_in_french(key: str) -> None:
    told = NotFetched(key, host="example.org", url="https://example.org/x", what="12")
    found = detail_in(str(told), "fr")
    assert found.language == "fr"
    there = read_toml("display/fetching.toml")["en"]
    alike = [other for other in there if there[other] == there[key]]  # told apart by nothing but what is filled in
    assert found.words in [str(NotFetched(other, language="fr", **told.fill)) for other in alike]


def test_states_that_come_near_are_named_in_french(client: TestClient) -> None:
    text = client.get("/fr/pair/RUS/Albanya").text
    assert "ALB (Albanie)" in text
    assert ") or " not in text
    assert "ALB (Albania)" in client.get("/en/pair/RUS/Albanya").text


def test_what_is_filled_in_is_said_in_french_too() -> None:
    said = detail_in("-: no article in this HTML page, no running text was found: save the page of one article, or its "
                     "text", "fr")  # fmt: skip
    assert said.words.startswith("aucun article dans cette page (pas de texte suivi)")


def test_a_value_cannot_forge_the_form_of_a_message() -> None:
    said = detail_in("since: '{1}' is no date: expected YYYY, YYYY-MM or YYYY-MM-DD", "fr")
    assert "« {1} »" in said.words.replace("\u00a0", " ")


def test_whoever_may_not_is_shown_where_to_sign_in(visitor: TestClient, client: TestClient) -> None:
    assert 'href="/fr/sign-in?next=%2Ffr%2Fcomments"' in visitor.get("/fr/comments").text
    assert "sign-in" not in client.get("/fr/nowhere").text
