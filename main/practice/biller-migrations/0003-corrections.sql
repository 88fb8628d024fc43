-- What the central took for an order may be corrected by people, in either direction.
ALTER TABLE payments ADD COLUMN corrected_rupiah INTEGER NOT NULL DEFAULT 0;
