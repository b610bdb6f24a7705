"""What is asked of a language model, and the shape its answer must have."""

import json
from functools import cache
from hashlib import sha256
from typing import Any

from foedus.codes import Code, code_table
from foedus.model import Ground, Kind, Mood
from foedus.tables import read_toml

MOST = 200  # statements, or relations, of one piece of an article; ours: no article has as many
LONGEST = 2_000  # characters of one field


@cache
def prompt() -> str:
    """Return the instructions, with the codes and what they are."""
    told = str(read_toml("coder/prompt.toml")["system"]).strip()
    codes = [f"- {code.value}: {facts.en}" for code, facts in code_table().items()]
    return "\n".join([told, *codes])


@cache
def prompt_hash() -> str:
    """Return what tells this prompt and schema from any other."""
    return sha256((prompt() + json.dumps(schema(), sort_keys=True)).encode()).hexdigest()[:12]


def schema() -> dict[str, Any]:
    """Return the JSON schema of an answer, in the subset that llama.cpp, Ollama and OpenAI take."""
    words = {"type": "string"}
    statement = {
        "content": {"type": "array", "items": words},
        "source": _or_null(words),
        "cue": _or_null(words),
        "kind": {"type": "string", "enum": [kind.value for kind in Kind]},
        "speaker": _or_null(words),
        "state": _or_null(words),
        "relay": {"type": "array", "items": words},
    }
    relation = {
        "source": words,
        "target": words,
        "code": {"type": "string", "enum": [code.value for code in Code]},
        "mood": {"type": "string", "enum": [mood.value for mood in Mood]},
        "ground": {"anyOf": [{"type": "string", "enum": [g.value for g in Ground]}, {"type": "null"}]},
        "evidence": words,
        "trigger": words,
        "statement": {"anyOf": [{"type": "integer"}, {"type": "null"}]},
    }
    return _object({"statements": _list(_object(statement)), "relations": _list(_object(relation))})


def _or_null(kind: dict[str, Any]) -> dict[str, Any]:
    return {"anyOf": [kind, {"type": "null"}]}


def _list(item: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": item}


def _object(properties: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }
