-- A roster somebody brought, and what becomes of it: the mapping of its columns, what its rows come to, how far it is.
CREATE TABLE imports (
    id TEXT NOT NULL PRIMARY KEY,
    area_id TEXT NOT NULL REFERENCES areas (id),
    organisation_id TEXT REFERENCES organisations (id),
    file_name TEXT NOT NULL,
    kind TEXT NOT NULL,
    state TEXT NOT NULL,
    header_row INTEGER NOT NULL,
    header_index TEXT NOT NULL,
    mapping_from TEXT NOT NULL,
    columns_sealed TEXT NOT NULL,
    seal_key INTEGER NOT NULL,
    pieces INTEGER NOT NULL,
    pieces_done INTEGER NOT NULL,
    row_count INTEGER NOT NULL,
    new_rows INTEGER NOT NULL,
    fills_rows INTEGER NOT NULL,
    unchanged_rows INTEGER NOT NULL,
    warning_rows INTEGER NOT NULL,
    error_rows INTEGER NOT NULL,
    made_households INTEGER NOT NULL,
    made_persons INTEGER NOT NULL,
    filled_persons INTEGER NOT NULL,
    kept_records INTEGER NOT NULL,
    created_by TEXT NOT NULL,
    acted_by TEXT,
    created_at TIMESTAMP NOT NULL,
    committed_at TIMESTAMP,
    undone_at TIMESTAMP,
    rev BIGINT NOT NULL
);
CREATE INDEX imports_by_area ON imports (area_id, id);
CREATE INDEX imports_by_state ON imports (state, id);
CREATE INDEX imports_by_seal_key ON imports (seal_key);
-- Some hundred rows of a roster as they came, what each comes to, and what was made of them: sealed, each by itself.
CREATE TABLE import_pieces (
    id TEXT NOT NULL PRIMARY KEY,
    import_id TEXT NOT NULL REFERENCES imports (id),
    position INTEGER NOT NULL,
    new_rows INTEGER NOT NULL,
    fills_rows INTEGER NOT NULL,
    unchanged_rows INTEGER NOT NULL,
    warning_rows INTEGER NOT NULL,
    error_rows INTEGER NOT NULL,
    rows_sealed TEXT NOT NULL,
    verdicts_sealed TEXT NOT NULL,
    made_sealed TEXT,
    seal_key INTEGER NOT NULL
);
CREATE UNIQUE INDEX import_pieces_one_per_position ON import_pieces (import_id, position);
CREATE INDEX import_pieces_by_seal_key ON import_pieces (seal_key);
-- How an organisation's rosters with these headings are read.
CREATE TABLE import_mappings (
    organisation_id TEXT NOT NULL REFERENCES organisations (id),
    header_index TEXT NOT NULL,
    fields TEXT NOT NULL,
    saved_at TIMESTAMP NOT NULL,
    PRIMARY KEY (organisation_id, header_index)
);
-- By which a roster's households are found again.
CREATE INDEX households_by_code ON households (area_id, code);
CREATE INDEX households_by_name ON households (area_id, name_key);
-- Taking back what an import made asks for each person who refers to it.
CREATE INDEX persons_by_merged_into ON persons (merged_into_id);
CREATE INDEX follow_ups_by_person ON follow_ups (person_id);
