// The live preview between tabs and programs: many tabs, other sites' pages, the way into the editor, the browser.
import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { after, before, test } from "node:test";
import { edited } from "./reviews.mjs";
import { launch, open, preview, review, serveFiles, until } from "./support.mjs";

let browser, small;
const servers = [];
before(async () => {
  browser = await launch();
  small = review(edited);
});
after(async () => {
  await browser?.close();
  await Promise.all(servers.map((server) => server.stop()));
  small?.remove();
});

const note = "content/sources/first.md";
const broken = edited[note].replace("The end of the note", "As <img src=x onerror=window.harmed=1> [@nobody]");
const overlay = (page) => page.locator("sourcebook-errors [role=alert]");

async function serve(...more) {
  const server = await preview(small, ...more);
  servers.push(server);
  return server;
}

/** A program that notes its arguments, as a file in a folder of its own. */
function program(name, script) {
  const file = path.join(small.root, "programs", name);
  small.write(`programs/${name}`, script);
  fs.chmodSync(file, 0o755);
  return file;
}
const notes = 'printf "%s\\n" "$@" >> "$0.said"';
const said = (file) => fs.existsSync(`${file}.said`) ? fs.readFileSync(`${file}.said`, "utf8") : "";

test("sixty tabs see an edit, and one more loads while they wait", async () => {
  const server = await serve();
  const first = await open(browser);
  const tabs = [first];
  while (tabs.length < 60) tabs.push(await first.context().newPage());
  const pages = ["index.html", "sources/first.html", "sources/index.html"];
  for (const [at, tab] of tabs.entries()) await tab.goto(server.url + pages[at % 3]);
  await Promise.all(tabs.map((tab) => tab.evaluate(() => { window.marked = true; })));
  assert.ok((await Promise.all(tabs.map((tab) => tab.evaluate(() => document.hidden)))).every((hidden) => !hidden), "all are visible");

  const another = await first.context().newPage();
  await another.goto(`${server.url}sources/second.html`, { timeout: 10_000 });
  small.write(note, edited[note].replace("The claim.", "A claim that all see."));
  await Promise.all(tabs.map(async (tab, at) => {
    const news = at % 3 ? tab.locator("main", { hasText: "A claim that all see." }) : tab.locator(".sources", { hasText: "A claim that all see." }).first();
    await news.waitFor({ timeout: 30_000 });
    assert.ok(await tab.evaluate(() => window.marked), "no reload");
  }));
  await another.goto(`${server.url}references/index.html`, { timeout: 10_000 });
  await first.context().close();
  small.write(note, edited[note]);
});

test("an error is a link into the editor with a scheme, and nothing in it is markup", async () => {
  const server = await serve(["--editor", "vscodium"]);
  small.write(note, broken);
  const page = await open(browser);
  await page.goto(`${server.url}index.html`);
  await overlay(page).waitFor();
  const link = overlay(page).locator("a").first();
  const [place] = (await link.innerText()).match(/:\d+:\d+$/);
  assert.equal(await link.getAttribute("href"), `vscodium://file${small.root}/${note}${place}`);
  assert.ok((await overlay(page).innerText()).includes("<img src=x"));
  assert.equal(await overlay(page).locator("img").count(), 0);
  assert.ok(!await page.evaluate(() => window.harmed));
  await page.context().close();
});

test("without a name of an editor it is VS Code, or what $VISUAL and $EDITOR say if that has windows", async () => {
  const editor = program("kate", `#!/bin/sh\n${notes}\n`);
  for (const [variables, expected] of [[{}, "vscode:"], [{ EDITOR: "vim" }, "vscode:"], [{ VISUAL: editor, EDITOR: "vim" }, "kate"]]) {
    const server = await serve([], variables);
    const page = await open(browser);
    await page.goto(`${server.url}index.html`);
    await overlay(page).waitFor();
    if (expected === "vscode:") assert.equal(new URL(await overlay(page).locator("a").first().getAttribute("href")).protocol, expected);
    else {
      await overlay(page).locator(".place").first().click();
      await until("it is started", () => said(editor).endsWith(`${small.root}/${note}\n`));
      assert.match(said(editor), /^--line\n\d+\n--column\n\d+\n\//);
    }
    await page.context().close();
  }
});

test("a click on a place starts the program, and says so", async () => {
  const editor = program("my editor", `#!/bin/sh\n${notes}\n`);
  const server = await serve(["--editor", editor]);
  const page = await open(browser);
  await page.goto(`${server.url}index.html`);
  await overlay(page).locator(".place").first().click();
  await until("it is started", () => said(editor) === `${small.root}/${note}\n`);
  await overlay(page).locator("small", { hasText: "opened" }).waitFor();

  // A page of another site in the same browser, though it knew the token, starts nothing and reads nothing.
  const token = (await page.content()).match(/live-([0-9a-f]+)\.js/)[1];
  const { version } = await page.evaluate((token) => new Promise((done) => {
    new EventSource(`/_sourcebook/events-${token}`).onmessage = (event) => done(JSON.parse(event.data));
  }), token);
  const target = `${server.url}_sourcebook/open-${token}?version=${version}&problem=0`;
  const folder = path.join(small.root, "foreign");
  small.write("foreign/index.html", "<!doctype html><title>Elsewhere</title>");
  small.write("foreign/404.html", "");
  const elsewhere = await serveFiles(folder);
  const foreign = await page.context().newPage();
  for (const host of [elsewhere.url, elsewhere.url.replace("127.0.0.1", "localhost")]) {
    await foreign.goto(host);
    const read = await foreign.evaluate(async (target) => {
      const image = new Image();
      await new Promise((done) => { image.onload = image.onerror = done; image.src = target; });
      const frame = document.createElement("iframe");
      await new Promise((done) => { frame.onload = frame.onerror = done; frame.src = target; document.body.append(frame); });
      await fetch(target, { mode: "no-cors" }).catch(() => {});
      const stream = new EventSource(target.replace(/open-/, "events-"));
      const told = await new Promise((done) => { stream.onmessage = () => done("an event"); stream.onerror = () => done("nothing"); });
      stream.close();
      return [told, await fetch(target).then(() => "an answer", () => "nothing")];
    }, target);
    assert.deepEqual(read, ["nothing", "nothing"], host);
  }
  await foreign.goto(elsewhere.url);
  const [answer] = await Promise.all([
    foreign.waitForResponse(target),
    foreign.evaluate((target) => { location.href = target; }, target),
  ]);
  assert.equal(answer.status(), 403);
  assert.equal(said(editor), `${small.root}/${note}\n`, "started once, by the click");
  assert.equal(await page.evaluate((target) => fetch(target).then((answer) => answer.status), target), 204);
  await until("our own page may", () => said(editor).split("\n").length === 3);
  elsewhere.close();
  await page.context().close();
});

test("in a frame of another site a click copies and starts nothing", async () => {
  const editor = program("framed", `#!/bin/sh\n${notes}\n`);
  const server = await serve(["--editor", editor]);
  small.write("foreign/404.html", "");
  small.write("foreign/frame.html", `<!doctype html><iframe src="${server.url}index.html" width=1000 height=700></iframe>`);
  const elsewhere = await serveFiles(path.join(small.root, "foreign"));
  const page = await open(browser);
  await page.goto(`${elsewhere.url}frame.html`);
  const framed = page.frameLocator("iframe").locator("sourcebook-errors");
  await framed.locator(".place").first().click();
  await framed.locator("small", { hasText: "cop" }).waitFor();
  assert.equal(said(editor), "");
  elsewhere.close();
  await page.context().close();
});

test("a place is copied where the editor needs a terminal, or cannot be started", async () => {
  for (const editor of ["vim", "no-such-editor-anywhere"]) {
    const server = await serve(["--editor", editor]);
    const page = await open(browser, { permissions: ["clipboard-read", "clipboard-write"] });
    await page.goto(`${server.url}index.html`);
    const place = overlay(page).locator(".place").first();
    await place.click();
    await overlay(page).locator("small", { hasText: "copied" }).waitFor();
    assert.equal(await page.evaluate(() => navigator.clipboard.readText()), await place.innerText());
    await page.context().close();
  }
});

test("--open shows the preview in the browser", async () => {
  const browser = program("browser", `#!/bin/sh\n${notes}\n`);
  const server = await serve(["--open"], { BROWSER: browser });
  await until("it is opened", () => said(browser) === `${server.url}\n`);
});
