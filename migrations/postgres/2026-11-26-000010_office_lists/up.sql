-- A list that the social security office sent to a collection organisation: its answers, who runs out, who is on its books.
CREATE TABLE office_lists (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    kind TEXT COLLATE "C" NOT NULL,
    organisation_id TEXT COLLATE "C" NOT NULL REFERENCES organisations (id),
    area_id TEXT COLLATE "C" NOT NULL REFERENCES areas (id),
    as_of DATE NOT NULL,
    scheme TEXT COLLATE "C",
    file_name TEXT COLLATE "C" NOT NULL,
    state TEXT COLLATE "C" NOT NULL,
    header_row INTEGER NOT NULL,
    columns_sealed TEXT COLLATE "C" NOT NULL,
    pieces INTEGER NOT NULL,
    pieces_done INTEGER NOT NULL,
    row_count INTEGER NOT NULL,
    looked_to TEXT COLLATE "C",
    closed_why_sealed TEXT COLLATE "C",
    seal_key INTEGER NOT NULL,
    created_by TEXT COLLATE "C" NOT NULL,
    acted_by TEXT COLLATE "C" NOT NULL,
    created_at TIMESTAMP NOT NULL,
    closed_at TIMESTAMP,
    rev BIGINT NOT NULL
);
CREATE INDEX office_lists_by_area ON office_lists (area_id, id);
CREATE INDEX office_lists_by_organisation ON office_lists (organisation_id, id);
CREATE INDEX office_lists_by_state ON office_lists (state, id);
CREATE INDEX office_lists_by_seal_key ON office_lists (seal_key);
-- Some hundred rows as they came, sealed, until they are looked at.
CREATE TABLE office_list_pieces (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    list_id TEXT COLLATE "C" NOT NULL REFERENCES office_lists (id),
    position INTEGER NOT NULL,
    waiting_sealed TEXT COLLATE "C" NOT NULL,
    seal_key INTEGER NOT NULL
);
CREATE UNIQUE INDEX office_list_pieces_one_per_position ON office_list_pieces (list_id, position);
CREATE INDEX office_list_pieces_by_seal_key ON office_list_pieces (seal_key);
-- A row of such a list, sealed as it came; what was found of it, and what became of that.
CREATE TABLE office_list_rows (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    list_id TEXT COLLATE "C" NOT NULL REFERENCES office_lists (id),
    n INTEGER NOT NULL,
    row_sealed TEXT COLLATE "C",
    finding TEXT COLLATE "C" NOT NULL,
    differs TEXT COLLATE "C" NOT NULL,
    enrolment_id TEXT COLLATE "C",
    renewal_id TEXT COLLATE "C",
    theirs_vnd BIGINT,
    ours_vnd BIGINT,
    settled_as TEXT COLLATE "C",
    settled_by TEXT COLLATE "C",
    settled_at TIMESTAMP,
    why_sealed TEXT COLLATE "C",
    seal_key INTEGER NOT NULL,
    rev BIGINT NOT NULL
);
CREATE UNIQUE INDEX office_list_rows_one_per_n ON office_list_rows (list_id, n);
CREATE INDEX office_list_rows_by_finding ON office_list_rows (list_id, finding, settled_as, n);
CREATE INDEX office_list_rows_by_settled ON office_list_rows (list_id, settled_as, n);
CREATE INDEX office_list_rows_by_enrolment ON office_list_rows (list_id, enrolment_id);
CREATE INDEX office_list_rows_by_seal_key ON office_list_rows (seal_key);
