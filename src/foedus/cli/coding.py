"""Which reader `foedus read` uses: the rules, or a language model that is asked."""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from foedus.errors import UsageError

if TYPE_CHECKING:
    from foedus.coder.coder import ModelCoder
    from foedus.coder.disagree import Disagreement
    from foedus.model import Article


class CoderName(StrEnum):
    """What reads."""

    RULES = "rules"
    LLM = "llm"


@contextmanager
def coding(
    name: CoderName, url: str | None, model: str | None, seconds: float, differences: Path | None
) -> "Iterator[ModelCoder | None]":
    """Give the coder asked for, None for the rules; write where the two differ, a line each, as it is found.

    Raises:
        UsageError: what a model needs is not given, or is given without one.
        OutputError: the file of differences cannot be written.
    """
    if name is CoderName.RULES:
        if url or model or differences:
            raise UsageError("--llm-url, --llm-model and --disagreements belong to --coder llm: give it too")
        yield None
        return
    if not url or not model:
        raise UsageError("--coder llm needs --llm-url and --llm-model, such as http://localhost:8080/v1 and its model")
    from foedus.coder.client import Server
    from foedus.coder.coder import ModelCoder

    server = Server(url, model, seconds)
    if differences is None:
        yield ModelCoder(server)
        return
    from foedus.files import written_whole

    with written_whole(differences) as path, path.open("w", encoding="utf-8") as file:

        def tell(article: "Article", found: "Sequence[Disagreement]") -> None:
            file.writelines(json.dumps(one.to_dict(article), ensure_ascii=False) + "\n" for one in found)

        yield ModelCoder(server, tell)
