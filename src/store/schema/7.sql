-- Holders who are told what was done to their keys. A row is here before the act is ordered, in the same breath as the
-- act's line in the journal; it goes when a server took the message, when the act was not done, or by an agent's word.

CREATE TABLE notices (
  uuid   TEXT PRIMARY KEY,                -- the message is called after it
  entry  INTEGER NOT NULL UNIQUE,         -- the act's line in the journal
  at     INTEGER NOT NULL,                -- when the act was ordered
  body   BLOB NOT NULL,                   -- act, address, name, key: JSON, sealed
  stage  TEXT NOT NULL,                   -- as in the outbox; unknown: whether the act was done
  tries  INTEGER NOT NULL,
  doubts INTEGER NOT NULL,                -- times the whole message may have been sent without an answer
  due    INTEGER NOT NULL,                -- when it is to be looked at again
  words  BLOB                             -- why it waits, in the server's words, sealed
) STRICT;

-- What became of telling the holder; null: nothing to tell.
ALTER TABLE journal ADD COLUMN told TEXT;
