-- What a paper looks like from a day on. Never edited: a decision that changes a form is another row.
CREATE TABLE paper_layouts (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    paper TEXT COLLATE "C" NOT NULL,
    effective_from DATE NOT NULL,
    doubt TEXT COLLATE "C",
    layout TEXT COLLATE "C" NOT NULL,
    recorded_at TIMESTAMP NOT NULL,
    recorded_by TEXT COLLATE "C"
);
CREATE UNIQUE INDEX paper_layouts_one_per_day ON paper_layouts (paper, effective_from);
-- A paper that was made for the office, for a household, or for the books. Once it is ready it never changes.
CREATE TABLE papers (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    paper TEXT COLLATE "C" NOT NULL,
    organisation_id TEXT COLLATE "C" NOT NULL REFERENCES organisations (id),
    area_id TEXT COLLATE "C" NOT NULL REFERENCES areas (id),
    layout_id TEXT COLLATE "C" NOT NULL REFERENCES paper_layouts (id),
    number TEXT COLLATE "C",
    household_id TEXT COLLATE "C" REFERENCES households (id),
    from_day DATE NOT NULL,
    to_day DATE NOT NULL,
    state TEXT COLLATE "C" NOT NULL,
    line_count INTEGER NOT NULL,
    lines_done INTEGER NOT NULL,
    left_out INTEGER NOT NULL,
    full_vnd BIGINT NOT NULL,
    payable_vnd BIGINT NOT NULL,
    file_bytes BIGINT NOT NULL,
    sha256 TEXT COLLATE "C",
    failed_because TEXT COLLATE "C",
    created_by TEXT COLLATE "C" NOT NULL,
    created_at TIMESTAMP NOT NULL,
    ready_at TIMESTAMP,
    rev BIGINT NOT NULL
);
CREATE INDEX papers_by_area ON papers (area_id, id);
CREATE INDEX papers_by_organisation ON papers (organisation_id, id);
CREATE INDEX papers_by_household ON papers (household_id);
CREATE INDEX papers_by_state ON papers (state, id);
-- Which batches a paper is made from.
CREATE TABLE paper_batches (
    paper_id TEXT COLLATE "C" NOT NULL REFERENCES papers (id),
    batch_id TEXT COLLATE "C" NOT NULL REFERENCES enrolment_batches (id),
    PRIMARY KEY (paper_id, batch_id)
);
-- On which paper a stop or a refund was told to the office: on one, and no more.
CREATE TABLE paper_endings (
    step_id TEXT COLLATE "C" NOT NULL PRIMARY KEY REFERENCES enrolment_steps (id),
    paper_id TEXT COLLATE "C" NOT NULL REFERENCES papers (id)
);
-- The file of a paper in pieces, each sealed by itself.
CREATE TABLE paper_pieces (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    paper_id TEXT COLLATE "C" NOT NULL REFERENCES papers (id),
    position INTEGER NOT NULL,
    bytes_sealed TEXT COLLATE "C" NOT NULL,
    seal_key INTEGER NOT NULL
);
CREATE UNIQUE INDEX paper_pieces_one_per_position ON paper_pieces (paper_id, position);
CREATE INDEX paper_pieces_by_seal_key ON paper_pieces (seal_key);
-- By which the stops and refunds of an organisation are found, its receipts of a span, and what was paid in one.
CREATE INDEX enrolments_by_step ON enrolments (organisation_id, step);
CREATE INDEX enrolment_receipts_by_issue ON enrolment_receipts (organisation_id, issued_on);
CREATE INDEX enrolment_receipts_by_payment ON enrolment_receipts (paid_on);
