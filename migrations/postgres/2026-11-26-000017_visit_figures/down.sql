DROP TABLE visit_cells;
ALTER TABLE visits DROP COLUMN reached;
