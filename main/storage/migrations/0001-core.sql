-- The terminal's own ledger. Words in CHECKs are stored for ever: add, never rename.

CREATE TABLE settings (
  key TEXT NOT NULL PRIMARY KEY,
  value TEXT NOT NULL
) STRICT;

-- Config and catalogue as the central signed them; the reply is kept so that it can be proved later.
CREATE TABLE signed_documents (
  kind TEXT NOT NULL PRIMARY KEY CHECK (kind IN ('config', 'catalogue')),
  version INTEGER NOT NULL,
  body TEXT NOT NULL,
  reply TEXT NOT NULL,
  received_at_ms INTEGER NOT NULL
) STRICT;

CREATE TABLE pin_attempts (
  staff_id TEXT NOT NULL PRIMARY KEY,
  failed_count INTEGER NOT NULL,
  locked_until_ms INTEGER NOT NULL
) STRICT;

-- The outlet's business day: the one open when a line is posted is the line's day, whatever the wall clock says.
CREATE TABLE business_days (
  day TEXT NOT NULL PRIMARY KEY CHECK (day GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
  opened_at_ms INTEGER NOT NULL,
  locked_at_ms INTEGER
) STRICT;

CREATE TABLE shifts (
  id TEXT NOT NULL PRIMARY KEY,
  number INTEGER NOT NULL UNIQUE,
  staff_id TEXT NOT NULL,
  staff_name TEXT NOT NULL,
  business_day TEXT NOT NULL REFERENCES business_days (day),
  starting_float_rupiah INTEGER NOT NULL CHECK (starting_float_rupiah >= 0),
  opened_at_ms INTEGER NOT NULL,
  closed_at_ms INTEGER
) STRICT;
-- One drawer, so one open shift.
CREATE UNIQUE INDEX shifts_one_open ON shifts ((1)) WHERE closed_at_ms IS NULL;

CREATE TABLE inquiries (
  id TEXT NOT NULL PRIMARY KEY,
  product_code TEXT NOT NULL,
  catalogue_version INTEGER NOT NULL,
  customer_number TEXT NOT NULL,
  customer_name TEXT NOT NULL,
  source TEXT NOT NULL CHECK (source IN ('central', 'earlierInquiry', 'catalogue')),
  inquiry_reference TEXT,
  -- JSON: fields and sheets as the biller gave them.
  fields TEXT NOT NULL,
  sheets TEXT NOT NULL,
  sheets_outstanding INTEGER NOT NULL,
  bill_total_rupiah INTEGER NOT NULL CHECK (bill_total_rupiah > 0),
  fetched_at_ms INTEGER NOT NULL,
  valid_until_ms INTEGER NOT NULL,
  reply TEXT
) STRICT;
CREATE INDEX inquiries_by_number ON inquiries (customer_number, product_code, fetched_at_ms);

CREATE TABLE baskets (
  id TEXT NOT NULL PRIMARY KEY,
  state TEXT NOT NULL CHECK (state IN ('open', 'accepted', 'discarded')),
  staff_id TEXT NOT NULL,
  opened_at_ms INTEGER NOT NULL,
  accepted_at_ms INTEGER,
  total_rupiah INTEGER,
  cash_due_rupiah INTEGER,
  received_rupiah INTEGER
) STRICT;

-- A payment's id and intent are durable here, before money is taken and long before a byte leaves.
CREATE TABLE basket_items (
  payment_id TEXT NOT NULL PRIMARY KEY,
  basket_id TEXT NOT NULL REFERENCES baskets (id),
  position INTEGER NOT NULL,
  inquiry_id TEXT NOT NULL REFERENCES inquiries (id),
  product_name TEXT NOT NULL,
  intent TEXT NOT NULL,
  intent_hash TEXT NOT NULL CHECK (length(intent_hash) = 64),
  counter_fee_rupiah INTEGER NOT NULL CHECK (counter_fee_rupiah >= 0),
  commission_rupiah INTEGER NOT NULL CHECK (commission_rupiah >= 0),
  overrides_payment_id TEXT,
  UNIQUE (basket_id, position)
) STRICT;

CREATE TABLE payments (
  id TEXT NOT NULL PRIMARY KEY REFERENCES basket_items (payment_id),
  sequence INTEGER NOT NULL UNIQUE,
  basket_id TEXT NOT NULL REFERENCES baskets (id),
  shift_id TEXT NOT NULL REFERENCES shifts (id),
  staff_id TEXT NOT NULL,
  staff_name TEXT NOT NULL,
  product_code TEXT NOT NULL,
  product_name TEXT NOT NULL,
  -- Kept with the payment: its slip can be printed long after the catalogue has dropped the product.
  receipt_template TEXT NOT NULL,
  customer_number TEXT NOT NULL,
  customer_name TEXT NOT NULL,
  inquiry_id TEXT NOT NULL REFERENCES inquiries (id),
  intent TEXT NOT NULL,
  intent_hash TEXT NOT NULL,
  bill_total_rupiah INTEGER NOT NULL CHECK (bill_total_rupiah > 0),
  counter_fee_rupiah INTEGER NOT NULL CHECK (counter_fee_rupiah >= 0),
  total_rupiah INTEGER NOT NULL CHECK (total_rupiah = bill_total_rupiah + counter_fee_rupiah),
  commission_rupiah INTEGER NOT NULL,
  overrides_payment_id TEXT,
  accepted_at_ms INTEGER NOT NULL,
  -- What moves: always together with a row in events, in one transaction.
  state TEXT NOT NULL CHECK (state IN ('queued', 'sending', 'inDoubt', 'paid', 'rejected', 'refunded', 'cancelled', 'disputed', 'handedOver')),
  reason TEXT,
  wanted TEXT NOT NULL DEFAULT 'pay' CHECK (wanted IN ('pay', 'void')),
  ever_sent INTEGER NOT NULL DEFAULT 0 CHECK (ever_sent IN (0, 1)),
  sent_epoch TEXT,
  revision INTEGER NOT NULL DEFAULT 0,
  answer_hash TEXT,
  advanced INTEGER NOT NULL DEFAULT 0 CHECK (advanced IN (0, 1)),
  attempt_count INTEGER NOT NULL DEFAULT 0,
  not_before_ms INTEGER NOT NULL DEFAULT 0,
  paid_at_ms INTEGER,
  reference TEXT,
  proof TEXT,
  proof_reply TEXT
) STRICT;
CREATE INDEX payments_open ON payments (state, not_before_ms) WHERE state IN ('queued', 'sending', 'inDoubt');
CREATE INDEX payments_by_number ON payments (customer_number, sequence);
CREATE INDEX payments_by_reference ON payments (reference) WHERE reference IS NOT NULL;
CREATE INDEX payments_by_basket ON payments (basket_id);
CREATE INDEX payments_owed_back ON payments (sequence) WHERE state = 'rejected';

CREATE TRIGGER payments_facts_stand BEFORE UPDATE OF
  id, sequence, basket_id, shift_id, staff_id, staff_name, product_code, product_name, receipt_template, customer_number, customer_name, inquiry_id,
  intent, intent_hash, bill_total_rupiah, counter_fee_rupiah, total_rupiah, commission_rupiah, overrides_payment_id, accepted_at_ms
ON payments BEGIN SELECT RAISE(ABORT, 'what was accepted never changes'); END;
CREATE TRIGGER payments_never_deleted BEFORE DELETE ON payments BEGIN SELECT RAISE(ABORT, 'payments are never deleted'); END;

-- One bill has at most one live payment. A deliberate second one carries its own id in the key.
CREATE TABLE live_bills (
  bill_key TEXT NOT NULL PRIMARY KEY,
  payment_id TEXT NOT NULL REFERENCES payments (id)
) STRICT;
CREATE INDEX live_bills_by_payment ON live_bills (payment_id);

-- Everything that ever happened, in the terminal's own order.
CREATE TABLE events (
  sequence INTEGER PRIMARY KEY AUTOINCREMENT,
  event TEXT NOT NULL,
  payment_id TEXT REFERENCES payments (id),
  shift_id TEXT REFERENCES shifts (id),
  from_state TEXT,
  to_state TEXT,
  actor TEXT NOT NULL,
  at_ms INTEGER NOT NULL,
  business_day TEXT NOT NULL REFERENCES business_days (day),
  detail TEXT NOT NULL
) STRICT;
CREATE INDEX events_by_payment ON events (payment_id, sequence) WHERE payment_id IS NOT NULL;
CREATE TRIGGER events_no_update BEFORE UPDATE ON events BEGIN SELECT RAISE(ABORT, 'events are append-only'); END;
CREATE TRIGGER events_no_delete BEFORE DELETE ON events BEGIN SELECT RAISE(ABORT, 'events are append-only'); END;

-- Debit positive, credit negative; the lines of one event sum to zero.
CREATE TABLE journal_lines (
  event_sequence INTEGER NOT NULL REFERENCES events (sequence),
  line_number INTEGER NOT NULL,
  account TEXT NOT NULL,
  dimension TEXT NOT NULL,
  amount_rupiah INTEGER NOT NULL CHECK (amount_rupiah <> 0),
  business_day TEXT NOT NULL REFERENCES business_days (day),
  PRIMARY KEY (event_sequence, line_number)
) STRICT, WITHOUT ROWID;
CREATE INDEX journal_lines_by_day ON journal_lines (business_day, account, dimension);
CREATE TRIGGER journal_lines_no_update BEFORE UPDATE ON journal_lines BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER journal_lines_no_delete BEFORE DELETE ON journal_lines BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER journal_lines_locked_day BEFORE INSERT ON journal_lines
WHEN (SELECT locked_at_ms FROM business_days WHERE day = NEW.business_day) IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'the business day is locked'); END;

-- Sums of lines, kept up with every line; checked against them at start and in tests.
CREATE TABLE balances (
  account TEXT NOT NULL,
  dimension TEXT NOT NULL,
  amount_rupiah INTEGER NOT NULL,
  PRIMARY KEY (account, dimension)
) STRICT, WITHOUT ROWID;

-- Every time the terminal spoke to the central about a payment, and what came of it.
CREATE TABLE attempts (
  id TEXT NOT NULL PRIMARY KEY,
  payment_id TEXT NOT NULL REFERENCES payments (id),
  kind TEXT NOT NULL CHECK (kind IN ('pay', 'ask', 'void')),
  started_at_ms INTEGER NOT NULL,
  ended_at_ms INTEGER,
  outcome TEXT,
  why TEXT
) STRICT;
CREATE INDEX attempts_by_payment ON attempts (payment_id, started_at_ms);

-- What could not be read or believed: shown to a person, never dropped.
CREATE TABLE set_aside (
  id TEXT NOT NULL PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('reply', 'alarm', 'row')),
  payment_id TEXT,
  why TEXT NOT NULL,
  content TEXT NOT NULL,
  at_ms INTEGER NOT NULL
) STRICT;
CREATE TRIGGER set_aside_no_update BEFORE UPDATE ON set_aside BEGIN SELECT RAISE(ABORT, 'what was set aside is append-only'); END;
CREATE TRIGGER set_aside_no_delete BEFORE DELETE ON set_aside BEGIN SELECT RAISE(ABORT, 'what was set aside is append-only'); END;

-- Who did what that is not a payment event: sign-ins, overrides, reprints, settings. Each entry holds the hash of the one before.
CREATE TABLE audit_entries (
  sequence INTEGER PRIMARY KEY AUTOINCREMENT,
  at_ms INTEGER NOT NULL,
  actor TEXT NOT NULL,
  action TEXT NOT NULL,
  detail TEXT NOT NULL,
  previous_hash TEXT NOT NULL,
  hash TEXT NOT NULL UNIQUE
) STRICT;
CREATE TRIGGER audit_entries_no_update BEFORE UPDATE ON audit_entries BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
CREATE TRIGGER audit_entries_no_delete BEFORE DELETE ON audit_entries BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
