-- A frozen, ordered list of doors with the reason for each. What it was made from is kept, so that it can be made again.
CREATE TABLE walk_lists (
    id TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    area_id TEXT NOT NULL REFERENCES areas (id),
    campaign_id TEXT REFERENCES campaigns (id),
    criteria TEXT NOT NULL,
    ordered_by TEXT NOT NULL,
    seed TEXT,
    start_latitude DOUBLE PRECISION,
    start_longitude DOUBLE PRECISION,
    most INTEGER,
    cap_contacts INTEGER NOT NULL,
    cap_days INTEGER NOT NULL,
    as_of DATE NOT NULL,
    starts_on DATE NOT NULL,
    ends_on DATE,
    doors INTEGER NOT NULL,
    closed_at TIMESTAMP,
    closed_by TEXT,
    closed_why_sealed TEXT,
    seal_key INTEGER NOT NULL,
    created_by TEXT,
    created_at TIMESTAMP NOT NULL,
    rev BIGINT NOT NULL
);
CREATE INDEX walk_lists_by_area ON walk_lists (area_id, id);
CREATE INDEX walk_lists_by_campaign ON walk_lists (campaign_id);
CREATE INDEX walk_lists_by_seal_key ON walk_lists (seal_key);
-- The doors of a list, in order. Written once with the list.
CREATE TABLE walk_list_entries (
    list_id TEXT NOT NULL REFERENCES walk_lists (id),
    position INTEGER NOT NULL,
    household_id TEXT NOT NULL REFERENCES households (id),
    never_met BOOLEAN NOT NULL,
    PRIMARY KEY (list_id, position)
);
CREATE UNIQUE INDEX walk_list_entries_one_per_household ON walk_list_entries (household_id, list_id);
-- Why a door is on a list, as things stood on the day it was made.
CREATE TABLE walk_list_reasons (
    list_id TEXT NOT NULL REFERENCES walk_lists (id),
    position INTEGER NOT NULL,
    n INTEGER NOT NULL,
    code TEXT NOT NULL,
    scheme TEXT,
    on_day DATE,
    days INTEGER,
    persons INTEGER,
    PRIMARY KEY (list_id, position, n)
);
-- Who walks a list, and until when. A row is ended, never deleted.
CREATE TABLE walk_list_assignments (
    id TEXT NOT NULL PRIMARY KEY,
    list_id TEXT NOT NULL REFERENCES walk_lists (id),
    user_id TEXT NOT NULL REFERENCES users (id),
    why TEXT NOT NULL,
    until_day DATE,
    assigned_by TEXT,
    assigned_at TIMESTAMP NOT NULL,
    ended_at TIMESTAMP
);
CREATE INDEX walk_list_assignments_by_list ON walk_list_assignments (list_id, assigned_at);
CREATE INDEX walk_list_assignments_by_user ON walk_list_assignments (user_id, list_id);
