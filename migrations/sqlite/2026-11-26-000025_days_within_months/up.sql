-- Days lie within the cell of their month. The cells are counted anew when the program starts and finds none.
DELETE FROM activity_cells;
DELETE FROM funnel_cells;
DELETE FROM objection_cells;
DELETE FROM household_cells;
DELETE FROM attendance_cells;
ALTER TABLE activity_cells ADD COLUMN days TEXT NOT NULL DEFAULT '';
ALTER TABLE funnel_cells ADD COLUMN days TEXT NOT NULL DEFAULT '';
ALTER TABLE objection_cells ADD COLUMN days TEXT NOT NULL DEFAULT '';
ALTER TABLE household_cells ADD COLUMN days TEXT NOT NULL DEFAULT '';
ALTER TABLE attendance_cells ADD COLUMN days TEXT NOT NULL DEFAULT '';
-- A recount reads visits area by area, and of each only this.
DROP INDEX visits_by_area;
CREATE INDEX visits_by_area ON visits (
    area_id, counted_at, counted_on, organisation_id, campaign_id, user_id, reached, led_on, reason, amended_by_id
);
