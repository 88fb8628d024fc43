-- The biller's own book: one row for every time somebody asked it to pay, deliberately without any uniqueness, so that a bill
-- paid twice stands here twice.
CREATE TABLE payments (
  sequence INTEGER PRIMARY KEY,
  trace TEXT NOT NULL,
  product_code TEXT NOT NULL,
  customer_number TEXT NOT NULL,
  -- JSON array of periods; [""] for prepaid.
  periods TEXT NOT NULL,
  amount_rupiah INTEGER NOT NULL,
  wib_day TEXT NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('pending', 'paid', 'failed')),
  -- While pending: when and to what it turns.
  resolves_at_ms INTEGER,
  resolves_to TEXT CHECK (resolves_to IN ('paid', 'failed')),
  reference TEXT NOT NULL,
  receipt TEXT NOT NULL,
  asked_at_ms INTEGER NOT NULL,
  paid_at_ms INTEGER,
  CHECK ((status = 'paid') = (paid_at_ms IS NOT NULL))
) STRICT;
CREATE INDEX payments_by_trace ON payments (trace);
CREATE INDEX payments_by_customer ON payments (customer_number, product_code);
CREATE INDEX payments_to_resolve ON payments (resolves_at_ms) WHERE status = 'pending';
