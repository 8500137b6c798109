-- How far each visit came, and how many came how far: by area, day, organisation and campaign, kept in the transaction that
-- writes the visit.
ALTER TABLE visits ADD COLUMN reached TEXT COLLATE "C" NOT NULL DEFAULT 'door';
UPDATE visits SET reached = CASE
    WHEN outcome IN ('wrong_address', 'duplicate') THEN 'nowhere'
    WHEN outcome NOT IN (SELECT code FROM visit_outcomes WHERE met) THEN 'door'
    WHEN outcome = 'agreed' OR EXISTS (
        SELECT 1 FROM visit_interests WHERE visit_interests.visit_id = visits.id AND visit_interests.interest <> 'no'
    ) THEN 'interest'
    WHEN outcome <> 'refused' OR EXISTS (
        SELECT 1 FROM visit_interests WHERE visit_interests.visit_id = visits.id
    ) THEN 'talk'
    ELSE 'people'
END;
CREATE TABLE visit_cells (
    area_id TEXT COLLATE "C" NOT NULL,
    grouping TEXT COLLATE "C" NOT NULL,
    grain TEXT COLLATE "C" NOT NULL,
    on_day DATE NOT NULL,
    group_key TEXT COLLATE "C" NOT NULL,
    parent_id TEXT COLLATE "C" NOT NULL,
    doors BIGINT NOT NULL,
    met BIGINT NOT NULL,
    talked BIGINT NOT NULL,
    interested BIGINT NOT NULL,
    PRIMARY KEY (area_id, grouping, grain, on_day, group_key)
);
CREATE INDEX visit_cells_by_parent ON visit_cells (parent_id, grouping, grain, on_day);
