-- How each terminal said it is, last.
CREATE TABLE heartbeats (
  terminal_id TEXT PRIMARY KEY NOT NULL REFERENCES terminals (terminal_id),
  body TEXT NOT NULL,
  at_ms INTEGER NOT NULL
) STRICT;

-- Business days that are over. They are published, so a restore of the ledger leaves them as they are.
CREATE TABLE closed_days (
  business_day TEXT PRIMARY KEY NOT NULL,
  starts_at_ms INTEGER NOT NULL,
  ends_at_ms INTEGER NOT NULL,
  float_before_rupiah INTEGER NOT NULL,
  put_in_rupiah INTEGER NOT NULL,
  taken_rupiah INTEGER NOT NULL,
  float_after_rupiah INTEGER NOT NULL,
  CHECK (float_before_rupiah + put_in_rupiah - taken_rupiah = float_after_rupiah)
) STRICT, WITHOUT ROWID;

-- What counts for a day. The newest line of a payment tells whether it stands as paid.
CREATE TABLE day_lines (
  business_day TEXT NOT NULL REFERENCES closed_days (business_day),
  line_number INTEGER NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('paid', 'reversed')),
  payment_id TEXT NOT NULL,
  body TEXT NOT NULL,
  PRIMARY KEY (business_day, line_number)
) STRICT, WITHOUT ROWID;
CREATE INDEX day_lines_by_payment ON day_lines (payment_id, business_day);

-- Mistakes on purpose: what the published day says otherwise than the books.
CREATE TABLE day_differences (
  sequence INTEGER PRIMARY KEY,
  business_day TEXT NOT NULL REFERENCES closed_days (business_day),
  kind TEXT NOT NULL CHECK (kind IN ('extraLine', 'missingLine', 'otherAmount', 'doubleLine')),
  payment_id TEXT NOT NULL
) STRICT;
