// A small public key infrastructure on openssl and SoftHSM2: a root, an authority below it with lists and OCSP, people, a token,
// and time-stamp services that run for real.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import fs from "node:fs";
import net from "node:net";
import path from "node:path";

import { atEnd, eventually, freePort, root, run } from "./processes.mjs";

const kModule = "/usr/lib/softhsm/libsofthsm2.so";
const kPin = "246810";

function start(program, args, port, options = {}) {
  const child = spawn(program, args, { stdio: "ignore", ...options });
  atEnd(() => child.kill("SIGKILL"));
  const reachable = () =>
    new Promise((resolve) => {
      const probe = net.connect(port, "127.0.0.1", () => resolve(probe.destroy() && true));
      probe.once("error", () => resolve(false));
    });
  return eventually(`${program} on ${port}`, reachable, { seconds: 20 }).then(() => child);
}

export class Pki {
  static async open(folder) {
    const pki = new Pki();
    pki.folder = folder;
    pki.trust = path.join(folder, "trust");
    pki.module = kModule;
    pki.pinFile = pki.put("pin", `${kPin}\n`);
    fs.mkdirSync(path.join(folder, "tokens"));
    process.env.SOFTHSM2_CONF = pki.put("softhsm2.conf", `directories.tokendir = ${path.join(folder, "tokens")}\nobjectstore.backend = file\nlog.level = ERROR\n`);
    pki.port = await freePort();
    pki.makeAuthorities();
    await start(process.execPath, [path.join(root, "tests/acceptance/support/services.mjs"), String(pki.port), folder, "silent"], pki.port);
    return pki;
  }

  at(name) {
    return path.join(this.folder, name);
  }
  put(name, content) {
    fs.writeFileSync(this.at(name), content);
    return this.at(name);
  }
  openssl(...args) {
    const done = run("openssl", args, { cwd: this.folder });
    assert.equal(done.status, 0, done.err);
    return done.out;
  }

  makeAuthorities() {
    this.put("index.txt", "");
    this.put("rootindex.txt", "");
    this.put("index.txt.attr", "unique_subject = no\n");
    this.put("serial", "1000\n");
    this.put("crlnumber", "01\n");
    this.put(
      "ca.cnf",
      `[ca]\ndefault_ca = sub\n[sub]\ndatabase = index.txt\nserial = serial\ncrlnumber = crlnumber\nnew_certs_dir = .\ncertificate = sub.pem\nprivate_key = sub.key\n` +
        `default_md = sha256\ndefault_days = 300\ndefault_crl_days = 2\npolicy = any\nunique_subject = no\ncopy_extensions = none\nstring_mask = utf8only\nutf8 = yes\n[any]\ncommonName = supplied\norganizationName = optional\n` +
        `[person]\nbasicConstraints = critical,CA:FALSE\nkeyUsage = critical,digitalSignature,nonRepudiation\nsubjectKeyIdentifier = hash\nauthorityKeyIdentifier = keyid\nauthorityInfoAccess = OCSP;URI:http://127.0.0.1:${this.port}\n` +
        `[stamp]\nbasicConstraints = critical,CA:FALSE\nkeyUsage = critical,digitalSignature\nextendedKeyUsage = critical,timeStamping\nsubjectKeyIdentifier = hash\nauthorityKeyIdentifier = keyid\nauthorityInfoAccess = OCSP;URI:http://127.0.0.1:${this.port}\n` +
        `[responder]\nbasicConstraints = critical,CA:FALSE\nkeyUsage = critical,digitalSignature\nextendedKeyUsage = OCSPSigning\nnoCheck = ignored\nauthorityKeyIdentifier = keyid\n` +
        `[authority]\nbasicConstraints = critical,CA:TRUE\nkeyUsage = critical,keyCertSign,cRLSign\nsubjectKeyIdentifier = hash\nauthorityKeyIdentifier = keyid\ncrlDistributionPoints = URI:http://127.0.0.1:${this.port}/root.crl\n` +
        `[rootca]\ndatabase = rootindex.txt\ncrlnumber = crlnumber\ncertificate = root.pem\nprivate_key = root.key\ndefault_md = sha256\ndefault_crl_days = 2\n` +
        `[root]\nbasicConstraints = critical,CA:TRUE\nkeyUsage = critical,keyCertSign,cRLSign\nsubjectKeyIdentifier = hash\n[req]\ndistinguished_name = name\nstring_mask = utf8only\nutf8 = yes\n[name]\n`,
    );
    const key = (name, kind) => this.openssl("genpkey", "-algorithm", kind === "ec" ? "EC" : "RSA", ...(kind === "ec" ? ["-pkeyopt", "ec_paramgen_curve:P-256"] : ["-pkeyopt", "rsa_keygen_bits:2048"]), "-out", name);
    this.makeKey = key;
    key("root.key", "ec");
    this.openssl("req", "-x509", "-config", "ca.cnf", "-extensions", "root", "-key", "root.key", "-days", "900", "-subj", "/CN=CA gốc (thử nghiệm)", "-utf8", "-out", "root.pem");
    key("sub.key", "ec");
    this.openssl("req", "-new", "-config", "ca.cnf", "-key", "sub.key", "-subj", "/CN=CA cấp dưới (thử nghiệm)", "-utf8", "-out", "sub.csr");
    this.openssl("x509", "-req", "-in", "sub.csr", "-CA", "root.pem", "-CAkey", "root.key", "-CAcreateserial", "-days", "600", "-extfile", "ca.cnf", "-extensions", "authority", "-out", "sub.pem");
    this.openssl("ca", "-config", "ca.cnf", "-name", "rootca", "-gencrl", "-out", "root.crl.pem");
    this.openssl("crl", "-in", "root.crl.pem", "-outform", "DER", "-out", "root.crl");
    this.certify("responder", "Dịch vụ OCSP (thử nghiệm)", "responder");
    this.certify("tsa", "Dịch vụ dấu thời gian (thử nghiệm)", "stamp");
    fs.mkdirSync(path.join(this.trust, "anchors"), { recursive: true });
    fs.mkdirSync(path.join(this.trust, "intermediates"));
    fs.copyFileSync(this.at("root.pem"), path.join(this.trust, "anchors", "own-root.pem"));
    fs.copyFileSync(this.at("sub.pem"), path.join(this.trust, "intermediates", "sub.pem"));
  }

  // `name`.key, `name`.pem. `kind`: rsa, ec.
  certify(name, commonName, section, kind = "rsa") {
    this.makeKey(`${name}.key`, kind);
    this.openssl("req", "-new", "-config", "ca.cnf", "-key", `${name}.key`, "-subj", `/CN=${commonName}`, "-utf8", "-out", `${name}.csr`);
    this.openssl("ca", "-batch", "-notext", "-config", "ca.cnf", "-extensions", section, "-in", `${name}.csr`, "-out", `${name}.pem`);
  }
  revoke(name) {
    this.openssl("ca", "-config", "ca.cnf", "-revoke", `${name}.pem`);
  }

  // A certified key on a token of its own. Returns the options of `congvan sign`.
  token(label, commonName, kind = "rsa") {
    this.certify(label, commonName, "person", kind);
    const ran = (program, ...args) => {
      const done = run(program, args, { cwd: this.folder });
      assert.equal(done.status, 0, done.err + done.out);
    };
    ran("softhsm2-util", "--init-token", "--free", "--label", label, "--pin", kPin, "--so-pin", "87654321");
    this.openssl("pkcs8", "-topk8", "-nocrypt", "-in", `${label}.key`, "-out", `${label}.p8`);
    ran("softhsm2-util", "--import", `${label}.p8`, "--token", label, "--label", "ky", "--id", "a1", "--pin", kPin);
    this.openssl("x509", "-in", `${label}.pem`, "-outform", "DER", "-out", `${label}.der`);
    ran("pkcs11-tool", "--module", kModule, "--token-label", label, "--login", "--pin", kPin, "--write-object", `${label}.der`, "--type", "cert", "--id", "a1", "--label", "ky");
    return ["--module", kModule, "--token", label, "--pin-file", this.pinFile, "--trust", this.trust];
  }

  // The address of a time-stamp service. `mode`: see services.mjs.
  async timestamps(mode = "honest") {
    fs.writeFileSync(this.at("tsaserial"), "01\n", { flag: "a" });
    this.put(
      "tsa.cnf",
      "[tsa]\nserial = tsaserial\ncrypto_device = builtin\nsigner_cert = tsa.pem\ncerts = sub.pem\nsigner_key = tsa.key\nsigner_digest = sha256\ndefault_policy = 1.2.3.4.1\ndigests = sha256, sha384, sha512\naccuracy = secs:1\nordering = no\ntsa_name = no\ness_cert_id_chain = no\ness_cert_id_alg = sha256\n",
    );
    const port = await freePort();
    await start(process.execPath, [path.join(root, "tests/acceptance/support/services.mjs"), String(port), this.folder, mode], port);
    return `http://127.0.0.1:${port}/`;
  }
}
