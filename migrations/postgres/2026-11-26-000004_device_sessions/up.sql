-- The session in which a phone last pushed: it ends when the phone is taken out of use.
ALTER TABLE devices ADD COLUMN session_id TEXT COLLATE "C";
