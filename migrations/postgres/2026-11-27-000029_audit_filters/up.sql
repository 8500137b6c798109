-- The trail is narrowed by who, what and when: each looks up its lines instead of walking them all.
CREATE INDEX audit_lines_by_actor ON audit_lines (actor_id, n);
CREATE INDEX audit_lines_by_action ON audit_lines (action, n);
CREATE INDEX audit_lines_by_time ON audit_lines (at, n);
