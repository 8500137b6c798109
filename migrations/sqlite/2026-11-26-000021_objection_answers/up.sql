-- What the board says to a reason that people give, from a day on. Never edited; a later row takes its place.
CREATE TABLE objection_answers (
    id TEXT NOT NULL PRIMARY KEY,
    area_id TEXT NOT NULL REFERENCES areas (id),
    list TEXT NOT NULL,
    reason TEXT NOT NULL,
    answer TEXT NOT NULL,
    valid_from DATE NOT NULL,
    document_id TEXT REFERENCES documents (id),
    created_by TEXT,
    created_at TIMESTAMP NOT NULL
);
CREATE INDEX objection_answers_by_area ON objection_answers (area_id, list, reason);
