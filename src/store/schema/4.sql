-- Tickets that were merged, and how pressing they are. What waits for a desk says how far its
-- delivery has come, takes pictures along, and may be words for a ticket as well as a ticket.

ALTER TABLE tickets ADD COLUMN priority TEXT NOT NULL DEFAULT 'normal';
ALTER TABLE tickets ADD COLUMN merged INTEGER REFERENCES tickets (id);   -- always an older one, itself not merged
CREATE INDEX tickets_merged ON tickets (merged);

ALTER TABLE outbox ADD COLUMN kind TEXT NOT NULL DEFAULT 'ticket';       -- ticket, remark
ALTER TABLE outbox ADD COLUMN stage TEXT NOT NULL DEFAULT 'waiting';     -- waiting, unknown, refused, doubtful
ALTER TABLE outbox ADD COLUMN tries INTEGER NOT NULL DEFAULT 0;
ALTER TABLE outbox ADD COLUMN due INTEGER NOT NULL DEFAULT 0;            -- when it is to be looked at again
ALTER TABLE outbox ADD COLUMN words BLOB;                                -- why it waits, in the desk's words, sealed

-- Names of what a desk has: a draft that two consoles hold is not sent by both.
CREATE TABLE posted (
  uuid   TEXT PRIMARY KEY,
  ticket TEXT NOT NULL,
  at     INTEGER NOT NULL
) STRICT;

CREATE TABLE outbox_files (
  uuid TEXT NOT NULL REFERENCES outbox (uuid) ON DELETE CASCADE,
  at   INTEGER NOT NULL,
  body BLOB NOT NULL,                                                    -- name, media type, content: sealed
  PRIMARY KEY (uuid, at)
) STRICT;

-- The list of tickets as the desk last told it, in parts of many rows: opened at once, before anything is asked.
CREATE TABLE ticket_book (
  part INTEGER PRIMARY KEY,
  read INTEGER NOT NULL,                                                 -- when the desk told it
  body BLOB NOT NULL                                                     -- JSON, sealed
) STRICT;

-- When this agent last looked at a ticket: what changed since is unread.
CREATE TABLE ticket_seen (
  agent   TEXT NOT NULL,
  ticket  TEXT NOT NULL,
  changed INTEGER NOT NULL,
  PRIMARY KEY (agent, ticket)
) STRICT;
