DROP INDEX follow_ups_by_person;
DROP INDEX persons_by_merged_into;
DROP INDEX households_by_name;
DROP INDEX households_by_code;
DROP TABLE import_mappings;
DROP TABLE import_pieces;
DROP TABLE imports;
