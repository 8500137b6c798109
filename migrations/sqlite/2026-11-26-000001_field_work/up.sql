-- The register: households and the people in them. What identifies somebody is sealed; seal_key says with which data key.
CREATE TABLE households (
    id TEXT NOT NULL PRIMARY KEY,
    area_id TEXT NOT NULL REFERENCES areas (id),
    name TEXT NOT NULL,
    name_key TEXT NOT NULL,
    name_sort TEXT NOT NULL,
    code TEXT,
    house_number TEXT,
    house_sort TEXT NOT NULL,
    address_sealed TEXT,
    landmark_sealed TEXT,
    latitude DOUBLE PRECISION,
    longitude DOUBLE PRECISION,
    accuracy_m INTEGER,
    do_not_contact BOOLEAN NOT NULL,
    status TEXT NOT NULL,
    note_sealed TEXT,
    seal_key INTEGER NOT NULL,
    created_by TEXT,
    created_at TIMESTAMP NOT NULL,
    rev BIGINT NOT NULL
);
CREATE INDEX households_by_area ON households (area_id, house_sort, id);
CREATE INDEX households_by_seal_key ON households (seal_key);
CREATE TABLE persons (
    id TEXT NOT NULL PRIMARY KEY,
    household_id TEXT NOT NULL REFERENCES households (id),
    area_id TEXT NOT NULL REFERENCES areas (id),
    full_name TEXT NOT NULL,
    name_key TEXT NOT NULL,
    name_sort TEXT NOT NULL,
    birth_year INTEGER,
    birth_sealed TEXT,
    sex TEXT,
    relation TEXT,
    citizen_sealed TEXT,
    citizen_index TEXT,
    insurance_sealed TEXT,
    insurance_index TEXT,
    card_sealed TEXT,
    card_index TEXT,
    phone_sealed TEXT,
    phone_index TEXT,
    do_not_contact BOOLEAN NOT NULL,
    status TEXT NOT NULL,
    note_sealed TEXT,
    merged_into_id TEXT REFERENCES persons (id),
    seal_key INTEGER NOT NULL,
    created_by TEXT,
    created_at TIMESTAMP NOT NULL,
    rev BIGINT NOT NULL
);
CREATE INDEX persons_by_household ON persons (household_id);
CREATE INDEX persons_by_area ON persons (area_id, name_sort, id);
CREATE INDEX persons_by_name ON persons (name_key, birth_year);
CREATE INDEX persons_by_name_sort ON persons (name_sort, id);
CREATE INDEX persons_by_citizen ON persons (citizen_index);
CREATE INDEX persons_by_insurance ON persons (insurance_index);
CREATE INDEX persons_by_card ON persons (card_index);
CREATE INDEX persons_by_phone ON persons (phone_index);
CREATE INDEX persons_by_seal_key ON persons (seal_key);
-- One row for each word of a name with what follows it, so that a search may begin with any of them.
CREATE TABLE person_name_words (
    person_id TEXT NOT NULL REFERENCES persons (id),
    position INTEGER NOT NULL,
    tail_key TEXT NOT NULL,
    tail_exact TEXT NOT NULL,
    area_id TEXT NOT NULL,
    PRIMARY KEY (person_id, position)
);
CREATE INDEX person_name_words_by_tail ON person_name_words (tail_key, person_id, area_id, tail_exact);
CREATE INDEX person_name_words_by_exact_tail ON person_name_words (tail_exact, person_id, area_id);
CREATE INDEX person_name_words_by_area ON person_name_words (area_id, tail_key, person_id, tail_exact);
-- Two records of one person made one, and what went over, so that it can be put back.
CREATE TABLE person_merges (
    id TEXT NOT NULL PRIMARY KEY,
    kept_id TEXT NOT NULL REFERENCES persons (id),
    merged_id TEXT NOT NULL REFERENCES persons (id),
    merged_at TIMESTAMP NOT NULL,
    merged_by TEXT,
    undone_at TIMESTAMP
);
CREATE INDEX person_merges_by_kept ON person_merges (kept_id);
CREATE INDEX person_merges_by_merged ON person_merges (merged_id);
CREATE TABLE person_merge_moves (
    merge_id TEXT NOT NULL REFERENCES person_merges (id),
    entity TEXT NOT NULL,
    row_id TEXT NOT NULL,
    detail TEXT NOT NULL,
    PRIMARY KEY (merge_id, entity, row_id, detail)
);
-- That a household or a person belongs to a group (poor, near poor, …): the claim a rule needs, with its evidence.
CREATE TABLE group_claims (
    id TEXT NOT NULL PRIMARY KEY,
    household_id TEXT NOT NULL REFERENCES households (id),
    person_id TEXT REFERENCES persons (id),
    area_id TEXT NOT NULL REFERENCES areas (id),
    group_code TEXT NOT NULL,
    valid_from DATE NOT NULL,
    valid_to DATE,
    evidence_number TEXT,
    evidence_on DATE,
    recorded_by TEXT,
    created_at TIMESTAMP NOT NULL,
    rev BIGINT NOT NULL
);
CREATE INDEX group_claims_by_household ON group_claims (household_id);
CREATE INDEX group_claims_by_person ON group_claims (person_id);
-- Consent of a person to one purpose, with the text that was read out; withdrawn, never deleted.
CREATE TABLE consents (
    id TEXT NOT NULL PRIMARY KEY,
    person_id TEXT NOT NULL REFERENCES persons (id),
    area_id TEXT NOT NULL REFERENCES areas (id),
    purpose TEXT NOT NULL,
    text_version TEXT NOT NULL,
    given_at TIMESTAMP NOT NULL,
    given_how TEXT NOT NULL,
    withdrawn_at TIMESTAMP,
    withdrawn_how TEXT,
    recorded_by TEXT,
    created_at TIMESTAMP NOT NULL,
    rev BIGINT NOT NULL
);
CREATE INDEX consents_by_person ON consents (person_id);
-- What is known of a person's cover in a scheme on a day, and how it is known. Dated rows, never edited.
CREATE TABLE covers (
    id TEXT NOT NULL PRIMARY KEY,
    person_id TEXT NOT NULL REFERENCES persons (id),
    area_id TEXT NOT NULL REFERENCES areas (id),
    scheme TEXT NOT NULL,
    state TEXT NOT NULL,
    valid_from DATE,
    valid_to DATE,
    known_on DATE NOT NULL,
    source TEXT NOT NULL,
    recorded_by TEXT,
    created_at TIMESTAMP NOT NULL
);
CREATE INDEX covers_by_person ON covers (person_id, scheme, known_on);

-- What may come of a visit. Codes are never used again for something else.
CREATE TABLE visit_outcomes (
    code TEXT NOT NULL PRIMARY KEY,
    name_vi TEXT NOT NULL,
    name_en TEXT NOT NULL,
    met BOOLEAN NOT NULL,
    position INTEGER NOT NULL,
    valid_from DATE NOT NULL,
    valid_to DATE
);
-- What happened at a door, once. A correction is another row that amends the first.
CREATE TABLE visits (
    id TEXT NOT NULL PRIMARY KEY,
    household_id TEXT NOT NULL REFERENCES households (id),
    area_id TEXT NOT NULL REFERENCES areas (id),
    user_id TEXT REFERENCES users (id),
    organisation_id TEXT REFERENCES organisations (id),
    campaign_id TEXT REFERENCES campaigns (id),
    device_id TEXT,
    outing_id TEXT,
    occurred_at TIMESTAMP NOT NULL,
    counted_at TIMESTAMP NOT NULL,
    counted_on DATE NOT NULL,
    clock_suspect BOOLEAN NOT NULL,
    outcome TEXT NOT NULL REFERENCES visit_outcomes (code),
    reason TEXT,
    place_state TEXT NOT NULL,
    duration_min INTEGER,
    note_sealed TEXT,
    seal_key INTEGER NOT NULL,
    amends_id TEXT REFERENCES visits (id),
    amend_reason_sealed TEXT,
    amended_by_id TEXT REFERENCES visits (id),
    created_at TIMESTAMP NOT NULL,
    rev BIGINT NOT NULL
);
CREATE INDEX visits_by_household ON visits (household_id, counted_at);
CREATE INDEX visits_by_area ON visits (area_id, counted_at);
CREATE INDEX visits_by_user ON visits (user_id, counted_at);
CREATE INDEX visits_by_seal_key ON visits (seal_key);
CREATE TABLE visit_people (
    visit_id TEXT NOT NULL REFERENCES visits (id),
    person_id TEXT NOT NULL REFERENCES persons (id),
    PRIMARY KEY (visit_id, person_id)
);
CREATE INDEX visit_people_by_person ON visit_people (person_id);
CREATE TABLE visit_interests (
    visit_id TEXT NOT NULL REFERENCES visits (id),
    person_id TEXT NOT NULL REFERENCES persons (id),
    scheme TEXT NOT NULL,
    interest TEXT NOT NULL,
    PRIMARY KEY (visit_id, person_id, scheme)
);
CREATE INDEX visit_interests_by_person ON visit_interests (person_id);
-- A dated promise: somebody comes back. The visit that keeps it closes it.
CREATE TABLE follow_ups (
    id TEXT NOT NULL PRIMARY KEY,
    household_id TEXT NOT NULL REFERENCES households (id),
    person_id TEXT REFERENCES persons (id),
    area_id TEXT NOT NULL REFERENCES areas (id),
    scheme TEXT,
    due_from DATE NOT NULL,
    due_to DATE NOT NULL,
    priority TEXT NOT NULL,
    origin TEXT NOT NULL,
    origin_visit_id TEXT REFERENCES visits (id),
    assigned_to TEXT REFERENCES users (id),
    status TEXT NOT NULL,
    closed_by_visit_id TEXT REFERENCES visits (id),
    closed_at TIMESTAMP,
    closed_why_sealed TEXT,
    note_sealed TEXT,
    seal_key INTEGER NOT NULL,
    created_by TEXT,
    created_at TIMESTAMP NOT NULL,
    rev BIGINT NOT NULL
);
CREATE INDEX follow_ups_by_household ON follow_ups (household_id, status);
CREATE INDEX follow_ups_by_due ON follow_ups (area_id, status, due_to);
CREATE INDEX follow_ups_by_assigned ON follow_ups (assigned_to, status, due_to);
CREATE INDEX follow_ups_by_origin_visit ON follow_ups (origin_visit_id);
CREATE INDEX follow_ups_by_seal_key ON follow_ups (seal_key);

-- A phone with one local database. A phone that was set up anew has another epoch.
CREATE TABLE devices (
    id TEXT NOT NULL PRIMARY KEY,
    user_id TEXT NOT NULL REFERENCES users (id),
    area_id TEXT REFERENCES areas (id),
    epoch TEXT NOT NULL,
    complete_to BIGINT NOT NULL,
    label TEXT,
    app_version TEXT,
    schema_version INTEGER NOT NULL,
    last_contact_at TIMESTAMP NOT NULL,
    last_push_at TIMESTAMP,
    reported_waiting INTEGER,
    reported_refused INTEGER,
    have_rev BIGINT NOT NULL,
    clock_skew_s BIGINT,
    created_at TIMESTAMP NOT NULL,
    revoked_at TIMESTAMP
);
CREATE INDEX devices_by_user ON devices (user_id);
-- Every operation a phone ever brought, for ever: the primary key is what makes a repetition harmless.
CREATE TABLE sync_ops (
    op_id TEXT NOT NULL PRIMARY KEY,
    device_id TEXT NOT NULL,
    epoch TEXT NOT NULL,
    seq BIGINT NOT NULL,
    user_id TEXT NOT NULL,
    entity TEXT NOT NULL,
    entity_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    payload_hash TEXT NOT NULL,
    status TEXT NOT NULL,
    code TEXT,
    field TEXT,
    rev BIGINT NOT NULL,
    occurred_at TIMESTAMP,
    received_at TIMESTAMP NOT NULL
);
CREATE UNIQUE INDEX sync_ops_one_per_seq ON sync_ops (device_id, epoch, seq);
-- What was refused, kept whole and sealed until somebody has dealt with it.
CREATE TABLE refused_ops (
    id TEXT NOT NULL PRIMARY KEY,
    op_id TEXT,
    payload_hash TEXT NOT NULL,
    device_id TEXT NOT NULL,
    epoch TEXT NOT NULL,
    user_id TEXT NOT NULL,
    area_id TEXT REFERENCES areas (id),
    entity TEXT,
    entity_id TEXT,
    code TEXT NOT NULL,
    field TEXT,
    quarantined BOOLEAN NOT NULL,
    payload_sealed TEXT NOT NULL,
    seal_key INTEGER NOT NULL,
    state TEXT NOT NULL,
    settled_by TEXT,
    settled_at TIMESTAMP,
    created_at TIMESTAMP NOT NULL
);
CREATE UNIQUE INDEX refused_ops_one_per_payload ON refused_ops (device_id, payload_hash);
CREATE INDEX refused_ops_by_area ON refused_ops (area_id, state, id);
CREATE INDEX refused_ops_by_user ON refused_ops (user_id, state);
CREATE INDEX refused_ops_by_seal_key ON refused_ops (seal_key);
-- Who changed a field last, and when somebody else did (src/base/field_version.rs).
CREATE TABLE field_versions (
    entity TEXT NOT NULL,
    entity_id TEXT NOT NULL,
    field TEXT NOT NULL,
    rev BIGINT NOT NULL,
    device_id TEXT,
    epoch TEXT,
    others_rev BIGINT NOT NULL,
    PRIMARY KEY (entity, entity_id, field)
);
-- Two values met and one lost; both are kept, sealed, until somebody decides.
CREATE TABLE conflicts (
    id TEXT NOT NULL PRIMARY KEY,
    entity TEXT NOT NULL,
    entity_id TEXT NOT NULL,
    area_id TEXT NOT NULL REFERENCES areas (id),
    field TEXT NOT NULL,
    kept_sealed TEXT NOT NULL,
    losing_sealed TEXT NOT NULL,
    seal_key INTEGER NOT NULL,
    base_rev BIGINT NOT NULL,
    op_id TEXT NOT NULL,
    user_id TEXT NOT NULL,
    state TEXT NOT NULL,
    resolution TEXT,
    resolved_by TEXT,
    resolved_at TIMESTAMP,
    created_at TIMESTAMP NOT NULL,
    rev BIGINT NOT NULL
);
CREATE INDEX conflicts_by_area ON conflicts (area_id, state, id);
CREATE INDEX conflicts_by_record ON conflicts (entity, entity_id);
CREATE INDEX conflicts_by_seal_key ON conflicts (seal_key);
-- Where each feed epoch began: one row for every restore, none before the first.
CREATE TABLE feed_epochs (
    position INTEGER NOT NULL PRIMARY KEY,
    feed_epoch TEXT NOT NULL,
    began_at BIGINT NOT NULL,
    began_on TIMESTAMP NOT NULL
);
ALTER TABLE ledger ADD COLUMN durable_rev BIGINT NOT NULL DEFAULT 0;
