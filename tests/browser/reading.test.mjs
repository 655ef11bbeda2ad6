// What a reader does with the pages, from a host and from a disk.
import assert from "node:assert/strict";
import fs from "node:fs";
import { createRequire } from "node:module";
import { describe, test } from "node:test";
import { pathToFileURL } from "node:url";
import { open, site, staged, until } from "./support.mjs";

const axe = fs.readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const stage = staged();

const places = { "from a host": () => stage.host.url, "from a disk": () => pathToFileURL(site) + "/" };
const wide = {}, phone = { viewport: { width: 390, height: 800 }, isMobile: true, hasTouch: true };
const shown = (locator) => locator.waitFor({ state: "visible" });
const gone = (locator) => locator.waitFor({ state: "hidden" });
/** From the contents on to the first citation. */
const tabToCite = async (page) => {
  await page.locator(".toc a").last().focus();
  do await page.keyboard.press("Tab"); while (!await page.evaluate(() => document.activeElement.matches(".prose a.cite")));
};
const inView = (page, selector) => page.locator(selector).evaluate((element) => {
  const { top, bottom } = element.getBoundingClientRect();
  return top < innerHeight && bottom > 0;
});

for (const [place, root] of Object.entries(places)) describe(place, () => {
  /** A test on one page; nothing may be said on the console. */
  const reading = (name, path, options, steps) => test(name, async () => {
    const faults = [];
    const page = await open(stage.browser, { ...options, reducedMotion: "reduce" }, faults);
    try {
      await page.goto(root() + path);
      await page.evaluate(() => document.fonts.ready);
      await steps(page, page.locator("#card"));
    } finally {
      await page.context().close();
    }
    assert.deepEqual(faults, []);
  });
  const cite = (page) => page.locator(".prose a.cite[data-card=barr2015]").first();

  reading("a citation's card has title, claim and two links, and the pointer may enter it", "index.html", wide, async (page, card) => {
    await cite(page).hover();
    await shown(card);
    assert.match(await card.innerText(), /Old Wine in New Bottles\?[^]*China’s cultural diplomacy has marks of its own[^]*Barr, M\. \(2015\)/);
    assert.deepEqual(await card.locator(".go a").allInnerTexts(), ["Open the note", "In the list"]);
    const box = await card.boundingBox();
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2, { steps: 8 });
    await page.waitForTimeout(500);
    assert.ok(await card.isVisible(), "the card stays while the pointer is in it");
    await card.getByText("In the list").click();
    await page.waitForURL("**/index.html#ref-barr2015");
    await until("the entry is in view", () => inView(page, "#ref-barr2015"));
    await cite(page).hover();
    await card.getByText("Open the note").click();
    await page.waitForURL("**/sources/barr2015.html");
    assert.match(await page.locator("h1").innerText(), /Old Wine in New Bottles/);
  });

  reading("a card closes on Escape, and when the pointer leaves", "index.html", wide, async (page, card) => {
    await cite(page).hover();
    await shown(card);
    await page.keyboard.press("Escape");
    await gone(card);
    await page.mouse.move(5, 5);
    await cite(page).hover();
    await shown(card);
    await page.mouse.move(5, 5);
    await gone(card);
  });

  reading("a work without a note has a card that leads to its record", "index.html", wide, async (page, card) => {
    await page.locator(".prose a.cite[data-card=cummings2009]").first().hover();
    await shown(card);
    assert.deepEqual(await card.locator(".go a").allInnerTexts(), ["Open the record", "In the list"]);
  });

  reading("the keyboard opens a card, goes through it and comes back", "index.html", wide, async (page, card) => {
    await tabToCite(page);
    await shown(card);
    assert.equal(await page.locator("a.cite:focus").getAttribute("aria-describedby"), "card");
    await page.evaluate(axe);
    const { violations } = await page.evaluate(() => window.axe.run("#card", { preload: false }));
    assert.deepEqual(violations.map((violation) => violation.help), []);
    const inside = await card.locator("a").allInnerTexts();
    assert.deepEqual(inside.slice(-2), ["Open the note", "In the list"]);
    for (const text of inside) {
      await page.keyboard.press("Tab");
      assert.equal(await page.locator("#card a:focus").innerText(), text);
    }
    for (const _ of inside) await page.keyboard.press("Shift+Tab");
    assert.equal(await page.locator("a.cite:focus").count(), 1);
    await page.keyboard.press("Escape");
    await gone(card);
    assert.equal(await page.locator("a.cite:focus").count(), 1, "the focus stays on the citation");
  });

  reading("Escape inside a card gives the focus back to the citation", "index.html", wide, async (page, card) => {
    await tabToCite(page);
    await shown(card);
    await page.keyboard.press("Tab");
    await page.keyboard.press("Escape");
    await gone(card);
    assert.equal(await page.locator("a.cite:focus").count(), 1);
  });

  reading("the first tap opens a card, the second follows", "index.html", phone, async (page, card) => {
    await cite(page).tap();
    await shown(card);
    assert.match(page.url(), /index\.html$/);
    const { x, width } = await card.boundingBox();
    assert.ok(x >= 0 && x + width <= 390, "the card is within the page");
    await cite(page).tap();
    await page.waitForURL("**/sources/barr2015.html");
  });

  reading("footnotes stand in the margin beside their marks", "index.html", wide, async (page) => {
    await shown(page.locator(".margin .sn").first());
    const [marks, notes] = [page.locator("[role=doc-noteref]"), page.locator(".margin .sn")];
    assert.ok(await marks.count() > 1);
    assert.equal(await notes.count(), await marks.count());
    assert.ok(await page.locator(".notes").isHidden());
    const text = await page.locator(".prose").boundingBox();
    let floor = 0;
    for (let n = 0; n < await notes.count(); n++) {
      const [mark, note] = [await marks.nth(n).boundingBox(), await notes.nth(n).boundingBox()];
      assert.ok(note.x >= text.x + text.width, "right of the text");
      assert.ok(note.y >= floor && note.y - Math.max(mark.y, floor) < 40, "beside its mark, under the note before it");
      floor = note.y + note.height;
    }
  });

  reading("on a telephone footnotes stand at the end", "index.html", phone, async (page) => {
    const notes = page.locator(".notes");
    await shown(notes);
    assert.equal(await page.locator(".sn:visible").count(), 0);
    const [text, box] = [await page.locator(".prose").boundingBox(), await notes.boundingBox()];
    assert.ok(box.y >= text.y + text.height);
    await notes.locator("[role=doc-backlink]").first().click();
    await page.waitForURL(/#fnref-/);
  });

  reading("the button turns light into dark, on the next page too", "index.html", { colorScheme: "light" }, async (page) => {
    const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const button = page.locator("button.mode");
    const light = await background();
    assert.equal(await button.innerText(), "Dark");
    await button.click();
    const dark = await background();
    assert.notEqual(dark, light);
    assert.equal(await button.innerText(), "Light");
    await page.goto(root() + "about.html");
    assert.equal(await background(), dark);
    await button.click();
    assert.equal(await background(), light);
  });

  for (const clipboard of ["with the clipboard's interface", "without it"])
    reading(`the reference is copied, ${clipboard}`, "about.html", wide, async (page) => {
      if (clipboard === "without it") await page.addInitScript(() => Object.defineProperty(navigator, "clipboard", { value: undefined }));
      await page.goto(root() + "sources/barr2015.html");
      const button = page.locator("[data-copy]");
      await button.click();
      await shown(page.locator("[data-copy]", { hasText: "Copied" }));
      await page.evaluate(() => document.body.append(document.createElement("textarea")));
      await page.locator("textarea").focus();
      await page.keyboard.press("Control+V");
      const reference = (await page.locator("#cite-text").innerText()).replace(/\s+/g, " ");
      assert.equal(await page.locator("textarea").inputValue(), reference);
      await shown(page.locator("[data-copy]", { hasText: /^Copy$/ }));
    });

  reading("the list of sources is filtered and ordered, and its address says how", "sources/index.html", wide, async (page) => {
    const items = page.locator(".sources.index > li");
    const all = await items.count();
    const keys = () => items.locator("visible=true").evaluateAll((found) => found.map((li) => li.querySelector("a").href.match(/([^/]+)\.html$/)[1]));
    const count = () => page.locator("output").innerText();
    const field = (name) => page.locator(`main [name=${name}]`);
    const given = () => new URL(page.url()).search;
    const among = (test) => items.evaluateAll((found, test) => found.filter((li) => new Function("d", `return ${test}`)(li.dataset)).length, test);
    const clear = page.locator("[type=reset]");

    assert.equal(await count(), `${all} of ${all}`);
    await field("q").fill("WINTER");
    assert.deepEqual(await keys(), ["winter2016"]);
    assert.equal(await count(), `1 of ${all}`);
    assert.equal(given(), "?q=WINTER");
    await field("q").fill("wénhuà RUǍNSHÍLÌ"); // neither accents nor capitals matter
    assert.deepEqual(await keys(), ["wang1993", "yi2009"]);
    await field("q").fill("nothing that is here");
    assert.equal(await count(), "No source matches");
    await clear.click();
    assert.equal(await count(), `${all} of ${all}`);
    assert.equal(given(), "");
    assert.ok(await clear.isHidden());

    for (const [name, value, test] of [["tag", "tradition", "d.tags.split(' ').includes('tradition')"], ["kind", "book", "d.kind === 'book'"],
      ["state", "bare", "d.state === 'bare'"], ["state", "noted", "d.state !== 'bare'"]]) {
      await field(name).selectOption(value);
      const n = await among(test);
      assert.ok(n > 0 && n < all);
      assert.equal((await keys()).length, n, `${name} ${value}`);
      assert.equal(await count(), `${n} of ${all}`);
      assert.equal(given(), `?${name}=${value}`);
      await clear.click();
    }

    const oldest = await keys();
    const years = () => items.evaluateAll((found) => found.map((li) => +li.dataset.year));
    assert.deepEqual(await years(), (await years()).toSorted((a, b) => a - b));
    await field("sort").selectOption("newest");
    assert.deepEqual(await years(), (await years()).toSorted((a, b) => b - a));
    await field("sort").selectOption("author");
    const names = await items.evaluateAll((found) => found.map((li) => li.dataset.author));
    assert.deepEqual(names, names.toSorted(new Intl.Collator("en").compare));
    await field("tag").selectOption("tradition");
    const some = await keys();
    await page.reload();
    assert.deepEqual(await keys(), some, "the address keeps filter and order");
    assert.equal(await field("sort").inputValue(), "author");
    await clear.click();
    assert.deepEqual(await keys(), oldest);
  });

  reading("without scripts each citation leads to the list too", "index.html", { javaScriptEnabled: false }, async (page) => {
    for (const path of ["index.html", "sources/barr2015.html"]) {
      await page.goto(root() + path);
      const cites = page.locator(".cites a.cite");
      assert.ok(await cites.count() > 3);
      assert.equal(await page.locator(".cites a.cite + a.to-ref:visible").count(), await cites.count());
      const marks = await page.locator("a.to-ref").evaluateAll((found) => found.map((a) => a.getAttribute("href")));
      for (const href of new Set(marks)) assert.equal(await page.locator(`.refs li${href}`).count(), 1, href);
    }
    await page.locator(".cites a.to-ref").first().click();
    await page.waitForURL(/#ref-/);
    assert.equal(await page.locator(".js:visible").count(), 0, "no control that does nothing");
  });

  reading("on paper there is no navigation, and footnotes stand at the end", "index.html", wide, async (page) => {
    await shown(page.locator(".margin .sn").first());
    await page.emulateMedia({ media: "print" });
    for (const hidden of [".masthead nav", "button.mode", ".toc", ".to-note", ".to-ref", ".sn"]) assert.equal(await page.locator(`${hidden}:visible`).count(), 0, hidden);
    for (const seen of ["h1", ".prose", ".notes", "#references"]) await shown(page.locator(seen));
    const colour = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    await page.emulateMedia({ media: "print", colorScheme: "dark" });
    assert.equal(await page.evaluate(() => getComputedStyle(document.body).backgroundColor), colour, "light on paper");
  });
});
