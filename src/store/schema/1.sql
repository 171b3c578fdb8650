-- Times are Unix milliseconds. Seeds and PIN checks are sealed by the vault, never clear.

CREATE TABLE header (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
CREATE TRIGGER header_is_final BEFORE UPDATE ON header BEGIN SELECT raise(ABORT, 'header is final'); END;
CREATE TRIGGER header_is_said_once BEFORE INSERT ON header WHEN EXISTS (SELECT 1 FROM header WHERE name = new.name)
  BEGIN SELECT raise(ABORT, 'header is final'); END;
CREATE TRIGGER header_is_kept BEFORE DELETE ON header BEGIN SELECT raise(ABORT, 'header is final'); END;

CREATE TABLE schools (
  id      INTEGER PRIMARY KEY,
  uai     TEXT NOT NULL,
  name    TEXT NOT NULL,
  town    TEXT NOT NULL,
  academy TEXT NOT NULL,
  UNIQUE (uai, name, town, academy)
) STRICT;

CREATE TABLE people (
  login  TEXT PRIMARY KEY,
  family TEXT NOT NULL,
  given  TEXT NOT NULL,
  mail   TEXT NOT NULL,
  phone  TEXT NOT NULL,
  role   TEXT NOT NULL,
  school INTEGER NOT NULL REFERENCES schools (id)
) STRICT;

CREATE TABLE keys (
  serial      TEXT PRIMARY KEY,
  maker       TEXT NOT NULL,
  algorithm   TEXT NOT NULL,
  digits      INTEGER NOT NULL,
  period      INTEGER NOT NULL,           -- seconds; 0 for a counter key
  t0          INTEGER NOT NULL,
  life        TEXT NOT NULL,
  since       INTEGER,
  before      TEXT,                       -- life before a suspension, to come back to
  holder      TEXT REFERENCES people (login),
  pin_check   BLOB,                       -- null: the PIN is to be created
  pin_cleared INTEGER,                    -- when an agent cleared it, until it is created again
  pin_pending INTEGER NOT NULL DEFAULT 0, -- created, not confirmed by a next code yet
  fails       INTEGER NOT NULL DEFAULT 0,
  max_fails   INTEGER NOT NULL DEFAULT 10,
  last_step   INTEGER,
  drift       INTEGER NOT NULL DEFAULT 0,
  starts      INTEGER,
  expires     INTEGER,
  seed        BLOB NOT NULL,
  version     INTEGER NOT NULL DEFAULT 1  -- rises when the seed is replaced; sealed with it
) STRICT;
CREATE INDEX keys_by_holder ON keys (holder);
CREATE INDEX keys_loose ON keys (pin_cleared) WHERE pin_cleared IS NOT NULL;
CREATE INDEX keys_in_stock ON keys (serial) WHERE life = 'in-stock';

CREATE TABLE events (
  id     INTEGER PRIMARY KEY AUTOINCREMENT,
  at     INTEGER NOT NULL,
  serial TEXT NOT NULL,
  login  TEXT NOT NULL,
  what   TEXT NOT NULL,
  step   INTEGER,
  agent  TEXT NOT NULL
) STRICT;
CREATE INDEX events_by_login ON events (login, id);
CREATE INDEX events_by_step ON events (serial, step) WHERE step IS NOT NULL;

-- Each console that holds a search index compares this number before it answers.
CREATE TABLE directory (version INTEGER NOT NULL) STRICT;
INSERT INTO directory VALUES (1);

CREATE TABLE journal (
  id      INTEGER PRIMARY KEY AUTOINCREMENT,
  at      INTEGER NOT NULL,
  agent   TEXT NOT NULL,
  act     TEXT NOT NULL,
  login   TEXT NOT NULL,
  serial  TEXT NOT NULL,
  reason  TEXT NOT NULL,
  done_at INTEGER,
  outcome TEXT                            -- null: begun, the end was never written
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
  subject TEXT NOT NULL,
  login   TEXT NOT NULL,
  serial  TEXT NOT NULL,
  fields  TEXT NOT NULL                   -- JSON, name to text
) STRICT;
CREATE INDEX tickets_by_login ON tickets (login);
CREATE INDEX tickets_by_state ON tickets (state, changed);

CREATE TABLE ticket_notes (
  id     INTEGER PRIMARY KEY AUTOINCREMENT,
  ticket INTEGER NOT NULL REFERENCES tickets (id),
  uuid   TEXT UNIQUE,                     -- of the operation: a note is added once, however often it is sent
  at     INTEGER NOT NULL,
  author TEXT NOT NULL,
  what   TEXT NOT NULL,                   -- note, state
  body   TEXT NOT NULL
) STRICT;
CREATE INDEX notes_by_ticket ON ticket_notes (ticket, id);

CREATE TABLE drafts (
  uuid  TEXT PRIMARY KEY,                 -- the ticket's own, so that it is filed once
  agent TEXT NOT NULL,
  saved INTEGER NOT NULL,
  body  TEXT NOT NULL                     -- JSON
) STRICT;

-- A demo's virtual keys: how far their own clocks are off, which the keys table may not know yet.
CREATE TABLE fobs (
  serial TEXT PRIMARY KEY REFERENCES keys (serial),
  drift  INTEGER NOT NULL
) STRICT;
