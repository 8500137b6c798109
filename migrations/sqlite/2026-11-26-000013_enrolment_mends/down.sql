DROP INDEX enrolment_receipts_one_per_number;
CREATE UNIQUE INDEX enrolment_receipts_one_per_number ON enrolment_receipts (organisation_id, year, number) WHERE voided_at IS NULL;
ALTER TABLE enrolment_receipts DROP COLUMN number_key;
DROP INDEX enrolments_by_kept_quote;
