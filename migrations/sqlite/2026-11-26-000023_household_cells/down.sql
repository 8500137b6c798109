DROP INDEX households_by_met;
ALTER TABLE households DROP COLUMN met;
ALTER TABLE households DROP COLUMN called;
DROP TABLE household_cells;
