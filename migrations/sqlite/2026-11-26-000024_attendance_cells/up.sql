-- Known people who were at events, by who held them, counted in the transaction that writes it; and on each attendance where it
-- counts, whether a sign-up names it and whether it is there twice. The cells are counted when the program starts and finds none.
CREATE TABLE attendance_cells (
    area_id TEXT NOT NULL,
    parent_id TEXT NOT NULL,
    grouping TEXT NOT NULL,
    grain TEXT NOT NULL,
    on_day DATE NOT NULL,
    group_key TEXT NOT NULL,
    attended BIGINT NOT NULL,
    led_on BIGINT NOT NULL,
    PRIMARY KEY (area_id, grouping, grain, on_day, group_key)
);
CREATE INDEX attendance_cells_by_parent ON attendance_cells (parent_id, grouping, grain, on_day);
ALTER TABLE event_attendees ADD COLUMN counted_area_id TEXT NOT NULL DEFAULT '';
ALTER TABLE event_attendees ADD COLUMN led_on BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE event_attendees ADD COLUMN twice BOOLEAN NOT NULL DEFAULT FALSE;
UPDATE event_attendees SET counted_area_id = area_id;
UPDATE event_attendees SET led_on = TRUE WHERE EXISTS (
    SELECT 1 FROM enrolments INNER JOIN events AS named ON named.id = enrolments.source_id
        INNER JOIN events AS recorded ON recorded.id = event_attendees.event_id
    WHERE enrolments.source = 'event' AND enrolments.person_id = event_attendees.person_id
        AND COALESCE(named.merged_into_id, named.id) = COALESCE(recorded.merged_into_id, recorded.id)
);
UPDATE event_attendees SET twice = TRUE WHERE withdrawn_at IS NULL AND EXISTS (
    SELECT 1 FROM event_attendees AS other INNER JOIN events AS there ON there.id = other.event_id
        INNER JOIN events AS here ON here.id = event_attendees.event_id
    WHERE other.person_id = event_attendees.person_id AND other.withdrawn_at IS NULL AND other.id <> event_attendees.id
        AND COALESCE(there.merged_into_id, there.id) = COALESCE(here.merged_into_id, here.id)
        AND here.merged_into_id IS NOT NULL AND (there.merged_into_id IS NULL OR there.id < here.id)
);
