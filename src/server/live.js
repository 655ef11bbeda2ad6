// The live preview in the browser: asks the server what changed and reloads, restyles or reports.
// Whatever comes from the review is set as text, never as markup.
(() => {
  "use strict";
  const script = document.currentScript;
  const token = script.src.match(/live-([0-9a-f]+)\.js/)[1];
  let version = Number(script.dataset.version);
  let source = null;
  let timer = 0;

  // The connection. Browsers allow six to one host, so a hidden tab holds none.

  function connect() {
    if (source || document.hidden) return;
    clearTimeout(timer);
    source = new EventSource(`/_sourcebook/events-${token}?since=${version}`);
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
    if (source) source.close();
    source = null;
  }

  // A server that answers but does not know the token is a new one: it has a new page too.
  function probe() {
    fetch(script.src, { method: "HEAD", cache: "no-store" }).then(
      (response) => (response.ok ? connect() : reload()),
      () => { if (!document.hidden) timer = setTimeout(probe, 2000); },
    );
  }

  document.addEventListener("visibilitychange", () => (document.hidden ? disconnect() : connect()));
  addEventListener("pagehide", disconnect);
  addEventListener("pageshow", connect);

  // Changes.

  function receive(news) {
    version = news.version;
    const changed = new Set(news.changed);
    if (changed.size && (status() === 503 || ours().some((path) => changed.has(path)))) return reload();
    if (news.changed.some((path) => path.endsWith(".css"))) restyle();
    if (news.changed.some((path) => !path.endsWith(".css"))) mark();
    report(news.errors);
  }

  // The output paths that this page is made of.
  function ours() {
    const loaded = [...document.querySelectorAll("script[src*='assets/'], img[src], source[src], video[src], audio[src]")];
    const paths = [location.href, ...loaded.map((element) => element.src)].map(outputPath);
    return status() === 404 ? [...paths, "404.html"] : paths;
  }

  function status() {
    return performance.getEntriesByType("navigation")[0]?.responseStatus;
  }

  function outputPath(address) {
    try {
      const url = new URL(address);
      if (url.origin !== location.origin) return "";
      return decodeURIComponent(url.pathname.slice(1)).replace(/(^|\/)$/, "$1index.html");
    } catch {
      return "";
    }
  }

  function restyle() {
    for (const link of document.querySelectorAll("link[rel~=stylesheet][href]")) {
      const url = new URL(link.href);
      if (url.origin !== location.origin || link.dataset.leaving) continue;
      url.searchParams.set("v", version);
      const fresh = link.cloneNode();
      fresh.href = url.href;
      fresh.onload = fresh.onerror = () => link.remove();
      link.dataset.leaving = "yes";
      link.after(fresh);
    }
  }

  // Another page changed: a dot, no more.
  function mark() {
    if (!document.title.startsWith("• ")) document.title = `• ${document.title}`;
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

  // Errors, at the foot of the last good page.

  const hiddenKey = "sourcebook-hidden-errors";
  let overlay = null;
  let shown = "[]";

  function report(errors) {
    const text = JSON.stringify(errors);
    if (text === shown) return;
    shown = text;
    overlay?.remove();
    overlay = null;
    if (!errors.length) store(hiddenKey, null);
    else if (recall(hiddenKey) !== text) show(errors);
  }

  function hide() {
    overlay?.remove();
    overlay = null;
    store(hiddenKey, shown);
  }

  function show(errors) {
    overlay = document.createElement("sourcebook-errors");
    const root = overlay.attachShadow({ mode: "open" });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(style);
    root.adoptedStyleSheets = [sheet];
    const box = element("section", "");
    box.setAttribute("role", "alert");
    const head = element("header", "");
    const button = element("button", "Hide (Esc)");
    button.type = "button";
    button.onclick = hide;
    head.append(element("h2", errors.length === 1 ? "1 error" : `${errors.length} errors`), button);
    box.append(head, ...errors.map(item));
    root.append(box);
    document.body.append(overlay);
  }

  function item(error) {
    const article = element("article", "");
    const head = element("h3", error.place ?? "the whole review");
    head.append(" ", element("code", error.code));
    article.append(head, element("pre", error.text || error.message));
    return article;
  }

  function element(name, text) {
    const made = document.createElement(name);
    made.textContent = text;
    return made;
  }

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && overlay) hide();
  });

  const style = `
    :host { all: initial; position: fixed; inset: auto 0 0 0; z-index: 2147483647; }
    section { box-sizing: border-box; max-height: 50vh; overflow: auto; padding: .75rem 1rem;
      background: #1c1b1a; color: #f5f2ee; border-top: 4px solid #e5484d; font: 14px/1.5 system-ui, sans-serif; }
    header { display: flex; justify-content: space-between; align-items: center; gap: 1rem; }
    h2, h3 { margin: 0; font-size: 1rem; }
    h3 { font-size: .875rem; overflow-wrap: anywhere; }
    h3 code { color: #ff9ea1; font-weight: normal; }
    article { margin-top: .75rem; }
    pre, code { font-family: ui-monospace, monospace; }
    pre { margin: .25rem 0 0; padding: .5rem; overflow-x: auto; background: #000; font-size: 13px; line-height: 1.4; }
    button { font: inherit; color: inherit; background: none; border: 1px solid currentColor; border-radius: 4px; padding: .125rem .5rem; }
    @media print { :host { display: none; } }
  `;

  restore();
  connect();
})();
