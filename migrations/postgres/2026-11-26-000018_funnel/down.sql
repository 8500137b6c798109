DROP INDEX renewals_counted;
ALTER TABLE renewals DROP COLUMN counted_area_id;
DROP TABLE enrolment_counts;
DROP INDEX walk_list_entries_by_area;
ALTER TABLE walk_list_entries DROP COLUMN attempted;
ALTER TABLE walk_list_entries DROP COLUMN area_id;
ALTER TABLE visits DROP COLUMN led_on;
DROP TABLE funnel_cells;
CREATE TABLE visit_cells (
    area_id TEXT COLLATE "C" NOT NULL,
    grouping TEXT COLLATE "C" NOT NULL,
    grain TEXT COLLATE "C" NOT NULL,
    on_day DATE NOT NULL,
    group_key TEXT COLLATE "C" NOT NULL,
    parent_id TEXT COLLATE "C" NOT NULL,
    doors BIGINT NOT NULL,
    met BIGINT NOT NULL,
    talked BIGINT NOT NULL,
    interested BIGINT NOT NULL,
    PRIMARY KEY (area_id, grouping, grain, on_day, group_key)
);
CREATE INDEX visit_cells_by_parent ON visit_cells (parent_id, grouping, grain, on_day);
