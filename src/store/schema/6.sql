-- Words for tickets that have not left, and looks at the list that agents keep.

CREATE TABLE jots (
  uuid  TEXT PRIMARY KEY,
  agent TEXT NOT NULL,
  saved INTEGER NOT NULL,
  body  BLOB NOT NULL                     -- JSON, sealed
) STRICT;

CREATE TABLE looks (
  uuid  TEXT PRIMARY KEY,
  agent TEXT NOT NULL,
  made  INTEGER NOT NULL,
  body  BLOB NOT NULL                     -- JSON, sealed
) STRICT;
