// What a whole run has to show in the end: docs/conformance.md is what the results say, and API and description agree.
import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { after, test } from "node:test";

import { document, readResults, render } from "./conformance.mjs";
import { requirements } from "./requirements.mjs";
import { operations } from "./support/contract.mjs";
import { template } from "./support/demo.mjs";
import { congvan, endAll, root, workshop } from "./support/processes.mjs";

const results = readResults(path.join(workshop, "results"));

after(endAll);

test("every group of stories has been told, and every story passed", () => {
  const groups = ["a_directory", "b_outgoing", "c_incoming", "d_exchange", "e_f_g"];
  const told = results.map((each) => `${each.group}.${each.storage}`);
  assert.deepEqual(told.sort(), groups.flatMap((each) => [`${each}.postgres`, `${each}.sqlite`]).sort());
  const failed = results.flatMap((each) => each.stories.filter((story) => !story.passed).map((story) => `${each.group} ${each.storage}: ${story.sentence}`));
  assert.deepEqual(failed, []);
});

test("every requirement that a story names is in the table", () => {
  const known = new Set(requirements.map((each) => each.id));
  for (const { stories } of results) {
    for (const story of stories) for (const id of story.requirements) assert.ok(known.has(id), id);
  }
});

test("docs/conformance.md is what the results say", () => {
  const right = render(results);
  const there = fs.existsSync(document) ? fs.readFileSync(document, "utf8") : "";
  assert.equal(there, right, "docs/conformance.md is not what this run shows: node tests/acceptance/conformance.mjs --write, and look at the difference");
});

test("every operation that is described has been called with success by a story", () => {
  const called = new Set(results.flatMap((each) => each.operations));
  assert.deepEqual(operations.filter((each) => !called.has(each)), []);
});

test("every route of the server is described, and every described operation is a route", async () => {
  const listed = congvan("routes", "--data", await template(), "--share", root);
  assert.equal(listed.status, 0, listed.err);
  const routes = listed.out.toString("utf8").trim().split("\n").map((line) => line.replace(" /api/v1/", " /"));
  assert.deepEqual(routes.sort(), [...operations].sort());
});
