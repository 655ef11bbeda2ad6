// The synthesis matrix: findings and marks, order, themes as rows, on a telephone, without scripts, on paper.
import assert from "node:assert/strict";
import { test } from "node:test";
import { staged, visit } from "./support.mjs";

const stage = staged();

const at = (options, act) => visit(stage.browser, `${stage.host.url}matrix/index.html`, options, act);
const heads = (page, part) => page.locator(`.matrix ${part} th a`).allInnerTexts();
const text = ".matrix tbody tr:first-child td:nth-child(2) a > span:not(.loc)";

for (const javaScriptEnabled of [true, false])
  test(`findings give way to marks, ${javaScriptEnabled ? "with" : "without"} scripts`, () => at({ javaScriptEnabled }, async (page) => {
    assert.equal(await page.locator(text).first().isVisible(), true);
    await page.getByLabel("Marks").check();
    assert.equal(await page.locator(text).first().isVisible(), false);
    assert.equal(await page.locator("[name=order]").isVisible(), javaScriptEnabled);
  }));

test("rows are sorted by name and weight, and back", () => at({}, async (page) => {
  const byYear = await heads(page, "tbody");
  await page.selectOption("[name=order]", "name");
  assert.deepEqual(await heads(page, "tbody"), [...byYear].sort(new Intl.Collator("en").compare));
  await page.selectOption("[name=order]", "weight");
  const weights = await page.locator(".matrix tbody tr").evaluateAll((rows) =>
    rows.map((row) => [...row.querySelectorAll(".b")].reduce((sum, b) => sum + Number(b.classList[1][1]), 0)));
  assert.deepEqual(weights, [...weights].sort((a, b) => b - a));
  assert.notDeepEqual(await heads(page, "tbody"), byYear);
  await page.selectOption("[name=order]", "year");
  assert.deepEqual(await heads(page, "tbody"), byYear);
}));

test("themes stand as rows on request, each cell under its source", () => at({}, async (page) => {
  const cells = () => page.locator(".matrix").evaluate((table) => [...table.tBodies[0].rows].flatMap((row) => [...row.cells].slice(1)
    .map((cell, n) => [row.cells[0], table.tHead.rows[0].cells[n + 1]].map((th) => th.querySelector("a").textContent).sort().join() + cell.textContent)).sort());
  const [sources, themes, before] = [await heads(page, "tbody"), await heads(page, "thead"), await cells()];
  await page.getByLabel("Themes as rows").check();
  assert.deepEqual([await heads(page, "thead"), await heads(page, "tbody")], [sources, themes]);
  assert.deepEqual(await cells(), before);
  assert.deepEqual(await page.locator(".matrix th").evaluateAll((all) => all.filter((th) => th.scope !== (th.closest("thead") ? "col" : "row")).length), 0);
  await page.getByLabel("Themes as rows").uncheck();
  assert.deepEqual([await heads(page, "thead"), await heads(page, "tbody"), await cells()], [themes, sources, before]);
}));

test("on a telephone findings are a list and marks a table with a window", () => at({ viewport: { width: 320, height: 700 } }, async (page) => {
  const wide = () => page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
  const inside = () => page.locator(".scroll").evaluate((el) => el.scrollWidth > el.clientWidth);
  assert.deepEqual([await wide(), await inside(), await page.locator(".matrix thead").isVisible()], [false, false, false]);
  const named = await page.locator(".matrix td a").first().evaluate((a) => getComputedStyle(a, "::before").content);
  assert.equal(named, '"Soft power"');
  await page.getByLabel("Marks").check();
  assert.deepEqual([await wide(), await inside(), await page.locator(".matrix thead").isVisible()], [false, true, true]);
}));

test("on paper it lies on its side", () => at({}, async (page) => {
  const pdf = (await page.pdf({ preferCSSPageSize: true })).toString("latin1");
  const sheets = [...pdf.matchAll(/\/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/g)];
  assert.ok(sheets.length && sheets.every(([, width, height]) => Number(width) > Number(height)), sheets.join(" | "));
}));
