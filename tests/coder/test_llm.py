"""A language model that answers well, badly, hugely, slowly and never, on a server of this process."""

import json
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from builders import article
from foedus.coder import client, coder
from foedus.coder.ask import prompt, prompt_hash, schema
from foedus.coder.client import Server
from foedus.coder.coder import ModelCoder, pieces
from foedus.coder.gate import passed
from foedus.errors import CoderError, UsageError
from foedus.model import Article, TextSpan
from running import call

TEXT = (
    "Rabat a livré des chars à Tunis.\n\n"
    "« Nous soutenons la Tunisie », a dit Amina Idrissi, ministre marocaine, à l'agence Essai.\n\n"
    "« Nous soutenons la Tunisie », a répété le Maroc."
)
SAID = {
    "content": ["Nous soutenons la Tunisie"], "source": "Amina Idrissi", "cue": "a dit", "kind": "direct",
    "speaker": "Amina Idrissi", "state": "MAR", "relay": ["agence Essai"],
}  # fmt: skip
SUPPORT = {
    "source": "MAR", "target": "TUN", "code": "SUPPORT", "mood": "asserted", "ground": None,
    "evidence": "Nous soutenons la Tunisie", "trigger": "soutenons", "statement": 0,
}  # fmt: skip
GOOD = {"statements": [SAID], "relations": [SUPPORT]}
Answer = Callable[[BaseHTTPRequestHandler, dict[str, Any]], None]


class Model:
    """A server whose answer a test chooses; keeps what it was asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[dict[str, str], dict[str, Any]]] = []
        self.answer: Answer = lambda handler, body: send(handler, wrapped(GOOD))
        self.gone = threading.Event()
        model = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                model.asked.append((dict(self.headers), body))
                with suppress(OSError):
                    model.answer(self, body)

            def log_message(self, *told: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/v1"
        self.thread = threading.Thread(target=self.server.serve_forever, daemon=True)

    def __enter__(self) -> "Model":
        self.thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self.gone.set()
        self.server.shutdown()
        self.server.server_close()


@pytest.fixture
def model() -> Iterator[Model]:
    with Model() as made:
        yield made


def wrapped(answer: object) -> bytes:
    content = answer if isinstance(answer, str) else json.dumps(answer)
    return json.dumps({"choices": [{"message": {"role": "assistant", "content": content}}]}).encode()


def send(handler: BaseHTTPRequestHandler, body: bytes, status: int = 200) -> None:
    handler.send_response(status)
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body)


def page() -> Article:
    return article(TEXT)


def held(answer: dict[str, Any], named: tuple[str, ...] = ("MAR", "TUN")) -> Any:
    return passed(page(), TextSpan(0, len(TEXT)), answer, named, "llm test")


def with_change(which: str, /, **change: object) -> dict[str, Any]:
    said, told = dict(SAID), dict(SUPPORT)
    (said if which == "statement" else told).update(change)
    return {"statements": [said], "relations": [told]}


def test_what_stands_in_the_article_passes() -> None:
    found = held(GOOD)
    assert not found.refused
    (said,), (told,) = found.statements, found.relations
    assert [span.slice(TEXT) for span in said.content_spans] == ["Nous soutenons la Tunisie"]
    assert (said.source_span.slice(TEXT), said.cue_span.slice(TEXT), said.relay) == (
        "Amina Idrissi", "a dit", ("agence Essai",),
    )  # fmt: skip
    assert (said.speaker.name, said.speaker.state) == ("Amina Idrissi", "MAR")
    assert (told.statement_id, told.evidence_span) == (said.id, said.content_spans[0])
    assert said.rule == told.rule == "llm test"


@pytest.mark.parametrize(
    ("kind", "change", "why"),
    [
        ("statement", {"content": ["Nous aimons la Tunisie"]}, "do not stand"),
        ("statement", {"content": []}, "no list of words"),
        ("statement", {"content": "Nous soutenons la Tunisie"}, "no list of words"),
        ("statement", {"content": [""]}, "no words"),
        ("statement", {"content": [7]}, "no words"),
        ("statement", {"content": ["N" * 5000]}, "5000 characters"),
        ("statement", {"source": "Fatima Idrissi"}, "source does not stand"),
        ("statement", {"cue": "a juré"}, "cue does not stand"),
        ("statement", {"speaker": "Amina Idrissi Alaoui"}, "speaker does not stand"),
        ("statement", {"kind": "shouted"}, "none of direct, indirect, mixed"),
        ("statement", {"state": "MAROC"}, "no state"),
        ("statement", {"state": "FRA"}, "not named"),
        ("statement", {"relay": ["Reuters"]}, "relay does not stand"),
        ("statement", {"relay": "Reuters"}, "no list of names"),
        ("relation", {"source": "XXX"}, "no state"),
        ("relation", {"target": "DZA"}, "not named"),
        ("relation", {"target": "MAR"}, "to itself"),
        ("relation", {"code": "LOVES"}, "none of AGREE"),
        ("relation", {"code": ["AID"]}, "none of AGREE"),
        ("relation", {"mood": "certain"}, "none of asserted"),
        ("relation", {"ground": "MONEY"}, "none of HISTORY"),
        ("relation", {"evidence": "Rabat a livré des chars à Tunis"}, "in its statement"),
        ("relation", {"trigger": "livré"}, "in the evidence"),
        ("relation", {"statement": 3}, "is none"),
        ("relation", {"statement": "0"}, "is none"),
        ("relation", {"evidence": None}, "no words"),
    ],
)
def test_what_does_not_stand_there_is_refused(kind: str, change: dict[str, object], why: str) -> None:
    found = held(with_change(kind, **change))
    assert found.refused[0][0] == kind
    assert why in found.refused[0][1]
    assert len(found.statements) == (kind == "relation")
    assert not found.relations


@pytest.mark.parametrize("answer", [{}, {"statements": {}, "relations": 7}, {"statements": [[], 1, None, "x"]}])
def test_whatever_an_answer_holds_is_no_record(answer: dict[str, Any]) -> None:
    found = held(answer)
    assert found.refused
    assert not found.statements + found.relations


def test_too_many_proposals_are_cut() -> None:
    found = held({"statements": [SAID] * 1000, "relations": []})
    assert len(found.statements) == 200
    assert "1000 of them" in found.refused[0][1]


def test_the_words_nearest_to_the_content_are_taken() -> None:
    words = "Nous soutenons la Tunisie"
    second = TEXT.rindex(words)
    found = passed(
        page(), TextSpan(TEXT.rindex("«"), len(TEXT)), {"statements": [{**SAID, "source": "Maroc", "cue": "répété",
        "speaker": None, "relay": []}], "relations": []}, ("MAR",), "llm test",
    )  # fmt: skip
    assert found.statements[0].content_spans[0].start == second


def test_a_model_is_asked_with_schema_prompt_and_key(model: Model, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(client.KEY, "sésame-ouvre-toi".encode().hex())
    assert Server(model.url, "petit").ask("Rabat.") == GOOD
    ((headers, body),) = model.asked
    assert headers["Authorization"] == f"Bearer {'sésame-ouvre-toi'.encode().hex()}"
    assert body["model"] == "petit"
    assert body["response_format"]["json_schema"]["schema"] == schema()
    assert body["messages"][0]["content"] == prompt()
    assert "SUPPORT" in prompt()
    assert len(prompt_hash()) == 12


BAD: dict[str, tuple[Answer, str]] = {
    "no json": (lambda h, b: send(h, b"<html>"), "no JSON of the form"),
    "prose": (lambda h, b: send(h, wrapped("Voici ce que j'ai trouvé")), "no JSON of the form"),
    "list": (lambda h, b: send(h, wrapped([1])), "no object"),
    "empty": (lambda h, b: send(h, b'{"choices": []}'), "no JSON of the form"),
    "deep": (lambda h, b: send(h, wrapped("[" * 100_000)), "no JSON of the form"),
    "huge": (lambda h, b: send(h, b"x" * 3_000_000), "more than 2 MB"),
    "error": (lambda h, b: send(h, b'{"error": {"message": "no such model"}}', 404), "answers 404 no such model"),
    "redirect": (lambda h, b: send(h, b"", 302), "answers 302"),
    "broken off": (lambda h, b: h.connection.shutdown(socket.SHUT_RDWR), "cannot be reached"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_answer_is_one_line(model: Model, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(client.KEY, "geheim")
    model.answer, why = BAD[name]
    with pytest.raises(CoderError, match=why) as raised:
        Server(model.url, "petit").ask("Rabat.")
    assert "geheim" not in str(raised.value)
    assert "\n" not in str(raised.value)


def test_a_model_that_never_answers_is_left(model: Model) -> None:
    model.answer = lambda handler, body: model.gone.wait(30) and None
    with pytest.raises(CoderError, match=r"no answer within 0 s"):
        Server(model.url, "petit", seconds=0.2).ask("Rabat.")


def test_a_model_that_answers_a_letter_at_a_time_is_left(model: Model) -> None:
    def drip(handler: BaseHTTPRequestHandler, body: dict[str, Any]) -> None:
        handler.send_response(200)
        handler.end_headers()
        while not model.gone.is_set():
            handler.wfile.write(b" ")
            handler.wfile.flush()
            model.gone.wait(0.01)

    ticks = iter(range(0, 1000, 20))
    model.answer = drip
    with pytest.raises(CoderError, match="no whole answer within 60 s"):
        Server(model.url, "petit", seconds=60, clock=lambda: next(ticks)).ask("Rabat.")


def test_a_server_that_is_not_there_is_given_up() -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        server = Server(f"http://127.0.0.1:{closed.getsockname()[1]}/v1", "petit")
    for _ in range(3):
        with pytest.raises(CoderError, match="is it running"):
            server.ask("Rabat.")
    with pytest.raises(CoderError, match="given up after 3 failures"):
        server.ask("Rabat.")


@pytest.mark.parametrize("url", ["localhost:8080", "file:///etc/passwd", "http://me:secret@host/v1", ""])
def test_an_address_that_is_none_is_refused(url: str) -> None:
    with pytest.raises(UsageError):
        Server(url, "petit")


def test_long_articles_go_in_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(coder, "PIECE", 60)
    made = article("\n\n".join(["Rabat attend."] * 9 + ["mot " * 40]))
    cut = list(pieces(made))
    assert all(0 < span.end - span.start <= 60 for span in cut)
    covered = {place for span in cut for place in range(span.start, span.end)}
    assert {place for place, sign in enumerate(made.text) if not sign.isspace()} <= covered


def test_a_reading_carries_model_and_prompt(model: Model) -> None:
    told: list[Any] = []
    reads = ModelCoder(Server(model.url, "petit"), lambda page, found: told.extend(found))
    model.answer = lambda handler, body: send(handler, wrapped(with_change("relation", code="LOVES")))
    (reading,) = reads.read([page()])
    assert reading.engine.endswith(f"llm petit, prompt {prompt_hash()}")
    assert [said.rule for said in reading.statements] == [f"llm petit {prompt_hash()}"]
    assert {(one.side, one.kind) for one in told} >= {("refused", "relation"), ("rules", "relation")}
    assert reading.mentions


def test_the_verb_reads_lists_what_differs_and_goes_on_after_a_failure(
    model: Model, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(client.KEY, "geheim")
    folder = tmp_path / "in"
    folder.mkdir()
    for name in ("a", "b", "c"):
        (folder / f"{name}.txt").write_text(f"{TEXT}\n\n{name}", encoding="utf-8")

    def second_fails(handler: BaseHTTPRequestHandler, body: dict[str, Any]) -> None:
        send(handler, b"oops" if len(model.asked) == 2 else wrapped(GOOD))

    model.answer = second_fails
    arguments = (
        "read", folder, "--ledger", tmp_path / "l.db", "--coder", "llm", "--llm-url", model.url, "--llm-model",
        "petit", "--disagreements", tmp_path / "d.jsonl", "--jobs", 4,
    )  # fmt: skip
    ran = call(*arguments)
    assert (ran.code, "b.txt" in ran.err, "no JSON of the form" in ran.err) == (1, True, True)
    lines = [json.loads(line) for line in (tmp_path / "d.jsonl").read_text(encoding="utf-8").splitlines()]
    assert {line["side"] for line in lines} <= {"model", "rules", "refused"}
    assert any(line["side"] == "rules" for line in lines)
    exported = call("export", "--to", "jsonl", "--ledger", tmp_path / "l.db").out
    assert f"llm petit {prompt_hash()}" in exported
    again = call(*arguments)
    assert (again.code, len(model.asked)) == (0, 4)  # what was read is not asked again
    assert call("verify", "--ledger", tmp_path / "l.db").code == 0
    for file in (tmp_path / "l.db", tmp_path / "d.jsonl"):
        assert b"geheim" not in file.read_bytes()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--coder", "llm"), "needs --llm-url and --llm-model"),
        (("--llm-model", "petit"), "belong to --coder llm"),
        (("--coder", "llm", "--llm-url", "http://h/v1", "--llm-model", "m", "--out", "lake"), "reads into a ledger"),
    ],
)
def test_wrong_usage_is_said(tmp_path: Path, arguments: tuple[str, ...], words: str) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    ran = call("read", tmp_path / "a.txt", "--no-ledger", *arguments)
    assert (ran.code, words in ran.err) == (2, True)
