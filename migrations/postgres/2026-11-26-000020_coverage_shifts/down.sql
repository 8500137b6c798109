DROP TABLE coverage_shifts;
