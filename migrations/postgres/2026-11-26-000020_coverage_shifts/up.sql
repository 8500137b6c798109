-- Who came into a scheme or left it by a decision, and not one by one: from a day on, so many people. Never changed; a
-- correction is a row that stands in the place of an earlier one.
CREATE TABLE coverage_shifts (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    area_id TEXT COLLATE "C" NOT NULL REFERENCES areas (id),
    scheme TEXT COLLATE "C" NOT NULL,
    on_day DATE NOT NULL,
    kind TEXT COLLATE "C" NOT NULL,
    persons BIGINT NOT NULL,
    qualifier TEXT COLLATE "C" NOT NULL,
    document_id TEXT COLLATE "C" REFERENCES documents (id),
    source TEXT COLLATE "C" NOT NULL,
    note TEXT COLLATE "C",
    replaces_id TEXT COLLATE "C" REFERENCES coverage_shifts (id),
    created_by TEXT COLLATE "C",
    created_at TIMESTAMP NOT NULL
);
CREATE INDEX coverage_shifts_by_area ON coverage_shifts (area_id, scheme, on_day);
CREATE UNIQUE INDEX coverage_shifts_replaced_once ON coverage_shifts (replaces_id);
