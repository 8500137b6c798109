-- Who took up a kept quote: one part of it is one person's.
CREATE INDEX enrolments_by_kept_quote ON enrolments (kept_quote_id);
-- By what a receipt is told from others, however it was typed. What is there keeps its own number for it.
ALTER TABLE enrolment_receipts ADD COLUMN number_key TEXT NOT NULL DEFAULT '';
UPDATE enrolment_receipts SET number_key = number;
DROP INDEX enrolment_receipts_one_per_number;
CREATE UNIQUE INDEX enrolment_receipts_one_per_number ON enrolment_receipts (organisation_id, year, number_key) WHERE voided_at IS NULL;
