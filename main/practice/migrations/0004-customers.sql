-- People who registered at a counter, and every word to a customer: codes to a phone, receipts to an address.

CREATE TABLE registrations (
  registration_id TEXT PRIMARY KEY NOT NULL,
  terminal_id TEXT NOT NULL REFERENCES terminals (terminal_id),
  -- Of everything the request said, so that the same id with other content is noticed.
  content_hash TEXT NOT NULL,
  revision INTEGER NOT NULL CHECK (revision > 0),
  status TEXT NOT NULL CHECK (status IN ('pending', 'verified', 'rejected')),
  reason TEXT,
  name TEXT NOT NULL,
  phone TEXT NOT NULL,
  email TEXT,
  -- Hashed with a secret of this central's own: 16 digits alone would be guessed.
  nik_hash TEXT NOT NULL,
  nik_last_four TEXT NOT NULL,
  phone_verified INTEGER NOT NULL DEFAULT 0 CHECK (phone_verified IN (0, 1)),
  numbers TEXT NOT NULL,
  registered_at_ms INTEGER NOT NULL,
  changed_at_ms INTEGER NOT NULL,
  CHECK ((status = 'rejected') = (reason IS NOT NULL))
) STRICT;
CREATE UNIQUE INDEX registrations_one_of_each ON registrations (nik_hash) WHERE status <> 'rejected';

-- The newest of a registration counts.
CREATE TABLE phone_codes (
  sequence INTEGER PRIMARY KEY,
  registration_id TEXT NOT NULL REFERENCES registrations (registration_id),
  phone TEXT NOT NULL,
  code_hash TEXT NOT NULL,
  tries_left INTEGER NOT NULL CHECK (tries_left >= 0),
  sent_at_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX phone_codes_by_registration ON phone_codes (registration_id, sequence);
CREATE INDEX phone_codes_by_phone ON phone_codes (phone, sent_at_ms);

CREATE TABLE confirmations (
  confirmation_id TEXT PRIMARY KEY NOT NULL,
  payment_id TEXT NOT NULL,
  terminal_id TEXT NOT NULL REFERENCES terminals (terminal_id),
  channel TEXT NOT NULL CHECK (channel IN ('email', 'whatsapp', 'sms')),
  address TEXT NOT NULL,
  counter TEXT NOT NULL,
  revision INTEGER NOT NULL CHECK (revision > 0),
  -- The kind of message and the payment's revision it was last told about.
  told TEXT
) STRICT;
CREATE INDEX confirmations_by_payment ON confirmations (payment_id);

CREATE TABLE messages (
  sequence INTEGER PRIMARY KEY,
  message_id TEXT NOT NULL UNIQUE,
  -- Null for a code to a phone.
  confirmation_id TEXT REFERENCES confirmations (confirmation_id),
  kind TEXT NOT NULL CHECK (kind IN ('code', 'provisional', 'receipt', 'failed')),
  channel TEXT NOT NULL CHECK (channel IN ('email', 'whatsapp', 'sms')),
  address TEXT NOT NULL,
  -- JSON: what it is written of.
  facts TEXT NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('waiting', 'sent', 'failed')),
  attempts INTEGER NOT NULL DEFAULT 0,
  not_before_ms INTEGER NOT NULL,
  trouble TEXT,
  created_at_ms INTEGER NOT NULL,
  changed_at_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX messages_by_confirmation ON messages (confirmation_id, sequence);
CREATE INDEX messages_waiting ON messages (not_before_ms) WHERE status = 'waiting';
