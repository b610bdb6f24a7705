"""An article a newsroom could start from, made of records by templates: every sentence with its source."""

from foedus.brief.model import Brief, Note, Part, Sentence, Voice
from foedus.brief.write import brief_of

__all__ = ["Brief", "Note", "Part", "Sentence", "Voice", "brief_of"]
