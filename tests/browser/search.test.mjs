// The search: words as the index has them, results by kind with their sentences, the keyboard, from a disk, without scripts.
import assert from "node:assert/strict";
import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { after, before, test } from "node:test";
import { searched } from "./reviews.mjs";
import { build, launch, open, review, serveFiles, site, visit } from "./support.mjs";

const axe = fs.readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

let browser, small, folder, host;
before(async () => {
  browser = await launch();
  small = review(searched);
  folder = build(small);
  host = await serveFiles(folder);
});
after(async () => {
  await browser?.close();
  host?.close();
  small?.remove();
});

/** Opens the search page, from a host or from the disk, does something and closes it. */
const at = (act, { query = "", disk = false, options = {}, in: place = folder } = {}) => {
  const file = path.join(place, "search/index.html");
  return visit(browser, (disk ? pathToFileURL(file).href : `${host.url}search/index.html`) + query, options, act);
};

/** The results of a question by kind: `{Sources: ["Wang 1993"]}`. */
const results = (page) => page.locator("#found section").evaluateAll((sections) => Object.fromEntries(sections.map((section) =>
  [section.querySelector("h2").firstChild.textContent.trim(), [...section.querySelectorAll("li > a")].map((a) => a.textContent)])));
/** Asks, and waits until the answer is told. */
const ask = async (page, question) => {
  await page.fill("#q", "");
  await page.waitForFunction(() => !document.querySelector("output").value);
  await page.fill("#q", question);
  await page.waitForFunction(() => document.querySelector("output").value);
  return results(page);
};
const told = (page) => page.locator("output").innerText();

test("texts are cut into the words of the cases", () => at(async (page) => {
  const cases = fs.readFileSync(new URL("../fixtures/search/words.txt", import.meta.url), "utf8");
  for (const line of cases.split("\n").filter((line) => line && !line.startsWith("#"))) {
    const [text, words] = line.split("=>");
    assert.equal(await page.evaluate((text) => sourcebook.wordsOf(text.normalize("NFC")).map((w) => w.word).join(" "), text), words.trim(), text);
  }
}));

const questions = [
  ["a word of a note", "statecraft", { Notes: ["Wang 1993"] }],
  ["a word that goes on, without its diacritics", "resum", { Notes: ["Barr 2015"] }],
  ["but not in the middle of a question", "resum planned", {}],
  ["two words of one page", "planned resume", { Notes: ["Barr 2015"] }],
  ["an author and a word of the note", "barr resume", { Notes: ["Barr 2015"] }],
  ["words of a Chinese title", "软实力", { Sources: ["Wang 1993"] }],
  ["one Chinese character", "势", { Sources: ["Wang 1993"] }],
  ["Chinese characters in another order", "实软", {}],
  ["an author in Chinese", "王沪宁", { Sources: ["Wang 1993", "王沪宁 1995"], Authors: ["Huning Wang"] }],
  ["an author in Latin letters", "huning", { Sources: ["Wang 1993", "王沪宁 1995"], Authors: ["Huning Wang"] }],
  ["an author with diacritics", "Kovač", { "The review and its pages": ["A review in four scripts"], Sources: ["Kovač 2001"], Authors: ["Ana Kovač"] }],
  ["and without", "kovac", { "The review and its pages": ["A review in four scripts"], Sources: ["Kovač 2001"], Authors: ["Ana Kovač"] }],
  ["a key", "wang1993", { Sources: ["Wang 1993"] }],
  ["a DOI", "10.1000/xyz.5", { Sources: ["Kovač 2001"] }],
  ["a tag by its label in another language", "традиция", { Themes: ["Tradition"] }],
  ["a tag by its synonym", "heritage", { Themes: ["Tradition"] }],
  ["Kazakh", "тәжірибе", { "The review and its pages": ["A review in four scripts"] }],
  ["Korean", "공공외교", { "The review and its pages": ["A review in four scripts"] }],
  ["Arabic, unvocalised", "القوة الناعمة", { "The review and its pages": ["A review in four scripts"] }],
  ["Russian ё as е", "еще", { "The review and its pages": ["A review in four scripts"] }],
  ["a phrase", '"planned from above"', { Notes: ["Barr 2015"] }],
  ["its words in another order", '"above from planned"', {}],
  ["a citation as it is read", "Kovač, 2001, p. 7", { "The review and its pages": ["A review in four scripts"] }],
  ["a footnote", "footnoted", { "The review and its pages": ["A review in four scripts"] }],
  ["what is hidden or a draft", "secretword", {}],
];
for (const disk of [false, true])
  test(`questions find what they mean, ${disk ? "from a disk" : "from a host"}`, () => at(async (page) => {
    for (const [what, question, expected] of questions) assert.deepEqual(await ask(page, question), expected, `${what}: ${question}`);
  }, { disk }));

test("the sentence is shown with its words marked and leads to its place", () => at(async (page) => {
  await ask(page, "planned");
  const line = page.locator("#found li p");
  assert.equal(await line.innerText(), "Argument Attraction that is planned from above is not believed.");
  assert.deepEqual(await line.locator("mark").allInnerTexts(), ["planned"]);
  await line.locator("a").click();
  await page.waitForURL("**/sources/barr2015.html#argument");
}));

test("nothing of a text becomes HTML", () => at(async (page) => {
  await ask(page, "onerror");
  assert.match(await page.locator("#found li p").innerText(), /<img src=x onerror=alert\(1\)>/);
  assert.equal(await page.locator("#found img").count(), 0);
  await ask(page, "<img src=x onerror=alert(2)>zzz");
  assert.equal(await page.locator("main img").count(), 0);
}));

test("the address keeps the question, and asks it", async () => {
  for (const disk of [false, true]) await at(async (page) => {
    await page.waitForSelector("#found li");
    assert.equal(await page.inputValue("#q"), "软实力");
    assert.deepEqual(await results(page), { Sources: ["Wang 1993"] });
    await ask(page, "statecraft now");
    assert.equal(new URL(page.url()).searchParams.get("q"), "statecraft now");
    await page.reload();
    assert.equal(await page.inputValue("#q"), "statecraft now");
  }, { disk, query: "?q=%E8%BD%AF%E5%AE%9E%E5%8A%9B" });
});

test("nothing found says so and offers the nearest word", () => at(async (page) => {
  assert.deepEqual(await ask(page, "statekraft"), {});
  assert.equal(await told(page), "Nothing found.");
  await page.getByRole("link", { name: "statecraft" }).click();
  await page.waitForSelector("#found li");
  assert.equal(await told(page), "Results: 1");
}));

test("the keyboard does it all", async () => {
  const faults = [];
  const page = await open(browser, {}, faults);
  await page.goto(`${host.url}index.html`);
  await page.keyboard.press("/");
  assert.equal(await page.evaluate(() => document.activeElement.name), "q");
  await page.keyboard.type("wang 1993");
  await page.keyboard.press("Enter");
  await page.waitForURL("**/search/index.html?q=wang+1993");
  await page.waitForSelector("#found li");
  assert.equal(await page.evaluate(() => document.activeElement.id), "q");
  const focus = () => page.evaluate(() => document.activeElement.id || document.activeElement.textContent);
  await page.keyboard.press("ArrowDown");
  assert.equal(await focus(), "Wang 1993");
  await page.keyboard.press("ArrowUp");
  assert.equal(await focus(), "q");
  await page.keyboard.press("Enter");
  assert.equal(await focus(), "Wang 1993");
  await page.keyboard.press("Escape");
  assert.equal(await focus(), "q");
  assert.equal(await page.inputValue("#q"), "");
  assert.equal(await page.locator("#found li").count(), 0);
  assert.ok(await page.locator("#titles").isVisible());
  await page.keyboard.type("barr/2015");
  assert.equal(await page.inputValue("#q"), "barr/2015");
  await page.waitForSelector("#found li");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await page.waitForURL("**/sources/barr2015.html");
  await page.context().close();
  assert.deepEqual(faults, []);
});

test("axe finds nothing among results, nothing scrolls sideways", async () => {
  for (const width of [1440, 320]) for (const colorScheme of ["light", "dark"]) await at(async (page) => {
    await page.waitForSelector("#found li");
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth), 0);
    await page.evaluate(axe);
    const { violations } = await page.evaluate(() => axe.run(document, { resultTypes: ["violations"] }));
    assert.deepEqual(violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target.join(" ")).join(" | ")}`), []);
  }, { query: "?q=wang", options: { viewport: { width, height: 800 }, colorScheme } });
});

test("a title says its language, a note is in its own", () => at(async (page) => {
  const languages = () => page.locator("#found [lang]").evaluateAll((all) => all.map((el) => [el.localName, el.lang, el.innerText]));
  await ask(page, "软实力");
  assert.deepEqual(await languages(), [["bdi", "zh", "软实力与大国之势"]]);
  await ask(page, "statecraft");
  assert.deepEqual(await languages(), []);
}));

test("files of an older site in a cache lead nobody astray", async () => {
  const newer = review({ ...searched, "content/about.md": "---\nlang: fr\n---\n# About\n\nOf one who planned.\n" });
  const place = build(newer), site = await serveFiles(place);
  try {
    for (const old of ["index", "words/", "texts/"]) await at(async (page) => {
      const renewed = [];
      await page.route("**/assets/search/**", (route) => {
        const { pathname, search } = new URL(route.request().url()), file = pathname.split("/assets/search/")[1];
        if (search) renewed.push(file);
        const body = path.join(!search && file.startsWith(old) ? folder : place, "assets/search", file);
        return fs.existsSync(body) ? route.fulfill({ path: body, contentType: "text/javascript" }) : route.fulfill({ status: 404 });
      });
      await page.goto(`${site.url}search/index.html`);
      assert.deepEqual(await ask(page, "planned"), { "The review and its pages": ["About"], Notes: ["Barr 2015"] }, old);
      assert.equal(await page.locator("#found li[lang=fr]").count(), 1);
      assert.ok(renewed.includes("index.js"), `${old}: ${renewed}`);
    });
  } finally {
    site.close();
    newer.remove();
  }
});

test("many results come in parts", async () => {
  await at(async (page) => {
    await ask(page, "china");
    const section = page.locator("#found section").filter({ has: page.getByRole("heading", { name: /^Sources/ }) });
    const all = Number(await section.locator("h2 .meta").innerText());
    assert.ok(all > 10, String(all));
    assert.equal(await section.locator("li").count(), 10);
    await section.getByRole("button").click();
    await page.waitForFunction((all) => [...document.querySelectorAll("#found section")].some((s) => s.querySelectorAll("li").length === all), all);
    assert.equal(await section.getByRole("button").count(), 0);
  }, { disk: true, in: site });
});

test("the index is loaded when something is asked, and little of it", async () => {
  await at(async (page) => {
    const loaded = [];
    page.on("request", (request) => { if (request.url().includes("/assets/search/")) loaded.push(request.url().split("/assets/search/")[1]); });
    await page.waitForTimeout(200);
    assert.deepEqual(loaded, []);
    await ask(page, "statecraft");
    assert.equal(loaded.length, 3, loaded.join());
  });
});

test("without scripts all titles are links, and there is no field", () => at(async (page) => {
  assert.equal(await page.locator("#q").isVisible(), false);
  assert.match(await page.locator("main").innerText(), /needs scripts/);
  for (const title of ["A review in four scripts", "Wang 1993, 软实力与大国之势", "Tradition", "Wang, Huning"])
    assert.ok(await page.locator("#titles a", { hasText: title }).first().isVisible(), title);
  await page.locator("#titles a", { hasText: "Kovač 2001" }).click();
  await page.waitForURL("**/sources/kovac2001.html");
}, { disk: true, options: { javaScriptEnabled: false } }));
