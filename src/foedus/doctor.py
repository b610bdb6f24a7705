"""What is installed, what the ledger is like, and what is missing."""

import sys
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from platform import python_version

from foedus.errors import LedgerError, LexiconError, ModelMissing
from foedus.language.models import engine
from foedus.ledger import open_ledger
from foedus.tables import USER_FOLDER, lexicon_version, user_dir

_PACKAGES = ("foedus", "spacy", "trafilatura", "typer", "rich")
_MODELS = {"fr": "French model", "en": "English model"}


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """Facts as label and value, and what is wrong, each with what to do."""

    facts: tuple[tuple[str, str], ...]
    problems: tuple[str, ...]


def diagnose(ledger: Path) -> Diagnosis:
    """Look at versions, models and the ledger; nothing is loaded and nothing written."""
    facts = [("Python", f"{python_version()} ({sys.executable})")]
    problems: list[str] = []
    for package in _PACKAGES:
        try:
            facts.append((package, version(package)))
        except PackageNotFoundError:
            facts.append((package, "missing"))
            problems.append(f"the package {package} is not installed: run `pip install {package}`")
    for language, label in _MODELS.items():
        try:
            facts.append((label, engine(language)))
        except ModelMissing as error:
            facts.append((label, "missing"))
            problems.append(str(error))
    try:
        own = user_dir()
        facts.append(("lexicons", lexicon_version() + (f", with those in {own}" if own else "")))
    except LexiconError as error:
        facts.append(("lexicons", f"{USER_FOLDER} cannot be used"))
        problems.append(str(error))
    try:
        facts.append(("ledger", _ledger(ledger)))
    except LedgerError as error:
        facts.append(("ledger", f"{ledger}: cannot be used"))
        problems.append(str(error))
    return Diagnosis(tuple(facts), tuple(problems))


def _ledger(path: Path) -> str:
    if not path.exists():
        return f"{path}: not there yet; `foedus read` makes it"
    with open_ledger(path, read_only=True) as opened:
        held = len(opened.article_ids())
    return f"{path}: {held} article{'' if held == 1 else 's'}"
