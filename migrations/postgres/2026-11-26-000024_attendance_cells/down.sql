ALTER TABLE event_attendees DROP COLUMN twice;
ALTER TABLE event_attendees DROP COLUMN led_on;
ALTER TABLE event_attendees DROP COLUMN counted_area_id;
DROP TABLE attendance_cells;
