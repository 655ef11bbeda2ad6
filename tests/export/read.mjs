// Reads a file with citation-js and writes its items as CSL-JSON.
//
//     node read.mjs PACKAGES FILE FORMAT
//
// PACKAGES is the folder whose `node_modules` has citation-js; FORMAT is `@bibtex/text` or `@ris/file`.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { resolve } from "node:path";

const [packages, file, format] = process.argv.slice(2);
const load = createRequire(`${resolve(packages)}/`);
const { plugins } = load("@citation-js/core");
load("@citation-js/plugin-bibtex");
load("@citation-js/plugin-csl");
load("@citation-js/plugin-ris");

const items = plugins.input.chain(readFileSync(file, "utf8"), { forceType: format, generateGraph: false });
console.log(JSON.stringify(items));
