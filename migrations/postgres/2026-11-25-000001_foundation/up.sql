-- One row: the heads of the audit chain and of the change feed, and whose keys this database was made with.
CREATE TABLE ledger (
    id INTEGER NOT NULL PRIMARY KEY,
    audit_n BIGINT NOT NULL,
    audit_hash TEXT COLLATE "C" NOT NULL,
    feed_n BIGINT NOT NULL,
    feed_epoch TEXT COLLATE "C" NOT NULL,
    key_check TEXT COLLATE "C" NOT NULL
);
CREATE TABLE audit_lines (
    n BIGINT NOT NULL PRIMARY KEY,
    at TIMESTAMP NOT NULL,
    actor_id TEXT COLLATE "C",
    session_id TEXT COLLATE "C",
    request_id TEXT COLLATE "C" NOT NULL,
    action TEXT COLLATE "C" NOT NULL,
    entity TEXT COLLATE "C" NOT NULL,
    entity_id TEXT COLLATE "C" NOT NULL,
    area_id TEXT COLLATE "C",
    fields TEXT COLLATE "C" NOT NULL,
    prev TEXT COLLATE "C" NOT NULL,
    hash TEXT COLLATE "C" NOT NULL
);
CREATE INDEX audit_lines_by_area ON audit_lines (area_id, n);
CREATE INDEX audit_lines_by_entity ON audit_lines (entity_id, n);
CREATE TABLE feed (
    rev BIGINT NOT NULL PRIMARY KEY,
    entity TEXT COLLATE "C" NOT NULL,
    entity_id TEXT COLLATE "C" NOT NULL,
    kind TEXT COLLATE "C" NOT NULL,
    area_id TEXT COLLATE "C"
);
CREATE TABLE idempotency_keys (
    key_hash TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    request_hash TEXT COLLATE "C" NOT NULL,
    status INTEGER NOT NULL,
    location TEXT COLLATE "C",
    etag TEXT COLLATE "C",
    body TEXT COLLATE "C" NOT NULL,
    created_at TIMESTAMP NOT NULL
);
CREATE INDEX idempotency_keys_by_age ON idempotency_keys (created_at);

-- Territory. An area is (code, valid from); its name may change while it stays the same area.
CREATE TABLE areas (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    code TEXT COLLATE "C" NOT NULL,
    valid_from DATE NOT NULL,
    valid_to DATE,
    level TEXT COLLATE "C" NOT NULL,
    parent_id TEXT COLLATE "C" REFERENCES areas (id),
    lat DOUBLE PRECISION,
    lon DOUBLE PRECISION,
    kind TEXT COLLATE "C" NOT NULL,
    name TEXT COLLATE "C" NOT NULL,
    full_name TEXT COLLATE "C" NOT NULL,
    name_key TEXT COLLATE "C" NOT NULL,
    full_name_key TEXT COLLATE "C" NOT NULL,
    sort_key TEXT COLLATE "C" NOT NULL,
    rev BIGINT NOT NULL
);
CREATE UNIQUE INDEX areas_one_per_code_and_start ON areas (code, valid_from);
CREATE INDEX areas_by_parent ON areas (parent_id, sort_key, id);
CREATE INDEX areas_by_name ON areas (name_key, id);
CREATE INDEX areas_by_full_name ON areas (full_name_key, id);
CREATE INDEX areas_by_level ON areas (level, sort_key, id);
CREATE TABLE area_labels (
    area_id TEXT COLLATE "C" NOT NULL REFERENCES areas (id),
    valid_from DATE NOT NULL,
    kind TEXT COLLATE "C" NOT NULL,
    name TEXT COLLATE "C" NOT NULL,
    full_name TEXT COLLATE "C" NOT NULL,
    legal_basis TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (area_id, valid_from)
);
CREATE TABLE area_code_aliases (
    alias TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    code TEXT COLLATE "C" NOT NULL
);
CREATE TABLE area_successions (
    old_id TEXT COLLATE "C" NOT NULL REFERENCES areas (id),
    new_id TEXT COLLATE "C" NOT NULL REFERENCES areas (id),
    on_day DATE NOT NULL,
    share TEXT COLLATE "C" NOT NULL,
    note TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (old_id, new_id)
);
CREATE INDEX area_successions_by_new ON area_successions (new_id, old_id);
-- Who lies within whom, and when. "tree" rows follow parents; "past" rows let an area reach the areas it wholly succeeded.
CREATE TABLE area_closure (
    ancestor_id TEXT COLLATE "C" NOT NULL,
    descendant_id TEXT COLLATE "C" NOT NULL,
    via TEXT COLLATE "C" NOT NULL,
    depth INTEGER NOT NULL,
    valid_from DATE NOT NULL,
    valid_to DATE,
    PRIMARY KEY (ancestor_id, descendant_id)
);
CREATE INDEX area_closure_by_descendant ON area_closure (descendant_id, ancestor_id);

-- Lists that grow are rows.
CREATE TABLE code_lists (
    list TEXT COLLATE "C" NOT NULL,
    code TEXT COLLATE "C" NOT NULL,
    name_vi TEXT COLLATE "C" NOT NULL,
    name_en TEXT COLLATE "C" NOT NULL,
    position INTEGER NOT NULL,
    PRIMARY KEY (list, code)
);
CREATE TABLE event_types (
    code TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    name_vi TEXT COLLATE "C" NOT NULL,
    name_en TEXT COLLATE "C" NOT NULL,
    counts_people BOOLEAN NOT NULL,
    position INTEGER NOT NULL
);

-- People who sign in.
CREATE TABLE users (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    username TEXT COLLATE "C" NOT NULL,
    full_name TEXT COLLATE "C" NOT NULL,
    name_sort TEXT COLLATE "C" NOT NULL,
    email TEXT COLLATE "C",
    lang TEXT COLLATE "C" NOT NULL,
    status TEXT COLLATE "C" NOT NULL,
    password_hash TEXT COLLATE "C",
    token_version INTEGER NOT NULL,
    home_area_id TEXT COLLATE "C" NOT NULL REFERENCES areas (id),
    created_at TIMESTAMP NOT NULL,
    rev BIGINT NOT NULL
);
CREATE UNIQUE INDEX users_one_per_username ON users (username);
CREATE INDEX users_by_name ON users (name_sort, id);
CREATE TABLE organisations (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    name TEXT COLLATE "C" NOT NULL,
    short_name TEXT COLLATE "C",
    name_key TEXT COLLATE "C" NOT NULL,
    short_key TEXT COLLATE "C" NOT NULL,
    sort_key TEXT COLLATE "C" NOT NULL,
    kind TEXT COLLATE "C" NOT NULL,
    area_id TEXT COLLATE "C" NOT NULL REFERENCES areas (id),
    parent_id TEXT COLLATE "C" REFERENCES organisations (id),
    created_at TIMESTAMP NOT NULL,
    rev BIGINT NOT NULL
);
CREATE INDEX organisations_by_area ON organisations (area_id);
CREATE INDEX organisations_by_parent ON organisations (parent_id);
CREATE INDEX organisations_by_sort ON organisations (sort_key, id);
CREATE TABLE organisation_territories (
    organisation_id TEXT COLLATE "C" NOT NULL REFERENCES organisations (id),
    area_id TEXT COLLATE "C" NOT NULL REFERENCES areas (id),
    valid_from DATE NOT NULL,
    valid_to DATE,
    PRIMARY KEY (organisation_id, area_id, valid_from)
);
CREATE TABLE grants (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    user_id TEXT COLLATE "C" NOT NULL REFERENCES users (id),
    role TEXT COLLATE "C" NOT NULL,
    area_id TEXT COLLATE "C" NOT NULL REFERENCES areas (id),
    organisation_id TEXT COLLATE "C" REFERENCES organisations (id),
    valid_from DATE NOT NULL,
    valid_to DATE,
    granted_by TEXT COLLATE "C",
    created_at TIMESTAMP NOT NULL,
    rev BIGINT NOT NULL
);
CREATE INDEX grants_by_user ON grants (user_id);
CREATE TABLE sessions (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    user_id TEXT COLLATE "C" NOT NULL REFERENCES users (id),
    created_at TIMESTAMP NOT NULL,
    last_used_at TIMESTAMP NOT NULL,
    expires_at TIMESTAMP NOT NULL,
    ended_at TIMESTAMP,
    ended_why TEXT COLLATE "C"
);
CREATE INDEX sessions_by_user ON sessions (user_id);
CREATE TABLE refresh_tokens (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    session_id TEXT COLLATE "C" NOT NULL REFERENCES sessions (id),
    parent_id TEXT COLLATE "C",
    child_id TEXT COLLATE "C",
    created_at TIMESTAMP NOT NULL,
    used_at TIMESTAMP
);
CREATE INDEX refresh_tokens_by_session ON refresh_tokens (session_id);
CREATE TABLE mail_tickets (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    user_id TEXT COLLATE "C" NOT NULL REFERENCES users (id),
    purpose TEXT COLLATE "C" NOT NULL,
    created_at TIMESTAMP NOT NULL,
    expires_at TIMESTAMP NOT NULL,
    used_at TIMESTAMP
);
CREATE INDEX mail_tickets_by_user ON mail_tickets (user_id);
CREATE TABLE outgoing_mails (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    user_id TEXT COLLATE "C" NOT NULL REFERENCES users (id),
    letter TEXT COLLATE "C" NOT NULL,
    params TEXT COLLATE "C" NOT NULL,
    state TEXT COLLATE "C" NOT NULL,
    attempts INTEGER NOT NULL,
    next_at TIMESTAMP NOT NULL,
    last_error TEXT COLLATE "C",
    created_at TIMESTAMP NOT NULL,
    sent_at TIMESTAMP
);
CREATE INDEX outgoing_mails_due ON outgoing_mails (state, next_at);

-- Numbered papers and what carries them out.
CREATE TABLE documents (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    number TEXT COLLATE "C",
    number_key TEXT COLLATE "C",
    title TEXT COLLATE "C" NOT NULL,
    search_key TEXT COLLATE "C" NOT NULL,
    kind TEXT COLLATE "C" NOT NULL,
    issuer_id TEXT COLLATE "C" NOT NULL REFERENCES organisations (id),
    issued_on DATE,
    area_id TEXT COLLATE "C" NOT NULL REFERENCES areas (id),
    copies INTEGER NOT NULL,
    copies_qualifier TEXT COLLATE "C" NOT NULL,
    period_from DATE,
    period_to DATE,
    note TEXT COLLATE "C",
    created_at TIMESTAMP NOT NULL,
    rev BIGINT NOT NULL
);
CREATE INDEX documents_by_area ON documents (area_id);
CREATE INDEX documents_by_number ON documents (number_key);
CREATE INDEX documents_by_issuer ON documents (issuer_id);
CREATE TABLE document_aliases (
    document_id TEXT COLLATE "C" NOT NULL REFERENCES documents (id),
    number TEXT COLLATE "C" NOT NULL,
    number_key TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (document_id, number)
);
CREATE INDEX document_aliases_by_number ON document_aliases (number_key);
CREATE TABLE document_co_signers (
    document_id TEXT COLLATE "C" NOT NULL REFERENCES documents (id),
    organisation_id TEXT COLLATE "C" NOT NULL REFERENCES organisations (id),
    PRIMARY KEY (document_id, organisation_id)
);
CREATE TABLE document_links (
    document_id TEXT COLLATE "C" NOT NULL REFERENCES documents (id),
    implements_id TEXT COLLATE "C" NOT NULL REFERENCES documents (id),
    PRIMARY KEY (document_id, implements_id)
);
CREATE INDEX document_links_by_parent ON document_links (implements_id);

CREATE TABLE campaigns (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    code TEXT COLLATE "C" NOT NULL,
    name TEXT COLLATE "C" NOT NULL,
    name_key TEXT COLLATE "C" NOT NULL,
    area_id TEXT COLLATE "C" NOT NULL REFERENCES areas (id),
    owner_id TEXT COLLATE "C" NOT NULL REFERENCES organisations (id),
    schemes TEXT COLLATE "C" NOT NULL,
    starts_on DATE NOT NULL,
    ends_on DATE,
    created_at TIMESTAMP NOT NULL,
    rev BIGINT NOT NULL
);
CREATE UNIQUE INDEX campaigns_one_per_code ON campaigns (area_id, code);
CREATE TABLE campaign_documents (
    campaign_id TEXT COLLATE "C" NOT NULL REFERENCES campaigns (id),
    document_id TEXT COLLATE "C" NOT NULL REFERENCES documents (id),
    PRIMARY KEY (campaign_id, document_id)
);

-- Events. counted_on is the day an event counts on: its last day; null when the source gives none.
CREATE TABLE events (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    campaign_id TEXT COLLATE "C" REFERENCES campaigns (id),
    event_type TEXT COLLATE "C" NOT NULL REFERENCES event_types (code),
    title TEXT COLLATE "C" NOT NULL,
    search_key TEXT COLLATE "C" NOT NULL,
    starts_on DATE,
    ends_on DATE,
    counted_on DATE,
    period_label TEXT COLLATE "C",
    sessions INTEGER NOT NULL,
    sessions_qualifier TEXT COLLATE "C" NOT NULL,
    area_id TEXT COLLATE "C" NOT NULL REFERENCES areas (id),
    organiser_id TEXT COLLATE "C" NOT NULL REFERENCES organisations (id),
    organisers_unclear BOOLEAN NOT NULL,
    schemes TEXT COLLATE "C" NOT NULL,
    status TEXT COLLATE "C" NOT NULL,
    outcome TEXT COLLATE "C",
    cancel_reason TEXT COLLATE "C",
    phrase TEXT COLLATE "C",
    note TEXT COLLATE "C",
    closed_at TIMESTAMP,
    merged_into_id TEXT COLLATE "C" REFERENCES events (id),
    created_by TEXT COLLATE "C",
    created_at TIMESTAMP NOT NULL,
    rev BIGINT NOT NULL
);
CREATE INDEX events_by_area ON events (area_id, counted_on);
CREATE INDEX events_by_campaign ON events (campaign_id);
CREATE INDEX events_by_day ON events (counted_on, id);
CREATE INDEX events_by_merged ON events (merged_into_id);
CREATE TABLE event_partners (
    event_id TEXT COLLATE "C" NOT NULL REFERENCES events (id),
    organisation_id TEXT COLLATE "C" NOT NULL REFERENCES organisations (id),
    role TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (event_id, organisation_id)
);
CREATE INDEX event_partners_by_organisation ON event_partners (organisation_id, event_id);
CREATE TABLE event_venues (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    event_id TEXT COLLATE "C" NOT NULL REFERENCES events (id),
    area_id TEXT COLLATE "C" NOT NULL REFERENCES areas (id),
    name TEXT COLLATE "C" NOT NULL,
    host_id TEXT COLLATE "C" REFERENCES organisations (id),
    position INTEGER NOT NULL
);
CREATE INDEX event_venues_by_event ON event_venues (event_id, position);
CREATE INDEX event_venues_by_area ON event_venues (area_id);
CREATE TABLE event_headcounts (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    event_id TEXT COLLATE "C" NOT NULL REFERENCES events (id),
    venue_id TEXT COLLATE "C" REFERENCES event_venues (id),
    measure TEXT COLLATE "C" NOT NULL,
    audience TEXT COLLATE "C",
    people BIGINT NOT NULL,
    qualifier TEXT COLLATE "C" NOT NULL,
    position INTEGER NOT NULL
);
CREATE INDEX event_headcounts_by_event ON event_headcounts (event_id, position);
CREATE TABLE event_questions (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    event_id TEXT COLLATE "C" NOT NULL REFERENCES events (id),
    topic TEXT COLLATE "C",
    question TEXT COLLATE "C" NOT NULL,
    answer TEXT COLLATE "C",
    answered_on DATE,
    owed_by_id TEXT COLLATE "C" REFERENCES organisations (id),
    due_on DATE,
    position INTEGER NOT NULL,
    rev BIGINT NOT NULL
);
CREATE INDEX event_questions_by_event ON event_questions (event_id, position);
CREATE TABLE event_merges (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    kept_id TEXT COLLATE "C" NOT NULL REFERENCES events (id),
    merged_id TEXT COLLATE "C" NOT NULL REFERENCES events (id),
    merged_at TIMESTAMP NOT NULL,
    merged_by TEXT COLLATE "C",
    undone_at TIMESTAMP
);
CREATE INDEX event_merges_by_kept ON event_merges (kept_id);
CREATE INDEX event_merges_by_merged ON event_merges (merged_id);

-- What dashboards read: activity of every area, level by level, by day, month and year.
CREATE TABLE activity_cells (
    area_id TEXT COLLATE "C" NOT NULL,
    grouping TEXT COLLATE "C" NOT NULL,
    grain TEXT COLLATE "C" NOT NULL,
    on_day DATE NOT NULL,
    group_key TEXT COLLATE "C" NOT NULL,
    parent_id TEXT COLLATE "C" NOT NULL,
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
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    kind TEXT COLLATE "C" NOT NULL,
    organisation_id TEXT COLLATE "C" NOT NULL REFERENCES organisations (id),
    area_id TEXT COLLATE "C" NOT NULL REFERENCES areas (id),
    published_on DATE,
    period_from DATE,
    period_to DATE,
    title TEXT COLLATE "C" NOT NULL,
    copies BIGINT NOT NULL,
    copies_qualifier TEXT COLLATE "C" NOT NULL,
    per TEXT COLLATE "C",
    campaign_id TEXT COLLATE "C" REFERENCES campaigns (id),
    note TEXT COLLATE "C",
    created_at TIMESTAMP NOT NULL,
    rev BIGINT NOT NULL
);
CREATE INDEX media_outputs_by_area ON media_outputs (area_id);

CREATE TABLE committee_members (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    committee_id TEXT COLLATE "C" NOT NULL REFERENCES organisations (id),
    area_id TEXT COLLATE "C" NOT NULL REFERENCES areas (id),
    role TEXT COLLATE "C" NOT NULL,
    position TEXT COLLATE "C" NOT NULL,
    represents_id TEXT COLLATE "C" REFERENCES organisations (id),
    valid_from DATE,
    valid_to DATE,
    rev BIGINT NOT NULL
);
CREATE INDEX committee_members_by_committee ON committee_members (committee_id);
CREATE TABLE member_tasks (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    member_id TEXT COLLATE "C" NOT NULL REFERENCES committee_members (id),
    task TEXT COLLATE "C" NOT NULL,
    due_on DATE,
    done_on DATE,
    position INTEGER NOT NULL
);
CREATE INDEX member_tasks_by_member ON member_tasks (member_id, position);
CREATE TABLE inspections (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    lead_id TEXT COLLATE "C" NOT NULL REFERENCES organisations (id),
    area_id TEXT COLLATE "C" NOT NULL REFERENCES areas (id),
    subject_id TEXT COLLATE "C" REFERENCES organisations (id),
    period_label TEXT COLLATE "C" NOT NULL,
    every_months INTEGER,
    planned_on DATE,
    held_on DATE,
    status TEXT COLLATE "C" NOT NULL,
    note TEXT COLLATE "C",
    created_at TIMESTAMP NOT NULL,
    rev BIGINT NOT NULL
);
CREATE INDEX inspections_by_area ON inspections (area_id);
CREATE TABLE inspection_partners (
    inspection_id TEXT COLLATE "C" NOT NULL REFERENCES inspections (id),
    organisation_id TEXT COLLATE "C" NOT NULL REFERENCES organisations (id),
    PRIMARY KEY (inspection_id, organisation_id)
);
CREATE TABLE findings (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    inspection_id TEXT COLLATE "C" NOT NULL REFERENCES inspections (id),
    finding TEXT COLLATE "C" NOT NULL,
    recommendation TEXT COLLATE "C",
    responsible_id TEXT COLLATE "C" REFERENCES organisations (id),
    due_on DATE,
    resolved_on DATE,
    resolution TEXT COLLATE "C",
    position INTEGER NOT NULL,
    rev BIGINT NOT NULL
);
CREATE INDEX findings_by_inspection ON findings (inspection_id, position);
CREATE TABLE commendations (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    awarded_by_id TEXT COLLATE "C" NOT NULL REFERENCES organisations (id),
    area_id TEXT COLLATE "C" NOT NULL REFERENCES areas (id),
    form TEXT COLLATE "C" NOT NULL,
    collectives INTEGER NOT NULL,
    individuals INTEGER NOT NULL,
    reason TEXT COLLATE "C" NOT NULL,
    awarded_on DATE,
    period_from DATE,
    period_to DATE,
    document_id TEXT COLLATE "C" REFERENCES documents (id),
    created_at TIMESTAMP NOT NULL,
    rev BIGINT NOT NULL
);
CREATE INDEX commendations_by_area ON commendations (area_id);

-- Targets, denominators, coverage: dated, sourced, never edited.
CREATE TABLE targets (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    area_id TEXT COLLATE "C" NOT NULL REFERENCES areas (id),
    organisation_id TEXT COLLATE "C" REFERENCES organisations (id),
    scheme TEXT COLLATE "C" NOT NULL,
    measure TEXT COLLATE "C" NOT NULL,
    period TEXT COLLATE "C" NOT NULL,
    value_hundredths BIGINT NOT NULL,
    qualifier TEXT COLLATE "C" NOT NULL,
    basis TEXT COLLATE "C",
    document_id TEXT COLLATE "C" REFERENCES documents (id),
    source TEXT COLLATE "C",
    note TEXT COLLATE "C",
    parent_id TEXT COLLATE "C" REFERENCES targets (id),
    decided_on DATE NOT NULL,
    difference_explained TEXT COLLATE "C",
    created_at TIMESTAMP NOT NULL
);
CREATE INDEX targets_by_question ON targets (area_id, scheme, measure, period, decided_on);
CREATE INDEX targets_by_parent ON targets (parent_id);
CREATE TABLE denominators (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    area_id TEXT COLLATE "C" NOT NULL REFERENCES areas (id),
    kind TEXT COLLATE "C" NOT NULL,
    as_of DATE NOT NULL,
    people BIGINT NOT NULL,
    qualifier TEXT COLLATE "C" NOT NULL,
    source TEXT COLLATE "C" NOT NULL,
    created_at TIMESTAMP NOT NULL
);
CREATE INDEX denominators_by_question ON denominators (area_id, kind, as_of);
CREATE TABLE coverage_snapshots (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    area_id TEXT COLLATE "C" NOT NULL REFERENCES areas (id),
    scheme TEXT COLLATE "C" NOT NULL,
    as_of DATE NOT NULL,
    participants BIGINT,
    participants_qualifier TEXT COLLATE "C" NOT NULL,
    denominator_id TEXT COLLATE "C" REFERENCES denominators (id),
    basis TEXT COLLATE "C" NOT NULL,
    published_hundredths BIGINT,
    published_qualifier TEXT COLLATE "C" NOT NULL,
    source TEXT COLLATE "C" NOT NULL,
    phrase TEXT COLLATE "C",
    created_at TIMESTAMP NOT NULL
);
CREATE INDEX coverage_snapshots_by_question ON coverage_snapshots (area_id, scheme, as_of, id);
