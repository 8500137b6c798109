-- What an organisation pays its collectors for a sign-up, from a day on. Never edited; one without share and amount ends it.
CREATE TABLE remuneration_rates (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    organisation_id TEXT COLLATE "C" NOT NULL REFERENCES organisations (id),
    area_id TEXT COLLATE "C" NOT NULL REFERENCES areas (id),
    scheme TEXT COLLATE "C" NOT NULL,
    kind TEXT COLLATE "C" NOT NULL,
    min_months INTEGER NOT NULL,
    effective_from DATE NOT NULL,
    share_ppm BIGINT,
    per_head_vnd BIGINT,
    legal_basis TEXT COLLATE "C" NOT NULL,
    recorded_at TIMESTAMP NOT NULL,
    recorded_by TEXT COLLATE "C"
);
CREATE UNIQUE INDEX remuneration_rates_one_per_day ON remuneration_rates (organisation_id, area_id, scheme, kind, min_months, effective_from);
-- What an organisation owes its collectors for a month, as it was known when it was drawn up. Never changed.
CREATE TABLE remuneration_statements (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    organisation_id TEXT COLLATE "C" NOT NULL REFERENCES organisations (id),
    area_id TEXT COLLATE "C" NOT NULL REFERENCES areas (id),
    month DATE NOT NULL,
    line_count INTEGER NOT NULL,
    missing INTEGER NOT NULL,
    base_vnd BIGINT NOT NULL,
    amount_vnd BIGINT NOT NULL,
    created_by TEXT COLLATE "C",
    created_at TIMESTAMP NOT NULL
);
CREATE UNIQUE INDEX remuneration_statements_one_per_month ON remuneration_statements (organisation_id, area_id, month);
CREATE INDEX remuneration_statements_by_area ON remuneration_statements (area_id, id);
-- A sign-up on a statement: what is owed for it, or what changed since the line that it names.
CREATE TABLE remuneration_lines (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    statement_id TEXT COLLATE "C" NOT NULL REFERENCES remuneration_statements (id),
    organisation_id TEXT COLLATE "C" NOT NULL REFERENCES organisations (id),
    area_id TEXT COLLATE "C" NOT NULL REFERENCES areas (id),
    collector_id TEXT COLLATE "C",
    enrolment_id TEXT COLLATE "C" NOT NULL REFERENCES enrolments (id),
    paid_on DATE,
    scheme TEXT COLLATE "C" NOT NULL,
    kind TEXT COLLATE "C" NOT NULL,
    months INTEGER NOT NULL,
    base_vnd BIGINT NOT NULL,
    rate_id TEXT COLLATE "C",
    rate_missing BOOLEAN NOT NULL,
    due_vnd BIGINT NOT NULL,
    amount_vnd BIGINT NOT NULL,
    adjusts_id TEXT COLLATE "C"
);
CREATE UNIQUE INDEX remuneration_lines_one_per_enrolment ON remuneration_lines (statement_id, enrolment_id);
CREATE INDEX remuneration_lines_by_enrolment ON remuneration_lines (enrolment_id, id);
CREATE INDEX remuneration_lines_of_organisation ON remuneration_lines (organisation_id, id);
CREATE INDEX remuneration_lines_of_collector ON remuneration_lines (collector_id, id);
