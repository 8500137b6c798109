-- What the board says to a reason that people give, from a day on. Never edited; a later row takes its place.
CREATE TABLE objection_answers (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    area_id TEXT COLLATE "C" NOT NULL REFERENCES areas (id),
    list TEXT COLLATE "C" NOT NULL,
    reason TEXT COLLATE "C" NOT NULL,
    answer TEXT COLLATE "C" NOT NULL,
    valid_from DATE NOT NULL,
    document_id TEXT COLLATE "C" REFERENCES documents (id),
    created_by TEXT COLLATE "C",
    created_at TIMESTAMP NOT NULL
);
CREATE INDEX objection_answers_by_area ON objection_answers (area_id, list, reason);
