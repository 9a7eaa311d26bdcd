// docs/conformance.md from the results of a whole run: `node tests/acceptance/conformance.mjs --write` writes it, without
// --write the file in the tree is held against what it should be. Also the two-way check of the API's description.
//
// A status is never written by hand: "held" comes from stories that passed on every storage they were told on.
import fs from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";

import { groups, regulations, requirements } from "./requirements.mjs";

const here = path.dirname(new URL(import.meta.url).pathname);
const root = path.resolve(here, "../..");

export const document = path.join(root, "docs/conformance.md");

export function readResults(folder) {
  if (!fs.existsSync(folder)) throw new Error(`no results in ${folder}: run the stories first`);
  return fs
    .readdirSync(folder)
    .filter((name) => name.endsWith(".json"))
    .sort()
    .map((name) => JSON.parse(fs.readFileSync(path.join(folder, name), "utf8")));
}

// --- profiles: which tables stand on an uncertain source

// The standings of the tables of one file that are in force now: { "deadlines.send": "uncertain" }
function standingsIn(file) {
  const found = {};
  let table = null;
  const settle = () => {
    if (table !== null && table.validTo === undefined) found[table.name] = { standing: table.standing ?? "certain", source: table.source };
  };
  for (const line of fs.readFileSync(file, "utf8").split("\n")) {
    const head = /^\[\[?([\w.]+)\]\]?$/.exec(line);
    if (head !== null) {
      settle();
      table = { name: head[1] };
    } else if (table !== null) {
      const value = /^(standing|source|valid_to)\s*=\s*"?(.*?)"?$/.exec(line);
      if (value !== null) table[value[1] === "valid_to" ? "validTo" : value[1]] = value[2];
    }
  }
  settle();
  return found;
}

export function standingsOf(regulation) {
  const own = path.join(root, `regulations/profiles/${regulation}.toml`);
  const base = /^based_on\s*=\s*"(\w+)"/m.exec(fs.readFileSync(own, "utf8"))[1];
  return { ...standingsIn(path.join(root, `regulations/common/${base}.toml`)), ...standingsIn(own) };
}

// --- statuses

const kHeld = { held: "held", uncertain: "held, source uncertain", part: "held in part", silent: "not applicable", open: "not yet", failed: "**failed**" };

function toldOf(results, id, regulation) {
  return results.flatMap((each) => each.stories).filter((story) => story.requirements.includes(id) && story.regulations.includes(regulation));
}

function statusOf(results, requirement, regulation, standings) {
  const told = toldOf(results, requirement.id, regulation);
  if (told.some((story) => !story.passed)) return kHeld.failed;
  if (requirement.sources[regulation] === undefined) return told.length > 0 ? `${kHeld.silent} ✓` : kHeld.silent;
  if (told.length === 0) return kHeld.open;
  const uncertain = (requirement.rests ?? []).some((table) => standings[regulation][table]?.standing === "uncertain");
  const held = requirement.later === undefined ? kHeld.held : kHeld.part;
  return uncertain ? `${held}, source uncertain` : held;
}

function storiesTable(results, id) {
  const sentences = new Map();
  for (const { storage, stories } of results) {
    for (const story of stories.filter((each) => each.requirements.includes(id))) {
      const known = sentences.get(story.sentence) ?? { regulations: new Set(), storages: new Set() };
      for (const each of story.regulations) known.regulations.add(each);
      known.storages.add(storage);
      sentences.set(story.sentence, known);
    }
  }
  return [...sentences].map(([sentence, { regulations: told, storages }]) => {
    const by = Object.keys(regulations).filter((each) => told.has(each)).join(", ");
    return `  * ${sentence} (${by}${storages.has("postgres") ? "; SQLite and PostgreSQL" : ""})`;
  });
}

export function render(results) {
  const keys = Object.keys(regulations);
  const standings = Object.fromEntries(keys.map((each) => [each, standingsOf(each)]));
  const lines = [
    "# What the product holds, requirement by requirement",
    "",
    "Written by `node tests/acceptance/conformance.mjs --write` from the results of the acceptance stories; not by hand.",
    "",
    "* **held**: every story told for the requirement under that regulation passed, through the real program.",
    "* **held in part**: so did they, and the note below the table says what of it is still to come.",
    "* **source uncertain**: the value that the profile gives stands on a text that was not read, or may have been replaced.",
    "* **not applicable**: the regulation is silent on it (✓: the product does it there all the same).",
    "* **not yet**: no story holds it; the note says with what it comes.",
    "",
    "Stories run on SQLite; those of QN37 run on PostgreSQL as well.",
    "",
  ];
  const uncertainProfiles = keys.filter((each) => standings[each].profile?.standing === "uncertain");
  if (uncertainProfiles.length > 0) {
    lines.push("Regulations whose own standing is uncertain (from their profiles):", "");
    for (const each of uncertainProfiles) lines.push(`* ${regulations[each]}: ${standings[each].profile.source}`);
    lines.push("");
  }
  for (const [letter, title] of Object.entries(groups)) {
    lines.push(`## ${letter}. ${title}`, "", `| id | asks | ${keys.map((each) => regulations[each].split(" ")[0]).join(" | ")} |`, `|---|---|${keys.map(() => "---").join("|")}|`);
    const rows = requirements.filter((each) => each.id.startsWith(letter));
    for (const each of rows) {
      lines.push(`| ${each.id} | ${each.asks} | ${keys.map((key) => statusOf(results, each, key, standings)).join(" | ")} |`);
    }
    lines.push("");
    for (const each of rows) {
      const told = storiesTable(results, each.id);
      if (told.length === 0 && each.later === undefined) continue;
      const where = keys.filter((key) => each.sources[key] !== undefined).map((key) => `${regulations[key].split(" ")[0]} ${each.sources[key]}`);
      lines.push(`* **${each.id}** (${where.join("; ")})${each.later === undefined ? "" : `: ${each.later}.`}`, ...told);
    }
    lines.push("");
  }
  return `${lines.join("\n").trimEnd()}\n`;
}

async function main() {
  const { workshop } = await import("./support/processes.mjs");
  const results = readResults(path.join(workshop, "results"));
  const text = render(results);
  if (process.argv.includes("--write")) {
    fs.mkdirSync(path.dirname(document), { recursive: true });
    fs.writeFileSync(document, text);
    console.log(`wrote ${path.relative(process.cwd(), document)} from ${results.length} groups`);
  } else {
    process.stdout.write(text);
  }
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) await main();
