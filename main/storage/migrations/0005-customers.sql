-- People who registered at this counter, and the word they asked for about a payment. Both wait here until the central has taken them. An
-- identity number never lies here readable: sealed to the central until that has it, then gone but for four digits.
CREATE TABLE customers (
  registration_id TEXT PRIMARY KEY NOT NULL,
  name TEXT NOT NULL,
  phone TEXT NOT NULL,
  email TEXT,
  nik_last_four TEXT NOT NULL CHECK (length(nik_last_four) = 4),
  sealed_nik TEXT,
  -- JSON: product code, customer number and answers of each.
  numbers TEXT NOT NULL,
  -- queued: the central has not heard of it. refused: the central's final no to the registration itself.
  state TEXT NOT NULL CHECK (state IN ('queued', 'pending', 'verified', 'rejected', 'refused')),
  reason TEXT,
  revision INTEGER NOT NULL DEFAULT 0 CHECK (revision >= 0),
  phone_verified INTEGER NOT NULL DEFAULT 0 CHECK (phone_verified IN (0, 1)),
  -- JSON: the code that was sent last, as the central says it.
  code TEXT,
  staff_id TEXT NOT NULL,
  registered_at_ms INTEGER NOT NULL,
  -- The central has not heard of these numbers yet.
  numbers_changed INTEGER NOT NULL DEFAULT 0 CHECK (numbers_changed IN (0, 1)),
  attempts INTEGER NOT NULL DEFAULT 0,
  not_before_ms INTEGER NOT NULL DEFAULT 0,
  -- When the bills of the numbers are worth looking up again.
  bills_not_before_ms INTEGER NOT NULL DEFAULT 0,
  CHECK ((state = 'queued') <= (sealed_nik IS NOT NULL))
) STRICT;
CREATE INDEX customers_to_tell ON customers (not_before_ms) WHERE state = 'queued' OR numbers_changed = 1;
CREATE INDEX customers_to_look_up ON customers (bills_not_before_ms) WHERE state = 'verified';

CREATE TABLE confirmations (
  confirmation_id TEXT PRIMARY KEY NOT NULL,
  payment_id TEXT NOT NULL,
  channel TEXT NOT NULL CHECK (channel IN ('email', 'whatsapp', 'sms')),
  address TEXT NOT NULL,
  -- JSON: what only the counter knows and the receipt says.
  counter TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('queued', 'taken', 'refused')),
  reason TEXT,
  revision INTEGER NOT NULL DEFAULT 0 CHECK (revision >= 0),
  -- JSON: what the customer was told, as the central says it.
  messages TEXT NOT NULL DEFAULT '[]',
  asked_at_ms INTEGER NOT NULL,
  attempts INTEGER NOT NULL DEFAULT 0,
  not_before_ms INTEGER NOT NULL DEFAULT 0,
  UNIQUE (payment_id, channel, address)
) STRICT;
CREATE INDEX confirmations_queued ON confirmations (not_before_ms) WHERE state = 'queued';
