// What the browser tests share: the browser, a file server, small reviews on disk, the preview.
import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import fs from "node:fs";
import http from "node:http";
import os from "node:os";
import path from "node:path";
import { after, before } from "node:test";
import { chromium } from "playwright-core";

const { SOURCEBOOK_SITE, SOURCEBOOK_BIN, CHROMIUM = "/usr/bin/chromium" } = process.env;
assert.ok(SOURCEBOOK_SITE && SOURCEBOOK_BIN, "SOURCEBOOK_SITE is the built site of this repository, SOURCEBOOK_BIN the program");

/** The built site of this repository. */
export const site = path.resolve(SOURCEBOOK_SITE);
const program = path.resolve(SOURCEBOOK_BIN);

/** The longest wait for anything. */
export const patience = 15_000;

export function launch() {
  const quiet = ["--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-quic"];
  return chromium.launch({ executablePath: CHROMIUM, args: ["--no-sandbox", "--disable-gpu", "--no-first-run", ...quiet] });
}

/** A tab in a context of its own; what goes wrong on its pages is added to `faults`. */
export async function open(browser, options = {}, faults = []) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...options });
  context.setDefaultTimeout(patience);
  const page = await context.newPage();
  page.on("pageerror", (error) => faults.push(`script error: ${error.message}`));
  page.on("console", (message) => { if (message.type() === "error") faults.push(`console: ${message.text()} ${message.location().url}`); });
  context.on("request", (request) => {
    const { protocol, hostname, href } = new URL(request.url());
    if (!["data:", "file:"].includes(protocol) && !["127.0.0.1", "localhost"].includes(hostname)) faults.push(`asks another host: ${href}`);
  });
  return page;
}

const types = { html: "text/html; charset=utf-8", css: "text/css", js: "text/javascript; charset=utf-8", woff2: "font/woff2", svg: "image/svg+xml" };

/** Serves a folder as a plain host does. */
export async function serveFiles(folder) {
  const server = http.createServer((request, response) => {
    let file = path.join(folder, decodeURIComponent(new URL(request.url, "http://host").pathname));
    if (file.endsWith(path.sep)) file += "index.html";
    if (!fs.existsSync(file)) return response.writeHead(404, { "content-type": types.html }).end(fs.readFileSync(path.join(folder, "404.html")));
    response.writeHead(200, { "content-type": types[path.extname(file).slice(1)] ?? "application/octet-stream" }).end(fs.readFileSync(file));
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  return { url: `http://127.0.0.1:${server.address().port}/`, close: () => { server.close(); server.closeAllConnections(); } };
}

/** A browser, and a host of this repository's site, as long as the tests of a file run. */
export function staged() {
  const stage = {};
  before(async () => Object.assign(stage, { browser: await launch(), host: await serveFiles(site) }));
  after(async () => {
    await stage.browser?.close();
    stage.host?.close();
  });
  return stage;
}

/** Opens a page, does something and closes it; nothing may go wrong on it. Before its own scripts `init` runs. */
export async function visit(browser, url, options, act, init) {
  const faults = [];
  const page = await open(browser, options, faults);
  if (init) await page.addInitScript(init);
  await page.goto(url);
  await act(page);
  await page.context().close();
  assert.deepEqual(faults, []);
}

/** All HTML files of a site, by path. */
export function pagesOf(folder) {
  return fs.readdirSync(folder, { recursive: true }).map((file) => file.replaceAll(path.sep, "/")).filter((file) => file.endsWith(".html")).sort();
}

/** A review of these files in a temporary folder. */
export function review(files) {
  const root = fs.mkdtempSync(path.join(os.tmpdir(), "sourcebook-browser-"));
  const write = (file, text) => {
    fs.mkdirSync(path.join(root, path.dirname(file)), { recursive: true });
    fs.writeFileSync(path.join(root, file), text);
  };
  Object.entries(files).forEach(([file, text]) => write(file, text));
  return { root, write, remove: (file = "") => fs.rmSync(path.join(root, file), { recursive: true, force: true }) };
}

/** Builds a review; the folder of its site. */
export function build(review) {
  const output = path.join(review.root, "public");
  const run = spawnSync(program, ["build", "--strict", "--root", review.root, "--output", output], { encoding: "utf8" });
  assert.equal(run.status, 0, run.stderr);
  return output;
}

const running = new Set();
process.once("exit", () => running.forEach((child) => child.kill()));

/** Starts the preview of a review, with these arguments and variables beside, and waits for its address. */
export async function preview(review, more = [], variables = {}) {
  const env = { ...process.env, VISUAL: "", EDITOR: "", ...variables };
  const child = spawn(program, ["serve", "--port", "0", "--root", review.root, ...more], { stdio: ["ignore", "pipe", "pipe"], env });
  running.add(child);
  let said = "";
  child.stderr.on("data", (text) => { said += text; });
  const url = await new Promise((done, fail) => {
    const late = setTimeout(() => fail(new Error(`no address from the preview: ${said}`)), patience);
    child.on("exit", () => fail(new Error(`the preview ended: ${said}`)));
    child.on("error", fail);
    let out = "";
    child.stdout.on("data", (text) => {
      out += text;
      const address = out.match(/http:\S+(?=\n)/);
      if (address) { clearTimeout(late); done(address[0]); }
    });
  });
  return { url, said: () => said, stop: () => new Promise((done) => { child.removeAllListeners("exit").on("exit", done); child.kill(); }) };
}

/** Waits until this is true, or says what was awaited. */
export async function until(what, question, limit = patience) {
  for (const end = Date.now() + limit; ; await new Promise((next) => setTimeout(next, 50))) {
    if (await question()) return;
    if (Date.now() > end) assert.fail(`waited ${limit / 1000} s: ${what}`);
  }
}
