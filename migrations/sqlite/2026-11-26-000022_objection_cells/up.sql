-- Why promises were taken back and participations given up, and what was asked at events, counted in the transaction that writes
-- it. Visits count by the reason that was given as well: all cells of the funnel are counted anew when the program starts and
-- finds none.
CREATE TABLE objection_cells (
    area_id TEXT NOT NULL,
    parent_id TEXT NOT NULL,
    grouping TEXT NOT NULL,
    grain TEXT NOT NULL,
    on_day DATE NOT NULL,
    group_key TEXT NOT NULL,
    stops BIGINT NOT NULL,
    questions BIGINT NOT NULL,
    answered BIGINT NOT NULL,
    PRIMARY KEY (area_id, grouping, grain, on_day, group_key)
);
CREATE INDEX objection_cells_by_parent ON objection_cells (parent_id, grouping, grain, on_day);
DELETE FROM funnel_cells;
