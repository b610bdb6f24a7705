"""The command line: what it prints, where, and how it fails."""

import json
import re
import resource
import sqlite3
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

import foedus
from builders import reading, relation
from foedus import batch, cli
from foedus import reading as reading_stage
from foedus.batch import Shelf, read_sources
from foedus.errors import IntakeError, ModelMissing
from foedus.export import reading_to_json
from foedus.intake.sources import Source, find_sources
from foedus.ledger import open_ledger
from foedus.model import Article, Reading
from running import ANSI, EXAMPLES, ROOT, Ran, call, on_a_terminal

SENTENCE = "Le ministre ukrainien a déclaré que Kiev avait livré des obus à Tunis pendant la guerre."


@pytest.fixture
def no_model(monkeypatch: pytest.MonkeyPatch) -> None:
    """Read without spaCy: each article gives one relation, and one that says so breaks."""

    def read_together(pages: Sequence[Article]) -> Iterator[Reading]:
        for page in pages:
            if "panne" in page.text:
                raise ZeroDivisionError("une panne")
            if "arrêt" in page.text:
                raise KeyboardInterrupt
            yield reading(page, relation(page, evidence="Kiev"), engine=batch.made_by(page.language))

    monkeypatch.setattr(reading_stage, "memory_zone", lambda language: nullcontext())
    monkeypatch.setattr(reading_stage, "read_together", read_together)


def write(name: str, text: str | bytes = SENTENCE) -> str:
    path = Path(name)
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return name


# -- read -------------------------------------------------------------------------------------------------------------


def test_a_batch_prints_a_line_each_and_a_sum(shelf: tuple[Path, Ran]) -> None:
    ran = shelf[1]
    header, *lines, total = ran.out.splitlines()
    assert (ran.code, ran.err) == (0, "")
    assert header.split() == ["statements", "relations", "article"]
    assert len(lines) == len(EXAMPLES) == 8
    numbers = [line.split()[:2] for line in lines]
    sums = [sum(int(row[place]) for row in numbers) for place in (0, 1)]
    assert total == f"8 articles, {sums[0]} statements, {sums[1]} relations"


def test_what_is_in_the_ledger_is_not_read_again(shelf: tuple[Path, Ran], monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(pages: Sequence[Article]) -> Iterator[Reading]:
        raise AssertionError("read again")

    monkeypatch.setattr(reading_stage, "read_together", refuse)
    ran = call("read", *EXAMPLES, "--ledger", shelf[0])
    assert ran.code == 0
    assert "8 articles were in" in ran.err
    assert ran.out.count("(read before)") == 8


def test_another_engine_reads_again(no_model: None, monkeypatch: pytest.MonkeyPatch) -> None:
    write("a.txt")
    assert call("read", "a.txt").err == ""
    monkeypatch.setattr(batch, "made_by", lambda language: "foedus of tomorrow")
    assert call("read", "a.txt").err == ""
    with open_ledger("foedus.db") as ledger:
        assert [page.engine for page in ledger.articles()] == ["foedus of tomorrow"]


def test_a_better_date_reads_again(no_model: None) -> None:
    write("a.txt")
    call("read", "a.txt")
    assert call("read", "a.txt", "--published", "2025-03").err == ""
    with open_ledger("foedus.db") as ledger:
        assert [page.published for page in ledger.articles()] == ["2025-03"]


def test_jsonl_is_the_canonical_reading_in_the_order_given(shelf: tuple[Path, Ran]) -> None:
    given = [EXAMPLES[5], EXAMPLES[0], EXAMPLES[2]]
    lines = call("read", *given, "--ledger", shelf[0], "--format", "jsonl").out.splitlines()
    with open_ledger(shelf[0]) as ledger:
        by_id = {page.id: ledger.reading(page.id) for page in ledger.articles()}
    assert [json.loads(line)["file"] for line in lines] == [str(path) for path in given]
    assert lines == [reading_to_json(by_id[json.loads(line)["id"]]) for line in lines]


def test_one_article_is_shown_with_its_statements_set_off(shelf: tuple[Path, Ran]) -> None:
    ran = call("read", EXAMPLES[4], "--ledger", shelf[0], "--lang", "fr")
    assert "L’Atlas d’exemple · 20 juillet 2025" in ran.out
    assert re.search(r"^\d+ propos, \d+ relations$", ran.out, re.MULTILINE)
    assert re.search(r"^  │ [¹²³⁴⁵⁶⁷⁸⁹⁰]+ chercheuse.* · citation · [0-9a-f]{8}$", ran.out, re.MULTILINE)
    assert re.search(r"^Relations \(\d+\) ─", ran.out, re.MULTILINE)
    assert ANSI not in ran.out


@pytest.mark.parametrize("style", ["json", "md"])
def test_other_formats(shelf: tuple[Path, Ran], style: str) -> None:
    ran = call("read", *EXAMPLES[:2], "--ledger", shelf[0], "--format", style)
    if style == "json":
        assert [page["schema"] for page in json.loads(ran.out)] == ["foedus/1", "foedus/1"]
    else:
        assert ran.out.count("\n## Statements\n") == 2


def test_a_text_from_standard_input_is_read_and_kept_nowhere(tmp_path: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "foedus", "read", "-", "--no-ledger", "--format", "jsonl", "--published", "2025-03-04"],
        input=SENTENCE.encode(),
        capture_output=True,
    )
    found = json.loads(ran.stdout)
    assert (found["text"], found["file"], found["published"]) == (SENTENCE, None, "2025-03-04")
    assert {(r["source"], r["target"]) for r in found["relations"]} == {("UKR", "TUN")}
    assert found["statements"] and not ran.stderr and not list(tmp_path.iterdir())


def test_in_a_batch_the_good_are_kept_and_the_bad_listed(no_model: None) -> None:
    files = [write("folder/a.txt"), write("b.txt", ""), write("c.txt", SENTENCE + " Oui."), "d.txt"]
    ran = call("read", *files)
    assert ran.code == 1
    assert ran.out.splitlines()[-1] == "2 articles, 0 statements, 2 relations"
    summary, empty, missing = ran.err.splitlines()
    assert summary == "foedus: 2 of 4 sources could not be read:"
    assert empty.startswith("  b.txt: the file is empty") and missing.startswith("  d.txt: no such file")
    with open_ledger("foedus.db") as ledger:
        assert {page.file for page in ledger.articles()} == {"folder/a.txt", "c.txt"}


def test_a_fault_of_ours_costs_one_article_only(no_model: None) -> None:
    files = [write("a.txt"), write("b.txt", f"{SENTENCE} Une panne."), write("c.txt", f"{SENTENCE} Puis la paix.")]
    ran = call("read", *files)
    assert ran.code == 1
    assert "  b.txt: foedus failed on it (ZeroDivisionError: une panne): please report it" in ran.err
    with open_ledger("foedus.db") as ledger:
        assert {page.file for page in ledger.articles()} == {"a.txt", "c.txt"}


def test_an_interrupted_run_goes_on_where_it_stopped(no_model: None, monkeypatch: pytest.MonkeyPatch) -> None:
    files = [write("a.txt"), write("b.txt", f"{SENTENCE} Un arrêt.")]
    ran = call("read", *files)
    assert ran.code == 130
    assert ran.err == (
        "foedus: interrupted after 1 of 2 sources; what was read is in foedus.db: run the same command again to go on\n"
    )
    quick = partial(map, lambda page: reading(page, engine=batch.made_by("fr")))
    monkeypatch.setattr(reading_stage, "read_together", quick)
    assert "1 article was in foedus.db already" in call("read", *files).err


def test_outcomes_come_in_the_order_of_the_sources(no_model: None, tmp_path: Path) -> None:
    texts = [SENTENCE + " Un.", "", SENTENCE + " Une panne.", "Kiev said it had supplied shells to Tunis.", SENTENCE]
    sources = [Source(str(place), content=text.encode()) for place, text in enumerate(texts)]
    with Shelf(tmp_path / "a.db") as shelf:
        found = list(read_sources(sources, shelf))
    assert [outcome.name for outcome in found] == ["0", "1", "2", "3", "4"]
    assert [bool(outcome.error) for outcome in found] == [False, True, True, False, False]


def test_a_missing_model_says_what_to_run(no_model: None, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(language: str) -> str:
        raise ModelMissing(f"the model for {language} is not installed: run `pip install it`")

    monkeypatch.setattr(batch, "made_by", missing)
    ran = call("read", write("a.txt"))
    assert (ran.code, ran.err) == (1, "foedus: a.txt: the model for fr is not installed: run `pip install it`\n")
    assert not Path("foedus.db").exists()


# -- explain ----------------------------------------------------------------------------------------------------------


def test_explain_renders_the_pair_in_the_language_asked_for(shelf: tuple[Path, Ran]) -> None:
    french = call("explain", "Russie", "Corée du Nord", "--ledger", shelf[0], "--lang", "fr").out
    english = call("explain", "ru", "PRK", "--ledger", shelf[0], "--lang", "en").out
    assert french.splitlines()[0] == "Russie (RUS) – Corée du Nord (PRK)"
    assert re.match(
        r"\d+ records, \d+ statements, \d+ speakers, \d+ independent origins, \d+ articles$", english.splitlines()[1]
    )
    assert re.search(r"^Soutien militaire ─+$", french, re.MULTILINE)
    assert re.search(r"^Military support ─+$", english, re.MULTILINE)
    assert re.search(r"^Sur la parole d", french, re.MULTILINE)
    assert ANSI not in french and not re.search(r" $", french, re.MULTILINE)


def test_explain_gives_json_and_markdown(shelf: tuple[Path, Ran]) -> None:
    data = json.loads(call("explain", "RUS", "PRK", "--ledger", shelf[0], "--format", "json").out)
    assert (data["schema"], data["states"]) == ("foedus/explanation/1", ["RUS", "PRK"])
    assert call("explain", "RUS", "PRK", "--ledger", shelf[0], "--format", "md").out.startswith(
        "# Russia (RUS) – North"
    )


def test_explain_filters(shelf: tuple[Path, Ran]) -> None:
    arguments = ("--ledger", shelf[0], "--format", "json", "--since", "2025", "--mood", "negated", "--mood", "possible")
    data = json.loads(call("explain", "RUS", "PRK", *arguments).out)
    assert data["filters"] == {
        "since": "2025", "until": None, "moods": ["negated", "possible"], "on_word_of": None, "third_party": False,
        "without_state_media": False,
    }  # fmt: skip
    groups = [*data["grounds"], data["other"] or {"evidence": []}, data["against"] or {"evidence": []}]
    found = {piece["relation"]["mood"] for group in groups for piece in group["evidence"]}
    assert found and found <= {"negated", "possible"}


def test_the_language_of_the_environment_is_printed(shelf: tuple[Path, Ran], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANG", "fr_FR.UTF-8")
    assert call("explain", "RUS", "PRK", "--ledger", shelf[0]).out.startswith("Russie")
    monkeypatch.setenv("FOEDUS_LANG", "en")
    assert call("explain", "RUS", "PRK", "--ledger", shelf[0]).out.startswith("Russia")


def test_colour_on_a_terminal_and_none_with_no_color(shelf: tuple[Path, Ran]) -> None:
    arguments = ["explain", "RUS", "PRK", "--ledger", str(shelf[0])]
    colour = re.compile(r"\x1b\[[0-9;]*3[0-7]m")
    assert colour.search(on_a_terminal(arguments, {}))
    assert not colour.search(on_a_terminal(arguments, {"NO_COLOR": "1"}))


def test_a_closed_pipe_ends_quietly(shelf: tuple[Path, Ran]) -> None:
    command = [sys.executable, "-m", "foedus", "explain", "RUS", "PRK", "--ledger", str(shelf[0]), "--format", "json"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout and process.stderr
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 141


# -- articles, remove, doctor -----------------------------------------------------------------------------------------


def test_articles_are_listed_and_removed(no_model: None) -> None:
    call("read", write("a.txt"), write("b.txt", SENTENCE + " Oui."))
    listed = [json.loads(line) for line in call("articles", "--format", "jsonl").out.splitlines()]
    assert {page["file"] for page in listed} == {"a.txt", "b.txt"}
    assert listed[0]["id"] in call("articles").out
    assert call("remove", listed[0]["id"][:8]).code == 0
    assert len(call("articles", "--format", "jsonl").out.splitlines()) == 1
    gone = call("remove", listed[0]["id"])
    assert gone.code == 1 and "holds no article" in gone.err


def test_the_beginning_of_two_ids_removes_neither(no_model: None) -> None:
    texts = [f"{SENTENCE} Numéro {number}." for number in range(17)]  # of 17 ids two begin alike
    call("read", *(write(f"{place}.txt", text) for place, text in enumerate(texts)))
    ids = [json.loads(line)["id"] for line in call("articles", "--format", "jsonl").out.splitlines()]
    first = next(digit for digit in "0123456789abcdef" if sum(id_.startswith(digit) for id_ in ids) > 1)
    ran = call("remove", first)
    assert ran.code == 2 and "give more of its digits" in ran.err
    assert len(call("articles", "--format", "jsonl").out.splitlines()) == 17


def test_doctor_tells_versions_models_and_ledger(shelf: tuple[Path, Ran]) -> None:
    ran = call("doctor", "--ledger", shelf[0])
    labels = [line.split("  ")[0] for line in ran.out.splitlines()]
    assert ran.code == 0
    assert labels == [
        *("Python", "foedus", "spacy", "trafilatura", "typer", "rich"),
        *("French model", "English model", "lexicons", "ledger"),
    ]
    assert ran.out.splitlines()[-1].endswith("examples.db: 8 articles")


def test_doctor_says_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    from foedus import doctor

    def missing(language: str) -> str:
        raise ModelMissing(f"no model for {language}: run `pip install it`")

    monkeypatch.setattr(doctor, "engine", missing)
    ran = call("doctor")
    assert ran.code == 1
    assert ran.err.splitlines() == [
        f"foedus: no model for {language}: run `pip install it`" for language in ("fr", "en")
    ]
    assert "foedus.db: not there yet" in ran.out


# -- errors -----------------------------------------------------------------------------------------------------------

PAGE_WITHOUT_ARTICLE = "<html><body><nav><a href='/'>Accueil</a> <a href='/plus'>Plus</a></nav></body></html>"
GERMAN = "Der Kanzler hat gestern in Berlin mit dem Präsidenten gesprochen und ihm seine Hilfe zugesagt."


@pytest.fixture
def bad_files(tmp_path: Path) -> None:
    write("empty.txt", "")
    write("binary.txt", bytes(range(256)) * 20)
    write("menu.html", PAGE_WITHOUT_ARTICLE)
    write("german.txt", GERMAN)
    write("long.txt", b"a" * 20_000_000)
    (tmp_path / "folder").mkdir()
    write("good.txt")
    write("no-ledger.db", "not a ledger at all, but long enough to be one" * 30)
    with sqlite3.connect("other.db") as other:
        other.execute("CREATE TABLE t (x)")
    other.close()
    open_ledger("future.db").close()
    with sqlite3.connect("future.db") as future:
        future.execute("INSERT INTO migration VALUES (999, 'later', '2099-01-01')")
    future.close()


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["read", "missing.html"], 1, "missing.html: no such file"),
        (["read", "empty.txt"], 1, "empty.txt: the file is empty"),
        (["read", "binary.txt"], 1, "binary.txt: "),
        (["read", "menu.html"], 1, "menu.html: no article"),
        (["read", "german.txt"], 1, "german.txt: the language is de (German): only fr (French) and en (English)"),
        (["read", "long.txt"], 1, "long.txt: 20.0 MB"),
        (["read", "folder"], 1, "folder: no article in this folder"),
        (["read", "good.txt", "--ledger", "no-ledger.db"], 1, "ledger no-ledger.db"),
        (["read", "good.txt", "--ledger", "other.db"], 1, "other.db is an SQLite file but no foedus ledger"),
        (["read", "good.txt", "--ledger", "future.db"], 1, "install a newer foedus"),
        (["read", "good.txt", "--ledger", "nowhere/foedus.db"], 1, "there is no folder nowhere"),
        (["read", "good.txt", "--ledger", "folder"], 1, "ledger folder is a folder"),
        (
            ["explain", "RUS", "PRK"],
            1,
            "there is no ledger at foedus.db: read an article into it first, with `foedus read`",
        ),
        (["explain", "RUS", "PRK", "--ledger", "no-ledger.db"], 1, "ledger no-ledger.db"),
        (["explain", "RUS", "PRK", "--ledger", "future.db"], 1, "install a newer foedus"),
        (["articles"], 1, "there is no ledger at foedus.db"),
        (["remove", "3f2a"], 1, "there is no ledger at foedus.db"),
        (
            ["explain", "RUS", "PRKK"],
            2,
            "unknown state 'PRKK': expected an ISO 3166 code or the name of a state; did you mean",
        ),
        (["explain", "RUS", "Russie"], 2, "'RUS' and 'Russie' are both RUS: expected two different states"),
        (["explain", "RUS"], 2, "Missing argument 'B': see `foedus explain --help`"),
        (["explain", "RUS", "PRK", "--since", "hier"], 2, "'hier' is no date: expected YYYY, YYYY-MM or YYYY-MM-DD"),
        (["explain", "RUS", "PRK", "--since", "2025-13"], 2, "'2025-13' is no date"),
        (["explain", "RUS", "PRK", "--since", "2025", "--until", "2024-05"], 2, "give the earlier date first"),
        (["explain", "RUS", "PRK", "--mood", "perhaps"], 2, "is not one of 'asserted', 'negated'"),
        (["read", "good.txt", "--published", "20250101"], 2, "'20250101' is no date"),
        (["read", "good.txt", "--format", "xml"], 2, "is not one of 'table', 'json', 'jsonl', 'md'"),
        (["read", "good.txt", "--language", "de"], 2, "is not one of 'fr', 'en'"),
        (["read", "good.txt", "--formt", "md"], 2, "No such option: --formt"),
        (["read"], 2, "Missing argument 'SOURCE...': see `foedus read --help`"),
        (["raed"], 2, "No such command 'raed'"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_bad_input_gets_one_line_and_leaves_nothing(
    bad_files: None, tmp_path: Path, arguments: list[str], code: int, message: str
) -> None:
    def sizes() -> dict[Path, int]:
        # Whoever reads an SQLite file in WAL mode may leave its two empty companions beside it.
        return {p: p.stat().st_size for p in tmp_path.iterdir() if not p.name.endswith(("-shm", "-wal"))}

    before = sizes()
    ran = call(*arguments)
    assert (ran.code, ran.out) == (code, "")
    (line,) = ran.err.splitlines()
    assert line.startswith("foedus: ") and message in line
    assert sizes() == before


def test_no_arguments_give_help_on_stderr() -> None:
    ran = call()
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("Usage: foedus")


def test_a_name_cannot_steer_the_terminal() -> None:
    ran = call("read", "a\x1b[31m\nb.txt")
    assert ANSI not in ran.err and len(ran.err.splitlines()) == 1


# -- start-up ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "arguments",
    [
        ["--help"],
        ["read", "--help"],
        ["--version"],
        ["explain", "RUS", "Narnia"],
        ["explain", "RUS"],
        ["read", "a.txt", "--formt"],
        ["raed"],
    ],
    ids=" ".join,
)
def test_help_and_wrong_usage_answer_at_once(arguments: list[str]) -> None:
    def cpu_seconds() -> float:
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run([sys.executable, "-m", "foedus", *arguments], capture_output=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime

    # Other processes on the machine only ever add to it, and the first run may still have to compile.
    assert min(cpu_seconds() for _ in range(4)) < 0.4


def test_import_foedus_is_cheap_and_public_names_are_there() -> None:
    code = (
        "import foedus, sys; heavy = {'spacy', 'trafilatura', 'typer', 'rich', 'sqlite3', 'foedus.model'};"
        "print(sorted(heavy & set(sys.modules)), all(getattr(foedus, name) for name in foedus.__all__))"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert (ran.stdout, ran.stderr) == ("[] True\n", "")


# -- Python and the documentation -------------------------------------------------------------------------------------


def test_read_takes_a_path_html_or_text(no_model: None) -> None:
    html = f"<html><body><article><h1>Kiev aide Tunis</h1><p>{SENTENCE}</p><p>{SENTENCE}</p></article></body></html>"
    write("a.txt")
    assert foedus.read("a.txt").article.file == foedus.read(Path("a.txt")).article.file == "a.txt"
    assert foedus.read(SENTENCE, published="2025-03").article.published == "2025-03"
    assert "<p>" not in foedus.read(html).article.text
    assert foedus.read(SENTENCE.encode()).article.text == SENTENCE


@pytest.mark.parametrize("source", ["missing.html", Path("missing"), Path()], ids=str)
def test_read_refuses_what_is_no_article(source: str | Path) -> None:
    with pytest.raises(IntakeError):
        foedus.read(source)


def test_open_gives_a_ledger_that_can_be_explained(no_model: None) -> None:
    with foedus.open("a.db") as ledger:
        ledger.add(foedus.read(SENTENCE))
        assert foedus.explanation(ledger, "UKR", "TUN").records == 1


def test_a_stored_reading_bears_the_name_of_the_file_asked_for(no_model: None, tmp_path: Path) -> None:
    write("a.txt"), write("b.txt")
    with Shelf(tmp_path / "a.db") as shelf:
        (first,) = read_sources(find_sources(["a.txt"]), shelf)
        (second,) = read_sources(find_sources(["b.txt"]), shelf)
    assert first.reading and second.reading and second.known
    assert second.reading == replace(first.reading, article=replace(first.reading.article, file="b.txt"))


def test_the_page_about_the_command_line_is_current(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(ROOT / "scripts")
    import write_cli_docs

    assert write_cli_docs.PAGE.read_text(encoding="utf-8") == write_cli_docs.page(), "run scripts/write_cli_docs.py"


def test_every_command_is_documented() -> None:
    page = (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")
    names = {command.name or command.callback.__name__ for command in cli.app.registered_commands if command.callback}
    assert names == set(re.findall(r"^## foedus (\w+)$", page, re.MULTILINE))
    for name in names:
        assert "Examples:" in page.split(f"## foedus {name}\n")[1].split("\n## ")[0]
