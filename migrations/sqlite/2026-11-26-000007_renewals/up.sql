-- Until when somebody is paid for in a scheme, and what became of that. What nobody renewed or stopped is due.
CREATE TABLE renewals (
    id TEXT NOT NULL PRIMARY KEY,
    person_id TEXT NOT NULL REFERENCES persons (id),
    household_id TEXT NOT NULL REFERENCES households (id),
    area_id TEXT NOT NULL REFERENCES areas (id),
    organisation_id TEXT NOT NULL REFERENCES organisations (id),
    collector_id TEXT,
    scheme TEXT NOT NULL,
    enrolment_id TEXT,
    chain_from DATE NOT NULL,
    covered_from DATE NOT NULL,
    paid_to DATE NOT NULL,
    lapsed_after DATE NOT NULL,
    state TEXT NOT NULL,
    renewed_by_id TEXT,
    reason TEXT,
    why_sealed TEXT,
    seal_key INTEGER NOT NULL,
    created_at TIMESTAMP NOT NULL,
    rev BIGINT NOT NULL
);
CREATE UNIQUE INDEX renewals_one_per_enrolment ON renewals (enrolment_id) WHERE enrolment_id IS NOT NULL;
CREATE INDEX renewals_by_person ON renewals (person_id, scheme);
CREATE INDEX renewals_by_household ON renewals (household_id);
CREATE INDEX renewals_due_of_organisation ON renewals (organisation_id, paid_to, id) WHERE state = 'due';
CREATE INDEX renewals_due_by_area ON renewals (area_id, paid_to, id) WHERE state = 'due';
CREATE INDEX renewals_due_of_collector ON renewals (collector_id, paid_to, id) WHERE state = 'due';
CREATE INDEX renewals_by_chain ON renewals (chain_from);
CREATE INDEX renewals_by_seal_key ON renewals (seal_key);
