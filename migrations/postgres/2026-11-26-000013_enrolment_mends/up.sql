-- Who took up a kept quote: one part of it is one person's.
CREATE INDEX enrolments_by_kept_quote ON enrolments (kept_quote_id);
