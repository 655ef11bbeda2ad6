// The live preview in the browser: asks the server what changed, and brings the page up to date or reports.
// The files of this folder are served as the body of one function (see script.rs), idiomorph first. Whatever comes
// from the review is set as text, never as markup.
const script = document.currentScript;
const token = script.src.match(/live-([0-9a-f]+)\.js/)[1];
const here = outputPath(location.href);
let version = Number(script.dataset.version);
let source = null;
let timer = 0;

// The connection: one question, answered when there is news or at once where many tabs ask. A hidden tab holds none.

function connect() {
  if (source || document.hidden) return;
  clearTimeout(timer);
  source = new EventSource(`/_sourcebook/events-${token}?since=${version}&page=${encodeURIComponent(here)}`);
  let answered = false;
  source.onopen = () => (answered = true);
  source.onmessage = (event) => receive(JSON.parse(event.data));
  source.onerror = () => {
    // Each answer ends after one event, and the browser asks again by itself.
    const ended = answered && source?.readyState === EventSource.CONNECTING;
    answered = false;
    if (ended || !source) return;
    disconnect();
    timer = setTimeout(probe, 2000);
  };
}

function disconnect() {
  clearTimeout(timer);
  source?.close();
  source = null;
}

// A server that answers but does not know the token is a new one: it has a new page too.
function probe() {
  fetch(script.src, { method: "HEAD", cache: "no-store" }).then(
    (response) => (response.ok ? connect() : reload()),
    () => { if (!document.hidden) timer = setTimeout(probe, 2000); },
  );
}

document.addEventListener("visibilitychange", () => {
  if (document.hidden) return disconnect();
  unmark();
  connect();
});
addEventListener("focus", unmark);
addEventListener("pagehide", disconnect);
addEventListener("pageshow", connect);

// News.

function receive(news) {
  version = news.version;
  report(news);
  if (!news.changed.length) return;
  const changed = new Set(news.changed);
  const status = performance.getEntriesByType("navigation")[0]?.responseStatus;
  if (status === 503 || (status === 404 && changed.has("404.html"))) return reload();
  const pictures = swap(changed);
  const scripts = renewScripts(changed);
  if (scripts === "reload") reload();
  else if (changed.has(here)) update();
  else if (scripts === "removed") announce();
  else if (!pictures && news.changed.some((path) => !path.endsWith(".css"))) mark();
}

/** The output path of an address of this site, else nothing. */
function outputPath(address) {
  try {
    const url = new URL(address);
    if (url.origin !== location.origin) return "";
    return decodeURIComponent(url.pathname.slice(1)).replace(/(^|\/)$/, "$1index.html");
  } catch {
    return "";
  }
}

// Another page changed: a dot, no more.

function mark() {
  if (!document.title.startsWith("• ")) document.title = `• ${document.title}`;
}

function unmark() {
  if (document.title.startsWith("• ")) document.title = document.title.slice(2);
}

// Reloading keeps the reader's place.

const placeKey = "sourcebook-place";

function reload() {
  disconnect();
  const open = [...document.querySelectorAll("details")].map((element) => element.open);
  store(placeKey, { path: location.pathname, x: scrollX, y: scrollY, open });
  location.reload();
}

function restore() {
  const place = recall(placeKey);
  store(placeKey, null);
  if (!place || place.path !== location.pathname) return;
  const details = [...document.querySelectorAll("details")];
  if (details.length === place.open.length) details.forEach((element, at) => (element.open = place.open[at]));
  const scroll = () => scrollTo({ left: place.x, top: place.y, behavior: "instant" });
  scroll();
  if (document.readyState !== "complete") addEventListener("load", () => requestAnimationFrame(scroll), { once: true });
}

function store(key, value) {
  try { sessionStorage.setItem(key, JSON.stringify(value)); } catch { /* storage may be off */ }
}

function recall(key) {
  try { return JSON.parse(sessionStorage.getItem(key)); } catch { return null; }
}
