// Progress and screening: in the preview and on request, on a telephone, in the dark, without scripts; what leads where.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { build, launch, open, preview, review, serveFiles, visit } from "./support.mjs";

const files = {
  "sourcebook.yaml": "progress: true\nscreening: bibliography/screening.csv\n",
  "content/index.md": "# A review\n\n## One\n\nAs @barr2015 [p. 3; @lai2012] says.\n",
  "content/sources/barr2015.md": "---\nstatus: read\ntags: [method/survey]\n---\nA claim [p. 7].\n",
  "content/sources/lai2012.md": "---\nstatus: reading\nscreening: excluded\nexclusion_reason: Not in English\n---\nAnother claim.\n",
  "bibliography/screening.csv": "name,n\ndatabase_results,30\nduplicates,5\nrecords_screened,25\nrecords_excluded,15\ndbr_sought_reports,10\n" +
    "dbr_assessed,10\ndbr_excluded,\"Wrong population, 6; Not in English, 3\"\nwebsite_results,2\nother_sought_reports,2\nother_assessed,2\nother_excluded,\"Too old, 1\"\nnew_studies,2\n",
  "bibliography/references.bib": "@book{barr2015, author = {Barr, M.}, title = {Old Wine}, publisher = {P}, date = {2015}}\n" +
    "@book{lai2012, author = {Lai, H.}, title = {Soft Power}, publisher = {P}, date = {2012}}\n",
};

let browser, small, host;
before(async () => {
  browser = await launch();
  small = review(files);
  host = await serveFiles(build(small));
});
after(async () => {
  await browser?.close();
  host?.close();
  small?.remove();
});

const at = (path, options, act) => visit(browser, host.url + path, options, act);

for (const path of ["progress/index.html", "screening/index.html", "sources/barr2015.html"])
  for (const colorScheme of ["light", "dark"])
    test(`${path} fits a telephone, ${colorScheme} and without scripts`, () => at(path, { viewport: { width: 320, height: 700 }, colorScheme, javaScriptEnabled: false }, async (page) => {
      assert.equal(await page.locator("h1").isVisible(), true);
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth > innerWidth), false);
    }));

test("the flow diagram is drawn where there is room, its texts within their boxes, and is a table everywhere", async () => {
  await at("screening/index.html", {}, async (page) => {
    const outside = await page.locator(".flow svg").evaluate((svg) => {
      const boxes = [...svg.querySelectorAll("rect")].map((rect) => rect.getBoundingClientRect());
      const within = (a, b) => a.left >= b.left && a.right <= b.right && a.top >= b.top && a.bottom <= b.bottom;
      return [...svg.querySelectorAll("text")].filter((text) => !boxes.some((box) => within(text.getBoundingClientRect(), box))).map((text) => text.textContent);
    });
    assert.deepEqual(outside, []);
    assert.deepEqual(await page.locator(".flow text.phase").allTextContents(), ["Identification", "Screening", "Included"]);
    assert.equal(await page.locator(".flow-table tr", { hasText: "Records screened" }).locator("td").innerText(), "25");
  });
  await at("screening/index.html", { viewport: { width: 320, height: 700 } }, async (page) => {
    assert.deepEqual([await page.locator(".flow").isVisible(), await page.locator(".flow-table").isVisible()], [false, true]);
  });
});

test("shares of the bar are as wide as their numbers, and their names lead to the lists", () => at("progress/index.html", {}, async (page) => {
  const widths = await page.locator(".shares span").evaluateAll((all) => all.map((span) => Math.round(span.getBoundingClientRect().width)));
  assert.equal(widths.length, 2);
  assert.ok(Math.abs(widths[0] - widths[1]) <= 1, widths.join());
  await page.getByRole("link", { name: "Being read" }).click();
  assert.equal(await page.locator(":target a").innerText(), "Lai 2012");
}));

test("a place in a source leads to the passage and to the note", () => at("sources/barr2015.html", {}, async (page) => {
  await page.locator("dt", { hasText: "p. 7" }).locator("+ dd a").click();
  assert.equal(await page.locator(":target").innerText(), "p. 7");
  await page.locator("dt", { hasText: "p. 3" }).locator("+ dd a").click();
  assert.match(page.url(), /index\.html#cite-1$/);
  assert.equal(await page.locator(":target").count(), 1);
}));

test("the preview shows the progress unasked, and brings it up to date", async () => {
  const other = review({ ...files, "sourcebook.yaml": "" });
  const serving = await preview(other);
  const page = await open(browser);
  await page.goto(serving.url);
  await page.getByRole("link", { name: "Progress" }).click();
  await page.locator(".legend li", { hasText: "Being read 1 of 2" }).waitFor();
  other.write("content/sources/lai2012.md", "---\nstatus: read\n---\nAnother claim.\n");
  await page.locator(".legend li", { hasText: "Read 2 of 2" }).waitFor();
  await page.context().close();
  await serving.stop();
  other.remove();
});
