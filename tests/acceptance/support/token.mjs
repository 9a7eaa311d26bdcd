// A person's own machine, played by a tool that talks to the demo's tokens: it signs bytes with the key of a certificate.
import assert from "node:assert/strict";
import crypto from "node:crypto";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";

import { kPin } from "./client.mjs";
import { filesBelow, run } from "./processes.mjs";

const kModule = "/usr/lib/softhsm/libsofthsm2.so";

// The signature value over what `prepared` (the answer of /sign/prepare) asks for.
export function signWithToken(office, prepared) {
  const configuration = filesBelow(office.data).find((each) => path.basename(each) === "softhsm2.conf");
  const tool = (...args) => {
    const done = run("env", [`SOFTHSM2_CONF=${configuration}`, "pkcs11-tool", "--module", kModule, ...args]);
    assert.equal(done.status, 0, done.err);
    return done.out.toString("utf8");
  };
  const wanted = new crypto.X509Certificate(Buffer.from(prepared.certificate, "base64"));
  const id = (slot) => tool("--slot-index", slot, "--list-objects", "--type", "cert").match(/ID:\s+([0-9a-f]+)/)?.[1];
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "congvan-token-"));
  try {
    const asked = path.join(folder, "asked");
    const made = path.join(folder, "made");
    fs.writeFileSync(asked, Buffer.from(prepared.bytes_to_sign, "base64"));
    const slots = tool("--list-token-slots").match(/^Slot \d+/gm).length;
    for (let slot = 0; slot < slots; slot += 1) {
      const found = id(String(slot));
      if (found === undefined) continue;
      const certificate = path.join(folder, `certificate-${slot}`);
      tool("--slot-index", String(slot), "--read-object", "--type", "cert", "--id", found, "--output-file", certificate);
      if (!fs.readFileSync(certificate).equals(wanted.raw)) continue;
      tool("--slot-index", String(slot), "--login", "--pin", kPin, "--sign", "--mechanism", "SHA256-RSA-PKCS", "--id", found, "--input-file", asked, "--output-file", made);
      return fs.readFileSync(made);
    }
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
  throw new Error("no token holds the key of this certificate");
}
