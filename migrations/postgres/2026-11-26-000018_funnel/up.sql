-- The way from the list to the renewal in one table of cells, and on each row behind it the place, day and campaign it counts
-- under whatever becomes of the household. The cells are counted when the program starts and finds none.
DROP TABLE visit_cells;
CREATE TABLE funnel_cells (
    area_id TEXT COLLATE "C" NOT NULL,
    parent_id TEXT COLLATE "C" NOT NULL,
    grouping TEXT COLLATE "C" NOT NULL,
    grain TEXT COLLATE "C" NOT NULL,
    on_day DATE NOT NULL,
    group_key TEXT COLLATE "C" NOT NULL,
    listed BIGINT NOT NULL,
    attempted BIGINT NOT NULL,
    doors BIGINT NOT NULL,
    met BIGINT NOT NULL,
    talked BIGINT NOT NULL,
    interested BIGINT NOT NULL,
    led_on BIGINT NOT NULL,
    signed BIGINT NOT NULL,
    paid BIGINT NOT NULL,
    issued BIGINT NOT NULL,
    ended BIGINT NOT NULL,
    renewed BIGINT NOT NULL,
    PRIMARY KEY (area_id, grouping, grain, on_day, group_key)
);
CREATE INDEX funnel_cells_by_parent ON funnel_cells (parent_id, grouping, grain, on_day);
ALTER TABLE visits ADD COLUMN led_on BOOLEAN NOT NULL DEFAULT FALSE;
UPDATE visits SET led_on = TRUE WHERE id IN (SELECT source_id FROM enrolments WHERE source = 'visit');
ALTER TABLE walk_list_entries ADD COLUMN area_id TEXT COLLATE "C" NOT NULL DEFAULT '';
ALTER TABLE walk_list_entries ADD COLUMN attempted BOOLEAN NOT NULL DEFAULT FALSE;
UPDATE walk_list_entries SET
    area_id = (SELECT households.area_id FROM households WHERE households.id = walk_list_entries.household_id),
    attempted = EXISTS (
        SELECT 1 FROM visits INNER JOIN walk_lists ON walk_lists.id = walk_list_entries.list_id
        WHERE visits.household_id = walk_list_entries.household_id AND visits.amended_by_id IS NULL
            AND visits.reached <> 'nowhere' AND visits.counted_at >= walk_lists.created_at
            AND (walk_lists.closed_at IS NULL OR visits.counted_at <= walk_lists.closed_at)
    );
CREATE INDEX walk_list_entries_by_area ON walk_list_entries (area_id, list_id, position);
-- Where, when and in which campaign a sign-up counts, and how far it came. The day it was promised is not known of older
-- rows, the quote's is.
CREATE TABLE enrolment_counts (
    enrolment_id TEXT COLLATE "C" NOT NULL PRIMARY KEY REFERENCES enrolments (id),
    area_id TEXT COLLATE "C" NOT NULL,
    on_day DATE NOT NULL,
    campaign_id TEXT COLLATE "C",
    reached TEXT COLLATE "C" NOT NULL
);
INSERT INTO enrolment_counts (enrolment_id, area_id, on_day, campaign_id, reached)
SELECT id, area_id, quoted_on,
    COALESCE(
        (SELECT visits.campaign_id FROM visits WHERE enrolments.source = 'visit' AND visits.id = enrolments.source_id),
        (SELECT events.campaign_id FROM events WHERE enrolments.source = 'event' AND events.id = enrolments.source_id)
    ),
    CASE
        WHEN step IN ('promised', 'declared', 'paid', 'handed_in', 'issued') THEN step
        WHEN step = 'refused' THEN 'handed_in'
        WHEN EXISTS (
            SELECT 1 FROM enrolment_steps WHERE enrolment_steps.enrolment_id = enrolments.id AND to_step = 'issued'
        ) THEN 'issued'
        WHEN EXISTS (
            SELECT 1 FROM enrolment_steps WHERE enrolment_steps.enrolment_id = enrolments.id AND to_step = 'paid'
        ) THEN 'paid'
        ELSE 'promised'
    END
FROM enrolments;
CREATE INDEX enrolment_counts_by_area ON enrolment_counts (area_id, on_day);
ALTER TABLE renewals ADD COLUMN counted_area_id TEXT COLLATE "C" NOT NULL DEFAULT '';
UPDATE renewals SET counted_area_id = area_id;
CREATE INDEX renewals_counted ON renewals (counted_area_id, paid_to);
