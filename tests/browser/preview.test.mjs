// The live preview: what an open page shows while the author writes, breaks and mends.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { cutOff, edited, picture } from "./reviews.mjs";
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

const note = "content/sources/first.md", bib = "bibliography/references.bib", csl = "bibliography/styles/mine.csl";
const tags = "themes/mine/templates/tags.html", css = "themes/mine/assets/style.css";

/** A page, marked so that a reload shows. */
async function visit(path) {
  await page.goto(server.url + path);
  await page.evaluate(() => { window.marked = true; });
}
const replace = (file, old, text) => small.write(file, edited[file].replace(old, text));
const restore = (file) => small.write(file, edited[file]);
const marked = () => page.evaluate(() => !!window.marked);
const colour = () => page.evaluate(() => getComputedStyle(document.body).color);
const overlay = () => page.locator("sourcebook-errors [role=alert]");
const place = () => page.evaluate(() => Math.round(scrollY));

/** Breaks a file: the page stays as it is, under an error of this place and code; mends it: the error goes. */
async function breakAndMend(file, broken, error, mended = edited[file]) {
  const before = await page.locator("main").innerText();
  const at = await place();
  small.write(file, broken);
  await overlay().waitFor();
  assert.match(await overlay().innerText(), error);
  assert.equal(await page.locator("main").innerText(), before);
  assert.equal(await place(), at);
  small.write(file, mended);
  await overlay().waitFor({ state: "detached" });
  assert.ok(await marked(), "no reload");
}

test("an edited note is shown in place, and what the reader opened and selected stays", async () => {
  await visit("sources/first.html");
  await page.locator("summary", { hasText: "Folded" }).first().click();
  await page.evaluate(() => {
    scrollTo(0, 900);
    getSelection().selectAllChildren([...document.querySelectorAll(".prose p")].find((p) => p.textContent.startsWith("A paragraph")));
  });
  replace(note, "The end of the note", "Another end");
  await page.locator(".prose", { hasText: "Another end" }).waitFor();
  assert.equal(await place(), 900);
  assert.deepEqual(await page.locator("details").evaluateAll((all) => all.map((one) => one.open)), [true, false]);
  assert.equal(await page.evaluate(() => getSelection().toString()), "A paragraph that fills the page.");
  assert.ok(await marked(), "no reload");
});

test("what the author folds or opens is followed where the reader left it alone", async () => {
  small.write(note, edited[note].replace("[!tip]-", "[!tip]+").replace("Also folded", "Opened"));
  await page.locator("details", { hasText: "Opened" }).waitFor();
  assert.deepEqual(await page.locator("details").evaluateAll((all) => all.map((one) => one.open)), [true, true]);
  assert.ok(await marked());
});

test("an error in a note stands over the page, with its lines, its advice and its place, and goes when mended", async () => {
  small.write(note, edited[note].replace("The end of the note", "The end, says [@frist]"));
  await overlay().waitFor();
  const said = await overlay().innerText();
  assert.match(said, /content\/sources\/first\.md:\d+:\d+ unknown-key/);
  assert.match(said, /The end, says \[@frist\]/);
  assert.match(said, /did you mean `first`/);
  assert.equal(await place(), 900);
  restore(note);
  await overlay().waitFor({ state: "detached" });
  await page.locator(".prose", { hasText: "The end of the note" }).waitFor();
  assert.ok(await marked());
});

test("a half-typed filter keeps its words, the focus and the caret, and applies to what is new", async () => {
  await visit("sources/index.html");
  const field = page.locator(".filter [name=q]"), shown = page.locator(".sources.index > li:not([hidden])");
  await field.fill("firs");
  await field.press("ArrowLeft");
  assert.equal(await shown.count(), 1);
  await page.locator(".filter [name=sort]").selectOption("newest");
  await field.evaluate((input) => { input.focus(); input.setSelectionRange(2, 3); });
  replace(note, "The claim.", "Another claim.");
  await page.locator(".sources.index", { hasText: "Another claim." }).waitFor();
  assert.equal(await shown.count(), 1);
  assert.deepEqual(await field.evaluate((input) => [input.value, document.activeElement === input, input.selectionStart, input.selectionEnd]), ["firs", true, 2, 3]);
  small.write(bib, `${edited[bib]}@book{third,\n  author = {Firstling, Bo},\n  title = {Three},\n  date = {2003},\n}\n`);
  await until("the new source is among those shown", async () => await shown.count() === 2);
  assert.match(await shown.first().innerText(), /Firstling/, "the newest first");
  assert.equal(await page.locator(".filter [name=sort]").inputValue(), "newest");
  assert.match(await page.locator(".filter output").innerText(), /2 .*3/);
  await field.press("End");
  await page.keyboard.type("t");
  assert.equal(await field.inputValue(), "first");
  assert.ok(await marked());
  restore(bib);
  await until("the source is gone", async () => await page.locator(".sources.index > li").count() === 2);
});

test("a cut-off bibliography leaves the old page, under an error with its place", async () => {
  await visit("index.html");
  await breakAndMend(bib, cutOff, /bibliography\/references\.bib:6:\d+ bad-entry[^]*entry `second` cannot be read/);
});

test("an error is there after a reload, too, and Escape puts it away", async () => {
  small.write(bib, cutOff);
  await overlay().waitFor();
  const before = await page.locator("main").innerText();
  await page.reload();
  await overlay().waitFor();
  assert.equal(await page.locator("main").innerText(), before);
  await page.keyboard.press("Escape");
  await overlay().waitFor({ state: "detached" });
});

test("a mended bibliography brings the news", async () => {
  await visit("sources/second.html");
  small.write(bib, cutOff.replace("@book{second", "@book{broken"));
  await overlay().waitFor();
  replace(bib, "Two", "Two, mended");
  await overlay().waitFor({ state: "detached" });
  await page.locator("h1", { hasText: "Two, mended" }).waitFor();
  assert.ok(await marked());
  restore(bib);
  await page.locator("h1", { hasText: /^Two$/ }).waitFor();
});

test("a template", async () => {
  await visit("tags/index.html");
  await breakAndMend(tags, "{% block", /themes\/mine\/templates\/tags\.html:1:\d+ bad-template/);
  replace(tags, "Our own words", "Other words");
  await page.locator("h1", { hasText: "Other words" }).waitFor();
  assert.ok(await marked());
});

test("a style sheet, without a flash of an unstyled page", async () => {
  await visit("index.html");
  assert.equal(await colour(), "rgb(1, 2, 3)");
  await page.evaluate(() => {
    window.colours = new Set();
    const look = () => { window.colours.add(getComputedStyle(document.body).color); requestAnimationFrame(look); };
    look();
  });
  replace(css, "1, 2, 3", "4, 5, 6");
  await until("the new colour", async () => await colour() === "rgb(4, 5, 6)");
  await until("the old sheet is gone", () => page.evaluate(() => !document.querySelector("link[data-leaving]")));
  assert.deepEqual(await page.evaluate(() => [...window.colours]), ["rgb(1, 2, 3)", "rgb(4, 5, 6)"]);
  replace("content/index.md", "say.", "write.");
  await page.locator("main", { hasText: "write." }).waitFor();
  assert.equal(await colour(), "rgb(4, 5, 6)");
  assert.ok(await marked());
  small.write(css, "body { color: ");
  await until("half a style sheet is shown as browsers do", async () => await colour() !== "rgb(4, 5, 6)");
  restore(css);
  await until("it is mended", async () => await colour() === "rgb(1, 2, 3)");
  assert.ok(await marked());
});

test("a citation style", async () => {
  await visit("index.html");
  const prose = page.locator(".prose");
  assert.match(await prose.innerText(), /As \(First\*?\) and \(Second\*?\)/);
  await breakAndMend(csl, edited[csl].slice(0, 300), /bibliography\/styles\/mine\.csl/);
  replace(csl, 'prefix="(" suffix=")"', 'prefix="[" suffix="]"');
  await page.locator(".prose", { hasText: /As \[First\*?\] and \[Second\*?\]/ }).waitFor();
  assert.ok(await marked());
});

test("the configuration: title and language", async () => {
  await visit("sources/first.html");
  await page.evaluate(() => scrollTo(0, 500));
  await breakAndMend("sourcebook.yaml", "title: [\n", /sourcebook\.yaml:\d+:\d+ bad-configuration/);
  replace("sourcebook.yaml", "A review\n", "Another title\nlanguage: ru\n");
  await page.locator(".masthead .home", { hasText: "Another title" }).waitFor();
  assert.match(await page.title(), /Another title$/);
  assert.equal(await page.locator("html").getAttribute("lang"), "ru");
  assert.equal(await page.locator("html").getAttribute("data-theme"), "");
  assert.equal(await place(), 500);
  assert.ok(await marked());
  restore("sourcebook.yaml");
  await page.locator(".masthead .home", { hasText: "A review" }).waitFor();
});

test("a picture", async () => {
  await visit("index.html");
  const width = () => page.locator("main img").evaluate((img) => img.naturalWidth);
  await until("the picture", async () => await width() === 11);
  small.write("content/square.svg", picture(22));
  await until("the new picture", async () => await width() === 22);
  restore("content/index.md");
  await page.locator("main", { hasText: "say." }).waitFor();
  assert.equal(await width(), 22);
  assert.ok(await marked());
});

test("cards, side notes, copy buttons and the choice of colours work on a page brought up to date", async () => {
  await visit("index.html");
  await page.locator(".mode").click();
  const theme = await page.locator("html").getAttribute("data-theme");
  assert.ok(theme);
  small.write("content/index.md", edited["content/index.md"].replace("say.[^a]", "state.[^a] More, by [@second].[^b]") + "\n[^b]: A second note.\n");
  await page.locator(".margin .sn", { hasText: "A second note." }).waitFor();
  assert.equal(await page.locator(".margin .sn").count(), 2);
  assert.equal(await page.locator("html").getAttribute("data-theme"), theme);
  assert.equal(await page.locator("html").getAttribute("class"), "hoisted");
  await page.locator(".prose a.cite").last().hover();
  await page.locator("#card:popover-open", { hasText: "Two" }).waitFor();
  await page.mouse.move(5, 5);
  await page.locator("#card:popover-open").waitFor({ state: "detached" });
  // What a card says comes from a script of its own, which this page has loaded by now.
  for (const claim of ["A newer claim.", "The newest claim."]) {
    replace(note, "The claim.", claim);
    await until(`the card says: ${claim}`, async () => {
      await page.mouse.move(5, 5);
      await page.locator("#card:popover-open").waitFor({ state: "detached" });
      await page.locator(".prose a.cite").first().hover();
      await page.locator("#card:popover-open").waitFor();
      return (await page.locator("#card").innerText()).includes(claim);
    });
  }
  await page.locator(".mode").click();
  assert.notEqual(await page.locator("html").getAttribute("data-theme"), theme);
  assert.ok(await marked());
});

test("an open card stays open", async () => {
  await visit("index.html");
  await page.locator(".prose a.cite").first().hover();
  await page.locator("#card:popover-open").waitFor();
  small.write("content/index.md", edited["content/index.md"].replace("say.", "hold."));
  await page.locator("main", { hasText: "hold." }).waitFor();
  assert.ok(await page.locator("#card").evaluate((card) => card.matches(":popover-open")));
  assert.ok(await marked());
});

test("a change elsewhere is a mark in the tab, which goes when the page is looked at", async () => {
  await visit("references/index.html");
  const before = await page.title();
  replace(note, "The end of the note", "An end elsewhere");
  await until("the mark", async () => await page.title() === `• ${before}`);
  await page.evaluate(() => dispatchEvent(new Event("focus")));
  assert.equal(await page.title(), before);
  assert.ok(await marked());
});

test("a page that goes and comes back", async () => {
  small.write("content/more.md", "# More\n\nWords.\n");
  await until("the page", async () => (await fetch(`${server.url}more.html`)).status === 200);
  await page.goto(`${server.url}more.html`);
  small.remove("content/more.md");
  await page.locator("h1", { hasText: "More" }).waitFor({ state: "detached" });
  small.write("content/more.md", "# More again\n\nWords.\n");
  await page.locator("h1", { hasText: "More again" }).waitFor();
  faults.splice(0, faults.length, ...faults.filter((fault) => !fault.includes("404 (Not Found)")));
});

test("a page with a script that does not know of updates is reloaded, at the reader's place", async () => {
  small.write("themes/mine/assets/site.js", "document.title = 'by our own script';\n");
  // The page that is open is reloaded first, which another way to it would cut off.
  await page.waitForFunction(() => document.title === "by our own script");
  await visit("sources/first.html");
  await page.evaluate(() => scrollTo(0, 900));
  replace(note, "The end of the note", "The very end");
  await page.locator(".prose", { hasText: "The very end" }).waitFor();
  await until("the reader's place is kept", async () => await place() === 900);
  assert.ok(!await marked());
});

test("a changed script reloads the page", async () => {
  await visit("sources/first.html");
  small.write("themes/mine/assets/site.js", "document.title = 'by our newer script';\n");
  await page.waitForFunction(() => document.title === "by our newer script");
  assert.ok(!await marked());
});

test("the console stayed silent", () => assert.deepEqual(faults, []));
