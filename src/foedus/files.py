"""Write a file whole or not at all."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from foedus.errors import OutputError


@contextmanager
def written_whole(to: Path) -> Iterator[Path]:
    """Yield the path to write to: a file beside, which takes the place of the one wanted when all went well.

    What is no ordinary file, such as a pipe or `/dev/stdout`, is written as it stands.

    Raises:
        OutputError: it cannot be written; what was there before still is.
    """
    special = to.exists() and not to.is_file()
    beside = to if special else to.with_name(f".{to.name}.{os.getpid()}.part")
    try:
        yield beside
        if not special:
            beside.replace(to)
    except OSError as error:
        raise OutputError(f"{to} cannot be written: {error.strerror or error}") from None
    finally:
        if not special:
            beside.unlink(missing_ok=True)


def write_whole(to: Path, content: bytes | str) -> None:
    """Write a file whole, text as UTF-8.

    Raises:
        OutputError: it cannot be written; what was there before still is.
    """
    with written_whole(to) as path:
        path.write_bytes(content.encode() if isinstance(content, str) else content)
