-- What was used of a secret outlives its replacement: if it comes back under its serial, its codes
-- are still used ones.

CREATE TABLE former (
  serial    TEXT NOT NULL,
  mark      BLOB NOT NULL,                -- keyed hash of the secret and of how its steps are counted
  last_step INTEGER,
  drift     INTEGER NOT NULL,
  PRIMARY KEY (serial, mark)
) STRICT;

-- Uses recorded before then are those of another secret; null: there was no other.
ALTER TABLE keys ADD COLUMN seed_since INTEGER;
