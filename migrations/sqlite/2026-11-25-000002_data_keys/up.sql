-- Keys of sealed columns, each wrapped with the root secret that lies outside the database. The highest number seals.
CREATE TABLE data_keys (
    n INTEGER NOT NULL PRIMARY KEY,
    wrapped TEXT NOT NULL
);
