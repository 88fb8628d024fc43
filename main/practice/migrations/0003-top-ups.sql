-- Why the float moved, where its kind does not say.
ALTER TABLE float_movements ADD COLUMN note TEXT;

-- What agents asked to have added to the float. An approved one has a credit in float_movements, made in the same transaction.
CREATE TABLE top_ups (
  top_up_id TEXT PRIMARY KEY NOT NULL,
  terminal_id TEXT NOT NULL,
  amount_rupiah INTEGER NOT NULL CHECK (amount_rupiah > 0),
  state TEXT NOT NULL CHECK (state IN ('requested', 'approved', 'rejected')),
  requested_at_ms INTEGER NOT NULL,
  decided_at_ms INTEGER,
  note TEXT,
  CHECK ((state = 'requested') = (decided_at_ms IS NULL))
) STRICT;
