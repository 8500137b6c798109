-- How often the law as it is written here has changed. Whoever keeps this number can ask what was known then.
CREATE TABLE law_state (
    id INTEGER NOT NULL PRIMARY KEY,
    n BIGINT NOT NULL
);
INSERT INTO law_state (id, n) VALUES (1, 0);
-- What the law says from a day on. Never edited: a new decree is a new row. Without a value it no longer holds.
CREATE TABLE rates (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    kind TEXT COLLATE "C" NOT NULL,
    key TEXT COLLATE "C" NOT NULL,
    value BIGINT,
    effective_from DATE NOT NULL,
    legal_basis TEXT COLLATE "C" NOT NULL,
    article TEXT COLLATE "C",
    confidence TEXT COLLATE "C" NOT NULL,
    note TEXT COLLATE "C",
    late_because TEXT COLLATE "C",
    recorded_at TIMESTAMP NOT NULL,
    recorded_n BIGINT NOT NULL,
    recorded_by TEXT COLLATE "C",
    withdrawn_at TIMESTAMP,
    withdrawn_n BIGINT,
    withdrawn_by TEXT COLLATE "C",
    withdrawn_why TEXT COLLATE "C"
);
CREATE INDEX rates_by_kind ON rates (kind, key, effective_from);
-- What a local resolution adds. Never edited: a new one supersedes it, or it is ended on a day.
CREATE TABLE support_rules (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    area_id TEXT COLLATE "C" NOT NULL REFERENCES areas (id),
    issuer_id TEXT COLLATE "C" NOT NULL REFERENCES organisations (id),
    number TEXT COLLATE "C" NOT NULL,
    year INTEGER NOT NULL,
    document_id TEXT COLLATE "C" REFERENCES documents (id),
    scheme TEXT COLLATE "C" NOT NULL,
    all_groups TEXT COLLATE "C" NOT NULL,
    any_groups TEXT COLLATE "C" NOT NULL,
    none_groups TEXT COLLATE "C" NOT NULL,
    age_from INTEGER,
    age_to INTEGER,
    residency TEXT COLLATE "C" NOT NULL,
    basis TEXT COLLATE "C" NOT NULL,
    value BIGINT NOT NULL,
    layers TEXT COLLATE "C" NOT NULL,
    stacking TEXT COLLATE "C" NOT NULL,
    cap_ppm BIGINT NOT NULL,
    effective_from DATE NOT NULL,
    effective_to DATE,
    begins TEXT COLLATE "C" NOT NULL,
    max_months INTEGER,
    supersedes_id TEXT COLLATE "C" REFERENCES support_rules (id),
    article TEXT COLLATE "C",
    note TEXT COLLATE "C",
    recorded_at TIMESTAMP NOT NULL,
    recorded_n BIGINT NOT NULL,
    recorded_by TEXT COLLATE "C"
);
CREATE INDEX support_rules_by_area ON support_rules (area_id, id);
-- Where a rule holds: areas of today, or of before a change of the map.
CREATE TABLE support_rule_areas (
    rule_id TEXT COLLATE "C" NOT NULL REFERENCES support_rules (id),
    area_id TEXT COLLATE "C" NOT NULL REFERENCES areas (id),
    PRIMARY KEY (rule_id, area_id)
);
-- The last day of a rule that was ended without another in its place.
CREATE TABLE support_rule_ends (
    rule_id TEXT COLLATE "C" NOT NULL PRIMARY KEY REFERENCES support_rules (id),
    last_day DATE NOT NULL,
    why TEXT COLLATE "C" NOT NULL,
    recorded_at TIMESTAMP NOT NULL,
    recorded_n BIGINT NOT NULL,
    recorded_by TEXT COLLATE "C"
);
-- A quote somebody was given, with the number of the law it rests on: it can be computed again.
CREATE TABLE kept_quotes (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    area_id TEXT COLLATE "C" NOT NULL REFERENCES areas (id),
    organisation_id TEXT COLLATE "C" REFERENCES organisations (id),
    scheme TEXT COLLATE "C" NOT NULL,
    on_day DATE NOT NULL,
    law_n BIGINT NOT NULL,
    question_sealed TEXT COLLATE "C" NOT NULL,
    answer_sealed TEXT COLLATE "C" NOT NULL,
    seal_key INTEGER NOT NULL,
    members INTEGER NOT NULL,
    full_vnd BIGINT NOT NULL,
    state_vnd BIGINT NOT NULL,
    local_vnd BIGINT NOT NULL,
    other_vnd BIGINT NOT NULL,
    payable_vnd BIGINT NOT NULL,
    starts_on DATE NOT NULL,
    paid_to DATE NOT NULL,
    due_by DATE,
    valid_to DATE NOT NULL,
    used_at TIMESTAMP,
    kept_at TIMESTAMP NOT NULL,
    kept_by TEXT COLLATE "C"
);
CREATE INDEX kept_quotes_by_area ON kept_quotes (area_id, id);
CREATE INDEX kept_quotes_by_valid_to ON kept_quotes (valid_to, id);
CREATE INDEX kept_quotes_by_seal_key ON kept_quotes (seal_key);
