-- The practice central's own ledger. Unlike the terminal's it may be reset on purpose (main/practice/practice-central.ts), so
-- nothing here refuses DELETE; a reset gives the ledger a new epoch.

-- Its key, its ledger epoch.
CREATE TABLE facts (
  name TEXT PRIMARY KEY NOT NULL,
  value TEXT NOT NULL
) STRICT;

CREATE TABLE staff_pins (
  staff_id TEXT PRIMARY KEY NOT NULL,
  pin_hash TEXT NOT NULL
) STRICT;

CREATE TABLE terminals (
  terminal_id TEXT PRIMARY KEY NOT NULL,
  key_id TEXT NOT NULL UNIQUE,
  public_key TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  enrolled_at_ms INTEGER NOT NULL,
  revoked INTEGER NOT NULL DEFAULT 0 CHECK (revoked IN (0, 1))
) STRICT;

-- A code belongs to the first key that used it; the same key may come again.
CREATE TABLE activation_codes (
  code TEXT PRIMARY KEY NOT NULL,
  terminal_id TEXT REFERENCES terminals (terminal_id)
) STRICT;

CREATE TABLE nonces (
  key_id TEXT NOT NULL,
  nonce TEXT NOT NULL,
  seen_at_ms INTEGER NOT NULL,
  PRIMARY KEY (key_id, nonce)
) STRICT, WITHOUT ROWID;
CREATE INDEX nonces_by_age ON nonces (seen_at_ms);

CREATE TABLE inquiries (
  inquiry_reference TEXT PRIMARY KEY NOT NULL,
  terminal_id TEXT NOT NULL,
  product_code TEXT NOT NULL,
  customer_number TEXT NOT NULL,
  asked_at_ms INTEGER NOT NULL,
  answer TEXT NOT NULL
) STRICT;

-- One row per payment id that means something here: asked of the biller, finally refused, or burnt. An id burnt unseen has no intent.
CREATE TABLE payments (
  payment_id TEXT PRIMARY KEY NOT NULL,
  intent_hash TEXT NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('pending', 'paid', 'refused', 'voided')),
  revision INTEGER NOT NULL CHECK (revision > 0),
  terminal_id TEXT NOT NULL,
  product_code TEXT,
  customer_number TEXT,
  sheets TEXT,
  total_rupiah INTEGER,
  commission_rupiah INTEGER,
  -- Under which the biller was, or is about to be, asked.
  trace TEXT UNIQUE,
  overrides_payment_id TEXT,
  refusal_code TEXT,
  proof TEXT,
  created_at_ms INTEGER NOT NULL,
  changed_at_ms INTEGER NOT NULL,
  CHECK ((status IN ('pending', 'paid')) <= (trace IS NOT NULL)),
  CHECK ((status = 'paid') = (proof IS NOT NULL)),
  CHECK ((status = 'refused') = (refusal_code IS NOT NULL))
) STRICT;

-- What a payment means to a bill: one live payment per key, across terminals.
CREATE TABLE bill_keys (
  bill_key TEXT NOT NULL,
  payment_id TEXT NOT NULL REFERENCES payments (payment_id),
  PRIMARY KEY (bill_key, payment_id)
) STRICT, WITHOUT ROWID;

-- The outlet's float is the last row. Reserved is part of the balance, not spendable.
CREATE TABLE float_movements (
  sequence INTEGER PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('credit', 'reserve', 'deduct', 'release')),
  payment_id TEXT REFERENCES payments (payment_id),
  amount_rupiah INTEGER NOT NULL CHECK (amount_rupiah >= 0),
  balance_before_rupiah INTEGER NOT NULL,
  balance_after_rupiah INTEGER NOT NULL,
  reserved_before_rupiah INTEGER NOT NULL,
  reserved_after_rupiah INTEGER NOT NULL,
  at_ms INTEGER NOT NULL,
  CHECK (reserved_after_rupiah >= 0 AND balance_after_rupiah >= reserved_after_rupiah)
) STRICT;

CREATE TABLE alarms (
  sequence INTEGER PRIMARY KEY,
  kind TEXT NOT NULL,
  payment_id TEXT NOT NULL,
  detail TEXT NOT NULL,
  at_ms INTEGER NOT NULL
) STRICT;
