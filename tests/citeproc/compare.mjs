// Formats the items of a CSL-JSON file with citeproc-js, as plain text. Writes lines of three fields parted by tabs:
// a key, which text of it (`first`, `place` or `entry`), and the text.
//
//     node compare.mjs PACKAGES ITEMS STYLE LOCALES LANGUAGE
//
// PACKAGES is the folder whose `node_modules` has the package `citeproc`. Each item is cited alone, and right behind
// that with the place `p. 12`; in a note style each citation has a note.

import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { resolve } from "node:path";

const [packages, itemsFile, styleFile, locales, language] = process.argv.slice(2);
const CSL = createRequire(`${resolve(packages)}/`)("citeproc");
const items = JSON.parse(readFileSync(itemsFile, "utf8"));
const byId = new Map(items.map((item) => [item.id, item]));

const system = {
  retrieveItem: (id) => byId.get(id),
  retrieveLocale: (name) => {
    const file = `${locales}/locales-${name}.xml`;
    return existsSync(file) ? readFileSync(file, "utf8") : false;
  },
};

const engine = new CSL.Engine(system, readFileSync(styleFile, "utf8"), language, true);
engine.setOutputFormat("text");
engine.updateItems(items.map((item) => item.id));

const isNote = engine.opt.xclass === "note";
const cites = items.flatMap(({ id }) => [{ id }, { id, locator: "12", label: "page" }]);
const texts = [];
const before = [];

// A later citation may change the text of an earlier one.
for (const cite of cites) {
  const note = isNote ? before.length + 1 : 0;
  const citation = { citationItems: [cite], properties: { noteIndex: note } };
  const [, changed] = engine.processCitationCluster(citation, before, []);
  before.push([citation.citationID, note]);
  for (const [at, text] of changed) texts[at] = text;
}

/** As a text, a first field that is set apart has one line break or two spaces behind it. */
function write(key, which, text) {
  console.log([key, which, text.replace(/\s*\n\s*| {2,}/g, " ").trim()].join("\t"));
}

cites.forEach((cite, at) => write(cite.id, cite.locator ? "place" : "first", texts[at]));
const [{ entry_ids: ids }, entries] = engine.makeBibliography();
entries.forEach((entry, at) => write(ids[at][0], "entry", entry));
