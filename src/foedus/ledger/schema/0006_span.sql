-- The first and last date of a ledger, found without a look at every relation.
CREATE INDEX relation_of_time ON relation (filed_under) WHERE filed_under IS NOT NULL;
