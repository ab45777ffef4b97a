-- The ledger that lies here, how many entries it has, and the seal of the last one.
CREATE TABLE ledger (
    id TEXT PRIMARY KEY,
    last BIGINT NOT NULL,
    seal TEXT
);
-- Entries in the order in which they came. `signed` is the line without its content.
CREATE TABLE entries (
    position BIGINT PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    signed TEXT NOT NULL,
    content TEXT,
    seal TEXT NOT NULL
);
-- Files that entries name, and whether they are here.
CREATE TABLE evidence (
    sha256 TEXT PRIMARY KEY,
    bytes BIGINT NOT NULL,
    media TEXT NOT NULL,
    here BIGINT NOT NULL
);
