-- Tickets written where no desk could be reached. A row is here before anything is said of it and
-- goes when a desk has the ticket.

CREATE TABLE outbox (
  uuid  TEXT PRIMARY KEY,                 -- the ticket's own: a desk that knows it files it once
  agent TEXT NOT NULL,
  since INTEGER NOT NULL,
  body  BLOB NOT NULL                     -- JSON, sealed
) STRICT;
