"""What each answer of the interface looks like, as JSON Schema: one entry an address of `api.ENDPOINTS`.

Names are added to, never changed: whoever reads an answer passes over what it does not know.
"""

from collections.abc import Mapping
from typing import Any

from foedus.codes import Code
from foedus.model import Ground, Kind, Mood
from foedus.web.views.chart import CLASSES

Schema = dict[str, Any]
TEXT: Schema = {"type": "string"}
INTEGER: Schema = {"type": "integer"}
NUMBER: Schema = {"type": "number"}
BOOLEAN: Schema = {"type": "boolean"}
ANYTHING: Schema = {}
STATE: Schema = {
    "type": "string",
    "pattern": "^[A-Z]{3}$",
    "description": "ISO 3166 alpha-3, or our key of a state past",
}
DATE: Schema = {"type": "string", "pattern": r"^\d{4}(-\d\d){0,2}$", "description": "ISO date, as precise as known"}


def maybe(schema: Schema) -> Schema:
    """Return a schema that allows null too."""
    return {"anyOf": [schema, {"type": "null"}]}


def listed(schema: Schema) -> Schema:
    """Return the schema of a list."""
    return {"type": "array", "items": schema}


def mapped(schema: Schema) -> Schema:
    """Return the schema of an object whose names are data."""
    return {"type": "object", "additionalProperties": schema}


def record(fields: Mapping[str, Schema] | None = None, /, **more: Schema) -> Schema:
    """Return the schema of an object that has these fields, all of them."""
    every = {**(fields or {}), **more}
    return {"type": "object", "properties": every, "required": sorted(every)}


def one_of(values: Any) -> Schema:
    """Return the schema of a word out of a closed list."""
    return {"type": "string", "enum": [str(value) for value in values]}


def of(name: str) -> Schema:
    """Return a reference to one of COMPONENTS."""
    return {"$ref": f"#/components/schemas/{name}"}


SPAN: Schema = {**listed(INTEGER), "minItems": 2, "maxItems": 2, "description": "characters of the text, end exclusive"}
STRETCHES = listed({**listed(DATE), "minItems": 2, "maxItems": 2})
CODE, MOOD, GROUND, KIND = one_of(Code), one_of(Mood), one_of(Ground), one_of(Kind)
PAGE = {"limit": INTEGER, "offset": INTEGER, "next": maybe(INTEGER)}
_ACT = {"id": TEXT, "source": STATE, "target": STATE, "code": CODE, "mood": MOOD}
_DATED = {**_ACT, "ground": maybe(GROUND), "date": maybe(DATE), "date_from": maybe(TEXT)}
_CLASS_COUNTS = dict.fromkeys(CLASSES, INTEGER)
_GROUP = {
    "records": INTEGER,
    "denied": INTEGER,
    "reprints": INTEGER,
    "speakers": INTEGER,
    "origins": INTEGER,
    "whose_word": of("WhoseWord"),
    "evidence": listed(of("Piece")),
    "denials": listed(of("Piece")),
}
_PIECE = {
    "word": one_of(("party", "both parties", "third party", "outlet")),
    "origin": maybe(INTEGER),
    "contested": INTEGER,
    "contested_by": listed(TEXT),
    "reprint_of": maybe(TEXT),
    "reprints": INTEGER,
    "relation": record(_DATED, evidence=SPAN, evidence_words=TEXT, trigger=SPAN, trigger_words=TEXT, rule=TEXT),
    "statement": maybe(of("Statement")),
    "article": record(
        id=TEXT, outlet=maybe(TEXT), title=maybe(TEXT), byline=maybe(TEXT), published=maybe(DATE), url=maybe(TEXT),
        file=maybe(TEXT), language=TEXT,
    ),
}  # fmt: skip
_ORIGIN = maybe(record(rule=TEXT, entry=maybe(TEXT), rows=listed(mapped(TEXT))))

COMPONENTS: dict[str, Schema] = {
    "Error": record(error=record(status=INTEGER, detail=TEXT)),
    "Article": record(
        id=TEXT, language=TEXT, title=maybe(TEXT), outlet=maybe(TEXT), byline=maybe(TEXT), published=maybe(DATE),
        published_from=maybe(TEXT), url=maybe(TEXT), file=maybe(TEXT), engine=TEXT, first_read=TEXT, last_read=TEXT,
    ),
    "Speaker": record(name=TEXT, role=maybe(TEXT), state=maybe(STATE), others=listed(STATE), states=listed(STATE)),
    "Statement": record(
        id=TEXT, kind=KIND, speaker=maybe(of("Speaker")), relay=listed(TEXT), content=listed(SPAN), content_words=TEXT,
        source=maybe(SPAN), source_words=maybe(TEXT), cue=maybe(SPAN), cue_words=maybe(TEXT), rule=TEXT,
    ),
    "Saying": record(
        id=TEXT, published=maybe(DATE), speaker=maybe(TEXT), role=maybe(TEXT), states=listed(STATE), kind=KIND,
        words=TEXT, cue=maybe(TEXT), source=maybe(TEXT), relay=listed(TEXT), outlet=maybe(TEXT),
        outlet_state=maybe(STATE), outlet_ownership=maybe(TEXT), about=listed(TEXT), relations=listed(record(_ACT)),
        article=TEXT, title=maybe(TEXT), url=maybe(TEXT), file=maybe(TEXT),
        also=listed(record(article=TEXT, outlet=maybe(TEXT), published=maybe(DATE))),
    ),
    "Outlet": record(
        name=TEXT, state=maybe(STATE), kind=maybe(TEXT), ownership=maybe(TEXT), source=maybe(TEXT), as_of=maybe(DATE)
    ),
    "Outlets": mapped(of("Outlet")),
    "WhoseWord": record(
        records=mapped(INTEGER), parties=listed(STATE), heard=listed(STATE), third_parties=listed(STATE),
        outlets=INTEGER, rests_on=listed(TEXT), contested=BOOLEAN,
    ),
    "Piece": record(_PIECE),
    "Chart": record(
        step=one_of(("year", "month")), unit=one_of(("relations", "origins", "events")),
        bins=listed(record(_CLASS_COUNTS, period=DATE, covered=BOOLEAN)), totals=record(_CLASS_COUNTS),
        undated=INTEGER, year_only=INTEGER, earlier=INTEGER,
    ),
    "Partner": record(
        state_a=STATE, state_b=STATE, records=INTEGER, together=INTEGER, apart=INTEGER, last=maybe(DATE)
    ),
    "Voice": record(name=maybe(TEXT), state=maybe(STATE), statements=INTEGER),
}  # fmt: skip

_LISTED = {**COMPONENTS["Article"]["properties"], "begins": maybe(TEXT), "statements": INTEGER, "relations": INTEGER}
COMPONENTS["ListedArticle"] = record(_LISTED)
_SAYINGS = {"statements": listed(of("Saying")), "outlets": of("Outlets"), "total": INTEGER, **PAGE}

ANSWERS: Mapping[str, Schema] = {
    "/holdings": record(articles=INTEGER, statements=INTEGER, relations=INTEGER, pairs=INTEGER),
    "/articles": record(items=listed(of("ListedArticle")), outlets=of("Outlets"), limit=INTEGER, next=maybe(INTEGER)),
    "/articles/{id}": record(
        schema=TEXT, id=TEXT, file=maybe(TEXT), url=maybe(TEXT), text=TEXT, sha256=TEXT, title=maybe(TEXT),
        outlet=maybe(TEXT), byline=maybe(TEXT), published=maybe(DATE), published_from=maybe(TEXT), language=TEXT,
        engine=TEXT, blocks=listed(record(kind=TEXT, span=SPAN)),
        statements=listed(record(
            id=TEXT, source=maybe(SPAN), cue=maybe(SPAN), content=listed(SPAN), kind=KIND,
            speaker=maybe(of("Speaker")), relay=listed(TEXT), rule=TEXT,
        )),
        relations=listed(record(
            _DATED, statement=maybe(TEXT), evidence=SPAN, trigger=SPAN, words=TEXT, rule=TEXT, plover=maybe(TEXT)
        )),
        unresolved=listed(ANYTHING), outlets=of("Outlets"),
        reviews=listed(record(
            kind=TEXT, record=TEXT, verdict=TEXT, corrected=mapped(ANYTHING), was=mapped(ANYTHING), words=TEXT, by=TEXT,
            at=TEXT, why=maybe(TEXT),
        )),
    ),
    "/records/{id}": record(
        schema=TEXT, id=TEXT, record=one_of(("statement", "relation")),
        article=record(
            id=TEXT, title=maybe(TEXT), outlet=maybe(TEXT), published=maybe(DATE), url=maybe(TEXT), file=maybe(TEXT)
        ),
        context=record(span=SPAN, words=TEXT), words=listed(record(what=TEXT, span=SPAN, words=TEXT)),
        statement=maybe(record(id=TEXT, kind=KIND, speaker=maybe(of("Speaker")), relay=listed(TEXT), rule=TEXT)),
        relation=maybe(record(_DATED, statement=maybe(TEXT), rule=TEXT)), claims=listed(TEXT),
        mentions=listed(record(span=SPAN, words=TEXT, actor=TEXT, kind=TEXT, rule=TEXT)),
        statement_origin=_ORIGIN, relation_origin=_ORIGIN, engine=TEXT, lexicons_changed=BOOLEAN,
    ),
    "/search": record(
        PAGE, q=TEXT, total=INTEGER, ranked=BOOLEAN, filters=mapped(maybe(TEXT)), **{"in": TEXT},
        items=listed(record(statement=maybe(of("Statement")), article=of("Article"), snippet=TEXT)),
        facets=maybe(mapped(listed(record(value=TEXT, statements=INTEGER)))), counted=maybe(INTEGER),
        outlets=of("Outlets"),
    ),
    "/unresolved": record(
        PAGE, looked=maybe(TEXT), counts=mapped(INTEGER),
        items=listed(record(
            sort=TEXT, words=TEXT, language=maybe(TEXT), count=INTEGER, articles=INTEGER, example=maybe(TEXT),
            line=maybe(record(file=TEXT, columns=listed(TEXT), cells=listed(TEXT))),
        )),
    ),
    "/failures": record(items=listed(record(sort=TEXT, name=TEXT, error=maybe(TEXT), at=TEXT))),
    "/comments": record(
        items=listed(
            record(id=TEXT, name=TEXT, words=TEXT, at=TEXT, record=maybe(TEXT), suggestion=maybe(mapped(TEXT)))
        )
    ),
    "/pairs": record(PAGE, items=listed(record(a=STATE, b=STATE, relations=INTEGER, last=maybe(DATE)))),
    "/pairs/{a}/{b}": record(
        schema=TEXT, states=listed(STATE), filters=mapped(ANYTHING),
        counts=record(
            records=INTEGER, statements=INTEGER, articles=INTEGER, speakers=INTEGER, origins=INTEGER, left_out=INTEGER
        ),
        grounds=listed(record(_GROUP, ground=GROUND)),
        other=maybe(record(_GROUP, ground={"type": "null"})), against=maybe(record(_GROUP, ground={"type": "null"})),
        first=maybe(DATE), last=maybe(DATE),
        years=listed(record(year=DATE, records=INTEGER, together=INTEGER, apart=INTEGER, denied=INTEGER)),
        thirds=listed(record(state=STATE, records=INTEGER)),
        timeline=record(
            total=INTEGER, undated=INTEGER, moments=listed(record(_PIECE, date=DATE, records=INTEGER)),
        ),
        known=listed(record(state=STATE, partners=listed(record(state=STATE, records=INTEGER)))),
        outlets=of("Outlets"),
    ),
    "/pairs/{a}/{b}/chart": record(chart=maybe(of("Chart"))),
    "/pairs/{a}/{b}/datasets": record(
        schema=TEXT, states=listed(STATE), since=TEXT, until=TEXT,
        record=maybe(listed(record(code=CODE, mood=MOOD, records=INTEGER, origins=INTEGER, spoken_for=listed(STATE)))),
        span=maybe(listed(DATE)),
        found=listed(record(
            key=TEXT, held=BOOLEAN, version=TEXT, coverage=STRETCHES, covered=BOOLEAN,
            spells=listed(record(
                first=INTEGER, last=INTEGER, kinds=TEXT, code=maybe(CODE), value=maybe(NUMBER), states=listed(STATE)
            )),
            together=INTEGER, apart=INTEGER,
            likeness=maybe(record(s=maybe(NUMBER), pi=maybe(NUMBER), kappa=maybe(NUMBER), size=INTEGER)),
            power=maybe(listed(maybe(NUMBER))), year=maybe(INTEGER),
        )),
    ),
    "/states/{iso3}": record(
        _SAYINGS, schema=TEXT, state=STATE, since=maybe(DATE), until=maybe(DATE), successor=maybe(STATE),
        history=listed(STATE),
        partners=listed(record(state=STATE, records=INTEGER, together=INTEGER, apart=INTEGER, last=maybe(DATE))),
        speakers=listed(of("Voice")), told_by=listed(record(states=listed(STATE), statements=INTEGER)),
        chart=maybe(of("Chart")), of=one_of(("own", "it")),
        counts=record(own=INTEGER, of_it=INTEGER, relations=INTEGER, partners=INTEGER),
    ),
    "/people/{name}": record(
        _SAYINGS, schema=TEXT, name=TEXT, names=listed(TEXT),
        offices=listed(record(
            role=maybe(TEXT), state=maybe(STATE), statements=INTEGER, first=maybe(DATE), last=maybe(DATE)
        )),
        pairs=listed(of("Partner")), chart=maybe(of("Chart")),
        named_by=listed(record(
            id=TEXT, words=TEXT, kind=KIND, speaker=maybe(TEXT), article=TEXT, outlet=maybe(TEXT), published=maybe(DATE)
        )),
    ),
    "/outlets/{name}": record(
        PAGE, schema=TEXT, name=TEXT, names=listed(TEXT), facts=of("Outlet"), quoted=listed(of("Voice")),
        pairs=listed(of("Partner")), own_voice=INTEGER, total=INTEGER,
        relayed_in=listed(record(outlet=maybe(TEXT), statements=INTEGER)), chart=maybe(of("Chart")),
        articles=listed(of("ListedArticle")),
    ),
    "/system": record(
        schema=TEXT, source=TEXT, year=maybe(DATE), years=maybe(record(first=INTEGER, last=INTEGER)),
        told=listed(INTEGER),
        sources=listed(record(key=TEXT, title=maybe(TEXT), coverage=STRETCHES)), filters=mapped(ANYTHING),
        centre=maybe(STATE), covered=maybe(BOOLEAN), coverage=STRETCHES, version=maybe(TEXT), cite=maybe(TEXT),
        formula=TEXT, formula_text=TEXT, parameters=mapped(ANYTHING),
        states=listed(record(
            state=STATE, bloc=INTEGER, colour=INTEGER, friends=INTEGER, foes=INTEGER, strength=NUMBER,
            betweenness=maybe(NUMBER), x=NUMBER, y=NUMBER,
        )),
        edges=listed(record(a=STATE, b=STATE, weight=NUMBER, inputs=mapped({"type": ["number", "string"]}))),
        without=listed(STATE), homes=mapped(STATE), counts=record(states=INTEGER, together=INTEGER, apart=INTEGER),
        blocs=listed(record(
            number=INTEGER, colour=INTEGER, states=listed(STATE), named=listed(STATE), cohesion=maybe(NUMBER)
        )),
        alone=listed(STATE),
        between=listed(record(state=STATE, bloc=INTEGER, other=maybe(INTEGER), own=NUMBER, with_other=NUMBER)),
        balance=record(triads=mapped(INTEGER), balanced=maybe(NUMBER)),
        ties=record(effective=maybe(NUMBER), two=maybe(NUMBER), bipolarity=maybe(NUMBER)),
        capabilities=maybe(record(year=INTEGER, kind=maybe(TEXT), poles=listed(STATE), con=maybe(NUMBER))),
    ),
    "/places": record(items=listed(record(state=STATE, atlas=TEXT, lon=NUMBER, lat=NUMBER))),
}  # fmt: skip
