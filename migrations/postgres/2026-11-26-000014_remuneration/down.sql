DROP TABLE remuneration_lines;
DROP TABLE remuneration_statements;
DROP TABLE remuneration_rates;
