-- What a phone showed at the door as the sum to be paid, before the server computed it.
ALTER TABLE kept_quotes ADD COLUMN shown_vnd BIGINT;
-- For which collection organisation somebody worked whose operation was refused: another one's people do not see it.
ALTER TABLE refused_ops ADD COLUMN organisation_id TEXT;
-- What ended with its sign-up is no longer told like what somebody said would not be renewed, nor with a reason of another list.
UPDATE renewals SET state = 'ended', reason = NULL, why_sealed = NULL
WHERE state = 'stopped'
AND enrolment_id IN (SELECT id FROM enrolments WHERE step IN ('stopped', 'refunded'));
