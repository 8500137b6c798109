DROP TABLE office_list_rows;
DROP TABLE office_list_pieces;
DROP TABLE office_lists;
