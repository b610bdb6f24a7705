"""The command line: parse arguments, call, print. No rule lives here.

A module is a group of verbs, each verb a function; `main` lists them, and is the one place where errors become
messages. spaCy, trafilatura and rich are imported by the verbs that need them, so that help and a slip of the pen
answer at once.
"""

from foedus.cli.main import app, run

__all__ = ["app", "run"]
