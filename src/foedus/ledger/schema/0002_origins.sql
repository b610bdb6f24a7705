-- Who stands behind each record, found once, when an article is added: what `explain` needs of a pair lies together.
-- All of it follows from the tables of 0001 and can be made again from them.

-- One speaker in one article, or an article's own voice; whoever is not named is a voice of his own each time.
-- Voices of one origin bear the same number: they are one word, however many papers print it.
CREATE TABLE voice (
    key         INTEGER PRIMARY KEY AUTOINCREMENT,
    article_key INTEGER NOT NULL REFERENCES article (key) ON DELETE CASCADE,
    own         INTEGER NOT NULL,          -- 1: the article itself says it
    speaker     TEXT,                      -- words of the name, folded; null: own voice, or not named
    state       TEXT,                      -- ISO3 spoken for
    relay       TEXT NOT NULL,             -- JSON: who carried it, folded
    known       INTEGER NOT NULL,          -- 0: nobody can be named, and it adds no independence
    origin      INTEGER NOT NULL           -- the key of some voice, past or present
);
CREATE INDEX voice_of_article ON voice (article_key);
CREATE INDEX voice_of_origin ON voice (origin);

-- Which two voices are one word; `origin` is what these ties hold together.
CREATE TABLE voice_tie (
    one   INTEGER NOT NULL REFERENCES voice (key) ON DELETE CASCADE,
    other INTEGER NOT NULL REFERENCES voice (key) ON DELETE CASCADE,
    PRIMARY KEY (one, other)
) WITHOUT ROWID;
CREATE INDEX voice_tie_of_other ON voice_tie (other);

-- The least hashes of what a voice says, by which near-identical words find each other.
CREATE TABLE voice_hash (
    hash      INTEGER NOT NULL,
    voice_key INTEGER NOT NULL,
    PRIMARY KEY (hash, voice_key)
) WITHOUT ROWID;

-- The MinHash sketch of an article's text, by which near-duplicates find each other.
CREATE TABLE article_sketch (
    article_key INTEGER PRIMARY KEY REFERENCES article (key) ON DELETE CASCADE,
    shingles    INTEGER NOT NULL,          -- how many the text has
    hashes      BLOB NOT NULL              -- the least of them, 8 bytes each, big-endian
);
CREATE TABLE article_hash (
    hash        INTEGER NOT NULL,
    article_key INTEGER NOT NULL,
    PRIMARY KEY (hash, article_key)
) WITHOUT ROWID;

-- People as speakers are named, and the outlets through which words came: each written once.
CREATE TABLE person (
    key   INTEGER PRIMARY KEY,
    name  TEXT NOT NULL,                   -- words of the name, folded
    state TEXT NOT NULL,                   -- ISO3, or ''
    UNIQUE (name, state)
);
CREATE TABLE carrier (
    key   INTEGER PRIMARY KEY,
    names TEXT NOT NULL UNIQUE             -- JSON: the outlet that prints (null if unknown), then the relays
);
CREATE TABLE facet (
    key       INTEGER PRIMARY KEY,
    part      TEXT NOT NULL,               -- a ground, OTHER, AGAINST (told against, or a denied tie), DENIAL
    word      TEXT NOT NULL,               -- party, both parties, third party, outlet
    parties   TEXT NOT NULL,               -- which of the two states are spoken for: a, b, ab, or nothing
    code      TEXT NOT NULL,
    direction TEXT NOT NULL,               -- > from state_a to state_b, < back, = for codes that hold both ways
    mood      TEXT NOT NULL,
    UNIQUE (part, word, parties, code, direction, mood)
);

-- One narrow row a relation, those of a pair of states together, best evidence first.
CREATE TABLE dossier (
    state_a       TEXT NOT NULL,
    state_b       TEXT NOT NULL,
    rank          INTEGER NOT NULL,        -- see foedus.ledger.dossier.rank
    filed_under   TEXT NOT NULL,           -- as in relation; '~' where nothing is known
    digits        INTEGER NOT NULL,        -- of the relation's id, so that the order is the same in every ledger
    relation_key  INTEGER NOT NULL REFERENCES relation (key) ON DELETE CASCADE,
    facet_key     INTEGER NOT NULL,
    date          TEXT,                    -- of the act
    origin        INTEGER,                 -- that of the voice; null where it is not known
    person_key    INTEGER,                 -- null: own voice, or not named
    carrier_key   INTEGER NOT NULL,
    statement_key INTEGER,
    article_key   INTEGER NOT NULL,
    voice_key     INTEGER NOT NULL,
    words         INTEGER NOT NULL,        -- hash of the evidence, folded
    spoken_for    TEXT NOT NULL,           -- ISO3 of all states the speaker speaks for, blank between
    thirds        TEXT NOT NULL,           -- ISO3 of other states named in the evidence, sorted, blank between
    PRIMARY KEY (state_a, state_b, rank, filed_under, digits)
) WITHOUT ROWID;
CREATE INDEX dossier_of_relation ON dossier (relation_key);

-- Which words of the articles have a stem in common: `livraisons` finds `livraison`. Words stay when articles go.
CREATE TABLE stem (
    stem TEXT NOT NULL,
    word TEXT NOT NULL,                    -- as the word indexes have it: accents folded
    PRIMARY KEY (stem, word)
) WITHOUT ROWID;
