-- The whole life of a payment: linked payments, hand-over, overrides, tenders, the central's feed.

-- The rejected payment whose money this one took over (re-pay).
ALTER TABLE payments ADD COLUMN repays_payment_id TEXT REFERENCES payments (id);
-- The terminal that took the money, when it was not this one.
ALTER TABLE payments ADD COLUMN origin_terminal_id TEXT;
CREATE INDEX payments_taken_over ON payments (sequence) WHERE origin_terminal_id IS NOT NULL;
-- Which person-sized step it waits for before the loop may send it: after a restore or copy, nothing unseen leaves without a yes.
ALTER TABLE payments ADD COLUMN hold TEXT CHECK (hold IN ('newIncarnation'));
-- A valid slip went out for a payment that failed later.
ALTER TABLE payments ADD COLUMN receipt_voided INTEGER NOT NULL DEFAULT 0 CHECK (receipt_voided IN (0, 1));
-- Cancelled here without ever being sent: whether the central has burnt the id, so that a revived copy of this ledger can't pay it.
ALTER TABLE payments ADD COLUMN burnt INTEGER NOT NULL DEFAULT 0 CHECK (burnt IN (0, 1));
-- The ledger epoch under which `revision` was heard: numbers of two epochs can't be compared.
ALTER TABLE payments ADD COLUMN heard_epoch TEXT;
-- What the payment has taken from the float by the central's last word; the lines of float used agree with it once it is settled.
ALTER TABLE payments ADD COLUMN float_taken_rupiah INTEGER CHECK (float_taken_rupiah >= 0);
-- Before this version a void gave the money back at once: those ids are burnt.
UPDATE payments SET burnt = 1 WHERE state = 'cancelled' AND reason = 'voided';
CREATE INDEX payments_with_open_money ON payments (sequence) WHERE advanced = 1 OR state = 'disputed' OR receipt_voided = 1;
CREATE INDEX payments_unfinished ON payments (sequence) WHERE state NOT IN ('paid', 'refunded', 'cancelled', 'handedOver');
CREATE INDEX events_paid_after_all ON events (payment_id) WHERE event = 'paidAfterAll';
-- The rejected payment whose money pays for this one.
ALTER TABLE basket_items ADD COLUMN repays_payment_id TEXT;
-- Of what was due when it was accepted: paid by tenders.
ALTER TABLE baskets ADD COLUMN tender_rupiah INTEGER NOT NULL DEFAULT 0;
-- Typed from the customer's paper bill while the link was down; `source` says catalogue then, because nobody was asked.
ALTER TABLE inquiries ADD COLUMN stated INTEGER NOT NULL DEFAULT 0 CHECK (stated IN (0, 1));

CREATE TRIGGER payments_more_facts_stand BEFORE UPDATE OF repays_payment_id, origin_terminal_id
ON payments BEGIN SELECT RAISE(ABORT, 'what was accepted never changes'); END;

-- A supervisor's yes above a limit, for one payment of one basket; spent when that is accepted.
CREATE TABLE limit_overrides (
  id TEXT NOT NULL PRIMARY KEY,
  payment_id TEXT NOT NULL,
  refusal TEXT NOT NULL,
  amount_rupiah INTEGER NOT NULL,
  granted_by TEXT NOT NULL,
  reason TEXT NOT NULL,
  business_day TEXT NOT NULL,
  at_ms INTEGER NOT NULL,
  used_at_ms INTEGER
) STRICT;
CREATE INDEX limit_overrides_by_payment ON limit_overrides (payment_id);
CREATE INDEX limit_overrides_by_day ON limit_overrides (business_day);

-- Non-cash money on its way: asked of the customer, then confirmed by the provider, then settled to the bank.
CREATE TABLE tenders (
  id TEXT NOT NULL PRIMARY KEY,
  basket_id TEXT NOT NULL REFERENCES baskets (id),
  kind TEXT NOT NULL CHECK (kind IN ('qris', 'transfer', 'eWallet', 'card')),
  amount_rupiah INTEGER NOT NULL CHECK (amount_rupiah > 0),
  state TEXT NOT NULL CHECK (state IN ('asked', 'confirmed', 'expired', 'failed', 'settled', 'reversed')),
  -- The provider's own reference or approval code, once it confirmed.
  reference TEXT,
  asked_at_ms INTEGER NOT NULL,
  expires_at_ms INTEGER,
  confirmed_at_ms INTEGER,
  -- Card: what the slip shows of the number, never the number.
  masked_pan TEXT,
  -- The open basket its unallocated money is meant for; null is nobody's until a person says so.
  allocated_basket_id TEXT REFERENCES baskets (id),
  -- What really came, and what of it reached the bank, the customer again, or was taken back: clearing is the rest.
  confirmed_rupiah INTEGER NOT NULL DEFAULT 0 CHECK (confirmed_rupiah >= 0),
  settled_rupiah INTEGER NOT NULL DEFAULT 0,
  returned_rupiah INTEGER NOT NULL DEFAULT 0 CHECK (returned_rupiah >= 0),
  reversed_rupiah INTEGER NOT NULL DEFAULT 0 CHECK (reversed_rupiah >= 0)
) STRICT;
CREATE INDEX tenders_by_basket ON tenders (basket_id);
CREATE INDEX tenders_by_allocation ON tenders (allocated_basket_id) WHERE allocated_basket_id IS NOT NULL;
CREATE INDEX tenders_asked ON tenders (expires_at_ms) WHERE state = 'asked';
-- One proof confirms one tender.
CREATE UNIQUE INDEX tenders_by_reference ON tenders (kind, reference, coalesce(masked_pan, '')) WHERE reference IS NOT NULL;
CREATE TRIGGER tenders_facts_stand BEFORE UPDATE OF id, basket_id, kind, amount_rupiah, asked_at_ms, expires_at_ms
ON tenders BEGIN SELECT RAISE(ABORT, 'what was asked never changes'); END;
CREATE TRIGGER tenders_never_deleted BEFORE DELETE ON tenders BEGIN SELECT RAISE(ABORT, 'tenders are never deleted'); END;

-- Which money paid for which payment. Cash is the rest and has no row.
CREATE TABLE payment_tenders (
  payment_id TEXT NOT NULL REFERENCES payments (id),
  tender_id TEXT NOT NULL REFERENCES tenders (id),
  amount_rupiah INTEGER NOT NULL CHECK (amount_rupiah > 0),
  -- What became of this part (main/tenders/shares.ts): only `spent` is still in the payment.
  fate TEXT NOT NULL DEFAULT 'spent'
    CHECK (fate IN ('spent', 'returned', 'released', 'reversed', 'receivable', 'collected', 'writtenOff', 'carried')),
  PRIMARY KEY (payment_id, tender_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX payment_tenders_by_tender ON payment_tenders (tender_id);

-- The central's change feed as it came, in its own order; cursor (settings) and effects commit together with it.
CREATE TABLE feed_items (
  epoch TEXT NOT NULL,
  sequence INTEGER NOT NULL,
  kind TEXT NOT NULL,
  payment_id TEXT,
  body TEXT NOT NULL,
  effect TEXT NOT NULL,
  at_ms INTEGER NOT NULL,
  PRIMARY KEY (epoch, sequence)
) STRICT, WITHOUT ROWID;
CREATE INDEX feed_items_by_kind ON feed_items (kind, at_ms);
CREATE INDEX feed_items_by_payment ON feed_items (payment_id) WHERE payment_id IS NOT NULL;
CREATE TRIGGER feed_items_no_update BEFORE UPDATE ON feed_items BEGIN SELECT RAISE(ABORT, 'the feed is append-only'); END;
CREATE TRIGGER feed_items_no_delete BEFORE DELETE ON feed_items BEGIN SELECT RAISE(ABORT, 'the feed is append-only'); END;

-- Queues handed to another terminal, or taken from one.
CREATE TABLE hand_overs (
  id TEXT NOT NULL PRIMARY KEY,
  direction TEXT NOT NULL CHECK (direction IN ('out', 'in')),
  -- For `in`: who took the money. For `out`: unknown until the central says who claimed it.
  peer_terminal_id TEXT,
  payment_count INTEGER NOT NULL,
  total_rupiah INTEGER NOT NULL,
  -- The file as written or read, so that an export can be handed out again.
  file TEXT NOT NULL,
  staff_id TEXT NOT NULL,
  at_ms INTEGER NOT NULL
) STRICT;
CREATE TABLE hand_over_payments (
  hand_over_id TEXT NOT NULL REFERENCES hand_overs (id),
  payment_id TEXT NOT NULL,
  -- `claimed` and `refused` are what the central said to an import.
  state TEXT NOT NULL CHECK (state IN ('exported', 'waiting', 'claimed', 'refused')),
  -- Why it was refused: the central's word, or ours.
  why TEXT,
  -- The ledger epoch under which the central gave it to this terminal; a restored central may have forgotten that.
  claimed_epoch TEXT,
  PRIMARY KEY (hand_over_id, payment_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX hand_over_payments_by_payment ON hand_over_payments (payment_id);

-- How often in a row this payment got no answer although the link was good: the more, the smaller the batch it may be in.
ALTER TABLE payments ADD COLUMN silence_count INTEGER NOT NULL DEFAULT 0;
-- The queue in its own order, and each number's place in it, however many payments the ledger has seen.
CREATE INDEX payments_open_in_order ON payments (sequence, not_before_ms) WHERE state IN ('queued', 'sending', 'inDoubt');
CREATE INDEX payments_open_by_number ON payments (customer_number, sequence) WHERE state IN ('queued', 'sending', 'inDoubt');
CREATE INDEX payments_to_burn ON payments (sequence) WHERE state = 'cancelled' AND burnt = 0;

-- A reply that speaks about many payments (a batch, a page of the feed), once; a payment's proof names it.
CREATE TABLE signed_replies (
  id TEXT NOT NULL PRIMARY KEY,
  reply TEXT NOT NULL,
  at_ms INTEGER NOT NULL
) STRICT;
CREATE TRIGGER signed_replies_no_update BEFORE UPDATE ON signed_replies BEGIN SELECT RAISE(ABORT, 'signed replies are kept as they came'); END;
CREATE TRIGGER signed_replies_no_delete BEFORE DELETE ON signed_replies BEGIN SELECT RAISE(ABORT, 'signed replies are kept as they came'); END;
