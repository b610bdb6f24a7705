"""Files, folders, standard input."""

import io
from pathlib import Path

import pytest

from foedus.errors import IntakeError
from foedus.intake.decode import MAX_BYTES
from foedus.intake.sources import find_sources, read_all
from foedus.model import Article

TEXT = "Le ministre a salué mardi les relations entre les deux pays.\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "b").mkdir()
    (tmp_path / ".git").mkdir()
    for name in ("z.txt", "a.HTML", "b/c.md", "b/d.xhtml", "b/data.csv", "b/photo.jpg", ".git/x.txt", ".hidden.txt"):
        (tmp_path / name).write_text(TEXT, encoding="utf-8")
    return tmp_path


def test_a_folder_gives_its_articles_by_name(folder: Path) -> None:
    names = [Path(source.name).relative_to(folder).as_posix() for source in find_sources([folder])]
    assert names == ["a.HTML", "b/c.md", "b/d.xhtml", "z.txt"]


def test_a_file_named_outright_is_taken_whatever_its_ending(folder: Path) -> None:
    [source] = find_sources([str(folder / "b" / "data.csv")])
    assert source.read() == TEXT.encode()


def test_standard_input() -> None:
    [source] = find_sources(["-"], stdin=io.BytesIO(TEXT.encode()))
    [(_, article)] = read_all([source])
    assert isinstance(article, Article)
    assert (article.text, article.file) == (TEXT, None)


def test_nothing_is_opened_before_it_is_asked_for(folder: Path) -> None:
    sources = find_sources([folder / "z.txt", folder / "nowhere"])
    first = next(sources)
    (folder / "z.txt").unlink()
    with pytest.raises(IntakeError, match="cannot be read, No such file"):
        first.read()


def test_one_bad_file_never_stops_the_others(folder: Path) -> None:
    (folder / "empty.txt").write_bytes(b"")
    (folder / "large.txt").write_bytes(b"a" * (MAX_BYTES + 1))
    (folder / "bare").mkdir()
    paths = [
        folder / "nowhere.txt",
        folder / "empty.txt",
        folder / "large.txt",
        folder / "bare",
        "a\0b",
        folder / "z.txt",
    ]
    results = [result for _, result in read_all(find_sources(paths))]
    expected = ["no such file or folder", "is empty", "5.0 MB", "no article in this folder", "no such file or folder"]
    for result, reason in zip(results, expected, strict=False):
        assert isinstance(result, IntakeError)
        assert reason in str(result)
    assert isinstance(results[-1], Article)


def test_a_folder_that_cannot_be_opened(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # rights do not hold for root, who may well run the tests
    def refuse(self: Path) -> object:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "iterdir", refuse)
    [source] = find_sources([folder])
    with pytest.raises(IntakeError, match="cannot be opened, Permission denied"):
        source.read()


def test_a_file_that_cannot_be_opened(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(self: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", refuse)
    [(source, error)] = read_all(find_sources([folder / "z.txt"]))
    assert str(error) == f"{source.name}: cannot be read, Permission denied: check the file and its rights"


def test_what_tells_of_a_folder_is_no_article_of_it_but_where_it_is_named(tmp_path: Path) -> None:
    for name in ("README.md", "LICENSE.txt", "robots.txt", "readme.fr.md", "a.md", "note.txt"):
        (tmp_path / name).write_text("Paris said no.", encoding="utf-8")
    named = [Path(source.name).name for source in find_sources([tmp_path])]
    assert named == ["a.md", "note.txt"]
    assert [source.name for source in find_sources([tmp_path / "README.md"])] == [str(tmp_path / "README.md")]
