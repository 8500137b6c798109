-- A sign-up of one person in one scheme for one period: what was promised by a quote, and the last step that was recorded.
CREATE TABLE enrolments (
    id TEXT NOT NULL PRIMARY KEY,
    person_id TEXT NOT NULL REFERENCES persons (id),
    household_id TEXT NOT NULL REFERENCES households (id),
    area_id TEXT NOT NULL REFERENCES areas (id),
    organisation_id TEXT NOT NULL REFERENCES organisations (id),
    collector_id TEXT,
    kept_quote_id TEXT NOT NULL REFERENCES kept_quotes (id),
    member_key TEXT NOT NULL,
    scheme TEXT NOT NULL,
    method TEXT NOT NULL,
    months INTEGER NOT NULL,
    quoted_on DATE NOT NULL,
    period_from DATE NOT NULL,
    paid_to DATE NOT NULL,
    kept_to DATE NOT NULL,
    due_by DATE,
    lapsed_after DATE NOT NULL,
    starts_on DATE NOT NULL,
    income_vnd BIGINT,
    full_vnd BIGINT NOT NULL,
    state_vnd BIGINT NOT NULL,
    local_vnd BIGINT NOT NULL,
    other_vnd BIGINT NOT NULL,
    payable_vnd BIGINT NOT NULL,
    kind TEXT NOT NULL,
    step TEXT NOT NULL,
    source TEXT NOT NULL,
    source_id TEXT,
    batch_id TEXT,
    created_by TEXT,
    created_at TIMESTAMP NOT NULL,
    rev BIGINT NOT NULL
);
CREATE INDEX enrolments_by_area ON enrolments (area_id, id);
CREATE INDEX enrolments_by_organisation ON enrolments (organisation_id, area_id, id);
CREATE INDEX enrolments_by_person ON enrolments (person_id, scheme);
CREATE INDEX enrolments_by_household ON enrolments (household_id);
CREATE INDEX enrolments_by_collector ON enrolments (collector_id, id);
CREATE INDEX enrolments_by_batch ON enrolments (batch_id);
-- Each step of a sign-up, in order. Written once.
CREATE TABLE enrolment_steps (
    id TEXT NOT NULL PRIMARY KEY,
    enrolment_id TEXT NOT NULL REFERENCES enrolments (id),
    n INTEGER NOT NULL,
    from_step TEXT,
    to_step TEXT NOT NULL,
    on_day DATE,
    reason TEXT,
    why_sealed TEXT,
    seal_key INTEGER NOT NULL,
    by_id TEXT,
    at TIMESTAMP NOT NULL
);
CREATE UNIQUE INDEX enrolment_steps_one_per_n ON enrolment_steps (enrolment_id, n);
CREATE INDEX enrolment_steps_by_seal_key ON enrolment_steps (seal_key);
-- The receipt of a payment; one that was taken back or replaced stays.
CREATE TABLE enrolment_receipts (
    id TEXT NOT NULL PRIMARY KEY,
    enrolment_id TEXT NOT NULL REFERENCES enrolments (id),
    organisation_id TEXT NOT NULL REFERENCES organisations (id),
    number TEXT NOT NULL,
    year INTEGER NOT NULL,
    issued_on DATE NOT NULL,
    paid_on DATE NOT NULL,
    amount_vnd BIGINT NOT NULL,
    recorded_by TEXT,
    created_at TIMESTAMP NOT NULL,
    voided_at TIMESTAMP,
    voided_by TEXT
);
CREATE INDEX enrolment_receipts_by_enrolment ON enrolment_receipts (enrolment_id);
CREATE UNIQUE INDEX enrolment_receipts_one_per_number ON enrolment_receipts (organisation_id, year, number) WHERE voided_at IS NULL;
-- Money somebody brings in parts. It changes no step and is no receipt.
CREATE TABLE enrolment_instalments (
    id TEXT NOT NULL PRIMARY KEY,
    enrolment_id TEXT NOT NULL REFERENCES enrolments (id),
    paid_on DATE NOT NULL,
    amount_vnd BIGINT NOT NULL,
    recorded_by TEXT,
    created_at TIMESTAMP NOT NULL
);
CREATE INDEX enrolment_instalments_by_enrolment ON enrolment_instalments (enrolment_id);
-- The number of the card or the book that the office issued.
CREATE TABLE enrolment_cards (
    enrolment_id TEXT NOT NULL PRIMARY KEY REFERENCES enrolments (id),
    number_sealed TEXT NOT NULL,
    number_index TEXT NOT NULL,
    seal_key INTEGER NOT NULL,
    issued_on DATE NOT NULL
);
CREATE INDEX enrolment_cards_by_number ON enrolment_cards (number_index);
CREATE INDEX enrolment_cards_by_seal_key ON enrolment_cards (seal_key);
-- What was paid back, source by source.
CREATE TABLE enrolment_reversals (
    enrolment_id TEXT NOT NULL PRIMARY KEY REFERENCES enrolments (id),
    from_month DATE NOT NULL,
    months INTEGER NOT NULL,
    payer_vnd BIGINT NOT NULL,
    state_vnd BIGINT NOT NULL,
    local_vnd BIGINT NOT NULL,
    other_vnd BIGINT NOT NULL,
    reason TEXT NOT NULL,
    decided_on DATE NOT NULL,
    created_by TEXT,
    created_at TIMESTAMP NOT NULL
);
-- Sign-ups that are handed in to the social security office together.
CREATE TABLE enrolment_batches (
    id TEXT NOT NULL PRIMARY KEY,
    organisation_id TEXT NOT NULL REFERENCES organisations (id),
    area_id TEXT NOT NULL REFERENCES areas (id),
    scheme TEXT NOT NULL,
    handed_in_on DATE NOT NULL,
    members INTEGER NOT NULL,
    taken_back_at TIMESTAMP,
    taken_back_by TEXT,
    created_by TEXT,
    created_at TIMESTAMP NOT NULL,
    rev BIGINT NOT NULL
);
CREATE INDEX enrolment_batches_by_area ON enrolment_batches (area_id, id);
CREATE INDEX enrolment_batches_by_organisation ON enrolment_batches (organisation_id, id);
-- An interested household, handed over to a collection organisation.
CREATE TABLE hand_overs (
    id TEXT NOT NULL PRIMARY KEY,
    household_id TEXT NOT NULL REFERENCES households (id),
    area_id TEXT NOT NULL REFERENCES areas (id),
    organisation_id TEXT NOT NULL REFERENCES organisations (id),
    collector_id TEXT,
    schemes TEXT NOT NULL,
    visit_id TEXT REFERENCES visits (id),
    after_id TEXT,
    due_on DATE NOT NULL,
    state TEXT NOT NULL,
    accepted_at TIMESTAMP,
    ended_at TIMESTAMP,
    reason TEXT,
    enrolment_id TEXT,
    note_sealed TEXT,
    why_sealed TEXT,
    seal_key INTEGER NOT NULL,
    given_by TEXT,
    created_at TIMESTAMP NOT NULL,
    rev BIGINT NOT NULL
);
CREATE INDEX hand_overs_by_area ON hand_overs (area_id, created_at, id);
CREATE INDEX hand_overs_by_organisation ON hand_overs (organisation_id, state, created_at);
CREATE UNIQUE INDEX hand_overs_one_per_household ON hand_overs (household_id, organisation_id) WHERE ended_at IS NULL;
CREATE INDEX hand_overs_by_household ON hand_overs (household_id);
CREATE INDEX hand_overs_by_seal_key ON hand_overs (seal_key);
-- Of whom a hand-over speaks.
CREATE TABLE hand_over_people (
    hand_over_id TEXT NOT NULL REFERENCES hand_overs (id),
    person_id TEXT NOT NULL REFERENCES persons (id),
    PRIMARY KEY (hand_over_id, person_id)
);
CREATE INDEX hand_over_people_by_person ON hand_over_people (person_id);
