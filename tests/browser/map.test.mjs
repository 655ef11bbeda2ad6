// The map: names apart from one another, neighbours marked, on a telephone, in the dark, without scripts, from right to left.
import assert from "node:assert/strict";
import fs from "node:fs";
import { createRequire } from "node:module";
import { after, before, test } from "node:test";
import { build, launch, open, review, serveFiles, site } from "./support.mjs";

const axe = fs.readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const entry = (key, author, year) => `@book{${key},\n  author = {${author}},\n  title = {On ${key}},\n  publisher = {Press},\n${year ? `  date = {${year}},\n` : ""}}\n`;
const forty = Array.from({ length: 40 }, (_, at) => `Authorson${at}, Ann`).join(" and ");
const people = [forty, "Виноградова, Мария and Щукина, Юлия", "欧阳, 明远 and 司马, 文华", "الإدريسي, محمد and ابن خلدون, عبد الرحمن", "WWWW, Mimmmm and MMMM, W", "{World Health Organization and its Friends Everywhere}"];

/** Sixty sources of few years, in several scripts, some without a year; each relates to the one before, the first to the last. */
const crowd = (language) => {
  const files = { "sourcebook.yaml": `language: ${language}\nchecks: {unused-reference: off}\n`, "content/index.md": "# All\n" };
  let library = "";
  for (let at = 0; at < 60; at++) {
    library += entry(`k${at}`, people[at % people.length], at % 9 ? 1990 + (at % 7) * 3 : "");
    files[`content/sources/k${at}.md`] = `---\nrelations: {extends: k${(at + 59) % 60}}\n---\nOn @k${(at * 7) % 60} and [disputes: @k${(at + 1) % 60}].\n`;
  }
  return { ...files, "bibliography/references.bib": library };
};

let browser;
const hosts = {};
const reviews = [];
before(async () => {
  browser = await launch();
  hosts.own = await serveFiles(site);
  for (const language of ["en", "ar"]) {
    const made = review(crowd(language));
    reviews.push(made);
    hosts[language] = await serveFiles(build(made));
  }
});
after(async () => {
  await browser?.close();
  Object.values(hosts).forEach((host) => host.close());
  reviews.forEach((made) => made.remove());
});

/** Opens a map, does something and closes it. */
const at = async (host, options, act) => {
  const faults = [];
  const page = await open(browser, { reducedMotion: "reduce", ...options }, faults);
  await page.goto(`${hosts[host].url}map/index.html`);
  await page.evaluate(() => document.fonts.ready);
  await act(page);
  await page.context().close();
  assert.deepEqual(faults, []);
};

/** Names and circles that touch what belongs to another source. */
const touching = (page) => page.locator(".map").evaluate((map) => {
  const boxes = [...map.querySelectorAll("a")].flatMap((a) => [...a.querySelectorAll("text, circle")].map((el) => [a.id, el.getBoundingClientRect()]));
  const meet = (a, b) => a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 4 && b.top < a.bottom - 4;
  return boxes.flatMap(([id, box], at) => boxes.slice(at + 1).filter(([other, b]) => other !== id && meet(box, b)).map(([other]) => `${id} ${other}`));
});

for (const host of ["own", "en", "ar"])
  for (const width of [1440, 320])
    test(`${host}, ${width} px, light and dark: no name touches another, nothing is cut off, axe finds nothing`, () => at(host, { viewport: { width, height: 800 } }, async (page) => {
      assert.deepEqual(await touching(page), []);
      const [over, inside, cut] = await page.locator(".chart").evaluate((chart) => {
        const map = chart.querySelector("svg").getBoundingClientRect();
        const texts = [...chart.querySelectorAll("text")].map((el) => el.getBoundingClientRect());
        return [document.documentElement.scrollWidth > innerWidth, chart.scrollWidth > chart.clientWidth,
          texts.filter((box) => box.left < map.left - 8 || box.right > map.right + 1 || box.top < map.top || box.bottom > map.bottom).length];
      });
      assert.deepEqual([over, inside, cut], [false, width === 320, 0]);
      await page.evaluate(axe);
      for (const colorScheme of ["light", "dark"]) {
        await page.emulateMedia({ colorScheme });
        const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
        assert.deepEqual(violations.map((v) => `${colorScheme} ${v.id}: ${v.nodes.slice(0, 3).map((n) => n.target.join(" ")).join(" | ")}`), []);
      }
    }));

test("each kind of relation has a head and dashes of its own, and is named below the map", () => at("en", {}, async (page) => {
  const dashes = (selector) => page.locator(selector).evaluateAll((all) => [...new Set(all.map((line) => getComputedStyle(line).strokeDasharray))].sort());
  assert.deepEqual((await page.locator(".kinds li").allInnerTexts()).map((text) => text.trim()), ["disputes", "extends"]);
  assert.deepEqual(await dashes(".kinds .r"), await dashes(".map .r"));
  assert.equal((await dashes(".map .r")).length, 2);
  assert.equal(await page.locator(".map .r:not([marker-mid='url(#head)'])").count(), 0);
}));

test("later years stand further right, also where one reads from the right", () => at("ar", {}, async (page) => {
  assert.equal(await page.evaluate(() => document.documentElement.dir), "rtl");
  const places = await page.locator(".map a circle").evaluateAll((all) => all.map((circle) => circle.getBoundingClientRect().left + circle.getBoundingClientRect().width / 2));
  assert.ok(places.length === 60 && places.every((x, at) => at === 0 || x >= places[at - 1] - 1), places.join());
}));

test("a source that is pointed at or focused marks its neighbours and lines", () => at("own", {}, async (page) => {
  const seen = (selector) => page.locator(selector).first().evaluate((el) => getComputedStyle(el).opacity);
  const barr = page.locator(".map a", { has: page.locator("title", { hasText: "Barr 2015" }) });
  const number = (await barr.getAttribute("id")).slice(1);
  const joined = (await barr.getAttribute("class")).split(" ").find((name) => /^n\d+$/.test(name) && name !== `n${number}`);
  const lone = await page.locator(".map a").evaluateAll((all, n) => all.find((a) => !a.classList.contains(`n${n}`)).id, number);
  for (const mark of [() => barr.hover(), async () => { await page.mouse.move(0, 0); await barr.focus(); await page.keyboard.press("Shift+Tab"); await page.keyboard.press("Tab"); }]) {
    await mark();
    assert.deepEqual([await seen(`#n${number}`), await seen(`#${joined}`), await seen(`.lines .n${number}`), await seen(`#${lone}`)], ["1", "1", "1", "0.25"]);
  }
}));

test("without scripts each circle leads to its source, and the list below says the same", () => at("own", { javaScriptEnabled: false }, async (page) => {
  const links = (selector) => page.locator(selector).evaluateAll((all) => all.map((a) => a.getAttribute("href")));
  assert.deepEqual(await links(".map a"), await links("#map-list li > a"));
  await page.locator(".map a text", { hasText: "Sterling" }).click();
  assert.equal(new URL(page.url()).pathname, "/sources/sterling2018.html");
  const relations = await page.locator(".record dt", { hasText: "disputed by" }).count();
  assert.equal(relations, 1);
}));

test("on paper it is as wide as the sheet", () => at("own", {}, async (page) => {
  await page.emulateMedia({ media: "print" });
  await page.setViewportSize({ width: 700, height: 900 });
  assert.equal(await page.locator(".chart").evaluate((chart) => chart.scrollWidth > chart.clientWidth), false);
}));
