-- Pictures of the tickets of this machine's own desk.

CREATE TABLE ticket_files (
  ticket INTEGER NOT NULL REFERENCES tickets (id) ON DELETE CASCADE,
  at     INTEGER NOT NULL,                                               -- their order, from 0
  body   BLOB NOT NULL,                                                  -- name, content: sealed
  PRIMARY KEY (ticket, at)
) STRICT;
