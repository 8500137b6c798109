-- How many households there are, to how many doors anybody ever came and at how many anybody was ever met, counted in the
-- transaction that writes it; and on each household whether it is one of those. The cells are counted when the program starts
-- and finds none.
CREATE TABLE household_cells (
    area_id TEXT COLLATE "C" NOT NULL,
    parent_id TEXT COLLATE "C" NOT NULL,
    grouping TEXT COLLATE "C" NOT NULL,
    grain TEXT COLLATE "C" NOT NULL,
    on_day DATE NOT NULL,
    group_key TEXT COLLATE "C" NOT NULL,
    known BIGINT NOT NULL,
    called BIGINT NOT NULL,
    met BIGINT NOT NULL,
    PRIMARY KEY (area_id, grouping, grain, on_day, group_key)
);
CREATE INDEX household_cells_by_parent ON household_cells (parent_id, grouping, grain, on_day);
ALTER TABLE households ADD COLUMN called BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE households ADD COLUMN met BOOLEAN NOT NULL DEFAULT FALSE;
UPDATE households SET called = TRUE WHERE id IN (
    SELECT household_id FROM visits WHERE amended_by_id IS NULL AND reached <> 'nowhere'
);
UPDATE households SET met = TRUE WHERE id IN (
    SELECT household_id FROM visits WHERE amended_by_id IS NULL AND reached IN ('people', 'talk', 'interest')
);
CREATE INDEX households_by_met ON households (met, id);
