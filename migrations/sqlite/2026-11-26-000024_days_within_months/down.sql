DROP INDEX visits_by_area;
CREATE INDEX visits_by_area ON visits (area_id, counted_at);
DELETE FROM activity_cells;
DELETE FROM funnel_cells;
ALTER TABLE activity_cells DROP COLUMN days;
ALTER TABLE funnel_cells DROP COLUMN days;
