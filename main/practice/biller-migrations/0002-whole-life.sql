-- A payment at the biller may be taken back, or go through after all; and it keeps what a central needs to find its way back to it.
CREATE TABLE payments_whole (
  sequence INTEGER PRIMARY KEY,
  trace TEXT NOT NULL,
  product_code TEXT NOT NULL,
  customer_number TEXT NOT NULL,
  -- JSON array of periods; [""] for prepaid.
  periods TEXT NOT NULL,
  -- JSON array of { period, amountRupiah } as ordered.
  sheets TEXT NOT NULL,
  amount_rupiah INTEGER NOT NULL,
  -- Prepaid: the day of purchase that the order named.
  wib_day TEXT NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('pending', 'paid', 'failed', 'reversed')),
  resolves_at_ms INTEGER,
  resolves_to TEXT CHECK (resolves_to IN ('paid', 'failed')),
  reference TEXT NOT NULL,
  receipt TEXT NOT NULL,
  asked_at_ms INTEGER NOT NULL,
  paid_at_ms INTEGER,
  -- How often its state changed since it was ordered.
  changes INTEGER NOT NULL,
  -- The money of a reversed or disputed payment went back to the central.
  credited INTEGER NOT NULL DEFAULT 0 CHECK (credited IN (0, 1)),
  -- The central's own words, kept and given back with every advice.
  remark TEXT NOT NULL,
  CHECK ((status IN ('paid', 'reversed')) = (paid_at_ms IS NOT NULL))
) STRICT;
INSERT INTO payments_whole
  SELECT sequence, trace, product_code, customer_number, periods,
    (SELECT json_group_array(json_object('period', json_extract(value, '$.period'), 'amountRupiah', json_extract(value, '$.amountRupiah')))
     FROM json_each(receipt, '$.sheets')),
    amount_rupiah, wib_day, status, resolves_at_ms, resolves_to, reference, receipt, asked_at_ms, paid_at_ms,
    CASE status WHEN 'pending' THEN 0 ELSE 1 END, 0, '{}'
  FROM payments ORDER BY sequence;
DROP TABLE payments;
ALTER TABLE payments_whole RENAME TO payments;
CREATE INDEX payments_by_trace ON payments (trace);
CREATE INDEX payments_by_customer ON payments (customer_number, product_code);
CREATE INDEX payments_to_resolve ON payments (resolves_at_ms) WHERE status = 'pending';

-- Bills that are not what they were when somebody asked.
CREATE TABLE bill_changes (
  sequence INTEGER PRIMARY KEY,
  customer_number TEXT NOT NULL,
  change TEXT NOT NULL
) STRICT;
CREATE INDEX bill_changes_by_customer ON bill_changes (customer_number);
