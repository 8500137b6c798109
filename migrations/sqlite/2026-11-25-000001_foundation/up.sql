-- One row: the heads of the audit chain and of the change feed, and whose keys this database was made with.
CREATE TABLE ledger (
    id INTEGER NOT NULL PRIMARY KEY,
    audit_n BIGINT NOT NULL,
    audit_hash TEXT NOT NULL,
    feed_n BIGINT NOT NULL,
    feed_epoch TEXT NOT NULL,
    key_check TEXT NOT NULL
);
CREATE TABLE audit_lines (
    n BIGINT NOT NULL PRIMARY KEY,
    at TIMESTAMP NOT NULL,
    actor_id TEXT,
    session_id TEXT,
    request_id TEXT NOT NULL,
    action TEXT NOT NULL,
    entity TEXT NOT NULL,
    entity_id TEXT NOT NULL,
    area_id TEXT,
    fields TEXT NOT NULL,
    prev TEXT NOT NULL,
    hash TEXT NOT NULL
);
CREATE INDEX audit_lines_by_area ON audit_lines (area_id, n);
CREATE INDEX audit_lines_by_entity ON audit_lines (entity_id, n);
CREATE TABLE feed (
    rev BIGINT NOT NULL PRIMARY KEY,
    entity TEXT NOT NULL,
    entity_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    area_id TEXT
);
CREATE TABLE idempotency_keys (
    key_hash TEXT NOT NULL PRIMARY KEY,
    request_hash TEXT NOT NULL,
    status INTEGER NOT NULL,
    location TEXT,
    etag TEXT,
    body TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL
);
CREATE INDEX idempotency_keys_by_age ON idempotency_keys (created_at);

-- Territory. An area is (code, valid from); its name may change while it stays the same area.
CREATE TABLE areas (
    id TEXT NOT NULL PRIMARY KEY,
    code TEXT NOT NULL,
    valid_from DATE NOT NULL,
    valid_to DATE,
    level TEXT NOT NULL,
    parent_id TEXT REFERENCES areas (id),
    lat DOUBLE PRECISION,
    lon DOUBLE PRECISION,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    full_name TEXT NOT NULL,
    name_key TEXT NOT NULL,
    full_name_key TEXT NOT NULL,
    sort_key TEXT NOT NULL,
    rev BIGINT NOT NULL
);
CREATE UNIQUE INDEX areas_one_per_code_and_start ON areas (code, valid_from);
CREATE INDEX areas_by_parent ON areas (parent_id, sort_key, id);
CREATE INDEX areas_by_name ON areas (name_key, id);
CREATE INDEX areas_by_full_name ON areas (full_name_key, id);
CREATE INDEX areas_by_level ON areas (level, sort_key, id);
CREATE TABLE area_labels (
    area_id TEXT NOT NULL REFERENCES areas (id),
    valid_from DATE NOT NULL,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    full_name TEXT NOT NULL,
    legal_basis TEXT NOT NULL,
    PRIMARY KEY (area_id, valid_from)
);
CREATE TABLE area_code_aliases (
    alias TEXT NOT NULL PRIMARY KEY,
    code TEXT NOT NULL
);
CREATE TABLE area_successions (
    old_id TEXT NOT NULL REFERENCES areas (id),
    new_id TEXT NOT NULL REFERENCES areas (id),
    on_day DATE NOT NULL,
    share TEXT NOT NULL,
    note TEXT NOT NULL,
    PRIMARY KEY (old_id, new_id)
);
CREATE INDEX area_successions_by_new ON area_successions (new_id, old_id);
-- Who lies within whom, and when. "tree" rows follow parents; "past" rows let an area reach the areas it wholly succeeded.
CREATE TABLE area_closure (
    ancestor_id TEXT NOT NULL,
    descendant_id TEXT NOT NULL,
    via TEXT NOT NULL,
    depth INTEGER NOT NULL,
    valid_from DATE NOT NULL,
    valid_to DATE,
    PRIMARY KEY (ancestor_id, descendant_id)
);
CREATE INDEX area_closure_by_descendant ON area_closure (descendant_id, ancestor_id);

-- Lists that grow are rows.
CREATE TABLE code_lists (
    list TEXT NOT NULL,
    code TEXT NOT NULL,
    name_vi TEXT NOT NULL,
    name_en TEXT NOT NULL,
    position INTEGER NOT NULL,
    PRIMARY KEY (list, code)
);
CREATE TABLE event_types (
    code TEXT NOT NULL PRIMARY KEY,
    name_vi TEXT NOT NULL,
    name_en TEXT NOT NULL,
    counts_people BOOLEAN NOT NULL,
    position INTEGER NOT NULL
);

-- People who sign in.
CREATE TABLE users (
    id TEXT NOT NULL PRIMARY KEY,
    username TEXT NOT NULL,
    full_name TEXT NOT NULL,
    name_sort TEXT NOT NULL,
    email TEXT,
    lang TEXT NOT NULL,
    status TEXT NOT NULL,
    password_hash TEXT,
    token_version INTEGER NOT NULL,
    home_area_id TEXT NOT NULL REFERENCES areas (id),
    created_at TIMESTAMP NOT NULL,
    rev BIGINT NOT NULL
);
CREATE UNIQUE INDEX users_one_per_username ON users (username);
CREATE INDEX users_by_name ON users (name_sort, id);
CREATE TABLE organisations (
    id TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    short_name TEXT,
    name_key TEXT NOT NULL,
    short_key TEXT NOT NULL,
    sort_key TEXT NOT NULL,
    kind TEXT NOT NULL,
    area_id TEXT NOT NULL REFERENCES areas (id),
    parent_id TEXT REFERENCES organisations (id),
    created_at TIMESTAMP NOT NULL,
    rev BIGINT NOT NULL
);
CREATE INDEX organisations_by_area ON organisations (area_id);
CREATE INDEX organisations_by_parent ON organisations (parent_id);
CREATE INDEX organisations_by_sort ON organisations (sort_key, id);
CREATE TABLE organisation_territories (
    organisation_id TEXT NOT NULL REFERENCES organisations (id),
    area_id TEXT NOT NULL REFERENCES areas (id),
    valid_from DATE NOT NULL,
    valid_to DATE,
    PRIMARY KEY (organisation_id, area_id, valid_from)
);
CREATE TABLE grants (
    id TEXT NOT NULL PRIMARY KEY,
    user_id TEXT NOT NULL REFERENCES users (id),
    role TEXT NOT NULL,
    area_id TEXT NOT NULL REFERENCES areas (id),
    organisation_id TEXT REFERENCES organisations (id),
    valid_from DATE NOT NULL,
    valid_to DATE,
    granted_by TEXT,
    created_at TIMESTAMP NOT NULL,
    rev BIGINT NOT NULL
);
CREATE INDEX grants_by_user ON grants (user_id);
CREATE TABLE sessions (
    id TEXT NOT NULL PRIMARY KEY,
    user_id TEXT NOT NULL REFERENCES users (id),
    created_at TIMESTAMP NOT NULL,
    last_used_at TIMESTAMP NOT NULL,
    expires_at TIMESTAMP NOT NULL,
    ended_at TIMESTAMP,
    ended_why TEXT
);
CREATE INDEX sessions_by_user ON sessions (user_id);
CREATE TABLE refresh_tokens (
    id TEXT NOT NULL PRIMARY KEY,
    session_id TEXT NOT NULL REFERENCES sessions (id),
    parent_id TEXT,
    child_id TEXT,
    created_at TIMESTAMP NOT NULL,
    used_at TIMESTAMP
);
CREATE INDEX refresh_tokens_by_session ON refresh_tokens (session_id);
CREATE TABLE mail_tickets (
    id TEXT NOT NULL PRIMARY KEY,
    user_id TEXT NOT NULL REFERENCES users (id),
    purpose TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    expires_at TIMESTAMP NOT NULL,
    used_at TIMESTAMP
);
CREATE INDEX mail_tickets_by_user ON mail_tickets (user_id);
CREATE TABLE outgoing_mails (
    id TEXT NOT NULL PRIMARY KEY,
    user_id TEXT NOT NULL REFERENCES users (id),
    letter TEXT NOT NULL,
    params TEXT NOT NULL,
    state TEXT NOT NULL,
    attempts INTEGER NOT NULL,
    next_at TIMESTAMP NOT NULL,
    last_error TEXT,
    created_at TIMESTAMP NOT NULL,
    sent_at TIMESTAMP
);
CREATE INDEX outgoing_mails_due ON outgoing_mails (state, next_at);

-- Numbered papers and what carries them out.
CREATE TABLE documents (
    id TEXT NOT NULL PRIMARY KEY,
    number TEXT,
    number_key TEXT,
    title TEXT NOT NULL,
    search_key TEXT NOT NULL,
    kind TEXT NOT NULL,
    issuer_id TEXT NOT NULL REFERENCES organisations (id),
    issued_on DATE,
    area_id TEXT NOT NULL REFERENCES areas (id),
    copies INTEGER NOT NULL,
    copies_qualifier TEXT NOT NULL,
    period_from DATE,
    period_to DATE,
    note TEXT,
    created_at TIMESTAMP NOT NULL,
    rev BIGINT NOT NULL
);
CREATE INDEX documents_by_area ON documents (area_id);
CREATE INDEX documents_by_number ON documents (number_key);
CREATE INDEX documents_by_issuer ON documents (issuer_id);
CREATE TABLE document_aliases (
    document_id TEXT NOT NULL REFERENCES documents (id),
    number TEXT NOT NULL,
    number_key TEXT NOT NULL,
    PRIMARY KEY (document_id, number)
);
CREATE INDEX document_aliases_by_number ON document_aliases (number_key);
CREATE TABLE document_co_signers (
    document_id TEXT NOT NULL REFERENCES documents (id),
    organisation_id TEXT NOT NULL REFERENCES organisations (id),
    PRIMARY KEY (document_id, organisation_id)
);
CREATE TABLE document_links (
    document_id TEXT NOT NULL REFERENCES documents (id),
    implements_id TEXT NOT NULL REFERENCES documents (id),
    PRIMARY KEY (document_id, implements_id)
);
CREATE INDEX document_links_by_parent ON document_links (implements_id);

CREATE TABLE campaigns (
    id TEXT NOT NULL PRIMARY KEY,
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    name_key TEXT NOT NULL,
    area_id TEXT NOT NULL REFERENCES areas (id),
    owner_id TEXT NOT NULL REFERENCES organisations (id),
    schemes TEXT NOT NULL,
    starts_on DATE NOT NULL,
    ends_on DATE,
    created_at TIMESTAMP NOT NULL,
    rev BIGINT NOT NULL
);
CREATE UNIQUE INDEX campaigns_one_per_code ON campaigns (area_id, code);
CREATE TABLE campaign_documents (
    campaign_id TEXT NOT NULL REFERENCES campaigns (id),
    document_id TEXT NOT NULL REFERENCES documents (id),
    PRIMARY KEY (campaign_id, document_id)
);

-- Events. counted_on is the day an event counts on: its last day; null when the source gives none.
CREATE TABLE events (
    id TEXT NOT NULL PRIMARY KEY,
    campaign_id TEXT REFERENCES campaigns (id),
    event_type TEXT NOT NULL REFERENCES event_types (code),
    title TEXT NOT NULL,
    search_key TEXT NOT NULL,
    starts_on DATE,
    ends_on DATE,
    counted_on DATE,
    period_label TEXT,
    sessions INTEGER NOT NULL,
    sessions_qualifier TEXT NOT NULL,
    area_id TEXT NOT NULL REFERENCES areas (id),
    organiser_id TEXT NOT NULL REFERENCES organisations (id),
    organisers_unclear BOOLEAN NOT NULL,
    schemes TEXT NOT NULL,
    status TEXT NOT NULL,
    outcome TEXT,
    cancel_reason TEXT,
    phrase TEXT,
    note TEXT,
    closed_at TIMESTAMP,
    merged_into_id TEXT REFERENCES events (id),
    created_by TEXT,
    created_at TIMESTAMP NOT NULL,
    rev BIGINT NOT NULL
);
CREATE INDEX events_by_area ON events (area_id, counted_on);
CREATE INDEX events_by_campaign ON events (campaign_id);
CREATE INDEX events_by_day ON events (counted_on, id);
CREATE INDEX events_by_merged ON events (merged_into_id);
CREATE TABLE event_partners (
    event_id TEXT NOT NULL REFERENCES events (id),
    organisation_id TEXT NOT NULL REFERENCES organisations (id),
    role TEXT NOT NULL,
    PRIMARY KEY (event_id, organisation_id)
);
CREATE INDEX event_partners_by_organisation ON event_partners (organisation_id, event_id);
CREATE TABLE event_venues (
    id TEXT NOT NULL PRIMARY KEY,
    event_id TEXT NOT NULL REFERENCES events (id),
    area_id TEXT NOT NULL REFERENCES areas (id),
    name TEXT NOT NULL,
    host_id TEXT REFERENCES organisations (id),
    position INTEGER NOT NULL
);
CREATE INDEX event_venues_by_event ON event_venues (event_id, position);
CREATE INDEX event_venues_by_area ON event_venues (area_id);
CREATE TABLE event_headcounts (
    id TEXT NOT NULL PRIMARY KEY,
    event_id TEXT NOT NULL REFERENCES events (id),
    venue_id TEXT REFERENCES event_venues (id),
    measure TEXT NOT NULL,
    audience TEXT,
    people BIGINT NOT NULL,
    qualifier TEXT NOT NULL,
    position INTEGER NOT NULL
);
CREATE INDEX event_headcounts_by_event ON event_headcounts (event_id, position);
CREATE TABLE event_questions (
    id TEXT NOT NULL PRIMARY KEY,
    event_id TEXT NOT NULL REFERENCES events (id),
    topic TEXT,
    question TEXT NOT NULL,
    answer TEXT,
    answered_on DATE,
    owed_by_id TEXT REFERENCES organisations (id),
    due_on DATE,
    position INTEGER NOT NULL,
    rev BIGINT NOT NULL
);
CREATE INDEX event_questions_by_event ON event_questions (event_id, position);
CREATE TABLE event_merges (
    id TEXT NOT NULL PRIMARY KEY,
    kept_id TEXT NOT NULL REFERENCES events (id),
    merged_id TEXT NOT NULL REFERENCES events (id),
    merged_at TIMESTAMP NOT NULL,
    merged_by TEXT,
    undone_at TIMESTAMP
);
CREATE INDEX event_merges_by_kept ON event_merges (kept_id);
CREATE INDEX event_merges_by_merged ON event_merges (merged_id);

-- What dashboards read: activity of every area, level by level, by day, month and year.
CREATE TABLE activity_cells (
    area_id TEXT NOT NULL,
    grouping TEXT NOT NULL,
    grain TEXT NOT NULL,
    on_day DATE NOT NULL,
    group_key TEXT NOT NULL,
    parent_id TEXT NOT NULL,
    events BIGINT NOT NULL,
    sessions BIGINT NOT NULL,
    attendances BIGINT NOT NULL,
    people BIGINT NOT NULL,
    heads_more BIGINT NOT NULL,
    heads_nearly BIGINT NOT NULL,
    heads_approx BIGINT NOT NULL,
    sessions_more BIGINT NOT NULL,
    sessions_nearly BIGINT NOT NULL,
    sessions_approx BIGINT NOT NULL,
    PRIMARY KEY (area_id, grouping, grain, on_day, group_key)
);
CREATE INDEX activity_cells_by_parent ON activity_cells (parent_id, grouping, grain, on_day);

CREATE TABLE media_outputs (
    id TEXT NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    organisation_id TEXT NOT NULL REFERENCES organisations (id),
    area_id TEXT NOT NULL REFERENCES areas (id),
    published_on DATE,
    period_from DATE,
    period_to DATE,
    title TEXT NOT NULL,
    copies BIGINT NOT NULL,
    copies_qualifier TEXT NOT NULL,
    per TEXT,
    campaign_id TEXT REFERENCES campaigns (id),
    note TEXT,
    created_at TIMESTAMP NOT NULL,
    rev BIGINT NOT NULL
);
CREATE INDEX media_outputs_by_area ON media_outputs (area_id);

CREATE TABLE committee_members (
    id TEXT NOT NULL PRIMARY KEY,
    committee_id TEXT NOT NULL REFERENCES organisations (id),
    area_id TEXT NOT NULL REFERENCES areas (id),
    role TEXT NOT NULL,
    position TEXT NOT NULL,
    represents_id TEXT REFERENCES organisations (id),
    valid_from DATE,
    valid_to DATE,
    rev BIGINT NOT NULL
);
CREATE INDEX committee_members_by_committee ON committee_members (committee_id);
CREATE TABLE member_tasks (
    id TEXT NOT NULL PRIMARY KEY,
    member_id TEXT NOT NULL REFERENCES committee_members (id),
    task TEXT NOT NULL,
    due_on DATE,
    done_on DATE,
    position INTEGER NOT NULL
);
CREATE INDEX member_tasks_by_member ON member_tasks (member_id, position);
CREATE TABLE inspections (
    id TEXT NOT NULL PRIMARY KEY,
    lead_id TEXT NOT NULL REFERENCES organisations (id),
    area_id TEXT NOT NULL REFERENCES areas (id),
    subject_id TEXT REFERENCES organisations (id),
    period_label TEXT NOT NULL,
    every_months INTEGER,
    planned_on DATE,
    held_on DATE,
    status TEXT NOT NULL,
    note TEXT,
    created_at TIMESTAMP NOT NULL,
    rev BIGINT NOT NULL
);
CREATE INDEX inspections_by_area ON inspections (area_id);
CREATE TABLE inspection_partners (
    inspection_id TEXT NOT NULL REFERENCES inspections (id),
    organisation_id TEXT NOT NULL REFERENCES organisations (id),
    PRIMARY KEY (inspection_id, organisation_id)
);
CREATE TABLE findings (
    id TEXT NOT NULL PRIMARY KEY,
    inspection_id TEXT NOT NULL REFERENCES inspections (id),
    finding TEXT NOT NULL,
    recommendation TEXT,
    responsible_id TEXT REFERENCES organisations (id),
    due_on DATE,
    resolved_on DATE,
    resolution TEXT,
    position INTEGER NOT NULL,
    rev BIGINT NOT NULL
);
CREATE INDEX findings_by_inspection ON findings (inspection_id, position);
CREATE TABLE commendations (
    id TEXT NOT NULL PRIMARY KEY,
    awarded_by_id TEXT NOT NULL REFERENCES organisations (id),
    area_id TEXT NOT NULL REFERENCES areas (id),
    form TEXT NOT NULL,
    collectives INTEGER NOT NULL,
    individuals INTEGER NOT NULL,
    reason TEXT NOT NULL,
    awarded_on DATE,
    period_from DATE,
    period_to DATE,
    document_id TEXT REFERENCES documents (id),
    created_at TIMESTAMP NOT NULL,
    rev BIGINT NOT NULL
);
CREATE INDEX commendations_by_area ON commendations (area_id);

-- Targets, denominators, coverage: dated, sourced, never edited.
CREATE TABLE targets (
    id TEXT NOT NULL PRIMARY KEY,
    area_id TEXT NOT NULL REFERENCES areas (id),
    organisation_id TEXT REFERENCES organisations (id),
    scheme TEXT NOT NULL,
    measure TEXT NOT NULL,
    period TEXT NOT NULL,
    value_hundredths BIGINT NOT NULL,
    qualifier TEXT NOT NULL,
    basis TEXT,
    document_id TEXT REFERENCES documents (id),
    source TEXT,
    note TEXT,
    parent_id TEXT REFERENCES targets (id),
    decided_on DATE NOT NULL,
    difference_explained TEXT,
    created_at TIMESTAMP NOT NULL
);
CREATE INDEX targets_by_question ON targets (area_id, scheme, measure, period, decided_on);
CREATE INDEX targets_by_parent ON targets (parent_id);
CREATE TABLE denominators (
    id TEXT NOT NULL PRIMARY KEY,
    area_id TEXT NOT NULL REFERENCES areas (id),
    kind TEXT NOT NULL,
    as_of DATE NOT NULL,
    people BIGINT NOT NULL,
    qualifier TEXT NOT NULL,
    source TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL
);
CREATE INDEX denominators_by_question ON denominators (area_id, kind, as_of);
CREATE TABLE coverage_snapshots (
    id TEXT NOT NULL PRIMARY KEY,
    area_id TEXT NOT NULL REFERENCES areas (id),
    scheme TEXT NOT NULL,
    as_of DATE NOT NULL,
    participants BIGINT,
    participants_qualifier TEXT NOT NULL,
    denominator_id TEXT REFERENCES denominators (id),
    basis TEXT NOT NULL,
    published_hundredths BIGINT,
    published_qualifier TEXT NOT NULL,
    source TEXT NOT NULL,
    phrase TEXT,
    created_at TIMESTAMP NOT NULL
);
CREATE INDEX coverage_snapshots_by_question ON coverage_snapshots (area_id, scheme, as_of, id);
