// What stands where on a PDF, as poppler reads it.
import fs from "node:fs";
import path from "node:path";

import { run, temporaryFolder } from "./processes.mjs";

let folder;
let files = 0;

function kept(bytes) {
  folder ??= temporaryFolder("pdf");
  files += 1;
  const file = path.join(folder, `${files}.pdf`);
  fs.writeFileSync(file, bytes);
  return file;
}

export function textOf(bytes) {
  const done = run("pdftotext", ["-layout", kept(bytes), "-"]);
  if (done.status !== 0) throw new Error(done.err);
  return done.out.toString("utf8").normalize("NFC");
}

function unescaped(text) {
  return text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&quot;", '"').replaceAll("&amp;", "&");
}

// Every word with its place, in points from the top left: { page, text, x, y, right, bottom }
export function wordsOf(bytes) {
  const done = run("pdftotext", ["-bbox", kept(bytes), "-"]);
  if (done.status !== 0) throw new Error(done.err);
  const words = [];
  let page = 0;
  const pattern = /<page width="([\d.]+)" height="([\d.]+)">|<word xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)">([^<]*)</g;
  for (const found of done.out.toString("utf8").matchAll(pattern)) {
    if (found[1] !== undefined) page += 1;
    else {
      const [x, y, right, bottom] = found.slice(3, 7).map(Number);
      words.push({ page, text: unescaped(found[7]).normalize("NFC"), x, y, right, bottom });
    }
  }
  return words;
}

// Where a run of words first stands (from the given height on): the box around it, or undefined.
export function place(words, phrase, { below = 0, page } = {}) {
  const wanted = phrase.split(" ");
  for (let at = 0; at + wanted.length <= words.length; at += 1) {
    const run = words.slice(at, at + wanted.length);
    if (page !== undefined && run[0].page !== page) continue;
    if (run[0].y < below || !wanted.every((text, i) => run[i].text === text)) continue;
    return {
      page: run[0].page,
      x: Math.min(...run.map((each) => each.x)),
      y: Math.min(...run.map((each) => each.y)),
      right: Math.max(...run.map((each) => each.right)),
      bottom: Math.max(...run.map((each) => each.bottom)),
    };
  }
  return undefined;
}

// What poppler says of each signature: [{ field, signer, valid, whole }]
export function signaturesOf(bytes) {
  const done = run("pdfsig", ["-nocert", kept(bytes)]);
  return done.out
    .toString("utf8")
    .split(/^Signature #\d+:/m)
    .slice(1)
    .map((text) => ({
      field: /Signature Field Name: (.*)/.exec(text)?.[1],
      signer: /Signer Certificate Common Name: (.*)/.exec(text)?.[1]?.normalize("NFC"),
      valid: /Signature Validation: Signature is Valid\./.test(text),
      whole: /Total document signed/.test(text),
    }));
}

// The rectangles of the signature fields, from the bottom left as PDF counts: { name: [x, y, right, top] }
export function fieldsOf(bytes) {
  const text = bytes.toString("latin1");
  const fields = {};
  for (const found of text.matchAll(/\d+ 0 obj\s*<<(?:(?!endobj)[\s\S])*?\/Subtype\s*\/Widget(?:(?!endobj)[\s\S])*?endobj/g)) {
    const name = /\/T\s*\(([^)]*)\)/.exec(found[0])?.[1];
    const box = /\/Rect\s*\[([^\]]*)\]/.exec(found[0])?.[1];
    if (name !== undefined && box !== undefined) fields[name] = box.trim().split(/\s+/).map(Number);
  }
  return fields;
}

// The pictures that a file holds, without their masks: [{ width, height, masked }]
export function picturesIn(bytes) {
  const found = bytes.toString("latin1").matchAll(/<<[^>]*\/Subtype \/Image([^>]*)>>/g);
  const number = (text, key) => Number(new RegExp(`/${key} (\\d+)`).exec(text)?.[1]);
  return [...found]
    .filter((each) => each[1].includes("/DeviceRGB"))
    .map((each) => ({ width: number(each[1], "Width"), height: number(each[1], "Height"), masked: each[1].includes("/SMask") }));
}
