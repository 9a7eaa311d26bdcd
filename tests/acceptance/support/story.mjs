// Scenarios as sentences, each with the requirements it holds up and the regulations it was told for. What became of
// them is written down for docs/conformance.md.
import fs from "node:fs";
import path from "node:path";
import { after, before, describe, it } from "node:test";

import { called } from "./contract.mjs";
import { storage } from "./demo.mjs";
import { letters, Office, regulations } from "./office.mjs";
import { endAll, workshop } from "./processes.mjs";

const kLimitMs = 180_000;

export const resultsFolder = path.join(workshop, "results");

let running = 0;

// Keeps what groups share (a database server) until release().
export function hold() {
  running += 1;
}
export async function release() {
  running -= 1;
  if (running === 0) await endAll();
}

// A group of stories with an office of its own. On PostgreSQL it tells those of qn37, on SQLite all.
export function group(name, define) {
  hold();
  describe(`${name} (${storage})`, () => {
    const results = [];
    let office;

    function story(requirements, told, sentence, work) {
      const ids = [requirements].flat();
      const by = told === "all" ? regulations : [told].flat();
      if (storage === "postgres" && !by.includes("qn37")) return;
      const result = { requirements: ids, regulations: by, sentence, passed: false };
      results.push(result);
      it(`${ids.join(" ")} · ${sentence} [${by.join(" ")}]`, { timeout: kLimitMs }, async () => {
        try {
          await work({ office });
        } catch (problem) {
          const said = office.server.said().split("\n").filter((line) => /^congvan: (outbox|checkpoint|sweep)|invariant|terminate|what\(\)/.test(line));
          if (said.length > 0) problem.message += `\n  the server said:\n  ${said.slice(-5).join("\n  ")}`;
          if (office.server.over() !== null) problem.message += `\n  the server ended: ${JSON.stringify(office.server.over())}`;
          throw problem;
        }
        result.passed = true;
      });
    }

    // The same story once for each regulation; `work` also gets its key and the agency's letter.
    function eachRegulation(requirements, told, sentence, work) {
      for (const key of told === "all" ? regulations : told) {
        story(requirements, key, sentence, (context) => work({ ...context, regulation: key, letter: letters[key] }));
      }
    }

    before(async () => {
      office = await Office.open(name);
    });
    define({ story, eachRegulation });
    after(async () => {
      fs.mkdirSync(resultsFolder, { recursive: true });
      const file = path.join(resultsFolder, `${name}.${storage}.json`);
      fs.writeFileSync(file, `${JSON.stringify({ group: name, storage, stories: results, operations: [...called].sort() }, null, 1)}\n`);
      try {
        if (office !== undefined) await office.close();
      } finally {
        await release();
      }
    });
  });
}
