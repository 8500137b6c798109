DROP INDEX audit_lines_by_time;
DROP INDEX audit_lines_by_action;
DROP INDEX audit_lines_by_actor;
