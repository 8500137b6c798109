DROP INDEX enrolments_by_kept_quote;
