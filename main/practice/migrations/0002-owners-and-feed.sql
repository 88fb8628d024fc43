-- Who a payment belongs to, what changed about it since, and what the biller said last.

-- Which life of the terminal's ledger created it.
ALTER TABLE payments ADD COLUMN incarnation INTEGER NOT NULL DEFAULT 1;
-- What is taken from the float; null in rows from before: total less commission.
ALTER TABLE payments ADD COLUMN deduction_rupiah INTEGER;
-- The day the customer bought; part of a prepaid bill's key.
ALTER TABLE payments ADD COLUMN purchase_day TEXT;
-- The ledger epoch in which the biller's advice about it was last taken: after a restore the biller knows more.
ALTER TABLE payments ADD COLUMN checked_epoch TEXT;
CREATE INDEX payments_pending ON payments (payment_id) WHERE status = 'pending';

-- The same table, but a balance may fall below what is reserved: after a restore the float follows what the biller was paid.
CREATE TABLE float_movements_that_follow (
  sequence INTEGER PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('credit', 'reserve', 'deduct', 'release')),
  payment_id TEXT REFERENCES payments (payment_id),
  amount_rupiah INTEGER NOT NULL CHECK (amount_rupiah >= 0),
  balance_before_rupiah INTEGER NOT NULL,
  balance_after_rupiah INTEGER NOT NULL,
  reserved_before_rupiah INTEGER NOT NULL,
  reserved_after_rupiah INTEGER NOT NULL CHECK (reserved_after_rupiah >= 0),
  at_ms INTEGER NOT NULL
) STRICT;
INSERT INTO float_movements_that_follow SELECT * FROM float_movements;
DROP TABLE float_movements;
ALTER TABLE float_movements_that_follow RENAME TO float_movements;
CREATE INDEX float_movements_by_payment ON float_movements (payment_id);

-- Payments that moved to another terminal of the outlet, also ids never seen. The newest claim of a payment names its owner; one
-- export gives a payment away once.
CREATE TABLE claims (
  sequence INTEGER PRIMARY KEY,
  payment_id TEXT NOT NULL,
  export_id TEXT NOT NULL,
  intent_hash TEXT NOT NULL,
  from_terminal_id TEXT NOT NULL,
  terminal_id TEXT NOT NULL,
  incarnation INTEGER NOT NULL,
  at_ms INTEGER NOT NULL,
  UNIQUE (payment_id, export_id)
) STRICT;

-- Which life of a terminal's ledger spoke last, and every word by which one went on: who says an old word again is a copy.
CREATE TABLE terminal_lives (
  terminal_id TEXT PRIMARY KEY NOT NULL REFERENCES terminals (terminal_id),
  incarnation INTEGER NOT NULL,
  last_token TEXT,
  next_token TEXT NOT NULL,
  verdict TEXT NOT NULL CHECK (verdict IN ('continues', 'taken')),
  epoch TEXT NOT NULL
) STRICT;
CREATE TABLE hello_tokens (
  terminal_id TEXT NOT NULL REFERENCES terminals (terminal_id),
  token TEXT NOT NULL,
  PRIMARY KEY (terminal_id, token)
) STRICT, WITHOUT ROWID;

-- The change feed of the present ledger epoch, one for each terminal.
CREATE TABLE feed_heads (
  terminal_id TEXT PRIMARY KEY NOT NULL REFERENCES terminals (terminal_id),
  head INTEGER NOT NULL,
  expired_through INTEGER NOT NULL,
  -- The float as last told in this feed.
  told_float_rupiah INTEGER
) STRICT;
CREATE TABLE feed_items (
  terminal_id TEXT NOT NULL REFERENCES terminals (terminal_id),
  sequence INTEGER NOT NULL CHECK (sequence > 0),
  item TEXT NOT NULL,
  at_ms INTEGER NOT NULL,
  PRIMARY KEY (terminal_id, sequence)
) STRICT, WITHOUT ROWID;
