-- For the pages of one state, one speaker, one outlet: their statements and articles without a look at all others.
CREATE INDEX statement_of_state ON statement (speaker_state, speaker) WHERE speaker_state IS NOT NULL;
CREATE INDEX statement_of_speaker ON statement (speaker, speaker_state) WHERE speaker IS NOT NULL;
CREATE INDEX statement_joint ON statement (speaker_others) WHERE speaker_others <> '[]';
CREATE INDEX statement_relayed ON statement (relay) WHERE relay <> '[]';
CREATE INDEX article_of_outlet ON article (outlet, published) WHERE outlet IS NOT NULL;
