DROP TABLE kept_quotes;
DROP TABLE support_rule_ends;
DROP TABLE support_rule_areas;
DROP TABLE support_rules;
DROP TABLE rates;
DROP TABLE law_state;
