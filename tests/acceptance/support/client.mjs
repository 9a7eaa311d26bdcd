// A person at the API: logs in by name, acts with idempotency keys, and holds every exchange against the description.
import assert from "node:assert/strict";
import crypto from "node:crypto";

import { check } from "./contract.mjs";

export const kPassword = "thu-nghiem-2026";
export const kPin = "246810";

export function newKey() {
  return `accept-${crypto.randomUUID()}`;
}

export function dispositionOf(name) {
  const coded = encodeURIComponent(name).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
  return `attachment; filename*=UTF-8''${coded}`;
}

// One exchange. { status, headers, body (parsed JSON or bytes), text, size }
export async function exchange(server, request) {
  const headers = Object.fromEntries(Object.entries(request.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]));
  const [path, query = ""] = request.path.split("?");
  const response = await fetch(`${server.url}/api/v1${request.path}`, {
    method: request.method,
    headers,
    body: request.body,
    redirect: "manual",
  });
  const bytes = Buffer.from(await response.arrayBuffer());
  const answer = { status: response.status, headers: Object.fromEntries(response.headers), size: bytes.length, body: bytes };
  const type = answer.headers["content-type"] ?? "";
  if (/^application\/(problem\+)?json/.test(type)) {
    answer.text = bytes.toString("utf8");
    answer.body = JSON.parse(answer.text);
  } else if (/^text\//.test(type) || type.startsWith("application/yaml")) {
    answer.text = bytes.toString("utf8");
  }
  check({ ...request, path, query, headers }, answer);
  return answer;
}

export class Person {
  constructor(server, userName, password = kPassword) {
    this.server = server;
    this.userName = userName;
    this.password = password;
  }

  async logIn() {
    const answer = await exchange(this.server, {
      method: "POST",
      path: "/session",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ user_name: this.userName, password: this.password }),
    });
    if (answer.status !== 200) throw new Error(`${this.userName} cannot log in: ${answer.text}`);
    this.token = answer.body.token;
    this.me = answer.body.me;
    return this;
  }

  get id() {
    return this.me.person.id;
  }
  get agency() {
    return this.me.agency;
  }

  async call(method, path, { body, headers = {}, key, unchecked, raw } = {}) {
    const all = { authorization: `Bearer ${this.token}`, ...headers };
    if (method !== "GET" && path !== "/session" && key !== null) all["idempotency-key"] = key ?? newKey();
    let sent;
    if (raw !== undefined) sent = raw;
    else if (body !== undefined) {
      all["content-type"] = "application/json";
      sent = JSON.stringify(body);
    }
    return exchange(this.server, { method, path, headers: all, body: sent, unchecked });
  }

  async done(method, path, options) {
    const answer = await this.call(method, path, options);
    assert.ok(answer.status < 300, `${this.userName} ${method} ${path}: ${answer.status} ${answer.text}`);
    return answer.body;
  }

  get(path) {
    return this.done("GET", path);
  }
  post(path, body, options = {}) {
    return this.done("POST", path, { ...options, body });
  }
  put(path, body) {
    return this.done("PUT", path, { body });
  }

  // The problem that `code` names, with its sentence and remedy.
  async refused(code, method, path, body, options = {}) {
    const answer = await this.call(method, path, { ...options, body });
    assert.ok(answer.status >= 400, `${this.userName} ${method} ${path} was not refused (${code} expected): ${answer.status}`);
    assert.equal(answer.body.code, code, answer.text);
    assert.ok(answer.body.title && answer.body.detail && answer.body.fix, answer.text);
    return answer.body;
  }

  uploading(name, content, { key } = {}) {
    return this.call("POST", "/files", {
      key,
      raw: content,
      headers: { "content-type": "application/octet-stream", "content-disposition": dispositionOf(name) },
    });
  }

  async upload(name, content, options) {
    const answer = await this.uploading(name, content, options);
    assert.equal(answer.status, 201, `${name}: ${answer.text}`);
    return answer.body.upload_id;
  }

  async file(path) {
    return this.call("GET", path);
  }
}
