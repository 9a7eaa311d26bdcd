-- Every event, in the order of the log, with its canonical bytes; and the nodes of the Merkle tree over them.

CREATE TABLE history (
    log_index {integer} PRIMARY KEY,
    stream_kind {integer} NOT NULL,
    stream {text} NOT NULL,
    revision {integer} NOT NULL CHECK (revision > 0),
    document {text},
    leaf {bytes} NOT NULL,
    UNIQUE (stream_kind, stream, revision)
) {strict};
CREATE INDEX history_about ON history (document, log_index);

CREATE TABLE log_nodes (
    level {integer} NOT NULL,
    position {integer} NOT NULL,
    hash {bytes} NOT NULL,
    PRIMARY KEY (level, position)
) {strict};

-- One row: the right edge of the tree. Locking it is locking the log.
CREATE TABLE log_head (
    id {integer} PRIMARY KEY CHECK (id = 1),
    size {integer} NOT NULL,
    peaks {bytes} NOT NULL,
    root {bytes} NOT NULL
) {strict};

CREATE TABLE checkpoints (
    size {integer} PRIMARY KEY,
    root {bytes} NOT NULL,
    note {text} NOT NULL,
    at {integer} NOT NULL
) {strict};
