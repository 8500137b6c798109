DROP TABLE joining_cells;
