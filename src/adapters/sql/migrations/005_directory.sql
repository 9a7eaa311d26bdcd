-- Agencies, people, posts, keys, permissions. `place` keeps the order in which the rows were given.

CREATE TABLE agencies (
    id {text} PRIMARY KEY,
    place {integer} NOT NULL,
    name {text} NOT NULL,
    short_name {text} NOT NULL,
    parent {text},
    profile {text},
    valid_from {integer},
    valid_to {integer}
) {strict};

CREATE TABLE agency_codes (
    code {text} PRIMARY KEY,
    agency {text} NOT NULL REFERENCES agencies (id),
    place {integer} NOT NULL,
    scheme {text} NOT NULL,
    valid_from {integer},
    valid_to {integer}
) {strict};

CREATE TABLE agency_units (
    agency {text} NOT NULL REFERENCES agencies (id),
    place {integer} NOT NULL,
    abbreviation {text} NOT NULL,
    name {text} NOT NULL,
    PRIMARY KEY (agency, place)
) {strict};

CREATE TABLE people (
    id {text} PRIMARY KEY,
    place {integer} NOT NULL,
    user_name {text} NOT NULL UNIQUE,
    full_name {text} NOT NULL,
    name_sort {text} NOT NULL,
    valid_from {integer},
    valid_to {integer}
) {strict};

CREATE TABLE posts (
    place {integer} PRIMARY KEY,
    person {text} NOT NULL,
    agency {text} NOT NULL,
    role {text} NOT NULL,
    title {text} NOT NULL,
    unit {text} NOT NULL,
    valid_from {integer},
    valid_to {integer}
) {strict};

CREATE TABLE held_keys (
    id {text} PRIMARY KEY,
    place {integer} NOT NULL,
    purpose {text} NOT NULL,
    agency {text} NOT NULL,
    person {text},
    token_label {text} NOT NULL,
    certificate {bytes} NOT NULL,
    sha256 {bytes} NOT NULL,
    valid_from {integer},
    valid_to {integer}
) {strict};

CREATE TABLE delegations (
    id {text} PRIMARY KEY,
    place {integer} NOT NULL,
    kind {text} NOT NULL,
    agency {text} NOT NULL,
    giver {text} NOT NULL,
    receiver {text} NOT NULL,
    role {text} NOT NULL,
    acts {text} NOT NULL,
    reference {text} NOT NULL,
    valid_from {integer},
    valid_to {integer}
) {strict};
