DROP TABLE evaluation_looks;
DROP TABLE evaluation_units;
DROP TABLE evaluations;
