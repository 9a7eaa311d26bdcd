-- Register books: numbers 1..last without a gap, each with its line.

CREATE TABLE register_books (
    id {text} PRIMARY KEY,
    agency {text} NOT NULL,
    kind {text} NOT NULL,
    series {text} NOT NULL,
    period {text} NOT NULL,
    last {integer} NOT NULL,
    revision {integer} NOT NULL,
    UNIQUE (agency, kind, series, period)
) {strict};

CREATE TABLE register_lines (
    book {text} NOT NULL REFERENCES register_books (id),
    sequence {integer} NOT NULL CHECK (sequence > 0),
    state {text} NOT NULL,
    subject {text} NOT NULL,
    day {integer} NOT NULL,
    notation {text} NOT NULL,
    columns_ {bytes} NOT NULL,
    note {text} NOT NULL,
    PRIMARY KEY (book, sequence)
) {strict};
CREATE INDEX register_lines_about ON register_lines (book, subject);
