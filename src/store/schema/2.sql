-- Several passphrases; bodies of drafts, tickets and notes sealed by the vault. docs/vault.md tells
-- what is sealed under which label. Rows of the old tables are sealed into the new ones, and the old
-- tables dropped, by src/store/schema/sealing.rs in the same transaction.

-- A passphrase taken away later must not open what lies here.
DROP TRIGGER header_is_kept;
DELETE FROM header WHERE name = 'slot';
CREATE TRIGGER header_is_kept BEFORE DELETE ON header BEGIN SELECT raise(ABORT, 'header is final'); END;

CREATE TABLE slots (
  name  TEXT PRIMARY KEY,
  body  TEXT NOT NULL,                    -- JSON: how the data key is wrapped
  proof BLOB NOT NULL                     -- HMAC of name and body under the data key
) STRICT;

-- Work to be done once, outside of a transaction, by whoever opens the store next.
CREATE TABLE chores (name TEXT PRIMARY KEY) STRICT;
INSERT INTO chores VALUES ('vacuum');

DROP INDEX tickets_by_login;
DROP INDEX tickets_by_state;
DROP INDEX notes_by_ticket;
ALTER TABLE drafts RENAME TO clear_drafts;
ALTER TABLE ticket_notes RENAME TO clear_notes;
ALTER TABLE tickets RENAME TO clear_tickets;

CREATE TABLE drafts (
  uuid  TEXT PRIMARY KEY,                 -- the ticket's own, so that it is filed once
  agent TEXT NOT NULL,
  saved INTEGER NOT NULL,
  body  BLOB NOT NULL                     -- JSON, sealed
) STRICT;

CREATE TABLE tickets (
  id      INTEGER PRIMARY KEY AUTOINCREMENT,
  uuid    TEXT NOT NULL UNIQUE,
  created INTEGER NOT NULL,
  changed INTEGER NOT NULL,
  author  TEXT NOT NULL,
  owner   TEXT NOT NULL,
  queue   TEXT NOT NULL,
  state   TEXT NOT NULL,
  login   BLOB,                           -- keyed hash; null: about nobody
  body    BLOB NOT NULL                   -- JSON, sealed: login, serial, fields
) STRICT;
CREATE INDEX tickets_by_login ON tickets (login);
CREATE INDEX tickets_by_state ON tickets (state, changed);

CREATE TABLE ticket_notes (
  id     INTEGER PRIMARY KEY AUTOINCREMENT,
  ticket INTEGER NOT NULL REFERENCES tickets (id),
  uuid   TEXT NOT NULL UNIQUE,            -- of the operation: a note is added once, however often it is sent
  at     INTEGER NOT NULL,
  author TEXT NOT NULL,
  what   TEXT NOT NULL,                   -- note, state
  body   BLOB NOT NULL                    -- JSON, sealed
) STRICT;
CREATE INDEX notes_by_ticket ON ticket_notes (ticket, id);
