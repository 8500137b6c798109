UPDATE renewals SET state = 'stopped', reason = 'other' WHERE state = 'ended';
ALTER TABLE refused_ops DROP COLUMN organisation_id;
ALTER TABLE kept_quotes DROP COLUMN shown_vnd;
