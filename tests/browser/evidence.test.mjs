// The evidence table: its order, on a telephone, without scripts, on paper; and quotations with what is copied of them.
import assert from "node:assert/strict";
import { test } from "node:test";
import { build, review, serveFiles, staged, visit } from "./support.mjs";

const stage = staged();

const at = (url, options, act) => visit(stage.browser, url, options, act);
const table = (options, act) => at(stage.host.url + "evidence/index.html", options, act);

test("rows are sorted by any column, from the keyboard too, and sources that say nothing come last", () => table({}, async (page) => {
  const column = (n) => page.locator(`.fields tbody tr > :nth-child(${n})`).allInnerTexts();
  const sorted = () => page.locator(".fields [aria-sort]").evaluateAll((all) => all.map((th) => [th.innerText.trim(), th.getAttribute("aria-sort")]));
  assert.deepEqual(await sorted(), [["Date", "ascending"]]);
  const said = (await column(4)).filter((text) => text !== "–").sort(new Intl.Collator("en").compare);
  await page.getByRole("button", { name: "Region" }).focus();
  await page.keyboard.press("Enter");
  const open = (await column(4)).slice(said.length);
  assert.deepEqual([await column(4), await sorted()], [[...said, ...open], [["Region", "ascending"]]]);
  assert.ok(open.length && open.every((text) => text === "–"));
  await page.keyboard.press("Enter");
  assert.deepEqual([await column(4), await sorted()], [[...said.reverse(), ...open], [["Region", "descending"]]]);
  await page.getByRole("button", { name: "Date" }).click();
  const years = await column(2);
  assert.deepEqual(years, [...years].sort());
}));

test("numbers are sorted as numbers", async () => {
  const note = (sample) => `---\nfields: {sample: ${sample}}\n---\nA claim.\n`;
  const book = (key) => `@book{${key}, author = {${key}, Ann}, title = {On ${key}}, date = {2001}}\n`;
  const files = { "content/index.md": "# A review\n", "bibliography/r.bib": ["a", "b", "c"].map(book).join("") };
  const made = review({ ...files, "content/sources/a.md": note(90), "content/sources/b.md": note("1 200"), "content/sources/c.md": note(-7) });
  const own = await serveFiles(build(made));
  await at(own.url + "evidence/index.html", {}, async (page) => {
    await page.getByRole("button", { name: "Sample" }).click();
    assert.deepEqual(await page.locator(".fields tbody td:nth-child(3)").allInnerTexts(), ["-7", "90", "1 200"]);
  });
  own.close();
  made.remove();
});

for (const javaScriptEnabled of [true, false])
  test(`on a telephone there is a list for each source, ${javaScriptEnabled ? "with" : "without"} scripts`, () =>
    table({ viewport: { width: 320, height: 700 }, javaScriptEnabled }, async (page) => {
      assert.equal(await page.locator("html").evaluate((el) => el.scrollWidth > innerWidth), false);
      assert.equal(await page.locator(".fields thead").isVisible(), javaScriptEnabled);
      const named = await page.locator(".fields td[data-t]").first().evaluate((td) => getComputedStyle(td, "::before").content);
      assert.equal(named, '"Method"');
    }));

test("a part of it in a text looks like the whole, and fits a telephone", async () => {
  const block = "# A review\n\n```evidence\ncolumns: method, sample\n```\n";
  const note = "---\nfields: {method: survey, sample: 90}\n---\nA claim.\n";
  const book = (key) => `@book{${key}, author = {${key}, Ann}, title = {On ${key}}, date = {2001}}\n`;
  const made = review({ "content/index.md": "# A review\n", "content/part.md": block, "content/sources/a.md": note, "content/sources/b.md": note, "bibliography/r.bib": book("a") + book("b") });
  const own = await serveFiles(build(made));
  const looks = (page) => page.locator(".fields :is(th, td)").evaluateAll((all) => all.map((cell) => {
    const { borderBottomColor, borderBottomWidth, fontWeight, fontSize } = getComputedStyle(cell);
    return [cell.textContent, borderBottomColor, borderBottomWidth, fontWeight, fontSize].join();
  }));
  let whole;
  await at(own.url + "evidence/index.html", { javaScriptEnabled: false }, async (page) => { whole = await looks(page); });
  await at(own.url + "part.html", { javaScriptEnabled: false }, async (page) => assert.deepEqual(await looks(page), whole));
  await at(own.url + "part.html", { viewport: { width: 320, height: 700 } }, async (page) => {
    assert.equal(await page.locator("html").evaluate((el) => el.scrollWidth > innerWidth), false);
    assert.equal(await page.locator(".fields tbody tr").first().evaluate((row) => getComputedStyle(row).display), "grid");
  });
  own.close();
  made.remove();
});

test("on paper it lies on its side", () => table({}, async (page) => {
  const pdf = (await page.pdf({ preferCSSPageSize: true })).toString("latin1");
  const sheets = [...pdf.matchAll(/\/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/g)];
  assert.ok(sheets.length && sheets.every(([, width, height]) => Number(width) > Number(height)), sheets.join(" | "));
}));

test("a quotation is copied with its citation", async () => {
  const note = "A claim.\n\n> [!quote] p. 33\n> Words *of* it.\n";
  const bib = "@book{barr2015, author = {Barr, Michael}, title = {Old Wine}, date = {2015}}\n";
  const made = review({ "content/index.md": "# A review\n", "content/sources/barr2015.md": note, "bibliography/r.bib": bib });
  const own = await serveFiles(build(made));
  const url = own.url + "sources/barr2015.html";
  await at(url, { permissions: ["clipboard-read", "clipboard-write"] }, async (page) => {
    await page.locator(".quote button").focus();
    await page.keyboard.press("Enter");
    await page.locator(".quote button", { hasText: "Copied" }).waitFor();
    assert.equal(await page.evaluate(() => navigator.clipboard.readText()), "“Words of it.” (Barr, 2015, p. 33)");
    await page.emulateMedia({ media: "print" });
    assert.equal(await page.locator(".quote button").isVisible(), false);
  });
  await at(url, { javaScriptEnabled: false }, async (page) => {
    assert.deepEqual([await page.locator(".quote button").isVisible(), await page.locator(".quote .loc").innerText()], [false, "p. 33"]);
  });
  own.close();
  made.remove();
});
