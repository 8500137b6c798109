-- A comparison, registered with all that decides its answer. Never changed; only withdrawn, which changes nothing else.
CREATE TABLE evaluations (
    id TEXT NOT NULL PRIMARY KEY,
    campaign_id TEXT NOT NULL REFERENCES campaigns (id),
    area_id TEXT NOT NULL REFERENCES areas (id),
    title TEXT NOT NULL,
    design TEXT NOT NULL,
    scheme TEXT NOT NULL,
    outcome TEXT NOT NULL,
    starts_on DATE NOT NULL,
    ends_on DATE NOT NULL,
    from_month DATE NOT NULL,
    baseline_month DATE NOT NULL,
    registered_late BOOLEAN NOT NULL,
    walk_list_id TEXT REFERENCES walk_lists (id),
    first_doors INTEGER,
    seed TEXT,
    one_in INTEGER,
    cost_vnd BIGINT,
    plan TEXT NOT NULL,
    withdrawn_at TIMESTAMP,
    withdrawn_by TEXT,
    withdrawn_why TEXT,
    created_by TEXT,
    created_at TIMESTAMP NOT NULL
);
CREATE INDEX evaluations_by_area ON evaluations (area_id, id);
CREATE INDEX evaluations_by_campaign ON evaluations (campaign_id, id);
-- What is compared, in the order of the lot where there was one.
CREATE TABLE evaluation_units (
    evaluation_id TEXT NOT NULL REFERENCES evaluations (id),
    n INTEGER NOT NULL,
    area_id TEXT NOT NULL REFERENCES areas (id),
    stratum TEXT NOT NULL,
    drawn_in TEXT NOT NULL,
    assigned BOOLEAN NOT NULL,
    first_month DATE,
    PRIMARY KEY (evaluation_id, n)
);
CREATE UNIQUE INDEX evaluation_units_one_per_area ON evaluation_units (evaluation_id, area_id);
-- What somebody saw on a day, frozen.
CREATE TABLE evaluation_looks (
    id TEXT NOT NULL PRIMARY KEY,
    evaluation_id TEXT NOT NULL REFERENCES evaluations (id),
    area_id TEXT NOT NULL REFERENCES areas (id),
    n INTEGER NOT NULL,
    looked_on DATE NOT NULL,
    grade TEXT NOT NULL,
    result TEXT NOT NULL,
    created_by TEXT,
    created_at TIMESTAMP NOT NULL
);
CREATE UNIQUE INDEX evaluation_looks_one_per_n ON evaluation_looks (evaluation_id, n);
