-- Who came into a scheme or left it by a decision, and not one by one: from a day on, so many people. Never changed; a
-- correction is a row that stands in the place of an earlier one.
CREATE TABLE coverage_shifts (
    id TEXT NOT NULL PRIMARY KEY,
    area_id TEXT NOT NULL REFERENCES areas (id),
    scheme TEXT NOT NULL,
    on_day DATE NOT NULL,
    kind TEXT NOT NULL,
    persons BIGINT NOT NULL,
    qualifier TEXT NOT NULL,
    document_id TEXT REFERENCES documents (id),
    source TEXT NOT NULL,
    note TEXT,
    replaces_id TEXT REFERENCES coverage_shifts (id),
    created_by TEXT,
    created_at TIMESTAMP NOT NULL
);
CREATE INDEX coverage_shifts_by_area ON coverage_shifts (area_id, scheme, on_day);
CREATE UNIQUE INDEX coverage_shifts_replaced_once ON coverage_shifts (replaces_id);
