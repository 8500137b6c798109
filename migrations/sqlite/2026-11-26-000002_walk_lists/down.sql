DROP TABLE walk_list_assignments;
DROP TABLE walk_list_reasons;
DROP TABLE walk_list_entries;
DROP TABLE walk_lists;
