DROP INDEX enrolment_receipts_by_payment;
DROP INDEX enrolment_receipts_by_issue;
DROP INDEX enrolments_by_step;
DROP TABLE paper_pieces;
DROP TABLE paper_endings;
DROP TABLE paper_batches;
DROP TABLE papers;
DROP TABLE paper_layouts;
