// The page brought up to date in place: the document becomes the new one, and what the reader did to it stays.
//
// Scripts that set up elements must do so again, so this is for pages whose scripts all say that they do: they have
// `data-live` and listen to `sourcebook:updated` on the document. Any other page is reloaded.

const startScripts = scriptsOf(document);
const startStyles = [...document.head.querySelectorAll("style")];
const startNeeds = needs(document);
/** By output path, the version of a file that changed while the page was open. */
const versions = new Map();
/** By <details>, whether it is open in the page's source. */
const opened = new WeakMap();
let updates = Promise.resolve();
rememberDetails();

/** Fetches the page and takes it over, one update after the other. */
function update() {
  updates = updates.then(async () => {
    const answer = await fetchPage();
    // The server may have gone for a moment; if for good, the connection notices.
    if (!answer) return void setTimeout(update, 2000);
    const fresh = new DOMParser().parseFromString(answer.text, "text/html");
    if (!answer.ok || !isLive() || needs(fresh) !== startNeeds) return reload();
    try { morph(fresh); } catch { return reload(); }
    announce();
  });
}

async function fetchPage() {
  try {
    const response = await fetch(location.pathname, { cache: "no-store" });
    return { ok: response.ok && !response.redirected, text: await response.text() };
  } catch {
    return null;
  }
}

/** Tells the scripts of the page that its elements or its cards are new. */
function announce() {
  document.dispatchEvent(new CustomEvent("sourcebook:updated"));
}

function isLive() {
  return scriptsOf(document).every((element) => "live" in element.dataset);
}

/** What a document runs and is styled by; where that differs, only loading it anew is right. */
function needs(doc) {
  const scripts = scriptsOf(doc).map((element) => element.src || element.textContent);
  const sheets = sheetsOf(doc).map((element) => outputPath(element.href) || element.href);
  return JSON.stringify([scripts, sheets, doc.head.querySelectorAll("style").length]);
}

/** The scripts that run, but for our own; blocks of data are not among them. */
function scriptsOf(doc) {
  const runs = (element) => !element.type || /^(module|importmap)$|javascript/i.test(element.type);
  return [...doc.scripts].filter((element) => runs(element) && !element.src.includes("/_sourcebook/"));
}

function sheetsOf(doc) {
  return [...doc.querySelectorAll("link[rel~=stylesheet][href]")].filter((link) => !link.dataset.leaving);
}

// The document.

function morph(fresh) {
  datePictures(fresh);
  const [root, wanted] = [document.documentElement, fresh.documentElement];
  for (const { name } of [...root.attributes]) if (!wanted.hasAttribute(name)) root.removeAttribute(name);
  for (const { name, value } of wanted.attributes) root.setAttribute(name, value);
  morphHead(fresh);
  rememberDetails();
  Idiomorph.morph(document.body, fresh.body, { callbacks });
  rememberDetails();
}

/** Titles, links and data as in the new head; scripts and style sheets are the same by then. */
function morphHead(fresh) {
  const stays = new Set([...scriptsOf(document), ...document.querySelectorAll("style, link[rel~=stylesheet]")]);
  const leaves = new Set([...scriptsOf(fresh), ...fresh.querySelectorAll("style, link[rel~=stylesheet]")]);
  const wanted = new Map();
  for (const element of fresh.head.children) if (!leaves.has(element)) wanted.set(element.outerHTML, element);
  for (const element of [...document.head.children]) {
    if (!stays.has(element) && !wanted.delete(element.outerHTML)) element.remove();
  }
  document.head.append(...wanted.values());
  fresh.head.querySelectorAll("style").forEach((style, at) => {
    if (startStyles[at].textContent !== style.textContent) startStyles[at].textContent = style.textContent;
  });
}

const callbacks = {
  beforeNodeMorphed: (old) => old.nodeName !== "SCRIPT" && !isOwn(old),
  beforeNodeRemoved: (old) => !isOwn(old),
  beforeAttributeUpdated(name, element) {
    // What the reader opened, typed or chose differs from the source by their hand and stays.
    if (name === "open" && element.matches("details")) return element.open === opened.get(element);
    if (name === "open" && element.matches("dialog")) return false;
    if (name === "value" && element.matches("input, textarea")) return element.value === element.defaultValue;
    if (name === "checked") return element.checked === element.defaultChecked;
    // One option is compared at a time, the choice is of all of them.
    if (name === "selected") return false;
    return true;
  },
  afterNodeMorphed(old, fresh) {
    if (old.nodeName === "DETAILS") opened.set(old, fresh.open);
  },
};

/** Whether a script of the page made this element and looks after it. */
function isOwn(node) {
  return node.nodeType === Node.ELEMENT_NODE && "live" in (node.dataset ?? {});
}

function rememberDetails() {
  for (const element of document.querySelectorAll("details")) if (!opened.has(element)) opened.set(element, element.open);
}

// What the page loads.

/** Loads changed style sheets and pictures anew, each taking the place of the old one; whether there was a picture. */
function swap(changed) {
  for (const path of changed) versions.set(path, version);
  if ([...changed].some((path) => path.endsWith(".css"))) sheetsOf(document).forEach(swapSheet);
  return datePictures(document);
}

function swapSheet(link) {
  const url = new URL(link.href);
  if (url.origin !== location.origin) return;
  url.searchParams.set("v", version);
  const fresh = link.cloneNode();
  fresh.href = url.href;
  fresh.onload = fresh.onerror = () => link.remove();
  link.dataset.leaving = "yes";
  link.after(fresh);
}

/** Gives what changed while the page was open an address of its own, the same each time; whether anything did. */
function datePictures(doc) {
  let any = false;
  for (const element of doc.querySelectorAll("img[src], video[src], audio[src], source[src]")) {
    const at = versions.get(outputPath(element.src));
    if (!at) continue;
    const url = new URL(element.src);
    url.searchParams.set("v", at);
    const address = url.pathname + url.search + url.hash;
    if (element.getAttribute("src") === address) continue;
    element.setAttribute("src", address);
    element.closest("video, audio")?.load();
    any = true;
  }
  return any;
}

/** What changed scripts ask for: those of the page a reload, those that scripts loaded themselves to be asked for again. */
function renewScripts(changed) {
  const old = [...document.scripts].filter((element) => element.src && changed.has(outputPath(element.src)));
  if (old.some((element) => startScripts.includes(element) || !("live" in element.dataset))) return "reload";
  old.forEach((element) => element.remove());
  return old.length ? "removed" : "none";
}
