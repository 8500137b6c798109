DROP TABLE objection_answers;
