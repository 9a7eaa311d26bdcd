// Stored history events and what they come to, from spec/formats/history-event.md and life-cycles.md alone.

const kStreams = { 1: "outgoing", 2: "delivery", 3: "incoming", 4: "recall", 5: "register_book", 6: "system" };

export function uuidText(bytes) {
  return bytes.toString("hex").replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

class Reader {
  constructor(bytes) {
    this.bytes = bytes;
    this.at = 0;
  }
  take(count) {
    if (this.at + count > this.bytes.length) throw new Error(`an event ends at byte ${this.bytes.length}`);
    this.at += count;
    return this.bytes.subarray(this.at - count, this.at);
  }
  u8() {
    return this.take(1).readUInt8();
  }
  u32() {
    return this.take(4).readUInt32BE();
  }
  u64() {
    return this.take(8).readBigUInt64BE();
  }
  uuid() {
    return uuidText(this.take(16));
  }
  text() {
    return this.take(this.u32()).toString("utf8");
  }
}

export function decodeEvent(bytes) {
  const reader = new Reader(bytes);
  const version = reader.u8();
  if (version !== 1) throw new Error(`an event of version ${version}`);
  const event = {
    streamKind: kStreams[reader.u8()],
    stream: reader.uuid(),
    revision: reader.u32(),
    document: reader.uuid(),
    agency: reader.uuid(),
    atUs: reader.u64(),
    person: reader.uuid(),
    name: reader.text(),
    post: reader.text(),
    kind: reader.text(),
    fields: {},
  };
  const count = reader.u32();
  for (let i = 0; i < count; i += 1) {
    const name = reader.text();
    event.fields[name] = reader.text();
  }
  if (reader.at !== bytes.length) throw new Error(`an event has ${bytes.length - reader.at} bytes too many`);
  return event;
}

const kOutgoing = {
  "outgoing.drafted": () => "drafting",
  "outgoing.facts_changed": (stage) => stage,
  "outgoing.version_added": (stage) => stage,
  "outgoing.submitted": () => "awaiting_approval",
  "outgoing.returned_for_change": () => "drafting",
  "outgoing.approved": () => "numbered",
  "outgoing.final_set": () => "signing",
  // Initial, leader, seal: the seal is the last in every method.
  "outgoing.signed": (stage, fields) => (fields["signature.role"] === "seal" ? "sealed" : stage),
  "outgoing.timestamped": (stage) => stage,
  "outgoing.number_voided": () => "drafting",
  "outgoing.issued": () => "issued",
  "outgoing.recalled": () => "recalled",
};

const kIncoming = {
  "incoming.arrived": () => "arrived",
  "incoming.accepted": () => "accepted",
  "incoming.returned": () => "returned",
  "incoming.assigned": () => "assigned",
  "incoming.handling_started": () => "in_handling",
  "incoming.answer_linked": (stage) => stage,
  "incoming.completed": () => "completed",
  "incoming.withdrawn": () => "withdrawn",
  "incoming.cancel_due": () => "cancel_due",
  "incoming.nothing_to_cancel": (stage) => stage,
  "incoming.cancelled": () => "cancelled",
};

function fold(table, events) {
  return events.reduce((stage, event) => {
    const next = table[event.kind];
    if (next === undefined) throw new Error(`no stage is known after ${event.kind}`);
    return next(stage, event.fields);
  }, "none");
}

export const outgoingStage = (events) => fold(kOutgoing, events);
export const incomingStage = (events) => fold(kIncoming, events);

// The status with the highest number that the recipient gave it; before any was heard, "queued".
export function deliveryStatus(events) {
  const heard = events.filter((each) => each.kind === "delivery.status_heard");
  heard.sort((a, b) => Number(a.fields["fact.sequence"]) - Number(b.fields["fact.sequence"]));
  return heard.at(-1)?.fields["fact.status"] ?? "queued";
}

// A register book folded from its events: last number, and the state of each line.
export function bookOf(events) {
  const book = { last: 0, lines: new Map() };
  for (const { kind, fields } of events) {
    if (kind === "register.number_reserved" || kind === "register.line_entered") {
      const sequence = Number(fields["line.sequence"]);
      if (sequence !== book.last + 1) throw new Error(`number ${sequence} follows ${book.last}`);
      book.last = sequence;
      book.lines.set(sequence, { state: fields["line.state"], subject: fields["line.subject"], notation: fields["line.notation"] });
    } else if (kind === "register.line_confirmed") {
      book.lines.get(Number(fields.sequence)).state = "entered";
    } else if (kind === "register.number_voided") {
      book.lines.get(Number(fields.sequence)).state = "voided";
    }
  }
  return book;
}
