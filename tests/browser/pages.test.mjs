// Every kind of page, wide and narrow, light and dark: accessible, valid, light, whole without scripts.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { after, before, test } from "node:test";
import { promisify } from "node:util";
import zlib from "node:zlib";
import { everything } from "./reviews.mjs";
import { build, launch, open, pagesOf, review, serveFiles, site } from "./support.mjs";

const require = createRequire(import.meta.url);
const axe = fs.readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const widths = [1440, 390, 320];
/** Gzipped bytes that one page may load: of what all pages share, and of what is its own. */
const budgets = { document: 40_000, stylesheet: 8_000, script: 8_000, font: 200_000, "own stylesheet": 2_000, "own script": 8_000 };
const shared = ["style.css", "fonts.css", "site.js"];

/** One page of each kind, and the first two of any folder that is not named here. */
const kinds = ["index.html", "about.html", "404.html", "references/index.html", "sources/index.html", "sources/barr2015.html",
  "sources/wang1993.html", "tags/index.html", "tags/soft-power.html"];
const named = new Set(kinds.map((page) => path.dirname(page)));
for (const folder of new Set(pagesOf(site).map((page) => path.dirname(page))))
  if (!named.has(folder)) kinds.push(...pagesOf(site).filter((page) => path.dirname(page) === folder).slice(0, 2));

let browser, small, host, smallHost;
before(async () => {
  browser = await launch();
  host = await serveFiles(site);
  small = review(everything);
  smallHost = await serveFiles(build(small));
});
after(async () => {
  await browser?.close();
  host?.close();
  smallHost?.close();
  small?.remove();
});

/** All pages to look at, as [name, address]. */
const looked = () => [...kinds.map((page) => [page, host.url + page]), ...["index.html", "everything.html", "sources/long.html"]
  .map((page) => [`everything: ${page}`, smallHost.url + page])];

for (const width of widths) {
  test(`at ${width} px, light and dark: axe finds nothing, nothing scrolls sideways, the console is silent`, async () => {
    const faults = [];
    const said = [];
    const page = await open(browser, { viewport: { width, height: 800 }, reducedMotion: "reduce" }, said);
    for (const [name, url] of looked()) {
      await page.goto(url);
      await page.evaluate(() => document.fonts.ready);
      const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      if (over > 0) faults.push(`${name} is ${over} px too wide`);
      await page.evaluate(axe);
      for (const colorScheme of ["light", "dark"]) {
        await page.emulateMedia({ colorScheme });
        const { violations } = await page.evaluate((runOnly) => window.axe.run(document, { resultTypes: ["violations"], runOnly }), rules);
        faults.push(...violations.map((v) => `${name}, ${colorScheme}: ${v.id}: ${v.help}: ${v.nodes.slice(0, 3).map((n) => n.target.join(" ")).join(" | ")}`));
      }
      faults.push(...said.splice(0).map((line) => `${name}: ${line}`));
    }
    await page.context().close();
    assert.deepEqual(faults, []);
  });
}

test("the HTML is valid", async () => {
  const jar = path.join(path.dirname(require.resolve("vnu-jar/package.json")), "build/dist/vnu.jar");
  const run = await promisify(execFile)("java", ["-Xss8m", "-jar", jar, "--errors-only", "--exit-zero-always", "--skip-non-html", site, path.join(small.root, "public")],
    { maxBuffer: 1e8 });
  assert.equal(run.stderr.trim(), "");
});

test("a page loads little, and nothing from elsewhere", async () => {
  const faults = [];
  const page = await open(browser, {}, faults);
  for (const [name, url] of looked()) {
    const loaded = [];
    const note = (response) => loaded.push(response);
    page.on("response", note);
    await page.goto(url);
    await page.evaluate(() => document.fonts.ready);
    page.off("response", note);
    const weight = {};
    for (const response of loaded.filter((response) => !response.url().startsWith("data:"))) {
      const [type, body] = [response.request().resourceType(), await response.body()];
      const isOwn = ["stylesheet", "script"].includes(type) && !shared.includes(path.basename(new URL(response.url()).pathname));
      const kind = isOwn ? `own ${type}` : type;
      weight[kind] = (weight[kind] ?? 0) + (kind === "font" ? body.length : zlib.gzipSync(body).length);
    }
    for (const [kind, bytes] of Object.entries(weight)) if (bytes > (budgets[kind] ?? 0)) faults.push(`${name}: ${bytes} bytes of ${kind}`);
  }
  await page.context().close();
  assert.deepEqual(faults, []);
});

test("the table of twelve themes on the home page scrolls no telephone", async () => {
  const themes = Array.from({ length: 12 }, (_, at) => `a rather long theme ${at}`).join(", ");
  const made = review({
    "content/index.md": "# A review\n", "content/sources/a.md": `---\ntags: [${themes}]\n---\nA claim.\n`,
    "bibliography/r.bib": "@book{a, author = {Featherstonehaugh, Ann and Wolfeschlegelstein, Bo}, title = {On A}, date = {2001}}\n",
  });
  const own = await serveFiles(build(made));
  for (const width of [320, 360, 390]) {
    const page = await open(browser, { viewport: { width, height: 800 } });
    await page.goto(own.url);
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), width);
    assert.equal(await page.locator(".plate").isVisible(), true);
    await page.context().close();
  }
  own.close();
  made.remove();
});

test("the timeline shows the sources of a theme, without scripts", async () => {
  const page = await open(browser, { javaScriptEnabled: false });
  await page.goto(`${host.url}timeline/index.html`);
  const shown = () => page.locator(".time li:visible").count();
  const all = await shown();
  await page.check("#t-tradition");
  const some = await shown();
  assert.equal(some, await page.locator('.time li[data-tags~="tradition"]').count());
  assert.ok(some > 0 && some < all, `${some} of ${all}`);
  await page.check("#all-tags");
  assert.equal(await shown(), all);
  await page.context().close();
});

test("without scripts the words stay", async () => {
  const [scripted, plain] = [await open(browser), await open(browser, { javaScriptEnabled: false })];
  const words = async (page, url) => {
    await page.goto(url);
    return (await page.locator("body").innerText()).split(/\s+/).length;
  };
  for (const [name, url] of looked()) {
    const [all, left] = [await words(scripted, url), await words(plain, url)];
    assert.ok(left >= 0.8 * all, `${name}: ${left} of ${all} words`);
  }
  await Promise.all([scripted, plain].map((page) => page.context().close()));
});
