-- People who joined, by the day they paid, counted in the transaction that writes the receipt. The cells are counted when the
-- program starts and finds none.
CREATE TABLE joining_cells (
    area_id TEXT COLLATE "C" NOT NULL,
    parent_id TEXT COLLATE "C" NOT NULL,
    grouping TEXT COLLATE "C" NOT NULL,
    grain TEXT COLLATE "C" NOT NULL,
    on_day DATE NOT NULL,
    group_key TEXT COLLATE "C" NOT NULL,
    days TEXT COLLATE "C" NOT NULL DEFAULT '',
    new BIGINT NOT NULL,
    re_activated BIGINT NOT NULL,
    moved_in BIGINT NOT NULL,
    renewed BIGINT NOT NULL,
    PRIMARY KEY (area_id, grouping, grain, on_day, group_key)
);
CREATE INDEX joining_cells_by_parent ON joining_cells (parent_id, grouping, grain, on_day);
