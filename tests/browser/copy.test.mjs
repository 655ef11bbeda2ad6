// The reference of a source as readers take it: by keyboard alone, with the clipboard's interface and without it, from a disk.
import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { site, staged, visit } from "./support.mjs";

const source = "sources/barr2015.html";
const stage = staged();

const at = (url, options, act, init) => visit(stage.browser, url, options, act, init);
const granted = { permissions: ["clipboard-read", "clipboard-write"] };

/** Goes to the choice by the keyboard, takes the n-th and presses the button behind it. */
async function take(page, n) {
  const here = () => page.evaluate(() => document.activeElement.matches("[data-copy-as]"));
  const stops = await page.locator("a[href], button, input, select, textarea, summary, [tabindex]").count();
  for (let steps = 0; !(await here()); steps++) {
    assert.ok(steps <= stops, "the choice is reached by the Tab key");
    await page.keyboard.press("Tab");
  }
  await page.keyboard.press("Home");
  for (let down = 0; down < n; down++) await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate(() => document.activeElement.matches("[data-copy]")), true);
  await page.keyboard.press("Enter");
  await page.locator("[data-copy]", { hasText: "Copied" }).waitFor();
  assert.equal(await page.evaluate(() => document.activeElement.matches("[data-copy]")), true, "the focus stays");
}

/** What the clipboard holds. */
const held = (page) => page.evaluate(async () => {
  const [item] = await navigator.clipboard.read();
  return Object.fromEntries(await Promise.all(item.types.map(async (type) => [type, await (await item.getType(type)).text()])));
});

const expected = async (page) => (await page.locator("#cite-text").innerText()).replace(/\s+/g, " ").trim();
const choices = [
  ["formatted", (held, plain) => {
    assert.equal(held["text/plain"], plain);
    assert.match(held["text/html"], /<em>China’s many dreams<\/em>/);
  }],
  ["plain", (held, plain) => assert.deepEqual(held, { "text/plain": plain })],
  ["BibTeX", (held) => assert.match(held["text/plain"], /^@incollection\{barr2015,\n  author .*\n(.*\n)+\}$/)],
  ["in-text", (held) => assert.equal(held["text/plain"], "(Barr, 2015)")],
];
for (const [n, [name, check]] of choices.entries())
  test(`a reference is copied by keyboard: ${name}`, () => at(stage.host.url + source, granted, async (page) => {
    await take(page, n);
    check(await held(page), await expected(page));
  }));

test("the review itself is copied by keyboard as BibTeX", () => at(`${stage.host.url}index.html`, granted, async (page) => {
  await take(page, 2);
  assert.match((await held(page))["text/plain"], /^@\w+\{review,\n(.*\n)+\}$/);
}));

test("without the clipboard's interface, on a page from a disk", () => at(pathToFileURL(path.join(site, source)).href, {}, async (page) => {
  await take(page, 0);
  await page.evaluate(() => {
    document.body.insertAdjacentHTML("beforeend", "<div contenteditable id=paste></div>");
    document.querySelector("#paste").focus();
  });
  await page.keyboard.press("Control+V");
  assert.match(await page.locator("#paste").innerHTML(), /<(em|i)\b[^>]*>China’s many dreams/);
  assert.equal((await page.locator("#paste").innerText()).replace(/\s+/g, " ").trim(), await expected(page));
}, () => Object.defineProperty(navigator, "clipboard", { value: undefined })));

test("without scripts there are the files and no buttons", () => at(stage.host.url + source, { javaScriptEnabled: false }, async (page) => {
  assert.equal(await page.locator("[data-copy]").isVisible(), false);
  assert.deepEqual(await page.locator(".cite-box a[download]").allInnerTexts(), ["BibTeX", "RIS", "CSL-JSON", "Word"]);
}));

for (const file of [source, "references/index.html", "index.html", "tags/soft-power.html"])
  test(`the files of ${file} are there and fit a telephone`, () => at(stage.host.url + file, { viewport: { width: 320, height: 800 } }, async (page) => {
    const addresses = await page.locator("a[download]").evaluateAll((links) => links.map((a) => a.href));
    assert.equal(addresses.length, 4);
    for (const address of addresses) assert.ok(fs.statSync(path.join(site, new URL(address).pathname)).size > 100, address);
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
  }));
