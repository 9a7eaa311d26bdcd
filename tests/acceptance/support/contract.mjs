// The API's description, held against every request and answer of every test. Schemas count as closed: a member that
// the description does not name is a failure.
import fs from "node:fs";
import path from "node:path";

import Ajv2020 from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { parse } from "yaml";

import { root } from "./processes.mjs";

const kMethods = ["get", "put", "post", "delete", "patch", "head"];

export const description = parse(fs.readFileSync(path.join(root, "spec/openapi.yaml"), "utf8"));

function closed(node) {
  if (Array.isArray(node)) return node.map(closed);
  if (node === null || typeof node !== "object") return node;
  const copy = Object.fromEntries(Object.entries(node).map(([name, value]) => [name, closed(value)]));
  const isObject = copy.type === "object" && typeof copy.properties === "object" && !Array.isArray(copy.properties);
  if (isObject && copy.additionalProperties === undefined) copy.additionalProperties = false;
  return copy;
}

const ajv = new Ajv2020({ strict: false, allErrors: true, allowUnionTypes: true });
addFormats(ajv);
// Requirement C9: every instant is ISO 8601 in Vietnam's zone.
ajv.addFormat("date-time", /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?\+07:00$/);
ajv.addFormat("binary", true);
ajv.addSchema({ $id: "api:/description", ...closed(description) });

const compiled = new Map();

function pointer(parts) {
  return parts.map((part) => `/${encodeURIComponent(part.replaceAll("~", "~0").replaceAll("/", "~1"))}`).join("");
}

// Follows one $ref of the description; the place that it names.
function resolve(place) {
  let node = description;
  for (const part of place) node = node?.[part];
  if (node?.$ref === undefined) return { node, place };
  return resolve(node.$ref.slice(2).split("/").map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~")));
}

function validator(place) {
  const reference = `api:/description#${pointer(place)}`;
  if (!compiled.has(reference)) compiled.set(reference, ajv.compile({ $ref: reference }));
  return compiled.get(reference);
}

function demand(place, value, what) {
  const validate = validator(place);
  if (validate(value)) return;
  const found = validate.errors.map((e) => `${e.instancePath || "/"} ${e.message} ${JSON.stringify(e.params)}`).join("\n  ");
  throw new Error(`${what} is not as described:\n  ${found}\n  ${JSON.stringify(value).slice(0, 1500)}`);
}

// Every operation of the description: "POST /outgoing/{id}/sign".
export const operations = Object.entries(description.paths).flatMap(([template, item]) =>
  kMethods.filter((method) => item[method] !== undefined).map((method) => `${method.toUpperCase()} ${template}`),
);

const patterns = Object.keys(description.paths)
  .map((template) => ({
    template,
    literal: !template.includes("{"),
    regex: new RegExp(`^${template.replaceAll(".", "\\.").replace(/\{[^}]+\}/g, "[^/]+")}$`),
  }))
  .sort((a, b) => Number(b.literal) - Number(a.literal) || b.template.length - a.template.length);

function operationOf(method, pathname) {
  const found = patterns.find((each) => each.regex.test(pathname) && description.paths[each.template][method.toLowerCase()]);
  if (found === undefined) throw new Error(`${method} ${pathname} is not described`);
  return { template: found.template, name: `${method} ${found.template}`, place: ["paths", found.template, method.toLowerCase()] };
}

function parametersOf(operation) {
  const shared = description.paths[operation.template].parameters?.map((_, i) => ["paths", operation.template, "parameters", String(i)]) ?? [];
  const own = resolve(operation.place).node.parameters?.map((_, i) => [...operation.place, "parameters", String(i)]) ?? [];
  return [...shared, ...own].map(resolve);
}

function checkRequest(operation, request) {
  const parameters = parametersOf(operation);
  const named = new Map(parameters.map(({ node, place }) => [`${node.in}:${node.name.toLowerCase()}`, { node, place }]));
  for (const [name, value] of new URLSearchParams(request.query)) {
    const parameter = named.get(`query:${name.toLowerCase()}`);
    if (parameter === undefined) throw new Error(`${operation.name}: the query ${name} is not described`);
    const schema = resolve([...parameter.place, "schema"]);
    demand(schema.place, schema.node.type === "integer" ? Number(value) : value, `${operation.name} ?${name}`);
  }
  for (const { node } of parameters) {
    if (node.in === "header" && node.required && request.headers[node.name.toLowerCase()] === undefined) {
      throw new Error(`${operation.name}: no ${node.name}`);
    }
  }
  const { node: body, place } = resolve([...operation.place, "requestBody"]);
  if (body === undefined) {
    if (request.body !== undefined) throw new Error(`${operation.name}: a body that is not described`);
    return;
  }
  if (request.body === undefined) throw new Error(`${operation.name}: no body`);
  const type = (request.headers["content-type"] ?? "").split(";")[0];
  if (body.content[type] === undefined) throw new Error(`${operation.name}: content type ${type} is not described`);
  if (type === "application/json") demand([...place, "content", type, "schema"], JSON.parse(request.body), `${operation.name} request`);
}

function everyText(value, visit) {
  if (typeof value === "string") visit(value);
  else if (Array.isArray(value)) value.forEach((each) => everyText(each, visit));
  else if (value !== null && typeof value === "object") Object.values(value).forEach((each) => everyText(each, visit));
}

function checkAnswer(operation, answer) {
  const responses = resolve(operation.place).node.responses;
  const listed = responses[String(answer.status)] !== undefined;
  if (!listed && answer.status < 400) throw new Error(`${operation.name}: ${answer.status} is not described`);
  const key = listed ? String(answer.status) : "default";
  if (responses[key] === undefined) {
    throw new Error(`${operation.name}: ${answer.status} is not described: ${answer.text?.slice(0, 300)}`);
  }
  const { node, place } = resolve([...operation.place, "responses", key]);
  if (node.content === undefined) {
    if (answer.size > 0) throw new Error(`${operation.name}: ${answer.status} has a body that is not described`);
    return;
  }
  const type = (answer.headers["content-type"] ?? "").split(";")[0];
  const range = node.content[type] !== undefined ? type : "*/*";
  if (node.content[range] === undefined) {
    throw new Error(`${operation.name}: ${answer.status} as ${type} is not described: ${answer.text?.slice(0, 300)}`);
  }
  if (!type.endsWith("json") || range === "*/*") return;
  demand([...place, "content", range, "schema"], answer.body, `${operation.name} answer ${answer.status}`);
  if (type === "application/problem+json" && answer.body.status !== answer.status) {
    throw new Error(`${operation.name}: the problem says ${answer.body.status}, the answer is ${answer.status}`);
  }
  // Requirement G7: Unicode as TCVN 6909:2001, composed.
  everyText(answer.body, (text) => {
    if (text !== text.normalize("NFC")) throw new Error(`${operation.name}: not NFC: ${text}`);
  });
}

export const called = new Set();

// `request.unchecked`: a request that is wrong on purpose; its answer is checked all the same.
export function check(request, answer) {
  const operation = operationOf(request.method, request.path);
  if (!request.unchecked) checkRequest(operation, request);
  checkAnswer(operation, answer);
  if (answer.status < 400) called.add(operation.name);
}
