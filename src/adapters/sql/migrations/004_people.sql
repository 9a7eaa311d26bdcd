-- Accounts and what people have under way.

CREATE TABLE accounts (
    person {text} PRIMARY KEY,
    user_name {text} NOT NULL UNIQUE,
    password_hash {text} NOT NULL,
    failures {integer} NOT NULL,
    locked_until {integer}
) {strict};

CREATE TABLE sessions (
    token {bytes} PRIMARY KEY,
    person {text} NOT NULL,
    agency {text} NOT NULL,
    created_at {integer} NOT NULL,
    seen_at {integer} NOT NULL,
    expires_at {integer} NOT NULL
) {strict};
CREATE INDEX sessions_of_person ON sessions (person);
CREATE INDEX sessions_by_end ON sessions (expires_at);

CREATE TABLE uploads (
    id {text} PRIMARY KEY,
    person {text} NOT NULL,
    agency {text} NOT NULL,
    blob {bytes} NOT NULL,
    size {integer} NOT NULL,
    name {text} NOT NULL,
    media_type {text} NOT NULL,
    checked {text} NOT NULL,
    at {integer} NOT NULL,
    taken {integer} NOT NULL
) {strict};
CREATE INDEX uploads_of_blob ON uploads (blob);
CREATE INDEX uploads_by_age ON uploads (taken, at);

CREATE TABLE pending_signatures (
    id {text} PRIMARY KEY,
    document {text} NOT NULL,
    person {text} NOT NULL,
    role {text} NOT NULL,
    base {bytes} NOT NULL,
    prepared {bytes} NOT NULL,
    certificate {bytes} NOT NULL,
    expires_at {integer} NOT NULL
) {strict};

-- What a write with an idempotency key did.
CREATE TABLE replays (
    person {text} NOT NULL,
    key {text} NOT NULL,
    request {bytes} NOT NULL,
    subject {text} NOT NULL,
    at {integer} NOT NULL,
    PRIMARY KEY (person, key)
) {strict};
CREATE INDEX replays_by_age ON replays (at);

CREATE TABLE calendar_overrides (
    day {integer} PRIMARY KEY,
    kind {text} NOT NULL,
    reference {text} NOT NULL,
    instead_of {integer}
) {strict};

CREATE TABLE settings (
    name {text} PRIMARY KEY,
    value {text} NOT NULL
) {strict};
