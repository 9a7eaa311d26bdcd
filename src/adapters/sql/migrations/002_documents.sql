-- What lists are made of; derived from the history, written with it.

CREATE TABLE outgoing (
    id {text} PRIMARY KEY,
    agency {text} NOT NULL,
    stage {text} NOT NULL,
    drafter {text} NOT NULL,
    signer {text} NOT NULL,
    drafter_name {text} NOT NULL,
    signer_name {text} NOT NULL,
    urgency {integer} NOT NULL,
    type_name {text} NOT NULL,
    abstract {text} NOT NULL,
    notation {text} NOT NULL,
    day {integer},
    next_signature {text},
    recipients {integer} NOT NULL,
    attachments {integer} NOT NULL,
    updated_at {integer} NOT NULL,
    signed_at {integer},
    issued_at {integer},
    folded {text} NOT NULL
) {strict};
CREATE INDEX outgoing_in_order ON outgoing (agency, urgency DESC, updated_at DESC, id DESC);

CREATE TABLE incoming (
    id {text} PRIMARY KEY,
    document {text} NOT NULL,
    agency {text} NOT NULL,
    sender {text} NOT NULL,
    sender_name {text} NOT NULL,
    stage {text} NOT NULL,
    urgency {integer} NOT NULL,
    notation {text} NOT NULL,
    day {integer},
    type_name {text} NOT NULL,
    abstract {text} NOT NULL,
    verdict {text} NOT NULL,
    attachments {integer} NOT NULL,
    arrival_number {integer},
    lead {text},
    lead_name {text} NOT NULL,
    deadline {integer},
    arrived_at {integer} NOT NULL,
    updated_at {integer} NOT NULL,
    folded {text} NOT NULL
) {strict};
CREATE INDEX incoming_in_order ON incoming (agency, urgency DESC, updated_at DESC, id DESC);

CREATE TABLE incoming_handlers (
    incoming {text} NOT NULL,
    place {integer} NOT NULL,
    person {text} NOT NULL,
    PRIMARY KEY (incoming, place)
) {strict};
CREATE INDEX incoming_by_handler ON incoming_handlers (person, incoming);

CREATE TABLE deliveries (
    id {text} PRIMARY KEY,
    document {text} NOT NULL,
    sender {text} NOT NULL,
    recipient {text} NOT NULL,
    status {text} NOT NULL
) {strict};
CREATE INDEX deliveries_of_document ON deliveries (document);

CREATE TABLE held_blobs (
    blob {bytes} NOT NULL,
    document {text} NOT NULL,
    PRIMARY KEY (blob, document)
) {strict};
