// Expands JSON-LD documents with the package `jsonld`, safely: nothing may be dropped. The context of schema.org is given
// here, so that nothing is fetched.
// node expand.mjs PACKAGES FILE, the file a JSON object of documents by name; prints the types of each one's nodes.
import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";

const [packages, file] = process.argv.slice(2);
const jsonld = createRequire(path.join(path.resolve(packages), "x.js"))("jsonld");

const schema = { "@context": { "@vocab": "https://schema.org/", url: { "@type": "@id" }, item: { "@type": "@id" } } };
const documentLoader = async (url) => {
  if (url !== "https://schema.org") throw new Error(`a document asks for ${url}`);
  return { contextUrl: null, documentUrl: url, document: schema };
};

/** The types of a node and of all within it. */
const types = (value) => {
  if (Array.isArray(value)) return value.flatMap(types);
  if (value === null || typeof value !== "object") return [];
  return [...(value["@type"] ?? []), ...Object.entries(value).filter(([key]) => !key.startsWith("@type")).flatMap(([, inner]) => types(inner))];
};

for (const [name, document] of Object.entries(JSON.parse(fs.readFileSync(file, "utf8")))) {
  const expanded = await jsonld.expand(document, { documentLoader, safe: true });
  console.log([name, ...types(expanded).map((type) => type.replace("https://schema.org/", ""))].join(" "));
}
