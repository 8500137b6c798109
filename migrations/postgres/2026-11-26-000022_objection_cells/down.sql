DELETE FROM funnel_cells;
DROP TABLE objection_cells;
