-- Work that committed acts left to be done. The lowest id of a lane is its head; only heads are handed out.

CREATE TABLE outbox (
    id {autokey},
    kind {text} NOT NULL,
    lane {text} NOT NULL,
    rank {integer} NOT NULL,
    payload {bytes} NOT NULL,
    not_before {integer} NOT NULL,
    leased_until {integer} NOT NULL,
    attempts {integer} NOT NULL,
    last_failure {text} NOT NULL
) {strict};
CREATE INDEX outbox_lane ON outbox (lane, id);
CREATE INDEX outbox_in_order ON outbox (rank DESC, id);
