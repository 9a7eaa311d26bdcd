// The history log as a stranger checks it: RFC 6962 hashing and a signed note, from spec/formats/merkle-log.md alone.
import crypto from "node:crypto";

const sha256 = (...parts) => {
  const hash = crypto.createHash("sha256");
  for (const part of parts) hash.update(part);
  return hash.digest();
};

const kLeaf = Buffer.from([0]);
const kNode = Buffer.from([1]);

// The roots of the tree over the first n leaves, for each n in `sizes`. → Map size → root in hex
export function rootsOf(leaves, sizes) {
  const wanted = new Set(sizes);
  const found = new Map();
  const peaks = []; // { hash, height }, highest first
  const root = () => {
    if (peaks.length === 0) return sha256();
    return peaks.slice(0, -1).reduceRight((right, left) => sha256(kNode, left.hash, right), peaks.at(-1).hash);
  };
  if (wanted.has(0)) found.set(0, root().toString("hex"));
  leaves.forEach((leaf, i) => {
    let made = { hash: sha256(kLeaf, leaf), height: 0 };
    while (peaks.length > 0 && peaks.at(-1).height === made.height) {
      made = { hash: sha256(kNode, peaks.pop().hash, made.hash), height: made.height + 1 };
    }
    peaks.push(made);
    if (wanted.has(i + 1)) found.set(i + 1, root().toString("hex"));
  });
  return found;
}

// "name+id+base64(0x01 || public key)", as `congvan evidence key` prints it.
export function readKey(text) {
  const [, name, id, coded] = /^(.+)\+([0-9a-f]{8})\+(.+)$/.exec(text.trim());
  const bytes = Buffer.from(coded, "base64");
  if (bytes.length !== 33 || bytes[0] !== 1) throw new Error(`not a key of the log: ${text}`);
  const expected = sha256(`${name}\n`, bytes).subarray(0, 4).toString("hex");
  if (id !== expected) throw new Error(`the key's id is ${id}, not ${expected}`);
  const prefix = Buffer.from("302a300506032b6570032100", "hex"); // SubjectPublicKeyInfo of Ed25519
  const key = crypto.createPublicKey({ key: Buffer.concat([prefix, bytes.subarray(1)]), format: "der", type: "spki" });
  return { name, id, key };
}

// The head that a signed checkpoint vouches for. { size, root (hex) }
export function openCheckpoint(note, { name, id, key }) {
  const cut = note.indexOf("\n\n");
  const text = note.slice(0, cut + 1);
  const [origin, size, root] = text.split("\n");
  if (origin !== name) throw new Error(`the checkpoint is of ${origin}, not of ${name}`);
  const lines = note.slice(cut + 2).split("\n").filter((line) => line.startsWith(`\u2014 ${name} `));
  const good = lines.some((line) => {
    const bytes = Buffer.from(line.split(" ").at(-1), "base64");
    return bytes.subarray(0, 4).toString("hex") === id && crypto.verify(null, Buffer.from(text), key, bytes.subarray(4));
  });
  if (!good) throw new Error(`the checkpoint is not signed by the log's key: ${note}`);
  return { size: Number(size), root: Buffer.from(root, "base64").toString("hex") };
}
