// The live preview: what an open page shows while the author writes.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { cutOff, edited } from "./reviews.mjs";
import { launch, open, preview, review, until } from "./support.mjs";

let browser, small, server, page;
const faults = [];
before(async () => {
  browser = await launch();
  small = review(edited);
  server = await preview(small);
  page = await open(browser, {}, faults);
});
after(async () => {
  await browser?.close();
  await server?.stop();
  small?.remove();
});

const colour = () => page.evaluate(() => getComputedStyle(document.body).color);
const mark = () => page.evaluate(() => { window.marked = true; });
const marked = () => page.evaluate(() => !!window.marked);
const overlay = () => page.locator("sourcebook-errors [role=alert]");
const place = () => page.evaluate(() => Math.round(scrollY));

test("an edited note is shown at the reader's place", async () => {
  await page.goto(`${server.url}sources/first.html`);
  await page.evaluate(() => scrollTo(0, 900));
  small.write("content/sources/first.md", edited["content/sources/first.md"].replace("The end of the note", "Another end"));
  await page.locator(".prose", { hasText: "Another end" }).waitFor();
  await until("the reader's place is kept", async () => await place() === 900);
});

test("a cut-off bibliography leaves the old page, under an error with its place", async () => {
  await page.goto(`${server.url}index.html`);
  const before = await page.locator("main").innerText();
  small.write("bibliography/references.bib", cutOff);
  await overlay().waitFor();
  assert.match(await overlay().innerText(), /bibliography\/references\.bib:6:\d+ bad-entry/);
  assert.match(await overlay().innerText(), /entry `second` cannot be read/);
  assert.equal(await page.locator("main").innerText(), before);
  await page.reload();
  await overlay().waitFor();
  assert.equal(await page.locator("main").innerText(), before);
});

test("Escape puts the error away", async () => {
  await page.keyboard.press("Escape");
  await overlay().waitFor({ state: "detached" });
});

test("a mended bibliography takes the error away and brings the news", async () => {
  await page.goto(`${server.url}sources/second.html`);
  small.write("bibliography/references.bib", cutOff.replace("@book{second", "@book{broken"));
  await overlay().waitFor();
  small.write("bibliography/references.bib", edited["bibliography/references.bib"].replace("Two", "Two, mended"));
  await overlay().waitFor({ state: "detached" });
  await page.locator("h1", { hasText: "Two, mended" }).waitFor();
});

test("a changed style sheet is taken over without a reload", async () => {
  assert.equal(await colour(), "rgb(1, 2, 3)");
  await mark();
  small.write("themes/mine/assets/style.css", "body { color: rgb(4, 5, 6); }\n");
  await until("the new colour", async () => await colour() === "rgb(4, 5, 6)");
  assert.ok(await marked());
});

test("a changed script reloads the page", async () => {
  small.write("themes/mine/assets/site.js", "document.title = 'by our own script';\n");
  await page.waitForFunction(() => document.title === "by our own script");
  assert.ok(!await marked());
});

test("a broken template leaves the page, a mended one shows", async () => {
  small.write("themes/mine/templates/404.html", "{% block");
  await overlay().waitFor();
  assert.match(await overlay().innerText(), /themes\/mine\/templates\/404\.html:1:\d+ bad-template/);
  small.write("themes/mine/templates/404.html", "<!doctype html>\n<title>Gone</title>\n<p>Our own words.</p>\n");
  await overlay().waitFor({ state: "detached" });
  await page.goto(`${server.url}nowhere.html`);
  assert.match(await page.locator("body").innerText(), /Our own words/);
  faults.splice(0, faults.length, ...faults.filter((fault) => !fault.includes("404 (Not Found)")));
});

test("the console stayed silent", () => assert.deepEqual(faults, []));
