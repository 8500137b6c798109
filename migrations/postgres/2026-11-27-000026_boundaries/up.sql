-- Files of boundaries that an operator brought. Taken back, a file stays on record and its boundaries go.
CREATE TABLE boundary_imports (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    file_name TEXT COLLATE "C" NOT NULL,
    sha256 TEXT COLLATE "C" NOT NULL,
    source TEXT COLLATE "C" NOT NULL,
    on_day DATE NOT NULL,
    valid_from DATE,
    areas BIGINT NOT NULL,
    united BIGINT NOT NULL,
    imported_at TIMESTAMP NOT NULL,
    withdrawn_at TIMESTAMP
);
-- The boundary of an area from a day on, projected and simplified once: a path in units of 10 m, a point inside for the
-- name, and how far it reaches. Never changed; a later import stands before an earlier one.
CREATE TABLE area_boundaries (
    import_id TEXT COLLATE "C" NOT NULL REFERENCES boundary_imports (id),
    area_id TEXT COLLATE "C" NOT NULL REFERENCES areas (id),
    detail TEXT COLLATE "C" NOT NULL,
    valid_from DATE NOT NULL,
    path TEXT COLLATE "C" NOT NULL,
    x INTEGER NOT NULL,
    y INTEGER NOT NULL,
    west INTEGER NOT NULL,
    north INTEGER NOT NULL,
    east INTEGER NOT NULL,
    south INTEGER NOT NULL,
    PRIMARY KEY (area_id, detail, valid_from, import_id)
);
CREATE INDEX area_boundaries_by_import ON area_boundaries (import_id);
