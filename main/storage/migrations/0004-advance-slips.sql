-- A slip that the customer signs for money given in doubt: one more kind of slip. SQLite changes a check only by building the table
-- anew, and the events that point at it with it; rows, order and ids stay.
CREATE TABLE print_jobs_anew (
  sequence INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  -- `receipt` becomes `provisional` when the central has not answered in time, and back when it answers before the slip is out.
  kind TEXT NOT NULL CHECK (kind IN ('receipt', 'provisional', 'advance', 'test')),
  -- The slip that accepting a payment asks for, or one that a person asks for.
  origin TEXT NOT NULL CHECK (origin IN ('accept', 'person')),
  payment_id TEXT CHECK ((payment_id IS NULL) = (kind = 'test')),
  -- 0 is CA, n is CU number n; decided when printing begins.
  copy_number INTEGER NOT NULL DEFAULT 0 CHECK (copy_number >= 0),
  reason TEXT,
  staff_name TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('awaitingResult', 'waiting', 'printing', 'printedProven', 'printedAssumed', 'failed', 'setAside', 'skipped')),
  -- awaitingResult only: until when the slip waits for the central's answer.
  decide_by_ms INTEGER,
  trouble TEXT,
  -- How often a valid slip of this job began to print, so that a second one can't call itself the first.
  valid_starts INTEGER NOT NULL DEFAULT 0 CHECK (valid_starts >= 0),
  bytes_count INTEGER NOT NULL DEFAULT 0,
  created_at_ms INTEGER NOT NULL,
  asked_at_ms INTEGER NOT NULL,
  updated_at_ms INTEGER NOT NULL
) STRICT;
INSERT INTO print_jobs_anew (sequence, id, kind, origin, payment_id, copy_number, reason, staff_name, state, decide_by_ms, trouble, valid_starts, bytes_count, created_at_ms, asked_at_ms, updated_at_ms)
SELECT sequence, id, kind, origin, payment_id, copy_number, reason, staff_name, state, decide_by_ms, trouble, valid_starts, bytes_count, created_at_ms, asked_at_ms, updated_at_ms
FROM print_jobs;

CREATE TABLE print_job_events_anew (
  sequence INTEGER PRIMARY KEY,
  job_id TEXT NOT NULL REFERENCES print_jobs_anew (id),
  event TEXT NOT NULL,
  from_state TEXT,
  to_state TEXT NOT NULL,
  kind TEXT NOT NULL,
  copy_number INTEGER NOT NULL,
  trouble TEXT,
  actor TEXT NOT NULL,
  bytes_count INTEGER NOT NULL DEFAULT 0,
  at_ms INTEGER NOT NULL
) STRICT;
INSERT INTO print_job_events_anew (sequence, job_id, event, from_state, to_state, kind, copy_number, trouble, actor, bytes_count, at_ms)
SELECT sequence, job_id, event, from_state, to_state, kind, copy_number, trouble, actor, bytes_count, at_ms
FROM print_job_events;

DROP TABLE print_job_events;
DROP TABLE print_jobs;
ALTER TABLE print_jobs_anew RENAME TO print_jobs;
ALTER TABLE print_job_events_anew RENAME TO print_job_events;

CREATE UNIQUE INDEX print_jobs_one_at_accept ON print_jobs (payment_id) WHERE origin = 'accept';
CREATE INDEX print_jobs_by_payment ON print_jobs (payment_id, sequence);
CREATE INDEX print_jobs_open ON print_jobs (sequence) WHERE state IN ('awaitingResult', 'waiting', 'printing', 'failed', 'setAside');
CREATE TRIGGER print_jobs_never_deleted BEFORE DELETE ON print_jobs BEGIN SELECT RAISE(ABORT, 'print jobs are never deleted'); END;
CREATE INDEX print_job_events_by_job ON print_job_events (job_id, sequence);
CREATE TRIGGER print_job_events_no_update BEFORE UPDATE ON print_job_events BEGIN SELECT RAISE(ABORT, 'print events are append-only'); END;
CREATE TRIGGER print_job_events_no_delete BEFORE DELETE ON print_job_events BEGIN SELECT RAISE(ABORT, 'print events are append-only'); END;
