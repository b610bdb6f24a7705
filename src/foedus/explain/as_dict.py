"""An explanation as JSON would have it (schema foedus/explanation/1): names are added to, never changed."""

from foedus.explain.records import Evidence, Explanation, Group, Moment
from foedus.ledger.dossiers import Filters
from foedus.ledger.queries import ArticleFacts, StatementFacts
from foedus.model import TextSpan

SCHEMA = "foedus/explanation/1"


def explanation_dict(explanation: Explanation) -> dict[str, object]:
    """Return an explanation as JSON would have it."""
    timeline = explanation.timeline
    return {
        "schema": SCHEMA,
        "states": list(explanation.states),
        "filters": _filters_dict(explanation.filters),
        "counts": {
            "records": explanation.records,
            "statements": explanation.statements,
            "articles": explanation.articles,
            "speakers": explanation.speakers,
            "origins": explanation.origins,
            "left_out": explanation.left_out,
        },
        "grounds": [_group_dict(group) for group in explanation.grounds],
        "other": explanation.other and _group_dict(explanation.other),
        "against": explanation.against and _group_dict(explanation.against),
        "first": explanation.first,
        "last": explanation.last,
        "years": [
            {"year": y.year, "records": y.records, "together": y.together, "apart": y.apart, "denied": y.denied}
            for y in explanation.years
        ],
        "thirds": [{"state": third.state, "records": third.records} for third in explanation.thirds],
        "timeline": {
            "total": timeline.total,
            "undated": timeline.undated,
            "moments": [moment_dict(moment) for moment in timeline.moments],
        },
        "known": [
            {"state": k.state, "partners": [{"state": p.state, "records": p.count} for p in k.partners]}
            for k in explanation.known
        ],
    }


def moment_dict(moment: Moment) -> dict[str, object]:
    """Return a dated act as JSON would have it."""
    return {"date": moment.date, "records": moment.records, **_evidence_dict(moment.evidence)}


def _filters_dict(filters: Filters) -> dict[str, object]:
    return {
        "since": filters.since,
        "until": filters.until,
        "moods": None if filters.moods is None else [mood.value for mood in filters.moods],
        "on_word_of": filters.on_word_of,
        "third_party": filters.third_party,
        "without_state_media": filters.without is not None,
    }


def _group_dict(group: Group) -> dict[str, object]:
    whose = group.whose_word
    return {
        "ground": group.ground and group.ground.value,
        "records": group.records,
        "denied": group.denied,
        "reprints": group.reprints,
        "speakers": group.speakers,
        "origins": group.origins,
        "whose_word": {
            "records": {word.value: count for word, count in whose.records},
            "parties": list(whose.parties),
            "heard": list(whose.heard),
            "third_parties": list(whose.third_parties),
            "outlets": whose.outlets,
            "rests_on": [word.value for word in whose.rests_on],
            "contested": whose.contested,
        },
        "evidence": [_evidence_dict(piece) for piece in group.evidence],
        "denials": [_evidence_dict(piece) for piece in group.denials],
    }


def _evidence_dict(piece: Evidence) -> dict[str, object]:
    claim = piece.claim
    return {
        "word": piece.word.value,
        "origin": piece.origin,
        "contested": piece.contested,
        "contested_by": list(piece.contested_by),
        "reprint_of": piece.reprint_of,
        "reprints": piece.reprints,
        "relation": {
            "id": claim.id,
            "source": claim.source_state,
            "target": claim.target_state,
            "code": claim.code.value,
            "mood": claim.mood.value,
            "ground": claim.ground and claim.ground.value,
            "date": claim.date,
            "date_from": claim.date_from,
            "evidence": _pair(claim.evidence_span),
            "evidence_words": claim.evidence_words,
            "trigger": _pair(claim.trigger_span),
            "trigger_words": claim.trigger_words,
            "rule": claim.rule,
        },
        "statement": claim.statement and statement_dict(claim.statement),
        "article": _article_dict(claim.article),
    }


def statement_dict(statement: StatementFacts) -> dict[str, object]:
    """Return a statement as JSON would have it."""
    return {
        "id": statement.id,
        "kind": statement.kind.value,
        "speaker": statement.speaker and statement.speaker.to_dict(),
        "relay": list(statement.relay),
        "content": [_pair(span) for span in statement.content_spans],
        "content_words": statement.content_words,
        "source": _pair(statement.source_span),
        "source_words": statement.source_words,
        "cue": _pair(statement.cue_span),
        "cue_words": statement.cue_words,
        "rule": statement.rule,
    }


def _article_dict(article: ArticleFacts) -> dict[str, object]:
    return {
        "id": article.id,
        "outlet": article.outlet,
        "title": article.title,
        "byline": article.byline,
        "published": article.published,
        "url": article.url,
        "file": article.file,
        "language": article.language,
    }


def _pair(span: TextSpan | None) -> list[int] | None:
    return None if span is None else [span.start, span.end]
