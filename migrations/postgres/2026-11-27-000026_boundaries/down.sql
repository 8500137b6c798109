DROP TABLE area_boundaries;
DROP TABLE boundary_imports;
