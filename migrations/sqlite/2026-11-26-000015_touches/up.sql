-- How long before a sign-up a touch still counts, from a day on. Never edited.
CREATE TABLE touch_windows (
    id TEXT NOT NULL PRIMARY KEY,
    scheme TEXT NOT NULL,
    days INTEGER NOT NULL,
    valid_from DATE NOT NULL,
    basis TEXT NOT NULL,
    recorded_at TIMESTAMP NOT NULL,
    recorded_by TEXT
);
CREATE UNIQUE INDEX touch_windows_one_per_day ON touch_windows (scheme, valid_from);
-- That a person of the register was at an event. Taken back when it was a mistake; the row stays.
CREATE TABLE event_attendees (
    id TEXT NOT NULL PRIMARY KEY,
    event_id TEXT NOT NULL REFERENCES events (id),
    person_id TEXT NOT NULL REFERENCES persons (id),
    area_id TEXT NOT NULL REFERENCES areas (id),
    recorded_by TEXT,
    created_at TIMESTAMP NOT NULL,
    withdrawn_at TIMESTAMP,
    withdrawn_by TEXT
);
CREATE UNIQUE INDEX event_attendees_once ON event_attendees (event_id, person_id) WHERE withdrawn_at IS NULL;
CREATE INDEX event_attendees_by_person ON event_attendees (person_id);
CREATE INDEX event_attendees_by_area ON event_attendees (area_id, id);
-- That something was sent to a person: over which channel, on which day. Neither its text nor a number.
CREATE TABLE messages (
    id TEXT NOT NULL PRIMARY KEY,
    person_id TEXT NOT NULL REFERENCES persons (id),
    area_id TEXT NOT NULL REFERENCES areas (id),
    channel TEXT NOT NULL,
    sent_on DATE NOT NULL,
    campaign_id TEXT REFERENCES campaigns (id),
    organisation_id TEXT REFERENCES organisations (id),
    sent_by TEXT,
    created_at TIMESTAMP NOT NULL,
    withdrawn_at TIMESTAMP,
    withdrawn_by TEXT
);
CREATE INDEX messages_by_person ON messages (person_id, sent_on);
CREATE INDEX messages_by_area ON messages (area_id, id);
CREATE INDEX messages_by_organisation ON messages (organisation_id, id);
